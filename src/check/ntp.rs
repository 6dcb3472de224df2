//! The time: what a server of it answers, and what a machine follows.
//!
//! `ntpdig` asks a server without setting anything; `chronyc` asks the daemon of a node.
//! A server that answers without knowing the time itself (stratum 0 or 16) serves nobody,
//! and a machine that follows its own clock is not synchronised.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Place, Probe, Scene, Verdict, yes};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Asks a time server (`server`), or looks whether the node of `on` follows one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ntp {
    /// The server that is asked: an address, or a name that the looker can resolve. Without
    /// it, the daemon of the node of `on` (chrony) is asked what it follows.
    pub server: Option<String>,
    /// The node that asks `server`; the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// Whether the server knows the time, or the node follows a server; true when nothing
    /// is said. A node that follows its own clock (`local stratum`) follows none.
    #[serde(default = "yes")]
    pub synchronised: bool,
    /// The stratum of the server, or of the node: one more than that of what it follows.
    pub stratum: Option<Matcher>,
    /// How far the clocks are apart, in seconds without a sign: `{ at-most: 100ms }`.
    pub offset: Option<Matcher>,
    /// The address of the server that the node follows; only without `server`.
    pub source: Option<Matcher>,
    /// How long the answer of `server` is waited for; 3s when nothing is said.
    #[serde(default = "three_seconds")]
    pub wait: Span,
}

fn three_seconds() -> Span {
    Span(std::time::Duration::from_secs(3))
}

/// What is known of a clock.
#[derive(Debug, PartialEq)]
enum Clock {
    Synchronised { stratum: f64, offset: f64, source: String },
    /// It is not, and why.
    Not(Text),
}

/// chrony is asked; when it does not answer, the names that the kernel keeps of processes
/// (15 characters) tell a daemon that cannot be asked from none at all.
const DAEMON: &str = "tracking=$(chronyc -n -c tracking 2>&1)\ncase $?-$tracking in\n\
    0-*) sources=$(chronyc -n -c sources) || exit 1\necho 'daemon chrony'\n\
    printf 'tracking %s\\n' \"$tracking\"\nprintf '%s\\n' \"$sources\" | sed '/./s/^/source /'\n;;\n\
    127-* | *'506 Cannot talk to daemon'*)\n\
    for process in /proc/[0-9]*; do\nread -r name 2>/dev/null <\"$process/comm\" || continue\n\
    case $name in chronyd | ntpd | openntpd | systemd-timesyn)\n\
    # What has ended and waits for its parent has no command line any more.\n\
    [ -n \"$(tr -d '\\0' 2>/dev/null <\"$process/cmdline\")\" ] && { echo 'daemon other'; exit 0; };;\nesac\ndone\n\
    echo 'daemon none' ;;\n\
    *) printf '%s\\n' \"$tracking\" >&2; exit 1 ;;\nesac\n";

impl Ntp {
    fn asking(&self, server: &str) -> String {
        // Silence and a port without a server are told apart by the kernel's refusal.
        format!(
            "{}{}said=$(ntpdig -j -t {} \"$at\" 2>&1); s=$?\nprintf 'asked %s\\n%s\\n' $s \"$said\"\n\
             case $said in '{{'*) ;; *) nc -u -z -n -w 1 \"$at\" 123 >/dev/null 2>&1 || echo refused ;; esac\n",
            sight::need(&["ntpdig", "nc", "ip", "getent"]),
            sight::route_to(server),
            sight::seconds(self.wait),
        )
    }

    fn compare(&self, clock: &Clock, what: &str) -> Verdict {
        let mut findings = Findings::new();
        let fact = text!("fact-ntp", what = what);
        match (clock, self.synchronised) {
            (Clock::Not(_), false) => {}
            (Clock::Not(why), true) => findings.gap(fact, text!("ntp-synchronised"), why.clone()),
            (Clock::Synchronised { source, .. }, false) => {
                findings.gap(fact, text!("ntp-not-synchronised"), text!("ntp-follows", source = source));
            }
            (Clock::Synchronised { stratum, offset, source }, true) => {
                let number = |value: f64| Observed::Number(value);
                findings.expect(text!("fact-ntp-stratum", what = what), self.stratum.as_ref(), &number(*stratum));
                findings.expect(text!("fact-ntp-offset", what = what), self.offset.as_ref(), &number(offset.abs()));
                findings.expect(text!("fact-ntp-source", what = what), self.source.as_ref(), &Observed::text(source));
            }
        }
        findings.verdict()
    }
}

/// Reads what `ntpdig` said of a server.
fn asked(printed: &str) -> Option<Clock> {
    let (first, said) = printed.split_once('\n')?;
    let status = first.strip_prefix("asked ")?;
    if status == "0" {
        let line = said.lines().find(|line| line.starts_with('{'))?;
        let answer: serde_json::Value = serde_json::from_str(line).ok()?;
        let stratum = answer["stratum"].as_f64()?;
        if answer["leap"] == "unsync" || !(1.0..16.0).contains(&stratum) {
            return Some(Clock::Not(text!("ntp-server-unsynchronised")));
        }
        let source = answer["ip"].as_str()?.to_owned();
        return Some(Clock::Synchronised { stratum, offset: answer["offset"].as_f64()?, source });
    }
    // A server without the time answers with stratum 0, which ntpdig drops.
    let why = if said.contains("stratum 0") || said.contains("unsync") {
        text!("ntp-server-unsynchronised")
    } else if !said.contains("no eligible servers") {
        return None;
    } else if said.lines().any(|line| line == "refused") {
        text!("ntp-no-server")
    } else {
        text!("ntp-silent")
    };
    Some(Clock::Not(why))
}

/// Reads what `chronyc -n -c` said (chronyc(1), in the order of its reports).
fn tracked(printed: &str) -> Option<Clock> {
    let tracking = printed.lines().find_map(|line| line.strip_prefix("tracking "))?;
    let fields: Vec<&str> = tracking.split(',').collect();
    let [reference, _, stratum, _, offset, .., leap] = fields[..] else { return None };
    if leap == "Not synchronised" {
        return Some(Clock::Not(text!("ntp-not-synchronised")));
    }
    // 127.127.1.1: its own clock.
    if reference == "7F7F0101" {
        return Some(Clock::Not(text!("ntp-own-clock")));
    }
    let chosen = printed.lines().filter_map(|line| line.strip_prefix("source ")).find_map(|line| {
        let mut fields = line.split(',');
        let (_, state, address) = (fields.next()?, fields.next()?, fields.next()?);
        (state == "*").then(|| address.to_owned())
    });
    match chosen {
        Some(source) => {
            Some(Clock::Synchronised { stratum: stratum.parse().ok()?, offset: offset.parse().ok()?, source })
        }
        None => Some(Clock::Not(text!("ntp-not-synchronised"))),
    }
}

impl Check for Ntp {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        match &self.server {
            Some(server) => {
                vec![scene.run_long(scene.from(self.from.as_ref()), self.asking(server), self.wait.0 + MARGIN * 2)]
            }
            None => vec![scene.run(format!("{}{DAEMON}", sight::need(&["tr", "sed"])))],
        }
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let place: Place = match &self.server {
            Some(_) => scene.from(self.from.as_ref()),
            None => scene.on.clone(),
        };
        let Some(server) = &self.server else {
            let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
            if let Some(verdict) = sight::missing_tool(output) {
                return verdict;
            }
            let printed = match succeeded("chronyc", output) {
                Ok(printed) => printed,
                Err(verdict) => return verdict,
            };
            let clock = match printed.lines().next() {
                Some("daemon none") => Clock::Not(text!("ntp-no-daemon")),
                Some("daemon chrony") => match tracked(printed) {
                    Some(clock) => clock,
                    None => return unreadable("chronyc", printed),
                },
                Some("daemon other") => return Verdict::Error(text!("error-ntp-daemon")),
                _ => return unreadable("chronyc", printed),
            };
            return self.compare(&clock, &place.to_string());
        };
        let output = match sight::looked("ntpdig", outputs, &place, server) {
            Ok(output) => output,
            Err(verdict) => return verdict,
        };
        let clock = match output.stdout.trim() {
            UNRESOLVED => Clock::Not(text!("reach-unresolved")),
            NO_ROUTE => Clock::Not(text!("reach-no-route")),
            printed => match asked(printed) {
                Some(clock) => clock,
                None => return unreadable("ntpdig", printed),
            },
        };
        self.compare(&clock, server)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        self.server.is_none()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let only = |wrong: bool, key: &str| wrong.then(|| text!("problem-config-key", key = key));
        problems.extend(only(self.server.is_some() && self.source.is_some(), "source"));
        problems.extend(only(self.server.is_none() && self.from.is_some(), "from"));
        let about = [&self.stratum, &self.offset, &self.source];
        if !self.synchronised && about.iter().any(|matcher| matcher.is_some()) {
            problems.push(text!("problem-ntp-not"));
        }
        problems
    }
}
