//! Keeps secrets out of everything that is stored or shown.

use crate::check::{Act, Gap, Probe, Verdict};
use crate::exec::{Command, ExecOutput};
use crate::i18n::{Arg, Text};
use crate::runner::Evidence;

/// The most that evidence keeps of each stream, in bytes.
const KEPT: usize = 16 * 1024;

/// Values that must not be seen.
#[derive(Clone, Default)]
pub struct Mask {
    secrets: Vec<String>,
}

impl Mask {
    /// Returns a mask over these values. Those of less than four characters are left
    /// out: hiding them would hide everything.
    pub fn new(secrets: &[String]) -> Self {
        Self { secrets: secrets.iter().filter(|secret| secret.chars().count() >= 4).cloned().collect() }
    }

    /// Returns the words without the secrets.
    pub fn words(&self, words: &str) -> String {
        self.secrets.iter().fold(words.to_owned(), |words, secret| words.replace(secret.as_str(), "***"))
    }

    /// Returns evidence, masked and cut to what is worth keeping.
    pub(super) fn evidence(&self, probe: &Probe, output: &ExecOutput) -> Evidence {
        let act = match &probe.act {
            Act::Run(command) => {
                Act::Run(Command { script: self.words(&command.script), timeout: command.timeout })
            }
            power => power.clone(),
        };
        Evidence {
            probe: Probe { place: probe.place.clone(), act },
            output: ExecOutput {
                ended: output.ended.clone(),
                stdout: cut(self.words(&output.stdout)),
                stderr: cut(self.words(&output.stderr)),
            },
        }
    }

    /// Returns a verdict whose words are masked.
    pub(super) fn verdict(&self, verdict: Verdict) -> Verdict {
        if self.secrets.is_empty() {
            return verdict;
        }
        let masked = |gaps: Vec<Gap>| {
            gaps.into_iter()
                .map(|gap| Gap {
                    fact: self.text(gap.fact),
                    expected: self.text(gap.expected),
                    actual: self.text(gap.actual),
                })
                .collect()
        };
        match verdict {
            Verdict::Fail(gaps) => Verdict::Fail(masked(gaps)),
            Verdict::Partial(gaps, tally) => Verdict::Partial(masked(gaps), tally),
            Verdict::Manual(criterion) => Verdict::Manual(self.text(criterion)),
            Verdict::Error(cause) => Verdict::Error(self.text(cause)),
            other => other,
        }
    }

    fn text(&self, text: Text) -> Text {
        text.map(&|arg| match arg {
            Arg::Words(words) => Arg::Words(self.words(&words)),
            other => other,
        })
    }
}

fn cut(mut text: String) -> String {
    if text.len() > KEPT {
        let end = (0..=KEPT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    text
}
