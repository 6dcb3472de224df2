//! Words and numbers as people write them: without regard to case, accents, spaces or the
//! sign before decimals.
//!
//! Rank 1, no kind.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::check::matcher::{Matcher, Observed};
use crate::i18n::Text;
use crate::quantity::{Dimension, Quantity};

/// Returns a text without its accents, in lower case, with single spaces.
pub fn fold(text: &str) -> String {
    let bare: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a folded text in which a decimal comma is a point: `12,5` is `12.5`. A number
/// stays as it was written otherwise: `1.10` is not `1.1`.
pub fn canonical(text: &str) -> String {
    let folded = fold(text);
    match folded.split_once(',') {
        Some((whole, part)) if digits(whole.trim_start_matches('-')) && digits(part) => {
            format!("{whole}.{part}")
        }
        _ => folded,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Compares what people wrote with an expectation, as it stands and folded. A negation has
/// to hold for both.
///
/// # Errors
/// Why the comparison makes no sense: a mistake of the lab.
pub fn accepts(matcher: &Matcher, seen: &[String], list: bool) -> Result<bool, Text> {
    let observed = |change: &dyn Fn(&str) -> String| match seen {
        [one] if !list => Observed::text(&change(one)),
        many => Observed::list(many.iter().map(|one| change(one))),
    };
    let written = matcher.accepts(&observed(&str::to_owned))?;
    let folded = matcher.clone().map_words(&canonical).accepts(&observed(&canonical))?;
    Ok(if matcher.negates() { written && folded } else { written || folded })
}

/// A number as people write it: `1 234,50 €`, `12.5`, `-3 %`.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its value, exact.
    pub value: Decimal,
    /// What follows it, folded except for its case; empty when nothing does.
    pub unit: String,
}

impl Number {
    /// Reads a number: a comma is a decimal sign unless a point follows it; spaces and
    /// apostrophes group digits.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.nfkc().collect::<String>().replace(['\u{2212}', '\u{2013}'], "-");
        let text = text.trim().trim_start_matches(['€', '$']).trim_start();
        let part = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.,'\u{2019}".contains(c);
        let end = text.find(|c: char| !part(c)).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let mut plain: String =
            number.chars().filter(|c| !c.is_whitespace() && !"'\u{2019}".contains(*c)).collect();
        match (plain.rfind(','), plain.rfind('.')) {
            (Some(comma), Some(point)) if comma < point => plain = plain.replace(',', ""),
            (Some(_), Some(_)) => plain = plain.replace('.', "").replace(',', "."),
            (Some(_), None) => plain = plain.replace(',', "."),
            _ => {}
        }
        let value = plain.parse().ok()?;
        Some(Self { value, unit: unit.trim().to_owned() })
    }

    /// Returns the value in `unit`: the unit may be left out, or be another of the same
    /// dimension (`2 h` for minutes). Nothing when it counts something else.
    pub fn within(&self, unit: Option<&str>) -> Option<Decimal> {
        let unit = unit.unwrap_or_default();
        if self.unit.is_empty() || self.unit == unit || fold(&self.unit) == fold(unit) {
            return Some(self.value);
        }
        let factor = |unit: &str| format!("1{unit}").parse::<Quantity>().ok();
        let (given, wanted) = (factor(&self.unit)?, factor(unit)?);
        if given.dimension != wanted.dimension || wanted.dimension == Dimension::None {
            return None;
        }
        let (given, wanted) = (Decimal::try_from(given.value).ok()?, Decimal::try_from(wanted.value).ok()?);
        self.value.checked_mul(given)?.checked_div(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, accepts, canonical, fold};

    #[test]
    fn case_accents_and_spaces_do_not_count() {
        assert_eq!(fold(" Équipe\u{a0} RÉSEAU "), "equipe reseau");
        assert_eq!(fold("l\u{2019}œuf"), "l'œuf");
        assert_eq!(canonical("12,5"), "12.5");
        assert_eq!(canonical("a,5"), "a,5");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text: &str| Number::read(text).map(|n| (n.value.to_string(), n.unit));
        let is = |value: &str, unit: &str| Some((value.to_owned(), unit.to_owned()));
        assert_eq!(read("1\u{202f}234,50\u{a0}€"), is("1234.50", "€"));
        assert_eq!(read("€ 1,234.50"), is("1234.50", ""));
        assert_eq!(read("1.234,50"), is("1234.50", ""));
        assert_eq!(read("-3,5 %"), is("-3.5", "%"));
        assert_eq!(read("12 Gio"), is("12", "Gio"));
        assert_eq!(read("douze"), None);
        assert_eq!(read("1-2"), None);
        let minutes =
            |text: &str| Number::read(text).unwrap().within(Some("min")).map(|v| v.normalize().to_string());
        assert_eq!(minutes("2 h"), Some("120".to_owned()));
        assert_eq!(minutes("120"), Some("120".to_owned()));
        assert_eq!(minutes("2 Go"), None);
    }

    #[test]
    fn a_negation_holds_for_both_forms() {
        let accepts = |yaml: &str, seen: &str| {
            accepts(&serde_saphyr::from_str(yaml).unwrap(), &[seen.to_owned()], false).unwrap()
        };
        assert!(accepts("Réseau", "RESEAU"));
        assert!(!accepts("{ not: Réseau }", "RESEAU"));
        assert!(!accepts("{ lacks: todo }", "TODO: x"));
        assert!(accepts("{ at-least: 4GiB }", "8 GiB"));
        assert!(accepts("{ matches: '^[A-Z]' }", "Abc"));
        assert!(!accepts("'1.10'", "1.1"), "a version is no number");
    }
}
