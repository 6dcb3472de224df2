//! What DHCP servers offer to a client on a network.
//!
//! `nmap` sends a DHCPDISCOVER of its own making and lists every offer: no address of the
//! machine changes, no lease is taken, so there is none to give back, and a second server
//! shows. That nobody offers anything is only concluded when a frame has left the right
//! interface, which the kernel counts.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN};
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Asks for an address on a network as a client would (DHCPDISCOVER); at least one server
/// should offer one, unless `none: true`. Every offer has to be as expected, so that a
/// second server does not go unnoticed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dhcp {
    /// The network where the client is, in CIDR notation: `"{{ networks.lan.subnet }}"`.
    pub network: String,
    /// The node that asks, which needs nmap and an address on the network; the sensor when
    /// nothing is said.
    pub from: Option<Located<NodeName>>,
    /// The MAC address of the client, for reservations; `de:ad:c0:de:ca:fe` when nothing is
    /// said.
    pub mac: Option<String>,
    /// Whether no server should answer; false when nothing is said.
    #[serde(default)]
    pub none: bool,
    /// The address that is offered.
    pub address: Option<Matcher>,
    /// The bounds of that address: `10.0.0.100-10.0.0.120`, or a network.
    pub range: Option<Range>,
    /// The address of the server (its identifier).
    pub server: Option<Matcher>,
    /// The network mask: `255.255.255.0`.
    pub netmask: Option<Matcher>,
    /// The gateways (option 3).
    pub routers: Option<Matcher>,
    /// The name servers (option 6).
    pub dns: Option<Matcher>,
    /// The name of the domain (option 15).
    pub domain: Option<Matcher>,
    /// The time servers (option 42).
    pub ntp: Option<Matcher>,
    /// How long the address is lent, in seconds or with a unit: `{ between: [1h, 12h] }`.
    pub lease: Option<Matcher>,
    /// How long offers are waited for, all of it: a server may first try whether the address
    /// is free, and a second server may be slower; 6s when nothing is said.
    #[serde(default = "six_seconds")]
    pub wait: Span,
}

fn six_seconds() -> Span {
    Span(std::time::Duration::from_secs(6))
}

/// Two addresses, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Range {
    first: Ipv4Addr,
    last: Ipv4Addr,
}

impl TryFrom<String> for Range {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let read = || {
            if let Ok(network) = given.trim().parse::<Ipv4Net>() {
                return Some(Self { first: network.network(), last: network.broadcast() });
            }
            let (first, last) = given.split_once('-')?;
            Some(Self { first: first.trim().parse().ok()?, last: last.trim().parse().ok()? })
        };
        read()
            .filter(|range| range.first <= range.last)
            .ok_or_else(|| format!("`{given}` is not a range of addresses, such as `10.0.0.100-10.0.0.120`"))
    }
}

impl From<Range> for String {
    fn from(range: Range) -> Self {
        format!("{}-{}", range.first, range.last)
    }
}

/// What one server offered.
#[derive(Debug, Default, PartialEq)]
struct Offer<'a>(Vec<(&'a str, &'a str)>);

impl Offer<'_> {
    fn option(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn list(&self, name: &str) -> Observed {
        Observed::list(self.option(name).into_iter().flat_map(|value| value.split(", ")))
    }

    fn word(&self, name: &str) -> Observed {
        Observed::text(self.option(name).unwrap_or_default())
    }
}

/// What the script prints when the machine has no interface on the network.
const NO_INTERFACE: &str = "no-interface";

impl Dhcp {
    fn script(&self) -> String {
        let seconds = sight::seconds(self.wait);
        let mut arguments = format!("broadcast-dhcp-discover.timeout={seconds}s");
        if let Some(mac) = &self.mac {
            arguments.push_str(&format!(",broadcast-dhcp-discover.mac={}", mac.to_ascii_lowercase()));
        }
        // Its temporary files, and what it would read of a home, are nobody's.
        format!(
            "{}card=$(ip -o -4 route show scope link exact {} | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p;q')\n\
             [ -n \"$card\" ] || {{ echo {NO_INTERFACE}; exit 0; }}\n\
             sent=/sys/class/net/$card/statistics/tx_packets\nbefore=$(cat \"$sent\") || exit 1\n\
             said=$(HOME=/nonexistent nmap -n --script broadcast-dhcp-discover -e \"$card\" --script-args {} 2>&1); s=$?\n\
             echo \"sent $(($(cat \"$sent\") - before)) $card\"\nprintf '%s\\n' \"$said\"\nexit $s\n",
            sight::need(&["nmap", "ip", "sed"]),
            quote(&self.network),
            quote(&arguments),
        )
    }

    fn compare(&self, offers: &[Offer]) -> Verdict {
        let network = self.network.as_str();
        let mut findings = Findings::new();
        let fact = || text!("fact-dhcp", network = network);
        let servers = || Observed::list(offers.iter().filter_map(|offer| offer.option("Server Identifier"))).show();
        if offers.is_empty() != self.none {
            let (expected, actual) = match self.none {
                true => (text!("dhcp-no-offer"), text!("dhcp-offered-by", servers = servers())),
                false => (text!("dhcp-an-offer"), text!("dhcp-no-offer")),
            };
            findings.gap(fact(), expected, actual);
        }
        for offer in offers {
            let server = offer.option("Server Identifier").unwrap_or("?");
            let of = |what: Text| text!("fact-dhcp-offer", what = what, server = server);
            findings.expect(of(text!("dhcp-server")), self.server.as_ref(), &offer.word("Server Identifier"));
            let address = offer.option("IP Offered").unwrap_or_default();
            findings.expect(of(text!("dhcp-address")), self.address.as_ref(), &Observed::text(address));
            if let Some(range) = &self.range {
                let inside = address.parse::<Ipv4Addr>().is_ok_and(|at| (range.first..=range.last).contains(&at));
                if !inside {
                    findings.gap(of(text!("dhcp-address")), String::from(range.clone()), address);
                }
            }
            findings.expect(of(text!("dhcp-netmask")), self.netmask.as_ref(), &offer.word("Subnet Mask"));
            // A single address is compared as one: a bare value means equality.
            findings.expect(of(text!("dhcp-routers")), self.routers.as_ref(), &offer.list("Router"));
            findings.expect(of(text!("dhcp-dns")), self.dns.as_ref(), &offer.list("Domain Name Server"));
            findings.expect(of(text!("dhcp-domain")), self.domain.as_ref(), &offer.word("Domain Name"));
            findings.expect(of(text!("dhcp-ntp")), self.ntp.as_ref(), &offer.list("NTP Servers"));
            let lease = match offer.option("IP Address Lease Time").map(seconds) {
                Some(Some(lease)) => Observed::Number(lease),
                Some(None) => return unreadable("nmap", offer.option("IP Address Lease Time").unwrap_or_default()),
                None => Observed::text(""),
            };
            findings.expect(of(text!("dhcp-lease")), self.lease.as_ref(), &lease);
        }
        findings.verdict()
    }
}

/// Reads a time as nmap writes it: `1d00h00m00s`, `10m00s`, `45s`.
fn seconds(written: &str) -> Option<f64> {
    let (mut total, mut number) = (0.0, String::new());
    for c in written.chars() {
        let unit = match c {
            'w' => 604_800.0,
            'd' => 86_400.0,
            'h' => 3600.0,
            'm' => 60.0,
            's' => 1.0,
            digit => {
                number.push(digit);
                continue;
            }
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    number.is_empty().then_some(total)
}

/// Reads the offers from what nmap printed: lines in a frame of `|`, nothing when there
/// was none. Nothing at all when it did not run to its end.
fn offers(printed: &str) -> Option<Vec<Offer<'_>>> {
    if !printed.contains("Nmap done:") || printed.contains("ERROR") || printed.contains("NSE: failed") {
        return None;
    }
    let mut offers: Vec<Offer> = Vec::new();
    for line in printed.lines().filter_map(|line| line.strip_prefix('|')) {
        let line = line.trim_start_matches('_').trim();
        if line.starts_with("Response ") && line.ends_with(':') {
            offers.push(Offer::default());
        } else if let (Some(offer), Some(option)) = (offers.last_mut(), line.split_once(": ")) {
            offer.0.push(option);
        }
    }
    // Its other messages are answers too, but offer nothing.
    offers.retain(|offer| offer.option("DHCP Message Type").is_none_or(|kind| kind == "DHCPOFFER"));
    offers.iter().all(|offer| offer.option("IP Offered").is_some()).then_some(offers)
}

impl Check for Dhcp {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let least = self.wait.0 + MARGIN * 2;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), least)]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = sight::missing_tool(output) {
            return verdict;
        }
        let printed = match succeeded("nmap", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        if printed.trim() == NO_INTERFACE {
            return Verdict::Error(text!("error-dhcp-interface", network = &self.network));
        }
        let sent = |line: &str| line.strip_prefix("sent ")?.split(' ').next()?.parse::<u64>().ok();
        let Some((sent, said)) = printed.split_once('\n').and_then(|(first, rest)| Some((sent(first)?, rest))) else {
            return unreadable("nmap", printed);
        };
        match offers(said) {
            None => unreadable("nmap", said),
            // Without the right to send, nmap leaves the question out and says nothing.
            Some(offers) if offers.is_empty() && sent == 0 => {
                Verdict::Error(text!("error-dhcp-not-sent", said = excerpt(said)))
            }
            Some(offers) => self.compare(&offers),
        }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.network.parse::<Ipv4Net>().is_ok_and(|network| network.addr() == network.network()) {
            problems.push(text!("problem-dhcp-network", given = &self.network));
        }
        let parts = |mac: &str| mac.split(':').all(|part| part.len() == 2 && u8::from_str_radix(part, 16).is_ok());
        if let Some(mac) = self.mac.as_ref().filter(|mac| mac.len() != 17 || !parts(mac)) {
            problems.push(text!("problem-dhcp-mac", given = mac));
        }
        let about = [&self.address, &self.server, &self.netmask, &self.routers, &self.dns, &self.domain, &self.ntp, &self.lease];
        if self.none && (self.range.is_some() || about.iter().any(|matcher| matcher.is_some())) {
            problems.push(text!("problem-dhcp-none"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, offers, seconds};

    #[test]
    fn times_are_read_as_nmap_writes_them() {
        assert_eq!(seconds("10m00s"), Some(600.0));
        assert_eq!(seconds("1d01h00m01s"), Some(90_001.0));
        assert_eq!(seconds("4294967295"), None);
    }

    #[test]
    fn a_range_has_two_ends() {
        let range = |given: &str| Range::try_from(given.to_owned());
        assert_eq!(range("10.0.0.100 - 10.0.0.120").unwrap(), range("10.0.0.100-10.0.0.120").unwrap());
        assert!(range("10.0.0.0/24").is_ok());
        assert!(range("10.0.0.9-10.0.0.1").is_err());
        assert!(range("10.0.0.9").is_err());
    }

    #[test]
    fn a_run_that_was_cut_offers_nothing_to_read() {
        assert!(offers("Starting Nmap 7.95\nPre-scan script results:\n").is_none());
        assert_eq!(offers("Starting Nmap 7.95\nNmap done: 0 IP addresses\n").unwrap().len(), 0);
    }
}
