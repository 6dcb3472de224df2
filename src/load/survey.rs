//! Every mistake of a definition that cannot be read as a whole.
//!
//! serde stops at the first value of a wrong type, and without typed data nothing can be
//! said of names that do not exist or of checks that wait for each other. So what the
//! typed pass trips over is left out, entry by entry, until the rest can be read; then the
//! rest is reviewed. What is left out stays known by name: nobody is told that a node does
//! not exist because its definition has a mistake.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::load::entry::{LabEntry, filled_schema};
use crate::load::folder::Folder;
use crate::load::problem::{Problem, from_yaml};
use crate::load::tree::Tree;
use crate::load::{schema, semantic};
use crate::located::{Located, Spot};
use crate::referentiel::Referentiel;

/// Returns the lab that a text defines, and every mistake in it. There may be a lab and
/// mistakes; there is never neither.
pub(super) fn survey(
    file: &str,
    text: &str,
    referentiel: &Referentiel,
    images: &[String],
    folder: &Folder,
) -> (Option<LabEntry>, Vec<Problem>) {
    let tree: Located<Tree> = match serde_saphyr::from_str(text) {
        Ok(tree) => tree,
        Err(error) => return (None, vec![from_yaml(file, &error)]),
    };
    let mut problems = schema::mistakes(file, &tree, &filled_schema());
    let review = |entry: &LabEntry| semantic::problems(file, entry, referentiel, images, folder);
    let Salvage { entry, lost, errors } = salvage::<LabEntry>(file, text, &tree);
    if lost.is_empty() && errors.is_empty() {
        problems.extend(entry.iter().flat_map(review));
        return (entry, problems);
    }
    for error in errors {
        // Whatever the schema found already is said better there.
        if !problems.iter().any(|problem| problem.at.line == error.at.line) {
            problems.push(error);
        }
    }
    if let Some(entry) = entry {
        let mut names = Names::of(&tree);
        names.activity &= !line_of(&tree, "activity").is_some_and(|line| lost.contains_key(&line));
        let items = items(&tree, last_line(text));
        // What is said of an item as a whole may be the fault of what was left out of it.
        let partial = |at: Spot| {
            let spoilt = |from, to| lost.range(from..=to).next().is_some();
            items.iter().any(|(start, from, to)| *start == at && spoilt(*from, *to))
        };
        let sound = |problem: &Problem| !partial(problem.at) && !names.excuse(problem);
        problems.extend(review(&entry).into_iter().filter(sound));
    }
    if let (true, Err(error)) = (problems.is_empty(), serde_saphyr::from_str::<LabEntry>(text)) {
        problems.push(from_yaml(file, &error));
    }
    (None, problems)
}

/// Like [`survey`], for a text whose templates have not been rendered: what is said of a
/// line that holds a template may not be true once it is filled in.
pub(super) fn survey_raw(file: &str, text: &str, folder: &Folder) -> Vec<Problem> {
    let images = crate::assets::images();
    let (_, mut problems) = survey(file, text, &Referentiel::embedded(), &images, folder);
    let lines: Vec<&str> = text.lines().collect();
    problems.retain(|problem| {
        let line = usize::try_from(problem.at.line).ok().and_then(|line| lines.get(line.checked_sub(1)?));
        !line.is_some_and(|line| line.contains("{{") || line.contains("{%"))
    });
    problems
}

/// The keys that a lab must have, each with what stands in for one that cannot be read.
const REQUIRED: [(&str, &str); 8] = [
    ("version", "version: 1"),
    ("activity", "activity: A1.1.1"),
    ("title", "title: x"),
    ("summary", "summary: x"),
    ("duration", "duration: 1min"),
    ("difficulty", "difficulty: 1"),
    ("nodes", "nodes: {}"),
    ("checks", "checks: []"),
];

/// What could be read.
struct Salvage<T> {
    /// What is left; nothing when that cannot be read either.
    entry: Option<T>,
    /// The lines that were left out, and what stands in for them.
    lost: BTreeMap<u64, String>,
    /// Why they were.
    errors: Vec<Problem>,
}

/// Lines that can be left out together: an entry of a map or an item of a list, and all
/// that is in it.
#[derive(Clone, Debug)]
struct Block {
    from: u64,
    to: u64,
    /// What stands in for it.
    instead: String,
}

/// Leaves out what cannot be read, the smallest blocks first, until the rest can be.
fn salvage<T: DeserializeOwned>(file: &str, text: &str, tree: &Located<Tree>) -> Salvage<T> {
    let mut salvage = Salvage { entry: None, lost: BTreeMap::new(), errors: Vec::new() };
    let mut blocks = Vec::new();
    collect(tree, last_line(text), 0, &mut blocks);
    stand_in(text, tree, &mut blocks);
    let text = completed(text, tree);
    blocks.sort_by_key(|block| block.to - block.from);
    loop {
        let error = match serde_saphyr::from_str::<T>(&without(&text, &salvage.lost)) {
            Ok(entry) => return Salvage { entry: Some(entry), ..salvage },
            Err(error) => error,
        };
        let problem = from_yaml(file, &error);
        // What is missing may have been left out just before, and so may what made a map of
        // an entry; the schema says what is not there at all.
        let missing = matches!(error.without_snippet(), serde_saphyr::Error::SerdeMissingField { .. });
        let block = blocks.iter().find(|block| (block.from..=block.to).contains(&problem.at.line));
        let spoilt = block.is_some_and(|block| salvage.lost.range(block.from..=block.to).next().is_some());
        if !missing && !spoilt {
            salvage.errors.push(problem.clone());
        }
        let next = blocks.iter().find_map(|block| {
            let lines = block.from..=block.to;
            if !lines.contains(&problem.at.line) {
                return None;
            }
            let mut more = salvage.lost.clone();
            more.extend(lines.map(|line| (line, String::new())));
            more.insert(block.from, block.instead.clone());
            // Leaving lines out must not spoil the YAML around them.
            let sound = || serde_saphyr::from_str::<Located<Tree>>(&without(&text, &more)).is_ok();
            (more != salvage.lost && sound()).then_some(more)
        });
        match next {
            Some(more) => salvage.lost = more,
            None => return salvage,
        }
    }
}

/// Adds the keys that a lab must have and that are not there; the schema says so.
fn completed(text: &str, tree: &Located<Tree>) -> String {
    let missing = REQUIRED.iter().filter(|(key, _)| tree.value.get(key).is_none());
    let added = missing.fold(text.trim_end().to_owned(), |text, (_, instead)| format!("{text}\n{instead}"));
    match serde_saphyr::from_str::<Located<Tree>>(&added) {
        Ok(_) => added,
        // The whole may be written between braces.
        Err(_) => text.to_owned(),
    }
}

/// Gives what cannot be missing something to stand in for it: the keys of the lab, and the
/// name of a check, which usually shares its line with the dash.
fn stand_in(text: &str, tree: &Located<Tree>, blocks: &mut Vec<Block>) {
    let Tree::Map(entries) = &tree.value else { return };
    for (key, _) in entries {
        let known = REQUIRED.iter().find(|(name, _)| *name == key.value);
        let block = blocks.iter_mut().find(|block| block.from == key.at.line);
        if let (Some((_, instead)), Some(block)) = (known, block) {
            block.instead = (*instead).to_owned();
        }
    }
    let Some(Tree::Sequence(checks)) = tree.value.get("checks") else { return };
    for check in checks {
        let from = check.at.line;
        let line = usize::try_from(from).ok().and_then(|line| text.lines().nth(line.checked_sub(1)?));
        if let Some((before, _)) = line.and_then(|line| line.split_once("- id:"))
            && before.trim().is_empty()
        {
            blocks.push(Block { from, to: from, instead: format!("{before}- id: unread-{from}") });
        }
    }
}

fn last_line(text: &str) -> u64 {
    text.lines().count() as u64
}

fn without(text: &str, lost: &BTreeMap<u64, String>) -> String {
    let lines = (1..).zip(text.lines()).map(|(number, line)| lost.get(&number).map_or(line, String::as_str));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Collects the blocks under `tree`, whose own lines end at `end`; `dash` is the line of
/// the dash before it, if it is an item.
fn collect(tree: &Located<Tree>, end: u64, dash: u64, into: &mut Vec<Block>) {
    let starts: Vec<u64> = children(&tree.value).map(|(line, _)| line).collect();
    for (position, (line, child)) in children(&tree.value).enumerate() {
        let next = starts.get(position + 1).copied();
        let to = next.map_or(end, |next| next.saturating_sub(1));
        let alone = to >= line && line != dash && (position == 0 || starts[position - 1] != line);
        if alone {
            into.push(Block { from: line, to, instead: String::new() });
        }
        let item = matches!(tree.value, Tree::Sequence(_));
        collect(child, to.max(line), if item { line } else { 0 }, into);
    }
}

/// The entries of a map or the items of a list, each with its first line.
fn children(tree: &Tree) -> Box<dyn Iterator<Item = (u64, &Located<Tree>)> + '_> {
    match tree {
        Tree::Map(entries) => Box::new(entries.iter().map(|(key, value)| (key.at.line, value))),
        Tree::Sequence(items) => Box::new(items.iter().map(|item| (item.at.line, item))),
        _ => Box::new(std::iter::empty()),
    }
}

/// The steps and the checks: where each begins, and its lines.
fn items(tree: &Located<Tree>, end: u64) -> Vec<(Spot, u64, u64)> {
    let Tree::Map(entries) = &tree.value else { return Vec::new() };
    let mut found = Vec::new();
    for (position, (_, value)) in entries.iter().enumerate() {
        let end = entries.get(position + 1).map_or(end, |(next, _)| next.at.line.saturating_sub(1));
        let Tree::Sequence(items) = &value.value else { continue };
        for (position, item) in items.iter().enumerate() {
            let to = items.get(position + 1).map_or(end, |next| next.at.line.saturating_sub(1));
            found.push((item.at, item.at.line, to));
        }
    }
    found
}

fn line_of(tree: &Located<Tree>, key: &str) -> Option<u64> {
    let Tree::Map(entries) = &tree.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.at.line)
}

/// What is defined somewhere, readable or not.
struct Names {
    all: BTreeSet<String>,
    /// Whether the activity is the one that was written.
    activity: bool,
}

impl Names {
    fn of(tree: &Located<Tree>) -> Self {
        let mut names = BTreeSet::new();
        for key in ["nodes", "networks", "parameters"] {
            if let Some(Tree::Map(entries)) = tree.value.get(key) {
                names.extend(entries.iter().map(|(name, _)| name.value.clone()));
            }
        }
        if let Some(Tree::Sequence(faults)) = tree.value.get("faults") {
            let ids = faults.iter().filter_map(|fault| fault.value.get("id").and_then(Tree::text));
            names.extend(ids.map(str::to_owned));
        }
        if let Some(Tree::Sequence(checks)) = tree.value.get("checks") {
            for check in checks {
                names.extend(check.value.get("id").and_then(Tree::text).map(str::to_owned));
                if let Some(Tree::Sequence(codes)) = check.value.get("competences") {
                    names.extend(codes.iter().filter_map(|code| code.value.text()).map(str::to_owned));
                }
            }
        }
        Self { activity: tree.value.get("activity").is_some(), all: names }
    }

    /// Whether a mistake is only that something which exists was left out.
    fn excuse(&self, problem: &Problem) -> bool {
        let absent = [
            ("problem-unknown-node", "node"),
            ("problem-unknown-network", "network"),
            ("problem-unknown-check", "id"),
            ("problem-unknown-fault", "id"),
            ("problem-not-dataset", "name"),
            ("problem-uncovered", "code"),
        ];
        let named = absent.iter().find(|(id, _)| *id == problem.message.id());
        let named = named.and_then(|(_, argument)| problem.message.words(argument));
        let id = problem.message.id();
        let other = ["problem-uncovered", "problem-unknown-competence", "problem-unknown-activity"];
        id == "problem-no-node"
            || (!self.activity && other.contains(&id))
            || named.is_some_and(|name| self.all.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::survey;
    use crate::load::folder::Folder;
    use crate::referentiel::Referentiel;

    fn found(text: &str) -> Vec<(u64, String)> {
        let folder = Folder::new("lab", BTreeMap::new());
        let images = ["base".to_owned()];
        let (entry, problems) = survey("lab.yaml", text, &Referentiel::embedded(), &images, &folder);
        assert!(entry.is_some() || !problems.is_empty());
        let mut found: Vec<(u64, String)> =
            problems.iter().map(|problem| (problem.at.line, problem.message.id().to_owned())).collect();
        found.sort();
        found
    }

    const HEAD: &str = "version: 1\nactivity: A4.1.4\ntitle: x\nsummary: x\nduration: 5min\ndifficulty: 1\n";

    #[test]
    fn a_wrong_type_hides_no_other_mistake() {
        let text = format!(
            "{HEAD}nodes:\n  a: {{ image: base, memory: lots }}\n  b:\n    image: base\n    pids: many\n\
             checks:\n  - id: one\n    title: x\n    competences: [C4.1.4.1]\n    on: a\n    points: 0\n\
             \x20   file: {{ path: /x }}\n  - id: two\n    title: x\n    competences: [C4.1.4.9]\n\
             \x20   on: c\n    points: some\n    file: {{ path: /x }}\n"
        );
        let expected = [
            (8, "problem-size"),
            (11, "problem-type"),
            (17, "problem-points"),
            (21, "problem-unknown-competence"),
            (22, "problem-unknown-node"),
            (23, "problem-type"),
        ];
        assert_eq!(found(&text), expected.map(|(line, id)| (line, id.to_owned())));
    }

    #[test]
    fn what_was_left_out_is_not_missed() {
        // The check's only kind and the node's only image cannot be read: that is all.
        let text = format!(
            "{HEAD}nodes:\n  a:\n    image: [base]\nchecks:\n  - id: one\n    title: x\n\
             \x20   competences: [C4.1.4.1]\n    on: a\n    file:\n      path: [/x]\n"
        );
        let expected = [(9, "problem-type"), (16, "problem-type")];
        assert_eq!(found(&text), expected.map(|(line, id)| (line, id.to_owned())));
    }

    #[test]
    fn what_is_not_yaml_is_one_mistake() {
        assert_eq!(found("a: [\n"), [(1, "problem-yaml".to_owned())]);
    }
}
