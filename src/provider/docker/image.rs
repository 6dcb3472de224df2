//! Images of nodes: found, pulled, built or imported, in this order.
//!
//! An image is named after its contents: `paillasse/base:<digest>`, where the digest
//! covers the recipe, every file beside it, and the recipe of its parent. So an image that
//! is present is right, and one built by a colleague and brought on a USB stick is found
//! as if it had been built here.
//!
//! Every recipe names its parent as the default of its first `ARG PARENT`; the parent of
//! all is a plain Debian, see [`super::bootstrap`].

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use bollard::query_parameters::{
    CreateImageOptionsBuilder, ImportImageOptionsBuilder, ListImagesOptionsBuilder,
    RemoveImageOptionsBuilder, TagImageOptionsBuilder,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::assets::{self, Files};
use crate::i18n::Text;
use crate::provider::docker::bootstrap::{self, DEBIAN};
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::{Engine, IMAGE, labelled};
use crate::text;

/// How long a registry may stay silent before it counts as out of reach.
const REGISTRY_SILENCE: Duration = Duration::from_secs(20);

/// Where images may come from besides the recipes.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// A registry that holds images built by someone else, as a prefix: `example.org/sio/`.
    pub registry: Option<String>,
    /// Proxy variables for builds: `http_proxy` and its like.
    pub proxies: HashMap<String, String>,
}

/// What happens while an image is made available.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A stage begins.
    Stage(Text),
    /// A line of what the stage prints.
    Line(String),
}

/// Listens to [`Progress`].
pub type Listener<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Why a registry did not give an image.
#[derive(Clone, Debug)]
pub(super) enum NotPulled {
    /// It did not answer in time.
    Silent,
    /// The engine or the registry said why.
    Refused(String),
}

/// The recipe of an image.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// The image that it builds upon.
    pub parent: String,
    /// Its digest: twelve hexadecimal digits.
    pub digest: String,
    pub(super) files: Files,
}

impl Recipe {
    /// The name under which the engine keeps the image.
    pub fn reference(&self) -> String {
        format!("paillasse/{}:{}", self.name, self.digest)
    }
}

/// An image of ours that an engine holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The engine's identifier.
    pub id: String,
    /// The image of `templates/images/`.
    pub name: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its size in bytes, layers that it shares included.
    pub size: u64,
}

/// Returns the recipes of all images, by name.
pub fn recipes() -> BTreeMap<String, Recipe> {
    let mut recipes = BTreeMap::new();
    let files: BTreeMap<String, Files> =
        assets::images().into_iter().map(|name| (name.clone(), assets::image(&name))).collect();
    for name in files.keys() {
        let mut lineage = vec![name.clone()];
        while let Some(parent) = lineage.last().and_then(|child| files.get(child)).map(parent) {
            // A recipe that is its own ancestor would never be built.
            if !files.contains_key(&parent) || lineage.contains(&parent) {
                break;
            }
            lineage.push(parent);
        }
        let mut digest = Sha256::new();
        digest.update(bootstrap::SUITE);
        for ancestor in lineage.iter().rev() {
            for (path, contents) in &files[ancestor] {
                digest.update(format!("{ancestor}/{path}\0{}\0", contents.len()));
                digest.update(contents);
            }
        }
        let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let recipe = Recipe {
            name: name.clone(),
            parent: parent(&files[name]),
            digest: digest[..12].to_owned(),
            files: files[name].clone(),
        };
        recipes.insert(name.clone(), recipe);
    }
    recipes
}

/// Reads `ARG PARENT=<name>`; a recipe without it builds upon plain Debian.
fn parent(files: &Files) -> String {
    let dockerfile = files.get("Dockerfile").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let parent =
        dockerfile.lines().find_map(|line| line.trim().strip_prefix("ARG PARENT=").map(str::to_owned));
    parent.unwrap_or_else(|| DEBIAN.to_owned())
}

impl Engine {
    /// Whether the engine holds an image of this name.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn has_image(&self, reference: &str) -> Result<bool, DockerError> {
        match self.docker.inspect_image(reference).await {
            Ok(_) => Ok(true),
            Err(error) if status(&error) == Some(404) => Ok(false),
            Err(source) => {
                Err(DockerError::Call { what: text!("doing-inspect-image", image = reference), source })
            }
        }
    }

    /// Pulls an image of ours from a registry, and gives it the name that it has here.
    pub(super) async fn pull(
        &self,
        recipe: &Recipe,
        registry: &str,
        tell: Listener<'_>,
    ) -> Result<(), NotPulled> {
        let remote = format!("{}/paillasse-{}", registry.trim_end_matches('/'), recipe.name);
        tell(Progress::Stage(text!("image-pulling", image = &remote)));
        let pulled = self.pull_quietly(&remote, &recipe.digest).await;
        match &pulled {
            Ok(()) => {}
            Err(NotPulled::Silent) => {
                let seconds = REGISTRY_SILENCE.as_secs();
                tell(Progress::Stage(text!("image-registry-silent", image = &remote, seconds = seconds)));
            }
            Err(NotPulled::Refused(reason)) => {
                tell(Progress::Stage(text!("image-not-pulled", image = &remote, reason = reason)));
            }
        }
        pulled?;
        let theirs = format!("{remote}:{}", recipe.digest);
        if !self.tag(&theirs, &format!("paillasse/{}", recipe.name), &recipe.digest).await {
            return Err(NotPulled::Refused(theirs));
        }
        // Under two names it would outlive `images prune`; one that stays harms nothing.
        if let Err(error) = self.remove_image(&theirs).await {
            tracing::debug!(%error, theirs, "the name of the registry stays");
        }
        Ok(())
    }

    /// Pulls an image; gives up when the registry is silent.
    pub(super) async fn pull_quietly(&self, name: &str, tag: &str) -> Result<(), NotPulled> {
        let options = CreateImageOptionsBuilder::new().from_image(name).tag(tag).build();
        let mut stream = self.docker.create_image(Some(options), None, None).boxed();
        loop {
            match tokio::time::timeout(REGISTRY_SILENCE, stream.next()).await {
                Ok(Some(Ok(_))) => {}
                Ok(None) => return Ok(()),
                Ok(Some(Err(error))) => {
                    tracing::debug!(%error, name, "the registry does not give it");
                    return Err(NotPulled::Refused(error.to_string()));
                }
                Err(_) => {
                    tracing::debug!(name, "the registry is silent");
                    return Err(NotPulled::Silent);
                }
            }
        }
    }

    pub(super) async fn tag(&self, image: &str, repo: &str, tag: &str) -> bool {
        let options = TagImageOptionsBuilder::new().repo(repo).tag(tag).build();
        self.docker.tag_image(image, Some(options)).await.is_ok()
    }

    /// Returns the images of ours that the engine holds.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn held_images(&self) -> Result<Vec<Held>, DockerError> {
        let options = ListImagesOptionsBuilder::new().filters(&labelled(&[(IMAGE, "")])).build();
        let images = self
            .docker
            .list_images(Some(options))
            .await
            .map_err(DockerError::call(text!("doing-list-images")))?;
        let mut held: Vec<Held> = images
            .into_iter()
            .map(|image| Held {
                id: image.id,
                name: image.labels.get(IMAGE).cloned().unwrap_or_default(),
                tags: image.repo_tags.iter().filter_map(|tag| ours(tag)).map(str::to_owned).collect(),
                size: u64::try_from(image.size).unwrap_or(0),
            })
            .filter(|image| !image.tags.is_empty())
            .collect();
        held.sort_by(|a, b| (&a.name, &a.tags).cmp(&(&b.name, &b.tags)));
        Ok(held)
    }

    /// Removes an image that no container uses; whether it went.
    ///
    /// # Errors
    /// When the engine refuses for another reason than that it is in use.
    pub async fn remove_image(&self, tag: &str) -> Result<bool, DockerError> {
        match self.docker.remove_image(tag, Some(RemoveImageOptionsBuilder::new().build()), None).await {
            Ok(_) => Ok(true),
            Err(error) if matches!(status(&error), Some(404 | 409)) => Ok(false),
            Err(source) => Err(DockerError::Call { what: text!("doing-remove-image", image = tag), source }),
        }
    }

    /// Writes images with all their layers to a file, which `import_images` reads.
    ///
    /// # Errors
    /// When the engine or the disk refuses; no half-written file is left.
    pub async fn export_images(&self, references: &[String], path: &Path) -> Result<u64, DockerError> {
        let names: Vec<&str> = references.iter().map(String::as_str).collect();
        let partial = path.with_extension("part");
        let written = async {
            let mut file = tokio::fs::File::create(&partial).await.map_err(|error| disk(&partial, error))?;
            let mut stream = self.docker.export_images(&names).boxed();
            let mut written = 0;
            while let Some(chunk) = stream.next().await {
                let chunk = chunk.map_err(DockerError::call(text!("doing-export-images")))?;
                file.write_all(&chunk).await.map_err(|error| disk(&partial, error))?;
                written += chunk.len() as u64;
            }
            file.sync_all().await.map_err(|error| disk(&partial, error))?;
            tokio::fs::rename(&partial, path).await.map_err(|error| disk(path, error))?;
            Ok(written)
        }
        .await;
        if written.is_err() {
            // What went wrong already is what matters.
            let _ = tokio::fs::remove_file(&partial).await;
        }
        written
    }

    /// Loads images from a file that `export_images` wrote.
    ///
    /// # Errors
    /// When the file cannot be read or is not such a file.
    pub async fn import_images(&self, path: &Path, tell: Listener<'_>) -> Result<(), DockerError> {
        let file = tokio::fs::File::open(path).await.map_err(|error| disk(path, error))?;
        let options = ImportImageOptionsBuilder::new().build();
        let mut stream = self.docker.import_image_stream(options, chunks(file), None).boxed();
        while let Some(event) = stream.next().await {
            let event = event.map_err(DockerError::call(text!("doing-import-images")))?;
            if let Some(reason) = event.error_detail.and_then(|detail| detail.message) {
                let reason = text!("image-import-failed", reason = reason);
                return Err(DockerError::Image { image: path.display().to_string(), reason });
            }
            if let Some(line) = event.stream {
                tell(Progress::Line(line.trim_end().to_owned()));
            }
        }
        Ok(())
    }
}

/// The name that we give an image, out of the engine's: Podman says where it is from.
fn ours(tag: &str) -> Option<&str> {
    Some(tag.strip_prefix("localhost/").unwrap_or(tag)).filter(|tag| tag.starts_with("paillasse/"))
}

fn disk(path: &Path, error: std::io::Error) -> DockerError {
    let reason = text!("image-file", reason = %error);
    DockerError::Image { image: path.display().to_string(), reason }
}

/// Reads something in pieces of 64 KiB.
pub(super) fn chunks<R: tokio::io::AsyncRead + Unpin + Send + 'static>(
    reader: R,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send {
    futures_util::stream::unfold(reader, |mut reader| async move {
        let mut buffer = vec![0; 65536];
        match tokio::io::AsyncReadExt::read(&mut reader, &mut buffer).await {
            Ok(0) => None,
            Ok(count) => {
                buffer.truncate(count);
                Some((Ok(Bytes::from(buffer)), reader))
            }
            Err(error) => Some((Err(error), reader)),
        }
    })
}

pub(super) fn archive(files: &Files) -> std::io::Result<Bytes> {
    let mut archive = tar::Builder::new(Vec::new());
    for (path, contents) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(contents.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, contents.as_slice())?;
    }
    Ok(Bytes::from(archive.into_inner()?))
}

#[cfg(test)]
mod tests {
    use super::{ours, recipes};
    use crate::provider::docker::bootstrap::DEBIAN;

    #[test]
    fn every_recipe_descends_from_debian() {
        let recipes = recipes();
        assert!(recipes.contains_key("base") && recipes.contains_key("sonde"));
        for recipe in recipes.values() {
            let mut ancestor = recipe;
            for _ in 0..recipes.len() {
                match recipes.get(&ancestor.parent) {
                    Some(parent) => ancestor = parent,
                    None => break,
                }
            }
            assert_eq!(ancestor.parent, DEBIAN, "{}", recipe.name);
        }
    }

    #[test]
    fn our_images_are_known_by_name_on_every_engine() {
        assert_eq!(ours("paillasse/base:4b6aa7c62eda"), Some("paillasse/base:4b6aa7c62eda"));
        assert_eq!(ours("localhost/paillasse/base:4b6aa7c62eda"), Some("paillasse/base:4b6aa7c62eda"));
        assert_eq!(ours("127.0.0.1:5000/paillasse-base:4b6aa7c62eda"), None);
    }

    #[test]
    fn names_tell_contents_apart() {
        let recipes = recipes();
        assert_ne!(recipes["base"].digest, recipes["stockage"].digest);
        assert_eq!(recipes["base"].digest.len(), 12);
    }
}
