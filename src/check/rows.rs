//! Rows of a deliverable: the lines of a table, or the elements of a list.
//!
//! Names of columns are compared without regard to case and accents. A cell that is empty
//! or still what the template says holds nothing, and a row of such cells is none.
//!
//! Rank 1, no kind.

use std::collections::BTreeMap;

use crate::check::document::{Document, Format, Node, is_template};
use crate::check::matcher::Matcher;
use crate::check::wording::{accepts, fold};
use crate::check::{Verdict, deliverable};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row(Vec<(String, Vec<String>)>);

impl Row {
    /// Returns a row of these cells.
    pub fn of(cells: Vec<(String, String)>) -> Self {
        Self(cells.into_iter().map(|(name, value)| (fold(&name), vec![value])).collect())
    }

    /// Returns what a cell holds: several values when it is a list. Nothing when it is
    /// empty, or there is no such column. The elements of a list without names are the
    /// column `value`.
    pub fn cell(&self, column: &str) -> &[String] {
        let column = fold(column);
        let found = self.0.iter().find(|(name, values)| *name == column && !values.is_empty());
        found.map_or(&[], |(_, values)| values)
    }

    /// Returns what a cell holds, a text cut where commas, semicolons, bars or lines end.
    pub fn items(&self, column: &str) -> Vec<String> {
        let parts = |value: &String| {
            let parts = value.split([',', ';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        self.cell(column).iter().flat_map(parts).collect()
    }

    /// Returns the names of its columns, folded.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the first value of a cell, empty when there is none.
    pub fn text(&self, column: &str) -> &str {
        self.cell(column).first().map_or("", String::as_str)
    }

    /// Whether it meets all conditions, by column.
    ///
    /// # Errors
    /// A comparison that makes no sense.
    pub fn meets(&self, conditions: &BTreeMap<String, Matcher>) -> Result<bool, Verdict> {
        for (column, matcher) in conditions {
            let cell = self.cell(column);
            let empty = [String::new()];
            let seen = if cell.is_empty() { &empty } else { cell };
            if !accepts(matcher, seen, cell.len() > 1).map_err(Verdict::Error)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Returns the rows of the file that a probe of [`deliverable::script`] printed, in the
/// list that stands at `at`.
///
/// # Errors
/// The verdict to return at once.
pub(super) fn read(
    file: &str,
    format: Format,
    at: Option<&str>,
    output: &ExecOutput,
) -> Result<Vec<Row>, Verdict> {
    let parse = |source: &str| Document::parse(format, source);
    let document = deliverable::read(file, output, parse, format)?;
    let place = at.map_or_else(|| file.to_owned(), |at| format!("{file}: {at}"));
    let fail = |actual| Err(Verdict::fail(text!("fact-path", path = place), text!("rows-list"), actual));
    match document.node(at) {
        Some(Node::List(items)) => Ok(items.iter().filter_map(row).collect()),
        Some(Node::Nothing) | None => fail(text!("facts-missing")),
        Some(_) => fail(text!("rows-no-list")),
    }
}

/// Reads rows that a command of the lab printed: a table whose first line names the
/// columns.
///
/// # Errors
/// Not judged: the table is the lab's.
pub(super) fn printed(command: &str, output: &str) -> Result<Vec<Row>, Verdict> {
    let broken = |why: Text| Verdict::Error(text!("error-live-rows", command = command, why = why));
    let document = Document::parse(Format::Csv, output).map_err(|unparseable| broken(unparseable.why))?;
    match document.node(None) {
        Some(Node::List(items)) => Ok(items.iter().filter_map(row).collect()),
        _ => Err(broken(text!("rows-no-list"))),
    }
}

fn row(node: &Node) -> Option<Row> {
    let cells: Vec<(String, Vec<String>)> = match node {
        Node::Map(entries) => entries.iter().map(|(name, value)| (fold(name), values(value))).collect(),
        other => vec![("value".to_owned(), values(other))],
    };
    cells.iter().any(|(_, values)| !values.is_empty()).then_some(Row(cells))
}

fn values(node: &Node) -> Vec<String> {
    match node {
        Node::Scalar(text) if text.trim().is_empty() || is_template(text) => Vec::new(),
        Node::Scalar(text) => vec![text.trim().to_owned()],
        Node::List(items) => items.iter().flat_map(values).collect(),
        Node::Map(_) | Node::Nothing => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, printed};

    fn rows(source: &str) -> Vec<Row> {
        printed("x", source).unwrap()
    }

    #[test]
    fn names_are_compared_loosely_and_empty_rows_are_none() {
        let rows = rows(
            "\u{feff}Hôte;Taille moyenne;\"Note; libre\"\nprod;12,5;\"a \"\"b\"\"; c\"\n;;\nÀ COMPLÉTER;...;\n",
        );
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].cell("hote"), ["prod"]);
        assert_eq!(rows[0].text("TAILLE MOYENNE"), "12,5");
        assert_eq!(rows[0].items("note; libre"), ["a \"b\"", "c"]);
        assert!(rows[0].cell("rien").is_empty());
    }

    #[test]
    fn what_the_lab_printed_wrong_is_not_the_student_s_fault() {
        assert_eq!(printed("x", "a;b\n1\n").unwrap_err().word(), "error");
    }
}
