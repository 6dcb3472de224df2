//! Compares a tree with the JSON Schema of its type and tells every difference.
//!
//! serde stops at the first mistake; a teacher who writes a lab wants them all. The
//! schema is the one generated from the same types, so nothing is said twice. Only the
//! keywords that schemars writes for our types are known here; what they cannot express
//! is left to the typed pass.

use std::str::FromStr;

use serde_json::Value;

use crate::i18n::Text;
use crate::load::problem::Problem;
use crate::load::tree::{Scalar, Tree};
use crate::located::{Located, Spot};
use crate::name::{
    ActivityCode, CheckId, CompetenceCode, DeviceName, ImageName, NameError, NetworkName, NodeName,
    ParameterName,
};
use crate::quantity::{Size, Span};
use crate::text;

/// Returns every difference between `tree` and `schema`.
pub(super) fn mistakes(file: &str, tree: &Located<Tree>, schema: &Value) -> Vec<Problem> {
    let mut walk = Walk { file, root: schema, problems: Vec::new() };
    walk.value(tree, schema);
    walk.problems
}

struct Walk<'a> {
    file: &'a str,
    root: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    fn report(&mut self, at: Spot, message: Text) {
        self.problems.push(Problem::new(self.file, at, message));
    }

    /// Follows `$ref`s into `$defs`.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        while let Some(pointer) = schema["$ref"].as_str().and_then(|r| r.strip_prefix('#')) {
            match self.root.pointer(pointer) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    fn value(&mut self, tree: &Located<Tree>, schema: &'a Value) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
            self.choice(tree, choices);
            return;
        }
        if !self.has_type(tree, schema) {
            let expected = expected(types(schema));
            self.report(tree.at, text!("problem-type", expected = expected, found = found(tree)));
            return;
        }
        match &tree.value {
            Tree::Map(entries) => self.map(tree.at, entries, schema),
            Tree::Sequence(items) => {
                if schema["items"].is_object() {
                    for item in items {
                        self.value(item, &schema["items"]);
                    }
                }
            }
            Tree::Scalar(text, _) => self.scalar(tree.at, text, schema),
            Tree::Null => {}
        }
    }

    fn has_type(&self, tree: &Located<Tree>, schema: &Value) -> bool {
        let types = types(schema);
        types.is_empty()
            || types.iter().any(|expected| match (&tree.value, *expected) {
                (Tree::Null, "null") | (Tree::Map(_), "object") | (Tree::Sequence(_), "array") => true,
                // A quoted number comes out of a template: `port: "{{ port }}"`.
                (Tree::Scalar(text, _), "integer") => text.parse::<i64>().is_ok(),
                (Tree::Scalar(text, _), "number") => text.parse::<f64>().is_ok(),
                (Tree::Scalar(text, _), "boolean") => ["true", "false"].contains(&text.as_str()),
                (Tree::Scalar(..), "string") => true,
                _ => false,
            })
    }

    fn scalar(&mut self, at: Spot, text: &str, schema: &Value) {
        if let Some(message) = badly_formed(text, schema["format"].as_str().unwrap_or_default()) {
            self.report(at, message);
            return;
        }
        let bound =
            |name: &str| schema[name].as_i64().unwrap_or(if name == "minimum" { i64::MIN } else { i64::MAX });
        let (low, high) = (bound("minimum"), bound("maximum"));
        if let Ok(number) = text.parse::<i64>()
            && types(schema).contains(&"integer")
            && !(low..=high).contains(&number)
        {
            self.report(at, text!("problem-range", given = number, low = low, high = high));
        }
        let known: Vec<&str> = match (&schema["enum"], &schema["const"]) {
            (Value::Array(values), _) => values.iter().filter_map(Value::as_str).collect(),
            (_, Value::String(value)) => vec![value],
            _ => return,
        };
        if !known.is_empty() && !known.contains(&text) {
            let message = text!("problem-not-one-of", given = text, known = known.join(", "));
            self.problems.push(Problem::new(self.file, at, message).did_you_mean(text, known));
        }
    }

    fn map(&mut self, at: Spot, entries: &[(Located<String>, Located<Tree>)], schema: &'a Value) {
        let properties = schema["properties"].as_object();
        let names = schema["propertyNames"]["format"].as_str().unwrap_or_default();
        for (key, value) in entries {
            if let Some(message) = badly_formed(&key.value, names) {
                self.report(key.at, message);
            }
            match properties.and_then(|known| known.get(&key.value)) {
                Some(property) => self.value(value, property),
                None if schema["additionalProperties"].is_object() => {
                    self.value(value, &schema["additionalProperties"]);
                }
                None if schema["additionalProperties"] == Value::Bool(false) => {
                    let known: Vec<&str> =
                        properties.map(|p| p.keys().map(String::as_str).collect()).unwrap_or_default();
                    let message = text!("problem-unknown-key", key = &key.value, known = known.join(", "));
                    let problem = Problem::new(self.file, key.at, message);
                    self.problems.push(problem.did_you_mean(&key.value, known));
                }
                None => {}
            }
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !entries.iter().any(|(key, _)| key.value == required) {
                self.report(at, text!("problem-missing-key", key = required));
            }
        }
    }

    /// Returns the shapes that one of several shapes stands for: itself, or its own when it
    /// is a choice too, as an optional choice is.
    fn alternatives(&self, choice: &'a Value) -> Vec<&'a Value> {
        let choice = self.resolve(choice);
        match choice["oneOf"].as_array().or_else(|| choice["anyOf"].as_array()) {
            Some(choices) => choices.iter().flat_map(|choice| self.alternatives(choice)).collect(),
            None => vec![choice],
        }
    }

    /// One of several shapes: an optional value, a list of words, or a map whose only key
    /// tells which shape it is.
    fn choice(&mut self, tree: &Located<Tree>, choices: &'a [Value]) {
        let choices: Vec<&Value> = choices.iter().flat_map(|choice| self.alternatives(choice)).collect();
        if let Tree::Map(entries) = &tree.value {
            let tag = |choice: &Value| {
                choice["required"]
                    .as_array()
                    .and_then(|r| r.first())
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            };
            let named = choices.iter().find(|choice| {
                tag(choice).is_some_and(|tag| entries.iter().any(|(key, _)| key.value == tag))
            });
            if let Some(choice) = named {
                self.value(tree, choice);
                return;
            }
            let maps: Vec<&&Value> = choices.iter().filter(|c| types(c).contains(&"object")).collect();
            if let [only] = maps[..] {
                self.value(tree, only);
                return;
            }
            let tags: Vec<String> = choices.iter().filter_map(|choice| tag(choice)).collect();
            let (given, at) = entries.first().map_or(("", tree.at), |(key, _)| (key.value.as_str(), key.at));
            let message = text!("problem-unknown-key", key = given, known = tags.join(", "));
            let problem = Problem::new(self.file, at, message);
            self.problems.push(problem.did_you_mean(given, tags.iter().map(String::as_str)));
            return;
        }
        let fitting: Vec<&&Value> = choices.iter().filter(|choice| self.has_type(tree, choice)).collect();
        match (&tree.value, fitting.as_slice()) {
            (_, []) => {
                let expected = expected(choices.iter().flat_map(|choice| types(choice)).collect());
                self.report(tree.at, text!("problem-type", expected = expected, found = found(tree)));
            }
            (_, [only]) => self.value(tree, only),
            (Tree::Scalar(text, _), several) => {
                let words: Vec<&str> = several.iter().flat_map(|choice| words(choice)).collect();
                if !words.is_empty() && !words.contains(&text.as_str()) {
                    let message = text!("problem-not-one-of", given = text, known = words.join(", "));
                    self.problems.push(Problem::new(self.file, tree.at, message).did_you_mean(text, words));
                }
            }
            _ => {}
        }
    }
}

/// Returns what is wrong with a text that follows a rule of its own. The formats are those
/// that the types write into their schema.
fn badly_formed(text: &str, format: &str) -> Option<Text> {
    fn name<T: FromStr<Err = NameError>>(text: &str) -> Option<Text> {
        text.parse::<T>().err().map(|NameError(message)| message)
    }
    match format {
        "name-node" => name::<NodeName>(text),
        "name-device" => name::<DeviceName>(text),
        "name-network" => name::<NetworkName>(text),
        "name-check" => name::<CheckId>(text),
        "name-parameter" => name::<ParameterName>(text),
        "name-activity" => name::<ActivityCode>(text),
        "name-competence" => name::<CompetenceCode>(text),
        "name-image" => name::<ImageName>(text),
        "duration-unit" => {
            Span::try_from(text.to_owned()).err().map(|_| text!("problem-duration", given = text))
        }
        "size-unit" => Size::try_from(text.to_owned()).err().map(|_| text!("problem-size", given = text)),
        _ => None,
    }
}

/// The words that a schema allows: an `enum`, or a single `const`.
fn words(schema: &Value) -> Vec<&str> {
    match (&schema["enum"], schema["const"].as_str()) {
        (Value::Array(values), _) => values.iter().filter_map(Value::as_str).collect(),
        (_, Some(word)) => vec![word],
        _ => Vec::new(),
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The types that someone may write; that an optional value may be null helps nobody.
fn expected(mut types: Vec<&str>) -> String {
    types.retain(|expected| *expected != "null");
    types.dedup();
    types.join(", ")
}

fn found(tree: &Located<Tree>) -> Text {
    match &tree.value {
        Tree::Null => text!("found-nothing"),
        Tree::Map(_) => text!("found-map"),
        Tree::Sequence(_) => text!("found-list"),
        Tree::Scalar(text, Scalar::Text) => text!("found-text", given = text),
        Tree::Scalar(text, _) => Text::verbatim(text),
    }
}
