//! `paillasse reset`: returns a bench, or one of its nodes, to its start.

use std::collections::BTreeMap;

use crate::bench::Changes;
use crate::cli::session::{OptionTarget, Session};
use crate::cli::up::{announce, note};
use crate::cli::{Done, Failure, UsageError};
use crate::i18n::Text;
use crate::journal::BenchEvent;
use crate::text;

/// How many directories of changed files are shown per node.
const SHOWN: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only these nodes; all when none is named.
    nodes: Vec<String>,
    #[command(flatten)]
    target: OptionTarget,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let (file, student) = session.found(&site, &args.target.into()).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open(file, student).await?;
    for name in &args.nodes {
        bench.node(&nodes, name)?;
    }
    // A node that cannot be looked at may hold work too.
    let mut changed = site.changed(&nodes).await?;
    changed.retain(|node, _| args.nodes.is_empty() || args.nodes.contains(node));
    if !changed.is_empty() {
        show_changes(session, &bench.plan.bench, &changed);
        if !args.yes && !confirmed(session, &text!("reset-ask"))? {
            return Ok(None);
        }
    }
    let activity = session.console.activity();
    let bench = site.reset(bench, &nodes, &args.nodes, &|progress| activity.listen(progress)).await?;
    drop(activity);
    note(session, &bench, &BenchEvent::Reset);
    let left = site.injected(&bench.plan.bench).await?.into_iter().map(|injected| injected.id);
    let left: Vec<_> = left.collect();
    super::fault::note(session, |journal| journal.faults_left(&bench.plan.bench, &left));
    // A node that begins anew does not make anybody forget what was said.
    if args.nodes.is_empty() {
        super::fault::note(session, |journal| journal.end_interviews(&bench.plan.bench));
    }
    announce(session, &bench);
    Ok(None)
}

/// Says what would be lost: the changed files, by directory.
pub(super) fn show_changes(session: &Session, bench: &str, changed: &Changes) {
    let console = &session.console;
    console.note(&text!("lost-heading", bench = bench).to(console.lang));
    for (node, files) in changed {
        let Some(files) = files else {
            console.note(&format!("  {}", text!("lost-unseen", node = node).to(console.lang)));
            continue;
        };
        let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
        for file in files {
            *folders.entry(folder(file)).or_default() += 1;
        }
        let line = text!("lost-node", node = node, count = files.len());
        console.note(&format!("  {}", line.to(console.lang)));
        let mut folders: Vec<(&str, usize)> = folders.into_iter().collect();
        folders.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        for (folder, count) in folders.iter().take(SHOWN) {
            let line = text!("lost-folder", folder = *folder, count = *count);
            console.note(&format!("    {}", line.to(console.lang)));
        }
        if folders.len() > SHOWN {
            console
                .note(&format!("    {}", text!("lost-more", count = folders.len() - SHOWN).to(console.lang)));
        }
    }
}

/// The directory of a file, at most four levels deep.
fn folder(file: &str) -> &str {
    let end = file.rfind('/').unwrap_or(0);
    let deep = file.match_indices('/').nth(4).map_or(end, |(at, _)| at.min(end));
    if deep == 0 { "/" } else { &file[..deep] }
}

/// Asks, when there is a person to ask; refuses to destroy work when there is none.
///
/// # Errors
/// When nobody can answer.
pub(super) fn confirmed(session: &Session, question: &Text) -> Result<bool, Failure> {
    if session.console.can_ask() {
        return Ok(session.console.ask(question));
    }
    Err(UsageError { said: text!("nobody-to-ask"), hint: Some(text!("nobody-to-ask-hint")) }.into())
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn folders_are_shown_to_a_certain_depth() {
        assert_eq!(folder("/x"), "/");
        assert_eq!(folder("/etc/borg/phrase"), "/etc/borg");
        assert_eq!(folder("/a/b/c/d/e/f"), "/a/b/c/d");
    }
}
