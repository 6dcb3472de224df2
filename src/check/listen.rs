//! Ports that answer, on which addresses, and who holds them.
//!
//! The sockets are those of the kernel (`ss`, over netlink). A socket on `[::]` also
//! serves IPv4 unless it is `v6only`, so the question is which addresses are served, not
//! how a line is written. The resolver that Docker puts on 127.0.0.11 is left out.

mod socket;

use std::collections::BTreeSet;
use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::processes::{self, Table};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;
use socket::Socket;
pub use socket::{PortName, Protocol};

/// Looks at the ports on which a machine listens: one `port`, or all of them with `only`.
///
/// `listen: { port: 80 }` expects something to listen on TCP port 80, on any address.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Listen {
    /// The port that is asked about.
    pub port: Option<u16>,
    /// `tcp` when nothing is said, or `udp`.
    #[serde(default)]
    pub protocol: Protocol,
    /// Whether something should listen there; true when nothing is said.
    #[serde(default = "yes")]
    pub listening: bool,
    /// `any`: other machines can reach it, so that at least one address is not of the
    /// loopback. `local`: none can, every address is of the loopback.
    pub reachable_from: Option<Reach>,
    /// Addresses of the machine at which it must answer; `0.0.0.0` and `::` serve all of
    /// their family, and `::` serves IPv4 too unless it was made for IPv6 only.
    #[serde(default)]
    pub reachable_at: Vec<IpAddr>,
    /// The addresses as they were bound, in no order; a socket that serves both families
    /// counts as `0.0.0.0` and `::`.
    pub addresses: Option<Matcher>,
    /// The name of the executable that holds the port, whole.
    pub process: Option<String>,
    /// The closed list: these ports are listened on, and no other. A number is a TCP
    /// port; `53/udp` says the protocol. Both protocols are looked at, but UDP ports of
    /// the range that clients use (`ip_local_port_range`) count only if they are listed.
    pub only: Option<Vec<PortName>>,
    /// With `only`: leaves out what listens on the loopback alone; false when nothing is
    /// said.
    #[serde(default)]
    pub except_local: bool,
}

/// Who can reach a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Other machines.
    Any,
    /// The machine itself only.
    Local,
}

impl Listen {
    fn script(&self) -> String {
        // In a pipe the status of ss would be lost, and no socket would look like none.
        let mut script = "command -v ss >/dev/null || exit 127\n\
             sockets=$(ss -Hlntuep) || exit\n\
             printf '%s\\n' \"$sockets\" | sed '/./s/^/socket /'\n\
             { read -r low high </proc/sys/net/ipv4/ip_local_port_range; } 2>/dev/null && echo \"clients $low $high\"\n"
            .to_owned();
        if let Some(process) = &self.process {
            script.push_str(&processes::script(process));
        }
        script.push_str("echo end\n");
        script
    }

    fn judge_port(&self, number: u16, sockets: &[Socket], table: Option<&Table>) -> Verdict {
        let port = PortName { number, protocol: self.protocol };
        let sockets: Vec<&Socket> = sockets.iter().filter(|socket| socket.port == port).collect();
        let addresses: BTreeSet<IpAddr> = sockets.iter().flat_map(|socket| socket.addresses.clone()).collect();
        let shown = Observed::list(&addresses);
        let fact = || text!("fact-listen", port = %port);
        let mut findings = Findings::new();
        match (sockets.is_empty(), self.listening) {
            (true, false) => return Verdict::Pass,
            (true, true) => return Verdict::fail(fact(), text!("shown-listening"), text!("shown-not-listening")),
            (false, false) => {
                return Verdict::fail(fact(), text!("shown-not-listening"), shown.show());
            }
            (false, true) => {}
        }
        let reach = || text!("fact-listen-reach", port = %port);
        match self.reachable_from {
            Some(Reach::Any) if sockets.iter().all(|socket| socket.local()) => {
                findings.gap(reach(), text!("shown-from-any"), shown.show());
            }
            Some(Reach::Local) if !sockets.iter().all(|socket| socket.local()) => {
                findings.gap(reach(), text!("shown-from-local"), shown.show());
            }
            _ => {}
        }
        for address in &self.reachable_at {
            if !sockets.iter().any(|socket| socket.serves(address)) {
                findings.gap(reach(), address.to_string(), shown.show());
            }
        }
        findings.expect(text!("fact-listen-addresses", port = %port), self.addresses.as_ref(), &shown);
        if let (Some(process), Some(table)) = (&self.process, table) {
            judge_holder(process, port, &sockets, table, &mut findings);
        }
        findings.verdict()
    }

    fn judge_list(&self, only: &[PortName], sockets: &[Socket], clients: Option<(u16, u16)>) -> Verdict {
        let wanted: BTreeSet<PortName> = only.iter().copied().collect();
        let client = |port: &PortName| {
            port.protocol == Protocol::Udp
                && clients.is_some_and(|(low, high)| (low..=high).contains(&port.number))
        };
        let found: BTreeSet<PortName> = sockets
            .iter()
            .filter(|socket| !(self.except_local && socket.local()))
            .map(|socket| socket.port)
            .filter(|port| wanted.contains(port) || !client(port))
            .collect();
        let mut findings = Findings::new();
        if wanted != found {
            let items = |ports: &BTreeSet<PortName>| Observed::list(ports).show();
            findings.gap(text!("fact-listen-only"), items(&wanted), items(&found));
        }
        findings.verdict()
    }
}

/// Judges who holds a port. Root cannot see into every process of others: a socket without
/// a visible holder belongs to one of those, and is judged when they leave no doubt.
fn judge_holder(process: &str, port: PortName, sockets: &[&Socket], table: &Table, findings: &mut Findings) {
    let mut names = BTreeSet::new();
    let mut doubt = false;
    for socket in sockets {
        let hidden = |same_user: bool| {
            let unseen = table.all().iter().filter(|p| p.hidden && !p.arguments.is_empty());
            unseen.filter(|p| !same_user || p.uid == socket.uid).collect::<Vec<_>>()
        };
        let holders = if socket.holders.is_empty() {
            // The one who made the socket holds it, unless root made it and stepped down.
            let mine = hidden(true);
            if mine.is_empty() { hidden(false) } else { mine }
        } else {
            socket.holders.iter().filter_map(|pid| table.find(*pid)).collect()
        };
        let fits = holders.iter().filter(|holder| table.executes(holder, process)).count();
        let sure = !socket.holders.is_empty() && !holders.is_empty();
        if fits > 0 && (sure || fits == holders.len()) {
            return;
        }
        doubt |= holders.is_empty() || (fits > 0 && !sure);
        names.extend(holders.iter().map(|holder| holder.name().to_owned()));
    }
    if doubt {
        findings.error(text!("error-listen-holder", port = %port));
    } else {
        findings.gap(text!("fact-listen-process", port = %port), process, Observed::list(names).show());
    }
}

impl Check for Listen {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("ss", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let mut sockets = Vec::new();
        let mut clients = None;
        for line in printed.lines() {
            match line.split_once(' ') {
                Some(("socket", line)) => match Socket::parse(line) {
                    Some(socket) => sockets.push(socket),
                    None => return unreadable("ss", line),
                },
                Some(("clients", range)) => {
                    clients = range.split_once(' ').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
                }
                _ => {}
            }
        }
        if printed.lines().last() != Some("end") {
            return unreadable("ss", printed);
        }
        sockets.retain(|socket| !socket.is_docker());
        let table = Table::parse(printed);
        match (&self.only, self.port) {
            (Some(only), None) => self.judge_list(only, &sockets, clients),
            (None, Some(_)) if self.process.is_some() && table.is_none() => unreadable("/proc", printed),
            (None, Some(port)) => self.judge_port(port, &sockets, table.as_ref()),
            _ => Verdict::Error(text!("problem-listen-what")),
        }
    }

    fn problems(&self) -> Vec<Text> {
        let detail = self.reachable_from.is_some()
            || !self.reachable_at.is_empty()
            || self.addresses.is_some()
            || self.process.is_some();
        let mut problems = Vec::new();
        if self.port.is_some() == self.only.is_some() || self.port == Some(0) {
            problems.push(text!("problem-listen-what"));
        }
        if self.only.is_some() && (detail || !self.listening || self.protocol == Protocol::Udp) {
            problems.push(text!("problem-listen-only"));
        }
        if self.except_local && self.only.is_none() {
            problems.push(text!("problem-listen-except-local"));
        }
        if !self.listening && detail {
            problems.push(text!("problem-listen-closed"));
        }
        problems
    }
}
