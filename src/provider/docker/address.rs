//! Subnets for the networks of benches, clear of everything that is in use.
//!
//! Each network takes the subnet that its bench's digest points to, or the next free one:
//! the same bench finds the same addresses again on an idle engine, and two teachers who
//! start at the same moment rarely meet. Docker's own pools are no choice: they run out
//! after about thirty networks.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use sha2::{Digest, Sha256};

/// The range that subnets are taken from when nothing else is configured: part of
/// 10.0.0.0/8 (RFC 1918) that schools and Docker rarely use.
pub const DEFAULT_RANGE: &str = "10.208.0.0/12";

/// Returns candidates for a network, the preferred one first, without those that overlap
/// something in use.
pub fn candidates<'a>(
    range: Ipv4Net,
    prefix: u8,
    bench: &str,
    network: &str,
    used: &'a [Ipv4Net],
) -> impl Iterator<Item = Ipv4Net> + 'a {
    let count = 1_u64 << (u32::from(prefix).saturating_sub(u32::from(range.prefix_len()))).min(24);
    let digest = Sha256::digest(format!("{bench}\0{network}"));
    let start = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes")) % count;
    let base = u64::from(u32::from(range.network()));
    let size = 1_u64 << (32 - u32::from(prefix));
    (0..count)
        .map(move |step| base + (start + step) % count * size)
        .filter_map(move |address| Ipv4Net::new(Ipv4Addr::from(u32::try_from(address).ok()?), prefix).ok())
        .filter(move |candidate| !used.iter().any(|other| overlap(candidate, other)))
}

/// Whether two networks share an address.
pub fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(&b.network()) || b.contains(&a.network())
}

/// Returns the networks that this machine has routes to, the default route left out.
///
/// Reads `/proc/net/route`: destination and mask in hexadecimal, least significant byte
/// first (proc_net(5)).
pub fn host_routes(table: &str) -> Vec<Ipv4Net> {
    table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let word = |index: usize| u32::from_str_radix(fields.get(index)?, 16).ok().map(u32::swap_bytes);
            let (destination, mask) = (word(1)?, word(7)?);
            let prefix = u8::try_from(mask.leading_ones()).ok()?;
            (prefix > 0).then(|| Ipv4Net::new(destination.into(), prefix).ok()).flatten()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{candidates, host_routes, overlap};

    #[test]
    fn candidates_avoid_what_is_used_and_stay_in_the_range() {
        let range = "10.208.0.0/22".parse().unwrap();
        let used = ["10.208.1.0/24".parse().unwrap(), "10.208.2.128/25".parse().unwrap()];
        let found: Vec<_> = candidates(range, 24, "a332-zoe", "lan", &used).collect();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|subnet| range.contains(subnet)));
        assert!(found.iter().all(|subnet| !used.iter().any(|other| overlap(subnet, other))));
    }

    #[test]
    fn the_first_candidate_belongs_to_the_bench() {
        let range = "10.208.0.0/12".parse().unwrap();
        let first = |bench| candidates(range, 24, bench, "lan", &[]).next();
        assert_eq!(first("a332-zoe"), first("a332-zoe"));
        assert_ne!(first("a332-zoe"), first("a332-leo"));
    }

    #[test]
    fn routes_are_read_without_the_default_one() {
        let table = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n\
                     eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
                     docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n";
        assert_eq!(host_routes(table), ["172.17.0.0/16".parse().unwrap()]);
    }
}
