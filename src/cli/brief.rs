//! `paillasse brief`: the statement, with the student's own values.

use std::path::{Path, PathBuf};

use crate::bench::Bench;
use crate::cli::session::{Session, Target};
use crate::cli::write::write;
use crate::cli::{Done, Failure};
use crate::statement::{self, Statement};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// Write it as a page to this file; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let bench = wanted(&args.target, session).await?;
    let markdown = bench.file.statement(&bench.values)?;
    let page = render(&bench, &markdown, |statement| match &args.html {
        None => statement::terminal::render(statement, &session.console.view()),
        Some(_) => statement::page::render(statement, session.console.lang),
    });
    match args.html {
        Some(path) if path != Path::new("-") => {
            write(&path, &page)?;
            session.console.say(&text!("brief-written", path = %path.display()));
        }
        _ => session.console.print(&page),
    }
    Ok(None)
}

/// Has a statement rendered.
pub(super) fn render(bench: &Bench, markdown: &str, with: impl Fn(&Statement<'_>) -> String) -> String {
    with(&Statement {
        lab: &bench.lab,
        activity: &bench.activity(),
        addresses: &bench.plan.addresses,
        student: bench.student.name(),
        markdown,
    })
}

/// Returns the bench that is meant. A statement can be read before there is a bench, and
/// without an engine: its addresses are then examples.
async fn wanted(target: &Target, session: &Session) -> Result<Bench, Failure> {
    let found = match session.site().await {
        Ok(site) => match session.found(&site, target).await {
            Ok((file, student)) => return Ok(site.open(file, student).await?.0),
            Err(error) => error,
        },
        Err(error) => error,
    };
    let Some(lab) = &target.lab else { return Err(found) };
    let (file, student) = session.wanted(lab, target.student.as_deref())?;
    session.console.warn(&text!("plan-specimen"));
    let addresses = file.specimen_addresses();
    Ok(Bench::new(file, student, addresses)?)
}
