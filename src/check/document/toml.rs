//! TOML: numbers stay as they were written, as in the other formats.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Unparseable};
use crate::i18n::Text;

/// Reads a TOML document.
pub(super) fn toml(source: &str) -> Result<Node, Unparseable> {
    let root = DeTable::parse(source).map_err(|error| {
        let before = error.span().and_then(|span| source.get(..span.start));
        let (line, column) = before.map_or((0, 0), |before| {
            let last = before.rsplit('\n').next().unwrap_or_default();
            (before.matches('\n').count() as u64 + 1, last.chars().count() as u64 + 1)
        });
        Unparseable { line, column, why: Text::verbatim(error.message()) }
    })?;
    Ok(table(root.get_ref(), source))
}

fn table(entries: &DeTable<'_>, source: &str) -> Node {
    Node::Map(entries.iter().map(|(key, value)| (key.get_ref().to_string(), node(value, source))).collect())
}

fn node(value: &Spanned<DeValue<'_>>, source: &str) -> Node {
    match value.get_ref() {
        DeValue::String(text) => Node::Scalar(text.to_string()),
        DeValue::Boolean(yes) => Node::Scalar(yes.to_string()),
        DeValue::Array(items) => Node::List(items.iter().map(|item| node(item, source)).collect()),
        DeValue::Table(entries) => table(entries, source),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Node::Scalar(source.get(value.span()).unwrap_or_default().trim().to_owned())
        }
    }
}
