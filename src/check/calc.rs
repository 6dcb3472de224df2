//! Numbers that the student worked out, against formulas of the lab.
//!
//! A formula sees what the lab knows, what is measured on the bench, and what the student
//! wrote elsewhere in the file: with the latter, a mistake costs its own cell and not those
//! that follow from it. Numbers are decimal, so no cent is lost to rounding.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::document::{Document, Format, Found};
use crate::check::formula::{Calculator, Fault, round};
use crate::check::margin::Tolerance;
use crate::check::matcher::Observed;
use crate::check::verdict::{excerpt, first_line, succeeded};
use crate::check::wording::Number;
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// Reads a file that the student wrote on the node and compares numbers in it with
/// formulas: a cost, an availability, a plan of addresses. The right number is not told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Calc {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `yaml`, `json`, `toml`, `csv`, `ini` or `key-value`; what the extension says when nothing
    /// is said.
    pub format: Option<Format>,
    /// What is computed, by its path in the file: `total.ttc: { is: "round(ht * 1.2, 2)" }`.
    /// A path is made of names separated by dots, compared without regard to case and
    /// accents; in a list or a table, the first field of a row, then the column.
    pub cells: BTreeMap<String, Cell>,
    /// Numbers that the lab knows, by the name that formulas give them.
    #[serde(default)]
    pub inputs: BTreeMap<String, Input>,
    /// Numbers that the student wrote elsewhere in the file, by name: their path.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// Numbers that are measured on the bench, by name.
    #[serde(default)]
    pub live: BTreeMap<String, Measure>,
}

/// A number that is computed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cell {
    /// The formula: `+ - * / %`, comparisons, `if a > b { x } else { y }`, `round(x, digits)`
    /// (halves away from zero), `floor`, `ceil`, `abs`, `min`, `max`, `pow`, `sqrt`.
    pub is: String,
    /// To how many decimals both numbers are rounded before they are compared, from 0 to
    /// 12; they are compared as they are when nothing is said.
    pub round: Option<u32>,
    /// How far from it the student may be: `1%`, `0.01`; not at all when nothing is said.
    pub tolerance: Option<Tolerance>,
    /// The unit of the number, which the student may leave out or write as another of the
    /// same dimension: `€`, `min` (`2 h` is 120), `GiB`.
    pub unit: Option<String>,
}

/// A number in a lab, written as a number or as a text.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Input(Decimal);

impl TryFrom<String> for Input {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let number = Number::read(&given).filter(|number| number.unit.is_empty());
        number.map(|number| Self(number.value)).ok_or_else(|| format!("`{given}` is not a number without a unit"))
    }
}

/// A number that is measured on the bench.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measure {
    /// The node where it is measured; the node of the file when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A script for `sh` that prints the number, without a unit.
    pub run: String,
}

impl Calc {
    fn format(&self) -> Option<Format> {
        self.format.or_else(|| Format::of(&self.file))
    }

    fn measured(&self, outputs: &[ExecOutput]) -> Result<Vec<(&str, Decimal)>, Verdict> {
        let number = |((name, measure), output): ((&'_ String, &Measure), &ExecOutput)| {
            let command = first_line(&measure.run);
            let said = succeeded(&command, output)?.trim();
            let number = Number::read(said).filter(|number| number.unit.is_empty());
            let unread = || Verdict::Error(text!("error-live-number", command = command.as_str(), said = excerpt(said)));
            Ok((name.clone(), number.ok_or_else(unread)?.value))
        };
        let found: Result<Vec<(String, Decimal)>, Verdict> = self.live.iter().zip(outputs).map(number).collect();
        let found = found?;
        Ok(self.live.keys().map(String::as_str).zip(found.into_iter().map(|(_, value)| value)).collect())
    }

    fn conclude(&self, document: &Document, known: &[(&str, Decimal)]) -> Verdict {
        let calculator = Calculator::new();
        let mut values = known.to_vec();
        let mut absent: Vec<(&str, &str, Found)> = Vec::new();
        for (name, path) in &self.given {
            let found = document.find_loosely(path);
            match number(&found).and_then(|number| number.within(Some(&number.unit))) {
                Some(value) => values.push((name, value)),
                None => absent.push((name, path, found)),
            }
        }
        let mut findings = Findings::new();
        for (path, cell) in &self.cells {
            let fact = text!("fact-value", path = path.as_str(), file = &self.file);
            let result = calculator.compute(&cell.is, &values);
            // What the formula needs of the student and does not find is a gap of its own.
            let needed = absent.iter().find(|(name, ..)| mentions(&cell.is, name));
            let truth = match (result, needed) {
                (_, Some((_, path, found))) => {
                    findings.count(0, 1);
                    let fact = text!("fact-value", path = *path, file = &self.file);
                    findings.gap(fact, text!("calc-a-number"), found.text());
                    continue;
                }
                (Ok(truth), None) => truth,
                (Err(Fault::Values(why)), None) if self.given.keys().any(|name| mentions(&cell.is, name)) => {
                    findings.count(0, 1);
                    findings.gap(fact, text!("calc-a-result"), why);
                    continue;
                }
                (Err(Fault::Values(why) | Fault::Formula(why)), None) => {
                    return Verdict::Error(text!("error-formula", formula = &cell.is, why = why));
                }
            };
            findings.element(|findings| {
                let found = document.find_loosely(path);
                let given = number(&found).and_then(|number| number.within(cell.unit.as_deref()));
                if !given.is_some_and(|given| cell.allows(truth, given)) {
                    findings.gap(fact, cell.expected(), found.text());
                }
            });
        }
        findings.verdict()
    }
}

impl Cell {
    fn allows(&self, truth: Decimal, given: Decimal) -> bool {
        let rounded = |value| self.round.map_or(value, |digits| round(value, digits));
        let (truth, given) = (rounded(truth), rounded(given));
        match &self.tolerance {
            Some(tolerance) => tolerance.allows_exactly(truth, given),
            None => truth == given,
        }
    }

    /// Says what is expected without the value itself: whoever reads it is to work it out.
    fn expected(&self) -> Text {
        let near = match (&self.tolerance, self.round) {
            (Some(tolerance), _) => text!("calc-right-about", tolerance = tolerance.written()),
            (None, Some(digits)) => text!("calc-right-rounded", digits = i64::from(digits)),
            (None, None) => text!("calc-right"),
        };
        match &self.unit {
            Some(unit) => text!("calc-in-unit", number = near, unit = unit),
            None => near,
        }
    }
}

fn number(found: &Found) -> Option<Number> {
    match found {
        Found::Value(Observed::Text(text)) => Number::read(text),
        _ => None,
    }
}

/// Whether a formula uses this name.
fn mentions(formula: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    formula.split(|c: char| !part(c)).any(|word| word == name)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl Check for Calc {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let measures = self.live.values().map(|measure| (measure.on.as_ref(), measure.run.as_str()));
        deliverable::probes(scene, &self.file, measures)
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let parts = deliverable::parts(outputs, self.live.len());
        let (Some((file, measured)), Some(format)) = (parts, self.format()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let judged = || {
            let mut known: Vec<(&str, Decimal)> = self.inputs.iter().map(|(name, input)| (name.as_str(), input.0)).collect();
            known.extend(self.measured(measured)?);
            let parse = |source: &str| Document::parse(format, source);
            Ok(self.conclude(&deliverable::read(&self.file, file, parse, format)?, &known))
        };
        judged().unwrap_or_else(|verdict| verdict)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.live.values().filter_map(|measure| measure.on.as_ref()).collect()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.format().is_none() {
            problems.push(text!("problem-calc-format", file = &self.file));
        }
        if self.cells.is_empty() {
            problems.push(text!("problem-calc-empty"));
        }
        let names: Vec<&str> =
            self.inputs.keys().chain(self.given.keys()).chain(self.live.keys()).map(String::as_str).collect();
        for (at, name) in names.iter().enumerate() {
            if !is_name(name) || names[..at].contains(name) {
                problems.push(text!("problem-calc-name", name = *name));
            }
        }
        let calculator = Calculator::new();
        let values: Vec<(&str, Decimal)> = names.iter().map(|name| (*name, Decimal::ONE)).collect();
        for (path, cell) in &self.cells {
            if let Err(Fault::Formula(why)) = calculator.compute(&cell.is, &values) {
                problems.push(text!("problem-formula", path = path.as_str(), why = why));
            }
            if cell.round.is_some_and(|digits| digits > 12) {
                problems.push(text!("problem-calc-round", path = path.as_str()));
            }
        }
        problems
    }
}
