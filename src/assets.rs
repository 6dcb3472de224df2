//! The files that travel inside the program: labs and the recipes of images.
//!
//! In a debug build they are read from the source tree, so that a lab can be edited
//! without building again.
//!
//! Rank 0.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "labs"]
#[exclude = "*.schema.json"]
struct Labs;

#[derive(RustEmbed)]
#[folder = "templates/images"]
struct Images;

/// Files by their path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the names of the folders of labs.
pub fn labs() -> Vec<String> {
    folders(Labs::iter())
}

/// Returns the files of one lab.
pub fn lab(name: &str) -> Files {
    under::<Labs>(name)
}

/// Returns the names of the images, in order of name.
pub fn images() -> Vec<String> {
    folders(Images::iter())
}

/// Returns the files of the recipe of one image.
pub fn image(name: &str) -> Files {
    under::<Images>(name)
}

fn folders(paths: impl Iterator<Item = std::borrow::Cow<'static, str>>) -> Vec<String> {
    let mut names: Vec<String> =
        paths.filter_map(|path| path.split_once('/').map(|(name, _)| name.to_owned())).collect();
    names.sort();
    names.dedup();
    names
}

fn under<E: RustEmbed>(folder: &str) -> Files {
    let prefix = format!("{folder}/");
    E::iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&prefix)?.to_owned();
            Some((name, E::get(&path)?.data.into_owned()))
        })
        .collect()
}
