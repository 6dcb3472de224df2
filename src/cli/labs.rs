//! `paillasse labs`: the activities, and which have a lab.

use crate::cli::session::Session;
use crate::cli::{Done, Failure, UsageError};
use crate::load::LabFile;
use crate::referentiel::Referentiel;
use crate::report::catalogue::{Catalogue, LabLine};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A process, a domain or a bloc.
    filter: Option<String>,
    /// Only those that have a lab.
    #[arg(long)]
    available: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let referentiel = Referentiel::embedded();
    let labs = lines(session)?;
    let filter = args.filter.as_deref();
    let wanted = |process: &_, activity: &crate::referentiel::Activity| {
        filter.is_none_or(|filter| referentiel.answers(process, activity, filter))
            && (!args.available || labs.iter().any(|lab| lab.activity == activity.code))
    };
    if let Some(filter) = filter
        && !referentiel.by_process().any(|(process, activity)| referentiel.answers(process, activity, filter))
    {
        return Err(UsageError {
            said: text!("labs-filter", filter = filter),
            hint: Some(text!("labs-filter-hint")),
        }
        .into());
    }
    let catalogue = Catalogue::new(&referentiel, &labs, wanted);
    let console = &session.console;
    match args.json {
        true => console.print(&format!("{:#}", serde_json::json!(catalogue))),
        false => console.print(&catalogue.render(&console.view())),
    }
    Ok(None)
}

/// Returns what the list says of each lab; one that cannot be read is named in a warning.
fn lines(session: &Session) -> Result<Vec<LabLine>, Failure> {
    let mut lines = Vec::new();
    for folder in session.library().folders()? {
        let origin = folder.origin().to_owned();
        match LabFile::new(folder) {
            Ok(file) => lines.push(LabLine {
                activity: file.activity().clone(),
                title: file.title().to_owned(),
                duration_minutes: file.duration().0.as_secs() / 60,
                difficulty: file.difficulty(),
            }),
            Err(_) => session.console.warn(&text!("labs-unreadable", lab = origin)),
        }
    }
    Ok(lines)
}
