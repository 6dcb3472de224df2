//! `paillasse class stop` and `start`: benches are found by their labels alone.

use crate::bench::Site;
use crate::class::Pace;
use crate::cli::Done;
use crate::cli::class::Form;
use crate::cli::class::select::{Place, Selection};
use crate::cli::class::work::{Job, Stages, Work, Worked};
use crate::cli::session::Session;
use crate::journal::BenchEvent;
use crate::provider::docker::node::Found;
use crate::provision;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// What is told meanwhile.
    #[arg(long = "format", value_enum, default_value_t)]
    events: Form,
}

pub(super) async fn run(args: Args, session: &Session, on: bool) -> Done {
    let site = session.site().await?;
    let chosen = args.selection.standing(session, &site).await?;
    let pace = Pace::making(site.engine.facts.processors, chosen.nodes());
    let verb = if on { "start" } else { "stop" };
    let work = Work::begin(verb, &chosen, args.events, session);
    let ended = work.on_each(pace, &Power { session, site: &site, on }).await;
    if args.events == Form::Text {
        let count = ended.results.iter().flatten().count();
        session.console.say(&match on {
            true => text!("class-start-done", count = count),
            false => text!("class-stop-done", count = count),
        });
    }
    Ok(ended.failed)
}

struct Power<'a> {
    session: &'a Session,
    site: &'a Site,
    on: bool,
}

impl Job for Power<'_> {
    type Done = ();

    async fn on(&self, place: &Place, stages: Stages<'_>) -> Worked<()> {
        let (engine, bench) = (&self.site.engine, &place.bench);
        let _lock = self.session.lock_bench(bench).await?;
        provision::recover(engine, bench).await?;
        let nodes: Vec<Found> = provision::nodes(engine, bench).await?.into_values().collect();
        let event = if self.on {
            stages(&text!("doing-start", bench = bench));
            provision::start_all(engine, &nodes).await?;
            BenchEvent::Start
        } else {
            stages(&text!("doing-stop", bench = bench));
            provision::stop_all(engine, &nodes).await?;
            BenchEvent::Stop
        };
        self.session.journal()?.note_event(bench, &event)?;
        Ok(((), None))
    }
}
