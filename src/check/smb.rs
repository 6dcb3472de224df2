//! What an account may do in an SMB share, tried through Samba's client.
//!
//! The server's status tells apart what looks alike: a login that is not accepted, a share
//! that does not exist, and a right that lacks. A named account signs its session, which a
//! guest cannot: a server that takes unknown accounts for guests does not pass for one that
//! knows them. What attempts leave behind is removed, also after a failure in the middle.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::samba::{FUNCTIONS, LOGINS, Outcome, windows};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, five_seconds};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Tries what an account may do in a share, by doing it to files of ours, which are removed.
/// A server or a share that is not there neither accepts nor denies: the check fails.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Smb {
    /// The address of the server, or a name that the looker can resolve.
    pub server: String,
    /// Its port; 445 when nothing is said.
    #[serde(default = "port")]
    pub port: u16,
    /// The share.
    pub share: String,
    /// The account; a guest when nothing is said. Being taken for a guest is not a login.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// Its domain or workgroup; the server's own when nothing is said.
    pub domain: Option<String>,
    /// `accepted` or `denied`; accepted when nothing is said. Denied says that the account
    /// should not be let in at all (wrong password, unknown, disabled).
    #[serde(default)]
    pub login: Login,
    /// The folder of the share where things are tried; the share itself when nothing is said.
    pub directory: Option<String>,
    /// What is tried, and whether it should be `ok` or `denied`: `{ list: ok, put: denied }`.
    /// `get` reads `file`, or a file of ours; `delete` removes a file of ours.
    #[serde(default)]
    pub operations: BTreeMap<Operation, Right>,
    /// The file that `get` reads, from the root of the share: `bilans/2024.csv`.
    pub file: Option<String>,
    /// What is in `file`, without its final newline; at most 64 KiB.
    pub content: Option<Matcher>,
    /// An account that may write where `user` may not: it puts there the file that `get` and
    /// `delete` act on, and removes what `user` cannot.
    pub planter: Option<Planter>,
    /// The node that tries; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long the server is waited for, each time; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
}

fn port() -> u16 {
    445
}

/// An account that prepares and cleans.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Planter {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: String,
}

/// Whether an account is let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Login {
    /// It is.
    #[default]
    Accepted,
    /// It is not.
    Denied,
}

/// Something to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// To list the folder.
    List,
    /// To read a file.
    Get,
    /// To write a new file.
    Put,
    /// To make a folder.
    Mkdir,
    /// To remove a file.
    Delete,
}

impl Operation {
    fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Put => "put",
            Self::Mkdir => "mkdir",
            Self::Delete => "delete",
        }
    }
}

/// How an attempt should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Right {
    /// It succeeds.
    Ok,
    /// The server says that the account may not.
    Denied,
}

impl Right {
    fn text(self) -> Text {
        match self {
            Self::Ok => text!("access-allowed"),
            Self::Denied => text!("access-denied"),
        }
    }
}

/// `clean` removes what attempts left behind.
const CLEAN: &str = r#"clean() { for who in $cleaners; do smb "$who" "$share" "del \"$base-a.txt\"; del \"$base-b.txt\"; rmdir \"$base-d\""; done; }
"#;

impl Smb {
    fn who(&self) -> &'static str {
        if self.user.is_some() { "user" } else { "guest" }
    }

    fn plants(&self) -> bool {
        let tried = |operation| self.operations.contains_key(&operation);
        tried(Operation::Delete) || (tried(Operation::Get) && self.file.is_none())
    }

    /// Prints one line for each attempt, `WORD STATUS MESSAGE`, then what was read.
    fn script(&self, scene: &Scene) -> String {
        let mut script = sight::need(&["smbclient", "nc", "ip", "getent", "mktemp", "timeout", "grep", "cmp"]);
        script.push_str(&sight::route_to(&self.server));
        script.push_str(&sight::knock(self.port, self.wait));
        script.push_str("umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncd \"$d\" || exit\n");
        for (name, user, password) in [
            ("user", self.user.as_ref(), self.password.as_ref()),
            ("planter", self.planter.as_ref().map(|planter| &planter.user), self.planter.as_ref().map(|planter| &planter.password)),
        ] {
            if let Some(user) = user {
                let domain = self.domain.as_ref().map(|domain| format!("domain={domain}\n")).unwrap_or_default();
                let password = password.map(String::as_str).unwrap_or_default();
                let lines = quote(&format!("username={user}\npassword={password}\n{domain}"));
                script.push_str(&format!("printf %s {lines} >{name} || exit\n"));
            }
        }
        let directory = self.directory.as_deref().map(windows).filter(|path| !path.is_empty());
        let inside = directory.map(|path| format!("{path}\\")).unwrap_or_default();
        // Two checks of a run may look at one share at the same time.
        let planter = if self.planter.is_some() { "planter" } else { self.who() };
        let cleaners = if self.planter.is_some() { format!("'{} planter'", self.who()) } else { self.who().to_owned() };
        script.push_str(&format!(
            "wait={} port={} server={} share={}\nbase={}-${{d##*.}} cleaners={cleaners}\n{FUNCTIONS}{CLEAN}",
            sight::seconds(self.wait), self.port, quote(&self.server), quote(&self.share),
            quote(&format!("{inside}paillasse-{}", scene.nonce)),
        ));
        script.push_str(&format!("printf 'paillasse {}\\n' >witness || exit\n", scene.nonce));
        let who = self.who();
        if self.user.is_some() {
            script.push_str("smb user 'IPC$' exit; tell login\n[ $s -eq 0 ] || { echo end; exit 0; }\n");
        }
        let mut read = String::new();
        if self.plants() {
            script.push_str(&format!("trap 'clean; rm -rf \"$d\"' EXIT\nsmb {planter} \"$share\" \"put witness \\\"$base-a.txt\\\"\"; tell plant\n[ $s -eq 0 ] || {{ echo end; exit 0; }}\n"));
        } else {
            script.push_str("trap 'clean; rm -rf \"$d\"' EXIT\n");
        }
        for operation in self.operations.keys() {
            let command = match operation {
                Operation::List => format!("ls \"{inside}*\""),
                Operation::Get => match &self.file {
                    Some(file) => format!("get \"{}\" got", windows(file)),
                    None => "get \"$base-a.txt\" got".to_owned(),
                },
                Operation::Put => "put witness \"$base-b.txt\"".to_owned(),
                Operation::Mkdir => "mkdir \"$base-d\"".to_owned(),
                Operation::Delete => "del \"$base-a.txt\"".to_owned(),
            };
            // What a lab gives is quoted for the shell; our own names are not its business.
            let command = if command.contains("$base") { format!("\"{}\"", command.replace('"', "\\\"")) } else { quote(&command) };
            script.push_str(&format!("smb {who} \"$share\" {command}; tell {}\n", operation.word()));
            if *operation == Operation::Get {
                read.push_str(if self.file.is_none() {
                    "if [ -f got ]; then cmp -s witness got && echo same || echo differs; fi\n"
                } else {
                    "if [ -f got ]; then echo content; head -c 65536 got; fi\n"
                });
            }
        }
        // The names of ours that are still there: nothing should be. A folder that cannot be
        // listed still tells of a name that is asked for.
        script.push_str(&format!(
            "clean\ntrap 'rm -rf \"$d\"' EXIT\nfor who in $cleaners; do\n\
             smb $who \"$share\" \"allinfo \\\"$base-a.txt\\\"; allinfo \\\"$base-b.txt\\\"; allinfo \\\"$base-d\\\"\"\n\
             if grep -aq '^create_time:' said; then echo left; break; fi\ndone\necho end\n{read}"
        ));
        script
    }

    fn fact(&self, operation: &str) -> Text {
        let user = self.user.clone().map_or_else(|| text!("smb-guest"), Text::verbatim);
        let share = format!("//{}/{}", self.server, self.share);
        match operation {
            "login" => text!("fact-smb-login", user = user, server = &self.server),
            "plant" => text!("fact-smb", what = "put", share = share, user = self.planter.as_ref().map_or(user, |planter| Text::verbatim(&planter.user))),
            _ => text!("fact-smb", what = operation, share = share, user = user),
        }
    }

    fn compare(&self, lines: &str, read: &str) -> Result<Verdict, Verdict> {
        let mut findings = Findings::new();
        let mut seen = Vec::new();
        for line in lines.lines() {
            if line == "left" {
                findings.error(text!("error-smb-left", share = &self.share));
                continue;
            }
            let mut words = line.splitn(3, ' ');
            let (Some(word), Some(status), said) = (words.next(), words.next(), words.next().unwrap_or_default()) else {
                return Err(unreadable("smbclient", line));
            };
            seen.push(word);
            let outcome = Outcome::read(word, status, said).ok_or_else(|| unreadable("smbclient", line))?;
            match word {
                "login" => {
                    let (wanted, expected) = match self.login {
                        Login::Accepted => (true, text!("ssh-accepted")),
                        Login::Denied => (false, text!("ssh-denied")),
                    };
                    match &outcome {
                        Outcome::Done if wanted => {}
                        Outcome::Done => findings.gap(self.fact(word), expected, text!("ssh-accepted")),
                        // A session is refused, or is that of a guest.
                        Outcome::Denied(_) if !wanted => {}
                        Outcome::Other(status) if !wanted && LOGINS.contains(&status.as_str()) => {}
                        Outcome::Denied(status) => findings.gap(self.fact(word), expected, text!("smb-as-guest", said = status)),
                        Outcome::Other(status) => findings.gap(self.fact(word), expected, status.as_str()),
                        Outcome::Late => findings.gap(self.fact(word), expected, text!("http-late")),
                    }
                    if outcome != Outcome::Done || !wanted {
                        return Ok(findings.verdict());
                    }
                }
                "plant" => {
                    if outcome != Outcome::Done {
                        findings.gap(self.fact(word), text!("access-allowed"), outcome.text());
                        return Ok(findings.verdict());
                    }
                }
                _ => {
                    let (_, right) = self.operations.iter().find(|(operation, _)| operation.word() == word)
                        .ok_or_else(|| unreadable("smbclient", line))?;
                    let as_wanted = match right {
                        Right::Ok => outcome == Outcome::Done,
                        Right::Denied => matches!(outcome, Outcome::Denied(_)),
                    };
                    if !as_wanted {
                        findings.gap(self.fact(word), right.text(), outcome.text());
                    }
                }
            }
        }
        if self.operations.keys().any(|operation| !seen.contains(&operation.word())) {
            return Err(unreadable("smbclient", lines));
        }
        match (read.split_once('\n'), &self.content) {
            (Some(("differs", _)), _) => findings.gap(self.fact("get"), text!("smb-same"), text!("smb-differs")),
            (Some(("content", body)), content) => {
                let path = self.file.as_deref().unwrap_or_default();
                findings.expect(text!("fact-contents", path = path), content.as_ref(), &Observed::text(body));
            }
            _ => {}
        }
        Ok(findings.verdict())
    }
}

impl Check for Smb {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        // Login, planting, attempts; removing and a last look, by each who cleans.
        let sessions = 2 + self.operations.len() + if self.planter.is_some() { 4 } else { 2 };
        let least = self.wait.0 * u32::try_from(sessions + 1).unwrap_or(u32::MAX) + MARGIN;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(scene), least)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let output = match sight::looked("smbclient", outputs, &scene.from(self.from.as_ref()), &self.server) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let first = printed.lines().next().unwrap_or_default();
        let unanswered = match first {
            UNRESOLVED => Some(text!("reach-unresolved")),
            NO_ROUTE => Some(text!("reach-no-route")),
            _ => sight::closed(first),
        };
        if let Some(actual) = unanswered {
            let server = format!("{}:{}", self.server, self.port);
            return Verdict::fail(Text::verbatim(server), text!("expect-answer"), actual);
        }
        let Some((lines, read)) = printed.split_once("\nend\n") else {
            return unreadable("smbclient", &format!("{printed} {}", excerpt(&output.stderr)));
        };
        self.compare(lines, read).unwrap_or_else(|verdict| verdict)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.operations.is_empty() == (self.login == Login::Accepted) {
            problems.push(text!("problem-smb-operations"));
        }
        if self.user.is_some() != self.password.is_some() || (self.user.is_none() && self.login == Login::Denied) {
            problems.push(text!("problem-smb-user"));
        }
        // The client has no escapes: these end a name, or a command.
        let odd = |text: &String| text.contains(['"', ';', '\n', '\\', '*', '?']);
        for path in [&self.directory, &self.file].into_iter().flatten().filter(|path| odd(path)) {
            problems.push(text!("problem-smb-path", path = path));
        }
        let may_put = self.operations.get(&Operation::Put) == Some(&Right::Ok);
        if self.plants() && !may_put && self.planter.is_none() {
            problems.push(text!("problem-smb-planter"));
        }
        let reads = self.operations.get(&Operation::Get) == Some(&Right::Ok);
        if (self.content.is_some() && !(reads && self.file.is_some())) || (self.file.is_some() && !self.operations.contains_key(&Operation::Get)) {
            problems.push(text!("problem-smb-file"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Smb;
    use crate::check::{Check, Place, Scene};

    fn smb(yaml: &str) -> Smb {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn a_password_is_not_an_argument() {
        let scene = Scene { on: Place::Sensor, timeout: std::time::Duration::from_secs(10), nonce: "0123".to_owned() };
        let yaml = "{ server: a, share: s, user: bob, password: hunter22, operations: { list: ok }, planter: { user: x, password: hunter33 } }";
        let script = smb(yaml).script(&scene);
        // `printf` is part of the shell: its arguments are no process's.
        let elsewhere = script.lines().filter(|line| line.contains("hunter") && !line.starts_with("password=") && !line.starts_with("printf"));
        assert_eq!(elsewhere.count(), 0, "{script}");
    }

    #[test]
    fn attempts_that_teach_nothing_are_mistakes_of_the_lab() {
        let problems = |rest: &str| smb(&format!("{{ server: a, share: s, {rest} }}")).problems().len();
        assert_eq!(problems("operations: { list: ok }"), 0);
        assert_eq!(problems("operations: {}"), 1);
        assert_eq!(problems("user: a, password: b, login: denied"), 0);
        assert_eq!(problems("user: a, operations: { list: ok }"), 1);
        assert_eq!(problems("operations: { delete: denied }"), 1);
        assert_eq!(problems("operations: { delete: denied, put: ok }"), 0);
        assert_eq!(problems("operations: { get: ok }, file: 'a;b'"), 1);
        assert_eq!(problems("operations: { list: ok }, file: a"), 1);
    }
}
