//! Dates and times as programs print them, and durations.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::{SpanTotal, Timestamp, Unit, Zoned};

use crate::check::matcher::Observed;
use crate::i18n::Text;
use crate::text;

/// A day, or an instant.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    written: String,
    when: When,
}

#[derive(Clone, Copy, Debug)]
enum When {
    Day(Date),
    Instant(Timestamp),
}

/// What was seen: the day where it was written, and the instant when a zone was named.
struct Seen {
    day: Date,
    time: bool,
    instant: Option<Timestamp>,
}

impl Moment {
    /// Reads a day or an instant whose zone is named.
    ///
    /// # Errors
    /// What is wrong, and what to write instead.
    pub(super) fn read(written: String) -> Result<Self, String> {
        let when = match see(&written) {
            Some(Seen { day, time: false, .. }) => When::Day(day),
            Some(Seen { instant: Some(instant), .. }) => When::Instant(instant),
            Some(_) => {
                return Err(format!(
                    "`{written}` names no time zone: write for example 2026-09-01T08:00:00[Europe/Paris] or 2026-09-01T06:00:00Z"
                ));
            }
            None => {
                return Err(format!(
                    "`{written}` is not a date: write for example 2026-09-01 or 2026-09-01T08:00:00[Europe/Paris]"
                ));
            }
        };
        Ok(Self { written, when })
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// Compares what was seen with it; nothing for what is no date.
    ///
    /// # Errors
    /// What was seen is less precise than what the lab compares it with.
    pub(super) fn compared(&self, seen: &Observed) -> Result<Option<Ordering>, Text> {
        let seen = match seen {
            Observed::Text(text) => see(text),
            Observed::Number(seconds) => epoch(*seconds),
            Observed::List(_) => None,
        };
        let Some(seen) = seen else { return Ok(None) };
        match (self.when, seen.instant) {
            (When::Day(day), _) => Ok(Some(seen.day.cmp(&day))),
            (When::Instant(instant), Some(seen)) => Ok(Some(seen.cmp(&instant))),
            (When::Instant(_), None) => Err(text!("error-expected-zone", given = &self.written)),
        }
    }
}

fn epoch(seconds: f64) -> Option<Seen> {
    // Whole seconds: no time of a file before the year 292 billion is beyond an i64.
    let instant = Timestamp::from_second(seconds as i64).ok()?;
    let day = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(Seen { day, time: true, instant: Some(instant) })
}

/// Reads a date as RFC 3339, RFC 2822 (HTTP, `date -R`), `stat`, OpenSSL and `@seconds`
/// write it.
fn see(text: &str) -> Option<Seen> {
    let text = text.trim();
    if let Some(seconds) = text.strip_prefix('@') {
        return epoch(seconds.parse().ok()?);
    }
    let zoned = |zoned: Zoned| Seen { day: zoned.date(), time: true, instant: Some(zoned.timestamp()) };
    let digits = |text: &str| text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if !digits(text) {
        let openssl = || text.strip_suffix("GMT").map(str::trim_end);
        return rfc2822::parse(text).ok().map(zoned).or_else(|| {
            let civil = DateTime::strptime("%b %d %H:%M:%S %Y", openssl()?).ok()?;
            civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(zoned)
        });
    }
    // `stat` puts a space before the offset, and `date` a zone in words.
    let text = text.strip_suffix(" UTC").map_or_else(|| text.to_owned(), |rest| format!("{rest}Z"));
    let text = text.replace(" +", "+").replace(" -", "-");
    if text.len() == 10 {
        return Some(Seen { day: text.parse().ok()?, time: false, instant: None });
    }
    if text.contains('[') {
        return text.parse().ok().map(zoned);
    }
    // Only a zone keeps this from being read as a civil time.
    let civil: Option<DateTime> = text.parse().ok();
    let (day, instant) = (civil.map(|civil| civil.date()), text.parse::<Timestamp>().ok());
    let day = day.or_else(|| text.get(..10)?.parse().ok())?;
    (civil.is_some() || instant.is_some()).then_some(Seen { day, time: true, instant })
}

/// Reads a duration as programs print it: `3 days, 4:05:06` (Python, PostgreSQL,
/// `uptime`), `1h 30min` (systemd), `P1D` (ISO 8601). A day has 24 hours; a month has no
/// length.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let clock = text.rsplit(' ').next().filter(|word| word.contains(':'));
    // The crate wants two digits for the hours.
    let text = match clock {
        Some(clock) if clock.find(':') == Some(1) => format!("{}0{clock}", &text[..text.len() - clock.len()]),
        _ => text.to_owned(),
    };
    let span: jiff::Span = text.parse().ok()?;
    span.total(SpanTotal::from(Unit::Second).days_are_24_hours()).ok()
}
