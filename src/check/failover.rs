//! Something breaks, and the service is back soon enough.
//!
//! The service is asked again and again (see [`pulse`](crate::check::pulse)) while something
//! is taken away from clones and given back.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::disruption::Disruption;
use crate::check::drill::{self, Course, Halt};
use crate::check::pulse::{Loop, Pulse, seconds};
use crate::check::{Check, Findings, Level, Verdict};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;

/// How much longer than it may be away the service is asked.
const BEYOND: Duration = Duration::from_secs(10);

/// How long a service answers without a failure before it counts as back for good.
const CALM: Duration = Duration::from_secs(10);

/// Asks a service again and again on clones while something is taken away (`disrupt`) and,
/// with `back-within`, given back. The service has to answer before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Failover {
    /// What happens.
    pub disrupt: Disruption,
    /// What is asked.
    pub probe: Pulse,
    /// The longest that the service may be away at one time. In doubt, within the time from
    /// one try to the next, the shorter counts.
    pub max_outage: Option<Span>,
    /// How many tries may fail in all.
    pub max_errors: Option<u64>,
    /// How long the disruption lasts; 10s more than `max-outage` when nothing is said.
    pub hold: Option<Span>,
    /// How soon after the disruption was taken back the last try may fail. Without it,
    /// nothing is taken back.
    pub back_within: Option<Span>,
    /// Checks that should pass at the end. Each is tried until it passes, for as long as
    /// its own `within`, 20s when it has none.
    #[serde(default)]
    pub then: Vec<Located<CheckId>>,
}

impl Failover {
    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let asking = Loop::start(&self.probe, course)?;
        asking.mark(course, "begin")?;
        self.disrupt.inject(course)?;
        let hold = self.hold.map_or(self.max_outage.map_or(BEYOND, |most| most.0 + BEYOND), |hold| hold.0);
        asking.hold(course, hold)?;
        if let Some(back) = self.back_within {
            self.disrupt.undo(course)?;
            asking.mark(course, "undone")?;
            asking.settle(course, back.0 + BEYOND, CALM)?;
        }
        let record = asking.end(course)?;
        let mut findings = Findings::new();
        let fact = Loop::of(&self.probe, course.scene);
        let missing = || Verdict::Error(text!("error-no-output"));
        let begin = record.at("begin").ok_or_else(missing)?;
        record.judge(&fact, begin, self.max_outage, self.max_errors, &mut findings);
        if let Some(back) = self.back_within {
            let undone = record.at("undone").ok_or_else(missing)?;
            if let Some(last) = record.outages(undone).last() {
                let actual = match last.end {
                    Some(_) => text!("pulse-back", seconds = seconds(last.late - undone)),
                    None => text!("pulse-not-back"),
                };
                // A try that failed at the very end may be the beginning of anything.
                if last.end.is_none() || last.late - undone > back.0.as_secs_f64() {
                    let bound = text!("pulse-back-within", bound = back.to_string());
                    findings.gap(fact, bound, actual);
                }
            }
        }
        Ok(findings.verdict())
    }
}

impl Check for Failover {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.probe.from.iter().chain(&self.disrupt.on).collect()
    }

    fn wants_node(&self) -> bool {
        self.disrupt.on.is_none()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = self.probe.problems();
        problems.extend(self.disrupt.problems());
        if self.max_outage.is_none() && self.max_errors.is_none() && self.back_within.is_none() {
            problems.push(text!("problem-failover-bound"));
        }
        if self.back_within.is_some() && !self.disrupt.can_be_undone() {
            problems.push(text!("problem-failover-undo"));
        }
        // The kernel of a frozen node goes on answering: nothing could be seen.
        if self.disrupt.freezes() && (self.probe.ping.is_some() || self.probe.tcp.is_some()) {
            problems.push(text!("problem-failover-frozen"));
        }
        if let (Some(from), Some(on)) = (&self.probe.from, &self.disrupt.on)
            && from.value == on.value
        {
            problems.push(text!("problem-failover-from", node = on.as_str()));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}
