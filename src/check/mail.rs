//! A message is taken by an SMTP server, or refused as it should, and arrives in a mailbox.
//!
//! `curl` speaks both protocols: it is on every node, and tells the server's own codes. The
//! message holds the nonce of the run, and is found by a Message-ID of its own, so nobody else's is
//! taken for it. It is removed from the mailbox once it has been read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::curl::{not_answered, option};
use crate::check::letter::{self, Letter};
use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Place, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Sends a message; it should be accepted unless another `code` is said, and then be in the
/// mailbox of `imap`, if there is one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mail {
    /// The server that should take the message.
    pub smtp: Server,
    /// The address of the sender.
    pub sender: String,
    /// The addresses of those it is for.
    pub to: Vec<String>,
    /// The subject, which the run's random word is added to; `Essai` when nothing is said.
    #[serde(default = "subject")]
    pub subject: String,
    /// The text of the message, which the random word is added to.
    #[serde(default)]
    pub body: String,
    /// The name of a file that is attached; none when nothing is said.
    pub attachment: Option<String>,
    /// The name that the client gives itself (EHLO); `sonde.paillasse.test` when nothing is said.
    #[serde(default = "helo")]
    pub helo: String,
    /// The server's final code: 250 (accepted) when nothing is said. A relay that is refused
    /// answers 554, or 550, or 454 (Postfix as Debian configures it); a login that is refused
    /// 535. Without a login that the server
    /// takes, `smtp.user` is not accepted, even if the message is.
    pub code: Option<Matcher>,
    /// The mailbox where the message should arrive, and from which it is removed; without
    /// it, an accepted message stays where it went.
    pub imap: Option<Mailbox>,
    /// The node that sends and reads; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long each server is waited for; 10s when nothing is said.
    #[serde(default = "ten_seconds")]
    pub wait: Span,
}

fn subject() -> String {
    "Essai".to_owned()
}

fn helo() -> String {
    "sonde.paillasse.test".to_owned()
}

fn ten_seconds() -> Span {
    Span(std::time::Duration::from_secs(10))
}

fn inbox() -> String {
    "INBOX".to_owned()
}

/// A server that messages are given to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Server {
    /// Its address, or a name that the looker can resolve.
    pub server: String,
    /// Its port; 25 when nothing is said, 465 with `tls: always`.
    pub port: Option<u16>,
    /// `none`, `starttls` (begins in clear and must turn to TLS) or `always`; none when
    /// nothing is said.
    #[serde(default)]
    pub tls: Tls,
    /// The certificates (PEM) that the server's should come from, instead of the usual ones.
    pub ca: Option<String>,
    /// Whether any certificate is accepted; false when nothing is said.
    #[serde(default)]
    pub insecure: bool,
    /// Who logs in; nobody when nothing is said.
    pub user: Option<String>,
    /// The password of `user`.
    pub password: Option<String>,
}

/// A mailbox.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mailbox {
    /// The address of the server, or a name that the looker can resolve.
    pub server: String,
    /// Its port; 143 when nothing is said, 993 with `tls: always`.
    pub port: Option<u16>,
    /// `none`, `starttls` or `always`; none when nothing is said.
    #[serde(default)]
    pub tls: Tls,
    /// The certificates (PEM) that the server's should come from, instead of the usual ones.
    pub ca: Option<String>,
    /// Whether any certificate is accepted; false when nothing is said.
    #[serde(default)]
    pub insecure: bool,
    /// Whose mailbox it is.
    pub user: String,
    /// The password of `user`.
    pub password: String,
    /// The folder where the message should be; INBOX when nothing is said.
    #[serde(default = "inbox")]
    pub folder: String,
    /// How long the message may take to arrive; 15s when nothing is said.
    #[serde(default = "fifteen_seconds")]
    pub within: Span,
    /// Headers that it should then have; case does not matter in their names. One given
    /// several times is a list.
    #[serde(default)]
    pub headers: BTreeMap<String, Matcher>,
}

fn fifteen_seconds() -> Span {
    Span(std::time::Duration::from_secs(15))
}

/// When a connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// Never.
    #[default]
    None,
    /// After a beginning in clear.
    Starttls,
    /// From the start.
    Always,
}

/// One end that curl speaks to.
struct End<'a> {
    name: &'a str,
    scheme: &'a str,
    server: &'a str,
    port: u16,
    tls: Tls,
    ca: Option<&'a str>,
    insecure: bool,
    login: Option<(&'a str, &'a str)>,
}

impl End<'_> {
    /// Writes the file of options `NAME`, and the certificates beside it.
    fn script(&self, wait: Span) -> String {
        let mut config = String::from("silent\nshow-error\nnoproxy = \"*\"\n");
        config.push_str(&option("max-time", &sight::seconds(wait).to_string()));
        if self.tls == Tls::Starttls {
            config.push_str("ssl-reqd\n");
        }
        if self.insecure {
            config.push_str("insecure\n");
        }
        let mut script = String::new();
        if let Some(ca) = self.ca {
            script.push_str(&format!("printf '%s\\n' {} >{}.ca || exit\n", quote(ca), self.name));
            config.push_str(&option("cacert", &format!("{}.ca", self.name)));
        }
        if let Some((user, password)) = self.login {
            config.push_str(&option("user", &format!("{user}:{password}")));
        }
        script.push_str(&format!("printf %s {} >{} || exit\n", quote(&config), self.name));
        script
    }

    fn url(&self, path: &str) -> String {
        let s = if self.tls == Tls::Always { "s" } else { "" };
        let host = if self.server.contains(':') { format!("[{}]", self.server) } else { self.server.to_owned() };
        format!("{}{s}://{host}:{}/{}", self.scheme, self.port, letter::percent(path))
    }
}

impl Mail {
    fn smtp(&self) -> End<'_> {
        let smtp = &self.smtp;
        let usual = if smtp.tls == Tls::Always { 465 } else { 25 };
        End {
            name: "smtp",
            scheme: "smtp",
            server: &smtp.server,
            port: smtp.port.unwrap_or(usual),
            tls: smtp.tls,
            ca: smtp.ca.as_deref(),
            insecure: smtp.insecure,
            login: smtp.user.as_deref().map(|user| (user, smtp.password.as_deref().unwrap_or_default())),
        }
    }

    fn letter<'a>(&'a self, scene: &'a Scene) -> Letter<'a> {
        Letter {
            nonce: &scene.nonce,
            sender: &self.sender,
            to: &self.to,
            subject: &self.subject,
            body: &self.body,
            attachment: self.attachment.as_deref(),
        }
    }

    /// Prints `smtp STATUS CODE LOGIN MESSAGE`, then `imap STATUS MESSAGE`, `found IDENTIFIERS`,
    /// perhaps `inbox`, then `message` and the message.
    fn script(&self, scene: &Scene) -> String {
        let mut script = sight::need(&["curl", "ip", "getent", "mktemp", "date", "sed"]);
        script.push_str(&sight::route_to(&self.smtp.server));
        script.push_str("umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncd \"$d\" || exit\n");
        let smtp = self.smtp();
        script.push_str(&smtp.script(self.wait));
        let letter = self.letter(scene);
        let recipients: String = self.to.iter().map(|to| option("mail-rcpt", to)).collect();
        script.push_str(&format!(
            "id=\"<{}.${{d##*.}}@paillasse.test>\"\n{{ echo \"Date: $(date -R)\"; echo \"Message-ID: $id\"; printf %s {}; }} | sed 's/$/\\r/' >letter || exit\n\
             printf %s {} >>smtp || exit\n\
             code=$(curl -q --verbose --config smtp --upload-file letter --write-out '%{{response_code}}' 2>trace); s=$?\n\
             login=no; grep -aq '^< 235' trace && login=yes\n\
             printf 'smtp %s %s %s %s\\n' \"$s\" \"${{code:-0}}\" $login \"$(grep -aE '^(< [45][0-9][0-9]|curl: |.* failed: Connection refused)' trace | tr -d '\\r' | sed 's/^[<*] //' | head -n 3 | tr '\\n' ' ' | cut -c 1-300)\"\n",
            scene.nonce,
            quote(&letter.text()),
            quote(&format!("{}{}{recipients}", option("url", &smtp.url(&self.helo)), option("mail-from", &self.sender))),
        ));
        let Some(imap) = &self.imap else { return script };
        let usual = if imap.tls == Tls::Always { 993 } else { 143 };
        let end = End {
            name: "imap",
            scheme: "imap",
            server: &imap.server,
            port: imap.port.unwrap_or(usual),
            tls: imap.tls,
            ca: imap.ca.as_deref(),
            insecure: imap.insecure,
            login: Some((&imap.user, &imap.password)),
        };
        script.push_str("[ $s -eq 0 ] || exit 0\n");
        script.push_str(&sight::route_to(&imap.server));
        script.push_str(&end.script(self.wait));
        let folder = quote(&end.url(&letter::folder(&imap.folder)));
        let inbox = quote(&end.url("INBOX"));
        script.push_str(&format!(
            "up() {{ read -r up rest </proc/uptime; echo \"${{up%.*}}\"; }}\n\
             ask() {{ curl -q --config imap --url \"$1\" --request \"$2\" 2>said; }}\n\
             find() {{ got=$(ask \"$1\" \"UID SEARCH HEADER Message-ID \\\"$id\\\"\"); s=$?; found=$(printf %s \"$got\" | tr -d '\\r' | sed -n 's/^\\* SEARCH *//p'); }}\n\
             remove() {{ for uid in $found; do ask \"$1\" \"UID STORE $uid +FLAGS.SILENT (\\\\Deleted)\" >rest; ask \"$1\" \"UID EXPUNGE $uid\" >rest; done; }}\n\
             end=$(($(up) + {}))\n\
             while :; do find {folder}; [ $s -eq 0 ] && [ -z \"$found\" ] && [ \"$(up)\" -lt $end ] || break; sleep 0.5; done\n\
             printf 'imap %s %s\\nfound %s\\n' \"$s\" \"$(tr '\\n' ' ' <said | cut -c 1-300)\" \"$found\"\n\
             if [ -n \"$found\" ]; then\n\
             curl -q --config imap --url {folder}\";UID=${{found##* }}\" >letter 2>said || {{ echo \"lost $? $(tr '\\n' ' ' <said)\"; : >letter; }}\n\
             remove {folder}\n",
            sight::seconds(imap.within),
        ));
        if imap.folder != "INBOX" {
            script.push_str(&format!("else : >letter; find {inbox}; if [ -n \"$found\" ]; then echo inbox; remove {inbox}; fi\n"));
        } else {
            script.push_str("else : >letter\n");
        }
        script.push_str("fi\necho message\nhead -c 131072 letter\n");
        script
    }

    fn fact(&self) -> Text {
        text!("fact-mail", to = self.to.join(", "), server = format!("{}:{}", self.smtp.server, self.smtp().port))
    }

    /// Judges what the SMTP server said; a verdict ends there.
    fn sent(&self, line: &str, place: &Place) -> Result<Findings, Verdict> {
        let mut words = line.splitn(4, ' ');
        let (Some(status), Some(code), Some(login)) = (words.next(), words.next(), words.next()) else {
            return Err(unreadable("curl", line));
        };
        let said = words.next().unwrap_or_default().trim();
        let (Ok(status), Ok(code)) = (status.parse::<u16>(), code.parse::<u16>()) else {
            return Err(unreadable("curl", line));
        };
        let fine = Matcher::equals("250");
        let wanted = self.code.as_ref().unwrap_or(&fine);
        let mut findings = Findings::new();
        // A TLS session that is refused has a code too, and 454 is that of a relay as well.
        if status == 0 || (status != 64 && (400..600).contains(&code)) {
            match wanted.accepts(&Observed::Number(code.into())) {
                Ok(true) => {}
                Ok(false) => {
                    let actual = if status == 0 { text!("mail-accepted", code = code) } else { text!("mail-refused", said = excerpt(said)) };
                    findings.gap(self.fact(), text!("mail-code", code = wanted.describe()), actual);
                    return Err(findings.verdict());
                }
                Err(cause) => return Err(Verdict::Error(cause)),
            }
            // curl sends without a login when the server offers none.
            if let Some(user) = self.smtp.user.as_ref().filter(|_| status == 0 && login != "yes") {
                findings.gap(text!("fact-mail-login", user = user, server = &self.smtp.server), text!("ssh-accepted"), text!("mail-no-login"));
            }
            return Ok(findings);
        }
        let actual = match status {
            6 if *place == Place::Sensor => return Err(Verdict::Error(text!("error-sensor-name", host = &self.smtp.server))),
            6 => text!("reach-unresolved"),
            64 => text!("http-tls", said = excerpt(said)),
            status => match not_answered(status, said) {
                Some(actual) => actual,
                None => return Err(Verdict::Error(text!("error-tool-failed", tool = "curl", status = status, said = excerpt(said)))),
            },
        };
        Err(Verdict::fail(self.fact(), text!("expect-answer"), actual))
    }

    /// Judges what the mailbox held.
    fn received(&self, imap: &Mailbox, rest: &str, scene: &Scene, place: &Place, findings: &mut Findings) -> Result<(), Verdict> {
        let fact = text!("fact-mail-box", folder = &imap.folder, user = &imap.user);
        let fail = |expected, actual| Err(Verdict::fail(fact.clone(), expected, actual));
        let first = rest.lines().next().unwrap_or_default();
        if let Some(verdict) = sight::blind(place, first, &imap.server) {
            return Err(verdict);
        }
        match first {
            UNRESOLVED => return fail(text!("expect-answer"), text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("expect-answer"), text!("reach-no-route")),
            _ => {}
        }
        let Some((lines, message)) = rest.split_once("\nmessage\n") else { return Err(unreadable("curl", rest)) };
        let line = |word: &str| lines.lines().find_map(|line| line.strip_prefix(word));
        let (status, said) = line("imap ").and_then(|line| line.split_once(' ')).ok_or_else(|| unreadable("curl", lines))?;
        let status: u16 = status.parse().map_err(|_| unreadable("curl", lines))?;
        match status {
            0 => {}
            // A login that is denied, or a folder that is not there.
            64 | 67 | 78 => return fail(text!("mail-readable"), Text::verbatim(excerpt(said))),
            status => {
                return match not_answered(status, said) {
                    Some(actual) => fail(text!("expect-answer"), actual),
                    None => Err(Verdict::Error(text!("error-tool-failed", tool = "curl", status = status, said = excerpt(said)))),
                };
            }
        }
        if line("found ").is_none_or(|found| found.trim().is_empty()) {
            let actual = if line("inbox").is_some() { text!("mail-elsewhere") } else { text!("mail-absent", within = imap.within.to_string()) };
            return fail(text!("mail-arrived"), actual);
        }
        if let Some(lost) = line("lost ") {
            return Err(unreadable("curl", lost));
        }
        for (name, matcher) in &imap.headers {
            let fact = text!("fact-mail-header", name = name);
            match letter::headers(message, name).as_slice() {
                [] => findings.gap(fact, matcher.describe(), text!("shown-absent")),
                [one] => findings.expect(fact, Some(matcher), &Observed::text(one)),
                many => findings.expect(fact, Some(matcher), &Observed::list(many)),
            }
        }
        if let Some(name) = self.attachment.as_ref().filter(|_| !self.letter(scene).attached(message)) {
            findings.gap(text!("fact-mail-attachment", name = name), text!("smb-same"), text!("mail-altered"));
        }
        Ok(())
    }
}

impl Check for Mail {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let within = self.imap.as_ref().map_or(std::time::Duration::ZERO, |imap| imap.within.0);
        // Sending, a last search, fetching, a search elsewhere, removing in two commands.
        let least = self.wait.0 * 6 + within + MARGIN;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(scene), least)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let place = scene.from(self.from.as_ref());
        let output = match sight::looked("curl", outputs, &place, &self.smtp.server) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        let fail = |actual| Verdict::fail(self.fact(), text!("expect-answer"), actual);
        match first {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            _ => {}
        }
        let Some(line) = first.strip_prefix("smtp ") else { return unreadable("curl", printed) };
        let mut findings = match self.sent(line, &place) {
            Ok(findings) => findings,
            Err(verdict) => return verdict,
        };
        if let Some(imap) = &self.imap
            && let Err(verdict) = self.received(imap, rest, scene, &place, &mut findings)
        {
            return verdict;
        }
        findings.verdict()
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.smtp.user.is_some() != self.smtp.password.is_some() {
            problems.push(text!("problem-mail-login"));
        }
        let odd = |text: &&String| text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c));
        if self.to.is_empty() || self.to.iter().chain([&self.sender, &self.helo]).any(|text| odd(&text)) {
            problems.push(text!("problem-mail-address"));
        }
        if self.subject.contains('\n') || self.attachment.as_ref().is_some_and(|name| name.contains(['\n', '"', '\\']) || !name.is_ascii()) {
            problems.push(text!("problem-mail-subject"));
        }
        // What is refused arrives nowhere.
        let accepts = |code: f64| self.code.as_ref().is_none_or(|wanted| wanted.accepts(&Observed::Number(code)) == Ok(true));
        if self.imap.is_some() && !accepts(250.0) {
            problems.push(text!("problem-mail-refused"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Mail;
    use crate::check::{Check, Place, Scene};

    fn mail(rest: &str) -> Mail {
        serde_saphyr::from_str(&format!("{{ smtp: {{ server: a, user: bob, password: hunter22 }}, sender: a@b.test, to: [c@b.test]{rest} }}")).unwrap()
    }

    #[test]
    fn a_password_is_not_an_argument() {
        let scene = Scene { on: Place::Sensor, timeout: std::time::Duration::from_secs(10), nonce: "0123".to_owned() };
        let script = mail(", imap: { server: a, user: c, password: hunter33 }").script(&scene);
        let clients = script.lines().filter(|line| line.contains("curl -q"));
        assert!(clients.clone().count() >= 3 && clients.clone().all(|line| !line.contains("hunter")), "{script}");
        // Only what the server says is kept of the trace: what is sent holds the password.
        assert!(script.contains("grep -aE '^(< [45]"));
    }

    #[test]
    fn a_message_that_makes_no_sense_is_a_mistake_of_the_lab() {
        let problems = |rest: &str| mail(rest).problems().len();
        assert_eq!(problems(""), 0);
        assert_eq!(problems(", code: 554, imap: { server: a, user: c, password: d }"), 1);
        assert_eq!(problems(", code: { one-of: [550, 554] }"), 0);
        assert_eq!(problems(", attachment: 'a\"b'"), 1);
        assert_eq!(problems(", helo: 'a b'"), 1);
    }
}
