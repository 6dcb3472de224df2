//! What a RADIUS server answers to someone who wants in.
//!
//! FreeRADIUS's client asks plainly, hostap's (`eapol_test`) over EAP as a supplicant on an
//! 802.1X port would. Silence is not a refusal: a server says nothing to a client that it
//! does not know or whose secret is wrong, and a stopped one says nothing either.
//!
//! `eapol_test` takes the shared secret as an argument only, where anybody who lists processes
//! sees it. So it talks to a proxy of ours (`radsecproxy`), with a secret drawn for the
//! occasion, and the proxy reads the real one from a file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Authenticates at a RADIUS server; it should accept unless something else is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Radius {
    /// The address of the server, or a name that the looker can resolve.
    pub server: String,
    /// Its UDP port; 1812 when nothing is said.
    #[serde(default = "port")]
    pub port: u16,
    /// The secret that the server shares with its clients.
    pub secret: String,
    /// Who wants in.
    pub user: String,
    /// The password of `user`.
    pub password: String,
    /// `pap`, `chap`, `mschap` (version 1), `eap-md5`, `eap-mschapv2`, `eap-peap` (with
    /// MSCHAPv2 inside), `eap-ttls` (with PAP inside) or `eap-ttls-mschapv2`; pap when
    /// nothing is said.
    #[serde(default)]
    pub method: Method,
    /// The identity that is shown outside of the tunnel of PEAP and TTLS; `user` when nothing
    /// is said.
    pub outer_identity: Option<String>,
    /// The certificates (PEM) that the server's should come from, with PEAP and TTLS; not
    /// verified when nothing is said.
    pub ca: Option<String>,
    /// Attributes that are sent along, with the methods that are not EAP:
    /// `{ NAS-Identifier: bornes-wifi }`.
    #[serde(default)]
    pub request: BTreeMap<String, String>,
    /// `accept`, `reject` or `silent`; accept when nothing is said. Silent is what a server
    /// is to a client that it does not know; a port where nothing listens is not silent.
    #[serde(default)]
    pub expect: Answer,
    /// Attributes of the answer, by their names in FreeRADIUS's dictionary, without tags:
    /// `{ Tunnel-Private-Group-Id: "20" }`. One given several times is a list.
    #[serde(default)]
    pub attributes: BTreeMap<String, Matcher>,
    /// The node that asks, with the methods that are not EAP; the sensor, outside of all
    /// nodes, when nothing is said. The server sees its address.
    pub from: Option<Located<NodeName>>,
    /// How long an answer is waited for; 6s when nothing is said. Servers take a second to
    /// refuse.
    #[serde(default = "six_seconds")]
    pub wait: Span,
}

fn port() -> u16 {
    1812
}

fn six_seconds() -> Span {
    Span(std::time::Duration::from_secs(6))
}

/// How someone shows who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of the methods")]
pub enum Method {
    #[default]
    Pap,
    Chap,
    Mschap,
    EapMd5,
    #[serde(rename = "eap-mschapv2")]
    EapMschapv2,
    EapPeap,
    EapTtls,
    #[serde(rename = "eap-ttls-mschapv2")]
    EapTtlsMschapv2,
}

impl Method {
    /// The attribute of the password, or nothing when the method is one of EAP.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Pap => Some("User-Password"),
            Self::Chap => Some("CHAP-Password"),
            Self::Mschap => Some("MS-CHAP-Password"),
            _ => None,
        }
    }

    fn tunnelled(self) -> bool {
        matches!(self, Self::EapPeap | Self::EapTtls | Self::EapTtlsMschapv2)
    }

    /// The method and what is inside, for wpa_supplicant.
    fn network(self) -> &'static str {
        match self {
            Self::EapMd5 => "eap=MD5",
            Self::EapPeap => "eap=PEAP\nphase2=\"auth=MSCHAPV2\"",
            Self::EapTtls => "eap=TTLS\nphase2=\"auth=PAP\"",
            Self::EapTtlsMschapv2 => "eap=TTLS\nphase2=\"auth=MSCHAPV2\"",
            _ => "eap=MSCHAPV2",
        }
    }
}

/// What the server does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It accepts.
    #[default]
    Accept,
    /// It refuses.
    Reject,
    /// It says nothing.
    Silent,
}

impl Answer {
    fn text(self) -> Text {
        match self {
            Self::Accept => text!("radius-accept"),
            Self::Reject => text!("radius-reject"),
            Self::Silent => text!("radius-silent"),
        }
    }
}

/// Writes a value of the attributes that radclient reads.
fn value(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Writes a value of wpa_supplicant's configuration: in hexadecimal, there are no quotes to
/// get wrong.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

impl Radius {
    fn tool(&self) -> &'static str {
        if self.method.attribute().is_some() { "radclient" } else { "eapol_test" }
    }

    /// Prints `radius STATUS`, what matters of what the client said with `log ` before each
    /// line, and the answer as the client shows it. What was sent is left out: it holds the
    /// password.
    fn script(&self) -> String {
        let mut script = sight::need(&[self.tool(), "nc", "ip", "getent", "mktemp", "timeout", "awk"]);
        script.push_str(&sight::route_to(&self.server));
        script.push_str("umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncd \"$d\" || exit\n");
        let seconds = sight::seconds(self.wait);
        if let Some(attribute) = self.method.attribute() {
            let mut request = format!("User-Name = {}\n{attribute} = {}\nMessage-Authenticator = 0x00\n", value(&self.user), value(&self.password));
            for (name, text) in &self.request {
                request.push_str(&format!("{name} = {}\n", value(text)));
            }
            // Asked twice, in case a datagram is lost.
            script.push_str(&format!(
                "printf %s {} >secret || exit\nprintf %s {} >request || exit\n\
                 case $at in *:*) to=\"[$at]:{port}\" ;; *) to=\"$at:{port}\" ;; esac\n\
                 timeout -k 1 {} radclient -x -r 2 -t {} -S secret -f request \"$to\" auth </dev/null >out 2>log\n\
                 echo \"radius $?\"\ncat log out | grep -aE 'No reply|Shared secret|rror' | cut -c 1-300 | sed 's/^/log /'\n\
                 received=$(sed -n '/^Received /,$p' out)\n",
                quote(&self.secret), quote(&request), seconds + 2, seconds.div_ceil(2), port = self.port,
            ));
        } else {
            let outer = self.outer_identity.as_ref().map(|identity| format!("anonymous_identity={}\n", hex(identity))).unwrap_or_default();
            let ca = if self.ca.is_some() { "ca_cert=\"ca\"\n" } else { "" };
            let network = format!(
                "network={{\nkey_mgmt=IEEE8021X\n{}\nidentity={}\npassword={}\n{outer}{ca}}}\n",
                self.method.network(), hex(&self.user), hex(&self.password)
            );
            if let Some(ca) = &self.ca {
                script.push_str(&format!("printf '%s\\n' {} >ca || exit\n", quote(ca)));
            }
            let keys = if self.method == Method::EapMd5 { " -n" } else { "" };
            script.push_str(&self.proxy());
            script.push_str(&format!(
                "printf %s {} >network || exit\n\
                 timeout -k 1 {} eapol_test -c network -a 127.0.0.1 -p $door -s $word -t {seconds}{keys} </dev/null >out 2>log\n\
                 echo \"radius $?\"\n\
                 grep -aE '^(CTRL-EVENT-EAP-(TLS-CERT-ERROR|METHOD)|EAPOL test timed out|recvmsg.*refused|Failed to|Line )' out | cut -c 1-300 | sed 's/^/log /'\n\
                 received=$(awk '/^RADIUS message: code=(2|3|11) / {{ kept = \"\"; on = 1 }} !/^( |RADIUS message)/ {{ on = 0 }} /^RADIUS message: code=1 / {{ on = 0 }} on {{ kept = kept $0 \"\\n\" }} END {{ printf \"%s\", kept }}' out)\n",
                quote(&network), seconds + 2,
            ));
        }
        // A port where nothing listens says so to whoever asks in the right way.
        script.push_str(&format!(
            "if [ -z \"$received\" ]; then\nnc -u -z -v -n -w 1 \"$at\" {} >near 2>&1 </dev/null || echo \"log port closed $(tr '\\n' ' ' <near)\"\nfi\n\
             echo answer\nprintf '%s\\n' \"$received\"\n",
            self.port
        ));
        script
    }

    /// Starts the proxy: it listens on `$door` for who knows `$word`.
    fn proxy(&self) -> String {
        // Its configuration reads `%xx` as a byte: there are no quotes to get wrong.
        format!(
            "{need}door=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 30000)) word=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')\n\
             theirs=$(printf %s {secret} | od -An -v -tx1 | tr -d '\n' | sed 's/ /%/g')\n\
             case $at in *:*) host=\"[$at]\" ;; *) host=$at ;; esac\n\
             printf 'ListenUDP 127.0.0.1:%s\nclient ours {{\nhost 127.0.0.1\ntype udp\nsecret %s\n}}\n\
             server theirs {{\nhost %s\nport {port}\ntype udp\nsecret %s\n}}\nrealm * {{\nserver theirs\n}}\n' \
             \"$door\" \"$word\" \"$host\" \"$theirs\" >proxy || exit\n\
             radsecproxy -f -c proxy >listening 2>&1 </dev/null &\nproxy=$!\n\
             trap 'kill $proxy 2>/dev/null; rm -rf \"$d\"' EXIT\n\
             until ss -Hlun \"sport = :$door\" | grep -q .; do\n\
             kill -0 $proxy 2>/dev/null || {{ tail -n 2 listening >&2; exit 1; }}\nsleep 0.1\ndone\n",
            need = sight::need(&["radsecproxy", "ss", "od"]),
            secret = quote(&self.secret),
            port = self.port,
        )
    }

    fn fact(&self) -> Text {
        text!("fact-radius", user = &self.user, server = &self.server)
    }

    fn compare(&self, log: &[&str], received: &str) -> Option<Verdict> {
        let any = |words: &str| log.iter().any(|line| line.contains(words));
        let fail = |actual| Some(Verdict::fail(self.fact(), self.expect.text(), actual));
        // Our own refusal of the server's certificate comes back as one of the server's.
        if let Some(line) = log.iter().find(|line| line.starts_with("CTRL-EVENT-EAP-TLS-CERT-ERROR")) {
            let said = line.split_once(" err=").map_or(*line, |(_, said)| said);
            return fail(text!("radius-untrusted", said = excerpt(said)));
        }
        if any("Shared secret") {
            return fail(text!("radius-other-secret"));
        }
        let first = received.lines().next().unwrap_or_default();
        let answer = if first.contains("Access-Accept") {
            Answer::Accept
        } else if first.contains("Access-Reject") {
            Answer::Reject
        } else if first.contains("Access-Challenge") {
            return fail(text!("radius-challenge"));
        } else if any("refused") || any("port closed") {
            return fail(text!("radius-closed"));
        } else if any("No reply") || any("timed out") {
            Answer::Silent
        } else {
            return None;
        };
        let mut findings = Findings::new();
        if answer != self.expect {
            let attributes = attributes(received);
            let said = attributes.get("reply-message").map(|said| said.join(" "));
            let actual = match said {
                Some(said) => text!("radius-said", answer = answer.text(), said = excerpt(&said)),
                None => answer.text(),
            };
            findings.gap(self.fact(), self.expect.text(), actual);
            return Some(findings.verdict());
        }
        let attributes = attributes(received);
        for (name, matcher) in &self.attributes {
            let fact = text!("fact-radius-attribute", name = name, user = &self.user);
            match attributes.get(&name.to_ascii_lowercase()).map(Vec::as_slice) {
                None | Some([]) => findings.gap(fact, matcher.describe(), text!("shown-absent")),
                Some([one]) => findings.expect(fact, Some(matcher), &Observed::text(one)),
                Some(many) => findings.expect(fact, Some(matcher), &Observed::list(many)),
            }
        }
        Some(findings.verdict())
    }
}

/// Reads the attributes of an answer, as either client shows them; names in lower case.
fn attributes(received: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in received.lines() {
        if let Some((name, value)) = line.strip_prefix('\t').and_then(|line| line.split_once(" = ")) {
            // A tag follows the name: `Tunnel-Type:0`.
            let name = name.split(':').next().unwrap_or(name).to_ascii_lowercase();
            let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).map_or_else(
                || value.to_owned(),
                |value| value.replace("\\\"", "\"").replace("\\\\", "\\"),
            );
            found.entry(name).or_default().push(value);
        } else if let Some(rest) = line.trim_start().strip_prefix("Attribute ") {
            open = attribute(rest);
        } else if let (Some(value), Some(name)) = (line.trim_start().strip_prefix("Value: "), open.take()) {
            let shown = shown(&name, value);
            found.entry(name).or_default().push(shown);
        }
    }
    found
}

/// Reads `81 (Tunnel-Private-Group-Id) length=4`; hostap does not know all names.
fn attribute(rest: &str) -> Option<String> {
    let (number, rest) = rest.split_once(" (")?;
    let (name, _) = rest.split_once(')')?;
    Some(match number {
        "11" => "filter-id".to_owned(),
        "18" => "reply-message".to_owned(),
        _ => name.to_ascii_lowercase(),
    })
}

/// Brings a value as hostap shows it to the form of FreeRADIUS's client (RFC 2868 for the
/// tunnels: a first byte up to 0x1f is a tag).
fn shown(name: &str, value: &str) -> String {
    if let Some(text) = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')) {
        return text.to_owned();
    }
    let digits: Option<Vec<u8>> =
        (0..value.len() / 2).map(|at| value.get(at * 2..at * 2 + 2).and_then(|two| u8::from_str_radix(two, 16).ok())).collect();
    let Some(bytes) = digits.filter(|bytes| bytes.len() * 2 == value.len()) else { return value.to_owned() };
    match name {
        "tunnel-type" | "tunnel-medium-type" => {
            let number = bytes.iter().skip(1).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
            match (name, number) {
                ("tunnel-type", 13) => "VLAN".to_owned(),
                ("tunnel-medium-type", 6) => "IEEE-802".to_owned(),
                _ => number.to_string(),
            }
        }
        "tunnel-private-group-id" | "filter-id" | "reply-message" => {
            let tagged = name.starts_with("tunnel") && bytes.first().is_some_and(|tag| *tag <= 0x1f);
            String::from_utf8_lossy(if tagged { &bytes[1..] } else { &bytes }).into_owned()
        }
        _ => value.to_owned(),
    }
}

impl Check for Radius {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), self.wait.0 + MARGIN * 2)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let output = match sight::looked(self.tool(), outputs, &scene.from(self.from.as_ref()), &self.server) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let fail = |actual| Verdict::fail(self.fact(), self.expect.text(), actual);
        match printed.lines().next().unwrap_or_default() {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            _ => {}
        }
        let Some((log, received)) = printed.split_once("\nanswer\n") else { return unreadable(self.tool(), printed) };
        let log: Vec<&str> = log.lines().filter_map(|line| line.strip_prefix("log ")).collect();
        self.compare(&log, received).unwrap_or_else(|| unreadable(self.tool(), printed))
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let eap = self.method.attribute().is_none();
        // Supplicant and proxy are the sensor's.
        if eap && self.from.is_some() {
            problems.push(text!("problem-radius-from"));
        }
        if !self.method.tunnelled() && (self.ca.is_some() || self.outer_identity.is_some()) {
            problems.push(text!("problem-radius-tunnel"));
        }
        if eap && !self.request.is_empty() {
            problems.push(text!("problem-radius-request"));
        }
        if self.expect == Answer::Silent && !self.attributes.is_empty() {
            problems.push(text!("problem-radius-silent"));
        }
        let lines = [&self.secret, &self.user, &self.password].into_iter().chain(self.request.values());
        let names = self.request.keys().any(|name| !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        if self.secret.is_empty() || names || lines.into_iter().any(|line| line.contains('\n')) {
            problems.push(text!("problem-radius-line"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Radius, attributes};
    use crate::check::Check;

    fn radius(rest: &str) -> Radius {
        serde_saphyr::from_str(&format!("{{ server: 10.0.0.1, secret: hunter22, user: bob, password: hunter33{rest} }}")).unwrap()
    }

    #[test]
    fn both_clients_show_the_same_attributes() {
        let plain = "Received Access-Accept Id 1 from a to b length 1\n\tTunnel-Type:0 = VLAN\n\tTunnel-Private-Group-Id:0 = \"20\"\n";
        let eap = "RADIUS message: code=2 (Access-Accept) identifier=10 length=195\n   Attribute 64 (Tunnel-Type) length=6\n      Value: 0000000d\n   Attribute 81 (Tunnel-Private-Group-Id) length=4\n      Value: 3230\n";
        assert_eq!(attributes(plain), attributes(eap));
        assert_eq!(attributes(plain)["tunnel-private-group-id"], ["20"]);
    }

    #[test]
    fn silence_is_neither_acceptance_nor_refusal() {
        let word = |rest: &str, log: &str| radius(rest).compare(&[log], "").map(|verdict| verdict.word());
        assert_eq!(word("", "(0) No reply from server for ID 1 socket 3"), Some("fail"));
        assert_eq!(word(", expect: reject", "(0) No reply from server for ID 1 socket 3"), Some("fail"));
        assert_eq!(word(", expect: silent", "(0) No reply from server for ID 1 socket 3"), Some("pass"));
        assert_eq!(word(", expect: silent", "port closed"), Some("fail"));
        assert_eq!(word(", expect: silent", ""), None, "something of ours");
    }

    #[test]
    fn a_secret_is_not_an_argument_where_students_are() {
        let script = radius("").script();
        let client = script.lines().find(|line| line.contains("radclient -x")).unwrap_or_default();
        assert!(!client.is_empty() && !client.contains("hunter"), "{client}");
        let script = radius(", method: eap-peap").script();
        // `printf` is part of the shell: its arguments are no process's.
        let elsewhere = script.lines().filter(|line| line.contains("hunter22") && !line.contains("$(printf %s hunter22 |"));
        assert_eq!(elsewhere.count(), 0, "{script}");
        assert_eq!(radius(", method: eap-peap, from: alpha").problems().len(), 1);
        assert_eq!(radius(", from: alpha").problems().len(), 0);
        assert_eq!(radius(", ca: x").problems().len(), 1);
        assert_eq!(radius(", method: eap-ttls, request: { A: b }").problems().len(), 1);
    }
}
