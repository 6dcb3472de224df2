//! A lab's statement as a student reads it: on a terminal, or as a page.
//!
//! The statement arrives as Markdown with the student's values in place. Values come
//! from outside the lab (a name, a data set), so nothing in it is trusted: markup is
//! shown as it was written, links go to the web only, pictures are not loaded.
//!
//! Rank 5: imports `model`, `individual`, `referentiel` and rank 0.

pub(crate) mod frame;
pub(crate) mod markdown;
pub mod page;
pub mod terminal;
pub mod topology;

#[cfg(test)]
mod sample;

use crate::individual::Addresses;
use crate::model::Lab;
use crate::referentiel::Activity;

/// All that a statement is made from.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// The lab with the student's values.
    pub lab: &'a Lab,
    /// Its activity in the référentiel.
    pub activity: &'a Activity,
    /// Where its nodes stand.
    pub addresses: &'a Addresses,
    /// The student's name.
    pub student: &'a str,
    /// The text, in Markdown, with the student's values.
    pub markdown: &'a str,
}

impl Statement<'_> {
    /// The text without its first lines when they only repeat the lab's title and the
    /// activity's label: both renderings have a header of their own.
    fn body(&self) -> &str {
        let mut text = self.markdown.trim_start();
        if let Some((first, rest)) = text.split_once('\n')
            && first.strip_prefix("# ").is_some_and(|title| title.trim() == self.lab.title)
        {
            text = rest.trim_start();
        }
        let label = self.activity.label.as_str();
        let coded = format!("{} – {label}", self.activity.code);
        match text.split_once('\n') {
            Some((first, rest)) if [label, &coded].contains(&first.trim_matches(['*', '_', ' '])) => {
                rest.trim_start()
            }
            _ => text,
        }
    }

    /// What all checks are worth together.
    fn points(&self) -> u32 {
        self.lab.checks.iter().map(|check| check.points).sum()
    }

    /// The addresses of a node in the order of the lab's networks: `(network, address)`.
    fn addresses_of(&self, node: &str) -> Vec<(&str, String)> {
        let places = self.addresses.nodes.get(node);
        let names = self.lab.networks.iter().map(|network| network.name.as_str());
        names.filter_map(|name| Some((name, places?.get(name)?.to_string()))).collect()
    }
}

/// Returns words that HTML and XML take as words, in an element or in an attribute.
pub(crate) fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML 1.0 has no way to write them.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Returns words in which no line can begin with one of » : ; ! ? or end with «.
pub(crate) fn unbroken(words: &str) -> String {
    let mut joined = words.replace("« ", "«\u{a0}");
    for mark in ["»", ":", ";", "!", "?"] {
        joined = joined.replace(&format!(" {mark}"), &format!("\u{a0}{mark}"));
    }
    joined
}
