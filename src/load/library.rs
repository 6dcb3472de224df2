//! The labs that can be named: those inside the program, and those of a folder.

use std::path::{Path, PathBuf};

use crate::assets;
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::load::folder::Folder;
use crate::load::lab::LabFile;
use crate::load::problem::{LoadError, nearest};
use crate::text;

/// Where labs are looked for.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// A folder of labs, one folder each, which come before those inside the program.
    pub folder: Option<PathBuf>,
}

/// A lab that cannot be had.
#[derive(Debug)]
pub enum LibraryError {
    /// Nothing has this name.
    Unknown {
        /// What was asked for.
        given: String,
        /// What is there that resembles it.
        near: Option<String>,
    },
    /// Several labs train this activity.
    Ambiguous {
        /// What was asked for.
        given: String,
        /// Their folders.
        folders: Vec<String>,
    },
    /// It is there and cannot be read.
    Load(LoadError),
}

impl From<LoadError> for LibraryError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl Explain for LibraryError {
    fn text(&self) -> Text {
        match self {
            Self::Unknown { given, .. } => text!("library-unknown", given = given),
            Self::Ambiguous { given, folders } => {
                text!("library-ambiguous", given = given, folders = folders.join(", "))
            }
            Self::Load(error) => error.text(),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Unknown { near: Some(near), .. } => Some(text!("did-you-mean", known = near)),
            Self::Unknown { near: None, .. } => Some(text!("library-unknown-hint")),
            Self::Ambiguous { .. } => None,
            Self::Load(error) => error.hint(),
        }
    }

    fn category(&self) -> Category {
        match self {
            Self::Unknown { .. } | Self::Ambiguous { .. } => Category::Usage,
            Self::Load(error) => error.category(),
        }
    }

    fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load(error) => Some(error),
            _ => None,
        }
    }
}

explained!(LibraryError);

impl Library {
    /// Returns the folders of all labs, in order of name; one of the library's folder
    /// hides the one of the same name inside the program.
    ///
    /// # Errors
    /// When the library's folder cannot be read.
    pub fn folders(&self) -> Result<Vec<Folder>, LoadError> {
        let mut found = Vec::new();
        if let Some(path) = &self.folder {
            let failed = |source| LoadError::Read { path: path.display().to_string(), source };
            for entry in std::fs::read_dir(path).map_err(failed)? {
                let entry = entry.map_err(failed)?.path();
                if entry.join("lab.yaml").is_file() {
                    found.push(Folder::read(&entry)?);
                }
            }
        }
        for name in assets::labs() {
            if !found.iter().any(|folder| short(folder.origin()) == name) {
                found.push(Folder::new(format!("labs/{name}"), assets::lab(&name)));
            }
        }
        found.sort_by(|a, b| short(a.origin()).cmp(short(b.origin())));
        Ok(found)
    }

    /// Returns the lab that `given` names: the path of a folder, the name of a lab, or
    /// the code of its activity.
    ///
    /// # Errors
    /// When there is none, there are several, or it cannot be read.
    pub fn find(&self, given: &str) -> Result<LabFile, LibraryError> {
        Ok(LabFile::new(self.folder(given)?)?)
    }

    /// Returns the folder of the lab that `given` names, whatever stands in it.
    ///
    /// # Errors
    /// When there is none, or there are several.
    pub fn folder(&self, given: &str) -> Result<Folder, LibraryError> {
        if Path::new(given).join("lab.yaml").is_file() {
            return Ok(Folder::read(Path::new(given))?);
        }
        let folders = self.folders()?;
        if let Some(folder) = folders.iter().find(|folder| short(folder.origin()) == given) {
            return Ok(folder.clone());
        }
        // A lab that cannot be read hides no other; it says so when it is named itself.
        let coded = folders.into_iter().filter_map(|folder| {
            let code = LabFile::new(folder.clone()).ok()?.activity().to_string();
            Some((code, folder))
        });
        let (mut named, others): (Vec<_>, Vec<_>) =
            coded.partition(|(code, _)| code.eq_ignore_ascii_case(given));
        match (named.pop(), named.as_slice()) {
            (Some((_, folder)), []) => Ok(folder),
            (Some((_, folder)), more) => {
                let folders = more.iter().map(|(_, other)| other).chain([&folder]);
                let folders = folders.map(|folder| folder.origin().to_owned()).collect();
                Err(LibraryError::Ambiguous { given: given.to_owned(), folders })
            }
            (None, _) => {
                let known = others.iter().flat_map(|(code, folder)| [code.as_str(), short(folder.origin())]);
                let near = nearest(given, known).map(str::to_owned);
                Err(LibraryError::Unknown { given: given.to_owned(), near })
            }
        }
    }
}

/// The last part of a path.
fn short(origin: &str) -> &str {
    origin.rsplit('/').next().unwrap_or(origin)
}
