//! A device that is talked to at its prompt, as a person would.
//!
//! It serves the same [`Shell`](crate::transport::Shell) as a machine does: a command is
//! lines that are typed, its output what the device shows, its status 0, or 1 when the
//! device refused a line; nothing is typed after that. Devices of this kind have no exit
//! status, often one session only and no second channel, so that one terminal is kept open
//! and commands follow one another.
//!
//! The prompt is learned, not guessed: after an Enter, the line that has not ended counts
//! once a second Enter brings the very same one and nothing else. A banner that looks like a
//! prompt is not repeated. The end of a command is that prompt again, in a mode or not,
//! after the echo of the command.
//!
//! A secret is typed where a password is asked, and stands in no error and no log.

mod screen;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::device::{Manner, TYPED, bland};
use crate::exec::{Ended, ExecOutput};
use crate::secret::Secret;
use crate::transport::shell::{Request, refuse};
use crate::transport::{Chunk, Pipe, TransportError};
use screen::{Screen, after_echo};

/// How long a device may take until it shows a prompt.
const LOGIN: Duration = Duration::from_secs(20);

/// How long a line that has not ended must stand before it counts as all there is: the end
/// of one packet may look like a prompt.
const SETTLE: Duration = Duration::from_millis(30);

/// How long a device may think about an Enter before it gets another.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A device with a terminal.
pub trait Terminal: Send + Sync {
    /// Opens a terminal, logged in.
    fn open(&self) -> BoxFuture<'_, Result<Pipe, TransportError>>;
}

/// How to talk to a device.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The manners of its platform.
    pub manner: &'static Manner,
    /// What opens its privileged mode, where it asks.
    pub enable: Option<Secret>,
}

pub(super) struct Worker {
    pub machine: String,
    pub terminal: Arc<dyn Terminal>,
    pub talk: Talk,
}

impl Worker {
    pub async fn serve(self, mut queue: mpsc::UnboundedReceiver<Request>) {
        let mut session: Option<Session> = None;
        while let Some(request) = queue.recv().await {
            let mut open = match session.take() {
                Some(open) => open,
                None => match self.open().await {
                    Ok(open) => open,
                    Err(error) => {
                        refuse(VecDeque::from([request]), &error);
                        continue;
                    }
                },
            };
            let lines = request.command.script.strip_prefix(TYPED);
            let answer = match lines {
                None => Err(TransportError::NoShell { machine: self.machine.clone() }),
                Some(lines) => open.run(lines, request.command.timeout).await,
            };
            // One that fell silent may stand anywhere; the next command logs in again.
            let whole = matches!(&answer, Ok(_) | Err(TransportError::NoShell { .. }));
            session = whole.then_some(open);
            // Whoever asked may have stopped waiting.
            let _ = request.answer.send(answer);
        }
        if let Some(mut open) = session {
            // The device may be gone; then there is nothing to leave.
            let _ = open.pipe.input.write_all(b"exit\r").await;
            let _ = open.pipe.input.shutdown().await;
        }
    }

    async fn open(&self) -> Result<Session, TransportError> {
        let pipe = self.terminal.open().await?;
        let mut session = Session {
            machine: self.machine.clone(),
            manner: self.talk.manner,
            pipe,
            screen: Screen::default(),
            prompt: String::new(),
        };
        let deadline = Instant::now() + LOGIN;
        session.learn(deadline).await?;
        session.elevate(self.talk.enable.as_ref(), deadline).await?;
        for line in self.talk.manner.pager_off {
            session.line(line, line, deadline).await?;
        }
        Ok(session)
    }
}

/// An open terminal.
struct Session {
    machine: String,
    manner: &'static Manner,
    pipe: Pipe,
    screen: Screen,
    /// The prompt outside of any mode that configures.
    prompt: String,
}

impl Session {
    fn broken(&self) -> TransportError {
        TransportError::Broken { machine: self.machine.clone() }
    }

    fn silent(&self, line: &str) -> TransportError {
        TransportError::Silent { machine: self.machine.clone(), line: bland(line) }
    }

    async fn write(&mut self, text: &str) -> Result<(), TransportError> {
        let written = async {
            self.pipe.input.write_all(text.as_bytes()).await?;
            self.pipe.input.flush().await
        };
        written.await.map_err(|_| self.broken())
    }

    /// Shows what arrives next; false when nothing does until then.
    async fn next(&mut self, until: Instant) -> Result<bool, TransportError> {
        match timeout_at(until, self.pipe.output.next()).await {
            Ok(Some(Ok(Chunk::Out(bytes)))) => {
                self.screen.push(&bytes);
                Ok(true)
            }
            // What a way to the device says of itself is nothing that the device shows.
            Ok(Some(Ok(Chunk::Err(_)))) => Ok(true),
            Ok(Some(Err(_)) | None) => Err(self.broken()),
            Err(_) => Ok(false),
        }
    }

    /// Shows everything that arrives until nothing does for a moment.
    async fn settle(&mut self, deadline: Instant) -> Result<(), TransportError> {
        while Instant::now() < deadline && self.next((Instant::now() + SETTLE).min(deadline)).await? {}
        Ok(())
    }

    /// Learns the prompt.
    async fn learn(&mut self, deadline: Instant) -> Result<(), TransportError> {
        let mut last: Option<String> = None;
        while Instant::now() < deadline {
            self.screen.clear();
            self.write("\r").await?;
            let patience = (Instant::now() + PATIENCE).min(deadline);
            while !(self.screen.ended && self.ends_like_a_prompt()) && self.next(patience).await? {}
            self.settle(deadline).await?;
            let tail = self.screen.tail();
            let alone = self.screen.lines().trim().is_empty() && self.ends_like_a_prompt();
            match last.replace(tail) {
                Some(before) if alone && last.as_deref() == Some(before.as_str()) => {
                    self.prompt = before;
                    return Ok(());
                }
                _ => {}
            }
        }
        let shown = last.unwrap_or_default();
        Err(TransportError::NoPrompt { machine: self.machine.clone(), shown })
    }

    fn ends_like_a_prompt(&self) -> bool {
        self.screen.tail().ends_with(self.manner.ends)
    }

    /// Asks for the rights that configuring needs.
    async fn elevate(&mut self, secret: Option<&Secret>, deadline: Instant) -> Result<(), TransportError> {
        let Some((enable, before)) = self.manner.enable else { return Ok(()) };
        if !self.prompt.ends_with(before) {
            return Ok(());
        }
        self.screen.clear();
        self.write(&format!("{enable}\r")).await?;
        let stem = self.prompt.trim_end_matches(before).to_owned();
        let mut typed = false;
        while self.next(deadline).await? {
            let tail = self.screen.tail();
            // Its echo may end like the prompt of before.
            let answered = self.screen.ended && tail.starts_with(&stem);
            if answered && tail.ends_with(self.manner.ends) && !tail.ends_with(before) {
                self.settle(deadline).await?;
                self.prompt = self.screen.tail();
                return Ok(());
            }
            let asked = tail.to_ascii_lowercase().ends_with("assword:");
            match secret {
                Some(secret) if asked && !typed => {
                    let line = format!("{}\r", secret.reveal());
                    typed = true;
                    self.screen.clear();
                    self.write(&line).await?;
                }
                _ if asked || answered && tail.ends_with(before) => {
                    return Err(TransportError::Privilege { machine: self.machine.clone() });
                }
                _ => {}
            }
        }
        Err(self.silent(enable))
    }

    /// Types lines one after another, up to one that is refused, and leaves what mode they
    /// ended in.
    async fn run(&mut self, lines: &str, timeout: Duration) -> Result<ExecOutput, TransportError> {
        let deadline = Instant::now() + timeout;
        let (mut stdout, mut stderr, mut flood) = (String::new(), String::new(), false);
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let shown = self.line(line, line, deadline).await?;
            flood |= self.screen.flood;
            if let Some(refusal) = self.refusal(&shown) {
                stderr = format!("{}: {refusal}\n", bland(line));
                stdout.push_str(&shown);
                break;
            }
            stdout.push_str(&shown);
        }
        self.leave(deadline).await?;
        let ended = match (flood, stderr.is_empty()) {
            (true, _) => Ended::Flood,
            (false, true) => Ended::Status(0),
            (false, false) => Ended::Status(1),
        };
        Ok(ExecOutput { ended, stdout, stderr })
    }

    fn refusal(&self, shown: &str) -> Option<String> {
        let refuses =
            |line: &&str| self.manner.errors.iter().any(|error| line.trim_start().starts_with(error));
        shown.lines().find(refuses).map(|line| line.trim().to_owned())
    }

    /// Goes back to where commands begin.
    async fn leave(&mut self, deadline: Instant) -> Result<(), TransportError> {
        // Where there is no such word, one mode after another.
        for word in [self.manner.leave, "exit", "exit", "exit", "exit"] {
            if !self.screen.tail().contains(self.manner.configuring) {
                break;
            }
            self.line(word, word, deadline).await?;
        }
        let tail = self.screen.tail();
        if tail.contains(self.manner.configuring) {
            return Err(self.silent(self.manner.leave));
        }
        // The device may have got another name.
        if tail.ends_with(self.manner.ends) && !tail.ends_with(&self.prompt) {
            self.prompt = tail;
        }
        Ok(())
    }

    /// Types one line and returns what is shown until the prompt comes back. `told` stands
    /// for it in errors.
    async fn line(&mut self, typed: &str, told: &str, deadline: Instant) -> Result<String, TransportError> {
        let before = match self.screen.tail() {
            tail if tail.ends_with(&self.prompt) => self.prompt.clone(),
            tail => tail,
        };
        self.screen.clear();
        self.write(&format!("{typed}\r")).await?;
        let mut asked = 0;
        loop {
            if self.screen.ended && self.at_prompt(&before) {
                self.settle(deadline).await?;
                if self.at_prompt(&before) {
                    // What the device said of itself meanwhile ends in a prompt too.
                    let quiet = (Instant::now() + PATIENCE).min(deadline);
                    if after_echo(self.screen.lines(), &before, typed).is_some() || !self.next(quiet).await? {
                        break;
                    }
                    continue;
                }
            }
            let tail = self.screen.tail().to_ascii_lowercase();
            if self.manner.more.iter().any(|more| tail.ends_with(more)) {
                self.screen.wipe();
                self.write(" ").await?;
            }
            let question = self.manner.questions.iter().find(|question| tail.ends_with(question.ends));
            if let Some(question) = question.filter(|_| asked < 8) {
                asked += 1;
                self.screen.wipe();
                self.write(question.answer).await?;
            }
            if !self.next(deadline).await? {
                return Err(self.silent(told));
            }
        }
        let shown = self.screen.lines();
        let mut shown = after_echo(shown, &before, typed).unwrap_or(shown).to_owned();
        // The last line of an output may have no end.
        shown.push_str(self.screen.tail().strip_suffix(&self.prompt).unwrap_or_default());
        Ok(shown)
    }

    /// Whether the line that has not ended is the prompt, in a mode or not.
    fn at_prompt(&self, before: &str) -> bool {
        let tail = self.screen.tail();
        if tail.ends_with(&self.prompt) {
            return true;
        }
        let stem = self.prompt.trim_end_matches(self.manner.ends);
        // Some shorten a long name to make room for the mode.
        let stem: String = stem.chars().take(16).collect();
        let configures = |prompt: &str| prompt.contains(self.manner.configuring);
        if !tail.ends_with(self.manner.ends) || tail.chars().count() > 96 {
            return false;
        }
        // In a mode that configures, the device can get another name, here or behind it.
        let renamed = configures(before) && !tail.contains(char::is_whitespace);
        renamed || configures(&tail) && tail.starts_with(&stem)
    }
}

#[cfg(test)]
mod tests;
