//! Expectations: what a value that was seen is compared with.
//!
//! A bare value means equality, a list "contains all of these", a map holds one or
//! more named conditions that must all be met. Types are converted towards the type
//! of what was *observed*, never by guess: `"08"` equals the text `08`, and 8 where a
//! number was seen.

use std::borrow::Cow;
use std::fmt;

use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor, value};

use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::quantity::Quantity;
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

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse::<Quantity>().ok().map(|q| q.value),
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
}

/// A regular expression (linear time: RE2 syntax, no look-around, no back-references).
#[derive(Clone, Debug)]
struct Pattern(Regex);

impl Matcher {
    /// Returns the condition of being equal to `value`.
    pub fn equals(value: impl Into<String>) -> Self {
        Self(vec![Condition::Equals(value.into())])
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

    /// Says in words what is expected.
    pub fn describe(&self) -> Text {
        join(self.0.iter().map(Condition::describe), |a, b| text!("expect-and", first = a, second = b))
    }
}

fn join(texts: impl Iterator<Item = Text>, with: impl Fn(Text, Text) -> Text) -> Text {
    texts.reduce(with).unwrap_or_else(|| text!("expect-anything"))
}

impl Condition {
    fn accepts(&self, seen: &Observed) -> Result<bool, Text> {
        let number = |compare: &dyn Fn(f64) -> bool| match seen.number() {
            Some(number) => Ok(compare(number)),
            // Text where a number was asked of the student is simply wrong.
            None => Ok(false),
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
            Self::AtLeast(bound) => number(&|n| n >= bound.value),
            Self::AtMost(bound) => number(&|n| n <= bound.value),
            Self::MoreThan(bound) => number(&|n| n > bound.value),
            Self::LessThan(bound) => number(&|n| n < bound.value),
            Self::Between(low, high) => number(&|n| n >= low.value && n <= high.value),
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
        Observed::Text(text) => Ok(text == expected.trim_end_matches('\n')),
        Observed::Number(number) => match expected.parse::<Quantity>() {
            Ok(quantity) => Ok(quantity.value == *number),
            Err(_) => Err(text!("error-expected-number", given = expected)),
        },
        Observed::List(items) => Ok(items.len() == 1 && items[0] == expected),
    }
}

fn contains(seen: &Observed, part: &str) -> bool {
    match seen {
        Observed::List(items) => items.iter().any(|item| item == part),
        other => whole(other).contains(part),
    }
}

/// A scalar as text: YAML's 8 and "8" are one expectation; what was observed decides.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text, a number, or true or false")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// One value or several.
struct OneOrMany(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_owned()]))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut items = Vec::new();
                while let Some(Scalar(item)) = seq.next_element()? {
                    items.push(item);
                }
                Ok(OneOrMany(items))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Scalar(written) = Scalar::deserialize(deserializer)?;
        let value = written.parse::<Quantity>().map_err(de::Error::custom)?.value;
        Ok(Self { written, value })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Scalar(written) = Scalar::deserialize(deserializer)?;
        Regex::new(&written).map(Self).map_err(de::Error::custom)
    }
}

/// The named conditions, as they stand in a file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Named {
    equals: Option<Scalar>,
    not: Option<Matcher>,
    all: Option<Vec<Matcher>>,
    any: Option<Vec<Matcher>>,
    contains: Option<OneOrMany>,
    lacks: Option<OneOrMany>,
    exactly: Option<OneOrMany>,
    in_order: Option<OneOrMany>,
    one_of: Option<OneOrMany>,
    at_least: Option<Bound>,
    at_most: Option<Bound>,
    more_than: Option<Bound>,
    less_than: Option<Bound>,
    between: Option<(Bound, Bound)>,
    matches: Option<Pattern>,
    starts_with: Option<Scalar>,
    ends_with: Option<Scalar>,
    length: Option<Matcher>,
}

impl From<Named> for Matcher {
    fn from(named: Named) -> Self {
        let many = |make: fn(Vec<String>) -> Condition, given: Option<OneOrMany>| {
            given.map(|OneOrMany(items)| make(items))
        };
        let one = |make: fn(String) -> Condition, given: Option<Scalar>| given.map(|Scalar(item)| make(item));
        let conditions = [
            one(Condition::Equals, named.equals),
            named.not.map(Condition::Not),
            named.all.map(Condition::All),
            named.any.map(Condition::Any),
            many(Condition::Contains, named.contains),
            many(Condition::Lacks, named.lacks),
            many(Condition::Exactly, named.exactly),
            many(Condition::InOrder, named.in_order),
            many(Condition::OneOf, named.one_of),
            named.at_least.map(Condition::AtLeast),
            named.at_most.map(Condition::AtMost),
            named.more_than.map(Condition::MoreThan),
            named.less_than.map(Condition::LessThan),
            named.between.map(|(low, high)| Condition::Between(low, high)),
            named.matches.map(Condition::Matches),
            one(Condition::StartsWith, named.starts_with),
            one(Condition::EndsWith, named.ends_with),
            named.length.map(Condition::Length),
        ];
        Self(conditions.into_iter().flatten().collect())
    }
}

impl<'de> Deserialize<'de> for Matcher {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Matcher;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value, a list, or conditions such as `contains` and `at-least`")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Matcher, E> {
                Ok(Matcher::equals(value))
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Matcher, E> {
                Ok(Matcher::equals(value.to_string()))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Matcher, E> {
                Ok(Matcher::equals(value.to_string()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Matcher, E> {
                Ok(Matcher::equals(value.to_string()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Matcher, E> {
                Ok(Matcher::equals(value.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Matcher, A::Error> {
                let OneOrMany(items) = Deserialize::deserialize(value::SeqAccessDeserializer::new(seq))?;
                Ok(Matcher(vec![Condition::Contains(items)]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Matcher, A::Error> {
                let named = Named::deserialize(value::MapAccessDeserializer::new(map))?;
                let matcher = Matcher::from(named);
                if matcher.0.is_empty() {
                    // An expectation that cannot fail is a mistake of the lab.
                    return Err(de::Error::custom("conditions are expected, there are none"));
                }
                Ok(matcher)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Matcher {
    fn schema_name() -> Cow<'static, str> {
        "Matcher".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let matcher = generator.subschema_for::<Matcher>();
        let scalar = json_schema!({ "type": ["string", "number", "boolean"] });
        let many = json_schema!({ "type": ["string", "number", "array"], "items": scalar });
        let several = json_schema!({ "type": "array", "items": matcher });
        json_schema!({
            "description": "a value (equality), a list (contains all of these), or named conditions",
            "type": ["string", "number", "boolean", "array", "object"],
            "items": scalar,
            "additionalProperties": false,
            "properties": {
                "equals": scalar, "not": matcher, "all": several, "any": several,
                "contains": many, "lacks": many, "exactly": many, "in-order": many, "one-of": many,
                "at-least": scalar, "at-most": scalar, "more-than": scalar, "less-than": scalar,
                "between": { "type": "array", "items": scalar, "minItems": 2, "maxItems": 2 },
                "matches": scalar, "starts-with": scalar, "ends-with": scalar, "length": matcher,
            },
        })
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
    }

    #[test]
    fn an_expectation_that_cannot_fail_is_refused() {
        assert!(serde_saphyr::from_str::<Matcher>("{}").is_err());
        assert!(serde_saphyr::from_str::<Matcher>("{ contain: b }").is_err());
        assert!(serde_saphyr::from_str::<Matcher>("{ matches: '(' }").is_err());
    }
}
