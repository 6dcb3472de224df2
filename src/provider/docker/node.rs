//! The containers of a bench: nodes, their clones for drills, and the sensor.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bollard::models::{
    ContainerCreateBody, ContainerSummary, ContainerSummaryStateEnum, EndpointIpamConfig, EndpointSettings,
    HostConfig, Mount, NetworkConnectRequest, NetworkingConfig,
};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, ListContainersOptions, ListContainersOptionsBuilder, LogsOptionsBuilder,
    RemoveContainerOptionsBuilder, RenameContainerOptionsBuilder, StopContainerOptionsBuilder,
};
use futures_util::StreamExt;
use tokio::time::Instant;

use crate::exec::Command;
use crate::individual::sensor;
use crate::model::{BenchPlan, Node};
use crate::provider::docker::cgroup;
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::network::network_name;
use crate::provider::docker::{
    BENCH, CLASS, Engine, LAB, LAB_HASH, NODE, ROLE, ROLE_CLONE, ROLE_FAULT, ROLE_NODE, ROLE_SENSOR, STUDENT,
    VARIANT, labelled,
};
use crate::text;
use crate::transport::Shell;
use crate::transport::docker::DockerExec;

/// What processes on a node may do: what services of Debian need, less than Docker's
/// default. A lab names what it needs beyond.
const CAPABILITIES: [&str; 13] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "FSETID",
    "FOWNER",
    "NET_RAW",
    "SETGID",
    "SETUID",
    "SETFCAP",
    "SETPCAP",
    "NET_BIND_SERVICE",
    "SYS_CHROOT",
    "KILL",
    "AUDIT_WRITE",
];

/// How long a node may take to boot on a busy machine.
const BOOT: Duration = Duration::from_secs(120);

/// The name that ends that of a container under construction.
const UNFINISHED: &str = ".new";

/// A container that the engine has for a bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The engine's identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: HashMap<String, String>,
    /// Whether it runs.
    pub running: bool,
}

impl Found {
    fn new(summary: ContainerSummary) -> Option<Self> {
        let name = summary.names?.first()?.trim_start_matches('/').to_owned();
        let running = summary.state == Some(ContainerSummaryStateEnum::RUNNING);
        Some(Self { id: summary.id?, name, labels: summary.labels.unwrap_or_default(), running })
    }

    /// The value of a label; empty when there is none.
    pub fn label(&self, name: &str) -> &str {
        self.labels.get(name).map_or("", String::as_str)
    }

    /// Whether it is a node whose construction was finished.
    pub fn is_node(&self) -> bool {
        self.label(ROLE) == ROLE_NODE && !self.name.ends_with(UNFINISHED)
    }

    /// Whether it is left over from something that was interrupted: a node under
    /// construction, a clone, a sensor.
    pub fn is_remains(&self) -> bool {
        !self.is_node() && !self.is_kept_fault()
    }

    /// Whether it keeps the record of a fault.
    pub fn is_kept_fault(&self) -> bool {
        self.label(ROLE) == ROLE_FAULT
    }
}

/// Which container is made of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incarnation {
    /// The node itself, under construction until it is renamed.
    Node,
    /// A copy for drills.
    Clone,
}

impl Engine {
    /// Returns the containers that carry these labels, stopped ones included. An empty
    /// value stands for any.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn containers(&self, labels: &[(&str, &str)]) -> Result<Vec<Found>, DockerError> {
        let options = ListContainersOptionsBuilder::new().all(true).filters(&labelled(labels)).build();
        self.listed(options).await
    }

    /// Returns the containers that use a volume.
    pub(super) async fn containers_with(&self, volume: &str) -> Result<Vec<Found>, DockerError> {
        let filters = HashMap::from([("volume".to_owned(), vec![volume.to_owned()])]);
        self.listed(ListContainersOptionsBuilder::new().all(true).filters(&filters).build()).await
    }

    async fn listed(&self, options: ListContainersOptions) -> Result<Vec<Found>, DockerError> {
        let list = self
            .docker
            .list_containers(Some(options))
            .await
            .map_err(DockerError::call(text!("doing-list-containers")))?;
        let mut found: Vec<Found> = list.into_iter().filter_map(Found::new).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Makes the container of a node from `image` and connects it to its networks; it
    /// does not run yet. Returns its identifier.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn create_node(
        &self,
        plan: &BenchPlan,
        node: &Node,
        image: &str,
        incarnation: Incarnation,
    ) -> Result<String, DockerError> {
        let (name, role) = match incarnation {
            Incarnation::Node => (format!("{}{UNFINISHED}", container_name(plan, node)), ROLE_NODE),
            Incarnation::Clone => (format!("{}.clone", container_name(plan, node)), ROLE_CLONE),
        };
        let mut labels = bench_labels(plan);
        labels.insert(ROLE.to_owned(), role.to_owned());
        labels.insert(NODE.to_owned(), node.name.to_string());
        let own = node.capabilities.iter().any(|capability| capability.name() == "SYS_ADMIN");
        let toolbox = self.toolbox_mount(own.then_some((name.trim_end_matches(UNFINISHED), &labels))).await?;
        let mut endpoints = self.endpoints(plan, node);
        // Older engines take one network at creation; the others follow before the start.
        let first = if endpoints.is_empty() { None } else { Some(endpoints.remove(0)) };
        let body = ContainerCreateBody {
            hostname: Some(node.name.to_string()),
            image: Some(image.to_owned()),
            cmd: cgroup::command(&self.facts),
            labels: Some(labels),
            host_config: Some(self.host_config(
                &plan.bench,
                node,
                first.as_ref().map(|(network, _)| network.clone()),
                toolbox,
            )),
            networking_config: first
                .map(|endpoint| NetworkingConfig { endpoints_config: Some([endpoint].into()) }),
            ..Default::default()
        };
        let doing = || text!("doing-create-node", node = node.name.as_str());
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let created =
            self.docker.create_container(Some(options), body).await.map_err(DockerError::call(doing()))?;
        for (network, endpoint) in endpoints {
            let request =
                NetworkConnectRequest { container: created.id.clone(), endpoint_config: Some(endpoint) };
            self.docker.connect_network(&network, request).await.map_err(DockerError::call(doing()))?;
        }
        Ok(created.id)
    }

    fn endpoints(&self, plan: &BenchPlan, node: &Node) -> Vec<(String, EndpointSettings)> {
        node.networks
            .iter()
            .map(|(network, _)| {
                let address = plan
                    .addresses
                    .nodes
                    .get(node.name.as_str())
                    .and_then(|addresses| addresses.get(network.as_str()))
                    .map(ToString::to_string);
                let settings = EndpointSettings {
                    ipam_config: Some(EndpointIpamConfig { ipv4_address: address, ..Default::default() }),
                    aliases: Some(vec![node.name.to_string()]),
                    ..Default::default()
                };
                (network_name(&plan.bench, network.as_str()), settings)
            })
            .collect()
    }

    fn host_config(&self, bench: &str, node: &Node, network: Option<String>, toolbox: Mount) -> HostConfig {
        let facts = &self.facts;
        let mut capabilities: Vec<String> = CAPABILITIES.map(str::to_owned).to_vec();
        capabilities.extend(node.capabilities.iter().map(|capability| capability.name().to_owned()));
        let memory = facts.limits_memory.then(|| i64::try_from(node.memory.0).unwrap_or(i64::MAX));
        let mut config = HostConfig {
            network_mode: Some(network.unwrap_or_else(|| "none".to_owned())),
            cap_drop: Some(vec!["ALL".to_owned()]),
            cap_add: Some(capabilities),
            security_opt: Some(vec!["no-new-privileges=false".to_owned()]),
            mounts: Some(vec![toolbox]),
            tmpfs: Some(HashMap::from([
                ("/run".to_owned(), "exec,mode=755,size=64m".to_owned()),
                ("/run/lock".to_owned(), "size=4m".to_owned()),
            ])),
            memory,
            memory_swap: memory,
            nano_cpus: facts
                .limits_cpu
                .then(|| 1_000_000_000.min(i64::from(facts.processors) * 1_000_000_000)),
            pids_limit: facts.limits_pids.then(|| i64::from(node.pids)),
            ..Default::default()
        };
        cgroup::grant(&mut config, facts, bench);
        config
    }

    /// Makes and starts the sensor, on all networks of the bench. Returns its identifier.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn start_sensor(&self, plan: &BenchPlan, image: &str) -> Result<String, DockerError> {
        let mut labels = bench_labels(plan);
        labels.insert(ROLE.to_owned(), ROLE_SENSOR.to_owned());
        let mut endpoints: Vec<(String, EndpointSettings)> = plan
            .addresses
            .subnets
            .iter()
            .map(|(network, subnet)| {
                let ipam = EndpointIpamConfig {
                    ipv4_address: Some(sensor(subnet).to_string()),
                    ..Default::default()
                };
                let settings = EndpointSettings { ipam_config: Some(ipam), ..Default::default() };
                (network_name(&plan.bench, network), settings)
            })
            .collect();
        let first = if endpoints.is_empty() { None } else { Some(endpoints.remove(0)) };
        let body = ContainerCreateBody {
            hostname: Some("sonde".to_owned()),
            image: Some(image.to_owned()),
            cmd: Some(vec!["sleep".to_owned(), "infinity".to_owned()]),
            labels: Some(labels),
            host_config: Some(HostConfig {
                init: Some(true),
                network_mode: Some(
                    first.as_ref().map_or_else(|| "none".to_owned(), |(name, _)| name.clone()),
                ),
                cap_drop: Some(vec!["ALL".to_owned()]),
                cap_add: Some(vec!["NET_RAW".to_owned()]),
                ..Default::default()
            }),
            networking_config: first
                .map(|endpoint| NetworkingConfig { endpoints_config: Some([endpoint].into()) }),
            ..Default::default()
        };
        let doing = || text!("doing-sensor");
        let name = format!("pa-{}.sensor-{}", plan.bench, std::process::id());
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let created =
            self.docker.create_container(Some(options), body).await.map_err(DockerError::call(doing()))?;
        for (network, endpoint) in endpoints {
            let request =
                NetworkConnectRequest { container: created.id.clone(), endpoint_config: Some(endpoint) };
            self.docker.connect_network(&network, request).await.map_err(DockerError::call(doing()))?;
        }
        self.start(&created.id, "sonde").await?;
        Ok(created.id)
    }

    /// Ends the construction of a node: from now on it is the student's.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn finish_node(&self, plan: &BenchPlan, node: &Node, id: &str) -> Result<(), DockerError> {
        let options = RenameContainerOptionsBuilder::new().name(&container_name(plan, node)).build();
        let doing = text!("doing-create-node", node = node.name.as_str());
        self.docker.rename_container(id, options).await.map_err(DockerError::call(doing))
    }

    /// Starts a container; one that runs already stays as it is, one that is frozen goes on.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn start(&self, id: &str, node: &str) -> Result<(), DockerError> {
        self.resume(id, node).await?;
        self.docker
            .start_container(id, None::<bollard::query_parameters::StartContainerOptions>)
            .await
            .map_err(DockerError::call(text!("doing-start-node", node = node)))
    }

    /// Shuts a container down cleanly; after 15 seconds it is killed.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn stop(&self, id: &str, node: &str) -> Result<(), DockerError> {
        // What is frozen cannot shut down.
        self.resume(id, node).await?;
        let options = StopContainerOptionsBuilder::new().t(15).build();
        match self.docker.stop_container(id, Some(options)).await {
            Err(error) if status(&error) != Some(304) => {
                Err(DockerError::Call { what: text!("doing-stop-node", node = node), source: error })
            }
            _ => Ok(()),
        }
    }

    /// Removes the control groups that a bench leaves once its nodes are gone, where we may.
    pub fn remove_cgroups(&self, bench: &str) {
        cgroup::sweep(&self.facts, bench);
    }

    /// Freezes a container; one that is frozen stays so.
    ///
    /// # Errors
    /// When the engine refuses, as when it does not run.
    pub async fn pause(&self, id: &str, node: &str) -> Result<(), DockerError> {
        if self.paused(id, node).await? {
            return Ok(());
        }
        let doing = text!("doing-pause-node", node = node);
        self.docker.pause_container(id).await.map_err(DockerError::call(doing))
    }

    /// Lets a frozen container go on; another stays as it is.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn resume(&self, id: &str, node: &str) -> Result<(), DockerError> {
        if !self.paused(id, node).await? {
            return Ok(());
        }
        let doing = text!("doing-resume-node", node = node);
        self.docker.unpause_container(id).await.map_err(DockerError::call(doing))
    }

    async fn paused(&self, id: &str, node: &str) -> Result<bool, DockerError> {
        let options = None::<bollard::query_parameters::InspectContainerOptions>;
        let inspected = self.docker.inspect_container(id, options).await;
        let inspected = inspected.map_err(DockerError::call(text!("doing-inspect", node = node)))?;
        Ok(inspected.state.and_then(|state| state.paused).unwrap_or(false))
    }

    /// Removes a container, running or not; one that is gone already is no error.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn remove(&self, id: &str) -> Result<(), DockerError> {
        let options = RemoveContainerOptionsBuilder::new().force(true).v(true).build();
        match self.docker.remove_container(id, Some(options)).await {
            // 409: another program is removing it at this moment.
            Err(error) if !matches!(status(&error), Some(404 | 409)) => Err(DockerError::Call {
                what: text!("doing-remove-container", container = id),
                source: error,
            }),
            _ => Ok(()),
        }
    }

    /// Returns a shell in a container, for what runs the container's own programs.
    pub fn shell(&self, id: &str, machine: &str) -> Shell {
        Shell::new(machine, Arc::new(DockerExec::new(self.docker.clone(), id)))
    }

    /// Returns a shell in a container that runs the programs of the toolbox before its own.
    pub fn probing_shell(&self, id: &str, machine: &str) -> Shell {
        Shell::new(machine, Arc::new(DockerExec::new(self.docker.clone(), id).with_toolbox()))
    }

    /// Returns a shell in a container that stands beside a node.
    pub fn shell_beside(&self, id: &str, machine: &str) -> Shell {
        Shell::new(machine, Arc::new(DockerExec::new(self.docker.clone(), id).as_guest()))
    }

    /// Waits until systemd has started everything on a node, and returns a shell there.
    ///
    /// # Errors
    /// When the node ends, or is not ready in two minutes.
    pub async fn wait_ready(&self, id: &str, node: &str) -> Result<Shell, DockerError> {
        let deadline = Instant::now() + BOOT;
        let mut state = String::new();
        let shell = self.shell(id, node);
        // One command waits inside the node; it fails while D-Bus is not up yet.
        let wait = "for i in $(seq 200); do s=$(systemctl is-system-running 2>&1);\n\
                    case $s in running|degraded) break;; esac; sleep 0.05; done; echo \"$s\"";
        while Instant::now() < deadline {
            if let Ok(output) = shell.run(Command::new(wait).within(Duration::from_secs(15))).await {
                state = output.stdout.trim().to_owned();
                // `degraded`: a unit failed. On a fresh node the lab's tests see it; on a
                // student's node it is the student's business.
                if state == "running" || state == "degraded" {
                    return Ok(shell);
                }
            }
            self.died(id, node).await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(DockerError::NotReady { node: node.to_owned(), state })
    }

    /// Returns why a container ended, when it did.
    async fn died(&self, id: &str, node: &str) -> Result<(), DockerError> {
        let inspected = self
            .docker
            .inspect_container(id, None::<bollard::query_parameters::InspectContainerOptions>)
            .await
            .map_err(DockerError::call(text!("doing-inspect", node = node)))?;
        let state = inspected.state.unwrap_or_default();
        if state.running.unwrap_or(false) {
            return Ok(());
        }
        let options = LogsOptionsBuilder::new().stdout(true).stderr(true).tail("5").build();
        let mut log = String::new();
        let mut lines = self.docker.logs(id, Some(options));
        while let Some(Ok(line)) = lines.next().await {
            log.push_str(&line.to_string());
        }
        Err(DockerError::Died {
            node: node.to_owned(),
            code: state.exit_code.unwrap_or(-1),
            log: log.trim().to_owned(),
        })
    }
}

/// The labels that everything of a bench carries.
pub fn bench_labels(plan: &BenchPlan) -> HashMap<String, String> {
    let labels = [
        (BENCH, plan.bench.as_str()),
        (LAB, plan.lab.as_str()),
        (LAB_HASH, plan.lab_hash.as_str()),
        (STUDENT, plan.student.as_str()),
        (VARIANT, plan.variant.as_str()),
    ];
    let class = plan.class.as_deref().map(|class| (CLASS, class));
    labels.into_iter().chain(class).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The name of the container of a node.
pub fn container_name(plan: &BenchPlan, node: &Node) -> String {
    format!("pa-{}-{}", plan.bench, node.name)
}
