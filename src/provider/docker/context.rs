//! Which engine is meant: `DOCKER_HOST`, a context of Docker's configuration, or the
//! socket that is there.
//!
//! The order is that of the `docker` command: `DOCKER_HOST`, then `DOCKER_CONTEXT`, then
//! `currentContext` of `~/.docker/config.json`, then the default socket. When that socket
//! is missing, those of rootless Docker and of Podman are tried.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::provider::docker::error::DockerError;

/// The socket of an engine installed from a package.
const DEFAULT: &str = "unix:///var/run/docker.sock";

/// The address of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A URL: `unix:///…`, `tcp://…`.
    pub url: String,
    /// Where `ca.pem`, `cert.pem` and `key.pem` stand, for TLS.
    pub certificates: Option<PathBuf>,
}

/// What of the environment decides; the command line reads it.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `DOCKER_HOST`.
    pub host: Option<String>,
    /// `DOCKER_CONTEXT`.
    pub context: Option<String>,
    /// `DOCKER_CERT_PATH`, when `DOCKER_TLS_VERIFY` is set.
    pub certificates: Option<PathBuf>,
    /// `DOCKER_CONFIG`, else `~/.docker`.
    pub config: Option<PathBuf>,
    /// `XDG_RUNTIME_DIR`.
    pub runtime: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(rename = "currentContext")]
    current: Option<String>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(rename = "Endpoints")]
    endpoints: std::collections::HashMap<String, Endpoint>,
}

#[derive(Deserialize)]
struct Endpoint {
    #[serde(rename = "Host")]
    host: String,
}

impl Address {
    /// Finds the engine that the person means.
    ///
    /// # Errors
    /// When a context is named that does not exist or cannot be read.
    pub fn find(environment: &Environment) -> Result<Self, DockerError> {
        if let Some(url) = environment.host.clone().filter(|url| !url.is_empty()) {
            return Ok(Self { url, certificates: environment.certificates.clone() });
        }
        let named = environment.context.clone().or_else(|| current(environment.config.as_deref()?));
        match (named.as_deref(), &environment.config) {
            (Some(name), Some(config)) if !name.is_empty() && name != "default" => context(name, config),
            _ => Ok(Self { url: socket(environment), certificates: None }),
        }
    }
}

fn current(config: &Path) -> Option<String> {
    let text = std::fs::read(config.join("config.json")).ok()?;
    serde_json::from_slice::<Config>(&text).ok()?.current
}

fn context(name: &str, config: &Path) -> Result<Address, DockerError> {
    let failed = |reason: String| DockerError::Context { name: name.to_owned(), reason };
    let id: String = Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = config.join("contexts/meta").join(&id).join("meta.json");
    let text = std::fs::read(&path).map_err(|error| failed(format!("{}: {error}", path.display())))?;
    let mut meta: Meta = serde_json::from_slice(&text).map_err(|error| failed(error.to_string()))?;
    let endpoint = meta.endpoints.remove("docker").ok_or_else(|| failed("no docker endpoint".to_owned()))?;
    let certificates = config.join("contexts/tls").join(&id).join("docker");
    Ok(Address { url: endpoint.host, certificates: certificates.is_dir().then_some(certificates) })
}

fn socket(environment: &Environment) -> String {
    let mut candidates = vec![PathBuf::from("/var/run/docker.sock")];
    if let Some(runtime) = &environment.runtime {
        candidates.push(runtime.join("docker.sock"));
        candidates.push(runtime.join("podman/podman.sock"));
    }
    candidates.push(PathBuf::from("/run/podman/podman.sock"));
    candidates
        .iter()
        .find(|path| path.exists())
        .map_or_else(|| DEFAULT.to_owned(), |path| format!("unix://{}", path.display()))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{Address, Environment};

    #[test]
    fn docker_host_comes_first() {
        let environment = Environment {
            host: Some("tcp://10.0.0.1:2375".into()),
            context: Some("x".into()),
            ..Default::default()
        };
        assert_eq!(Address::find(&environment).unwrap().url, "tcp://10.0.0.1:2375");
    }

    #[test]
    fn contexts_are_read_from_dockers_configuration() {
        let config = tempfile::tempdir().unwrap();
        let digest: String = Sha256::digest("salle").iter().map(|byte| format!("{byte:02x}")).collect();
        let meta = config.path().join("contexts/meta").join(digest);
        std::fs::create_dir_all(&meta).unwrap();
        std::fs::write(
            meta.join("meta.json"),
            r#"{"Name":"salle","Metadata":{},"Endpoints":{"docker":{"Host":"unix:///run/salle.sock","SkipTLSVerify":false}}}"#,
        )
        .unwrap();
        std::fs::write(config.path().join("config.json"), r#"{"currentContext":"salle"}"#).unwrap();
        let mut environment = Environment { config: Some(config.path().to_owned()), ..Default::default() };
        assert_eq!(Address::find(&environment).unwrap().url, "unix:///run/salle.sock");
        environment.context = Some("absent".into());
        assert!(Address::find(&environment).is_err());
        environment.context = Some("default".into());
        assert!(Address::find(&environment).unwrap().url.starts_with("unix://"));
    }
}
