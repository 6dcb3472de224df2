//! Why a student, or the teacher, cannot be served.

use std::path::PathBuf;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::lock::LockError;
use crate::provider::docker::DockerError;
use crate::state::StateError;
use crate::text;

/// Something that a server cannot do.
#[derive(Debug)]
pub enum AccessError {
    /// What lasts cannot be read or written.
    State(StateError),
    /// Another program changes the book all the time.
    Lock(LockError),
    /// The engine refused.
    Docker(DockerError),
    /// The log cannot be written.
    Log {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A port cannot be had.
    Listen {
        /// The address with the port.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// There are as many students as numbers.
    Full {
        /// The last number.
        last: u16,
    },
    /// Nobody of this identifier is in the book.
    Unknown {
        /// The identifier.
        id: String,
    },
    /// What was given is no public key.
    NoKey,
    /// A word is neither a verb nor a node.
    Ask {
        /// The word.
        word: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A verb has no such argument here.
    Argument {
        /// The verb.
        verb: &'static str,
        /// The argument.
        word: String,
    },
    /// A node is not there.
    NotUp {
        /// The node.
        node: String,
    },
    /// A node is stopped.
    Stopped {
        /// The node.
        node: String,
    },
    /// Nothing answers at an address.
    Refused {
        /// The address.
        address: String,
        /// The port.
        port: u16,
    },
    /// A node knows no address of a name.
    NoAddress {
        /// The name.
        name: String,
    },
}

impl From<StateError> for AccessError {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<LockError> for AccessError {
    fn from(error: LockError) -> Self {
        Self::Lock(error)
    }
}

impl From<DockerError> for AccessError {
    fn from(error: DockerError) -> Self {
        Self::Docker(error)
    }
}

impl Explain for AccessError {
    fn text(&self) -> Text {
        match self {
            Self::State(error) => error.text(),
            Self::Lock(error) => error.text(),
            Self::Docker(error) => error.text(),
            Self::Log { path, source } => text!("access-log", path = %path.display(), reason = %source),
            Self::Listen { address, source } => text!("access-listen", address = address, reason = %source),
            Self::Full { last } => text!("access-full", last = *last),
            Self::Unknown { id } => text!("access-unknown", id = id),
            Self::NoKey => text!("access-no-key"),
            Self::Ask { word, known } => text!("access-ask", word = word, known = known.join(", ")),
            Self::Argument { verb, word } => text!("access-argument", verb = *verb, word = word),
            Self::NotUp { node } => text!("access-not-up", node = node),
            Self::Stopped { node } => text!("access-stopped", node = node),
            Self::Refused { address, port } => text!("access-refused", address = address, port = *port),
            Self::NoAddress { name } => text!("access-no-address", name = name),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::State(error) => error.hint(),
            Self::Lock(error) => error.hint(),
            Self::Docker(error) => error.hint(),
            Self::Log { path, .. } => {
                Some(text!("state-folder-hint", path = %path.parent().unwrap_or(path).display()))
            }
            Self::Listen { .. } => Some(text!("access-listen-hint")),
            Self::Unknown { .. } => Some(text!("access-unknown-hint")),
            Self::NotUp { .. } | Self::Stopped { .. } => Some(text!("access-not-up-hint")),
            Self::Full { .. }
            | Self::NoKey
            | Self::Ask { .. }
            | Self::Argument { .. }
            | Self::Refused { .. }
            | Self::NoAddress { .. } => None,
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::State(error) => error.category(),
            Self::Lock(error) => error.category(),
            Self::Docker(error) => error.category(),
            Self::Unknown { .. } | Self::NoKey | Self::Ask { .. } | Self::Argument { .. } => Category::Usage,
            Self::Log { .. }
            | Self::Listen { .. }
            | Self::Full { .. }
            | Self::NotUp { .. }
            | Self::Stopped { .. }
            | Self::Refused { .. }
            | Self::NoAddress { .. } => Category::Environment,
        }
    }
}

explained!(AccessError);
