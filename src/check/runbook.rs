//! A procedure is worth what it does when somebody else follows it to the letter.
//!
//! The executable blocks of a Markdown file of the student's are run, in order, each on
//! its machine, on clones; then other checks say whether it led where it should. Only
//! blocks run (see [`blocks`](crate::check::blocks)): what stands in prose alone was
//! forgotten.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::blocks::{self, Block};
use crate::check::deliverable;
use crate::check::drill::{self, Course, Halt};
use crate::check::program::{self, Ran, first_line};
use crate::check::verdict::succeeded;
use crate::check::{Act, Check, Findings, Level, Place, Probe, Scene, Verdict, as_user};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;

/// How long a block may take when nothing is said.
const BLOCK: Span = Span(Duration::from_secs(300));

/// Something of ours that is done on a node before the procedure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The node.
    pub on: Located<NodeName>,
    /// A script, run as root; it has to succeed. `$PAILLASSE_NONCE` is a word that nobody
    /// can foresee.
    pub run: String,
}

/// Runs the blocks of a procedure of the student's, on clones: those fenced as
/// ```` ```sh {hote=prod} ````, in order, each in a shell of its own that stops at the
/// first command that fails, without a terminal and with nothing on its standard input.
/// `bash` and `shell` do as well as `sh`; `host=` and `on=` as `hote=`. A block may say its
/// account (`as=user`) and the status that it ends with (`statut=3`), 0 otherwise.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Runbook {
    /// The file, on the node of `on`. It is read before anything is destroyed.
    pub file: String,
    /// Words of a title: only the blocks below it are run, down to the next title of the
    /// same rank. All blocks when nothing is said.
    pub section: Option<String>,
    /// The nodes that blocks may name; the node of `on` when nothing is said.
    #[serde(default)]
    pub hosts: Vec<Located<NodeName>>,
    /// Who runs a block that names no account; root when nothing is said.
    pub user: Option<String>,
    /// The accounts that blocks may name; any when nothing is said.
    pub users: Option<Vec<String>>,
    /// What is done first, to give the procedure something to do.
    #[serde(default)]
    pub before: Vec<Before>,
    /// Nodes that are switched off before the procedure, after `before`.
    #[serde(default)]
    pub stop: Vec<Located<NodeName>>,
    /// How often the whole procedure is run, one time after another; 1 when nothing is
    /// said.
    pub times: Option<u32>,
    /// The longest that all blocks together may take; no limit when nothing is said.
    pub at_most: Option<Span>,
    /// The longest that one block may take, 5min when nothing is said: what takes longer
    /// waits for something that nobody will give it.
    pub block_at_most: Option<Span>,
    /// The checks that should pass afterwards, at least one; none of level `full`. Each is
    /// tried until it passes, for as long as its own `within`, 20s when it has none.
    pub then: Vec<Located<CheckId>>,
}

impl Runbook {
    fn fact(&self) -> Text {
        match &self.section {
            Some(section) => text!("fact-runbook-section", file = &self.file, section = section),
            None => text!("fact-path", path = &self.file),
        }
    }

    /// Returns the steps of the procedure.
    fn blocks(&self, scene: &Scene, output: &ExecOutput) -> Result<Vec<Block>, Verdict> {
        let source = deliverable::text(&self.file, output)?;
        let Some(procedure) = blocks::read(source, self.section.as_deref()) else {
            return Err(Verdict::fail(self.fact(), text!("shown-present"), text!("shown-absent")));
        };
        let mut findings = Findings::new();
        for flaw in procedure.flaws {
            let fact = text!("fact-runbook-line", file = &self.file, line = flaw.line);
            findings.gap(fact, text!("runbook-runnable"), flaw.what);
        }
        for block in &procedure.blocks {
            let gap = if self.place(scene, &block.host).is_none() {
                text!("runbook-host", host = &block.host)
            } else if self.stop.iter().any(|node| node.as_str() == block.host) {
                text!("runbook-host-off", host = &block.host)
            } else if let (Some(user), Some(users)) = (&block.user, &self.users)
                && !users.contains(user)
            {
                text!("runbook-user", user = user)
            } else {
                continue;
            };
            let fact = text!("fact-runbook-line", file = &self.file, line = block.line);
            findings.gap(fact, text!("runbook-runnable"), gap);
        }
        match findings.verdict() {
            Verdict::Pass if procedure.blocks.is_empty() => {
                Err(Verdict::fail(self.fact(), text!("runbook-runnable"), text!("runbook-empty")))
            }
            Verdict::Pass => Ok(procedure.blocks),
            flawed => Err(flawed),
        }
    }

    /// Returns the machine that a block means, when it may name it.
    fn place(&self, scene: &Scene, host: &str) -> Option<Place> {
        let named = |place: &Place| matches!(place, Place::Node(node) if node.as_str() == host);
        if self.hosts.is_empty() {
            return Some(scene.on.clone()).filter(named);
        }
        self.hosts.iter().map(|node| Place::Node(node.value.clone())).find(named)
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let scene = course.scene;
        let blocks = self.blocks(scene, course.run(scene.run(deliverable::script(&self.file)))?)?;
        for before in &self.before {
            let script = format!(
                "PAILLASSE_NONCE={}; export PAILLASSE_NONCE\n{}",
                scene.nonce,
                as_user(None, &before.run, None)
            );
            let place = Place::Node(before.on.value.clone());
            let output = course.run(scene.run_long(place, script, program::PATIENCE))?;
            succeeded(&first_line(&before.run), output)?;
        }
        for node in &self.stop {
            course.run(Probe { place: Place::Node(node.value.clone()), act: Act::Stop })?;
        }
        let mut took = Duration::ZERO;
        for _ in 0..self.times.unwrap_or(1) {
            for block in &blocks {
                took += self.block(course, block)?;
            }
        }
        match self.at_most {
            Some(most) if took > most.0 => Ok(program::late(self.fact(), most, Span(took).to_string())),
            _ => Ok(Verdict::Pass),
        }
    }

    /// Runs a block and returns how long it took.
    fn block(&self, course: &mut Course<'_>, block: &Block) -> Result<Duration, Halt> {
        let scene = course.scene;
        let limit = self.block_at_most.unwrap_or(BLOCK);
        let user = block.user.as_deref().or(self.user.as_deref()).unwrap_or("root");
        let script = program::isolated(user, block.shell, &block.script, limit.0, &scene.nonce);
        let place = self.place(scene, &block.host).unwrap_or_else(|| scene.on.clone());
        let output = course.run(scene.run_long(place, script, limit.0 + program::BEYOND))?;
        let ran = Ran::read(output)?;
        let fact = || {
            text!(
                "fact-runbook-block",
                line = block.line,
                host = &block.host,
                command = first_line(&block.script)
            )
        };
        if ran.was_ended(limit.0) {
            let actual = text!("runbook-endless", said = program::last_words(ran.said));
            return Err(Verdict::fail(fact(), text!("expect-at-most", bound = limit.to_string()), actual).into());
        }
        if ran.status != block.status {
            let expected = text!("runbook-status", status = block.status);
            return Err(Verdict::fail(fact(), expected, ran.text()).into());
        }
        Ok(ran.took)
    }
}

impl Check for Runbook {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        self.next(scene, &[])
    }

    fn next(&self, scene: &Scene, outputs: &[ExecOutput]) -> Vec<Probe> {
        drill::next(scene, outputs, &|course| self.course(course))
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        drill::judge(scene, outputs, &|course| self.course(course))
    }

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.hosts.iter().chain(&self.stop).chain(self.before.iter().map(|before| &before.on)).collect()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.file.starts_with('/') {
            problems.push(text!("problem-runbook-path"));
        }
        if self.then.is_empty() {
            problems.push(text!("problem-runbook-then"));
        }
        if self.times.is_some_and(|times| !(1..=5).contains(&times)) {
            problems.push(text!("problem-runbook-times"));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Runbook;
    use crate::check::{Act, Check, Place, Scene};
    use crate::exec::{Ended, ExecOutput};

    fn output(stdout: &str) -> ExecOutput {
        ExecOutput { ended: Ended::Status(0), stdout: stdout.to_owned(), stderr: String::new() }
    }

    /// The file is read first, and what fails ends the procedure.
    #[test]
    fn each_step_follows_from_what_came_back() {
        let runbook: Runbook = serde_saphyr::from_str(
            "{ file: /root/p.md, hosts: [prod, secours], stop: [bdd], before: [{ on: prod, run: rm /srv/x }], then: [web] }",
        )
        .unwrap();
        let on = Place::Node("prod".parse().unwrap());
        let scene = Scene { on, timeout: Duration::from_secs(10), nonce: "0123456789abcdef".to_owned() };
        let file = "found\n```sh {hote=secours}\necho one\n```\n```sh {hote=prod}\necho two\n```\n";
        let mut outputs = Vec::new();
        let mut done = Vec::new();
        for answer in [file, "", "", "ended 0 10\none\n", "ended 1 10\n"] {
            let probes = runbook.next(&scene, &outputs);
            done.push(match &probes[0].act {
                Act::Run(command) if command.script.contains("echo") => {
                    format!("{} block", probes[0].place)
                }
                Act::Run(_) => format!("{} ours", probes[0].place),
                act => format!("{} {act:?}", probes[0].place),
            });
            outputs.push(output(answer));
        }
        assert!(done[0].starts_with("prod"), "{done:?}");
        assert_eq!(done[1..], ["prod ours", "bdd Stop", "secours block", "prod block"]);
        assert!(runbook.next(&scene, &outputs).is_empty());
        assert_eq!(runbook.judge(&scene, &outputs).word(), "fail");
        outputs[4] = output("ended 0 10\n");
        assert!(runbook.judge(&scene, &outputs).passed());
    }

    #[test]
    fn a_student_cannot_leave_the_shell_that_reads_the_block() {
        let script = super::program::isolated("root", "sh", "echo '\nEOF", Duration::from_secs(5), "0123456789abcdef");
        assert_eq!(script.matches("END-0123456789abcdef").count(), 2);
        assert!(script.contains("timeout -k 5 5 runuser -u root -- sh -e -s"));
    }
}
