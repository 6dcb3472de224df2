//! A YAML file that is read as strictly as a lab, whatever it describes.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::load::problem::{Problem, from_yaml};
use crate::load::schema::mistakes;
use crate::load::tree::Tree;
use crate::located::Located;

/// What was made of a file.
pub(crate) struct Strict<T> {
    /// The typed data, when types allow it.
    pub value: Option<T>,
    /// What is written, with its places; nothing when it is no YAML.
    pub tree: Option<Located<Tree>>,
    /// All mistakes.
    pub problems: Vec<Problem>,
}

/// Reads a text as `T`, whose JSON Schema is `schema`. Nothing is left out in silence: where
/// there is no value, there is a problem.
pub(crate) fn strict<T: DeserializeOwned>(file: &str, text: &str, schema: &Value) -> Strict<T> {
    let tree: Located<Tree> = match serde_saphyr::from_str(text) {
        Ok(tree) => tree,
        Err(error) => return Strict { value: None, tree: None, problems: vec![from_yaml(file, &error)] },
    };
    let mut problems = mistakes(file, &tree, schema);
    let value = match serde_saphyr::from_str::<T>(text) {
        Ok(value) => Some(value),
        Err(error) => {
            if problems.is_empty() {
                problems.push(from_yaml(file, &error));
            }
            None
        }
    };
    Strict { value, tree: Some(tree), problems }
}
