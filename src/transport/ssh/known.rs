//! The keys that hosts are known by: lines of `known_hosts` (sshd(8), "SSH_KNOWN_HOSTS FILE
//! FORMAT").
//!
//! russh has a reader of its own, which knows neither patterns, nor `@revoked`, nor several
//! keys of one type for a host; a device that was trusted by any of them would be refused.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use russh::keys::PublicKey;
use sha1::Sha1;

/// What is known of the key that a host shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is one of the host's keys.
    Known,
    /// Nothing is known of the host.
    Unknown,
    /// The host has keys, and this is none of them.
    Changed {
        /// The lines that name the host, from 1.
        lines: Vec<usize>,
    },
    /// The key was withdrawn.
    Revoked {
        /// The line that says so, from 1.
        line: usize,
    },
}

/// Lines of one or more files.
#[derive(Clone, Debug, Default)]
pub struct KnownHosts {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    number: usize,
    revoked: bool,
    hosts: String,
    key: PublicKey,
}

impl KnownHosts {
    /// Reads the text of a file. A line that is none (a comment, a certificate authority, a key
    /// of a type that is not known) names no key, and so trusts nobody.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().enumerate().filter_map(|(at, line)| Line::read(at + 1, line)).collect();
        Self { lines }
    }

    /// Returns what is known of `key` for a host, by its name or address and its port.
    pub fn standing(&self, host: &str, port: u16, key: &PublicKey) -> Standing {
        let name = written(host, port);
        let same = |line: &&Line| line.key.key_data() == key.key_data();
        let of_host: Vec<&Line> = self.lines.iter().filter(|line| line.names(&name)).collect();
        if let Some(line) = of_host.iter().find(|line| line.revoked && same(line)) {
            return Standing::Revoked { line: line.number };
        }
        let good: Vec<&&Line> = of_host.iter().filter(|line| !line.revoked).collect();
        if good.iter().any(|line| same(line)) {
            Standing::Known
        } else if good.is_empty() {
            Standing::Unknown
        } else {
            Standing::Changed { lines: good.iter().map(|line| line.number).collect() }
        }
    }
}

/// Returns how a host is written in `known_hosts`: `[host]:port` unless the port is 22.
pub fn written(host: &str, port: u16) -> String {
    let host = host.to_ascii_lowercase();
    if port == 22 { host } else { format!("[{host}]:{port}") }
}

/// Returns the line that makes a host known by a key.
pub fn line(host: &str, port: u16, key: &PublicKey) -> String {
    let key = key.to_openssh().expect("a key can be written");
    let mut words = key.split(' ');
    let (kind, data) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    format!("{} {kind} {data}", written(host, port))
}

impl Line {
    fn read(number: usize, line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut first = words.next().filter(|word| !word.starts_with('#'))?;
        let marker = first.strip_prefix('@');
        if marker.is_some() {
            first = words.next()?;
        }
        let revoked = match marker {
            None => false,
            Some("revoked") => true,
            Some(_) => return None,
        };
        let (kind, data) = (words.next()?, words.next()?);
        let key = PublicKey::from_openssh(&format!("{kind} {data}")).ok()?;
        Some(Self { number, revoked, hosts: first.to_owned(), key })
    }

    /// Whether the line is about this host: a hashed name, or patterns of which one matches and
    /// none that begins with `!` does.
    fn names(&self, name: &str) -> bool {
        if let Some(hashed) = self.hosts.strip_prefix("|1|") {
            return hashes(hashed, name).unwrap_or(false);
        }
        let mut named = false;
        for pattern in self.hosts.split(',') {
            match pattern.strip_prefix('!') {
                Some(pattern) if fits(pattern.to_ascii_lowercase().as_bytes(), name.as_bytes()) => {
                    return false;
                }
                Some(_) => {}
                None => named |= fits(pattern.to_ascii_lowercase().as_bytes(), name.as_bytes()),
            }
        }
        named
    }
}

/// Whether `salt|hash` is the HMAC-SHA1 of a name.
fn hashes(hashed: &str, name: &str) -> Option<bool> {
    let (salt, hash) = hashed.split_once('|')?;
    let (salt, hash) = (STANDARD.decode(salt).ok()?, STANDARD.decode(hash).ok()?);
    let mut mac = Hmac::<Sha1>::new_from_slice(&salt).ok()?;
    mac.update(name.as_bytes());
    Some(mac.verify_slice(&hash).is_ok())
}

/// Whether a name fits a pattern of `*` and `?`.
fn fits(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            fits(rest, name) || name.split_first().is_some_and(|(_, name)| fits(pattern, name))
        }
        (Some((b'?', pattern)), Some((_, name))) => fits(pattern, name),
        (Some((one, pattern)), Some((other, name))) => one == other && fits(pattern, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use russh::keys::PublicKey;

    use super::{KnownHosts, Standing, fits, line};

    const ONE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC3k5arBiviCSBrvsrJjq6E/uNnrEjyXUmjKG9tgfUYZ";
    const TWO: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKDq46VgpwzpKswnPli3gff+7tiPJrcaPYjkaCb3m9k3";

    fn key(text: &str) -> PublicKey {
        PublicKey::from_openssh(text).unwrap()
    }

    fn standing(file: &str, host: &str, port: u16) -> Standing {
        KnownHosts::read(file).standing(host, port, &key(ONE))
    }

    #[test]
    fn a_host_is_known_by_any_of_its_keys() {
        let file = format!("# ours\nsw1,10.0.0.1 {TWO}\nsw1 {ONE} a comment\n");
        assert_eq!(standing(&file, "SW1", 22), Standing::Known);
        assert_eq!(standing(&file, "10.0.0.1", 22), Standing::Changed { lines: vec![2] });
        assert_eq!(standing(&file, "sw2", 22), Standing::Unknown);
    }

    #[test]
    fn another_port_is_another_host() {
        let file = format!("[sw1]:2222 {ONE}\nsw1 {TWO}");
        assert_eq!(standing(&file, "sw1", 2222), Standing::Known);
        assert_eq!(standing(&file, "sw1", 22), Standing::Changed { lines: vec![2] });
        assert_eq!(line("Sw1", 2222, &key(ONE)), format!("[sw1]:2222 {ONE}"));
    }

    #[test]
    fn a_key_that_was_withdrawn_is_refused_even_when_it_is_listed() {
        let file = format!("sw1 {ONE}\n@revoked * {ONE}\n");
        assert_eq!(standing(&file, "sw1", 22), Standing::Revoked { line: 2 });
    }

    #[test]
    fn patterns_and_what_they_leave_out() {
        let file = format!("sw*,!sw9\t{ONE}\n");
        assert_eq!(standing(&file, "sw12", 22), Standing::Known);
        assert_eq!(standing(&file, "sw9", 22), Standing::Unknown);
        assert!(fits(b"10.0.?.*", b"10.0.1.25") && !fits(b"10.0.?.*", b"10.0.11.25"));
    }

    /// A line that `ssh-keygen -H` wrote for `sw1`.
    #[test]
    fn hashed_names() {
        let file = format!("|1|Vig+OaD4H9wwJTWHvOQgHxLQDtY=|PPCP0nqOcN41o9ibSQ8SQDROWac= {ONE}\n");
        assert_eq!(standing(&file, "sw1", 22), Standing::Known);
        assert_eq!(standing(&file, "sw2", 22), Standing::Unknown);
    }

    #[test]
    fn what_is_no_line_trusts_nobody() {
        let file = format!("@cert-authority * {ONE}\nsw1 ssh-ed25519 nonsense\nsw1\n");
        assert_eq!(standing(&file, "sw1", 22), Standing::Unknown);
    }
}
