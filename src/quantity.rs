//! Durations and sizes as people write them in a lab: `90s`, `15min`, `512MiB`.
//!
//! A unit is always required: `timeout: 10` would leave the reader guessing.
//!
//! Rank 0.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

const TIMES: [(&str, f64); 18] = [
    ("ms", 0.001),
    ("s", 1.0),
    ("min", 60.0),
    ("h", 3600.0),
    ("d", 86400.0),
    ("j", 86400.0),
    ("w", 604800.0),
    // As people write in French.
    ("seconde", 1.0),
    ("secondes", 1.0),
    ("mn", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("heure", 3600.0),
    ("heures", 3600.0),
    ("jour", 86400.0),
    ("jours", 86400.0),
    ("semaine", 604800.0),
    ("semaines", 604800.0),
];

const SIZES: [(&str, f64); 19] = [
    ("B", 1.0),
    ("o", 1.0),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("KiB", 1024.0),
    ("MiB", 1048576.0),
    ("GiB", 1073741824.0),
    ("Kio", 1024.0),
    ("Mio", 1048576.0),
    ("Gio", 1073741824.0),
    ("KB", 1e3),
    ("ko", 1e3),
    ("Mo", 1e6),
    ("Go", 1e9),
    ("TB", 1e12),
    ("To", 1e12),
    ("TiB", 1099511627776.0),
    ("Tio", 1099511627776.0),
];

/// A number with, perhaps, a unit, brought to the base unit (seconds, bytes, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value in the base unit.
    pub value: f64,
    /// What is counted.
    pub dimension: Dimension,
}

/// What a [`Quantity`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A bare number.
    None,
    /// Seconds.
    Time,
    /// Bytes (IEC 80000-13 for the binary prefixes).
    Size,
    /// Hundredths.
    Percent,
}

impl FromStr for Quantity {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let given = given.trim();
        let split = given.find(|c: char| !(c.is_ascii_digit() || "+-.,".contains(c))).unwrap_or(given.len());
        let (number, unit) = given.split_at(split);
        let value: f64 = number
            .replace(',', ".")
            .parse()
            .map_err(|_| format!("`{given}` is not a number with a unit, such as `90s` or `512MiB`"))?;
        let unit = unit.trim();
        let of = |table: &[(&str, f64)], dimension| {
            let factor = table.iter().find(|(name, _)| *name == unit)?.1;
            Some(Self { value: value * factor, dimension })
        };
        match unit {
            "" => Some(Self { value, dimension: Dimension::None }),
            "%" => Some(Self { value, dimension: Dimension::Percent }),
            _ => of(&TIMES, Dimension::Time).or_else(|| of(&SIZES, Dimension::Size)),
        }
        .ok_or_else(|| format!("`{unit}` is not a unit: use ms, s, min, h, d, B, KiB, MiB or GiB"))
    }
}

/// A duration: `500ms`, `90s`, `15min`, `2h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(pub Duration);

impl Span {
    /// The duration in whole minutes, rounded up.
    pub fn minutes(self) -> u64 {
        self.0.as_secs().div_ceil(60)
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let quantity: Quantity = given.parse()?;
        if quantity.dimension != Dimension::Time || quantity.value < 0.0 {
            return Err(format!("`{given}` is not a duration: write for example `90s` or `15min`"));
        }
        Duration::try_from_secs_f64(quantity.value).map(Self).map_err(|e| e.to_string())
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, milliseconds) = (self.0.as_secs(), self.0.subsec_millis());
        match (seconds, milliseconds) {
            (0, ms) => write!(f, "{ms}ms"),
            (s, 0) if s % 60 == 0 => write!(f, "{}min", s / 60),
            (s, 0) => write!(f, "{s}s"),
            (s, ms) => write!(f, "{}ms", s * 1000 + u64::from(ms)),
        }
    }
}

/// Returns what a text with one of these units looks like, for editors; a template will do.
fn pattern(units: &[(&str, f64)]) -> String {
    let names: Vec<&str> = units.iter().map(|(name, _)| *name).collect();
    format!(r"^\s*([0-9]+([.,][0-9]*)?\s*({})|.*\{{\{{.*)\s*$", names.join("|"))
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "duration-unit",
            "pattern": pattern(&TIMES),
            "description": "a duration with its unit: 500ms, 90s, 15min, 2h, 1d",
        })
    }
}

/// A size in bytes: `512MiB`, `4kB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Size(pub u64);

impl TryFrom<String> for Size {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let quantity: Quantity = given.parse()?;
        if quantity.dimension != Dimension::Size || quantity.value < 0.0 {
            return Err(format!("`{given}` is not a size: write for example `512MiB`"));
        }
        Ok(Self(quantity.value as u64))
    }
}

impl From<Size> for String {
    /// What it is written as; exact, unlike what a person is shown.
    fn from(size: Size) -> String {
        let shown = size.to_string();
        if Size::try_from(shown.clone()) == Ok(size) { shown } else { format!("{}B", size.0) }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0 as f64;
        match self.0 {
            0..1024 => write!(f, "{}B", self.0),
            1024..1048576 => write!(f, "{}KiB", round(bytes / 1024.0)),
            1048576..1073741824 => write!(f, "{}MiB", round(bytes / 1048576.0)),
            _ => write!(f, "{}GiB", round(bytes / 1073741824.0)),
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "size-unit",
            "pattern": pattern(&SIZES),
            "description": "a size with its unit: 4kB, 512MiB, 2GiB",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Dimension, Quantity, Size, Span};

    #[test]
    fn units_are_read_and_required() {
        assert_eq!("512MiB".parse::<Quantity>().unwrap().value, 536870912.0);
        assert_eq!("1.5h".parse::<Quantity>().unwrap().value, 5400.0);
        assert_eq!("12".parse::<Quantity>().unwrap().dimension, Dimension::None);
        assert_eq!("1,5 To".parse::<Quantity>().unwrap().value, 1.5e12);
        assert_eq!("4 heures".parse::<Quantity>().unwrap().value, 14400.0);
        assert!("twelve".parse::<Quantity>().is_err());
        assert!("3 parsecs".parse::<Quantity>().is_err());
        assert!(Span::try_from("10".to_owned()).is_err());
        assert!(Size::try_from("10s".to_owned()).is_err());
    }

    #[test]
    fn what_is_printed_can_be_read_again() {
        for text in ["90s", "15min", "500ms", "1500ms"] {
            assert_eq!(Span::try_from(text.to_owned()).unwrap().to_string(), text);
        }
        assert_eq!(Size::try_from("384MiB".to_owned()).unwrap().to_string(), "384MiB");
    }
}
