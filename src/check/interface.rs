//! A network interface: is it there, is it up, which addresses does it carry.
//!
//! The kernel is asked (`ip -j -d address`). The order of addresses means nothing.
//! Addresses that a machine gives itself (IPv6 link-local and temporary ones) are left
//! out unless they are asked for, and so is one that another machine already holds.

use std::net::IpAddr;

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::ExecOutput;
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
    /// What it is: `bridge`, `veth`, `vlan`, `vxlan`, `bond`, `tun`, `dummy`…, `loopback`,
    /// or `physical`.
    #[serde(rename = "type")]
    pub kind: Option<Matcher>,
}

impl Interface {
    fn target(&self) -> &str {
        self.name.as_deref().or(self.network.as_deref()).unwrap_or_default()
    }

    fn is_meant(&self, link: &Value) -> bool {
        match (&self.name, self.network.as_ref().and_then(|network| network.parse::<IpNet>().ok())) {
            (Some(name), _) => {
                let others = link["altnames"].as_array().into_iter().flatten();
                std::iter::once(&link["ifname"]).chain(others).any(|known| known.as_str() == Some(name))
            }
            (None, Some(network)) => addresses(link, true).iter().any(|address| network.contains(&address.addr())),
            (None, None) => false,
        }
    }

    fn compare(&self, printed: &str) -> Result<Verdict, Verdict> {
        let links: Vec<Value> = serde_json::from_str(printed).map_err(|_| unreadable("ip", printed))?;
        // A machine has a loopback at least.
        if !links.iter().any(|link| link["ifname"].is_string()) {
            return Err(unreadable("ip", printed));
        }
        let mut findings = Findings::new();
        let name = self.target();
        let fact = text!("fact-interface", name = name);
        let link = match (links.iter().find(|link| self.is_meant(link)), self.exists) {
            (None, false) => return Ok(Verdict::Pass),
            (None, true) => {
                findings.gap(fact, text!("shown-present"), text!("shown-absent"));
                return Ok(findings.verdict());
            }
            (Some(_), false) => {
                findings.gap(fact, text!("shown-absent"), text!("shown-present"));
                return Ok(findings.verdict());
            }
            (Some(link), true) => link,
        };
        let flag = |wanted: &str| link["flags"].as_array().into_iter().flatten().any(|flag| flag.as_str() == Some(wanted));
        let word = |value: &Value| Observed::text(value.as_str().unwrap_or_default());
        findings.flag(text!("fact-interface-up", name = name), Some(self.up), flag("UP"));
        findings.flag(text!("fact-interface-carrier", name = name), self.carrier, flag("LOWER_UP"));
        if let Some(wanted) = &self.addresses {
            let seen = Observed::list(addresses(link, self.all_addresses));
            findings.expect(text!("fact-interface-addresses", name = name), Some(&wanted.clone().map_words(&canonical)), &seen);
        }
        if let Some(wanted) = &self.mtu {
            let mtu = link["mtu"].as_f64().ok_or_else(|| unreadable("ip", printed))?;
            findings.expect(text!("fact-interface-mtu", name = name), Some(wanted), &Observed::Number(mtu));
        }
        let mac = self.mac.as_ref().map(|mac| mac.clone().map_words(&|word| word.to_ascii_lowercase()));
        findings.expect(text!("fact-interface-mac", name = name), mac.as_ref(), &word(&link["address"]));
        findings.expect(text!("fact-interface-master", name = name), self.master.as_ref(), &word(&link["master"]));
        let kind = match (link["linkinfo"]["info_kind"].as_str(), link["link_type"].as_str()) {
            (Some(kind), _) => kind,
            (None, Some("ether")) => "physical",
            (None, other) => other.unwrap_or_default(),
        };
        findings.expect(text!("fact-interface-type", name = name), self.kind.as_ref(), &Observed::text(kind));
        Ok(findings.verdict())
    }
}

/// The addresses that an interface carries and that work, with their prefix.
fn addresses(link: &Value, all: bool) -> Vec<IpNet> {
    let usable = |entry: &&Value| {
        entry["dadfailed"] != true && (all || (entry["temporary"] != true && entry["scope"] != "link" || entry["family"] == "inet"))
    };
    let entries = link["addr_info"].as_array().into_iter().flatten().filter(usable);
    entries
        .filter_map(|entry| {
            let address: IpAddr = entry["local"].as_str()?.parse().ok()?;
            IpNet::new(address, u8::try_from(entry["prefixlen"].as_u64()?).ok()?).ok()
        })
        .collect()
}

/// One spelling of an address with its prefix: IPv6 has many.
fn canonical(word: &str) -> String {
    word.parse::<IpNet>().map_or_else(|_| word.to_owned(), |address| address.to_string())
}

impl Check for Interface {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(format!("{}ip -j -d address\n", sight::need(&["ip"])))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = sight::missing_tool(output) {
            return verdict;
        }
        match succeeded("ip", output).and_then(|printed| self.compare(printed)) {
            Ok(verdict) | Err(verdict) => verdict,
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        match (&self.name, &self.network) {
            (Some(name), None) if !name.is_empty() => {}
            (None, Some(network)) if network.parse::<IpNet>().is_ok() => {}
            _ => problems.push(text!("problem-interface-which")),
        }
        let about = [&self.addresses, &self.mtu, &self.mac, &self.master, &self.kind];
        if !self.exists && (!self.up || self.carrier.is_some() || about.iter().any(|matcher| matcher.is_some())) {
            problems.push(text!("problem-absent-detail", name = self.target()));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Interface;
    use crate::check::Verdict;

    const SIX: &str = r#"[{"ifname":"lan","altnames":["enp1s0"],"flags":["UP","LOWER_UP"],"mtu":1500,"link_type":"ether",
        "address":"02:00:00:00:00:01","addr_info":[
        {"family":"inet6","local":"fd00::1","prefixlen":64,"scope":"global"},
        {"family":"inet6","local":"fd00::5","prefixlen":64,"scope":"global","temporary":true},
        {"family":"inet6","local":"fd00::9","prefixlen":64,"scope":"global","dadfailed":true},
        {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"}]}]"#;

    fn verdict(yaml: &str) -> &'static str {
        let interface: Interface = serde_saphyr::from_str(yaml).unwrap();
        let (Ok(verdict) | Err(verdict)): Result<Verdict, Verdict> = interface.compare(SIX);
        verdict.word()
    }

    #[test]
    fn addresses_that_a_machine_gives_itself_are_left_out() {
        assert_eq!(verdict("{ name: enp1s0, addresses: { exactly: ['FD00:0::1/64'] } }"), "pass");
        assert_eq!(verdict("{ name: lan, addresses: { exactly: ['fd00::1/64'] }, all-addresses: true }"), "fail");
        assert_eq!(verdict("{ name: lan, addresses: ['fe80::1/64', 'fd00::5/64'], all-addresses: true }"), "pass");
        assert_eq!(verdict("{ name: lan, addresses: ['fd00::9/64'], all-addresses: true }"), "fail");
        assert_eq!(verdict("{ name: lan, addresses: ['fd00::1/48'] }"), "fail");
    }

    #[test]
    fn an_interface_is_found_by_its_network() {
        assert_eq!(verdict("{ network: 'fd00::/64', type: physical, mac: '02:00:00:00:00:01', master: '' }"), "pass");
        assert_eq!(verdict("{ network: 'fd01::/64' }"), "fail");
        assert_eq!(verdict("{ network: 'fd01::/64', exists: false }"), "pass");
    }
}
