//! A container, through its engine's `exec`.

use bollard::Docker;
use bollard::container::LogOutput;
use bollard::exec::{StartExecOptions, StartExecResults};
use bollard::models::ExecConfig;
use bollard::query_parameters::UploadToContainerOptionsBuilder;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use crate::transport::{Chunk, Pipe, Transport, TransportError, shell};

/// A program of our images that runs another with no capability that PID 1 gave up.
pub const ENTER: &str = "/usr/lib/paillasse/enter";

/// A container of an engine.
#[derive(Clone)]
pub struct DockerExec {
    engine: Docker,
    container: String,
    beside: bool,
}

impl DockerExec {
    /// Returns the way to a container, by its name or identifier.
    pub fn new(engine: Docker, container: impl Into<String>) -> Self {
        Self { engine, container: container.into(), beside: false }
    }

    /// Returns the way to a container of ours that stands beside a node. PID 1 may be the
    /// node's there, and its rights are not the measure.
    pub fn beside(engine: Docker, container: impl Into<String>) -> Self {
        Self { engine, container: container.into(), beside: true }
    }

    async fn start(&self, mark: &str) -> Result<Pipe, bollard::errors::Error> {
        let sh = "/bin/sh".to_owned();
        let config = ExecConfig {
            attach_stdin: Some(true),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            // A terminal would merge the two streams and eat control characters.
            tty: Some(false),
            user: Some("root".to_owned()),
            env: Some(vec![format!("{}={mark}", shell::MARK)]),
            cmd: Some(if self.beside { vec![sh] } else { vec![ENTER.to_owned(), sh] }),
            ..Default::default()
        };
        let exec = self.engine.create_exec(&self.container, config).await?;
        let started = self.engine.start_exec(&exec.id, None::<StartExecOptions>).await?;
        let StartExecResults::Attached { output, input } = started else {
            unreachable!("the exec was not started detached")
        };
        let machine = self.container.clone();
        let output = output
            .filter_map(move |log| {
                let machine = machine.clone();
                async move {
                    match log {
                        Ok(LogOutput::StdOut { message } | LogOutput::Console { message }) => {
                            Some(Ok(Chunk::Out(message)))
                        }
                        Ok(LogOutput::StdErr { message }) => Some(Ok(Chunk::Err(message))),
                        Ok(LogOutput::StdIn { .. }) => None,
                        Err(_) => Some(Err(TransportError::Broken { machine })),
                    }
                }
            })
            .boxed();
        Ok(Pipe { input, output })
    }
}

impl Transport for DockerExec {
    fn connect<'a>(&'a self, mark: &'a str) -> BoxFuture<'a, Result<Pipe, TransportError>> {
        async move {
            self.start(mark).await.map_err(|error| TransportError::Connect {
                machine: self.container.clone(),
                reason: error.to_string(),
            })
        }
        .boxed()
    }

    fn upload(&self, archive: Bytes) -> BoxFuture<'_, Result<(), TransportError>> {
        async move {
            let options = UploadToContainerOptionsBuilder::new().path("/").build();
            self.engine
                .upload_to_container(&self.container, Some(options), bollard::body_full(archive))
                .await
                .map_err(|error| TransportError::Upload {
                    machine: self.container.clone(),
                    reason: error.to_string(),
                })
        }
        .boxed()
    }
}
