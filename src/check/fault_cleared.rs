//! A fault that was injected is repaired: users no longer feel it, and its cause is gone.
//!
//! A workaround that hides the symptom is no repair, and a fault that was never injected, or
//! that the teacher took back, was repaired by nobody: it is not judged.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::{Act, Check, Place, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::CheckId;
use crate::text;

/// A fault of the lab is repaired: the checks of `then`, its symptom and its cause, all
/// pass. Not judged while the fault is not injected (`paillasse fault`, `paillasse
/// incident`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FaultCleared {
    /// The fault, by its name in `faults`.
    pub fault: Located<CheckId>,
    /// The checks that should pass, at least two; none of level `full`: the symptom, as
    /// users feel it, and the cause, which a workaround does not touch.
    pub then: Vec<Located<CheckId>>,
}

impl Check for FaultCleared {
    /// Asks whether the fault was injected. The checks of `then` look at the rest.
    fn probes(&self, _: &Scene) -> Vec<Probe> {
        vec![Probe { place: Place::Sensor, act: Act::Injected(self.fault.value.clone()) }]
    }

    /// The checks of `then` decide; they come after this verdict.
    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        match outputs {
            [output] if output.status() == Some(0) => Verdict::Pass,
            _ => Verdict::Error(text!("error-fault-absent", id = self.fault.as_str())),
        }
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let mut ids: Vec<&str> = self.then.iter().map(|id| id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() < 2 { vec![text!("problem-fault-cleared")] } else { Vec::new() }
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }

    fn fault(&self) -> Option<&Located<CheckId>> {
        Some(&self.fault)
    }
}
