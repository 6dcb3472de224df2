//! What went wrong, in words for the person at the keyboard.
//!
//! Every module has its own error type; whatever reaches the command line answers
//! [`Explain`]: what happened, what to do about it, and of which category it is.
//! The category alone decides the exit code, in one place.
//!
//! Rank 0: imports only `i18n`.

use crate::i18n::Text;

/// Why a command did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Some checks did not pass.
    Failed,
    /// The command was called wrongly: unknown lab, node, option.
    Usage,
    /// A lab, an inventory or a roster holds mistakes.
    InvalidFile,
    /// Something could not be judged: that is never the student's fault.
    NotJudged,
    /// The engine, the network or the disk refused.
    Environment,
    /// Ctrl-C.
    Interrupted,
}

impl Category {
    /// The exit code of the process; the table in `docs/exit-codes.md` says the same.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::InvalidFile => 3,
            Self::NotJudged => 4,
            Self::Environment => 5,
            // 128 + SIGINT, what a shell reports for a program ended by Ctrl-C.
            Self::Interrupted => 130,
        }
    }
}

/// An error that a person can act upon.
pub trait Explain: std::error::Error {
    /// What happened.
    fn text(&self) -> Text;

    /// What to do about it, when there is something.
    fn hint(&self) -> Option<Text> {
        None
    }

    /// Its category, which decides the exit code.
    fn category(&self) -> Category;

    /// The error that it carries, which may know more: places in a file for example.
    fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        None
    }
}

/// Derives `Display` and `Error` from [`Explain`]; logs are in English.
#[macro_export]
macro_rules! explained {
    ($error:ty) => {
        impl std::fmt::Display for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&$crate::error::Explain::text(self), f)
            }
        }

        impl std::error::Error for $error {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                $crate::error::Explain::cause(self)
            }
        }
    };
}
