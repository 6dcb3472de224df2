//! Whether a service answers or fails, for good: several answers in a row agree.
//!
//! Rank 1, no kind: used by those that compare before and after.

use std::time::Duration;

use crate::check::drill::{Course, Halt};
use crate::check::pulse::{EVERY, Pulse, READY, WAIT};
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Place, Verdict, sight};
use crate::quantity::Span;
use crate::text;

/// How a service answers, once it does so the same way several times in a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Steady {
    /// It does.
    Up,
    /// It does not; what was said last.
    Down(String),
}

impl Pulse {
    /// Asks until the last three answers agree, and are good where `good` is wanted; for a
    /// minute at most. Returns which they are.
    ///
    /// # Errors
    /// When it could not be asked, or goes to and fro.
    pub(super) fn steady(&self, course: &mut Course<'_>, good: bool) -> Result<Steady, Halt> {
        let scene = course.scene;
        let place = self.place(scene);
        let (attempt, mut tools) = self.attempt();
        tools.extend(["mktemp", "timeout", "sleep"]);
        let (every, wait) = (self.every.unwrap_or(EVERY).0, self.wait.unwrap_or(WAIT).0);
        let script = format!(
            "{}{}d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncat >\"$d/try\" <<'END-OF-TRY'\n{attempt}\nEND-OF-TRY\n\
             read -r begin rest </proc/uptime\nn=0; try=0; before=\nwhile :; do\ntry=$((try + 1))\n\
             PAILLASSE_TRY=$try timeout -k 1 {} sh \"$d/try\" >\"$d/said\" 2>&1 </dev/null\nstatus=$?\n\
             if [ $status = 0 ]; then now=up; else now=down; fi\n\
             if [ \"$now\" = \"$before\" ]; then n=$((n + 1)); else n=1; fi\nbefore=$now\n\
             if [ $n -ge 3 ] && [ \"$now\" != {} ]; then break; fi\nread -r up rest </proc/uptime\n\
             if [ $((${{up%.*}} - ${{begin%.*}})) -ge {} ]; then [ $n -ge 3 ] || now=unsteady; break; fi\n\
             sleep {}\ndone\necho \"$now $status\"\nhead -c 300 \"$d/said\"\n",
            sight::need(&tools),
            sight::way(&place, self.host()),
            wait.as_secs_f64(),
            if good { "down" } else { "unwanted" },
            READY.as_secs(),
            every.as_secs_f64(),
        );
        let output = course.run(scene.run_long(place.clone(), script, READY * 2))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded("sh", output)?;
        if let Some(verdict) = sight::blind(&place, printed.trim(), self.host().unwrap_or_default()) {
            return Err(verdict.into());
        }
        let (first, said) = printed.split_once('\n').unwrap_or((printed, ""));
        match first.split_once(' ') {
            Some(("up", _)) => Ok(Steady::Up),
            // What the script of a lab calls is not there: that says nothing of the service.
            Some(("down", status @ ("126" | "127"))) if self.run.is_some() => {
                let cause =
                    text!("error-tool-failed", tool = self.what(), status = status, said = excerpt(said));
                Err(Verdict::Error(cause).into())
            }
            Some(("down", _)) => Ok(Steady::Down(excerpt(said))),
            Some(("unsteady", _)) => Err(Verdict::Error(text!("error-unsteady", what = self.what())).into()),
            _ => Err(unreadable("sh", printed).into()),
        }
    }

    /// Makes sure that it answers before anything happens.
    ///
    /// # Errors
    /// When it does not, for a minute.
    pub(super) fn answers_before(&self, course: &mut Course<'_>) -> Result<(), Halt> {
        match self.steady(course, true)? {
            Steady::Up => Ok(()),
            Steady::Down(said) => Err(self.never(&self.place(course.scene), &said).into()),
        }
    }

    /// Lets time go by where the service is asked.
    ///
    /// # Errors
    /// When the machine does not answer.
    pub(super) fn pause(&self, course: &mut Course<'_>, time: Span) -> Result<(), Halt> {
        let scene = course.scene;
        let script = format!("sleep {}\n", time.0.as_secs_f64());
        let least = time.0 + Duration::from_secs(30);
        succeeded("sleep", course.run(scene.run_long(self.place(scene), script, least))?)?;
        Ok(())
    }

    /// Returns the verdict on a service that does not answer.
    pub(super) fn never(&self, place: &Place, said: &str) -> Verdict {
        let fact = text!("fact-pulse-before", what = self.what(), from = place.to_string());
        Verdict::fail(fact, text!("pulse-answers"), text!("pulse-never", said = excerpt(said)))
    }
}
