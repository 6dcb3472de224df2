//! What a daemon says of one setting, brought to one spelling.
//!
//! Rank 1, no kind: used by `config`.

use crate::check::daemon::Daemon;
use crate::check::matcher::{Matcher, Observed};

/// What a daemon says of a name: nothing, or values; once for each block that is meant.
pub(super) type Said = Vec<Option<Vec<Observed>>>;

/// One spelling of a word that has two.
pub(super) fn one_spelling(of: Option<Daemon>, word: &str) -> String {
    match of {
        Some(Daemon::Sshd) if word == "without-password" => "prohibit-password".to_owned(),
        Some(Daemon::Bind) => {
            word.strip_suffix("/32").or_else(|| word.strip_suffix("/128")).unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    }
}

/// The value as a list, when the daemon takes it for one.
pub(super) fn as_taken(of: Option<Daemon>, key: &str, value: &Observed) -> Observed {
    let key = key.to_ascii_lowercase();
    let separators: &[char] = match (of, key.as_str()) {
        (Some(Daemon::Nginx), "ssl_protocols" | "server_name" | "index") => &[' '],
        (Some(Daemon::Postfix), key)
            if ["_restrictions", "_maps", "_domains", "_protocols", "_milters"]
                .iter()
                .any(|end| key.ends_with(end))
                || ["mynetworks", "mydestination", "inet_interfaces"].contains(&key) =>
        {
            &[' ', ',', '\t', '\n']
        }
        (Some(Daemon::Samba), key)
            if ["users", "list", "hosts allow", "hosts deny", "interfaces", "objects"]
                .iter()
                .any(|end| key.ends_with(end)) =>
        {
            &[' ', ',']
        }
        _ => &[],
    };
    match value {
        Observed::Text(text) if !separators.is_empty() => {
            Observed::list(text.split(separators).filter(|item| !item.is_empty()))
        }
        Observed::Text(text) => Observed::text(&one_spelling(of, text)),
        Observed::List(items) => Observed::list(items.iter().map(|item| one_spelling(of, item))),
        number @ Observed::Number(_) => number.clone(),
    }
}

pub(super) fn words(value: &Observed) -> String {
    match value {
        Observed::Text(text) => text.clone(),
        Observed::Number(number) => number.to_string(),
        Observed::List(items) => items.join(" "),
    }
}

/// What is seen, in the spelling of the one bare value that it is compared with: the
/// separators of a list and the words for yes and no mean nothing.
pub(super) fn written(seen: &Observed, matcher: &Matcher) -> Observed {
    let Some(bare) = matcher.bare() else { return seen.clone() };
    let yes = |word: &str| match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
    };
    match seen {
        Observed::List(items) => {
            let wanted: Vec<&str> = bare.split([' ', ',']).filter(|item| !item.is_empty()).collect();
            Observed::text(&if *items == wanted { bare.to_owned() } else { items.join(", ") })
        }
        Observed::Text(text) if yes(text).is_some() && yes(text) == yes(bare) => Observed::text(bare),
        other => other.clone(),
    }
}

/// Keys of `sshd -T` that print one line for each value, or several in one line.
const SSHD_LISTS: [&str; 12] = [
    "port",
    "listenaddress",
    "hostkey",
    "acceptenv",
    "setenv",
    "allowusers",
    "denyusers",
    "allowgroups",
    "denygroups",
    "permitopen",
    "permitlisten",
    "authorizedkeysfile",
];
/// Keys whose value is a list with commas.
const SSHD_COMMAS: [&str; 6] = [
    "ciphers",
    "macs",
    "kexalgorithms",
    "hostkeyalgorithms",
    "pubkeyacceptedalgorithms",
    "casignaturealgorithms",
];

pub(super) fn sshd(lines: &[(&str, &str)], key: &str) -> Said {
    let key = key.to_ascii_lowercase();
    let mut said = lines.iter().filter(|(known, _)| *known == key).map(|(_, value)| value.trim()).peekable();
    if said.peek().is_none_or(|first| *first == "none" && SSHD_LISTS.contains(&key.as_str())) {
        return vec![None];
    }
    let value = if SSHD_LISTS.contains(&key.as_str()) {
        Observed::list(said.flat_map(str::split_whitespace))
    } else if SSHD_COMMAS.contains(&key.as_str()) {
        Observed::list(said.flat_map(|value| value.split(',')))
    } else {
        let value = said.next().unwrap_or_default();
        match value.parse::<f64>() {
            Ok(seconds) if ["logingracetime", "clientaliveinterval"].contains(&key.as_str()) => {
                Observed::Number(seconds)
            }
            _ => Observed::text(value),
        }
    };
    vec![Some(vec![value])]
}

/// What nginx does where nothing is written; it cannot be asked.
pub(super) fn nginx_default(key: &str) -> Option<&'static str> {
    Some(match key {
        "server_tokens" => "on",
        "autoindex" | "gzip" | "ssl_prefer_server_ciphers" | "ssl_verify_client" | "auth_basic" => "off",
        "client_max_body_size" => "1m",
        _ => return None,
    })
}

/// What testparm says whatever it is asked.
const NOISE: [&str; 3] = ["Load smb config files", "Loaded services file", "Weak crypto is allowed"];

/// Reads answers of the form `= STATUS KEY`, lines that begin with a tab.
pub(super) fn each(printed: &str) -> Option<Vec<(&str, i32, String)>> {
    let mut answers: Vec<(&str, i32, String)> = Vec::new();
    for line in printed.lines() {
        match (line.strip_prefix('\t'), answers.last_mut()) {
            (Some(said), Some(_)) if NOISE.iter().any(|noise| said.starts_with(noise)) => {}
            (Some(said), Some(last)) => last.2.push_str(&format!("{said}\n")),
            (Some(_), None) => return None,
            (None, _) => {
                let (status, key) = line.strip_prefix("= ")?.split_once(' ')?;
                answers.push((key, status.parse().ok()?, String::new()));
            }
        }
    }
    Some(answers)
}
