//! Where paillasse keeps what lasts: the class secret, keys, who may join, the journal, the
//! locks.
//!
//! One directory, that of the XDG Base Directory Specification for state:
//! `$XDG_STATE_HOME/paillasse`, else `~/.local/state/paillasse`. It is for its owner
//! alone, since it holds the secret that every student's values are drawn from.
//!
//! Rank 1: imports rank 0 only.

mod key;
mod private;
mod secret;

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::text;

pub use key::SigningKey;
pub use private::Private;
pub use secret::ClassSecret;

/// What of the environment decides; the command line reads it.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `XDG_STATE_HOME`.
    pub state_home: Option<PathBuf>,
    /// `HOME`.
    pub home: Option<PathBuf>,
}

impl Environment {
    /// Returns the directory meant, which may not exist yet.
    ///
    /// The specification has a relative path ignored, as if it were not set.
    ///
    /// # Errors
    /// When neither variable says where.
    pub fn path(&self) -> Result<PathBuf, StateError> {
        let absolute = |path: &Option<PathBuf>| path.clone().filter(|path| path.is_absolute());
        let home = || absolute(&self.home).map(|home| home.join(".local/state"));
        let state = absolute(&self.state_home).or_else(home).ok_or(StateError::Homeless)?;
        Ok(state.join("paillasse"))
    }
}

/// What lasts could not be kept or read.
#[derive(Debug)]
pub enum StateError {
    /// The environment does not say where.
    Homeless,
    /// The directory cannot be made.
    Folder {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A private file cannot be read or written.
    Private {
        /// Its path.
        path: PathBuf,
        /// Which.
        what: Private,
        /// Why.
        source: std::io::Error,
    },
    /// Others than its owner can read a private file.
    Exposed {
        /// Its path.
        path: PathBuf,
        /// Which.
        what: Private,
        /// Its permission bits.
        mode: u32,
    },
    /// A private file does not hold what it should.
    Damaged {
        /// Its path.
        path: PathBuf,
        /// Which.
        what: Private,
    },
}

impl Explain for StateError {
    fn text(&self) -> Text {
        match self {
            Self::Homeless => text!("state-homeless"),
            Self::Folder { path, source } => text!("state-folder", path = %path.display(), reason = %source),
            Self::Private { path, what, source } => {
                text!("state-private", what = what.text(), path = %path.display(), reason = %source)
            }
            Self::Exposed { path, what, mode } => text!(
                "state-exposed",
                what = what.text(),
                path = %path.display(),
                mode = %format_args!("{mode:04o}")
            ),
            Self::Damaged { path, what: Private::ClassSecret } => {
                text!("state-damaged", path = %path.display())
            }
            Self::Damaged { path, what: Private::SigningKey } => {
                text!("state-damaged-key", path = %path.display())
            }
            Self::Damaged { path, what } => {
                text!("state-damaged-file", what = what.text(), path = %path.display())
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        Some(match self {
            Self::Homeless => text!("state-homeless-hint"),
            Self::Folder { path, source } | Self::Private { path, source, .. } if full(source) => {
                text!("journal-full-hint", path = %path.parent().unwrap_or(path).display())
            }
            Self::Folder { path, .. } => text!("state-folder-hint", path = %path.display()),
            Self::Private { path, .. } => {
                text!("state-folder-hint", path = %path.parent().unwrap_or(path).display())
            }
            Self::Exposed { path, .. } => text!("state-exposed-hint", path = %path.display()),
            Self::Damaged { path, what: Private::ClassSecret } => {
                text!("state-damaged-hint", path = %path.display())
            }
            Self::Damaged { path, what: Private::SigningKey } => {
                text!("state-damaged-key-hint", path = %path.display())
            }
            Self::Damaged { path, what: Private::JoinKey | Private::Joined } => {
                text!("state-damaged-joined-hint", path = %path.display())
            }
            Self::Damaged { path, what: Private::OwnCodes } => {
                text!("state-damaged-own-hint", path = %path.display())
            }
            Self::Damaged { path, .. } => text!("state-damaged-access-hint", path = %path.display()),
        })
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(StateError);

/// Whether there is no room: rights have nothing to do with it.
fn full(source: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(source.kind(), StorageFull | QuotaExceeded)
}

/// The directory, which exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateDir {
    path: PathBuf,
}

impl StateDir {
    /// Makes the directory when it is missing, for its owner alone (0700).
    ///
    /// # Errors
    /// When the environment does not say where, or it cannot be made.
    pub fn open(environment: &Environment) -> Result<Self, StateError> {
        let path = environment.path()?;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .map_err(|source| StateError::Folder { path: path.clone(), source })?;
        Ok(Self { path })
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database of [`Journal`](crate::journal::Journal).
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal.db")
    }

    /// The folder of the locks of benches, see [`Lock`](crate::lock::Lock).
    pub fn locks(&self) -> PathBuf {
        self.path.join("locks")
    }

    /// The folder of what is kept of classes, see [`Lesson`](crate::class::Lesson).
    pub fn classes(&self) -> PathBuf {
        self.path.join("classes")
    }

    /// Returns the class secret, made on first use.
    ///
    /// # Errors
    /// When it cannot be read or written, others can read it, or it is damaged. It is
    /// never replaced: with another secret every student would get other values.
    pub fn class_secret(&self) -> Result<ClassSecret, StateError> {
        secret::load(&self.file(Private::ClassSecret))
    }

    /// Returns the class secret when one was made already.
    ///
    /// # Errors
    /// Those of [`StateDir::class_secret`].
    pub fn made_secret(&self) -> Result<Option<ClassSecret>, StateError> {
        self.made(Private::ClassSecret, secret::load)
    }

    /// Returns the key that results are signed with, made on first use.
    ///
    /// # Errors
    /// When it cannot be read or written, others can read it, or it is damaged. It is
    /// never replaced: whoever knows it would not know the next one.
    pub fn signing_key(&self) -> Result<SigningKey, StateError> {
        self.key(Private::SigningKey)
    }

    /// Returns the key when one was made already.
    ///
    /// # Errors
    /// Those of [`StateDir::signing_key`].
    pub fn made_key(&self) -> Result<Option<SigningKey>, StateError> {
        self.made(Private::SigningKey, |path| key::load(path, Private::SigningKey))
    }

    /// Returns a key of this program's own, made on first use and never replaced.
    ///
    /// # Errors
    /// Those of [`StateDir::signing_key`].
    pub fn key(&self, what: Private) -> Result<SigningKey, StateError> {
        key::load(&self.file(what), what)
    }

    /// Returns what a private file holds, when there is one.
    ///
    /// # Errors
    /// When it cannot be read, or others can read it.
    pub fn read(&self, what: Private) -> Result<Option<Vec<u8>>, StateError> {
        private::find(&self.file(what), what)
    }

    /// Replaces a private file, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn replace(&self, what: Private, contents: &[u8]) -> Result<(), StateError> {
        private::replace(&self.file(what), what, contents)
    }

    /// Where a private file is, whether it exists or not.
    pub fn file(&self, what: Private) -> PathBuf {
        self.path.join(what.file())
    }

    /// The log of the server of a class.
    pub fn access_log(&self) -> PathBuf {
        self.path.join("access.log")
    }

    fn made<T>(
        &self,
        what: Private,
        load: impl FnOnce(&Path) -> Result<T, StateError>,
    ) -> Result<Option<T>, StateError> {
        let path = self.file(what);
        // Looked at without following: what a broken link stands for is not "nothing yet".
        match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            _ => load(&path).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{Environment, StateDir, StateError};
    use crate::error::Explain;

    #[test]
    fn the_directory_follows_the_specification() {
        let environment = |state: Option<&str>, home: Option<&str>| Environment {
            state_home: state.map(Into::into),
            home: home.map(Into::into),
        };
        let path = |state, home| environment(state, home).path().ok();
        assert_eq!(path(Some("/s"), Some("/h")), Some("/s/paillasse".into()));
        assert_eq!(path(None, Some("/h")), Some("/h/.local/state/paillasse".into()));
        assert_eq!(path(Some("relative"), Some("/h")), Some("/h/.local/state/paillasse".into()));
        assert_eq!(path(Some(""), Some("/h")), Some("/h/.local/state/paillasse".into()));
        assert!(matches!(environment(None, None).path(), Err(StateError::Homeless)));
    }

    #[test]
    fn it_is_made_for_its_owner_alone() {
        let root = tempfile::tempdir().unwrap();
        let environment = Environment { state_home: Some(root.path().join("a/b")), home: None };
        let state = StateDir::open(&environment).unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(state.path()), 0o700);
        assert_eq!(StateDir::open(&environment).unwrap(), state, "a second time changes nothing");
    }

    #[test]
    fn a_place_where_nothing_can_be_made_is_named() {
        let environment = Environment { state_home: Some("/proc/paillasse".into()), home: None };
        let error = StateDir::open(&environment).unwrap_err();
        assert!(error.to_string().contains("/proc/paillasse"), "{error}");
        assert!(error.hint().is_some());
    }
}
