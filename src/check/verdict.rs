//! What is concluded from what was observed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::exec::{Ended, ExecOutput};
use crate::i18n::Text;
use crate::text;

/// The conclusion of a check.
///
/// `Fail` says that the student's work was seen and is not what was expected.
/// Whatever kept us from seeing it is an `Error`, and is never held against anyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// What was expected is there.
    Pass,
    /// It is not; each gap says what was expected and what was seen.
    Fail(Vec<Gap>),
    /// It is not, and it is made of elements, some of which may be right. Like `Fail`; a
    /// check that says `partial` earns a part of its points.
    Partial(Vec<Gap>, Tally),
    /// Not judged.
    Error(Text),
    /// Not run.
    Skip {
        /// Why.
        because: Text,
        /// Whether its points are lost: a check that it needs failed. They are not when
        /// it was left out, or when what it needs could not be judged.
        lost: bool,
    },
    /// Left to the teacher, who is told what to look at and on which scale.
    Manual(Text),
}

/// How many elements of a check were right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Those that were right, less the wrong ones that were handed in as well.
    pub right: u32,
    /// Those that there are; never 0.
    pub of: u32,
}

/// One difference between what was expected and what was observed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// What was looked at: "owner of /srv", "status of `borg list`".
    pub fact: Text,
    /// What it should be.
    pub expected: Text,
    /// What it is.
    pub actual: Text,
}

impl Gap {
    /// The difference in one sentence.
    pub fn text(&self) -> Text {
        text!(
            "report-gap",
            fact = self.fact.clone(),
            expected = self.expected.clone(),
            actual = self.actual.clone()
        )
    }
}

impl Verdict {
    /// Returns a failure with a single gap.
    pub fn fail(fact: Text, expected: Text, actual: Text) -> Self {
        Self::Fail(vec![Gap { fact, expected, actual }])
    }

    /// Whether it is [`Verdict::Pass`].
    pub fn passed(&self) -> bool {
        matches!(self, Self::Pass)
    }

    /// The word that machine-readable reports use: `pass`, `fail`, `error`, `skip`,
    /// `manual`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) | Self::Partial(..) => "fail",
            Self::Error(_) => "error",
            Self::Skip { .. } => "skip",
            Self::Manual(_) => "manual",
        }
    }

    /// What differs from what was expected; nothing unless it failed.
    pub fn gaps(&self) -> Option<&[Gap]> {
        match self {
            Self::Fail(gaps) | Self::Partial(gaps, _) => Some(gaps),
            _ => None,
        }
    }

    /// Whether the work was seen and is not what was expected, or a check that it needs
    /// failed: its points are lost, or a part of them.
    pub fn failed(&self) -> bool {
        matches!(self, Self::Fail(_) | Self::Partial(..) | Self::Skip { lost: true, .. })
    }
}

/// Collects what differs, then concludes.
#[derive(Debug, Default)]
pub struct Findings {
    gaps: Vec<Gap>,
    error: Option<Text>,
    right: u32,
    of: u32,
    wrong: u32,
}

impl Findings {
    /// Returns findings without any.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a difference.
    pub fn gap(&mut self, fact: Text, expected: impl Into<Shown>, actual: impl Into<Shown>) {
        self.gaps.push(Gap { fact, expected: expected.into().0, actual: actual.into().0 });
    }

    /// Compares what was seen with what was expected, when something was.
    pub fn expect(&mut self, fact: Text, expected: Option<&Matcher>, actual: &Observed) {
        let Some(matcher) = expected else { return };
        match matcher.accepts(actual) {
            Ok(true) => {}
            Ok(false) => self.gap(fact, matcher.describe(), matcher.show_miss(actual)),
            Err(cause) => self.error = Some(cause),
        }
    }

    /// Compares two values for equality, when one is expected.
    pub fn equal<T: PartialEq + ToString + ?Sized>(&mut self, fact: Text, expected: Option<&T>, actual: &T) {
        if let Some(expected) = expected.filter(|expected| *expected != actual) {
            self.gap(fact, expected.to_string(), actual.to_string());
        }
    }

    /// Compares an answer to a yes-or-no question, when one is expected.
    pub fn flag(&mut self, fact: Text, expected: Option<bool>, actual: bool) {
        let word = |flag| if flag { text!("shown-yes") } else { text!("shown-no") };
        if let Some(expected) = expected.filter(|expected| *expected != actual) {
            self.gap(fact, word(expected), word(actual));
        }
    }

    /// Whether nothing differs so far.
    pub fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Takes over the differences that others found.
    pub fn extend(&mut self, others: Self) {
        self.gaps.extend(others.gaps);
    }

    /// Looks at one element of several: it is right when `look` notes no difference.
    pub fn element<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.gaps.len();
        let result = look(self);
        self.of += 1;
        self.right += u32::from(self.gaps.len() == before);
        result
    }

    /// Counts elements that were looked at in another way.
    pub fn count(&mut self, right: usize, of: usize) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.right += number(right);
        self.of += number(of);
    }

    /// Counts wrong elements that were handed in beside the right ones: each costs one, so
    /// that handing in everything does not pay.
    pub fn surplus(&mut self, count: usize) {
        self.wrong += u32::try_from(count).unwrap_or(u32::MAX);
    }

    /// Notes why nothing can be concluded.
    pub fn error(&mut self, cause: Text) {
        self.error = Some(cause);
    }

    /// Concludes: an error of ours first, then the gaps, else a pass.
    pub fn verdict(self) -> Verdict {
        match self.error {
            Some(cause) => Verdict::Error(cause),
            None if self.gaps.is_empty() => Verdict::Pass,
            None if self.of == 0 => Verdict::Fail(self.gaps),
            None => {
                // What failed is never all right, whatever was counted.
                let right = self.right.saturating_sub(self.wrong).min(self.of - 1);
                Verdict::Partial(self.gaps, Tally { right, of: self.of })
            }
        }
    }
}

/// Words for a reader: a sentence, or something quoted as it is.
pub struct Shown(pub Text);

impl From<Text> for Shown {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl From<String> for Shown {
    fn from(words: String) -> Self {
        Self(Text::verbatim(words))
    }
}

impl From<&str> for Shown {
    fn from(words: &str) -> Self {
        Self(Text::verbatim(words))
    }
}

/// Returns the exit status of a tool of ours, or why nothing can be concluded.
///
/// A timeout, a flood or a missing tool is not the student's fault.
///
/// # Errors
/// The verdict to return at once.
pub fn status_of(tool: &str, output: &ExecOutput) -> Result<i32, Verdict> {
    match output.ended {
        Ended::Timeout => Err(Verdict::Error(text!("error-timeout", command = tool))),
        Ended::Flood => Err(Verdict::Error(text!("error-flood", command = tool))),
        Ended::Status(127) => Err(Verdict::Error(text!("error-no-tool", tool = tool))),
        Ended::Status(126) => Err(Verdict::Error(text!("error-cannot-run", tool = tool))),
        Ended::Status(status) => Ok(status),
    }
}

/// Like [`status_of`], for a tool that has no business failing.
///
/// # Errors
/// The verdict to return at once.
pub fn succeeded<'a>(tool: &str, output: &'a ExecOutput) -> Result<&'a str, Verdict> {
    match status_of(tool, output)? {
        0 => Ok(&output.stdout),
        status => Err(Verdict::Error(text!(
            "error-tool-failed",
            tool = tool,
            status = status,
            said = excerpt(&output.stderr)
        ))),
    }
}

/// Returns the verdict for output that a tool of ours printed and we cannot read.
pub fn unreadable(tool: &str, output: &str) -> Verdict {
    Verdict::Error(text!("error-unreadable", tool = tool, said = excerpt(output)))
}

/// Returns the first line of a script that says something: its name for a reader.
pub fn first_line(script: &str) -> String {
    excerpt(script.lines().find(|line| !line.trim().is_empty()).unwrap_or_default())
}

/// Cuts what a machine printed to what a person reads in one glance: 400 characters.
pub fn excerpt(output: &str) -> String {
    let output = output.trim();
    if output.chars().count() <= 400 {
        return output.to_owned();
    }
    let mut cut: String = output.chars().take(397).collect();
    cut.push('…');
    cut
}
