//! What a student made, beside what checks look at: deliverables and configuration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where deliverables stand on a node, by convention.
pub const DELIVERABLES: &str = "/root/rendu";

/// A file that a student wrote or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFile {
    /// The node.
    pub node: String,
    /// Its absolute path there.
    pub path: String,
    /// What is in it.
    pub contents: Contents,
}

impl WorkFile {
    /// Whether it stands where deliverables do.
    pub fn is_deliverable(&self) -> bool {
        is_deliverable(&self.path)
    }
}

/// Whether a path is one of a deliverable.
pub fn is_deliverable(path: &str) -> bool {
    path.strip_prefix(DELIVERABLES).is_some_and(|rest| rest.starts_with('/'))
}

/// What is in a file.
#[derive(Clone, PartialEq, Eq)]
pub enum Contents {
    /// These bytes.
    Bytes(Vec<u8>),
    /// It is a symbolic link to this.
    Link(String),
    /// It was not taken along.
    LeftOut(LeftOut),
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // They may hold a password.
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Link(target) => write!(f, "link to {target}"),
            Self::LeftOut(why) => why.fmt(f),
        }
    }
}

/// Why a file was not taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// It is longer than what is taken of a file.
    Large,
    /// All files together are longer than what is taken.
    NoRoom,
    /// Other accounts of the machine may not read it: a key, a password, a history.
    Private,
    /// It is no text.
    Binary,
    /// It could not be read, or is no file.
    Unreadable,
}
