//! One program at a time: advisory locks that cannot go stale.
//!
//! A lock is `flock(2)` on a file. The kernel releases it when the process ends, however
//! it ends, so no crash leaves a lock behind and nothing has to be cleaned up. The file
//! itself stays: removing it would let two programs lock two files of the same name. It
//! holds the number of the process that took it last, for the message to the others.
//!
//! Rank 1: imports rank 0 only.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::text;

/// How often a lock that someone else holds is tried again.
const RETRY: Duration = Duration::from_millis(100);

/// A lock that is held until it is dropped, or the process ends.
#[derive(Debug)]
pub struct Lock {
    // Closing the file releases the lock.
    _file: File,
}

/// A lock could not be had.
#[derive(Debug)]
pub enum LockError {
    /// The name of a bench cannot be that of a file.
    Name {
        /// The name.
        bench: String,
    },
    /// The file cannot be opened or locked.
    File {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another program held it all the time that we were ready to wait.
    Held {
        /// The path of the file.
        path: PathBuf,
        /// The other process, when the file tells.
        pid: Option<u32>,
    },
}

impl Explain for LockError {
    fn text(&self) -> Text {
        match self {
            Self::Name { bench } => text!("lock-name", bench = bench),
            Self::File { path, source } => text!("lock-file", path = %path.display(), reason = %source),
            Self::Held { path, pid } => {
                text!("lock-held", path = %path.display(), pid = process(*pid))
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Name { .. } | Self::Held { .. } => None,
            Self::File { path, .. } => {
                let folder = path.parent().unwrap_or(path);
                Some(text!("state-folder-hint", path = %folder.display()))
            }
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::Name { .. } => Category::Usage,
            Self::File { .. } | Self::Held { .. } => Category::Environment,
        }
    }
}

explained!(LockError);

impl Lock {
    /// Takes the lock of a bench in `folder`, which is made when it is missing.
    ///
    /// When another program holds it, says so once through `tell` and waits for as long as
    /// it takes. Dropping the future gives up.
    ///
    /// # Errors
    /// When the file cannot be made or locked.
    pub async fn acquire(folder: &Path, bench: &str, tell: impl FnOnce(Text)) -> Result<Self, LockError> {
        let path = file_of(folder, bench)?;
        let mut tell = Some(tell);
        loop {
            match attempt(&path)? {
                Attempt::Taken(lock) => return Ok(lock),
                Attempt::Held(pid) => {
                    if let Some(tell) = tell.take() {
                        tell(text!("lock-waiting", bench = bench, pid = process(pid)));
                    }
                }
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Takes the lock on a file, outside any async runtime and for at most `patience`.
    ///
    /// # Errors
    /// When the file cannot be made or locked, or another program holds it for too long.
    pub fn acquire_within(path: &Path, patience: Duration) -> Result<Self, LockError> {
        let deadline = Instant::now() + patience;
        loop {
            match attempt(path)? {
                Attempt::Taken(lock) => return Ok(lock),
                Attempt::Held(pid) if Instant::now() >= deadline => {
                    return Err(LockError::Held { path: path.to_owned(), pid });
                }
                Attempt::Held(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

enum Attempt {
    Taken(Lock),
    Held(Option<u32>),
}

fn file_of(folder: &Path, bench: &str) -> Result<PathBuf, LockError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if bench.is_empty() || bench.len() > 200 || !bench.chars().all(plain) {
        return Err(LockError::Name { bench: bench.to_owned() });
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| LockError::File { path: folder.to_owned(), source })?;
    Ok(folder.join(format!("{bench}.lock")))
}

fn attempt(path: &Path) -> Result<Attempt, LockError> {
    let failed = |source: std::io::Error| LockError::File { path: path.to_owned(), source };
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    loop {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK | Errno::INTR) => return Ok(Attempt::Held(owner(&mut file))),
            Err(error) => return Err(failed(error.into())),
        }
        // Someone may have removed the file between the two calls: this would be the lock
        // of a file that nobody else finds.
        let ours = file.metadata().map(identity).map_err(failed)?;
        if std::fs::metadata(path).map(identity).ok() != Some(ours) {
            continue;
        }
        // The number is a courtesy to those who wait: on a full disk the lock holds without.
        let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        if let Err(error) = written {
            tracing::debug!(%error, path = %path.display(), "the lock does not tell its owner");
        }
        return Ok(Attempt::Taken(Lock { _file: file }));
    }
}

/// Reads which process holds the lock; nothing when it has not written it yet.
fn owner(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn process(pid: Option<u32>) -> String {
    pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::sync::Mutex;
    use std::time::Duration;

    use super::{Lock, LockError};
    use crate::error::Explain;
    use crate::i18n::Lang;

    #[tokio::test]
    async fn a_second_one_waits_says_so_once_and_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let locks = folder.path().join("locks");
        let first = Lock::acquire(&locks, "a332-zoe", |_| panic!("nobody holds it")).await.unwrap();
        let said = Mutex::new(Vec::new());
        let second = Lock::acquire(&locks, "a332-zoe", |text| said.lock().unwrap().push(text.to(Lang::En)));
        tokio::pin!(second);
        let early = tokio::time::timeout(Duration::from_millis(350), &mut second).await;
        assert!(early.is_err(), "it is held");
        drop(first);
        tokio::time::timeout(Duration::from_secs(5), second).await.unwrap().unwrap();
        let said = said.lock().unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(&std::process::id().to_string()), "{said:?}");
    }

    #[tokio::test]
    async fn benches_do_not_wait_for_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let _zoe = Lock::acquire(folder.path(), "a332-zoe", |_| ()).await.unwrap();
        Lock::acquire(folder.path(), "a332-leo", |_| panic!("another bench")).await.unwrap();
    }

    #[tokio::test]
    async fn a_killed_holder_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a332-zoe.lock");
        let mut holder = Command::new("flock")
            .arg(&path)
            .args(["sh", "-c", "echo held; exec sleep 60"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let held = Lock::acquire_within(&path, Duration::from_millis(20)).unwrap_err();
        assert!(matches!(held, LockError::Held { .. }), "{held}");
        // flock(1) and its command both hold the file open; the second is the first's child.
        let child = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", holder.id())).unwrap();
        for pid in child.split_whitespace() {
            assert!(Command::new("kill").args(["-9", pid]).status().unwrap().success());
        }
        holder.kill().unwrap();
        holder.wait().unwrap();
        Lock::acquire_within(&path, Duration::from_secs(5)).unwrap();
    }

    #[tokio::test]
    async fn a_removed_file_does_not_make_two_owners() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.lock");
        let _first = Lock::acquire_within(&path, Duration::ZERO).unwrap();
        std::fs::remove_file(&path).unwrap();
        let _second = Lock::acquire_within(&path, Duration::from_secs(1)).unwrap();
        let third = Lock::acquire_within(&path, Duration::ZERO);
        assert!(matches!(third, Err(LockError::Held { .. })));
    }

    #[tokio::test]
    async fn names_that_are_no_bench_and_unusable_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for bench in ["", "../x", "a/b", "a b"] {
            let error = Lock::acquire(folder.path(), bench, |_| ()).await.unwrap_err();
            assert!(matches!(error, LockError::Name { .. }), "{bench}");
        }
        // Nobody, not even root, makes a folder there.
        let error = Lock::acquire("/proc/paillasse".as_ref(), "a332-zoe", |_| ()).await.unwrap_err();
        assert!(error.hint().is_some_and(|hint| hint.to(Lang::En).contains("/proc")), "{error}");
    }
}
