//! Scripts of the solution and of the mutants.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::individual::Values;
use crate::load::lab::LabFile;
use crate::load::problem::{Problem, from_yaml};
use crate::located::{Located, Spot};
use crate::model::{Dialogue, Lab, Mutant, Script};
use crate::name::{CheckId, NodeName};
use crate::text;

/// `mutant.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MutantEntry {
    /// The mistake, in one sentence.
    title: String,
    /// The checks that must not pass.
    fails: Vec<Located<CheckId>>,
    /// The faults of the lab that come back after the solution, before the scripts.
    #[serde(default)]
    faults: Vec<Located<CheckId>>,
}

/// Reads `NN-<node>.sh` and `NN-<node>.sh.tera` directly under `prefix`, in order of name.
pub(super) fn scripts(
    file: &LabFile,
    prefix: &str,
    values: &Values,
    nodes: &[NodeName],
) -> Result<Vec<Script>, Vec<Problem>> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in file.folder().paths() {
        let Some(name) = path.strip_prefix(prefix).filter(|name| !name.contains('/')) else { continue };
        let Some(stem) = name.strip_suffix(".tera").unwrap_or(name).strip_suffix(".sh") else { continue };
        let node = stem.split_once('-').map(|(_, node)| node);
        let Some(on) = nodes.iter().find(|known| Some(known.as_str()) == node) else {
            let known = nodes.iter().map(NodeName::as_str).collect::<Vec<_>>().join(", ");
            problems.push(Problem::new(path, Spot::default(), text!("problem-script-name", known = known)));
            continue;
        };
        match file.rendered(path, values) {
            Ok(contents) => found.push(Script {
                name: name.to_owned(),
                on: on.clone(),
                contents: String::from_utf8_lossy(&contents.unwrap_or_default()).into_owned(),
            }),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Reads `NN-<persona>.dialogue.yaml` directly under `prefix` (`.tera` as for scripts), in
/// order of name: each a list of questions.
pub(super) fn dialogues(
    file: &LabFile,
    prefix: &str,
    values: &Values,
    lab: &Lab,
) -> Result<Vec<Dialogue>, Vec<Problem>> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in file.folder().paths() {
        let Some(name) = path.strip_prefix(prefix).filter(|name| !name.contains('/')) else { continue };
        let Some(stem) = name.strip_suffix(".tera").unwrap_or(name).strip_suffix(".dialogue.yaml") else {
            continue;
        };
        let Some(persona) = stem.split_once('-').and_then(|(_, persona)| lab.persona(persona)) else {
            let known = lab.personas.iter().map(|persona| persona.id.as_str()).collect::<Vec<_>>().join(", ");
            problems.push(Problem::new(path, Spot::default(), text!("problem-dialogue-name", known = known)));
            continue;
        };
        let source = match file.rendered(path, values) {
            Ok(source) => String::from_utf8_lossy(&source.unwrap_or_default()).into_owned(),
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        match serde_saphyr::from_str(&source) {
            Ok(questions) => {
                found.push(Dialogue { name: name.to_owned(), persona: persona.id.value.clone(), questions });
            }
            Err(error) => problems.push(from_yaml(path, &error)),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Reads the folders of `mutants/`, in order of name.
pub(super) fn mutants(file: &LabFile, values: &Values, lab: &Lab) -> Result<Vec<Mutant>, Vec<Problem>> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let nodes: Vec<NodeName> = lab.nodes.iter().map(|node| node.name.clone()).collect();
    let names: BTreeSet<&str> = file
        .folder()
        .paths()
        .filter_map(|path| path.strip_prefix("mutants/")?.split_once('/').map(|(name, _)| name))
        .collect();
    for name in names {
        let path = format!("mutants/{name}/mutant.yaml");
        let Some(source) = file.folder().text(&path) else {
            problems.push(Problem::new(&path, Spot::default(), text!("problem-no-mutant")));
            continue;
        };
        let entry: MutantEntry = match serde_saphyr::from_str(source) {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(from_yaml(&path, &error));
                continue;
            }
        };
        for id in &entry.fails {
            if lab.check(id.as_str()).is_none() {
                let known = lab.checks.iter().map(|check| check.id.as_str());
                let problem = Problem::new(&path, id.at, text!("problem-unknown-check", id = id.as_str()));
                problems.push(problem.did_you_mean(id.as_str(), known));
            }
        }
        for id in entry.faults.iter().filter(|id| lab.fault(id.as_str()).is_none()) {
            let known = lab.faults.iter().map(|fault| fault.id.as_str());
            let problem = Problem::new(&path, id.at, text!("problem-unknown-fault", id = id.as_str()));
            problems.push(problem.did_you_mean(id.as_str(), known));
        }
        let prefix = format!("mutants/{name}/");
        let dialogues = dialogues(file, &prefix, values, lab).unwrap_or_else(|more| {
            problems.extend(more);
            Vec::new()
        });
        match scripts(file, &prefix, values, &nodes) {
            Ok(scripts) if scripts.is_empty() && dialogues.is_empty() && entry.faults.is_empty() => {
                problems.push(Problem::new(&path, Spot::default(), text!("problem-idle-mutant")));
            }
            Ok(scripts) => found.push(Mutant {
                name: name.to_owned(),
                title: entry.title,
                fails: entry.fails.into_iter().map(|id| id.value).collect(),
                faults: entry.faults.into_iter().map(|id| id.value).collect(),
                scripts,
                dialogues,
            }),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}
