//! Which algorithms a connection may use: those that are safe, and the old ones that an
//! inventory asks for, device by device.

use std::borrow::Cow;

use russh::keys::Algorithm;
use russh::{Preferred, cipher, kex, mac};
use schemars::JsonSchema;
use serde::Deserialize;

/// An algorithm that is no longer safe, and used only where a device knows no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Legacy {
    /// Key exchange, 1024 bits and SHA-1.
    #[serde(rename = "diffie-hellman-group1-sha1")]
    Group1Sha1,
    /// Key exchange, 2048 bits and SHA-1.
    #[serde(rename = "diffie-hellman-group14-sha1")]
    Group14Sha1,
    /// Signatures with SHA-1.
    #[serde(rename = "ssh-rsa")]
    SshRsa,
    /// A cipher whose mode leaks.
    #[serde(rename = "aes128-cbc")]
    Aes128Cbc,
    /// A cipher with blocks of 64 bits.
    #[serde(rename = "3des-cbc")]
    TripleDesCbc,
}

/// Returns what is offered, the safe algorithms first.
pub(super) fn preferred(legacy: &[Legacy]) -> Preferred {
    let mut offered = Preferred::DEFAULT;
    // Of the library's, one signs with SHA-1, and is there only for those who ask.
    offered.key.to_mut().retain(|key| *key != Algorithm::Rsa { hash: None });
    for old in legacy {
        match old {
            Legacy::Group1Sha1 => exchange(&mut offered, kex::DH_G1_SHA1),
            Legacy::Group14Sha1 => exchange(&mut offered, kex::DH_G14_SHA1),
            Legacy::SshRsa => offered.key.to_mut().push(Algorithm::Rsa { hash: None }),
            Legacy::Aes128Cbc => offered.cipher.to_mut().push(cipher::AES_128_CBC),
            Legacy::TripleDesCbc => offered.cipher.to_mut().push(cipher::TRIPLE_DES_CBC),
        }
    }
    // Devices that need any of these know no other digest.
    if !legacy.is_empty() {
        let mut macs = offered.mac.into_owned();
        macs.push(mac::HMAC_SHA1);
        offered.mac = Cow::Owned(macs);
    }
    offered
}

/// Puts an exchange before the one whose group is negotiated: that takes seconds of computing,
/// and devices that know the old ones offer it too.
fn exchange(offered: &mut Preferred, name: kex::Name) {
    let names = offered.kex.to_mut();
    let before = names.iter().position(|other| *other == kex::DH_GEX_SHA256).unwrap_or(names.len());
    names.insert(before, name);
}

#[cfg(test)]
mod tests {
    use russh::keys::Algorithm;
    use russh::{cipher, kex};

    use super::{Legacy, preferred};

    #[test]
    fn nothing_old_is_offered_to_those_who_do_not_ask() {
        let offered = preferred(&[]);
        assert!(!offered.kex.contains(&kex::DH_G1_SHA1) && !offered.cipher.contains(&cipher::AES_128_CBC));
        assert!(!offered.key.contains(&Algorithm::Rsa { hash: None }));
    }

    #[test]
    fn what_is_asked_for_is_offered_after_what_is_safe() {
        let offered = preferred(&[Legacy::Group1Sha1, Legacy::SshRsa, Legacy::TripleDesCbc]);
        let place = |name| offered.kex.iter().position(|other| *other == name).unwrap();
        assert!(place(kex::CURVE25519) < place(kex::DH_G1_SHA1));
        assert!(place(kex::DH_G1_SHA1) < place(kex::DH_GEX_SHA256));
        assert_eq!(offered.key.last(), Some(&Algorithm::Rsa { hash: None }));
        assert_eq!(offered.cipher.last(), Some(&cipher::TRIPLE_DES_CBC));
    }
}
