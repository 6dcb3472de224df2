//! Tickets of a help desk, kept as one YAML or JSON file each in a directory of a node.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::document::{Document, Format, Found, Unparseable};
use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::wording::{accepts, fold};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Reads the tickets in a directory of the node and compares those that are selected with
/// what they should have become. Case and accents do not count.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ticket {
    /// The absolute path of the directory; of each `.yaml`, `.yml` or `.json` file in it
    /// 16 KiB are read at most, of the first 200 by name.
    pub directory: String,
    /// The ticket of this identifier: the value of `id` in the file, or the name of the
    /// file without its extension.
    pub id: Option<String>,
    /// Only the tickets that meet these expectations, by path: `{ category: network }`.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, Matcher>,
    /// How many tickets are selected; `{ at-least: 1 }` when nothing is said.
    pub count: Option<Matcher>,
    /// What is expected of each, by path: `{ state: resolved, "comments.*.text": { contains:
    /// cable } }`. A path is made of names separated by dots, and `*` for every element;
    /// an expectation about several values is met when one of them does, or, where it says
    /// `not` or `lacks`, when all do.
    #[serde(default)]
    pub values: BTreeMap<String, Matcher>,
    /// How long it took from one moment of the ticket to another.
    #[serde(default)]
    pub delays: Vec<Delay>,
}

/// The time between two moments.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Delay {
    /// The path of the first moment: `2026-03-02 08:30`, with an offset or in the same
    /// time zone as the other.
    pub from: String,
    /// The path of the second.
    pub to: String,
    /// How long it may be: `{ at-most: 4h }`. A second moment that comes before the first
    /// never is right.
    pub is: Matcher,
}

const FILE: &str = "file";

/// How much of a ticket is read, in bytes.
const LIMIT: usize = 16 * 1024;

/// A ticket that was read, or why it was not.
struct Read {
    name: String,
    content: Result<Document, Unparseable>,
    /// Whether only its beginning was read.
    cut: bool,
}

impl Ticket {
    fn script(&self) -> String {
        let directory = quote(&self.directory);
        format!(
            "[ -d {directory} ] || {{ echo absent; exit 0; }}\ncd {directory} || exit 1\necho found\nn=0\n\
             for f in *.yaml *.yml *.json; do\n[ -f \"$f\" ] || continue\nn=$((n + 1)); [ $n -le 200 ] || break\n\
             printf '{FILE} %s ' \"$(printf %s \"$f\" | base64 -w 0)\"\nhead -c {} -- \"$f\" | base64 -w 0 || exit 1\necho\n\
             done\necho end\n",
            LIMIT + 1
        )
    }

    /// Reads what the script printed; nothing when there is no such directory.
    fn read(output: &ExecOutput) -> Result<Option<Vec<Read>>, Verdict> {
        let printed = succeeded("base64", output)?;
        if printed == "absent\n" {
            return Ok(None);
        }
        let unread = || unreadable("base64", printed);
        let lines = printed.strip_prefix("found\n").and_then(|rest| rest.strip_suffix("end\n")).ok_or_else(unread)?;
        let bytes = |base64: &str| BASE64_STANDARD.decode(base64).map_err(|_| unread());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut tickets = Vec::new();
        for line in lines.lines() {
            let rest = line.strip_prefix(FILE).ok_or_else(unread)?.trim_start();
            let (name, content) = rest.split_once(' ').ok_or_else(unread)?;
            let (name, content) = (text(&bytes(name)?), bytes(content)?);
            let (cut, content) = (content.len() > LIMIT, text(&content));
            let format = Format::of(&name).unwrap_or(Format::Yaml);
            tickets.push(Read { content: Document::parse(format, &content), name, cut });
        }
        Ok(Some(tickets))
    }

    fn is_selected(&self, ticket: &Read, document: &Document) -> Result<bool, Verdict> {
        if let Some(id) = &self.id {
            let stem = ticket.name.rsplit_once('.').map_or(ticket.name.as_str(), |(stem, _)| stem);
            let own = match document.find_loosely("id") {
                Found::Value(Observed::Text(id)) => id,
                _ => stem.to_owned(),
            };
            if fold(&own) != fold(id) {
                return Ok(false);
            }
        }
        for (path, matcher) in &self.only {
            if !meets(matcher, &document.find_loosely(path))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn conclude(&self, tickets: &[Read]) -> Result<Verdict, Verdict> {
        let mut findings = Findings::new();
        let mut selected = 0_u32;
        for ticket in tickets {
            let file = format!("{}/{}", self.directory.trim_end_matches('/'), ticket.name);
            // Only one that may be meant is of interest: the others are not asked for.
            let other = || self.id.as_ref().is_some_and(|id| !fold(&ticket.name).starts_with(&fold(id)));
            let document = match &ticket.content {
                _ if ticket.cut && other() => continue,
                _ if ticket.cut => {
                    findings.gap(text!("fact-path", path = file), text!("expect-at-most", bound = "16 KiB"), text!("facts-too-long"));
                    continue;
                }
                Ok(document) => document,
                Err(_) if other() => continue,
                Err(broken) => {
                    let format = Format::of(&ticket.name).unwrap_or(Format::Yaml).word();
                    findings.gap(text!("fact-path", path = file), text!("facts-readable", format = format), broken.text());
                    continue;
                }
            };
            if !self.is_selected(ticket, document)? {
                continue;
            }
            selected += 1;
            for (path, matcher) in &self.values {
                let found = document.find_loosely(path);
                let right = meets(matcher, &found)?;
                findings.element(|findings| {
                    if !right {
                        let fact = text!("fact-value", path = path.as_str(), file = file.as_str());
                        findings.gap(fact, matcher.describe(), found.text());
                    }
                });
            }
            for delay in &self.delays {
                findings.element(|findings| delay.compare(document, &file, findings))?;
            }
        }
        let at_least_one = Matcher::at_least_one();
        let wanted = self.count.as_ref().unwrap_or(&at_least_one);
        let fact = match &self.id {
            Some(id) => text!("fact-ticket", id = id, directory = &self.directory),
            None => text!("fact-tickets", directory = &self.directory),
        };
        findings.expect(fact, Some(wanted), &Observed::Number(f64::from(selected)));
        Ok(findings.verdict())
    }
}

impl Delay {
    fn compare(&self, document: &Document, file: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let mut moments = Vec::new();
        for path in [&self.from, &self.to] {
            let found = document.find_loosely(path);
            let moment = match &found {
                Found::Value(Observed::Text(text)) => moment(text),
                _ => None,
            };
            match moment {
                Some(moment) => moments.push(moment),
                None => {
                    let fact = text!("fact-value", path = path.as_str(), file = file);
                    findings.gap(fact, text!("ticket-a-moment"), found.text());
                }
            }
        }
        let [from, to] = moments[..] else { return Ok(()) };
        let seconds = to.as_second() - from.as_second();
        let right = seconds >= 0 && self.is.accepts(&Observed::Number(seconds as f64)).map_err(Verdict::Error)?;
        if !right {
            let fact = text!("fact-delay", from = &self.from, to = &self.to, file = file);
            let shown = format!("{}{} min", if seconds < 0 { "-" } else { "" }, seconds.abs() / 60);
            findings.gap(fact, self.is.describe(), shown);
        }
        Ok(())
    }
}

/// Whether one of the values meets an expectation; all of them when it denies something.
fn meets(matcher: &Matcher, found: &Found) -> Result<bool, Verdict> {
    let values = match found {
        Found::Value(Observed::List(values)) => values.clone(),
        Found::Value(Observed::Text(text)) => vec![text.clone()],
        Found::Value(Observed::Number(number)) => vec![number.to_string()],
        _ => return Ok(false),
    };
    let whole = accepts(matcher, &values, values.len() > 1).map_err(Verdict::Error)?;
    let mut each = Vec::new();
    for value in &values {
        each.push(accepts(matcher, std::slice::from_ref(value), false).map_err(Verdict::Error)?);
    }
    Ok(if matcher.negates() { each.iter().all(|met| *met) } else { whole || each.contains(&true) })
}

/// Reads a moment; without an offset it is taken for UTC, which no difference shows.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let civil = || {
        let moment = text.parse::<DateTime>().ok();
        let french = || DateTime::strptime("%d/%m/%Y %H:%M", text).ok();
        moment.or_else(french)?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    };
    text.parse::<Timestamp>().ok().or_else(civil)
}

impl Check for Ticket {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let judged = || match Self::read(output)? {
            Some(tickets) => self.conclude(&tickets),
            None => {
                let fact = text!("fact-path", path = &self.directory);
                Ok(Verdict::fail(fact, text!("shown-present"), text!("shown-absent")))
            }
        };
        judged().unwrap_or_else(|verdict| verdict)
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.directory.starts_with('/') {
            problems.push(text!("problem-ticket-directory", directory = &self.directory));
        }
        if self.values.is_empty() && self.delays.is_empty() && self.count.is_none() {
            problems.push(text!("problem-ticket-empty"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let seconds = |text: &str| moment(text).map(|moment| moment.as_second());
        let noon = seconds("2026-03-02T12:00:00Z");
        assert!(noon.is_some());
        assert_eq!(seconds("2026-03-02 12:00"), noon);
        assert_eq!(seconds("2026-03-02T13:00:00+01:00"), noon);
        assert_eq!(seconds("02/03/2026 12:00"), noon);
        assert_eq!(seconds("midi"), None);
    }
}
