//! Folders and files of an SMB server, tried from the sensor with Samba's client.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::remote::{Answer, Remote, preamble};
use super::{Cell, Lines, subjects};
use crate::check::samba::{FUNCTIONS, LOGINS, Outcome, windows};
use crate::check::{Scene, five_seconds};
use crate::exec::quote;
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// Folders and files of an SMB server.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// The address of the server.
    pub server: String,
    /// Its port; 445 when nothing is said.
    #[serde(default = "port")]
    pub port: u16,
    /// The domain of the accounts; the server's own when nothing is said.
    pub domain: Option<String>,
    /// By share and path (`compta`, `compta/archives`, `compta/bilan.csv`), what each account
    /// may do: `r` read a file, `w` write to it; `l` list a folder, `c` create a file in it;
    /// `-` nothing. As for `files`.
    pub paths: Lines,
    /// How long the server is waited for, each time; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
}

fn port() -> u16 {
    445
}

/// Share and path in it, as the client wants it; empty for the share itself.
fn parts(path: &str) -> (&str, String) {
    let path = path.trim_matches('/');
    path.split_once('/').map_or((path, String::new()), |(share, rest)| (share, windows(rest)))
}

impl Remote for Shares {
    const KEY: &'static str = "smb";

    fn lines(&self) -> &Lines {
        &self.paths
    }

    fn letters(&self) -> &'static str {
        "rwlc"
    }

    fn server(&self) -> (&str, u16, Span) {
        (&self.server, self.port, self.wait)
    }

    fn script(&self, cells: &[Cell<'_>], passwords: &BTreeMap<String, String>, scene: &Scene) -> String {
        let mut script = preamble(self, &["smbclient", "grep"]);
        script.push_str(&format!("server={}\n{FUNCTIONS}: >empty\n", quote(&self.server)));
        let subjects = subjects(&self.paths);
        for (number, subject) in subjects.iter().enumerate() {
            let domain = self.domain.as_ref().map(|domain| format!("domain={domain}\n")).unwrap_or_default();
            let password = passwords.get(*subject).map(String::as_str).unwrap_or_default();
            script.push_str(&format!(
                "printf %s {} >u{number} || exit\nok{number}=\nsmb u{number} 'IPC$' exit\n\
                 if [ $s -eq 0 ]; then ok{number}=1; else tell {}; fi\n",
                quote(&format!("username={subject}\npassword={password}\n{domain}")),
                quote(&format!("login smb {subject}")),
            ));
        }
        for (number, cell) in cells.iter().enumerate() {
            let who = subjects.iter().position(|subject| *subject == cell.subject).unwrap_or_default();
            let (share, inside) = parts(cell.path);
            let share = quote(share);
            let smb = |command: &str| format!("smb u{who} {share} {}\n", quote(command));
            let own = match inside.as_str() {
                "" => format!("paillasse-{}-{number}", scene.nonce),
                inside => format!("{inside}\\paillasse-{}-{number}", scene.nonce),
            };
            let act = match cell.right {
                'r' => smb(&format!("get \"{inside}\" got")),
                // Opens for writing and writes nothing; but it would make what is not there.
                'w' => format!(
                    "{}if ! grep -aqE 'NOT_FOUND|NO_SUCH' said; then\n{}else s=1; fi\n",
                    smb(&format!("allinfo \"{inside}\"")),
                    smb(&format!("reput empty \"{inside}\""))
                ),
                'l' if inside.is_empty() => smb("ls \"*\""),
                'l' => smb(&format!("ls \"{inside}\\*\"")),
                _ => smb(&format!("put empty \"{own}\"")),
            };
            let clean = if cell.right == 'c' {
                let remove: Vec<String> = (0..subjects.len()).map(|who| format!("u{who}")).collect();
                format!(
                    "for who in u{who} {}; do\n[ $left = yes ] || break\nsmb $who {share} {}\nsmb $who {share} {}\n\
                     grep -aq NOT_FOUND said && left=no\ndone\n[ $left = no ] || echo left {share}\n",
                    remove.join(" "), quote(&format!("del \"{own}\"")), quote(&format!("allinfo \"{own}\"")),
                )
            } else {
                String::new()
            };
            let created = if clean.is_empty() { String::new() } else { format!("if [ $s -eq 0 ]; then left=yes\n{clean}fi\n") };
            script.push_str(&format!("if [ \"$ok{who}\" ]; then\n{act}tell 'smb {number}'\n{created}fi\n"));
        }
        script.push_str("echo end\n");
        script
    }

    fn answer(&self, cell: &Cell<'_>, status: &str, said: &str) -> Option<Answer> {
        let word = match cell.right {
            'r' => "get",
            'l' => "list",
            _ => "put",
        };
        Some(match Outcome::read(word, status, said)? {
            Outcome::Done => Answer::Allowed,
            Outcome::Denied(_) => Answer::Denied,
            Outcome::Other(status) if status.contains("NOT_FOUND") || status.contains("NO_SUCH") => Answer::Missing,
            Outcome::Other(status) if status == "NT_STATUS_BAD_NETWORK_NAME" => Answer::Missing,
            Outcome::Other(status) => Answer::Odd(Text::verbatim(status)),
            Outcome::Late => Answer::Odd(text!("http-late")),
        })
    }

    fn refused(&self, status: &str, said: &str) -> Option<String> {
        match Outcome::read("login", status, said)? {
            Outcome::Denied(status) => Some(status),
            Outcome::Other(status) if LOGINS.contains(&status.as_str()) => Some(status),
            _ => None,
        }
    }

    fn problems(&self) -> Vec<Text> {
        let odd = |path: &&String| path.trim_matches('/').is_empty() || path.contains(['"', ';', '\n', '\\', '*', '?']);
        let on_share = self.paths.iter().filter(|(path, line)| {
            parts(path).1.is_empty() && line.values().any(|rights| rights.has('r') || rights.has('w'))
        });
        let paths = self.paths.keys().filter(odd).chain(on_share.map(|(path, _)| path));
        paths.map(|path| text!("problem-smb-path", path = path)).collect()
    }

    fn shown(&self, path: &str) -> Text {
        text!("fact-path", path = format!("//{}/{}", self.server, path.trim_matches('/')))
    }
}
