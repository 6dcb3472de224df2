//! Users notice nothing while the student works.
//!
//! A service is asked again and again (see [`pulse`](crate::check::pulse)) while the student's
//! action is carried out, on clones. What is asked may be a write: then each one that was
//! acknowledged has to be there afterwards, once.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{self, Course, Halt, Ours};
use crate::check::procedure::Procedure;
use crate::check::program::{self, BEYOND, PATIENCE, first_line, timed};
use crate::check::pulse::{Loop, Pulse, Record};
use crate::check::{Check, Findings, Level, Verdict};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;

/// How long the service is asked after the action when nothing is said.
const AFTER: Span = Span(Duration::from_secs(5));

/// How many numbers a verdict lists.
const TOLD: usize = 10;

/// A procedure whose blocks are run meanwhile; `runbook` says how blocks are written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Followed {
    /// The file, on the node of `on`.
    pub file: String,
    /// Words of a title: only the blocks below it are run.
    pub section: Option<String>,
    /// The nodes that blocks may name; the node of `on` when nothing is said.
    #[serde(default)]
    pub hosts: Vec<Located<NodeName>>,
    /// The longest that one block may take; 5min when nothing is said.
    pub block_at_most: Option<Span>,
}

/// Asks a service again and again while an action of the student's is carried out, on
/// clones: a program (`run`) or a procedure (`runbook`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Continuity {
    /// What is asked. It has to answer before the action begins.
    pub probe: Pulse,
    /// The student's program, on the node of `on`: a line for `sh`.
    pub run: Option<String>,
    /// Who runs it, and blocks that name no account; root when nothing is said.
    pub user: Option<String>,
    /// A procedure of the student's.
    pub runbook: Option<Followed>,
    /// The longest that the service may be away at one time. In doubt, within the time from
    /// one try to the next, the shorter counts.
    pub max_outage: Option<Span>,
    /// How many tries may fail in all.
    pub max_errors: Option<u64>,
    /// How long the service is asked after the action; 5s when nothing is said.
    pub after: Option<Span>,
    /// Where the tries are writes (`run: psql -c "insert … $PAILLASSE_TRY"`): a script that
    /// prints the numbers that were kept, one on each line. Those of tries that succeeded
    /// have to be there, and none twice.
    pub recorded: Option<Ours>,
    /// Checks that should pass afterwards, at least one: that the action did what it is
    /// for. Each is tried until it passes, for as long as
    /// its own `within`, 20s when it has none.
    #[serde(default)]
    pub then: Vec<Located<CheckId>>,
}

impl Continuity {
    fn procedure(&self) -> Option<Procedure<'_>> {
        let followed = self.runbook.as_ref()?;
        Some(Procedure {
            file: &followed.file,
            section: followed.section.as_deref(),
            hosts: &followed.hosts,
            off: &[],
            user: self.user.as_deref(),
            users: None,
            block_at_most: followed.block_at_most,
        })
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let scene = course.scene;
        let procedure = self.procedure();
        let blocks = match &procedure {
            Some(procedure) => procedure.read(course)?,
            None => Vec::new(),
        };
        let asking = Loop::start(&self.probe, course)?;
        asking.mark(course, "begin")?;
        if let Some(procedure) = &procedure {
            procedure.follow(course, &blocks)?;
        }
        if let Some(run) = &self.run {
            let script = timed(self.user.as_deref(), run);
            let output = course.run(scene.run_long(scene.on.clone(), script, PATIENCE + BEYOND))?;
            program::judge(text!("fact-action", command = first_line(run)), output, None)?;
        }
        asking.hold(course, self.after.unwrap_or(AFTER).0)?;
        let record = asking.end(course)?;
        let mut findings = Findings::new();
        let since = record.at("begin").ok_or_else(|| Verdict::Error(text!("error-no-output")))?;
        let fact = Loop::of(&self.probe, scene);
        record.judge(&fact, since, self.max_outage, self.max_errors, &mut findings);
        if let Some(recorded) = &self.recorded {
            writes(&record, recorded.carry_out(course)?, &mut findings);
        }
        Ok(findings.verdict())
    }
}

/// Compares the writes that were acknowledged with those that are there.
fn writes(record: &Record, kept: &str, findings: &mut Findings) {
    let mut times: BTreeMap<u64, u32> = BTreeMap::new();
    for number in kept.lines().filter_map(|line| line.trim().parse().ok()) {
        *times.entry(number).or_default() += 1;
    }
    let lost: Vec<u64> = record.acknowledged().filter(|number| !times.contains_key(number)).collect();
    let twice: Vec<u64> = times.iter().filter(|(_, count)| **count > 1).map(|(number, _)| *number).collect();
    for (fact, numbers) in [(text!("fact-writes-lost"), lost), (text!("fact-writes-twice"), twice)] {
        if numbers.is_empty() {
            continue;
        }
        let shown: Vec<String> = numbers.iter().take(TOLD).map(ToString::to_string).collect();
        let actual = text!("writes-some", count = numbers.len(), numbers = shown.join(", "));
        findings.gap(fact, text!("writes-none"), actual);
    }
}

impl Check for Continuity {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let hosts = self.runbook.iter().flat_map(|followed| &followed.hosts);
        let recorded = self.recorded.as_ref().and_then(|recorded| recorded.on.as_ref());
        self.probe.from.iter().chain(hosts).chain(recorded).collect()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = self.probe.problems();
        if self.run.is_some() == self.runbook.is_some() {
            problems.push(text!("problem-continuity-action"));
        }
        if self.max_outage.is_none() && self.max_errors.is_none() && self.recorded.is_none() {
            problems.push(text!("problem-continuity-bound"));
        }
        // Nobody notices an action that does nothing.
        if self.then.is_empty() {
            problems.push(text!("problem-continuity-then"));
        }
        if self.recorded.is_some() && self.probe.run.is_none() {
            problems.push(text!("problem-continuity-writes"));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}
