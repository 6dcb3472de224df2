//! What a directory answers to a search, and to whom.
//!
//! OpenLDAP's client does the work. The server's result code tells apart what looks alike:
//! credentials that are wrong (49), rights that lack (50), an entry that does not exist
//! (32), and a search that finds nothing (0). The password travels in a file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::ldif::{self, Entry};
use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, five_seconds};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// What a directory's address begins with, and the port when it names none.
const SCHEMES: &[(&str, u16)] = &[("ldap", 389), ("ldaps", 636)];

/// How many entries that differ a verdict lists.
const TOLD: usize = 12;

/// Searches a directory; the search should succeed and find an entry unless something else
/// is said. A server that is not there neither finds nor denies: the check fails.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ldap {
    /// The server, `ldap://HOST` or `ldaps://HOST`, with `:PORT` when it is not 389 or 636.
    pub url: String,
    /// Whether the connection turns to TLS before anything is said; false when nothing is said.
    #[serde(default)]
    pub starttls: bool,
    /// The certificates (PEM) that the server's should come from, instead of the usual ones;
    /// its certificate should be for the host of `url`.
    pub ca: Option<String>,
    /// A file of such certificates on the node of `from`.
    pub ca_file: Option<String>,
    /// Whether any certificate is accepted; false when nothing is said.
    #[serde(default)]
    pub insecure: bool,
    /// Who logs in: a DN, or `alice@clinique.test` with Active Directory; anonymous when
    /// nothing is said.
    pub bind: Option<String>,
    /// The password of `bind`.
    pub password: Option<String>,
    /// Where the search begins: a DN; empty for the server's own entry (with `scope: base`).
    pub base: String,
    /// `base` (that entry alone), `one` (those just below), `sub` (it and all below) or
    /// `children` (all below); sub when nothing is said.
    #[serde(default)]
    pub scope: Scope,
    /// Which entries are meant; all, `(objectClass=*)`, when nothing is said.
    #[serde(default = "all")]
    pub filter: String,
    /// The node that asks; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long the whole answer is waited for; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
    /// The server's answer: `success`, `invalid-credentials`, `insufficient-access`,
    /// `no-such-object`, `stronger-auth-required`, `confidentiality-required`,
    /// `inappropriate-authentication`, `unwilling-to-perform`, `size-limit-exceeded`…, or
    /// `code-N`; success when nothing is said. A search that finds nothing is a success.
    pub result: Option<Matcher>,
    /// With true, the server should refuse: rights that lack, or a login or encryption that
    /// it demands first. Wrong credentials, an entry that does not exist and a search that
    /// finds nothing are no refusals: say them with `result` and `count`.
    #[serde(default)]
    pub denied: bool,
    /// How many entries are found; at least one when nothing else is said.
    pub count: Option<Matcher>,
    /// The DNs of the entries found; case and spaces do not matter.
    pub dn: Option<Matcher>,
    /// A DN that every entry found should be at or under.
    pub under: Option<String>,
    /// Attributes that every entry found should have; case does not matter in their names,
    /// nor in DNs that are values (`member`, `memberOf`, `manager`…). Values are a list, so
    /// `contains` wants whole values and `matches` looks inside; a single number can be
    /// compared with bounds.
    #[serde(default)]
    pub attributes: BTreeMap<String, Matcher>,
    /// Attributes that no entry found should have, or show: `[userPassword]`.
    #[serde(default)]
    pub without_attributes: Vec<String>,
}

fn all() -> String {
    "(objectClass=*)".to_owned()
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The entry alone.
    Base,
    /// Those just below.
    One,
    /// It and all below.
    #[default]
    Sub,
    /// All below.
    Children,
}

impl Scope {
    fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::One => "one",
            Self::Sub => "sub",
            Self::Children => "children",
        }
    }
}

/// Result codes (RFC 4511, 4.1.9) that have a word here.
const RESULTS: [(u8, &str); 19] = [
    (0, "success"),
    (1, "operations-error"),
    (2, "protocol-error"),
    (3, "time-limit-exceeded"),
    (4, "size-limit-exceeded"),
    (7, "auth-method-not-supported"),
    (8, "stronger-auth-required"),
    (10, "referral"),
    (11, "admin-limit-exceeded"),
    (13, "confidentiality-required"),
    (32, "no-such-object"),
    (34, "invalid-dn-syntax"),
    (48, "inappropriate-authentication"),
    (49, "invalid-credentials"),
    (50, "insufficient-access"),
    (51, "busy"),
    (52, "unavailable"),
    (53, "unwilling-to-perform"),
    (80, "other"),
];

/// Codes by which a server refuses what it could do.
const DENIALS: [u8; 5] = [8, 13, 48, 50, 53];

/// What the script prints when `ca-file` cannot be read.
const NO_CA: &str = "no-ca";

impl Ldap {
    fn host(&self) -> &str {
        sight::authority(&self.url, SCHEMES).map_or(self.url.as_str(), |(host, _)| host)
    }

    fn encrypted(&self) -> bool {
        self.starttls || self.url.starts_with("ldaps:")
    }

    /// Prints `ldap STATUS`, what the client said with `log ` before each line, `entries`,
    /// and the entries as LDIF.
    fn script(&self) -> String {
        let mut script = sight::need(&["ldapsearch", "nc", "ip", "getent", "mktemp", "timeout"]);
        script.push_str(&sight::route_to(self.host()));
        let port = sight::authority(&self.url, SCHEMES).map_or(389, |(_, port)| port);
        // The configuration of the account and of the machine would count otherwise.
        script.push_str(
            "umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncd \"$d\" || exit\n\
             HOME=$d LDAPCONF=/dev/null; export HOME LDAPCONF\n",
        );
        let mut who = String::new();
        if let (Some(bind), Some(password)) = (&self.bind, &self.password) {
            script.push_str(&format!("printf %s {} >password || exit\n", quote(password)));
            who = format!(" -D {} -y password", quote(bind));
        }
        if self.encrypted() {
            let demand = if self.insecure { "never" } else { "demand" };
            script.push_str(&format!("LDAPTLS_REQCERT={demand}; export LDAPTLS_REQCERT\n"));
        }
        if let Some(ca) = &self.ca {
            script.push_str(&format!("printf '%s\\n' {} >ca || exit\nLDAPTLS_CACERT=$d/ca; export LDAPTLS_CACERT\n", quote(ca)));
        } else if let Some(file) = &self.ca_file {
            let file = quote(file);
            script.push_str(&format!("[ -r {file} ] || {{ echo {NO_CA}; exit 0; }}\nLDAPTLS_CACERT={file}; export LDAPTLS_CACERT\n"));
        }
        script.push_str(&sight::knock(port, self.wait));
        let tls = if self.starttls { " -ZZ" } else { "" };
        let mut wanted: Vec<String> = self.attributes.keys().chain(&self.without_attributes).map(|name| quote(name)).collect();
        if wanted.is_empty() {
            // No attribute at all (RFC 4511, 4.5.1.8).
            wanted.push("1.1".to_owned());
        }
        let seconds = sight::seconds(self.wait);
        // Why a TLS session failed is only told in the trace (-d 1).
        script.push_str(&format!(
            "timeout -k 1 {seconds} ldapsearch -d 1 -x -LLL -o ldif-wrap=no -o nettimeout={seconds} -H {}{tls}{who} -b {} -s {} {} {} \
             </dev/null >out 2>log\necho \"ldap $?\"\n\
             grep -aE '^TLS: can|additional info|dditional information:|[(]-?[0-9]+[)]$' log | head -n 10 | cut -c 1-300 | sed 's/^/log /'\n\
             echo entries\ncat out\n",
            quote(&self.url), quote(&self.base), self.scope.word(), quote(&self.filter), wanted.join(" "),
        ));
        script
    }

    fn fact(&self) -> Text {
        text!("fact-ldap", url = &self.url)
    }

    fn whom(&self) -> Text {
        self.bind.as_ref().map_or_else(|| text!("ldap-anonymous"), Text::verbatim)
    }

    /// The client did not get an answer: why, when it is about the server.
    fn unanswered(&self, status: i32, log: &[&str]) -> Option<Text> {
        let said = log.join(" ");
        let why = log.iter().find_map(|line| line.strip_prefix("TLS: can't connect: "));
        if let Some(why) = why {
            return Some(text!("http-tls", said = excerpt(why)));
        }
        match status {
            124 | 137 => Some(text!("http-late")),
            _ if said.contains("ldap_start_tls:") => Some(text!("http-tls", said = excerpt(&said))),
            _ if said.contains("(-5)") => Some(text!("http-late")),
            // The port is open, and what answers is no directory.
            _ if said.contains("(-1)") || said.contains("(-2)") => Some(text!("http-broken", said = excerpt(&said))),
            _ => None,
        }
    }

    fn compare(&self, code: u8, said: &str, entries: &[Entry]) -> Verdict {
        let mut findings = Findings::new();
        let word = RESULTS.iter().find(|(known, _)| *known == code).map_or_else(|| format!("code-{code}"), |(_, word)| (*word).to_owned());
        let fact = text!("fact-ldap-result", base = &self.base, whom = self.whom());
        let told = |word: &str| match said {
            "" => Text::verbatim(word),
            said => text!("ldap-result", word = word, said = excerpt(said)),
        };
        if self.denied {
            // Active Directory wants a login first, and calls that an error of operations.
            let refused = DENIALS.contains(&code) || (code == 1 && said.contains("successful bind must be completed"));
            if !refused {
                findings.gap(fact, text!("ldap-denied"), told(&word));
            }
            return findings.verdict();
        }
        let success = Matcher::equals("success");
        let wanted = self.result.as_ref().unwrap_or(&success);
        match wanted.accepts(&Observed::text(&word)) {
            Ok(true) => {}
            Ok(false) => {
                findings.gap(fact, wanted.describe(), told(&word));
                return findings.verdict();
            }
            Err(cause) => return Verdict::Error(cause),
        }
        let fact = text!("fact-ldap-entries", filter = &self.filter, base = &self.base);
        let described = self.dn.is_some() || self.under.is_some() || !self.attributes.is_empty();
        findings.expect(fact.clone(), self.count.as_ref(), &Observed::Number(entries.len() as f64));
        if entries.is_empty() && (described || (self.count.is_none() && self.result.is_none())) {
            findings.gap(fact.clone(), text!("ldap-an-entry"), text!("shown-nothing"));
            return findings.verdict();
        }
        if let Some(dn) = &self.dn {
            let seen = Observed::list(entries.iter().map(|entry| ldif::normal(&entry.dn)));
            findings.expect(fact, Some(&dn.clone().map_words(&ldif::normal)), &seen);
        }
        let differing = entries.iter().map(|entry| self.gaps(entry)).filter(|gaps| !gaps.is_empty());
        for (fact, expected, actual) in differing.take(TOLD).flatten() {
            match expected {
                Wanted::Matcher(matcher) => findings.expect(fact, Some(&matcher), &actual),
                Wanted::Text(text) => findings.gap(fact, text, actual.show()),
            }
        }
        findings.verdict()
    }

    /// What one entry lacks.
    fn gaps(&self, entry: &Entry) -> Vec<(Text, Wanted, Observed)> {
        let mut gaps = Vec::new();
        if let Some(under) = self.under.as_ref().filter(|under| !ldif::under(&entry.dn, under)) {
            gaps.push((text!("fact-ldap-place"), Wanted::Text(text!("ldap-under", dn = under)), Observed::text(&entry.dn)));
        }
        for (name, matcher) in &self.attributes {
            let fact = text!("fact-ldap-attribute", name = name, dn = &entry.dn);
            let (values, matcher) = if ldif::holds_names(name) {
                (entry.values(name).iter().map(|value| ldif::normal(value)).collect(), matcher.clone().map_words(&ldif::normal))
            } else {
                (entry.values(name), matcher.clone())
            };
            let seen = match values.as_slice() {
                [one] if one.parse::<f64>().is_ok() => Observed::text(one),
                _ => Observed::List(values),
            };
            if matcher.accepts(&seen) != Ok(true) {
                gaps.push((fact, Wanted::Matcher(matcher), seen));
            }
        }
        for name in &self.without_attributes {
            if !entry.values(name).is_empty() {
                // What should not be shown is not shown here either.
                let fact = text!("fact-ldap-attribute", name = name, dn = &entry.dn);
                gaps.push((fact, Wanted::Text(text!("shown-absent")), Observed::text("…")));
            }
        }
        gaps
    }
}

/// What a gap expects.
enum Wanted {
    Matcher(Matcher),
    Text(Text),
}

/// Reads the result code that the client printed last, with its words: `No such object (32)`.
fn result(status: i32, log: &[&str]) -> Option<(u8, String)> {
    let code = |line: &str| -> Option<u8> {
        let (words, number) = line.strip_suffix(')')?.rsplit_once('(')?;
        (words.ends_with(' ') && !line.starts_with('\t')).then(|| number.parse().ok())?
    };
    match log.iter().rev().find_map(|line| code(line)) {
        Some(code) => Some((code, log.iter().map(|line| line.trim()).collect::<Vec<_>>().join(", "))),
        None if status == 0 => Some((0, String::new())),
        None => None,
    }
}

impl Check for Ldap {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), self.wait.0 * 2 + MARGIN)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let output = match sight::looked("ldapsearch", outputs, &scene.from(self.from.as_ref()), self.host()) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let first = printed.lines().next().unwrap_or_default();
        let fail = |actual| Verdict::fail(self.fact(), text!("expect-answer"), actual);
        match first {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            NO_CA => {
                let path = self.ca_file.as_deref().unwrap_or_default();
                return Verdict::fail(text!("fact-path", path = path), text!("shown-present"), text!("shown-absent"));
            }
            _ => {}
        }
        if let Some(actual) = sight::closed(first) {
            return fail(actual);
        }
        let status = first.strip_prefix("ldap ").and_then(|status| status.parse::<i32>().ok());
        let (Some(status), Some((log, entries))) = (status, printed.split_once("\nentries\n")) else {
            return unreadable("ldapsearch", printed);
        };
        let log: Vec<&str> = log.lines().filter_map(|line| line.strip_prefix("log ")).collect();
        if let Some(actual) = self.unanswered(status, &log) {
            return fail(actual);
        }
        match (result(status, &log), ldif::read(entries)) {
            (Some((code, said)), Some(entries)) => self.compare(code, &said, &entries),
            _ => Verdict::Error(text!("error-tool-failed", tool = "ldapsearch", status = status, said = excerpt(&log.join(" ")))),
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
        let bare = self.url.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?', '@']));
        if !bare || sight::authority(&self.url, SCHEMES).is_none() {
            problems.push(text!("problem-ldap-url", url = &self.url));
        }
        // A DN without a password is taken for nobody (RFC 4513, 5.1.2): it would succeed.
        if self.bind.is_some() != self.password.as_ref().is_some_and(|password| !password.is_empty()) {
            problems.push(text!("problem-ldap-bind"));
        }
        if self.starttls && self.url.starts_with("ldaps:") {
            problems.push(text!("problem-ldap-starttls"));
        }
        if !self.encrypted() && (self.ca.is_some() || self.ca_file.is_some() || self.insecure) {
            problems.push(text!("problem-ldap-clear"));
        }
        if self.ca.is_some() && self.ca_file.is_some() {
            problems.push(text!("problem-tls-two-ca"));
        }
        if self.ca_file.is_some() && self.from.is_none() {
            problems.push(text!("problem-tls-ca-file"));
        }
        let compared = self.count.is_some() || self.dn.is_some() || self.under.is_some()
            || !self.attributes.is_empty() || !self.without_attributes.is_empty();
        if self.denied && (compared || self.result.is_some()) {
            problems.push(text!("problem-ldap-denied"));
        }
        if !self.filter.starts_with('(') || !self.filter.ends_with(')') {
            problems.push(text!("problem-ldap-filter", filter = &self.filter));
        }
        if let Some(word) = self.result.as_ref().and_then(Matcher::bare)
            && !word.starts_with("code-")
            && !RESULTS.iter().any(|(_, known)| *known == word)
        {
            problems.push(text!("problem-ldap-result", word = word));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Ldap, result};
    use crate::check::Check;

    fn ldap(yaml: &str) -> Ldap {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn a_result_code_is_the_servers() {
        assert_eq!(result(0, &[]), Some((0, String::new())));
        assert_eq!(result(49, &["ldap_bind: Invalid credentials (49)"]).unwrap().0, 49);
        assert_eq!(result(1, &["Insufficient access (50)", "\tadditional info: x (3)"]).unwrap().0, 50);
        assert_eq!(result(255, &["ldap_sasl_bind(SIMPLE): Can't contact LDAP server (-1)"]), None);
        assert_eq!(result(127, &[]), None);
    }

    #[test]
    fn a_password_is_not_an_argument() {
        let script = ldap("{ url: 'ldap://10.0.0.1', bind: 'cn=a', password: hunter22, base: dc=x }").script();
        let client = script.lines().find(|line| line.contains("ldapsearch -d")).unwrap_or_default();
        assert!(!client.is_empty() && !client.contains("hunter22"), "{client}");
    }

    #[test]
    fn a_search_that_makes_no_sense_is_a_mistake_of_the_lab() {
        let problems = |rest: &str| ldap(&format!("{{ url: 'ldap://10.0.0.1', base: dc=x{rest} }}")).problems().len();
        assert_eq!(problems(""), 0);
        assert_eq!(problems(", bind: cn=a"), 1);
        assert_eq!(problems(", bind: cn=a, password: ''"), 1);
        assert_eq!(problems(", denied: true, count: 0"), 1);
        assert_eq!(problems(", ca: x"), 1);
        assert_eq!(problems(", starttls: true, ca-file: /x"), 1);
        assert_eq!(problems(", result: denied"), 1);
        assert_eq!(problems(", filter: uid=alice"), 1);
        assert_eq!(ldap("{ url: 'ldap://a/dc=x', base: '' }").problems().len(), 1);
    }
}
