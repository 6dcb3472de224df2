//! JSON: values at a path (RFC 9535), keys.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::check::matcher::{Matcher, Observed};
use crate::i18n::Text;

/// A JSONPath query.
#[derive(Clone, Debug)]
pub(super) struct Path(JsonPath);

impl Path {
    pub(super) fn written(&self) -> String {
        self.0.to_string()
    }

    /// Whether it can lead to one value only. What stands between quotes is a name.
    fn singular(&self) -> bool {
        let written = self.written();
        let outside: String = written.split(['\'', '"']).step_by(2).collect();
        !outside.contains(['*', '?', ',', ':']) && !outside.contains("..")
    }

    /// Returns what is found; nothing where a path that leads to one value leads nowhere.
    fn look(&self, value: &Value) -> Option<Observed> {
        let found = self.0.query(value).all();
        match found[..] {
            [] if self.singular() => None,
            [one] if self.singular() => Some(match one {
                Value::Array(items) => Observed::list(items.iter().map(show)),
                other => Observed::Text(show(other)),
            }),
            ref several => Some(Observed::list(several.iter().map(|one| show(one)))),
        }
    }
}

/// A text without its quotes, everything else as JSON.
fn show(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Reads the paths of a condition.
///
/// # Errors
/// Which path is none, and why.
pub(super) fn read(written: BTreeMap<String, Matcher>) -> Result<Vec<(Path, Matcher)>, String> {
    let paths = written.into_iter().map(|(path, matcher)| match JsonPath::parse(&path) {
        Ok(path) => Ok((Path(path), matcher)),
        Err(error) => {
            Err(format!("`{path}` is not a JSON path ({error}): write for example $.servers[0].name"))
        }
    });
    paths.collect()
}

/// Whether `text` is JSON and everything found in it is as expected. Where a path leads
/// nowhere, nothing is met, not even a negation: that is not the value null.
///
/// # Errors
/// A comparison that makes no sense.
pub(super) fn accepts(paths: &[(Path, Matcher)], text: &str) -> Result<bool, Text> {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Ok(false) };
    for (path, matcher) in paths {
        let Some(seen) = path.look(&value) else { return Ok(false) };
        if !matcher.accepts(&seen)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `text` is a JSON object with all these keys.
pub(super) fn has_keys(names: &[String], text: &str) -> bool {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(entries)) => names.iter().all(|name| entries.contains_key(name)),
        _ => false,
    }
}
