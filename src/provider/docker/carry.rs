//! Files carried from one container to another, with owners and modes.

use bollard::query_parameters::{DownloadFromContainerOptionsBuilder, UploadToContainerOptionsBuilder};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::provider::docker::{DockerError, Engine};
use crate::text;

impl Engine {
    /// Returns an archive of what is at `path`; nothing when it is longer than `most` bytes.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn take(
        &self,
        id: &str,
        node: &str,
        path: &str,
        most: usize,
    ) -> Result<Option<Bytes>, DockerError> {
        let options = DownloadFromContainerOptionsBuilder::new().path(path).build();
        let mut stream = self.docker.download_from_container(id, Some(options)).boxed();
        let mut archive = BytesMut::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(DockerError::call(text!("doing-take", path = path, node = node)))?;
            if archive.len() + chunk.len() > most {
                return Ok(None);
            }
            archive.extend_from_slice(&chunk);
        }
        Ok(Some(archive.freeze()))
    }

    /// Puts an archive that [`Engine::take`] returned at the same path, whose parent is
    /// there already.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn give(&self, id: &str, node: &str, path: &str, archive: Bytes) -> Result<(), DockerError> {
        let parent = match path.trim_end_matches('/').rsplit_once('/') {
            Some((parent, _)) if !parent.is_empty() => parent,
            _ => "/",
        };
        let options = UploadToContainerOptionsBuilder::new().path(parent).copy_uidgid("1").build();
        self.docker
            .upload_to_container(id, Some(options), bollard::body_full(archive))
            .await
            .map_err(DockerError::call(text!("doing-give", path = path, node = node)))
    }
}
