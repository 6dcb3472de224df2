//! `paillasse class`: one lab for a whole class.

mod codes;
mod seats;
mod serve;

use clap::Subcommand;

use crate::cli::Done;
use crate::cli::session::Session;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Lets the students of a class work on their benches from their own machines.
    Serve(serve::Args),
    /// Shows what students join with.
    Codes(codes::Args),
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::Serve(args) => serve::run(args, session).await,
        Verb::Codes(args) => codes::run(args, session),
    }
}
