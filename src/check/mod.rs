//! Checks: what is expected of a bench, one file per kind.
//!
//! A kind says what to run to observe ([`Check::probes`]) and concludes from what came
//! back ([`Check::judge`]). Both are pure: the runner carries the probes, batches them
//! per node, and stores the outputs, so a verdict can be reached again from stored
//! evidence without the bench. A kind knows nothing of Docker or SSH.
//!
//! To add a kind: write `src/check/<kind>.rs`, add one line to the list at the end of
//! this file, and fixtures in `tests/checks/<kind>/` (at least one pass, one fail and
//! one error). The reference page and the JSON Schema follow by themselves.
//!
//! Rank 2: imports `fault`, `persona` and rank 0; kinds do not import one another.

mod blocks;
mod calendar;
mod cron;
mod curl;
mod daemon;
mod debian;
mod deliverable;
mod directives;
mod disruption;
pub(crate) mod document;
mod drawing;
mod drill;
mod formula;
mod hints;
mod ldif;
mod letter;
mod link;
pub(crate) mod margin;
mod markdown;
pub mod matcher;
mod openssh;
pub mod partial;
mod platform;
mod procedure;
mod processes;
mod program;
mod pulse;
pub mod reference;
mod rows;
mod samba;
mod schedule;
mod schema;
mod setting;
pub(crate) mod sight;
mod steady;
mod systemd;
pub mod verdict;
mod way;
pub(crate) mod witness;
pub(crate) mod wording;

use std::fmt::Debug;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::{Command, ExecOutput, quote};
use crate::fault::{Power, Step, Where};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, CompetenceCode, NodeName};
use crate::quantity::Span;
pub use hints::Hints;
pub use partial::Partial;
pub use verdict::{Findings, Gap, Tally, Verdict};

/// Where a probe runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// On a node, as root.
    Node(NodeName),
    /// In the sensor, a container of ours on the networks of the bench.
    Sensor,
    /// In a container of ours that shares the network of a node and may change it.
    Network(NodeName),
    /// In a container of ours that may change what is mounted on a node.
    Mounts(NodeName),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Node(node) | Self::Network(node) | Self::Mounts(node) => f.pad(node.as_str()),
            Self::Sensor => f.pad("sonde"),
        }
    }
}

/// What a probe does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Runs a command and keeps its outputs.
    Run(Command),
    /// Stops the node, as a power cut would after a clean shutdown.
    Stop,
    /// Starts the node and waits until it is ready.
    Start,
    /// Stops and starts it.
    Restart,
    /// Puts a clone back to what its node was after the set-up of the lab.
    Renew,
    /// Keeps what is at a path on a clone, to be given to another or to its successor.
    Take {
        /// The path.
        path: String,
    },
    /// Puts what was taken at the same path of this clone.
    Give {
        /// Where it was taken.
        from: NodeName,
        /// The path.
        path: String,
    },
    /// Freezes the node: it answers nothing, and knows nothing of it.
    Pause,
    /// Lets a frozen node go on.
    Resume,
    /// Asks whether a fault is injected; answers nothing when it is, and cannot be carried
    /// out when it is not.
    Injected(CheckId),
    /// Answers with what was said to a persona, as JSON.
    Interview(CheckId),
}

/// One thing to do on a machine in order to observe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Probe {
    /// Where.
    pub place: Place,
    /// What.
    pub act: Act,
}

/// What a kind may know of the check that it belongs to.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The node of `on`, the sensor when there is none.
    pub on: Place,
    /// How long one probe may take.
    pub timeout: Duration,
    /// Sixteen hexadecimal digits, others for each check and each run, for witnesses that
    /// nobody can have prepared.
    pub nonce: String,
}

impl Probe {
    /// Returns what a step of a fault is on a node.
    pub fn of_fault(node: &NodeName, step: Step) -> Self {
        let (place, act) = match step {
            Step::Run(Where::Node, command) => (Place::Node(node.clone()), Act::Run(command)),
            Step::Run(Where::Network, command) => (Place::Network(node.clone()), Act::Run(command)),
            Step::Run(Where::Mounts, command) => (Place::Mounts(node.clone()), Act::Run(command)),
            Step::Power(power) => (
                Place::Node(node.clone()),
                match power {
                    Power::Stop => Act::Stop,
                    Power::Start => Act::Start,
                    Power::Pause => Act::Pause,
                    Power::Resume => Act::Resume,
                },
            ),
        };
        Self { place, act }
    }
}

impl Scene {
    /// Returns a probe that runs `script` where the check says.
    pub fn run(&self, script: impl Into<String>) -> Probe {
        self.run_on(self.on.clone(), script)
    }

    /// Returns a probe that runs `script` somewhere else.
    pub fn run_on(&self, place: Place, script: impl Into<String>) -> Probe {
        Probe { place, act: Act::Run(Command::new(script).within(self.timeout)) }
    }

    /// Like [`Scene::run_on`], for what may take `least` whatever the check's timeout.
    pub fn run_long(&self, place: Place, script: impl Into<String>, least: Duration) -> Probe {
        Probe { place, act: Act::Run(Command::new(script).within(self.timeout.max(least))) }
    }

    /// Returns where `on` says: a node, or where the check looks when nothing is said.
    pub fn at(&self, on: Option<&Located<NodeName>>) -> Place {
        on.map_or_else(|| self.on.clone(), |node| Place::Node(node.value.clone()))
    }

    /// Returns where `from` says: a node, or the sensor when nothing is said.
    pub fn from(&self, from: Option<&Located<NodeName>>) -> Place {
        from.map_or(Place::Sensor, |node| Place::Node(node.value.clone()))
    }
}

/// How thorough a run is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Looks without touching: what a student runs forty times.
    #[default]
    Quick,
    /// Also drills: destroys, stops and restarts clones of the nodes.
    Full,
}

/// One kind of check.
pub trait Check: Debug + Send + Sync {
    /// Returns what to run, in order.
    fn probes(&self, scene: &Scene) -> Vec<Probe>;

    /// Returns what to run next, once `outputs` came back from all before; nothing when
    /// that was all.
    fn next(&self, _scene: &Scene, _outputs: &[ExecOutput]) -> Vec<Probe> {
        Vec::new()
    }

    /// Concludes from the outputs, one per probe, in the same order. An act other than
    /// a command answers with status 0 and nothing printed.
    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict;

    /// The level below which the kind cannot run.
    fn level(&self) -> Level {
        Level::Quick
    }

    /// The nodes that the kind names itself, besides `on`.
    fn nodes(&self) -> Vec<&Located<NodeName>> {
        Vec::new()
    }

    /// Whether the check must say `on` which node it looks.
    fn wants_node(&self) -> bool {
        true
    }

    /// Whether what it looks at is made of elements, some of which may be right: whether
    /// the check may say `partial`.
    fn counts(&self) -> bool {
        false
    }

    /// Whether the program judges; what it leaves to the teacher is no part of the score.
    fn automatic(&self) -> bool {
        true
    }

    /// Mistakes of whoever wrote the lab that types cannot tell.
    fn problems(&self) -> Vec<Text> {
        Vec::new()
    }

    /// The fault of the lab that it is about.
    fn fault(&self) -> Option<&Located<CheckId>> {
        None
    }

    /// What it expects of an interview with a persona of the lab.
    fn interview(&self) -> Option<&persona::Interview> {
        None
    }

    /// Checks that must pass again after this one's probes, in the state they left.
    fn then(&self) -> &[Located<CheckId>] {
        &[]
    }
}

/// What a key is that stands for "yes" when nothing is said.
pub(crate) fn yes() -> bool {
    true
}

/// How long a server is waited for when nothing is said.
pub(crate) fn five_seconds() -> Span {
    Span(Duration::from_secs(5))
}

/// Returns a script that runs `script` as `user`, with that user's home and groups, and
/// with `stdin` on its standard input (nothing when there is none).
///
/// The script travels on standard input, never as an argument: it may hold a password,
/// and arguments show in `ps`.
pub(crate) fn as_user(user: Option<&str>, script: &str, stdin: Option<&str>) -> String {
    // A compound is read whole before it runs, so what it reads is not its own text.
    let fed = match stdin {
        Some(input) => format!("printf %s {} | (\n{script}\n)", quote(input)),
        None => format!("{{\n{script}\n}} </dev/null"),
    };
    match user {
        None | Some("root") => fed,
        Some(user) => {
            let user = quote(user);
            format!(
                "HOME=$(getent passwd {user} | cut -d: -f6) USER={user} LOGNAME={user}\n\
                 export HOME USER LOGNAME; cd \"$HOME\" 2>/dev/null || cd /\n\
                 exec runuser -u {user} -- sh -s <<'END-OF-USER-SCRIPT'\n{fed}\nEND-OF-USER-SCRIPT\n"
            )
        }
    }
}

/// Lists the kinds: file, name in a lab, type. This is the one line that a new kind needs.
macro_rules! kinds {
    ($($module:ident, $name:literal, $kind:ident;)*) => {
        $(pub mod $module;)*

        /// The names of all kinds, in the order of the reference page.
        pub const KINDS: &[&str] = &[$($name),*];

        /// A check as it stands in a lab: what is common to all, and exactly one kind.
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        #[schemars(rename = "Check")]
        pub struct CheckEntry {
            /// Its name, unique in the lab: what it expects, in a few words.
            pub id: Located<CheckId>,
            /// What is expected, in one sentence for the student.
            pub title: String,
            /// The competences of the activity that it shows.
            pub competences: Vec<Located<CompetenceCode>>,
            /// The node that is looked at.
            pub on: Option<Located<NodeName>>,
            /// What it is worth; more than 0, 1 when nothing is said. For `manual`, what the
            /// teacher may give: no part of the score, 0 when nothing is said.
            pub points: Option<Located<i64>>,
            /// Whether a part of its points is earned when only some of its elements (rows,
            /// cells, values, flows) are right: `true`, in proportion; a share (`50%`) for
            /// nothing up to that share and in proportion from there, where a guess finds
            /// some. Nothing is earned when nothing is said. Rounded down to hundredths.
            pub partial: Option<Located<Partial>>,
            /// `quick` or `full`; by default the lowest at which the kind can run.
            pub level: Option<Level>,
            /// Whether a drill that passes leaves the clones good for the next drill, which
            /// spares the making of fresh ones; false when nothing is said. Those of a drill
            /// that does not pass are always thrown away.
            #[serde(default)]
            pub keep_clones: bool,
            /// Polls until it passes, at most this long.
            pub within: Option<Span>,
            /// Checks without which this one cannot be judged.
            #[serde(default)]
            pub needs: Vec<Located<CheckId>>,
            /// What to say to a student who is stuck: teaches without giving the answer.
            #[serde(default)]
            pub hint: Hints,
            /// How long one probe may take; 10s when nothing is said.
            pub timeout: Option<Span>,
            $(
                #[allow(missing_docs)]
                #[serde(rename = $name)]
                pub $module: Option<Located<$module::$kind>>,
            )*
        }

        impl CheckEntry {
            /// The kinds that were written, with their names: there should be one.
            pub fn kinds(&self) -> Vec<(&'static str, &dyn Check)> {
                let mut found: Vec<(&'static str, &dyn Check)> = Vec::new();
                $(if let Some(kind) = &self.$module {
                    found.push(($name, &kind.value));
                })*
                found
            }

            /// Takes out the kinds that were written, with their names: there should be one.
            pub fn take_kinds(&mut self) -> Vec<(&'static str, Box<dyn Check>)> {
                let mut found: Vec<(&'static str, Box<dyn Check>)> = Vec::new();
                $(if let Some(kind) = self.$module.take() {
                    found.push(($name, Box::new(kind.value)));
                })*
                found
            }
        }

        /// Returns the JSON Schema of every kind, by name.
        pub fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(&'static str, schemars::Schema)> {
            vec![$(($name, <$module::$kind as JsonSchema>::json_schema(generator))),*]
        }
    };
}

kinds! {
    command, "command", Run;
    file, "file", File;
    package, "package", Package;
    unit, "unit", Unit;
    timer, "timer", Timer;
    process, "process", Process;
    listen, "listen", Listen;
    user, "user", User;
    group, "group", Group;
    reach, "reach", Reach;
    http, "http", Http;
    dns, "dns", Dns;
    ssh, "ssh", Ssh;
    facts, "facts", Facts;
    restore, "restore", Restore;
    persist, "persist", Persist;
    config, "config", Config;
    secrets, "secrets", Secrets;
    tls, "tls", Tls;
    sql, "sql", Sql;
    route, "route", Route;
    dhcp, "dhcp", Dhcp;
    snmp, "snmp", Snmp;
    ntp, "ntp", Ntp;
    interface, "interface", Interface;
    device, "device", Device;
    mount, "mount", Mount;
    kernel_param, "kernel-param", KernelParam;
    log_propagation, "log-propagation", LogPropagation;
    git, "git", Git;
    access_matrix, "access-matrix", AccessMatrix;
    ldap, "ldap", Ldap;
    smb, "smb", Smb;
    radius, "radius", Radius;
    mail, "mail", Mail;
    table, "table", Table;
    calc, "calc", Calc;
    xref, "xref", Xref;
    doc, "doc", Doc;
    graph, "graph", Graph;
    plan, "plan", Plan;
    ticket, "ticket", Ticket;
    manual, "manual", Manual;
    persona, "persona", Interview;
    fault_cleared, "fault-cleared", FaultCleared;
    runbook, "runbook", Runbook;
    idempotent, "idempotent", Idempotent;
    rebuild, "rebuild", Rebuild;
    continuity, "continuity", Continuity;
    failover, "failover", Failover;
    blast_radius, "blast-radius", BlastRadius;
    abuse, "abuse", Abuse;
    alert, "alert", Alert;
    metric, "metric", Metric;
}
