//! What a web server answers to one request.
//!
//! `curl` does the work. Its options travel on its standard input, so a password never
//! shows in `ps`. Redirects are followed only when asked, the environment's proxies are
//! ignored, and `resolve` pins the address, so that a fault of the student's DNS is not
//! taken for one of the web server.

mod cookie;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::curl::{not_answered, option};
use crate::check::document::{Document, Format};
use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Place, Probe, Scene, Verdict, five_seconds};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;
use cookie::Cookie;

/// What a page's address begins with, and the port when it names none.
const SCHEMES: &[(&str, u16)] = &[("http", 80), ("https", 443)];

/// The most that is read of a body, in bytes.
const BODY: usize = 128 * 1024;

/// Sends one HTTP request; the answer should have status 200 unless something else is
/// said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Http {
    /// The address of the page, `http://…` or `https://…`.
    pub url: String,
    /// `GET`, `HEAD`, `POST`…; GET when nothing is said, POST when there is a
    /// `request-body`.
    pub method: Option<String>,
    /// Headers that are sent with the request.
    #[serde(default)]
    pub request_headers: BTreeMap<String, String>,
    /// What is sent as the body of the request.
    pub request_body: Option<String>,
    /// Who logs in with HTTP authentication (basic or digest, as the server asks).
    pub user: Option<String>,
    /// The password of `user`.
    pub password: Option<String>,
    /// The address that the name in `url` is taken to have, whatever the DNS says.
    pub resolve: Option<String>,
    /// Whether redirects are followed, at most five; false when nothing is said.
    #[serde(default)]
    pub follow: bool,
    /// The certificates (PEM) that the server's must come from, instead of the usual ones.
    pub ca: Option<String>,
    /// The certificate (PEM) that is shown to a server that asks for one.
    pub certificate: Option<String>,
    /// Its private key (PEM).
    pub key: Option<String>,
    /// Whether any certificate is accepted; false when nothing is said.
    #[serde(default)]
    pub insecure: bool,
    /// The node that asks; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long the whole answer is waited for; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
    /// The status of the answer; 200 when nothing is said.
    pub status: Option<Matcher>,
    /// Headers that the answer should have; case does not matter in their names. A
    /// header given several times is a list.
    #[serde(default)]
    pub headers: BTreeMap<String, Matcher>,
    /// Cookies that the answer should set, by name, and with which attributes: `session: {
    /// secure: true, http-only: true, same-site: Strict }` (RFC 6265, section 4.1).
    #[serde(default)]
    pub cookies: BTreeMap<String, Cookie>,
    /// How soon the whole answer should be there, names and session included: `300ms`. A
    /// machine at work answers late: be generous, and give the check a `within`.
    pub answered_within: Option<Span>,
    /// Headers that the answer should not have.
    #[serde(default)]
    pub without_headers: Vec<String>,
    /// The body, without its final newline; at most 128 KiB.
    pub body: Option<Matcher>,
    /// Values in a JSON body: `etat.version: "2.1"` looks at the field `version` of `etat`.
    #[serde(default)]
    pub json: BTreeMap<String, Matcher>,
}

impl Http {
    fn target(&self) -> &str {
        match (&self.resolve, sight::authority(&self.url, SCHEMES)) {
            (Some(address), _) => address,
            (None, Some((host, _))) => host,
            (None, None) => &self.url,
        }
    }

    fn config(&self) -> String {
        let mut config = String::from("silent\nshow-error\ngloboff\nnoproxy = \"*\"\nproto = \"=http,https\"\n");
        config.push_str(&option("url", &self.url));
        config.push_str(&option("max-time", &sight::seconds(self.wait).to_string()));
        match self.method.as_deref() {
            // `request = HEAD` would wait for a body that never comes.
            Some("HEAD") => config.push_str("head\n"),
            Some(method) => config.push_str(&option("request", method)),
            None => {}
        }
        for (name, value) in &self.request_headers {
            config.push_str(&option("header", &format!("{name}: {value}")));
        }
        if let Some(body) = &self.request_body {
            config.push_str(&option("data-raw", body));
        }
        if let Some(user) = &self.user {
            config.push_str("anyauth\n");
            let password = self.password.as_deref().unwrap_or_default();
            config.push_str(&option("user", &format!("{user}:{password}")));
        }
        if let (Some(address), Some((host, port))) = (&self.resolve, sight::authority(&self.url, SCHEMES)) {
            let bracket = |text: &str| if text.contains(':') { format!("[{text}]") } else { text.to_owned() };
            config.push_str(&option("resolve", &format!("{}:{port}:{}", bracket(host), bracket(address))));
        }
        if self.follow {
            config.push_str("location\nmax-redirs = 5\n");
        }
        if self.insecure {
            config.push_str("insecure\n");
        }
        config
    }

    /// Prints `curl STATUS CODE:SECONDS SIZE MESSAGE`, then the headers of the last answer, an
    /// empty line, and its body.
    fn script(&self) -> String {
        let mut script = sight::need(&["curl", "ip", "getent", "awk", "mktemp"]);
        script.push_str(&sight::route_to(self.target()));
        script.push_str("d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\n: >\"$d/head\"; : >\"$d/body\"\n");
        let mut config = self.config();
        let mut directory = "";
        for (option, pem) in [("cacert", &self.ca), ("cert", &self.certificate), ("key", &self.key)] {
            let Some(pem) = pem else { continue };
            script.push_str(&format!("printf '%s\\n' {} >\"$d/{option}\" || exit\n", quote(pem)));
            // The path is only known to the shell.
            config.push_str(&format!("{option} = \"DIRECTORY/{option}\"\n"));
            directory = " | sed \"s|DIRECTORY|$d|\"";
        }
        script.push_str(&format!(
            "printf %s {}{directory} | curl -q --config - --max-filesize 8388608 --dump-header \"$d/head\" \
             --output \"$d/body\" --write-out '%{{http_code}}:%{{time_total}}' >\"$d/code\" 2>\"$d/said\"\nstatus=$?\n",
            quote(&config)
        ));
        if self.method.as_deref() == Some("HEAD") {
            // curl writes the headers there a second time.
            script.push_str(": >\"$d/body\"\n");
        }
        script.push_str(&format!(
            "printf 'curl %s %s %s %s\\n' \"$status\" \"$(cat \"$d/code\")\" \"$(wc -c <\"$d/body\")\" \
             \"$(tr '\\n' ' ' <\"$d/said\" | cut -c1-300)\"\n\
             tr -d '\\r' <\"$d/head\" | awk 'BEGIN {{ RS = \"\" }} {{ last = $0 }} END {{ print last }}'\necho\n\
             head -c {BODY} \"$d/body\"\n"
        ));
        script
    }

    fn compare(&self, answer: &Answer) -> Verdict {
        let url = self.url.as_str();
        let mut findings = Findings::new();
        let fine = Matcher::equals("200");
        let status = self.status.as_ref().unwrap_or(&fine);
        findings.expect(text!("fact-http-status", url = url), Some(status), &Observed::Number(answer.code));
        for (name, matcher) in &self.headers {
            let fact = text!("fact-http-header", name = name.as_str(), url = url);
            match answer.header(name).as_slice() {
                [] => findings.gap(fact, matcher.describe(), text!("shown-absent")),
                [one] => findings.expect(fact, Some(matcher), &Observed::text(one)),
                many => findings.expect(fact, Some(matcher), &Observed::list(many)),
            }
        }
        for (name, cookie) in &self.cookies {
            cookie.compare(name, &answer.header("set-cookie"), url, &mut findings);
        }
        if let Some(bound) = self.answered_within.filter(|bound| answer.seconds > bound.0.as_secs_f64()) {
            let actual = text!("http-after", seconds = format!("{:.3}", answer.seconds));
            findings.gap(text!("fact-http", url = url), text!("http-within", bound = bound.to_string()), actual);
        }
        for name in &self.without_headers {
            if let Some(value) = answer.header(name).first() {
                let fact = text!("fact-http-header", name = name.as_str(), url = url);
                findings.gap(fact, text!("shown-absent"), excerpt(value));
            }
        }
        if (self.body.is_some() || !self.json.is_empty()) && answer.size > BODY {
            return Verdict::Error(text!("error-flood", command = url));
        }
        findings.expect(text!("fact-http-body", url = url), self.body.as_ref(), &Observed::text(answer.body));
        if !self.json.is_empty() {
            match Document::parse(Format::Json, answer.body) {
                Ok(document) => {
                    for (path, matcher) in &self.json {
                        let fact = text!("fact-http-json", path = path.as_str(), url = url);
                        document.expect(&mut findings, fact, path, matcher);
                    }
                }
                Err(_) => {
                    let actual = Observed::text(answer.body).show();
                    findings.gap(text!("fact-http-body", url = url), text!("expect-json"), actual);
                }
            }
        }
        findings.verdict()
    }
}

/// What a server answered.
struct Answer<'a> {
    code: f64,
    seconds: f64,
    size: usize,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a str,
}

impl<'a> Answer<'a> {
    fn header(&self, name: &str) -> Vec<&'a str> {
        self.headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .collect()
    }

    fn read(code: &str, size: &str, rest: &'a str) -> Option<Self> {
        let (head, body) = rest.split_once("\n\n").or_else(|| rest.strip_prefix('\n').map(|body| ("", body)))?;
        let headers = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name, value.trim()))
            .collect();
        let (code, seconds) = code.split_once(':').unwrap_or((code, "0"));
        Some(Self { code: code.parse().ok()?, seconds: seconds.parse().ok()?, size: size.parse().ok()?, headers, body })
    }
}

impl Check for Http {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), self.wait.0 + MARGIN)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let place: Place = scene.from(self.from.as_ref());
        let output = match sight::looked("curl", outputs, &place, self.target()) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        let fail = |actual| Verdict::fail(text!("fact-http", url = &self.url), text!("expect-answer"), actual);
        match first {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            _ => {}
        }
        let mut words = first.splitn(5, ' ');
        let (Some("curl"), Some(status), Some(code), Some(size)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return unreadable("curl", printed);
        };
        let said = words.next().unwrap_or_default().trim();
        match status.parse::<u16>() {
            Ok(0) => match Answer::read(code, size, rest) {
                Some(answer) => self.compare(&answer),
                None => unreadable("curl", printed),
            },
            Ok(63) => Verdict::Error(text!("error-flood", command = &self.url)),
            Ok(6) => match place {
                Place::Node(_) => fail(text!("reach-unresolved")),
                _ => Verdict::Error(text!("error-sensor-name", host = self.target())),
            },
            Ok(status) => match not_answered(status, said) {
                Some(actual) => fail(actual),
                None => Verdict::Error(text!("error-tool-failed", tool = "curl", status = status, said = said)),
            },
            Err(_) => unreadable("curl", printed),
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
        if sight::authority(&self.url, SCHEMES).is_none() {
            problems.push(text!("problem-http-url", url = &self.url));
        }
        if self.password.is_some() && self.user.is_none() {
            problems.push(text!("problem-http-password"));
        }
        if self.certificate.is_some() != self.key.is_some() {
            problems.push(text!("problem-http-certificate"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Http;

    #[test]
    fn a_password_is_not_an_argument() {
        let yaml = "{ url: 'http://a.test/', user: bob, password: hunter22, resolve: 10.0.0.1 }";
        let script = serde_saphyr::from_str::<Http>(yaml).unwrap().script();
        // `printf` is part of the shell: its arguments are no process's.
        let curl = script.lines().find(|line| line.contains("curl -q")).unwrap_or_default();
        assert!(!curl.contains("hunter22"), "{curl}");
        assert!(script.contains("resolve = \"a.test:80:10.0.0.1\""));
    }
}
