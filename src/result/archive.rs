//! Hand-ins: a signed run and the files that came with it, in one ZIP.

use std::io::{Cursor, Read, Write};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::model::{Contents, WorkFile};
use crate::result::{Attached, LARGEST, Opened, Payload, ResultError, sign, verify};
use crate::state::SigningKey;

/// The name of the signed run in a hand-in.
pub const RUN: &str = "result.json";

/// The most entries of an archive that are looked at.
const MOST: usize = 5000;

/// The most that the files of an archive may hold together once unpacked, in bytes: far more
/// than what is handed in, far less than what a bomb unpacks to.
const UNPACKED: u64 = 512 << 20;

/// Whether a file is a ZIP (APPNOTE 4.3.7), an empty one included (4.3.16).
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A file within an archive.
#[derive(Debug)]
pub struct Entry {
    /// Its name there, folders included.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Returns the file to hand in: the run with the hashes of the files, signed, and the files.
///
/// # Errors
/// When it is larger than what is read again, or cannot be signed.
pub fn pack(payload: &Payload, files: &[WorkFile], key: &SigningKey) -> Result<Vec<u8>, ResultError> {
    let payload = Payload { files: files.iter().map(attached).collect(), ..payload.clone() };
    let failed = |error: zip::result::ZipError| ResultError::Sign { reason: error.to_string() };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut add = |name: &str, bytes: &[u8]| {
        archive.start_file(name, options)?;
        archive.write_all(bytes).map_err(zip::result::ZipError::Io)
    };
    add(RUN, sign(&payload, key)?.as_bytes()).map_err(failed)?;
    for file in files {
        if let Contents::Bytes(bytes) = &file.contents {
            add(&stored_as(&file.node, &file.path), bytes).map_err(failed)?;
        }
    }
    let bytes = archive.finish().map_err(failed)?.into_inner();
    if bytes.len() as u64 > LARGEST { Err(ResultError::TooLarge { largest: LARGEST }) } else { Ok(bytes) }
}

/// Where a file stands in the archive.
fn stored_as(node: &str, path: &str) -> String {
    format!("files/{node}{path}")
}

fn attached(file: &WorkFile) -> Attached {
    let (mut sha256, mut link, mut left_out) = (None, None, None);
    match &file.contents {
        Contents::Bytes(bytes) => sha256 = Some(hash(bytes)),
        Contents::Link(target) => link = Some(target.clone()),
        Contents::LeftOut(why) => left_out = Some(*why),
    }
    Attached { node: file.node.clone(), path: file.path.clone(), sha256, link, left_out }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens a hand-in, and verifies that the run and every file are as they were signed, and
/// that there is no other.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, ResultError> {
    let mut entries = entries(bytes)?;
    let Some(run) = entries.iter().position(|entry| entry.name == RUN) else {
        return Err(ResultError::NotAResult { reason: format!("{RUN}?") });
    };
    let run = entries.swap_remove(run);
    let opened = verify(std::str::from_utf8(&run.bytes).map_err(|_| ResultError::NotText)?)?;
    let altered = |path: String| ResultError::FileAltered { path };
    let mut files = Vec::new();
    for attached in &opened.payload.files {
        let contents = match (&attached.sha256, &attached.link, attached.left_out) {
            (Some(sha256), None, None) => {
                let name = stored_as(&attached.node, &attached.path);
                let found = entries.iter().position(|entry| entry.name == name);
                let found = found.map(|at| entries.swap_remove(at).bytes);
                Contents::Bytes(found.filter(|bytes| hash(bytes) == *sha256).ok_or_else(|| altered(name))?)
            }
            (None, Some(target), None) => Contents::Link(target.clone()),
            (None, None, Some(why)) => Contents::LeftOut(why),
            _ => return Err(altered(attached.path.clone())),
        };
        files.push(WorkFile { node: attached.node.clone(), path: attached.path.clone(), contents });
    }
    match entries.pop() {
        Some(foreign) => Err(altered(foreign.name)),
        None => Ok(Opened { files, ..opened }),
    }
}

/// Returns the files of an archive, in its order; folders are left out. Nothing is written to
/// the disk, so that a name may be whatever it likes.
///
/// # Errors
/// When it is damaged, protected by a password, or unpacks to too much.
pub fn entries(bytes: &[u8]) -> Result<Vec<Entry>, ResultError> {
    let damaged = |error: zip::result::ZipError| ResultError::Archive { reason: error.to_string() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST {
        return Err(ResultError::TooLarge { largest: UNPACKED });
    }
    let (mut entries, mut room) = (Vec::new(), UNPACKED);
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(damaged)?;
        if file.is_dir() {
            continue;
        }
        let mut contents = Vec::new();
        // One byte more than there is room for, so that what does not fit shows.
        let unpacked = file.by_ref().take(room + 1).read_to_end(&mut contents);
        unpacked.map_err(|error| damaged(zip::result::ZipError::Io(error)))?;
        room = room.checked_sub(contents.len() as u64).ok_or(ResultError::TooLarge { largest: UNPACKED })?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        entries.push(Entry { name, bytes: contents });
    }
    Ok(entries)
}
