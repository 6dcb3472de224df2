//! A check whose next step depends on what came back before.
//!
//! A kind tells its course once, from the first step to the last, with [`Course::run`] and
//! `?`. It is gone through again each time an output arrives: what is known already is
//! handed out, and the first step without an output is what to do next. So the course
//! stays pure, and what is run and what is judged cannot drift apart.
//!
//! Rank 1, no kind: used by those that disturb something and look at what happens.

use crate::check::{Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::text;

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
