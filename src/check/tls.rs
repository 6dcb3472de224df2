//! A TLS session: the certificate, who issued it, the versions that are spoken.
//!
//! OpenSSL's client tells each thing that is wrong with a chain apart: a certificate that
//! has expired and one whose issuer is unknown are two failures. Dates are judged by the
//! clock of the machine that looks, the sensor unless another is named.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes, five_seconds};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Opens a TLS session; the certificate should be for the name asked for, valid now, and
/// come from a known issuer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tls {
    /// The name or the address of the server.
    pub host: String,
    /// Its port; 443 when nothing is said.
    #[serde(default = "https")]
    pub port: u16,
    /// The protocol that begins in clear and turns to TLS; TLS from the start when nothing
    /// is said.
    pub starttls: Option<StartTls>,
    /// The name that is asked for (SNI) and that the certificate should be for; `host` when
    /// nothing is said.
    pub server_name: Option<String>,
    /// The certificates (PEM) that the server's should come from, instead of the usual ones.
    pub ca: Option<String>,
    /// A file of such certificates on the node of `from`.
    pub ca_file: Option<String>,
    /// Whether the issuer should be known; true when nothing is said. With false, a
    /// self-signed certificate is accepted; its dates and its name still count.
    #[serde(default = "yes")]
    pub trusted: bool,
    /// Other names and addresses that the certificate should be for.
    #[serde(default)]
    pub names: Vec<String>,
    /// How many days it is still valid.
    pub days_left: Option<Matcher>,
    /// The version that is chosen: `TLSv1.3`.
    pub version: Option<Matcher>,
    /// Versions that the server should accept.
    #[serde(default)]
    pub accepted: Vec<Version>,
    /// Versions that it should refuse: `[TLSv1, TLSv1.1]`.
    #[serde(default)]
    pub refused: Vec<Version>,
    /// The kind of its key, as OpenSSL says it: `RSA`, `EC`, `ED25519`.
    pub key: Option<Matcher>,
    /// The size of its key in bits; 256 bits of `EC` are worth 3072 of `RSA`.
    pub key_bits: Option<Matcher>,
    /// How it is signed, as OpenSSL says it: `sha256WithRSAEncryption`.
    pub signature: Option<Matcher>,
    /// Whether the server asks its clients for a certificate: `none`, `asked` or
    /// `required`. nginx ends no session without one, it answers with a page of status
    /// 400: for it, say `asked` here and look at the page with `http`.
    pub client_certificate: Option<Asked>,
    /// The certificate (PEM) that is shown when the server asks for one.
    pub certificate: Option<String>,
    /// Its private key (PEM).
    pub private_key: Option<String>,
    /// The node that looks; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long the server is waited for; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
}

fn https() -> u16 {
    443
}

/// A protocol that turns to TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the protocols")]
pub enum StartTls {
    Smtp,
    Imap,
    Pop3,
    Ftp,
    Ldap,
    Postgres,
    Mysql,
    Xmpp,
}

impl StartTls {
    fn word(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Imap => "imap",
            Self::Pop3 => "pop3",
            Self::Ftp => "ftp",
            Self::Ldap => "ldap",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Xmpp => "xmpp",
        }
    }
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of OpenSSL")]
pub enum Version {
    #[serde(rename = "TLSv1")]
    Tls1,
    #[serde(rename = "TLSv1.1")]
    Tls11,
    #[serde(rename = "TLSv1.2")]
    Tls12,
    #[serde(rename = "TLSv1.3")]
    Tls13,
}

impl Version {
    fn word(self) -> &'static str {
        match self {
            Self::Tls1 => "TLSv1",
            Self::Tls11 => "TLSv1.1",
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }

    fn option(self) -> &'static str {
        match self {
            Self::Tls1 => "-tls1",
            Self::Tls11 => "-tls1_1",
            Self::Tls12 => "-tls1_2",
            Self::Tls13 => "-tls1_3",
        }
    }
}

/// What a server wants of its clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// No certificate.
    None,
    /// A certificate, if the client has one.
    Asked,
    /// No session without a certificate.
    Required,
}

impl Asked {
    fn text(self) -> Text {
        match self {
            Self::None => text!("tls-not-asked"),
            Self::Asked => text!("tls-asked"),
            Self::Required => text!("tls-required"),
        }
    }
}

/// How long a session without a certificate has to stay open to be one.
const PATIENCE: u64 = 3;

/// What OpenSSL calls an unknown issuer (X509_V_ERR_…, x509_vfy.h): 2, 18 to 21.
const ISSUER: [u16; 5] = [2, 18, 19, 20, 21];
/// Not yet valid, and no longer.
const DATES: [u16; 2] = [9, 10];
/// Not for this name, or address.
const NAME: [u16; 2] = [62, 64];

impl Tls {
    fn name(&self) -> &str {
        self.server_name.as_deref().unwrap_or(&self.host)
    }

    fn options(&self) -> String {
        // Weak keys and signatures are told, not refused by our own library.
        let mut options = String::from("-connect \"$to\" -cipher DEFAULT@SECLEVEL=0");
        if let Some(protocol) = self.starttls {
            options.push_str(&format!(" -starttls {}", protocol.word()));
        }
        match self.name().parse::<std::net::IpAddr>() {
            Ok(address) => options.push_str(&format!(" -noservername -verify_ip {address}")),
            Err(_) => {
                let name = quote(self.name());
                options.push_str(&format!(" -servername {name} -verify_hostname {name}"));
            }
        }
        if self.ca.is_some() {
            options.push_str(" -CAfile \"$d/ca\" -no-CApath -no-CAstore");
        } else if let Some(file) = &self.ca_file {
            options.push_str(&format!(" -CAfile {} -no-CApath -no-CAstore", quote(file)));
        }
        options
    }

    /// Prints `session STATUS WORDS`, then one fact a line.
    fn script(&self) -> String {
        let mut script = sight::need(&["openssl", "ip", "getent", "sed", "date", "timeout", "mktemp"]);
        script.push_str(&sight::route_to(&self.host));
        script.push_str("d=$(mktemp -d) || exit 1\ntrap 'rm -rf \"$d\"' EXIT\n");
        let mut shown = String::new();
        for (name, text, option) in [
            ("ca", &self.ca, ""),
            ("cert", &self.certificate, " -cert \"$d/cert\""),
            ("key", &self.private_key, " -key \"$d/key\""),
        ] {
            if let Some(text) = text {
                script.push_str(&format!("printf '%s\\n' {} >\"$d/{name}\" || exit 1\n", quote(text)));
                shown.push_str(option);
            }
        }
        if let Some(file) = &self.ca_file {
            script.push_str(&format!("[ -r {0} ] || {{ echo no-ca; exit 0; }}\n", quote(file)));
        }
        // What is expected ends the session, after the server has shown its certificate: with
        // an alert, which the reset of a server that closes at once (GnuTLS) may overtake.
        let excused = if self.client_certificate == Some(Asked::Required) && self.certificate.is_none() {
            "if grep -q 'SSL alert number \\(40\\|42\\|50\\|116\\)\\|unexpected eof\\|errno=104' \"$d/err\" && grep -q '^-----BEGIN CERT' \"$d/out\"; then s=0; fi\n"
        } else {
            ""
        };
        let (port, wait, options) = (self.port, sight::seconds(self.wait), self.options());
        script.push_str(&format!(
            "case $at in *:*) to=\"[$at]:{port}\";; *) to=\"$at:{port}\";; esac\n\
             try() {{ timeout \"$wait\" openssl s_client {options} \"$@\" </dev/null >\"$d/out\" 2>\"$d/err\"; s=$?; }}\n\
             said() {{ sed -n 's/.*:\\(calling connect()\\|connect error\\):.*//; s/^[0-9A-F]*:error:[^:]*:[^:]*:[^:]*:\\([^:]*\\):.*/\\1/p; /errno=/p; /STARTTLS/p' \"$d/err\" | tr '\\n' ' ' | cut -c 1-300; }}\n\
             wait={wait}\ntry{shown}\n{excused}echo \"session $s $(said)\"\n[ $s -eq 0 ] || exit 0\n{FACTS}"
        ));
        for name in &self.names {
            let check = if name.parse::<std::net::IpAddr>().is_ok() { "-checkip" } else { "-checkhost" };
            let name = quote(name);
            script.push_str(&format!(
                "openssl x509 -in \"$d/pem\" -noout {check} {name} | grep -q 'does match' && echo name yes {name} || echo name no {name}\n"
            ));
        }
        for version in self.accepted.iter().chain(&self.refused) {
            script.push_str(&format!("try {}\necho \"try {} $s $(said)\"\n", version.option(), version.word()));
        }
        if self.client_certificate.is_some() {
            script.push_str(&format!("wait={PATIENCE}\ntry -ign_eof\necho \"without $s $(said)\"\n"));
        }
        script.push_str("echo end\n");
        script
    }

    /// The session did not come about.
    fn none(&self, status: i32, said: &str) -> Verdict {
        let actual = match status {
            124 => text!("http-late"),
            _ if said.contains("errno=111") => text!("reach-refused"),
            _ if said.contains("errno=110") || said.contains("errno=113") => {
                text!("http-no-connection", said = excerpt(said))
            }
            1 => text!("http-tls", said = excerpt(said)),
            _ => return Verdict::Error(text!("error-tool-failed", tool = "openssl", status = status, said = excerpt(said))),
        };
        Verdict::fail(self.fact(), text!("tls-session"), actual)
    }

    fn fact(&self) -> Text {
        Text::verbatim(self.server())
    }

    fn server(&self) -> String {
        if self.host.contains(':') { format!("[{}]:{}", self.host, self.port) } else { format!("{}:{}", self.host, self.port) }
    }

    fn untrusted(&self, number: u16, said: &str, findings: &mut Findings) {
        let server = self.server();
        if ISSUER.contains(&number) {
            // One cause is often told by two numbers.
            return;
        }
        let (fact, expected) = if DATES.contains(&number) {
            (text!("fact-tls-dates", server = server), text!("tls-valid"))
        } else if NAME.contains(&number) {
            (text!("fact-tls-name", server = server), Text::verbatim(self.name()))
        } else {
            (text!("fact-tls-certificate", server = server), text!("tls-valid"))
        };
        findings.gap(fact, expected, excerpt(said));
    }

    fn attempt(&self, line: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let mut words = line.splitn(3, ' ');
        let (version, status, said) = match (words.next(), words.next(), words.next()) {
            (Some(version), Some(status), said) => (version, status, said.unwrap_or_default().trim()),
            _ => return Err(unreadable("openssl", line)),
        };
        let fact = || text!("fact-tls-version", version = version, server = self.server());
        let wanted = self.accepted.iter().any(|known| known.word() == version);
        let by_server = ["alert", "unexpected eof", "wrong version", "unsupported protocol", "errno=104"];
        match status {
            "0" if !wanted => findings.gap(fact(), text!("tls-refused"), text!("tls-accepted")),
            "0" => {}
            "1" if by_server.iter().any(|end| said.contains(end)) => {
                if wanted {
                    findings.gap(fact(), text!("tls-accepted"), text!("tls-refused"));
                }
            }
            // A connection that broke, or a version that our own library lacks.
            _ => return Err(Verdict::Error(text!("error-tls-attempt", version = version, said = excerpt(said)))),
        }
        Ok(())
    }

    fn compare(&self, lines: &str) -> Result<Verdict, Verdict> {
        let mut findings = Findings::new();
        let (mut asked, mut issuer, mut facts) = (false, None, Vec::new());
        let mut without = None;
        for line in lines.lines() {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            match key {
                "verify" => {
                    let (number, said) = value.split_once(' ').ok_or_else(|| unreadable("openssl", line))?;
                    let number = number.parse().map_err(|_| unreadable("openssl", line))?;
                    if ISSUER.contains(&number) {
                        issuer = issuer.or(Some(said));
                    }
                    self.untrusted(number, said, &mut findings);
                }
                "name" => {
                    if let Some(name) = value.strip_prefix("no ") {
                        let fact = text!("fact-tls-name", server = self.server());
                        findings.gap(fact, name, text!("tls-not-for", names = self.names_seen(lines)));
                    }
                }
                "try" => self.attempt(value, &mut findings)?,
                "asked" => asked = true,
                "without" => without = value.split(' ').next(),
                _ => facts.push((key, value)),
            }
        }
        if let Some(said) = issuer.filter(|_| self.trusted) {
            findings.gap(text!("fact-tls-issuer", server = self.server()), text!("tls-known"), said);
        }
        let fact = |key: &str| facts.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
        let unread = || unreadable("openssl", lines);
        let number = |key: &str| fact(key).and_then(|value| value.parse::<f64>().ok()).ok_or_else(unread);
        let days = ((number("end")? - number("now")?) / 86400.0).floor();
        findings.expect(text!("fact-tls-days", server = self.server()), self.days_left.as_ref(), &Observed::Number(days));
        let bits = Observed::Number(number("bits")?);
        findings.expect(text!("fact-tls-bits", server = self.server()), self.key_bits.as_ref(), &bits);
        for (key, matcher, text) in [
            ("version", &self.version, text!("fact-tls-chosen", server = self.server())),
            ("key", &self.key, text!("fact-tls-key", server = self.server())),
            ("signature", &self.signature, text!("fact-tls-signature", server = self.server())),
        ] {
            findings.expect(text, matcher.as_ref(), &Observed::text(fact(key).ok_or_else(unread)?));
        }
        if let Some(wanted) = self.client_certificate {
            let seen = match without.ok_or_else(unread)? {
                _ if !asked => Asked::None,
                "0" | "124" => Asked::Asked,
                _ => Asked::Required,
            };
            if seen != wanted {
                findings.gap(text!("fact-tls-client", server = self.server()), wanted.text(), seen.text());
            }
        }
        Ok(findings.verdict())
    }

    fn names_seen(&self, lines: &str) -> String {
        lines.lines().find_map(|line| line.strip_prefix("names ")).unwrap_or("-").trim().to_owned()
    }
}

/// What a session tells, one fact a line.
const FACTS: &str = r#"sed -n 's/^verify error:num=\([0-9]*\):\(.*\)/verify \1 \2/p' "$d/err" | sort -u
sed -n '/^-----BEGIN CERTIFICATE/,/^-----END CERTIFICATE/p' "$d/out" >"$d/pem"
sed -n 's/^Protocol: */version /p; s/^Server public key is \([0-9]*\) bit.*/bits \1/p' "$d/out"
sed -n 's/^ *a:PKEY: *\([^,]*\),.*sigalg: *\(.*\)/key \1\nsignature \2/p' "$d/out" | head -n 2
grep -Eq '^(Requested Signature Algorithms|Acceptable client certificate)' "$d/out" && echo asked
end=$(openssl x509 -in "$d/pem" -noout -enddate) || exit 1
end=$(date -d "${end#*=}" +%s) || exit 1
echo "end $end"; echo "now $(date +%s)"
echo "names $(openssl x509 -in "$d/pem" -noout -ext subjectAltName 2>/dev/null | sed 1d | tr -d '\n')"
"#;

impl Check for Tls {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let sessions = 1 + self.accepted.len() + self.refused.len();
        let least = self.wait.0 * u32::try_from(sessions).unwrap_or(u32::MAX) + MARGIN * 2;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), least)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let output = match sight::looked("openssl", outputs, &scene.from(self.from.as_ref()), &self.host) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        let fail = |actual| Verdict::fail(self.fact(), text!("tls-session"), actual);
        match first {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            "no-ca" => {
                let file = self.ca_file.as_deref().unwrap_or_default();
                return Verdict::fail(text!("fact-path", path = file), text!("shown-present"), text!("shown-absent"));
            }
            _ => {}
        }
        let Some(session) = first.strip_prefix("session ") else { return unreadable("openssl", printed) };
        let (status, said) = session.split_once(' ').unwrap_or((session, ""));
        match status.parse() {
            Ok(0) => match rest.strip_suffix("end\n") {
                Some(lines) => self.compare(lines).unwrap_or_else(|verdict| verdict),
                None => unreadable("openssl", printed),
            },
            Ok(status) => self.none(status, said.trim()),
            Err(_) => unreadable("openssl", printed),
        }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.ca_file.is_some() && self.from.is_none() {
            problems.push(text!("problem-tls-ca-file"));
        }
        if self.ca.is_some() && self.ca_file.is_some() {
            problems.push(text!("problem-tls-two-ca"));
        }
        if self.certificate.is_some() != self.private_key.is_some() {
            problems.push(text!("problem-tls-pair"));
        }
        if let Some(both) = self.accepted.iter().find(|version| self.refused.contains(version)) {
            problems.push(text!("problem-tls-version", version = both.word()));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Tls;
    use crate::check::Check;

    fn tls(yaml: &str) -> Tls {
        serde_saphyr::from_str(yaml).unwrap()
    }

    const SESSION: &str = "version TLSv1.3\nbits 2048\nkey RSA\nsignature sha256WithRSAEncryption\nend 864000\nnow 43200\nnames DNS:a.test\n";

    fn word(yaml: &str, more: &str) -> &'static str {
        tls(yaml).compare(&format!("{SESSION}{more}")).unwrap_or_else(|verdict| verdict).word()
    }

    #[test]
    fn an_expired_certificate_is_not_one_of_an_unknown_issuer() {
        let (expired, unknown) = ("verify 10 certificate has expired\n", "verify 20 unable to get local issuer certificate\n");
        assert_eq!(word("{ host: a.test }", ""), "pass");
        assert_eq!(word("{ host: a.test }", expired), "fail");
        assert_eq!(word("{ host: a.test }", unknown), "fail");
        assert_eq!(word("{ host: a.test, trusted: false }", unknown), "pass");
        assert_eq!(word("{ host: a.test, trusted: false }", expired), "fail");
        assert_eq!(word("{ host: a.test, days-left: 9 }", ""), "pass");
    }

    #[test]
    fn a_version_that_our_library_lacks_is_not_refused() {
        let yaml = "{ host: a.test, refused: [TLSv1] }";
        assert_eq!(word(yaml, "try TLSv1 1 tlsv1 alert protocol version\n"), "pass");
        assert_eq!(word(yaml, "try TLSv1 0 \n"), "fail");
        assert_eq!(word(yaml, "try TLSv1 1 no protocols available\n"), "error");
        assert_eq!(word(yaml, "try TLSv1 1 connect:errno=111\n"), "error");
    }

    #[test]
    fn what_does_not_go_together_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| tls(yaml).problems().len();
        assert_eq!(problems("{ host: a.test, ca-file: /etc/ca.pem }"), 1);
        assert_eq!(problems("{ host: a.test, ca-file: /etc/ca.pem, from: web }"), 0);
        assert_eq!(problems("{ host: a.test, certificate: x }"), 1);
        assert_eq!(problems("{ host: a.test, accepted: [TLSv1], refused: [TLSv1] }"), 1);
    }
}
