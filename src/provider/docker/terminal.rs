//! A command on a node, for a person at a terminal or in a pipe.

use std::pin::Pin;

use bollard::container::LogOutput;
use bollard::exec::{StartExecOptions, StartExecResults};
use bollard::models::ExecConfig;
use bollard::query_parameters::ResizeExecOptionsBuilder;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::io::AsyncWrite;

use crate::provider::docker::Engine;
use crate::provider::docker::error::DockerError;
use crate::text;
use crate::transport::Chunk;
use crate::transport::docker::ENTER;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Job {
    /// The command and its arguments.
    pub command: Vec<String>,
    /// Who runs it; root when nothing is said.
    pub user: Option<String>,
    /// Whether it gets a terminal, and which kind (`TERM`).
    pub terminal: Option<String>,
}

/// A command that runs on a node.
pub struct Running {
    /// What it reads; closing it is its end of file.
    pub input: Pin<Box<dyn AsyncWrite + Send>>,
    /// What it writes, until it ends. With a terminal everything is standard output.
    pub output: BoxStream<'static, Chunk>,
    engine: Engine,
    exec: String,
}

impl Engine {
    /// Starts a command in a container.
    ///
    /// # Errors
    /// When the engine refuses: the container does not run, for example.
    pub async fn run_job(&self, id: &str, job: &Job) -> Result<Running, DockerError> {
        let failed = || DockerError::call(text!("doing-exec"));
        let mut environment = vec!["LANG=C.UTF-8".to_owned()];
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
        Ok(Running { input, output, engine: self.clone(), exec })
    }
}

impl Running {
    /// Tells the command's terminal its size.
    ///
    /// # Errors
    /// When the command has ended already.
    pub async fn resize(&self, columns: u16, rows: u16) -> Result<(), DockerError> {
        let options = ResizeExecOptionsBuilder::new().w(columns.into()).h(rows.into()).build();
        let resized = self.engine.docker.resize_exec(&self.exec, options).await;
        resized.map_err(DockerError::call(text!("doing-exec")))
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
