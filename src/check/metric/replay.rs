//! Alerting rules tried on recorded series: which moments do they tell?
//!
//! Prometheus' own `promtool test rules` does it. Names and texts of the alerts are the
//! student's; what is expected is that something fires, or that nothing does.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::sight;
use crate::check::verdict::{excerpt, status_of, unreadable};
use crate::check::{Findings, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::quantity::Span;
use crate::text;

/// A recorded series.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name and labels: `up{job="web"}`.
    pub series: String,
    /// Its values, as promtool writes them: `1x5 0x10` is six times 1, then eleven times 0.
    pub values: String,
}

/// What should be told at some moment of the recording.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The time since its beginning.
    pub at: Span,
    /// Whether an alert should be firing.
    pub firing: bool,
    /// The name of the alert that is meant; any alert when nothing is said.
    pub alert: Option<String>,
}

/// Rules of the student's, tried on recorded series with promtool, on the node of `on`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// The file of rules; `*` stands for anything in a name.
    pub rules: String,
    /// The time from one value of the series to the next, and from one evaluation of the
    /// rules to the next; 1min when nothing is said.
    pub interval: Option<Span>,
    /// The series.
    pub series: Vec<Series>,
    /// What should be told, and what should not.
    pub moments: Vec<Moment>,
}

impl Replay {
    /// Returns the script that tries the rules.
    pub(super) fn script(&self) -> String {
        let seconds = |span: Span| format!("{}s", span.0.as_secs().max(1));
        let interval = seconds(self.interval.unwrap_or(Span(std::time::Duration::from_secs(60))));
        // JSON is YAML: nothing that is written here can end its string.
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let mut file = format!(
            "rule_files: [{}]\nevaluation_interval: {interval}\ntests:\n- interval: {interval}\n  input_series:\n",
            json(&self.rules)
        );
        for series in &self.series {
            file.push_str(&format!(
                "  - {{ series: {}, values: {} }}\n",
                json(&series.series),
                json(&series.values)
            ));
        }
        file.push_str("  promql_expr_test:\n");
        for (number, moment) in self.moments.iter().enumerate() {
            let name = moment.alert.as_ref().map(|name| format!(",alertname={}", json(name)));
            // The number tells failures apart, and changes nothing.
            let expression = format!(
                "((count(ALERTS{{alertstate=\"firing\"{}}}) or vector(0)) > bool 0) + 0 * {number}",
                name.unwrap_or_default()
            );
            file.push_str(&format!(
                "  - {{ expr: {}, eval_time: {}, exp_samples: [{{ labels: \"{{}}\", value: {} }}] }}\n",
                json(&expression),
                seconds(moment.at),
                u8::from(moment.firing)
            ));
        }
        format!(
            "{}dir=$(mktemp -d) || exit\nprintf %s {} >\"$dir/test.yml\"\n\
             promtool test rules \"$dir/test.yml\" 2>&1\nstatus=$?\nrm -rf \"$dir\"\necho \"promtool $status\"\n",
            sight::need(&["mktemp", "promtool"]),
            quote(&file)
        )
    }

    /// Judges what promtool said.
    pub(super) fn judge(&self, output: &ExecOutput) -> Result<Verdict, Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        status_of("promtool", output)?;
        let printed = output.stdout.as_str();
        let (said, status) = printed.trim_end().rsplit_once("promtool ").ok_or_else(|| unreadable("promtool", printed))?;
        if status == "0" {
            return Ok(Verdict::Pass);
        }
        let mut findings = Findings::new();
        for line in said.lines().filter(|line| line.trim_start().starts_with("expr: ")) {
            let number = line.split("+ 0 * ").nth(1).and_then(|rest| rest.split('"').next());
            let moment = number.and_then(|number| self.moments.get(number.parse::<usize>().ok()?));
            let Some(moment) = moment else { return Err(unreadable("promtool", said)) };
            let word = |firing| if firing { text!("metric-firing") } else { text!("metric-silent") };
            let fact = text!("fact-replay", rules = &self.rules, at = moment.at.to_string());
            findings.gap(fact, word(moment.firing), word(!moment.firing));
        }
        match findings.verdict() {
            // Nothing was tried: the rules cannot be read.
            Verdict::Pass if said.contains("FAILED") => Ok(Verdict::fail(
                text!("fact-path", path = &self.rules),
                text!("metric-rules"),
                crate::i18n::Text::verbatim(excerpt(said)),
            )),
            Verdict::Pass => Err(unreadable("promtool", said)),
            verdict => Ok(verdict),
        }
    }
}
