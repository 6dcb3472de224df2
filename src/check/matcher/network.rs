//! Addresses, and the networks that they should be in.

use std::net::IpAddr;

use ipnet::IpNet;

/// Reads a network.
///
/// # Errors
/// What is wrong, and what to write instead.
pub(super) fn read(written: &str) -> Result<IpNet, String> {
    let network: IpNet = written
        .parse()
        .map_err(|_| format!("`{written}` is not a network: write for example 10.0.0.0/24 or fd00::/64"))?;
    if network.addr() == network.network() {
        Ok(network)
    } else {
        Err(format!("`{written}` is an address in a network: write {}", network.trunc()))
    }
}

/// Whether an address is in one of the networks; with a prefix (`10.0.0.1/24`, as `ip`
/// prints the address of an interface), whether all of its network is.
pub(super) fn within(networks: &[IpNet], text: &str) -> bool {
    let text = text.split_once('%').map_or(text, |(address, _)| address);
    if let Ok(address) = text.parse::<IpAddr>() {
        let address = address.to_canonical();
        return networks.iter().any(|network| network.contains(&address));
    }
    text.parse::<IpNet>().is_ok_and(|seen| networks.iter().any(|network| network.contains(&seen.trunc())))
}
