//! What all connections of a server share: the class, who may come, limits, and the log.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::{Semaphore, broadcast, watch};

use crate::access::AccessError;
use crate::access::book::{Book, Door};
use crate::access::inbox::Line;
use crate::access::limits::{Attempts, Connections, MOST_CONNECTIONS};
use crate::access::login::Login;
use crate::bench::Site;
use crate::error::Explain;
use crate::i18n::{Lang, Text};
use crate::individual::Addresses;
use crate::load::LabFile;
use crate::state::{Private, StateDir};
use crate::text;

/// A student's place in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The student's identifier.
    pub student: String,
    /// The student's name.
    pub name: String,
    /// The name of the student's bench.
    pub bench: String,
}

/// A class at a lab.
pub struct Class {
    /// The lab.
    pub file: LabFile,
    /// The lab as verbs find it again.
    pub lab: String,
    /// The lab's title.
    pub title: String,
    /// The seats, by identifier of the student.
    pub seats: BTreeMap<String, Seat>,
}

/// How a class is served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The language of those who name none.
    pub lang: Lang,
    /// A folder of labs that verbs look in first.
    pub labs: Option<PathBuf>,
    /// How long a connection may be idle.
    pub idle: Duration,
    /// When it is over.
    pub until: Option<Timestamp>,
}

/// Something that the teacher can read afterwards.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What: `refused`, `login`, `logout`, `open`, `close`, `verb`, `forward`.
    pub event: &'static str,
    /// The student; for a refusal the name that was tried.
    pub student: String,
    /// From which address.
    pub from: IpAddr,
    /// To which node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The verb, or where a forwarded connection leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u8>,
}

/// Hears of every event.
pub type Listener = Box<dyn Fn(&Event) + Send + Sync>;

/// Channels that a student may have open: an editor and a playbook stay far below, and each
/// costs the engine a process.
const CHANNELS: usize = 48;

/// Tells one version of the book from another.
type Version = (u64, i64, i64, u64);

/// What a student may do at the same time, on all connections together.
#[derive(Clone)]
pub(super) struct Turns {
    /// Verbs that run.
    pub errands: Arc<Semaphore>,
    /// Channels that are open: terminals, commands, forwarded connections.
    pub channels: Arc<Semaphore>,
}

impl Turns {
    fn new() -> Self {
        Self { errands: Arc::new(Semaphore::new(1)), channels: Arc::new(Semaphore::new(CHANNELS)) }
    }
}

/// What connections share.
pub(super) struct Hall {
    pub site: Site,
    pub class: Class,
    pub settings: Settings,
    /// Where students come in.
    pub door: Door,
    /// The names of the nodes; the order decides of their ports.
    pub nodes: Vec<String>,
    /// What is said on every terminal.
    pub notices: broadcast::Sender<Text>,
    /// Why everybody has to leave, once that is so.
    pub closing: watch::Sender<Option<Text>>,
    /// Checks that run at the same time.
    pub checks: Semaphore,
    state: StateDir,
    book: Mutex<Option<(Version, Arc<Book>)>>,
    attempts: Mutex<Attempts>,
    connections: Mutex<Connections>,
    turns: BTreeMap<String, Turns>,
    log: Mutex<File>,
    listener: Listener,
}

impl Hall {
    /// Opens the hall; nobody is in it.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub(super) fn new(
        site: Site,
        class: Class,
        settings: Settings,
        state: StateDir,
        door: Door,
        listener: Listener,
    ) -> Result<Self, AccessError> {
        let path = state.access_log();
        let log = OpenOptions::new().append(true).create(true).mode(0o600).open(&path);
        let log = log.map_err(|source| AccessError::Log { path, source })?;
        let checks = Semaphore::new(site.engine.facts.in_flight());
        Ok(Self {
            nodes: class.file.specimen_addresses().nodes.into_keys().collect(),
            turns: class.seats.keys().map(|student| (student.clone(), Turns::new())).collect(),
            checks,
            site,
            class,
            settings,
            door,
            state,
            notices: broadcast::Sender::new(16),
            closing: watch::Sender::new(None),
            book: Mutex::default(),
            attempts: Mutex::default(),
            connections: Mutex::new(Connections::new(MOST_CONNECTIONS)),
            log: Mutex::new(log),
            listener,
        })
    }

    /// Returns the book as it is now: another program may have changed it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn book(&self) -> Result<Arc<Book>, AccessError> {
        let path = self.state.file(Private::AccessBook);
        let version = std::fs::metadata(&path)
            .map_or((0, 0, 0, 0), |file| (file.ino(), file.mtime(), file.mtime_nsec(), file.size()));
        let mut known = lock(&self.book);
        if let Some((_, book)) = known.as_ref().filter(|(before, _)| *before == version) {
            return Ok(Arc::clone(book));
        }
        let book = Arc::new(Book::read(&self.state)?);
        *known = Some((version, Arc::clone(&book)));
        Ok(book)
    }

    /// Changes the book.
    ///
    /// # Errors
    /// Those of [`Book::change`].
    pub(super) fn register(&self, student: &str, line: &str) -> Result<(), AccessError> {
        Book::change(&self.state, |book| book.register(student, line)).map(drop)
    }

    /// Returns where the nodes of a bench are.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub(super) async fn addresses(&self, seat: &Seat) -> Result<Addresses, AccessError> {
        Ok(self.class.file.addresses(self.site.engine.subnets(&seat.bench).await?))
    }

    /// What a student may do at the same time.
    pub(super) fn turns(&self, student: &str) -> Option<Turns> {
        self.turns.get(student).cloned()
    }

    pub(super) fn attempts(&self) -> MutexGuard<'_, Attempts> {
        lock(&self.attempts)
    }

    pub(super) fn connections(&self) -> MutexGuard<'_, Connections> {
        lock(&self.connections)
    }

    /// Writes an event down.
    pub(super) fn record(&self, event: &Event) {
        let mut line = serde_json::to_string(event).expect("plain data can be written");
        line.push('\n');
        if let Err(error) = lock(&self.log).write_all(line.as_bytes()) {
            tracing::warn!(%error, "an event was not written down");
        }
        (self.listener)(event);
    }
}

/// What one connection is about, once somebody has logged in.
pub(super) struct Guest {
    /// Whose it is.
    pub seat: Seat,
    /// What the student may do at the same time.
    pub turns: Turns,
    /// The student's number.
    pub number: u16,
    /// The node that the door or the name led to.
    pub node: Option<String>,
    /// The account on nodes.
    pub account: String,
    /// Where it comes from.
    pub from: IpAddr,
    /// What its channels share.
    pub line: Arc<Line>,
    lang: Mutex<Lang>,
}

impl Guest {
    pub(super) fn new(
        (seat, turns): (Seat, Turns),
        login: &Login<'_>,
        from: IpAddr,
        line: Arc<Line>,
        lang: Lang,
    ) -> Self {
        Self {
            seat,
            turns,
            number: login.entry.number,
            node: login.node.clone(),
            account: login.account.clone(),
            from,
            line,
            lang: Mutex::new(lang),
        }
    }

    /// The language that the guest reads.
    pub(super) fn lang(&self) -> Lang {
        *lock(&self.lang)
    }

    /// Takes note of a locale that the guest named.
    pub(super) fn speaks(&self, locale: &str) {
        if let Some(lang) = Lang::from_locale(locale) {
            *lock(&self.lang) = lang;
        }
    }

    /// What is said of a failure, with what to do. What concerns the teacher's machine is
    /// for the teacher alone.
    pub(super) fn failure(&self, error: &AccessError) -> String {
        let lang = self.lang();
        let (said, hint) = match error {
            AccessError::State(_)
            | AccessError::Lock(_)
            | AccessError::Docker(_)
            | AccessError::Log { .. } => {
                tracing::warn!(%error, student = self.seat.student, "a student was not served");
                (text!("access-trouble"), Some(text!("access-not-up-hint")))
            }
            _ => (error.text(), error.hint()),
        };
        let said = format!("{} {}", text!("word-error").to(lang), said.to(lang));
        match hint {
            Some(hint) => format!("{said}\n{} {}", text!("word-hint").to(lang), hint.to(lang)),
            None => said,
        }
    }

    /// Returns an event of this guest, now.
    pub(super) fn event(&self, event: &'static str) -> Event {
        Event {
            at: Timestamp::now(),
            event,
            student: self.seat.student.clone(),
            from: self.from,
            node: None,
            what: None,
            status: None,
        }
    }
}

/// What another thread was doing when it panicked leaves counts that are off by one at most.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long it is until a moment; nothing when it has passed.
pub(super) fn left(until: Timestamp) -> Option<Duration> {
    Duration::try_from(until.duration_since(Timestamp::now())).ok()
}
