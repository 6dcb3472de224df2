//! Limits of the kernel that all nodes of a machine share. Pure.
//!
//! Each need is counted from what a node of the base image takes, measured on Debian 13,
//! and rounded up for what students start.

use crate::doctor::{Class, Conclusion};
use crate::i18n::Text;
use crate::provision::inotify_needed;
use crate::text;

/// The most ports of a bridge (`BR_MAX_PORTS` of the kernel's `br_private.h`, less one).
const BRIDGE_PORTS: u64 = 1023;

/// A limit, and how much of it a class needs.
pub(super) struct Limit {
    /// The name of the finding.
    pub(super) id: &'static str,
    what: fn() -> Text,
    /// As sysctl(8) names it.
    pub(super) name: &'static str,
    need: fn(&Class) -> u64,
    /// The least that is worth setting.
    floor: u64,
    /// Whether nodes die without it, or something on them may fail.
    deadly: bool,
}

/// All limits.
pub(super) const LIMITS: [Limit; 5] = [
    Limit {
        id: "inotify",
        what: || text!("doctor-what-inotify"),
        name: "fs.inotify.max_user_instances",
        need: |class| inotify_needed(class.all_nodes()),
        floor: 8192,
        deadly: true,
    },
    Limit {
        id: "keys",
        what: || text!("doctor-what-keys"),
        name: "kernel.keys.maxkeys",
        // systemd gives each service a keyring, which counts for the service's user; the
        // same user (postgres, www-data) runs services on every node.
        need: |class| class.all_nodes().saturating_mul(4),
        floor: 20_000,
        deadly: false,
    },
    Limit {
        id: "pids",
        what: || text!("doctor-what-pids"),
        name: "kernel.pid_max",
        // Five processes of an idle node, eleven threads of the engine's for each, and
        // what a web server or a database starts.
        need: |class| class.all_nodes().saturating_mul(50).saturating_add(2000),
        floor: 131_072,
        deadly: true,
    },
    Limit {
        id: "files",
        what: || text!("doctor-what-files"),
        name: "fs.file-max",
        // About 170 of an idle node and the engine's side of it.
        need: |class| class.all_nodes().saturating_mul(400).saturating_add(10_000),
        floor: 1_048_576,
        deadly: true,
    },
    Limit {
        id: "neighbours",
        what: || text!("doctor-what-neighbours"),
        name: "net.ipv4.neigh.default.gc_thresh3",
        // One table for all network namespaces (arp(7)): each node knows the others of its
        // bench and the sensor.
        need: |class| class.all_nodes().saturating_mul(class.nodes.saturating_add(1)),
        floor: 8192,
        deadly: false,
    },
];

impl Limit {
    pub(super) fn what(&self) -> Text {
        (self.what)()
    }

    /// Judges the value found; nothing when the kernel is another machine's.
    pub(super) fn judge(&self, class: &Class, found: Option<u64>) -> Conclusion {
        let needed = (self.need)(class);
        let Some(found) = found else {
            let detail = text!("doctor-limit-unknown", name = self.name, needed = %needed);
            return Conclusion::unknown(detail, text!("doctor-limit-look", name = self.name));
        };
        let detail = text!(
            "doctor-limit",
            name = self.name,
            found = %found,
            needed = %needed,
            nodes = class.all_nodes()
        );
        if found >= needed {
            return Conclusion::ok(detail);
        }
        let value = needed.checked_next_power_of_two().unwrap_or(needed).max(self.floor);
        let mend = text!("doctor-limit-mend", name = self.name, value = %value);
        if self.deadly { Conclusion::trouble(detail, mend) } else { Conclusion::warning(detail, mend) }
    }
}

/// Each network of a bench is a bridge of its own: with a port for each node, the sensor
/// and a clone of each node during drills, when the nodes themselves are stopped.
pub(super) fn bridge(class: &Class) -> Conclusion {
    let ports = class.nodes.saturating_add(1);
    let detail = text!("doctor-bridge", ports = ports, most = BRIDGE_PORTS);
    if ports <= BRIDGE_PORTS {
        Conclusion::ok(detail)
    } else {
        Conclusion::trouble(detail, text!("doctor-bridge-mend"))
    }
}
