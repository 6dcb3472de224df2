//! Words that nobody should read by accident.
//!
//! Rank 0.

use std::fmt;

/// A password or the like. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns a secret that is these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The words, for whoever has to give them.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Some(Secret::new("sésame"))), "Some(***)");
    }
}
