//! The toolbox: programs of ours on nodes whose own may lie.
//!
//! It is one folder of the image `outils`, copied into a volume that nodes mount read-only.
//! A node without SYS_ADMIN can neither write to it, nor remount it, nor put something in
//! its place. The engine fills a new volume from what the image has at that place when a
//! first container mounts it: no path of the host is involved.
//!
//! One volume serves all nodes of an engine. What tells that it is complete is the name of
//! the container that filled it, given by a rename at the very end, as for nodes; that
//! container stays, stopped, so that nothing that removes unused volumes takes it away.
//!
//! A lab may grant SYS_ADMIN to a node. Such a node could write to the volume after all, so
//! it gets one of its own, and what it mounts is looked at from outside before it is used.

use std::collections::HashMap;

use bollard::models::{
    ContainerCreateBody, HostConfig, Mount, MountPoint, MountType, MountVolumeOptions, VolumeListResponse,
};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, ListVolumesOptionsBuilder, RemoveVolumeOptionsBuilder,
    RenameContainerOptionsBuilder, WaitContainerOptionsBuilder,
};
use futures_util::StreamExt;

use crate::error::Explain;
use crate::exec::{Command, nonce};
use crate::i18n::Text;
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::image::{Listener, Sources, recipes};
use crate::provider::docker::inside::View;
use crate::provider::docker::node::Found;
use crate::provider::docker::{BENCH, Engine, ROLE, ROLE_TOOLBOX, VOLUME, labelled};
use crate::text;
use crate::transport::docker::TOOLBOX;

/// The image that holds it.
pub const IMAGE: &str = "outils";
/// Where a container that verifies a toolbox has it.
const EXAMINED: &str = "/examined";

impl Engine {
    /// Makes the toolbox available to nodes.
    ///
    /// # Errors
    /// When its image cannot be had, or the engine refuses.
    pub async fn make_toolbox(&self, sources: &Sources, tell: Listener<'_>) -> Result<(), DockerError> {
        if self.toolbox().await?.is_some() {
            return Ok(());
        }
        self.image(IMAGE, sources, tell).await?;
        self.sweep_toolboxes().await?;
        let mark = nonce();
        let volume = format!("paillasse-{IMAGE}-{mark}");
        let labels = HashMap::from([(ROLE.to_owned(), ROLE_TOOLBOX.to_owned())]);
        let filled = self.fill(&format!("{}.{mark}.new", holder()), &volume, labels).await?;
        let options = RenameContainerOptionsBuilder::new().name(&holder()).build();
        match self.docker.rename_container(&filled, options).await {
            Ok(()) => Ok(()),
            // Another program was faster.
            Err(error) if status(&error) == Some(409) => {
                self.remove(&filled).await?;
                self.remove_volume(&volume).await.map(drop)
            }
            Err(source) => Err(DockerError::Call { what: text!("doing-toolbox"), source }),
        }
    }

    /// Returns the mount of the toolbox for a node; one of its own, labelled so, for a node
    /// that could write to it.
    ///
    /// # Errors
    /// When there is no toolbox yet, or the engine refuses.
    pub(super) async fn toolbox_mount(
        &self,
        own: Option<(&str, &HashMap<String, String>)>,
    ) -> Result<Mount, DockerError> {
        let volume = match own {
            None => {
                let missing =
                    || DockerError::Image { image: IMAGE.to_owned(), reason: text!("toolbox-absent") };
                self.toolbox().await?.ok_or_else(missing)?.label(VOLUME).to_owned()
            }
            Some((node, labels)) => {
                // One that an earlier container of this name has written to.
                let volume = format!("{node}.{IMAGE}");
                self.remove_volume(&volume).await?;
                let labels =
                    HashMap::from([(BENCH.to_owned(), labels.get(BENCH).cloned().unwrap_or_default())]);
                let filler = self.fill(&format!("{volume}.new"), &volume, labels).await?;
                self.remove(&filler).await?;
                volume
            }
        };
        Ok(mount(&volume, TOOLBOX, true, None))
    }

    /// Finds the container that filled the toolbox of this version.
    async fn toolbox(&self) -> Result<Option<Found>, DockerError> {
        let holder = holder();
        let holders = self.containers(&[(ROLE, ROLE_TOOLBOX)]).await?;
        Ok(holders.into_iter().find(|found| found.name == holder))
    }

    /// Makes a container that fills a new volume, and returns its identifier.
    async fn fill(
        &self,
        name: &str,
        volume: &str,
        labels: HashMap<String, String>,
    ) -> Result<String, DockerError> {
        let image = recipes().get(IMAGE).map(|recipe| recipe.reference());
        let mut own = labels.clone();
        own.insert(VOLUME.to_owned(), volume.to_owned());
        let body = ContainerCreateBody {
            image,
            // Some engines copy when the container starts.
            cmd: Some(vec![format!("{TOOLBOX}/bin/true")]),
            labels: Some(own),
            host_config: Some(HostConfig {
                network_mode: Some("none".to_owned()),
                cap_drop: Some(vec!["ALL".to_owned()]),
                mounts: Some(vec![mount(volume, TOOLBOX, false, Some(labels))]),
                ..Default::default()
            }),
            ..Default::default()
        };
        let doing = || text!("doing-toolbox");
        let options = CreateContainerOptionsBuilder::new().name(name).build();
        let id =
            self.docker.create_container(Some(options), body).await.map_err(DockerError::call(doing()))?.id;
        let ran = async {
            self.start(&id, IMAGE).await?;
            let options = WaitContainerOptionsBuilder::new().build();
            let mut ended = self.docker.wait_container(&id, Some(options)).boxed();
            while let Some(ended) = ended.next().await {
                ended.map_err(DockerError::call(doing()))?;
            }
            Ok(())
        };
        match ran.await {
            Ok(()) => Ok(id),
            Err(error) => {
                // What went wrong first is what matters.
                let _ = self.remove(&id).await;
                let _ = self.remove_volume(volume).await;
                Err(error)
            }
        }
    }

    /// Says why the toolbox of a container cannot be relied upon, when it cannot.
    ///
    /// # Errors
    /// The cause, for verdicts.
    pub async fn trust_toolbox(&self, id: &str, node: &str) -> Result<(), Text> {
        let inspected = self
            .docker
            .inspect_container(id, None::<bollard::query_parameters::InspectContainerOptions>)
            .await
            .map_err(|source| {
                DockerError::Call { what: text!("doing-inspect", node = node), source }.text()
            })?;
        let here =
            |mount: &&MountPoint| mount.destination.as_deref() == Some(TOOLBOX) && mount.rw == Some(false);
        let mounts = inspected.mounts.unwrap_or_default();
        let Some(volume) = mounts.iter().find(here).and_then(|mount| mount.name.clone()) else {
            return Err(text!("toolbox-none", node = node));
        };
        // Only those that a lab grants it to have a toolbox of their own.
        if !volume.ends_with(&format!(".{IMAGE}")) {
            return Ok(());
        }
        let image = recipes().get(IMAGE).map(|recipe| recipe.reference()).unwrap_or_default();
        let seen = self.look_inside(&image, View::Node { id, volume: (&volume, EXAMINED) }, verify()).await?;
        match seen.status() {
            Some(0) => Ok(()),
            _ => Err(text!("toolbox-altered", node = node)),
        }
    }

    /// Removes what an interrupted program left while it made a toolbox.
    async fn sweep_toolboxes(&self) -> Result<(), DockerError> {
        for found in self.containers(&[(ROLE, ROLE_TOOLBOX)]).await? {
            if found.name.ends_with(".new") && !self.is_young(&found.id).await? {
                self.remove(&found.id).await?;
                self.remove_volume(found.label(VOLUME)).await?;
            }
        }
        Ok(())
    }

    /// Removes the toolboxes that no node uses: those of other versions, or all. Returns
    /// the names of those that went.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_toolboxes(&self, all: bool) -> Result<Vec<String>, DockerError> {
        let (mut gone, holder) = (Vec::new(), holder());
        for found in self.containers(&[(ROLE, ROLE_TOOLBOX)]).await? {
            let volume = found.label(VOLUME);
            let users = self.containers_with(volume).await?;
            if (all || found.name != holder) && users.iter().all(|user| user.id == found.id) {
                self.remove(&found.id).await?;
                self.remove_volume(volume).await?;
                gone.push(volume.to_owned());
            }
        }
        Ok(gone)
    }

    /// Removes the toolboxes that nodes of a bench had for themselves, once these are gone.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn remove_own_toolboxes(&self, bench: &str) -> Result<(), DockerError> {
        for volume in self.own_toolboxes(bench).await? {
            self.remove_volume(&volume).await?;
        }
        Ok(())
    }

    /// Returns the names of the volumes of a bench.
    pub(super) async fn own_toolboxes(&self, bench: &str) -> Result<Vec<String>, DockerError> {
        let options = ListVolumesOptionsBuilder::new().filters(&labelled(&[(BENCH, bench)])).build();
        let VolumeListResponse { volumes, .. } = self
            .docker
            .list_volumes(Some(options))
            .await
            .map_err(DockerError::call(text!("doing-toolbox")))?;
        Ok(volumes.unwrap_or_default().into_iter().map(|volume| volume.name).collect())
    }

    /// Removes a volume; whether it is gone. One in use stays.
    async fn remove_volume(&self, name: &str) -> Result<bool, DockerError> {
        let options = RemoveVolumeOptionsBuilder::new().build();
        match self.docker.remove_volume(name, Some(options)).await {
            Ok(()) => Ok(true),
            Err(error) if status(&error) == Some(404) => Ok(true),
            Err(error) if status(&error) == Some(409) => Ok(false),
            Err(source) => Err(DockerError::Call { what: text!("doing-toolbox"), source }),
        }
    }
}

/// The name of the container that filled the toolbox of this version.
fn holder() -> String {
    let digest = recipes().get(IMAGE).map(|recipe| recipe.digest.clone()).unwrap_or_default();
    format!("pa-{IMAGE}-{digest}")
}

pub(super) fn mount(
    volume: &str,
    target: &str,
    read_only: bool,
    labels: Option<HashMap<String, String>>,
) -> Mount {
    Mount {
        typ: Some(MountType::VOLUME),
        source: Some(volume.to_owned()),
        target: Some(target.to_owned()),
        read_only: Some(read_only),
        volume_options: labels
            .map(|labels| MountVolumeOptions { labels: Some(labels), ..Default::default() }),
        ..Default::default()
    }
}

/// Compares a toolbox, and what stands in its place, with that of the image. It runs among
/// the processes of the node, whose first one tells what is mounted there.
fn verify() -> Command {
    Command::new(format!(
        "PATH={TOOLBOX}/bin\n\
         [ \"$(awk '$5 == \"{TOOLBOX}\" || index($5, \"{TOOLBOX}/\") == 1' /proc/1/mountinfo | wc -l)\" -eq 1 ] || exit 1\n\
         sums() {{ cd \"$1\" && find . ! -type d -exec sha256sum {{}} + | sort; }}\n\
         [ \"$(sums {TOOLBOX})\" = \"$(sums {EXAMINED})\" ]\n"
    ))
}
