//! Points → a mark, by the scale of a school: exact until it is rounded, once.
//!
//! A weight multiplies the points of a check, earned and judged alike, so what was not
//! judged still counts neither way. What is taken off for lateness or hints is taken off
//! before the rounding; nobody falls below the lowest mark of the scale by it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::grade::{CompetenceGrade, Grade, Mastery, Outcome, Points, Score};
use crate::name::{CheckId, CompetenceCode};

/// A mark, rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// How much, exact to the hundredth.
    pub value: Points,
    /// Out of how much.
    pub out_of: u32,
}

/// What marks are rounded to, in hundredths: one of [`Step::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step(u8);

impl Step {
    /// Hundredths, tenths, quarters, halves, whole marks.
    pub const ALL: [Self; 5] = [Self(1), Self(10), Self(25), Self(50), Self(100)];

    /// Returns the step of so many hundredths, when it is one.
    pub fn of_hundredths(count: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|step| u64::from(step.0) == count)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Points::hundredths(self.0.into()).fmt(f)
    }
}

/// A number that marks are not rounded to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("marks are rounded to 0.01, 0.1, 0.25, 0.5 or 1")]
pub struct NoStep;

impl FromStr for Step {
    type Err = NoStep;

    fn from_str(given: &str) -> Result<Self, NoStep> {
        Self::ALL.into_iter().find(|step| step.to_string() == given.replace(',', ".")).ok_or(NoStep)
    }
}

/// Which way marks are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Rounding {
    /// To the nearest step, a half up.
    #[default]
    Nearest,
    /// To the next step above.
    Up,
    /// To the next step below.
    Down,
}

/// From which part of its points a competence is acquired, and up to which it is not;
/// in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Levels {
    /// Acquired from this part on; 100: all points.
    pub acquired: u8,
    /// Not acquired up to this part; 0: no point at all.
    pub not_acquired: u8,
}

impl Default for Levels {
    fn default() -> Self {
        Self { acquired: 100, not_acquired: 0 }
    }
}

/// How points become a mark and levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scale {
    /// What a perfect work gets, at least 1.
    pub out_of: u32,
    /// What marks are rounded to, in hundredths.
    pub step: Step,
    /// Which way.
    pub rounding: Rounding,
    /// The lowest mark of a work that could be judged.
    pub at_least: Points,
    /// When a competence is acquired.
    pub levels: Levels,
    /// Weights of checks; they come before those of competences.
    pub checks: BTreeMap<CheckId, Points>,
    /// Weights of competences. A check that shows several has the largest of theirs.
    pub competences: BTreeMap<CompetenceCode, Points>,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            out_of: 20,
            step: Step(1),
            rounding: Rounding::Nearest,
            at_least: Points::NONE,
            levels: Levels::default(),
            checks: BTreeMap::new(),
            competences: BTreeMap::new(),
        }
    }
}

impl Scale {
    /// Returns the mark of a run less what is taken off; nothing when nothing that has a
    /// weight could be judged.
    pub fn mark(&self, outcomes: &[Outcome], off: Points) -> Option<Mark> {
        let (mut earned, mut judged) = (0_u128, 0_u128);
        for outcome in outcomes {
            let mut score = Score::default();
            score.add(outcome);
            let weight = u128::from(self.weight(outcome).count());
            earned += u128::from(score.earned.count()) * weight;
            judged += u128::from(Points::whole(score.judged).count()) * weight;
        }
        self.rounded(earned, judged, off)
    }

    /// Returns the mark of a score whose checks are not known one by one: weights are left
    /// aside.
    pub fn mark_of(&self, score: &Score) -> Option<Mark> {
        let judged = Points::whole(score.judged).count();
        self.rounded(score.earned.count().into(), judged.into(), Points::NONE)
    }

    /// The weight of a check.
    fn weight(&self, outcome: &Outcome) -> Points {
        let shown = || outcome.competences.iter().filter_map(|code| self.competences.get(code)).max();
        self.checks.get(&outcome.id).or_else(shown).copied().unwrap_or(Points::whole(1))
    }

    fn rounded(&self, earned: u128, judged: u128, off: Points) -> Option<Mark> {
        if judged == 0 {
            return None;
        }
        let most = u128::from(self.out_of) * 100;
        // Hundredths of the mark are `exact / judged`: nothing is divided before the end.
        let exact = (most * earned).saturating_sub(u128::from(off.count()) * judged);
        let exact = exact.max(u128::from(self.at_least.count()) * judged).min(most * judged);
        let (step, unit) = (u128::from(self.step.0), judged * u128::from(self.step.0));
        let steps = match self.rounding {
            Rounding::Nearest => (2 * exact + unit) / (2 * unit),
            Rounding::Up => exact.div_ceil(unit),
            Rounding::Down => exact / unit,
        };
        let value = u64::try_from((steps * step).min(most)).unwrap_or(u64::MAX);
        Some(Mark { value: Points::hundredths(value), out_of: self.out_of })
    }

    /// How far a competence with this score is acquired, in the words of the portfolio.
    pub fn mastery(&self, score: &Score) -> Mastery {
        // Both sides in hundredths of a point times a hundred.
        let part = |percent: u8| u128::from(score.judged) * 100 * u128::from(percent);
        let earned = u128::from(score.earned.count()) * 100;
        match score.judged {
            0 => Mastery::NotJudged,
            _ if earned >= part(self.levels.acquired) => Mastery::Acquired,
            _ if earned <= part(self.levels.not_acquired) => Mastery::NotAcquired,
            _ => Mastery::InProgress,
        }
    }

    /// Each competence of a run with its level.
    pub fn masteries<'a>(&self, grade: &'a Grade) -> impl Iterator<Item = (&'a CompetenceGrade, Mastery)> {
        grade.competences.iter().map(|competence| (competence, self.mastery(&competence.score)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Levels, Mark, Rounding, Scale, Step};
    use crate::check::{Level, Verdict};
    use crate::grade::{Mastery, Outcome, Points, Score};
    use crate::i18n::Text;

    fn outcome(id: &str, competences: &[&str], points: u32, verdict: Verdict) -> Outcome {
        Outcome {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            kind: "command".to_owned(),
            competences: competences.iter().map(|code| code.parse().unwrap()).collect(),
            on: None,
            points,
            partial: None,
            level: Level::Quick,
            verdict,
            hints: Vec::new(),
            took: Duration::ZERO,
        }
    }

    fn outcomes() -> Vec<Outcome> {
        vec![
            outcome("a", &["C3.3.2.1"], 2, Verdict::Pass),
            outcome("b", &["C3.3.2.1", "C3.3.2.2"], 1, Verdict::Fail(Vec::new())),
            outcome("c", &["C3.3.2.3"], 7, Verdict::Error(Text::verbatim("x"))),
        ]
    }

    fn mark(scale: &Scale, off: u64) -> String {
        let Mark { value, out_of } = scale.mark(&outcomes(), Points::hundredths(off)).unwrap();
        format!("{value}/{out_of}")
    }

    #[test]
    fn a_mark_is_rounded_once_and_as_the_school_wants() {
        let rounded = |step: &str, rounding| {
            let scale = Scale { step: step.parse().unwrap(), rounding, ..Scale::default() };
            mark(&scale, 0)
        };
        // Two points of three are 13.333… on 20.
        let nearest = ["0.01", "0,1", "0.25", "0.5", "1"].map(|step| rounded(step, Rounding::Nearest));
        assert_eq!(nearest, ["13.33/20", "13.3/20", "13.25/20", "13.5/20", "13/20"]);
        let up = ["0.01", "0.25", "0.5", "1"].map(|step| rounded(step, Rounding::Up));
        assert_eq!(up, ["13.34/20", "13.5/20", "13.5/20", "14/20"]);
        let down = ["0.01", "0.25", "0.5", "1"].map(|step| rounded(step, Rounding::Down));
        assert_eq!(down, ["13.33/20", "13.25/20", "13/20", "13/20"]);
        assert_eq!(mark(&Scale { out_of: 10, ..Scale::default() }, 0), "6.67/10");
        assert!("0.3".parse::<Step>().is_err());
    }

    #[test]
    fn what_is_taken_off_comes_before_the_rounding_and_has_a_floor() {
        let half = Scale { step: Step(50), rounding: Rounding::Up, ..Scale::default() };
        // 13.33… less 0.75 is 12.58…: up to 13. Rounded first it would have been 12.75.
        assert_eq!(mark(&half, 75), "13/20");
        assert_eq!(mark(&half, 99_900), "0/20");
        let floor = Scale { at_least: Points::whole(3), ..Scale::default() };
        assert_eq!(mark(&floor, 99_900), "3/20");
        assert_eq!(mark(&floor, 0), "13.33/20");
    }

    #[test]
    fn weights_multiply_what_is_earned_and_what_is_judged() {
        let weight = |count| Points::hundredths(count);
        let mut scale = Scale::default();
        // The check b shows two competences and has the larger weight: 2 of 2 + 1 × 3.
        scale.competences.insert("C3.3.2.1".parse().unwrap(), weight(100));
        scale.competences.insert("C3.3.2.2".parse().unwrap(), weight(300));
        assert_eq!(mark(&scale, 0), "8/20");
        // Its own weight comes first: 2 of 2 + 1 × 0.5.
        scale.checks.insert("b".parse().unwrap(), weight(50));
        assert_eq!(mark(&scale, 0), "16/20");
        scale.checks.insert("b".parse().unwrap(), Points::NONE);
        assert_eq!(mark(&scale, 0), "20/20");
        scale.checks.insert("a".parse().unwrap(), Points::NONE);
        assert_eq!(scale.mark(&outcomes(), Points::NONE), None, "nothing that counts was judged");
    }

    #[test]
    fn nothing_judged_is_no_mark() {
        assert_eq!(Scale::default().mark(&outcomes()[2..], Points::NONE), None);
        assert_eq!(Scale::default().mark(&[], Points::NONE), None);
    }

    #[test]
    fn every_score_of_a_class_is_a_hundredth_that_prints_exactly() {
        for judged in 1..=60_u32 {
            for earned in 0..=judged {
                let score = Score { earned: earned.into(), judged, ..Score::default() };
                let mark = Scale::default().mark_of(&score).unwrap();
                let written = serde_json::to_string(&mark.value).unwrap();
                assert_eq!(written, mark.value.to_string());
                assert!(written.split('.').nth(1).is_none_or(|decimals| decimals.len() <= 2), "{written}");
                // The nearest hundredth: at most half of one away, checked crosswise.
                let away =
                    (i64::from(earned) * 200_000 - mark.value.count() as i64 * 100 * i64::from(judged)).abs();
                assert!(away <= 50 * i64::from(judged), "{earned}/{judged} gives {written}");
            }
        }
    }

    #[test]
    fn levels_have_thresholds_that_include_their_ends() {
        let scale = Scale { levels: Levels { acquired: 75, not_acquired: 25 }, ..Scale::default() };
        let level = |earned: u64, judged| {
            scale.mastery(&Score { earned: Points::hundredths(earned), judged, ..Score::default() })
        };
        assert_eq!(level(300, 4), Mastery::Acquired);
        assert_eq!(level(299, 4), Mastery::InProgress);
        assert_eq!(level(101, 4), Mastery::InProgress);
        assert_eq!(level(100, 4), Mastery::NotAcquired);
        assert_eq!(level(0, 0), Mastery::NotJudged);
    }
}
