//! What an SNMP agent answers, and to whom.
//!
//! `snmpget` does the work. An agent says nothing to a community that it does not know,
//! nor to a wrong privacy passphrase, so silence alone is no refusal: after a silence,
//! the agent is asked for its engine as SNMPv3 wants it, with a user that nobody has. An
//! agent that is there says that it does not know the user. Where it does not, the
//! kernel may still say that nothing listens.
//!
//! Passphrases and communities are written to a private file, which is removed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// Reads one value of an SNMP agent; there should be one unless `refused: true`.
///
/// `snmp: { to: 10.0.0.2, user: superv, auth-passphrase: …, privacy-passphrase: … }` asks
/// over SNMPv3 with both authentication and privacy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Snmp {
    /// The address of the agent, or a name that the looker can resolve.
    pub to: String,
    /// Its UDP port; 161 when nothing is said.
    #[serde(default = "port")]
    pub port: u16,
    /// The node that asks; the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// `"1"`, `"2c"` or `"3"`; 2c with a `community`, else 3, when nothing is said.
    pub version: Option<Version>,
    /// The community, for versions 1 and 2c.
    pub community: Option<String>,
    /// The user, for version 3.
    pub user: Option<String>,
    /// How authentication is done, for version 3: `SHA` when nothing is said.
    pub auth: Option<Auth>,
    /// The authentication passphrase, 8 characters or more; none for `noAuthNoPriv`.
    pub auth_passphrase: Option<String>,
    /// How what is sent is ciphered, for version 3: `AES` when nothing is said.
    pub privacy: Option<Privacy>,
    /// The privacy passphrase, 8 characters or more; none for `authNoPriv`.
    pub privacy_passphrase: Option<String>,
    /// What is read, in numbers; 1.3.6.1.2.1.1.3.0 (how long the agent has run) when
    /// nothing is said.
    #[serde(default = "uptime")]
    pub oid: String,
    /// The value: a text, or a number (an enumeration by its number, times in hundredths
    /// of a second).
    pub value: Option<Matcher>,
    /// Whether it should refuse: it says so, or stays silent while it answers others. An
    /// agent that gives no sign of life at all is not judged.
    #[serde(default)]
    pub refused: bool,
    /// How long an answer is waited for; 3s when nothing is said.
    #[serde(default = "three_seconds")]
    pub wait: Span,
}

fn port() -> u16 {
    161
}

fn uptime() -> String {
    "1.3.6.1.2.1.1.3.0".to_owned()
}

fn three_seconds() -> Span {
    Span(std::time::Duration::from_secs(3))
}

/// A version of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the protocol")]
pub enum Version {
    #[serde(rename = "1")]
    One,
    #[serde(rename = "2c")]
    Two,
    #[serde(rename = "3")]
    Three,
}

/// A way of proving who asks (RFC 3414, RFC 7860).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the algorithms")]
pub enum Auth {
    MD5,
    SHA,
    #[serde(rename = "SHA-224")]
    Sha224,
    #[serde(rename = "SHA-256")]
    Sha256,
    #[serde(rename = "SHA-384")]
    Sha384,
    #[serde(rename = "SHA-512")]
    Sha512,
}

impl Auth {
    fn word(self) -> &'static str {
        match self {
            Self::MD5 => "MD5",
            Self::SHA => "SHA",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// A cipher (RFC 3414, RFC 3826; the longer keys as net-snmp and Cisco have them).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the algorithms")]
pub enum Privacy {
    DES,
    AES,
    #[serde(rename = "AES-192")]
    Aes192,
    #[serde(rename = "AES-256")]
    Aes256,
}

impl Privacy {
    fn word(self) -> &'static str {
        match self {
            Self::DES => "DES",
            Self::AES => "AES",
            Self::Aes192 => "AES-192",
            Self::Aes256 => "AES-256",
        }
    }
}

/// What came of asking.
#[derive(Debug, PartialEq)]
enum Answer {
    Value(String),
    /// The agent lets us in and has nothing there.
    Nothing(String),
    Denied(String),
    /// Silent to us, and how to others.
    Silent(Sign),
    NoWay(Text),
}

/// Whether an agent is there, after a silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Answers,
    NothingListens,
    None,
}

/// `ask NAME`: what the agent says to the settings of that name, and the status.
const ASK: &str = "case $at in *:*) peer=\"udp6:[$at]:$port\" ;; *) peer=\"udp:$at:$port\" ;; esac\n\
    ask() {\nSNMPCONFPATH=\"$d/$1\" SNMP_PERSISTENT_DIR=\"$d\" MIBS= MIBDIRS=\"$d\" snmpget -On -OQ -Oe -Ot -t \"$wait\" -r 1 \"$peer\" \"$oid\" >\"$d/out\" 2>&1\n\
    echo \"$1 $?\"; grep -v '^Created directory' \"$d/out\" | sed 's/^/said /'\n}\n\
    ask asked\nif grep -q 'Timeout' \"$d/out\"; then\nask control\n\
    nc -u -z -n -w 1 \"$at\" \"$port\" >/dev/null 2>&1 || echo closed\nfi\n";

impl Snmp {
    fn version(&self) -> Version {
        self.version.unwrap_or(if self.community.is_some() { Version::Two } else { Version::Three })
    }

    fn settings(&self) -> Vec<String> {
        let quoted = |word: &str| format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
        let community = |version: &str| {
            let community = quoted(self.community.as_deref().unwrap_or_default());
            vec![format!("defVersion {version}"), format!("defCommunity {community}")]
        };
        match self.version() {
            Version::One => community("1"),
            Version::Two => community("2c"),
            Version::Three => {
                let user = quoted(self.user.as_deref().unwrap_or_default());
                let mut lines = vec!["defVersion 3".to_owned(), format!("defSecurityName {user}")];
                let level = match (&self.auth_passphrase, &self.privacy_passphrase) {
                    (Some(_), Some(_)) => "authPriv",
                    (Some(_), None) => "authNoPriv",
                    _ => "noAuthNoPriv",
                };
                lines.push(format!("defSecurityLevel {level}"));
                if let Some(phrase) = &self.auth_passphrase {
                    lines.push(format!("defAuthType {}", self.auth.unwrap_or(Auth::SHA).word()));
                    lines.push(format!("defAuthPassphrase {}", quoted(phrase)));
                }
                if let Some(phrase) = &self.privacy_passphrase {
                    lines.push(format!("defPrivType {}", self.privacy.unwrap_or(Privacy::AES).word()));
                    lines.push(format!("defPrivPassphrase {}", quoted(phrase)));
                }
                lines
            }
        }
    }

    fn script(&self, scene: &Scene) -> String {
        let mut script = sight::need(&["snmpget", "nc", "ip", "getent", "mktemp", "grep", "sed"]);
        script.push_str(&sight::route_to(&self.to));
        script.push_str("d=$(mktemp -d) || exit 1\ntrap 'rm -rf \"$d\"' EXIT\nmkdir \"$d/asked\" \"$d/control\"\n");
        // `printf` is the shell's own: what it writes is no argument of any process.
        script.push_str("{\n");
        for line in self.settings() {
            script.push_str(&format!("printf '%s\\n' {}\n", quote(&line)));
        }
        script.push_str("} >\"$d/asked/snmp.conf\"\n");
        let nobody = format!("defVersion 3\\ndefSecurityName {}\\ndefSecurityLevel noAuthNoPriv\\n", scene.nonce);
        script.push_str(&format!("printf {} >\"$d/control/snmp.conf\"\n", quote(&nobody)));
        script.push_str(&format!(
            "port={}\nwait={}\noid={}\n{ASK}",
            self.port,
            sight::seconds(Span(self.wait.0 / 2)),
            quote(&format!(".{}", self.oid.trim_start_matches('.'))),
        ));
        script
    }

    fn compare(&self, answer: &Answer) -> Verdict {
        let to = self.to.as_str();
        let fact = text!("fact-snmp", to = to, oid = self.oid.as_str());
        let mut findings = Findings::new();
        match (answer, self.refused) {
            (Answer::Value(value), false) => {
                findings.expect(fact, self.value.as_ref(), &observed(value));
            }
            (Answer::Denied(_) | Answer::Silent(Sign::Answers), true) => {}
            (Answer::Silent(Sign::None), true) => return Verdict::Error(text!("error-snmp-silent", to = to)),
            (answer, refused) => {
                let expected = match (refused, &self.value) {
                    (true, _) => text!("snmp-refused"),
                    (false, Some(value)) => value.describe(),
                    (false, None) => text!("snmp-a-value"),
                };
                findings.gap(fact, expected, shown(answer));
            }
        }
        findings.verdict()
    }
}

fn shown(answer: &Answer) -> Text {
    match answer {
        Answer::Value(value) => text!("snmp-answered", said = excerpt(value)),
        Answer::Nothing(said) | Answer::Denied(said) => Text::verbatim(excerpt(said)),
        Answer::Silent(Sign::Answers) => text!("snmp-silent-to-us"),
        Answer::Silent(Sign::NothingListens) => text!("snmp-nothing-listens"),
        Answer::Silent(Sign::None) => text!("snmp-silent"),
        Answer::NoWay(why) => why.clone(),
    }
}

/// A value as snmpget prints it: texts in quotation marks, numbers without.
fn observed(value: &str) -> Observed {
    match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(text) => Observed::text(&text.replace("\\\"", "\"").replace("\\\\", "\\")),
        None => value.parse().map_or_else(|_| Observed::text(value), Observed::Number),
    }
}

/// Reads what the script printed.
fn read(printed: &str) -> Option<Answer> {
    let mut asked: Option<(i32, Vec<&str>)> = None;
    let mut control: Option<(i32, Vec<&str>)> = None;
    let mut closed = false;
    for line in printed.lines() {
        match line.split_once(' ') {
            Some(("asked", status)) => asked = Some((status.parse().ok()?, Vec::new())),
            Some(("control", status)) => control = Some((status.parse().ok()?, Vec::new())),
            Some(("said", words)) => control.as_mut().or(asked.as_mut())?.1.push(words),
            None if line == "closed" => closed = true,
            None if line == "said" => {}
            _ => return None,
        }
    }
    let (status, said) = asked?;
    let said = said.join("\n");
    if status == 0 {
        let (_, value) = said.split_once(" = ")?;
        let nothing = value.starts_with("No Such ") || value.starts_with("No more variables");
        return Some(if nothing { Answer::Nothing(value.to_owned()) } else { Answer::Value(value.to_owned()) });
    }
    if said.contains("Timeout") {
        let (_, control) = control?;
        // Discovery got its answer: the engine is there, the user is not.
        let answers = control.iter().any(|line| line.contains("Unknown user name"));
        return Some(Answer::Silent(match (answers, closed) {
            (true, _) => Sign::Answers,
            (false, true) => Sign::NothingListens,
            (false, false) => Sign::None,
        }));
    }
    if said.contains("noSuchName") {
        return Some(Answer::Nothing(said));
    }
    let refusals = ["Unknown user name", "Authentication failure", "authorizationError", "Unsupported security level", "Decryption error", "noAccess"];
    refusals.iter().any(|words| said.contains(words)).then_some(Answer::Denied(said))
}

impl Check for Snmp {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        // The question, the control and the port, each with one repetition.
        let least = self.wait.0 * 4 + MARGIN;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(scene), least)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let place: Place = scene.from(self.from.as_ref());
        let output = match sight::looked("snmpget", outputs, &place, &self.to) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let answer = match output.stdout.trim() {
            UNRESOLVED => Answer::NoWay(text!("reach-unresolved")),
            NO_ROUTE => Answer::NoWay(text!("reach-no-route")),
            printed => match read(printed) {
                Some(answer) => answer,
                None => return unreadable("snmpget", printed),
            },
        };
        self.compare(&answer)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let three = self.version() == Version::Three;
        if three && (self.user.is_none() || self.community.is_some()) || !three && self.community.is_none() {
            problems.push(text!("problem-snmp-who"));
        }
        let phrases = [&self.auth_passphrase, &self.privacy_passphrase];
        if !three && (self.user.is_some() || phrases.iter().any(|phrase| phrase.is_some())) {
            problems.push(text!("problem-config-key", key = "user"));
        }
        if self.auth_passphrase.is_none() && self.privacy_passphrase.is_some() {
            problems.push(text!("problem-snmp-privacy"));
        }
        if self.auth.is_some() && self.auth_passphrase.is_none() || self.privacy.is_some() && self.privacy_passphrase.is_none() {
            problems.push(text!("problem-snmp-phrase-missing"));
        }
        // Shorter ones are refused by every implementation (RFC 3414, 11.2).
        if phrases.into_iter().flatten().any(|phrase| phrase.chars().count() < 8) {
            problems.push(text!("problem-snmp-phrase"));
        }
        let words = [Some(&self.to), self.community.as_ref(), self.user.as_ref()];
        if words.into_iter().flatten().chain(phrases.into_iter().flatten()).any(|word| word.contains(['\n', '\r'])) {
            problems.push(text!("problem-snmp-line"));
        }
        if !self.oid.trim_start_matches('.').split('.').all(|part| part.parse::<u32>().is_ok()) {
            problems.push(text!("problem-snmp-oid", given = &self.oid));
        }
        if self.refused && self.value.is_some() {
            problems.push(text!("problem-config-key", key = "value"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Sign, Snmp, read};
    use crate::check::{Place, Scene};

    #[test]
    fn silence_is_told_apart() {
        let silent = |rest: &str| read(&format!("asked 1\nsaid Timeout: No Response from 10.0.0.2.\n{rest}"));
        assert_eq!(silent("control 1\nsaid snmpget: Unknown user name\n"), Some(Answer::Silent(Sign::Answers)));
        assert_eq!(silent("control 1\nsaid snmpget: Timeout\nclosed\n"), Some(Answer::Silent(Sign::NothingListens)));
        assert_eq!(silent("control 1\nsaid snmpget: Timeout\n"), Some(Answer::Silent(Sign::None)));
        assert_eq!(silent(""), None, "cut off");
    }

    #[test]
    fn no_secret_is_an_argument() {
        let snmp: Snmp = serde_saphyr::from_str(
            "{ to: 10.0.0.2, user: superv, auth-passphrase: 'phrase l''une', privacy-passphrase: phrase-autre }",
        )
        .unwrap();
        let scene = Scene { on: Place::Sensor, timeout: Duration::from_secs(1), nonce: "0123".to_owned() };
        let script = snmp.script(&scene);
        for line in script.lines().filter(|line| line.contains("phrase-autre") || line.contains("une\"")) {
            assert!(line.starts_with("printf '%s\\n' "), "{line}");
        }
        assert!(script.contains("defSecurityLevel authPriv"));
    }
}
