//! The secret of a student: a password that a hand can copy.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::base32;

/// How many characters it has: forty bits. Guessing goes through the server, which lets few
/// attempts pass (see [`limits`](crate::access::limits)); nothing to try them on travels.
pub const LENGTH: usize = 8;

/// Eight characters of Crockford's base 32. Its `Debug` shows nothing of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secret([u8; LENGTH]);

impl Secret {
    /// Draws one from the kernel's random numbers.
    pub fn random() -> Self {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).expect("the kernel gives random bytes");
        Self(bytes.map(|byte| byte & 31))
    }

    /// Returns the secret whose characters have these values.
    pub(super) fn of(values: [u8; LENGTH]) -> Self {
        Self(values.map(|value| value & 31))
    }

    /// The values of its characters.
    pub(super) fn values(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// The secret as it is typed: `7K3F-QX9W`.
    pub fn shown(&self) -> String {
        base32::grouped(&String::from(self.clone()), LENGTH / 2)
    }

    /// Whether this is what was typed, in capitals or not, with hyphens or without. How
    /// long that takes tells nothing of the secret: digests are compared.
    pub fn is(&self, typed: &str) -> bool {
        let digest = |secret: &Secret| Sha256::digest(secret.0);
        typed.parse().is_ok_and(|typed: Secret| digest(&typed) == digest(self))
    }
}

/// What was typed is no secret.
#[derive(Debug, PartialEq, Eq)]
pub struct SecretError;

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a secret is {LENGTH} characters of Crockford's base 32")
    }
}

impl std::error::Error for SecretError {}

impl std::str::FromStr for Secret {
    type Err = SecretError;

    fn from_str(typed: &str) -> Result<Self, SecretError> {
        // Nobody types more than this; what is longer is not looked at.
        if typed.len() > 4 * LENGTH {
            return Err(SecretError);
        }
        let values: Option<Vec<u8>> =
            typed.chars().filter(|c| !base32::is_filler(*c)).map(base32::value).collect();
        values.and_then(|values| values.try_into().ok()).map(Self).ok_or(SecretError)
    }
}

impl TryFrom<String> for Secret {
    type Error = SecretError;

    fn try_from(typed: String) -> Result<Self, SecretError> {
        typed.parse()
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> String {
        secret.0.iter().map(|value| base32::character(*value)).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn it_is_taken_as_hands_type_it() {
        let secret: Secret = "7K3F-QX10".parse().unwrap();
        for typed in ["7K3FQX10", "7k3f-qx1o", " 7k3f qxlO "] {
            assert!(secret.is(typed), "{typed}");
        }
        for wrong in ["", "7K3F-QX11", "7K3F-QX1", "7K3F-QX100", "7K3F-QX1U", &"7".repeat(5000)] {
            assert!(!secret.is(wrong), "{wrong}");
        }
        assert_eq!(secret.shown(), "7K3F-QX10");
    }

    #[test]
    fn it_is_random_and_never_shown_by_accident() {
        assert_ne!(Secret::random(), Secret::random());
        assert_eq!(format!("{:?}", Secret::random()), "Secret(***)");
    }
}
