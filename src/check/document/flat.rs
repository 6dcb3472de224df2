//! Formats that are made of lines: tables, and `key = value`.

use super::{Node, Unparseable};
use crate::i18n::Text;
use crate::text;

/// Reads a table: a list of rows, each a map from the names of the columns.
pub(super) fn csv(source: &str) -> Result<Node, Unparseable> {
    let header = source.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(csv::Trim::All)
        .has_headers(true)
        .from_reader(source.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        let why = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                text!("facts-columns", expected = *expected_len, found = *len)
            }
            _ => Text::verbatim(error.to_string()),
        };
        Unparseable { line, column: 1, why }
    };
    let names = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let fields = names.iter().zip(&record);
        rows.push(Node::Map(
            fields.map(|(name, field)| (name.to_owned(), Node::Scalar(field.to_owned()))).collect(),
        ));
    }
    Ok(Node::List(rows))
}

/// Reads `key = value` lines, in sections or not. A line that starts with `#` or `;` is
/// a comment; quotes around a value are no part of it.
pub(super) fn lines(source: &str, sections: bool, settings: bool) -> Result<Node, Unparseable> {
    let mut root: Vec<(String, Node)> = Vec::new();
    let mut section: Option<usize> = None;
    for (number, line) in source.lines().enumerate() {
        let broken = |why| Err(Unparseable { line: number as u64 + 1, column: 1, why });
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if sections && let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let name = name.trim();
            section = root.iter().position(|(known, _)| known == name).or_else(|| {
                root.push((name.to_owned(), Node::Map(Vec::new())));
                Some(root.len() - 1)
            });
            continue;
        }
        let separator = if sections { line.find('=') } else { line.find(['=', ':']) };
        let (key, value) = match separator {
            Some(at) => (line[..at].trim(), line[at + 1..].trim()),
            None if settings => (line, "true"),
            None => return broken(text!("facts-no-separator")),
        };
        let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        let entry = (key.to_owned(), Node::Scalar(inner.unwrap_or(value).to_owned()));
        let entries = match section {
            Some(index) => match &mut root[index].1 {
                Node::Map(entries) => entries,
                // A key before the sections has the name of this one.
                _ => return broken(text!("facts-twice", key = key)),
            },
            None => &mut root,
        };
        match entries.iter_mut().find(|(known, _)| known == key) {
            None => entries.push(entry),
            Some((_, Node::List(items))) if settings => items.push(entry.1),
            Some((_, first)) if settings => *first = Node::List(vec![first.clone(), entry.1]),
            Some(_) => return broken(text!("facts-twice", key = key)),
        }
    }
    Ok(Node::Map(root))
}
