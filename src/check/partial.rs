//! Whether a check that is not all right earns a part of its points.
//!
//! Rank 1, no kind: a key that all checks have.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::check::verdict::Tally;

/// `true`, or the share of the elements up to which nothing is earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Partial(Option<u8>);

impl Partial {
    /// Returns how many hundredths of a point a tally earns of `points`, rounded down.
    ///
    /// Exact: whole numbers only.
    pub fn hundredths(self, points: u32, tally: Tally) -> u64 {
        let Some(floor) = self.0.map(u64::from) else { return 0 };
        let (right, of) = (u64::from(tally.right.min(tally.of)), u64::from(tally.of));
        let above = (100 * right).saturating_sub(floor * of);
        (u64::from(points) * 100 * above).checked_div((100 - floor) * of).unwrap_or(0)
    }
}

impl<'de> Deserialize<'de> for Partial {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl serde::de::Visitor<'_> for Either {
            type Value = Partial;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("true, false or a share from 0% to 99%")
            }

            fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<Partial, E> {
                Ok(Partial(yes.then_some(0)))
            }

            fn visit_str<E: serde::de::Error>(self, share: &str) -> Result<Partial, E> {
                let number = share.trim().strip_suffix('%').and_then(|number| number.trim().parse().ok());
                match number.filter(|share| *share < 100) {
                    Some(share) => Ok(Partial(Some(share))),
                    None => Err(E::invalid_value(serde::de::Unexpected::Str(share), &self)),
                }
            }

            // The journal keeps what a check said.
            fn visit_u64<E: serde::de::Error>(self, share: u64) -> Result<Partial, E> {
                match u8::try_from(share).ok().filter(|share| *share < 100) {
                    Some(share) => Ok(Partial(Some(share))),
                    None => Err(E::invalid_value(serde::de::Unexpected::Unsigned(share), &self)),
                }
            }

            fn visit_unit<E>(self) -> Result<Partial, E> {
                Ok(Partial(None))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Partial {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Partial".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["boolean", "string"],
            "pattern": r"^\s*[0-9]{1,2}\s*%\s*$",
            "description": "true, or the share of the elements up to which nothing is earned: 50%",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Partial;
    use crate::check::verdict::Tally;

    fn earned(partial: &str, points: u32, right: u32, of: u32) -> u64 {
        let partial: Partial = serde_saphyr::from_str(partial).unwrap();
        partial.hundredths(points, Tally { right, of })
    }

    #[test]
    fn points_grow_with_what_is_right_and_are_rounded_down() {
        assert_eq!(earned("true", 2, 2, 3), 133);
        assert_eq!(earned("true", 1, 999, 1000), 99, "never all of them");
        assert_eq!(earned("true", 1000, 1, 3), 33333);
        assert_eq!(earned("false", 2, 2, 3), 0);
    }

    #[test]
    fn what_a_guess_finds_can_earn_nothing() {
        assert_eq!(earned("50%", 4, 5, 10), 0);
        assert_eq!(earned("50%", 4, 4, 10), 0);
        assert_eq!(earned("50%", 4, 6, 10), 80);
        assert_eq!(earned("50%", 4, 9, 10), 320);
        assert!(serde_saphyr::from_str::<Partial>("100%").is_err());
        assert!(serde_saphyr::from_str::<Partial>("half").is_err());
    }

    #[test]
    fn the_journal_reads_what_it_wrote() {
        for written in ["true", "false", "40%"] {
            let partial: Partial = serde_saphyr::from_str(written).unwrap();
            let kept = serde_json::to_string(&partial).unwrap();
            assert_eq!(serde_json::from_str::<Partial>(&kept).unwrap(), partial);
        }
    }
}
