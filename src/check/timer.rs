//! Something is started at set times, by a systemd timer or by cron.
//!
//! The question is what happens when, not where it is written: calendars are compared by
//! their meaning ([`super::calendar`]), and either way of planning will do. A plan that
//! would not come true plans nothing: a timer that is not started, or not enabled, or
//! whose unit does not exist, a crontab that cron ignores, a cron that does not run.

mod observe;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::calendar::{Rule, equivalent, happens};
use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Gap, Probe, Scene, Verdict, yes};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;
use observe::{Plan, plans, script};

/// Looks at what is planned: by systemd timers, crontabs (of the system and of users),
/// `/etc/cron.daily` and the like, and anacron. It should be planned for good.
///
/// `timer: { runs: /usr/local/bin/sauvegarde, at: "02:30" }` expects it every day at half
/// past two, whichever way the student chose: a timer must be started and enabled, and
/// cron must run and be enabled.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Timer {
    /// What is started. A bare value is one word of the command (`/usr/local/bin/save`,
    /// or its name `save`) or the name of the unit; conditions are compared with the name
    /// of the unit, with the whole command, and with each line of a script under
    /// `/etc/cron.daily` and the like.
    pub runs: Matcher,
    /// Whether it should be planned; true when nothing is said.
    #[serde(default = "yes")]
    pub planned: bool,
    /// When, as a calendar expression of systemd (`02:30`, `Mon..Fri 22:00`, `weekly`,
    /// `*:0/15`), in the time zone of the machine. Compared by meaning: every instant,
    /// and no other.
    pub at: Option<String>,
    /// How much later than `at` it may start, a random delay (`RandomizedDelaySec`)
    /// included; not at all when nothing is said.
    pub slack: Option<Span>,
    /// Whether a run that was missed while the machine was off is made up for
    /// (`Persistent=`, or anacron).
    pub persistent: Option<bool>,
    /// The user as whom it runs.
    pub user: Option<Matcher>,
    /// How its last run ended: `success`, `exit-code`, `timeout`… (`Result` of its unit).
    /// Never having run is no success. Cron keeps no record: then it is not judged.
    pub last_result: Option<Matcher>,
    /// How long ago it last started, by hand or not: `{ at-most: 25h }`. Cron keeps no
    /// record: then it is not judged.
    pub last_run: Option<Matcher>,
}

impl Timer {
    /// Whether a plan starts what is meant.
    fn means(&self, plan: &Plan) -> Result<bool, Text> {
        if let Some(wanted) = self.runs.bare() {
            let named = plan.units.iter().any(|unit| {
                unit == wanted || unit.rsplit_once('.').is_some_and(|(stem, _)| stem == wanted)
            });
            let separators = |c: char| c.is_whitespace() || ";|&()<>{}\"'`".contains(c);
            let word = |word: &str| {
                word == wanted || (!wanted.contains('/') && word.rsplit_once('/').is_some_and(|(_, name)| name == wanted))
            };
            let whole = |command: &String| command == wanted || command.split(separators).any(word);
            return Ok(named || plan.commands.iter().any(whole));
        }
        let mut faces = plan.units.iter().chain(&plan.commands);
        faces.try_fold(false, |any, face| Ok(any | self.runs.accepts(&Observed::text(face))?))
    }

    fn judge_plan(&self, plan: &Plan, now: f64) -> Verdict {
        let name = plan.name.as_str();
        let mut findings = Findings::new();
        for Gap { fact, expected, actual } in &plan.faults {
            findings.gap(fact.clone(), expected.clone(), actual.clone());
        }
        self.judge_calendar(plan, &mut findings);
        findings.flag(text!("fact-timer-persistent", timer = name), self.persistent, plan.persistent);
        let user = Observed::text(&plan.user);
        findings.expect(text!("fact-timer-user", timer = name), self.user.as_ref(), &user);
        match &plan.last {
            None if self.last_result.is_some() || self.last_run.is_some() => {
                findings.error(text!("error-timer-no-record", timer = name));
            }
            None => {}
            Some(last) => {
                let result = Observed::text(if last.ran() { &last.result } else { "" });
                findings.expect(text!("fact-timer-last-result", timer = name), self.last_result.as_ref(), &result);
                let ago = last.started.map_or(String::new(), |started| format!("{:.0}s", (now - started).max(0.0)));
                let fact = text!("fact-timer-last-run", timer = name);
                findings.expect(fact, self.last_run.as_ref(), &Observed::Text(ago));
            }
        }
        findings.verdict()
    }

    fn judge_calendar(&self, plan: &Plan, findings: &mut Findings) {
        let Some(at) = &self.at else { return };
        let Some((wanted, _)) = Rule::parse(at) else {
            return findings.error(text!("problem-timer-at", given = at));
        };
        if let Some(unread) = &plan.unread {
            return findings.error(text!("error-timer-calendar", given = unread, timer = plan.name.as_str()));
        }
        let slack = self.slack.map_or(0, |slack| u32::try_from(slack.0.as_secs()).unwrap_or(u32::MAX));
        let fact = text!("fact-timer-at", timer = plan.name.as_str());
        if !equivalent(&[wanted], &plan.rules, slack, plan.delay) {
            match plan.delay {
                0 => findings.gap(fact, at.as_str(), Observed::list(&plan.written).show()),
                delay => findings.gap(
                    fact,
                    at.as_str(),
                    text!("shown-delayed", calendar = Observed::list(&plan.written).show(), delay = format!("{delay}s")),
                ),
            }
        }
    }
}

impl Check for Timer {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(script(self.last_run.is_some()))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("systemctl", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let Some((plans, now)) = plans(printed) else { return unreadable("systemctl", printed) };
        let mut meant = Vec::new();
        for plan in &plans {
            match self.means(plan) {
                Ok(true) => meant.push(plan),
                Ok(false) => {}
                Err(cause) => return Verdict::Error(cause),
            }
        }
        let fact = || text!("fact-timer", runs = self.runs.describe());
        if !self.planned {
            return match meant.iter().find(|plan| plan.faults.is_empty()) {
                None => Verdict::Pass,
                Some(plan) => Verdict::fail(fact(), text!("shown-not-planned"), Text::verbatim(plan.name.as_str())),
            };
        }
        // One plan that is right is enough; else the one that comes nearest is told.
        let mut nearest: Option<Vec<Gap>> = None;
        let mut error = None;
        for verdict in meant.iter().map(|plan| self.judge_plan(plan, now)) {
            match verdict {
                Verdict::Pass => return Verdict::Pass,
                Verdict::Fail(gaps) if nearest.as_ref().is_none_or(|best| gaps.len() < best.len()) => {
                    nearest = Some(gaps);
                }
                Verdict::Fail(_) => {}
                other => error = Some(other),
            }
        }
        match (error, nearest) {
            (Some(error), _) => error,
            (None, Some(gaps)) => Verdict::Fail(gaps),
            (None, None) => Verdict::fail(fact(), text!("shown-planned"), text!("shown-not-planned")),
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if let Some(at) = &self.at
            && !matches!(Rule::parse(at), Some((rule, None)) if happens(&rule))
        {
            problems.push(text!("problem-timer-at", given = at));
        }
        if self.slack.is_some() && self.at.is_none() {
            problems.push(text!("problem-timer-slack"));
        }
        let detail = self.at.is_some()
            || self.persistent.is_some()
            || self.user.is_some()
            || self.last_result.is_some()
            || self.last_run.is_some();
        if !self.planned && detail {
            problems.push(text!("problem-timer-unplanned"));
        }
        problems
    }
}
