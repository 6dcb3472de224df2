//! A command or a terminal on a node of the student's bench.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::iter;
use tokio::io::AsyncWriteExt;

use crate::access::AccessError;
use crate::access::hall::{Guest, Hall};
use crate::access::inbox::{Inbox, Input, Voice};
use crate::exec::{Command, quote};
use crate::provider::docker::node::Found;
use crate::provider::docker::terminal::{Job, Process, Running};
use crate::provision;
use crate::text;
use crate::transport::Chunk;

/// The status of a command that SIGKILL ended.
const KILLED: u8 = 128 + 9;
/// How often, and how far apart, a node is looked at whose command was killed.
const LOOKS: u32 = 30;
const BETWEEN: Duration = Duration::from_millis(100);
/// The status when a command could not be run or was cut off: that of ssh(1).
pub(super) const FAILED: u8 = 255;

/// How long a connection from a node may take to be made.
const PATIENCE: Duration = Duration::from_secs(10);

/// A terminal that the client has.
#[derive(Clone, Debug)]
pub(super) struct Terminal {
    /// Its kind (`TERM`).
    pub kind: String,
    /// Its size: columns, rows.
    pub size: (u16, u16),
}

/// What is wanted on a node.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// The node.
    pub node: String,
    /// For its shell; a login shell when there is nothing.
    pub command: Option<String>,
    /// The account on the node.
    pub account: String,
    /// The client's terminal, when it asked for one.
    pub terminal: Option<Terminal>,
    /// The locale, when the client named one that nodes have.
    pub locale: Option<String>,
}

/// Finds a node of the student's bench, running.
///
/// # Errors
/// When the engine does not answer, or the node is not there or stopped.
pub(super) async fn find(hall: &Hall, guest: &Guest, node: &str) -> Result<Found, AccessError> {
    let nodes = provision::nodes(&hall.site.engine, &guest.seat.bench).await?;
    match nodes.get(node) {
        Some(found) if found.running => Ok(found.clone()),
        Some(_) => Err(AccessError::Stopped { node: node.to_owned() }),
        None => Err(AccessError::NotUp { node: node.to_owned() }),
    }
}

/// Does the work and returns the status for the client; nothing when the client has gone.
pub(super) async fn work(
    hall: &Hall,
    guest: &Guest,
    work: &Work,
    inbox: &mut Inbox,
    voice: &Voice,
) -> Option<u8> {
    let command = Job::shell(work.command.as_deref());
    let job = Job {
        command: match &work.terminal {
            Some(terminal) => Job::sized(command, terminal.size),
            None => command,
        },
        user: Some(work.account.clone()),
        terminal: work.terminal.as_ref().map(|terminal| terminal.kind.clone()),
        locale: work.locale.clone(),
    };
    let started = async {
        let node = find(hall, guest, &work.node).await?;
        let running = hall.site.engine.run_job(&node.id, &job).await?;
        Ok::<_, AccessError>((node, running))
    };
    let (node, running) = match started.await {
        Ok(started) => started,
        Err(error) => {
            voice.tell(&guest.failure(&error)).await;
            return Some(FAILED);
        }
    };
    let process = running.process.clone();
    if !attend(running, inbox, voice).await {
        end(&process, "HUP").await;
        return None;
    }
    match process.status().await {
        // Cut off rather than ended: the node went away under the command.
        Ok(status) if outlived(hall, guest, work, &node.id, status).await => Some(status),
        Ok(_) | Err(_) => {
            voice.tell(&text!("access-node-gone", node = &work.node).to(guest.lang())).await;
            Some(FAILED)
        }
    }
}

/// Whether the node is still the one on which the command ended. One that is being removed
/// kills its commands first and is listed for a moment longer, so that is looked at again.
async fn outlived(hall: &Hall, guest: &Guest, work: &Work, id: &str, status: u8) -> bool {
    let stands = || async {
        let node = find(hall, guest, &work.node).await;
        node.is_ok_and(|now| now.id == id && now.running)
    };
    let mut looks = if status == KILLED { LOOKS } else { 1 };
    while stands().await {
        looks -= 1;
        if looks == 0 {
            return true;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    false
}

/// Carries both directions until the command ends; false when the client went first.
async fn attend(running: Running, inbox: &mut Inbox, voice: &Voice) -> bool {
    let Running { input: mut stdin, mut output, process } = running;
    let showing = async {
        while let Some(chunk) = output.next().await {
            let heard = match chunk {
                Chunk::Out(data) => voice.out(data).await,
                Chunk::Err(data) => voice.err(data).await,
            };
            if !heard {
                return false;
            }
        }
        true
    };
    let feeding = async {
        while let Some(input) = inbox.next().await {
            match input {
                Input::Data(data) => {
                    // A command that reads no more goes on all the same.
                    if stdin.write_all(&data).await.and(stdin.flush().await).is_err() {
                        tracing::debug!("a command reads no more");
                    }
                }
                // A terminal is not over because nobody types any more: sshd does the same.
                Input::End if voice.raw => {}
                Input::End => {
                    // Likewise.
                    let _ = stdin.shutdown().await;
                }
                Input::Resize(columns, rows) => resize(&process, columns, rows).await,
                Input::Signal(signal) => end(&process, signal).await,
            }
        }
    };
    tokio::select! {
        ended = showing => ended,
        () = feeding => false,
    }
}

async fn resize(process: &Process, columns: u16, rows: u16) {
    // A command that has ended already has no terminal.
    if let Err(error) = process.resize(columns, rows).await {
        tracing::debug!(%error, "the terminal kept its size");
    }
}

async fn end(process: &Process, signal: &str) {
    if let Err(error) = process.signal(signal).await {
        tracing::debug!(%error, signal, "a command was not told");
    }
}

/// Connects to an address from a node.
///
/// # Errors
/// When the node is not there, or nothing answers at the address in time.
pub(super) async fn connect(
    hall: &Hall,
    guest: &Guest,
    node: &str,
    address: IpAddr,
    port: u16,
) -> Result<Running, AccessError> {
    let found = find(hall, guest, node).await?;
    let command = Job::connection(address, port);
    let job = Job { command, user: Some("0:0".to_owned()), terminal: None, locale: None };
    let Running { input, mut output, process } = hall.site.engine.run_job(&found.id, &job).await?;
    // nc(1) says on standard error that there is a connection. The two streams are not in
    // order: something may have come through it first.
    let mut said = Vec::new();
    let connected = async {
        loop {
            match output.next().await? {
                Chunk::Out(data) => return Some(Some(Chunk::Out(data))),
                Chunk::Err(data) => said.extend_from_slice(&data),
            }
            if String::from_utf8_lossy(&said).contains("succeeded") {
                return Some(None);
            }
        }
    };
    let Ok(Some(first)) = tokio::time::timeout(PATIENCE, connected).await else {
        end(&process, "KILL").await;
        return Err(AccessError::Refused { address: address.to_string(), port });
    };
    // The other side has one stream.
    let rest = output.filter(|chunk| std::future::ready(matches!(chunk, Chunk::Out(_))));
    Ok(Running { input, output: iter(first).chain(rest).boxed(), process })
}

/// Carries a connection until one side ends it.
pub(super) async fn carry(running: Running, mut inbox: Inbox, voice: &Voice) {
    let process = running.process.clone();
    if !attend(running, &mut inbox, voice).await {
        end(&process, "KILL").await;
    }
    voice.close().await;
}

/// Has a node look up a name; returns its first IPv4 address.
pub(super) async fn look_up(
    hall: &Hall,
    guest: &Guest,
    node: &str,
    name: &str,
) -> Result<IpAddr, AccessError> {
    let found = find(hall, guest, node).await?;
    let unknown = || AccessError::NoAddress { name: name.to_owned() };
    let command = Command::new(format!("getent ahostsv4 {}", quote(name)));
    let output = hall.site.engine.probing_shell(&found.id, node).run(command).await.map_err(|_| unknown())?;
    let first = output.stdout.split_whitespace().next().unwrap_or_default();
    first.parse().map_err(|_| unknown())
}
