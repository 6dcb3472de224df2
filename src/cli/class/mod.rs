//! `paillasse class`: one lab for a whole class.

mod check;
mod codes;
mod down;
mod export;
mod extend;
mod power;
pub(super) mod progress;
mod reset;
mod seats;
pub(super) mod select;
mod serve;
mod status;
mod up;
pub(super) mod work;

use clap::{Subcommand, ValueEnum};

use crate::cli::Done;
use crate::cli::session::Session;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Makes the benches of a class, or finishes and starts them.
    Up(up::Args),
    /// Shows the benches of a class.
    Status(status::Args),
    /// Checks the work on all benches.
    Check(check::Args),
    /// Returns benches to their start.
    Reset(reset::Args),
    /// Shuts the nodes of all benches down.
    Stop(power::Args),
    /// Starts the nodes of all benches again.
    Start(power::Args),
    /// Removes the benches of a class.
    Down(down::Args),
    /// Moves the end of the lesson.
    Extend(extend::Args),
    /// Writes where everything stands.
    Export(export::Args),
    /// Lets the students of a class work on their benches from their own machines.
    Serve(serve::Args),
    /// Shows what students join with.
    Codes(codes::Args),
}

/// What is told while a class is worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For a person.
    #[default]
    Text,
    /// For a program: one JSON object for each event, one a line.
    Jsonl,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::Up(args) => up::run(args, session).await,
        Verb::Status(args) => status::run(args, session).await,
        Verb::Check(args) => check::run(args, session).await,
        Verb::Reset(args) => reset::run(args, session).await,
        Verb::Stop(args) => power::run(args, session, false).await,
        Verb::Start(args) => power::run(args, session, true).await,
        Verb::Down(args) => down::run(args, session).await,
        Verb::Extend(args) => extend::run(args, session).await,
        Verb::Export(args) => export::run(args, session).await,
        Verb::Serve(args) => serve::run(args, session).await,
        Verb::Codes(args) => codes::run(args, session),
    }
}
