//! What an event really touches, against what was said.
//!
//! On clones: all services answer; something is taken away; after a while each is asked
//! again. What then fails steadily is touched. The truth is what was seen, never what the
//! lab thinks: a student may have made a service independent of what breaks.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::disruption::Disruption;
use crate::check::document::Format;
use crate::check::drill::{self, Course, Halt};
use crate::check::pulse::Pulse;
use crate::check::rows::{self, Row};
use crate::check::steady::Steady;
use crate::check::wording::fold;
use crate::check::{Check, Findings, Level, Verdict};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// How long after the event the services are asked when nothing is said.
const AFTER: Span = Span(Duration::from_secs(10));

/// Words for yes and for no that a table may hold.
const YES: [&str; 7] = ["oui", "o", "yes", "y", "x", "vrai", "true"];
const NO: [&str; 5] = ["non", "n", "no", "faux", "false"];

/// Takes something away on clones (`disrupt`) and compares the services that then fail with
/// those of `touched`, or with what the student foresaw in a `file`. All services have to
/// answer before; one that answers and fails by turns afterwards is not judged. `{ disrupt:
/// { on: bd, fault: { service-stopped: { unit: mariadb } } }, services: { site: { http:
/// "http://web/" }, fichiers: { tcp: "fic:445" } }, touched: [site] }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BlastRadius {
    /// What happens.
    pub disrupt: Disruption,
    /// The services, by name: `intranet: { http: http://web/ }`. Each is asked until three
    /// answers in a row agree, for a minute at most; `every` is the time between two.
    pub services: BTreeMap<String, Pulse>,
    /// The services that should fail, and no others; `[]` for none.
    pub touched: Option<Vec<String>>,
    /// What the student foresaw: a table, on the node of `on`.
    pub file: Option<Foreseen>,
    /// How long after the event the services are asked; 10s when nothing is said.
    pub after: Option<Span>,
}

/// A table of services, and whether each is touched.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Foreseen {
    /// Its absolute path: CSV, or a list in YAML or JSON.
    pub path: String,
    /// The column that names the service.
    pub service: String,
    /// The column that says whether it is touched: `oui` or `non`.
    pub touched: String,
    /// Other words for yes in that column: `interrompu`.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Other words for no: `disponible`.
    #[serde(default)]
    pub no: Vec<String>,
}

impl Foreseen {
    fn format(&self) -> Option<Format> {
        Format::of(&self.path).filter(|format| matches!(format, Format::Csv | Format::Yaml | Format::Json))
    }

    /// Reads a word; nothing when it is neither yes nor no.
    fn word(&self, written: &str) -> Option<bool> {
        let folded = fold(written);
        let among = |usual: &[&str], others: &[String]| {
            usual.contains(&folded.as_str()) || others.iter().any(|other| fold(other) == folded)
        };
        match (among(&YES, &self.yes), among(&NO, &self.no)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    fn read(&self, course: &mut Course<'_>) -> Result<Vec<Row>, Halt> {
        let output = course.run(course.scene.run(deliverable::script(&self.path)))?;
        let format = self.format().ok_or_else(|| Verdict::Error(text!("error-no-output")))?;
        Ok(rows::read(&self.path, format, None, output)?)
    }

    /// Compares one service with what was foreseen.
    fn compare(&self, rows: &[Row], service: &str, touched: bool, findings: &mut Findings) {
        let mut said = rows.iter().filter(|row| fold(row.text(&self.service)) == fold(service));
        let fact = text!("fact-foreseen", service = service, file = &self.path);
        let right = || text!("table-right-value");
        match (said.next(), said.next()) {
            (None, _) => findings.gap(fact, right(), text!("facts-missing")),
            (Some(_), Some(_)) => findings.gap(fact, right(), text!("foreseen-twice")),
            (Some(row), None) => {
                let written = row.text(&self.touched);
                if written.is_empty() {
                    findings.gap(fact, right(), text!("facts-missing"));
                } else if self.word(written) != Some(touched) {
                    findings.gap(fact, right(), written);
                }
            }
        }
    }
}

impl BlastRadius {
    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        // Before anything breaks: the file may be on the node that does.
        let rows = self.file.as_ref().map(|file| file.read(course)).transpose()?;
        for pulse in self.services.values() {
            pulse.answers_before(course)?;
        }
        self.disrupt.inject(course)?;
        let mut after = Some(self.after.unwrap_or(AFTER));
        let mut findings = Findings::new();
        for (service, pulse) in &self.services {
            if let Some(time) = after.take() {
                pulse.pause(course, time)?;
            }
            let touched = match pulse.steady(course, false)? {
                Steady::Up => None,
                Steady::Down(said) => Some(said),
            };
            findings.element(|findings| self.compare(rows.as_deref(), service, touched, findings));
        }
        if let (Some(file), Some(rows)) = (&self.file, &rows) {
            let known = |row: &&Row| self.services.keys().any(|known| fold(known) == fold(row.text(&file.service)));
            let others: Vec<&str> =
                rows.iter().filter(|row| !known(row)).map(|row| row.text(&file.service)).collect();
            if !others.is_empty() {
                findings.surplus(others.len());
                let fact = text!("table-surplus", file = &file.path);
                findings.gap(fact, text!("shown-nothing"), others.join(", "));
            }
        }
        Ok(findings.verdict())
    }

    fn compare(&self, rows: Option<&[Row]>, service: &str, touched: Option<String>, findings: &mut Findings) {
        if let (Some(file), Some(rows)) = (&self.file, rows) {
            return file.compare(rows, service, touched.is_some(), findings);
        }
        let expected = self.touched.iter().flatten().any(|name| name == service);
        let fact = text!("fact-touched", service = service);
        match touched {
            Some(said) if !expected => findings.gap(fact, text!("touched-not"), text!("touched-said", said = said)),
            None if expected => findings.gap(fact, text!("touched"), text!("touched-not")),
            _ => {}
        }
    }
}

impl Check for BlastRadius {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.services.values().filter_map(|pulse| pulse.from.as_ref()).chain(&self.disrupt.on).collect()
    }

    fn wants_node(&self) -> bool {
        self.disrupt.on.is_none() || self.file.is_some()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = self.disrupt.problems();
        problems.extend(self.services.values().flat_map(Pulse::problems));
        if self.services.is_empty() {
            problems.push(text!("problem-blast-services"));
        }
        if self.touched.is_some() == self.file.is_some() {
            problems.push(text!("problem-blast-expected"));
        }
        for name in self.touched.iter().flatten().filter(|name| !self.services.contains_key(*name)) {
            problems.push(text!("problem-blast-unknown", name = name));
        }
        if let Some(file) = self.file.as_ref().filter(|file| file.format().is_none()) {
            problems.push(text!("problem-table-format", file = &file.path));
        }
        for pulse in self.services.values() {
            // The kernel of a frozen node goes on answering: nothing could be seen.
            if self.disrupt.freezes() && (pulse.ping.is_some() || pulse.tcp.is_some()) {
                problems.push(text!("problem-failover-frozen"));
            }
            if let (Some(from), Some(on)) = (&pulse.from, &self.disrupt.on)
                && from.value == on.value
                && self.disrupt.takes_power()
            {
                problems.push(text!("problem-failover-from", node = on.as_str()));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Foreseen;

    #[test]
    fn what_is_neither_yes_nor_no_is_wrong() {
        let yaml = "{ path: /a.csv, service: service, touched: effet, yes: [interrompu], no: [disponible, oui] }";
        let file: Foreseen = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(file.word("Interrompu"), Some(true));
        assert_eq!(file.word(" NON "), Some(false));
        assert_eq!(file.word("peut-être"), None);
        assert_eq!(file.word("oui"), None, "it means both");
    }
}
