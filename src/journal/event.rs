//! What happened to benches, and which hints were shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction};
use serde::Serialize;

use crate::journal::read::{moment, name};
use crate::journal::{Journal, JournalError, TOOL};
use crate::name::CheckId;

/// Something that happened to a bench.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BenchEvent {
    /// It was made.
    Up,
    /// It was removed.
    Down,
    /// It was put back to how the student found it.
    Reset,
    /// Its nodes were shut down.
    Stop,
    /// Its nodes were started again.
    Start,
    /// A hint was shown.
    Hint {
        /// The check that it helps with.
        check: CheckId,
        /// Which one: 1 is the vaguest.
        number: u32,
    },
    /// A drill began.
    DrillBegun {
        /// Its check.
        check: CheckId,
    },
    /// What a drill did was undone.
    DrillUndone {
        /// Its check.
        check: CheckId,
    },
}

impl BenchEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Reset => "reset",
            Self::Stop => "stop",
            Self::Start => "start",
            Self::Hint { .. } => "hint",
            Self::DrillBegun { .. } => "drill-begun",
            Self::DrillUndone { .. } => "drill-undone",
        }
    }

    fn check(&self) -> Option<&CheckId> {
        match self {
            Self::Hint { check, .. } | Self::DrillBegun { check } | Self::DrillUndone { check } => {
                Some(check)
            }
            _ => None,
        }
    }

    fn number(&self) -> Option<u32> {
        match self {
            Self::Hint { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// Returns the event of these columns; nothing for one that a later version wrote.
    fn read(kind: &str, check: Option<CheckId>, number: Option<u32>) -> Option<Self> {
        Some(match (kind, check) {
            ("up", _) => Self::Up,
            ("down", _) => Self::Down,
            ("reset", _) => Self::Reset,
            ("stop", _) => Self::Stop,
            ("start", _) => Self::Start,
            ("hint", Some(check)) => Self::Hint { check, number: number? },
            ("drill-begun", Some(check)) => Self::DrillBegun { check },
            ("drill-undone", Some(check)) => Self::DrillUndone { check },
            _ => return None,
        })
    }
}

/// An event and when it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Noted {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: BenchEvent,
}

impl Journal {
    /// Notes what happened to a bench.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn note_event(&self, bench: &str, event: &BenchEvent) -> Result<(), JournalError> {
        self.write(|transaction| note(transaction, bench, event))
    }

    /// Returns what happened to a bench, in order.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn events(&self, bench: &str) -> Result<Vec<Noted>, JournalError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT at, kind, check_id, number FROM events WHERE bench = ? ORDER BY id",
            )?;
            let rows = query.query_map([bench], noted)?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
        })
    }

    /// Returns how many hints of each check were shown on a bench.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn hints_shown(&self, bench: &str) -> Result<BTreeMap<CheckId, u32>, JournalError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT check_id, shown FROM hints WHERE bench = ?")?;
            let rows = query.query_map([bench], |row| Ok((name(row, 0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// Takes the next hint of a check that has `available` of them, and notes that it was
    /// shown. Returns its place in the list: the last one again when all were shown, and
    /// nothing when there is none.
    ///
    /// # Errors
    /// When the journal cannot be written; the hint then counts as not shown.
    pub fn show_hint(
        &self,
        bench: &str,
        check: &CheckId,
        available: usize,
    ) -> Result<Option<usize>, JournalError> {
        let Some(last) = available.checked_sub(1) else { return Ok(None) };
        self.write(|transaction| {
            let shown: Option<u32> = transaction
                .query_row(
                    "SELECT shown FROM hints WHERE bench = ? AND check_id = ?",
                    (bench, check.as_str()),
                    |row| row.get(0),
                )
                .optional()?;
            let next = shown.unwrap_or(0);
            if next as usize > last {
                return Ok(Some(last));
            }
            transaction.execute(
                "INSERT INTO hints (bench, check_id, shown) VALUES (?, ?, ?)
                 ON CONFLICT DO UPDATE SET shown = excluded.shown",
                (bench, check.as_str(), next + 1),
            )?;
            note(transaction, bench, &BenchEvent::Hint { check: check.clone(), number: next + 1 })?;
            Ok(Some(next as usize))
        })
    }
}

fn note(transaction: &Transaction<'_>, bench: &str, event: &BenchEvent) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO events (at, bench, kind, check_id, number, tool) VALUES (?, ?, ?, ?, ?, ?)",
        (
            Timestamp::now().as_millisecond(),
            bench,
            event.kind(),
            event.check().map(CheckId::as_str),
            event.number(),
            TOOL,
        ),
    )?;
    Ok(())
}

fn noted(row: &Row<'_>) -> rusqlite::Result<Option<Noted>> {
    let check: Option<String> = row.get(2)?;
    let check = check.map(|_| name(row, 2)).transpose()?;
    let kind: String = row.get(1)?;
    let at = moment(row, 0)?;
    Ok(BenchEvent::read(&kind, check, row.get(3)?).map(|event| Noted { at, event }))
}
