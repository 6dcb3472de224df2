//! One script run in a container made for it, to see what a container sees.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bollard::models::{ContainerCreateBody, HostConfig};
use bollard::query_parameters::CreateContainerOptionsBuilder;

use crate::error::Explain;
use crate::exec::{Command, ExecOutput, nonce};
use crate::i18n::Text;
use crate::provider::docker::error::DockerError;
use crate::provider::docker::toolbox::mount;
use crate::provider::docker::{Engine, ROLE};
use crate::text;
use crate::transport::Shell;
use crate::transport::docker::DockerExec;

/// The role of such containers.
const ROLE_PROBE: &str = "probe";
/// The label that tells those of one look from those of another.
const PROBE: &str = "paillasse.probe";
/// How long such a container lives when nobody removes it, in seconds.
const LIFE: &str = "120";
/// How long the engine may take to make or to remove it.
const PATIENCE: Duration = Duration::from_secs(15);

/// Which network a container is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View<'a> {
    /// The host's own, on which images are built.
    Build,
    /// A bridge with a way out, such as labs with Internet have.
    Lab,
    /// None; instead it sees the processes of another container, which may not look into
    /// this one, and has a volume of it to read.
    Node {
        /// That container.
        id: &'a str,
        /// The name of the volume, and where to have it.
        volume: (&'a str, &'a str),
    },
}

impl View<'_> {
    fn host_config(self) -> HostConfig {
        let common = HostConfig {
            init: Some(true),
            auto_remove: Some(true),
            cap_drop: Some(vec!["ALL".to_owned()]),
            ..Default::default()
        };
        let on = |network: &str| HostConfig { network_mode: Some(network.to_owned()), ..common.clone() };
        match self {
            Self::Build => on("host"),
            Self::Lab => on("bridge"),
            Self::Node { id, volume } => HostConfig {
                init: None,
                pid_mode: Some(format!("container:{id}")),
                cap_add: Some(vec!["SYS_PTRACE".to_owned()]),
                mounts: Some(vec![mount(volume.0, volume.1, true, None)]),
                ..on("none")
            },
        }
    }
}

impl Engine {
    /// Runs a command as root, with no capability that the view does not need, in a container
    /// made of `image`, and removes the container whatever happens. Should this program be killed meanwhile, the
    /// container ends and is removed by the engine within two minutes.
    ///
    /// # Errors
    /// When the container cannot be made or does not answer.
    pub async fn look_inside(
        &self,
        image: &str,
        view: View<'_>,
        command: Command,
    ) -> Result<ExecOutput, Text> {
        self.sweep_probes().await.map_err(|error| error.text())?;
        let mark = nonce();
        let patience = PATIENCE + command.timeout;
        let seen = tokio::time::timeout(patience, self.look(image, view, command, &mark)).await;
        // By label, since a container may exist whose identifier never reached us.
        let removed = tokio::time::timeout(PATIENCE, self.remove_probes(&mark)).await;
        if !matches!(removed, Ok(Ok(()))) {
            tracing::debug!(mark, "the container is left to end by itself");
        }
        seen.unwrap_or_else(|_| Err(text!("doctor-timeout", seconds = patience.as_secs())))
    }

    async fn look(
        &self,
        image: &str,
        view: View<'_>,
        command: Command,
        mark: &str,
    ) -> Result<ExecOutput, Text> {
        let labels =
            HashMap::from([(ROLE.to_owned(), ROLE_PROBE.to_owned()), (PROBE.to_owned(), mark.to_owned())]);
        let body = ContainerCreateBody {
            image: Some(image.to_owned()),
            entrypoint: Some(Vec::new()),
            cmd: Some(vec!["sleep".to_owned(), LIFE.to_owned()]),
            labels: Some(labels),
            host_config: Some(HostConfig {
                // Under its own profile it could not look at a node that has none.
                security_opt: (self.facts.apparmor && matches!(view, View::Node { .. }))
                    .then(|| vec!["apparmor=unconfined".to_owned()]),
                ..view.host_config()
            }),
            ..Default::default()
        };
        let refused = |error| DockerError::Call { what: text!("doing-look-inside"), source: error }.text();
        let options = CreateContainerOptionsBuilder::new().name(&format!("pa-probe-{mark}")).build();
        let created = self.docker.create_container(Some(options), body).await.map_err(refused)?;
        self.start(&created.id, "probe").await.map_err(|error| error.text())?;
        let exec = DockerExec::new(self.docker.clone(), &created.id);
        let exec = if matches!(view, View::Node { .. }) { exec.as_guest() } else { exec };
        Shell::new("probe", Arc::new(exec)).run(command).await.map_err(|error| error.text())
    }

    async fn remove_probes(&self, mark: &str) -> Result<(), DockerError> {
        for probe in self.containers(&[(PROBE, mark)]).await? {
            self.remove(&probe.id).await?;
        }
        Ok(())
    }

    /// Removes what a program left that was killed before it could start its container.
    async fn sweep_probes(&self) -> Result<(), DockerError> {
        for probe in self.containers(&[(ROLE, ROLE_PROBE)]).await? {
            if !probe.running && !self.is_young(&probe.id).await? {
                self.remove(&probe.id).await?;
            }
        }
        Ok(())
    }

    /// Whether a container was made a moment ago: then someone is about to start it.
    pub(super) async fn is_young(&self, id: &str) -> Result<bool, DockerError> {
        let inspected = self
            .docker
            .inspect_container(id, None::<bollard::query_parameters::InspectContainerOptions>)
            .await;
        let made = match inspected {
            Ok(container) => container.created.and_then(|time| time.to_string().parse().ok()),
            // It is gone already.
            Err(error) if super::error::status(&error) == Some(404) => return Ok(true),
            Err(source) => return Err(DockerError::Call { what: text!("doing-look-inside"), source }),
        };
        let age = made.map(|made| jiff::Timestamp::now().duration_since(made));
        Ok(age.is_some_and(|age| age.abs() < jiff::SignedDuration::from_mins(5)))
    }
}
