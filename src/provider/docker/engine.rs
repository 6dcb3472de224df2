//! An engine: how it is reached, and what it can do.

use std::time::Duration;

use bollard::models::{SystemInfo, SystemInfoCgroupVersionEnum, SystemVersion};
use bollard::{API_DEFAULT_VERSION, Docker};

use crate::provider::docker::context::Address;
use crate::provider::docker::error::DockerError;
use crate::text;

/// How long an engine may take to answer before it counts as absent, in seconds.
const PATIENCE: u64 = 120;

/// An engine that answered.
#[derive(Clone)]
pub struct Engine {
    /// The client.
    pub docker: Docker,
    /// What it said of itself.
    pub facts: Facts,
}

/// What an engine can do.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Its address.
    pub address: String,
    /// Its version.
    pub version: String,
    /// The API version agreed upon, `1.41` as (1, 41).
    pub api: (u32, u32),
    /// Whether it is Podman.
    pub podman: bool,
    /// Whether containers live on cgroup v2.
    pub cgroup2: bool,
    /// Processors.
    pub processors: u32,
    /// Memory in bytes.
    pub memory: u64,
    /// Where it keeps its data.
    pub root: String,
    /// The storage driver.
    pub storage: String,
    /// Whether a memory limit can be set.
    pub limits_memory: bool,
    /// Whether a processor limit can be set.
    pub limits_cpu: bool,
    /// Whether a limit of processes can be set.
    pub limits_pids: bool,
    /// Whether AppArmor confines containers.
    pub apparmor: bool,
    /// Whether it runs without root.
    pub rootless: bool,
    /// Whether it maps the users of containers to others (`userns-remap`).
    pub remapped: bool,
    /// Who manages the cgroups: `systemd` or `cgroupfs`.
    pub cgroup_driver: String,
    /// The release of its kernel, as uname(2) gives it.
    pub kernel: String,
    /// Its clock, in RFC 3339, at the moment of connecting.
    pub clock: String,
}

impl Facts {
    /// Whether it runs on this very machine, so that `/proc` tells about its kernel.
    pub fn local(&self) -> bool {
        self.address.starts_with("unix://")
    }

    /// How many containers to start at the same time: creation is bound by the engine's
    /// own processing, flat between 4 and 16 on two cores and slower beyond.
    pub fn in_flight(&self) -> usize {
        (self.processors as usize * 3).clamp(4, 24)
    }
}

impl Engine {
    /// Connects to the engine and agrees upon an API version.
    ///
    /// # Errors
    /// When nothing answers, or it is older than API 1.41 (Docker Engine 20.10).
    pub async fn connect(address: &Address) -> Result<Self, DockerError> {
        let unreachable = |reason: String| DockerError::Unreachable { address: address.url.clone(), reason };
        let docker = open(address).map_err(|error| unreachable(error.to_string()))?;
        let answer = tokio::time::timeout(Duration::from_secs(10), docker.version()).await;
        let version = match answer {
            Ok(version) => version.map_err(|error| unreachable(deepest(&error)))?,
            Err(_) => return Err(unreachable("no answer within 10 s".to_owned())),
        };
        let newest = api(version.api_version.as_deref().unwrap_or_default());
        if newest < (1, 41) {
            return Err(DockerError::TooOld { api: version.api_version.unwrap_or_default() });
        }
        let docker = docker.negotiate_version().await.map_err(|error| unreachable(error.to_string()))?;
        let info = docker.info().await.map_err(DockerError::call(text!("doing-info")))?;
        let (api, podman) = (agreed(&version), is_podman(&version));
        let facts = facts(address, version.version.unwrap_or_default(), api, podman, &info);
        Ok(Self { docker, facts })
    }
}

fn open(address: &Address) -> Result<Docker, bollard::errors::Error> {
    match &address.certificates {
        Some(folder) if !address.url.starts_with("unix://") => Docker::connect_with_ssl(
            &address.url,
            &folder.join("key.pem"),
            &folder.join("cert.pem"),
            &folder.join("ca.pem"),
            PATIENCE,
            API_DEFAULT_VERSION,
        ),
        _ => Docker::connect_with_host(&address.url),
    }
}

/// The innermost reason: "permission denied" says more than "client error (Connect)".
fn deepest(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

fn api(version: &str) -> (u32, u32) {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    (major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}

/// The newest API version that both sides speak.
fn agreed(version: &SystemVersion) -> (u32, u32) {
    let ours = (API_DEFAULT_VERSION.major_version as u32, API_DEFAULT_VERSION.minor_version as u32);
    api(version.api_version.as_deref().unwrap_or_default()).min(ours)
}

fn is_podman(version: &SystemVersion) -> bool {
    let mut components = version.components.iter().flatten();
    components.any(|component| component.name.to_lowercase().contains("podman"))
}

fn facts(address: &Address, version: String, api: (u32, u32), podman: bool, info: &SystemInfo) -> Facts {
    let security = |name: &str| info.security_options.iter().flatten().any(|option| option.contains(name));
    Facts {
        address: address.url.clone(),
        version,
        api,
        podman,
        cgroup2: info.cgroup_version == Some(SystemInfoCgroupVersionEnum::_2),
        processors: info.ncpu.and_then(|count| u32::try_from(count).ok()).unwrap_or(1).max(1),
        memory: info.mem_total.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0),
        root: info.docker_root_dir.clone().unwrap_or_default(),
        storage: info.driver.clone().unwrap_or_default(),
        limits_memory: info.memory_limit.unwrap_or(false),
        limits_cpu: info.cpu_cfs_quota.unwrap_or(false),
        limits_pids: info.pids_limit.unwrap_or(false),
        apparmor: security("apparmor"),
        rootless: security("name=rootless"),
        remapped: security("name=userns"),
        cgroup_driver: info.cgroup_driver.map(|driver| driver.to_string()).unwrap_or_default(),
        kernel: info.kernel_version.clone().unwrap_or_default(),
        clock: info.system_time.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use bollard::models::{SystemInfo, SystemVersion};

    use super::{Facts, agreed, facts, is_podman};
    use crate::provider::docker::context::Address;

    /// Reads what an engine answered to `/version` and `/info`, kept in `tests/engines`.
    pub(crate) fn recorded(engine: &str) -> Facts {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engines");
        let text =
            |what: &str| std::fs::read_to_string(folder.join(format!("{engine}.{what}.json"))).unwrap();
        let version: SystemVersion = serde_json::from_str(&text("version")).unwrap();
        let info: SystemInfo = serde_json::from_str(&text("info")).unwrap();
        let address = Address { url: "unix:///run/engine.sock".to_owned(), certificates: None };
        let api = agreed(&version);
        let podman = is_podman(&version);
        facts(&address, version.version.unwrap_or_default(), api, podman, &info)
    }

    #[test]
    fn what_engines_say_of_themselves_is_understood() {
        let old = recorded("docker-20.10-cgroup1");
        assert_eq!((old.api, old.cgroup2, old.podman, old.rootless), ((1, 41), false, false, false));
        assert_eq!(old.cgroup_driver, "cgroupfs");
        assert!(old.limits_memory && old.limits_pids);
        let new = recorded("docker-28.5-cgroup2");
        assert_eq!((new.api, new.cgroup2, new.podman, new.rootless), ((1, 51), true, false, false));
        let rootless = recorded("docker-28.5-rootless");
        assert_eq!((rootless.rootless, rootless.cgroup_driver.as_str()), (true, "none"));
        let podman = recorded("podman-5.8-cgroup2");
        assert_eq!((podman.podman, podman.rootless, podman.cgroup2), (true, false, true));
    }
}
