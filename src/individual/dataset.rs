//! Files made from the seed: a share full of documents, or a table in CSV.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::i18n::Text;
use crate::individual::Range;
use crate::individual::draw::Draw;
use crate::individual::person::Person;
use crate::text;

/// What is made.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Dataset {
    /// A tree of documents as an office would have it.
    Tree(TreeShape),
    /// A table, written in CSV (RFC 4180) with a line of headings.
    Table(TableShape),
}

/// A tree of documents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreeShape {
    /// How many files, 1 to 500.
    pub files: u16,
    /// The directories that they are spread over.
    #[serde(default = "offices")]
    pub directories: Vec<String>,
}

fn offices() -> Vec<String> {
    ["Comptabilité", "Direction", "Ressources humaines", "Projets", "Archives"].map(str::to_owned).to_vec()
}

/// A table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableShape {
    /// How many lines, 1 to 5000.
    pub rows: u16,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What stands in it.
    pub of: Cell,
}

/// What stands in a column.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Cell {
    /// The number of the line, from 1.
    Number,
    /// First name and last name.
    Person,
    /// A date between two years, both included: `2024-03-07`.
    Date(Years),
    /// A whole number.
    Integer(Range),
    /// An amount with two decimals.
    Amount(Range),
    /// One of these.
    Pick(Vec<String>),
}

/// Bounds of a date.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first year.
    pub from: i64,
    /// The last year.
    pub to: i64,
}

/// A file of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetFile {
    /// Its path within the data set; empty for a table, which is a single file.
    pub path: String,
    /// What it holds.
    pub contents: String,
}

impl Dataset {
    /// Returns what is wrong with the shape.
    pub fn problems(&self) -> Vec<Text> {
        match self {
            Self::Tree(tree) if !(1..=500).contains(&tree.files) || tree.directories.is_empty() => {
                vec![text!("parameter-dataset-tree")]
            }
            Self::Table(table) if !(1..=5000).contains(&table.rows) || table.columns.is_empty() => {
                vec![text!("parameter-dataset-table")]
            }
            _ => Vec::new(),
        }
    }

    /// Returns the files.
    pub fn files(&self, draw: &mut Draw) -> Vec<DatasetFile> {
        match self {
            Self::Tree(tree) => tree.files(draw),
            Self::Table(table) => {
                vec![DatasetFile { path: String::new(), contents: csv(&table.lines(draw)) }]
            }
        }
    }

    /// What templates see: `files` (paths) and `count`, or `rows` (lists of cells),
    /// `columns` and `count`.
    pub(super) fn value(&self, draw: &mut Draw) -> Value {
        match self {
            Self::Tree(tree) => {
                let paths: Vec<String> = tree.files(draw).into_iter().map(|file| file.path).collect();
                json!({ "count": paths.len(), "files": paths })
            }
            Self::Table(table) => {
                let mut lines = table.lines(draw);
                let columns = lines.remove(0);
                json!({ "count": lines.len(), "columns": columns, "rows": lines })
            }
        }
    }
}

impl TreeShape {
    fn files(&self, draw: &mut Draw) -> Vec<DatasetFile> {
        let mut taken = BTreeSet::new();
        (0..self.files)
            .map(|number| {
                let directory = draw.pick(&self.directories).cloned().unwrap_or_default();
                let (mut path, contents) = document(&directory, draw);
                if !taken.insert(path.clone()) {
                    path = path.replacen('.', &format!(" ({number})."), 1);
                    taken.insert(path.clone());
                }
                DatasetFile { path, contents }
            })
            .collect()
    }
}

fn document(directory: &str, draw: &mut Draw) -> (String, String) {
    let year = draw.integer(2022, 2026, 1);
    let month = draw.integer(1, 12, 1);
    let author = Person::draw(draw).name();
    let client = Person::draw(draw).name();
    let amount = format!("{},{:02}", draw.integer(40, 4000, 1), draw.below(100));
    match draw.below(3) {
        0 => {
            let number = draw.integer(1000, 9999, 1);
            let lines: Vec<String> = (0..draw.integer(4, 12, 1))
                .map(|line| {
                    format!(
                        "{};{};{},{:02}",
                        line + 1,
                        Person::draw(draw).name(),
                        draw.below(2000),
                        draw.below(100)
                    )
                })
                .collect();
            let contents = format!("ligne;client;montant\n{}\n", lines.join("\n"));
            (format!("{directory}/Factures {year}/facture-{number}.csv"), contents)
        }
        1 => {
            let points: Vec<String> = (0..draw.integer(3, 8, 1))
                .map(|_| format!("- {} : {}", Person::draw(draw).name(), sentence(draw)))
                .collect();
            let contents =
                format!("Réunion du {month:02}/{year}\nRédigé par {author}\n\n{}\n", points.join("\n"));
            (format!("{directory}/Comptes rendus/réunion {year}-{month:02}.txt"), contents)
        }
        _ => {
            let contents = format!(
                "Note à l'attention de {client}\n\n{}\n{}\nMontant : {} €\n\n{author}\n",
                sentence(draw),
                sentence(draw),
                amount
            );
            (format!("{directory}/note {client} {year}.md"), contents)
        }
    }
}

fn sentence(draw: &mut Draw) -> String {
    const WHO: [&str; 6] =
        ["Le service", "L'équipe", "Le prestataire", "La direction", "L'atelier", "Le secrétariat"];
    const DOES: [&str; 6] = ["relance", "prépare", "valide", "reporte", "archive", "vérifie"];
    const WHAT: [&str; 6] =
        ["le devis", "le planning", "la commande", "l'inventaire", "le contrat", "le bon de livraison"];
    let word =
        |words: &'static [&'static str], draw: &mut Draw| draw.pick(words).copied().unwrap_or_default();
    format!("{} {} {}.", word(&WHO, draw), word(&DOES, draw), word(&WHAT, draw))
}

impl TableShape {
    /// The headings, then the lines.
    fn lines(&self, draw: &mut Draw) -> Vec<Vec<String>> {
        let headings = self.columns.iter().map(|column| column.name.clone()).collect();
        let lines = (1..=self.rows)
            .map(|number| self.columns.iter().map(|column| column.of.draw(number, draw)).collect());
        std::iter::once(headings).chain(lines).collect()
    }
}

impl Cell {
    fn draw(&self, number: u16, draw: &mut Draw) -> String {
        match self {
            Self::Number => number.to_string(),
            Self::Person => Person::draw(draw).name(),
            Self::Date(years) => {
                let year = draw.integer(years.from, years.to.max(years.from), 1);
                format!("{year}-{:02}-{:02}", draw.integer(1, 12, 1), draw.integer(1, 28, 1))
            }
            Self::Integer(range) => draw.integer(range.min, range.max, range.step).to_string(),
            Self::Amount(range) => {
                format!("{}.{:02}", draw.integer(range.min, range.max, range.step), draw.below(100))
            }
            Self::Pick(choices) => draw.pick(choices).cloned().unwrap_or_default(),
        }
    }
}

fn csv(lines: &[Vec<String>]) -> String {
    let cell = |cell: &String| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    lines.iter().map(|line| line.iter().map(cell).collect::<Vec<_>>().join(",") + "\n").collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Dataset;
    use crate::individual::Seed;

    #[test]
    fn a_tree_has_its_files_under_distinct_paths() {
        let dataset: Dataset = serde_saphyr::from_str("tree: { files: 120 }").unwrap();
        let files = dataset.files(&mut Seed::new([3; 32]).draw("A3.3.2", "donnees"));
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.len(), 120);
        assert!(files.iter().all(|file| !file.contents.is_empty() && !file.path.contains("..")));
    }

    #[test]
    fn a_table_is_a_csv_with_headings() {
        let yaml = "table: { rows: 2, columns: [{ name: id, of: number }, { name: qui, of: person }, { name: prix, of: { amount: { min: 1, max: 9 } } }] }";
        let dataset: Dataset = serde_saphyr::from_str(yaml).unwrap();
        let files = dataset.files(&mut Seed::new([3; 32]).draw("A3.3.2", "ventes"));
        let lines: Vec<&str> = files[0].contents.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "id,qui,prix");
        assert!(lines[2].starts_with("2,"));
    }
}
