//! The two directions of a channel, so that neither holds up the other.
//!
//! A connection has one loop for all its channels: it stops while a channel does not take
//! what came for it, and with it stops what goes out. A command that waits for its output to
//! be taken reads no input, so the two could wait for each other for ever: `cat` with a big file
//! is enough. Therefore a channel is always emptied into a queue, and only when that is long
//! *and* nothing waits to go out is the sender made to wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use russh::server::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::sync::{Notify, mpsc, watch};

/// Bytes that wait for a command before the sender is made to wait.
const LONG: usize = 4 << 20;
/// Bytes that are never exceeded: the channel is closed instead.
const TOO_LONG: usize = 256 << 20;

/// Something a client sent to a command that runs.
#[derive(Debug)]
pub(super) enum Input {
    /// What was typed.
    Data(Bytes),
    /// There will be no more.
    End,
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// A signal for the command, by name without `SIG`.
    Signal(&'static str),
}

/// What the channels of a connection share.
#[derive(Debug)]
pub(super) struct Line {
    began: Instant,
    last: AtomicU64,
    gone: watch::Sender<bool>,
}

impl Line {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), last: AtomicU64::new(0), gone: watch::Sender::new(false) }
    }

    /// Something happens now.
    pub(super) fn touch(&self) {
        self.last.store(self.began.elapsed().as_secs(), Ordering::Relaxed);
    }

    /// How long nothing has happened.
    pub(super) fn idle(&self) -> Duration {
        self.began.elapsed().saturating_sub(Duration::from_secs(self.last.load(Ordering::Relaxed)))
    }

    /// The client has gone: nothing waits for it any more.
    pub(super) fn hang_up(&self) {
        self.gone.send_replace(true);
    }

    async fn gone(&self) {
        // The sender is ours, so the wait ends by a value only.
        let _ = self.gone.subscribe().wait_for(|gone| *gone).await;
    }
}

#[derive(Debug, Default)]
struct Valve {
    queued: AtomicUsize,
    waiting: AtomicUsize,
    changed: Notify,
}

impl Valve {
    async fn opens(&self) {
        while self.queued.load(Ordering::SeqCst) > LONG && self.waiting.load(Ordering::SeqCst) == 0 {
            self.changed.notified().await;
        }
    }
}

/// Something waits to go out, until this is dropped.
struct Waiting<'a>(&'a Valve);

impl<'a> Waiting<'a> {
    fn new(valve: &'a Valve) -> Self {
        valve.waiting.fetch_add(1, Ordering::SeqCst);
        valve.changed.notify_one();
        Self(valve)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What comes in.
pub(super) struct Inbox {
    queue: mpsc::UnboundedReceiver<Input>,
    valve: Arc<Valve>,
    put_back: Option<Bytes>,
}

impl Inbox {
    /// Returns what comes next; nothing when the client has closed the channel.
    pub(super) async fn next(&mut self) -> Option<Input> {
        if let Some(data) = self.put_back.take() {
            return Some(Input::Data(data));
        }
        let input = self.queue.recv().await?;
        if let Input::Data(data) = &input {
            self.valve.queued.fetch_sub(data.len(), Ordering::SeqCst);
            self.valve.changed.notify_one();
        }
        Some(input)
    }

    /// Leaves what was typed ahead to whoever asks next.
    pub(super) fn put_back(&mut self, data: Bytes) {
        self.put_back = Some(data).filter(|data| !data.is_empty());
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // Nobody takes what is queued any more, so nobody is made to wait for that.
        self.valve.queued.store(0, Ordering::SeqCst);
        self.valve.changed.notify_one();
    }
}

/// What goes out.
#[derive(Clone)]
pub(super) struct Voice {
    channel: Arc<ChannelWriteHalf<Msg>>,
    valve: Arc<Valve>,
    line: Arc<Line>,
    /// Whether lines end as on a terminal in raw mode.
    pub(super) raw: bool,
}

impl Voice {
    /// Writes to the client's standard output; false when nobody listens any more.
    pub(super) async fn out(&self, data: Bytes) -> bool {
        self.say(None, data).await
    }

    /// Writes to the client's standard error; false when nobody listens any more. On a
    /// terminal there is one stream.
    pub(super) async fn err(&self, data: Bytes) -> bool {
        self.say(if self.raw { None } else { Some(1) }, data).await
    }

    /// Writes lines of ours to the client's standard error.
    pub(super) async fn tell(&self, lines: &str) -> bool {
        let lines = format!("{}\n", lines.trim_end_matches('\n'));
        self.err(Bytes::from(if self.raw { lines.replace('\n', "\r\n") } else { lines })).await
    }

    /// Ends the channel with a status.
    pub(super) async fn end(&self, status: u8) {
        // Who went away does not learn the status.
        let _ = self.channel.exit_status(status.into()).await;
        self.close().await;
    }

    /// Ends the channel.
    pub(super) async fn close(&self) {
        // It may be closed already.
        let _ = self.channel.eof().await;
        let _ = self.channel.close().await;
    }

    async fn say(&self, stream: Option<u32>, data: Bytes) -> bool {
        self.line.touch();
        let _waiting = Waiting::new(&self.valve);
        let saying = async {
            match stream {
                None => self.channel.data_bytes(data).await.is_ok(),
                Some(stream) => self.channel.extended_data_bytes(stream, data).await.is_ok(),
            }
        };
        tokio::select! { said = saying => said, () = self.line.gone() => false }
    }
}

/// Begins to empty a channel. Dropping the inbox does not stop that: the connection goes on.
pub(super) fn open(
    mut from: ChannelReadHalf,
    to: ChannelWriteHalf<Msg>,
    line: &Arc<Line>,
    raw: bool,
) -> (Inbox, Voice) {
    let valve = Arc::new(Valve::default());
    let (sender, queue) = mpsc::unbounded_channel();
    let voice = Voice { channel: Arc::new(to), valve: Arc::clone(&valve), line: Arc::clone(line), raw };
    let inbox = Inbox { queue, valve: Arc::clone(&valve), put_back: None };
    let (channel, line) = (Arc::clone(&voice.channel), Arc::clone(line));
    tokio::spawn(async move {
        while let Some(message) = from.wait().await {
            line.touch();
            let input = match message {
                ChannelMsg::Data { data } => {
                    if sender.is_closed() {
                        continue;
                    }
                    if valve.queued.fetch_add(data.len(), Ordering::SeqCst) > TOO_LONG {
                        // It is over either way.
                        let _ = channel.close().await;
                        break;
                    }
                    Input::Data(data)
                }
                ChannelMsg::Eof => Input::End,
                ChannelMsg::WindowChange { col_width, row_height, .. } => {
                    let (columns, rows) = size(col_width, row_height);
                    Input::Resize(columns, rows)
                }
                ChannelMsg::Signal { signal } => match name(&signal) {
                    Some(name) => Input::Signal(name),
                    None => continue,
                },
                ChannelMsg::Close => break,
                _ => continue,
            };
            if sender.send(input).is_err() {
                // The command has ended; what still comes is thrown away.
                continue;
            }
            tokio::select! { () = valve.opens() => {}, () = line.gone() => {} }
        }
    });
    (inbox, voice)
}

/// The size of a terminal: columns, rows. A client that has none says zero.
pub(super) fn size(columns: u32, rows: u32) -> (u16, u16) {
    let cells = |given: u32, usual: u16| match u16::try_from(given) {
        Ok(0) => usual,
        Ok(given) => given.min(4096),
        Err(_) => usual,
    };
    (cells(columns, 80), cells(rows, 24))
}

/// The signals of RFC 4254, by name; others are nobody's business.
fn name(signal: &Sig) -> Option<&'static str> {
    Some(match signal {
        Sig::ABRT => "ABRT",
        Sig::ALRM => "ALRM",
        Sig::HUP => "HUP",
        Sig::INT => "INT",
        Sig::KILL => "KILL",
        Sig::PIPE => "PIPE",
        Sig::QUIT => "QUIT",
        Sig::TERM => "TERM",
        Sig::USR1 => "USR1",
        _ => return None,
    })
}
