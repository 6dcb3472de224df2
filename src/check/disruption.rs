//! What a drill does to a node, and takes back.
//!
//! Rank 2, no kind: used by those that disturb something and look at what happens.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{Course, Halt, Ours};
use crate::check::verdict::{excerpt, succeeded};
use crate::check::{Place, Probe, Scene, Verdict};
use crate::fault::{Fault, Power, REFUSED, Step};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// What happens to a node: a `fault`, or a script of the lab (`run`, and `undo`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disruption {
    /// The node; that of the check's `on` when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A fault of the catalogue: `{ node-down: { how: paused } }`.
    pub fault: Option<Fault>,
    /// A script, run as root, that disturbs something.
    pub run: Option<String>,
    /// A script, run as root, that takes it back.
    pub undo: Option<String>,
}

impl Disruption {
    /// Returns mistakes of the lab.
    pub(super) fn problems(&self) -> Vec<Text> {
        let mut problems = self.fault.as_ref().map(Fault::problems).unwrap_or_default();
        if self.fault.is_some() == self.run.is_some() {
            problems.push(text!("problem-disruption-one"));
        }
        if self.undo.is_some() && self.run.is_none() {
            problems.push(text!("problem-disruption-undo"));
        }
        problems
    }

    /// Whether it can be taken back.
    pub(super) fn can_be_undone(&self) -> bool {
        self.fault.is_some() || self.undo.is_some()
    }

    /// Whether the node hangs, with a kernel that goes on answering.
    pub(super) fn freezes(&self) -> bool {
        let pause = Step::Power(Power::Pause);
        self.fault.as_ref().is_some_and(|fault| fault.inject().contains(&pause))
    }

    /// Whether the node is switched off or frozen, and can be asked for nothing.
    pub(super) fn takes_power(&self) -> bool {
        let power = |step: &Step| matches!(step, Step::Power(_));
        self.fault.as_ref().is_some_and(|fault| fault.inject().iter().any(power))
    }

    /// Does the harm.
    ///
    /// # Errors
    /// When it cannot be done: nobody's fault but ours.
    pub(super) fn inject(&self, course: &mut Course<'_>) -> Result<(), Halt> {
        self.carry_out(course, self.fault.as_ref().map(Fault::inject), self.run.as_deref())
    }

    /// Takes it back.
    ///
    /// # Errors
    /// When it cannot be done: nobody's fault but ours.
    pub(super) fn undo(&self, course: &mut Course<'_>) -> Result<(), Halt> {
        self.carry_out(course, self.fault.as_ref().map(Fault::undo), self.undo.as_deref())
    }

    fn carry_out(
        &self,
        course: &mut Course<'_>,
        steps: Option<Vec<Step>>,
        run: Option<&str>,
    ) -> Result<(), Halt> {
        let node = self.node(course.scene)?;
        for step in steps.unwrap_or_default() {
            let output = course.run(Probe::of_fault(&node, step))?;
            if output.status() == Some(REFUSED) {
                let cause =
                    text!("error-fault-refused", node = node.as_str(), said = excerpt(&output.stderr));
                return Err(Verdict::Error(cause).into());
            }
            succeeded("fault", output)?;
        }
        if let Some(run) = run {
            Ours { on: self.on.clone(), run: run.to_owned() }.carry_out(course)?;
        }
        Ok(())
    }

    fn node(&self, scene: &Scene) -> Result<NodeName, Verdict> {
        match (&self.on, &scene.on) {
            (Some(node), _) => Ok(node.value.clone()),
            (None, Place::Node(node)) => Ok(node.clone()),
            (None, _) => Err(Verdict::Error(text!("stage-no-power"))),
        }
    }
}
