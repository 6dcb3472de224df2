//! One channel: a command as root, its streams, and the word by which it says that it began.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use russh::client::Msg;
use russh::{Channel, ChannelMsg};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::timeout;

use crate::exec::{nonce, quote};
use crate::secret::Secret;
use crate::transport::ssh::peer::{Elevation, Peer};
use crate::transport::{Chunk, Pipe, TransportError};

/// Turns a channel into a pipe. A task of its own reads it until it ends, or until nobody
/// wants to read any more; then it is closed, and its place is free.
pub(super) fn pipe(channel: Channel<Msg>, permit: OwnedSemaphorePermit) -> Pipe {
    let (mut read, write) = channel.split();
    let write = Arc::new(write);
    let input: Pin<Box<dyn AsyncWrite + Send>> = Box::pin(write.make_writer());
    let (send, receive) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let _permit = permit;
        loop {
            let message = tokio::select! {
                message = read.wait() => message,
                () = send.closed() => None,
            };
            let chunk = match message {
                Some(ChannelMsg::Data { data }) => Chunk::Out(data),
                Some(ChannelMsg::ExtendedData { data, .. }) => Chunk::Err(data),
                Some(ChannelMsg::Close) | None => break,
                Some(_) => continue,
            };
            if send.send(chunk).is_err() {
                break;
            }
        }
        // The other side may have closed it first.
        let _ = write.close().await;
    });
    let output = stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|chunk| (Ok(chunk), receive))
    })
    .boxed();
    Pipe { input, output }
}

/// Starts a command as root. It is there once it said a word that nobody can foresee: what a
/// login prints before is dropped, and a password goes only to what asked for it.
pub(super) async fn start(
    peer: &Peer,
    channel: Channel<Msg>,
    permit: OwnedSemaphorePermit,
    command: &str,
) -> Result<Pipe, TransportError> {
    let began = nonce();
    let asks = nonce();
    let inner = format!("echo {began}; exec {command}");
    let line = match &peer.elevation {
        Elevation::None => format!("exec /bin/sh -c {}", quote(&inner)),
        // -k: a password that was typed a moment ago does not count, so that it is always asked
        // for in the same way; where none is needed, none is asked for.
        Elevation::Sudo(_) => format!("exec sudo -k -S -p {asks} -- /bin/sh -c {}", quote(&inner)),
        Elevation::Su(_) => format!("LC_ALL=C exec su -s /bin/sh -c {} root", quote(&inner)),
    };
    channel.exec(false, line).await.map_err(|error| peer.unreachable(error))?;
    let mut pipe = pipe(channel, permit);
    let (question, password): (&str, Option<&Secret>) = match &peer.elevation {
        Elevation::None => ("", None),
        Elevation::Sudo(password) => (&asks, password.as_ref()),
        Elevation::Su(password) => ("assword:", Some(password)),
    };
    let met = timeout(peer.patience, greet(&mut pipe, &began, question, password)).await;
    match met {
        Ok(Ok(Met::Began(rest))) => {
            let output = stream::iter(rest.map(|rest| Ok(Chunk::Out(rest)))).chain(pipe.output).boxed();
            Ok(Pipe { input: pipe.input, output })
        }
        Ok(Ok(Met::Refused)) => Err(TransportError::NotRoot { machine: peer.name.clone() }),
        Ok(Ok(Met::Ended(said))) => Err(peer.unreachable(said)),
        Ok(Err(error)) => Err(peer.unreachable(error)),
        Err(_) => Err(peer.mute()),
    }
}

/// How it went until the command began.
enum Met {
    /// It runs; what it wrote after its word.
    Began(Option<Bytes>),
    /// The password is missing or not good.
    Refused,
    /// It ended, and said this.
    Ended(String),
}

/// Waits for the word, and answers the question for a password once.
async fn greet(
    pipe: &mut Pipe,
    began: &str,
    question: &str,
    password: Option<&Secret>,
) -> std::io::Result<Met> {
    let (mut out, mut said) = (Vec::new(), String::new());
    let mut answered = false;
    let word = format!("{began}\n");
    while let Some(chunk) = pipe.output.next().await {
        match chunk {
            Ok(Chunk::Out(bytes)) => out.extend_from_slice(&bytes),
            Ok(Chunk::Err(bytes)) => said.push_str(&String::from_utf8_lossy(&bytes)),
            Err(_) => break,
        }
        if let Some(at) = out.windows(word.len()).position(|window| window == word.as_bytes()) {
            let rest = out.split_off(at + word.len());
            return Ok(Met::Began((!rest.is_empty()).then(|| Bytes::from(rest))));
        }
        if !question.is_empty() && said.contains(question) {
            let Some(password) = password.filter(|_| !answered) else { return Ok(Met::Refused) };
            answered = true;
            said.clear();
            pipe.input.write_all(format!("{}\n", password.reveal()).as_bytes()).await?;
            pipe.input.flush().await?;
        }
    }
    let printed = format!("{} {}", said.trim(), String::from_utf8_lossy(&out).trim());
    // Who answered and was not let in had the wrong answer.
    Ok(if answered { Met::Refused } else { Met::Ended(printed.trim().to_owned()) })
}

/// Writes all of `data` to what runs, and waits until it says that it is done.
///
/// # Errors
/// What it said instead.
pub(super) async fn feed(mut pipe: Pipe, data: Bytes) -> Result<(), String> {
    let mut input = pipe.input;
    let writing = tokio::spawn(async move {
        // What does not read any more says why, on its other stream.
        let _ = input.write_all(&data).await;
        let _ = input.shutdown().await;
    });
    let (mut out, mut said) = (String::new(), String::new());
    while let Some(chunk) = pipe.output.next().await {
        match chunk.map_err(|error| error.to_string())? {
            Chunk::Out(bytes) => out.push_str(&String::from_utf8_lossy(&bytes)),
            Chunk::Err(bytes) => said.push_str(&String::from_utf8_lossy(&bytes)),
        }
    }
    writing.abort();
    if out.contains("unpacked") { Ok(()) } else { Err(said.trim().to_owned()) }
}
