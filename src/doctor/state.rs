//! The state directory. Pure.

use std::path::PathBuf;

use crate::doctor::Conclusion;
use crate::i18n::Text;
use crate::quantity::Size;
use crate::text;

/// What a class writes in a year: the journal, mostly.
const ROOM: u64 = 100 << 20;

/// What was seen of the directory.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    /// It cannot be used: why, and what to type.
    Refused(Text, Text),
    /// A file could be written there and read again.
    Usable {
        /// Its path.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// Free bytes, when the file system tells.
        free: Option<u64>,
        /// Whether it is on a file system that several machines share.
        shared: bool,
    },
}

pub(super) fn judge(seen: &Seen) -> Conclusion {
    let (path, mode, free, shared) = match seen {
        Seen::Refused(cause, mend) => return Conclusion::trouble(cause.clone(), mend.clone()),
        Seen::Usable { path, mode, free, shared } => (path.display().to_string(), *mode, *free, *shared),
    };
    match free {
        Some(free) if free < ROOM => Conclusion::warning(
            text!("doctor-state-full", path = &path, free = %Size(free), needed = %Size(ROOM)),
            text!("journal-full-hint", path = &path),
        ),
        _ if mode & 0o077 != 0 => Conclusion::warning(
            text!("doctor-state-open", path = &path, mode = %format_args!("{mode:04o}")),
            text!("doctor-state-open-mend", path = &path),
        ),
        _ if shared => Conclusion::warning(
            text!("doctor-state-shared", path = &path),
            text!("doctor-state-shared-mend", path = &path),
        ),
        _ => Conclusion::ok(text!("doctor-state", path = &path)),
    }
}
