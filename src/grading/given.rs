//! What a student was given, and what the student's work shows: the two sides that copying
//! is looked for in.

use std::collections::BTreeMap;

use crate::bench::Bench;
use crate::grade::Passage;
use crate::model::{Action, Contents, WorkFile};
use crate::name::CheckId;
use crate::runner::Evidence;

/// Returns every text that the student met without asking a neighbour: the lab with the
/// student's values, the statement, the addresses, the files put on the nodes.
pub fn given(bench: &Bench) -> Vec<String> {
    let folder = bench.file.folder();
    let rendered =
        folder.paths().filter(|path| !path.starts_with("solution/") && !path.starts_with("mutants/"));
    let mut texts: Vec<String> = rendered
        .filter_map(|path| {
            let source = folder.text(path)?;
            // What is no template renders as it stands.
            Some(bench.file.render(path, source, &bench.values).unwrap_or_else(|_| source.to_owned()))
        })
        .collect();
    texts.push(serde_json::Value::Object(bench.values.map().clone()).to_string());
    for step in &bench.plan.setup {
        match &step.action {
            Action::Files { files, .. } => {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                texts.extend(files.iter().flat_map(|file| [file.path.clone(), text(&file.contents)]));
            }
            Action::Command { run, .. } => texts.push(run.clone()),
            Action::Group { .. } | Action::User(_) => {}
        }
    }
    texts
}

/// Returns the texts of the student's work: what the machines answered, and the files.
pub fn passages(evidence: &BTreeMap<CheckId, Vec<Evidence>>, files: &[WorkFile]) -> Vec<Passage> {
    let answers = evidence.iter().flat_map(|(check, pieces)| {
        pieces.iter().flat_map(move |piece| {
            let texts = [&piece.output.stdout, &piece.output.stderr];
            texts.into_iter().filter(|text| !text.is_empty()).map(move |text| Passage {
                check: Some(check.clone()),
                place: check.to_string(),
                text: text.clone(),
            })
        })
    });
    let files = files.iter().filter_map(|file| match &file.contents {
        Contents::Bytes(bytes) => Some(Passage {
            check: None,
            place: format!("{}:{}", file.node, file.path),
            text: String::from_utf8_lossy(bytes).into_owned(),
        }),
        Contents::Link(_) | Contents::LeftOut(_) => None,
    });
    // Files first: that is where a reader wants to be sent.
    files.collect::<Vec<_>>().into_iter().chain(answers).collect()
}
