//! Keys that someone vouches for, in the form of OpenSSH's `allowed_signers`.

use std::path::Path;

use ssh_key::PublicKey;

use crate::result::{NAMESPACE, ResultError, read as read_file};

/// A key and who it belongs to.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who, as the list says it.
    pub who: String,
    /// Their key.
    pub key: PublicKey,
}

/// Reads a list of keys: `NAME ssh-ed25519 KEY`, one a line, and lines of comments. Of the
/// options of ssh-keygen(1), `namespaces` is heeded.
///
/// # Errors
/// When the file cannot be read, or a line is wrong or asks for what is not done here.
pub fn read(path: &Path) -> Result<Vec<Known>, ResultError> {
    parse(&read_file(path)?).map_err(|line| ResultError::KnownLine { path: path.to_owned(), line })
}

/// Returns the keys of a list, or the number of the first line that is wrong.
fn parse(list: &str) -> Result<Vec<Known>, usize> {
    let lines = (1_usize..).zip(list.lines().map(str::trim));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let keys = lines.map(|(number, line)| key(line).ok_or(number));
    // A key for another purpose is a key that is not known.
    Ok(keys.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Returns the key of a line, when it may sign results; nothing for a line that is wrong.
fn key(line: &str) -> Option<Option<Known>> {
    let mut words = line.split_whitespace();
    let who = words.next()?.trim_matches('"').to_owned();
    let mut kind = words.next()?;
    let mut ours = true;
    if let Some(names) = kind.strip_prefix("namespaces=") {
        // Any other option (a date, an authority) narrows what the key is good for, in a
        // way that is not looked at here: such a line is refused rather than trusted.
        ours = names.strip_prefix('"')?.strip_suffix('"')?.split(',').any(|name| name == NAMESPACE);
        kind = words.next()?;
    }
    let key = PublicKey::from_openssh(&format!("{kind} {}", words.next()?)).ok()?;
    Some(ours.then_some(Known { who, key }))
}

/// Returns the line of a list that makes a key known.
pub fn line(who: &str, key: &PublicKey) -> Option<String> {
    let who: String =
        who.chars().map(|c| if c.is_alphanumeric() || "-_.@".contains(c) { c } else { '-' }).collect();
    let mut key = key.clone();
    key.set_comment("");
    Some(format!("{who} namespaces=\"{NAMESPACE}\" {}", key.to_openssh().ok()?.trim()))
}

#[cfg(test)]
mod tests {
    use super::{line, parse};

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn lists_are_those_of_ssh_keygen() {
        let list = format!(
            "# la classe\n\nlea@poste-3 {KEY} commentaire\n\"max\" namespaces=\"file,paillasse-result\" {KEY}\n\
             zoe namespaces=\"git\" {KEY}\n"
        );
        let known = parse(&list).unwrap();
        let who: Vec<&str> = known.iter().map(|known| known.who.as_str()).collect();
        assert_eq!(who, ["lea@poste-3", "max"], "a key for Git signs no results");
        assert_eq!(parse(&line("Léa M\"", &known[0].key).unwrap()).unwrap()[0].who, "Léa-M-");
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        for wrong in [
            "lea".to_owned(),
            "lea ssh-ed25519".to_owned(),
            "lea ssh-ed25519 AAAA".to_owned(),
            format!("lea cert-authority {KEY}"),
            format!("lea valid-before=\"20200101\" {KEY}"),
            KEY.to_owned(),
        ] {
            assert_eq!(parse(&format!("# keys\n{wrong}\n")).unwrap_err(), 2, "{wrong}");
        }
    }
}
