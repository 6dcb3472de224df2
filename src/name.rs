//! Names that were looked at once and can be trusted afterwards.
//!
//! Each is a newtype that only a well-formed text becomes; the rule is in its
//! documentation and in the message of the error.
//!
//! Rank 0: imports only `i18n`.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::i18n::Text;
use crate::text;

/// A name that does not follow the rule of its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct NameError(pub Text);

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NameError {}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $rule:path, $message:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(given: &str) -> Result<Self, NameError> {
                if $rule(given) {
                    Ok(Self(given.to_owned()))
                } else {
                    Err(NameError(text!($message, given = shorten(given))))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(given: String) -> Result<Self, NameError> {
                given.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $message })
            }
        }
    };
}

name!(
    /// A machine of a lab: a host name label (RFC 1123), at most 20 characters.
    NodeName, is_label, "name-node"
);
name!(
    /// A network of a lab: same rule as a node.
    NetworkName, is_label, "name-network"
);
name!(
    /// A check: lower-case letters, digits and hyphens, at most 40 characters.
    CheckId, is_check_id, "name-check"
);
name!(
    /// A parameter of a lab: `snake_case`, at most 30 characters, so that templates and
    /// shells can both use it as a variable.
    ParameterName, is_parameter, "name-parameter"
);
name!(
    /// An activity of the référentiel: `A3.3.2`.
    ActivityCode, is_activity, "name-activity"
);
name!(
    /// A competence of the référentiel: `C3.3.2.1`.
    CompetenceCode, is_competence, "name-competence"
);
name!(
    /// An image of `templates/images/`: same rule as a node.
    ImageName, is_label, "name-image"
);

name!(
    /// A device of a classroom: a host name label (RFC 1123) in lower case, at most 40
    /// characters.
    DeviceName, is_device, "name-device"
);

impl ActivityCode {
    /// The code as container names carry it: `A3.3.2` becomes `a332`, `A4.1.10` `a4110`.
    pub fn slug(&self) -> String {
        self.0.chars().filter(|c| *c != '.').collect::<String>().to_lowercase()
    }
}

/// Cuts what a person typed to what fits an error message.
fn shorten(given: &str) -> String {
    if given.chars().count() <= 60 {
        return given.to_owned();
    }
    given.chars().take(57).chain("...".chars()).collect()
}

fn all_of(text: &str, max: usize, allowed: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.len() <= max && text.chars().all(allowed)
}

fn is_label(text: &str) -> bool {
    all_of(text, 20, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
}

fn is_device(text: &str) -> bool {
    all_of(text, 40, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
}

fn is_check_id(text: &str) -> bool {
    all_of(text, 40, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_parameter(text: &str) -> bool {
    all_of(text, 30, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_numbered(text: &str, letter: char, parts: usize) -> bool {
    text.strip_prefix(letter).is_some_and(|rest| {
        rest.split('.').count() == parts
            && rest.split('.').all(|part| all_of(part, 2, |c| c.is_ascii_digit()))
    })
}

fn is_activity(text: &str) -> bool {
    is_numbered(text, 'A', 3)
}

fn is_competence(text: &str) -> bool {
    is_numbered(text, 'C', 4)
}

#[cfg(test)]
mod tests {
    use super::{ActivityCode, CheckId, NodeName, ParameterName};

    #[test]
    fn a_node_is_a_host_label() {
        for good in ["prod", "srv-web", "r1"] {
            assert!(good.parse::<NodeName>().is_ok(), "{good}");
        }
        for bad in ["", "Prod", "1r", "a_b", "a-", "../x", "é", "abcdefghijklmnopqrstu"] {
            assert!(bad.parse::<NodeName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_have_their_number_of_parts() {
        assert_eq!("A4.1.10".parse::<ActivityCode>().unwrap().slug(), "a4110");
        assert!("A3.3".parse::<ActivityCode>().is_err());
        assert!("a3.3.2".parse::<ActivityCode>().is_err());
        assert!("x-1".parse::<CheckId>().is_ok());
        assert!("x-1".parse::<ParameterName>().is_err());
    }
}
