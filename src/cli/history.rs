//! `paillasse history`: the runs that the journal remembers.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::cli::Done;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::write::save;
use crate::i18n::Text;
use crate::journal::{RunFilter, RunId, RunState, RunSummary};
use crate::report::terminal::Stream;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Shows the verdicts of this run.
    run: Option<RunId>,
    /// Only this bench.
    #[arg(long)]
    bench: Option<String>,
    /// At most this many, the latest.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Writes this run with its evidence, signed, to a file.
    #[arg(long, value_name = "FILE", requires = "run", conflicts_with = "json")]
    save: Option<PathBuf>,
    /// As JSON, with the evidence.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let journal = session.journal()?;
    let console = &session.console;
    if let (Some(id), Some(path)) = (args.run, &args.save) {
        save(id, path, session)?;
        return Ok(None);
    }
    if let Some(id) = args.run {
        let run = journal.run(id)?;
        if args.json {
            console.print(&format!("{:#}", serde_json::json!(run)));
            return Ok(None);
        }
        let outcomes = || run.outcomes.iter().map(|recorded| &recorded.outcome);
        let stream = Stream::new(
            console.view(),
            outcomes().map(|outcome| (&outcome.id, outcome.points, outcome.partial)),
        );
        for outcome in outcomes() {
            console.print(&stream.verdict(outcome));
        }
        return Ok(None);
    }
    let filter = RunFilter { bench: args.bench, limit: Some(args.limit), ..RunFilter::default() };
    let runs = journal.runs(&filter)?;
    if args.json {
        console.print(&format!("{:#}", serde_json::json!(runs)));
        return Ok(None);
    }
    if runs.is_empty() {
        console.say(&text!("history-none"));
        return Ok(None);
    }
    let head = ["column-run", "column-when", "column-bench", "column-level", "column-mark"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let rows = runs.iter().map(|run| {
        let level = if run.level == crate::check::Level::Full { "full" } else { "quick" };
        let when = run.started.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        vec![run.id.to_string(), when, run.bench.clone(), level.to_owned(), outcome(run).to(console.lang)]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    Ok(None)
}

fn outcome(run: &RunSummary) -> Text {
    match (run.state, run.score.and_then(|score| score.mark())) {
        (RunState::Running, _) => text!("history-running"),
        (RunState::Interrupted, _) => text!("history-interrupted"),
        (RunState::Ended, Some(mark)) => Text::verbatim(format!("{mark}/20")),
        (RunState::Ended, None) => Text::verbatim("–"),
    }
}
