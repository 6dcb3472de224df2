//! The cells of a CSV file, and where each stands.

use super::column::known;
use super::decode::spot;
use crate::located::Spot;

/// The lines among which the names of the columns are looked for: exports may begin with a
/// title.
const TITLES: usize = 10;

/// A row of a file.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub cells: Vec<String>,
    /// The row as it is written, from its first byte on.
    source: &'a str,
    at: Spot,
    separator: u8,
}

impl Row<'_> {
    /// The place of a cell; that of the end of the row when it has none.
    pub fn spot(&self, cell: usize) -> Spot {
        let mut quoted = false;
        let mut passed = 0;
        let mut end = self.source.len();
        for (at, c) in self.source.char_indices() {
            match c {
                _ if passed == cell => {
                    end = at;
                    break;
                }
                '"' => quoted = !quoted,
                '\n' if !quoted => {
                    end = self.source[..at].trim_end_matches('\r').len();
                    break;
                }
                _ if c == char::from(self.separator) && !quoted => passed += 1,
                _ => {}
            }
        }
        let within = spot(self.source, end);
        match within.line {
            1 => Spot { line: self.at.line, column: within.column },
            line => Spot { line: self.at.line + line - 1, column: within.column },
        }
    }

    /// Whether nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// How many of its cells are names of columns.
    fn headers(&self) -> usize {
        self.cells.iter().filter(|cell| known(cell).is_some()).count()
    }
}

/// Reads the rows of a file, separated by semicolons, commas or tabs, from the names of the
/// columns on; from the first row on when no such names are found.
pub(super) fn rows(source: &str) -> Vec<Row<'_>> {
    // Excel writes and reads this line, which says what separates.
    let told = source.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let begin = if told.is_some() { source.find('\n').map_or(source.len(), |end| end + 1) } else { 0 };
    let candidates = told.map_or_else(|| vec![b';', b',', b'\t'], |separator| vec![separator]);
    let read = candidates.into_iter().map(|separator| {
        let rows = separated(source, begin, separator);
        let head = rows.iter().take(TITLES).map(Row::headers).max().unwrap_or(0);
        let width = rows.first().map_or(0, |row| row.cells.len());
        ((head, width), rows)
    });
    // Of equals the last is taken: semicolons come first in France.
    let read = read.collect::<Vec<_>>().into_iter().rev();
    let mut rows = read.max_by_key(|(rank, _)| *rank).map(|(_, rows)| rows).unwrap_or_default();
    let head = rows.iter().take(TITLES).map(Row::headers).max().unwrap_or(0);
    if head > 0 {
        let first = rows.iter().position(|row| row.headers() == head).unwrap_or(0);
        rows.drain(..first);
    }
    rows
}

fn separated(source: &str, begin: usize, separator: u8) -> Vec<Row<'_>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(&source.as_bytes()[begin..]);
    let mut rows = Vec::new();
    for record in reader.records().flatten() {
        let from = record.position().map_or(0, |position| position.byte() as usize) + begin;
        // Blank lines before a record count as part of it.
        let from = from + source[from..].len() - source[from..].trim_start_matches(['\r', '\n']).len();
        let row = Row {
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
            source: &source[from..],
            at: spot(source, from),
            separator,
        };
        if !row.is_blank() {
            rows.push(row);
        }
    }
    rows
}
