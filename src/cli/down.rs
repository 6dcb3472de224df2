//! `paillasse down`: removes all that a bench is.

use crate::cli::reset::{confirmed, show_changes};
use crate::cli::session::{Session, Target};
use crate::cli::{Done, Failure};
use crate::journal::BenchEvent;
use crate::provision;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// All benches of the engine.
    #[arg(long, conflicts_with_all = ["lab", "student"])]
    all: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let benches: Vec<String> = if args.all {
        site.standing().await?.into_iter().map(|standing| standing.bench).collect()
    } else {
        vec![named(session, &site, &args.target).await?]
    };
    let mut work = Vec::new();
    for bench in &benches {
        let changed = site.changed(&provision::nodes(&site.engine, bench).await?).await?;
        if !changed.is_empty() {
            work.push((bench.clone(), changed));
        }
    }
    if !args.yes && !work.is_empty() {
        for (bench, changed) in &work {
            show_changes(session, bench, changed);
        }
        if !confirmed(session, &text!("down-ask"))? {
            return Ok(None);
        }
    }
    let activity = session.console.activity();
    for bench in &benches {
        activity.stage(&text!("doing-down", bench = bench));
        let _lock = session.lock_bench(bench).await?;
        let there = provision::down(&site.engine, bench).await?;
        if let Ok(journal) = session.journal() {
            journal.note_event(bench, &BenchEvent::Down)?;
            journal.faults_left(bench, &[])?;
            journal.end_interviews(bench)?;
        }
        let done =
            if there { text!("down-done", bench = bench) } else { text!("down-nothing", bench = bench) };
        if !session.console.quiet {
            activity.line(&done.to(session.console.lang));
        }
    }
    Ok(None)
}

/// Returns the bench that is meant. Unlike other verbs, this one needs no lab that can
/// still be read: whatever carries the label can be removed.
async fn named(session: &Session, site: &crate::bench::Site, target: &Target) -> Result<String, Failure> {
    let standing = site.standing().await?;
    if let Some(bench) = standing.iter().find(|bench| target.lab.as_deref() == Some(&bench.bench)) {
        return Ok(bench.bench.clone());
    }
    if let ([only], None, None) = (standing.as_slice(), &target.lab, target.named()) {
        return Ok(only.bench.clone());
    }
    let (file, student) = session.found(site, target).await?;
    Ok(crate::model::bench_name(file.activity(), student.id()))
}
