//! FRRouting, asked through its shell `vtysh` (FRR User Guide, "VTY shell"; outputs of 10.3).

use serde_json::{Map, Value};

use crate::device::tree::Tree;
use crate::device::{Link, Manner, Neighbour, Platform, Show, Way};

pub(super) const FRR: Platform = Platform {
    manner: None,
    vlans: None,
    ports: None,
    tool: "vtysh",
    silent: &["is not running", "failed to connect to any daemons"],
    version: Show { command: "vtysh -c 'show version'", read: version },
    links: Some(Show { command: "vtysh -c 'show interface json'", read: links }),
    ways: Some(Show { command: "vtysh -c 'show ip route json' -c 'show ipv6 route json'", read: ways }),
    neighbours: Some(Show { command: "vtysh -c 'show ip ospf neighbor json'", read: neighbours }),
    running: Some(Show { command: "vtysh -c 'show running-config'", read: running }),
    // One file for all daemons, unless somebody wants one for each.
    startup: Some(Show {
        command: "cd /etc/frr || exit\necho '! startup'\n\
                  if [ -e frr.conf ]; then cat frr.conf; else\nfor f in *d.conf zebra.conf; do\n\
                  [ ! -f \"$f\" ] || cat \"$f\" || exit\ndone\nfi",
        read: startup,
    }),
};

/// `vtysh` as a login shell; its pager is for terminals only, and may be switched off.
pub(super) const VTYSH: Manner = Manner {
    name: "frr",
    ends: &['#', '>'],
    pager_off: &["terminal length 0"],
    more: &["--more--"],
    enable: Some(("enable", '>')),
    configuring: "(config",
    leave: "end",
    errors: &["% "],
    questions: &[],
    save: "write memory",
};

fn version(printed: &str) -> Option<String> {
    let rest = printed.strip_prefix("FRRouting ")?;
    rest.split_whitespace().next().map(str::to_owned)
}

fn objects(printed: &str) -> Option<Vec<Map<String, Value>>> {
    let objects = serde_json::Deserializer::from_str(printed).into_iter::<Map<String, Value>>();
    objects.collect::<Result<Vec<_>, _>>().ok().filter(|objects| !objects.is_empty())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn links(printed: &str) -> Option<Vec<Link>> {
    let [links] = objects(printed)?.try_into().ok()?;
    links.iter().map(|(name, link)| self::link(name, link)).collect()
}

fn link(name: &str, link: &Value) -> Option<Link> {
    let state = |key: &str| match link[key].as_str()? {
        "up" => Some(true),
        "down" => Some(false),
        _ => None,
    };
    let mut found = Link {
        names: vec![name.to_owned()],
        up: state("administrativeStatus")?,
        // One that is switched off says nothing of its other end.
        carrier: state("operationalStatus").unwrap_or(false),
        mtu: link["mtu"].as_f64(),
        mac: text(&link["hardwareAddress"]).unwrap_or_default(),
        description: text(&link["description"]).unwrap_or_default(),
        ..Link::default()
    };
    for entry in link["ipAddresses"].as_array()? {
        let address: ipnet::IpNet = entry["address"].as_str()?.parse().ok()?;
        if matches!(address, ipnet::IpNet::V6(six) if six.addr().is_unicast_link_local()) {
            found.own.push(address);
        }
        found.addresses.push(address);
    }
    Some(found)
}

fn ways(printed: &str) -> Option<Vec<Way>> {
    let mut ways = Vec::new();
    for (prefix, entries) in objects(printed)?.iter().flatten() {
        for entry in entries.as_array()? {
            // What another origin wins over is known, and not used.
            if entry["selected"] == true && entry["installed"] == true {
                ways.push(way(prefix, entry)?);
            }
        }
    }
    Some(ways)
}

fn way(prefix: &str, entry: &Value) -> Option<Way> {
    let hops: Vec<&Value> = entry["nexthops"].as_array()?.iter().filter(|hop| hop["fib"] == true).collect();
    let all = |key: &str| hops.iter().filter_map(|hop| text(&hop[key])).collect();
    Some(Way {
        prefix: Some(prefix.parse().ok()?),
        via: all("ip"),
        devices: all("interfaceName"),
        source: hops.iter().find_map(|hop| text(&hop["source"])).unwrap_or_default(),
        protocol: text(&entry["protocol"])?,
        metric: entry["metric"].as_u64()?,
        dead: hops.iter().any(|hop| hop["unreachable"] == true || hop["blackhole"] == true),
    })
}

fn neighbours(printed: &str) -> Option<Vec<Neighbour>> {
    let [shown] = objects(printed)?.try_into().ok()?;
    // Where OSPF is not configured, there is nothing at all.
    if shown.is_empty() {
        return Some(Vec::new());
    }
    let mut neighbours = Vec::new();
    for (id, entries) in shown.get("neighbors")?.as_object()? {
        for entry in entries.as_array()? {
            let state = entry["nbrState"].as_str()?.split('/').next()?.to_lowercase();
            neighbours.push(Neighbour {
                id: id.clone(),
                address: text(&entry["ifaceAddress"])?,
                state,
                device: entry["ifaceName"].as_str()?.split(':').next()?.to_owned(),
            });
        }
    }
    Some(neighbours)
}

/// What is about the writing of the configuration, or what the kernel says.
fn ignored(line: &str) -> bool {
    let whole = [
        "Building configuration...",
        "Current configuration:",
        "exit-address-family",
        "exit-vrf",
        "service integrated-vtysh-config",
        "no ip forwarding",
        "no ipv6 forwarding",
    ];
    whole.contains(&line) || line.starts_with("frr version ") || line.starts_with("frr defaults ")
}

fn running(printed: &str) -> Option<Tree> {
    printed.contains("Current configuration:").then(|| Tree::read(printed, ignored))
}

fn startup(printed: &str) -> Option<Tree> {
    printed.starts_with("! startup").then(|| Tree::read(printed, ignored))
}
