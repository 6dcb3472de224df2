//! What lateness and hints cost. Pure.

use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Category, Explain};
use crate::explained;
use crate::grade::Points;
use crate::i18n::Text;
use crate::ink;
use crate::quantity::Span;
use crate::text;

/// Something that is taken off a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deduction {
    /// For what.
    pub reason: Text,
    /// How much, on the scale of the mark.
    pub amount: Points,
}

/// Under what terms work is marked.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// When the work is due.
    pub deadline: Option<Timestamp>,
    /// How much later it may come all the same.
    pub grace: Duration,
    /// What becomes of work that comes later still.
    pub late: LatePolicy,
    /// What a hint costs.
    pub hint: Option<Cost>,
}

/// What becomes of late work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LatePolicy {
    /// It is said, and costs nothing.
    #[default]
    Accept,
    /// It is not marked.
    Refuse,
    /// It costs so much for each of these that has begun.
    Cost(Cost, Duration),
}

/// Something to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// A share of what was earned, in hundredths of a percent.
    Share(u64),
    /// Points on the scale of the mark.
    Points(Points),
}

/// A term that cannot be understood.
#[derive(Debug, PartialEq)]
pub enum TermError {
    /// No cost.
    Cost {
        /// What was written.
        given: String,
    },
    /// No policy.
    Late {
        /// What was written.
        given: String,
    },
}

impl Explain for TermError {
    fn text(&self) -> Text {
        match self {
            Self::Cost { given } => text!("terms-cost", given = given),
            Self::Late { given } => text!("terms-late", given = given),
        }
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(TermError);

impl FromStr for Cost {
    type Err = TermError;

    /// Reads `0.5` or `0,5` (points), or `10%`.
    fn from_str(given: &str) -> Result<Self, TermError> {
        let wrong = || TermError::Cost { given: given.to_owned() };
        let (number, share) = match given.trim().strip_suffix('%') {
            Some(number) => (number, true),
            None => (given, false),
        };
        let hundredths = hundredths(number.trim()).ok_or_else(wrong)?;
        match share {
            true if hundredths > 10_000 => Err(wrong()),
            true => Ok(Self::Share(hundredths)),
            false => Ok(Self::Points(Points::hundredths(hundredths))),
        }
    }
}

/// Reads a number with two decimals at most, exactly; nothing for anything else.
fn hundredths(number: &str) -> Option<u64> {
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 || whole.len() > 6 {
        return None;
    }
    let part: u64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<u64>().ok()? * 100 + part)
}

impl FromStr for LatePolicy {
    type Err = TermError;

    /// Reads `accept`, `refuse`, or a cost and a time: `10%/h`, `2/d`, `0.5/30min`.
    fn from_str(given: &str) -> Result<Self, TermError> {
        let wrong = || TermError::Late { given: given.to_owned() };
        match given.trim() {
            "accept" => return Ok(Self::Accept),
            "refuse" => return Ok(Self::Refuse),
            _ => {}
        }
        let (cost, every) = given.split_once('/').ok_or_else(wrong)?;
        let every = every.trim();
        // « par heure » needs no 1.
        let every = if every.starts_with(|c: char| c.is_ascii_digit()) {
            every.to_owned()
        } else {
            format!("1{every}")
        };
        let every = Span::try_from(every).map_err(|_| wrong())?.0;
        if every < Duration::from_secs(1) {
            return Err(wrong());
        }
        Ok(Self::Cost(cost.parse().map_err(|_| wrong())?, every))
    }
}

impl Cost {
    /// What it is, so many times, for a mark.
    fn of(self, mark: Points, times: u64) -> Points {
        let each = match self {
            // Rounded in favour of the student, once for all of them.
            Self::Share(share) => {
                return Points::hundredths(mark.count().saturating_mul(share).saturating_mul(times) / 10_000);
            }
            Self::Points(points) => points.count(),
        };
        Points::hundredths(each.saturating_mul(times))
    }
}

impl Terms {
    /// Returns by how much work of this time is late; nothing when it is not.
    pub fn late(&self, at: Timestamp) -> Option<Duration> {
        let due = self.deadline?.checked_add(self.grace).ok()?;
        let by = at.duration_since(due);
        by.is_positive().then(|| by.unsigned_abs())
    }

    /// Returns what is taken off a mark: for hints first, then for lateness. Together it is
    /// never more than the mark.
    pub fn deductions(&self, mark: Points, late: Option<Duration>, hints: u32) -> Vec<Deduction> {
        let mut left = mark;
        let mut taken = Vec::new();
        let mut take = |reason: Text, amount: Points| {
            let amount = amount.min(left);
            if amount > Points::NONE {
                left = Points::hundredths(left.count() - amount.count());
                taken.push(Deduction { reason, amount });
            }
        };
        if let Some(cost) = self.hint.filter(|_| hints > 0) {
            take(text!("deduction-hints", count = hints), cost.of(mark, hints.into()));
        }
        if let (Some(late), LatePolicy::Cost(cost, every)) = (late, self.late) {
            let begun =
                u64::try_from(late.as_millis().div_ceil(every.as_millis().max(1))).unwrap_or(u64::MAX);
            let minutes = late.as_secs().div_ceil(60);
            take(text!("deduction-late", by = ink::duration(minutes)), cost.of(mark, begun));
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Cost, LatePolicy, Terms};
    use crate::grade::Points;

    const HOUR: Duration = Duration::from_secs(3600);

    fn mark(text: &str) -> Points {
        match text.parse() {
            Ok(Cost::Points(points)) => points,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn terms_are_read_as_people_write_them() {
        assert_eq!("10%/h".parse(), Ok(LatePolicy::Cost(Cost::Share(1000), HOUR)));
        assert_eq!("2/d".parse(), Ok(LatePolicy::Cost(Cost::Points(2.into()), 24 * HOUR)));
        assert_eq!("0,5/30min".parse(), Ok(LatePolicy::Cost(Cost::Points(Points::hundredths(50)), HOUR / 2)));
        assert_eq!("refuse".parse(), Ok(LatePolicy::Refuse));
        for wrong in ["", "10%", "10%/", "/h", "101%/h", "-1/h", "1/0h", "1.234/h", "un/h", "10%/x", "nan/h"]
        {
            assert!(wrong.parse::<LatePolicy>().is_err(), "{wrong}");
        }
        for wrong in ["", "-1", "1e3", "12345678", "%", "1.", ".5"] {
            assert!(wrong.parse::<Cost>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_has_begun_counts_and_grace_does_not() {
        let terms = Terms {
            deadline: Some("2026-11-25T12:00:00Z".parse().unwrap()),
            grace: Duration::from_secs(600),
            late: "10%/h".parse().unwrap(),
            hint: None,
        };
        let late = |at: &str| terms.late(at.parse().unwrap());
        assert_eq!(late("2026-11-25T12:10:00Z"), None);
        assert_eq!(late("2026-11-25T12:10:01Z"), Some(Duration::from_secs(1)));
        let off = |mark_: &str, late| {
            terms.deductions(mark(mark_), late, 3).iter().map(|d| d.amount).sum::<Points>()
        };
        assert_eq!(off("15", None), Points::NONE);
        assert_eq!(off("15", Some(Duration::from_secs(1))), mark("1.5"));
        assert_eq!(off("15", Some(HOUR)), mark("1.5"));
        assert_eq!(off("15", Some(HOUR + Duration::from_secs(1))), 3_u32);
        assert_eq!(off("13.33", Some(HOUR)), mark("1.33"), "rounded in favour of the student");
        assert_eq!(off("15", Some(100 * HOUR)), 15_u32, "never below nothing");
    }

    #[test]
    fn hints_cost_only_when_they_are_said_to() {
        let terms = Terms { hint: Some(Cost::Points(Points::hundredths(50))), ..Terms::default() };
        assert_eq!(terms.deductions(12.into(), None, 3)[0].amount, mark("1.5"));
        assert!(terms.deductions(12.into(), None, 0).is_empty());
        assert!(Terms::default().deductions(12.into(), Some(HOUR), 3).is_empty());
        assert_eq!(terms.deductions(1.into(), None, 30)[0].amount, 1_u32);
    }
}
