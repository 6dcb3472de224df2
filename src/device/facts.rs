//! What devices show, in one type each whatever the platform.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

/// A network interface, as a platform shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Its names, the usual one first.
    pub names: Vec<String>,
    /// Whether it is switched on.
    pub up: bool,
    /// Whether something answers at the other end.
    pub carrier: bool,
    /// The addresses that work.
    pub addresses: Vec<IpNet>,
    /// Those of them that the machine gave itself.
    pub own: Vec<IpNet>,
    /// Its MTU in bytes.
    pub mtu: Option<f64>,
    /// Its MAC address.
    pub mac: String,
    /// What is written on it.
    pub description: String,
    /// What it is a port of; nothing where the platform does not tell.
    pub master: Option<String>,
    /// What it is; nothing where the platform does not tell.
    pub kind: Option<String>,
}

/// A route, as a platform shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Where it leads; nothing where the platform was asked about one address.
    pub prefix: Option<IpNet>,
    /// The next hops; none for a network that is connected.
    pub via: Vec<String>,
    /// The interfaces.
    pub devices: Vec<String>,
    /// The source address that is chosen.
    pub source: String,
    /// Who made it.
    pub protocol: String,
    /// Its metric.
    pub metric: u64,
    /// Whether packets end there.
    pub dead: bool,
}

impl Way {
    /// Returns its next hops for a person; `direct` without any.
    pub fn hop(&self) -> String {
        if self.via.is_empty() { "direct".to_owned() } else { self.via.join(", ") }
    }

    /// Returns its interfaces for a person.
    pub fn device(&self) -> String {
        self.devices.join(", ")
    }
}

/// Returns the network that a lab names: `default`, a network, or a single address.
pub fn network(named: &str) -> Option<IpNet> {
    if named == "default" {
        return "0.0.0.0/0".parse().ok();
    }
    named.parse().ok().or_else(|| named.parse::<IpAddr>().ok().map(IpNet::from))
}

/// A router that a device speaks OSPF with.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its router identifier.
    pub id: String,
    /// Its address on the network that is shared.
    pub address: String,
    /// How far they are, in lower case: `full`, `2-way`, `exstart` (RFC 2328, 10.1).
    pub state: String,
    /// The interface towards it.
    pub device: String,
}

/// A VLAN of a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vlan {
    /// Its number, 1 to 4094 (IEEE 802.1Q).
    pub id: u16,
    /// Its name.
    pub name: String,
    /// Whether it is in use: neither suspended nor one that the platform cannot have.
    pub active: bool,
    /// The access ports in it, as the device writes them; trunks are not among them.
    pub ports: Vec<String>,
}

/// How a port of a switch handles VLANs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name, as the device writes it.
    pub name: String,
    /// What it is set to: `access`, `trunk`, or the platform's own word for a negotiated mode.
    pub mode: String,
    /// Whether it is a trunk at this moment; one that is down is none.
    pub trunking: bool,
    /// The VLAN of an access port.
    pub access: u16,
    /// The VLAN of frames without a tag on a trunk.
    pub native: u16,
    /// The VLANs that a trunk lets through.
    pub allowed: BTreeSet<u16>,
}

/// Reads `1,5-7` as numbers of VLANs; nothing when it is something else.
pub fn vlan_list(text: &str) -> Option<BTreeSet<u16>> {
    let valid = |word: &str| word.trim().parse::<u16>().ok().filter(|id| (1..=4094).contains(id));
    match text.trim().to_ascii_lowercase().as_str() {
        "all" => return Some((1..=4094).collect()),
        "none" => return Some(BTreeSet::new()),
        _ => {}
    }
    let mut all = BTreeSet::new();
    for part in text.split(',') {
        match part.split_once('-') {
            Some((first, last)) => all.extend(valid(first)?..=valid(last)?),
            None => {
                all.insert(valid(part)?);
            }
        }
    }
    Some(all)
}

/// Whether two spellings mean the same port: `Gi0/1`, `gi 0/1` and `GigabitEthernet0/1`.
pub fn same_port(one: &str, other: &str) -> bool {
    let parts = |name: &str| {
        let name: String =
            name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        let digit = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
        (name[..digit].to_owned(), name[digit..].to_owned())
    };
    let ((kind, number), (other_kind, other_number)) = (parts(one), parts(other));
    // Two letters are what a device shortens a kind to; none would mean any.
    let short = kind.len().min(other_kind.len()) >= 2;
    number == other_number
        && (kind == other_kind || short && (kind.starts_with(&other_kind) || other_kind.starts_with(&kind)))
}

#[cfg(test)]
mod tests {
    use super::{same_port, vlan_list};

    #[test]
    fn a_list_of_vlans_is_read_whole_or_not_at_all() {
        assert_eq!(vlan_list("1,5-7").unwrap().into_iter().collect::<Vec<_>>(), [1, 5, 6, 7]);
        assert!(vlan_list("none").unwrap().is_empty());
        assert_eq!(vlan_list("ALL").unwrap().len(), 4094);
        for wrong in ["", "5-", "0", "4095", "1 2", "dix"] {
            assert_eq!(vlan_list(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_port_has_several_spellings() {
        assert!(same_port("Gi0/1", "GigabitEthernet0/1") && same_port("gi 0/1", "Gi0/1"));
        assert!(!same_port("Gi0/1", "Gi0/11") && !same_port("Gi0/1", "Fa0/1") && !same_port("1", "Gi1"));
        assert!(!same_port("Te1/0/1", "Tw1/0/1"));
    }
}
