//! What keeps the journal from being read or written, and what to do about it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::journal::RunId;
use crate::lock::LockError;
use crate::text;

/// `SQLITE_IOERR_SHMSIZE`: the shared memory file could not grow, which is how a full disk
/// shows before anything is written (sqlite3.h).
const SHARED_MEMORY_SIZE: i32 = 4874;

/// The journal did not do what was asked.
#[derive(Debug)]
pub enum JournalError {
    /// The directory or the file cannot be made, opened or written.
    Refused {
        /// The database.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The disk is full.
    Full {
        /// The database.
        path: PathBuf,
    },
    /// Another program kept it locked for longer than we wait.
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// A later version of paillasse wrote it.
    Newer {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that is known here.
        known: i64,
    },
    /// It is the database of another program.
    Foreign {
        /// The database.
        path: PathBuf,
    },
    /// Part of it cannot be read any more.
    Corrupt {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// There is no such run, or it has ended already.
    NoRun {
        /// The run.
        run: RunId,
    },
    /// SQLite refused for another reason.
    Sql {
        /// What it says.
        source: rusqlite::Error,
    },
}

impl JournalError {
    /// Returns what SQLite's refusal means for the database at `path`.
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let reason = source.to_string();
        let extended = source.sqlite_error().map(|error| error.extended_code);
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(_) if extended == Some(SHARED_MEMORY_SIZE) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Refused { path, reason }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, reason },
            _ => Self::Sql { source },
        }
    }

    /// Returns what the refusal of the file system means.
    pub(super) fn file(path: &Path, source: &std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Refused { path, reason: source.to_string() },
        }
    }

    /// Returns what it means that the database cannot be had for ourselves.
    pub(super) fn locked(path: &Path, source: LockError) -> Self {
        match source {
            LockError::Held { .. } => Self::Busy { path: path.to_owned() },
            LockError::File { source, .. } => Self::file(path, &source),
            LockError::Name { bench } => Self::Refused { path: path.to_owned(), reason: bench },
        }
    }
}

impl Explain for JournalError {
    fn text(&self) -> Text {
        match self {
            Self::Refused { path, reason } => {
                text!("journal-refused", path = %path.display(), reason = reason)
            }
            Self::Full { path } => text!("journal-full", path = %path.display()),
            Self::Busy { path } => text!("journal-busy", path = %path.display()),
            Self::Newer { path, found, known } => {
                text!("journal-newer", path = %path.display(), found = *found, known = *known)
            }
            Self::Foreign { path } => text!("journal-foreign", path = %path.display()),
            Self::Corrupt { path, reason } => {
                text!("journal-corrupt", path = %path.display(), reason = reason)
            }
            Self::NoRun { run } => text!("journal-no-run", run = %run),
            Self::Sql { source } => text!("journal-sql", reason = %source),
        }
    }

    fn hint(&self) -> Option<Text> {
        let folder = |path: &Path| path.parent().unwrap_or(path).display().to_string();
        Some(match self {
            Self::Refused { path, .. } => text!("state-folder-hint", path = folder(path)),
            Self::Full { path } => text!("journal-full-hint", path = folder(path)),
            Self::Busy { path } => text!("journal-busy-hint", path = %path.display()),
            Self::Newer { path, .. } | Self::Foreign { path } | Self::Corrupt { path, .. } => {
                text!("journal-aside-hint", path = %path.display())
            }
            Self::NoRun { .. } => text!("journal-no-run-hint"),
            Self::Sql { .. } => return None,
        })
    }

    fn category(&self) -> Category {
        match self {
            Self::NoRun { .. } => Category::Usage,
            _ => Category::Environment,
        }
    }
}

explained!(JournalError);
