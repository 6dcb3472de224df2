//! What a class report tells as a whole: how marks spread, which checks are passed, how
//! long that takes, and who is stuck where. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::Verdict;
use crate::grade::{Mastery, Outcome, Points, Score};
use crate::name::{CheckId, CompetenceCode};
use crate::report::class::{CheckHead, ClassReport, ClassSheet};
use crate::report::sign::Sign;

/// The marks of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// How many there are.
    pub count: usize,
    /// Their mean, to the nearest hundredth.
    pub mean: Points,
    /// The mark in the middle; between two, their mean.
    pub median: Points,
    /// The lowest.
    pub lowest: Points,
    /// The highest.
    pub highest: Points,
}

/// How a check went in the class.
#[derive(Clone, Debug)]
pub(super) struct Rate<'a> {
    /// The check.
    pub head: &'a CheckHead,
    /// How many students have which sign; those without work have none.
    pub signs: BTreeMap<Sign, usize>,
}

impl Rate<'_> {
    /// How many have this sign.
    pub(super) fn count(&self, sign: Sign) -> usize {
        self.signs.get(&sign).copied().unwrap_or_default()
    }

    /// How many were judged.
    pub(super) fn judged(&self) -> usize {
        self.count(Sign::Pass) + self.count(Sign::Part) + self.count(Sign::Fail)
    }

    /// How many of a hundred that were judged passed; nothing when none was.
    pub(super) fn percent(&self) -> Option<usize> {
        let judged = self.judged();
        (self.count(Sign::Pass) * 200 + judged).checked_div(judged * 2)
    }
}

/// Students who fail a check before any other.
#[derive(Clone, Debug)]
pub(super) struct Stuck<'a> {
    /// The check.
    pub head: &'a CheckHead,
    /// Each with the number of runs in a row in which it did not pass.
    pub students: Vec<(&'a ClassSheet, usize)>,
}

/// The outcome of a check for a student.
pub(super) fn outcome<'a>(sheet: &'a ClassSheet, check: &CheckId) -> Option<&'a Outcome> {
    sheet.report.as_ref()?.outcomes.iter().find(|outcome| outcome.id == *check)
}

/// Whether a check was not run because one that it needs failed.
pub(super) fn lost(outcome: &Outcome) -> bool {
    matches!(outcome.verdict, Verdict::Skip { lost: true, .. })
}

/// Returns the sign of a check for a student.
pub(super) fn sign(sheet: &ClassSheet, check: &CheckId) -> Option<Sign> {
    outcome(sheet, check).map(Sign::of)
}

/// The competences of the lab's activity, with their labels, in the official order.
pub(super) fn competences(report: &ClassReport) -> Vec<(&CompetenceCode, &str)> {
    let known = report.sheets.iter().find_map(|sheet| sheet.report.as_ref());
    let grades = known.into_iter().flat_map(|report| &report.grade.competences);
    grades.map(|competence| (&competence.code, competence.label.as_str())).collect()
}

/// What a student has shown of a competence, and how far it is acquired.
pub(super) fn shown(
    report: &ClassReport,
    sheet: &ClassSheet,
    code: &CompetenceCode,
) -> Option<(Score, Mastery)> {
    let grade = &sheet.report.as_ref()?.grade;
    let competence = grade.competences.iter().find(|competence| competence.code == *code)?;
    Some((competence.score, report.scale.mastery(&competence.score)))
}

/// The groups of the class, in order of name.
pub(super) fn groups(report: &ClassReport) -> Vec<&str> {
    let mut groups: Vec<&str> = report.sheets.iter().filter_map(|sheet| sheet.group.as_deref()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The marks of the class; nothing when there is none.
pub(super) fn marks(report: &ClassReport) -> Option<Marks> {
    let mut marks: Vec<u64> =
        report.sheets.iter().filter_map(|sheet| Some(sheet.mark?.value.value.count())).collect();
    marks.sort_unstable();
    let (lowest, highest) = (*marks.first()?, *marks.last()?);
    let count = marks.len() as u64;
    let half_up = |sum: u64, of: u64| Points::hundredths((2 * sum + of) / (2 * of));
    let middle = (marks[(marks.len() - 1) / 2], marks[marks.len() / 2]);
    Some(Marks {
        count: marks.len(),
        mean: half_up(marks.iter().sum(), count),
        median: half_up(middle.0 + middle.1, 2),
        lowest: Points::hundredths(lowest),
        highest: Points::hundredths(highest),
    })
}

/// How many marks fall into each of ten equal parts of the scale; the last holds the
/// full mark too.
pub(super) fn spread(report: &ClassReport) -> [usize; 10] {
    let full = u64::from(report.scale.out_of) * 100;
    let mut parts = [0; 10];
    for mark in report.sheets.iter().filter_map(|sheet| sheet.mark) {
        let part = (mark.value.value.count() * 10 / full).min(9);
        parts[usize::try_from(part).unwrap_or_default()] += 1;
    }
    parts
}

/// How each check went, in the order of the lab.
pub(super) fn rates(report: &ClassReport) -> Vec<Rate<'_>> {
    let rate = |head: &'_ CheckHead| {
        let mut signs = BTreeMap::new();
        for outcome in report.sheets.iter().filter_map(|sheet| outcome(sheet, &head.id)) {
            // What was not run because another failed has lost its points: it counts as failed.
            let sign = if lost(outcome) { Sign::Fail } else { Sign::of(outcome) };
            *signs.entry(sign).or_default() += 1;
        }
        signs
    };
    report.checks.iter().map(|head| Rate { head, signs: rate(head) }).collect()
}

/// How long each student who passed a check took, from the end of their first run to the
/// end of the first in which it passed; in order of length. Nothing for those who ran once.
pub(super) fn times(report: &ClassReport, check: &CheckId) -> Vec<(Duration, String)> {
    let mut times: Vec<(Duration, String)> = report
        .sheets
        .iter()
        .filter_map(|sheet| {
            let first = sheet.history.first()?.at;
            let earlier = sheet.history.iter().find(|attempt| attempt.passed.contains(check));
            let last = || {
                let run = sheet.report.as_ref()?;
                outcome(sheet, check)?.verdict.passed().then_some(run.finished)
            };
            let at = earlier.map(|attempt| attempt.at).or_else(last)?;
            Some((Duration::try_from(at.duration_since(first)).unwrap_or_default(), sheet.name()))
        })
        .collect();
    times.sort();
    times
}

/// The time in the middle.
pub(super) fn median(times: &[(Duration, String)]) -> Option<Duration> {
    times.get(times.len().checked_sub(1)? / 2).map(|(time, _)| *time)
}

/// Who is stuck where: each student counts at the first check, in the order of the lab,
/// that failed. Checks with most students come first.
pub(super) fn stuck(report: &ClassReport) -> Vec<Stuck<'_>> {
    let mut found: Vec<Stuck<'_>> =
        report.checks.iter().map(|head| Stuck { head, students: Vec::new() }).collect();
    for sheet in &report.sheets {
        let first = found.iter_mut().find(|stuck| {
            outcome(sheet, &stuck.head.id).is_some_and(|outcome| outcome.verdict.gaps().is_some())
        });
        if let Some(stuck) = first {
            let earlier = sheet.history.iter().rev();
            let tries = 1 + earlier.take_while(|attempt| !attempt.passed.contains(&stuck.head.id)).count();
            stuck.students.push((sheet, tries));
        }
    }
    found.retain(|stuck| !stuck.students.is_empty());
    found.sort_by_key(|stuck| std::cmp::Reverse(stuck.students.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::{lost, marks, median, outcome, rates, spread, stuck, times};
    use crate::report::sample::class;
    use crate::report::sign::Sign;

    #[test]
    fn marks_are_summed_exactly() {
        let report = class();
        let all: Vec<u64> =
            report.sheets.iter().filter_map(|sheet| Some(sheet.mark?.value.value.count())).collect();
        let found = marks(&report).unwrap();
        assert_eq!(found.count, all.len());
        assert_eq!(
            found.mean.count(),
            (2 * all.iter().sum::<u64>() + all.len() as u64) / (2 * all.len() as u64)
        );
        assert!(found.lowest <= found.median && found.median <= found.highest);
        assert_eq!(spread(&report).iter().sum::<usize>(), all.len());
        let mut empty = report;
        empty.sheets.iter_mut().for_each(|sheet| sheet.mark = None);
        assert_eq!(marks(&empty), None);
    }

    #[test]
    fn a_rate_counts_only_who_was_judged() {
        let report = class();
        for rate in rates(&report) {
            let working = report.sheets.iter().filter(|sheet| sheet.report.is_some()).count();
            assert_eq!(rate.signs.values().sum::<usize>(), working);
            let judged =
                working - rate.count(Sign::Error) - rate.count(Sign::Skip) - rate.count(Sign::Manual);
            assert_eq!(rate.judged(), judged);
            let lost = report.sheets.iter().filter(|s| outcome(s, &rate.head.id).is_some_and(lost)).count();
            assert!(rate.count(Sign::Fail) >= lost, "what is lost counts as failed");
            assert!(rate.percent().is_none_or(|percent| percent <= 100));
        }
    }

    #[test]
    fn who_is_stuck_stands_at_the_first_check_that_failed() {
        let report = class();
        let found = stuck(&report);
        let counts: Vec<usize> = found.iter().map(|stuck| stuck.students.len()).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
        for stuck in &found {
            for (sheet, tries) in &stuck.students {
                let first =
                    sheet.report.as_ref().unwrap().outcomes.iter().find(|o| o.verdict.gaps().is_some());
                assert_eq!(first.unwrap().id, stuck.head.id);
                assert!((1..=sheet.history.len() + 1).contains(tries));
            }
        }
    }

    #[test]
    fn time_runs_from_the_first_look() {
        let report = class();
        let found: Vec<_> = report.checks.iter().map(|head| times(&report, &head.id)).collect();
        assert!(found.iter().flatten().any(|(time, _)| time.as_secs() > 60));
        assert!(found.iter().all(|times| times.is_sorted()));
        assert_eq!(median(&[]), None);
        let seconds = |s: u64| (std::time::Duration::from_secs(s), String::new());
        assert_eq!(median(&[seconds(1), seconds(2), seconds(9)]).unwrap().as_secs(), 2);
    }
}
