//! Files that verbs write: a page, a result.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::cli::session::Session;
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::journal::RunId;
use crate::result::{self, Payload};
use crate::text;

/// A file cannot be written.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    source: std::io::Error,
}

impl Explain for WriteError {
    fn text(&self) -> Text {
        text!("new-write", path = %self.path.display(), reason = %self.source)
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(WriteError);

/// Writes a file; what was there is replaced.
pub(super) fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), WriteError> {
    std::fs::write(path, contents).map_err(|source| WriteError { path: path.to_owned(), source })
}

/// Makes a folder for files, with those above it.
pub(super) fn folder_for(path: &Path) -> Result<(), WriteError> {
    std::fs::create_dir_all(path).map_err(|source| WriteError { path: path.to_owned(), source })
}

/// Writes a run of the journal with its evidence, signed with the key of this machine.
///
/// # Errors
/// When the run did not end, or the file or the key cannot be had.
pub(super) fn save(run: RunId, path: &Path, session: &Session) -> Result<(), Failure> {
    let payload = Payload::of(session.journal()?.run(run)?)?;
    write(path, &result::sign(&payload, &session.state()?.signing_key()?)?)?;
    session.console.say(&text!("result-written", path = %path.display()));
    Ok(())
}
