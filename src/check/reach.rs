//! What answers at an address: open, refused, filtered or absent.
//!
//! The four are told apart, because they are four different mistakes: nothing listens,
//! a filter drops, a machine is down. Whether a UDP port is open can only be known from
//! an answer; silence says nothing, and is called filtered.
//!
//! `nc` and `ping` do the work. Flows of one check are tried at the same time, so a
//! matrix costs the wait of its slowest flow.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::sight::{self, MARGIN, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Tries to reach a port or a machine over the network; it should be open unless
/// something else is said. Write `to` and `port` for one flow, or a list of `flows`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reach {
    /// The address, or a name that the looker can resolve.
    pub to: Option<String>,
    /// The port; none for `icmp`.
    pub port: Option<u16>,
    /// `tcp`, `udp` or `icmp`; tcp when nothing is said.
    #[serde(default)]
    pub protocol: Protocol,
    /// `open`, `refused`, `filtered` or `absent`; open when nothing is said.
    #[serde(default)]
    pub is: State,
    /// For udp: what is sent (a line), and must be answered by anything for the port to
    /// be open.
    pub send: Option<String>,
    /// Several flows instead of one, each with its own `to`, `port`, `protocol`, `is`
    /// and `send`; at most 64. Each that differs is reported.
    #[serde(default)]
    pub flows: Vec<Flow>,
    /// The node that tries; the sensor, outside of all nodes, when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long an answer is waited for; 3s when nothing is said.
    #[serde(default = "three_seconds")]
    pub wait: Span,
}

fn three_seconds() -> Span {
    Span(std::time::Duration::from_secs(3))
}

/// One thing that is tried.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Flow {
    /// The address, or a name that the looker can resolve.
    pub to: String,
    /// The port; none for `icmp`.
    pub port: Option<u16>,
    /// `tcp`, `udp` or `icmp`; tcp when nothing is said.
    #[serde(default)]
    pub protocol: Protocol,
    /// `open`, `refused`, `filtered` or `absent`; open when nothing is said.
    #[serde(default)]
    pub is: State,
    /// For udp: what is sent, and must be answered for the port to be open.
    pub send: Option<String>,
}

/// What carries the attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the protocols")]
pub enum Protocol {
    #[default]
    Tcp,
    Udp,
    Icmp,
}

impl Protocol {
    fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Icmp => "icmp",
        }
    }
}

/// What was met at the other end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It answers.
    #[default]
    Open,
    /// The machine says that nothing listens there, or that it does not want to.
    Refused,
    /// No answer came, or a router said that it is prohibited.
    Filtered,
    /// No machine has this address: nobody answered for it on its network.
    Absent,
}

impl State {
    fn text(self) -> Text {
        match self {
            Self::Open => text!("reach-open"),
            Self::Refused => text!("reach-refused"),
            Self::Filtered => text!("reach-filtered"),
            Self::Absent => text!("reach-absent"),
        }
    }
}

/// Defines `flow NUMBER PROTOCOL HOST PORT LINE`, which prints `NUMBER WORD DETAILS`.
///
/// A line of one `printf` is written at once, so flows that run together do not mix.
/// An address that ARP or neighbour discovery did not resolve is told apart from a
/// filter by the kernel's neighbour table, after the attempt.
const FLOW: &str = r#"flow() {
at=$(getent ahosts "$3" | head -n 1 | cut -d' ' -f1)
if [ -z "$at" ]; then printf '%s unresolved\n' "$1"; return; fi
if ! ip route get "$at" >/dev/null 2>&1; then printf '%s no-route\n' "$1"; return; fi
case $2 in
tcp) said=$(nc -z -v -n -w "$wait" "$at" "$4" 2>&1 </dev/null); status=$? ;;
udp)
if [ -n "$5" ]; then
got=$(printf '%s\n' "$5" | nc -u -n -w "$wait" "$at" "$4" 2>/dev/null | head -c 1 | wc -c)
else got=0; fi
if [ "$got" -gt 0 ]; then said=answered; status=0
else said=$(nc -u -z -v -n -w 1 "$at" "$4" 2>&1 </dev/null); status=$?
if [ "$status" -eq 0 ]; then said=silent; elif [ -z "$said" ]; then said='Connection refused'; fi
fi ;;
icmp) said=$(ping -n -c 1 -w "$wait" "$at" 2>&1); status=$? ;;
esac
near=$(ip route get "$at" | sed -n 's/.* via \([^ ]*\) .*/\1/p')
seen=$(ip neigh show to "${near:-$at}" | head -n 1)
printf '%s tried %s %s | %s\n' "$1" "$status" "$(printf %s "$said" | tr '\n' ' ' | cut -c1-300)" "$seen"
}
"#;

impl Reach {
    fn flows(&self) -> Vec<Flow> {
        let single = self.to.as_ref().map(|to| Flow {
            to: to.clone(),
            port: self.port,
            protocol: self.protocol,
            is: self.is,
            send: self.send.clone(),
        });
        single.into_iter().chain(self.flows.iter().cloned()).collect()
    }

    fn script(&self) -> String {
        let flows = self.flows();
        let uses = |protocol: Protocol| flows.iter().any(|flow| flow.protocol == protocol);
        let mut tools = vec!["ip", "getent"];
        if uses(Protocol::Tcp) || uses(Protocol::Udp) {
            tools.push("nc");
        }
        if uses(Protocol::Icmp) {
            tools.push("ping");
        }
        let mut script = format!("{}wait={}\n{FLOW}", sight::need(&tools), sight::seconds(self.wait));
        for (number, flow) in flows.iter().enumerate() {
            let port = flow.port.map(|port| port.to_string()).unwrap_or_default();
            script.push_str(&format!(
                "flow {number} {} {} {} {} &\n",
                flow.protocol.word(),
                quote(&flow.to),
                quote(&port),
                quote(flow.send.as_deref().unwrap_or_default()),
            ));
        }
        script.push_str("wait\n");
        script
    }
}

/// What one line says.
#[derive(Debug, PartialEq)]
enum Seen {
    State(State),
    NoRoute,
    Unresolved,
    /// The client itself failed.
    Broken(String),
}

impl Seen {
    fn text(&self) -> Text {
        match self {
            Self::State(state) => state.text(),
            Self::NoRoute => text!("reach-no-route"),
            Self::Unresolved => text!("reach-unresolved"),
            Self::Broken(said) => Text::verbatim(said.as_str()),
        }
    }

    /// Reads what follows the number of a flow.
    fn read(protocol: Protocol, line: &str) -> Option<Self> {
        let rest = match line.split_once(' ') {
            Some(("tried", rest)) => rest,
            _ if line == UNRESOLVED => return Some(Self::Unresolved),
            _ if line == NO_ROUTE => return Some(Self::NoRoute),
            _ => return None,
        };
        let (status, said) = rest.split_once(' ')?;
        let status: i32 = status.parse().ok()?;
        let (said, neighbour) = said.rsplit_once(" | ").unwrap_or((said.trim_end_matches(" |"), ""));
        let says = |words: &str| said.contains(words);
        let alone = neighbour.ends_with("FAILED") || neighbour.ends_with("INCOMPLETE");
        let state = if status == 0 && !says("silent") {
            State::Open
        } else if says("refused") || says("Destination Port Unreachable") {
            State::Refused
        } else if alone {
            State::Absent
        } else if says("Network is unreachable") {
            return Some(Self::NoRoute);
        } else if says("timed out")
            || says("silent")
            || says("No route to host")
            || says("prohibited")
            || says("filtered")
            || says("Unreachable")
            || says("not permitted")
            || (protocol == Protocol::Icmp && says(" 0 received"))
        {
            State::Filtered
        } else {
            return Some(Self::Broken(said.trim().to_owned()));
        };
        Some(Self::State(state))
    }
}

impl Check for Reach {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        // A flow over udp waits for an answer, then for a refusal.
        let least = self.wait.0 + MARGIN;
        vec![scene.run_long(scene.from(self.from.as_ref()), self.script(), least)]
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = sight::missing_tool(output) {
            return verdict;
        }
        let printed = match succeeded("nc", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let lines: BTreeMap<usize, &str> = printed
            .lines()
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(number, rest)| Some((number.parse().ok()?, rest.trim_end())))
            .collect();
        let place = scene.from(self.from.as_ref());
        let mut findings = Findings::new();
        for (number, flow) in self.flows().iter().enumerate() {
            let Some(seen) = lines.get(&number).and_then(|line| Seen::read(flow.protocol, line)) else {
                return unreadable("nc", printed);
            };
            match &seen {
                Seen::Broken(said) => {
                    let tool = if flow.protocol == Protocol::Icmp { "ping" } else { "nc" };
                    return unreadable(tool, said);
                }
                Seen::State(state) if *state == flow.is => findings.count(1, 1),
                _ => {
                    if let Some(verdict) = sight::blind(&place, lines[&number], &flow.to) {
                        return verdict;
                    }
                    if place == crate::check::Place::Sensor && seen == Seen::NoRoute {
                        return Verdict::Error(text!("error-sensor-route", host = &flow.to));
                    }
                    findings.count(0, 1);
                    findings.gap(fact(flow, &place), flow.is.text(), seen.text());
                }
            }
        }
        findings.verdict()
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let flows = self.flows();
        let mut problems = Vec::new();
        if flows.is_empty() || flows.len() > 64 || (self.to.is_some() && !self.flows.is_empty()) {
            problems.push(text!("problem-reach-flows"));
        }
        for flow in &flows {
            let to = flow.to.as_str();
            match flow.protocol {
                Protocol::Icmp if flow.port.is_some() => problems.push(text!("problem-reach-icmp-port", to = to)),
                Protocol::Tcp | Protocol::Udp if flow.port.is_none() => {
                    problems.push(text!("problem-reach-port", to = to));
                }
                // Without an answer, a dropped datagram would pass for a delivered one.
                Protocol::Udp if flow.is == State::Open && flow.send.as_deref().is_none_or(str::is_empty) => {
                    problems.push(text!("problem-reach-udp", to = to));
                }
                _ => {}
            }
        }
        problems
    }
}

fn fact(flow: &Flow, place: &crate::check::Place) -> Text {
    let what = match flow.port {
        Some(port) => format!("{}:{port}/{}", flow.to, flow.protocol.word()),
        None => format!("{} ({})", flow.to, flow.protocol.word()),
    };
    text!("fact-reach", what = what, from = %place)
}

#[cfg(test)]
mod tests {
    use super::{Protocol, Reach, Seen, State};
    use crate::check::Check;

    #[test]
    fn what_the_clients_say_is_told_apart() {
        let tcp = |line: &str| Seen::read(Protocol::Tcp, line);
        let state = |state| Some(Seen::State(state));
        assert_eq!(tcp("tried 0 Connection to 10.77.1.2 22 port [tcp/*] succeeded! | 10.77.1.2 dev eth0 lladdr 02:42:0a:4d:01:02 REACHABLE"), state(State::Open));
        assert_eq!(tcp("tried 1 nc: connect to 10.77.1.2 port 81 (tcp) failed: Connection refused | x STALE"), state(State::Refused));
        assert_eq!(tcp("tried 1 nc: connect to 10.77.1.2 port 81 (tcp) timed out: Operation now in progress | x REACHABLE"), state(State::Filtered));
        assert_eq!(tcp("tried 1 nc: connect to 10.77.1.200 port 81 (tcp) timed out: Operation now in progress | 10.77.1.200 dev eth0 INCOMPLETE"), state(State::Absent));
        assert_eq!(tcp("tried 1 nc: connect to 10.1.1.1 port 22 (tcp) failed: Network is unreachable |"), Some(Seen::NoRoute));
        assert_eq!(tcp("no-route"), Some(Seen::NoRoute));
        assert_eq!(tcp("tried 1 nc: invalid option -- 'z' |"), Some(Seen::Broken("nc: invalid option -- 'z'".to_owned())));
        assert_eq!(tcp("nonsense"), None);
    }

    #[test]
    fn a_flow_that_cannot_be_decided_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| serde_saphyr::from_str::<Reach>(yaml).unwrap().problems().len();
        assert_eq!(problems("{ to: 10.0.0.1, port: 53, protocol: udp }"), 1);
        assert_eq!(problems("{ to: 10.0.0.1, port: 53, protocol: udp, send: x }"), 0);
        assert_eq!(problems("{ to: 10.0.0.1 }"), 1);
        assert_eq!(problems("{}"), 1);
        assert_eq!(problems("{ to: 10.0.0.1, protocol: icmp }"), 0);
    }
}
