//! The state of nodes, kept as images and found again by label.

use bollard::models::ContainerConfig;
use bollard::query_parameters::{
    CommitContainerOptionsBuilder, ListImagesOptionsBuilder, RemoveImageOptionsBuilder,
};

use crate::model::BenchPlan;
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::node::bench_labels;
use crate::provider::docker::{BENCH, Engine, NODE, ROLE, labelled};
use crate::text;

impl Engine {
    /// Keeps the state of a stopped node as an image of this role, and returns the image's
    /// identifier. Memory, `/run` and the other tmpfs are not in it.
    ///
    /// # Errors
    /// When the engine refuses, for want of space for example.
    pub async fn snapshot(
        &self,
        plan: &BenchPlan,
        id: &str,
        node: &str,
        role: &str,
    ) -> Result<String, DockerError> {
        let options = CommitContainerOptionsBuilder::new().container(id).pause(false).build();
        let mut labels = bench_labels(plan);
        labels.insert(ROLE.to_owned(), role.to_owned());
        labels.insert(NODE.to_owned(), node.to_owned());
        let config = ContainerConfig { labels: Some(labels), ..Default::default() };
        let image = self
            .docker
            .commit_container(options, config)
            .await
            .map_err(DockerError::call(text!("doing-snapshot", node = node)))?;
        Ok(image.id)
    }

    /// Returns the identifiers of the snapshots of a bench; of all roles when none is given.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn snapshots(&self, bench: &str, role: Option<&str>) -> Result<Vec<String>, DockerError> {
        let mut labels = vec![(BENCH, bench)];
        labels.extend(role.map(|role| (ROLE, role)));
        let options = ListImagesOptionsBuilder::new().all(true).filters(&labelled(&labels)).build();
        let images = self.docker.list_images(Some(options)).await;
        let images = images.map_err(DockerError::call(text!("doing-list-images")))?;
        Ok(images.into_iter().map(|image| image.id).collect())
    }

    /// Removes the snapshots of a bench; of all roles when none is given. Those that others
    /// build upon go after them.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn remove_snapshots(&self, bench: &str, role: Option<&str>) -> Result<(), DockerError> {
        let mut before = usize::MAX;
        loop {
            let images = self.snapshots(bench, role).await?;
            if images.is_empty() || images.len() == before {
                return Ok(());
            }
            before = images.len();
            for image in images {
                // By default the engine also removes untagged parents, such as the image that a
                // node was put back from; and it overlooks a node that starts meanwhile.
                let options = RemoveImageOptionsBuilder::new().force(true).noprune(true).build();
                match self.docker.remove_image(&image, Some(options), None).await {
                    Err(error) if !matches!(status(&error), Some(404 | 409)) && !is_gone(&error) => {
                        let what = text!("doing-remove-snapshots");
                        return Err(DockerError::Call { what, source: error });
                    }
                    _ => {}
                }
            }
        }
    }

    /// Returns what the engine still has of a bench: containers, networks, images, volumes.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn leftovers(&self, bench: &str) -> Result<Vec<String>, DockerError> {
        let containers = self.containers(&[(BENCH, bench)]).await?;
        let mut left: Vec<String> = containers.into_iter().map(|container| container.name).collect();
        left.extend(self.subnets(bench).await?.into_keys());
        left.extend(self.snapshots(bench, None).await?);
        left.extend(self.own_toolboxes(bench).await?);
        Ok(left)
    }
}

/// Older engines answer 500 when another program removes the same image at that moment.
fn is_gone(error: &bollard::errors::Error) -> bool {
    error.to_string().contains("unrecognized image ID")
}
