//! The scale of a school: how points become a mark, from a small YAML file.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::grade::{Levels, Points, Rounding, Scale, Step};
use crate::load::problem::{LoadError, Problem, from_yaml};
use crate::load::schema::mistakes;
use crate::load::tree::Tree;
use crate::located::Located;
use crate::name::{CheckId, CompetenceCode, NameError};
use crate::referentiel::Referentiel;
use crate::text;

/// The largest weight.
const HEAVIEST: f64 = 100.0;

/// How points become a mark. Every key may be left out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Scale")]
struct Entry {
    /// The version of this form: 1.
    version: Located<u32>,
    /// What a perfect work gets, 1 to 1000; 20 when nothing is said.
    out_of: Option<Located<u32>>,
    /// What marks are rounded to: 0.01, 0.1, 0.25, 0.5 or 1; 0.01 when nothing is said.
    round: Option<Located<f64>>,
    /// Which way: `nearest`, `up` or `down`; `nearest` when nothing is said.
    rounding: Option<Rounding>,
    /// The lowest mark of a work that could be judged; 0 when nothing is said.
    at_least: Option<Located<f64>>,
    /// When a competence is acquired.
    levels: Option<Located<LevelsEntry>>,
    /// Weights, 0 to 100 with at most two decimals; 1 when nothing is said.
    weights: Option<WeightsEntry>,
}

/// Percents of the points of a competence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Levels")]
struct LevelsEntry {
    /// Acquired from here on; 100 when nothing is said.
    acquired: Option<u8>,
    /// Not acquired up to here; 0 when nothing is said.
    not_acquired: Option<u8>,
}

/// What counts how much.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Weights")]
struct WeightsEntry {
    /// By competence. A check that shows several has the largest of their weights.
    #[serde(default)]
    competences: BTreeMap<CompetenceCode, Located<f64>>,
    /// By check; comes before the weight of its competences.
    #[serde(default)]
    checks: BTreeMap<CheckId, Located<f64>>,
}

/// Returns the JSON Schema (draft 2020-12) of the file.
pub fn scale_schema() -> serde_json::Value {
    schemars::schema_for!(Entry).to_value()
}

/// Reads a scale. `checks` are those that a weight may name; any when there are none.
///
/// # Errors
/// When the file cannot be read, or holds mistakes: all of them, each with its line.
pub fn read_scale(path: &Path, checks: &[CheckId]) -> Result<Scale, LoadError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| LoadError::Read { path: path.display().to_string(), source })?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    scale(&file, &text, checks).map_err(|problems| LoadError::Invalid {
        origin: path.parent().map_or_else(|| ".".to_owned(), |folder| folder.display().to_string()),
        problems,
        sources: vec![(file, text)],
    })
}

fn scale(file: &str, text: &str, checks: &[CheckId]) -> Result<Scale, Vec<Problem>> {
    let tree: Located<Tree> = serde_saphyr::from_str(text).map_err(|error| vec![from_yaml(file, &error)])?;
    let mut problems = mistakes(file, &tree, &scale_schema());
    match serde_saphyr::from_str::<Entry>(text) {
        Ok(entry) => {
            let read = Reader { file, problems: &mut problems }.scale(&entry);
            known(file, &tree, checks, &mut problems);
            if problems.is_empty() { Ok(read) } else { Err(sorted(problems)) }
        }
        Err(error) => {
            known(file, &tree, checks, &mut problems);
            if problems.is_empty() {
                problems.push(from_yaml(file, &error));
            }
            Err(sorted(problems))
        }
    }
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.at);
    problems
}

/// Notes weights of what does not exist.
fn known(file: &str, tree: &Located<Tree>, checks: &[CheckId], problems: &mut Vec<Problem>) {
    let names = |list: &str| match tree.value.get("weights").and_then(|weights| weights.get(list)) {
        Some(Tree::Map(entries)) => entries.iter().map(|(name, _)| name.clone()).collect(),
        _ => Vec::new(),
    };
    let catalogue = Referentiel::embedded();
    let codes: Vec<&str> =
        catalogue.activities().flat_map(|activity| &activity.competences).map(|c| c.code.as_str()).collect();
    for name in names("competences") {
        let message = match name.value.parse::<CompetenceCode>() {
            Err(NameError(message)) => message,
            Ok(code) if codes.contains(&code.as_str()) => continue,
            Ok(code) => text!("problem-no-such-competence", code = code.as_str()),
        };
        problems.push(Problem::new(file, name.at, message));
    }
    for name in names("checks") {
        let message = match name.value.parse::<CheckId>() {
            Err(NameError(message)) => message,
            Ok(id) if checks.is_empty() || checks.contains(&id) => continue,
            Ok(id) => text!("problem-unknown-check", id = id.as_str()),
        };
        let problem = Problem::new(file, name.at, message);
        problems.push(problem.did_you_mean(&name.value, checks.iter().map(CheckId::as_str)));
    }
}

/// Reads values whose bounds types do not know.
struct Reader<'a> {
    file: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn scale(&mut self, entry: &Entry) -> Scale {
        let default = Scale::default();
        if entry.version.value != 1 {
            let message = text!("problem-range", given = entry.version.value, low = 1, high = 1);
            self.problems.push(Problem::new(self.file, entry.version.at, message));
        }
        let out_of = entry.out_of.as_ref().map_or(default.out_of, |given| {
            if !(1..=1000).contains(&given.value) {
                let message = text!("problem-range", given = given.value, low = 1, high = 1000);
                self.problems.push(Problem::new(self.file, given.at, message));
            }
            given.value
        });
        let step = entry.round.as_ref().map_or(default.step, |given| {
            hundredths(given.value).and_then(Step::of_hundredths).unwrap_or_else(|| {
                let known = Step::ALL.map(|step| step.to_string()).join(", ");
                let message = text!("problem-not-one-of", given = given.value.to_string(), known = known);
                self.problems.push(Problem::new(self.file, given.at, message));
                default.step
            })
        });
        let weights = entry.weights.as_ref();
        Scale {
            out_of,
            step,
            rounding: entry.rounding.unwrap_or_default(),
            at_least: entry
                .at_least
                .as_ref()
                .map_or(default.at_least, |least| self.amount(least, f64::from(out_of))),
            levels: entry.levels.as_ref().map_or(default.levels, |levels| self.levels(levels)),
            checks: self.weights(weights.map(|weights| &weights.checks)),
            competences: self.weights(weights.map(|weights| &weights.competences)),
        }
    }

    fn levels(&mut self, entry: &Located<LevelsEntry>) -> Levels {
        let default = Levels::default();
        let levels = Levels {
            acquired: entry.acquired.unwrap_or(default.acquired),
            not_acquired: entry.not_acquired.unwrap_or(default.not_acquired),
        };
        if levels.acquired > 100 || levels.not_acquired >= levels.acquired {
            self.problems.push(Problem::new(self.file, entry.at, text!("problem-levels")));
        }
        levels
    }

    fn weights<K: Clone + Ord>(&mut self, given: Option<&BTreeMap<K, Located<f64>>>) -> BTreeMap<K, Points> {
        given
            .into_iter()
            .flatten()
            .map(|(name, weight)| (name.clone(), self.amount(weight, HEAVIEST)))
            .collect()
    }

    /// A number from 0 to `most` with two decimals at most.
    fn amount(&mut self, given: &Located<f64>, most: f64) -> Points {
        match hundredths(given.value).filter(|_| given.value <= most) {
            Some(count) => Points::hundredths(count),
            None => {
                let (given_words, most) = (given.value.to_string(), most.to_string());
                let message = text!("problem-amount", given = given_words, most = most);
                self.problems.push(Problem::new(self.file, given.at, message));
                Points::NONE
            }
        }
    }
}

/// Returns a number in hundredths, when it is a whole number of them and not negative.
fn hundredths(given: f64) -> Option<u64> {
    let exact = given * 100.0;
    let whole = exact.round();
    // What two decimals lose in binary is far below this.
    ((0.0..=1e9).contains(&whole) && (exact - whole).abs() < 1e-6).then_some(whole as u64)
}

#[cfg(test)]
mod tests {
    use super::scale;
    use crate::grade::{Levels, Points, Rounding, Scale};
    use crate::i18n::Lang;

    const FILE: &str = "\
version: 1
out-of: 40
round: 0.5
rounding: up
at-least: 1.25
levels: { acquired: 80, not-acquired: 20 }
weights:
  competences: { C3.3.2.1: 2 }
  checks:
    depot-chiffre: 0.35
";

    #[test]
    fn a_scale_is_read_whole() {
        let read = scale("bareme.yaml", FILE, &["depot-chiffre".parse().unwrap()]).unwrap();
        assert_eq!((read.out_of, read.step.to_string().as_str(), read.rounding), (40, "0.5", Rounding::Up));
        assert_eq!(read.at_least, Points::hundredths(125));
        assert_eq!(read.levels, Levels { acquired: 80, not_acquired: 20 });
        assert_eq!(read.checks["depot-chiffre"], Points::hundredths(35));
        assert_eq!(read.competences["C3.3.2.1"], Points::whole(2));
        assert_eq!(scale("bareme.yaml", "version: 1\n", &[]).unwrap(), Scale::default());
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let file = "\
version: 2
out-of: 0
round: 0.3
rounding: sideways
at-least: 2
levels: { acquired: 20, not-acquired: 30 }
weight: 3
weights:
  competences: { C9.9.9.9: 2, C3.3: 1 }
  checks:
    depot-chifre: 1
";
        let checks = ["depot-chiffre".parse().unwrap()];
        let problems = scale("bareme.yaml", file, &checks).unwrap_err();
        let told: Vec<String> = problems
            .iter()
            .map(|p| {
                let hint =
                    p.hint.as_ref().map_or_else(String::new, |hint| format!(" ({})", hint.to(Lang::En)));
                format!("{}:{} {}{hint}", p.at.line, p.at.column, p.message.to(Lang::En))
            })
            .collect();
        insta::assert_snapshot!("scale-problems", told.join("\n"));
        // What types accept but bounds do not.
        let bounds = "version: 2\nout-of: 0\nround: 0.3\nat-least: -1\nlevels: { acquired: 20, not-acquired: 30 }\n\
                      weights: { checks: { depot-chiffre: 0.333 } }\n";
        let lines: Vec<u64> = scale("bareme.yaml", bounds, &checks)
            .unwrap_err()
            .iter()
            .map(|problem| problem.at.line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn no_yaml_is_a_mistake_too() {
        assert_eq!(scale("bareme.yaml", "version: [", &[]).unwrap_err().len(), 1);
        assert_eq!(scale("bareme.yaml", "", &[]).unwrap_err().len(), 1);
    }
}
