//! Files that only their owner may read, made at first use.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::i18n::Text;
use crate::state::StateError;
use crate::text;

/// The most that such a file holds, in bytes: two thousand students with their keys.
const LONGEST: u64 = 1 << 20;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Private {
    /// What every student's values are drawn from.
    ClassSecret,
    /// What results are signed with.
    SigningKey,
    /// What the server of a class proves itself with.
    HostKey,
    /// Who may come to the server of a class, and with what.
    AccessBook,
    /// What a student's machine proves itself with to the server of a class.
    JoinKey,
    /// Which server of a class a student's machine joined.
    Joined,
    /// The codes of students whose benches this machine makes.
    OwnCodes,
}

impl Private {
    /// Its name in a sentence.
    pub(super) fn text(self) -> Text {
        match self {
            Self::ClassSecret => text!("state-class-secret"),
            Self::SigningKey => text!("state-signing-key"),
            Self::HostKey => text!("state-host-key"),
            Self::AccessBook => text!("state-access-book"),
            Self::JoinKey => text!("state-join-key"),
            Self::Joined => text!("state-joined"),
            Self::OwnCodes => text!("state-own-codes"),
        }
    }

    /// The name of the file.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::ClassSecret => "class-secret",
            Self::SigningKey => "signing-key",
            Self::HostKey => "host-key",
            Self::AccessBook => "access.json",
            Self::JoinKey => "join-key",
            Self::Joined => "joined.json",
            Self::OwnCodes => "own-codes",
        }
    }
}

/// Reads the file at `path`; has it made when there is none.
pub(super) fn load(
    path: &Path,
    what: Private,
    make: impl FnOnce() -> std::io::Result<Vec<u8>>,
) -> Result<Vec<u8>, StateError> {
    let failed = |source| StateError::Private { path: path.to_owned(), what, source };
    match File::open(path) {
        Ok(file) => read(path, what, file),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(path, &make().map_err(failed)?).map_err(failed)?;
            // Ours, or that of another program which was faster.
            read(path, what, File::open(path).map_err(failed)?)
        }
        Err(error) => Err(failed(error)),
    }
}

fn read(path: &Path, what: Private, file: File) -> Result<Vec<u8>, StateError> {
    let failed = |source| StateError::Private { path: path.to_owned(), what, source };
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(StateError::Exposed { path: path.to_owned(), what, mode });
    }
    let mut contents = Vec::new();
    file.take(LONGEST).read_to_end(&mut contents).map_err(failed)?;
    Ok(contents)
}

/// Reads the file at `path`, when there is one.
pub(super) fn find(path: &Path, what: Private) -> Result<Option<Vec<u8>>, StateError> {
    match File::open(path) {
        Ok(file) => read(path, what, file).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StateError::Private { path: path.to_owned(), what, source }),
    }
}

/// Replaces the file at `path`, whole or not at all.
pub(super) fn replace(path: &Path, what: Private, contents: &[u8]) -> Result<(), StateError> {
    put(path, contents, |partial, path| std::fs::rename(partial, path))
        .map_err(|source| StateError::Private { path: path.to_owned(), what, source })
}

/// Puts a new file at `path`, whole or not at all, unless there is one by then.
fn create(path: &Path, contents: &[u8]) -> std::io::Result<()> {
    put(path, contents, publish)
}

fn put(
    path: &Path,
    contents: &[u8],
    publish: impl Fn(&Path, &Path) -> std::io::Result<()>,
) -> std::io::Result<()> {
    // Another random name for each attempt: two threads share a process number.
    let partial = path.with_extension(crate::exec::nonce());
    let put = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial)?;
        file.write_all(contents)?;
        file.sync_all()?;
        publish(&partial, path)
    };
    let done = put();
    match std::fs::remove_file(&partial) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::debug!(%error, path = %partial.display(), "left behind");
        }
        _ => {}
    }
    done?;
    // So that the name outlives a power cut as well.
    File::open(path.parent().unwrap_or(path))?.sync_all()
}

/// Gives `partial` the name `path` too; a file that has the name already keeps it.
fn publish(partial: &Path, path: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(partial, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // exFAT and some shared folders know no second name.
        Err(_) => match renameat_with(CWD, partial, CWD, path, RenameFlags::NOREPLACE) {
            Err(rustix::io::Errno::EXIST) => Ok(()),
            renamed => Ok(renamed?),
        },
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, read, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::publish;

    fn private(path: &Path, contents: &str) {
        write(path, contents).unwrap();
        set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    }

    #[test]
    fn publishing_never_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, path) = (folder.path().join("new"), folder.path().join("class-secret"));
        private(&partial, "new");
        private(&path, "old");
        publish(&partial, &path).unwrap();
        assert_eq!(read(&path).unwrap(), b"old");
    }
}
