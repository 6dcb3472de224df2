//! What is expected of a network interface, on whatever platform it is.
//!
//! The order of addresses means nothing. Addresses that a machine gives itself (IPv6
//! link-local and temporary ones) are left out unless they are asked for.
//!
//! Rank 1, no kind: used by `interface`, and by `device` on its platforms.

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::{Findings, yes};
use crate::device::Link;
use crate::i18n::Text;
use crate::text;

/// Looks at a network interface of the node; it should exist and be up unless something
/// else is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Interface {
    /// Its name: `eth0`, or one of its other names.
    pub name: Option<String>,
    /// Instead of a name: a network in CIDR notation, for the interface that has an address
    /// in it.
    pub network: Option<String>,
    /// Whether it should be there; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Whether it should be switched on (`ip link set up`); true when nothing is said.
    #[serde(default = "yes")]
    pub up: bool,
    /// Whether something answers at the other end of the cable.
    pub carrier: Option<bool>,
    /// Its addresses with their prefix: `[10.0.0.1/24]` allows others besides,
    /// `{ exactly: [10.0.0.1/24] }` does not. IPv6 link-local and temporary addresses are
    /// left out.
    pub addresses: Option<Matcher>,
    /// Takes IPv6 link-local and temporary addresses into account; false when nothing is
    /// said.
    #[serde(default)]
    pub all_addresses: bool,
    /// Its MTU in bytes.
    pub mtu: Option<Matcher>,
    /// Its MAC address, in lower case or not.
    pub mac: Option<Matcher>,
    /// The bridge or bond that it is a port of; empty when it is of none.
    pub master: Option<Matcher>,
    /// What is written on it (its description, or its alias).
    pub description: Option<Matcher>,
    /// What it is: `bridge`, `veth`, `vlan`, `vxlan`, `bond`, `tun`, `dummy`…, `loopback`,
    /// or `physical`.
    #[serde(rename = "type")]
    pub kind: Option<Matcher>,
}

impl Interface {
    fn target(&self) -> &str {
        self.name.as_deref().or(self.network.as_deref()).unwrap_or_default()
    }

    fn is_meant(&self, link: &Link) -> bool {
        match (&self.name, self.network.as_ref().and_then(|network| network.parse::<IpNet>().ok())) {
            (Some(name), _) => link.names.contains(name),
            (None, Some(network)) => link.addresses.iter().any(|address| network.contains(&address.addr())),
            (None, None) => false,
        }
    }

    /// Notes how the interface that is meant differs from what is expected.
    pub(super) fn compare(&self, links: &[Link], findings: &mut Findings) {
        let name = self.target();
        let fact = text!("fact-interface", name = name);
        let link = match (links.iter().find(|link| self.is_meant(link)), self.exists) {
            (None, false) => return,
            (None, true) => return findings.gap(fact, text!("shown-present"), text!("shown-absent")),
            (Some(_), false) => return findings.gap(fact, text!("shown-absent"), text!("shown-present")),
            (Some(link), true) => link,
        };
        findings.flag(text!("fact-interface-up", name = name), Some(self.up), link.up);
        findings.flag(text!("fact-interface-carrier", name = name), self.carrier, link.carrier);
        if let Some(wanted) = &self.addresses {
            let counted =
                link.addresses.iter().filter(|address| self.all_addresses || !link.own.contains(address));
            let fact = text!("fact-interface-addresses", name = name);
            findings.expect(fact, Some(&wanted.clone().map_words(&canonical)), &Observed::list(counted));
        }
        let mac = self.mac.as_ref().map(|mac| mac.clone().map_words(&|word| word.to_ascii_lowercase()));
        let told = |value: &str| Some(Observed::text(value));
        for (fact, wanted, seen) in [
            (text!("fact-interface-mtu", name = name), &self.mtu, link.mtu.map(Observed::Number)),
            (text!("fact-interface-mac", name = name), &mac, told(&link.mac.to_ascii_lowercase())),
            (text!("fact-interface-description", name = name), &self.description, told(&link.description)),
            (
                text!("fact-interface-master", name = name),
                &self.master,
                link.master.as_deref().and_then(told),
            ),
            (text!("fact-interface-type", name = name), &self.kind, link.kind.as_deref().and_then(told)),
        ] {
            match seen {
                Some(seen) => findings.expect(fact, wanted.as_ref(), &seen),
                None if wanted.is_some() => findings.error(text!("error-untold", what = fact)),
                None => {}
            }
        }
    }

    /// Returns mistakes of the lab.
    pub(super) fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        match (&self.name, &self.network) {
            (Some(name), None) if !name.is_empty() => {}
            (None, Some(network)) if network.parse::<IpNet>().is_ok() => {}
            _ => problems.push(text!("problem-interface-which")),
        }
        let about = [&self.addresses, &self.mtu, &self.mac, &self.description, &self.master, &self.kind];
        if !self.exists
            && (!self.up || self.carrier.is_some() || about.iter().any(|matcher| matcher.is_some()))
        {
            problems.push(text!("problem-absent-detail", name = self.target()));
        }
        problems
    }
}

/// One spelling of an address with its prefix: IPv6 has many.
fn canonical(word: &str) -> String {
    word.parse::<IpNet>().map_or_else(|_| word.to_owned(), |address| address.to_string())
}
