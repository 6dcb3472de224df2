//! `paillasse class reset`: returns benches to their start.

use crate::bench::Site;
use crate::class::Pace;
use crate::cli::Done;
use crate::cli::class::Form;
use crate::cli::class::select::{Place, Selection};
use crate::cli::class::work::{Job, Stages, Work, Worked, staged};
use crate::cli::reset::confirmed;
use crate::cli::session::Session;
use crate::cli::up::note;
use crate::journal::BenchEvent;
use crate::load::LabFile;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// What is told meanwhile.
    #[arg(long = "format", value_enum, default_value_t)]
    events: Form,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let chosen = args.selection.standing(session, &site).await?;
    let file = chosen.file(session)?;
    if !args.yes && !confirmed(session, &text!("class-reset-ask", count = chosen.places.len()))? {
        return Ok(None);
    }
    let pace = Pace::making(site.engine.facts.processors, chosen.nodes());
    let work = Work::begin("reset", &chosen, args.events, session);
    let ended = work.on_each(pace, &Reset { session, site: &site, file: &file }).await;
    if args.events == Form::Text {
        let count = ended.results.iter().flatten().count();
        session.console.say(&text!("class-reset-done", count = count));
    }
    Ok(ended.failed)
}

struct Reset<'a> {
    session: &'a Session,
    site: &'a Site,
    file: &'a LabFile,
}

impl Job for Reset<'_> {
    type Done = ();

    async fn on(&self, place: &Place, stages: Stages<'_>) -> Worked<()> {
        let (session, site) = (self.session, self.site);
        let student = session.student(Some(&place.name))?;
        let _lock = session.lock(site, self.file.activity(), &student).await?;
        let (bench, nodes) = site.open(self.file.clone(), student).await?;
        let bench = site.reset(bench, &nodes, &[], &|progress| staged(progress, stages)).await?;
        note(session, &bench, &BenchEvent::Reset);
        let left = site.injected(&place.bench).await?.into_iter().map(|injected| injected.id);
        session.journal()?.end_interviews(&place.bench)?;
        session.journal()?.faults_left(&place.bench, &left.collect::<Vec<_>>())?;
        Ok(((), None))
    }
}
