//! What types cannot say: names that do not exist, competences that nothing covers,
//! checks that wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{CheckEntry, Level};
use crate::fault::{Fault, FaultEntry};
use crate::individual::Parameter;
use crate::load::entry::{LabEntry, StepEntry};
use crate::load::folder::Folder;
use crate::load::problem::Problem;
use crate::located::{Located, Spot};
use crate::name::NodeName;
use crate::referentiel::{Activity, Referentiel};
use crate::text;

/// The version of the lab format that this program reads.
pub const FORMAT: u32 = 1;

/// What templates see besides the parameters.
const RESERVED: [&str; 4] = ["lab", "networks", "nodes", "student"];

/// Returns every mistake of a lab that was read.
pub(super) fn problems(
    file: &str,
    lab: &LabEntry,
    referentiel: &Referentiel,
    images: &[String],
    folder: &Folder,
) -> Vec<Problem> {
    let mut review = Review { file, lab, problems: Vec::new() };
    let activity = review.heading(referentiel);
    review.parameters();
    review.nodes(images);
    for step in &lab.setup {
        review.step(step, folder);
    }
    review.personas();
    for check in &lab.checks {
        review.check(check, activity);
        review.interview(check);
    }
    for fault in &lab.faults {
        review.fault(fault);
    }
    review.unique_ids();
    review.unique_faults();
    review.cycles();
    if let Some(activity) = activity {
        review.coverage(activity);
    }
    review.problems
}

struct Review<'a> {
    file: &'a str,
    lab: &'a LabEntry,
    problems: Vec<Problem>,
}

impl<'a> Review<'a> {
    fn report(&mut self, at: Spot, message: crate::i18n::Text) {
        self.problems.push(Problem::new(self.file, at, message));
    }

    fn heading<'r>(&mut self, referentiel: &'r Referentiel) -> Option<&'r Activity> {
        if self.lab.version.value != FORMAT {
            self.report(self.lab.version.at, text!("problem-version", version = self.lab.version.value));
        }
        if !(1..=3).contains(&self.lab.difficulty.value) {
            self.report(self.lab.difficulty.at, text!("problem-difficulty"));
        }
        let code = &self.lab.activity;
        let activity = referentiel.activity(code);
        if activity.is_none() {
            let message = text!("problem-unknown-activity", code = code.as_str());
            let known = referentiel.activities().map(|activity| activity.code.as_str());
            self.problems.push(Problem::new(self.file, code.at, message).did_you_mean(code.as_str(), known));
        }
        activity
    }

    fn parameters(&mut self) {
        for (name, parameter) in &self.lab.parameters {
            // What templates always see would hide it.
            if RESERVED.contains(&name.as_str()) {
                self.report(parameter.at, text!("problem-reserved", name = name.as_str()));
            }
            for message in parameter.problems() {
                self.report(parameter.at, message);
            }
        }
    }

    fn nodes(&mut self, images: &[String]) {
        let mut taken: BTreeMap<(&str, u32), &str> = BTreeMap::new();
        for (name, network) in &self.lab.networks {
            if !(16..=29).contains(&network.prefix) {
                self.report(network.at, text!("problem-prefix", network = name.as_str()));
            }
        }
        if self.lab.nodes.is_empty() {
            self.report(Spot::default(), text!("problem-no-node"));
        }
        for (name, node) in &self.lab.nodes {
            if !images.iter().any(|known| known == node.image.as_str()) {
                let message = text!("problem-unknown-image", image = node.image.as_str());
                let problem = Problem::new(self.file, node.image.at, message);
                self.problems
                    .push(problem.did_you_mean(node.image.as_str(), images.iter().map(String::as_str)));
            }
            for (network, host) in &node.networks {
                let Some(known) = self.lab.networks.get(network.as_str()) else {
                    let message = text!("problem-unknown-network", network = network.as_str());
                    let names = self.lab.networks.keys().map(|name| name.as_str());
                    let problem = Problem::new(self.file, host.at, message);
                    self.problems.push(problem.did_you_mean(network.as_str(), names));
                    continue;
                };
                // .0 is the network, .1 the engine's, the last the broadcast address, and
                // the one before it the sensor's.
                let last = (1_u64 << (32 - u32::from(known.prefix.clamp(1, 30)))) - 3;
                if host.value < 2 || u64::from(host.value) > last {
                    self.report(host.at, text!("problem-host", host = host.value, last = last));
                }
                if let Some(other) = taken.insert((network.as_str(), host.value), name.as_str()) {
                    self.report(host.at, text!("problem-host-taken", host = host.value, node = other));
                }
            }
        }
    }

    fn known_node(&mut self, node: &Located<NodeName>) {
        if !self.lab.nodes.contains_key(node.as_str()) {
            let message = text!("problem-unknown-node", node = node.as_str());
            let known = self.lab.nodes.keys().map(|name| name.as_str());
            self.problems.push(Problem::new(self.file, node.at, message).did_you_mean(node.as_str(), known));
        }
    }

    fn known_check(&mut self, id: &Located<crate::name::CheckId>) {
        if !self.lab.checks.iter().any(|check| check.id.as_str() == id.as_str()) {
            let message = text!("problem-unknown-check", id = id.as_str());
            let known = self.lab.checks.iter().map(|check| check.id.as_str());
            self.problems.push(Problem::new(self.file, id.at, message).did_you_mean(id.as_str(), known));
        }
    }

    fn step(&mut self, step: &'a Located<StepEntry>, folder: &Folder) {
        self.known_node(&step.on);
        let kinds = [
            step.file.is_some(),
            step.group.is_some(),
            step.user.is_some(),
            step.dataset.is_some(),
            step.command.is_some(),
        ];
        let count = kinds.into_iter().filter(|given| *given).count();
        if count != 1 {
            self.report(step.at, text!("problem-step-kind", count = count));
        }
        let modes = [
            step.file.as_ref().and_then(|file| file.mode.as_ref()),
            step.dataset.as_ref().and_then(|dataset| dataset.mode.as_ref()),
        ];
        for mode in modes.into_iter().flatten() {
            if !u32::from_str_radix(mode, 8).is_ok_and(|bits| bits <= 0o7777) {
                self.report(mode.at, text!("problem-mode", given = &mode.value));
            }
        }
        if let Some(file) = &step.file {
            match (&file.source, &file.content) {
                (Some(source), None) => {
                    if folder.file(&format!("fichiers/{}", source.value)).is_none() {
                        let known: Vec<&str> =
                            folder.paths().filter_map(|path| path.strip_prefix("fichiers/")).collect();
                        let message = text!("problem-unknown-source", source = &source.value);
                        let problem = Problem::new(self.file, source.at, message);
                        self.problems.push(problem.did_you_mean(&source.value, known));
                    }
                }
                (None, Some(_)) => {}
                _ => self.report(step.at, text!("problem-file-contents")),
            }
        }
        if let Some(dataset) = &step.dataset {
            let name = &dataset.parameter;
            let known = self.lab.parameters.get(name.as_str());
            if !matches!(known.map(|parameter| &parameter.value), Some(Parameter::Dataset(_))) {
                self.report(name.at, text!("problem-not-dataset", name = name.as_str()));
            }
        }
    }

    fn personas(&mut self) {
        let mut seen = BTreeSet::new();
        for persona in &self.lab.personas {
            for message in persona.value.problems() {
                self.report(persona.at, message);
            }
            if !seen.insert(persona.value.id.as_str()) {
                self.report(
                    persona.value.id.at,
                    text!("problem-persona-twice", id = persona.value.id.as_str()),
                );
            }
        }
    }

    /// Looks whether a check asks for a persona and for topics that there are.
    fn interview(&mut self, check: &'a Located<CheckEntry>) {
        let Some(interview) = check.kinds().into_iter().find_map(|(_, kind)| kind.interview()) else {
            return;
        };
        let who = &interview.who;
        let Some(persona) = self.lab.personas.iter().find(|one| one.value.id.as_str() == who.as_str()) else {
            let known = self.lab.personas.iter().map(|one| one.value.id.as_str());
            let message = text!("problem-unknown-persona", id = who.as_str());
            self.problems.push(Problem::new(self.file, who.at, message).did_you_mean(who.as_str(), known));
            return;
        };
        for topic in &interview.topics {
            if persona.value.topic(topic.as_str()).is_none() {
                let known = persona.value.topics.iter().map(|one| one.id.as_str());
                let message = text!("problem-unknown-topic", id = topic.as_str(), who = who.as_str());
                self.problems
                    .push(Problem::new(self.file, topic.at, message).did_you_mean(topic.as_str(), known));
            }
        }
    }

    fn check(&mut self, check: &'a Located<CheckEntry>, activity: Option<&Activity>) {
        let kinds = check.kinds();
        match kinds.as_slice() {
            [(_, kind)] => {
                if kind.wants_node() && check.on.is_none() {
                    self.report(check.at, text!("problem-no-place", id = check.id.as_str()));
                }
                if check.level.is_some_and(|level| level < kind.level()) {
                    self.report(check.at, text!("problem-level", id = check.id.as_str()));
                }
                for node in kind.nodes() {
                    self.known_node(node);
                }
                for id in kind.then() {
                    self.known_check(id);
                    // A drill in a drill would change what the first one left.
                    if self.lab.checks.iter().any(|other| other.id.value == id.value && is_drill(other)) {
                        self.report(id.at, text!("problem-then-level", id = id.as_str()));
                    }
                }
                if let Some(partial) = check.partial.as_ref().filter(|_| !kind.counts()) {
                    self.report(partial.at, text!("problem-partial", id = check.id.as_str()));
                }
                if let Some(id) = kind.fault()
                    && !self.lab.faults.iter().any(|fault| fault.id.value == id.value)
                {
                    let message = text!("problem-unknown-fault", id = id.as_str());
                    let known = self.lab.faults.iter().map(|fault| fault.id.as_str());
                    self.problems
                        .push(Problem::new(self.file, id.at, message).did_you_mean(id.as_str(), known));
                }
                for message in kind.problems() {
                    self.report(check.at, message);
                }
            }
            kinds => {
                let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
                self.report(
                    check.at,
                    text!(
                        "problem-kind",
                        id = check.id.as_str(),
                        count = names.len(),
                        names = names.join(", ")
                    ),
                );
            }
        }
        if let Some(node) = &check.on {
            self.known_node(node);
        }
        let automatic = kinds.iter().all(|(_, kind)| kind.automatic());
        let least = i64::from(automatic);
        if let Some(points) = check.points.as_ref().filter(|points| !(least..=1000).contains(&points.value)) {
            self.report(points.at, text!("problem-points", given = points.value));
        }
        if check.competences.is_empty() {
            self.report(check.at, text!("problem-no-competence", id = check.id.as_str()));
        }
        for code in &check.competences {
            let Some(activity) = activity else { continue };
            if !activity.competences.iter().any(|known| known.code == code.value) {
                let message = text!(
                    "problem-unknown-competence",
                    code = code.as_str(),
                    activity = activity.code.as_str()
                );
                let known = activity.competences.iter().map(|known| known.code.as_str());
                self.problems
                    .push(Problem::new(self.file, code.at, message).did_you_mean(code.as_str(), known));
            }
        }
        for id in &check.needs {
            self.known_check(id);
            let manual = |other: &CheckEntry| other.kinds().iter().any(|(_, kind)| !kind.automatic());
            if self.lab.checks.iter().any(|other| other.id.value == id.value && manual(other)) {
                self.report(id.at, text!("problem-needs-manual", id = id.as_str()));
            }
        }
        if check.keep_clones && !is_drill(check) {
            self.report(check.at, text!("problem-keep-clones", id = check.id.as_str()));
        }
    }

    fn fault(&mut self, fault: &'a Located<FaultEntry>) {
        match fault.faults().as_slice() {
            [kind] => {
                for message in kind.problems() {
                    self.report(fault.at, message);
                }
            }
            kinds => {
                let names: Vec<&str> = kinds.iter().map(Fault::kind).collect();
                self.report(
                    fault.at,
                    text!(
                        "problem-fault-kind",
                        id = fault.id.as_str(),
                        count = names.len(),
                        names = names.join(", ")
                    ),
                );
            }
        }
        self.known_node(&fault.on);
        for id in [&fault.symptom, &fault.cause].into_iter().flatten() {
            self.known_check(id);
        }
    }

    fn unique_faults(&mut self) {
        let mut seen: BTreeMap<&str, Spot> = BTreeMap::new();
        for fault in &self.lab.faults {
            if let Some(first) = seen.insert(fault.id.as_str(), fault.id.at) {
                self.report(
                    fault.id.at,
                    text!("problem-duplicate-fault", id = fault.id.as_str(), line = first.line),
                );
            }
        }
    }

    fn unique_ids(&mut self) {
        let mut seen: BTreeMap<&str, Spot> = BTreeMap::new();
        let mut twice = Vec::new();
        for check in &self.lab.checks {
            if let Some(first) = seen.insert(check.id.as_str(), check.id.at) {
                twice.push((check.id.at, check.id.as_str(), first.line));
            }
        }
        for (at, id, line) in twice {
            self.report(at, text!("problem-duplicate-check", id = id, line = line));
        }
    }

    /// Checks that need one another, directly or not, would never run.
    fn cycles(&mut self) {
        let needs: BTreeMap<&str, Vec<&str>> = self
            .lab
            .checks
            .iter()
            .map(|check| (check.id.as_str(), check.needs.iter().map(|id| id.as_str()).collect()))
            .collect();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut found = Vec::new();
        for check in &self.lab.checks {
            let start = check.id.as_str();
            if told.contains(start) {
                continue;
            }
            if let Some(path) = path_back(start, &needs) {
                told.extend(path.iter().copied());
                found.push((check.id.at, path.join(" → ")));
            }
        }
        for (at, path) in found {
            self.report(at, text!("problem-cycle", path = path));
        }
    }

    fn coverage(&mut self, activity: &Activity) {
        let covered: BTreeSet<&str> = self
            .lab
            .checks
            .iter()
            .filter(|check| check.kinds().iter().all(|(_, kind)| kind.automatic()))
            .flat_map(|check| check.competences.iter().map(|code| code.as_str()))
            .collect();
        for competence in &activity.competences {
            if !covered.contains(competence.code.as_str()) {
                self.report(
                    self.lab.activity.at,
                    text!("problem-uncovered", code = competence.code.as_str(), label = &competence.label),
                );
            }
        }
    }
}

/// Whether a check runs on clones.
fn is_drill(check: &CheckEntry) -> bool {
    check.level == Some(Level::Full) || check.kinds().iter().any(|(_, kind)| kind.level() == Level::Full)
}

/// Returns a path from `start` through what it needs back to itself.
fn path_back<'a>(start: &'a str, needs: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut paths = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop() {
        let last = path.last().copied().unwrap_or(start);
        for next in needs.get(last).into_iter().flatten() {
            let mut longer = path.clone();
            longer.push(next);
            if *next == start {
                return Some(longer);
            }
            if seen.insert(*next) {
                paths.push(longer);
            }
        }
    }
    None
}
