//! What judging again changed.

use serde::Serialize;

use crate::check::Verdict;
use crate::grade::{Outcome, Points, Score};
use crate::i18n::Lang;
use crate::name::CheckId;
use crate::result::Payload;

/// The verdicts of a run, before and now.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// The checks, in the order of the corrected lab; those that it no longer has come last.
    pub checks: Vec<DiffLine>,
    /// What the run was worth.
    pub before: Score,
    /// What it is worth now.
    pub now: Score,
}

/// One check.
#[derive(Debug, Serialize)]
pub struct DiffLine {
    /// Its name.
    pub id: CheckId,
    /// What was concluded; nothing when the lab did not have the check.
    pub before: Option<Judged>,
    /// What is concluded now; nothing when the lab no longer has it.
    pub now: Option<Judged>,
    /// Whether the verdict or its points differ.
    pub changed: bool,
}

/// A verdict with its points.
#[derive(Debug, Serialize)]
pub struct Judged {
    /// `pass`, `fail`, `error`, `skip` or `manual`.
    pub verdict: &'static str,
    /// Points earned; nothing when they count neither way.
    pub earned: Option<Points>,
    /// What the check is worth.
    pub points: u32,
    /// What differs from what was expected, or why it was not judged.
    pub said: Vec<String>,
}

impl Judged {
    fn of(outcome: &Outcome, lang: Lang) -> Self {
        let said = match &outcome.verdict {
            Verdict::Pass => Vec::new(),
            Verdict::Fail(gaps) | Verdict::Partial(gaps, _) => {
                gaps.iter().map(|gap| gap.text().to(lang)).collect()
            }
            Verdict::Error(cause) | Verdict::Skip { because: cause, .. } | Verdict::Manual(cause) => {
                vec![cause.to(lang)]
            }
        };
        let counts = !matches!(
            outcome.verdict,
            Verdict::Error(_) | Verdict::Manual(_) | Verdict::Skip { lost: false, .. }
        );
        let earned = counts.then(|| outcome.earned());
        Self { verdict: outcome.verdict.word(), earned, points: outcome.points, said }
    }
}

impl Diff {
    /// Compares what was stored with what is concluded now.
    pub fn new(payload: &Payload, outcomes: &[Outcome], now: Score, lang: Lang) -> Self {
        let then = || payload.checks.iter().map(|kept| &kept.outcome);
        let line = |id: &CheckId, before: Option<&Outcome>, now: Option<&Outcome>| {
            let before = before.map(|outcome| Judged::of(outcome, lang));
            let now = now.map(|outcome| Judged::of(outcome, lang));
            let worth = |judged: &Option<Judged>| judged.as_ref().map(|j| (j.verdict, j.earned, j.points));
            DiffLine { id: id.clone(), changed: worth(&before) != worth(&now), before, now }
        };
        let kept = outcomes.iter().map(|now| line(&now.id, then().find(|then| then.id == now.id), Some(now)));
        let gone = then().filter(|then| !outcomes.iter().any(|now| now.id == then.id));
        let checks = kept.chain(gone.map(|then| line(&then.id, Some(then), None))).collect();
        Self { checks, before: payload.score, now }
    }
}
