//! Calendars, compared by what they mean: on which days, at which times.
//!
//! A [`Rule`] is a set of days and a set of times of the day, which every systemd
//! calendar expression (systemd.time(7)) and every line of a crontab is. Two sets of
//! rules mean the same when they give the same instants on each day of 28 years, after
//! which the days of the week fall on the same dates again. Nothing is asked of a
//! machine, so the time zone plays no part: both sides are in that of the node.
//!
//! Rank 1, no kind: used by `cron`, `timer` and `user`.

use std::collections::BTreeMap;
use std::fmt;

/// The first year that is compared, and how many.
const YEARS: std::ops::Range<i64> = 2024..2052;

/// The days of the week as systemd abbreviates them, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub year: i64,
    pub month: u32,
    pub day: u32,
}

impl Date {
    /// Returns the date of a number of days since 1970-01-01 (Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms").
    pub fn from_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self { year: year + era * 400 + i64::from(month <= 2), month: month as u32, day: day as u32 }
    }

    fn month_length(self) -> u32 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A set of small numbers, below 64.
pub(super) type Set = u64;

/// On which days, at which times.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// First year, last year, step; every year when there are none.
    pub years: Vec<(i64, i64, i64)>,
    /// 1 to 12.
    pub months: Set,
    /// 1 to 31, from the end of the month when `from_end`.
    pub days: Set,
    pub from_end: bool,
    /// 0 is Monday.
    pub weekdays: Set,
    /// Whether one of `days` and `weekdays` is enough, as in a crontab that restricts both.
    pub either: bool,
    /// Seconds since midnight, in order.
    pub times: Vec<u32>,
}

impl Rule {
    /// Returns the times of three sets.
    pub fn times(hours: Set, minutes: Set, seconds: Set) -> Vec<u32> {
        let members = |set: Set| (0..64_u32).filter(move |n| set >> n & 1 == 1);
        members(hours)
            .flat_map(|h| {
                members(minutes).flat_map(move |m| members(seconds).map(move |s| h * 3600 + m * 60 + s))
            })
            .collect()
    }

    /// Reads a calendar expression of systemd, and the time zone at its end.
    pub fn parse(text: &str) -> Option<(Self, Option<&str>)> {
        let text = text.trim();
        if let Some((_, long)) = SHORTHANDS.iter().find(|(short, _)| text.eq_ignore_ascii_case(short)) {
            return Self::parse(long);
        }
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let is_zone = |word: &&str| {
            *word == "UTC" || (word.contains('/') && word.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        let zone = words.last().copied().filter(is_zone);
        if zone.is_some() {
            words.pop();
        }
        let mut words = words.into_iter().peekable();
        words.peek()?;
        let weekdays = match words.next_if(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
            Some(word) => parse_weekdays(word.trim_end_matches(','))?,
            None => 0b111_1111,
        };
        let date = words.next_if(|word| word.contains(['-', '~']) && !word.contains(':')).unwrap_or("*-*-*");
        let time = words.next_if(|word| word.contains(':')).unwrap_or("00:00:00");
        if words.next().is_some() {
            return None;
        }
        let (months, day, from_end) = match date.split_once('~') {
            Some((months, day)) => (months, day, true),
            None => {
                let (months, day) = date.rsplit_once('-')?;
                (months, day, false)
            }
        };
        let (years, month) = months.split_once('-').unwrap_or(("*", months));
        let parts: Vec<&str> = time.split(':').collect();
        let (hours, minutes, seconds) = match parts[..] {
            [hours, minutes] => (hours, minutes, "00"),
            [hours, minutes, seconds] => (hours, minutes, seconds),
            _ => return None,
        };
        let times =
            Self::times(parse_set(hours, 0, 23)?, parse_set(minutes, 0, 59)?, parse_set(seconds, 0, 59)?);
        let rule = Self {
            years: parse_years(years)?,
            months: parse_set(month, 1, 12)?,
            days: parse_set(day, 1, 31)?,
            from_end,
            weekdays,
            either: false,
            times,
        };
        Some((rule, zone))
    }

    fn falls_on(&self, date: Date, weekday: u32) -> bool {
        let year = self.years.is_empty()
            || self.years.iter().any(|(first, last, step)| {
                (*first..=*last).contains(&date.year) && (date.year - first) % step == 0
            });
        let day = if self.from_end { date.month_length() + 1 - date.day } else { date.day };
        let (day, weekday) = (self.days >> day & 1 == 1, self.weekdays >> weekday & 1 == 1);
        year && self.months >> date.month & 1 == 1
            && if self.either { day || weekday } else { day && weekday }
    }
}

/// The expressions that systemd.time(7) has names for.
const SHORTHANDS: [(&str, &str); 11] = [
    ("minutely", "*-*-* *:*:00"),
    ("hourly", "*-*-* *:00:00"),
    ("daily", "*-*-* 00:00:00"),
    ("weekly", "Mon *-*-* 00:00:00"),
    ("monthly", "*-*-01 00:00:00"),
    ("quarterly", "*-01,04,07,10-01 00:00:00"),
    ("semiannually", "*-01,07-01 00:00:00"),
    ("semi-annually", "*-01,07-01 00:00:00"),
    ("bi-annually", "*-01,07-01 00:00:00"),
    ("yearly", "*-01-01 00:00:00"),
    ("annually", "*-01-01 00:00:00"),
];

/// Reads `Mon..Fri,Sun`, with full names too.
fn parse_weekdays(text: &str) -> Option<Set> {
    let one = |name: &str| {
        let name = name.to_ascii_lowercase();
        let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        WEEKDAYS.iter().position(|day| *day == name).or_else(|| full.iter().position(|day| *day == name))
    };
    text.split(',').try_fold(0, |set, part| {
        let (first, last) = match part.split_once("..").or_else(|| part.split_once('-')) {
            Some((first, last)) => (one(first)?, one(last)?),
            None => (one(part)?, one(part)?),
        };
        // systemd refuses a range over the end of the week.
        if last < first {
            return None;
        }
        Some((first..=last).fold(set, |set, day| set | 1 << day))
    })
}

/// Reads one component: `*`, `5`, `1..5`, `0/15`, `8..18/2`, and lists of these.
fn parse_set(text: &str, least: i64, most: i64) -> Option<Set> {
    parse_ranges(text, least, most)?.into_iter().try_fold(0, |set, (first, last, step)| {
        let inside = first >= least && last <= most && first <= last;
        inside.then(|| (first..=last).step_by(step as usize).fold(set, |set, number| set | 1 << number))
    })
}

fn parse_years(text: &str) -> Option<Vec<(i64, i64, i64)>> {
    if text == "*" { Some(Vec::new()) } else { parse_ranges(text, 1970, 2199) }
}

fn parse_ranges(text: &str, least: i64, most: i64) -> Option<Vec<(i64, i64, i64)>> {
    let number = |text: &str| match text.split_once('.') {
        // Fractions of seconds: only those that are none.
        Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.parse::<i64>().ok(),
        Some(_) => None,
        None => text.parse().ok(),
    };
    let ranges = text.split(',').map(|part| {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(number(step).filter(|step| *step > 0)?)),
            None => (part, None),
        };
        let (first, last) = match range.split_once("..") {
            // Unlike cron, systemd knows no step of a star.
            _ if range == "*" => step.is_none().then_some((least, most))?,
            Some((first, last)) => (number(first)?, number(last)?),
            None => {
                let first = number(range)?;
                (first, if step.is_some() { most } else { first })
            }
        };
        Some((first, last, step.unwrap_or(1)))
    });
    ranges.collect()
}

/// Whether what happens is what is wanted: every day, each wanted time has one that
/// happens at it or at most `slack` seconds later, and nothing else happens. `delay` is
/// how late what happens may still be.
///
/// A delay that leads past midnight is not followed.
pub(super) fn equivalent(wanted: &[Rule], actual: &[Rule], slack: u32, delay: u32) -> bool {
    // Which rules fall on a day repeats itself: the times are compared once for each case.
    let mut known: BTreeMap<(Vec<bool>, Vec<bool>), bool> = BTreeMap::new();
    let mut happens = false;
    let same = all_days().all(|(date, weekday)| {
        let on = |rules: &[Rule]| rules.iter().map(|rule| rule.falls_on(date, weekday)).collect::<Vec<_>>();
        let case = (on(wanted), on(actual));
        happens |= case.0.contains(&true);
        *known.entry(case).or_insert_with_key(|(on_wanted, on_actual)| {
            let (wanted, actual) = (times(wanted, on_wanted), times(actual, on_actual));
            wanted.len() == actual.len()
                && wanted.iter().zip(&actual).all(|(w, a)| a >= w && a + delay <= w + slack)
        })
    });
    same && happens
}

/// Whether there is any day on which one of the rules falls.
pub(super) fn happens(rule: &Rule) -> bool {
    all_days().any(|(date, weekday)| rule.falls_on(date, weekday))
}

fn all_days() -> impl Iterator<Item = (Date, u32)> {
    // 2024-01-01 is a Monday, 19,723 days after 1970-01-01.
    (19_723..).map(Date::from_days).zip((0..7).cycle()).take_while(|(date, _)| YEARS.contains(&date.year))
}

fn times(rules: &[Rule], on: &[bool]) -> Vec<u32> {
    let mut times: Vec<u32> = rules
        .iter()
        .zip(on)
        .filter(|(_, on)| **on)
        .flat_map(|(rule, _)| rule.times.iter().copied())
        .collect();
    times.sort_unstable();
    times.dedup();
    times
}

#[cfg(test)]
mod tests {
    use super::{Date, Rule, equivalent, happens};

    fn rules(texts: &[&str]) -> Vec<Rule> {
        texts.iter().map(|text| Rule::parse(text).unwrap_or_else(|| panic!("{text}")).0).collect()
    }

    fn same(a: &[&str], b: &[&str]) -> bool {
        equivalent(&rules(a), &rules(b), 0, 0)
    }

    #[test]
    fn days_are_dates() {
        assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days(19_723).to_string(), "2024-01-01");
        assert_eq!(Date::from_days(19_782).to_string(), "2024-02-29");
        assert_eq!(Date::from_days(-1).to_string(), "1969-12-31");
    }

    /// Each pair has the same normalized form or elapses in `systemd-analyze calendar`.
    #[test]
    fn what_means_the_same_is_the_same() {
        for (a, b) in [
            ("daily", "*-*-* 00:00:00"),
            ("02:30", "*-*-* 2:30:00"),
            ("Mon..Fri 22:00", "Mon,Tue,Wed,Thu,Fri *-*-* 22:00:00"),
            ("weekly", "Monday 00:00"),
            ("*:0/15", "*-*-* *:00,15,30,45:00"),
            ("Sat..Sun", "Sat,Sun *-*-* 00:00:00"),
            ("*-*-* 02:30:00.000", "02:30"),
            ("quarterly", "*-1/3-1"),
            ("*-*~01", "*-*~1 00:00:00"),
            ("12-25 8:00", "*-12-25 08:00:00"),
        ] {
            assert!(same(&[a], &[b]), "{a} | {b}");
        }
        assert!(same(&["02:30", "14:30"], &["02,14:30"]));
        assert!(same(&["Mon..Fri 01:00", "Sat,Sun 01:00"], &["01:00"]));
    }

    #[test]
    fn what_differs_once_in_a_while_differs() {
        for (a, b) in [
            ("02:30", "14:30"),
            ("*:0/5", "0..20:0/5"),
            ("daily", "Mon..Sat"),
            ("*-*-29", "*-*~1"),
            ("*-2-29", "*-2-28"),
            ("02:30", "2024..2040-*-* 02:30"),
            ("hourly", "*:00,30"),
        ] {
            assert!(!same(&[a], &[b]), "{a} | {b}");
        }
        assert!(!same(&["2020-01-01"], &["2021-01-01"]), "two plans for the past plan nothing");
        assert!(!happens(&rules(&["*-02-30"])[0]));
    }

    #[test]
    fn a_slack_covers_what_comes_later() {
        let at = rules(&["02:30"]);
        assert!(equivalent(&at, &rules(&["02:40"]), 900, 300));
        assert!(!equivalent(&at, &rules(&["02:40"]), 900, 301));
        assert!(!equivalent(&at, &rules(&["02:29"]), 900, 0));
        assert!(!equivalent(&at, &rules(&["02:30"]), 0, 1));
        assert!(!equivalent(&at, &rules(&["02:30,40"]), 900, 0));
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        for wrong in [
            "",
            "every day",
            "25:00",
            "02:60",
            "30 2 * * *",
            "*-13-01",
            "Fry 02:00",
            "02:30 UTC UTC",
            "Sat..Mon",
            "*/2:00",
        ] {
            assert!(Rule::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(Rule::parse("02:30 Europe/Paris").unwrap().1, Some("Europe/Paris"));
        assert_eq!(Rule::parse("*:0/15").unwrap().1, None);
    }
}
