//! Runs of checks, with their outcomes and what these rest on.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use ipnet::Ipv4Net;
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::{Act, Level};
use crate::grade::{Attempt, Outcome, Points, Score};
use crate::journal::read::{json, moment, name, to_json, word};
use crate::journal::{Journal, JournalError, TOOL, process};
use crate::model::BenchPlan;
use crate::name::ActivityCode;
use crate::runner::Evidence;

/// The most that is kept of each text of a piece of evidence, in bytes.
const TEXT_KEPT: usize = 16 * 1024;

/// The most pieces of evidence that are kept of a check.
const PIECES_KEPT: usize = 32;

/// What summaries are read from, in the order of [`summary`].
const SUMMARY: &str = "SELECT id, lab, lab_hash, bench, student, variant, level, started, ended, \
                       earned_hundredths, judged, not_judged, left_out, tool, process FROM runs";

/// The number of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RunId(i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RunId {
    type Err = std::num::ParseIntError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        given.parse().map(Self)
    }
}

/// A run that begins.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// The activity.
    pub lab: &'a ActivityCode,
    /// SHA-256 of the lab's folder.
    pub lab_hash: &'a str,
    /// The bench.
    pub bench: &'a str,
    /// The student's identifier.
    pub student: &'a str,
    /// Tells apart the values of two students.
    pub variant: &'a str,
    /// How thorough it is.
    pub level: Level,
    /// What it takes to judge it again.
    pub circumstances: &'a Circumstances,
}

/// What it takes, besides the lab and the student, to ask the same questions again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Circumstances {
    /// The title of the lab.
    pub title: String,
    /// The word of the run, which witnesses held.
    pub nonce: String,
    /// The subnet of each network of the bench.
    #[schemars(with = "BTreeMap<String, String>")]
    pub subnets: BTreeMap<String, Ipv4Net>,
}

impl<'a> NewRun<'a> {
    /// Returns a run of this level on the bench of `plan`.
    pub fn on(plan: &'a BenchPlan, level: Level, circumstances: &'a Circumstances) -> Self {
        Self {
            lab: &plan.lab,
            lab_hash: &plan.lab_hash,
            bench: &plan.bench,
            student: &plan.student,
            variant: &plan.variant,
            level,
            circumstances,
        }
    }
}

/// What became of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// It came to its end.
    Ended,
    /// The program that began it is still at work.
    Running,
    /// The program that began it is gone: Ctrl-C, a crash, a power cut.
    Interrupted,
}

/// A run as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunSummary {
    /// Its number.
    pub id: RunId,
    /// The activity.
    pub lab: ActivityCode,
    /// SHA-256 of the lab's folder.
    pub lab_hash: String,
    /// The bench.
    pub bench: String,
    /// The student's identifier.
    pub student: String,
    /// Tells apart the values of two students.
    pub variant: String,
    /// How thorough it was.
    pub level: Level,
    /// When it began.
    pub started: Timestamp,
    /// When it came to its end.
    pub ended: Option<Timestamp>,
    /// What became of it.
    pub state: RunState,
    /// What it is worth; nothing unless it came to its end.
    pub score: Option<Score>,
    /// The version of paillasse that ran it.
    pub tool: String,
}

/// A run with all that was kept of it.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// What a list shows.
    pub summary: RunSummary,
    /// What it takes to judge it again; nothing for runs of before this was kept.
    pub circumstances: Option<Circumstances>,
    /// The outcomes, in the order in which they were recorded.
    pub outcomes: Vec<Recorded>,
}

/// An outcome with what it rests on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// The outcome.
    pub outcome: Outcome,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// How many pieces of evidence there were: more than are kept when it was too much.
    pub probes: u32,
}

/// Which runs to list: those that fit all that is said.
#[derive(Clone, Debug, Default)]
pub struct RunFilter {
    /// Of this activity.
    pub lab: Option<ActivityCode>,
    /// On this bench.
    pub bench: Option<String>,
    /// Of this student, by identifier.
    pub student: Option<String>,
    /// Begun at this time or later.
    pub since: Option<Timestamp>,
    /// Those that came to their end.
    pub ended: bool,
    /// At most this many, the latest.
    pub limit: Option<usize>,
}

impl Journal {
    /// Begins a run and returns its number. Until [`Journal::end_run`] it counts as
    /// running, and as interrupted once this process is gone.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn begin_run(&self, run: &NewRun<'_>) -> Result<RunId, JournalError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO runs (lab, lab_hash, bench, student, variant, level, started, tool, process,
                                   circumstances)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run.lab.as_str(),
                    run.lab_hash,
                    run.bench,
                    run.student,
                    run.variant,
                    level(run.level),
                    Timestamp::now().as_millisecond(),
                    TOOL,
                    process::identity(),
                    to_json(run.circumstances)?,
                ),
            )?;
            Ok(RunId(transaction.last_insert_rowid()))
        })
    }

    /// Records an outcome and what it rests on; one recorded again replaces the former.
    ///
    /// # Errors
    /// When the journal cannot be written, or there is no such run.
    pub fn record(&self, run: RunId, outcome: &Outcome, evidence: &[Evidence]) -> Result<(), JournalError> {
        let recorded = self.write(|transaction| {
            let known =
                transaction.query_row("SELECT 1 FROM runs WHERE id = ?", [run.0], |_| Ok(())).optional()?;
            if known.is_none() {
                return Ok(false);
            }
            let check = outcome.id.as_str();
            transaction.execute("DELETE FROM outcomes WHERE run = ? AND check_id = ?", (run.0, check))?;
            transaction.execute(
                "INSERT INTO outcomes (run, position, check_id, kind, points, verdict, took, probes, outcome)
                 SELECT ?1, (SELECT count(*) FROM outcomes WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8",
                (
                    run.0,
                    check,
                    &outcome.kind,
                    outcome.points,
                    outcome.verdict.word(),
                    i64::try_from(outcome.took.as_millis()).unwrap_or(i64::MAX),
                    u32::try_from(evidence.len()).unwrap_or(u32::MAX),
                    to_json(outcome)?,
                ),
            )?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO evidence (run, check_id, position, evidence) VALUES (?, ?, ?, ?)",
            )?;
            for (position, piece) in (0_u32..).zip(evidence.iter().take(PIECES_KEPT)) {
                insert.execute((run.0, check, position, to_json(&bounded(piece))?))?;
            }
            Ok(true)
        })?;
        if recorded { Ok(()) } else { Err(JournalError::NoRun { run }) }
    }

    /// Ends a run with its score.
    ///
    /// # Errors
    /// When the journal cannot be written, there is no such run or it has ended already.
    pub fn end_run(&self, run: RunId, score: &Score) -> Result<(), JournalError> {
        let ended = self.write(|transaction| {
            transaction.execute(
                "UPDATE runs SET ended = ?, earned_hundredths = ?, judged = ?, not_judged = ?, left_out = ?
                 WHERE id = ? AND ended IS NULL",
                (
                    Timestamp::now().as_millisecond(),
                    i64::try_from(score.earned.count()).unwrap_or(i64::MAX),
                    score.judged,
                    score.not_judged,
                    score.left_out,
                    run.0,
                ),
            )
        })?;
        if ended == 1 { Ok(()) } else { Err(JournalError::NoRun { run }) }
    }

    /// Returns the runs that fit `filter`, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn runs(&self, filter: &RunFilter) -> Result<Vec<RunSummary>, JournalError> {
        let mut conditions = vec!["1"];
        let mut values: Vec<Value> = Vec::new();
        let lab = filter.lab.as_ref().map(|lab| lab.as_str().to_owned());
        for (condition, value) in
            [("lab = ?", lab), ("bench = ?", filter.bench.clone()), ("student = ?", filter.student.clone())]
        {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value.into());
            }
        }
        if let Some(since) = filter.since {
            conditions.push("started >= ?");
            values.push(since.as_millisecond().into());
        }
        if filter.ended {
            conditions.push("ended IS NOT NULL");
        }
        // A negative limit is none (SQLite, `SELECT`).
        values.push(filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1)).into());
        // By number, not by time: clocks are set back.
        let sql = format!("{SUMMARY} WHERE {} ORDER BY id DESC LIMIT ?", conditions.join(" AND "));
        self.read(|connection| {
            let mut query = connection.prepare_cached(&sql)?;
            query.query_map(params_from_iter(&values), summary)?.collect()
        })
    }

    /// Returns how the work on a bench went on: its runs that came to their end, the first
    /// one first, each with the checks that passed.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn attempts(&self, bench: &str) -> Result<Vec<Attempt>, JournalError> {
        let filter = RunFilter { bench: Some(bench.to_owned()), ended: true, ..RunFilter::default() };
        let runs = self.runs(&filter)?;
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT check_id FROM outcomes WHERE run = ? AND verdict = 'pass' ORDER BY position",
            )?;
            let mut attempts = Vec::new();
            for run in runs.iter().rev() {
                let (Some(at), Some(score)) = (run.ended, run.score) else { continue };
                let passed =
                    query.query_map([run.id.0], |row| name(row, 0))?.collect::<rusqlite::Result<_>>()?;
                attempts.push(Attempt {
                    at,
                    level: run.level,
                    earned: score.earned,
                    judged: score.judged,
                    passed,
                });
            }
            Ok(attempts)
        })
    }

    /// Returns a run with its outcomes and their evidence.
    ///
    /// # Errors
    /// When the journal cannot be read, or there is no such run.
    pub fn run(&self, run: RunId) -> Result<Run, JournalError> {
        // One transaction: outcomes recorded meanwhile are seen whole or not at all.
        let found = self.read(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let summary =
                transaction.query_row(&format!("{SUMMARY} WHERE id = ?"), [run.0], summary).optional()?;
            let Some(summary) = summary else { return Ok(None) };
            let circumstances = transaction.query_row(
                "SELECT circumstances FROM runs WHERE id = ?",
                [run.0],
                |row| match row.get_ref(0)? {
                    rusqlite::types::ValueRef::Null => Ok(None),
                    _ => json(row, 0).map(Some),
                },
            )?;
            let mut evidence: HashMap<String, Vec<Evidence>> = HashMap::new();
            let mut query = transaction.prepare_cached(
                "SELECT check_id, evidence FROM evidence WHERE run = ? ORDER BY check_id, position",
            )?;
            let mut rows = query.query([run.0])?;
            while let Some(row) = rows.next()? {
                evidence.entry(row.get(0)?).or_default().push(json(row, 1)?);
            }
            let mut query = transaction.prepare_cached(
                "SELECT outcome, probes FROM outcomes WHERE run = ? ORDER BY position, rowid",
            )?;
            let outcomes = query
                .query_map([run.0], |row| {
                    let outcome: Outcome = json(row, 0)?;
                    let evidence = evidence.remove(outcome.id.as_str()).unwrap_or_default();
                    Ok(Recorded { outcome, evidence, probes: row.get(1)? })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Some(Run { summary, circumstances, outcomes }))
        })?;
        found.ok_or(JournalError::NoRun { run })
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Quick => "quick",
        Level::Full => "full",
    }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<RunSummary> {
    let ended = row.get::<_, Option<i64>>(8)?.map(|_| moment(row, 8)).transpose()?;
    let score = |_| {
        Ok::<_, rusqlite::Error>(Score {
            earned: Points::hundredths(row.get::<_, i64>(9)?.try_into().unwrap_or_default()),
            judged: row.get(10)?,
            not_judged: row.get(11)?,
            left_out: row.get(12)?,
        })
    };
    let state = match ended {
        Some(_) => RunState::Ended,
        None if process::lives(&row.get::<_, String>(14)?) => RunState::Running,
        None => RunState::Interrupted,
    };
    Ok(RunSummary {
        id: RunId(row.get(0)?),
        lab: name(row, 1)?,
        lab_hash: row.get(2)?,
        bench: row.get(3)?,
        student: row.get(4)?,
        variant: row.get(5)?,
        level: word(row, 6)?,
        started: moment(row, 7)?,
        ended,
        state,
        score: ended.map(score).transpose()?,
        tool: row.get(13)?,
    })
}

/// Returns a piece of evidence cut to what is kept, whoever made it.
fn bounded(piece: &Evidence) -> Evidence {
    let mut piece = piece.clone();
    piece.cut |= cut(&mut piece.output.stdout) | cut(&mut piece.output.stderr);
    if let Act::Run(command) = &mut piece.probe.act {
        piece.cut |= cut(&mut command.script);
    }
    piece
}

/// Cuts a text to what is kept; returns whether anything was lost.
fn cut(text: &mut String) -> bool {
    let long = text.len() > TEXT_KEPT + '…'.len_utf8();
    if long {
        let end = (0..=TEXT_KEPT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    long
}
