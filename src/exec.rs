//! What is asked of a machine, and what it answered.
//!
//! Pure data: a check writes [`Command`]s without knowing what carries them, and
//! reads [`ExecOutput`]s without knowing where they came from.
//!
//! Rank 0.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most that is kept of each stream of a command, in bytes.
pub const OUTPUT_LIMIT: usize = 256 * 1024;

/// A script for the POSIX shell of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Command {
    /// The script. It is run by `sh` with a fixed `PATH`, without a terminal, its
    /// standard input empty.
    pub script: String,
    /// How long it may take; afterwards it and its children are ended.
    pub timeout: Duration,
}

impl Command {
    /// Returns a command with the default timeout of ten seconds.
    pub fn new(script: impl Into<String>) -> Self {
        Self { script: script.into(), timeout: Duration::from_secs(10) }
    }

    /// Replaces the timeout.
    pub fn within(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// With an exit status (128 + n when signal n ended it).
    Status(i32),
    /// It did not finish in its time and was killed.
    Timeout,
    /// It wrote more than [`OUTPUT_LIMIT`].
    Flood,
}

/// What a command printed and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecOutput {
    /// How it ended.
    pub ended: Ended,
    /// Standard output, at most [`OUTPUT_LIMIT`] bytes; bytes that are not UTF-8
    /// are replaced.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
}

impl ExecOutput {
    /// The exit status, when there is one.
    pub fn status(&self) -> Option<i32> {
        match self.ended {
            Ended::Status(status) => Some(status),
            Ended::Timeout | Ended::Flood => None,
        }
    }
}

/// Returns sixteen hexadecimal digits that nobody can have foreseen.
pub fn nonce() -> String {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the kernel gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Quotes `text` as one word of a POSIX shell (XCU 2.2.2, single quotes).
pub fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quoting_keeps_one_word() {
        assert_eq!(quote("/srv/a-b"), "/srv/a-b");
        assert_eq!(quote(""), "''");
        assert_eq!(quote("l'été $x"), r"'l'\''été $x'");
        assert_eq!(quote("a\nb"), "'a\nb'");
    }
}
