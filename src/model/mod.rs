//! A lab as the rest of the program sees it: validated, and with one student's values
//! in place of its templates.
//!
//! Rank 2: plain data, read by `load`, used by everything above.

mod bench;
mod work;

pub use bench::{BenchPlan, bench_name};
pub use work::{Contents, DELIVERABLES, LeftOut, WorkFile, is_deliverable};

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::check::{Act, Check, Level, Partial, Place, Probe, Scene};
use crate::fault::Fault;
use crate::individual::Parameter;
use crate::located::Located;
use crate::name::{ActivityCode, CheckId, CompetenceCode, ImageName, NetworkName, NodeName, ParameterName};
use crate::persona::Persona;
use crate::quantity::{Size, Span};

/// A lab.
#[derive(Clone, Debug)]
pub struct Lab {
    /// The activity of the référentiel that it trains.
    pub activity: ActivityCode,
    /// Its title, in French.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// How long a student is expected to need.
    pub duration: Span,
    /// From 1 (easy) to 3.
    pub difficulty: u8,
    /// How the values of a student are drawn.
    pub parameters: BTreeMap<ParameterName, Located<Parameter>>,
    /// Its networks, in the order of the file.
    pub networks: Vec<Network>,
    /// Its nodes, in the order of the file.
    pub nodes: Vec<Node>,
    /// What is done on the nodes before the student gets them.
    pub setup: Vec<Step>,
    /// Whom the student may ask.
    pub personas: Vec<Persona>,
    /// What is expected.
    pub checks: Vec<PlannedCheck>,
    /// What can be broken on purpose.
    pub faults: Vec<PlannedFault>,
    /// SHA-256 of everything in the folder: two labs of the same hash judge alike.
    pub hash: String,
}

impl Lab {
    /// The node of this name.
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name.as_str() == name)
    }

    /// The check of this name.
    pub fn check(&self, id: &str) -> Option<&PlannedCheck> {
        self.checks.iter().find(|check| check.id.as_str() == id)
    }

    /// The persona of this name.
    pub fn persona(&self, id: &str) -> Option<&Persona> {
        self.personas.iter().find(|persona| persona.id.as_str() == id)
    }

    /// Whether one of its checks is known to look from the sensor. One that decides while it
    /// runs may do so all the same.
    pub fn looks_from_outside(&self) -> bool {
        let outside = |probe: &Probe| probe.place == Place::Sensor && matches!(probe.act, Act::Run(_));
        self.checks.iter().any(|check| check.check.probes(&check.scene(String::new())).iter().any(outside))
    }

    /// The fault of this name.
    pub fn fault(&self, id: &str) -> Option<&PlannedFault> {
        self.faults.iter().find(|fault| fault.id.as_str() == id)
    }

    /// The memory that all its nodes may use together.
    pub fn memory(&self) -> Size {
        Size(self.nodes.iter().map(|node| node.memory.0).sum())
    }
}

/// A network of a lab: a segment of its own, without a way out unless it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Network {
    /// Its name.
    pub name: NetworkName,
    /// The length of its prefix; its subnet is allocated when the bench is made.
    pub prefix: u8,
    /// Whether its nodes reach the Internet.
    pub internet: bool,
}

/// A machine of a lab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Its name, which is its host name.
    pub name: NodeName,
    /// What it is for, in one sentence for the student.
    pub role: Option<String>,
    /// The image that it is made from.
    pub image: ImageName,
    /// Its networks with its host number on each: 10 is `.10` of a /24.
    pub networks: Vec<(NetworkName, u32)>,
    /// The most memory that it may use.
    pub memory: Size,
    /// The most processes and threads.
    pub pids: u32,
    /// Capabilities beyond the default ones.
    pub capabilities: Vec<Capability>,
    /// The hardware that may stand in for a container.
    pub hardware: Option<Hardware>,
}

/// Hardware that can stand in for a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hardware {
    /// What kind of device: `server`, `raspberry-pi`, `switch`, `router`.
    pub role: String,
    /// Whether a container does as well; true when nothing is said.
    #[serde(default = "yes")]
    pub optional: bool,
}

fn yes() -> bool {
    true
}

/// A Linux capability (capabilities(7)) that a lab may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Interfaces, routes and firewall of the node.
    NetAdmin,
    /// Mounts; wide: a lab that asks for it says why.
    SysAdmin,
    /// Tracing of processes.
    SysPtrace,
    /// The clock offset of processes and real-time priorities.
    SysNice,
}

impl Capability {
    /// Its name as engines write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NetAdmin => "NET_ADMIN",
            Self::SysAdmin => "SYS_ADMIN",
            Self::SysPtrace => "SYS_PTRACE",
            Self::SysNice => "SYS_NICE",
        }
    }
}

/// One thing done on a node before the student gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub on: NodeName,
    /// What.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writes files.
    Files {
        /// What is written.
        files: Vec<NodeFile>,
        /// Owner and group of the files and of the directories made for them.
        owner: Option<String>,
        /// Group, when it is not the owner's.
        group: Option<String>,
        /// The directory above all of them that changes owner too, for a data set.
        root: Option<String>,
    },
    /// Creates a group.
    Group {
        /// Its name.
        name: String,
        /// Its number.
        gid: Option<u32>,
    },
    /// Creates an account.
    User(Account),
    /// Runs a script as root.
    Command {
        /// The script.
        run: String,
        /// How long it may take.
        timeout: Duration,
    },
}

/// A file to be written on a node.
#[derive(Clone, PartialEq, Eq)]
pub struct NodeFile {
    /// Its absolute path.
    pub path: String,
    /// What it holds.
    pub contents: Vec<u8>,
    /// Its permission bits.
    pub mode: u32,
}

impl std::fmt::Debug for NodeFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The contents may hold a password.
        write!(f, "{} ({} bytes, {:04o})", self.path, self.contents.len(), self.mode)
    }
}

/// An account to be created on a node.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its number.
    pub uid: Option<u32>,
    /// Supplementary groups.
    pub groups: Vec<String>,
    /// Its shell; `/bin/bash` when nothing is said.
    pub shell: String,
    /// Its home directory; `/home/<name>` when nothing is said.
    pub home: Option<String>,
    /// Its password; locked when nothing is said.
    pub password: Option<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("name", &self.name)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}

/// A check of a lab, ready to run.
#[derive(Clone, Debug)]
pub struct PlannedCheck {
    /// Its name.
    pub id: CheckId,
    /// What is expected, in one sentence.
    pub title: String,
    /// The competences that it shows.
    pub competences: Vec<CompetenceCode>,
    /// The node that is looked at.
    pub on: Option<NodeName>,
    /// What it is worth.
    pub points: u32,
    /// Whether it earns a part of them when it is not all right.
    pub partial: Option<Partial>,
    /// The level from which it runs.
    pub level: Level,
    /// Whether a drill that passes leaves its clones to the next one.
    pub keep_clones: bool,
    /// How long it is polled until it passes.
    pub within: Option<Duration>,
    /// How long one probe may take.
    pub timeout: Duration,
    /// Checks that must pass first.
    pub needs: Vec<CheckId>,
    /// Hints, from the vaguest to the most precise.
    pub hints: Vec<String>,
    /// The name of its kind.
    pub kind: &'static str,
    /// What it does.
    pub check: Arc<dyn Check>,
}

/// A fault of a lab.
#[derive(Clone, Debug)]
pub struct PlannedFault {
    /// Its name.
    pub id: CheckId,
    /// What breaks, in one sentence for the teacher.
    pub title: String,
    /// The node that it happens to.
    pub on: NodeName,
    /// The check that fails while users feel it.
    pub symptom: Option<CheckId>,
    /// The check that fails until its cause is gone.
    pub cause: Option<CheckId>,
    /// What it does.
    pub fault: Fault,
}

impl PlannedCheck {
    /// Returns what its kind may know of it, with the witness of this run.
    pub fn scene(&self, nonce: String) -> Scene {
        Scene { on: self.on.clone().map_or(Place::Sensor, Place::Node), timeout: self.timeout, nonce }
    }
}

/// A script of a solution or of a mutant: run as root with `bash` on its node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its file name, which orders it among the others.
    pub name: String,
    /// Where it runs.
    pub on: NodeName,
    /// What it does.
    pub contents: String,
}

/// An interview of a solution or of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialogue {
    /// Its file name, which orders it among scripts and other interviews.
    pub name: String,
    /// Who is asked.
    pub persona: CheckId,
    /// What is asked, in order.
    pub questions: Vec<String>,
}

/// A wrong solution: what a student who makes one mistake would hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The name of its folder.
    pub name: String,
    /// The mistake, in one sentence.
    pub title: String,
    /// The checks that must not pass; all others must.
    pub fails: Vec<CheckId>,
    /// The faults that are there again, after the solution and before its scripts.
    pub faults: Vec<CheckId>,
    /// What differs from the solution: run after all of it.
    pub scripts: Vec<Script>,
    /// The interviews that take the place of the solution's with the same personas.
    pub dialogues: Vec<Dialogue>,
}
