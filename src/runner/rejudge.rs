//! Stored evidence → verdicts, by checks that may have been corrected since.
//!
//! A check asks its questions again, and the answers are looked up instead of being asked
//! for: the same question has the same answer. A question that was never asked, or whose
//! answer was not kept whole, cannot be judged; it is never held against the student.
//!
//! Checks that only look may find their answers in any order, and among those of other
//! checks that only looked: a check that was renamed, or split in two, is still judged. A
//! drill alters what it looks at, so it must have asked the very same questions in the very
//! same order.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::{Level, Probe, Verdict};
use crate::exec::ExecOutput;
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::model::PlannedCheck;
use crate::name::CheckId;
use crate::runner::{Evidence, Mask, in_order, is_late, missing, outcome, scene};
use crate::text;

/// A run whose evidence was kept.
pub struct Stored<'a> {
    /// How thorough it was.
    pub level: Level,
    /// The word of the run.
    pub nonce: &'a str,
    /// What was concluded then, and from what.
    pub checks: Vec<(&'a Outcome, &'a [Evidence])>,
}

/// Judges the evidence of a run by these checks, in the order of the lab. The mask is that
/// of the student for whom the run was.
pub fn rejudge(checks: &[PlannedCheck], stored: &Stored<'_>, mask: &Mask) -> Vec<Outcome> {
    let again = Again { checks, stored, mask };
    let mut done: BTreeMap<CheckId, Outcome> = BTreeMap::new();
    for check in in_order(&checks.iter().collect::<Vec<_>>()) {
        let verdict = if is_late(check, checks) && stored.level < Level::Full {
            Verdict::Skip { because: text!("skip-level"), lost: false }
        } else {
            missing(check, &done).unwrap_or_else(|| again.judge(check))
        };
        let took = again.before(&check.id).map_or(Duration::ZERO, |(before, _)| before.took);
        done.insert(check.id.clone(), outcome(check, mask.verdict(verdict), took));
    }
    checks.iter().filter_map(|check| done.remove(&check.id)).collect()
}

struct Again<'a> {
    checks: &'a [PlannedCheck],
    stored: &'a Stored<'a>,
    mask: &'a Mask,
}

impl Again<'_> {
    fn before(&self, id: &CheckId) -> Option<&(&Outcome, &[Evidence])> {
        self.stored.checks.iter().find(|(outcome, _)| outcome.id == *id)
    }

    fn judge(&self, check: &PlannedCheck) -> Verdict {
        let own = self.before(&check.id).map_or(&[][..], |(_, evidence)| evidence);
        let drill = is_late(check, self.checks);
        let mut next = 0;
        let verdict = match self.judge_by(check, own, &mut next, drill) {
            Ok(verdict) => verdict,
            Err(cause) => return Verdict::Error(cause),
        };
        if !drill || !verdict.passed() {
            return verdict;
        }
        let mut gaps = Vec::new();
        for id in check.check.then() {
            let Some(other) = self.checks.iter().find(|other| other.id == id.value) else { continue };
            match self.judge_by(other, own, &mut next, true) {
                Ok(Verdict::Pass) => {}
                Ok(Verdict::Fail(more)) => gaps.extend(more),
                Ok(other) => return other,
                Err(cause) => return Verdict::Error(cause),
            }
        }
        if gaps.is_empty() { Verdict::Pass } else { Verdict::Fail(gaps) }
    }

    /// Has a check judge the answers to its questions, found from `next` on.
    fn judge_by(
        &self,
        check: &PlannedCheck,
        own: &[Evidence],
        next: &mut usize,
        drill: bool,
    ) -> Result<Verdict, Text> {
        let scene = scene(check, self.stored.nonce);
        let mut outputs = Vec::new();
        for probe in check.check.probes(&scene) {
            let found = if drill {
                own.get(*next).filter(|piece| self.mask.is_of(piece, &probe)).inspect(|_| *next += 1)
            } else {
                self.look_up(own, next, &probe)
            };
            outputs.push(self.answer(found)?);
        }
        Ok(check.check.judge(&scene, &outputs))
    }

    /// Finds the answer to a question that altered nothing.
    fn look_up<'e>(&'e self, own: &'e [Evidence], next: &mut usize, probe: &Probe) -> Option<&'e Evidence> {
        let mine = own.iter().enumerate().skip(*next).find(|(_, piece)| self.mask.is_of(piece, probe));
        if let Some((at, piece)) = mine {
            *next = at + 1;
            return Some(piece);
        }
        let looked = self.stored.checks.iter().filter(|(outcome, _)| outcome.level == Level::Quick);
        looked.flat_map(|(_, pieces)| pieces.iter()).find(|piece| self.mask.is_of(piece, probe))
    }

    fn answer(&self, found: Option<&Evidence>) -> Result<ExecOutput, Text> {
        match found {
            None => Err(text!("rejudge-no-evidence")),
            Some(piece) if piece.cut => Err(text!("rejudge-cut")),
            Some(piece) => self.mask.output(piece).ok_or_else(|| text!("rejudge-masked")),
        }
    }
}

#[cfg(test)]
mod tests {

    use std::time::Duration;

    use super::{Stored, rejudge};
    use crate::check::{Act, Level, Place, Probe, Verdict};
    use crate::exec::{Ended, ExecOutput};
    use crate::grade::Outcome;
    use crate::individual::Seed;
    use crate::model::PlannedCheck;
    use crate::runner::tests::planned;
    use crate::runner::{Evidence, Mask, outcome, scene};

    const NONCE: &str = "0123456789abcdef";

    fn run(id: &str, script: &str, stdout: &str) -> PlannedCheck {
        planned(id, &format!("command: {{ run: {script:?}, stdout: {stdout:?} }}"), &[], Level::Quick, None)
    }

    fn mask() -> Mask {
        Mask::new(&["hunter22".to_owned(), "password".to_owned()], &Seed::new([7; 32]))
    }

    /// What a check observed when every one of its probes printed this.
    fn seen(check: &PlannedCheck, printed: &str, mask: &Mask) -> (Outcome, Vec<Evidence>) {
        let scene = scene(check, NONCE);
        let output =
            ExecOutput { ended: Ended::Status(0), stdout: printed.to_owned(), stderr: String::new() };
        let probes = check.check.probes(&scene);
        let outputs = vec![output; probes.len()];
        let verdict = check.check.judge(&scene, &outputs);
        let evidence = probes.iter().zip(&outputs).map(|(probe, output)| mask.evidence(probe, output));
        (outcome(check, mask.verdict(verdict), Duration::from_millis(3)), evidence.collect())
    }

    fn again(checks: &[PlannedCheck], kept: &[(Outcome, Vec<Evidence>)], level: Level) -> Vec<Verdict> {
        let then = kept.iter().map(|(outcome, evidence)| (outcome, evidence.as_slice()));
        let stored = Stored { level, nonce: NONCE, checks: then.collect() };
        rejudge(checks, &stored, &mask()).into_iter().map(|outcome| outcome.verdict).collect()
    }

    fn not_judged(verdict: &Verdict, message: &str) -> bool {
        matches!(verdict, Verdict::Error(cause) if cause.id() == message)
    }

    #[test]
    fn a_corrected_expectation_is_judged_by_the_same_evidence() {
        let kept = [seen(&run("a", "cat /x", "7"), "8", &mask())];
        assert!(matches!(kept[0].0.verdict, Verdict::Fail(_)));
        let verdicts = again(&[run("a", "cat /x", "8")], &kept, Level::Quick);
        assert_eq!(verdicts, [Verdict::Pass]);
        assert!(matches!(again(&[run("a", "cat /x", "9")], &kept, Level::Quick)[0], Verdict::Fail(_)));
    }

    #[test]
    fn a_question_that_was_never_asked_is_not_judged() {
        let kept = [seen(&run("a", "cat /x", "8"), "8", &mask())];
        let verdicts = again(&[run("a", "cat /y", "8")], &kept, Level::Quick);
        assert!(not_judged(&verdicts[0], "rejudge-no-evidence"), "{verdicts:?}");
        let elsewhere = PlannedCheck { on: Some("b".parse().unwrap()), ..run("a", "cat /x", "8") };
        assert!(not_judged(&again(&[elsewhere], &kept, Level::Quick)[0], "rejudge-no-evidence"));
    }

    #[test]
    fn how_long_it_might_take_and_what_it_is_called_are_no_part_of_the_question() {
        let gone = |id: &str| planned(id, "file: { path: /x, exists: false }", &[], Level::Quick, None);
        let kept = [seen(&gone("a"), "absent\n", &mask())];
        let renamed = PlannedCheck { timeout: Duration::from_secs(60), ..gone("b") };
        assert_eq!(again(&[renamed], &kept, Level::Quick), [Verdict::Pass]);
        // The script of a `command` holds a word drawn from the name: another question.
        let kept = [seen(&run("a", "cat /x", "8"), "8", &mask())];
        assert!(not_judged(
            &again(&[run("b", "cat /x", "8")], &kept, Level::Quick)[0],
            "rejudge-no-evidence"
        ));
    }

    /// Evidence shows `***` where the check compares a password: judged as it is shown, a
    /// pass would become a fail.
    #[test]
    fn what_the_mask_hides_is_judged_as_it_was() {
        let check = run("a", "cat /x", "hunter22");
        let kept = [seen(&check, "hunter22", &mask())];
        assert!(!format!("{kept:?}").contains("hunter22"));
        assert_eq!(again(&[check], &kept, Level::Quick), [Verdict::Pass]);
        let wrong = again(&[run("a", "cat /x", "password")], &kept, Level::Quick);
        assert!(matches!(wrong[0], Verdict::Fail(_)));
        assert!(!format!("{wrong:?}").contains("hunter22"), "{wrong:?}");
    }

    #[test]
    fn a_hidden_value_that_is_no_longer_known_is_not_judged() {
        let check = run("a", "cat /x", "s3cr3t-value");
        let other = Mask::new(&["s3cr3t-value".to_owned()], &Seed::new([7; 32]));
        let kept = [seen(&check, "s3cr3t-value", &other)];
        assert!(not_judged(&again(&[check], &kept, Level::Quick)[0], "rejudge-masked"));
    }

    /// Both scripts read `login ***`.
    #[test]
    fn two_secrets_that_look_alike_are_two_questions() {
        let kept = [seen(&run("a", "login hunter22", "in"), "in", &mask())];
        let verdicts = again(&[run("a", "login password", "in")], &kept, Level::Quick);
        assert!(not_judged(&verdicts[0], "rejudge-no-evidence"), "{verdicts:?}");
    }

    #[test]
    fn evidence_that_was_cut_is_not_judged() {
        let check = run("a", "cat /x", "8");
        let kept = [seen(&check, &"8".repeat(20_000), &mask())];
        assert!(not_judged(&again(&[check], &kept, Level::Quick)[0], "rejudge-cut"));
    }

    #[test]
    fn needs_decide_again() {
        let b = || planned("b", "command: { run: 'cat /y', stdout: '1' }", &["a"], Level::Quick, None);
        let mut kept = [seen(&run("a", "cat /x", "8"), "8", &mask()), seen(&b(), "1", &mask())];
        let verdicts = again(&[run("a", "cat /x", "9"), b()], &kept, Level::Quick);
        assert!(matches!(verdicts[1], Verdict::Skip { lost: true, .. }), "{verdicts:?}");
        // It was skipped then, so nothing was seen of it: that costs nothing now.
        kept[1].1.clear();
        let verdicts = again(&[run("a", "cat /x", "8"), b()], &kept, Level::Quick);
        assert!(not_judged(&verdicts[1], "rejudge-no-evidence"), "{verdicts:?}");
    }

    #[test]
    fn a_drill_has_to_have_asked_the_very_same() {
        let drill = |script: &str| PlannedCheck { level: Level::Full, ..run("d", script, "8") };
        let kept = [seen(&drill("rm /x"), "8", &mask()), seen(&run("a", "cat /x", "8"), "8", &mask())];
        assert_eq!(again(&[drill("rm /x")], &kept, Level::Full), [Verdict::Pass]);
        assert!(not_judged(&again(&[drill("cat /x")], &kept, Level::Full)[0], "rejudge-no-evidence"));
        let left_out = again(&[drill("rm /x")], &kept, Level::Quick);
        assert!(matches!(left_out[0], Verdict::Skip { lost: false, .. }), "{left_out:?}");
    }

    #[test]
    fn what_must_hold_after_a_restart_is_judged_by_what_was_seen_after_it() {
        let works = || run("works", "cat /x", "8");
        let restart = planned("kept", "persist: { then: [works] }", &["works"], Level::Full, None);
        let (outcome, mut evidence) = seen(&restart, "", &mask());
        // Before the restart it was right, afterwards it was not.
        evidence.extend(seen(&works(), "9", &mask()).1);
        let mut kept = [seen(&works(), "8", &mask()), (outcome, evidence)];
        let verdicts = again(&[works(), restart.clone()], &kept, Level::Full);
        assert_eq!(verdicts[0], Verdict::Pass);
        assert!(matches!(verdicts[1], Verdict::Fail(_)), "{verdicts:?}");
        kept[1].1.pop();
        let verdicts = again(&[works(), restart], &kept, Level::Full);
        assert!(not_judged(&verdicts[1], "rejudge-no-evidence"), "{verdicts:?}");
    }

    #[test]
    fn what_is_done_to_the_power_is_told_apart() {
        let probe = |act| Probe { place: Place::Sensor, act };
        let output = ExecOutput { ended: Ended::Status(0), stdout: String::new(), stderr: String::new() };
        let stop = mask().evidence(&probe(Act::Stop), &output);
        assert!(mask().is_of(&stop, &probe(Act::Stop)));
        assert!(!mask().is_of(&stop, &probe(Act::Start)));
    }
}
