//! Faults on a live bench: made, listed, taken back.
//!
//! The record comes first: a fault whose record could not be kept is not made, and one whose
//! making broke off is taken back. What is there is what the engine lists; no journal is
//! asked.

use serde::{Deserialize, Serialize};

use crate::check::{Act, Place, Probe};
use crate::error::{Category, Explain};
use crate::exec::{Command, Ended, ExecOutput};
use crate::explained;
use crate::fault::{Fault, KEPT, Means, REFUSED, Step};
use crate::i18n::Text;
use crate::model::BenchPlan;
use crate::name::{CheckId, NodeName};
use crate::provider::docker::keeper::Keeping;
use crate::provider::docker::node::Found;
use crate::provider::docker::{DockerError, Engine, FAULT, NODE};
use crate::runner::Stage;
use crate::text;

/// What the undo of a fault needs.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    fault: Fault,
    /// What the survey printed.
    before: String,
    /// What the harm printed, once it was done.
    after: String,
}

/// A fault that was injected.
#[derive(Clone, Debug)]
pub struct Injected {
    /// Its name.
    pub id: CheckId,
    /// The node that it happened to.
    pub node: NodeName,
    /// Whether an interruption left it half-made or half-undone.
    pub unfinished: bool,
    keeper: String,
}

impl Injected {
    fn new(keeper: &Found) -> Option<Self> {
        Some(Self {
            id: keeper.label(FAULT).parse().ok()?,
            node: keeper.label(NODE).parse().ok()?,
            unfinished: Keeping::of(keeper) != Keeping::There,
            keeper: keeper.id.clone(),
        })
    }
}

/// How a fault was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// All is as it was before.
    Undone,
    /// Somebody had changed since what the fault had changed: that was left alone.
    Kept,
}

/// Why a fault could not be made or taken back.
#[derive(Debug)]
pub enum FaultError {
    /// The engine refused.
    Docker(DockerError),
    /// The node could not be reached.
    Unreachable {
        /// The fault.
        id: String,
        /// Why.
        cause: Text,
    },
    /// It cannot be made here: nothing was changed.
    Refused {
        /// The fault.
        id: String,
        /// Why.
        because: Text,
    },
    /// A script failed.
    Failed {
        /// The fault.
        id: String,
        /// What it said.
        said: String,
    },
    /// Its record cannot be read.
    NoRecord {
        /// The fault.
        id: String,
    },
}

impl From<DockerError> for FaultError {
    fn from(error: DockerError) -> Self {
        Self::Docker(error)
    }
}

impl Explain for FaultError {
    fn text(&self) -> Text {
        match self {
            Self::Docker(error) => error.text(),
            Self::Unreachable { id, cause } => text!("fault-unreachable", id = id, cause = cause.clone()),
            Self::Refused { id, because } => text!("fault-refused", id = id, because = because.clone()),
            Self::Failed { id, said } => text!("fault-failed", id = id, said = said),
            Self::NoRecord { id } => text!("fault-no-record", id = id),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Docker(error) => error.hint(),
            Self::Failed { .. } | Self::NoRecord { .. } => Some(text!("fault-failed-hint")),
            _ => None,
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::Docker(error) => error.category(),
            Self::Refused { .. } => Category::Usage,
            _ => Category::NotJudged,
        }
    }
}

explained!(FaultError);

/// The faults of one bench.
pub struct Faults<'a> {
    /// The engine.
    pub engine: &'a Engine,
    /// The bench.
    pub plan: &'a BenchPlan,
    /// Its machines.
    pub stage: &'a dyn Stage,
    /// The image of the containers that keep records.
    pub image: &'a str,
}

impl Faults<'_> {
    /// Returns what was injected, in order of name.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn list(engine: &Engine, bench: &str) -> Result<Vec<Injected>, DockerError> {
        Ok(engine.kept_faults(bench).await?.iter().filter_map(Injected::new).collect())
    }

    /// Makes a fault. Returns whether it was not there already.
    ///
    /// # Errors
    /// When it cannot be made; nothing is left of it then.
    pub async fn inject(&self, id: &CheckId, node: &NodeName, fault: &Fault) -> Result<bool, FaultError> {
        let there = Faults::list(self.engine, &self.plan.bench).await?;
        if there.iter().any(|injected| injected.id == *id) {
            return Ok(false);
        }
        let means = fault.means();
        let before = match &means {
            Means::Power { .. } => String::new(),
            Means::Scripts(scripts) => {
                let output = self.run(id, node, Step::Run(scripts.place, scripts.survey())).await?;
                match output.status() {
                    Some(0) => output.stdout,
                    Some(REFUSED) => return Err(refused(id, &output.stderr)),
                    _ => return Err(failed(id, &output)),
                }
            }
        };
        let mut record = Record { fault: fault.clone(), before, after: String::new() };
        let kept = self.engine.keep_fault(self.plan, self.image, node, id, &bytes(&record)).await?;
        let Some(keeper) = kept else { return Ok(false) };
        let done = match &means {
            Means::Power { inject, .. } => self.run(id, node, Step::Power(*inject)).await,
            Means::Scripts(scripts) => {
                self.run(id, node, Step::Run(scripts.place, scripts.inject(&record.before))).await
            }
        };
        let done = match done {
            Ok(output) if output.status() == Some(0) => Ok(output.stdout),
            Ok(output) if output.status() == Some(REFUSED) => Err(refused(id, &output.stderr)),
            Ok(output) => Err(failed(id, &output)),
            Err(error) => Err(error),
        };
        match done {
            Ok(after) => {
                record.after = after;
                self.engine.write_record(&keeper, &bytes(&record)).await?;
                self.engine.mark_fault(&self.plan.bench, &keeper, id, Keeping::There).await?;
                Ok(true)
            }
            Err(error) => {
                // Half a fault is no fault: it is taken back at once, or by the next verb.
                let half = Injected { id: id.clone(), node: node.clone(), unfinished: true, keeper };
                if let Err(again) = self.undo(&half).await {
                    tracing::warn!(error = %again, "what was half-made could not be undone");
                }
                Err(error)
            }
        }
    }

    /// Takes a fault back.
    ///
    /// # Errors
    /// When it cannot be; it is still listed then, and the next verb tries again.
    pub async fn undo(&self, injected: &Injected) -> Result<Cleared, FaultError> {
        let Injected { id, node, keeper, .. } = injected;
        let record = self.engine.read_record(keeper).await?;
        if record.is_empty() && injected.unfinished {
            // The record comes first: it was cut off before it did anything.
            self.engine.remove(keeper).await?;
            return Ok(Cleared::Undone);
        }
        let record: Record =
            serde_json::from_slice(&record).map_err(|_| FaultError::NoRecord { id: id.to_string() })?;
        if !injected.unfinished {
            self.engine.mark_fault(&self.plan.bench, keeper, id, Keeping::Undoing).await?;
        }
        let step = match record.fault.means() {
            Means::Power { undo, .. } => Step::Power(undo),
            Means::Scripts(scripts) => Step::Run(scripts.place, scripts.undo(&record.before, &record.after)),
        };
        let output = self.run(id, node, step).await?;
        if output.status() != Some(0) {
            return Err(failed(id, &output));
        }
        self.engine.remove(keeper).await?;
        let kept = output.stdout.lines().any(|line| line == KEPT);
        Ok(if kept { Cleared::Kept } else { Cleared::Undone })
    }

    async fn run(&self, id: &CheckId, node: &NodeName, step: Step) -> Result<ExecOutput, FaultError> {
        let unreachable = |cause: Text| FaultError::Unreachable { id: id.to_string(), cause };
        let Probe { place, act } = Probe::of_fault(node, step);
        match act {
            Act::Run(command) => self.script(&place, command).await.map_err(unreachable),
            power => {
                self.stage.power(&place, &power).await.map_err(unreachable)?;
                Ok(ExecOutput { ended: Ended::Status(0), stdout: String::new(), stderr: String::new() })
            }
        }
    }

    async fn script(&self, place: &Place, command: Command) -> Result<ExecOutput, Text> {
        let shell = self.stage.shell(place).await?;
        shell.run(command).await.map_err(|error| error.text())
    }
}

/// Forgets the faults of nodes that are gone.
///
/// # Errors
/// When the engine refuses.
pub async fn forget_faults(engine: &Engine, bench: &str, nodes: &[Found]) -> Result<(), DockerError> {
    for kept in engine.kept_faults(bench).await? {
        if nodes.iter().any(|node| node.label(NODE) == kept.label(NODE)) {
            engine.remove(&kept.id).await?;
        }
    }
    Ok(())
}

fn bytes(record: &Record) -> Vec<u8> {
    serde_json::to_vec(record).expect("a record is plain data")
}

/// Reads the reason that a script gave.
fn refused(id: &CheckId, said: &str) -> FaultError {
    let line = said.lines().last().unwrap_or_default();
    let (reason, what) = line.split_once(' ').unwrap_or((line, ""));
    let because = match reason {
        "already" => text!("fault-refused-already", what = what),
        "no-unit" => text!("fault-refused-no-unit", what = what),
        "no-process" => text!("fault-refused-no-process", what = what),
        "no-service" => text!("fault-refused-no-service", what = what),
        "no-interface" => text!("fault-refused-no-interface", what = what),
        "no-tool" => text!("fault-refused-no-tool", what = what),
        "no-file" => text!("fault-refused-no-file", what = what),
        "no-directory" => text!("fault-refused-no-directory", what = what),
        "no-text" => text!("fault-refused-no-text", what = what),
        "no-user" => text!("fault-refused-no-user", what = what),
        "no-certificate" => text!("fault-refused-no-certificate", what = what),
        "no-limit" => text!("fault-refused-no-limit"),
        "too-large" => text!("fault-refused-too-large", what = what),
        "kernel" => text!("fault-refused-kernel", what = what),
        _ => Text::verbatim(line.to_owned()),
    };
    FaultError::Refused { id: id.to_string(), because }
}

fn failed(id: &CheckId, output: &ExecOutput) -> FaultError {
    let said = match output.ended {
        Ended::Status(status) => {
            format!("{} ({status})", crate::check::verdict::excerpt(&output.stderr))
        }
        Ended::Timeout => "timeout".to_owned(),
        Ended::Flood => "flood".to_owned(),
    };
    FaultError::Failed { id: id.to_string(), said }
}
