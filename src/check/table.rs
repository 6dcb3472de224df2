//! The rows of a table that the student filled in, against those that are true.
//!
//! Rows are found by their key, whatever their order. What is handed in beside the truth
//! costs precision and, where a part of the points is earned, a right row: writing down
//! everything does not pay. The answer is not given away: rows that are missing or in
//! excess are counted, not named, unless the lab says so.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::document::Format;
use crate::check::margin::{Share, Tolerance};
use crate::check::matcher::Matcher;
use crate::check::rows::{self, Row};
use crate::check::verdict::{first_line, succeeded};
use crate::check::wording::{Number, accepts, canonical, fold};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// Reads a table that the student filled in on the node (CSV separated by `;`, `,` or
/// tabs, in UTF-8 or as a spreadsheet writes it; or a list in YAML or JSON) and compares
/// its rows with those that are true. Case, accents and the sign before decimals do not
/// count; a row that is empty or still `À COMPLÉTER` is none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `csv`, `yaml` or `json`; what the extension says when nothing is said.
    pub format: Option<Format>,
    /// In YAML and JSON, the names that lead to the list, separated by dots; the file is
    /// the list when nothing is said.
    pub at: Option<String>,
    /// The columns by which a row is found: `[host, package]`.
    pub key: Vec<String>,
    /// The rows that are true: `{ host: prod, package: nginx, version: "1.26" }`. What is
    /// in the key is a plain value; the other columns are expectations, and those that no
    /// row names are not looked at.
    #[serde(default)]
    pub rows: Vec<BTreeMap<String, Matcher>>,
    /// Scripts that print more rows that are true, measured on the bench.
    #[serde(default)]
    pub live: Vec<LiveRows>,
    /// Rows that are neither asked for nor wrong, by their key.
    #[serde(default)]
    pub allowed: Vec<BTreeMap<String, Matcher>>,
    /// How the values of a column are compared, by its name.
    #[serde(default)]
    pub columns: BTreeMap<String, Column>,
    /// The share of the true rows that has to be found, right in all columns: `80%`; all
    /// when nothing is said.
    #[serde(default = "Share::all")]
    pub min_recall: Share,
    /// The share of the student's rows that has to be right: `90%`; all when nothing is
    /// said.
    #[serde(default = "Share::all")]
    pub min_precision: Share,
    /// Whether a failure names the rows that are missing or in excess and says the right
    /// values; they are only counted when nothing is said, not to give the answer away.
    #[serde(default)]
    pub reveal: bool,
}

/// Rows that are measured on the bench.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LiveRows {
    /// The node where they are measured; the node of the file when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A script for `sh` that prints a table: its first line names the columns.
    pub run: String,
}

/// How the values of a column are compared.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// The values are numbers, and may be this far from the truth: `5%`, `2`, `0`.
    pub tolerance: Option<Tolerance>,
    /// The unit of these numbers, which the student may leave out: `€`, `GiB`, `min`.
    pub unit: Option<String>,
    /// By value, other words for it: `{ oui: [yes, x, vrai] }`.
    #[serde(default)]
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// Whether a cell holds several values, separated by commas, semicolons, bars or line
    /// ends; one when nothing is said.
    #[serde(default)]
    pub list: bool,
}

impl Column {
    /// Returns the word that stands for this one.
    fn word(&self, given: &str) -> String {
        let folded = fold(given);
        let same = |word: &String| fold(word) == folded;
        let known = self.synonyms.iter().find(|(word, others)| same(word) || others.iter().any(same));
        known.map_or_else(|| given.to_owned(), |(word, _)| word.clone())
    }
}

/// The most gaps of single rows that are told.
const TOLD: usize = 20;

/// A true row.
struct Truth {
    key: Vec<String>,
    cells: Vec<(String, Matcher)>,
}

impl Table {
    fn format(&self) -> Option<Format> {
        self.format
            .or_else(|| Format::of(&self.file))
            .filter(|format| matches!(format, Format::Csv | Format::Yaml | Format::Json))
    }

    fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(known, _)| fold(known) == fold(name)).map(|(_, column)| column)
    }

    fn key_of<'a>(&'a self, cell: impl Fn(&str) -> Option<&'a str>) -> Option<Vec<String>> {
        let folded = |name: &String| {
            let text = cell(name)?;
            Some(canonical(&self.column(name).map_or_else(|| text.to_owned(), |column| column.word(text))))
        };
        self.key.iter().map(folded).collect()
    }

    fn truth_of(&self, row: &BTreeMap<String, Matcher>) -> Option<Truth> {
        let cell = |name: &str| row.iter().find(|(known, _)| fold(known) == fold(name))?.1.bare();
        let in_key = |name: &str| self.key.iter().any(|key| fold(key) == fold(name));
        let cells = row.iter().filter(|(name, _)| !in_key(name));
        let cells = cells.map(|(name, matcher)| {
            let words = |word: &str| self.column(name).map_or_else(|| word.to_owned(), |column| column.word(word));
            (name.clone(), matcher.clone().map_words(&words))
        });
        Some(Truth { key: self.key_of(cell)?, cells: cells.collect() })
    }

    /// Reads the rows that a script printed as true rows.
    fn measured(&self, live: &LiveRows, output: &ExecOutput) -> Result<Vec<Truth>, Verdict> {
        let command = first_line(&live.run);
        let found = rows::printed(&command, succeeded(&command, output)?)?;
        let broken = || Verdict::Error(text!("error-live-rows", command = command.as_str(), why = text!("rows-no-key")));
        let truth = |row: &Row| {
            let key = self.key_of(|name| row.cell(name).first().map(String::as_str)).ok_or_else(broken)?;
            let others = row.names().filter(|name| !self.key.iter().any(|key| fold(key) == *name));
            let cells = others.filter(|name| !row.cell(name).is_empty());
            let cells = cells.map(|name| (name.to_owned(), Matcher::equals(row.text(name)))).collect();
            Ok(Truth { key, cells })
        };
        found.iter().map(truth).collect()
    }

    /// Notes what is wrong in a row.
    fn compare(&self, truth: &Truth, row: &Row, findings: &mut Findings) -> Result<(), Verdict> {
        for (name, matcher) in &truth.cells {
            let plain = Column::default();
            let column = self.column(name).unwrap_or(&plain);
            let seen = if column.list { row.items(name) } else { row.cell(name).to_vec() };
            let right = match (&column.tolerance, matcher.bare()) {
                _ if seen.is_empty() => false,
                (Some(tolerance), Some(expected)) => {
                    let value = |text: &str| Number::read(text)?.within(column.unit.as_deref());
                    let Some(truth) = value(expected) else {
                        return Err(Verdict::Error(text!("error-expected-number", given = expected)));
                    };
                    value(&seen[0]).is_some_and(|given| tolerance.allows_exactly(truth, given))
                }
                _ => {
                    let seen: Vec<String> = seen.iter().map(|value| column.word(value)).collect();
                    accepts(matcher, &seen, column.list).map_err(Verdict::Error)?
                }
            };
            if !right {
                let fact = text!("fact-cell", column = name.as_str(), row = truth.key.join(" / "), file = &self.file);
                let expected = if self.reveal { matcher.describe() } else { text!("table-right-value") };
                let actual = if seen.is_empty() { text!("facts-missing") } else { Text::verbatim(seen.join(", ")) };
                findings.gap(fact, expected, actual);
            }
        }
        Ok(())
    }

    fn conclude(&self, truths: &[Truth], given: &[Row]) -> Result<Verdict, Verdict> {
        let allowed: Vec<Truth> = self.allowed.iter().filter_map(|row| self.truth_of(row)).collect();
        let known = |key: &Vec<String>, among: &[Truth]| among.iter().any(|truth| truth.key == *key);
        let mut by_key: BTreeMap<Vec<String>, Vec<&Row>> = BTreeMap::new();
        let (mut without_key, mut surplus, mut count) = (0, Vec::new(), 0);
        for row in given {
            match self.key_of(|name| row.cell(name).first().map(String::as_str)) {
                None => without_key += 1,
                Some(key) if !known(&key, truths) && known(&key, &allowed) => continue,
                Some(key) if !known(&key, truths) => surplus.push(key),
                Some(key) => by_key.entry(key).or_default().push(row),
            }
            count += 1;
        }
        let mut findings = Findings::new();
        let (mut right, mut missing, mut twice) = (0, Vec::new(), Vec::new());
        let mut wrong = Findings::new();
        let (mut untold, mut told) = (0, 0);
        for truth in truths {
            let Some(rows) = by_key.get(&truth.key) else {
                missing.push(truth.key.join(" / "));
                continue;
            };
            let mut of_row = Findings::new();
            for row in rows {
                self.compare(truth, row, &mut of_row)?;
            }
            if rows.len() > 1 {
                twice.push(truth.key.join(" / "));
            }
            if of_row.is_empty() {
                right += 1;
            } else if told < TOLD {
                told += 1;
                wrong.extend(of_row);
            } else {
                untold += 1;
            }
        }
        let extra = surplus.len() + without_key + by_key.values().map(|rows| rows.len() - 1).sum::<usize>();
        if self.min_recall.reached(right, truths.len()) && self.min_precision.reached(right, count) {
            return Ok(Verdict::Pass);
        }
        let place = || text!("fact-rows", file = &self.file);
        let number = |count: usize| text!("table-count", count = i64::try_from(count).unwrap_or(i64::MAX));
        let named = |keys: Vec<String>| if self.reveal { Text::verbatim(keys.join(", ")) } else { number(keys.len()) };
        findings.gap(
            place(),
            text!("table-goal", recall = %self.min_recall, precision = %self.min_precision, of = i64::try_from(truths.len()).unwrap_or(i64::MAX)),
            text!("table-reached", right = i64::try_from(right).unwrap_or(i64::MAX), given = i64::try_from(count).unwrap_or(i64::MAX)),
        );
        if !missing.is_empty() {
            findings.gap(text!("table-missing", file = &self.file), text!("shown-nothing"), named(missing));
        }
        if !surplus.is_empty() {
            let keys = surplus.iter().map(|key| key.join(" / ")).collect();
            findings.gap(text!("table-surplus", file = &self.file), text!("shown-nothing"), named(keys));
        }
        if !twice.is_empty() {
            let shown = Text::verbatim(twice.join(", "));
            findings.gap(text!("table-twice", file = &self.file), text!("shown-nothing"), shown);
        }
        if without_key > 0 {
            let columns = self.key.join(", ");
            findings.gap(text!("table-keyless", file = &self.file, columns = columns), text!("shown-nothing"), number(without_key));
        }
        findings.extend(wrong);
        if untold > 0 {
            findings.gap(text!("table-others", file = &self.file), text!("shown-nothing"), number(untold));
        }
        findings.count(right, truths.len());
        findings.surplus(extra);
        Ok(findings.verdict())
    }
}

impl Check for Table {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let truths = self.live.iter().map(|live| (live.on.as_ref(), live.run.as_str()));
        deliverable::probes(scene, &self.file, truths)
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let parts = deliverable::parts(outputs, self.live.len());
        let (Some((file, measured)), Some(format)) = (parts, self.format()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let judged = || {
            // What we cannot measure is not held against anyone, whatever the file says.
            let mut truths: Vec<Truth> = self.rows.iter().filter_map(|row| self.truth_of(row)).collect();
            for (live, output) in self.live.iter().zip(measured) {
                truths.extend(self.measured(live, output)?);
            }
            if truths.is_empty() {
                return Err(Verdict::Error(text!("error-table-no-truth")));
            }
            let given = rows::read(&self.file, format, self.at.as_deref(), file)?;
            self.conclude(&truths, &given)
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
        if self.format().is_none() {
            problems.push(text!("problem-table-format", file = &self.file));
        }
        if self.key.is_empty() || (self.rows.is_empty() && self.live.is_empty()) {
            problems.push(text!("problem-table-empty"));
        }
        let mut keys: Vec<Vec<String>> = Vec::new();
        for row in self.rows.iter().chain(&self.allowed) {
            match self.truth_of(row) {
                None => problems.push(text!("problem-table-key", key = self.key.join(", "))),
                Some(truth) if keys.contains(&truth.key) => {
                    problems.push(text!("problem-table-twice", key = truth.key.join(" / ")));
                }
                Some(truth) => keys.push(truth.key),
            }
        }
        problems
    }
}
