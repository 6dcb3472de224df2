//! Expectations as they stand in a file: how they are read, and their schema.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor, value};

use crate::check::matcher::moment::Moment;
use crate::check::matcher::version::Version;
use crate::check::matcher::{Bound, Condition, Matcher, Pattern, data, network};
use crate::quantity::Quantity;

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
        let Quantity { value, dimension } = written.parse().map_err(de::Error::custom)?;
        Ok(Self { written, value, dimension })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Scalar(written) = Scalar::deserialize(deserializer)?;
        Regex::new(&written).map(Self).map_err(|error| {
            // The library draws the place in several lines; the last one says what is wrong.
            let said = error.to_string();
            let reason = said.rsplit("error: ").next().unwrap_or_default().trim();
            de::Error::custom(format!("`{written}` is not a regular expression: {reason}"))
        })
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
    allowing: Option<OneOrMany>,
    subset_of: Option<OneOrMany>,
    has_key: Option<OneOrMany>,
    json: Option<BTreeMap<String, Matcher>>,
    version: Option<Version>,
    within_network: Option<OneOrMany>,
    after: Option<Scalar>,
    before: Option<Scalar>,
}

impl TryFrom<Named> for Matcher {
    type Error = String;

    fn try_from(named: Named) -> Result<Self, String> {
        let many = |make: fn(Vec<String>) -> Condition, given: Option<OneOrMany>| {
            given.map(|OneOrMany(items)| make(items))
        };
        let one = |make: fn(String) -> Condition, given: Option<Scalar>| given.map(|Scalar(item)| make(item));
        let allowing = match (named.allowing, &named.exactly) {
            (Some(_), None) => return Err("`allowing` goes with `exactly`".to_owned()),
            (given, _) => given.map_or_else(Vec::new, |OneOrMany(items)| items),
        };
        let json = named.json.map(data::read).transpose()?;
        let read = |OneOrMany(items): OneOrMany| {
            items.iter().map(|item| network::read(item)).collect::<Result<_, _>>()
        };
        let networks: Option<Vec<_>> = named.within_network.map(read).transpose()?;
        for (key, empty) in [
            ("json", json.as_ref().is_some_and(Vec::is_empty)),
            ("within-network", networks.as_ref().is_some_and(Vec::is_empty)),
            ("has-key", named.has_key.as_ref().is_some_and(|OneOrMany(items)| items.is_empty())),
        ] {
            if empty {
                return Err(format!("`{key}` is empty: write what is expected"));
            }
        }
        let moment = |given: Option<Scalar>| given.map(|Scalar(written)| Moment::read(written)).transpose();
        let conditions = [
            one(Condition::Equals, named.equals),
            named.not.map(Condition::Not),
            named.all.map(Condition::All),
            named.any.map(Condition::Any),
            many(Condition::Contains, named.contains),
            many(Condition::Lacks, named.lacks),
            named.exactly.map(|OneOrMany(items)| Condition::Exactly(items, allowing)),
            many(Condition::SubsetOf, named.subset_of),
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
            many(Condition::HasKey, named.has_key),
            json.map(Condition::Json),
            named.version.map(Condition::Version),
            networks.map(Condition::WithinNetwork),
            moment(named.after)?.map(Condition::After),
            moment(named.before)?.map(Condition::Before),
        ];
        Ok(Self(conditions.into_iter().flatten().collect()))
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
                let matcher = Matcher::try_from(named).map_err(de::Error::custom)?;
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
                "allowing": many, "subset-of": many, "has-key": many, "within-network": many,
                "json": { "type": "object", "minProperties": 1, "additionalProperties": matcher },
                "version": generator.subschema_for::<Version>(), "after": scalar, "before": scalar,
            },
        })
    }
}
