//! Why a result is not one that can be relied upon.

use std::path::PathBuf;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::journal::RunId;
use crate::text;

/// A result cannot be written, or is not as it was signed.
#[derive(Debug)]
pub enum ResultError {
    /// The run did not come to its end.
    Unfinished {
        /// Which.
        run: RunId,
    },
    /// The journal could not keep the run whole.
    NotKept,
    /// The run is from before all that a result holds was kept.
    Old {
        /// Which.
        run: RunId,
    },
    /// It cannot be signed.
    Sign {
        /// Why.
        reason: String,
    },
    /// The file cannot be read.
    Read {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is nothing in it.
    Empty,
    /// It is larger than any result.
    TooLarge {
        /// The largest that is read, in bytes.
        largest: u64,
    },
    /// It is not UTF-8.
    NotText,
    /// Its end is missing.
    Truncated,
    /// It is something else.
    NotAResult {
        /// How that shows.
        reason: String,
    },
    /// What stands in the place of the signature is none.
    NoSignature {
        /// How that shows.
        reason: String,
    },
    /// It is not what was signed.
    Altered {
        /// The fingerprint of the key that the signature names.
        key: String,
    },
    /// A file of a hand-in is not what was signed, is missing, or is one more.
    FileAltered {
        /// Its name in the archive.
        path: String,
    },
    /// The archive cannot be unpacked.
    Archive {
        /// Why.
        reason: String,
    },
    /// It is as it was signed, and says nothing that is understood here.
    Unreadable {
        /// How that shows.
        reason: String,
    },
    /// A later version of paillasse wrote it.
    Newer {
        /// Its version.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// The values of its student are not those drawn here.
    OtherValues {
        /// The student's identifier.
        student: String,
    },
    /// A line of a list of keys is wrong.
    KnownLine {
        /// The list.
        path: PathBuf,
        /// The line.
        line: usize,
    },
}

impl Explain for ResultError {
    fn text(&self) -> Text {
        match self {
            Self::Unfinished { run } => text!("result-unfinished", run = %run),
            Self::NotKept => text!("result-not-kept"),
            Self::Old { run } => text!("result-old", run = %run),
            Self::Sign { reason } => text!("result-sign", reason = reason),
            Self::Read { path, source } => text!("load-read", path = %path.display(), source = %source),
            Self::Empty => text!("result-empty"),
            Self::TooLarge { largest } => text!("result-too-large", largest = largest >> 20),
            Self::NotText => text!("result-not-text"),
            Self::Truncated => text!("result-truncated"),
            Self::NotAResult { reason } => text!("result-not-one", reason = reason),
            Self::NoSignature { reason } => text!("result-no-signature", reason = reason),
            Self::Altered { key } => text!("result-altered", key = key),
            Self::FileAltered { path } => text!("result-file-altered", path = path),
            Self::Archive { reason } => text!("result-archive", reason = reason),
            Self::Unreadable { reason } => text!("result-unreadable", reason = reason),
            Self::Newer { found, known } => text!("result-newer", found = *found, known = *known),
            Self::OtherValues { student } => text!("result-other-values", student = student),
            Self::KnownLine { path, line } => {
                text!("result-known-line", path = %path.display(), line = *line)
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        Some(match self {
            Self::Unfinished { .. } | Self::Old { .. } => text!("result-run-hint"),
            Self::Truncated
            | Self::NoSignature { .. }
            | Self::Altered { .. }
            | Self::FileAltered { .. }
            | Self::Archive { .. } => text!("result-altered-hint"),
            Self::Empty | Self::NotText | Self::NotAResult { .. } => text!("result-not-one-hint"),
            Self::OtherValues { .. } => text!("result-other-values-hint"),
            Self::KnownLine { .. } => text!("result-known-line-hint"),
            _ => return None,
        })
    }

    fn category(&self) -> Category {
        match self {
            Self::Unfinished { .. } | Self::Old { .. } => Category::Usage,
            Self::OtherValues { .. } => Category::NotJudged,
            Self::NotKept | Self::Read { .. } | Self::Sign { .. } => Category::Environment,
            _ => Category::InvalidFile,
        }
    }
}

explained!(ResultError);
