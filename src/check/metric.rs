//! A measure says what is, and a rule tells what matters.
//!
//! A value is read where the student's monitoring keeps it, and compared with what is
//! expected or with what another command measures at the same time: before and after, since
//! the truth moves too.

mod replay;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{self, Course, Halt, Ours};
use crate::check::matcher::{Matcher, Observed};
use crate::check::program::first_line;
use crate::check::sight::{self, MARGIN};
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Verdict, as_user};
use crate::exec::{Ended, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::{Dimension, Quantity};
use crate::text;
use replay::Replay;

/// Reads a value: a `query` to `prometheus`, or what a command prints (`run`: snmpget, a
/// file); or tries alerting rules on recorded series (`replay`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metric {
    /// The URL of a Prometheus: `http://superv:9090`.
    pub prometheus: Option<String>,
    /// What is asked of it, in PromQL.
    pub query: Option<String>,
    /// Where curl runs; on the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// A script of the lab that prints the value as its last line, run as root on the node
    /// of `on`.
    pub run: Option<String>,
    /// What the value should be; of each series when there are several.
    pub value: Option<Matcher>,
    /// How many series the answer should have; at least one when nothing is said.
    pub count: Option<Matcher>,
    /// A script of the lab that measures the same thing itself and prints a number as its
    /// last line. It is run before and after the value is read.
    pub truth: Option<Ours>,
    /// How far from the truth the value may be: a number in its unit, or `5%` of the truth;
    /// not at all when nothing is said.
    pub tolerance: Option<String>,
    /// Rules tried on recorded series.
    pub replay: Option<Replay>,
}

/// A value, and what tells it from the others.
struct Sample {
    labels: String,
    value: String,
}

impl Metric {
    fn what(&self) -> String {
        self.query.clone().or_else(|| self.run.as_deref().map(first_line)).unwrap_or_default()
    }

    fn fact(&self, labels: &str) -> Text {
        match labels {
            "" => text!("fact-metric", what = self.what()),
            labels => text!("fact-metric-of", what = self.what(), labels = labels),
        }
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let scene = course.scene;
        if let Some(replay) = &self.replay {
            return Ok(replay.judge(course.run(scene.run_long(scene.on.clone(), replay.script(), MARGIN * 6))?)?);
        }
        let before = self.truth(course)?;
        let samples = match (&self.prometheus, &self.query) {
            (Some(url), Some(query)) => self.ask(course, url, query)?,
            _ => self.printed(course)?,
        };
        let after = self.truth(course)?;
        let mut findings = Findings::new();
        match &self.count {
            Some(count) => {
                let fact = text!("fact-metric-count", what = self.what());
                findings.expect(fact, Some(count), &Observed::Number(samples.len() as f64));
            }
            None if samples.is_empty() => {
                findings.gap(self.fact(""), text!("metric-some"), text!("metric-none"));
            }
            None => {}
        }
        for sample in &samples {
            let seen = match sample.value.parse::<f64>() {
                Ok(number) => Observed::Number(number),
                Err(_) => Observed::text(&sample.value),
            };
            findings.expect(self.fact(&sample.labels), self.value.as_ref(), &seen);
            if let (Some(before), Some(after)) = (before, after) {
                self.compare(sample, before, after, &mut findings);
            }
        }
        Ok(findings.verdict())
    }

    /// Compares a value with the truth, which was `before` and `after`.
    fn compare(&self, sample: &Sample, before: f64, after: f64, findings: &mut Findings) {
        let (low, high) = (before.min(after), before.max(after));
        let allowed = |truth: f64| match self.tolerance.as_deref().map(str::parse::<Quantity>) {
            Some(Ok(Quantity { value, dimension: Dimension::Percent })) => truth.abs() * value / 100.0,
            Some(Ok(quantity)) => quantity.value,
            _ => truth.abs() * 1e-9,
        };
        let seen = sample.value.parse::<Quantity>().map(|quantity| quantity.value);
        if !seen.is_ok_and(|seen| seen >= low - allowed(low) && seen <= high + allowed(high)) {
            let tolerance = self.tolerance.as_deref().unwrap_or("0");
            let truth = if low == high { low.to_string() } else { format!("{low} … {high}") };
            let expected = text!("metric-truth", truth = truth, tolerance = tolerance);
            findings.gap(self.fact(&sample.labels), expected, Observed::text(&sample.value).show());
        }
    }

    /// Measures the truth.
    fn truth(&self, course: &mut Course<'_>) -> Result<Option<f64>, Halt> {
        let Some(truth) = &self.truth else { return Ok(None) };
        let printed = truth.carry_out(course)?;
        let last = printed.trim().lines().last().unwrap_or_default();
        match last.parse::<Quantity>() {
            Ok(quantity) => Ok(Some(quantity.value)),
            Err(_) => Err(unreadable(&first_line(&truth.run), printed).into()),
        }
    }

    /// Reads the last line of what a command prints.
    fn printed(&self, course: &mut Course<'_>) -> Result<Vec<Sample>, Halt> {
        let run = self.run.as_deref().unwrap_or_default();
        let output = course.run(course.scene.run(as_user(None, run, None)))?;
        if let Ended::Status(status) = output.ended
            && ![0, 126, 127].contains(&status)
        {
            let actual = text!("restore-status", status = status, said = excerpt(&output.stderr));
            return Err(Verdict::fail(self.fact(""), text!("metric-some"), actual).into());
        }
        let last = succeeded(&first_line(run), output)?.trim().lines().last();
        Ok(last.map(|value| Sample { labels: String::new(), value: value.to_owned() }).into_iter().collect())
    }

    /// Asks Prometheus.
    fn ask(&self, course: &mut Course<'_>, url: &str, query: &str) -> Result<Vec<Sample>, Halt> {
        let scene = course.scene;
        let place = scene.from(self.from.as_ref());
        let host = sight::authority(url, sight::WEB).map(|(host, _)| host);
        let script = format!(
            "{}{}body=$(curl -q -sS --noproxy '*' --max-time 10 -G --data-urlencode {} --url {} 2>&1)\n\
             echo \"curl $?\"\nprintf '%s\\n' \"$body\"\n",
            sight::need(&["curl"]),
            sight::way(&place, host),
            quote(&format!("query={query}")),
            quote(&format!("{}/api/v1/query", url.trim_end_matches('/')))
        );
        let output = course.run(scene.run_long(place.clone(), script, MARGIN * 3))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded("curl", output)?;
        let (first, body) = printed.split_once('\n').unwrap_or((printed, ""));
        if let Some(verdict) = sight::blind(&place, first, host.unwrap_or_default()) {
            return Err(verdict.into());
        }
        match first.strip_prefix("curl ") {
            Some("0") => self.samples(body),
            Some("7" | "28" | "52" | "56") => {
                let actual = Text::verbatim(excerpt(body));
                Err(Verdict::fail(text!("fact-http", url = url), text!("expect-answer"), actual).into())
            }
            Some(status) => {
                let said = excerpt(body);
                let cause = text!("error-tool-failed", tool = "curl", status = status, said = said);
                Err(Verdict::Error(cause).into())
            }
            None => Err(unreadable("curl", printed).into()),
        }
    }

    /// Reads an answer of Prometheus (its HTTP API, "Instant queries").
    fn samples(&self, body: &str) -> Result<Vec<Sample>, Halt> {
        let other = || {
            let expected = text!("metric-prometheus");
            Halt::from(Verdict::fail(self.fact(""), expected, Observed::text(body).show()))
        };
        let answer: serde_json::Value = serde_json::from_str(body).map_err(|_| other())?;
        match answer["status"].as_str() {
            Some("success") => {}
            // The query is the lab's.
            Some("error") => {
                let said = excerpt(answer["error"].as_str().unwrap_or_default());
                return Err(Verdict::Error(text!("error-query", query = self.what(), said = said)).into());
            }
            _ => return Err(other()),
        }
        let result = &answer["data"]["result"];
        let value = |pair: &serde_json::Value| pair[1].as_str().map(str::to_owned).ok_or_else(other);
        match answer["data"]["resultType"].as_str() {
            Some("scalar" | "string") => Ok(vec![Sample { labels: String::new(), value: value(result)? }]),
            Some("vector") => result
                .as_array()
                .ok_or_else(other)?
                .iter()
                .map(|sample| {
                    let labels = sample["metric"].as_object().into_iter().flatten();
                    let words: Vec<String> = labels
                        .filter(|(name, _)| *name != "__name__")
                        .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default()))
                        .collect();
                    Ok(Sample { labels: words.join(" "), value: value(&sample["value"])? })
                })
                .collect(),
            _ => Err(Verdict::Error(text!("error-query", query = self.what(), said = "matrix")).into()),
        }
    }
}

impl Check for Metric {
    drill::by_course!();

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.from.iter().chain(self.truth.as_ref().and_then(|truth| truth.on.as_ref())).collect()
    }

    fn wants_node(&self) -> bool {
        self.prometheus.is_none() || self.truth.as_ref().is_some_and(|truth| truth.on.is_none())
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let sources = [self.prometheus.is_some(), self.run.is_some(), self.replay.is_some()];
        if sources.into_iter().filter(|given| *given).count() != 1
            || self.prometheus.is_some() != self.query.is_some()
        {
            problems.push(text!("problem-metric-source"));
        }
        let compared = self.value.is_some() || self.count.is_some() || self.truth.is_some();
        if compared == self.replay.is_some() {
            problems.push(text!("problem-metric-compared"));
        }
        if self.tolerance.as_ref().is_some_and(|given| given.parse::<Quantity>().is_err())
            || (self.tolerance.is_some() && self.truth.is_none())
        {
            problems.push(text!("problem-metric-tolerance"));
        }
        if self.replay.as_ref().is_some_and(|replay| !replay.moments.iter().any(|moment| moment.firing)) {
            problems.push(text!("problem-metric-moments"));
        }
        problems
    }
}
