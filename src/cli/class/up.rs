//! `paillasse class up`: makes the benches of a class, or finishes and starts them.

use crate::bench::{Bench, Images, Site};
use crate::class::{ClassPlan, Event, Lesson, Need, Pace, Planned, plan};
use crate::cli::class::Form;
use crate::cli::class::select::{Place, Selection};
use crate::cli::class::work::{Job, Stages, Work, Worked, staged};
use crate::cli::incident::moment;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::up::note;
use crate::cli::{Done, doctor};
use crate::error::Explain;
use crate::i18n::Text;
use crate::journal::BenchEvent;
use crate::load::LabFile;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// When the lesson ends.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Shows what would be made, and makes nothing.
    #[arg(long)]
    dry_run: bool,
    /// What is told meanwhile.
    #[arg(long = "format", value_enum, default_value_t)]
    events: Form,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let until = args.until.as_deref().map(moment).transpose()?;
    let (file, chosen) = args.selection.of_roster(session)?;
    let mut site = session.site().await?;
    site.class = chosen.class.clone();
    // Mistakes of the lab come out before anything is made.
    let someone = session.student(chosen.places.first().map(|place| place.name.as_str()))?;
    let draft = Bench::new(file.clone(), someone, file.specimen_addresses())?;
    let students: Vec<String> = chosen.places.iter().map(|place| place.student.clone()).collect();
    let plan = plan(&site, &file, &draft.lab, &students).await?;
    let refuse = |short: &[(Text, Option<Text>)]| short.iter().for_each(|short| warn(session, short));
    let plan = plan.inspect_err(|refusal| refuse(&refusal.short))?;
    if args.dry_run {
        show(&plan, args.events, session);
        return Ok(plan.refusal().map(|refusal| refusal.category()));
    }
    if let Some(refusal) = plan.refusal() {
        refuse(&refusal.short);
        return Err(refusal.into());
    }
    plan.warnings().for_each(|warning| warn(session, &warning));
    if let Some(until) = until {
        let class = chosen.class.clone().unwrap_or_default();
        Lesson { lab: file.activity().clone(), class, until: Some(until) }.write(&session.state()?)?;
    }
    let pace = Pace::making(site.engine.facts.processors, draft.lab.nodes.len());
    let work = Work::begin("up", &chosen, args.events, session);
    let prepare = |stage: &Text| {
        work.progress.tell(&Event::Preparing { stage: stage.to(session.console.lang) });
    };
    let images = site.prepare(&draft.lab, &|progress| staged(progress, &prepare)).await?;
    let up = Up { session, site: &site, file: &file, plan: &plan, images: &images };
    let ended = work.on_each(pace, &up).await;
    let outdated = ended.results.iter().flatten().filter(|outdated| **outdated).count();
    if outdated > 0 {
        session.console.warn(&text!("class-outdated", count = outdated));
    }
    if args.events == Form::Text {
        let up = ended.results.iter().flatten().count();
        session.console.say(&text!("class-up-done", count = up, all = chosen.places.len()));
    }
    Ok(ended.failed)
}

/// What all benches are made from.
struct Up<'a> {
    session: &'a Session,
    site: &'a Site,
    file: &'a LabFile,
    plan: &'a ClassPlan,
    images: &'a Images,
}

impl Job for Up<'_> {
    /// Whether the bench was made from another version of the lab.
    type Done = bool;

    async fn on(&self, place: &Place, stages: Stages<'_>) -> Worked<bool> {
        let student = self.session.student(Some(&place.name))?;
        let _lock = self.session.lock(self.site, self.file.activity(), &student).await?;
        let planned = self.plan.benches.iter().find(|planned| planned.bench == place.bench);
        let planned = planned.map(|planned| planned.addresses.clone()).unwrap_or_default();
        let subnets = planned.subnets.clone();
        let draft = Bench::new(self.file.clone(), student, planned)?;
        let tell = |progress| staged(progress, stages);
        let made = self.site.make(draft, self.images, &subnets, &tell).await?;
        if made.already {
            let said = text!("class-already").to(self.session.console.lang);
            return Ok((made.outdated, Some(said)));
        }
        note(self.session, &made.bench, &BenchEvent::Up);
        Ok((made.outdated, None))
    }
}

fn warn(session: &Session, (what, mend): &(Text, Option<Text>)) {
    session.console.warn(what);
    if let Some(mend) = mend {
        session.console.hint(mend);
    }
}

/// Shows what would be made and what there is room for.
fn show(plan: &ClassPlan, form: Form, session: &Session) {
    let console = &session.console;
    if form == Form::Jsonl {
        for bench in &plan.benches {
            console.print(&serde_json::json!(bench).to_string());
        }
        return;
    }
    let head = ["column-student", "column-bench", "column-subnet", "column-state"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let row = |bench: &Planned| {
        let subnets = bench.addresses.subnets.iter().map(|(network, subnet)| format!("{network} {subnet}"));
        vec![
            bench.student.clone(),
            bench.bench.clone(),
            subnets.collect::<Vec<_>>().join("\n"),
            need(bench.need).to(console.lang),
        ]
    };
    console.print(&table(&head, plan.benches.iter().map(row).collect(), console.width()));
    for finding in &plan.room {
        doctor::show(console, finding);
    }
}

fn need(need: Need) -> Text {
    match need {
        Need::Nothing => text!("class-need-nothing"),
        Need::Start => text!("class-need-start"),
        Need::Finish => text!("class-need-finish"),
        Need::Make => text!("class-need-make"),
    }
}
