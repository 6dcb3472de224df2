//! Expectations: what a value that was seen is compared with.
//!
//! A bare value means equality, a list "contains all of these", a map holds one or
//! more named conditions that must all be met. Types are converted towards the type
//! of what was *observed*, never by guess: `"08"` equals the text `08`, and 8 where a
//! number was seen.

mod read;

use std::borrow::Cow;

use regex::Regex;

use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::quantity::{Dimension, Quantity};
use crate::text;

/// What was seen on the bench.
#[derive(Clone, Debug, PartialEq)]
pub enum Observed {
    /// A text; its final newline has been left out.
    Text(String),
    /// A number, in the base unit.
    Number(f64),
    /// Several texts.
    List(Vec<String>),
}

impl Observed {
    /// Returns a text without its final newlines.
    pub fn text(text: &str) -> Self {
        Self::Text(text.trim_end_matches(['\n', '\r']).to_owned())
    }

    /// Returns the words of a list.
    pub fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(|item| item.to_string()).collect())
    }

    /// Shows the value, cut to what a person reads.
    pub fn show(&self) -> Text {
        match self {
            Self::Text(text) if text.is_empty() => text!("shown-empty"),
            Self::Text(text) => Text::verbatim(excerpt(text)),
            Self::Number(number) => Text::verbatim(number.to_string()),
            Self::List(items) if items.is_empty() => text!("shown-nothing"),
            Self::List(items) => Text::verbatim(excerpt(&items.join(", "))),
        }
    }

    /// The number that can be compared with a bound in this dimension. A fact that is a
    /// number is in the base unit already; a text has to carry a unit when the bound has
    /// one: `3` is not less than four hours.
    fn number(&self, dimension: Dimension) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => {
                let quantity = text.trim().parse::<Quantity>().ok()?;
                (dimension == Dimension::None || quantity.dimension == dimension).then_some(quantity.value)
            }
            Self::List(_) => None,
        }
    }

    fn items(&self) -> Vec<&str> {
        match self {
            Self::List(items) => items.iter().map(String::as_str).collect(),
            Self::Text(text) => text.lines().collect(),
            Self::Number(_) => Vec::new(),
        }
    }
}

/// One or more conditions, all of which must be met.
#[derive(Clone, Debug)]
pub struct Matcher(Vec<Condition>);

#[derive(Clone, Debug)]
enum Condition {
    Equals(String),
    Not(Matcher),
    All(Vec<Matcher>),
    Any(Vec<Matcher>),
    Contains(Vec<String>),
    Lacks(Vec<String>),
    Exactly(Vec<String>),
    InOrder(Vec<String>),
    OneOf(Vec<String>),
    AtLeast(Bound),
    AtMost(Bound),
    MoreThan(Bound),
    LessThan(Bound),
    Between(Bound, Bound),
    Matches(Pattern),
    StartsWith(String),
    EndsWith(String),
    Length(Matcher),
}

/// A number as it was written, and its value.
#[derive(Clone, Debug)]
struct Bound {
    written: String,
    value: f64,
    dimension: Dimension,
}

/// A regular expression (linear time: RE2 syntax, no look-around, no back-references).
#[derive(Clone, Debug)]
struct Pattern(Regex);

impl Matcher {
    /// Returns the condition of being equal to `value`.
    pub fn equals(value: impl Into<String>) -> Self {
        Self(vec![Condition::Equals(value.into())])
    }

    /// Returns the condition of being 1 or more.
    pub fn at_least_one() -> Self {
        let bound = Bound { written: "1".to_owned(), value: 1.0, dimension: Dimension::None };
        Self(vec![Condition::AtLeast(bound)])
    }

    /// Whether every condition is met.
    ///
    /// # Errors
    /// Why the comparison makes no sense: a mistake of the lab, not of the student.
    pub fn accepts(&self, observed: &Observed) -> Result<bool, Text> {
        for condition in &self.0 {
            if !condition.accepts(observed)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Applies `change` to every text that is compared literally, for facts that have
    /// several written forms; patterns and bounds stay as they are.
    pub fn map_words(self, change: &dyn Fn(&str) -> String) -> Self {
        Self(self.0.into_iter().map(|condition| condition.map_words(change)).collect())
    }

    /// Returns the value when nothing else than equality with it is asked.
    pub fn bare(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Condition::Equals(value)] => Some(value),
            _ => None,
        }
    }

    /// Whether a part of it asks that something is not so.
    pub fn negates(&self) -> bool {
        self.0.iter().any(|condition| match condition {
            Condition::Not(_) | Condition::Lacks(_) => true,
            Condition::All(inner) | Condition::Any(inner) => inner.iter().any(Matcher::negates),
            _ => false,
        })
    }

    /// Says in words what is expected.
    pub fn describe(&self) -> Text {
        join(self.0.iter().map(Condition::describe), |a, b| text!("expect-and", first = a, second = b))
    }
}

fn join(texts: impl Iterator<Item = Text>, with: impl Fn(Text, Text) -> Text) -> Text {
    texts.reduce(with).unwrap_or_else(|| text!("expect-anything"))
}

impl Condition {
    fn map_words(self, change: &dyn Fn(&str) -> String) -> Self {
        let one = |word: String| change(&word);
        let many = |words: Vec<String>| words.iter().map(|word| change(word)).collect();
        let all = |inner: Vec<Matcher>| inner.into_iter().map(|matcher| matcher.map_words(change)).collect();
        match self {
            Self::Equals(word) => Self::Equals(one(word)),
            Self::StartsWith(word) => Self::StartsWith(one(word)),
            Self::EndsWith(word) => Self::EndsWith(one(word)),
            Self::Contains(words) => Self::Contains(many(words)),
            Self::Lacks(words) => Self::Lacks(many(words)),
            Self::Exactly(words) => Self::Exactly(many(words)),
            Self::InOrder(words) => Self::InOrder(many(words)),
            Self::OneOf(words) => Self::OneOf(many(words)),
            Self::Not(inner) => Self::Not(inner.map_words(change)),
            Self::All(inner) => Self::All(all(inner)),
            Self::Any(inner) => Self::Any(all(inner)),
            // A length counts, whatever the words are.
            other => other,
        }
    }

    fn accepts(&self, seen: &Observed) -> Result<bool, Text> {
        // Text where a number was asked of the student is simply wrong.
        let number = |bound: &Bound, compare: fn(f64, f64) -> bool| {
            Ok(seen.number(bound.dimension).is_some_and(|number| compare(number, bound.value)))
        };
        match self {
            Self::Equals(expected) => equal(expected, seen),
            Self::Not(inner) => Ok(!inner.accepts(seen)?),
            Self::All(inner) => inner.iter().try_fold(true, |all, matcher| Ok(all & matcher.accepts(seen)?)),
            Self::Any(inner) => inner.iter().try_fold(false, |any, matcher| Ok(any | matcher.accepts(seen)?)),
            Self::Contains(parts) => Ok(parts.iter().all(|part| contains(seen, part))),
            Self::Lacks(parts) => Ok(!parts.iter().any(|part| contains(seen, part))),
            Self::Exactly(items) => {
                let mut expected: Vec<&str> = items.iter().map(String::as_str).collect();
                let mut found = seen.items();
                expected.sort_unstable();
                found.sort_unstable();
                Ok(expected == found)
            }
            Self::InOrder(items) => Ok(seen.items() == items.iter().map(String::as_str).collect::<Vec<_>>()),
            Self::OneOf(values) => values.iter().try_fold(false, |any, value| Ok(any | equal(value, seen)?)),
            Self::AtLeast(bound) => number(bound, |seen, bound| seen >= bound),
            Self::AtMost(bound) => number(bound, |seen, bound| seen <= bound),
            Self::MoreThan(bound) => number(bound, |seen, bound| seen > bound),
            Self::LessThan(bound) => number(bound, |seen, bound| seen < bound),
            Self::Between(low, high) => {
                Ok(number(low, |seen, low| seen >= low)? && number(high, |seen, high| seen <= high)?)
            }
            Self::Matches(Pattern(regex)) => Ok(match seen {
                Observed::Text(text) => regex.is_match(text),
                Observed::Number(number) => regex.is_match(&number.to_string()),
                Observed::List(items) => items.iter().any(|item| regex.is_match(item)),
            }),
            Self::StartsWith(start) => Ok(whole(seen).starts_with(start.as_str())),
            Self::EndsWith(end) => Ok(whole(seen).ends_with(end.as_str())),
            Self::Length(inner) => {
                let length = match seen {
                    Observed::List(items) => items.len(),
                    other => whole(other).chars().count(),
                };
                inner.accepts(&Observed::Number(length as f64))
            }
        }
    }

    fn describe(&self) -> Text {
        let list = |items: &[String]| items.iter().map(|i| format!("« {i} »")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Equals(value) if value.is_empty() => text!("shown-empty"),
            Self::Equals(value) => Text::verbatim(excerpt(value)),
            Self::Not(inner) => text!("expect-not", inner = inner.describe()),
            Self::All(inner) => {
                join(inner.iter().map(Matcher::describe), |a, b| text!("expect-and", first = a, second = b))
            }
            Self::Any(inner) => {
                join(inner.iter().map(Matcher::describe), |a, b| text!("expect-or", first = a, second = b))
            }
            Self::Contains(parts) => text!("expect-contains", items = list(parts)),
            Self::Lacks(parts) => text!("expect-lacks", items = list(parts)),
            Self::Exactly(items) => text!("expect-exactly", items = list(items)),
            Self::InOrder(items) => text!("expect-in-order", items = list(items)),
            Self::OneOf(values) => text!("expect-one-of", items = list(values)),
            Self::AtLeast(bound) => text!("expect-at-least", bound = &bound.written),
            Self::AtMost(bound) => text!("expect-at-most", bound = &bound.written),
            Self::MoreThan(bound) => text!("expect-more-than", bound = &bound.written),
            Self::LessThan(bound) => text!("expect-less-than", bound = &bound.written),
            Self::Between(low, high) => {
                text!("expect-between", low = &low.written, high = &high.written)
            }
            Self::Matches(Pattern(regex)) => text!("expect-matches", pattern = regex.as_str()),
            Self::StartsWith(start) => text!("expect-starts-with", start = start),
            Self::EndsWith(end) => text!("expect-ends-with", end = end),
            Self::Length(inner) => text!("expect-length", inner = inner.describe()),
        }
    }
}

fn whole(seen: &Observed) -> Cow<'_, str> {
    match seen {
        Observed::Text(text) => Cow::Borrowed(text),
        Observed::Number(number) => Cow::Owned(number.to_string()),
        Observed::List(items) => Cow::Owned(items.join("\n")),
    }
}

fn equal(expected: &str, seen: &Observed) -> Result<bool, Text> {
    match seen {
        Observed::Text(text) => Ok(text == expected.trim_end_matches('\n') || same_quantity(expected, text)),
        Observed::Number(number) => match expected.parse::<Quantity>() {
            Ok(quantity) => Ok(quantity.value == *number),
            Err(_) => Err(text!("error-expected-number", given = expected)),
        },
        Observed::List(items) => Ok(items.len() == 1 && items[0] == expected),
    }
}

/// Whether two texts are the same number of the same unit: `240min` is `4h`. Numbers
/// without a unit are compared as texts, since `08` may be a name.
fn same_quantity(expected: &str, seen: &str) -> bool {
    match (expected.parse::<Quantity>(), seen.parse::<Quantity>()) {
        (Ok(one), Ok(other)) => {
            one.dimension == other.dimension
                && one.dimension != Dimension::None
                && (one.value - other.value).abs() <= one.value.abs() * 1e-9
        }
        _ => false,
    }
}

fn contains(seen: &Observed, part: &str) -> bool {
    match seen {
        Observed::List(items) => items.iter().any(|item| item == part),
        other => whole(other).contains(part),
    }
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Observed};

    fn accepts(yaml: &str, observed: Observed) -> bool {
        serde_saphyr::from_str::<Matcher>(yaml).unwrap().accepts(&observed).unwrap()
    }

    fn text(text: &str) -> Observed {
        Observed::text(text)
    }

    #[test]
    fn what_was_observed_decides_of_the_type() {
        assert!(accepts("8", text("8\n")));
        assert!(!accepts("8", text("08")));
        assert!(accepts("\"08\"", Observed::Number(8.0)));
        assert!(accepts("512MiB", Observed::Number(536870912.0)));
        assert!(accepts("true", text("true")));
    }

    #[test]
    fn a_list_means_contains_all_of_these() {
        let seen = || Observed::list(["a", "b", "c"]);
        assert!(accepts("[c, a]", seen()));
        assert!(!accepts("[d]", seen()));
        assert!(accepts("{ exactly: [c, b, a] }", seen()));
        assert!(!accepts("{ in-order: [c, b, a] }", seen()));
        assert!(!accepts("{ exactly: [a, a, b, c] }", seen()));
    }

    #[test]
    fn conditions_must_all_be_met() {
        assert!(accepts("{ contains: b, lacks: z, matches: '^a.c$' }", text("abc")));
        assert!(!accepts("{ contains: b, lacks: c }", text("abc")));
        assert!(accepts("{ any: [x, { starts-with: a }] }", text("abc")));
        assert!(accepts("{ not: { ends-with: a } }", text("abc")));
    }

    #[test]
    fn numbers_are_compared_with_their_units() {
        assert!(accepts("{ at-least: 4h }", text("240min")));
        assert!(accepts("{ between: [1, 10] }", text("10")));
        assert!(!accepts("{ more-than: 10 }", text("10")));
        assert!(!accepts("{ at-most: 10 }", text("none")), "text is not a small number");
        assert!(accepts("{ length: { at-least: 2 } }", Observed::list(["a", "b"])));
        assert!(accepts("4h", text("240 min")));
        assert!(!accepts("4h", text("4")));
        assert!(!accepts("{ at-most: 4h }", text("3")), "three what?");
        assert!(!accepts("{ at-most: 4h }", text("3MB")));
        assert!(accepts("{ at-most: 4h }", Observed::Number(3.0)), "a fact that is in seconds");
    }

    #[test]
    fn an_expectation_that_cannot_fail_is_refused() {
        assert!(serde_saphyr::from_str::<Matcher>("{}").is_err());
        assert!(serde_saphyr::from_str::<Matcher>("{ contain: b }").is_err());
        assert!(serde_saphyr::from_str::<Matcher>("{ matches: '(' }").is_err());
    }
}
