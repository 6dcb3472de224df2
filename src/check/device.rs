//! What a network device says of itself, on its own command line.
//!
//! The same expectations on every platform: an answer is read into one type
//! ([`device`](crate::device)), and one that cannot be read is not judged. Prefer
//! behaviour where there is a choice (`reach`, `failover`): a configuration is only words.

mod switching;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::link::Interface;
use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::way::{self, Wanted};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::device::tree::{Tree, begins};
use crate::device::{self, Neighbour, Os, Platform, Port, Show, Vlan, bland};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;
pub use switching::{WantedPort, WantedVlan};

/// Asks a network device, on its own command line, what it is, has and does:
/// `{ platform: frr, neighbours: [{ to: 10.0.0.2 }], saved: true }`. Each thing that differs
/// is told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Device {
    /// What it runs: `frr`, asked through `vtysh`; `linux`, asked with `ip`; `cisco_ios` or
    /// `arista_eos`, asked at its prompt.
    pub platform: Os,
    /// The version of its system: `{ version: { deb: ">= 10" } }`.
    pub version: Option<Matcher>,
    /// Its interfaces; the keys of `interface`.
    #[serde(default)]
    pub interfaces: Vec<Interface>,
    /// Its routes.
    #[serde(default)]
    pub routes: Vec<Line>,
    /// Its VLANs; on switches.
    #[serde(default)]
    pub vlans: Vec<WantedVlan>,
    /// How its ports handle VLANs; on `cisco_ios`.
    #[serde(default)]
    pub ports: Vec<WantedPort>,
    /// The routers that it speaks OSPF with; on `frr`.
    #[serde(default)]
    pub neighbours: Vec<Peer>,
    /// What the configuration that it works by says; not on `linux`.
    #[serde(default)]
    pub running_config: Vec<Section>,
    /// Whether the configuration that it works by is that which it starts with; not on
    /// `linux`. Lines are compared as the device writes them, in any order: one that was
    /// typed into the file and says what is the default anyway counts as different until the
    /// device has written the file itself (`write memory`).
    pub saved: Option<bool>,
}

/// A route of the device.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Line {
    /// A network (`10.2.0.0/16`, `default`) for its line of the table, or an address for the
    /// line that packets to it take.
    pub to: String,
    /// Whether there should be one; true when nothing is said. One in which packets end is
    /// none.
    #[serde(default = "yes")]
    pub exists: bool,
    /// The next hop; `direct` when there is none.
    pub via: Option<Matcher>,
    /// The interface.
    pub device: Option<Matcher>,
    /// Who made the route, in the platform's word: `ospf`, `static`, `connected` (`frr`) or
    /// `kernel` (`linux`).
    pub protocol: Option<Matcher>,
    /// Its metric.
    pub metric: Option<Matcher>,
}

/// A router beside the device.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Peer {
    /// Its router identifier, or its address on the network that is shared.
    pub to: String,
    /// Whether there should be one; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// How far they are, in lower case: `full` when nothing is said, `2-way`, `exstart`.
    pub state: Option<Matcher>,
    /// The interface towards it.
    pub device: Option<Matcher>,
}

/// A section of a configuration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section {
    /// Its heading, as the device writes it: `router ospf`; of sections in sections,
    /// `router bgp 65000 / address-family ipv4 unicast`. What is in no section when nothing
    /// is said.
    pub section: Option<String>,
    /// Whether there should be such a section; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Words that a line should begin with, for each: `ip ospf authentication`.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Words that no line should begin with.
    #[serde(default)]
    pub lacks: Vec<String>,
}

/// How many lines that were not saved a verdict lists.
const TOLD: usize = 8;

/// What is asked of a platform, in this order.
struct Asked {
    version: Option<&'static Show<String>>,
    links: Option<&'static Show<Vec<device::Link>>>,
    ways: Option<&'static Show<Vec<device::Way>>>,
    neighbours: Option<&'static Show<Vec<Neighbour>>>,
    vlans: Option<&'static Show<Vec<Vlan>>>,
    ports: Option<&'static Show<Vec<Port>>>,
    running: Option<&'static Show<Tree>>,
    startup: Option<&'static Show<Tree>>,
}

/// The outputs that were not read yet.
struct Answers<'a> {
    platform: &'static Platform,
    outputs: std::slice::Iter<'a, ExecOutput>,
}

impl Answers<'_> {
    /// Reads the next answer, when this was asked.
    fn read<T>(&mut self, asked: Option<&Show<T>>) -> Result<Option<T>, Verdict> {
        let Some(show) = asked else { return Ok(None) };
        let output = self.outputs.next().ok_or_else(|| Verdict::Error(text!("error-no-output")))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let tool = self.platform.tool;
        let said = format!("{}\n{}", output.stderr, output.stdout);
        if output.status().is_some_and(|status| status != 0)
            && self.platform.silent.iter().any(|words| said.contains(words))
        {
            let fact = text!("fact-device", command = show.command);
            return Err(Verdict::fail(fact, text!("expect-answer"), Text::verbatim(excerpt(&said))));
        }
        let printed = succeeded(tool, output)?;
        (show.read)(printed).map(Some).ok_or_else(|| unreadable(tool, printed))
    }
}

impl Device {
    fn asked(&self) -> Asked {
        let platform = self.platform.platform();
        let saved = self.saved.is_some();
        let running = saved || !self.running_config.is_empty();
        Asked {
            version: self.version.is_some().then_some(&platform.version),
            links: platform.links.as_ref().filter(|_| !self.interfaces.is_empty()),
            ways: platform.ways.as_ref().filter(|_| !self.routes.is_empty()),
            neighbours: platform.neighbours.as_ref().filter(|_| !self.neighbours.is_empty()),
            vlans: platform.vlans.as_ref().filter(|_| !self.vlans.is_empty()),
            ports: platform.ports.as_ref().filter(|_| !self.ports.is_empty()),
            running: platform.running.as_ref().filter(|_| running),
            startup: platform.startup.as_ref().filter(|_| saved),
        }
    }

    fn compare(&self, outputs: &[ExecOutput]) -> Result<Verdict, Verdict> {
        let asked = self.asked();
        let mut answers = Answers { platform: self.platform.platform(), outputs: outputs.iter() };
        let mut findings = Findings::new();
        if let Some(version) = answers.read(asked.version)? {
            let seen = Observed::text(&version);
            findings.element(|findings| findings.expect(text!("fact-device-version"), self.version.as_ref(), &seen));
        }
        if let Some(links) = answers.read(asked.links)? {
            for interface in &self.interfaces {
                findings.element(|findings| interface.compare(&links, findings));
            }
        }
        if let Some(ways) = answers.read(asked.ways)? {
            for line in &self.routes {
                findings.element(|findings| line.wanted().compare(way::chosen(&ways, &line.to), findings));
            }
        }
        if let Some(neighbours) = answers.read(asked.neighbours)? {
            for peer in &self.neighbours {
                findings.element(|findings| peer.compare(&neighbours, findings));
            }
        }
        if let Some(vlans) = answers.read(asked.vlans)? {
            for vlan in &self.vlans {
                findings.element(|findings| vlan.compare(&vlans, findings));
            }
        }
        if let Some(ports) = answers.read(asked.ports)? {
            for port in &self.ports {
                findings.element(|findings| port.compare(&ports, findings));
            }
        }
        let running = answers.read(asked.running)?;
        if let Some(running) = &running {
            for section in &self.running_config {
                findings.element(|findings| section.compare(running, findings));
            }
        }
        if let (Some(running), Some(startup)) = (&running, answers.read(asked.startup)?) {
            findings.element(|findings| self.compare_saved(running, &startup, findings));
        }
        Ok(findings.verdict())
    }

    fn compare_saved(&self, running: &Tree, startup: &Tree, findings: &mut Findings) {
        let fact = text!("fact-device-saved");
        let lines = |side: Vec<String>, sign: &str| -> Vec<String> {
            side.iter().map(|line| format!("{sign} {}", bland(line))).collect()
        };
        let mut differ = lines(running.beyond(startup).collect(), "+");
        differ.extend(lines(startup.beyond(running).collect(), "-"));
        match (self.saved, differ.is_empty()) {
            (Some(true), false) => {
                let count = differ.len();
                differ.truncate(TOLD);
                let actual = text!("device-not-saved", count = count, lines = differ.join("\n"));
                findings.gap(fact, text!("device-saved"), actual);
            }
            (Some(false), true) => findings.gap(fact, text!("device-unsaved"), text!("device-saved")),
            _ => {}
        }
    }
}

impl Line {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            to: &self.to,
            exists: self.exists,
            via: self.via.as_ref(),
            device: self.device.as_ref(),
            source: None,
            protocol: self.protocol.as_ref(),
            metric: self.metric.as_ref(),
        }
    }
}

impl Peer {
    fn compare(&self, neighbours: &[Neighbour], findings: &mut Findings) {
        let to = self.to.as_str();
        let fact = text!("fact-neighbour", to = to);
        let meant = |neighbour: &&Neighbour| neighbour.id == to || neighbour.address == to;
        match (neighbours.iter().find(meant), self.exists) {
            (None, false) => {}
            (None, true) => findings.gap(fact, text!("shown-present"), text!("shown-absent")),
            (Some(other), false) => {
                let actual = text!("neighbour-at", state = &other.state, device = &other.device);
                findings.gap(fact, text!("shown-absent"), actual);
            }
            (Some(other), true) => {
                let full = Matcher::equals("full");
                let state = self.state.as_ref().unwrap_or(&full);
                findings.expect(text!("fact-neighbour-state", to = to), Some(state), &Observed::text(&other.state));
                let device = Observed::text(&other.device);
                findings.expect(text!("fact-route-device", to = to), self.device.as_ref(), &device);
            }
        }
    }
}

impl Section {
    fn headings(&self) -> Vec<String> {
        let words = |heading: &str| heading.split_whitespace().collect::<Vec<_>>().join(" ");
        self.section.iter().flat_map(|section| section.split(" / ")).map(words).collect()
    }

    fn compare(&self, running: &Tree, findings: &mut Findings) {
        let headings = self.headings();
        let section = self.section.as_deref().unwrap_or_default();
        let shown = |there| if there { text!("shown-present") } else { text!("shown-absent") };
        let there = running.has(&headings);
        if there != self.exists {
            return findings.gap(text!("fact-device-section", section = section), shown(self.exists), shown(there));
        }
        for (wanted, words) in [(true, &self.contains), (false, &self.lacks)] {
            for words in words {
                let seen = running.lines(&headings).any(|line| begins(line, words));
                if seen != wanted {
                    let line = bland(words);
                    let fact = match section {
                        "" => text!("fact-device-line", line = line),
                        section => text!("fact-device-line-in", line = line, section = section),
                    };
                    findings.gap(fact, shown(wanted), shown(seen));
                }
            }
        }
    }
}

impl Check for Device {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let platform = self.platform.platform();
        let need = sight::need(&[platform.tool]);
        let asked = self.asked();
        let commands = [
            asked.version.map(|show| show.command),
            asked.links.map(|show| show.command),
            asked.ways.map(|show| show.command),
            asked.neighbours.map(|show| show.command),
            asked.vlans.map(|show| show.command),
            asked.ports.map(|show| show.command),
            asked.running.map(|show| show.command),
            asked.startup.map(|show| show.command),
        ];
        let script = |command: &str| match platform.manner {
            Some(_) => device::typed(command),
            None => format!("{need}{command}\n"),
        };
        commands.into_iter().flatten().map(|command| scene.run(script(command))).collect()
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        self.compare(outputs).unwrap_or_else(|verdict| verdict)
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems: Vec<Text> = self.interfaces.iter().flat_map(Interface::problems).collect();
        let platform = self.platform.platform();
        let untold = |wanted: bool, told: bool, key: &str| {
            (wanted && !told).then(|| text!("problem-device-untold", key = key, platform = platform.tool))
        };
        problems.extend(untold(!self.interfaces.is_empty(), platform.links.is_some(), "interfaces"));
        problems.extend(untold(!self.routes.is_empty(), platform.ways.is_some(), "routes"));
        problems.extend(untold(!self.vlans.is_empty(), platform.vlans.is_some(), "vlans"));
        problems.extend(untold(!self.ports.is_empty(), platform.ports.is_some(), "ports"));
        problems.extend(self.vlans.iter().flat_map(WantedVlan::problems));
        problems.extend(self.ports.iter().flat_map(WantedPort::problems));
        problems.extend(untold(!self.neighbours.is_empty(), platform.neighbours.is_some(), "neighbours"));
        problems.extend(untold(!self.running_config.is_empty(), platform.running.is_some(), "running-config"));
        problems.extend(untold(self.saved.is_some(), platform.startup.is_some(), "saved"));
        for line in self.routes.iter().filter(|line| device::network(&line.to).is_none()) {
            problems.push(text!("problem-device-route", to = &line.to));
        }
        let sections = &self.running_config;
        let detail = |section: &&Section| !section.contains.is_empty() || !section.lacks.is_empty();
        for section in sections.iter().filter(|section| !section.exists && detail(section)) {
            problems.push(text!("problem-absent-detail", name = section.section.as_deref().unwrap_or_default()));
        }
        if sections.iter().any(|section| section.section.is_none() && !detail(&section)) {
            problems.push(text!("problem-device-section"));
        }
        let lists = [self.interfaces.len(), self.routes.len(), self.neighbours.len(), sections.len(), self.vlans.len(), self.ports.len()];
        if self.version.is_none() && self.saved.is_none() && lists.iter().all(|count| *count == 0) {
            problems.push(text!("problem-device-empty"));
        }
        problems
    }
}
