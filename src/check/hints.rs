//! The hints of a check.
//!
//! Rank 1, no kind: a key that all checks have.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// One or two hints, from the vaguest to the most precise.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hints(pub Vec<String>);

impl<'de> Deserialize<'de> for Hints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Hints;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a hint or a list of hints")
            }

            fn visit_str<E: serde::de::Error>(self, hint: &str) -> Result<Hints, E> {
                Ok(Hints(vec![hint.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Hints, A::Error> {
                let mut hints = Vec::new();
                while let Some(hint) = seq.next_element()? {
                    hints.push(hint);
                }
                Ok(Hints(hints))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Hints {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hints".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["string", "array"],
            "items": { "type": "string" },
            "description": "one hint, or several from the vaguest to the most precise",
        })
    }
}
