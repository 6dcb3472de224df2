//! When something breaks, the right people hear of it, once, and hear that it is over.
//!
//! On clones: no such alert is raised yet; something is disturbed; the alert is raised in
//! time, with the labels that it should have; what was disturbed is put right; the alert
//! goes away. Alerts are read where they arrive: at an Alertmanager, in a file (a mail box, a
//! log), or at the sensor, which they are posted to. Times are those of the machine that reads, by its own clock since its start.

mod webhook;

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::disruption::Disruption;
use crate::check::document::{Document, Format};
use crate::check::drill::{self, Course, Halt};
use crate::check::matcher::{Matcher, Observed};
use crate::check::pulse::seconds;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Level, Place, Scene, Verdict, sight};
use crate::exec::quote;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;
use webhook::{Labels, Webhook, labels, posted};

/// How long clones that have just started get to become quiet.
const SETTLE: f64 = 90.0;

/// How long it has to stay quiet before anything is disturbed, when nothing is said.
const CALM: Span = Span(Duration::from_secs(10));

/// How often one looks at most: what waits longer waits for something else.
const LOOKS: usize = 900;

/// A file where alerts arrive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// The node; that of the check's `on` when nothing is said.
    pub on: Option<Located<NodeName>>,
    /// Its path.
    pub path: String,
    /// What a line that raises the alert looks like.
    pub line: Matcher,
    /// What a line that says that it is over looks like.
    pub resolved: Option<Matcher>,
}

/// Disturbs something on clones, and expects the right alert: at an `alertmanager`, in a
/// `file`, or posted to a `webhook`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alert {
    /// What happens.
    pub disrupt: Disruption,
    /// The URL of an Alertmanager (`http://superv:9093`), whose active alerts are read with
    /// curl.
    pub alertmanager: Option<String>,
    /// Where curl runs; on the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// A webhook that alerts are posted to, as Alertmanager and Grafana do: the sensor listens
    /// while the drill runs, and at no other time.
    pub webhook: Option<Webhook>,
    /// The labels that the alert has, at the Alertmanager or in what is posted: its name is `alertname`. An alert
    /// with these labels is the right one.
    #[serde(default)]
    pub labels: BTreeMap<String, Matcher>,
    /// Labels that the right alert should have besides, such as `severity`.
    #[serde(default)]
    pub expect: BTreeMap<String, Matcher>,
    /// A file where alerts arrive.
    pub file: Option<Mailbox>,
    /// How soon after the disruption the alert has to be raised.
    pub raised_within: Span,
    /// How soon after the disruption was taken back it has to be over. Without it, nothing
    /// is taken back.
    pub resolved_within: Option<Span>,
    /// How long no such alert has to have been raised before; 10s when nothing is said.
    pub calm: Option<Span>,
    /// How many such alerts there may be at most; any number when nothing is said. At a
    /// webhook each post that says so again counts, until it is over.
    pub max_count: Option<u64>,
    /// Checks that should pass at the end. Each is tried until it passes, for as long as
    /// its own `within`, 20s when it has none.
    #[serde(default)]
    pub then: Vec<Located<CheckId>>,
}

/// One look at where alerts arrive.
struct Look {
    /// Seconds since the start of the machine that looks.
    at: f64,
    /// The labels of each alert that is the right one; lines are a label `line`.
    raised: Vec<Labels>,
    /// The labels of another one, for whoever wonders what arrived.
    other: Option<Labels>,
    /// Whether something said that it is over, or nothing is raised any more.
    over: bool,
}

impl Look {
    fn at(at: f64) -> Self {
        Self { at, raised: Vec::new(), other: None, over: false }
    }
}

impl Alert {
    fn place(&self, scene: &Scene) -> Place {
        match &self.file {
            Some(file) => scene.at(file.on.as_ref()),
            None if self.webhook.is_some() => Place::Sensor,
            None => scene.from(self.from.as_ref()),
        }
    }

    /// What is looked at, for a person.
    fn fact(&self) -> Text {
        match (&self.file, &self.alertmanager) {
            (Some(file), _) => text!("fact-alert-file", path = &file.path),
            (None, Some(url)) => text!("fact-alert", url = url),
            (None, None) => {
                let place = self.webhook.as_ref().map(Webhook::shown).unwrap_or_default();
                text!("fact-alert-webhook", place = place)
            }
        }
    }

    /// Returns the script that looks once, `pause` seconds from now. Of a file, or of what was
    /// posted, what stands before `from` is not new; without it, of a file, only its size is
    /// told.
    fn script(&self, place: &Place, pause: u32, from: Option<u64>) -> String {
        let stamp = format!("sleep {pause}\nread -r up rest </proc/uptime\necho \"at $up\"\n");
        match (&self.file, &self.alertmanager) {
            (Some(file), _) => {
                let path = quote(&file.path);
                let new = from.map(|from| format!("tail -c +{} {path}\n", from + 1)).unwrap_or_default();
                format!(
                    "{stamp}[ -e {path} ] || {{ echo size 0; exit 0; }}\n\
                     echo \"size $(wc -c <{path})\" || exit\n{new}"
                )
            }
            (None, None) => format!("{stamp}{}", Webhook::read(from.unwrap_or(0))),
            (None, Some(url)) => {
                let url = url.trim_end_matches('/');
                let way = sight::way(place, self.host());
                let url = quote(&format!("{url}/api/v2/alerts?active=true&silenced=false&inhibited=false"));
                format!(
                    "{}{way}{stamp}body=$(curl -q -sS --noproxy '*' --max-time 5 --url {url} 2>&1)\n\
                     echo \"curl $?\"\nprintf '%s\\n' \"$body\"\n",
                    sight::need(&["curl"])
                )
            }
        }
    }

    /// The host of the Alertmanager.
    fn host(&self) -> Option<&str> {
        let url = self.alertmanager.as_deref().unwrap_or_default();
        sight::authority(url, sight::WEB).map(|(host, _)| host)
    }

    fn look(&self, course: &mut Course<'_>, pause: u32, from: Option<u64>) -> Result<(Look, u64), Halt> {
        let scene = course.scene;
        let place = self.place(scene);
        let output = course.run(scene.run_on(place.clone(), self.script(&place, pause, from)))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded("sh", output)?;
        if self.alertmanager.is_some()
            && let Some(verdict) = sight::blind(&place, printed.trim(), self.host().unwrap_or_default())
        {
            return Err(verdict.into());
        }
        let broken = || Halt::from(unreadable("sh", printed));
        let (at, rest) = printed.strip_prefix("at ").and_then(|rest| rest.split_once('\n')).ok_or_else(broken)?;
        let at: f64 = at.parse().map_err(|_| broken())?;
        let (first, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if self.alertmanager.is_none() {
            let size = first.strip_prefix("size ").and_then(|size| size.trim().parse().ok()).ok_or_else(broken)?;
            let look = if self.webhook.is_some() { self.received(at, body) } else { self.lines(at, body) };
            return Ok((look?, size));
        }
        match first.strip_prefix("curl ") {
            Some("0") => {}
            // The student's service does not answer: that is seen, not an error of ours.
            Some("7" | "28" | "52" | "56") => return Ok((Look::at(at), 0)),
            Some(_) => {
                let said = excerpt(body);
                let cause = text!("error-tool-failed", tool = "curl", status = first, said = said);
                return Err(Verdict::Error(cause).into());
            }
            None => return Err(broken()),
        }
        Ok((self.raised(at, body)?, 0))
    }

    /// Reads lines of a file.
    fn lines(&self, at: f64, body: &str) -> Result<Look, Verdict> {
        let mut look = Look::at(at);
        let Some(file) = &self.file else { return Ok(look) };
        for line in body.lines() {
            if file.line.accepts(&Observed::text(line)).map_err(Verdict::Error)? {
                look.raised.push([("line".to_owned(), line.to_owned())].into());
            }
            if let Some(resolved) = &file.resolved {
                look.over |= resolved.accepts(&Observed::text(line)).map_err(Verdict::Error)?;
            }
        }
        Ok(look)
    }

    /// Reads what was posted, a post per line.
    fn received(&self, at: f64, body: &str) -> Result<Look, Verdict> {
        let (mut look, mut active) = (Look::at(at), Vec::new());
        for (over, labels) in body.lines().flat_map(posted) {
            if !self.is_right(&labels)? {
                look.other = Some(labels);
                continue;
            }
            active.retain(|other| *other != labels);
            if !over {
                active.push(labels.clone());
                look.raised.push(labels);
            }
        }
        look.over = active.is_empty();
        Ok(look)
    }

    /// Whether an alert is one of those that are looked for.
    fn is_right(&self, alert: &Labels) -> Result<bool, Verdict> {
        for (name, matcher) in &self.labels {
            let value = alert.get(name).map_or("", String::as_str);
            if !matcher.accepts(&Observed::text(value)).map_err(Verdict::Error)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Reads what an Alertmanager lists.
    fn raised(&self, at: f64, body: &str) -> Result<Look, Halt> {
        let fail = || {
            let actual = Observed::text(body).show();
            Halt::from(Verdict::fail(self.fact(), text!("alert-manager"), actual))
        };
        Document::parse(Format::Json, body).map_err(|_| fail())?;
        let alerts: Vec<serde_json::Value> = serde_json::from_str(body).map_err(|_| fail())?;
        let mut look = Look::at(at);
        for alert in &alerts {
            let labels = labels(alert).ok_or_else(fail)?;
            if self.is_right(&labels)? {
                look.raised.push(labels);
            } else {
                look.other = Some(labels);
            }
        }
        look.over = look.raised.is_empty();
        Ok(look)
    }

    /// Looks until `done`, at most `time` seconds after the first look. Returns the last
    /// look, and when the first was.
    fn wait(
        &self,
        course: &mut Course<'_>,
        from: u64,
        time: f64,
        done: &dyn Fn(&Look) -> bool,
    ) -> Result<(Look, f64), Halt> {
        let (mut look, _) = self.look(course, 0, Some(from))?;
        let begin = look.at;
        // A look takes a second at least: the time is over before they are.
        for _ in 0..LOOKS.max(time as usize + 60) {
            if done(&look) || look.at - begin > time {
                break;
            }
            (look, _) = self.look(course, 1, Some(from))?;
        }
        Ok((look, begin))
    }

    /// Waits until nothing is raised, and has not been for a while.
    fn quiet(&self, course: &mut Course<'_>) -> Result<u64, Halt> {
        let calm = self.calm.unwrap_or(CALM).0.as_secs_f64();
        if self.file.is_some() {
            // What stands in the file already is not new.
            let (_, size) = self.look(course, 0, None)?;
            let (look, _) = self.wait(course, size, calm, &|look| !look.raised.is_empty())?;
            return match look.raised.first() {
                None => Ok(size),
                Some(labels) => Err(self.early(labels).into()),
            };
        }
        if let Some(webhook) = &self.webhook {
            let output = course.run(course.scene.run_on(Place::Sensor, webhook.listen()))?;
            if let Some(verdict) = sight::missing_tool(output) {
                return Err(verdict.into());
            }
            succeeded("webhook", output)?;
        }
        let (first, mut size) = self.look(course, 0, None)?;
        let mut last_raised = (!first.over).then_some(first.at);
        let mut look = first;
        let begin = look.at;
        for _ in 0..LOOKS {
            if look.at - last_raised.unwrap_or(begin) >= calm {
                return Ok(size);
            }
            if look.at - begin > SETTLE {
                break;
            }
            (look, size) = self.look(course, 1, None)?;
            if !look.over {
                last_raised = Some(look.at);
            }
        }
        Err(match look.raised.first() {
            Some(labels) => self.early(labels).into(),
            None => Verdict::fail(self.fact(), text!("expect-answer"), text!("alert-no-answer")).into(),
        })
    }

    fn early(&self, labels: &Labels) -> Verdict {
        let actual = text!("alert-early", alert = show(labels));
        Verdict::fail(self.fact(), text!("alert-none-before"), actual)
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let mut findings = Findings::new();
        let from = self.quiet(course)?;
        self.disrupt.inject(course)?;
        let most = self.raised_within.0.as_secs_f64();
        let (raised, begin) = self.wait(course, from, most, &|look| !look.raised.is_empty())?;
        if raised.raised.is_empty() {
            let bound = text!("alert-raised-within", bound = self.raised_within.to_string());
            let time = seconds(raised.at - begin);
            let waited = match &raised.other {
                Some(other) => text!("alert-none-but", seconds = time, alert = show(other)),
                None => text!("alert-none", seconds = time),
            };
            return Ok(Verdict::fail(self.fact(), bound, waited));
        }
        for (name, matcher) in &self.expect {
            let value = raised.raised[0].get(name).map_or("", String::as_str);
            let fact = text!("fact-alert-label", name = name, alert = show(&raised.raised[0]));
            findings.expect(fact, Some(matcher), &Observed::text(value));
        }
        let mut count = raised.raised.len();
        if let Some(resolved) = self.resolved_within {
            self.disrupt.undo(course)?;
            let most = resolved.0.as_secs_f64();
            let (last, begin) = self.wait(course, from, most, &|look| look.over)?;
            count = count.max(last.raised.len());
            if !last.over {
                let bound = text!("alert-over-within", bound = resolved.to_string());
                let waited = text!("alert-still", seconds = seconds(last.at - begin));
                findings.gap(self.fact(), bound, waited);
            }
        }
        if let Some(most) = self.max_count.filter(|most| count as u64 > *most) {
            findings.gap(self.fact(), text!("alert-count-most", count = most), text!("alert-count", count = count));
        }
        Ok(findings.verdict())
    }
}

/// Shows the labels of an alert.
fn show(labels: &Labels) -> String {
    let words: Vec<String> = labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    excerpt(&words.join(" "))
}

impl Check for Alert {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let file = self.file.as_ref().and_then(|file| file.on.as_ref());
        self.from.iter().chain(&self.disrupt.on).chain(file).collect()
    }

    fn wants_node(&self) -> bool {
        self.disrupt.on.is_none() || self.file.as_ref().is_some_and(|file| file.on.is_none())
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = self.disrupt.problems();
        let ways = [self.file.is_some(), self.alertmanager.is_some(), self.webhook.is_some()];
        if ways.iter().filter(|given| **given).count() != 1 {
            problems.push(text!("problem-alert-one"));
        }
        problems.extend(self.webhook.iter().flat_map(Webhook::problems));
        if (self.alertmanager.is_some() || self.webhook.is_some()) && self.labels.is_empty() {
            problems.push(text!("problem-alert-labels"));
        }
        if self.resolved_within.is_some() && !self.disrupt.can_be_undone() {
            problems.push(text!("problem-failover-undo"));
        }
        if self.file.as_ref().is_some_and(|file| file.resolved.is_some() != self.resolved_within.is_some()) {
            problems.push(text!("problem-alert-resolved"));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}

#[cfg(test)]
mod tests {
    use super::Alert;
    use crate::check::Place;

    /// A log may be longer than what a probe may print.
    #[test]
    fn what_stands_in_a_file_before_is_not_printed() {
        let alert: Alert =
            serde_saphyr::from_str("{ disrupt: { run: x }, file: { path: /x, line: a }, raised-within: 5s }")
                .unwrap();
        assert!(!alert.script(&Place::Sensor, 0, None).contains("tail"));
        assert!(alert.script(&Place::Sensor, 0, Some(7)).contains("tail -c +8 /x"));
    }
}
