//! A deliverable that the student wrote, compared value by value.
//!
//! Some values are known to the lab, others are measured on the bench at the same moment
//! (`live`): a size, a duration, a count that no one could have copied from a neighbour.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::document::{Document, Format, Found};
use crate::check::margin::Tolerance;
use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{excerpt, first_line, succeeded};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Quantity;
use crate::text;

/// Reads a file that the student wrote on the node (a plan, an inventory, an estimate)
/// and compares values in it. A value that is absent, empty or still `À COMPLÉTER` is
/// missing.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Facts {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `yaml`, `json`, `toml`, `csv`, `ini` or `key-value`; what the extension says when nothing
    /// is said.
    pub format: Option<Format>,
    /// What is expected, by path: `sauvegarde.rpo: { at-most: 4h }`. A path is made of
    /// keys separated by dots; in a list, a position from 0, the first field of a row
    /// (the first column of a CSV), or `*` for all.
    #[serde(default)]
    pub values: BTreeMap<String, Matcher>,
    /// What is measured on the bench, by path.
    #[serde(default)]
    pub live: BTreeMap<String, Live>,
}

/// A truth that is measured on the bench.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Live {
    /// The node where it is measured; the node of the file when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A script for `sh` that prints the value: sizes in bytes, durations in seconds, or
    /// with a unit.
    pub run: String,
    /// How far from it the student may be: `5%` of it, or an amount of its own unit
    /// (`2`, `10MiB`, `30s`). The value has to be the same when nothing is said.
    pub tolerance: Option<Tolerance>,
}

impl Live {
    /// Says what is expected without the value itself: whoever reads it is to measure it.
    fn expected(&self) -> Text {
        match &self.tolerance {
            Some(tolerance) => text!("expect-measured-about", tolerance = tolerance.written()),
            None => text!("expect-measured"),
        }
    }
}

impl Facts {
    fn format(&self) -> Option<Format> {
        self.format.or_else(|| Format::of(&self.file))
    }

    fn live(&self, name: &str, live: &Live, found: &Found, truth: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let truth = truth.trim();
        let command = first_line(&live.run);
        if truth.is_empty() {
            return Err(Verdict::Error(text!("error-live-empty", command = command)));
        }
        let fact = text!("fact-value", path = name, file = &self.file);
        let Found::Value(Observed::Text(given)) = found else {
            findings.gap(fact, live.expected(), found.text());
            return Ok(());
        };
        let (known, number) = (truth.parse::<Quantity>().ok(), given.parse::<Quantity>().ok());
        match (&live.tolerance, known) {
            (Some(tolerance), Some(known)) => {
                let near = number.is_some_and(|number| tolerance.allows(known.value, number.value));
                if !near {
                    findings.gap(fact, live.expected(), given.as_str());
                }
            }
            (Some(_), None) => return Err(Verdict::Error(text!("error-live-number", command = command, said = excerpt(truth)))),
            (None, known) => {
                let same = given == truth
                    || matches!((known, number), (Some(known), Some(number)) if known.value == number.value);
                if !same {
                    findings.gap(fact, live.expected(), given.as_str());
                }
            }
        }
        Ok(())
    }
}

impl Check for Facts {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let truths = self.live.values().map(|live| (live.on.as_ref(), live.run.as_str()));
        deliverable::probes(scene, &self.file, truths)
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let parts = deliverable::parts(outputs, self.live.len());
        let (Some((document, truths)), Some(format)) = (parts, self.format()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let file = self.file.as_str();
        let parse = |source: &str| Document::parse(format, source);
        let document = match deliverable::read(file, document, parse, format) {
            Ok(document) => document,
            Err(verdict) => return verdict,
        };
        let mut findings = Findings::new();
        for (path, matcher) in &self.values {
            let fact = text!("fact-value", path = path.as_str(), file = file);
            findings.element(|findings| document.expect(findings, fact, path, matcher));
        }
        for ((path, live), truth) in self.live.iter().zip(truths) {
            let judged = succeeded(&first_line(&live.run), truth)
                .and_then(|truth| {
                    findings.element(|findings| self.live(path, live, &document.find(path), truth, findings))
                });
            if let Err(verdict) = judged {
                return verdict;
            }
        }
        findings.verdict()
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.live.values().filter_map(|live| live.on.as_ref()).collect()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.values.is_empty() && self.live.is_empty() {
            problems.push(text!("problem-facts-empty"));
        }
        if self.format().is_none() {
            problems.push(text!("problem-facts-format", file = &self.file));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use crate::check::Check;

    #[test]
    fn a_check_that_compares_nothing_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| serde_saphyr::from_str::<Facts>(yaml).unwrap().problems().len();
        assert_eq!(problems("{ file: /root/plan.yaml }"), 1);
        assert_eq!(problems("{ file: /root/plan, values: { a: 1 } }"), 1);
        assert_eq!(problems("{ file: /root/plan, format: ini, values: { a: 1 } }"), 0);
    }
}
