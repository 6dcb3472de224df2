//! Faults: what is broken on purpose, one file per kind.
//!
//! A kind is pure data ([`Fault::means`]): a power switch, or three scripts. `survey`
//! changes nothing and prints what will be needed to undo; it refuses what cannot be done
//! here. `inject` does the harm, `undo` takes it back, both with `$before` set to what the
//! survey printed. Whoever carries them decides where that record is kept: a live bench
//! keeps it on our side, in a container that the student never sees; a drill, whose clones
//! nobody looks at, keeps it on the clone ([`Fault::inject`], [`Fault::undo`]).
//!
//! Nothing on the node names what was done: no file, no argument of a process, no line of
//! its journal says more than the harm itself would. Whatever needs a capability or a tool
//! that the node lacks is done from a container beside it ([`Where`]).
//!
//! What a student has repaired or rewritten in the meantime is theirs: an undo puts back
//! only what is still as the fault left it, and prints [`KEPT`] otherwise. Undoing twice
//! does no harm.
//!
//! To add a kind: write `src/fault/<kind>.rs` and one line in the list at the end of this
//! file. The schema and the reference follow.
//!
//! Rank 1: imports rank 0 only; kinds do not import one another.

mod link;
mod saved;

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::Command;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};

/// The exit status of a script that refuses; its standard error then holds one line, a
/// reason (`no-unit`, `already`, …: the message `fault-refused-<reason>`) and what it is
/// about.
pub const REFUSED: i32 = 65;

/// What an undo prints when it leaves alone what somebody changed since.
pub const KEPT: &str = "kept";

/// How long one script may take: a service may need its time to stop.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where a drill keeps what the survey printed. Clones are ours: nobody looks.
const DRILL_RECORD: &str = "/var/tmp/before";

/// The beginning of every script.
const PRELUDE: &str = "export LC_ALL=C.UTF-8\n\
    refuse() { printf '%s %s\\n' \"$1\" \"$2\" >&2; exit 65; }\n";

/// Where a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    /// On the node, as root.
    Node,
    /// In a container of ours that shares the network of the node and may change it.
    Network,
    /// In a container of ours that may change what is mounted on the node: it sees its
    /// processes, and enters with `nsenter -t 1 -m`.
    Mounts,
}

/// What is done to the power of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Power {
    /// Shuts it down.
    Stop,
    /// Starts it and waits until it is ready.
    Start,
    /// Freezes it: it answers nothing and knows nothing of it.
    Pause,
    /// Lets it go on.
    Resume,
}

/// One thing to do to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Runs a script.
    Run(Where, Command),
    /// Switches its power.
    Power(Power),
}

/// How a fault is made and unmade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// By the power switch; there is nothing to remember.
    Power {
        /// What breaks it.
        inject: Power,
        /// What mends it.
        undo: Power,
    },
    /// By scripts for the POSIX shell, all in one place.
    Scripts(Scripts),
}

/// The scripts of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scripts {
    /// Where they run.
    pub place: Where,
    /// Changes nothing; prints what `undo` needs; ends with [`REFUSED`] when the fault
    /// cannot be made here.
    pub survey: String,
    /// Does the harm; sees `$before`. What it prints is `$after` for the undo.
    pub inject: String,
    /// Takes it back; sees `$before` and `$after`, of which the latter may be empty.
    pub undo: String,
}

impl Scripts {
    /// Returns the survey as it is run.
    pub fn survey(&self) -> Command {
        Command::new(format!("{PRELUDE}{}", self.survey)).within(PATIENCE)
    }

    /// Returns the harm as it is done, given what the survey printed.
    pub fn inject(&self, before: &str) -> Command {
        let before = assigned("before", before);
        Command::new(format!("{PRELUDE}{before}{}", self.inject)).within(PATIENCE)
    }

    /// Returns the way back, given what the survey and the harm printed.
    pub fn undo(&self, before: &str, after: &str) -> Command {
        let (before, after) = (assigned("before", before), assigned("after", after));
        Command::new(format!("{PRELUDE}{before}{after}{}", self.undo)).within(PATIENCE)
    }
}

/// Sets a variable of the shell to any text.
fn assigned(name: &str, value: &str) -> String {
    format!("{name}={}\n", crate::exec::quote(value.trim_end_matches('\n')))
}

/// One kind of fault.
pub trait Kind {
    /// Returns how it is made and unmade.
    fn means(&self) -> Means;

    /// Mistakes of whoever wrote the lab that types cannot tell.
    fn problems(&self) -> Vec<Text> {
        Vec::new()
    }
}

impl Fault {
    /// Returns what makes it on a clone that nobody else looks at. The first step refuses
    /// what cannot be done ([`REFUSED`]), and a second time changes nothing.
    pub fn inject(&self) -> Vec<Step> {
        match self.means() {
            Means::Power { inject, .. } => vec![Step::Power(inject)],
            Means::Scripts(scripts) => {
                let script = format!(
                    "{PRELUDE}[ -e {DRILL_RECORD} ] && exit 0\nbefore=$(\n{}\n) || exit\n\
                     printf '%s\\n' \"$before\" >{DRILL_RECORD} || exit\nafter=$(\n{}\n) || exit\n\
                     printf '%s\\n' \"$after\" >{DRILL_RECORD}.after\n",
                    scripts.survey, scripts.inject
                );
                vec![Step::Run(scripts.place, Command::new(script).within(PATIENCE))]
            }
        }
    }

    /// Returns what takes back [`Fault::inject`]. A second time changes nothing.
    pub fn undo(&self) -> Vec<Step> {
        match self.means() {
            Means::Power { undo, .. } => vec![Step::Power(undo)],
            Means::Scripts(scripts) => {
                let script = format!(
                    "{PRELUDE}[ -e {DRILL_RECORD} ] || exit 0\nbefore=$(cat {DRILL_RECORD})\n\
                     after=$(cat {DRILL_RECORD}.after 2>/dev/null)\n(\n{}\n) || exit\n\
                     rm -f {DRILL_RECORD} {DRILL_RECORD}.after\n",
                    scripts.undo
                );
                vec![Step::Run(scripts.place, Command::new(script).within(PATIENCE))]
            }
        }
    }
}

/// Lists the kinds: file, name in a lab, type. This is the one line that a new kind needs.
macro_rules! faults {
    ($($module:ident, $name:literal, $kind:ident;)*) => {
        $(pub mod $module;)*

        /// The names of all kinds, in the order of the reference page.
        pub const KINDS: &[&str] = &[$($name),*];

        /// A fault: exactly one kind.
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub enum Fault {
            $(
                #[allow(missing_docs)]
                #[serde(rename = $name)]
                $kind($module::$kind),
            )*
        }

        impl Fault {
            /// The name of its kind.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$kind(_) => $name),* }
            }

            /// Returns how it is made and unmade.
            pub fn means(&self) -> Means {
                match self { $(Self::$kind(fault) => Kind::means(fault)),* }
            }

            /// Mistakes of whoever wrote it that types cannot tell.
            pub fn problems(&self) -> Vec<Text> {
                match self { $(Self::$kind(fault) => Kind::problems(fault)),* }
            }
        }

        /// A fault as it stands in a lab: what is common to all, and exactly one kind.
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        #[schemars(rename = "FaultEntry")]
        pub struct FaultEntry {
            /// Its name, unique among the faults of the lab.
            pub id: Located<CheckId>,
            /// What breaks, in one sentence for the teacher; students never see it.
            pub title: String,
            /// The node that it happens to.
            pub on: Located<NodeName>,
            /// The check that fails while users feel the fault.
            pub symptom: Option<Located<CheckId>>,
            /// The check that fails until the cause itself is gone; one that hides the
            /// symptom does not satisfy it.
            pub cause: Option<Located<CheckId>>,
            $(
                #[allow(missing_docs)]
                #[serde(rename = $name)]
                pub $module: Option<Located<$module::$kind>>,
            )*
        }

        impl FaultEntry {
            /// The faults that were written: there should be one.
            pub fn faults(&self) -> Vec<Fault> {
                let mut found = Vec::new();
                $(if let Some(fault) = &self.$module {
                    found.push(Fault::$kind(fault.value.clone()));
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

faults! {
    service_stopped, "service-stopped", ServiceStopped;
    process_killed, "process-killed", ProcessKilled;
    node_down, "node-down", NodeDown;
    link_down, "link-down", LinkDown;
    port_blocked, "port-blocked", PortBlocked;
    link_slow, "link-slow", LinkSlow;
    link_lossy, "link-lossy", LinkLossy;
    address_duplicate, "address-duplicate", AddressDuplicate;
    dns_lie, "dns-lie", DnsLie;
    disk_full, "disk-full", DiskFull;
    config_altered, "config-altered", ConfigAltered;
    rights_wrong, "rights-wrong", RightsWrong;
    certificate_expired, "certificate-expired", CertificateExpired;
    account_locked, "account-locked", AccountLocked;
    resources_eaten, "resources-eaten", ResourcesEaten;
    clock_offset, "clock-offset", ClockOffset;
}

#[cfg(test)]
mod tests;
