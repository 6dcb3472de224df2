//! `paillasse class export`: where everything of a class stands, for other programs.

use clap::ValueEnum;

use crate::bench::Bench;
use crate::class::{ansible, csv, plan, rows};
use crate::cli::class::select::Selection;
use crate::cli::session::Session;
use crate::cli::{Done, UsageError};
use crate::i18n::Text;

/// The form of what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list.
    #[default]
    Json,
    /// A table.
    Csv,
    /// An inventory for Ansible.
    Ansible,
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// The form of what is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    // With a roster, benches that do not stand yet are foreseen.
    let chosen = args.selection.of_engine(session, &site).await?;
    let file = chosen.file(session)?;
    let someone = session.student(chosen.places.first().map(|place| place.name.as_str()))?;
    let draft = Bench::new(file.clone(), someone, file.specimen_addresses())?;
    let students: Vec<String> = chosen.places.iter().map(|place| place.student.clone()).collect();
    let plan = plan(&site, &file, &draft.lab, &students).await??;
    let rows = rows(&plan.benches, |student| {
        let pupil = chosen.places.iter().find(|place| place.student == student);
        let pupil = pupil.and_then(|place| place.pupil.as_ref());
        let seat = pupil.and_then(|pupil| pupil.seat.clone()).unwrap_or_default();
        (pupil.map(|pupil| pupil.name()).unwrap_or_default(), seat)
    });
    let written = match args.format {
        Format::Json => format!("{:#}", serde_json::json!(rows)),
        Format::Ansible => format!("{:#}", ansible(&rows)),
        Format::Csv => {
            csv(&rows).map_err(|error| UsageError { said: Text::verbatim(error.to_string()), hint: None })?
        }
    };
    session.console.print(&written);
    Ok(None)
}
