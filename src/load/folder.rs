//! The files of a lab, wherever they stand: on disk, or inside the program.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::load::problem::LoadError;

/// The file in which `lab test --record` keeps which check passes when.
pub const MATRIX: &str = "matrix.json";

/// The files of a folder, by their path within it.
#[derive(Clone, Debug)]
pub struct Folder {
    origin: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// Returns a folder of these files; `origin` is shown before their paths in messages.
    pub fn new(origin: impl Into<String>, files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { origin: origin.into(), files }
    }

    /// Reads a folder of the disk. Hidden files and editors' backups are left out.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let mut files = BTreeMap::new();
        collect(path, "", &mut files)?;
        Ok(Self::new(path.display().to_string(), files))
    }

    /// Where it stands.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The contents of a file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The contents of a file as text; nothing when it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.file(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// SHA-256 over names and contents, in hexadecimal. What was recorded of the lab is no
    /// part of it: recording does not make it another lab.
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for (path, contents) in self.files.iter().filter(|(path, _)| *path != MATRIX) {
            digest.update((path.len() as u64).to_be_bytes());
            digest.update(path);
            digest.update((contents.len() as u64).to_be_bytes());
            digest.update(contents);
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn collect(path: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), LoadError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| LoadError::Read { path, source }
    };
    for entry in std::fs::read_dir(path).map_err(failed(path))? {
        let entry = entry.map_err(failed(path))?.path();
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if entry.is_dir() {
            collect(&entry, &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"), std::fs::read(&entry).map_err(failed(&entry))?);
        }
    }
    Ok(())
}
