//! OpenSSH's client: how it is called, and what its log says.
//!
//! Rank 1, no kind: used by those that log in.

use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::text;

/// Options that make the client do one thing and no other, whatever is configured.
pub(super) const OPTIONS: &str = "-F none -T -o LogLevel=DEBUG1 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
     -o GlobalKnownHostsFile=/dev/null -o IdentityAgent=none -o ControlPath=none -o NumberOfPasswordPrompts=1 \
     -o ConnectionAttempts=1 -o GSSAPIAuthentication=no -o HostbasedAuthentication=no";

/// Keeps of the log what [`Log`] reads, with `log ` before each line.
pub(super) const KEEP: &str = "tr -d '\\r' <\"$d/log\" | sed -n -e '/^debug1: Server host key:/p' -e '/^debug1: Next authentication method:/p' \
     -e '/^debug/!p' | head -n 20 | cut -c1-300 | sed 's/^/log /'\n";

/// What the client noted.
#[derive(Debug, Default)]
pub(super) struct Log<'a>(pub Vec<&'a str>);

/// How far the login went.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    /// It was let in.
    Accepted,
    /// It was not.
    Denied,
    /// It never came to that.
    Unreached(Text),
    /// Nothing is known.
    Unknown,
}

impl<'a> Log<'a> {
    fn any(&self, words: &str) -> bool {
        self.0.iter().any(|line| line.contains(words))
    }

    /// The last thing that it said to its user.
    pub fn last(&self) -> &'a str {
        self.0.iter().rev().find(|line| !line.starts_with("debug1:")).copied().unwrap_or_default()
    }

    /// The server's host key, and its fingerprint.
    pub fn host_key(&self) -> Option<&'a str> {
        self.0.iter().find_map(|line| line.strip_prefix("debug1: Server host key: "))
    }

    /// What it was let in by.
    pub fn method(&self) -> Option<&'a str> {
        self.0.iter().find(|line| line.starts_with("Authenticated to "))?.split('"').nth(1)
    }

    /// How far it went.
    pub fn outcome(&self) -> Outcome {
        if self.0.iter().any(|line| line.starts_with("Authenticated to ")) {
            return Outcome::Accepted;
        }
        if self.any(": Permission denied (") || self.any("Too many authentication failures") {
            return Outcome::Denied;
        }
        // An account that may not log in is hung up on once it has shown who it is.
        let tried = self.any("debug1: Next authentication method:");
        if tried && (self.any("Connection closed by") || self.any("Received disconnect")) {
            return Outcome::Denied;
        }
        let words = ["refused", "timed out", "No route to host", "Connection closed", "Connection reset"];
        let others = ["kex_exchange_identification", "Unable to negotiate", "banner exchange", "disconnect"];
        if words.iter().chain(&others).any(|words| self.any(words)) {
            return Outcome::Unreached(text!("ssh-no-session", said = excerpt(self.last())));
        }
        Outcome::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::{Log, Outcome};

    #[test]
    fn being_denied_is_not_being_unreachable() {
        let outcome = |lines: &[&'static str]| Log(lines.to_vec()).outcome();
        assert_eq!(outcome(&["alice@10.77.1.2: Permission denied (publickey,password)."]), Outcome::Denied);
        assert_eq!(
            outcome(&[
                "debug1: Next authentication method: password",
                "Connection closed by 10.77.1.2 port 22"
            ]),
            Outcome::Denied
        );
        let closed = ["kex_exchange_identification: Connection closed by remote host"];
        assert!(matches!(outcome(&closed), Outcome::Unreached(_)));
        let refused = ["ssh: connect to host 10.77.1.2 port 2222: Connection refused"];
        assert!(matches!(outcome(&refused), Outcome::Unreached(_)));
        assert_eq!(outcome(&["something else"]), Outcome::Unknown);
    }

    #[test]
    fn a_server_cannot_pretend_to_have_accepted() {
        let forged = "Received disconnect from 10.0.0.1 port 22:2: Authenticated to x";
        assert_ne!(Log(vec![forged]).outcome(), Outcome::Accepted);
    }
}
