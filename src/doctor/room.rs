//! Memory and disk. Pure.

use crate::doctor::{Class, Conclusion};
use crate::quantity::Size;
use crate::text;

/// What an idle node takes: 17 to 30 MB were measured with systemd, D-Bus, SSH and cron.
const IDLE: u64 = 30 << 20;

/// What a node at work takes, as a rule of thumb: a database or a directory takes about
/// 100 MB. Never more than the limit of the node.
const AT_WORK: u64 = 100 << 20;

/// What students write on a node in a lesson: packages, databases, backups. A node that
/// has just booted holds less than 1 kB of its own.
const WRITTEN: u64 = 50 << 20;

/// What all images take.
const IMAGES: u64 = 4 << 30;

/// With less than this the engine itself stumbles.
const LEAST_DISK: u64 = 1 << 30;

/// The memory of an engine's machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    /// All of it, in bytes.
    pub(super) total: u64,
    /// What new programs can have, in bytes (`MemAvailable`); nothing for another machine.
    pub(super) available: Option<u64>,
}

/// `running` nodes of any bench are counted as part of the class: what they take is gone
/// from the available memory already.
pub(super) fn memory(class: &Class, running: u64, memory: Memory) -> Conclusion {
    let more = class.all_nodes().saturating_sub(running);
    let at_work = AT_WORK.min(class.memory.0);
    let needed = |each: u64| more.saturating_mul(each);
    let available = memory.available.unwrap_or(memory.total);
    let detail = text!(
        "doctor-memory",
        available = %Size(available),
        total = %Size(memory.total),
        running = running,
        more = more,
        idle = %Size(needed(IDLE)),
        each = %Size(IDLE),
        working = %Size(needed(at_work)),
        worker = %Size(at_work),
        limit = %Size(class.all_nodes().saturating_mul(class.memory.0)),
    );
    let fit =
        |each: u64| (available / each.max(1) + running).saturating_sub(class.others) / class.nodes.max(1);
    let mend = |each: u64| text!("doctor-memory-mend", students = fit(each));
    match available {
        available if available < needed(IDLE) => Conclusion::trouble(detail, mend(IDLE)),
        available if available < needed(at_work) => Conclusion::warning(detail, mend(at_work)),
        _ => Conclusion::ok(detail),
    }
}

/// Judges the free bytes of the disk on which the engine keeps its data.
pub(super) fn disk(class: &Class, root: &str, free: Option<u64>) -> Conclusion {
    let needed = IMAGES.saturating_add(class.all_nodes().saturating_mul(WRITTEN));
    let Some(free) = free else {
        let detail = text!("doctor-disk-unknown", root = root, needed = %Size(needed));
        return Conclusion::unknown(detail, text!("doctor-disk-look", root = root));
    };
    let detail = text!(
        "doctor-disk",
        root = root,
        free = %Size(free),
        needed = %Size(needed),
        images = %Size(IMAGES),
        each = %Size(WRITTEN),
    );
    match free {
        free if free < LEAST_DISK => Conclusion::trouble(detail, text!("doctor-disk-mend")),
        free if free < needed => Conclusion::warning(detail, text!("doctor-disk-mend")),
        _ => Conclusion::ok(detail),
    }
}
