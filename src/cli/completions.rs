//! `paillasse completions`: what a shell needs to complete command lines.

use clap_complete::Shell;

use crate::cli::session::Session;
use crate::cli::{Done, command};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(session.console.lang), "paillasse", &mut script);
    session.console.print(&String::from_utf8_lossy(&script));
    Ok(None)
}
