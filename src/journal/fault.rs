//! When faults were injected and taken back, and the incidents that they made up.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use crate::journal::read::{moment, name};
use crate::journal::{Journal, JournalError, TOOL, process};
use crate::name::{CheckId, NodeName};

/// A fault that was injected, by hand or by an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultNoted {
    /// Its name.
    pub fault: CheckId,
    /// The node.
    pub node: NodeName,
    /// Its kind.
    pub kind: String,
    /// When it was there.
    pub injected: Timestamp,
    /// When it was taken back.
    pub cleared: Option<Timestamp>,
}

/// The number of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct IncidentId(i64);

/// What happened in an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// The bench.
    pub bench: String,
    /// What the faults and their times were drawn from.
    pub seed: String,
    /// When it began.
    pub started: Timestamp,
    /// When all was repaired; nothing while it goes on, or when it was cut off.
    pub ended: Option<Timestamp>,
    /// Whether the program that watches it is still at work.
    pub watched: bool,
    /// Its faults, in the order in which they were to come.
    pub faults: Vec<Course>,
}

/// The course of one fault of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Course {
    /// The fault.
    pub fault: CheckId,
    /// When it was to come.
    pub planned: Timestamp,
    /// When it was there.
    pub injected: Option<Timestamp>,
    /// When its symptom was first seen by its check.
    pub seen: Option<Timestamp>,
    /// When the student said that it was noticed.
    pub declared: Option<Timestamp>,
    /// When its symptom was gone.
    pub restored: Option<Timestamp>,
    /// When its symptom and its cause were gone.
    pub repaired: Option<Timestamp>,
}

/// A moment in the course of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// It is there.
    Injected,
    /// Its symptom shows.
    Seen,
    /// Its symptom is gone.
    Restored,
    /// Its symptom is back: the first repair did not hold.
    Relapsed,
    /// Its symptom and its cause are gone.
    Repaired,
}

impl Milestone {
    /// The first time counts, so each statement leaves alone what is noted already.
    fn statement(self) -> &'static str {
        match self {
            Self::Injected => {
                "UPDATE courses SET injected = coalesce(injected, ?1) WHERE incident = ?2 AND fault = ?3"
            }
            Self::Seen => "UPDATE courses SET seen = coalesce(seen, ?1) WHERE incident = ?2 AND fault = ?3",
            Self::Restored => {
                "UPDATE courses SET restored = coalesce(restored, ?1) WHERE incident = ?2 AND fault = ?3"
            }
            Self::Relapsed => {
                "UPDATE courses SET restored = NULL WHERE incident = ?2 AND fault = ?3 AND ?1 IS NOT NULL"
            }
            Self::Repaired => {
                "UPDATE courses SET repaired = coalesce(repaired, ?1) WHERE incident = ?2 AND fault = ?3"
            }
        }
    }
}

impl Journal {
    /// Notes that a fault was injected.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn fault_injected(
        &self,
        bench: &str,
        fault: &CheckId,
        node: &NodeName,
        kind: &str,
    ) -> Result<(), JournalError> {
        let now = Timestamp::now().as_millisecond();
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO faults (bench, fault, node, kind, injected, tool, process)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                (bench, fault.as_str(), node.as_str(), kind, now, TOOL, process::identity()),
            )?;
            Ok(())
        })
    }

    /// Notes which faults are still there: all others of the bench were taken back.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn faults_left(&self, bench: &str, left: &[CheckId]) -> Result<(), JournalError> {
        let now = Timestamp::now().as_millisecond();
        self.write(|transaction| {
            let mut query =
                transaction.prepare("SELECT id, fault FROM faults WHERE bench = ? AND cleared IS NULL")?;
            let open: Vec<(i64, String)> = query
                .query_map([bench], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (id, fault) in open {
                if !left.iter().any(|left| left.as_str() == fault) {
                    transaction.execute("UPDATE faults SET cleared = ? WHERE id = ?", (now, id))?;
                }
            }
            Ok(())
        })
    }

    /// Returns the faults that were ever injected into a bench, in order.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn faults(&self, bench: &str) -> Result<Vec<FaultNoted>, JournalError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT fault, node, kind, injected, cleared FROM faults WHERE bench = ? ORDER BY id",
            )?;
            let rows = query.query_map([bench], |row| {
                Ok(FaultNoted {
                    fault: name(row, 0)?,
                    node: name(row, 1)?,
                    kind: row.get(2)?,
                    injected: moment(row, 3)?,
                    cleared: optional(row, 4)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Begins an incident with these faults, each at its time.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn begin_incident(
        &self,
        bench: &str,
        seed: &str,
        planned: &[(CheckId, Timestamp)],
    ) -> Result<IncidentId, JournalError> {
        let now = Timestamp::now().as_millisecond();
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO incidents (bench, seed, started, tool, process) VALUES (?, ?, ?, ?, ?)",
                (bench, seed, now, TOOL, process::identity()),
            )?;
            let id = transaction.last_insert_rowid();
            for (fault, at) in planned {
                transaction.execute(
                    "INSERT INTO courses (incident, fault, planned) VALUES (?, ?, ?)",
                    (id, fault.as_str(), at.as_millisecond()),
                )?;
            }
            Ok(IncidentId(id))
        })
    }

    /// Notes a moment in the course of a fault.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn milestone(
        &self,
        incident: IncidentId,
        fault: &CheckId,
        what: Milestone,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction
                .execute(what.statement(), (at.as_millisecond(), incident.0, fault.as_str()))
                .map(|_| ())
        })
    }

    /// Notes that the student noticed what is wrong: for one fault, or for all that are
    /// there and not yet noticed. Returns how many these are.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn declare(&self, incident: IncidentId) -> Result<usize, JournalError> {
        let now = Timestamp::now().as_millisecond();
        self.write(|transaction| {
            transaction.execute(
                "UPDATE courses SET declared = ? WHERE incident = ? AND injected IS NOT NULL
                 AND declared IS NULL AND repaired IS NULL",
                (now, incident.0),
            )
        })
    }

    /// Ends an incident: all is repaired.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn end_incident(&self, incident: IncidentId) -> Result<(), JournalError> {
        let now = Timestamp::now().as_millisecond();
        self.write(|transaction| {
            transaction.execute("UPDATE incidents SET ended = ? WHERE id = ?", (now, incident.0)).map(|_| ())
        })
    }

    /// Returns the latest incident of a bench.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn incident(&self, bench: &str) -> Result<Option<Incident>, JournalError> {
        self.read(|connection| {
            let head = connection
                .query_row(
                    "SELECT id, seed, started, ended, process FROM incidents WHERE bench = ?
                     ORDER BY id DESC LIMIT 1",
                    [bench],
                    |row| {
                        let process: String = row.get(4)?;
                        let ended = optional(row, 3)?;
                        Ok(Incident {
                            id: IncidentId(row.get(0)?),
                            bench: bench.to_owned(),
                            seed: row.get(1)?,
                            started: moment(row, 2)?,
                            watched: ended.is_none() && process::lives(&process),
                            ended,
                            faults: Vec::new(),
                        })
                    },
                )
                .optional()?;
            let Some(mut incident) = head else { return Ok(None) };
            let mut query = connection.prepare_cached(
                "SELECT fault, planned, injected, seen, declared, restored, repaired FROM courses
                 WHERE incident = ? ORDER BY planned, fault",
            )?;
            let rows = query.query_map([incident.id.0], |row| {
                Ok(Course {
                    fault: name(row, 0)?,
                    planned: moment(row, 1)?,
                    injected: optional(row, 2)?,
                    seen: optional(row, 3)?,
                    declared: optional(row, 4)?,
                    restored: optional(row, 5)?,
                    repaired: optional(row, 6)?,
                })
            })?;
            incident.faults = rows.collect::<rusqlite::Result<_>>()?;
            Ok(Some(incident))
        })
    }
}

fn optional(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => moment(row, column).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;

    use super::Milestone;
    use crate::journal::Journal;

    fn open(folder: &Path) -> Journal {
        Journal::open(&folder.join("journal.db")).unwrap().0
    }

    #[test]
    fn faults_end_when_they_are_no_longer_there() {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(folder.path());
        let [web, disk] = ["web-arrete", "disque-plein"].map(|id| id.parse().unwrap());
        let node = "prod".parse().unwrap();
        for fault in [&web, &disk] {
            journal.fault_injected("b", fault, &node, "service-stopped").unwrap();
        }
        journal.faults_left("autre", &[]).unwrap();
        journal.faults_left("b", std::slice::from_ref(&disk)).unwrap();
        let noted = journal.faults("b").unwrap();
        let open: Vec<bool> = noted.iter().map(|fault| fault.cleared.is_none()).collect();
        assert_eq!(open, [false, true]);
    }

    #[test]
    fn an_incident_keeps_its_first_times_and_its_last_repair() {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(folder.path());
        assert_eq!(journal.incident("b").unwrap(), None);
        let fault: crate::name::CheckId = "web-arrete".parse().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let id = journal.begin_incident("b", "graine", &[(fault.clone(), at(100))]).unwrap();
        assert_eq!(journal.declare(id).unwrap(), 0, "nothing is injected yet");
        for (what, second) in [
            (Milestone::Injected, 101),
            (Milestone::Seen, 102),
            (Milestone::Seen, 103),
            (Milestone::Restored, 110),
            (Milestone::Relapsed, 111),
            (Milestone::Restored, 120),
            (Milestone::Repaired, 121),
        ] {
            journal.milestone(id, &fault, what, at(second)).unwrap();
        }
        let incident = journal.incident("b").unwrap().unwrap();
        assert!(incident.watched && incident.ended.is_none());
        let course = &incident.faults[0];
        assert_eq!((course.injected, course.seen), (Some(at(101)), Some(at(102))));
        assert_eq!((course.restored, course.repaired), (Some(at(120)), Some(at(121))));
        assert_eq!(journal.declare(id).unwrap(), 0, "what is repaired is not noticed any more");
        journal.end_incident(id).unwrap();
        let incident = journal.incident("b").unwrap().unwrap();
        assert!(incident.ended.is_some() && !incident.watched);
    }
}
