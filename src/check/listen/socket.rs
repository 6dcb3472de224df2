//! Sockets that wait for clients, as `ss` prints them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

/// What a port belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the protocols")]
pub enum Protocol {
    #[default]
    Tcp,
    Udp,
}

/// A port and its protocol: `22`, `53/udp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortName {
    pub(super) number: u16,
    pub(super) protocol: Protocol,
}

impl fmt::Display for PortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self.protocol {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        };
        write!(f, "{}/{protocol}", self.number)
    }
}

impl std::str::FromStr for PortName {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let (number, protocol) = match given.split_once('/') {
            None => (given, Some(Protocol::Tcp)),
            Some((number, "tcp")) => (number, Some(Protocol::Tcp)),
            Some((number, "udp")) => (number, Some(Protocol::Udp)),
            Some((number, _)) => (number, None),
        };
        match (number.parse(), protocol) {
            (Ok(number), Some(protocol)) if number > 0 => Ok(Self { number, protocol }),
            _ => Err(format!("`{given}` is not a port: write for example `22` or `53/udp`")),
        }
    }
}

impl<'de> Deserialize<'de> for PortName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl de::Visitor<'_> for Either {
            type Value = PortName;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a port, such as `22` or `53/udp`")
            }

            fn visit_str<E: de::Error>(self, given: &str) -> Result<PortName, E> {
                given.parse().map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, given: u64) -> Result<PortName, E> {
                given.to_string().parse().map_err(E::custom)
            }

            fn visit_i64<E: de::Error>(self, given: i64) -> Result<PortName, E> {
                given.to_string().parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for PortName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 1,
            "maximum": 65535,
            "pattern": r"^([0-9]+(/(tcp|udp))?|.*\{\{.*)$",
            "description": "a port: 22 (TCP), or with its protocol: 53/udp",
        })
    }
}

/// A socket that waits for clients.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Socket {
    pub port: PortName,
    /// What it was bound to; two addresses when it serves both families.
    pub addresses: Vec<IpAddr>,
    /// The user who made it.
    pub uid: u32,
    /// The processes that hold it, as far as root can see.
    pub holders: Vec<u32>,
}

impl Socket {
    /// Reads a line of `ss -Hlntuep`: protocol, state, two queues, address, peer, details.
    pub fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split_whitespace();
        let protocol = match fields.next()? {
            "tcp" => Protocol::Tcp,
            "udp" => Protocol::Udp,
            _ => return None,
        };
        let local = fields.nth(3)?;
        fields.next()?;
        let (address, port) = local.rsplit_once(':')?;
        let address = address.split('%').next()?.trim_matches(['[', ']']);
        // The details start with the holders, whose names they chose themselves.
        let details = line.rsplit_once("))").map_or(line, |(_, details)| details);
        let detail = |key: &str| details.split_whitespace().find_map(|word| word.strip_prefix(key));
        let v6only = detail("v6only:") == Some("1");
        let both = vec![Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()];
        let addresses = match address {
            "*" => both,
            address => match address.parse::<IpAddr>().ok()?.to_canonical() {
                IpAddr::V6(v6) if v6.is_unspecified() && !v6only => both,
                address => vec![address],
            },
        };
        let holders = line.split("pid=").skip(1).filter_map(|rest| rest.split(',').next()?.parse().ok());
        Some(Self {
            port: PortName { number: port.parse().ok()?, protocol },
            addresses,
            // ss leaves out the number of root.
            uid: detail("uid:").map_or(Some(0), |uid| uid.parse().ok())?,
            holders: holders.collect(),
        })
    }

    /// Whether only the machine itself reaches it.
    pub fn local(&self) -> bool {
        self.addresses.iter().all(IpAddr::is_loopback)
    }

    /// Whether clients that ask for this address of the machine are served.
    pub fn serves(&self, address: &IpAddr) -> bool {
        self.addresses.iter().any(|bound| bound == address || (bound.is_unspecified() && bound.is_ipv4() == address.is_ipv4()))
    }

    /// Whether it is Docker's own resolver.
    pub fn is_docker(&self) -> bool {
        self.addresses == [IpAddr::V4(Ipv4Addr::new(127, 0, 0, 11))]
    }
}

#[cfg(test)]
mod tests {
    use super::{PortName, Socket};

    fn addresses(line: &str) -> Vec<String> {
        Socket::parse(line).unwrap().addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_socket_on_both_families_serves_both() {
        let one = "tcp LISTEN 0 511 [::]:80 [::]:* users:((\"nginx\",pid=66,fd=6)) ino:59066 sk:12 v6only:1 <->";
        assert_eq!(addresses(one), ["::"]);
        let both = "tcp LISTEN 0 511 *:80 *:* users:((\"apache2\",pid=66,fd=6)) ino:59066 sk:12 v6only:0 <->";
        assert_eq!(addresses(both), ["0.0.0.0", "::"]);
        assert_eq!(addresses("tcp LISTEN 0 5 [::]:80 [::]:*"), ["0.0.0.0", "::"]);
        assert_eq!(addresses("udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:* uid:101"), ["127.0.0.53"]);
        assert_eq!(addresses("tcp LISTEN 0 5 [::ffff:10.0.0.1]:80 *:*"), ["10.0.0.1"]);
    }

    #[test]
    fn a_process_cannot_pretend_with_its_name() {
        let line = "tcp LISTEN 0 5 [::]:80 [::]:* users:((\"v6only:1\",pid=7,fd=3)) uid:33 ino:1 v6only:0 <->";
        let socket = Socket::parse(line).unwrap();
        assert_eq!((socket.addresses.len(), socket.uid, socket.holders), (2, 33, vec![7]));
    }

    #[test]
    fn a_port_says_its_protocol() {
        assert_eq!("22".parse::<PortName>().unwrap().to_string(), "22/tcp");
        assert_eq!("53/udp".parse::<PortName>().unwrap().to_string(), "53/udp");
        for wrong in ["0", "65536", "22/sctp", "ssh"] {
            assert!(wrong.parse::<PortName>().is_err(), "{wrong}");
        }
    }
}
