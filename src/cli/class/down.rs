//! `paillasse class down`: removes the benches of a class.

use crate::bench::Site;
use crate::class::{Lesson, Pace};
use crate::cli::Done;
use crate::cli::class::Form;
use crate::cli::class::select::{Place, Selection};
use crate::cli::class::work::{Job, Stages, Work, Worked};
use crate::cli::reset::confirmed;
use crate::cli::session::Session;
use crate::journal::BenchEvent;
use crate::provision;
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
    if !args.yes && !confirmed(session, &text!("class-down-ask", count = chosen.places.len()))? {
        return Ok(None);
    }
    let pace = Pace::making(site.engine.facts.processors, chosen.nodes());
    let work = Work::begin("down", &chosen, args.events, session);
    let ended = work.on_each(pace, &Down { session, site: &site }).await;
    if let (true, None, Some(class)) = (chosen.whole, ended.failed, &chosen.class)
        && let Some(Ok(lab)) = chosen.places.first().map(|place| place.lab.parse())
    {
        Lesson::read(&session.state()?, &lab, class)?.forget(&session.state()?)?;
    }
    if args.events == Form::Text {
        let count = ended.results.iter().flatten().count();
        session.console.say(&text!("class-down-done", count = count));
    }
    Ok(ended.failed)
}

struct Down<'a> {
    session: &'a Session,
    site: &'a Site,
}

impl Job for Down<'_> {
    type Done = ();

    async fn on(&self, place: &Place, stages: Stages<'_>) -> Worked<()> {
        let _lock = self.session.lock_bench(&place.bench).await?;
        stages(&text!("doing-down", bench = &place.bench));
        provision::down(&self.site.engine, &place.bench).await?;
        let journal = self.session.journal()?;
        journal.note_event(&place.bench, &BenchEvent::Down)?;
        journal.faults_left(&place.bench, &[])?;
        journal.end_interviews(&place.bench)?;
        Ok(((), None))
    }
}
