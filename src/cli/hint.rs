//! `paillasse hint`: the next hint of a check.

use crate::cli::Done;
use crate::cli::check::named;
use crate::cli::session::{OptionTarget, Session, last_run};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The check; those that have not passed are listed when none is named.
    check: Option<String>,
    #[command(flatten)]
    target: OptionTarget,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, _) = session.bench(&site, &args.target.into()).await?;
    let journal = session.journal()?;
    let name = &bench.plan.bench;
    let console = &session.console;
    let Some(id) = args.check else {
        let shown = journal.hints_shown(name)?;
        let passed: Vec<String> = last_run(&journal, name)?
            .map(|run| journal.run(run.id))
            .transpose()?
            .into_iter()
            .flat_map(|run| run.outcomes)
            .filter(|recorded| recorded.outcome.verdict.passed())
            .map(|recorded| recorded.outcome.id.to_string())
            .collect();
        for check in bench.lab.checks.iter().filter(|check| !passed.contains(&check.id.to_string())) {
            let seen = shown.get(&check.id).copied().unwrap_or(0);
            let count = text!("hint-count", shown = seen, all = check.hints.len()).to(console.lang);
            console.print(&format!("{:<32} {count:<8} {}", check.id, check.title));
        }
        return Ok(None);
    };
    let check = named(&bench, &id)?;
    console.print(&check.title);
    match journal.show_hint(name, &check.id, check.hints.len())? {
        Some(at) => {
            let number = text!("hint-number", number = at + 1, all = check.hints.len()).to(console.lang);
            console.print(&format!("{number} {}", check.hints[at]));
        }
        None => console.print(&text!("hint-none").to(console.lang)),
    }
    Ok(None)
}
