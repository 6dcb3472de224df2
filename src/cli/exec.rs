//! `paillasse exec`: one command on a node, with its exit status.

use std::io::{IsTerminal, Write};
use std::os::fd::AsFd;
use std::process::exit;

use futures_util::StreamExt;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::signal::unix::{SignalKind, signal};

use crate::bench::Site;
use crate::cli::Done;
use crate::cli::session::{OptionTarget, Session};
use crate::provider::docker::node::Found;
use crate::provider::docker::terminal::{Job, Process, Running};
use crate::transport::Chunk;

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
    let interactive = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if interactive {
        job.terminal = Some(std::env::var("TERM").unwrap_or_else(|_| "xterm".to_owned()));
    }
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
    if let Ok(size) = tcgetwinsize(std::io::stdout()) {
        // A command that has ended already has no terminal.
        if let Err(error) = process.resize(size.ws_col, size.ws_row).await {
            tracing::debug!(%error, "the terminal kept its size");
        }
    }
}

fn write(chunk: &Chunk) {
    // Whoever read our output may have gone away; the command ends by itself.
    let _ = match chunk {
        Chunk::Out(bytes) => {
            let mut out = std::io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush())
        }
        Chunk::Err(bytes) => std::io::stderr().lock().write_all(bytes),
    };
}

/// The terminal passes every key on, until this is dropped.
struct Raw(Termios);

impl Raw {
    fn enter() -> Option<Self> {
        let stdin = std::io::stdin();
        let before = tcgetattr(stdin.as_fd()).ok()?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(stdin.as_fd(), OptionalActions::Now, &raw).ok()?;
        Some(Self(before))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing can be done about a terminal that is gone.
        let _ = tcsetattr(std::io::stdin().as_fd(), OptionalActions::Now, &self.0);
    }
}
