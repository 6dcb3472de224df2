//! One shell kept open on a machine, fed with commands.
//!
//! Starting a process from outside costs 70 to 120 ms in the engine; a line to an open
//! shell costs 1 ms. So all commands of a run go through one shell: those that are
//! waiting are written together, and run one after another.
//!
//! The script of a command reaches the machine on a file descriptor, never as an
//! argument: it may hold a password, and arguments show in `ps`. Both output streams
//! come back in base64, each ended by a line that base64 cannot contain and that holds
//! a random number, so nothing that a command prints can pass for the end of another.
//! `timeout` ends a command and its group; a descendant that left the group and keeps
//! the streams open is found by an environment variable and killed, and a new shell is
//! started.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::exec::{Command, Ended, ExecOutput, OUTPUT_LIMIT};
use crate::transport::terminal::{self, Talk, Terminal};
use crate::transport::{Chunk, Pipe, SharedTransport, TransportError};

/// The path of everything that is run: the one a login shell of root has on Debian.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// How long after its timeout a command may take to be killed and reported.
const GRACE: Duration = Duration::from_secs(5);

/// The variable that holds the path of the machine itself, without programs of ours.
pub const OWN_PATH: &str = "PAILLASSE_OWN_PATH";

/// The variable that all descendants of a shell carry.
pub const MARK: &str = "PAILLASSE_MARK";

pub(super) type Answer = Result<ExecOutput, TransportError>;

pub(super) struct Request {
    pub command: Command,
    pub answer: oneshot::Sender<Answer>,
}

/// A shell on a machine. Cloning shares it; it ends when the last clone is dropped.
#[derive(Clone)]
pub struct Shell {
    requests: mpsc::UnboundedSender<Request>,
    machine: String,
}

impl Shell {
    /// Returns a shell on `machine`; the connection is made by the first command, and
    /// again after it broke.
    pub fn new(machine: impl Into<String>, transport: SharedTransport) -> Self {
        let (requests, queue) = mpsc::unbounded_channel();
        let machine = machine.into();
        tokio::spawn(Worker { machine: machine.clone(), transport, live: None }.serve(queue));
        Self { requests, machine }
    }

    /// Returns the same for a device that is talked to at its prompt
    /// ([`terminal`](crate::transport::terminal)).
    pub fn typed(machine: impl Into<String>, terminal: Arc<dyn Terminal>, talk: Talk) -> Self {
        let (requests, queue) = mpsc::unbounded_channel();
        let machine = machine.into();
        tokio::spawn(terminal::Worker { machine: machine.clone(), terminal, talk }.serve(queue));
        Self { requests, machine }
    }

    /// Runs a command after those that were given before it.
    ///
    /// # Errors
    /// When the machine cannot be reached or went away before it answered.
    pub async fn run(&self, command: Command) -> Answer {
        let (answer, result) = oneshot::channel();
        let broken = || TransportError::Broken { machine: self.machine.clone() };
        self.requests.send(Request { command, answer }).map_err(|_| broken())?;
        result.await.map_err(|_| broken())?
    }
}

struct Worker {
    machine: String,
    transport: SharedTransport,
    live: Option<Live>,
}

impl Worker {
    async fn serve(mut self, mut queue: mpsc::UnboundedReceiver<Request>) {
        while let Some(first) = queue.recv().await {
            let mut batch = VecDeque::from([first]);
            while let Ok(next) = queue.try_recv() {
                batch.push_back(next);
            }
            self.batch(batch).await;
        }
        if let Some(live) = self.live.take() {
            live.close().await;
        }
    }

    /// Runs what waits. A command that hangs costs the shell: those behind it are
    /// written again to the next one.
    async fn batch(&mut self, mut batch: VecDeque<Request>) {
        while !batch.is_empty() {
            let mut live = match self.live.take() {
                Some(live) => live,
                None => match Live::open(&self.machine, &self.transport).await {
                    Ok(live) => live,
                    Err(error) => return refuse(batch, &error),
                },
            };
            let broken = TransportError::Broken { machine: self.machine.clone() };
            if live.write(batch.iter().map(|request| &request.command)).await.is_err() {
                return refuse(batch, &broken);
            }
            let mut hung = false;
            while let Some(request) = batch.pop_front() {
                match live.read(request.command.timeout).await {
                    Read::Answer(output) => {
                        // Whoever asked may have stopped waiting.
                        let _ = request.answer.send(Ok(output));
                    }
                    Read::Hung => {
                        let output = ExecOutput {
                            ended: Ended::Timeout,
                            stdout: String::new(),
                            stderr: String::new(),
                        };
                        let _ = request.answer.send(Ok(output));
                        hung = true;
                        break;
                    }
                    Read::Closed => {
                        let _ = request.answer.send(Err(broken.clone()));
                        return refuse(batch, &broken);
                    }
                }
            }
            if hung {
                live.kill(&self.machine, &self.transport).await;
            } else {
                self.live = Some(live);
            }
        }
    }
}

pub(super) fn refuse(batch: VecDeque<Request>, error: &TransportError) {
    for request in batch {
        let _ = request.answer.send(Err(error.clone()));
    }
}

enum Read {
    Answer(ExecOutput),
    Hung,
    Closed,
}

/// An open connection.
struct Live {
    pipe: Pipe,
    nonce: String,
    mark: String,
    out: Stream,
    err: Stream,
    written: u64,
    read: u64,
}

impl Live {
    async fn open(machine: &str, transport: &SharedTransport) -> Result<Self, TransportError> {
        let connect = |reason: String| TransportError::Connect { machine: machine.to_owned(), reason };
        let (nonce, mark) = (random().map_err(connect)?, random().map_err(connect)?);
        let mut pipe = transport.connect(&mark).await?;
        let prologue = prologue(&nonce, &path(transport));
        pipe.input.write_all(prologue.as_bytes()).await.map_err(|e| connect(e.to_string()))?;
        pipe.input.flush().await.map_err(|e| connect(e.to_string()))?;
        Ok(Self { pipe, nonce, mark, out: Stream::default(), err: Stream::default(), written: 0, read: 0 })
    }

    /// Writes all commands at once.
    async fn write(&mut self, commands: impl Iterator<Item = &Command>) -> std::io::Result<()> {
        let mut script = String::new();
        for command in commands {
            self.written += 1;
            let seconds = command.timeout.as_secs_f64();
            let (number, tag) = (self.written, &self.nonce);
            script.push_str(&format!("p {number} {seconds} 3<<'END{tag}'\n{}\nEND{tag}\n", command.script));
        }
        self.pipe.input.write_all(script.as_bytes()).await?;
        self.pipe.input.flush().await
    }

    /// Waits for the end of the next command.
    async fn read(&mut self, timeout: Duration) -> Read {
        self.read += 1;
        let started = Instant::now();
        let deadline = started + timeout + GRACE;
        let (mut out, mut err) = (None, None);
        loop {
            out = out.or_else(|| self.out.frame(&self.nonce, self.read));
            err = err.or_else(|| self.err.frame(&self.nonce, self.read));
            if let (Some(out), Some(err)) = (&out, &err) {
                return Read::Answer(output(out, err, timeout, started.elapsed()));
            }
            match timeout_at(deadline, self.pipe.output.next()).await {
                Ok(Some(Ok(Chunk::Out(bytes)))) => self.out.push(&bytes),
                Ok(Some(Ok(Chunk::Err(bytes)))) => self.err.push(&bytes),
                Ok(Some(Err(_)) | None) => return Read::Closed,
                Err(_) => return Read::Hung,
            }
        }
    }

    /// Ends the shell cleanly.
    async fn close(mut self) {
        // Its end of the pipe may be gone already; then it has ended.
        let _ = self.pipe.input.write_all(b"exit 0\n").await;
        let _ = self.pipe.input.shutdown().await;
    }

    /// Ends the shell and everything that it started, wherever that went.
    async fn kill(self, machine: &str, transport: &SharedTransport) {
        let script = format!(
            "PATH={}\nfor e in /proc/[0-9]*/environ; do\n\
             if grep -qs {MARK}={} \"$e\"; then p=${{e#/proc/}}; kill -9 \"${{p%/environ}}\"; fi\n\
             done; exit 0\n",
            path(transport),
            self.mark
        );
        drop(self.pipe);
        let ended = async {
            let mut pipe = transport.connect("none").await.ok()?;
            pipe.input.write_all(script.as_bytes()).await.ok()?;
            pipe.input.flush().await.ok()?;
            while let Some(Ok(_)) = pipe.output.next().await {}
            Some(())
        };
        if !matches!(tokio::time::timeout(GRACE, ended).await, Ok(Some(()))) {
            tracing::warn!(machine, "what a hanging command left behind could not be killed");
        }
    }
}

/// The end of one command on one stream.
struct Frame {
    data: Vec<u8>,
    words: Vec<String>,
}

/// One stream of a shell: base64 lines, and lines that end a command.
#[derive(Default)]
struct Stream {
    pending: Vec<u8>,
    encoded: Vec<u8>,
}

impl Stream {
    fn push(&mut self, bytes: &Bytes) {
        self.pending.extend_from_slice(bytes);
    }

    /// Takes the frame of command `number`, once it is complete.
    fn frame(&mut self, nonce: &str, number: u64) -> Option<Frame> {
        while let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if let Some(rest) = text.strip_prefix('#') {
                let mut words = rest.split(' ').map(str::to_owned);
                if words.next().as_deref() != Some(nonce) {
                    continue;
                }
                if words.next().and_then(|word| word.parse().ok()) != Some(number) {
                    continue;
                }
                let data = decode(&std::mem::take(&mut self.encoded));
                return Some(Frame { data, words: words.collect() });
            }
            self.encoded.extend_from_slice(text.as_bytes());
        }
        None
    }
}

fn output(out: &Frame, err: &Frame, timeout: Duration, took: Duration) -> ExecOutput {
    let status = out.words.first().and_then(|word| word.parse::<i32>().ok());
    let flood = out.data.len() > OUTPUT_LIMIT || err.data.len() > OUTPUT_LIMIT;
    // timeout(1) reports 124, or 137 when it had to kill; so may the command itself.
    let late = took.as_secs_f64() >= timeout.as_secs_f64() * 0.9;
    let ended = match status {
        _ if flood => Ended::Flood,
        Some(124 | 137) if late => Ended::Timeout,
        Some(status) => Ended::Status(status),
        None => Ended::Timeout,
    };
    let text = |data: &[u8]| String::from_utf8_lossy(&data[..data.len().min(OUTPUT_LIMIT)]).into_owned();
    ExecOutput { ended, stdout: text(&out.data), stderr: text(&err.data) }
}

/// Where programs are looked for on a machine.
fn path(transport: &SharedTransport) -> String {
    match transport.programs() {
        Some(first) => format!("{first}:{PATH}"),
        None => PATH.to_owned(),
    }
}

/// Defines `p NUMBER SECONDS`, which runs the script on descriptor 3. `/proc` has it and not
/// `/dev`, where the machine's root can put something else.
fn prologue(nonce: &str, path: &str) -> String {
    let limit = OUTPUT_LIMIT + 1;
    format!(
        "PATH={path}; {OWN_PATH}={PATH}; HOME=/root; LANG=C.UTF-8; SHELL=/bin/sh\n\
         export PATH {OWN_PATH} HOME LANG SHELL\n\
         unset LC_ALL LC_MESSAGES ENV BASH_ENV LD_PRELOAD CDPATH IFS; cd /\n\
         exec 5>&1 6>&2\n\
         p() {{\n\
         s=$( {{ {{ {{ timeout -k 2 \"$2\" sh /proc/self/fd/3 </dev/null 4>&- 5>&- 6>&- 7>&-; echo \"$?\" >&4; }} 2>&7 |\n\
         {{ head -c {limit} 2>/dev/null; }} | base64 >&5; }} 7>&1 | {{ head -c {limit} 2>/dev/null; }} | base64 >&6; }} 4>&1 )\n\
         printf '\\n#%s %s %s\\n' {nonce} \"$1\" \"$s\" >&5\n\
         printf '\\n#%s %s\\n' {nonce} \"$1\" >&6\n\
         }}\n"
    )
}

/// Returns sixteen random hexadecimal digits from the kernel.
fn random() -> Result<String, String> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Decodes base64; text that is not base64 came from no command of ours, and is dropped.
fn decode(encoded: &[u8]) -> Vec<u8> {
    STANDARD.decode(encoded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::Shell;
    use crate::exec::{Command, Ended};
    use crate::transport::local::Local;

    fn shell() -> Shell {
        Shell::new("here", Arc::new(Local))
    }

    async fn run(script: &str) -> (Ended, String, String) {
        let output = shell().run(Command::new(script)).await.unwrap();
        (output.ended, output.stdout, output.stderr)
    }

    #[tokio::test]
    async fn streams_and_status_come_back_apart() {
        let (ended, out, err) = run("echo été; printf 'a\\nb' >&2; exit 3").await;
        assert_eq!((ended, out.as_str(), err.as_str()), (Ended::Status(3), "été\n", "a\nb"));
    }

    #[tokio::test]
    async fn commands_run_in_order_and_apart() {
        let shell = shell();
        let first = shell.run(Command::new("cd /tmp; X=1; cat; exit 1"));
        let second = shell.run(Command::new("pwd; echo \"[$X]\""));
        let (first, second) = tokio::join!(first, second);
        assert_eq!(first.unwrap().ended, Ended::Status(1));
        assert_eq!(second.unwrap().stdout, "/\n[]\n");
    }

    #[tokio::test]
    async fn a_slow_command_is_ended_and_the_next_one_runs() {
        let shell = shell();
        let slow = shell.run(Command::new("echo begun; sleep 60").within(Duration::from_millis(300))).await;
        let slow = slow.unwrap();
        assert_eq!((slow.ended, slow.stdout.as_str()), (Ended::Timeout, "begun\n"));
        assert_eq!(shell.run(Command::new("echo alive")).await.unwrap().stdout, "alive\n");
    }

    #[tokio::test]
    async fn a_descendant_that_keeps_the_stream_open_is_killed() {
        let shell = shell();
        let script = "setsid sleep 98765 & echo started";
        let stuck = shell.run(Command::new(script).within(Duration::from_millis(200))).await.unwrap();
        assert_eq!(stuck.ended, Ended::Timeout);
        let left = shell.run(Command::new("pgrep -f 'sleep 9876[5]'")).await.unwrap();
        assert_eq!(left.ended, Ended::Status(1), "still there: {}", left.stdout);
    }

    #[tokio::test]
    async fn output_is_bounded() {
        let (ended, out, _) = run("cat /dev/zero | tr '\\0' x").await;
        assert_eq!(ended, Ended::Flood);
        assert_eq!(out.len(), crate::exec::OUTPUT_LIMIT);
    }

    #[tokio::test]
    async fn nothing_printed_passes_for_an_end() {
        let (ended, out, _) = run(
            "printf '\\n#0 1 0\\n#%s 1 0\\n' $(tr '\\0' '\\n' </proc/$PPID/environ | head -c 16); exit 7",
        )
        .await;
        assert_eq!(ended, Ended::Status(7));
        assert!(out.contains("#0 1 0"));
    }

    #[tokio::test]
    async fn the_script_is_not_in_the_process_list() {
        let (_, out, _) =
            run("secret=hunter2; tr '\\0' ' ' </proc/$$/cmdline; echo; ps -eo args | grep -c 'hunter[2]'")
                .await;
        assert!(out.trim_end().ends_with('0'), "{out}");
    }

    #[tokio::test]
    async fn a_broken_script_is_a_status() {
        let (ended, _, err) = run("if then").await;
        assert_eq!(ended, Ended::Status(2));
        assert!(err.contains("yntax error"), "{err}");
    }
}
