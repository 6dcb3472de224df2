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

/// Where nodes have the toolbox: programs of ours that nothing on the node can alter. It is
/// mounted at the root, since a folder above a mount can be moved out of the way.
pub const TOOLBOX: &str = "/paillasse";

/// A container of an engine.
#[derive(Clone)]
pub struct DockerExec {
    engine: Docker,
    container: String,
    way: Way,
}

/// How the shell is started.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// The container's own, with no capability that its first process gave up.
    Own,
    /// That of the toolbox, likewise.
    Toolbox,
    /// The container's own, in a container of ours whose first process is another's.
    Guest,
}

impl DockerExec {
    /// Returns the way to a container, by its name or identifier.
    pub fn new(engine: Docker, container: impl Into<String>) -> Self {
        Self { engine, container: container.into(), way: Way::Own }
    }

    /// Runs the shell of the toolbox instead of the container's own, and looks for programs
    /// in the toolbox first.
    pub fn with_toolbox(self) -> Self {
        Self { way: Way::Toolbox, ..self }
    }

    /// Leaves the capabilities as they are: the processes that are seen are not the
    /// container's.
    pub fn as_guest(self) -> Self {
        Self { way: Way::Guest, ..self }
    }

    async fn start(&self, mark: &str) -> Result<Pipe, bollard::errors::Error> {
        let config = ExecConfig {
            attach_stdin: Some(true),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            // A terminal would merge the two streams and eat control characters.
            tty: Some(false),
            // By number: what the name stands for is up to a file of the container.
            user: Some("0:0".to_owned()),
            env: Some(vec![format!("{}={mark}", shell::MARK)]),
            cmd: Some(match self.way {
                Way::Own => vec![ENTER.to_owned(), "/bin/sh".to_owned()],
                Way::Toolbox => vec![format!("{TOOLBOX}/enter")],
                Way::Guest => vec!["/bin/sh".to_owned()],
            }),
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

    fn programs(&self) -> Option<String> {
        (self.way == Way::Toolbox).then(|| format!("{TOOLBOX}/bin"))
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
