//! `paillasse exec`: one command on a node, with its exit status.

use std::process::exit;

use futures_util::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::signal::unix::{SignalKind, signal};

use crate::bench::Site;
use crate::cli::Done;
use crate::cli::session::{OptionTarget, Session};
use crate::cli::settings;
use crate::cli::terminal::{self, Raw, write};
use crate::provider::docker::node::Found;
use crate::provider::docker::terminal::{Job, Process, Running};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The node.
    node: String,
    #[command(flatten)]
    target: OptionTarget,
    /// Who runs it; root when nothing is said.
    #[arg(short, long)]
    user: Option<String>,
    /// The command.
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, nodes) = session.bench(&site, &args.target.into()).await?;
    let node = bench.running_node(&nodes, &args.node)?;
    attach(&site, node, Job { command: args.command, user: args.user, terminal: None, locale: None }).await
}

/// Runs a job with the standard streams of this program, and ends with its status. It gets
/// a terminal when it is started from one.
pub(super) async fn attach(site: &Site, node: &Found, mut job: Job) -> Done {
    let interactive = terminal::there();
    job.terminal = interactive.then(settings::terminal);
    let Running { mut input, mut output, process } = site.engine.run_job(&node.id, &job).await?;
    let raw = if interactive { Raw::enter() } else { None };
    let feeding = tokio::spawn(async move {
        let mut stdin = tokio::io::stdin();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stdin.read(&mut buffer).await {
            if input.write_all(&buffer[..count]).await.is_err() || input.flush().await.is_err() {
                return;
            }
        }
        // The command went away by itself when this fails.
        let _ = input.shutdown().await;
    });
    resize(&process, interactive).await;
    let mut resized = signal(SignalKind::window_change()).ok().filter(|_| interactive);
    loop {
        let change = async {
            match &mut resized {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            chunk = output.next() => match chunk {
                Some(chunk) => write(&chunk),
                None => break,
            },
            _ = change => resize(&process, interactive).await,
        }
    }
    feeding.abort();
    drop(raw);
    let status = process.status().await?;
    // The status of the command is the status of this program, whatever it means.
    exit(status.into());
}

async fn resize(process: &Process, interactive: bool) {
    if !interactive {
        return;
    }
    if let Some((columns, rows)) = terminal::size() {
        // A command that has ended already has no terminal.
        if let Err(error) = process.resize(columns, rows).await {
            tracing::debug!(%error, "the terminal kept its size");
        }
    }
}
