//! A program of the student's, run during a drill: how it ended, how long it took, what it
//! said last.
//!
//! It is observed from outside. It writes to a file, so that neither a flood nor a daemon
//! that keeps the stream open is taken for a failure; the time since the machine's start
//! is not affected when the program sets the clock.
//!
//! Rank 1, no kind: used by the drills.

use std::time::Duration;

use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Verdict, as_user};
use crate::exec::{Ended, ExecOutput, quote};
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// How long one may take when nothing is said.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// How much longer than `at-most` one is let run, to say how long it took.
pub(super) const BEYOND: Duration = Duration::from_secs(30);

/// What `timeout` ends with when it had to end what it ran.
const OUT_OF_TIME: i32 = 124;

/// What the student wrote runs with the programs that the student has, not with ours.
const OWN_PATH: &str = "PATH=${PAILLASSE_OWN_PATH:-$PATH}";

/// Returns a script that runs a program and prints `ended STATUS CENTISECONDS`, then the
/// end of what it said.
pub(super) fn timed(user: Option<&str>, script: &str) -> String {
    // `runuser` keeps the streams but not always the right to open the file anew.
    let script = format!(
        "USER=${{USER:-root}} LOGNAME=${{LOGNAME:-root}} {OWN_PATH}; export USER LOGNAME PATH\n{script}"
    );
    measured(&as_user(user, &script, None))
}

/// Like [`timed`], for text that a student wrote: a shell of its own reads it, so that a
/// missing quote is the student's failure and not ours, stops at the first command that
/// fails, and is ended after `limit`.
pub(super) fn isolated(user: &str, shell: &str, script: &str, limit: Duration, nonce: &str) -> String {
    let who = quote(user);
    let seconds = limit.as_secs_f64();
    // A compound is read whole before it runs, so that what it reads is not its own text.
    measured(&format!(
        "HOME=$(getent passwd {who} | cut -d: -f6) USER={who} LOGNAME={who}\nexport HOME USER LOGNAME\n\
         cd \"$HOME\" 2>/dev/null || cd /\n\
         timeout -k 5 {seconds} runuser -u {who} -- {shell} -e -s <<'END-{nonce}'\n\
         {OWN_PATH}; export PATH\n{{ :\n{script}\n}} </dev/null\nEND-{nonce}"
    ))
}

fn measured(run: &str) -> String {
    format!(
        "{}said=$(mktemp) || exit\ncentiseconds() {{ read -r up rest </proc/uptime; echo \"${{up%.*}}${{up#*.}}\"; }}\n\
         start=$(centiseconds)\n(\n{run}\n) >\"$said\" 2>&1\nstatus=$?\n\
         echo \"ended $status $(($(centiseconds) - start))\"\ntail -c 2000 \"$said\"\nrm -f \"$said\"\nexit 0\n",
        sight::need(&["mktemp", "tail", "timeout", "runuser"]),
    )
}

/// How a program ended.
#[derive(Debug, PartialEq)]
pub(super) struct Ran<'a> {
    /// Its exit status.
    pub status: i32,
    /// How long it took.
    pub took: Duration,
    /// The end of what it said.
    pub said: &'a str,
}

impl<'a> Ran<'a> {
    /// Reads what [`timed`] and [`isolated`] print.
    ///
    /// # Errors
    /// The verdict to return at once: it could not be run.
    pub fn read(output: &'a ExecOutput) -> Result<Self, Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let printed = succeeded("sh", output)?;
        Self::parse(printed).ok_or_else(|| unreadable("sh", printed))
    }

    fn parse(printed: &'a str) -> Option<Self> {
        let (first, said) = printed.split_once('\n')?;
        let (status, took) = first.strip_prefix("ended ")?.split_once(' ')?;
        let took = Duration::from_millis(took.parse::<u64>().ok()?.checked_mul(10)?);
        Some(Self { status: status.parse().ok()?, took, said: said.trim() })
    }

    /// Whether [`isolated`] had to end it, having let it run for `limit`.
    pub fn was_ended(&self, limit: Duration) -> bool {
        self.status == OUT_OF_TIME && self.took >= limit
    }

    /// Says how it ended.
    pub fn text(&self) -> Text {
        text!("restore-status", status = self.status, said = last_words(self.said))
    }
}

/// Judges a program that has to succeed, and within `most`.
///
/// # Errors
/// The verdict to return at once.
pub(super) fn judge<'a>(fact: Text, output: &'a ExecOutput, most: Option<Span>) -> Result<Ran<'a>, Verdict> {
    if let (Ended::Timeout, Some(most)) = (&output.ended, most) {
        return Err(late(fact, most, format!("> {}", Span(most.0 + BEYOND))));
    }
    let ran = Ran::read(output)?;
    if ran.status != 0 {
        return Err(Verdict::fail(fact, text!("restore-success"), ran.text()));
    }
    match most {
        Some(most) if ran.took > most.0 => Err(late(fact, most, Span(ran.took).to_string())),
        _ => Ok(ran),
    }
}

/// Returns the verdict on what took longer than it may.
pub(super) fn late(fact: Text, most: Span, took: String) -> Verdict {
    let bound = text!("expect-at-most", bound = most.to_string());
    Verdict::fail(text!("fact-duration", what = fact), bound, Text::verbatim(took))
}

/// Returns the first line of a script that says something, to name it by.
pub(super) fn first_line(script: &str) -> String {
    excerpt(script.lines().find(|line| !line.trim().is_empty()).unwrap_or_default())
}

/// Cuts words to their end, where programs say why they failed.
pub(super) fn last_words(said: &str) -> String {
    let count = said.chars().count();
    if count <= 300 {
        said.to_owned()
    } else {
        format!("…{}", said.chars().skip(count - 299).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Ran;

    #[test]
    fn what_a_program_says_is_not_how_it_ended() {
        let ran = Ran::parse("ended 2 154\nended 0 1\n");
        assert_eq!(ran, Some(Ran { status: 2, took: Duration::from_millis(1540), said: "ended 0 1" }));
        assert_eq!(Ran::parse("nothing"), None);
    }

    #[test]
    fn a_program_that_says_124_itself_was_not_ended() {
        let ran = Ran::parse("ended 124 3\n").unwrap();
        assert!(!ran.was_ended(Duration::from_secs(5)));
        assert!(Ran::parse("ended 124 501\n").unwrap().was_ended(Duration::from_secs(5)));
    }
}
