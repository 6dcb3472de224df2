//! Whom to speak to, and how one proves who one is.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;

use crate::secret::Secret;
use crate::transport::TransportError;
use crate::transport::ssh::Ssh;
use crate::transport::ssh::algorithms::Legacy;
use crate::transport::ssh::known::KnownHosts;

/// One way to prove who one is; they are tried in order.
#[derive(Clone)]
pub enum Credential {
    /// A private key.
    Key(Arc<PrivateKey>),
    /// The keys of the agent at `SSH_AUTH_SOCK`.
    Agent,
    /// A password, by the method `password` or `keyboard-interactive`, whichever the server has.
    Password(Secret),
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "key",
            Self::Agent => "agent",
            Self::Password(_) => "password",
        })
    }
}

/// How one becomes root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Elevation {
    /// Not at all: the account is root, or need not be.
    #[default]
    None,
    /// `sudo`, which may ask for a password.
    Sudo(Option<Secret>),
    /// `su`, which asks for the password of root.
    Su(Secret),
}

/// A device that is reached over SSH.
#[derive(Clone)]
pub struct Peer {
    /// What people call it.
    pub name: String,
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The account.
    pub user: String,
    /// How one proves who one is.
    pub credentials: Vec<Credential>,
    /// What it is reached through.
    pub jump: Option<Arc<Ssh>>,
    /// The keys that hosts are known by.
    pub known: Arc<KnownHosts>,
    /// Old algorithms that it needs.
    pub legacy: Vec<Legacy>,
    /// How one becomes root.
    pub elevation: Elevation,
    /// How many channels it takes in one connection (`MaxSessions` of sshd_config(5)).
    pub sessions: usize,
    /// How long it may take to answer, and then to let in.
    pub patience: Duration,
}

impl Peer {
    /// Returns a device with the port 22, ten channels, fifteen seconds, and no elevation.
    pub fn new(name: impl Into<String>, host: impl Into<String>, user: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            host: host.into(),
            port: 22,
            user: user.into(),
            credentials: Vec::new(),
            jump: None,
            known: Arc::default(),
            legacy: Vec::new(),
            elevation: Elevation::None,
            sessions: 10,
            patience: Duration::from_secs(15),
        }
    }

    /// Why it is not reached, when a library says it.
    pub(super) fn unreachable(&self, reason: impl ToString) -> TransportError {
        TransportError::Connect { machine: self.name.clone(), reason: reason.to_string() }
    }

    /// It said nothing for as long as it may take.
    pub(super) fn mute(&self) -> TransportError {
        TransportError::Mute { machine: self.name.clone(), seconds: self.patience.as_secs() }
    }
}
