//! Is this machine fit for a class of this size, and if not, what to type?
//!
//! Every examination observes something and judges it. Observing stands in `observe`, is
//! asynchronous and bounded in time; judging is pure, so each judgement is tested with
//! made-up facts. What could not be observed is `Unknown`, never `Trouble`. The findings
//! come in a fixed order, whatever takes longest.
//!
//! How a class is counted: all nodes are idle for most of a lesson, so memory is counted
//! per idle node and per node at work; the limits of the nodes are shown beside, since
//! nobody's machine holds a class whose every node reaches its limit.
//!
//! Rank 5: imports `provision`, `provider`, `model`, `state` and rank 0.

mod engine;
mod image;
mod kernel;
mod network;
mod observe;
mod room;
mod state;

use std::time::Duration;

use futures_util::future::join_all;
use ipnet::Ipv4Net;
use jiff::Timestamp;
use serde::Serialize;

use crate::doctor::kernel::Limit;
use crate::error::Explain;
use crate::i18n::Text;
use crate::model::Lab;
use crate::provider::docker::context::Address;
use crate::provider::docker::image::Sources;
use crate::provider::docker::inside::View;
use crate::provider::docker::{DockerError, Engine};
use crate::quantity::Size;
use crate::state::Environment;
use crate::text;

/// How long one examination may take; those that start a container take more.
const PATIENCE: Duration = Duration::from_secs(15);
const PATIENCE_INSIDE: Duration = Duration::from_secs(75);

/// What an examination concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing to do.
    Ok,
    /// It could not be looked at.
    Unknown,
    /// It works, but something will be slow, unprotected or short.
    Warning,
    /// Benches of this class would not work.
    Trouble,
}

/// What one examination found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its name, which does not change between versions: `memory`.
    pub id: &'static str,
    /// What was examined.
    pub what: Text,
    /// What is concluded.
    pub state: State,
    /// What was seen, and what is needed.
    pub detail: Text,
    /// What to type; nothing exactly when the state is [`State::Ok`].
    pub mend: Option<Text>,
}

/// The class that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// Students, or groups that share a bench.
    pub students: u64,
    /// Nodes of one bench.
    pub nodes: u64,
    /// Networks of one bench.
    pub networks: u64,
    /// The memory that one node may use.
    pub memory: Size,
    /// Running nodes of benches that are not part of the class, and stay.
    pub others: u64,
}

impl Class {
    /// Returns a class that works on `lab`; its nodes count with their average limit.
    pub fn of(lab: &Lab, students: u64) -> Self {
        let nodes = lab.nodes.len() as u64;
        let networks = lab.networks.len() as u64;
        Self { students, nodes, networks, memory: Size(lab.memory().0 / nodes.max(1)), others: 0 }
    }

    /// The nodes of all benches together, others' that stay included.
    pub fn all_nodes(&self) -> u64 {
        self.students.saturating_mul(self.nodes).saturating_add(self.others)
    }
}

/// What is to be examined.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The engine.
    pub address: &'a Address,
    /// The class wanted.
    pub class: Class,
    /// The range that subnets are taken from.
    pub range: Ipv4Net,
    /// Where images may come from.
    pub sources: &'a Sources,
    /// Where the state is kept.
    pub state: &'a Environment,
}

/// A finding without its name.
#[derive(Clone, Debug, PartialEq)]
struct Conclusion {
    state: State,
    detail: Text,
    mend: Option<Text>,
}

impl Conclusion {
    fn ok(detail: Text) -> Self {
        Self { state: State::Ok, detail, mend: None }
    }

    fn warning(detail: Text, mend: Text) -> Self {
        Self { state: State::Warning, detail, mend: Some(mend) }
    }

    fn trouble(detail: Text, mend: Text) -> Self {
        Self { state: State::Trouble, detail, mend: Some(mend) }
    }

    fn unknown(detail: Text, mend: Text) -> Self {
        Self { state: State::Unknown, detail, mend: Some(mend) }
    }
}

/// What is examined, in the order of the findings.
#[derive(Clone, Copy)]
enum Examination {
    Engine,
    Cgroup,
    Storage,
    Limits,
    Clock,
    Images,
    Disk,
    Memory,
    Kernel(&'static Limit),
    Bridge,
    Subnets,
    NetworkBuild,
    NetworkLab,
    State,
}

impl Examination {
    fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Engine,
            Self::Cgroup,
            Self::Storage,
            Self::Limits,
            Self::Clock,
            Self::Images,
            Self::Disk,
            Self::Memory,
        ];
        all.extend(kernel::LIMITS.iter().map(Self::Kernel));
        all.extend([Self::Bridge, Self::Subnets, Self::NetworkBuild, Self::NetworkLab, Self::State]);
        all
    }

    fn title(self) -> (&'static str, Text) {
        match self {
            Self::Engine => ("engine", text!("doctor-what-engine")),
            Self::Cgroup => ("cgroup", text!("doctor-what-cgroup")),
            Self::Storage => ("storage", text!("doctor-what-storage")),
            Self::Limits => ("limits", text!("doctor-what-limits")),
            Self::Clock => ("clock", text!("doctor-what-clock")),
            Self::Images => ("images", text!("doctor-what-images")),
            Self::Disk => ("disk", text!("doctor-what-disk")),
            Self::Memory => ("memory", text!("doctor-what-memory")),
            Self::Kernel(limit) => (limit.id, limit.what()),
            Self::Bridge => ("bridge", text!("doctor-what-bridge")),
            Self::Subnets => ("subnets", text!("doctor-what-subnets")),
            Self::NetworkBuild => ("network-build", text!("doctor-what-network-build")),
            Self::NetworkLab => ("network-lab", text!("doctor-what-network-lab")),
            Self::State => ("state", text!("doctor-what-state")),
        }
    }

    fn patience(self) -> Duration {
        match self {
            Self::NetworkBuild | Self::NetworkLab => PATIENCE_INSIDE,
            _ => PATIENCE,
        }
    }

    async fn carry_out(self, request: &Request<'_>, engine: &Connected) -> Finding {
        self.find(self.look(request, engine)).await
    }

    /// Waits for a conclusion, but not for ever.
    async fn find(self, look: impl Future<Output = Conclusion>) -> Finding {
        let patience = self.patience();
        let found = tokio::time::timeout(patience, look).await;
        let Conclusion { state, detail, mend } = found.unwrap_or_else(|_| {
            let detail = text!("doctor-timeout", seconds = patience.as_secs());
            Conclusion::unknown(detail, text!("doctor-again"))
        });
        let (id, what) = self.title();
        Finding { id, what, state, detail, mend }
    }

    async fn look(self, request: &Request<'_>, engine: &Connected) -> Conclusion {
        match (self, engine) {
            (Self::Bridge, _) => kernel::bridge(&request.class),
            (Self::State, _) => state::judge(&observe::state(request.state).await),
            (Self::Engine, Err(error)) => {
                let mend = error.hint().unwrap_or_else(|| text!("doctor-engine-mend"));
                Conclusion::trouble(error.text(), mend)
            }
            (_, Err(_)) => Conclusion::unknown(text!("doctor-no-engine"), text!("doctor-no-engine-mend")),
            (_, Ok((engine, now))) => {
                self.look_at(request, engine, *now).await.unwrap_or_else(|error| refused(&error))
            }
        }
    }

    /// Measures what there is room for; what else is examined needs no measure of it.
    async fn measure(self, engine: &Engine, class: &Class) -> Conclusion {
        match self {
            Self::Disk => room::disk(class, &engine.facts.root, observe::disk(engine).await),
            Self::Memory => match observe::running(engine).await {
                Ok(running) => room::memory(class, running, observe::memory(engine)),
                Err(error) => refused(&error),
            },
            Self::Kernel(limit) => limit.judge(class, observe::limit(engine, limit)),
            _ => kernel::bridge(class),
        }
    }

    /// Looks at what only an engine that answers can show.
    async fn look_at(
        self,
        request: &Request<'_>,
        engine: &Engine,
        now: Timestamp,
    ) -> Result<Conclusion, DockerError> {
        let (class, facts) = (&request.class, &engine.facts);
        Ok(match self {
            Self::Engine => engine::engine(facts),
            Self::Cgroup => engine::cgroup(facts),
            Self::Storage => engine::storage(facts),
            Self::Limits => engine::limits(facts),
            Self::Clock => engine::clock(facts, now, observe::built()),
            Self::Images => image::judge(&observe::images(engine, request.sources).await?),
            Self::Disk | Self::Memory | Self::Kernel(_) | Self::Bridge => self.measure(engine, class).await,
            Self::Subnets => network::subnets(class, request.range, &observe::subnets(engine, class).await?),
            Self::NetworkBuild => {
                network::build(&observe::inside(engine, View::Build, request.sources).await)
            }
            Self::NetworkLab => network::lab(&observe::inside(engine, View::Lab, request.sources).await),
            Self::State => state::judge(&observe::state(request.state).await),
        })
    }
}

/// What is concluded when the engine answered before and refuses now.
fn refused(error: &DockerError) -> Conclusion {
    Conclusion::unknown(error.text(), error.hint().unwrap_or_else(|| text!("doctor-again")))
}

/// An engine and the time at which it told its own, or why there is none.
type Connected = Result<(Engine, Timestamp), DockerError>;

/// Examines the machine, all at the same time, and returns the findings in a fixed order.
///
/// Changes nothing but that it makes the state directory; containers that it starts to look
/// at the network from inside are gone when it returns, and go by themselves within two
/// minutes when it is cut off.
pub async fn examine(request: &Request<'_>) -> Vec<Finding> {
    let engine = Engine::connect(request.address).await.map(|engine| (engine, Timestamp::now()));
    let examinations = Examination::all();
    join_all(examinations.into_iter().map(|examination| examination.carry_out(request, &engine))).await
}

/// Looks at what a class needs room for: disk, memory, limits of the kernel, bridges. `ours`
/// of its nodes run already; all others that run stay.
pub async fn room(engine: &Engine, class: Class, ours: u64) -> Vec<Finding> {
    // What cannot be counted is said by the examination that counts it again.
    let running = observe::running(engine).await.unwrap_or(ours);
    let class = &Class { others: running.saturating_sub(ours), ..class };
    let mut all = vec![Examination::Disk, Examination::Memory, Examination::Bridge];
    all.extend(kernel::LIMITS.iter().map(Examination::Kernel));
    join_all(all.into_iter().map(|examination| examination.find(examination.measure(engine, class)))).await
}

#[cfg(test)]
mod tests;
