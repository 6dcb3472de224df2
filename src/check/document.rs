//! A deliverable as data: what a student wrote in YAML, JSON, TOML, CSV, INI or
//! `key = value`.
//!
//! Values stay as they were written (`1.10` is not 1.1, `08` is not 8): what they are
//! compared with decides of their type. A template that nobody filled in holds no values.

mod flat;
mod toml;

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::check::Findings;
use crate::check::matcher::{Matcher, Observed};
use crate::check::wording::fold;
use crate::i18n::Text;
use crate::text;
use flat::{csv, lines};

/// How a deliverable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// TOML.
    Toml,
    /// A table whose first line names the columns; separated by `,`, `;` or tabs.
    Csv,
    /// `key = value` lines in `[sections]`.
    Ini,
    /// `key = value` or `key: value` lines.
    KeyValue,
}

impl Format {
    /// Its usual name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Toml => "TOML",
            Self::Csv => "CSV",
            Self::Ini => "INI",
            Self::KeyValue => "key = value",
        }
    }

    /// Returns the format that the name of a file tells.
    pub fn of(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            "toml" => Self::Toml,
            "csv" | "tsv" => Self::Csv,
            "ini" | "cfg" | "cnf" => Self::Ini,
            "txt" | "env" | "conf" | "properties" => Self::KeyValue,
            _ => return None,
        })
    }
}

/// Where and why a document cannot be read.
#[derive(Debug, PartialEq)]
pub struct Unparseable {
    /// From 1; 0 when it is not known.
    pub line: u64,
    /// From 1; 0 when it is not known.
    pub column: u64,
    /// What the parser says.
    pub why: Text,
}

impl Unparseable {
    /// Says what is wrong, and where.
    pub fn text(&self) -> Text {
        text!("facts-unparseable", line = self.line, column = self.column, why = self.why.clone())
    }
}

/// A value and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Named values, in the order of the file.
    Map(Vec<(String, Node)>),
    /// Values without names.
    List(Vec<Node>),
    /// A text, a number, true or false, as it was written.
    Scalar(String),
    /// Nothing was written.
    Nothing,
}

impl Node {
    /// Folds the names of values and, in the rows of a list, what they are found by: their
    /// first field.
    fn fold(self, row: bool) -> Self {
        let value = |at: usize, value: Self| match value {
            Self::Scalar(text) if row && at == 0 && !is_template(&text) => Self::Scalar(fold(&text)),
            value => value.fold(false),
        };
        match self {
            Self::Map(entries) => {
                let entries = entries.into_iter().enumerate();
                Self::Map(entries.map(|(at, (name, inner))| (fold(&name), value(at, inner))).collect())
            }
            Self::List(items) => Self::List(items.into_iter().map(|item| item.fold(true)).collect()),
            other => other,
        }
    }
}

/// A parsed deliverable.
#[derive(Clone, Debug, PartialEq)]
pub struct Document(Node);

/// What is found at a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A value or a list of values.
    Value(Observed),
    /// No such key, or nothing behind it.
    Missing,
    /// Still what the template says.
    Template,
    /// Further keys, where a value is expected.
    Group,
    /// Several rows of this name.
    Several,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// Where its form is broken.
    pub fn parse(format: Format, source: &str) -> Result<Self, Unparseable> {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
        let node = match format {
            Format::Yaml => yaml(&source)?,
            Format::Json => json(&source)?,
            Format::Toml => toml::toml(&source)?,
            Format::Csv => csv(&source)?,
            Format::Ini => lines(&source, true, false)?,
            Format::KeyValue => lines(&source, false, false)?,
        };
        Ok(Self(node))
    }

    /// Reads the configuration of a program. In lines, what a deliverable must not do is
    /// usual there: a key that comes again adds a value, one without a value is `true`.
    ///
    /// # Errors
    /// Where its form is broken.
    pub fn parse_settings(format: Format, source: &str) -> Result<Self, Unparseable> {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
        match format {
            Format::Ini => lines(&source, true, true).map(Self),
            Format::KeyValue => lines(&source, false, true).map(Self),
            _ => Self::parse(format, &source),
        }
    }

    /// Returns what stands at `path`: names separated by dots, a position from 0 or the
    /// first field of a row in a list, `*` for every element.
    pub fn find(&self, path: &str) -> Found {
        found(&self.0, path)
    }

    /// Like [`Document::find`]; names are compared without regard to case and accents.
    pub fn find_loosely(&self, path: &str) -> Found {
        found(&self.0.clone().fold(false), &fold(path))
    }

    /// Returns what stands under these names, separated by dots; all of it when there are
    /// none.
    pub fn node(&self, path: Option<&str>) -> Option<&Node> {
        let names = path.into_iter().flat_map(|path| path.split('.'));
        names.into_iter().try_fold(&self.0, |node, name| match node {
            Node::Map(entries) => {
                entries.iter().find(|(known, _)| fold(known) == fold(name)).map(|(_, value)| value)
            }
            Node::List(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Compares what stands at `path`.
    pub fn expect(&self, findings: &mut Findings, fact: Text, path: &str, matcher: &Matcher) {
        match self.find(path) {
            Found::Value(seen) => findings.expect(fact, Some(matcher), &seen),
            other => findings.gap(fact, matcher.describe(), other.text()),
        }
    }
}

impl Found {
    /// Says what is there.
    pub fn text(&self) -> Text {
        match self {
            Self::Value(seen) => seen.show(),
            Self::Missing => text!("facts-missing"),
            Self::Template => text!("facts-template"),
            Self::Group => text!("facts-group"),
            Self::Several => text!("facts-several"),
        }
    }
}

/// Whether a text is what a template says in place of a value.
pub(super) fn is_template(text: &str) -> bool {
    let text = text.trim().to_uppercase().replace('À', "A").replace('É', "E");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != '_' && c != '.');
    text.starts_with("A COMPLETER")
        || text.starts_with("A REMPLIR")
        || ["TODO", "XXX", "..."].contains(&text)
        || (!text.is_empty() && text.chars().all(|c| "?_.".contains(c)))
}

fn found(node: &Node, path: &str) -> Found {
    if path.is_empty() {
        return leaf(node);
    }
    match node {
        // The longest key first: one may hold a dot itself.
        Node::Map(entries) => ends(path)
            .find_map(|(key, rest)| {
                let (_, value) = entries.iter().find(|(known, _)| known == key)?;
                Some(found(value, rest))
            })
            .unwrap_or(Found::Missing),
        Node::List(items) => {
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            if key == "*" {
                return every(items, rest);
            }
            if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get(index)) {
                return found(item, rest);
            }
            for (key, rest) in ends(path) {
                let mut named = items.iter().filter(|item| first(item) == Some(key));
                match (named.next(), named.next()) {
                    (Some(item), None) => return found(item, rest),
                    (Some(_), Some(_)) => return Found::Several,
                    _ => {}
                }
            }
            Found::Missing
        }
        _ => Found::Missing,
    }
}

/// Returns the ways to cut a path into a key and what follows, the longest key first.
fn ends(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = path.rmatch_indices('.').map(|(at, _)| (&path[..at], &path[at + 1..]));
    std::iter::once((path, "")).chain(cuts)
}

fn first(node: &Node) -> Option<&str> {
    match node {
        Node::Map(entries) => match entries.first() {
            Some((_, Node::Scalar(text))) => Some(text.trim()),
            _ => None,
        },
        _ => None,
    }
}

fn every(items: &[Node], rest: &str) -> Found {
    let mut all = Vec::new();
    for item in items {
        match found(item, rest) {
            Found::Value(Observed::Text(text)) => all.push(text),
            Found::Value(Observed::List(more)) => all.extend(more),
            Found::Value(Observed::Number(number)) => all.push(number.to_string()),
            other => return other,
        }
    }
    if all.is_empty() { Found::Missing } else { Found::Value(Observed::List(all)) }
}

fn leaf(node: &Node) -> Found {
    match node {
        Node::Scalar(text) if is_template(text) => Found::Template,
        Node::Scalar(text) if text.trim().is_empty() => Found::Missing,
        Node::Scalar(text) => Found::Value(Observed::text(text.trim())),
        Node::Nothing => Found::Missing,
        Node::Map(_) => Found::Group,
        Node::List(items) => every(items, ""),
    }
}

fn yaml(source: &str) -> Result<Node, Unparseable> {
    let options = serde_saphyr::options! { with_snippet: false };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(source, options) {
        Ok(root) => {
            let characters: Vec<char> = source.chars().collect();
            Ok(root.value.node(&root.referenced, &characters))
        }
        Err(error) => {
            let at = error.location();
            let (line, column) = at.map_or((0, 0), |at| (at.line(), at.column()));
            let why = error.render_with_formatter(&serde_saphyr::UserMessageFormatter);
            Err(Unparseable { line, column, why: Text::verbatim(why) })
        }
    }
}

fn json(source: &str) -> Result<Node, Unparseable> {
    let value: serde_json::Value = serde_json::from_str(source).map_err(|error| Unparseable {
        line: error.line() as u64,
        column: error.column() as u64,
        why: Text::verbatim(error.to_string()),
    })?;
    Ok(from_json(value))
}

fn from_json(value: serde_json::Value) -> Node {
    match value {
        serde_json::Value::Null => Node::Nothing,
        serde_json::Value::Bool(yes) => Node::Scalar(yes.to_string()),
        serde_json::Value::Number(number) => Node::Scalar(number.to_string()),
        serde_json::Value::String(text) => Node::Scalar(text),
        serde_json::Value::Array(items) => Node::List(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(entries) => {
            Node::Map(entries.into_iter().map(|(key, value)| (key, from_json(value))).collect())
        }
    }
}

/// A value of YAML with its place, from which numbers are read off as they were written.
enum Raw {
    Map(Vec<(String, Spanned<Raw>)>),
    List(Vec<Spanned<Raw>>),
    Text(String),
    /// What YAML took for a number or a boolean.
    Typed(String),
    Nothing,
}

impl Raw {
    fn node(self, at: &serde_saphyr::Location, source: &[char]) -> Node {
        match self {
            Self::Map(entries) => Node::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, value.value.node(&value.referenced, source)))
                    .collect(),
            ),
            Self::List(items) => {
                Node::List(items.into_iter().map(|item| item.value.node(&item.referenced, source)).collect())
            }
            Self::Text(text) => Node::Scalar(text),
            Self::Typed(value) => Node::Scalar(written(at, source).unwrap_or(value)),
            Self::Nothing => Node::Nothing,
        }
    }
}

/// Returns the plain scalar that stands at a place; nothing when it is behind a tag or
/// an anchor: the parser's own form is as good.
fn written(at: &serde_saphyr::Location, source: &[char]) -> Option<String> {
    let start = usize::try_from(at.span().offset()).ok()?;
    let length = usize::try_from(at.span().len()).ok()?;
    let text: String = source.get(start..start.checked_add(length)?)?.iter().collect();
    let plain = !text.trim().is_empty() && !text.contains(['\n', '*', '!', '&', '"', '\'']);
    plain.then(|| text.trim().to_owned())
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Text(value.to_owned()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Nothing)
            }

            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Nothing)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                Raw::deserialize(deserializer)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Raw::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Format, Found};
    use crate::check::matcher::Observed;

    fn find(format: Format, source: &str, path: &str) -> Found {
        Document::parse(format, source).unwrap().find(path)
    }

    fn value(text: &str) -> Found {
        Found::Value(Observed::text(text))
    }

    #[test]
    fn values_stay_as_they_were_written() {
        let source =
            "été: oui\nversion: 1.10\nport: 08\nmode: \"0640\"\nactif: yes\nvide:\ndeux: [1.0, 0x1F]\n";
        let found = |path| find(Format::Yaml, source, path);
        assert_eq!(found("version"), value("1.10"));
        assert_eq!(found("port"), value("08"));
        assert_eq!(found("mode"), value("0640"));
        assert_eq!(found("actif"), value("yes"));
        assert_eq!(found("vide"), Found::Missing);
        assert_eq!(found("deux"), Found::Value(Observed::list(["1.0", "0x1F"])));
        assert_eq!(
            find(Format::Json, "{\"a\": [{\"b\": 1.5}, {\"b\": 2}]}", "a.*.b"),
            Found::Value(Observed::list(["1.5", "2"]))
        );
    }

    #[test]
    fn toml_is_read_like_the_others() {
        let source = "[log]\nlevel = \"warn\"\nmode = 0o640\nratio = 1.10\nsince = 2026-09-01\nsizes = [1_000, 2.50]\n\n[[server]]\nname = 'web'\n\"a.b\".c = true\n";
        let found = |path| find(Format::Toml, source, path);
        assert_eq!(found("log.level"), value("warn"));
        assert_eq!(found("log.mode"), value("0o640"));
        assert_eq!(found("log.ratio"), value("1.10"));
        assert_eq!(found("log.since"), value("2026-09-01"));
        assert_eq!(found("log.sizes"), Found::Value(Observed::list(["1_000", "2.50"])));
        assert_eq!(found("server.web.a.b.c"), value("true"));
        assert_eq!(found("log.none"), Found::Missing);
        let broken = Document::parse(Format::Toml, "a = 1\né = \n").unwrap_err();
        assert_eq!(broken.line, 2, "{broken:?}");
        assert_eq!(Document::parse(Format::Toml, "a = 1\na = 2\n").unwrap_err().line, 2);
    }

    #[test]
    fn a_path_leads_through_names_positions_and_first_fields() {
        let source = "srv:\n- {nom: depot.lan, ip: 10.0.0.2}\n- {nom: prod, ip: 10.0.0.3}\na.b: 1\n";
        let found = |path| find(Format::Yaml, source, path);
        assert_eq!(found("srv.1.ip"), value("10.0.0.3"));
        assert_eq!(found("srv.depot.lan.ip"), value("10.0.0.2"));
        assert_eq!(found("srv.prod"), Found::Group);
        assert_eq!(found("srv.autre.ip"), Found::Missing);
        assert_eq!(found("a.b"), value("1"));
        let table = "serveur;taille\nprod;20 Go\nprod;30 Go\nweb;5 Go\n";
        assert_eq!(find(Format::Csv, table, "web.taille"), value("5 Go"));
        assert_eq!(find(Format::Csv, table, "prod.taille"), Found::Several);
        assert_eq!(find(Format::Ini, "; x\n[a]\nk = \"v\"\n", "a.k"), value("v"));
        assert_eq!(find(Format::KeyValue, "URL: http://a.test\r\n", "URL"), value("http://a.test"));
    }

    #[test]
    fn a_template_holds_no_values() {
        let source = "a: À COMPLÉTER\nb: '<à compléter>'\nc: '...'\nd: '  '\ne: '????'\nf: a completer (durée)\ng: '[TODO]'\n";
        for key in ["a", "b", "c", "e", "f", "g"] {
            assert_eq!(find(Format::Yaml, source, key), Found::Template, "{key}");
        }
        assert_eq!(find(Format::Yaml, source, "d"), Found::Missing);
        assert_eq!(find(Format::Csv, "nom,taille\nprod,\n", "prod.taille"), Found::Missing);
    }

    #[test]
    fn a_broken_document_says_where() {
        let broken = |format, source| Document::parse(format, source).unwrap_err();
        let yaml = broken(Format::Yaml, "a: 1\nb: [1, 2\nc: 3\n");
        assert!(yaml.line >= 2, "{yaml:?}");
        assert_eq!(broken(Format::Yaml, "a: 1\na: 2\n").line, 2);
        assert_eq!(broken(Format::Json, "{\n\"a\": }").line, 2);
        assert_eq!(broken(Format::Csv, "a,b\n1\n").line, 2);
        assert_eq!(broken(Format::KeyValue, "a=1\nhello\n").line, 2);
    }
}
