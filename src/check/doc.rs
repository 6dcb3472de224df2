//! The form of a text that the student wrote: its parts, what it says and does not say,
//! identifiers and links.
//!
//! Whether a text is good is for a person to say (`manual`); this kind finds what is
//! missing, left as the template has it, or contradicts itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::deliverable;
use crate::check::document::{Document, Format, is_template};
use crate::check::markdown::{Markdown, words};
use crate::check::matcher::{Matcher, Observed};
use crate::check::wording::{accepts, fold};
use crate::check::{Check, Findings, Probe, Scene, Verdict, schema};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// Reads a text that the student wrote on the node (Markdown, plain text, YAML or JSON) and
/// looks at its form. What the template says in place of an answer (`À COMPLÉTER`, `TODO`,
/// `...`) must be gone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Doc {
    /// Its absolute path; at most 128 KiB are read.
    pub file: String,
    /// `markdown`, `text`, `yaml` or `json`; what the extension says when nothing is said.
    pub format: Option<Form>,
    /// In Markdown, the parts that it must have.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// How many words it must have; the same word counts ten times at most.
    pub min_words: Option<usize>,
    /// What it must say and not say: `{ contains: rollback, lacks: password }`, compared
    /// without regard to case and accents.
    pub text: Option<Matcher>,
    /// Whether what a template says may be left; it may not when nothing is said.
    #[serde(default)]
    pub placeholders: bool,
    /// Values that must each be there and be different: in YAML and JSON, paths
    /// (`tests.*.id`); in the other formats, regular expressions, whose first group is the
    /// identifier where it is defined (`^### (REQ-[0-9]+)`).
    #[serde(default)]
    pub unique: Vec<String>,
    /// In Markdown, whether the links to its own headings must lead somewhere; true when
    /// nothing is said.
    #[serde(default = "crate::check::yes")]
    pub links: bool,
    /// For YAML and JSON, the JSON Schema that the data must fit.
    pub schema: Option<serde_json::Value>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the formats")]
pub enum Form {
    Markdown,
    Text,
    Yaml,
    Json,
}

/// A part of a text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section {
    /// Words of its heading, compared without regard to case and accents.
    pub title: String,
    /// How many words it must have, those of the parts below it included; 1 when nothing
    /// is said.
    #[serde(default = "one")]
    pub min_words: usize,
    /// What it must say and not say.
    pub text: Option<Matcher>,
}

fn one() -> usize {
    1
}

impl Doc {
    fn form(&self) -> Option<Form> {
        let by_name = || {
            let (_, extension) = self.file.rsplit('/').next()?.rsplit_once('.')?;
            Some(match extension.to_ascii_lowercase().as_str() {
                "md" | "markdown" => Form::Markdown,
                "txt" | "log" | "rst" | "adoc" => Form::Text,
                "yaml" | "yml" => Form::Yaml,
                "json" => Form::Json,
                _ => return None,
            })
        };
        self.format.or_else(by_name)
    }

    fn place(&self) -> Text {
        text!("fact-path", path = &self.file)
    }

    fn conclude(&self, form: Form, output: &ExecOutput) -> Result<Verdict, Verdict> {
        let written = deliverable::written(&self.file, output)?;
        let source = written.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let mut findings = Findings::new();
        if source.trim().is_empty() {
            return Err(Verdict::fail(self.place(), text!("doc-a-text"), text!("shown-empty")));
        }
        self.whole(&source, &mut findings)?;
        match form {
            Form::Markdown => self.markdown(&Markdown::read(&source), &mut findings)?,
            Form::Text => {}
            Form::Yaml | Form::Json => self.data(form, output, &source, &mut findings)?,
        }
        if matches!(form, Form::Markdown | Form::Text) {
            for pattern in &self.unique {
                let regex = regex::RegexBuilder::new(pattern).multi_line(true).build();
                let regex = regex.map_err(|error| Verdict::Error(Text::verbatim(error.to_string())))?;
                let defined = regex.captures_iter(&source);
                let defined = defined.filter_map(|found| Some(found.get(1).or(found.get(0))?.as_str().to_owned()));
                self.distinct(pattern, &defined.collect::<Vec<_>>(), &mut findings);
            }
        }
        Ok(findings.verdict())
    }

    /// What holds for a text of any form.
    fn whole(&self, source: &str, findings: &mut Findings) -> Result<(), Verdict> {
        if let Some(least) = self.min_words {
            findings.element(|findings| self.enough(self.place(), source, least, findings));
        }
        if let Some(matcher) = &self.text {
            findings.element(|findings| says(self.place(), matcher, source, findings))?;
        }
        if !self.placeholders {
            let left = source.lines().zip(1_i64..).filter(|(line, _)| left_over(line));
            for (line, number) in left.take(5) {
                let fact = text!("fact-line", line = number, file = &self.file);
                findings.gap(fact, text!("doc-filled-in"), line.trim());
            }
        }
        Ok(())
    }

    fn enough(&self, fact: Text, source: &str, least: usize, findings: &mut Findings) {
        let count = words(source);
        if count < least {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            findings.gap(fact, text!("doc-min-words", count = number(least)), text!("doc-words", count = number(count)));
        }
    }

    fn markdown(&self, page: &Markdown, findings: &mut Findings) -> Result<(), Verdict> {
        for section in &self.sections {
            let fact = || text!("fact-section", title = &section.title, file = &self.file);
            findings.element(|findings| {
                let Some(body) = page.section(&section.title) else {
                    findings.gap(fact(), text!("shown-present"), text!("facts-missing"));
                    return Ok(());
                };
                self.enough(fact(), &body, section.min_words, findings);
                match &section.text {
                    Some(matcher) => says(fact(), matcher, &body, findings),
                    None => Ok(()),
                }
            })?;
        }
        if self.links {
            for link in page.broken_links() {
                let fact = text!("fact-link", link = link, file = &self.file);
                findings.gap(fact, text!("doc-a-heading"), text!("shown-absent"));
            }
        }
        Ok(())
    }

    fn data(&self, form: Form, output: &ExecOutput, source: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let format = if form == Form::Json { Format::Json } else { Format::Yaml };
        let parse = |source: &str| Document::parse(format, source);
        let document = deliverable::read(&self.file, output, parse, format)?;
        for path in &self.unique {
            match document.find(path) {
                crate::check::document::Found::Value(Observed::List(values)) => {
                    self.distinct(path, &values, findings);
                }
                crate::check::document::Found::Value(_) => {}
                other => {
                    let fact = text!("fact-value", path = path.as_str(), file = &self.file);
                    findings.gap(fact, text!("doc-in-each"), other.text());
                }
            }
        }
        if let Some(rules) = &self.schema {
            for (place, what) in schema::violations(rules, form == Form::Json, source).map_err(Verdict::Error)? {
                let path = if place.is_empty() { "/" } else { place.as_str() };
                let fact = text!("fact-value", path = path, file = &self.file);
                findings.gap(fact, text!("doc-schema"), what);
            }
        }
        Ok(())
    }

    /// Notes what is defined twice, or that nothing is.
    fn distinct(&self, what: &str, values: &[String], findings: &mut Findings) {
        let fact = |value: &str| text!("fact-identifier", value = value, file = &self.file);
        if values.is_empty() {
            findings.gap(fact(what), text!("shown-present"), text!("shown-absent"));
        }
        let mut times: BTreeMap<&str, i64> = BTreeMap::new();
        for value in values {
            *times.entry(value).or_default() += 1;
        }
        for (value, count) in times.into_iter().filter(|(_, count)| *count > 1) {
            findings.gap(fact(value), text!("doc-once"), text!("doc-times", count = count));
        }
    }
}

/// Whether a line still says what the template does: alone, after a colon or a bar, or as
/// an item.
fn left_over(line: &str) -> bool {
    let folded = fold(line);
    let marks = ["a completer", "a remplir", "todo", "xxx", "lorem ipsum", "votre texte ici"];
    let part = |c: char| c.is_alphanumeric();
    let whole_words = |mark: &str| {
        folded.match_indices(mark).any(|(at, _)| {
            let before = folded[..at].chars().next_back();
            let after = folded[at + mark.len()..].chars().next();
            // "il reste à compléter" in a sentence is someone's own words; the mark stands alone.
            !after.is_some_and(part) && before.is_none_or(|c| !part(c) && c != ' ' || folded[..at].trim_end().ends_with([':', '|', '-', '*', '>', '(', '[', '<']))
        })
    };
    marks.iter().any(|mark| whole_words(mark))
        || line.split('|').any(|cell| is_template(cell.trim_start_matches(['-', '*', '>', ' '])) && !cell.trim().is_empty())
}

fn says(fact: Text, matcher: &Matcher, source: &str, findings: &mut Findings) -> Result<(), Verdict> {
    if !accepts(matcher, &[source.to_owned()], false).map_err(Verdict::Error)? {
        findings.gap(fact, matcher.describe(), text!("doc-other-text"));
    }
    Ok(())
}

impl Check for Doc {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(deliverable::script(&self.file))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let ([output], Some(form)) = (outputs, self.form()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        self.conclude(form, output).unwrap_or_else(|verdict| verdict)
    }

    fn counts(&self) -> bool {
        !self.sections.is_empty()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let Some(form) = self.form() else {
            return vec![text!("problem-doc-format", file = &self.file)];
        };
        if form != Form::Markdown && !self.sections.is_empty() {
            problems.push(text!("problem-doc-sections"));
        }
        let data = matches!(form, Form::Yaml | Form::Json);
        match &self.schema {
            Some(_) if !data => problems.push(text!("problem-doc-schema-form")),
            Some(rules) => problems.extend(schema::problem(rules).map(|why| text!("problem-doc-schema", why = why))),
            None => {}
        }
        if !data {
            let broken = self.unique.iter().filter_map(|pattern| regex::Regex::new(pattern).err());
            problems.extend(broken.map(|error| text!("problem-doc-unique", why = error.to_string())));
        }
        let asks = self.min_words.is_some() || self.text.is_some() || self.schema.is_some();
        if !asks && self.sections.is_empty() && self.unique.is_empty() {
            problems.push(text!("problem-doc-empty"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::left_over;

    #[test]
    fn a_template_is_told_from_a_sentence() {
        for line in ["À COMPLÉTER", "- à compléter", "Durée : TODO", "| rpo | ... |", "<À compléter : la durée>", "> ????", "Motif : À compléter (3 lignes)"] {
            assert!(left_over(line), "{line}");
        }
        for line in ["Le dossier est à compléter par le chef.", "|---|---|", "---", "", "Et cætera...", "méthodes", "- [ ] relire"] {
            assert!(!left_over(line), "{line}");
        }
    }
}
