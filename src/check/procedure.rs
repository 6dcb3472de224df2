//! A procedure of the student's, followed to the letter.
//!
//! Rank 1, no kind: used by those that have one carried out.

use std::time::Duration;

use crate::check::blocks::{self, Block};
use crate::check::deliverable;
use crate::check::drill::{Course, Halt};
use crate::check::program::{self, Ran, first_line};
use crate::check::{Findings, Place, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// How long a block may take when nothing is said.
const BLOCK: Span = Span(Duration::from_secs(300));

/// A file of the student's, and what its blocks may do.
pub(super) struct Procedure<'a> {
    /// The file, on the node of `on`.
    pub file: &'a str,
    /// Words of the title of the section that is followed.
    pub section: Option<&'a str>,
    /// The nodes that blocks may name; the node of `on` when there are none.
    pub hosts: &'a [Located<NodeName>],
    /// Nodes that are switched off meanwhile.
    pub off: &'a [Located<NodeName>],
    /// Who runs a block that names no account; root when nothing is said.
    pub user: Option<&'a str>,
    /// The accounts that blocks may name; any when nothing is said.
    pub users: Option<&'a [String]>,
    /// The longest that one block may take.
    pub block_at_most: Option<Span>,
}

impl Procedure<'_> {
    /// Returns what it is, for a person.
    pub fn fact(&self) -> Text {
        match self.section {
            Some(section) => text!("fact-runbook-section", file = self.file, section = section),
            None => text!("fact-path", path = self.file),
        }
    }

    /// Reads the file, and returns its steps.
    ///
    /// # Errors
    /// When somebody else could not follow it.
    pub fn read(&self, course: &mut Course<'_>) -> Result<Vec<Block>, Halt> {
        let scene = course.scene;
        let output = course.run(scene.run(deliverable::script(self.file)))?;
        Ok(self.blocks(scene, output)?)
    }

    fn blocks(&self, scene: &Scene, output: &ExecOutput) -> Result<Vec<Block>, Verdict> {
        let source = deliverable::written(self.file, output)?;
        let Some(found) = blocks::read(&source, self.section) else {
            return Err(Verdict::fail(self.fact(), text!("shown-present"), text!("shown-absent")));
        };
        let mut findings = Findings::new();
        let mut flaw = |line: usize, what: Text| {
            let fact = text!("fact-runbook-line", file = self.file, line = line);
            findings.gap(fact, text!("runbook-runnable"), what);
        };
        for block in &found.blocks {
            if self.place(scene, &block.host).is_none() {
                flaw(block.line, text!("runbook-host", host = &block.host));
            } else if self.off.iter().any(|node| node.as_str() == block.host) {
                flaw(block.line, text!("runbook-host-off", host = &block.host));
            } else if let (Some(user), Some(users)) = (&block.user, self.users)
                && !users.contains(user)
            {
                flaw(block.line, text!("runbook-user", user = user));
            }
        }
        for unfit in found.flaws {
            flaw(unfit.line, unfit.what);
        }
        match findings.verdict() {
            Verdict::Pass if found.blocks.is_empty() => {
                Err(Verdict::fail(self.fact(), text!("runbook-runnable"), text!("runbook-empty")))
            }
            Verdict::Pass => Ok(found.blocks),
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

    /// Runs the steps in order, and returns how long they took together.
    ///
    /// # Errors
    /// When one did not end as it should.
    pub fn follow(&self, course: &mut Course<'_>, blocks: &[Block]) -> Result<Duration, Halt> {
        let mut took = Duration::ZERO;
        for block in blocks {
            took += self.block(course, block)?;
        }
        Ok(took)
    }

    fn block(&self, course: &mut Course<'_>, block: &Block) -> Result<Duration, Halt> {
        let scene = course.scene;
        let limit = self.block_at_most.unwrap_or(BLOCK);
        let user = block.user.as_deref().or(self.user).unwrap_or("root");
        let script = program::isolated(user, block.shell, &block.script, limit.0, &scene.nonce);
        let place = self.place(scene, &block.host).unwrap_or_else(|| scene.on.clone());
        let output = course.run(scene.run_long(place, script, limit.0 + program::BEYOND))?;
        let ran = Ran::read(output)?;
        let fail = |expected, actual| {
            let command = first_line(&block.script);
            let fact = text!("fact-runbook-block", line = block.line, host = &block.host, command = command);
            Err(Verdict::fail(fact, expected, actual).into())
        };
        if ran.was_ended(limit.0) {
            let actual = text!("runbook-endless", said = program::last_words(ran.said));
            return fail(text!("expect-at-most", bound = limit.to_string()), actual);
        }
        if ran.status != block.status {
            return fail(text!("runbook-status", status = block.status), ran.text());
        }
        Ok(ran.took)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::check::program::isolated;

    #[test]
    fn a_student_cannot_leave_the_shell_that_reads_the_block() {
        let script = isolated("root", "sh", "echo '\nEOF", Duration::from_secs(5), "0123456789abcdef");
        assert_eq!(script.matches("END-0123456789abcdef").count(), 2);
        assert!(script.contains("timeout -k 5 5 runuser -u root -- sh -e -s"));
    }
}
