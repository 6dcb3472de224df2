//! Where a forwarded connection may lead: to the student's own bench, and nowhere else.
//!
//! Connections are made from inside a node, by a program there, so a mistake here would let
//! a student reach what they reach from their node anyway, never the teacher's machine or
//! another bench. The rules say so a second time, and keep away from the engine's own end of
//! a network that leads out.

use std::net::{IpAddr, Ipv4Addr};

use crate::individual::Addresses;

/// A connection that is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address, as seen from a node.
    Address {
        /// The node.
        from: String,
        /// The address.
        address: IpAddr,
    },
    /// A name that the node is to look up; what it finds is to be judged again.
    Name {
        /// The node.
        from: String,
        /// The name.
        name: String,
    },
}

/// Returns where a connection to `host` leads; nothing when it must not.
///
/// `via` is the node that the student is on. Without one a node or an address of the bench
/// has to be named: `localhost` would be nobody's.
pub fn target(host: &str, via: Option<&str>, bench: &Addresses) -> Option<Target> {
    if let Some(addresses) = bench.nodes.get(host) {
        let address = IpAddr::V4(*addresses.values().next()?);
        return Some(Target::Address { from: via.unwrap_or(host).to_owned(), address });
    }
    let address = match host {
        "localhost" => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        _ => host.trim_matches(['[', ']']).parse::<IpAddr>().ok().map(|address| address.to_canonical()),
    };
    match address {
        Some(address) if address.is_loopback() => Some(Target::Address { from: via?.to_owned(), address }),
        Some(IpAddr::V4(address)) => {
            let network = network_of(address, bench)?;
            let on = |(node, places): (&String, &std::collections::BTreeMap<String, Ipv4Addr>)| {
                places.contains_key(network).then(|| node.clone())
            };
            let from = via.map(str::to_owned).or_else(|| bench.nodes.iter().find_map(on))?;
            Some(Target::Address { from, address: address.into() })
        }
        Some(IpAddr::V6(_)) => None,
        None if is_name(host) => Some(Target::Name { from: via?.to_owned(), name: host.to_owned() }),
        None => None,
    }
}

/// Returns the network of the bench that an address is on, unless it is the engine's own
/// there: the first of each subnet, where the host is when the network leads out.
fn network_of(address: Ipv4Addr, bench: &Addresses) -> Option<&str> {
    let engine = |subnet: &ipnet::Ipv4Net| u32::from(subnet.network()) + 1;
    let holds = |subnet: &ipnet::Ipv4Net| {
        subnet.contains(&address)
            && u32::from(address) != engine(subnet)
            && address != subnet.network()
            && address != subnet.broadcast()
    };
    bench.subnets.iter().find(|(_, subnet)| holds(subnet)).map(|(name, _)| name.as_str())
}

/// Whether this can be the name of a host (RFC 1123), and not the option of a program.
fn is_name(host: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_';
    host.len() <= 253
        && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.chars().all(plain)
        // Names that end in a number are addresses in an unusual form (127.1, 0x7f000001).
        && !host.rsplit('.').find(|label| !label.is_empty()).is_none_or(|last| {
            last.starts_with("0x") || last.starts_with("0X") || last.chars().all(|c| c.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{Target, target};
    use crate::individual::Addresses;

    fn bench() -> Addresses {
        let place = |last| [("lan".to_owned(), Ipv4Addr::new(10, 208, 4, last))].into();
        Addresses {
            subnets: [("lan".to_owned(), "10.208.4.0/28".parse().unwrap())].into(),
            nodes: [("alpha".to_owned(), place(2)), ("beta".to_owned(), place(3))].into(),
        }
    }

    fn address(from: &str, address: &str) -> Option<Target> {
        Some(Target::Address { from: from.to_owned(), address: address.parse().unwrap() })
    }

    #[test]
    fn the_bench_is_reached() {
        let bench = bench();
        assert_eq!(target("localhost", Some("beta"), &bench), address("beta", "127.0.0.1"));
        assert_eq!(target("127.0.0.1", Some("beta"), &bench), address("beta", "127.0.0.1"));
        assert_eq!(target("::1", Some("beta"), &bench), address("beta", "::1"));
        assert_eq!(target("alpha", Some("beta"), &bench), address("beta", "10.208.4.2"));
        assert_eq!(target("alpha", None, &bench), address("alpha", "10.208.4.2"));
        assert_eq!(target("10.208.4.9", None, &bench), address("alpha", "10.208.4.9"));
        assert_eq!(target("::ffff:10.208.4.9", Some("beta"), &bench), address("beta", "10.208.4.9"));
        let name = Target::Name { from: "beta".to_owned(), name: "www.clinique.test".to_owned() };
        assert_eq!(target("www.clinique.test", Some("beta"), &bench), Some(name));
    }

    #[test]
    fn nothing_else_is() {
        let bench = bench();
        for host in [
            "10.208.4.1",
            "10.208.4.0",
            "10.208.4.15",
            "10.208.4.16",
            "10.208.5.2",
            "172.17.0.1",
            "192.168.1.1",
            "8.8.8.8",
            "0.0.0.0",
            "255.255.255.255",
            "169.254.169.254",
            "fe80::1",
            "2001:db8::1",
            "::",
            "",
            "-e/bin/sh",
            "alpha -e x",
            "alpha;id",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "127.0.0.1.",
            "../alpha",
            "/var/run/docker.sock",
            "a\nb",
            "é",
        ] {
            for via in [None, Some("beta")] {
                assert_eq!(target(host, via, &bench), None, "{host}");
            }
        }
        for host in ["localhost", "127.0.0.1", "::1", "www.clinique.test"] {
            assert_eq!(target(host, None, &bench), None, "{host} of no node");
        }
    }
}
