//! `paillasse portfolio`: what a student has proven, over all labs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::session::Session;
use crate::cli::verify::owner;
use crate::cli::write::write;
use crate::cli::{Done, Failure, UsageError};
use crate::grade::Scale;
use crate::individual::Student;
use crate::journal::RunFilter;
use crate::load::read_scale;
use crate::referentiel::Referentiel;
use crate::report::portfolio::{Portfolio, Proven, Reference};
use crate::result;
use crate::text;

/// How deep folders of hand-ins are looked through: a course, a task, a student, a file.
const DEEPEST: usize = 4;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whose, by name or identifier.
    student: String,
    /// Also what was handed in to this folder.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Who vouches for whose key.
    #[arg(long, value_name = "FILE", requires = "from")]
    known: Option<PathBuf>,
    /// A file that says when a competence is acquired.
    #[arg(long, value_name = "FILE")]
    scale: Option<PathBuf>,
    /// The form.
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// The file to be written.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form of a portfolio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    #[default]
    Terminal,
    Markdown,
    Html,
    #[cfg(feature = "pdf")]
    Pdf,
    Json,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let console = &session.console;
    let id = Student::identify(&args.student)?;
    let mut runs = of_journal(&id, session)?;
    if let Some(folder) = &args.from {
        of_folder(folder, &id, args.known.as_deref(), session, &mut runs)?;
    }
    if runs.is_empty() {
        return Err(nobody(&args.student, session)?.into());
    }
    let scale = match &args.scale {
        Some(path) => read_scale(path, &[])?,
        None => Scale::default(),
    };
    let made = Timestamp::now();
    let portfolio = Portfolio::new(&id, args.student.trim(), &runs, &scale, &Referentiel::embedded(), made);
    let text = match args.format {
        Form::Terminal => portfolio.terminal(&console.view()),
        Form::Markdown => portfolio.markdown(console.lang),
        Form::Html => portfolio.html(console.lang),
        Form::Json => portfolio.json()?,
        #[cfg(feature = "pdf")]
        Form::Pdf => {
            let Some(path) = &args.output else {
                return Err(UsageError::plain(text!("portfolio-pdf-output")).into());
            };
            write(path, portfolio.pdf(console.lang)?)?;
            console.say(&text!("portfolio-written", path = %path.display()));
            return Ok(None);
        }
    };
    match &args.output {
        Some(path) => {
            write(path, &text)?;
            console.say(&text!("portfolio-written", path = %path.display()));
        }
        None => console.print(&text),
    }
    Ok(None)
}

/// The runs of the journal that came to their end.
fn of_journal(student: &str, session: &Session) -> Result<Vec<Proven>, Failure> {
    let journal = session.journal()?;
    let filter = RunFilter { student: Some(student.to_owned()), ended: true, ..RunFilter::default() };
    let mut runs = Vec::new();
    for summary in journal.runs(&filter)? {
        let Some(at) = summary.ended else { continue };
        let run = journal.run(summary.id)?;
        runs.push(Proven {
            lab: summary.lab,
            lab_hash: summary.lab_hash,
            level: summary.level,
            at,
            outcomes: run.outcomes.into_iter().map(|recorded| recorded.outcome).collect(),
            reference: Reference::Run(summary.id.to_string()),
        });
    }
    Ok(runs)
}

/// What was handed in. A file that is no result, or was altered, is said and passed over.
fn of_folder(
    folder: &Path,
    student: &str,
    known: Option<&Path>,
    session: &Session,
    runs: &mut Vec<Proven>,
) -> Result<(), Failure> {
    let mut paths = Vec::new();
    files(folder, DEEPEST, &mut paths).map_err(|source| {
        UsageError::plain(text!("load-read", path = %folder.display(), source = %source))
    })?;
    paths.sort();
    for path in paths {
        let opened = match result::open(&path) {
            Ok(opened) => opened,
            Err(error) => {
                let reason = crate::error::Explain::text(&error);
                session
                    .console
                    .warn(&text!("portfolio-passed-over", path = %path.display(), reason = reason));
                continue;
            }
        };
        if opened.payload.student != student {
            continue;
        }
        let key_of = owner(&opened.key, known, session)?;
        let payload = opened.payload;
        runs.push(Proven {
            lab: payload.lab,
            lab_hash: payload.lab_hash,
            level: payload.level,
            at: payload.finished,
            outcomes: payload.checks.into_iter().map(|recorded| recorded.outcome).collect(),
            reference: Reference::File { path: path.display().to_string(), key_of },
        });
    }
    Ok(())
}

/// Lists the files under a folder.
fn files(folder: &Path, deep: usize, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_file() {
            into.push(entry.path());
        } else if kind.is_dir() && deep > 0 {
            files(&entry.path(), deep - 1, into)?;
        }
    }
    Ok(())
}

/// What is said when nothing is known of a student.
fn nobody(student: &str, session: &Session) -> Result<UsageError, Failure> {
    let runs = session.journal()?.runs(&RunFilter { ended: true, ..RunFilter::default() })?;
    let known: BTreeSet<&str> = runs.iter().map(|run| run.student.as_str()).collect();
    Ok(UsageError::unknown(text!("portfolio-nobody", student = student), student, known))
}
