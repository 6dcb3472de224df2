//! Versions of Debian packages and the constraints on them.
//!
//! The order is that of deb-version(7): epoch, then upstream version, then revision;
//! within one, runs of digits by value and everything else character by character, `~`
//! before the end, letters before other signs. It is computed here, so that a verdict
//! can be reached again from stored evidence.
//!
//! Rank 1, no kind: used by `package`.

use std::cmp::Ordering;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

/// A version as dpkg writes it: `[epoch:]upstream[-revision]`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    epoch: Option<u64>,
    upstream: String,
    revision: Option<String>,
}

impl Version {
    /// Returns nothing for a text that deb-version(7) does not allow.
    fn parse(text: &str) -> Option<Self> {
        let (epoch, rest) = match text.split_once(':') {
            Some((epoch, rest)) => (Some(epoch.parse().ok()?), rest),
            None => (None, text),
        };
        let (upstream, revision) = match rest.rsplit_once('-') {
            Some((upstream, revision)) => (upstream, Some(revision)),
            None => (rest, None),
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".+~-:".contains(c);
        let starts = upstream.starts_with(|c: char| c.is_ascii_digit());
        let sound =
            starts && upstream.chars().all(allowed) && revision.is_none_or(|r| r.chars().all(allowed));
        sound.then(|| Self { epoch, upstream: upstream.to_owned(), revision: revision.map(str::to_owned) })
    }

    /// Compares with a version that a person wrote; what they left out does not count.
    fn against(&self, written: &Self) -> Ordering {
        let epoch = written.epoch.map_or(Ordering::Equal, |epoch| self.epoch.unwrap_or(0).cmp(&epoch));
        let revision = || {
            written.revision.as_deref().map_or(Ordering::Equal, |revision| {
                compare(self.revision.as_deref().unwrap_or("0"), revision)
            })
        };
        epoch.then_with(|| compare(&self.upstream, &written.upstream)).then_with(revision)
    }
}

/// Compares two upstream versions or two revisions (`verrevcmp` of dpkg).
fn compare(a: &str, b: &str) -> Ordering {
    // The end of the text stands between `~` and everything else.
    let weight = |c: Option<&u8>| match c {
        Some(b'~') => -1,
        None => 0,
        Some(c) if c.is_ascii_digit() => 0,
        Some(c) if c.is_ascii_alphabetic() => i32::from(*c),
        Some(c) => i32::from(*c) + 256,
    };
    let digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        while (i < a.len() && !digit(a.get(i))) || (j < b.len() && !digit(b.get(j))) {
            let order = weight(a.get(i)).cmp(&weight(b.get(j)));
            if order != Ordering::Equal {
                return order;
            }
            i += 1;
            j += 1;
        }
        let number = |text: &[u8], from: usize| {
            let end = (from..text.len()).find(|&k| !digit(text.get(k))).unwrap_or(text.len());
            let start = (from..end).find(|&k| text[k] != b'0').unwrap_or(end);
            (start, end)
        };
        let ((from_a, to_a), (from_b, to_b)) = (number(a, i.min(a.len())), number(b, j.min(b.len())));
        let order = (to_a - from_a).cmp(&(to_b - from_b)).then_with(|| a[from_a..to_a].cmp(&b[from_b..to_b]));
        if order != Ordering::Equal {
            return order;
        }
        (i, j) = (to_a, to_b);
    }
    Ordering::Equal
}

/// What a version must be: `1.4`, `>= 1.4`, `>= 1.4, << 2`.
///
/// The operators are those of Debian: `<<`, `<=`, `=`, `>=`, `>>` (`<` and `>` are
/// understood as strict). A bare version means `=`. The order is that of dpkg, but an
/// epoch or a revision that the constraint leaves out is not compared: `= 1.26.3`
/// accepts `1.26.3-3+deb13u1`, and `>= 12` refuses `1:11.8.3-0+deb13u1`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Constraint {
    written: String,
    clauses: Vec<(Operator, Version)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Before,
    AtMost,
    Equal,
    AtLeast,
    After,
}

impl TryFrom<String> for Constraint {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let operators = [
            ("<<", Operator::Before),
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            (">>", Operator::After),
            ("<", Operator::Before),
            (">", Operator::After),
            ("=", Operator::Equal),
        ];
        let clauses = written.split(',').map(str::trim).map(|clause| {
            let (operator, version) = operators
                .iter()
                .find_map(|(sign, operator)| Some((*operator, clause.strip_prefix(sign)?)))
                .unwrap_or((Operator::Equal, clause));
            Some((operator, Version::parse(version.trim())?))
        });
        match clauses.collect() {
            Some(clauses) => Ok(Self { written, clauses }),
            None => {
                Err(format!("`{written}` is not a version: write for example \"1.4\" or \">= 1.4, << 2\""))
            }
        }
    }
}

impl Constraint {
    /// Whether a version satisfies every clause; nothing for a text that is no version.
    pub fn accepts(&self, version: &str) -> Option<bool> {
        let version = Version::parse(version)?;
        Some(self.clauses.iter().all(|(operator, written)| {
            let order = version.against(written);
            match operator {
                Operator::Before => order.is_lt(),
                Operator::AtMost => order.is_le(),
                Operator::Equal => order.is_eq(),
                Operator::AtLeast => order.is_ge(),
                Operator::After => order.is_gt(),
            }
        }))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Constraint, compare};

    /// Each line was asked of `dpkg --compare-versions` (1.22).
    #[test]
    fn the_order_is_that_of_dpkg() {
        let increasing =
            ["1.0~~", "1.0~~a", "1.0~", "1.0~rc1", "1.0", "1.0a", "1.0+b", "1.0.1", "1.2", "1.10"];
        for pair in increasing.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        for (a, b) in [("1.0", "1.00"), ("1.01", "1.1"), ("0", "")] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a} {b}");
        }
    }

    #[test]
    fn what_is_left_out_is_not_compared() {
        let accepts = |constraint: &str, version: &str| {
            Constraint::try_from(constraint.to_owned()).unwrap().accepts(version).unwrap()
        };
        assert!(accepts("1.26.3", "1.26.3-3+deb13u1"));
        assert!(accepts("= 1.26.3-3", "1.26.3-3"));
        assert!(!accepts("1.26.3-3", "1.26.3-4"));
        assert!(accepts(">= 1.4, << 2", "1.4.1-1"));
        assert!(!accepts(">= 1.4, << 2", "2.0-1"));
        assert!(accepts("<< 2", "2~rc1-1"));
        assert!(!accepts(">= 12", "1:11.8.3-0+deb13u1"), "the epoch alone does not make it newer");
        assert!(accepts("> 1:11", "1:11.8.3-0+deb13u1"));
        assert!(!accepts(">> 2", "1.9-1"));
        for wrong in ["", ">=", ">= x", "1.4 2", "~> 1.4", "1.4,"] {
            assert!(Constraint::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
