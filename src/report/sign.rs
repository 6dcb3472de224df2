//! What a verdict is marked with, by shape and by word, never by colour alone.

use crate::check::Verdict;
use crate::grade::{Mastery, Outcome, Points};
use crate::i18n::Text;
use crate::text;

/// The sign of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Passed.
    Pass,
    /// Failed, and earns a part of its points all the same.
    Part,
    /// Failed.
    Fail,
    /// Not judged.
    Error,
    /// Not run.
    Skip,
    /// Left to the teacher.
    Manual,
}

impl Sign {
    /// Every sign.
    pub(super) const ALL: [Self; 6] =
        [Self::Pass, Self::Part, Self::Fail, Self::Error, Self::Skip, Self::Manual];

    /// Returns the sign of an outcome.
    pub(super) fn of(outcome: &Outcome) -> Self {
        match &outcome.verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail(_) | Verdict::Partial(..) if outcome.earned() > Points::NONE => Self::Part,
            Verdict::Fail(_) | Verdict::Partial(..) => Self::Fail,
            Verdict::Error(_) => Self::Error,
            Verdict::Skip { .. } => Self::Skip,
            Verdict::Manual(_) => Self::Manual,
        }
    }

    /// Its symbol.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Pass => "✔",
            Self::Part => "◐",
            Self::Fail => "✘",
            Self::Error => "?",
            Self::Skip => "–",
            Self::Manual => "✎",
        }
    }

    /// Its name where a program reads it: in classes and identifiers of a page.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Part => "part",
            Self::Fail => "fail",
            Self::Error => "error",
            Self::Skip => "not-run",
            Self::Manual => "manual",
        }
    }

    /// Its word.
    pub(super) fn word(self) -> Text {
        match self {
            Self::Pass => text!("report-pass"),
            Self::Part => text!("report-part"),
            Self::Fail => text!("report-fail"),
            Self::Error => text!("report-error"),
            Self::Skip => text!("report-skip"),
            Self::Manual => text!("report-manual"),
        }
    }
}

/// The name of a level where a program reads it.
pub(super) fn level_code(mastery: Mastery) -> &'static str {
    match mastery {
        Mastery::Acquired => "acquired",
        Mastery::InProgress => "in-progress",
        Mastery::NotAcquired => "not-acquired",
        Mastery::NotJudged => "not-judged",
    }
}
