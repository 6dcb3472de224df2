//! A command on a node, for a person at a terminal or in a pipe.

use std::net::IpAddr;
use std::pin::Pin;

use bollard::container::LogOutput;
use bollard::exec::{StartExecOptions, StartExecResults};
use bollard::models::ExecConfig;
use bollard::query_parameters::ResizeExecOptionsBuilder;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::io::AsyncWrite;

use crate::exec::{Command, nonce};
use crate::provider::docker::Engine;
use crate::provider::docker::error::DockerError;
use crate::text;
use crate::transport::docker::{ENTER, TOOLBOX};
use crate::transport::{Chunk, TransportError};

/// The variable that tells the processes of a job from others.
const MARK: &str = "PAILLASSE_JOB";

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Job {
    /// The command and its arguments.
    pub command: Vec<String>,
    /// Who runs it; root when nothing is said.
    pub user: Option<String>,
    /// Whether it gets a terminal, and which kind (`TERM`).
    pub terminal: Option<String>,
    /// Its locale (`LANG`); C.UTF-8 when nothing is said.
    pub locale: Option<String>,
}

impl Job {
    /// Returns the command of a person who came to a node: a login shell, or what a shell
    /// makes of `command`, in the home directory as over SSH.
    pub fn shell(command: Option<&str>) -> Vec<String> {
        let script = match command {
            None => "cd; if command -v bash >/dev/null; then exec bash -l; else exec sh -l; fi",
            Some(_) => {
                "cd; if command -v bash >/dev/null; then exec bash -c \"$1\"; else exec sh -c \"$1\"; fi"
            }
        };
        let words = ["/bin/sh", "-c", script, "sh"].into_iter().chain(command);
        words.map(str::to_owned).collect()
    }

    /// Returns `command` begun on a terminal of this size. An engine takes a size only once the
    /// command runs, which may have asked for it by then.
    pub fn sized(command: Vec<String>, (columns, rows): (u16, u16)) -> Vec<String> {
        let script = format!("stty cols {columns} rows {rows} 2>/dev/null; exec \"$@\"");
        ["/bin/sh", "-c", &script, "sh"].into_iter().map(str::to_owned).chain(command).collect()
    }

    /// Returns a command that connects to an address and carries both directions; it says
    /// on standard error whether it could.
    pub fn connection(address: IpAddr, port: u16) -> Vec<String> {
        let nc = format!("{TOOLBOX}/bin/nc");
        vec![nc, "-nvN".to_owned(), address.to_string(), port.to_string()]
    }
}

/// A command that runs on a node.
pub struct Running {
    /// What it reads; closing it is its end of file.
    pub input: Pin<Box<dyn AsyncWrite + Send>>,
    /// What it writes, until it ends. With a terminal everything is standard output.
    pub output: BoxStream<'static, Chunk>,
    /// What can be asked of it meanwhile.
    pub process: Process,
}

/// The process of a command.
#[derive(Clone)]
pub struct Process {
    engine: Engine,
    container: String,
    exec: String,
    mark: String,
}

impl Engine {
    /// Starts a command in a container.
    ///
    /// # Errors
    /// When the engine refuses: the container does not run, for example.
    pub async fn run_job(&self, id: &str, job: &Job) -> Result<Running, DockerError> {
        let failed = || DockerError::call(text!("doing-exec"));
        let mark = nonce();
        let locale = job.locale.as_deref().unwrap_or("C.UTF-8");
        let mut environment = vec![format!("LANG={locale}"), format!("{MARK}={mark}")];
        environment.extend(job.terminal.as_ref().map(|kind| format!("TERM={kind}")));
        let config = ExecConfig {
            attach_stdin: Some(true),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            tty: Some(job.terminal.is_some()),
            user: Some(job.user.clone().unwrap_or_else(|| "root".to_owned())),
            env: Some(environment),
            cmd: Some([&[ENTER.to_owned()], job.command.as_slice()].concat()),
            ..Default::default()
        };
        let exec = self.docker.create_exec(id, config).await.map_err(failed())?.id;
        let options = StartExecOptions { tty: job.terminal.is_some(), ..Default::default() };
        let started = self.docker.start_exec(&exec, Some(options)).await.map_err(failed())?;
        let StartExecResults::Attached { output, input } = started else {
            unreachable!("the exec was not started detached")
        };
        let output = output
            .filter_map(|log| async move {
                match log {
                    Ok(LogOutput::StdErr { message }) => Some(Chunk::Err(message)),
                    Ok(LogOutput::StdOut { message } | LogOutput::Console { message }) => {
                        Some(Chunk::Out(message))
                    }
                    Ok(LogOutput::StdIn { .. }) => None,
                    Err(error) => {
                        tracing::debug!(%error, "the output of a command broke off");
                        Some(Chunk::Err(Bytes::new()))
                    }
                }
            })
            .boxed();
        let process = Process { engine: self.clone(), container: id.to_owned(), exec, mark };
        Ok(Running { input, output, process })
    }
}

impl Process {
    /// Tells the command's terminal its size.
    ///
    /// # Errors
    /// When the command has ended already.
    pub async fn resize(&self, columns: u16, rows: u16) -> Result<(), DockerError> {
        let options = ResizeExecOptionsBuilder::new().w(columns.into()).h(rows.into()).build();
        let resized = self.engine.docker.resize_exec(&self.exec, options).await;
        resized.map_err(DockerError::call(text!("doing-exec")))
    }

    /// Sends a signal to the command, and to whatever is in its group of processes: what it
    /// started in the background with a group of its own goes on, as after a hang-up of a
    /// terminal.
    ///
    /// # Errors
    /// When the node does not answer. A command that has ended already is no error.
    pub async fn signal(&self, signal: &str) -> Result<(), TransportError> {
        // The engine starts a command as the leader of a session, which tells it from those
        // that inherited its environment.
        let script = format!(
            "for e in /proc/[0-9]*/environ; do\n\
             grep -qs {MARK}={} \"$e\" || continue\n\
             p=${{e#/proc/}}; p=${{p%/environ}}; s=$(cat \"/proc/$p/stat\") || continue\n\
             set -- ${{s##*) }}; [ \"$4\" != \"$p\" ] || kill -s {signal} -- \"-$p\"\n\
             done; true",
            self.mark
        );
        self.engine.probing_shell(&self.container, "").run(Command::new(script)).await.map(drop)
    }

    /// Returns the exit status, once the output has ended.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn status(&self) -> Result<u8, DockerError> {
        let inspected = self.engine.docker.inspect_exec(&self.exec).await;
        let code = inspected.map_err(DockerError::call(text!("doing-exec")))?.exit_code;
        Ok(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
    }
}
