//! This very machine: for what has no engine between it and us, and for tests.

use std::process::Stdio;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::transport::{Chunk, Pipe, Transport, TransportError, shell};

/// The machine that the program runs on.
#[derive(Clone, Copy, Debug)]
pub struct Local;

impl Transport for Local {
    fn connect<'a>(&'a self, mark: &'a str) -> BoxFuture<'a, Result<Pipe, TransportError>> {
        async move {
            let failed = |reason: String| TransportError::Connect { machine: "localhost".to_owned(), reason };
            let mut child = Command::new("/bin/sh")
                .env_clear()
                .env(shell::MARK, mark)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .map_err(|error| failed(error.to_string()))?;
            let missing = || failed("no pipe".to_owned());
            let input = child.stdin.take().ok_or_else(missing)?;
            let out = child.stdout.take().ok_or_else(missing)?;
            let err = child.stderr.take().ok_or_else(missing)?;
            tokio::spawn(async move { child.wait().await });
            let output = stream::select(chunks(out, Chunk::Out), chunks(err, Chunk::Err)).boxed();
            Ok(Pipe { input: Box::pin(input), output })
        }
        .boxed()
    }

    fn upload(&self, archive: Bytes) -> BoxFuture<'_, Result<(), TransportError>> {
        async move {
            let failed = |reason: String| TransportError::Upload { machine: "localhost".to_owned(), reason };
            let mut child = Command::new("tar")
                .args(["-x", "-C", "/"])
                .stdin(Stdio::piped())
                .spawn()
                .map_err(|error| failed(error.to_string()))?;
            if let Some(mut input) = child.stdin.take() {
                input.write_all(&archive).await.map_err(|error| failed(error.to_string()))?;
            }
            match child.wait().await {
                Ok(status) if status.success() => Ok(()),
                Ok(status) => Err(failed(status.to_string())),
                Err(error) => Err(failed(error.to_string())),
            }
        }
        .boxed()
    }
}

fn chunks(
    reader: impl AsyncRead + Send + Unpin + 'static,
    wrap: fn(Bytes) -> Chunk,
) -> BoxStream<'static, Result<Chunk, TransportError>> {
    stream::unfold(reader, move |mut reader| async move {
        let mut buffer = vec![0; 16384];
        match reader.read(&mut buffer).await {
            Ok(0) | Err(_) => None,
            Ok(count) => {
                buffer.truncate(count);
                Some((Ok(wrap(Bytes::from(buffer))), reader))
            }
        }
    })
    .boxed()
}
