//! `paillasse status`: the benches that the engine has.

use serde::Serialize;

use crate::bench::Standing;
use crate::cli::Done;
use crate::cli::session::{Session, last_run};
use crate::cli::table::table;
use crate::i18n::Text;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only benches whose name, lab or student is this.
    filter: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    standing: Standing,
    mark: Option<f64>,
    checked: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let mut standing = site.standing().await?;
    if let Some(filter) = &args.filter {
        standing.retain(|bench| [&bench.bench, &bench.lab, &bench.student].contains(&filter));
    }
    let journal = session.journal().ok();
    let mut lines = Vec::new();
    for standing in standing {
        let last = journal.as_ref().and_then(|journal| last_run(journal, &standing.bench).ok().flatten());
        let (mark, checked) = last.map_or((None, None), |run| {
            (run.score.and_then(|score| score.mark()), Some(run.started.to_string()))
        });
        lines.push(Line { standing, mark, checked });
    }
    let console = &session.console;
    if args.json {
        console.print(&format!("{:#}", serde_json::json!(lines)));
        return Ok(None);
    }
    if lines.is_empty() {
        console.say(&text!("status-none"));
        return Ok(None);
    }
    let head = ["column-bench", "column-lab", "column-student", "column-state", "column-mark"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let rows = lines.iter().map(|line| {
        let mark = line.mark.map_or_else(|| "–".to_owned(), |mark| format!("{mark}/20"));
        let standing = &line.standing;
        let state = state(standing).to(console.lang);
        vec![standing.bench.clone(), standing.lab.clone(), standing.student.clone(), state, mark]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    Ok(None)
}

/// Says how a bench stands.
pub(super) fn state(standing: &Standing) -> Text {
    match (standing.running(), standing.nodes.len()) {
        _ if standing.unfinished => text!("state-unfinished"),
        (0, 0) => text!("state-empty"),
        (0, _) => text!("state-stopped"),
        (running, all) if running == all => text!("state-running", count = all),
        (running, all) => text!("state-partly", running = running, all = all),
    }
}
