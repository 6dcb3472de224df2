//! How to reach a machine: one file per way.
//!
//! A transport gives a [`Pipe`] to a POSIX shell on the machine, and puts files there.
//! Everything else, framing, timeouts, bounds, is the same for all and stands in
//! [`shell`]: nothing of a check knows what carries it.
//!
//! Rank 1: imports rank 0 only. bollard appears only in `docker.rs`, russh only in `ssh/`.

pub mod docker;
pub mod local;
pub mod shell;
pub mod ssh;
pub mod terminal;

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use tokio::io::AsyncWrite;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::text;

pub use shell::Shell;

/// What a shell wrote, on one of its two streams.
#[derive(Debug)]
pub enum Chunk {
    /// Standard output.
    Out(Bytes),
    /// Standard error.
    Err(Bytes),
}

/// The two ends of a shell that runs on a machine.
pub struct Pipe {
    /// What it reads.
    pub input: Pin<Box<dyn AsyncWrite + Send>>,
    /// What it writes, until it ends.
    pub output: BoxStream<'static, Result<Chunk, TransportError>>,
}

/// A machine that can be reached.
pub trait Transport: Send + Sync {
    /// Starts `/bin/sh` on the machine with this environment variable set, so that all
    /// its descendants can be found and ended.
    fn connect<'a>(&'a self, mark: &'a str) -> BoxFuture<'a, Result<Pipe, TransportError>>;

    /// Returns a folder whose programs come before the machine's own; none when nothing is
    /// said.
    fn programs(&self) -> Option<String> {
        None
    }

    /// Unpacks a tar archive at the root of the machine.
    fn upload(&self, archive: Bytes) -> BoxFuture<'_, Result<(), TransportError>>;
}

/// A transport that several owners share.
pub type SharedTransport = Arc<dyn Transport>;

/// Why a machine did not answer. Never the student's fault by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum TransportError {
    /// No shell could be started.
    Connect {
        /// The machine.
        machine: String,
        /// Why.
        reason: String,
    },
    /// The connection ended while an answer was awaited.
    Broken {
        /// The machine.
        machine: String,
    },
    /// It took the connection, or none, and then said nothing.
    Mute {
        /// The machine.
        machine: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// It does not let this account in.
    Denied {
        /// The machine.
        machine: String,
        /// The account.
        user: String,
    },
    /// The account does not become root.
    NotRoot {
        /// The machine.
        machine: String,
    },
    /// Nobody said yet which key it has.
    UnknownHost {
        /// The machine.
        machine: String,
        /// Its name or address.
        host: String,
        /// The print of the key that it showed (SHA-256).
        print: String,
    },
    /// Its key is another than the one that was trusted.
    ChangedHost {
        /// The machine.
        machine: String,
        /// Its name or address.
        host: String,
        /// The print of the key that it showed (SHA-256).
        print: String,
    },
    /// Its key was withdrawn.
    RevokedHost {
        /// The machine.
        machine: String,
        /// Its name or address.
        host: String,
        /// The print of the key that it showed (SHA-256).
        print: String,
    },
    /// No prompt was shown that stands still.
    NoPrompt {
        /// The device.
        machine: String,
        /// What stood in its last line.
        shown: String,
    },
    /// A device refused the rights that configuring needs, or asked for a password that is
    /// not known.
    Privilege {
        /// The device.
        machine: String,
    },
    /// A device did not come back to its prompt in time.
    Silent {
        /// The device.
        machine: String,
        /// What had been typed, without its secrets.
        line: String,
    },
    /// What is asked is for a shell, and a device has none.
    NoShell {
        /// The device.
        machine: String,
    },
    /// Files could not be put there.
    Upload {
        /// The machine.
        machine: String,
        /// Why.
        reason: String,
    },
}

impl Explain for TransportError {
    fn text(&self) -> Text {
        match self {
            Self::Connect { machine, reason } => {
                text!("transport-connect", machine = machine, reason = reason)
            }
            Self::Broken { machine } => text!("transport-broken", machine = machine),
            Self::Mute { machine, seconds } => {
                text!("transport-mute", machine = machine, seconds = *seconds)
            }
            Self::Denied { machine, user } => text!("transport-denied", machine = machine, user = user),
            Self::NotRoot { machine } => text!("transport-not-root", machine = machine),
            Self::UnknownHost { machine, host, print } => {
                text!("transport-unknown-host", machine = machine, host = host, print = print)
            }
            Self::ChangedHost { machine, host, print } => {
                text!("transport-changed-host", machine = machine, host = host, print = print)
            }
            Self::RevokedHost { machine, host, print } => {
                text!("transport-revoked-host", machine = machine, host = host, print = print)
            }
            Self::NoPrompt { machine, shown } => text!("transport-prompt", machine = machine, shown = shown),
            Self::Privilege { machine } => text!("transport-privilege", machine = machine),
            Self::Silent { machine, line } => text!("transport-silent", machine = machine, line = line),
            Self::NoShell { machine } => text!("transport-no-shell", machine = machine),
            Self::Upload { machine, reason } => text!("transport-upload", machine = machine, reason = reason),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Denied { .. } => Some(text!("transport-denied-hint")),
            Self::NotRoot { .. } => Some(text!("transport-not-root-hint")),
            Self::UnknownHost { .. } => Some(text!("transport-unknown-host-hint")),
            Self::ChangedHost { .. } | Self::RevokedHost { .. } => Some(text!("transport-changed-host-hint")),
            _ => None,
        }
    }

    fn category(&self) -> Category {
        Category::NotJudged
    }
}

explained!(TransportError);
