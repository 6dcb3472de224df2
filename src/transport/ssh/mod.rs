//! A device, over SSH: one connection, several channels.
//!
//! The connection is made when it is first needed, shared by all who speak to the device, and
//! made again after it broke: a device that restarts is only away for a while. The key of the
//! host is always verified; the first contact is for `classroom trust`.
//!
//! One task reads each channel, always: a channel that nobody reads would hold up all others of
//! its connection.

mod algorithms;
mod channel;
pub mod known;
mod login;
mod peer;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use russh::client::{Handle, Msg};
use russh::keys::PublicKey;
use russh::{Channel, ChannelStream};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use crate::transport::terminal::Terminal;
use crate::transport::{Pipe, Transport, TransportError, shell};
pub use algorithms::Legacy;
use known::Standing;
use login::Guard;
pub use peer::{Credential, Elevation, Peer};

/// How long to wait before a channel that was refused is asked for again.
const AGAIN: std::time::Duration = std::time::Duration::from_millis(100);

/// How wide a terminal is: no line of a device's is longer, so none is wrapped.
const COLUMNS: u32 = 511;

/// A device. Cloning is by `Arc`.
pub struct Ssh {
    peer: Peer,
    connection: Mutex<Option<Arc<Handle<Guard>>>>,
    channels: Arc<Semaphore>,
}

impl Ssh {
    /// Returns the way to a device; nothing is connected yet.
    pub fn new(peer: Peer) -> Self {
        let channels = Arc::new(Semaphore::new(peer.sessions.max(1)));
        Self { peer, connection: Mutex::new(None), channels }
    }

    /// The device.
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// Returns the key that the device shows, and what is known of it. Nobody logs in.
    ///
    /// # Errors
    /// When it does not answer, or speaks no SSH.
    pub async fn host_key(&self) -> Result<(PublicKey, Standing), TransportError> {
        login::look(&self.peer).await
    }

    /// Returns a stream to another host, which the device opens.
    pub(super) async fn tunnel(&self, host: &str, port: u16) -> Result<ChannelStream<Msg>, TransportError> {
        // Boxed: a device behind a device is reached by this very function.
        let opened: BoxFuture<'_, _> = async {
            let handle = self.connection().await?;
            let channel = handle.channel_open_direct_tcpip(host, u32::from(port), "127.0.0.1", 0).await;
            channel.map(Channel::into_stream).map_err(|error| self.peer.unreachable(error))
        }
        .boxed();
        opened.await
    }

    /// Returns the connection, made anew when there is none that lives.
    async fn connection(&self) -> Result<Arc<Handle<Guard>>, TransportError> {
        let mut kept = self.connection.lock().await;
        if let Some(handle) = kept.as_ref().filter(|handle| !handle.is_closed()) {
            return Ok(handle.clone());
        }
        let handle = Arc::new(login::log_in(&self.peer).await?);
        *kept = Some(handle.clone());
        Ok(handle)
    }

    /// Opens a channel, as soon as the device takes one more.
    async fn channel(&self) -> Result<(Channel<Msg>, OwnedSemaphorePermit), TransportError> {
        let permit = self.channels.clone().acquire_owned().await.expect("it is never closed");
        let deadline = Instant::now() + self.peer.patience;
        loop {
            let handle = self.connection().await?;
            match handle.channel_open_session().await {
                Ok(channel) => return Ok((channel, permit)),
                // It takes fewer than we thought, or went away just now.
                Err(error) if Instant::now() >= deadline => return Err(self.peer.unreachable(error)),
                Err(_) => sleep(AGAIN).await,
            }
        }
    }

    /// Starts a command as root, and returns what it reads and writes.
    async fn start(&self, command: &str) -> Result<Pipe, TransportError> {
        let (channel, permit) = self.channel().await?;
        channel::start(&self.peer, channel, permit, command).await
    }
}

impl Transport for Ssh {
    fn connect<'a>(&'a self, mark: &'a str) -> BoxFuture<'a, Result<Pipe, TransportError>> {
        async move { self.start(&format!("env {}={mark} /bin/sh", shell::MARK)).await }.boxed()
    }

    fn upload(&self, archive: Bytes) -> BoxFuture<'_, Result<(), TransportError>> {
        async move {
            let failed = |reason: String| TransportError::Upload { machine: self.peer.name.clone(), reason };
            let pipe = self.start("sh -c 'tar -x -f - -C / && echo unpacked'").await?;
            channel::feed(pipe, archive).await.map_err(failed)
        }
        .boxed()
    }
}

impl Terminal for Ssh {
    /// Opens a terminal as `dumb` as can be: for devices that know nothing but their own
    /// command line.
    fn open(&self) -> BoxFuture<'_, Result<Pipe, TransportError>> {
        async move {
            let (channel, permit) = self.channel().await?;
            let refused = |error: russh::Error| self.peer.unreachable(error);
            channel.request_pty(false, "dumb", COLUMNS, 200, 0, 0, &[]).await.map_err(refused)?;
            channel.request_shell(false).await.map_err(refused)?;
            Ok(channel::pipe(channel, permit))
        }
        .boxed()
    }
}
