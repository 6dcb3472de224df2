//! Who can log in over SSH, how, and what they can then do.
//!
//! OpenSSH's client does the work, with its own log apart (`-E`): what it says there of
//! the authentication cannot be imitated by the server's banner or by what is run. One
//! method is tried, never another as a fallback. Host keys are not verified, since a
//! sensor has never met the server; `host-key` compares them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::openssh::{KEEP, Log, OPTIONS, Outcome};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, five_seconds};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Logs in over SSH; it should be accepted unless `login: denied`. A server that is not
/// there neither accepts nor denies: the check fails.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ssh {
    /// The address of the server, or a name that the looker can resolve.
    pub to: String,
    /// Its port; 22 when nothing is said.
    #[serde(default = "twenty_two")]
    pub port: u16,
    /// The account.
    pub user: String,
    /// Logs in with this password (also when the server asks for it interactively).
    pub password: Option<String>,
    /// Logs in with this private key, given in full.
    pub key: Option<String>,
    /// Logs in with the private key in this file of the node `from`.
    pub key_file: Option<String>,
    /// The node that logs in; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// `accepted` or `denied`; accepted when nothing is said. An account without a shell
    /// can be accepted: say what it should be able to `run`.
    #[serde(default)]
    pub login: Login,
    /// A command that is run there once logged in.
    pub run: Option<String>,
    /// The exit status of `run`; 0 when nothing is said.
    pub status: Option<Matcher>,
    /// What `run` should print, without the final newline.
    pub stdout: Option<Matcher>,
    /// What is displayed before the login.
    pub banner: Option<Matcher>,
    /// The server's host key, as `ssh-ed25519 SHA256:…`.
    pub host_key: Option<Matcher>,
    /// How long connecting, and running the command, may each take; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
}

fn twenty_two() -> u16 {
    22
}

/// What the server should say to the login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Login {
    /// It lets the account in.
    #[default]
    Accepted,
    /// It does not.
    Denied,
}

impl Login {
    fn text(self) -> Text {
        match self {
            Self::Accepted => text!("ssh-accepted"),
            Self::Denied => text!("ssh-denied"),
        }
    }
}

/// What the script prints when the key file is not there.
const NO_KEY: &str = "no-key";
/// What it prints when the client cannot use the key (not a key, or with a passphrase).
const BAD_KEY: &str = "bad-key";

impl Ssh {
    /// Prints `ssh STATUS`, the client's log with `log ` before each line, `out`, and
    /// what the command printed; the banner goes to standard error.
    fn script(&self) -> String {
        let seconds = sight::seconds(self.wait);
        let mut tools = vec!["ssh", "ip", "getent", "mktemp", "timeout"];
        if self.password.is_some() {
            tools.push("sshpass");
        }
        let mut script = sight::need(&tools);
        script.push_str(&sight::route_to(&self.to));
        script.push_str("umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\n: >\"$d/log\"\n");
        let (before, method, after) = match (&self.password, &self.key, &self.key_file) {
            (Some(password), _, _) => (
                "sshpass -d 3 ",
                "-o PubkeyAuthentication=no -o PreferredAuthentications=password,keyboard-interactive",
                format!("printf '%s\\n' {} >\"$d/password\" || exit\nexec 3<\"$d/password\"\n", quote(password)),
            ),
            (None, Some(key), _) => ("", KEY, load(&format!("printf '%s\\n' {} >\"$d/key\"", quote(key.trim())))),
            (None, None, Some(path)) => {
                let path = quote(path);
                let copy = format!("[ -f {path} ] || {{ echo {NO_KEY}; exit 0; }}\ncat -- {path} >\"$d/key\"");
                ("", KEY, load(&copy))
            }
            (None, None, None) => ("", "-o BatchMode=yes -o PreferredAuthentications=none", String::new()),
        };
        script.push_str(&after);
        script.push_str(&format!(
            "timeout -k 1 {} {before}ssh -E \"$d/log\" {OPTIONS} {method} -o ConnectTimeout={seconds} -p {} -l {} \
             -- \"$at\" {} </dev/null >\"$d/out\"\ns=$?\necho \"ssh $s\"\n",
            seconds.saturating_mul(2),
            self.port,
            quote(&self.user),
            quote(self.run.as_deref().unwrap_or("exit")),
        ));
        script.push_str(KEEP);
        script.push_str("echo out\nhead -c 65536 \"$d/out\"\n");
        script
    }

    fn compare(&self, log: &Log, said: &Said) -> Verdict {
        let whom = format!("{}@{}", self.user, self.to);
        let fact = || text!("fact-ssh-login", whom = &whom);
        let mut findings = Findings::new();
        match (log.outcome(), self.login) {
            (Outcome::Accepted, Login::Accepted) | (Outcome::Denied, Login::Denied) => {}
            (Outcome::Accepted, Login::Denied) => {
                let actual = match log.method() {
                    Some(method) => text!("ssh-accepted-by", method = method),
                    None => text!("ssh-accepted"),
                };
                findings.gap(fact(), self.login.text(), actual);
            }
            (Outcome::Denied, Login::Accepted) => {
                findings.gap(fact(), self.login.text(), text!("ssh-denied-said", said = excerpt(log.last())));
            }
            (Outcome::Unreached(text), _) => {
                return Verdict::fail(fact(), self.login.text(), text);
            }
            (Outcome::Unknown, _) if matches!(said.status, 124 | 137) => {
                return Verdict::Error(text!("error-timeout", command = "ssh"));
            }
            (Outcome::Unknown, _) => return unreadable("ssh", &log.0.join("\n")),
        }
        if let Some(run) = self.run.as_deref().filter(|_| log.outcome() == Outcome::Accepted) {
            if matches!(said.status, 124 | 137) {
                return Verdict::Error(text!("error-timeout", command = run));
            }
            let success = Matcher::equals("0");
            let status = self.status.as_ref().unwrap_or(&success);
            let on_error = excerpt(said.stderr);
            let fact = text!("fact-status", command = run, said = on_error);
            findings.expect(fact, Some(status), &Observed::Number(said.status.into()));
            let printed = Observed::text(said.stdout);
            findings.expect(text!("fact-stdout", command = run), self.stdout.as_ref(), &printed);
        }
        let banner = Observed::text(said.stderr.trim_end());
        findings.expect(text!("fact-ssh-banner", server = &self.to), self.banner.as_ref(), &banner);
        if self.host_key.is_some() {
            let Some(key) = log.host_key() else { return unreadable("ssh", &log.0.join("\n")) };
            findings.expect(
                text!("fact-ssh-host-key", server = &self.to),
                self.host_key.as_ref(),
                &Observed::text(key),
            );
        }
        findings.verdict()
    }
}

const KEY: &str = "-o BatchMode=yes -o IdentitiesOnly=yes -o PreferredAuthentications=publickey -i \"$d/key\"";

/// Returns the part that copies a key and makes sure that the client can use it: one
/// that it cannot read would look like a login that was denied.
fn load(copy: &str) -> String {
    format!("{copy} || exit\nssh-keygen -y -P '' -f \"$d/key\" >/dev/null 2>&1 || {{ echo {BAD_KEY}; exit 0; }}\n")
}

/// What the command that was run gave.
struct Said<'a> {
    status: i32,
    stdout: &'a str,
    stderr: &'a str,
}

impl Check for Ssh {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), self.wait.0 * 2 + MARGIN)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let output = match sight::looked("ssh", outputs, &scene.from(self.from.as_ref()), &self.to) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        let whom = format!("{}@{}", self.user, self.to);
        let fail = |actual| Verdict::fail(text!("fact-ssh-login", whom = &whom), self.login.text(), actual);
        let path = self.key_file.as_deref().unwrap_or_default();
        match (first, &self.key_file) {
            (UNRESOLVED, _) => return fail(text!("reach-unresolved")),
            (NO_ROUTE, _) => return fail(text!("reach-no-route")),
            (NO_KEY, _) => {
                let fact = text!("fact-path", path = path);
                return Verdict::fail(fact, text!("shown-present"), text!("shown-absent"));
            }
            (BAD_KEY, Some(path)) => {
                let fact = text!("fact-path", path = path);
                return Verdict::fail(fact, text!("ssh-usable-key"), text!("ssh-bad-key"));
            }
            (BAD_KEY, None) => return Verdict::Error(text!("error-ssh-key")),
            _ => {}
        }
        let Some(status) = first.strip_prefix("ssh ").and_then(|status| status.parse().ok()) else {
            return unreadable("ssh", printed);
        };
        let mut log = Log::default();
        let mut rest = rest;
        while let Some((line, after)) = rest.split_once('\n') {
            rest = after;
            match line.strip_prefix("log ") {
                Some(line) => log.0.push(line),
                None if line == "out" => break,
                None => return unreadable("ssh", printed),
            }
        }
        self.compare(&log, &Said { status, stdout: rest, stderr: &output.stderr })
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let ways = [self.password.is_some(), self.key.is_some(), self.key_file.is_some()];
        let ways = ways.into_iter().filter(|given| *given).count();
        let only_looks = self.login == Login::Denied && (self.banner.is_some() || self.host_key.is_some());
        if ways > 1 || (ways == 0 && !only_looks) {
            problems.push(text!("problem-ssh-ways"));
        }
        if self.key_file.is_some() && self.from.is_none() {
            problems.push(text!("problem-ssh-key-file"));
        }
        if self.password.as_ref().is_some_and(|password| password.contains('\n')) {
            problems.push(text!("problem-ssh-password"));
        }
        if self.run.is_none() && (self.status.is_some() || self.stdout.is_some()) {
            problems.push(text!("problem-ssh-run"));
        }
        // Both are on standard error: one could pass for the other.
        if self.run.is_some() && (self.banner.is_some() || self.login == Login::Denied) {
            problems.push(text!("problem-ssh-alone"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Ssh;
    use crate::check::Check;

    #[test]
    fn a_password_is_never_an_argument_of_a_process() {
        let yaml = "{ to: 10.0.0.1, user: alice, password: hunter22 }";
        let script = serde_saphyr::from_str::<Ssh>(yaml).unwrap().script();
        let ssh = script.lines().find(|line| line.starts_with("timeout")).unwrap_or_default();
        assert!(ssh.contains("sshpass -d 3") && !ssh.contains("hunter22"), "{ssh}");
    }

    #[test]
    fn a_login_without_a_way_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| serde_saphyr::from_str::<Ssh>(yaml).unwrap().problems().len();
        assert_eq!(problems("{ to: a, user: b }"), 1);
        assert_eq!(problems("{ to: a, user: b, password: c, key: d }"), 1);
        assert_eq!(problems("{ to: a, user: b, key-file: /x }"), 1);
        assert_eq!(problems("{ to: a, user: b, login: denied, banner: x }"), 0);
    }
}
