//! One bench's life: up → check → reset → down.
//!
//! Everything is found on the engine by its labels: a bench can be checked, reset and
//! removed by a program that never heard of it before.
//!
//! Rank 5: imports everything below.

mod changes;
mod collect;
mod faults;
mod interview;
mod make;
mod standing;

use std::sync::Arc;

use ipnet::Ipv4Net;

use crate::check::Level;
use crate::error::{Category, Explain};
use crate::exec::Command;
use crate::explained;
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::individual::{Addresses, Student, Values};
use crate::load::{LabFile, LoadError};
use crate::model::{BenchPlan, Lab, Script, bench_name};
use crate::name::CheckId;
use crate::persona::Exchange;
use crate::plan::plan;
use crate::provider::docker::image::{Listener, Progress, Sources, recipes};
use crate::provider::docker::node::Found;
use crate::provider::docker::{CLASS, DockerError, Engine, LAB_HASH, VARIANT};
use crate::provision::{self, Afterwards, DockerDrills, DockerStage, FaultError, Nodes, Sensor, SetupError};
use crate::referentiel::{Activity, Referentiel};
use crate::runner::{self, Mask, Request};
use crate::text;

pub use changes::Changes;
pub use faults::Hands;
pub use make::{Images, Made, foresee};
pub use standing::Standing;

/// Where benches stand, and what they are made with.
pub struct Site {
    /// The engine.
    pub engine: Engine,
    /// Where images come from.
    pub sources: Sources,
    /// The range that subnets are taken from.
    pub range: Ipv4Net,
    /// The class that new benches become part of; those that stand stay as they are.
    pub class: Option<String>,
}

/// A lab for one student, with the values and the addresses of its bench.
pub struct Bench {
    /// The lab's folder.
    pub file: LabFile,
    /// Who it is for.
    pub student: Student,
    /// The student's values.
    pub values: Values,
    /// The lab with these values.
    pub lab: Lab,
    /// What is to be made.
    pub plan: BenchPlan,
}

/// Why a bench cannot be worked on.
#[derive(Debug)]
pub enum BenchError {
    /// The engine refused.
    Docker(DockerError),
    /// A node could not be made ready.
    Setup(SetupError),
    /// The lab holds mistakes.
    Load(LoadError),
    /// A fault could not be made or taken back.
    Fault(FaultError),
    /// There is no such bench.
    NotUp {
        /// Its name.
        bench: String,
        /// The lab, for the hint.
        lab: String,
    },
    /// Nodes of it are missing or stopped.
    NotRunning {
        /// Its name.
        bench: String,
        /// The nodes.
        nodes: Vec<String>,
    },
    /// It was made with another class secret: its right answers are not those drawn now.
    OtherValues {
        /// Its name.
        bench: String,
    },
    /// A file that should come before an interview could not be looked for.
    Unseen {
        /// Its node and its path.
        file: String,
        /// Why.
        cause: Text,
    },
    /// The lab has no such node.
    NoNode {
        /// What was asked for.
        node: String,
        /// What there is.
        known: Vec<String>,
    },
}

impl From<DockerError> for BenchError {
    fn from(error: DockerError) -> Self {
        Self::Docker(error)
    }
}

impl From<SetupError> for BenchError {
    fn from(error: SetupError) -> Self {
        Self::Setup(error)
    }
}

impl From<LoadError> for BenchError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<FaultError> for BenchError {
    fn from(error: FaultError) -> Self {
        Self::Fault(error)
    }
}

impl Explain for BenchError {
    fn text(&self) -> Text {
        match self {
            Self::Docker(error) => error.text(),
            Self::Setup(error) => error.text(),
            Self::Load(error) => error.text(),
            Self::Fault(error) => error.text(),
            Self::NotUp { bench, .. } => text!("bench-not-up", bench = bench),
            Self::NotRunning { bench, nodes } => {
                text!("bench-not-running", bench = bench, nodes = nodes.join(", "))
            }
            Self::OtherValues { bench } => text!("bench-other-values", bench = bench),
            Self::Unseen { file, cause } => text!("bench-unseen", file = file, cause = cause.clone()),
            Self::NoNode { node, known } => {
                text!("bench-no-node", node = node, known = known.join(", "))
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Docker(error) => error.hint(),
            Self::Setup(error) => error.hint(),
            Self::Load(error) => error.hint(),
            Self::Fault(error) => error.hint(),
            Self::NotUp { lab, .. } => Some(text!("bench-not-up-hint", lab = lab)),
            Self::NotRunning { .. } => Some(text!("bench-not-running-hint")),
            Self::OtherValues { .. } => Some(text!("bench-other-values-hint")),
            Self::Unseen { .. } | Self::NoNode { .. } => None,
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::Docker(error) => error.category(),
            Self::Setup(error) => error.category(),
            Self::Load(error) => error.category(),
            Self::Fault(error) => error.category(),
            Self::NotUp { .. } | Self::NoNode { .. } => Category::Usage,
            Self::NotRunning { .. } | Self::Unseen { .. } | Self::OtherValues { .. } => Category::NotJudged,
        }
    }

    fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load(error) => Some(error),
            _ => None,
        }
    }
}

explained!(BenchError);

impl Bench {
    /// Returns the bench of a lab and a student at these addresses.
    ///
    /// # Errors
    /// All mistakes of the lab.
    pub fn new(file: LabFile, student: Student, addresses: Addresses) -> Result<Self, LoadError> {
        let values = file.values(&student, &addresses);
        let images: Vec<String> = recipes().into_keys().collect();
        let lab = file.lab(&student, &values, &Referentiel::embedded(), &images)?;
        let plan = plan(&lab, &student, addresses);
        Ok(Self { file, student, values, lab, plan })
    }

    /// Returns the node that `name` names.
    ///
    /// # Errors
    /// When the lab has no such node.
    pub fn node<'a>(&self, nodes: &'a Nodes, name: &str) -> Result<&'a Found, BenchError> {
        nodes.get(name).ok_or_else(|| BenchError::NoNode {
            node: name.to_owned(),
            known: self.lab.nodes.iter().map(|node| node.name.to_string()).collect(),
        })
    }

    /// Like [`node`](Self::node), for what needs it to run.
    ///
    /// # Errors
    /// Also when the node is stopped.
    pub fn running_node<'a>(&self, nodes: &'a Nodes, name: &str) -> Result<&'a Found, BenchError> {
        let node = self.node(nodes, name)?;
        if node.running {
            return Ok(node);
        }
        Err(BenchError::NotRunning { bench: self.plan.bench.clone(), nodes: vec![name.to_owned()] })
    }

    /// Returns what keeps the student's secrets out of what is stored or shown.
    pub fn mask(&self) -> Mask {
        Mask::new(self.values.secrets(), self.student.seed())
    }

    /// Returns the activity that the lab trains, as the référentiel has it.
    pub fn activity(&self) -> Activity {
        let referentiel = Referentiel::embedded();
        let activity = referentiel.activity(&self.lab.activity);
        activity.expect("a lab's activity was looked up when it was read").clone()
    }
}

impl Site {
    /// Finds a bench that is up, and puts right what an interrupted run left of it.
    ///
    /// # Errors
    /// When it is not there, or was made with other values.
    pub async fn open(&self, file: LabFile, student: Student) -> Result<(Bench, Nodes), BenchError> {
        let name = bench_name(file.activity(), student.id());
        provision::recover(&self.engine, &name).await?;
        let nodes = provision::nodes(&self.engine, &name).await?;
        if nodes.is_empty() {
            return Err(BenchError::NotUp { bench: name, lab: file.activity().to_string() });
        }
        let addresses = file.addresses(self.engine.subnets(&name).await?);
        let mut bench = Bench::new(file, student, addresses)?;
        bench.plan.class = nodes.values().find_map(|node| node.labels.get(CLASS).cloned());
        same_values(&bench.plan, &nodes)?;
        self.finish_faults(&bench, &nodes).await?;
        Ok((bench, nodes))
    }

    /// Like [`open`](Self::open), for what needs all nodes to run.
    ///
    /// # Errors
    /// Also when a node is missing or stopped.
    pub async fn open_running(&self, file: LabFile, student: Student) -> Result<(Bench, Nodes), BenchError> {
        let (bench, nodes) = self.open(file, student).await?;
        let idle: Vec<String> = bench
            .plan
            .nodes
            .iter()
            .map(|node| node.name.to_string())
            .filter(|name| nodes.get(name).is_none_or(|node| !node.running))
            .collect();
        if idle.is_empty() {
            Ok((bench, nodes))
        } else {
            Err(BenchError::NotRunning { bench: bench.plan.bench, nodes: idle })
        }
    }

    /// Begins to look at a bench.
    ///
    /// # Errors
    /// When the toolbox cannot be had.
    pub async fn examine<'a>(
        &self,
        bench: &'a Bench,
        nodes: &Nodes,
        tell: Listener<'_>,
    ) -> Result<Examination<'a>, BenchError> {
        // Clones of nodes that an earlier version made get it too.
        self.engine.make_toolbox(&self.sources, tell).await?;
        let sensor = Arc::new(Sensor::new(&self.engine, &bench.plan, &self.sources));
        Ok(Examination {
            bench,
            stage: DockerStage::new(&self.engine, &sensor, nodes),
            drills: DockerDrills::new(&self.engine, &bench.plan, &sensor, nodes),
            sensor,
            mask: bench.mask(),
            interviews: None,
        })
    }

    /// Runs scripts of a solution or a mutant, in order.
    ///
    /// # Errors
    /// The first that does not end with status 0.
    pub async fn carry_out(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        scripts: &[Script],
        tell: Listener<'_>,
    ) -> Result<(), BenchError> {
        let environment = bench.values.environment();
        for script in scripts {
            let node = bench.node(nodes, script.on.as_str())?;
            tell(Progress::Stage(text!("doing-script", script = &script.name, node = script.on.as_str())));
            let shell = self.engine.shell(&node.id, script.on.as_str());
            provision::run_script(&shell, script, &environment).await?;
        }
        Ok(())
    }

    /// Runs a command of ours on a node and returns what it printed.
    ///
    /// # Errors
    /// When it cannot be run or does not end with status 0.
    pub async fn listen(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        node: &str,
        command: Command,
    ) -> Result<String, BenchError> {
        let shell = self.engine.shell(&bench.node(nodes, node)?.id, node);
        Ok(provision::succeed(&shell, node, command).await?.stdout)
    }

    /// Returns a bench, or some of its nodes, to its start: they are removed and made anew.
    ///
    /// # Errors
    /// As for [`up`](Self::up).
    pub async fn reset(
        &self,
        bench: Bench,
        nodes: &Nodes,
        only: &[String],
        tell: Listener<'_>,
    ) -> Result<Bench, BenchError> {
        for name in only {
            bench.node(nodes, name)?;
        }
        let gone: Vec<Found> = nodes
            .iter()
            .filter(|(name, _)| only.is_empty() || only.contains(name))
            .map(|(_, node)| node.clone())
            .collect();
        provision::remove_all(&self.engine, &gone).await?;
        provision::forget_faults(&self.engine, &bench.plan.bench, &gone).await?;
        self.up(bench.file, bench.student, tell).await
    }
}

/// The machines of a bench while checks look at them.
pub struct Examination<'a> {
    bench: &'a Bench,
    stage: DockerStage,
    drills: DockerDrills,
    sensor: Arc<Sensor>,
    mask: Mask,
    interviews: Option<Vec<Exchange>>,
}

impl Examination<'_> {
    /// Has checks of personas judge by what was said to them; they are not judged otherwise.
    #[must_use]
    pub fn hearing(self, interviews: Vec<Exchange>) -> Self {
        Self { interviews: Some(interviews), ..self }
    }

    /// Runs the checks once. Those in `only` and those that they need; all when it is empty.
    /// `nonce` is the word of the run, drawn for it alone.
    pub async fn run(
        &self,
        level: Level,
        only: &[CheckId],
        nonce: &str,
        tell: runner::Listener<'_>,
    ) -> Vec<Outcome> {
        let request = Request {
            checks: &self.bench.lab.checks,
            level,
            only,
            mask: &self.mask,
            interviews: self.interviews.as_deref(),
            nonce,
        };
        runner::run(&request, &self.stage, &self.drills, tell).await
    }

    /// Removes what was made in order to look.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn end(self, afterwards: Afterwards) -> Result<(), BenchError> {
        let (sensor, drills) = tokio::join!(self.sensor.remove(), self.drills.end(afterwards));
        Ok(sensor.and(drills)?)
    }
}

/// Refuses to judge a bench by values that it was not made with.
fn same_values(plan: &BenchPlan, nodes: &Nodes) -> Result<(), BenchError> {
    match nodes.values().find(|node| node.label(VARIANT) != plan.variant) {
        Some(_) => Err(BenchError::OtherValues { bench: plan.bench.clone() }),
        None => Ok(()),
    }
}

/// Whether the lab is another than when these nodes were made.
pub fn lab_changed(bench: &Bench, nodes: &Nodes) -> bool {
    nodes.values().any(|node| node.label(LAB_HASH) != bench.plan.lab_hash)
}
