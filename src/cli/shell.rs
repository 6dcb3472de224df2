//! `paillasse shell`: a terminal on a node.

use crate::cli::Done;
use crate::cli::exec::attach;
use crate::cli::session::{OptionTarget, Session};
use crate::provider::docker::terminal::Job;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The node.
    node: String,
    #[command(flatten)]
    target: OptionTarget,
    /// Who works there; root when nothing is said.
    #[arg(short, long)]
    user: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, nodes) = session.bench(&site, &args.target.into()).await?;
    let node = bench.running_node(&nodes, &args.node)?;
    let command = Job::shell(None);
    attach(&site, node, Job { command, user: args.user, terminal: None, locale: None }).await
}
