//! Containers of ours beside a node: they share a namespace with it, and hold the tools and
//! the capabilities that it lacks.
//!
//! A node needs no right for what is done to it, and its student sees neither the tools nor
//! the commands. Such a container belongs to one life of the node: after a restart it would
//! hold on to namespaces that nobody uses any more.

use bollard::models::{ContainerCreateBody, HostConfig};
use bollard::query_parameters::CreateContainerOptionsBuilder;

use crate::fault::Where;
use crate::model::BenchPlan;
use crate::provider::docker::error::DockerError;
use crate::provider::docker::node::bench_labels;
use crate::provider::docker::{Engine, NODE, ROLE, ROLE_BESIDE};
use crate::text;

/// What changing a network takes.
const NETWORK: [&str; 2] = ["NET_ADMIN", "NET_RAW"];

/// What entering the mounts of another container takes (setns(2): SYS_ADMIN and SYS_CHROOT;
/// SYS_PTRACE to find them), and copying files with owners and modes.
const MOUNTS: [&str; 7] =
    ["SYS_ADMIN", "SYS_CHROOT", "SYS_PTRACE", "DAC_OVERRIDE", "CHOWN", "FOWNER", "FSETID"];

impl Engine {
    /// Makes and starts a container beside the container `id` of a node. Returns its
    /// identifier.
    ///
    /// # Errors
    /// When the engine refuses, as when the node does not run.
    pub async fn start_beside(
        &self,
        plan: &BenchPlan,
        image: &str,
        node: &str,
        id: &str,
        place: Where,
    ) -> Result<String, DockerError> {
        let shared = Some(format!("container:{id}"));
        let (capabilities, network, pid): (&[&str], _, _) = match place {
            Where::Mounts => (&MOUNTS, Some("none".to_owned()), shared),
            Where::Network | Where::Node => (&NETWORK, shared, None),
        };
        let mut labels = bench_labels(plan);
        labels.insert(ROLE.to_owned(), ROLE_BESIDE.to_owned());
        labels.insert(NODE.to_owned(), node.to_owned());
        let confined = self.facts.apparmor && place == Where::Mounts;
        let body = ContainerCreateBody {
            image: Some(image.to_owned()),
            cmd: Some(vec!["sleep".to_owned(), "infinity".to_owned()]),
            labels: Some(labels),
            host_config: Some(HostConfig {
                // In a PID namespace that is not its own, an init would not be the first.
                init: Some(pid.is_none()),
                network_mode: network,
                pid_mode: pid,
                cap_drop: Some(vec!["ALL".to_owned()]),
                cap_add: Some(capabilities.iter().map(|name| (*name).to_owned()).collect()),
                // Docker's profile forbids mount(2) whatever the capabilities.
                security_opt: confined.then(|| vec!["apparmor=unconfined".to_owned()]),
                ..Default::default()
            }),
            ..Default::default()
        };
        let word = if place == Where::Mounts { "mounts" } else { "network" };
        let name = format!("pa-{}.{node}-{word}-{}", plan.bench, crate::exec::nonce());
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let doing = || text!("doing-beside", node = node);
        let created =
            self.docker.create_container(Some(options), body).await.map_err(DockerError::call(doing()))?;
        if let Err(error) = self.start(&created.id, node).await {
            self.remove(&created.id).await?;
            return Err(error);
        }
        Ok(created.id)
    }
}
