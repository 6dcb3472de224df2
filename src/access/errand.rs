//! A verb for a student, run by a program of its own: this one.
//!
//! So a verb behaves over the network as it does at a keyboard, and one that fails takes
//! nobody else with it. What arguments it gets is decided in [`ask`](crate::access::ask).

use std::fs::File;
use std::os::fd::OwnedFd;
use std::process::Stdio;

use bytes::Bytes;
use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

use crate::access::ask::Errand;
use crate::access::hall::{Guest, Hall};
use crate::access::inbox::{Inbox, Input, Voice};
use crate::access::node::{FAILED, Terminal};
use crate::text;

/// What Ctrl-C is on a terminal in raw mode.
const INTERRUPT: u8 = 3;

/// Runs the verb and returns its status; nothing when the client went away, in which case
/// the verb is asked to end and ends on its own.
pub(super) async fn run(
    hall: &Hall,
    guest: &Guest,
    errand: &Errand,
    terminal: Option<&Terminal>,
    inbox: &mut Inbox,
    voice: &Voice,
) -> Option<u8> {
    let Ok(_turn) = guest.turns.errands.try_acquire() else {
        voice.tell(&text!("access-busy").to(guest.lang())).await;
        return Some(FAILED);
    };
    // Checks take the engine's time: as many run as it can bear, the others in turn.
    let _check = match (errand.verb, hall.checks.try_acquire()) {
        ("check", Err(_)) => {
            voice.tell(&text!("access-waiting").to(guest.lang())).await;
            tokio::select! {
                permit = hall.checks.acquire() => permit.ok(),
                () = ended(inbox) => return None,
            }
        }
        ("check", permit) => permit.ok(),
        _ => None,
    };
    let started = match terminal {
        Some(terminal) => on_a_terminal(command(hall, guest, errand), terminal),
        None => in_a_pipe(command(hall, guest, errand)),
    };
    let mut running = match started {
        Ok(running) => running,
        Err(error) => {
            tracing::warn!(%error, verb = errand.verb, "a verb could not be started");
            voice.tell(&text!("access-verb-failed", verb = errand.verb).to(guest.lang())).await;
            return Some(FAILED);
        }
    };
    let there = attend(&mut running, inbox, voice).await;
    if !there {
        interrupt(&running.child);
    }
    let status = running.child.wait().await;
    there.then(|| status.ok().and_then(|status| status.code()).map_or(FAILED, |code| code as u8))
}

/// Returns the command line: the verb, whose bench, then what the student asked.
fn command(hall: &Hall, guest: &Guest, errand: &Errand) -> Command {
    let lab = hall.class.lab.as_str();
    let (name, bench) = (guest.seat.name.as_str(), guest.seat.bench.as_str());
    let student = format!("--student={name}");
    let target = match errand.verb {
        "status" => vec![bench],
        "history" => vec!["--bench", bench],
        "hint" => vec!["--lab", lab, &student],
        _ => vec![lab, &student],
    };
    let mut command = Command::new("/proc/self/exe");
    command
        .arg(errand.verb)
        .args(target)
        .args(&errand.arguments)
        .args(["--lang", guest.lang().code()])
        .env("PAILLASSE_STUDENT", name)
        .stdin(Stdio::null());
    if let Some(labs) = &hall.settings.labs {
        command.arg("--labs-dir").arg(labs);
    }
    command
}

/// A verb that runs, and what it writes.
struct Running {
    child: Child,
    out: Box<dyn AsyncRead + Send + Unpin>,
    err: Box<dyn AsyncRead + Send + Unpin>,
    /// Its terminal, to tell it its size.
    terminal: Option<OwnedFd>,
}

fn in_a_pipe(mut command: Command) -> std::io::Result<Running> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let missing = || std::io::Error::other("a pipe was asked for");
    let out = Box::new(child.stdout.take().ok_or_else(missing)?);
    let err = Box::new(child.stderr.take().ok_or_else(missing)?);
    Ok(Running { child, out, err, terminal: None })
}

/// Gives the verb a terminal as wide as the client's, so that it writes as on one.
fn on_a_terminal(mut command: Command, terminal: &Terminal) -> std::io::Result<Running> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let name = ptsname(&master, Vec::new())?;
    let slave = open(&*name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
    tcsetwinsize(&master, winsize(terminal.size))?;
    command.env("TERM", &terminal.kind).stdout(Stdio::from(slave.try_clone()?)).stderr(Stdio::from(slave));
    let child = command.spawn()?;
    // The command keeps its end of the terminal open, and so the terminal from ending.
    drop(command);
    let out = Box::new(tokio::fs::File::from_std(File::from(master.try_clone()?)));
    Ok(Running { child, out, err: Box::new(tokio::io::empty()), terminal: Some(master) })
}

fn winsize((columns, rows): (u16, u16)) -> Winsize {
    Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }
}

/// Carries what the verb writes until it ends; false when the client went first.
async fn attend(running: &mut Running, inbox: &mut Inbox, voice: &Voice) -> bool {
    let Running { child, out, err, terminal } = running;
    let showing = async {
        let out = pass(out, |data| voice.out(data));
        let err = pass(err, |data| voice.err(data));
        tokio::join!(out, err);
    };
    let feeding = async {
        while let Some(input) = inbox.next().await {
            match input {
                Input::Data(keys) if voice.raw && keys.contains(&INTERRUPT) => interrupt(child),
                Input::Signal("INT" | "TERM" | "HUP") => interrupt(child),
                Input::Resize(columns, rows) => {
                    if let Some(Err(error)) =
                        terminal.as_ref().map(|terminal| tcsetwinsize(terminal, winsize((columns, rows))))
                    {
                        tracing::debug!(%error, "the terminal kept its size");
                    }
                }
                Input::Data(_) | Input::End | Input::Signal(_) => {}
            }
        }
    };
    tokio::select! {
        () = showing => true,
        () = feeding => false,
    }
}

/// Passes on what is read, until its end. That of a terminal is an error (EIO).
async fn pass<F: Future<Output = bool>>(from: &mut (dyn AsyncRead + Send + Unpin), to: impl Fn(Bytes) -> F) {
    let mut buffer = vec![0; 8192];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if !to(Bytes::copy_from_slice(&buffer[..count])).await {
            return;
        }
    }
}

/// Waits until the client goes away.
async fn ended(inbox: &mut Inbox) {
    while inbox.next().await.is_some() {}
}

/// Asks the verb to put right what it is doing, and to end.
fn interrupt(child: &Child) {
    let pid = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
    if let Some(Err(error)) = pid.map(|pid| kill_process(pid, Signal::INT)) {
        tracing::debug!(%error, "a verb has ended already");
    }
}
