//! What an engine refused, and what to do about it.

use bollard::errors::Error;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::text;

/// An engine did not do what was asked.
#[derive(Debug)]
pub enum DockerError {
    /// No engine answers.
    Unreachable {
        /// The address that was tried.
        address: String,
        /// Why.
        reason: String,
    },
    /// The context named in Docker's configuration cannot be used.
    Context {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// The engine is too old.
    TooOld {
        /// The newest API version that it speaks.
        api: String,
    },
    /// A call failed.
    Call {
        /// What was being done.
        what: Text,
        /// What the engine said.
        source: Error,
    },
    /// No free subnet is left in the range.
    NoSubnet {
        /// The range.
        range: String,
    },
    /// A node ended although it should run.
    Died {
        /// The node.
        node: String,
        /// Its exit code.
        code: i64,
        /// The end of what it wrote.
        log: String,
    },
    /// A node did not become ready in time.
    NotReady {
        /// The node.
        node: String,
        /// What it said last.
        state: String,
    },
    /// The kernel's limits would make nodes die.
    Inotify {
        /// What is needed.
        needed: u64,
        /// What there is.
        limit: u64,
    },
    /// An image cannot be had.
    Image {
        /// Its name.
        image: String,
        /// Why.
        reason: Text,
    },
}

impl DockerError {
    /// Returns what turns an error of a call into an error that says what was being done.
    pub fn call(what: Text) -> impl FnOnce(Error) -> Self {
        move |source| Self::Call { what, source }
    }

    /// The HTTP status with which the engine refused.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Call { source, .. } => status(source),
            _ => None,
        }
    }
}

/// The HTTP status with which the engine refused a call.
pub(crate) fn status(error: &Error) -> Option<u16> {
    match error {
        Error::DockerResponseServerError { status_code, .. } => Some(*status_code),
        _ => None,
    }
}

fn is_connection(error: &Error) -> bool {
    matches!(
        error,
        Error::HyperResponseError { .. }
            | Error::HyperLegacyError { .. }
            | Error::SocketNotFoundError(_)
            | Error::IOError { .. }
    )
}

impl Explain for DockerError {
    fn text(&self) -> Text {
        match self {
            Self::Unreachable { address, reason } => {
                text!("docker-unreachable", address = address, reason = reason)
            }
            Self::Context { name, reason } => text!("docker-context", name = name, reason = reason),
            Self::TooOld { api } => text!("docker-too-old", api = api),
            Self::Call { what, source } => text!("docker-call", what = what.clone(), reason = %source),
            Self::NoSubnet { range } => text!("docker-no-subnet", range = range),
            Self::Died { node, code, log } => text!("docker-died", node = node, code = *code, log = log),
            Self::NotReady { node, state } => text!("docker-not-ready", node = node, state = state),
            Self::Inotify { needed, limit } => text!("docker-inotify", needed = *needed, limit = *limit),
            Self::Image { image, reason } => text!("docker-image", image = image, reason = reason.clone()),
        }
    }

    fn hint(&self) -> Option<Text> {
        Some(match self {
            Self::Unreachable { reason, .. } if reason.contains("ermission denied") => {
                text!("docker-permission-hint")
            }
            Self::Unreachable { .. } => text!("docker-unreachable-hint"),
            Self::Call { source, .. } if source.to_string().contains("no space left") => {
                text!("docker-disk-hint")
            }
            Self::Call { source, .. } if is_connection(source) => text!("docker-unreachable-hint"),
            Self::NoSubnet { .. } => text!("docker-no-subnet-hint"),
            Self::Died { .. } => text!("docker-died-hint"),
            Self::Inotify { .. } => text!("docker-inotify-hint"),
            Self::Image { .. } => text!("docker-image-hint"),
            Self::Context { .. } | Self::TooOld { .. } | Self::Call { .. } | Self::NotReady { .. } => {
                return None;
            }
        })
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(DockerError);
