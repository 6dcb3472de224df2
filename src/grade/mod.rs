//! Verdicts → points → competences → a mark. Pure.
//!
//! What was not judged counts neither for nor against: its points leave the denominator
//! and are shown apart. So do checks of a level that was not run. A check skipped because
//! one that it needs *failed* loses its points, as the one that failed does.
//!
//! A check that shows several competences counts once in the total, and once for each of
//! its competences in the table of competences.
//!
//! Rank 3: imports `check`, `referentiel` and rank 0.

mod attempt;
mod copying;
mod mark;
mod points;
mod terms;

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::{Level, Partial, Verdict};
use crate::error::Category;
use crate::name::{CheckId, CompetenceCode};
use crate::referentiel::Activity;

pub use attempt::Attempt;
pub use copying::{Passage, Suspicion, Work, suspicions};
pub use mark::{Levels, Mark, NoStep, Rounding, Scale, Step};
pub use points::Points;
pub use terms::{Cost, Deduction, LatePolicy, TermError, Terms};

/// The verdict of one check, with what a report says of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The check.
    pub id: CheckId,
    /// What it expects.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// The competences that it shows.
    pub competences: Vec<CompetenceCode>,
    /// The node that it looks at.
    pub on: Option<String>,
    /// What it is worth.
    pub points: u32,
    /// Whether it earns a part of them when it is not all right.
    #[serde(default)]
    pub partial: Option<Partial>,
    /// The level from which it runs.
    pub level: Level,
    /// What was concluded.
    pub verdict: Verdict,
    /// Hints, from the vaguest to the most precise.
    pub hints: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// What it earns: all, nothing, or the part of what was right.
    pub fn earned(&self) -> Points {
        match (&self.verdict, self.partial) {
            (Verdict::Pass, _) => Points::whole(self.points),
            (Verdict::Partial(_, tally), Some(partial)) => {
                Points::hundredths(partial.hundredths(self.points, *tally))
            }
            _ => Points::NONE,
        }
    }
}

/// Points earned, out of those that could be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// Points earned, exact to the hundredth.
    pub earned: Points,
    /// Points of the checks that were judged.
    pub judged: u32,
    /// Points of the checks that could not be judged.
    pub not_judged: u32,
    /// Points of the checks that were left out, of a higher level for example, and of what
    /// is left to the teacher.
    pub left_out: u32,
}

impl Score {
    fn add(&mut self, outcome: &Outcome) {
        let points = outcome.points;
        self.earned += outcome.earned();
        match &outcome.verdict {
            Verdict::Pass | Verdict::Fail(_) | Verdict::Partial(..) | Verdict::Skip { lost: true, .. } => {
                self.judged += points
            }
            Verdict::Error(_) => self.not_judged += points,
            Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => self.left_out += points,
        }
    }

    /// The mark on 20 of the [scale](Scale) that nobody changed; nothing when nothing
    /// could be judged.
    pub fn mark(&self) -> Option<f64> {
        Scale::default().mark_of(self).map(|mark| mark.value.number())
    }

    /// How far the competence is acquired by the same scale.
    pub fn mastery(&self) -> Mastery {
        Scale::default().mastery(self)
    }
}

/// How far a competence is acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mastery {
    /// All points.
    Acquired,
    /// Some.
    InProgress,
    /// None.
    NotAcquired,
    /// Nothing could be judged.
    NotJudged,
}

/// What a run is worth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grade {
    /// The whole.
    pub total: Score,
    /// Each competence of the activity, in the official order.
    pub competences: Vec<CompetenceGrade>,
}

/// What a run shows of one competence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CompetenceGrade {
    /// Its code.
    pub code: CompetenceCode,
    /// Its official label.
    pub label: String,
    /// Points.
    pub score: Score,
}

/// Grades the outcomes of a run.
pub fn grade(outcomes: &[Outcome], activity: &Activity) -> Grade {
    let mut total = Score::default();
    for outcome in outcomes {
        total.add(outcome);
    }
    let competences = activity
        .competences
        .iter()
        .map(|competence| {
            let mut score = Score::default();
            for outcome in outcomes.iter().filter(|outcome| outcome.competences.contains(&competence.code)) {
                score.add(outcome);
            }
            CompetenceGrade { code: competence.code.clone(), label: competence.label.clone(), score }
        })
        .collect();
    Grade { total, competences }
}

impl Grade {
    /// What a run ends with: nothing when all passed. What could not be judged comes
    /// before what failed, since the marks are then not final.
    pub fn category(&self) -> Option<Category> {
        match self.total {
            Score { not_judged: 1.., .. } => Some(Category::NotJudged),
            Score { earned, judged, .. } if earned < Points::whole(judged) => Some(Category::Failed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Mastery, Outcome, Points, grade};
    use crate::check::{Level, Tally, Verdict};
    use crate::error::Category;
    use crate::i18n::Text;
    use crate::referentiel::Referentiel;

    fn outcome(id: &str, competence: &str, points: u32, verdict: Verdict) -> Outcome {
        Outcome {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            kind: "command".to_owned(),
            competences: vec![competence.parse().unwrap()],
            on: None,
            points,
            partial: None,
            level: Level::Quick,
            verdict,
            hints: Vec::new(),
            took: Duration::ZERO,
        }
    }

    fn words() -> Text {
        Text::verbatim("x")
    }

    #[test]
    fn what_is_not_judged_counts_neither_way() {
        let catalogue = Referentiel::embedded();
        let activity = catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap();
        let outcomes = [
            outcome("a", "C3.3.2.1", 3, Verdict::Pass),
            outcome("b", "C3.3.2.1", 1, Verdict::Fail(Vec::new())),
            outcome("c", "C3.3.2.2", 4, Verdict::Error(words())),
            outcome("d", "C3.3.2.3", 2, Verdict::Skip { because: words(), lost: true }),
            outcome("e", "C3.3.2.3", 5, Verdict::Skip { because: words(), lost: false }),
        ];
        let grade = grade(&outcomes, activity);
        assert_eq!((grade.total.earned, grade.total.judged), (3.into(), 6));
        assert_eq!((grade.total.not_judged, grade.total.left_out), (4, 5));
        assert_eq!(grade.total.mark(), Some(10.0));
        let masteries: Vec<Mastery> = grade.competences.iter().map(|c| c.score.mastery()).collect();
        assert_eq!(masteries, [Mastery::InProgress, Mastery::NotJudged, Mastery::NotAcquired]);
        assert_eq!(grade.category(), Some(Category::NotJudged));
    }

    #[test]
    fn a_part_of_the_points_is_earned_where_the_lab_says_so() {
        let catalogue = Referentiel::embedded();
        let activity = catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap();
        let part = || Verdict::Partial(Vec::new(), Tally { right: 2, of: 3 });
        let mut outcomes = vec![
            outcome("a", "C3.3.2.1", 1, part()),
            outcome("b", "C3.3.2.2", 1, part()),
            outcome("c", "C3.3.2.3", 5, Verdict::Manual(words())),
        ];
        outcomes[0].partial = serde_saphyr::from_str("true").ok();
        let graded = grade(&outcomes, activity);
        assert_eq!((graded.total.earned, graded.total.judged), (Points::hundredths(66), 2));
        assert_eq!((graded.total.left_out, graded.total.mark()), (5, Some(6.6)));
        let masteries: Vec<Mastery> = graded.competences.iter().map(|c| c.score.mastery()).collect();
        assert_eq!(masteries, [Mastery::InProgress, Mastery::NotAcquired, Mastery::NotJudged]);
        assert_eq!(graded.category(), Some(Category::Failed));
    }

    #[test]
    fn marks_are_rounded_to_the_hundredth() {
        let catalogue = Referentiel::embedded();
        let activity = catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap();
        let outcomes = [
            outcome("a", "C3.3.2.1", 2, Verdict::Pass),
            outcome("b", "C3.3.2.1", 1, Verdict::Fail(Vec::new())),
        ];
        let graded = grade(&outcomes, activity);
        assert_eq!(graded.total.mark(), Some(13.33));
        assert_eq!(graded.category(), Some(Category::Failed));
        assert_eq!(grade(&outcomes[..1], activity).category(), None);
        assert_eq!(grade(&[], activity).total.mark(), None);
    }
}
