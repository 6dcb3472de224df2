//! What serving a class and printing its codes have in common.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::path::Path;

use crate::cli::{Failure, UsageError};
use crate::roster::{Pupil, Roster};
use crate::text;

/// The port that all share, when nothing is said.
pub(super) const PORT: u16 = 20000;

/// Returns the pupils of a file, or of a group of it.
pub(super) fn pupils(path: &Path, group: Option<&str>) -> Result<Vec<Pupil>, Failure> {
    let mut pupils = Roster::read(path)?.pupils;
    if let Some(group) = group {
        let known: Vec<String> =
            pupils.iter().flat_map(|pupil| pupil.group.iter().chain(&pupil.class)).cloned().collect();
        pupils.retain(|pupil| pupil.is_in(group));
        if pupils.is_empty() {
            let said = text!("access-no-group", group = group, path = %path.display());
            return Err(UsageError::unknown(said, group, known.iter().map(String::as_str)).into());
        }
    }
    Ok(pupils)
}

/// Returns the address of this machine on the network that leads out; unspecified when it
/// is on none.
pub(super) fn own_address() -> Ipv4Addr {
    // Connecting a datagram socket sends nothing: it asks the routes. RFC 5737 keeps this
    // address for documentation.
    let asked = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    match asked.map(|address| address.ip()) {
        Ok(IpAddr::V4(address)) => address,
        _ => Ipv4Addr::UNSPECIFIED,
    }
}
