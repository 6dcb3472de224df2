//! `paillasse stop`: shuts the nodes of a bench down; the student's work stays.

use crate::cli::Done;
use crate::cli::power::power;
use crate::cli::session::Session;

pub(super) use crate::cli::power::Args;

pub(super) async fn run(args: Args, session: &Session) -> Done {
    power(args, session, false).await
}
