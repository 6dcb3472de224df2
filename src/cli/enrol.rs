//! `paillasse enrol`: this machine makes the benches of a student of a class.

use crate::access::OwnCode;
use crate::cli::session::Session;
use crate::cli::{Done, UsageError};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code that the teacher sent; asked for when nothing is said.
    code: Option<String>,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let console = &session.console;
    let given = match args.code {
        Some(code) => Some(code),
        // Typed here it shows in no list of processes.
        None if console.can_ask() => console.answer(&text!("join-ask")),
        None => None,
    };
    let given =
        given.ok_or_else(|| UsageError { said: text!("usage-missing", names = "CODE"), hint: None })?;
    let code: OwnCode = given.parse()?;
    code.keep(&session.state()?)?;
    console.print(&text!("enrol-done", student = code.id()).to(console.lang));
    Ok(None)
}
