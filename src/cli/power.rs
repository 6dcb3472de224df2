//! What `paillasse stop` and `paillasse start` have in common.

use crate::cli::Done;
use crate::cli::session::{Session, Target};
use crate::cli::up::note;
use crate::journal::BenchEvent;
use crate::provider::docker::node::Found;
use crate::provision::{start_all, stop_all};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
}

/// Shuts the nodes of a bench down, or starts them.
pub(super) async fn power(args: Args, session: &Session, on: bool) -> Done {
    let site = session.site().await?;
    let (file, student) = session.found(&site, &args.target).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open(file, student).await?;
    let nodes: Vec<Found> = nodes.into_values().collect();
    let name = &bench.plan.bench;
    let activity = session.console.activity();
    let (event, done) = if on {
        activity.stage(&text!("doing-start", bench = name));
        start_all(&site.engine, &nodes).await?;
        (BenchEvent::Start, text!("start-done", bench = name))
    } else {
        activity.stage(&text!("doing-stop", bench = name));
        stop_all(&site.engine, &nodes).await?;
        (BenchEvent::Stop, text!("stop-done", bench = name))
    };
    drop(activity);
    note(session, &bench, &event);
    session.console.say(&done);
    Ok(None)
}
