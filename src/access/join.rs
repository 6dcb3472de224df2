//! The client: what `paillasse join` does on a student's own machine.
//!
//! It trusts the server by the print in the code, and from then on by its key; it leaves a
//! key of its own, so that the code is typed once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use russh::client::{self, AuthResult, Config, Handle, Handler, Msg};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKey, PublicKeyOrCertificate};
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;

use crate::access::code::print;
use crate::access::{AccessError, Code, Seated, private_key};
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::state::{Private, StateDir, StateError};
use crate::text;

/// How long a connection may take to be made.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the two may take to agree upon keys. The print of the server's is slow to compute,
/// on an old machine that is busy above all.
const GREETING: Duration = Duration::from_secs(120);

/// Returns the print of a server's key.
pub(super) fn print_of(key: &PublicKey) -> u64 {
    print(&key.to_bytes().expect("a key can be written"))
}

/// What a machine remembers of the class that it joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// Where the server is: a name or an address.
    pub host: String,
    /// Its shared port.
    pub port: u16,
    /// Its key, as a line of `authorized_keys`.
    pub key: String,
    /// What the server told.
    pub seat: Seated,
}

impl Joined {
    /// Reads what is remembered; nothing when no class was joined.
    ///
    /// # Errors
    /// When it cannot be read, or is damaged.
    pub fn load(state: &StateDir) -> Result<Option<Self>, StateError> {
        let Some(contents) = state.read(Private::Joined)? else { return Ok(None) };
        let damaged = || StateError::Damaged { path: state.file(Private::Joined), what: Private::Joined };
        serde_json::from_slice(&contents).map(Some).map_err(|_| damaged())
    }

    fn save(&self, state: &StateDir) -> Result<(), StateError> {
        let contents = serde_json::to_vec_pretty(self).expect("plain data can be written");
        state.replace(Private::Joined, &contents)
    }
}

/// Why a class cannot be joined.
#[derive(Debug)]
pub enum JoinError {
    /// What lasts cannot be read or written.
    State(StateError),
    /// The key of this machine cannot be had.
    Key(AccessError),
    /// Nothing answers.
    Unreachable {
        /// Where.
        place: String,
        /// Why.
        reason: String,
    },
    /// What answers is not the server of the code.
    Impostor {
        /// Where.
        place: String,
    },
    /// The secret or the key is not, or not now, good.
    Denied {
        /// Whether it was the secret of a code.
        code: bool,
    },
    /// The code does not tell where the server is.
    Nowhere,
    /// No class was joined before.
    Never,
    /// The server said something else than it should.
    Odd,
    /// The connection broke.
    Lost {
        /// Why.
        reason: String,
    },
}

impl From<StateError> for JoinError {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<russh::Error> for JoinError {
    fn from(error: russh::Error) -> Self {
        Self::Lost { reason: error.to_string() }
    }
}

impl Explain for JoinError {
    fn text(&self) -> Text {
        match self {
            Self::State(error) => error.text(),
            Self::Key(error) => error.text(),
            Self::Unreachable { place, reason } => text!("join-unreachable", place = place, reason = reason),
            Self::Impostor { place } => text!("join-impostor", place = place),
            Self::Denied { code: true } => text!("join-denied-code"),
            Self::Denied { code: false } => text!("join-denied-key"),
            Self::Nowhere => text!("join-nowhere"),
            Self::Never => text!("join-never"),
            Self::Odd => text!("join-odd"),
            Self::Lost { reason } => text!("join-lost", reason = reason),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::State(error) => error.hint(),
            Self::Key(error) => error.hint(),
            Self::Unreachable { .. } => Some(text!("join-unreachable-hint")),
            Self::Impostor { .. } => Some(text!("join-impostor-hint")),
            Self::Denied { code: true } => Some(text!("join-denied-code-hint")),
            Self::Denied { code: false } | Self::Never => Some(text!("join-never-hint")),
            Self::Nowhere => Some(text!("join-nowhere-hint")),
            Self::Lost { .. } => Some(text!("join-lost-hint")),
            Self::Odd => None,
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::State(error) => error.category(),
            Self::Key(error) => error.category(),
            Self::Nowhere | Self::Never | Self::Denied { .. } => Category::Usage,
            Self::Unreachable { .. } | Self::Impostor { .. } | Self::Odd | Self::Lost { .. } => {
                Category::Environment
            }
        }
    }
}

explained!(JoinError);

/// How the server has to prove itself.
enum Trust {
    Print(u64),
    Key(PublicKey),
}

struct Client {
    trust: Trust,
    /// The key that was shown and found good.
    shown: Arc<Mutex<Option<PublicKey>>>,
}

impl Handler for Client {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else { return Ok(false) };
        let good = match &self.trust {
            Trust::Key(known) => known.key_data() == key.key_data(),
            Trust::Print(known) => {
                let key = key.clone();
                let computed = tokio::task::spawn_blocking(move || print_of(&key)).await;
                computed.is_ok_and(|computed| computed == *known)
            }
        };
        if good {
            *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        }
        Ok(good)
    }
}

/// A connection to the server of a class, logged in.
pub struct Session {
    handle: Handle<Client>,
}

impl Session {
    /// Joins with a code, leaves the key of this machine, and remembers the class. `at` says
    /// where the server is when the code does not, or another place.
    ///
    /// # Errors
    /// When the server is not there, is another one, or does not know the code.
    pub async fn first(
        code: &Code,
        at: Option<(String, u16)>,
        state: &StateDir,
    ) -> Result<(Self, Joined), JoinError> {
        let told = (!code.address.is_unspecified()).then(|| (code.address.to_string(), code.port));
        let (host, port) = at.or(told).ok_or(JoinError::Nowhere)?;
        let (mut session, shown) = Self::connect(&host, port, Trust::Print(code.print)).await?;
        let user = format!("={}", code.number);
        let answer = session.handle.authenticate_password(user, String::from(code.secret.clone())).await?;
        session.admitted(&answer, true)?;
        let seat = session.collect("seat").await?;
        let seat: Seated = serde_json::from_slice(&seat).map_err(|_| JoinError::Odd)?;
        let own = private_key(state, Private::JoinKey).map_err(JoinError::Key)?;
        let line = own.public_key().to_openssh().map_err(|_| JoinError::Odd)?;
        session.collect(&format!("register {line}")).await?;
        let key = shown.to_openssh().map_err(|_| JoinError::Odd)?;
        let joined = Joined { host, port, key, seat };
        joined.save(state)?;
        Ok((session, joined))
    }

    /// Joins the class that was joined before, with the key of this machine.
    ///
    /// # Errors
    /// When there is none, or the server is not there, is another one, or knows the key no
    /// more.
    pub async fn again(at: Option<(String, u16)>, state: &StateDir) -> Result<(Self, Joined), JoinError> {
        let mut joined = Joined::load(state)?.ok_or(JoinError::Never)?;
        let before = joined.clone();
        if let Some((host, port)) = at {
            (joined.host, joined.port) = (host, port);
        }
        let damaged = || StateError::Damaged { path: state.file(Private::Joined), what: Private::Joined };
        let known = PublicKey::from_openssh(&joined.key).map_err(|_| damaged())?;
        let (mut session, _) = Self::connect(&joined.host, joined.port, Trust::Key(known)).await?;
        let own: PrivateKey = private_key(state, Private::JoinKey).map_err(JoinError::Key)?;
        let own = PrivateKeyWithHashAlg::new(Arc::new(own), None);
        let answer = session.handle.authenticate_publickey(joined.seat.student.clone(), own).await?;
        session.admitted(&answer, false)?;
        // Another lab has other nodes.
        let seat = session.collect("seat").await?;
        joined.seat = serde_json::from_slice(&seat).map_err(|_| JoinError::Odd)?;
        if joined != before {
            joined.save(state)?;
        }
        Ok((session, joined))
    }

    async fn connect(host: &str, port: u16, trust: Trust) -> Result<(Self, PublicKey), JoinError> {
        let place = format!("{host}:{port}");
        let config = Arc::new(Config {
            keepalive_interval: Some(Duration::from_secs(15)),
            keepalive_max: 4,
            ..Config::default()
        });
        let shown = Arc::new(Mutex::new(None));
        let client = Client { trust, shown: Arc::clone(&shown) };
        let unreachable = |reason: String| JoinError::Unreachable { place: place.clone(), reason };
        let late = |patience: Duration| unreachable(format!("{} s", patience.as_secs()));
        let stream = match tokio::time::timeout(PATIENCE, TcpStream::connect((host, port))).await {
            Err(_) => return Err(late(PATIENCE)),
            Ok(Err(error)) => return Err(unreachable(error.to_string())),
            Ok(Ok(stream)) => stream,
        };
        // Keys go in small packets, and so does what is typed.
        stream.set_nodelay(true).map_err(|error| unreachable(error.to_string()))?;
        let greeting = client::connect_stream(config, stream, client);
        let handle = match tokio::time::timeout(GREETING, greeting).await {
            Err(_) => return Err(late(GREETING)),
            Ok(Err(russh::Error::UnknownKey)) => return Err(JoinError::Impostor { place }),
            Ok(Err(error)) => return Err(unreachable(error.to_string())),
            Ok(Ok(handle)) => handle,
        };
        let shown = shown.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok((Self { handle }, shown.ok_or(JoinError::Odd)?))
    }

    fn admitted(&self, answer: &AuthResult, code: bool) -> Result<(), JoinError> {
        if answer.success() { Ok(()) } else { Err(JoinError::Denied { code }) }
    }

    /// Asks for something and returns what is answered.
    async fn collect(&self, line: &str) -> Result<Vec<u8>, JoinError> {
        let mut conversation = self.converse(Some(line), None).await?;
        let mut answer = Vec::new();
        while let Some(heard) = conversation.next().await {
            match heard {
                Heard::Out(data) => answer.extend_from_slice(&data),
                Heard::Status(0) => return Ok(answer),
                Heard::Err(_) => {}
                Heard::Status(_) => break,
            }
        }
        Err(JoinError::Odd)
    }

    /// Asks for something: a node, a verb, or the menu when nothing is said. `terminal` is
    /// the kind of the terminal and its size: columns, rows.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn converse(
        &self,
        line: Option<&str>,
        terminal: Option<(&str, (u16, u16))>,
    ) -> Result<Conversation, JoinError> {
        let channel = self.handle.channel_open_session().await?;
        if let Some((kind, (columns, rows))) = terminal {
            channel.request_pty(true, kind, columns.into(), rows.into(), 0, 0, &[]).await?;
        }
        match line {
            Some(line) => channel.exec(true, line).await?,
            None => channel.request_shell(true).await?,
        }
        let (from, to) = channel.split();
        Ok(Conversation { from, to: Speaker(Arc::new(to)) })
    }
}

/// Something that the server said.
#[derive(Debug)]
pub enum Heard {
    /// On standard output.
    Out(Bytes),
    /// On standard error.
    Err(Bytes),
    /// How it ended.
    Status(u8),
}

/// Something that runs on the other side.
pub struct Conversation {
    from: ChannelReadHalf,
    to: Speaker,
}

impl Conversation {
    /// Returns what comes next, until the end.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            match self.from.wait().await? {
                ChannelMsg::Data { data } => return Some(Heard::Out(data)),
                ChannelMsg::ExtendedData { data, .. } => return Some(Heard::Err(data)),
                ChannelMsg::ExitStatus { exit_status } => {
                    return Some(Heard::Status(u8::try_from(exit_status).unwrap_or(u8::MAX)));
                }
                _ => {}
            }
        }
    }

    /// What to speak with.
    pub fn speaker(&self) -> Speaker {
        self.to.clone()
    }
}

/// Speaks to something that runs on the other side.
#[derive(Clone)]
pub struct Speaker(Arc<ChannelWriteHalf<Msg>>);

impl Speaker {
    /// Sends what was typed.
    ///
    /// # Errors
    /// When the connection broke.
    pub async fn send(&self, data: Bytes) -> Result<(), JoinError> {
        Ok(self.0.data_bytes(data).await?)
    }

    /// There will be no more.
    ///
    /// # Errors
    /// When the connection broke.
    pub async fn end(&self) -> Result<(), JoinError> {
        Ok(self.0.eof().await?)
    }

    /// The terminal has another size: columns, rows.
    ///
    /// # Errors
    /// When the connection broke.
    pub async fn resize(&self, columns: u16, rows: u16) -> Result<(), JoinError> {
        Ok(self.0.window_change(columns.into(), rows.into(), 0, 0).await?)
    }
}
