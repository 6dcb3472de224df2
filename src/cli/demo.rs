//! `paillasse demo`: a lab from nothing to a mark and back to nothing, by itself.

use std::time::Instant;

use crate::check::Level;
use crate::cli::brief::render;
use crate::cli::check::{Run, once};
use crate::cli::session::Session;
use crate::cli::up::announce;
use crate::cli::{Done, Failure};
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::model::bench_name;
use crate::provision::{self, Afterwards};
use crate::report::Report;
use crate::report::terminal::summary;
use crate::statement;
use crate::text;

/// The lab that is shown when none is named.
const LAB: &str = "A3.3.2";
/// Who works on it.
const STUDENT: &str = "demo";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lab.
    #[arg(default_value = LAB)]
    lab: String,
    /// Keep the bench.
    #[arg(long)]
    keep: bool,
}

/// The demonstration did not show what it should.
#[derive(Debug)]
struct DemoError(Text);

impl Explain for DemoError {
    fn text(&self) -> Text {
        self.0.clone()
    }

    fn category(&self) -> Category {
        Category::Failed
    }
}

explained!(DemoError);

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let begun = Instant::now();
    let console = &session.console;
    let (file, student) = session.wanted(&args.lab, Some(STUDENT))?;
    let site = session.site().await?;
    let name = bench_name(file.activity(), student.id());
    let _lock = session.lock(&site, file.activity(), &student).await?;
    session.remove_when_interrupted(&site, &name);
    provision::down(&site.engine, &name).await?;
    session.journal()?.end_interviews(&name)?;

    heading(session, 1, &text!("demo-up", lab = file.activity().as_str()));
    let activity = console.activity();
    let bench = site.up(file, student, &|progress| activity.listen(progress)).await?;
    drop(activity);
    announce(session, &bench);
    let nodes = provision::nodes(&site.engine, &name).await?;

    heading(session, 2, &text!("demo-statement"));
    let markdown = bench.file.statement(&bench.values)?;
    let view = console.view();
    console.print(&render(&bench, &markdown, |statement| statement::terminal::render(statement, &view)));

    heading(session, 3, &text!("demo-untouched"));
    let quick =
        Run { level: Level::Quick, only: &[], streamed: true, silent: false, afterwards: Afterwards::Resume };
    let (untouched, _) = once(session, &site, &bench, &nodes, &quick).await?;
    console.print(&summary(&untouched, &console.view()));
    expect(untouched.grade.total.earned == 0, || text!("demo-untouched-wrong"))?;

    heading(session, 4, &text!("demo-solution"));
    let solution = bench.file.solution(&bench.values)?;
    let activity = console.activity();
    site.carry_out(&bench, &nodes, &solution, &|progress| activity.listen(progress)).await?;
    drop(activity);
    // Interviews need no machine, but files that the scripts hand in.
    let journal = session.journal()?;
    journal.end_interviews(&name)?;
    let mut said = Vec::new();
    for dialogue in bench.file.dialogues(&bench.values, &bench.lab)? {
        site.hold(&bench, &nodes, &dialogue, &mut said, console.lang).await?;
    }
    for exchange in &said {
        journal.note_exchange(&name, exchange)?;
    }

    heading(session, 5, &text!("demo-check"));
    let full = Run { level: Level::Full, afterwards: Afterwards::Leave, ..quick };
    let (solved, _) = once(session, &site, &bench, &nodes, &full).await?;
    console.print(&summary(&solved, &console.view()));
    expect(perfect(&solved), || text!("demo-solution-wrong"))?;

    heading(session, 6, &text!("demo-reset"));
    journal.end_interviews(&name)?;
    let activity = console.activity();
    let bench = site.reset(bench, &nodes, &[], &|progress| activity.listen(progress)).await?;
    drop(activity);
    let nodes = provision::nodes(&site.engine, &name).await?;
    let (again, _) = once(session, &site, &bench, &nodes, &Run { streamed: false, ..quick }).await?;
    let same = again.grade.total == untouched.grade.total && site.changed(&nodes).await?.is_empty();
    expect(same, || text!("demo-reset-wrong"))?;
    console.print(&text!("demo-reset-good").to(console.lang));

    if args.keep {
        console.print(&text!("demo-kept", bench = &name).to(console.lang));
        return Ok(None);
    }
    heading(session, 7, &text!("demo-down"));
    provision::down(&site.engine, &name).await?;
    let left = site.engine.leftovers(&name).await?;
    expect(left.is_empty(), || text!("flaw-left", what = left.join(", ")))?;
    let seconds = begun.elapsed().as_secs();
    console.print(&text!("demo-done", seconds = seconds).to(console.lang));
    Ok(None)
}

fn heading(session: &Session, number: u8, what: &Text) {
    let title = text!("demo-heading", number = number, what = what.clone()).to(session.console.lang);
    session.console.print(&format!("\n{}\n", session.console.strong(&title)));
}

fn perfect(report: &Report) -> bool {
    report.grade.category().is_none() && report.grade.total.left_out == 0
}

fn expect(met: bool, otherwise: impl FnOnce() -> Text) -> Result<(), Failure> {
    if met { Ok(()) } else { Err(DemoError(otherwise()).into()) }
}
