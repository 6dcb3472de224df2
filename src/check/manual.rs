//! A criterion that no program can judge: the clarity of a text, an oral account.
//!
//! It is shown in every report as left to the teacher, and is no part of the score.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::{Check, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// Leaves a criterion to the teacher: shown in every report, judged by nobody else, no part
/// of the score. `points` is what the teacher may give, 0 when nothing is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manual {
    /// What to look at, in one sentence for the teacher.
    pub label: String,
    /// The steps of the scale, from the lowest: `[absent, partial, clear]`; nothing when
    /// the teacher is free.
    #[serde(default)]
    pub scale: Vec<String>,
}

impl Check for Manual {
    fn probes(&self, _: &Scene) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, _: &Scene, _: &[ExecOutput]) -> Verdict {
        let label = self.label.as_str();
        Verdict::Manual(match self.scale.as_slice() {
            [] => Text::verbatim(label),
            scale => text!("manual-scale", label = label, scale = scale.join(" / ")),
        })
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn automatic(&self) -> bool {
        false
    }

    fn problems(&self) -> Vec<Text> {
        let blank = self.label.trim().is_empty() || self.scale.len() == 1;
        blank.then(|| text!("problem-manual")).into_iter().collect()
    }
}
