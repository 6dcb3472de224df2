//! A drawing as nodes and edges, against what is true: who depends on whom, which machine
//! is wired to which.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::drawing::{Drawing, Form, edge};
use crate::check::margin::Share;
use crate::check::verdict::{first_line, succeeded};
use crate::check::wording::fold;
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// Reads a drawing that the student wrote on the node (DOT, PlantUML, or YAML with `nodes`
/// and `edges`) and compares its nodes and edges with those that are true. Names are
/// compared without regard to case and accents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Graph {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `dot`, `plantuml` or `yaml`; what the extension says (`.dot`, `.gv`, `.puml`,
    /// `.plantuml`, `.yaml`) when nothing is said.
    pub format: Option<Form>,
    /// The edges that are true: `a -- b`, or `a -> b`.
    #[serde(default)]
    pub edges: Vec<String>,
    /// Nodes that are true and that no edge names.
    #[serde(default)]
    pub nodes: Vec<String>,
    /// Scripts that print more edges that are true, one a line (`a -- b`), or a node alone.
    #[serde(default)]
    pub live: Vec<LiveEdges>,
    /// Whether the two ends of an edge are told apart; they are not when nothing is said.
    #[serde(default)]
    pub directed: bool,
    /// By name, other names for it: `{ db: [database, postgres] }`. In a drawing, a label
    /// is a name too.
    #[serde(default)]
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// Nodes that may be drawn and do not count, with their edges.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// How near the drawing has to be to the truth: twice the right nodes and edges, of
    /// those of both together (the F1 score): `85%`; all when nothing is said.
    #[serde(default = "Share::all")]
    pub min_f1: Share,
    /// Whether a failure names what is missing; it is only counted when nothing is said.
    #[serde(default)]
    pub reveal: bool,
}

/// Edges that are measured on the bench.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LiveEdges {
    /// The node where they are measured; the node of the file when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A script for `sh`.
    pub run: String,
}

/// What is compared: nodes and edges, by their folded names.
#[derive(Debug, Default)]
struct Elements {
    nodes: BTreeSet<String>,
    edges: BTreeSet<(String, String)>,
}

impl Elements {
    fn count(&self) -> usize {
        self.nodes.len() + self.edges.len()
    }

    /// The names of those that `other` lacks.
    fn beyond(&self, other: &Self, arrow: &str) -> Vec<String> {
        let nodes = self.nodes.difference(&other.nodes).cloned();
        nodes.chain(self.edges.difference(&other.edges).map(|(a, b)| format!("{a} {arrow} {b}"))).collect()
    }
}

impl Graph {
    fn form(&self) -> Option<Form> {
        self.format.or_else(|| Form::of(&self.file))
    }

    /// Returns the name that stands for this one.
    fn name(&self, given: &str) -> String {
        let folded = fold(given);
        let same = |word: &String| fold(word) == folded;
        let known = self.synonyms.iter().find(|(name, others)| same(name) || others.iter().any(same));
        known.map_or(folded, |(name, _)| fold(name))
    }

    fn elements(&self, drawing: &Drawing) -> Elements {
        let ignored: BTreeSet<String> = self.ignore.iter().map(|name| self.name(name)).collect();
        let name = |given: &String| self.name(given);
        let mut elements = Elements::default();
        let mut nodes: BTreeSet<String> = drawing.nodes.iter().map(name).collect();
        for (from, to) in &drawing.edges {
            let (from, to) = (self.name(from), self.name(to));
            nodes.extend([from.clone(), to.clone()]);
            if !ignored.contains(&from) && !ignored.contains(&to) {
                let turned = !self.directed && from > to;
                elements.edges.insert(if turned { (to, from) } else { (from, to) });
            }
        }
        elements.nodes = nodes.difference(&ignored).cloned().collect();
        elements
    }

    fn truth(&self, measured: &[ExecOutput]) -> Result<Elements, Verdict> {
        let mut truth = Drawing { nodes: self.nodes.clone(), edges: Vec::new() };
        truth.edges.extend(self.edges.iter().filter_map(|written| edge(written)));
        for (live, output) in self.live.iter().zip(measured) {
            let printed = succeeded(&first_line(&live.run), output)?;
            for line in printed.lines().map(str::trim).filter(|line| !line.is_empty()) {
                match edge(line) {
                    Some(edge) => truth.edges.push(edge),
                    None => truth.nodes.push(line.to_owned()),
                }
            }
        }
        Ok(self.elements(&truth))
    }

    fn conclude(&self, truth: &Elements, drawn: &Elements) -> Verdict {
        let right = truth.nodes.intersection(&drawn.nodes).count() + truth.edges.intersection(&drawn.edges).count();
        let arrow = if self.directed { "->" } else { "--" };
        let (missing, surplus) = (truth.beyond(drawn, arrow), drawn.beyond(truth, arrow));
        if self.min_f1.reached(2 * right, truth.count() + drawn.count()) {
            return Verdict::Pass;
        }
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut findings = Findings::new();
        findings.gap(
            text!("fact-graph", file = &self.file),
            text!("graph-goal", share = %self.min_f1, of = number(truth.count())),
            text!("graph-reached", right = number(right), drawn = number(drawn.count())),
        );
        let told = |names: &[String]| {
            if self.reveal { Text::verbatim(names.join(", ")) } else { text!("table-count", count = number(names.len())) }
        };
        if !missing.is_empty() {
            findings.gap(text!("graph-missing", file = &self.file), text!("shown-nothing"), told(&missing));
        }
        if !surplus.is_empty() {
            findings.gap(text!("graph-surplus", file = &self.file), text!("shown-nothing"), told(&surplus));
        }
        findings.count(right, truth.count());
        findings.surplus(surplus.len());
        findings.verdict()
    }
}

impl Check for Graph {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let truths = self.live.iter().map(|live| (live.on.as_ref(), live.run.as_str()));
        deliverable::probes(scene, &self.file, truths)
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let parts = deliverable::parts(outputs, self.live.len());
        let (Some((file, measured)), Some(form)) = (parts, self.form()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let judged = || {
            let truth = self.truth(measured)?;
            if truth.count() == 0 {
                return Err(Verdict::Error(text!("error-graph-no-truth")));
            }
            let source = deliverable::written(&self.file, file)?;
            let drawing = Drawing::read(form, &source).map_err(|broken| {
                let expected = text!("facts-readable", format = form.word());
                Verdict::fail(text!("fact-path", path = &self.file), expected, broken.text())
            })?;
            Ok(self.conclude(&truth, &self.elements(&drawing)))
        };
        judged().unwrap_or_else(|verdict| verdict)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.live.iter().filter_map(|live| live.on.as_ref()).collect()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.form().is_none() {
            problems.push(text!("problem-graph-format", file = &self.file));
        }
        if self.edges.is_empty() && self.nodes.is_empty() && self.live.is_empty() {
            problems.push(text!("problem-graph-empty"));
        }
        let broken = self.edges.iter().filter(|written| edge(written).is_none());
        problems.extend(broken.map(|written| text!("problem-graph-edge", edge = written)));
        problems
    }
}
