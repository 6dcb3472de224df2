//! A run and the terms of the class → a sheet.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::bench::Bench;
use crate::check::{Level, Verdict};
use crate::grade::{Attempt, LatePolicy, Points, Scale, Terms};
use crate::individual::Student;
use crate::load::{LabFile, LoadError};
use crate::name::CheckId;
use crate::report::Report;
use crate::report::class::{CheckHead, ClassMark, ClassSheet, Late, Open, Unsteady};
use crate::roster::Pupil;
use crate::runner::Evidence;
use crate::text;

/// How a class is marked.
#[derive(Clone, Debug, Default)]
pub struct Marking {
    /// When the work is due, and what lateness and hints cost.
    pub terms: Terms,
    /// How points become marks.
    pub scale: Scale,
    /// How thorough a run has to be: what a lesser one left out is not judged.
    pub level: Level,
}

/// A run that counts for a student.
#[derive(Debug)]
pub struct Run {
    /// What it showed.
    pub report: Report,
    /// What that rests on, by check.
    pub evidence: BTreeMap<CheckId, Vec<Evidence>>,
    /// Its word.
    pub nonce: String,
    /// Checks that were not steady.
    pub unsteady: Vec<Unsteady>,
    /// How many hints were shown, by check.
    pub hints: BTreeMap<CheckId, u32>,
    /// The runs before it.
    pub history: Vec<Attempt>,
    /// By how much it was late.
    pub late: Option<Duration>,
}

/// Returns the sheet of a pupil before anything was found.
pub fn blank(pupil: &Pupil) -> ClassSheet {
    ClassSheet {
        group: pupil.group.clone(),
        email: pupil.email.clone(),
        username: pupil.username.clone(),
        seat: pupil.seat.clone(),
        ..ClassSheet::blank(&pupil.id, &pupil.given_name, &pupil.family_name)
    }
}

/// Returns the checks of a lab with the values of nobody in the class.
///
/// # Errors
/// All mistakes of the lab.
pub fn heads(file: &LabFile, specimen: Student) -> Result<Vec<CheckHead>, LoadError> {
    let addresses = file.specimen_addresses();
    let bench = Bench::new(file.clone(), specimen, addresses)?;
    let head = |check: crate::model::PlannedCheck| CheckHead {
        id: check.id,
        title: check.title,
        points: check.points,
        competences: check.competences,
        level: check.level,
    };
    Ok(bench.lab.checks.into_iter().map(head).collect())
}

impl Marking {
    /// Writes a run and what it is worth on a sheet.
    pub fn write(&self, sheet: &mut ClassSheet, run: Run) {
        let outcomes = &run.report.outcomes;
        let open = outcomes.iter().filter_map(|outcome| {
            let (why, manual) = match &outcome.verdict {
                Verdict::Error(cause) => (cause.clone(), false),
                Verdict::Manual(criterion) => (criterion.clone(), true),
                // What the level leaves out was never meant to be judged.
                Verdict::Skip { because, lost: false } if outcome.level <= self.level => {
                    (because.clone(), false)
                }
                _ => return None,
            };
            Some(Open { check: outcome.id.clone(), points: outcome.points, why, manual })
        });
        sheet.not_judged = open.collect();
        let refused = run.late.is_some() && self.terms.late == LatePolicy::Refuse;
        sheet.late = run.late.map(|by| Late { by, refused });
        match (refused, self.scale.mark(outcomes, Points::NONE)) {
            (true, _) => sheet.trouble = Some(text!("grade-late-refused")),
            (false, None) => {}
            (false, Some(earned)) => {
                let hints = run.hints.values().sum();
                sheet.deductions = self.terms.deductions(earned.value, run.late, hints);
                let off = sheet.deductions.iter().map(|deduction| deduction.amount).sum();
                let provisional = sheet.not_judged.iter().any(|open| !open.manual);
                let value = self.scale.mark(outcomes, off).unwrap_or(earned);
                sheet.mark = Some(ClassMark { earned, value, provisional });
            }
        }
        sheet.evidence = run.evidence;
        sheet.nonce = Some(run.nonce);
        sheet.unsteady = run.unsteady;
        sheet.hints_used = run.hints;
        sheet.history = run.history;
        sheet.report = Some(run.report);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Marking, Run};
    use crate::check::{Level, Verdict};
    use crate::grade::{Terms, grade};
    use crate::i18n::{Lang, Text};
    use crate::report::class::ClassSheet;
    use crate::report::{Report, VERSION};

    fn run(verdicts: &[(&str, u32, Verdict)], late: Option<Duration>) -> Run {
        let outcome = |(id, points, verdict): &(&str, u32, Verdict)| crate::grade::Outcome {
            id: id.parse().unwrap(),
            title: (*id).to_owned(),
            kind: "command".to_owned(),
            competences: Vec::new(),
            on: None,
            points: *points,
            partial: None,
            level: if *id == "drill" { Level::Full } else { Level::Quick },
            verdict: verdict.clone(),
            hints: Vec::new(),
            took: Duration::ZERO,
        };
        let outcomes: Vec<_> = verdicts.iter().map(outcome).collect();
        let catalogue = crate::referentiel::Referentiel::embedded();
        let activity = catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap();
        let report = Report {
            lab: activity.code.clone(),
            title: "Essai".to_owned(),
            lab_hash: "ab".repeat(32),
            student: "zoe".to_owned(),
            bench: "a332-zoe".to_owned(),
            level: Level::Quick,
            started: jiff::Timestamp::UNIX_EPOCH,
            finished: jiff::Timestamp::UNIX_EPOCH,
            version: VERSION.to_owned(),
            grade: grade(&outcomes, activity),
            outcomes,
        };
        Run {
            report,
            evidence: Default::default(),
            nonce: "0123456789abcdef".to_owned(),
            unsteady: Vec::new(),
            hints: [("a".parse().unwrap(), 2)].into(),
            history: Vec::new(),
            late,
        }
    }

    fn sheet(marking: &Marking, run: Run) -> ClassSheet {
        let mut sheet = ClassSheet::blank("zoe", "Zoé", "Lefèvre");
        marking.write(&mut sheet, run);
        sheet
    }

    fn skip(lost: bool) -> Verdict {
        Verdict::Skip { because: Text::verbatim("x"), lost }
    }

    #[test]
    fn what_is_not_judged_makes_a_mark_provisional_and_never_a_zero() {
        let verdicts = [
            ("a", 2, Verdict::Pass),
            ("b", 2, Verdict::Error(Text::verbatim("no answer"))),
            ("c", 2, skip(false)),
            ("lost", 2, skip(true)),
            ("drill", 5, skip(false)),
            ("eye", 3, Verdict::Manual(Text::verbatim("clarté"))),
        ];
        let found = sheet(&Marking::default(), run(&verdicts, None));
        let mark = found.mark.unwrap();
        assert_eq!((mark.value.value, mark.provisional), (10.into(), true), "2 of the 4 that were judged");
        let open: Vec<&str> = found.not_judged.iter().map(|open| open.check.as_str()).collect();
        assert_eq!(open, ["b", "c", "eye"], "neither what was lost nor what the level leaves out");
        let found = sheet(&Marking::default(), run(&verdicts[1..3], None));
        assert_eq!((found.mark, found.not_judged.len()), (None, 2));
        let found = sheet(&Marking::default(), run(&[verdicts[0].clone(), verdicts[5].clone()], None));
        assert!(!found.provisional(), "what the lab leaves to the teacher is waited for by nobody");
        let full = Marking { level: Level::Full, ..Marking::default() };
        let found = sheet(&full, run(&[verdicts[0].clone(), verdicts[4].clone()], None));
        assert!(found.provisional(), "a run of level quick where full is wanted");
    }

    #[test]
    fn deductions_are_told_apart_from_what_was_earned() {
        let terms =
            Terms { late: "10%/h".parse().unwrap(), hint: Some("0.5".parse().unwrap()), ..Terms::default() };
        let marking = Marking { terms, ..Marking::default() };
        let verdicts = [("a", 3, Verdict::Pass), ("b", 1, Verdict::Fail(Vec::new()))];
        let found = sheet(&marking, run(&verdicts, Some(Duration::from_secs(60))));
        let mark = found.mark.unwrap();
        assert_eq!((mark.earned.value, mark.value.value.to_string()), (15.into(), "12.5".to_owned()));
        let reasons: Vec<String> = found.deductions.iter().map(|d| d.reason.to(Lang::En)).collect();
        assert_eq!(reasons, ["2 hints", "1 min late"]);
    }

    #[test]
    fn what_is_refused_has_no_mark_and_says_why() {
        let marking = Marking {
            terms: Terms { late: "refuse".parse().unwrap(), ..Terms::default() },
            ..Marking::default()
        };
        let verdicts = [("a", 3, Verdict::Pass)];
        let found = sheet(&marking, run(&verdicts, Some(Duration::from_secs(60))));
        assert!(found.mark.is_none() && found.late.unwrap().refused && found.trouble.is_some());
        assert!(sheet(&marking, run(&verdicts, None)).mark.is_some());
    }
}
