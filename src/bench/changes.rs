//! What changed on the nodes of a bench.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;

use crate::bench::{BenchError, Site};
use crate::exec::{Command, Ended};
use crate::model::DELIVERABLES;
use crate::provision::{FIRST_BOOT, Nodes, READY};

/// How long the files of a node may take to be gone through: sixteen seconds were seen on a
/// machine that thirty proofs kept busy.
const LOOKING: Duration = Duration::from_secs(120);

/// The most files that are listed per node.
const LISTED: usize = 2000;

/// Where students work; elsewhere, packages and services write as well.
const WORKED_ON: [&str; 8] =
    [DELIVERABLES, "/etc", "/usr/local", "/root", "/home", "/opt", "/srv", "/var/spool/cron"];

/// The files that changed, by node; nothing for a node that could not be looked at, because
/// it is stopped or does not answer. Nodes on which nothing changed are left out.
pub type Changes = BTreeMap<String, Option<Vec<String>>>;

impl Site {
    /// Returns the files that changed since the student got the nodes.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn changed(&self, nodes: &Nodes) -> Result<Changes, BenchError> {
        self.changed_since(nodes, &changed_files("/", &format!("-cnewer {READY}"), READY)).await
    }

    /// Returns the files that changed since the student got the nodes, where students work.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub(super) async fn worked_on(&self, nodes: &Nodes) -> Result<Changes, BenchError> {
        let script = changed_files(&WORKED_ON.join(" "), &format!("-cnewer {READY}"), READY);
        self.changed_since(nodes, &script).await
    }

    /// Returns the files that changed after a moment, where students work.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn changed_after(&self, nodes: &Nodes, moment: Timestamp) -> Result<Changes, BenchError> {
        let newer = format!("-newerct @{}", moment.as_second());
        self.changed_since(nodes, &changed_files(&WORKED_ON.join(" "), &newer, READY)).await
    }

    /// Returns the files that differ from the images of the nodes: what the set-up wrote,
    /// and the student.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn written(&self, nodes: &Nodes) -> Result<Changes, BenchError> {
        let script = changed_files("/", &format!("-cnewer {FIRST_BOOT}"), FIRST_BOOT);
        self.changed_since(nodes, &script).await
    }

    async fn changed_since(&self, nodes: &Nodes, script: &str) -> Result<Changes, BenchError> {
        let looking = nodes.iter().map(|(name, node)| {
            let shell = node.running.then(|| self.engine.shell(&node.id, name));
            async move {
                let Some(shell) = shell else { return (name.clone(), None) };
                let command = Command::new(script).within(LOOKING);
                let output = shell.run(command).await.ok().filter(|output| output.ended == Ended::Status(0));
                (name.clone(), output.map(|output| output.stdout.lines().map(str::to_owned).collect()))
            }
            .boxed()
        });
        let found: Changes = futures_util::future::join_all(looking).await.into_iter().collect();
        Ok(found
            .into_iter()
            .filter(|(_, files)| files.as_ref().is_none_or(|files| !files.is_empty()))
            .collect())
    }
}

/// Lists files below `roots` whose status changed (`ctime`: contents, owner or mode) as
/// `newer` says, on a node that has the file `mark`. What a system writes by itself is left
/// out.
fn changed_files(roots: &str, newer: &str, mark: &str) -> String {
    let own = [
        "/proc",
        "/sys",
        "/dev",
        "/run",
        "/tmp",
        "/var/tmp",
        "/var/log",
        "/var/cache",
        "/var/lib/systemd",
        "/var/lib/paillasse",
        // A record that FRRouting's mgmtd makes of every configuration it read.
        "/var/lib/frr",
        "/etc/hosts",
        "/etc/hostname",
        "/etc/resolv.conf",
    ];
    let pruned: Vec<String> = own.iter().map(|path| format!("-path {path}")).collect();
    format!(
        "test -e {mark} || exit; \
         find {roots} -xdev \\( {} \\) -prune -o ! -type d {newer} -print 2>/dev/null | head -n {LISTED}",
        pruned.join(" -o ")
    )
}
