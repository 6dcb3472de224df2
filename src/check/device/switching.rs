//! What is expected of the VLANs of a switch.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::{Findings, yes};
use crate::device::{Port, Vlan, same_port, vlan_list};
use crate::i18n::Text;
use crate::text;

/// A VLAN of the switch.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WantedVlan {
    /// Its number, 1 to 4094.
    pub id: u16,
    /// Whether there should be one in use; true when nothing is said. One that is suspended
    /// is not in use.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Its name.
    pub name: Option<Matcher>,
    /// The access ports that should be in it, others besides being allowed:
    /// `[Gi0/1, GigabitEthernet0/2]`.
    #[serde(default)]
    pub ports: Vec<String>,
}

impl WantedVlan {
    pub(super) fn compare(&self, vlans: &[Vlan], findings: &mut Findings) {
        let id = self.id;
        let fact = text!("fact-vlan", id = id);
        let shown = |there| if there { text!("shown-present") } else { text!("shown-absent") };
        let vlan = vlans.iter().find(|vlan| vlan.id == id && vlan.active);
        let Some(vlan) = vlan.filter(|_| self.exists) else {
            if vlan.is_some() != self.exists {
                findings.gap(fact, shown(self.exists), shown(vlan.is_some()));
            }
            return;
        };
        findings.expect(text!("fact-vlan-name", id = id), self.name.as_ref(), &Observed::text(&vlan.name));
        for port in &self.ports {
            let there = vlan.ports.iter().any(|other| same_port(other, port));
            if !there {
                findings.gap(text!("fact-vlan-port", id = id, port = port), shown(true), shown(false));
            }
        }
    }

    pub(super) fn problems(&self) -> Option<Text> {
        if !(1..=4094).contains(&self.id) {
            return Some(text!("problem-device-vlan", id = self.id));
        }
        let detail = !self.exists && (self.name.is_some() || !self.ports.is_empty());
        detail.then(|| text!("problem-absent-detail", name = self.id.to_string()))
    }
}

/// A port of the switch.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WantedPort {
    /// Its name, in full or as the device shortens it: `Gi0/1`, `GigabitEthernet0/1`.
    pub name: String,
    /// What it is set to: `access` or `trunk`.
    pub mode: Option<Matcher>,
    /// Whether it is a trunk at this moment; one without a cable is none.
    pub trunking: Option<bool>,
    /// The VLAN of an access port.
    pub access: Option<Matcher>,
    /// The VLAN of frames without a tag on a trunk.
    pub native: Option<Matcher>,
    /// The VLANs that a trunk lets through, these and no others: `10,20-22`, `all`.
    pub allowed: Option<String>,
}

impl WantedPort {
    pub(super) fn compare(&self, ports: &[Port], findings: &mut Findings) {
        let name = self.name.as_str();
        let Some(port) = ports.iter().find(|port| same_port(&port.name, name)) else {
            return findings.gap(text!("fact-port", name = name), text!("shown-present"), text!("shown-absent"));
        };
        findings.expect(text!("fact-port-mode", name = name), self.mode.as_ref(), &Observed::text(&port.mode));
        findings.flag(text!("fact-port-trunking", name = name), self.trunking, port.trunking);
        for (fact, wanted, seen) in [
            (text!("fact-port-access", name = name), &self.access, port.access),
            (text!("fact-port-native", name = name), &self.native, port.native),
        ] {
            findings.expect(fact, wanted.as_ref(), &Observed::Number(f64::from(seen)));
        }
        if let Some(wanted) = self.allowed.as_deref().and_then(vlan_list)
            && wanted != port.allowed
        {
            let fact = text!("fact-port-allowed", name = name);
            findings.gap(fact, Text::verbatim(ranges(&wanted)), Text::verbatim(ranges(&port.allowed)));
        }
    }

    pub(super) fn problems(&self) -> Option<Text> {
        let list = self.allowed.as_deref().filter(|list| vlan_list(list).is_none())?;
        Some(text!("problem-device-vlans", list = list))
    }
}

/// Numbers as a device writes them: `1,5-7`.
fn ranges(all: &std::collections::BTreeSet<u16>) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for id in all {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => runs.push((*id, *id)),
        }
    }
    let run = |(first, last): &(u16, u16)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    if runs.is_empty() { "none".to_owned() } else { runs.iter().map(run).collect::<Vec<_>>().join(",") }
}
