//! The set-up of a node, and scripts run on it.

use crate::error::{Category, Explain};
use crate::exec::{Command, Ended, ExecOutput, quote};
use crate::explained;
use crate::i18n::Text;
use crate::model::{Account, Action, BenchPlan, Node, Script, Step};
use crate::provider::docker::{DockerError, Engine};
use crate::provision::archive::archive;
use crate::text;
use crate::transport::docker::DockerExec;
use crate::transport::{Shell, Transport, TransportError};

/// A file of each node that is as old as its first boot: the image leaves it to that.
pub const FIRST_BOOT: &str = "/etc/machine-id";

/// A file of each node that is as old as the end of its set-up.
pub const READY: &str = "/var/lib/paillasse/ready";

/// How long a script of a solution may take.
const SOLUTION: std::time::Duration = std::time::Duration::from_secs(600);

/// Why a node could not be made ready for the student.
#[derive(Debug)]
pub enum SetupError {
    /// The engine refused.
    Docker(DockerError),
    /// The node stopped answering.
    Transport(TransportError),
    /// A script of the lab failed: a mistake of the lab.
    Script {
        /// The node.
        node: String,
        /// The beginning of the script.
        script: String,
        /// How it ended.
        ended: Ended,
        /// The end of what it printed.
        said: String,
    },
    /// A file of the lab cannot be sent.
    File {
        /// The node.
        node: String,
        /// Why.
        source: std::io::Error,
    },
}

impl From<DockerError> for SetupError {
    fn from(error: DockerError) -> Self {
        Self::Docker(error)
    }
}

impl From<TransportError> for SetupError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl Explain for SetupError {
    fn text(&self) -> Text {
        match self {
            Self::Docker(error) => error.text(),
            Self::Transport(error) => error.text(),
            Self::Script { node, script, ended, said } => {
                let ended = match ended {
                    Ended::Status(status) => text!("ended-status", status = *status),
                    Ended::Timeout => text!("ended-timeout"),
                    Ended::Flood => text!("ended-flood"),
                };
                text!("setup-script", node = node, script = script, ended = ended, said = said)
            }
            Self::File { node, source } => text!("setup-file", node = node, reason = %source),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Docker(error) => error.hint(),
            _ => None,
        }
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(SetupError);

/// Carries out the steps of a node, in order.
pub(super) async fn run(
    engine: &Engine,
    plan: &BenchPlan,
    node: &Node,
    (id, shell): (&str, &Shell),
) -> Result<(), SetupError> {
    let name = node.name.as_str();
    let transport = DockerExec::new(engine.docker.clone(), id);
    for step in plan.steps(name) {
        if let Action::Files { files, .. } = &step.action {
            let archive =
                archive(files.iter()).map_err(|source| SetupError::File { node: name.to_owned(), source })?;
            transport.upload(archive).await?;
        }
        if let Some(command) = script(step) {
            succeed(shell, name, command).await?;
        }
    }
    // From here on, what changes is the student's work.
    let mark = format!("mkdir -p {} && : > {READY}", READY.trim_end_matches("/ready"));
    succeed(shell, name, Command::new(mark)).await?;
    Ok(())
}

/// Runs a script of a solution or a mutant as root, with `bash`, and the student's values
/// in its environment.
///
/// # Errors
/// When it cannot be run or does not end with status 0.
pub async fn run_script(
    shell: &Shell,
    script: &Script,
    environment: &[(String, String)],
) -> Result<ExecOutput, SetupError> {
    let mut exports = String::new();
    for (name, value) in environment {
        exports.push_str(&format!("export {name}={}\n", quote(value)));
    }
    // On a descriptor, not as an argument: it may hold a password.
    let command =
        format!("{exports}exec bash -eu /dev/fd/8 8<<'END-OF-SCRIPT'\n{}\nEND-OF-SCRIPT\n", script.contents);
    succeed(shell, script.on.as_str(), Command::new(command).within(SOLUTION)).await
}

/// Runs a command on a node.
///
/// # Errors
/// When it cannot be run or does not end with status 0.
pub async fn succeed(shell: &Shell, node: &str, command: Command) -> Result<ExecOutput, SetupError> {
    let first = command.script.lines().find(|line| !line.trim().is_empty() && !line.starts_with("export "));
    let first = first.unwrap_or_default().trim().chars().take(80).collect();
    let output = shell.run(command).await?;
    if output.ended == Ended::Status(0) {
        return Ok(output);
    }
    let printed = format!("{}\n{}", output.stdout.trim(), output.stderr.trim());
    let lines: Vec<&str> = printed.trim().lines().collect();
    Err(SetupError::Script {
        node: node.to_owned(),
        script: first,
        ended: output.ended,
        said: lines[lines.len().saturating_sub(8)..].join("\n"),
    })
}

fn script(step: &Step) -> Option<Command> {
    let script = match &step.action {
        Action::Files { files, owner, group, root } => {
            let owner = owner.as_deref().unwrap_or("root");
            let group = group.as_deref();
            if owner == "root" && group.is_none() {
                return None;
            }
            let who = quote(&match group {
                Some(group) => format!("{owner}:{group}"),
                None => format!("{owner}:"),
            });
            match root {
                Some(root) => format!("chown -R {who} -- {}", quote(root)),
                None => files
                    .iter()
                    .map(|file| format!("chown {who} -- {} || exit\n", quote(&file.path)))
                    .collect(),
            }
        }
        Action::Group { name, gid } => {
            let (name, gid) = (quote(name), gid.map(|gid| format!("-g {gid} ")).unwrap_or_default());
            format!("getent group {name} >/dev/null || groupadd {gid}{name}")
        }
        Action::User(account) => account_script(account),
        Action::Command { run, timeout } => return Some(Command::new(run.clone()).within(*timeout)),
    };
    Some(Command::new(script))
}

fn account_script(account: &Account) -> String {
    let name = quote(&account.name);
    let uid = account.uid.map(|uid| format!("-u {uid} ")).unwrap_or_default();
    let home = account.home.as_ref().map(|home| format!("-d {} ", quote(home))).unwrap_or_default();
    let groups = match account.groups.is_empty() {
        true => String::new(),
        false => format!("-G {} ", quote(&account.groups.join(","))),
    };
    let shell = quote(&account.shell);
    let mut script =
        format!("id -u {name} >/dev/null 2>&1 || useradd -m -s {shell} {uid}{home}{groups}{name} || exit\n");
    if let Some(password) = &account.password {
        script.push_str(&format!("printf '%s:%s\\n' {name} {} | chpasswd\n", quote(password)));
    }
    script
}
