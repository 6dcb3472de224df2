//! A socket before the engine's, that can fail on purpose.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What the proxy does besides passing things on.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Nothing, until [`Proxy::cut`].
    None,
    /// The engine goes away at the first request whose line contains this.
    DiesAt(&'static str),
    /// A request whose line contains the first is answered with 500 and the second.
    Refuses(&'static str, &'static str),
}

/// A proxy; it ends when it is dropped.
pub struct Proxy {
    folder: tempfile::TempDir,
    dead: Arc<AtomicBool>,
    pub hits: Arc<AtomicUsize>,
    open: Arc<Mutex<Vec<UnixStream>>>,
}

impl Proxy {
    pub fn new(fault: Fault) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        let (dead, hits) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (dead_there, hits_there) = (Arc::clone(&dead), Arc::clone(&hits));
        let open = Arc::new(Mutex::new(Vec::new()));
        let open_there = Arc::clone(&open);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (dead, hits) = (Arc::clone(&dead_there), Arc::clone(&hits_there));
                if !dead.load(Ordering::SeqCst) {
                    open_there.lock().unwrap().extend(client.try_clone());
                    std::thread::spawn(move || pass(client, fault, &dead, &hits));
                }
            }
        });
        Self { folder, dead, hits, open }
    }

    /// The value of `DOCKER_HOST`.
    pub fn host(&self) -> String {
        let path: PathBuf = self.folder.path().join("engine.sock");
        format!("unix://{}", path.display())
    }

    /// Has the engine go away, as one that is restarted does: what was open is closed, and
    /// nobody is served until [`revive`](Self::revive).
    pub fn cut(&self) {
        self.dead.store(true, Ordering::SeqCst);
        for client in self.open.lock().unwrap().drain(..) {
            // One that has ended by itself cannot be shut down.
            let _ = client.shutdown(Shutdown::Both);
        }
    }

    /// Has the engine answer again.
    pub fn revive(&self) {
        self.dead.store(false, Ordering::SeqCst);
    }
}

fn pass(mut client: UnixStream, fault: Fault, dead: &AtomicBool, hits: &AtomicUsize) {
    let mut first = vec![0; 65536];
    let Ok(count) = client.read(&mut first) else { return };
    let line = String::from_utf8_lossy(&first[..count]).lines().next().unwrap_or_default().to_owned();
    match fault {
        Fault::DiesAt(part) if line.contains(part) => {
            hits.fetch_add(1, Ordering::SeqCst);
            dead.store(true, Ordering::SeqCst);
            return;
        }
        Fault::Refuses(part, words) if line.contains(part) => {
            hits.fetch_add(1, Ordering::SeqCst);
            let body = format!("{{\"message\":\"{words}\"}}");
            let head = format!(
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            // Whatever the client still sends is of no interest.
            let _ = client.write_all((head + body.as_str()).as_bytes());
            let _ = client.shutdown(Shutdown::Write);
            let mut rest = Vec::new();
            let _ = client.read_to_end(&mut rest);
            return;
        }
        _ => {}
    }
    let Ok(mut engine) = UnixStream::connect(crate::trial::socket()) else { return };
    if engine.write_all(&first[..count]).is_err() {
        return;
    }
    let (Ok(mut client_in), Ok(mut engine_in)) = (client.try_clone(), engine.try_clone()) else { return };
    let there = std::thread::spawn(move || {
        let _ = std::io::copy(&mut client_in, &mut engine_in);
        let _ = engine_in.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut engine, &mut client);
    let _ = client.shutdown(Shutdown::Both);
    let _ = there.join();
}
