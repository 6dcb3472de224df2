//! Files that verbs write: a page, a result.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
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

/// Writes the files of a folder, which is made; those that were there are replaced, and
/// others stay. Only their owner may read them: statements hold passwords, and marks are
/// nobody else's.
pub(super) fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    for (name, contents) in files {
        let path = folder.join(name);
        let failed = |source| WriteError { path: path.clone(), source };
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&path).map_err(failed)?;
        file.write_all(contents).map_err(failed)?;
    }
    Ok(())
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
