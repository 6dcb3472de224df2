//! The entries of a directory as `ldapsearch -LLL` prints them, and names in a directory.
//!
//! Rank 1, no kind: used by `ldap`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// One entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entry {
    pub dn: String,
    attributes: Vec<(String, String)>,
}

impl Entry {
    /// The values of an attribute, those with options (`cn;lang-fr`) included.
    pub fn values(&self, name: &str) -> Vec<String> {
        let same = |known: &str| {
            known.eq_ignore_ascii_case(name)
                || known.split_once(';').is_some_and(|(base, _)| base.eq_ignore_ascii_case(name))
        };
        self.attributes.iter().filter(|(known, _)| same(known)).map(|(_, value)| value.clone()).collect()
    }
}

/// Reads unfolded LDIF (RFC 2849). A value that is not text stays in base64.
pub(super) fn read(printed: &str) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in printed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, rest) = line.split_once(':')?;
        let value = match rest.strip_prefix(':') {
            Some(encoded) => {
                let encoded = encoded.trim();
                let bytes = STANDARD.decode(encoded).ok()?;
                String::from_utf8(bytes).unwrap_or_else(|_| encoded.to_owned())
            }
            None => rest.strip_prefix(' ').unwrap_or(rest).to_owned(),
        };
        if name == "dn" {
            entries.push(Entry { dn: value, attributes: Vec::new() });
        } else {
            entries.last_mut()?.attributes.push((name.to_owned(), value));
        }
    }
    Some(entries)
}

/// Attributes whose values are names of entries.
const NAMES: [&str; 12] = [
    "member",
    "uniquemember",
    "memberof",
    "manager",
    "managedby",
    "directreports",
    "owner",
    "seealso",
    "secretary",
    "roleoccupant",
    "distinguishedname",
    "entrydn",
];

/// Whether the values of an attribute are names of entries.
pub(super) fn holds_names(attribute: &str) -> bool {
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(attribute))
}

/// Brings a distinguished name (RFC 4514) to one spelling: no case, no space around `,` and
/// `=`, one form of escapes.
pub(super) fn normal(dn: &str) -> String {
    parts(dn).join(",")
}

/// Whether an entry is `top` or under it.
pub(super) fn under(dn: &str, top: &str) -> bool {
    parts(dn).ends_with(&parts(top))
}

fn parts(dn: &str) -> Vec<String> {
    let (mut parts, mut part, mut rest) = (Vec::new(), Vec::new(), dn.as_bytes());
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    while let Some((byte, more)) = rest.split_first() {
        rest = more;
        match (byte, rest) {
            (b'\\', [high, low, more @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                let byte = hex(*high).unwrap_or_default() * 16 + hex(*low).unwrap_or_default();
                escape(&mut part, byte);
                rest = more;
            }
            (b'\\', [escaped, more @ ..]) => {
                escape(&mut part, *escaped);
                rest = more;
            }
            (b',' | b';', _) => parts.push(std::mem::take(&mut part)),
            (byte, _) => part.push(*byte),
        }
    }
    parts.push(part);
    let one = |part: Vec<u8>| {
        let part = String::from_utf8_lossy(&part).to_lowercase();
        match part.split_once('=') {
            Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
            None => part.trim().to_owned(),
        }
    };
    parts.into_iter().map(one).filter(|part| !part.is_empty()).collect()
}

/// Adds an escaped byte: one that would end the part stays escaped.
fn escape(part: &mut Vec<u8>, byte: u8) {
    if b",;\\+\"<>".contains(&byte) {
        part.push(b'\\');
    }
    part.push(byte);
}

#[cfg(test)]
mod tests {
    use super::{normal, read, under};

    #[test]
    fn entries_are_read() {
        let printed = "dn: uid=alice,dc=x\ncn:: QWxpY2Ugw4lsb2k=\nmail: a@x\nmail: b@x\ncn;lang-fr: Z\nvide:\n\n# refldap://y\n\ndn:: dWlkPcOpLGRjPXg=\n";
        let entries = read(printed).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].values("CN"), ["Alice Éloi", "Z"]);
        assert_eq!(entries[0].values("mail"), ["a@x", "b@x"]);
        assert_eq!(entries[0].values("vide"), [""]);
        assert_eq!(entries[1].dn, "uid=é,dc=x");
        assert_eq!(read("nonsense"), None);
        assert_eq!(read(""), Some(Vec::new()));
    }

    #[test]
    fn names_have_one_spelling() {
        assert_eq!(normal("UID=Alice, OU = Personnel,dc=x"), "uid=alice,ou=personnel,dc=x");
        assert_eq!(normal(r"cn=Martin\2C Jean,dc=x"), normal(r"CN=Martin\, Jean, DC=x"));
        assert!(under("uid=a,ou=p,dc=x", "OU=P, dc=x"));
        assert!(under("ou=p,dc=x", "ou=p,dc=x"));
        assert!(!under("uid=a,ou=pp,dc=x", "ou=p,dc=x"));
        assert!(!under(r"uid=a\,ou=p,dc=x", "ou=p,dc=x"));
    }
}
