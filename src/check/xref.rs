//! Deliverables that refer to one another: every requirement has a test, every event its
//! document.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::document::Format;
use crate::check::matcher::{Matcher, Observed};
use crate::check::rows::{self, Row};
use crate::check::wording::canonical;
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// Looks for every value of a column in a column of another table (or of the same): each
/// has to be there. Case and accents do not count.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Xref {
    /// Where the values are.
    pub from: Side,
    /// Where each of them has to be.
    pub to: Side,
    /// In how many rows of `to` each value has to be: `1` for exactly one, `0` for none;
    /// `{ at-least: 1 }` when nothing is said.
    pub times: Option<Matcher>,
    /// How many different values there have to be in `from`; `{ at-least: 1 }` when nothing
    /// is said, so that an empty table passes for nothing.
    pub count: Option<Matcher>,
}

/// A column of a table, or of a list in YAML or JSON.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Side {
    /// The node where the file is; that of the check when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `csv`, `yaml` or `json`; what the extension says when nothing is said.
    pub format: Option<Format>,
    /// In YAML and JSON, the names that lead to the list, separated by dots.
    pub at: Option<String>,
    /// The column, or the name of the value in each element; `value` for a list of plain
    /// values.
    pub column: String,
    /// Only the rows that meet these expectations, by column: `{ priority: high }`.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, Matcher>,
    /// Whether a cell holds several values, separated by commas, semicolons, bars or line
    /// ends; one when nothing is said.
    #[serde(default)]
    pub list: bool,
}

impl Side {
    fn format(&self) -> Option<Format> {
        self.format
            .or_else(|| Format::of(&self.file))
            .filter(|format| matches!(format, Format::Csv | Format::Yaml | Format::Json))
    }

    fn probe(&self, scene: &Scene) -> Probe {
        let place = scene.at(self.on.as_ref());
        scene.run_on(place, deliverable::script(&self.file))
    }

    /// Returns the values of each row that meets the conditions, as they were written.
    fn values(&self, output: &ExecOutput) -> Result<Vec<BTreeMap<String, String>>, Verdict> {
        let format = self.format().ok_or_else(|| Verdict::Error(text!("error-no-output")))?;
        let rows = rows::read(&self.file, format, self.at.as_deref(), output)?;
        let values = |row: &Row| {
            let cells = if self.list { row.items(&self.column) } else { row.cell(&self.column).to_vec() };
            cells.into_iter().map(|value| (canonical(&value), value)).collect()
        };
        let mut kept = Vec::new();
        for row in &rows {
            if row.meets(&self.only)? {
                kept.push(values(row));
            }
        }
        Ok(kept)
    }
}

impl Xref {
    fn conclude(&self, from: &ExecOutput, to: &ExecOutput) -> Result<Verdict, Verdict> {
        let (from, to) = (self.from.values(from)?, self.to.values(to)?);
        let wanted: BTreeMap<&String, &String> = from.iter().flatten().collect();
        let mut findings = Findings::new();
        let number = |count: usize| Observed::Number(count as f64);
        let at_least_one = Matcher::at_least_one();
        let column = |side: &Side| text!("fact-column", column = &side.column, file = &side.file);
        findings.expect(column(&self.from), Some(self.count.as_ref().unwrap_or(&at_least_one)), &number(wanted.len()));
        if wanted.is_empty() {
            return Ok(findings.verdict());
        }
        let empty_rows: BTreeSet<usize> =
            from.iter().enumerate().filter(|(_, row)| row.is_empty()).map(|(at, _)| at).collect();
        if !empty_rows.is_empty() {
            findings.count(0, empty_rows.len());
            let rows = i64::try_from(empty_rows.len()).unwrap_or(i64::MAX);
            findings.gap(column(&self.from), text!("xref-in-each-row"), text!("xref-rows-without", count = rows));
        }
        for (folded, written) in wanted {
            let times = to.iter().filter(|row| row.contains_key(folded)).count();
            findings.element(|findings| {
                let fact = text!("fact-xref", value = written, column = &self.to.column, file = &self.to.file);
                findings.expect(fact, Some(self.times.as_ref().unwrap_or(&at_least_one)), &number(times));
            });
        }
        Ok(findings.verdict())
    }
}

impl Check for Xref {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![self.from.probe(scene), self.to.probe(scene)]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [from, to] = outputs else { return Verdict::Error(text!("error-no-output")) };
        self.conclude(from, to).unwrap_or_else(|verdict| verdict)
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        [&self.from, &self.to].into_iter().filter_map(|side| side.on.as_ref()).collect()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let sides = [&self.from, &self.to].into_iter().filter(|side| side.format().is_none());
        sides.map(|side| text!("problem-table-format", file = &side.file)).collect()
    }
}
