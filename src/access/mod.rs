//! Students without an engine: an SSH server for a class, and the client that joins it.
//!
//! The server is part of this program, not an `sshd` of nodes: there the student is root and
//! labs have them break or lock it. It is no published port of a container either: those
//! have to be named when a node is made, and show in what checks look at. It reaches nodes
//! through the engine as `shell` and `exec` do, so a bench can be stopped, reset and made
//! anew under it.
//!
//! What is decided is pure and stands in files of its own: who a name means (`login`), what a
//! line asks for (`ask`), where a connection may lead (`target`), how often one may try
//! (`limits`), what a code says (`code`). The rest carries bytes.
//!
//! Rank 8: imports `bench` and everything below. russh appears only here.

mod ask;
mod base32;
mod book;
mod channel;
mod code;
mod errand;
mod error;
mod hall;
mod inbox;
mod join;
mod limits;
mod login;
mod menu;
mod node;
mod own;
mod secret;
mod server;
mod target;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use russh::keys::{HashAlg, PrivateKey};
use rustix::process::{Resource, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

pub use book::{Book, Door, Entry};
pub use code::{Code, CodeError};
pub use error::AccessError;
pub use hall::{Class, Event, Listener, Seat, Settings};
pub use join::{Conversation, Heard, JoinError, Joined, Session, Speaker};
pub use own::{OwnCode, OwnCodeError};

use crate::bench::Site;
use crate::state::{Private, StateDir};
use hall::{Guest, Hall};
use login::Entrance;

/// How the server proves itself.
pub struct HostKey(PrivateKey);

impl HostKey {
    /// Returns the key of the server, made on first use.
    ///
    /// # Errors
    /// When it cannot be read or written, or others can read it.
    pub fn load(state: &StateDir) -> Result<Self, AccessError> {
        private_key(state, Private::HostKey).map(Self)
    }

    /// Its print, as codes carry it. That takes a fraction of a second.
    pub fn print(&self) -> u64 {
        join::print_of(self.0.public_key())
    }

    /// Its fingerprint, as `ssh` shows it.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }
}

/// Returns a key of this program's own as russh takes it.
fn private_key(state: &StateDir, what: Private) -> Result<PrivateKey, AccessError> {
    let text = state.key(what)?.openssh();
    Ok(PrivateKey::from_openssh(text).expect("what one library wrote, the other reads"))
}

/// What a program that joins is told of its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// The student's identifier.
    pub student: String,
    /// The code of the lab.
    pub lab: String,
    /// The nodes, each with its own port when it has one.
    pub nodes: Vec<(String, Option<u16>)>,
}

impl Seated {
    fn new(hall: &Hall, guest: &Guest) -> Self {
        let door = hall.door;
        let port = |at: usize| door.port_of(guest.number, at);
        Self {
            student: guest.seat.student.clone(),
            lab: hall.class.file.activity().to_string(),
            nodes: hall.nodes.iter().enumerate().map(|(at, node)| (node.clone(), port(at))).collect(),
        }
    }
}

/// A server whose doors are open.
pub struct Server {
    hall: Arc<Hall>,
    key: HostKey,
    doors: Vec<server::Opened>,
}

impl Server {
    /// Opens the doors: the shared one at the port of `door`, and one for each node of each
    /// student.
    ///
    /// # Errors
    /// When a port is taken, or the state cannot be read or written.
    pub async fn open(
        site: Site,
        class: Class,
        settings: Settings,
        listen: IpAddr,
        door: Door,
        state: StateDir,
        listener: Listener,
    ) -> Result<Self, AccessError> {
        many_files();
        let key = HostKey::load(&state)?;
        let book = Book::change(&state, |book| {
            book.door = Some(door);
            book.enrol(class.seats.keys().map(String::as_str))
        })?;
        let hall = Arc::new(Hall::new(site, class, settings, state, door, listener)?);
        let mut doors = vec![bind(listen, door.port, Entrance::Shared).await?];
        for student in hall.class.seats.keys() {
            let Some(entry) = book.find(student) else { continue };
            for (at, node) in hall.nodes.iter().enumerate() {
                if let Some(port) = door.port_of(entry.number, at) {
                    let entrance = Entrance::Node { student: student.clone(), node: node.clone() };
                    doors.push(bind(listen, port, entrance).await?);
                }
            }
        }
        Ok(Self { hall, key, doors })
    }

    /// How many doors there are.
    pub fn doors(&self) -> usize {
        self.doors.len()
    }

    /// Its key.
    pub fn key(&self) -> &HostKey {
        &self.key
    }

    /// Serves until the class is over, or for ever.
    pub async fn serve(self) {
        server::serve(self.hall, self.key.0, self.doors).await;
    }
}

/// Lets the program have as many files open as it may: a connection takes several.
fn many_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::debug!(%error, "the limit of open files stays");
    }
}

async fn bind(listen: IpAddr, port: u16, entrance: Entrance) -> Result<server::Opened, AccessError> {
    let address = SocketAddr::new(listen, port);
    let bound = TcpListener::bind(address).await;
    let listener = bound.map_err(|source| AccessError::Listen { address: address.to_string(), source })?;
    Ok((listener, entrance))
}
