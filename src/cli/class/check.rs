//! `paillasse class check`: the work of all, at the same time.

use crate::bench::Site;
use crate::check::{Level, Verdict};
use crate::class::Pace;
use crate::cli::Done;
use crate::cli::check::{Run, once};
use crate::cli::class::Form;
use crate::cli::class::select::{Chosen, Place, Selection};
use crate::cli::class::work::{Job, Stages, Work, Worked};
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::error::Category;
use crate::load::LabFile;
use crate::provision::Afterwards;
use crate::report::Report;
use crate::text;
use clap::ValueEnum;

/// The form of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table.
    #[default]
    Text,
    /// A list of reports, in the form of `check --format json`.
    Json,
    /// One JSON object for each event, one a line.
    Jsonl,
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// How thorough to be.
    #[arg(long, value_enum, default_value_t)]
    level: Level,
    /// The form of the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let chosen = args.selection.standing(session, &site).await?;
    let file = chosen.file(session)?;
    let form = if args.format == Format::Jsonl { Form::Jsonl } else { Form::Text };
    // Looking takes less of an engine than making.
    let nodes = if args.level == Level::Full { chosen.nodes() } else { 1 };
    let pace = Pace::making(site.engine.facts.processors, nodes);
    let work = Work::begin("check", &chosen, form, session);
    let look = Look { session, site: &site, file: &file, level: args.level };
    let ended = work.on_each(pace, &look).await;
    match args.format {
        Format::Text => show(&chosen, &ended.results, session),
        Format::Json => {
            let reports: Vec<&Report> = ended.results.iter().flatten().collect();
            session.console.print(&format!("{:#}", serde_json::json!(reports)));
        }
        Format::Jsonl => {}
    }
    let judged: Vec<Category> =
        ended.results.iter().flatten().filter_map(|report| report.grade.category()).collect();
    let worst = [Category::NotJudged, Category::Failed].into_iter().find(|worst| judged.contains(worst));
    Ok(ended.failed.or(worst))
}

struct Look<'a> {
    session: &'a Session,
    site: &'a Site,
    file: &'a LabFile,
    level: Level,
}

impl Job for Look<'_> {
    type Done = Report;

    async fn on(&self, place: &Place, _: Stages<'_>) -> Worked<Report> {
        let (session, site) = (self.session, self.site);
        let student = session.student(Some(&place.name))?;
        let _lock = session.lock(site, self.file.activity(), &student).await?;
        let (bench, nodes) = site.open_running(self.file.clone(), student).await?;
        let afterwards = Afterwards::Resume;
        let run = Run { level: self.level, only: &[], streamed: false, silent: true, afterwards };
        let (report, _) = once(session, site, &bench, &nodes, &run).await?;
        let mark = report.grade.total.mark().map(|mark| format!("{mark}/20"));
        Ok((report, mark))
    }
}

fn show(chosen: &Chosen, reports: &[Option<Report>], session: &Session) {
    let console = &session.console;
    let head = ["column-student", "column-mark", "column-passed", "column-failed", "column-not-judged"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let row = |(place, report): (&Place, &Option<Report>)| {
        let Some(report) = report else {
            return vec![place.name.clone(), "–".to_owned(), String::new(), String::new(), "✘".to_owned()];
        };
        let count = |wanted: &dyn Fn(&Verdict) -> bool| {
            report.outcomes.iter().filter(|outcome| wanted(&outcome.verdict)).count().to_string()
        };
        let mark = report.grade.total.mark().map_or_else(|| "–".to_owned(), |mark| format!("{mark}/20"));
        vec![
            place.name.clone(),
            mark,
            count(&|verdict| matches!(verdict, Verdict::Pass)),
            count(&|verdict| verdict.failed()),
            count(&|verdict| matches!(verdict, Verdict::Error(_))),
        ]
    };
    let rows = chosen.places.iter().zip(reports).map(row).collect();
    console.print(&table(&head, rows, console.width()));
    let marks: Vec<f64> = reports.iter().flatten().filter_map(|report| report.grade.total.mark()).collect();
    if !marks.is_empty() {
        let mean = marks.iter().sum::<f64>() / marks.len() as f64;
        console.say(&text!(
            "class-check-mean",
            mean = crate::ink::decimal(mean, console.lang),
            count = marks.len()
        ));
    }
}
