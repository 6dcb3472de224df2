//! Schedules: who does what, from when to when.
//!
//! Rank 1, no kind.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::document::Format;
use crate::check::rows::{self, Row};
use crate::check::wording::fold;
use crate::check::{Verdict, deliverable};
use crate::exec::ExecOutput;
use crate::text;

/// How a schedule is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A table.
    Csv,
    /// A list of tasks.
    Yaml,
    /// The same.
    Json,
    /// iCalendar (RFC 5545): one event a task.
    Ics,
}

impl Form {
    /// Returns the form that the name of a file tells.
    pub fn of(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Self::Csv,
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            "ics" | "ical" => Self::Ics,
            _ => return None,
        })
    }
}

/// The longest slot that is read, in days: nothing is worked out of one of a century.
const LONGEST: i32 = 3660;

/// A day, or days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl TryFrom<String> for Days {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let (first, last) = given.split_once("..").unwrap_or((&given, &given));
        let day = |text: &str| text.trim().parse::<Date>();
        match (day(first), day(last)) {
            (Ok(first), Ok(last)) if first <= last => Ok(Self { first, last }),
            _ => {
                Err(format!("`{given}` is neither a day (`2026-05-01`) nor days (`2026-07-13..2026-07-17`)"))
            }
        }
    }
}

impl Days {
    /// Whether a day is one of them.
    pub fn hold(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

/// A part of a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    pub task: String,
    pub resources: Vec<String>,
    pub start: DateTime,
    /// When it is over: midnight after its last day, where there is no time.
    pub end: DateTime,
}

impl Slot {
    /// The days that it touches.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let last = last_day(self.end);
        let days = std::iter::successors(Some(self.start.date()), |date| date.tomorrow().ok());
        days.take_while(move |date| *date <= last)
    }

    /// How long it takes on the clock.
    pub fn seconds(&self) -> i64 {
        self.end.duration_since(self.start).as_secs()
    }
}

/// A resource that is not there.
pub(super) struct Absence<'a> {
    pub who: &'a str,
    pub day: Date,
}

/// Returns who has to work on a slot and is not there.
pub(super) fn absent<'a>(slot: &'a Slot, absences: &BTreeMap<String, Vec<Days>>) -> Option<Absence<'a>> {
    slot.resources.iter().find_map(|who| {
        let (_, days) = absences.iter().find(|(name, _)| fold(name) == fold(who))?;
        let day = slot.dates().find(|date| days.iter().any(|days| days.hold(*date)))?;
        Some(Absence { who, day })
    })
}

/// The last day that something which ends then touches.
pub(super) fn last_day(end: DateTime) -> Date {
    end.checked_sub(1.second()).map_or(end.date(), |before| before.date())
}

/// Shows a moment: a day where it is midnight.
pub(super) fn shown(moment: DateTime) -> String {
    if moment.time() == jiff::civil::Time::midnight() {
        moment.date().to_string()
    } else {
        moment.strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// Reads a moment, and whether it has a time.
fn moment(text: &str) -> Option<(DateTime, bool)> {
    let text = text.trim();
    let day = || {
        let iso = text.parse::<Date>().ok();
        iso.or_else(|| Date::strptime("%d/%m/%Y", text).ok())
    };
    if !text.contains([':', 'T']) {
        return Some((day()?.to_datetime(jiff::civil::Time::midnight()), false));
    }
    // A schedule is in the time of those who read it: the zone does not move it.
    let local = text.trim_end_matches('Z');
    let iso = local.parse::<DateTime>().ok();
    let french = || DateTime::strptime("%d/%m/%Y %H:%M", local).ok();
    Some((iso.or_else(french)?, true))
}

/// Returns the slots of the file that a probe of [`deliverable::script`] printed.
///
/// # Errors
/// The verdict to return at once. A row that cannot be read is the student's.
pub(super) fn read(
    file: &str,
    form: Form,
    at: Option<&str>,
    columns: [&String; 4],
    output: &ExecOutput,
) -> Result<Vec<Slot>, Verdict> {
    let [task, start, end, resource] = columns.map(String::as_str);
    let format = match form {
        Form::Csv => Format::Csv,
        Form::Yaml => Format::Yaml,
        Form::Json => Format::Json,
        Form::Ics => {
            let events = events(file, &deliverable::written(file, output)?)?;
            let named = |name: &str, standard: &str, plain: &str| {
                if name == plain { standard.to_owned() } else { name.to_owned() }
            };
            let [task, start, end, resource] = [
                named(task, "summary", "task"),
                named(start, "dtstart", "start"),
                named(end, "dtend", "end"),
                named(resource, "resources", "resource"),
            ];
            return slots(file, &events, [&task, &start, &end, &resource], true);
        }
    };
    slots(file, &rows::read(file, format, at, output)?, [task, start, end, resource], false)
}

fn slots(file: &str, rows: &[Row], columns: [&str; 4], end_excluded: bool) -> Result<Vec<Slot>, Verdict> {
    let [task, start, end, resource] = columns;
    let mut slots = Vec::new();
    for row in rows {
        let name = row.text(task);
        // A row that is only prepared says no dates yet.
        if name.is_empty() || (row.text(start).is_empty() && row.text(end).is_empty()) {
            continue;
        }
        let fact = |column: &str| text!("fact-cell", column = column, row = name, file = file);
        let read = |column: &str| {
            let given = row.text(column);
            moment(given).ok_or_else(|| {
                Verdict::fail(fact(column), text!("plan-a-date"), crate::i18n::Text::verbatim(given))
            })
        };
        let (from, to) = (read(start)?, if row.text(end).is_empty() { read(start)? } else { read(end)? });
        // The last day of an event of iCalendar is the one before its end.
        let included = !end_excluded || row.text(end).is_empty();
        let whole_days = included && !to.1;
        let over = if whole_days { to.0.checked_add(1.day()).unwrap_or(to.0) } else { to.0 };
        let days = over.date().since(from.0.date()).map_or(i32::MAX, |span| span.get_days());
        if over <= from.0 || days > LONGEST {
            let expected = text!("plan-end-after-start");
            return Err(Verdict::fail(fact(end), expected, crate::i18n::Text::verbatim(row.text(end))));
        }
        slots.push(Slot { task: name.to_owned(), resources: row.items(resource), start: from.0, end: over });
    }
    Ok(slots)
}

/// Reads the events of a calendar as rows of their properties.
fn events(file: &str, source: &str) -> Result<Vec<Row>, Verdict> {
    let calendars = ical::PropertyParser::from_reader(source.as_bytes());
    let (mut events, mut event) = (Vec::new(), None::<Vec<(String, String)>>);
    for property in calendars {
        let property = property.map_err(|error| {
            let expected = text!("facts-readable", format = "iCalendar");
            Verdict::fail(
                text!("fact-path", path = file),
                expected,
                crate::i18n::Text::verbatim(error.to_string()),
            )
        })?;
        let value = property.value.unwrap_or_default();
        match (property.name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => event = Some(Vec::new()),
            ("END", "VEVENT") => events.extend(event.take().map(Row::of)),
            (name, value) => {
                if let Some(event) = &mut event {
                    let plain = value.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n");
                    event.push((name.to_owned(), plain));
                }
            }
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::{Days, last_day, moment, shown};

    #[test]
    fn dates_are_read_as_people_write_them() {
        let read = |text: &str| moment(text).map(|(moment, timed)| (shown(moment), timed));
        let day = Some(("2026-03-02".to_owned(), false));
        assert_eq!(read("2026-03-02"), day);
        assert_eq!(read("02/03/2026"), day);
        assert_eq!(read("20260302"), day);
        let morning = Some(("2026-03-02 08:30".to_owned(), true));
        assert_eq!(read("2026-03-02 08:30"), morning);
        assert_eq!(read("20260302T083000Z"), morning);
        assert_eq!(read("02/03/2026 08:30"), morning);
        assert_eq!(read("lundi"), None);
    }

    #[test]
    fn days_are_one_or_several() {
        let days = |text: &str| Days::try_from(text.to_owned());
        let july = days("2026-07-13..2026-07-17").unwrap();
        assert!(july.hold("2026-07-17".parse().unwrap()) && !july.hold("2026-07-18".parse().unwrap()));
        assert!(days("2026-07-17..2026-07-13").is_err() && days("lundi").is_err());
        assert_eq!(last_day("2026-07-14T00:00".parse().unwrap()).to_string(), "2026-07-13");
    }
}
