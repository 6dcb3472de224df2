//! What was learned from a persona, in how many questions, and how they were asked.
//!
//! The record is ours, on our side: nothing on a node can change it. Files that should have
//! been handed in before the interview are looked at when each question is asked, so that
//! no date of a file has to be trusted.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::unreadable;
use crate::check::{Act, Check, Findings, Place, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::persona::{Exchange, Manner, greets};
use crate::text;

/// Looks at what the student obtained from a persona of the lab (`personas`), by
/// `paillasse ask`. With `partial`, each topic counts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Interview {
    /// The persona, by its `id`.
    pub who: Located<CheckId>,
    /// The topics that should have been obtained, by their `id`.
    #[serde(default)]
    pub topics: Vec<Located<CheckId>>,
    /// How many of them are enough; all when nothing is said.
    pub at_least: Option<usize>,
    /// How many questions that took: `{ at-most: 8 }`. Those that came afterwards do not count;
    /// all do while the topics are not obtained, or when none is named.
    pub questions: Option<Matcher>,
    /// Whether the first question greeted, and none was rude.
    pub polite: Option<bool>,
    /// Files that should have been there when the first question was asked.
    #[serde(default)]
    pub handed_in: Vec<HandedIn>,
}

/// A file that comes before an interview.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HandedIn {
    /// The node that it is on.
    pub on: Located<NodeName>,
    /// Its path.
    pub path: String,
}

impl HandedIn {
    /// Returns what the record of an exchange calls it.
    pub fn key(&self) -> String {
        format!("{}:{}", self.on.as_str(), self.path)
    }
}

impl Interview {
    fn enough(&self) -> usize {
        self.at_least.unwrap_or(self.topics.len())
    }

    fn compare(&self, record: &[Exchange]) -> Verdict {
        let who = self.who.as_str();
        let mut findings = Findings::new();
        // Whoever had left was asked nothing.
        let heard: Vec<&Exchange> = record.iter().filter(|one| one.manner != Manner::Gone).collect();
        let Some(first) = heard.first() else {
            return Verdict::fail(text!("fact-persona-asked", who = who), text!("persona-asked"), text!("persona-never"));
        };
        let mut obtained: BTreeSet<&str> = BTreeSet::new();
        let mut asked = 0;
        for one in &heard {
            if !self.topics.is_empty() && obtained.len() >= self.enough() {
                break;
            }
            asked += 1;
            let topic = one.obtained().map(CheckId::as_str);
            obtained.extend(topic.filter(|id| self.topics.iter().any(|wanted| wanted.as_str() == *id)));
        }
        let (got, enough) = (obtained.len(), self.enough());
        if got < enough {
            // Which topics are missing is for the student to find out.
            findings.gap(text!("fact-persona-topics", who = who), text!("persona-topics", count = enough), text!("persona-topics", count = got));
        }
        if enough > 0 {
            findings.count(got.min(enough), enough);
        }
        let count = Observed::Number(asked as f64);
        findings.expect(text!("fact-persona-questions", who = who), self.questions.as_ref(), &count);
        let polite = greets(&first.question) && !heard.iter().any(|one| one.manner == Manner::Offended);
        findings.flag(text!("fact-persona-polite", who = who), self.polite, polite);
        for file in &self.handed_in {
            match first.files.get(&file.key()) {
                Some(Some(_)) => {}
                Some(None) => findings.gap(
                    text!("fact-persona-before", file = file.key(), who = who),
                    text!("shown-present"),
                    text!("shown-absent"),
                ),
                // The lab wanted it later than the question was asked.
                None => findings.error(text!("error-persona-file", file = file.key(), who = who)),
            }
        }
        findings.verdict()
    }
}

impl Check for Interview {
    fn probes(&self, _: &Scene) -> Vec<Probe> {
        vec![Probe { place: Place::Sensor, act: Act::Interview(self.who.value.clone()) }]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return unreadable("paillasse ask", "") };
        match serde_json::from_str::<Vec<Exchange>>(&output.stdout) {
            Ok(record) if output.status() == Some(0) => self.compare(&record),
            _ => unreadable("paillasse ask", &output.stdout),
        }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.handed_in.iter().map(|file| &file.on).collect()
    }

    fn wants_node(&self) -> bool {
        false
    }

    fn counts(&self) -> bool {
        true
    }

    fn interview(&self) -> Option<&Interview> {
        Some(self)
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let nothing = self.topics.is_empty() && self.questions.is_none() && self.polite.is_none() && self.handed_in.is_empty();
        if nothing || self.at_least.is_some_and(|least| least == 0 || least > self.topics.len()) {
            problems.push(text!("problem-persona-nothing"));
        }
        let mut seen = BTreeSet::new();
        if !self.topics.iter().all(|topic| seen.insert(topic.as_str())) {
            problems.push(text!("problem-persona-topic-twice"));
        }
        problems
    }
}
