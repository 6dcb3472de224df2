//! The SSH server: doors, who is let in, and the channels that are opened then.

use std::net::{IpAddr, Shutdown, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use russh::keys::{PrivateKey, PublicKey};
use russh::server::{
    Auth, ChannelOpenHandle, Config, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey, run_stream,
};
use russh::{Channel, ChannelOpenFailure, Disconnect, MethodKind, MethodSet, SshId};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::task::JoinSet;

use crate::access::AccessError;
use crate::access::book::Entry;
use crate::access::channel;
use crate::access::hall::{Event, Guest, Hall, left};
use crate::access::inbox::{Line, open};
use crate::access::login::{Entrance, login};
use crate::access::node::{carry, connect, look_up};
use crate::access::target::{Target, target};
use crate::i18n::Text;
use crate::provider::docker::terminal::Running;
use crate::text;

/// How long a stranger may take to log in.
const GRACE: Duration = Duration::from_secs(60);
/// What a refusal takes at least.
const REFUSAL: Duration = Duration::from_secs(1);
/// How long to leave alone a door that could not be opened to a connection: the program has
/// as many files open as it may, and nothing tells when that changes.
const EXHAUSTED: Duration = Duration::from_millis(100);
/// Minutes before the end at which everybody is told.
const REMINDERS: [u64; 3] = [10, 5, 1];

/// A door that is open.
pub(super) type Opened = (TcpListener, Entrance);

/// Serves until the class is over.
pub(super) async fn serve(hall: Arc<Hall>, key: PrivateKey, doors: Vec<Opened>) {
    let config = Arc::new(Config {
        server_id: SshId::Standard("SSH-2.0-paillasse".into()),
        methods: methods(),
        auth_rejection_time: REFUSAL,
        // The first question of every client is what it may try.
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        max_auth_attempts: 10,
        // Idle connections are looked after below: this one would count keep-alives too.
        inactivity_timeout: None,
        keepalive_interval: Some(Duration::from_secs(30)),
        keepalive_max: 4,
        nodelay: true,
        ..Config::default()
    });
    let mut serving = JoinSet::new();
    for (listener, door) in doors {
        let (hall, config) = (Arc::clone(&hall), Arc::clone(&config));
        serving.spawn(attend(hall, config, listener, Arc::new(door)));
    }
    over(&hall).await;
    // Nobody comes any more; those who are there are told why they go.
    serving.shutdown().await;
    hall.closing.send_replace(Some(text!("access-over")));
    hall.closing.closed().await;
}

/// Waits for the end of the class, and says that it comes.
async fn over(hall: &Hall) {
    let Some(until) = hall.settings.until else { return std::future::pending().await };
    for minutes in REMINDERS {
        let before = Duration::from_secs(60 * minutes);
        if let Some(wait) = left(until).and_then(|left| left.checked_sub(before)) {
            tokio::time::sleep(wait).await;
            // Nobody may be there to hear it.
            let _ = hall.notices.send(text!("access-soon-over", minutes = minutes));
        }
    }
    tokio::time::sleep(left(until).unwrap_or_default()).await;
}

/// Takes connections at a door.
async fn attend(hall: Arc<Hall>, config: Arc<Config>, listener: TcpListener, door: Arc<Entrance>) {
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                let hall = Arc::clone(&hall);
                tokio::spawn(welcome(hall, Arc::clone(&config), stream, from, Arc::clone(&door)));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
}

/// Looks after one connection from its beginning to its end.
async fn welcome(
    hall: Arc<Hall>,
    config: Arc<Config>,
    stream: TcpStream,
    from: SocketAddr,
    door: Arc<Entrance>,
) {
    let from = from.ip().to_canonical();
    if !hall.connections().arrive(from) {
        return;
    }
    let place = Arc::new(Place::default());
    let line = Arc::new(Line::new());
    if let Err(error) = talk(&hall, config, stream, from, door, &place, &line).await {
        tracing::debug!(%error, %from, "a connection ended");
    }
    line.hang_up();
    let guest = place.guest.get();
    hall.connections().leave(from, guest.map(|guest| guest.seat.student.as_str()));
    if let Some(guest) = guest {
        hall.record(&guest.event("logout"));
    }
}

/// What becomes of a connection.
#[derive(Default)]
struct Place {
    guest: OnceLock<Arc<Guest>>,
    taken: Notify,
}

async fn talk(
    hall: &Arc<Hall>,
    config: Arc<Config>,
    stream: TcpStream,
    from: IpAddr,
    door: Arc<Entrance>,
    place: &Arc<Place>,
    line: &Arc<Line>,
) -> Result<(), russh::Error> {
    stream.set_nodelay(true)?;
    // The other end of the wire, to cut it when the protocol is not listened to.
    let stream = stream.into_std()?;
    let wire = stream.try_clone()?;
    let stream = TcpStream::from_std(stream)?;
    let visitor =
        Visitor { hall: Arc::clone(hall), door, from, place: Arc::clone(place), line: Arc::clone(line) };
    let began = Instant::now();
    let Ok(running) = tokio::time::timeout(GRACE, run_stream(config, stream, visitor)).await else {
        return Ok(());
    };
    let mut running = running?;
    let handle = running.handle();
    let reason = tokio::select! {
        ended = &mut running => return ended,
        reason = stays(hall, began, place, line) => reason,
    };
    let lang = place.guest.get().map_or(hall.settings.lang, |guest| guest.lang());
    // A client that does not listen is cut off all the same.
    let _ = handle.disconnect(Disconnect::ByApplication, reason.to(lang), lang.code().to_owned()).await;
    let _ = tokio::time::timeout(REFUSAL, &mut running).await;
    // It may have hung up by now.
    let _ = wire.shutdown(Shutdown::Both);
    running.await
}

/// Waits until the connection has stayed too long, and returns why.
async fn stays(hall: &Hall, began: Instant, place: &Place, line: &Line) -> Text {
    let grace = GRACE.saturating_sub(began.elapsed());
    let logged_in = async {
        while place.guest.get().is_none() {
            place.taken.notified().await;
        }
    };
    if tokio::time::timeout(grace, logged_in).await.is_err() {
        return text!("access-no-login");
    }
    let mut closing = hall.closing.subscribe();
    loop {
        let left = hall.settings.idle.saturating_sub(line.idle());
        if left.is_zero() {
            return text!("access-idle");
        }
        tokio::select! {
            () = tokio::time::sleep(left) => {}
            closed = closing.wait_for(Option::is_some) => {
                return closed.ok().and_then(|reason| reason.clone()).unwrap_or_else(|| text!("access-over"));
            }
        }
    }
}

/// What the protocol asks about one connection.
struct Visitor {
    hall: Arc<Hall>,
    door: Arc<Entrance>,
    from: IpAddr,
    place: Arc<Place>,
    line: Arc<Line>,
}

impl Visitor {
    /// Lets somebody in whose proof is good.
    fn admit(&self, user: &str, proven: impl Fn(&Entry) -> bool) -> Result<Admission, AccessError> {
        let book = self.hall.book()?;
        let Some(login) = login(user, &self.door, &book, &self.hall.nodes) else {
            return Ok(Admission::Unproven);
        };
        let seat = self.hall.class.seats.get(&login.entry.id).zip(self.hall.turns(&login.entry.id));
        let Some((seat, turns)) = seat.filter(|_| proven(login.entry)) else {
            return Ok(Admission::Unproven);
        };
        if self.place.guest.get().is_some() || !self.hall.connections().log_in(self.from, &seat.student) {
            return Ok(Admission::TooMany);
        }
        let (place, lang) = ((seat.clone(), turns), self.hall.settings.lang);
        let guest = Arc::new(Guest::new(place, &login, self.from, Arc::clone(&self.line), lang));
        self.hall.record(&guest.event("login"));
        if self.place.guest.set(guest).is_err() {
            unreachable!("one connection asks one thing at a time, and nobody was there")
        }
        self.place.taken.notify_one();
        self.line.touch();
        Ok(Admission::Entered)
    }

    /// Whom a name means, to count failures: a stranger may write it in many ways.
    fn account(&self, user: &str) -> String {
        let entry = self.hall.book().ok().and_then(|book| {
            login(user, &self.door, &book, &self.hall.nodes).map(|login| login.entry.id.clone())
        });
        entry.unwrap_or_else(|| user.chars().filter(|c| !c.is_control()).take(64).collect())
    }

    /// Returns the guest and room for a channel, unless there are too many.
    fn room(&self) -> Option<(Arc<Guest>, OwnedSemaphorePermit)> {
        let guest = self.place.guest.get()?;
        let room = Arc::clone(&guest.turns.channels).try_acquire_owned().ok()?;
        Some((Arc::clone(guest), room))
    }
}

fn methods() -> MethodSet {
    MethodSet::from(&[MethodKind::PublicKey, MethodKind::Password][..])
}

/// Refuses, and lets the client try again: fingers slip.
fn refused() -> Auth {
    Auth::Reject { proceed_with_methods: Some(methods()), partial_success: false }
}

/// What became of an attempt to come in.
#[derive(Debug, PartialEq, Eq)]
enum Admission {
    Entered,
    /// The proof was good, but the student has as many connections as anybody may.
    TooMany,
    Unproven,
}

fn verdict(admitted: Result<Admission, AccessError>) -> Auth {
    match admitted {
        Ok(Admission::Entered) => Auth::Accept,
        Ok(Admission::TooMany | Admission::Unproven) => refused(),
        Err(error) => {
            tracing::error!(%error, "nobody can log in");
            refused()
        }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        let account = self.account(user);
        let pause = self.hall.attempts().pause(&account, self.from, Instant::now());
        if pause.is_some() {
            return Ok(refused());
        }
        let admitted = self.admit(user, |entry| entry.secret.is(password));
        match admitted {
            Ok(Admission::Entered) => self.hall.attempts().succeeded(&account, self.from),
            Ok(Admission::Unproven) => {
                self.hall.attempts().failed(&account, self.from, Instant::now());
                let at = jiff::Timestamp::now();
                let (student, from) = (account, self.from);
                self.hall.record(&Event {
                    at,
                    event: "refused",
                    student,
                    from,
                    node: None,
                    what: None,
                    status: None,
                });
            }
            Ok(Admission::TooMany) | Err(_) => {}
        }
        Ok(verdict(admitted))
    }

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        let known = self.hall.book().ok().is_some_and(|book| {
            login(user, &self.door, &book, &self.hall.nodes)
                .is_some_and(|login| login.entry.has(offer.public_key))
        });
        Ok(if known { Auth::Accept } else { refused() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let key: &PublicKey = key.public_key;
        Ok(verdict(self.admit(user, |entry| entry.has(key))))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some((guest, room)) = self.room() else {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        };
        reply.accept().await;
        let (hall, handle) = (Arc::clone(&self.hall), session.handle());
        tokio::spawn(async move {
            let _room = room;
            channel::serve(hall, guest, channel, handle).await;
        });
        Ok(())
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _originator: &str,
        _originator_port: u32,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some((guest, room)) = self.room() else {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        };
        let hall = Arc::clone(&self.hall);
        let host = host.to_owned();
        tokio::spawn(async move {
            let _room = room;
            forward(&hall, &guest, channel, &host, port, reply).await;
        });
        Ok(())
    }
}

/// Connects a client to an address of its own bench.
async fn forward(
    hall: &Hall,
    guest: &Guest,
    channel: Channel<Msg>,
    host: &str,
    port: u32,
    reply: ChannelOpenHandle,
) {
    let Ok(port @ 1..) = u16::try_from(port) else {
        return reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
    };
    let running = match reach(hall, guest, host, port).await {
        Ok(Some(running)) => running,
        Ok(None) => return reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await,
        Err(error) => {
            tracing::debug!(%error, "a connection was not made");
            return reply.reject(ChannelOpenFailure::ConnectFailed).await;
        }
    };
    let mut event = guest.event("forward");
    event.what =
        Some(format!("{}:{port}", host.chars().filter(|c| !c.is_control()).take(64).collect::<String>()));
    event.node.clone_from(&guest.node);
    hall.record(&event);
    reply.accept().await;
    let (from, to) = channel.split();
    let (inbox, voice) = open(from, to, &guest.line, false);
    carry(running, inbox, &voice).await;
}

/// Returns a connection to an address of the bench; nothing when it is none.
async fn reach(hall: &Hall, guest: &Guest, host: &str, port: u16) -> Result<Option<Running>, AccessError> {
    let bench = hall.addresses(&guest.seat).await?;
    let via = guest.node.as_deref();
    let wanted = match target(host, via, &bench) {
        Some(Target::Name { from, name }) => {
            let found = look_up(hall, guest, &from, &name).await?;
            target(&found.to_string(), via, &bench)
        }
        wanted => wanted,
    };
    match wanted {
        Some(Target::Address { from, address }) => {
            Ok(Some(connect(hall, guest, &from, address, port).await?))
        }
        Some(Target::Name { .. }) | None => Ok(None),
    }
}
