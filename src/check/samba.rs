//! Samba's client: how it is run, and what its words mean.
//!
//! The server's status tells apart what looks alike: a login that is not accepted, a share
//! that does not exist, and a right that lacks.
//!
//! Rank 1, no kind: used by those that try what an account may do in a share.

use crate::i18n::Text;
use crate::text;

/// Statuses that say that a right lacks.
const DENIALS: [&str; 4] = [
    "NT_STATUS_ACCESS_DENIED",
    "NT_STATUS_NETWORK_ACCESS_DENIED",
    "NT_STATUS_MEDIA_WRITE_PROTECTED",
    "NT_STATUS_CANNOT_DELETE",
];

/// `smb WHO SHARE COMMAND` leaves the status in `$s` and what was said in `said`; `tell
/// WORD` prints one line of both.
pub(super) const FUNCTIONS: &str = r#"smb() {
case $1 in guest) set -- '-N -U%' "$2" "$3" ;; *) set -- "-A $1 --client-protection=sign" "$2" "$3" ;; esac
timeout -k 1 "$wait" smbclient "//$server/$2" -I "$at" -p "$port" -t "$wait" -d 0 --configfile=/dev/null --use-kerberos=off $1 -c "$3" >said 2>&1 </dev/null
s=$?
}
tell() { printf '%s %s %s\n' "$1" "$s" "$(grep -a NT_STATUS_ said | head -n 1 | cut -c 1-200)"; }
"#;

/// Statuses by which a login is refused.
pub(super) const LOGINS: [&str; 9] = [
    "NT_STATUS_LOGON_FAILURE",
    "NT_STATUS_NO_SUCH_USER",
    "NT_STATUS_WRONG_PASSWORD",
    "NT_STATUS_ACCOUNT_DISABLED",
    "NT_STATUS_ACCOUNT_LOCKED_OUT",
    "NT_STATUS_ACCOUNT_EXPIRED",
    "NT_STATUS_ACCOUNT_RESTRICTION",
    "NT_STATUS_PASSWORD_EXPIRED",
    "NT_STATUS_LOGON_TYPE_NOT_GRANTED",
];

/// How one attempt ended.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Done,
    Denied(String),
    /// The server gave another reason: no such share, no such file, a broken session.
    Other(String),
    Late,
}

impl Outcome {
    /// Reads the status of the client and the line of what it said that names one of the
    /// server's.
    pub(super) fn read(word: &str, status: &str, said: &str) -> Option<Self> {
        let code = said.find("NT_STATUS_").map(|at| {
            said[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>()
        });
        match (status, code) {
            ("124" | "137", _) => Some(Self::Late),
            // Names of files are printed too, whatever they say.
            ("0", _) if ["list", "get", "put", "login", "plant"].contains(&word) => Some(Self::Done),
            // The client takes no notice when these are refused.
            ("0", None) => Some(Self::Done),
            (_, Some(code)) if DENIALS.contains(&code.as_str()) => Some(Self::Denied(code)),
            (_, Some(code)) => Some(Self::Other(code)),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Text {
        match self {
            Self::Done => text!("access-allowed"),
            Self::Denied(status) | Self::Other(status) => Text::verbatim(status),
            Self::Late => text!("http-late"),
        }
    }
}

/// Writes a path as the client wants it, from the root of the share.
pub(super) fn windows(path: &str) -> String {
    path.trim_matches('/').replace('/', "\\")
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn a_right_that_lacks_is_not_a_share_that_lacks() {
        let denied = Outcome::read("put", "1", "NT_STATUS_ACCESS_DENIED opening remote file \\x");
        assert_eq!(denied, Some(Outcome::Denied("NT_STATUS_ACCESS_DENIED".into())));
        let unknown = Outcome::read("list", "1", "tree connect failed: NT_STATUS_BAD_NETWORK_NAME");
        assert_eq!(unknown, Some(Outcome::Other("NT_STATUS_BAD_NETWORK_NAME".into())));
        let refused = Outcome::read("mkdir", "0", "NT_STATUS_ACCESS_DENIED making remote directory \\x");
        assert_eq!(
            refused,
            Some(Outcome::Denied("NT_STATUS_ACCESS_DENIED".into())),
            "the client exits with 0"
        );
        assert_eq!(
            Outcome::read("list", "0", "  NT_STATUS_ACCESS_DENIED   N  5"),
            Some(Outcome::Done),
            "a file's name"
        );
        assert_eq!(Outcome::read("list", "1", ""), None);
    }
}
