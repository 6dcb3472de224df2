//! What happened: runs with their verdicts and evidence, the life of benches, hints.
//!
//! One SQLite database in the state directory. It is a memory and nothing else: whatever
//! a bench is, the engine's labels say; deleting the journal loses history and breaks
//! nothing. So one that cannot be read is set aside and another begun.
//!
//! Several programs write at once: a student's `check` beside the teacher's page. Every
//! write is one short transaction that takes its lock at the beginning (a transaction that
//! reads first and then wants to write cannot be waited for), readers never wait (write-ahead
//! logging), and whoever comes second waits for up to ten seconds. All programs must run on
//! the same machine: write-ahead logging does not work across a network file system.
//!
//! A run is begun, receives its outcomes one by one as they are judged, and ends. One that
//! was cut off keeps what was recorded and is listed as interrupted.
//!
//! Rank 4: imports `grade`, `runner`, `model`, `check`, `persona`, `lock` and rank 0.

mod error;
mod event;
mod fault;
mod interview;
mod process;
mod read;
mod run;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::i18n::Text;

pub use error::JournalError;
pub use event::{BenchEvent, Noted};
pub use fault::{Course, FaultNoted, Incident, IncidentId, Milestone};
pub use run::{Circumstances, NewRun, Recorded, Run, RunFilter, RunId, RunState, RunSummary};

/// The version of paillasse that writes.
const TOOL: &str = env!("CARGO_PKG_VERSION");

/// The journal. Threads can share it: they take turns.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Journal {
    /// Opens the journal at `path`; makes it, for its owner alone, when there is none.
    ///
    /// One that cannot be read any more is renamed to `<path>.corrupt-<time>` and a new one
    /// begun; the sentence returned is for the user and says so.
    ///
    /// # Errors
    /// When it cannot be made or written, a later version wrote it, or it is the database
    /// of another program.
    pub fn open(path: &Path) -> Result<(Self, Option<Text>), JournalError> {
        let (connection, warning) = schema::open(path)?;
        Ok((Self { path: path.to_owned(), connection: Mutex::new(connection) }, warning))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic in another thread rolled its transaction back: nothing is half-done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, JournalError> {
        query(&self.lock()).map_err(|source| JournalError::of(&self.path, source))
    }

    fn write<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let mut connection = self.lock();
        let change = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let changed = change(&transaction)?;
            transaction.commit()?;
            Ok(changed)
        };
        change().map_err(|source| JournalError::of(&self.path, source))
    }
}

#[cfg(test)]
mod tests;
