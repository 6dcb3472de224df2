//! `paillasse up`: makes a bench, or finishes and starts it.

use crate::bench::{Bench, lab_changed};
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure};
use crate::journal::BenchEvent;
use crate::model::bench_name;
use crate::provision;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lab.
    lab: String,
    /// Whose bench.
    #[arg(short, long)]
    student: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let (file, student) = session.wanted(&args.lab, args.student.as_deref())?;
    let site = session.site().await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let before = provision::nodes(&site.engine, &bench_name(file.activity(), student.id())).await?;
    let activity = session.console.activity();
    let bench = site.up(file, student, &|progress| activity.listen(progress)).await?;
    drop(activity);
    note(session, &bench, &BenchEvent::Up);
    if lab_changed(&bench, &before) {
        session.console.warn(&text!("up-lab-changed", bench = &bench.plan.bench));
    }
    announce(session, &bench);
    Ok(None)
}

/// Notes something in the journal. History that cannot be written stops nobody.
pub(super) fn note(session: &Session, bench: &Bench, event: &BenchEvent) {
    let noted =
        session.journal().and_then(|journal| Ok::<_, Failure>(journal.note_event(&bench.plan.bench, event)?));
    if let Err(Failure(error)) = noted {
        session.console.warn(&error.text());
    }
}

/// Shows where the nodes stand, and what to do next.
pub(super) fn announce(session: &Session, bench: &Bench) {
    let console = &session.console;
    let rows = bench.lab.nodes.iter().map(|node| {
        let addresses = bench.plan.addresses.nodes.get(node.name.as_str());
        let addresses = addresses.into_iter().flatten().map(|(network, at)| format!("{network} {at}"));
        let role = node.role.clone().unwrap_or_default();
        vec![node.name.to_string(), addresses.collect::<Vec<_>>().join("\n"), role]
    });
    let head = [text!("column-node"), text!("column-addresses"), text!("column-role")];
    console.print(&table(&head.map(|word| word.to(console.lang)), rows.collect(), console.width()));
    let first = bench.lab.nodes.first().map_or("", |node| node.name.as_str());
    console.say(&text!("up-next", bench = &bench.plan.bench, node = first));
}
