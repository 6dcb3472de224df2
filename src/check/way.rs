//! What is expected of a route, on whatever platform it is.
//!
//! Rank 1, no kind: used by `route`, and by `device` on its platforms.

use std::net::IpAddr;

use crate::check::Findings;
use crate::check::matcher::{Matcher, Observed};
use crate::device::{Way, network};
use crate::text;

/// Returns the route that packets to a network take, by the longest match; for a network,
/// the line of that very network.
pub(super) fn chosen<'a>(ways: &'a [Way], named: &str) -> Option<&'a Way> {
    let wanted = network(named)?;
    let single = named.parse::<IpAddr>().is_ok();
    let leads = |way: &&Way| {
        way.prefix
            .is_some_and(|prefix| if single { prefix.contains(&wanted) } else { prefix == wanted.trunc() })
    };
    // Of several lines for one network, the lowest metric counts.
    let rank = |way: &&Way| {
        let length = way.prefix.map_or(0, |prefix| prefix.prefix_len());
        (std::cmp::Reverse(length), way.metric)
    };
    ways.iter().filter(leads).min_by_key(rank)
}

/// What a lab expects of a route.
pub(super) struct Wanted<'a> {
    /// What it leads to, for a person.
    pub to: &'a str,
    /// Whether there should be one. One in which packets end is none.
    pub exists: bool,
    /// Its next hop.
    pub via: Option<&'a Matcher>,
    /// Its interface.
    pub device: Option<&'a Matcher>,
    /// The source address.
    pub source: Option<&'a Matcher>,
    /// Who made it.
    pub protocol: Option<&'a Matcher>,
    /// Its metric.
    pub metric: Option<&'a Matcher>,
}

impl Wanted<'_> {
    /// Notes how a route differs.
    pub fn compare(&self, way: Option<&Way>, findings: &mut Findings) {
        let to = self.to;
        let fact = text!("fact-route", to = to);
        let way = match (way.filter(|way| !way.dead), self.exists) {
            (None, false) => return,
            (None, true) => return findings.gap(fact, text!("shown-present"), text!("shown-absent")),
            (Some(way), false) => {
                let actual = text!("route-by", via = way.hop(), device = way.device());
                return findings.gap(fact, text!("shown-absent"), actual);
            }
            (Some(way), true) => way,
        };
        findings.expect(text!("fact-route-via", to = to), self.via, &Observed::text(&way.hop()));
        findings.expect(text!("fact-route-device", to = to), self.device, &Observed::text(&way.device()));
        findings.expect(text!("fact-route-source", to = to), self.source, &Observed::text(&way.source));
        findings.expect(text!("fact-route-protocol", to = to), self.protocol, &Observed::text(&way.protocol));
        findings.expect(
            text!("fact-route-metric", to = to),
            self.metric,
            &Observed::Number(way.metric as f64),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{Way, chosen};

    #[test]
    fn an_address_takes_the_longest_match_and_a_network_its_own_line() {
        let way = |prefix: &str, metric| Way {
            prefix: prefix.parse().ok(),
            via: Vec::new(),
            devices: vec![prefix.to_owned()],
            source: String::new(),
            protocol: String::new(),
            metric,
            dead: false,
        };
        let ways = [way("0.0.0.0/0", 0), way("10.0.0.0/8", 20), way("10.0.0.0/8", 10), way("10.1.0.0/16", 0)];
        let to = |named| chosen(&ways, named).map(|way| (way.devices[0].as_str(), way.metric));
        assert_eq!(to("10.1.2.3"), Some(("10.1.0.0/16", 0)));
        assert_eq!(to("10.2.2.3"), Some(("10.0.0.0/8", 10)));
        assert_eq!(to("default"), Some(("0.0.0.0/0", 0)));
        assert_eq!(to("10.1.2.0/24"), None);
        assert_eq!(to("fd00::1"), None);
    }
}
