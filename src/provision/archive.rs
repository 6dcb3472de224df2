//! Files → a tar archive that an engine unpacks at the root of a node.

use bytes::Bytes;

use crate::model::NodeFile;

/// Returns an archive of these files, owned by root.
///
/// # Errors
/// When a path cannot stand in a tar archive.
pub(super) fn archive<'a>(files: impl Iterator<Item = &'a NodeFile>) -> std::io::Result<Bytes> {
    let mut archive = tar::Builder::new(Vec::new());
    for file in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(file.contents.len() as u64);
        header.set_mode(file.mode);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, file.path.trim_start_matches('/'), file.contents.as_slice())?;
    }
    Ok(Bytes::from(archive.into_inner()?))
}
