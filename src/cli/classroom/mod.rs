//! `paillasse classroom`: the devices of a room.

mod list;
mod rooms;

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
    /// Lists the devices of a room.
    List(list::Args),
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::List(args) => list::run(args, session),
    }
}
