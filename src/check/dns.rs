//! What a name server answers.
//!
//! `dig` does the work. A name that does not exist, one without such a record, a server
//! that fails and a server that is not there are four results. The order of records, the
//! final dot of names, their case and the way a TXT record is cut into strings mean
//! nothing.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Place, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Asks a name server; there should be at least one record unless something else is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dns {
    /// The name that is asked for. For `PTR`, an address may be given as it is.
    pub name: String,
    /// `A`, `AAAA`, `CNAME`, `MX`, `NS`, `PTR`, `SOA`, `SRV`, `TXT`…; A when nothing is
    /// said. `AXFR` asks for the whole zone, to show that it is refused.
    #[serde(rename = "type", default = "address")]
    pub record: String,
    /// The address of the server; the resolver of the node `from` when nothing is said.
    pub server: Option<String>,
    /// Its port; 53 when nothing is said.
    #[serde(default = "fifty_three")]
    pub port: u16,
    /// The node that asks; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// Whether the server may ask others; true when nothing is said.
    #[serde(default = "yes")]
    pub recursive: bool,
    /// Whether to ask over TCP; false when nothing is said (UDP, then TCP for what is long).
    #[serde(default)]
    pub tcp: bool,
    /// How long an answer is waited for; 4s when nothing is said.
    #[serde(default = "four_seconds")]
    pub wait: Span,
    /// `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`…; NOERROR when nothing is said.
    pub rcode: Option<Matcher>,
    /// The records of this type, as they stand in a zone without name and TTL
    /// (`10 mail.clinique.test`). A list asks that all of these be there, `exactly` that
    /// there be no others, `length: 0` that there be none.
    pub answer: Option<Matcher>,
    /// Whether the server answers with authority for the zone.
    pub authoritative: Option<bool>,
    /// How long the answer may be kept: seconds, or with a unit.
    pub ttl: Option<Matcher>,
}

fn address() -> String {
    "A".to_owned()
}

fn fifty_three() -> u16 {
    53
}

fn four_seconds() -> Span {
    Span(std::time::Duration::from_secs(4))
}

/// Types whose data hold names, in which case means nothing (RFC 4343).
const NAMES: &[&str] = &["CNAME", "DNAME", "MX", "NS", "PTR", "SOA", "SRV"];

/// Brings the data of a record to the one form that is compared.
fn normal(record: &str, data: &str) -> String {
    let data = data.trim();
    match record {
        "TXT" | "SPF" => joined(data),
        "A" | "AAAA" => data.parse::<IpAddr>().map_or_else(|_| data.to_owned(), |ip| ip.to_string()),
        _ => {
            let undotted = |word: &str| match word.strip_suffix('.') {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => word.to_owned(),
            };
            let words: Vec<String> = data.split_whitespace().map(undotted).collect();
            let words = words.join(" ");
            if NAMES.contains(&record) { words.to_ascii_lowercase() } else { words }
        }
    }
}

/// Joins the quoted strings of a TXT record and undoes the escapes of RFC 1035 § 5.1;
/// data without quotes is taken as it is.
fn joined(data: &str) -> String {
    if !data.starts_with('"') {
        return data.to_owned();
    }
    let (mut bytes, mut inside, mut rest) = (Vec::new(), false, data.as_bytes());
    while let Some((byte, more)) = rest.split_first() {
        rest = more;
        match byte {
            b'"' => inside = !inside,
            b'\\' => match rest {
                [a, b, c, more @ ..] if [a, b, c].iter().all(|digit| digit.is_ascii_digit()) => {
                    let code = [a, b, c].iter().fold(0_u32, |code, digit| code * 10 + u32::from(**digit - b'0'));
                    bytes.push(u8::try_from(code).unwrap_or(b'?'));
                    rest = more;
                }
                [escaped, more @ ..] => {
                    bytes.push(*escaped);
                    rest = more;
                }
                [] => {}
            },
            byte if inside => bytes.push(*byte),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Dns {
    fn record(&self) -> String {
        self.record.to_ascii_uppercase()
    }

    fn script(&self) -> String {
        let mut script = sight::need(&["dig", "ip", "getent"]);
        let mut dig = format!(
            "dig -r +noall +comments +answer +noidnin +noidnout +tries=2 +time={} -p {}",
            sight::seconds(Span(self.wait.0 / 2)),
            self.port
        );
        if !self.recursive {
            dig.push_str(" +norecurse");
        }
        if self.tcp {
            dig.push_str(" +tcp");
        }
        if let Some(server) = &self.server {
            script.push_str(&sight::route_to(server));
            dig.push_str(" \"@$at\"");
        }
        match self.name.parse::<IpAddr>() {
            Ok(address) if self.record() == "PTR" => dig.push_str(&format!(" -x {address}")),
            _ => dig.push_str(&format!(" -t {} -q {}", quote(&self.record()), quote(&self.name))),
        }
        script.push_str(&format!("{dig}\ns=$?\necho \";; dig $s\"\n"));
        script
    }

    fn compare(&self, reply: &Reply) -> Verdict {
        let (record, name) = (self.record(), self.name.as_str());
        let mut findings = Findings::new();
        let no_error = Matcher::equals("NOERROR");
        let wanted = self.rcode.as_ref().unwrap_or(&no_error);
        findings.expect(text!("fact-dns-rcode", name = name), Some(wanted), &Observed::text(&reply.rcode));
        let fact = || text!("fact-dns-answer", record = &record, name = name);
        let seen = Observed::list(&reply.data);
        match &self.answer {
            Some(answer) => {
                let answer = answer.clone().map_words(&|expected| normal(&record, expected));
                findings.expect(fact(), Some(&answer), &seen);
            }
            None if self.rcode.is_none() && reply.rcode == "NOERROR" && reply.data.is_empty() => {
                findings.gap(fact(), text!("expect-a-record"), seen.show());
            }
            None => {}
        }
        if let Some(authoritative) = self.authoritative.filter(|wanted| *wanted != reply.authoritative) {
            let word = |yes| if yes { text!("shown-yes") } else { text!("shown-no") };
            findings.gap(
                text!("fact-dns-authority", name = name),
                word(authoritative),
                word(reply.authoritative),
            );
        }
        if let Some(ttl) = &self.ttl {
            let fact = text!("fact-dns-ttl", name = name);
            match reply.ttl {
                Some(seconds) => findings.expect(fact, Some(ttl), &Observed::Number(seconds)),
                None => findings.gap(fact, ttl.describe(), text!("shown-nothing")),
            }
        }
        findings.verdict()
    }
}

/// What `dig` printed, read.
#[derive(Debug, Default, PartialEq)]
struct Reply {
    rcode: String,
    authoritative: bool,
    ttl: Option<f64>,
    data: Vec<String>,
}

impl Reply {
    /// Reads the header and the records of the type that was asked for: an alias in
    /// front of an address is no address.
    fn read(record: &str, printed: &str) -> Option<Self> {
        let mut reply = Self::default();
        for line in printed.lines() {
            if let Some(header) = line.strip_prefix(";; ->>HEADER<<-") {
                reply.rcode = header.split("status: ").nth(1)?.split(',').next()?.to_owned();
            } else if let Some(flags) = line.strip_prefix(";; flags:") {
                let flags = flags.split(';').next()?;
                reply.authoritative = flags.split_whitespace().any(|flag| flag == "aa");
            } else if line.starts_with("; Transfer failed") {
                reply.rcode = "REFUSED".to_owned();
            } else if !line.starts_with(';') && !line.is_empty() {
                let mut words = line.splitn(2, char::is_whitespace);
                let owner = words.next()?;
                let rest = words.next()?.trim_start();
                let mut words = rest.splitn(4, char::is_whitespace);
                let (ttl, _class, kind) = (words.next()?, words.next()?, words.next()?);
                let data = words.next().unwrap_or_default();
                let whole = record == "AXFR" || record == "ANY";
                if kind == record || whole {
                    let ttl: f64 = ttl.parse().ok()?;
                    reply.ttl = Some(reply.ttl.map_or(ttl, |least: f64| least.min(ttl)));
                    let data = normal(kind, data);
                    reply.data.push(if whole { format!("{} {kind} {data}", normal("NS", owner)) } else { data });
                }
            }
        }
        if reply.rcode.is_empty() && record == "AXFR" && !reply.data.is_empty() {
            // A transfer has no header of its own in what dig prints.
            reply.rcode = "NOERROR".to_owned();
        }
        (!reply.rcode.is_empty()).then_some(reply)
    }
}

impl Check for Dns {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), self.wait.0 + MARGIN)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let server = self.server.as_deref().unwrap_or_default();
        let place: Place = scene.from(self.from.as_ref());
        let output = match sight::looked("dig", outputs, &place, server) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let printed = output.stdout.as_str();
        let first = printed.lines().next().unwrap_or_default();
        let fail = |actual| {
            let fact = match &self.server {
                Some(server) => text!("fact-dns-server", server = server),
                None => text!("fact-dns-resolver", node = %place),
            };
            Verdict::fail(fact, text!("expect-answer"), actual)
        };
        match first {
            UNRESOLVED => return fail(text!("reach-unresolved")),
            NO_ROUTE => return fail(text!("reach-no-route")),
            _ => {}
        }
        let Some(status) = printed.lines().rev().find_map(|line| line.strip_prefix(";; dig ")) else {
            return unreadable("dig", printed);
        };
        match (status, Reply::read(&self.record(), printed)) {
            ("0", Some(reply)) => self.compare(&reply),
            ("9", _) if printed.contains("connection refused") => fail(text!("reach-refused")),
            // A server that hangs up on a transfer refuses it.
            ("9", _) => fail(text!("dns-silent")),
            ("0", None) => unreadable("dig", printed),
            (status, _) => Verdict::Error(text!(
                "error-tool-failed",
                tool = "dig",
                status = status,
                said = excerpt(&output.stderr)
            )),
        }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let no_server = self.server.is_none() && self.from.is_none();
        no_server.then(|| text!("problem-dns-server")).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, normal};

    #[test]
    fn harmless_differences_disappear() {
        assert_eq!(normal("MX", "10 Mail.Clinique.test."), "10 mail.clinique.test");
        assert_eq!(normal("NS", "."), ".");
        assert_eq!(normal("AAAA", "FD00:0:0::1"), "fd00::1");
        assert_eq!(normal("TXT", "\"v=spf1 \" \"-all\""), "v=spf1 -all");
        assert_eq!(normal("TXT", r#""a\"b\195\169""#), "a\"bé");
        assert_eq!(normal("TXT", "v=spf1 -all"), "v=spf1 -all");
        assert_eq!(normal("DS", "123 13 2 aBc="), "123 13 2 aBc=");
    }

    #[test]
    fn an_alias_is_not_an_address() {
        let printed = ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n\
                       ;; flags: qr aa rd; QUERY: 1, ANSWER: 2\n\n\
                       www.a.test.\t300\tIN\tCNAME\tweb.a.test.\nweb.a.test.\t60\tIN\tA\t10.0.0.2\n";
        let reply = Reply::read("A", printed).unwrap();
        assert_eq!((reply.data, reply.ttl, reply.authoritative), (vec!["10.0.0.2".to_owned()], Some(60.0), true));
        assert_eq!(Reply::read("A", "garbage"), None);
    }
}
