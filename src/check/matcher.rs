//! Expectations: what a value that was seen is compared with.
//!
//! A bare value means equality, a list "contains all of these", a map holds one or
//! more named conditions that must all be met. Types are converted towards the type
//! of what was *observed*, never by guess: `"08"` equals the text `08`, and 8 where a
//! number was seen.

mod data;
mod moment;
mod nearest;
mod network;
mod read;
mod version;

use std::borrow::Cow;

use ipnet::IpNet;
use regex::Regex;

use crate::check::matcher::data::Path;
use crate::check::matcher::moment::Moment;
use crate::check::matcher::version::Version;
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
            Self::Text(text) => match text.trim().parse::<Quantity>() {
                Ok(quantity) => (dimension == Dimension::None || quantity.dimension == dimension)
                    .then_some(quantity.value),
                Err(_) if dimension == Dimension::Time => moment::seconds(text),
                Err(_) => None,
            },
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
    /// These, and perhaps those.
    Exactly(Vec<String>, Vec<String>),
    SubsetOf(Vec<String>),
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
    HasKey(Vec<String>),
    Json(Vec<(Path, Matcher)>),
    Version(Version),
    WithinNetwork(Vec<IpNet>),
    After(Moment),
    Before(Moment),
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
            Condition::Json(paths) => paths.iter().any(|(_, matcher)| matcher.negates()),
            _ => false,
        })
    }

    /// Shows what was seen and was not accepted, and the nearest miss in it. What is said
    /// stands in what was seen already; still, it must not be asked where the expectation
    /// itself is kept back, since it points at where the right answer should be.
    pub fn show_miss(&self, observed: &Observed) -> Text {
        let wanted = self.0.iter().filter(|condition| !matches!(condition.accepts(observed), Ok(true)));
        match wanted.flat_map(Condition::wanted).find_map(|wanted| nearest::nearest(&wanted, observed)) {
            Some(near) => near.show(observed),
            None => observed.show(),
        }
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
            Self::Exactly(words, more) => Self::Exactly(many(words), many(more)),
            Self::SubsetOf(words) => Self::SubsetOf(many(words)),
            Self::InOrder(words) => Self::InOrder(many(words)),
            Self::OneOf(words) => Self::OneOf(many(words)),
            Self::HasKey(words) => Self::HasKey(many(words)),
            Self::Json(paths) => Self::Json(
                paths.into_iter().map(|(path, matcher)| (path, matcher.map_words(change))).collect(),
            ),
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
            Self::Exactly(items, allowed) => {
                let mut more = seen.items();
                let all = items.iter().all(|item| {
                    let at = more.iter().position(|seen| seen == item);
                    at.map(|at| more.swap_remove(at)).is_some()
                });
                Ok(all && within(&more, allowed))
            }
            Self::SubsetOf(items) => Ok(!matches!(seen, Observed::Number(_)) && within(&seen.items(), items)),
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
            Self::HasKey(names) => Ok(data::has_keys(names, &whole(seen))),
            Self::Json(paths) => data::accepts(paths, &whole(seen)),
            Self::Version(version) => Ok(every(seen, |text| version.accepts(text))),
            Self::WithinNetwork(networks) => Ok(every(seen, |text| network::within(networks, text))),
            Self::After(moment) => Ok(moment.compared(seen)?.is_some_and(|order| order.is_gt())),
            Self::Before(moment) => Ok(moment.compared(seen)?.is_some_and(|order| order.is_lt())),
        }
    }

    /// The texts that it looks for in what was seen.
    fn wanted(&self) -> Vec<String> {
        match self {
            Self::Contains(words) | Self::Exactly(words, _) | Self::InOrder(words) | Self::OneOf(words) => {
                words.clone()
            }
            Self::Equals(word) => vec![word.clone()],
            Self::Matches(Pattern(regex)) => vec![nearest::plain(regex.as_str())],
            Self::All(inner) | Self::Any(inner) => {
                inner.iter().flat_map(|matcher| &matcher.0).flat_map(Self::wanted).collect()
            }
            _ => Vec::new(),
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
            Self::Exactly(items, more) if more.is_empty() => text!("expect-exactly", items = list(items)),
            Self::Exactly(items, more) => {
                text!("expect-exactly-allowing", items = list(items), more = list(more))
            }
            Self::SubsetOf(items) => text!("expect-subset-of", items = list(items)),
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
            Self::HasKey(names) => text!("expect-has-key", items = list(names)),
            Self::Json(paths) => {
                let each = paths.iter().map(|(path, matcher)| {
                    text!("expect-json-path", path = path.written(), inner = matcher.describe())
                });
                join(each, |a, b| text!("expect-and", first = a, second = b))
            }
            Self::Version(version) => text!("expect-version", version = version.written()),
            Self::WithinNetwork(networks) => {
                let names: Vec<String> = networks.iter().map(ToString::to_string).collect();
                text!("expect-within-network", items = list(&names))
            }
            Self::After(moment) => text!("expect-after", moment = moment.written()),
            Self::Before(moment) => text!("expect-before", moment = moment.written()),
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

/// Whether each of these is one of those.
fn within(items: &[&str], allowed: &[String]) -> bool {
    items.iter().all(|item| allowed.iter().any(|allowed| allowed == item))
}

/// Whether there is something, and each line or element of it is right.
fn every(seen: &Observed, right: impl Fn(&str) -> bool) -> bool {
    let whole = whole(seen);
    let items = match seen {
        Observed::List(_) => seen.items(),
        _ => whole.lines().collect(),
    };
    let mut items = items.into_iter().map(str::trim).filter(|item| !item.is_empty()).peekable();
    items.peek().is_some() && items.all(right)
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
    let time = |value| Quantity { value, dimension: Dimension::Time };
    let seen = seen.parse::<Quantity>().ok().or_else(|| moment::seconds(seen).map(time));
    match (expected.parse::<Quantity>().ok(), seen) {
        (Some(one), Some(other)) => {
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
mod tests;
