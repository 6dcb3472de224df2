//! `paillasse show`: one activity of the référentiel, and its lab.

use crate::bench::Bench;
use crate::cli::session::Session;
use crate::cli::{Done, UsageError};
use crate::load::{LabFile, nearest};
use crate::referentiel::Referentiel;
use crate::report::sheet::{LabSheet, Sheet};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code of the activity.
    activity: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let referentiel = Referentiel::embedded();
    let given = args.activity.to_uppercase();
    let found = referentiel.activities().find(|activity| activity.code.as_str() == given);
    let Some(activity) = found else {
        let known = referentiel.activities().map(|activity| activity.code.as_str());
        let hint = nearest(&given, known).map(|near| text!("did-you-mean", known = near));
        return Err(
            UsageError { said: text!("problem-unknown-activity", code = &args.activity), hint }.into()
        );
    };
    let mut labs = Vec::new();
    for folder in session.library().folders()? {
        let origin = folder.origin().to_owned();
        // A lab that cannot be read hides no other.
        let Ok(file) = LabFile::new(folder) else {
            session.console.warn(&text!("labs-unreadable", lab = origin));
            continue;
        };
        if *file.activity() == activity.code {
            let addresses = file.specimen_addresses();
            // Titles may hold values of a student: those of whoever asks.
            let bench = Bench::new(file, session.student(None)?, addresses)?;
            labs.push(LabSheet::new(&bench.lab));
        }
    }
    let console = &session.console;
    if let Some(sheet) = Sheet::new(&referentiel, &activity.code, labs) {
        match args.json {
            true => console.print(&format!("{:#}", serde_json::json!(sheet))),
            false => console.print(&sheet.render(&console.view())),
        }
    }
    Ok(None)
}
