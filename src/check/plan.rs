//! A schedule that the student made, against what a schedule has to respect: there are
//! many right ones, so constraints are looked at, not dates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::matcher::{Matcher, Observed};
use crate::check::schedule::{self, Absence, Days, Form, Slot};
use crate::check::wording::{Number, fold};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// Reads a schedule that the student wrote on the node (a table in CSV, a list in YAML or
/// JSON, or iCalendar), one task a row, and tells which constraint is broken where. Dates
/// are written `2026-03-02` or `02/03/2026`, with a time or without: without, a task takes
/// whole days, the last one included.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Plan {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `csv`, `yaml`, `json` or `ics`; what the extension says when nothing is said.
    pub format: Option<Form>,
    /// In YAML and JSON, the names that lead to the list, separated by dots.
    pub at: Option<String>,
    /// The names of the columns; in iCalendar, of the properties of events.
    #[serde(default)]
    pub columns: Columns,
    /// The tasks, by name, as the schedule names them. Each has to be there, once or in
    /// several parts.
    pub tasks: BTreeMap<String, Task>,
    /// How many tasks each resource can do at the same time, by its name; 1 for one that
    /// is not named here.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// Days on which no task may begin or end, and that count as no work: `2026-05-01`, or
    /// `2026-07-13..2026-07-17`.
    #[serde(default)]
    pub days_off: Vec<Days>,
    /// Whether Saturdays and Sundays are days like others; they are days off when nothing
    /// is said.
    #[serde(default)]
    pub weekends: bool,
    /// By resource, the days on which it is not there: none of its tasks may touch them.
    #[serde(default)]
    pub absences: BTreeMap<String, Vec<Days>>,
    /// The first day on which a task may begin.
    pub start: Option<Days>,
    /// The last day on which a task may end.
    pub deadline: Option<Days>,
    /// What a day of work of each resource costs, by its name: `{ alice: 350 }`.
    #[serde(default)]
    pub rates: BTreeMap<String, String>,
    /// What the whole may cost, by these rates: `{ at-most: 12000 }`. Every task then needs a
    /// resource, and every resource a rate, 0 for instance.
    pub cost: Option<Matcher>,
    /// Whether there may be tasks that the lab does not name; they are wrong when nothing
    /// is said.
    #[serde(default)]
    pub others: bool,
}

/// The names of columns.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Columns {
    /// The name of the task; `task`, or `SUMMARY`, when nothing is said.
    pub task: String,
    /// When it begins; `start`, or `DTSTART`, when nothing is said.
    pub start: String,
    /// When it ends; `end`, or `DTEND`, when nothing is said.
    pub end: String,
    /// Who does it, several separated by commas; `resource`, or `RESOURCES`, when nothing
    /// is said.
    pub resource: String,
}

impl Default for Columns {
    fn default() -> Self {
        let [task, start, end, resource] = ["task", "start", "end", "resource"].map(str::to_owned);
        Self { task, start, end, resource }
    }
}

/// What is asked of a task.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Task {
    /// How many working days it takes, days off left out: `3`, `{ at-least: 2 }`.
    pub days: Option<Matcher>,
    /// How long it takes on the clock, for tasks with times: `{ at-least: 2h }`.
    pub length: Option<Matcher>,
    /// The tasks that have to be over before it begins.
    pub after: Vec<String>,
    /// Who does it: `{ one-of: [alice, bob] }`; for several, `{ exactly: [alice, bob] }`.
    pub resource: Option<Matcher>,
    /// The first day on which it may begin.
    pub start: Option<Days>,
    /// The last day on which it may end.
    pub deadline: Option<Days>,
}

/// The slots of each task that the lab names, by folded name.
type Slots<'a> = BTreeMap<String, Vec<&'a Slot>>;

impl Plan {
    fn form(&self) -> Option<Form> {
        self.format.or_else(|| Form::of(&self.file))
    }

    fn works(&self, date: Date) -> bool {
        let weekend = date.weekday().to_monday_zero_offset() >= 5;
        (self.weekends || !weekend) && !self.days_off.iter().any(|days| days.hold(date))
    }

    /// How many working days a slot takes.
    fn days_of(&self, slot: &Slot) -> usize {
        slot.dates().filter(|date| self.works(*date)).count()
    }

    fn fact(&self, task: &str) -> Text {
        text!("fact-task", task = task, file = &self.file)
    }

    fn conclude(&self, slots: &[Slot]) -> Result<Verdict, Verdict> {
        let mut findings = Findings::new();
        let mut by_task: Slots<'_> = BTreeMap::new();
        for slot in slots {
            by_task.entry(fold(&slot.task)).or_default().push(slot);
        }
        let known: BTreeSet<String> = self.tasks.keys().map(|task| fold(task)).collect();
        if !self.others {
            for (_, slots) in by_task.iter().filter(|(task, _)| !known.contains(*task)) {
                findings.surplus(1);
                findings.gap(self.fact(&slots[0].task), text!("shown-absent"), text!("shown-present"));
            }
        }
        let crowded = self.crowded(slots);
        for (name, task) in &self.tasks {
            findings.element(|findings| self.task(name, task, &by_task, &crowded, findings))?;
        }
        let complete = known.iter().all(|task| by_task.contains_key(task));
        if let Some(matcher) = self.cost.as_ref().filter(|_| complete) {
            findings.element(|findings| self.price(matcher, slots, findings));
        }
        Ok(findings.verdict())
    }

    fn task(
        &self,
        name: &str,
        task: &Task,
        by_task: &Slots<'_>,
        crowded: &BTreeMap<String, Text>,
        findings: &mut Findings,
    ) -> Result<(), Verdict> {
        let Some(slots) = by_task.get(&fold(name)) else {
            findings.gap(self.fact(name), text!("shown-present"), text!("facts-missing"));
            return Ok(());
        };
        let first = slots.iter().map(|slot| slot.start).min().unwrap_or(DateTime::MAX);
        let end = slots.iter().map(|slot| slot.end).max().unwrap_or(DateTime::MIN);
        let last = schedule::last_day(end);
        let days: usize = slots.iter().map(|slot| self.days_of(slot)).sum();
        findings.expect(text!("fact-task-days", task = name), task.days.as_ref(), &Observed::Number(days as f64));
        if let Some(matcher) = &task.length {
            let seconds: i64 = slots.iter().map(|slot| slot.seconds()).sum();
            if !matcher.accepts(&Observed::Number(seconds as f64)).map_err(Verdict::Error)? {
                findings.gap(text!("fact-task-length", task = name), matcher.describe(), format!("{} min", seconds / 60));
            }
        }
        if let Some(matcher) = &task.resource {
            let who: BTreeSet<&String> = slots.iter().flat_map(|slot| &slot.resources).collect();
            let who: Vec<String> = who.into_iter().cloned().collect();
            let right = !who.is_empty()
                && crate::check::wording::accepts(matcher, &who, who.len() > 1).map_err(Verdict::Error)?;
            if !right {
                let shown = if who.is_empty() { text!("facts-missing") } else { Text::verbatim(who.join(", ")) };
                findings.gap(text!("fact-task-resource", task = name), matcher.describe(), shown);
            }
        }
        for before in &task.after {
            let Some(over) = by_task.get(&fold(before)).and_then(|slots| slots.iter().map(|slot| slot.end).max()) else {
                continue;
            };
            if first < over {
                let expected = text!("plan-after", task = before, when = schedule::shown(over));
                findings.gap(text!("fact-task-start", task = name), expected, schedule::shown(first));
            }
        }
        let earliest = [&task.start, &self.start].into_iter().flatten().map(|days| days.first).max();
        if let Some(earliest) = earliest.filter(|earliest| first.date() < *earliest) {
            let expected = text!("plan-from", when = %earliest);
            findings.gap(text!("fact-task-start", task = name), expected, first.date().to_string());
        }
        let latest = [&task.deadline, &self.deadline].into_iter().flatten().map(|days| days.last).min();
        if let Some(latest) = latest.filter(|latest| last > *latest) {
            findings.gap(text!("fact-task-end", task = name), text!("plan-until", when = %latest), last.to_string());
        }
        for slot in slots {
            for date in [slot.start.date(), schedule::last_day(slot.end)] {
                if !self.works(date) {
                    findings.gap(self.fact(name), text!("plan-working-day"), text!("plan-day-off", day = %date));
                    break;
                }
            }
            if let Some(Absence { who, day }) = schedule::absent(slot, &self.absences) {
                let actual = text!("plan-absent", who = who, day = %day);
                findings.gap(self.fact(name), text!("plan-available"), actual);
            }
        }
        if let Some(actual) = crowded.get(&fold(name)) {
            findings.gap(self.fact(name), text!("plan-capacity"), actual.clone());
        }
        Ok(())
    }

    /// The tasks that a resource has to do while it does too many others, by folded name.
    fn crowded(&self, slots: &[Slot]) -> BTreeMap<String, Text> {
        let mut crowded = BTreeMap::new();
        for slot in slots {
            for who in &slot.resources {
                let named = self.capacity.iter().find(|(name, _)| fold(name) == fold(who));
                let capacity = named.map_or(1, |(_, count)| *count as usize);
                let with = |other: &&Slot| other.resources.iter().any(|name| fold(name) == fold(who));
                // Where one begins, all that it meets go on at the same time.
                let together: Vec<&Slot> =
                    slots.iter().filter(with).filter(|other| other.start <= slot.start && slot.start < other.end).collect();
                if together.len() > capacity {
                    let names: Vec<&str> = together.iter().map(|slot| slot.task.as_str()).collect();
                    let actual = text!("plan-crowded", who = who, day = schedule::shown(slot.start), tasks = names.join(", "));
                    for slot in together {
                        crowded.entry(fold(&slot.task)).or_insert_with(|| actual.clone());
                    }
                }
            }
        }
        crowded
    }

    fn price(&self, matcher: &Matcher, slots: &[Slot], findings: &mut Findings) {
        let mut total = Decimal::ZERO;
        // Work that nobody does, or somebody whom the lab does not know, is not free.
        let mut unpriced: BTreeSet<&str> = BTreeSet::new();
        for slot in slots {
            if slot.resources.is_empty() {
                unpriced.insert(&slot.task);
            }
            for who in &slot.resources {
                let rate = self.rates.iter().find(|(name, _)| fold(name) == fold(who));
                match rate.and_then(|(_, rate)| Number::read(rate)) {
                    Some(rate) => total += rate.value.saturating_mul(Decimal::from(self.days_of(slot))),
                    None => {
                        unpriced.insert(who);
                    }
                }
            }
        }
        if !unpriced.is_empty() {
            let names: Vec<&str> = unpriced.into_iter().collect();
            findings.gap(text!("fact-cost", file = &self.file), text!("plan-priced"), names.join(", "));
            return;
        }
        let shown = Observed::text(&total.normalize().to_string());
        findings.expect(text!("fact-cost", file = &self.file), Some(matcher), &shown);
    }
}

impl Check for Plan {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(deliverable::script(&self.file))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let ([output], Some(form)) = (outputs, self.form()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let Columns { task, start, end, resource } = &self.columns;
        let judged = || {
            let slots = schedule::read(&self.file, form, self.at.as_deref(), [task, start, end, resource], output)?;
            self.conclude(&slots)
        };
        judged().unwrap_or_else(|verdict| verdict)
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.form().is_none() {
            problems.push(text!("problem-plan-format", file = &self.file));
        }
        if self.tasks.is_empty() {
            problems.push(text!("problem-plan-empty"));
        }
        let known = |name: &String| self.tasks.keys().any(|task| fold(task) == fold(name));
        for (name, task) in &self.tasks {
            for before in task.after.iter().filter(|before| !known(before) || fold(before) == fold(name)) {
                problems.push(text!("problem-plan-after", task = name, before = before));
            }
        }
        if self.cost.is_some() == self.rates.is_empty() {
            problems.push(text!("problem-plan-cost"));
        }
        for rate in self.rates.values().filter(|rate| Number::read(rate).is_none()) {
            problems.push(text!("problem-plan-rate", rate = rate));
        }
        problems
    }
}
