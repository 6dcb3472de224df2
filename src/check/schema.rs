//! Data against a JSON Schema.
//!
//! Rank 1, no kind. A schema refers to nothing outside itself: no file and no address is
//! read, whatever it says.

use boon::{Compiler, Schemas, UrlLoader};
use serde_json::Value;

use crate::i18n::Text;
use crate::text;

/// The most violations that are told.
const TOLD: usize = 10;

struct Nowhere;

impl UrlLoader for Nowhere {
    fn load(&self, url: &str) -> Result<Value, Box<dyn std::error::Error>> {
        Err(format!("a schema cannot refer to {url}").into())
    }
}

fn compiled(rules: &Value) -> Result<(Schemas, boon::SchemaIndex), String> {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.use_loader(Box::new(Nowhere));
    compiler.enable_format_assertions();
    let name = "lab:schema";
    compiler.add_resource(name, rules.clone()).map_err(|error| error.to_string())?;
    let index = compiler.compile(name, &mut schemas).map_err(|error| format!("{error:#}"))?;
    Ok((schemas, index))
}

/// Returns why a schema is none.
pub(super) fn problem(rules: &Value) -> Option<String> {
    compiled(rules).err()
}

/// Returns where data does not fit, as JSON pointers, and why.
///
/// # Errors
/// The schema is wrong: a mistake of the lab.
pub(super) fn violations(rules: &Value, json: bool, source: &str) -> Result<Vec<(String, String)>, Text> {
    let (schemas, index) = compiled(rules).map_err(|why| text!("problem-doc-schema", why = why))?;
    let data: Value = if json {
        serde_json::from_str(source).unwrap_or(Value::Null)
    } else {
        serde_saphyr::from_str(source).unwrap_or(Value::Null)
    };
    let Err(error) = schemas.validate(&data, index) else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    leaves(&error, &mut told);
    told.truncate(TOLD);
    Ok(told)
}

fn leaves(error: &boon::ValidationError<'_, '_>, told: &mut Vec<(String, String)>) {
    if error.causes.is_empty() {
        told.push((error.instance_location.to_string(), error.kind.to_string()));
    }
    for cause in &error.causes {
        leaves(cause, told);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{problem, violations};

    #[test]
    fn data_that_does_not_fit_is_placed() {
        let rules = json!({ "type": "array", "items": { "required": ["id"], "properties": { "id": { "type": "integer" } } } });
        let found = violations(&rules, false, "- id: 1\n- id: un\n- nom: x\n").unwrap();
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["/1/id", "/2"]);
        assert!(violations(&rules, true, "[{\"id\": 3}]").unwrap().is_empty());
    }

    #[test]
    fn a_schema_reads_nothing_else() {
        assert!(problem(&json!({ "type": "nothing" })).is_some());
        assert!(problem(&json!({ "$ref": "file:///etc/passwd" })).is_some());
        assert!(problem(&json!({ "$ref": "https://example.org/x" })).is_some());
        assert!(problem(&json!({ "$ref": "#/$defs/a", "$defs": { "a": { "type": "null" } } })).is_none());
    }
}
