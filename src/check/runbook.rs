//! A procedure is worth what it does when somebody else follows it to the letter.
//!
//! The executable blocks of a Markdown file of the student's are run, in order, each on
//! its machine, on clones; then other checks say whether it led where it should. Only
//! blocks run (see [`blocks`](crate::check::blocks)): what stands in prose alone was
//! forgotten.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::disruption::Disruption;
use crate::check::drill::{self, Course, Halt, Ours};
use crate::check::procedure::Procedure;
use crate::check::program;
use crate::check::{Act, Check, Level, Place, Probe, Verdict};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;

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
    pub before: Vec<Ours>,
    /// What is broken after `before`, for the procedure to repair; nothing takes it back.
    pub disrupt: Option<Disruption>,
    /// Nodes that are switched off before the procedure, after `before` and `disrupt`.
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
    fn procedure(&self) -> Procedure<'_> {
        Procedure {
            file: &self.file,
            section: self.section.as_deref(),
            hosts: &self.hosts,
            off: &self.stop,
            user: self.user.as_deref(),
            users: self.users.as_deref(),
            block_at_most: self.block_at_most,
        }
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let procedure = self.procedure();
        let blocks = procedure.read(course)?;
        for before in &self.before {
            before.carry_out(course)?;
        }
        if let Some(disrupt) = &self.disrupt {
            disrupt.inject(course)?;
        }
        for node in &self.stop {
            course.run(Probe { place: Place::Node(node.value.clone()), act: Act::Stop })?;
        }
        let mut took = Duration::ZERO;
        for _ in 0..self.times.unwrap_or(1) {
            took += procedure.follow(course, &blocks)?;
        }
        match self.at_most {
            Some(most) if took > most.0 => Ok(program::late(procedure.fact(), most, Span(took).to_string())),
            _ => Ok(Verdict::Pass),
        }
    }
}

impl Check for Runbook {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let before = self.before.iter().filter_map(|before| before.on.as_ref());
        let broken = self.disrupt.iter().filter_map(|disrupt| disrupt.on.as_ref());
        self.hosts.iter().chain(&self.stop).chain(before).chain(broken).collect()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.file.starts_with('/') {
            problems.push(text!("problem-runbook-path"));
        }
        problems.extend(self.disrupt.iter().flat_map(Disruption::problems));
        if self.disrupt.as_ref().is_some_and(|disrupt| disrupt.undo.is_some()) {
            problems.push(text!("problem-runbook-undo"));
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
            "{ file: /root/p.md, hosts: [prod, secours], stop: [bdd], before: [{ on: prod, run: rm /srv/x }], disrupt: { on: secours, fault: { node-down: {} } }, then: [web] }",
        )
        .unwrap();
        let on = Place::Node("prod".parse().unwrap());
        let scene = Scene { on, timeout: Duration::from_secs(10), nonce: "0123456789abcdef".to_owned() };
        let file = "found\n```sh {hote=secours}\necho one\n```\n```sh {hote=prod}\necho two\n```\n";
        let mut outputs = Vec::new();
        let mut done = Vec::new();
        for answer in [file, "", "", "", "ended 0 10\none\n", "ended 1 10\n"] {
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
        assert_eq!(done[1..], ["prod ours", "secours Stop", "bdd Stop", "secours block", "prod block"]);
        assert!(runbook.next(&scene, &outputs).is_empty());
        assert_eq!(runbook.judge(&scene, &outputs).word(), "fail");
        outputs[5] = output("ended 0 10\n");
        assert!(runbook.judge(&scene, &outputs).passed());
    }
}
