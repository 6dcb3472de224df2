//! The networks of a bench.
//!
//! A bridge that has no address of its own (`inhibit_ipv4`) joins the nodes and leads
//! nowhere: neither to the host, nor to other benches, nor to the Internet. `--internal`
//! would do the same for plain traffic, but where bridged frames pass the host's firewall
//! it also drops DHCP, VRRP, OSPF and everything routed through a node.

use std::collections::{BTreeMap, HashMap};

use bollard::models::{Ipam, IpamConfig, NetworkCreateRequest};
use bollard::query_parameters::ListNetworksOptionsBuilder;
use ipnet::Ipv4Net;

use crate::model::Network;
use crate::provider::docker::address::{candidates, host_routes};
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::{BENCH, CLASS, Engine, LAB, NETWORK, ROLE, ROLE_NETWORK, STUDENT, labelled};
use crate::text;

/// A network that the engine has for a bench.
#[derive(Clone, Debug)]
pub struct FoundNetwork {
    /// Its name in the lab.
    pub name: String,
    /// The activity.
    pub lab: String,
    /// The student's identifier.
    pub student: String,
    /// The class; empty for a bench that is part of none.
    pub class: String,
    /// Its subnet.
    pub subnet: Ipv4Net,
}

impl Engine {
    /// Returns the subnet of each network of a bench that exists.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn subnets(&self, bench: &str) -> Result<BTreeMap<String, Ipv4Net>, DockerError> {
        let ours = self.networks_of(&[(BENCH, bench)]).await?;
        Ok(ours.into_iter().map(|(_, network)| (network.name, network.subnet)).collect())
    }

    /// Returns the networks of all benches, each with the name of its bench.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn bench_networks(&self) -> Result<Vec<(String, FoundNetwork)>, DockerError> {
        self.networks_of(&[(BENCH, "")]).await
    }

    async fn networks_of(&self, labels: &[(&str, &str)]) -> Result<Vec<(String, FoundNetwork)>, DockerError> {
        let networks = self.list_networks(labels).await?;
        Ok(networks
            .into_iter()
            .filter_map(|network| {
                let labels = network.labels?;
                let label = |name: &str| labels.get(name).cloned().unwrap_or_default();
                let subnet = network.ipam?.config?.into_iter().find_map(|config| config.subnet)?;
                let found = FoundNetwork {
                    name: label(NETWORK),
                    lab: label(LAB),
                    student: label(STUDENT),
                    class: label(CLASS),
                    subnet: subnet.parse().ok()?,
                };
                Some((label(BENCH), found))
            })
            .collect())
    }

    /// Returns how many networks carry these labels.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn count_networks(&self, labels: &[(&str, &str)]) -> Result<u64, DockerError> {
        Ok(self.list_networks(labels).await?.len() as u64)
    }

    async fn list_networks(
        &self,
        labels: &[(&str, &str)],
    ) -> Result<Vec<bollard::models::Network>, DockerError> {
        let options = ListNetworksOptionsBuilder::new().filters(&labelled(labels)).build();
        self.docker
            .list_networks(Some(options))
            .await
            .map_err(DockerError::call(text!("doing-list-networks")))
    }

    /// Returns every subnet that the engine or, when it is local, the host uses.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn used_subnets(&self) -> Result<Vec<Ipv4Net>, DockerError> {
        let all = self
            .docker
            .list_networks(None::<bollard::query_parameters::ListNetworksOptions>)
            .await
            .map_err(DockerError::call(text!("doing-list-networks")))?;
        let mut used: Vec<Ipv4Net> = all
            .into_iter()
            .flat_map(|network| network.ipam.and_then(|ipam| ipam.config).unwrap_or_default())
            .filter_map(|config| config.subnet?.parse().ok())
            .collect();
        if self.facts.local() {
            // A machine without this file has no routes that we could collide with.
            used.extend(host_routes(&std::fs::read_to_string("/proc/net/route").unwrap_or_default()));
        }
        Ok(used)
    }

    /// Makes the networks of a bench that are missing, and returns the subnets of all. Those
    /// in `planned` get the subnet that was chosen for them, if it is still free.
    ///
    /// # Errors
    /// When no subnet is free in `range`, or the engine refuses.
    pub async fn make_networks(
        &self,
        bench: &str,
        labels: &HashMap<String, String>,
        networks: &[Network],
        range: Ipv4Net,
        planned: &BTreeMap<String, Ipv4Net>,
    ) -> Result<BTreeMap<String, Ipv4Net>, DockerError> {
        let mut made = self.subnets(bench).await?;
        for network in networks {
            if made.contains_key(network.name.as_str()) {
                continue;
            }
            let planned = planned.get(network.name.as_str()).copied();
            let subnet = self.make_network(bench, labels, network, (range, planned)).await?;
            made.insert(network.name.to_string(), subnet);
        }
        Ok(made)
    }

    async fn make_network(
        &self,
        bench: &str,
        labels: &HashMap<String, String>,
        network: &Network,
        (range, planned): (Ipv4Net, Option<Ipv4Net>),
    ) -> Result<Ipv4Net, DockerError> {
        if let Some(subnet) = planned
            && self.try_network(bench, labels, network, subnet).await?
        {
            return Ok(subnet);
        }
        let used = self.used_subnets().await?;
        for subnet in candidates(range, network.prefix, bench, network.name.as_str(), &used).take(64) {
            if self.try_network(bench, labels, network, subnet).await? {
                return Ok(subnet);
            }
        }
        Err(DockerError::NoSubnet { range: range.to_string() })
    }

    /// Makes a network; whether its subnet was free.
    async fn try_network(
        &self,
        bench: &str,
        labels: &HashMap<String, String>,
        network: &Network,
        subnet: Ipv4Net,
    ) -> Result<bool, DockerError> {
        let request = self.request(bench, labels, network, subnet);
        match self.docker.create_network(request).await {
            Ok(_) => Ok(true),
            // Another program took it in the meantime.
            Err(error) if status(&error) == Some(403) || overlaps(&error) => Ok(false),
            Err(source) => {
                let what = text!("doing-make-network", network = network.name.as_str());
                Err(DockerError::Call { what, source })
            }
        }
    }

    fn request(
        &self,
        bench: &str,
        labels: &HashMap<String, String>,
        network: &Network,
        subnet: Ipv4Net,
    ) -> NetworkCreateRequest {
        let mut labels = labels.clone();
        labels.insert(ROLE.to_owned(), ROLE_NETWORK.to_owned());
        labels.insert(NETWORK.to_owned(), network.name.to_string());
        let options = match (network.internet, self.facts.podman) {
            (true, _) => HashMap::new(),
            // Podman knows no bridge without an address, and refuses unknown options.
            (false, true) => HashMap::new(),
            (false, false) => HashMap::from([
                ("com.docker.network.bridge.inhibit_ipv4".to_owned(), "true".to_owned()),
                ("com.docker.network.bridge.enable_ip_masquerade".to_owned(), "false".to_owned()),
            ]),
        };
        NetworkCreateRequest {
            name: network_name(bench, network.name.as_str()),
            driver: Some("bridge".to_owned()),
            internal: Some(self.facts.podman && !network.internet),
            ipam: Some(Ipam {
                config: Some(vec![IpamConfig { subnet: Some(subnet.to_string()), ..Default::default() }]),
                ..Default::default()
            }),
            options: Some(options),
            labels: Some(labels),
            ..Default::default()
        }
    }

    /// Removes the networks of a bench; returns how many there were.
    ///
    /// # Errors
    /// When the engine refuses, other than because they are gone already.
    pub async fn remove_networks(&self, bench: &str) -> Result<usize, DockerError> {
        let networks = self.list_networks(&[(BENCH, bench)]).await?;
        for network in &networks {
            let Some(id) = &network.id else { continue };
            match self.docker.remove_network(id).await {
                Err(error) if status(&error) != Some(404) => {
                    let what =
                        text!("doing-remove-network", network = network.name.clone().unwrap_or_default());
                    return Err(DockerError::Call { what, source: error });
                }
                _ => {}
            }
        }
        Ok(networks.len())
    }
}

/// The name that the engine knows a network by.
pub(crate) fn network_name(bench: &str, network: &str) -> String {
    format!("pa-{bench}-{network}")
}

/// Podman and newer engines answer with another status and say so in words.
fn overlaps(error: &bollard::errors::Error) -> bool {
    let words = error.to_string();
    words.contains("overlap") || words.contains("already used") || words.contains("is being used")
}
