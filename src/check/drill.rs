//! A check whose next step depends on what came back before.
//!
//! A kind tells its course once, from the first step to the last, with [`Course::run`] and
//! `?`. It is gone through again each time an output arrives: what is known already is
//! handed out, and the first step without an output is what to do next. So the course
//! stays pure, and what is run and what is judged cannot drift apart.
//!
//! Rank 1, no kind: used by those that disturb something and look at what happens.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::program::{PATIENCE, first_line};
use crate::check::verdict::succeeded;
use crate::check::{Probe, Scene, Verdict, as_user};
use crate::exec::ExecOutput;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// A script of the lab that is run on a node during a drill.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ours {
    /// The node; that of the check's `on` when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// A script, run as root; it has to succeed within five minutes. `$PAILLASSE_NONCE` is
    /// a word that nobody can foresee.
    pub run: String,
}

impl Ours {
    /// Runs it. That it fails is nobody's fault but ours.
    ///
    /// # Errors
    /// When it did not end with status 0, or was not run yet.
    pub(super) fn carry_out<'a>(&self, course: &mut Course<'a>) -> Result<&'a str, Halt> {
        let scene = course.scene;
        let place = scene.at(self.on.as_ref());
        let nonce = format!("PAILLASSE_NONCE={}; export PAILLASSE_NONCE\n", scene.nonce);
        let script = format!("{nonce}{}", as_user(None, &self.run, None));
        let output = course.run(scene.run_long(place, script, PATIENCE))?;
        Ok(succeeded(&first_line(&self.run), output)?)
    }
}

/// Why a course does not go on.
pub(super) enum Halt {
    /// This has to be done first.
    Ask(Box<Probe>),
    /// All is known.
    Over(Verdict),
}

impl From<Verdict> for Halt {
    fn from(verdict: Verdict) -> Self {
        Self::Over(verdict)
    }
}

/// What came back so far.
pub(super) struct Course<'a> {
    /// The check's surroundings.
    pub scene: &'a Scene,
    outputs: std::slice::Iter<'a, ExecOutput>,
}

impl<'a> Course<'a> {
    /// Returns what a step gave.
    ///
    /// # Errors
    /// When it was not done yet.
    pub fn run(&mut self, probe: Probe) -> Result<&'a ExecOutput, Halt> {
        self.outputs.next().ok_or_else(|| Halt::Ask(Box::new(probe)))
    }
}

type Told<'a> = &'a dyn Fn(&mut Course<'_>) -> Result<Verdict, Halt>;

fn go(scene: &Scene, outputs: &[ExecOutput], told: Told<'_>) -> Halt {
    let mut course = Course { scene, outputs: outputs.iter() };
    match told(&mut course) {
        Ok(verdict) => Halt::Over(verdict),
        Err(halt) => halt,
    }
}

/// Returns what to do after these outputs.
pub(super) fn next(scene: &Scene, outputs: &[ExecOutput], told: Told<'_>) -> Vec<Probe> {
    match go(scene, outputs, told) {
        Halt::Ask(probe) => vec![*probe],
        Halt::Over(_) => Vec::new(),
    }
}

/// Concludes; a course that was broken off is not judged.
pub(super) fn judge(scene: &Scene, outputs: &[ExecOutput], told: Told<'_>) -> Verdict {
    match go(scene, outputs, told) {
        Halt::Ask(_) => Verdict::Error(text!("error-no-output")),
        Halt::Over(verdict) => verdict,
    }
}

/// Writes what a kind that has a `course` need not: `probes`, `next` and `judge` of its
/// `Check`.
macro_rules! by_course {
    () => {
        fn probes(&self, scene: &crate::check::Scene) -> Vec<crate::check::Probe> {
            self.next(scene, &[])
        }

        fn next(
            &self,
            scene: &crate::check::Scene,
            outputs: &[crate::exec::ExecOutput],
        ) -> Vec<crate::check::Probe> {
            crate::check::drill::next(scene, outputs, &|course| self.course(course))
        }

        fn judge(
            &self,
            scene: &crate::check::Scene,
            outputs: &[crate::exec::ExecOutput],
        ) -> crate::check::Verdict {
            crate::check::drill::judge(scene, outputs, &|course| self.course(course))
        }
    };
}
pub(super) use by_course;
