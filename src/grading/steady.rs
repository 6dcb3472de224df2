//! Two runs on the same state, compared.

use crate::check::Verdict;
use crate::grade::Outcome;
use crate::report::class::Unsteady;
use crate::text;

/// Returns the outcomes of a run, where those that a second run did not confirm are not
/// judged, and which these are.
pub fn steady(first: Vec<Outcome>, second: &[Outcome]) -> (Vec<Outcome>, Vec<Unsteady>) {
    let mut unsteady = Vec::new();
    let compared = first.into_iter().map(|mut outcome| {
        let Some(again) = second.iter().find(|again| again.id == outcome.id) else { return outcome };
        if again.verdict.word() == outcome.verdict.word() && again.earned() == outcome.earned() {
            return outcome;
        }
        let said = |outcome: &Outcome| match outcome.earned() {
            earned if outcome.partial.is_some() => format!("{} ({earned})", outcome.verdict.word()),
            _ => outcome.verdict.word().to_owned(),
        };
        let verdicts = vec![said(&outcome), said(again)];
        outcome.verdict = Verdict::Error(text!("grade-unsteady", verdicts = verdicts.join(", ")));
        unsteady.push(Unsteady { check: outcome.id.clone(), verdicts });
        outcome
    });
    (compared.collect(), unsteady)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::steady;
    use crate::check::{Level, Tally, Verdict};
    use crate::grade::Outcome;
    use crate::i18n::Text;

    fn outcome(id: &str, verdict: Verdict) -> Outcome {
        Outcome {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            kind: "command".to_owned(),
            competences: Vec::new(),
            on: None,
            points: 3,
            partial: serde_saphyr::from_str("true").ok().filter(|_| id == "part"),
            level: Level::Quick,
            verdict,
            hints: Vec::new(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn what_a_second_run_does_not_confirm_is_not_judged() {
        let part = |right| Verdict::Partial(Vec::new(), Tally { right, of: 3 });
        let gap = |seen: &str| Verdict::fail(Text::verbatim("x"), Text::verbatim("1"), Text::verbatim(seen));
        let first = vec![
            outcome("same", Verdict::Pass),
            outcome("flaky", Verdict::Pass),
            outcome("other-words", gap("2")),
            outcome("part", part(1)),
        ];
        let second = [
            outcome("same", Verdict::Pass),
            outcome("flaky", gap("2")),
            outcome("other-words", gap("3")),
            outcome("part", part(2)),
        ];
        let (outcomes, unsteady) = steady(first, &second);
        let found: Vec<(&str, String)> =
            unsteady.iter().map(|one| (one.check.as_str(), one.verdicts.join(" / "))).collect();
        assert_eq!(found, [("flaky", "pass / fail".to_owned()), ("part", "fail (1) / fail (2)".to_owned())]);
        let words: Vec<&str> = outcomes.iter().map(|outcome| outcome.verdict.word()).collect();
        assert_eq!(words, ["pass", "error", "fail", "error"]);
    }
}
