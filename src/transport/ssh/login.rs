//! A connection is made: the host proves who it is, then we do.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use russh::client::{self, AuthResult, Config, Handle, Handler, KeyboardInteractiveAuthResponse};
use russh::keys::agent::client::AgentClient;
use russh::keys::{HashAlg, PrivateKeyWithHashAlg, PublicKey, PublicKeyOrCertificate};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::secret::Secret;
use crate::transport::TransportError;
use crate::transport::ssh::algorithms::preferred;
use crate::transport::ssh::known::Standing;
use crate::transport::ssh::peer::{Credential, Peer};

/// How long a device that says nothing is believed to be there.
const SILENCE: Duration = Duration::from_secs(15);

/// The key that a host showed, and what is known of it.
type Shown = Arc<Mutex<Option<(PublicKey, Standing)>>>;

/// What looks at the key of a host.
pub(super) struct Guard {
    peer: Peer,
    shown: Shown,
    /// Whether any key will do: only in order to look at it.
    looking: bool,
}

impl Handler for Guard {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else { return Ok(false) };
        let standing = self.peer.known.standing(&self.peer.host, self.peer.port, key);
        let good = standing == Standing::Known;
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some((key.clone(), standing));
        Ok(good && !self.looking)
    }
}

/// Connects and logs in.
pub(super) async fn log_in(peer: &Peer) -> Result<Handle<Guard>, TransportError> {
    let shown = Shown::default();
    let guard = Guard { peer: peer.clone(), shown: shown.clone(), looking: false };
    let mut handle = match greet(peer, guard).await {
        Ok(handle) => handle,
        Err(error) => {
            let seen = shown.lock().unwrap_or_else(PoisonError::into_inner).take();
            return Err(seen.and_then(|(key, standing)| refusal(peer, &key, &standing)).unwrap_or(error));
        }
    };
    match timeout(peer.patience, authenticate(peer, &mut handle)).await {
        Ok(Ok(true)) => Ok(handle),
        Ok(Ok(false)) => Err(TransportError::Denied { machine: peer.name.clone(), user: peer.user.clone() }),
        Ok(Err(error)) => Err(peer.unreachable(error)),
        Err(_) => Err(peer.mute()),
    }
}

/// Returns the key that a host shows, without logging in.
pub(super) async fn look(peer: &Peer) -> Result<(PublicKey, Standing), TransportError> {
    let shown = Shown::default();
    let guard = Guard { peer: peer.clone(), shown: shown.clone(), looking: true };
    let met = greet(peer, guard).await;
    let seen = shown.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (seen, met) {
        (Some(seen), _) => Ok(seen),
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => unreachable!("no key is accepted while looking"),
    }
}

/// Why a host is not trusted; nothing when its key is good.
fn refusal(peer: &Peer, key: &PublicKey, standing: &Standing) -> Option<TransportError> {
    let print = key.fingerprint(HashAlg::Sha256).to_string();
    let (machine, host) = (peer.name.clone(), peer.host.clone());
    match standing {
        Standing::Known => None,
        Standing::Unknown => Some(TransportError::UnknownHost { machine, host, print }),
        Standing::Changed { .. } => Some(TransportError::ChangedHost { machine, host, print }),
        Standing::Revoked { .. } => Some(TransportError::RevokedHost { machine, host, print }),
    }
}

/// Reaches the host, through others perhaps, and agrees upon keys with it.
fn greet(peer: &Peer, guard: Guard) -> BoxFuture<'_, Result<Handle<Guard>, TransportError>> {
    async move {
        let silent =
            |_| TransportError::Mute { machine: peer.name.clone(), seconds: peer.patience.as_secs() };
        if !peer.legacy.is_empty() {
            tracing::warn!(device = peer.name, "old algorithms are allowed: {:?}", peer.legacy);
        }
        let config = Arc::new(Config {
            preferred: preferred(&peer.legacy),
            // Without it, an exec waits 40 ms for an acknowledgement.
            nodelay: true,
            keepalive_interval: Some(SILENCE),
            keepalive_max: 3,
            ..Config::default()
        });
        match &peer.jump {
            None => {
                let stream = timeout(peer.patience, TcpStream::connect((peer.host.as_str(), peer.port)))
                    .await
                    .map_err(silent)?
                    .map_err(|error| peer.unreachable(error))?;
                stream.set_nodelay(true).map_err(|error| peer.unreachable(error))?;
                timeout(peer.patience, client::connect_stream(config, stream, guard)).await
            }
            Some(jump) => {
                let stream = jump.tunnel(&peer.host, peer.port).await?;
                timeout(peer.patience, client::connect_stream(config, stream, guard)).await
            }
        }
        .map_err(silent)?
        .map_err(|error| peer.unreachable(error))
    }
    .boxed()
}

/// Tries the credentials in order; false when none is good.
async fn authenticate(peer: &Peer, handle: &mut Handle<Guard>) -> Result<bool, russh::Error> {
    for credential in &peer.credentials {
        let accepted = match credential {
            Credential::Key(key) => {
                let hash = handle.best_supported_rsa_hash().await?.flatten();
                let key = PrivateKeyWithHashAlg::new(key.clone(), hash);
                handle.authenticate_publickey(&peer.user, key).await?.success()
            }
            Credential::Agent => by_agent(peer, handle).await?,
            Credential::Password(password) => by_password(peer, password, handle).await?,
        };
        if accepted {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn by_agent(peer: &Peer, handle: &mut Handle<Guard>) -> Result<bool, russh::Error> {
    let Ok(mut agent) = AgentClient::connect_env().await else { return Ok(false) };
    let Ok(keys) = agent.request_identities().await else { return Ok(false) };
    for identity in keys {
        let hash = handle.best_supported_rsa_hash().await?.flatten();
        let key = identity.public_key().into_owned();
        let tried = handle.authenticate_publickey_with(&peer.user, key, hash, &mut agent).await;
        // A key that the agent will not sign with is one that is not good.
        if tried.is_ok_and(|result| result.success()) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn by_password(
    peer: &Peer,
    password: &Secret,
    handle: &mut Handle<Guard>,
) -> Result<bool, russh::Error> {
    match handle.authenticate_password(&peer.user, password.reveal()).await? {
        AuthResult::Success => return Ok(true),
        AuthResult::Failure { remaining_methods, .. }
            if !remaining_methods.contains(&russh::MethodKind::KeyboardInteractive) =>
        {
            return Ok(false);
        }
        AuthResult::Failure { .. } => {}
    }
    let mut answer = handle.authenticate_keyboard_interactive_start(&peer.user, None::<String>).await?;
    let mut asked = false;
    loop {
        let prompts = match answer {
            KeyboardInteractiveAuthResponse::Success => return Ok(true),
            KeyboardInteractiveAuthResponse::Failure { .. } => return Ok(false),
            KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => prompts,
        };
        // One that asks again was not content with the answer; an empty list wants an empty one.
        if asked && !prompts.is_empty() {
            return Ok(false);
        }
        asked |= !prompts.is_empty();
        let answers = prompts.iter().map(|_| password.reveal().to_owned()).collect();
        answer = handle.authenticate_keyboard_interactive_respond(answers).await?;
    }
}
