//! A text in Markdown as headings, what stands under them, and links.
//!
//! Rank 1, no kind.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::check::wording::fold;

/// The same word counts this many times at most: a text is not made longer by repeating it.
const REPEATS: usize = 10;

/// A page in Markdown.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    sections: Vec<Section>,
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

#[derive(Debug)]
struct Section {
    level: HeadingLevel,
    title: String,
    body: String,
}

impl Markdown {
    /// Reads a page; any text is one.
    pub fn read(source: &str) -> Self {
        let mut page = Self::default();
        let mut heading: Option<(HeadingLevel, String)> = None;
        let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
        for event in Parser::new_ext(
            source,
            Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_HEADING_ATTRIBUTES,
        ) {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    page.anchors.extend(id.map(|id| id.to_string()));
                    heading = Some((level, String::new()));
                }
                Event::End(TagEnd::Heading(_)) => {
                    let Some((level, title)) = heading.take() else { continue };
                    let slug = slug(&title);
                    let before = slugs.entry(slug.clone()).or_default();
                    // As the forges name the second heading of the same words.
                    page.anchors.insert(if *before == 0 { slug } else { format!("{slug}-{before}") });
                    *before += 1;
                    page.sections.push(Section { level, title, body: String::new() });
                }
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
                Event::Text(text) | Event::Code(text) => page.write(&mut heading, &text),
                Event::SoftBreak | Event::HardBreak | Event::End(_) => page.write(&mut heading, "\n"),
                _ => {}
            }
        }
        page
    }

    fn write(&mut self, heading: &mut Option<(HeadingLevel, String)>, text: &str) {
        match (heading, self.sections.last_mut()) {
            (Some((_, title)), _) => title.push_str(text),
            (None, Some(section)) => section.body.push_str(text),
            // What stands before the first heading belongs to no part.
            (None, None) => {}
        }
    }

    /// Returns what stands under the first heading that holds these words, and under the
    /// headings below it.
    pub fn section(&self, title: &str) -> Option<String> {
        let wanted = fold(title);
        let exact = self.sections.iter().position(|section| fold(&section.title) == wanted);
        let first = exact
            .or_else(|| self.sections.iter().position(|section| fold(&section.title).contains(&wanted)))?;
        let level = self.sections[first].level;
        let below = self.sections[first + 1..].iter().take_while(|section| section.level > level);
        let parts = below.map(|section| format!("{}\n{}", section.title, section.body));
        Some(std::iter::once(self.sections[first].body.clone()).chain(parts).collect::<Vec<_>>().join("\n"))
    }

    /// Returns the links within the page that lead nowhere.
    pub fn broken_links(&self) -> Vec<&str> {
        let inner = self.links.iter().filter_map(|link| link.strip_prefix('#'));
        inner.filter(|anchor| !self.anchors.iter().any(|known| fold(known) == fold(anchor))).collect()
    }
}

/// Returns the anchor that forges give to a heading.
fn slug(title: &str) -> String {
    let kept = title.trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Counts words of two letters and more.
pub(super) fn words(text: &str) -> usize {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1) {
        *times.entry(fold(word)).or_default() += 1;
    }
    times.into_values().map(|count| count.min(REPEATS)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Markdown, words};

    const PAGE: &str = "intro\n# Plan\n## 1. Retour arrière\nun deux\n### Étapes\ntrois\n\n## Suite\n```sh\n# Faux titre\n```\n\
                        [a](#suite) [b](#1-retour-arrière) [c](#rien) [d](https://x.test/#y)\n";

    #[test]
    fn a_section_ends_at_the_next_of_its_rank() {
        let page = Markdown::read(PAGE);
        assert_eq!(page.section("RETOUR ARRIERE").map(|body| words(&body)), Some(4));
        assert!(page.section("faux titre").is_none(), "a comment in a script is no heading");
    }

    #[test]
    fn links_within_the_page_must_lead_somewhere() {
        assert_eq!(Markdown::read(PAGE).broken_links(), ["rien"]);
    }

    #[test]
    fn repeating_a_word_makes_no_text() {
        assert_eq!(words(&"mot ".repeat(500)), 10);
        assert_eq!(words("l'état du réseau, à 10 h"), 4);
    }
}
