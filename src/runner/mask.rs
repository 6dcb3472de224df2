//! Keeps secrets out of everything that is stored or shown.
//!
//! What was hidden leaves a trace: where, and a tag of the value that only the student's
//! seed gives. So whoever has the seed can put the value back and judge the evidence again
//! as it was, and whoever has only the evidence learns nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::{Act, Gap, Probe, Verdict};
use crate::exec::{Command, ExecOutput};
use crate::i18n::{Arg, Text};
use crate::individual::Seed;
use crate::runner::Evidence;

/// The most that evidence keeps of each stream, in bytes.
const KEPT: usize = 16 * 1024;

/// What stands in the place of a secret.
const HIDDEN: &str = "***";

/// Values that must not be seen, each with its tag.
#[derive(Clone, Default)]
pub struct Mask {
    secrets: Vec<(String, String)>,
}

/// Where a secret was hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HiddenAt {
    /// Where its `***` begins, in bytes.
    pub at: usize,
    /// Which: the same eight digits for the same value of the same student.
    pub tag: String,
}

/// What was hidden in a piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hidden {
    /// In the script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<HiddenAt>,
    /// In standard output.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stdout: Vec<HiddenAt>,
    /// In standard error.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stderr: Vec<HiddenAt>,
}

impl Hidden {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.script.is_empty() && self.stdout.is_empty() && self.stderr.is_empty()
    }
}

impl Mask {
    /// Returns a mask over these values of the student of this seed. Those of less than four
    /// characters are left out: hiding them would hide everything.
    pub fn new(secrets: &[String], seed: &Seed) -> Self {
        let long = secrets.iter().filter(|secret| secret.chars().count() >= 4);
        Self { secrets: long.map(|secret| (secret.clone(), seed.tag(secret))).collect() }
    }

    /// Returns the words without the secrets.
    pub fn words(&self, words: &str) -> String {
        self.hide(words).0
    }

    /// Returns the words without the secrets, and what was hidden where. Of secrets that
    /// begin at the same place, the longest is hidden.
    fn hide(&self, words: &str) -> (String, Vec<HiddenAt>) {
        let (mut shown, mut hidden, mut rest) = (String::new(), Vec::new(), words);
        loop {
            let found =
                self.secrets.iter().filter_map(|(secret, tag)| Some((rest.find(secret)?, secret, tag)));
            let first = found.min_by_key(|(at, secret, _)| (*at, std::cmp::Reverse(secret.len())));
            let Some((at, secret, tag)) = first else { break };
            shown.push_str(&rest[..at]);
            hidden.push(HiddenAt { at: shown.len(), tag: tag.clone() });
            shown.push_str(HIDDEN);
            rest = &rest[at + secret.len()..];
        }
        shown.push_str(rest);
        (shown, hidden)
    }

    /// Puts back what was hidden; nothing when a value is not one of these, or when there
    /// is nothing hidden where it should be.
    fn reveal(&self, shown: &str, hidden: &[HiddenAt]) -> Option<String> {
        let (mut words, mut from) = (String::new(), 0);
        for HiddenAt { at, tag } in hidden {
            let (secret, _) = self.secrets.iter().find(|(_, known)| known == tag)?;
            words.push_str(shown.get(from..*at)?);
            from = at.checked_add(HIDDEN.len())?;
            (shown.get(*at..from)? == HIDDEN).then(|| words.push_str(secret))?;
        }
        words.push_str(shown.get(from..)?);
        Some(words)
    }

    /// Returns evidence, masked and cut to what is worth keeping.
    pub(super) fn evidence(&self, probe: &Probe, output: &ExecOutput) -> Evidence {
        let (act, script) = self.act(&probe.act);
        let (mut stdout, hidden_out) = self.hide(&output.stdout);
        let (mut stderr, hidden_err) = self.hide(&output.stderr);
        let cut = cut(&mut stdout) | cut(&mut stderr);
        Evidence {
            probe: Probe { place: probe.place.clone(), act },
            output: ExecOutput { ended: output.ended.clone(), stdout, stderr },
            hidden: Hidden { script, stdout: hidden_out, stderr: hidden_err },
            cut,
        }
    }

    fn act(&self, act: &Act) -> (Act, Vec<HiddenAt>) {
        match act {
            Act::Run(command) => {
                let (script, hidden) = self.hide(&command.script);
                (Act::Run(Command { script, timeout: command.timeout }), hidden)
            }
            power => (power.clone(), Vec::new()),
        }
    }

    /// Whether evidence is that of this probe. How long it might have taken is no part of
    /// what was done.
    pub(super) fn is_of(&self, evidence: &Evidence, probe: &Probe) -> bool {
        let (act, hidden) = self.act(&probe.act);
        let same = match (&act, &evidence.probe.act) {
            (Act::Run(now), Act::Run(then)) => now.script == then.script,
            (now, then) => now == then,
        };
        same && hidden == evidence.hidden.script && probe.place == evidence.probe.place
    }

    /// Returns the output as the machine gave it; nothing when a value that was hidden is
    /// not known here.
    pub(super) fn output(&self, evidence: &Evidence) -> Option<ExecOutput> {
        Some(ExecOutput {
            ended: evidence.output.ended.clone(),
            stdout: self.reveal(&evidence.output.stdout, &evidence.hidden.stdout)?,
            stderr: self.reveal(&evidence.output.stderr, &evidence.hidden.stderr)?,
        })
    }

    /// Returns a verdict whose words are masked.
    pub fn verdict(&self, verdict: Verdict) -> Verdict {
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

    /// Returns a sentence whose words are masked.
    pub fn text(&self, text: Text) -> Text {
        text.map(&|arg| match arg {
            Arg::Words(words) => Arg::Words(self.words(&words)),
            other => other,
        })
    }
}

/// Cuts a text to what is kept; returns whether anything was lost.
fn cut(text: &mut String) -> bool {
    let long = text.len() > KEPT;
    if long {
        let end = (0..=KEPT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    long
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use crate::individual::Seed;

    fn mask(secrets: &[&str]) -> Mask {
        let secrets: Vec<String> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        Mask::new(&secrets, &Seed::new([7; 32]))
    }

    #[test]
    fn what_is_hidden_comes_back_as_it_was() {
        let mask = mask(&["hunter22", "hunter22-long", "été-été"]);
        for words in [
            "",
            "nothing",
            "hunter22",
            "a hunter22-long b hunter22 c *** d été-été",
            "hunter22hunter22",
            "***hunter22***",
        ] {
            let (shown, hidden) = mask.hide(words);
            assert!(!shown.contains("hunter22") && !shown.contains("été"), "{shown}");
            assert_eq!(mask.reveal(&shown, &hidden).as_deref(), Some(words));
        }
    }

    #[test]
    fn a_value_that_is_not_known_is_not_guessed() {
        let (shown, hidden) = mask(&["hunter22", "password"]).hide("hunter22 or password");
        assert_eq!(shown, "*** or ***");
        assert_eq!(mask(&["hunter22"]).reveal(&shown, &hidden), None);
        let mut moved = hidden.clone();
        moved[1].at -= 1;
        assert_eq!(mask(&["hunter22", "password"]).reveal(&shown, &moved), None);
        moved[1].at = usize::MAX;
        assert_eq!(mask(&["hunter22", "password"]).reveal(&shown, &moved), None);
    }

    #[test]
    fn tags_tell_values_apart_and_students_too() {
        let (_, hidden) = mask(&["hunter22", "password"]).hide("hunter22 password hunter22");
        assert_eq!(hidden[0].tag, hidden[2].tag);
        assert_ne!(hidden[0].tag, hidden[1].tag);
        let other = Mask::new(&["hunter22".to_owned()], &Seed::new([8; 32]));
        assert_ne!(other.hide("hunter22").1[0].tag, hidden[0].tag);
    }
}
