//! Passwords of a whole class kept out of its sheets.
//!
//! Evidence was masked for its own student alone: a neighbour's password that was copied
//! stands there as it was typed.

use crate::check::Act;
use crate::report::class::ClassSheet;
use crate::runner::{Hidden, Mask};

/// Hides the secrets of a mask in what a sheet shows.
pub fn hide(sheet: &mut ClassSheet, mask: &Mask) {
    for piece in sheet.evidence.values_mut().flatten() {
        let mut changed = false;
        let mut words = |text: &mut String| {
            let hidden = mask.words(text);
            changed |= hidden != *text;
            *text = hidden;
        };
        words(&mut piece.output.stdout);
        words(&mut piece.output.stderr);
        if let Act::Run(command) = &mut piece.probe.act {
            words(&mut command.script);
        }
        if changed {
            // Where the student's own stood is another place now.
            piece.hidden = Hidden::default();
        }
    }
    for outcome in sheet.report.iter_mut().flat_map(|report| &mut report.outcomes) {
        outcome.verdict = mask.verdict(outcome.verdict.clone());
    }
    for open in &mut sheet.not_judged {
        open.why = mask.text(open.why.clone());
    }
}
