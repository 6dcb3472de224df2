//! `paillasse class extend`: moves the end of the lesson.

use jiff::{SignedDuration, Timestamp};

use crate::class::Lesson;
use crate::cli::class::select::Selection;
use crate::cli::incident::{moment, span};
use crate::cli::session::Session;
use crate::cli::{Done, UsageError};
use crate::quantity::Span;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// By how much.
    #[arg(long, value_parser = span, value_name = "TIME", required_unless_present = "until")]
    by: Option<Span>,
    /// When it ends now.
    #[arg(long, value_name = "TIME", conflicts_with = "by")]
    until: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let chosen = args.selection.standing(session, &site).await?;
    let file = chosen.file(session)?;
    let nameless = || UsageError { said: text!("class-none"), hint: Some(text!("class-none-hint")) };
    let class = chosen.class.clone().ok_or_else(nameless)?;
    let state = session.state()?;
    let mut lesson = Lesson::read(&state, file.activity(), &class)?;
    let until = match (&args.until, args.by) {
        (Some(until), _) => moment(until)?,
        (None, by) => {
            let by =
                SignedDuration::try_from(by.map_or_else(Default::default, |by| by.0)).unwrap_or_default();
            // A lesson that is over already, or had no end, goes on from now.
            let from = lesson.until.filter(|until| *until > Timestamp::now()).unwrap_or_else(Timestamp::now);
            from.checked_add(by)
                .map_err(|_| UsageError { said: text!("incident-time", given = "--by"), hint: None })?
        }
    };
    lesson.until = Some(until);
    lesson.write(&state)?;
    let at = until.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
    session.console.say(&text!("class-until", class = &class, lab = file.activity().as_str(), at = at));
    Ok(None)
}
