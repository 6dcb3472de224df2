//! Linux: the kernel is asked with iproute2, which prints JSON.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use crate::device::{Link, Platform, Show, Way, network};

/// Prints what [`links`] reads.
pub const LINKS: &str = "ip -j -d address";

pub(super) const LINUX: Platform = Platform {
    manner: None,
    vlans: None,
    ports: None,
    tool: "ip",
    silent: &[],
    version: Show { command: "cat /etc/os-release", read: version },
    links: Some(Show { command: LINKS, read: links }),
    // By number, so that a file of the node's cannot rename them.
    ways: Some(Show {
        command: "ip -j -N -d route show table main && ip -6 -j -N -d route show table main",
        read: ways,
    }),
    neighbours: None,
    running: None,
    startup: None,
};

fn version(printed: &str) -> Option<String> {
    let value = printed.lines().find_map(|line| line.strip_prefix("VERSION_ID="))?;
    Some(value.trim_matches('"').to_owned())
}

/// Reads what [`LINKS`] prints; nothing when it is something else.
pub fn links(printed: &str) -> Option<Vec<Link>> {
    let links: Vec<Value> = serde_json::from_str(printed).ok()?;
    let links: Vec<Link> = links.iter().filter_map(link).collect();
    // A machine has a loopback at least.
    (!links.is_empty()).then_some(links)
}

fn link(link: &Value) -> Option<Link> {
    let flag = |wanted: &str| strings(&link["flags"]).any(|flag| flag == wanted);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut names = vec![link["ifname"].as_str()?.to_owned()];
    names.extend(strings(&link["altnames"]).map(str::to_owned));
    let mut found = Link {
        names,
        up: flag("UP"),
        carrier: flag("LOWER_UP"),
        mtu: link["mtu"].as_f64(),
        mac: text(&link["address"]),
        description: text(&link["ifalias"]),
        master: Some(text(&link["master"])),
        kind: Some(match (link["linkinfo"]["info_kind"].as_str(), link["link_type"].as_str()) {
            (Some(kind), _) => kind.to_owned(),
            (None, Some("ether")) => "physical".to_owned(),
            (None, other) => other.unwrap_or_default().to_owned(),
        }),
        ..Link::default()
    };
    for entry in link["addr_info"].as_array().into_iter().flatten() {
        let address = entry["local"].as_str().and_then(|local| local.parse::<IpAddr>().ok());
        let length = entry["prefixlen"].as_u64().and_then(|length| u8::try_from(length).ok());
        let net = address.zip(length).and_then(|(address, length)| IpNet::new(address, length).ok());
        let Some(net) = net.filter(|_| entry["dadfailed"] != true) else { continue };
        if (entry["temporary"] == true || entry["scope"] == "link") && entry["family"] != "inet" {
            found.own.push(net);
        }
        found.addresses.push(net);
    }
    Some(found)
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Reads routes as `ip -j -N -d route` prints them; nothing when it is something else.
pub fn ways(printed: &str) -> Option<Vec<Way>> {
    let lists = serde_json::Deserializer::from_str(printed).into_iter::<Vec<Value>>();
    let lists: Vec<Vec<Value>> = lists.collect::<Result<_, _>>().ok()?;
    (!lists.is_empty()).then(|| lists.iter().flatten().map(way).collect())
}

fn way(route: &Value) -> Way {
    // By name, and by number (rtnetlink(7), RTN_…).
    let dead = ["blackhole", "unreachable", "prohibit", "throw", "6", "7", "8", "9"];
    let hops = || route["nexthops"].as_array().into_iter().flatten();
    let several = |key: &str| hops().filter_map(|hop| hop[key].as_str()).map(str::to_owned).collect();
    let one = |value: &Value| value.as_str().map(|value| vec![value.to_owned()]);
    let via =
        one(&route["gateway"]).or_else(|| one(&route["via"]["host"])).unwrap_or_else(|| several("gateway"));
    let six = via.iter().any(|hop| hop.contains(':'));
    let prefix = match route["dst"].as_str() {
        Some("default") if six => "::/0".parse().ok(),
        Some(dst) => network(dst),
        None => None,
    };
    Way {
        prefix,
        via,
        devices: one(&route["dev"]).unwrap_or_else(|| several("dev")),
        source: route["prefsrc"].as_str().unwrap_or_default().to_owned(),
        protocol: protocol(route["protocol"].as_str().unwrap_or_default()).to_owned(),
        metric: route["metric"].as_u64().unwrap_or(0),
        dead: route["type"].as_str().is_some_and(|kind| dead.contains(&kind)),
    }
}

/// Names of route origins (rtnetlink(7), /etc/iproute2/rt_protos).
fn protocol(number: &str) -> &str {
    match number {
        "1" => "redirect",
        "2" => "kernel",
        "3" => "boot",
        "4" => "static",
        "9" => "ra",
        "11" => "zebra",
        "12" => "bird",
        "16" => "dhcp",
        "186" => "bgp",
        "187" => "isis",
        "188" => "ospf",
        "189" => "rip",
        "192" => "eigrp",
        other => other,
    }
}
