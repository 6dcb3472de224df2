//! What `systemctl show` prints, read.
//!
//! Rank 1, no kind: used by `unit` and `timer`.

use std::collections::BTreeMap;

use crate::check::matcher::Observed;

/// The properties of one unit. A property that is printed several times (`ExecStart`)
/// has several values.
#[derive(Debug, Default)]
pub(super) struct Properties<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Properties<'a> {
    /// Reads the blocks of an output: one unit each, an empty line between two.
    pub fn parse(printed: &'a str) -> Vec<Self> {
        let mut units = vec![Self::default()];
        for line in printed.lines() {
            match (line.split_once('='), units.last_mut()) {
                (Some((key, value)), Some(unit)) => unit.0.entry(key).or_default().push(value),
                (None, Some(unit)) if line.is_empty() && !unit.0.is_empty() => units.push(Self::default()),
                _ => {}
            }
        }
        units.retain(|unit| !unit.0.is_empty());
        units
    }

    /// Returns the first value of a property.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.all(key).first().copied()
    }

    /// Returns every value of a property.
    pub fn all(&self, key: &str) -> &[&'a str] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns a property as what it is: a number, a duration in seconds, or text.
    pub fn observed(&self, key: &str) -> Option<Observed> {
        let values = self.0.get(key)?;
        let [value] = values[..] else { return Some(Observed::text(&values.join("\n"))) };
        let number = value.parse::<u64>().ok().filter(|_| value == "0" || !value.starts_with('0'));
        let duration = || seconds(value).filter(|_| key.ends_with("USec"));
        Some(match number.map(|number| number as f64).or_else(duration) {
            Some(number) => Observed::Number(number),
            None => Observed::text(value),
        })
    }
}

/// Reads a duration as systemd prints it: `1min 30s`, `100ms`, `0` (systemd.time(7)).
pub(super) fn seconds(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 10] = [
        ("us", 1e-6),
        ("ms", 1e-3),
        ("s", 1.0),
        ("min", 60.0),
        ("h", 3600.0),
        ("d", 86400.0),
        ("day", 86400.0),
        ("w", 604_800.0),
        ("month", 2_629_800.0),
        ("y", 31_557_600.0),
    ];
    if text == "0" {
        return Some(0.0);
    }
    let mut words = text.split_whitespace().peekable();
    words.peek()?;
    words.try_fold(0.0, |sum, word| {
        let (number, unit) = word.split_at(word.find(|c: char| c.is_ascii_alphabetic())?);
        let factor = UNITS.iter().find(|(name, _)| *name == unit)?.1;
        Some(sum + number.parse::<f64>().ok()? * factor)
    })
}

#[cfg(test)]
mod tests {
    use super::{Observed, Properties, seconds};

    #[test]
    fn blocks_are_units() {
        let printed = "Id=a.service\nExecStart={ a }\nExecStart={ b }\n\nId=b.service\nRestartUSec=1min 30s\nMemoryMax=268435456\nUMask=0022\n";
        let units = Properties::parse(printed);
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].observed("ExecStart"), Some(Observed::text("{ a }\n{ b }")));
        assert_eq!(units[1].observed("RestartUSec"), Some(Observed::Number(90.0)));
        assert_eq!(units[1].observed("MemoryMax"), Some(Observed::Number(268_435_456.0)));
        assert_eq!(units[1].observed("UMask"), Some(Observed::text("0022")));
        assert_eq!(units[1].observed("Restart"), None);
        assert!(Properties::parse("").is_empty());
    }

    #[test]
    fn durations_are_read_as_systemd_writes_them() {
        assert_eq!(seconds("1h 30min"), Some(5400.0));
        assert_eq!(seconds("1.5s"), Some(1.5));
        assert_eq!(seconds("0"), Some(0.0));
        assert_eq!(seconds("infinity"), None);
        assert_eq!(seconds(""), None);
    }
}
