//! What comes nearest to something that was looked for and is not there.

use crate::check::matcher::Observed;
use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::text;

/// How alike two texts must be (Jaro-Winkler, from 0 to 1) to be worth a word.
const ALIKE: f64 = 0.82;

/// The most lines that are looked at, and the most characters of each: what is compared
/// with each other costs the product of the lengths.
const LINES: usize = 2000;
const WIDTH: usize = 200;

/// A line or an element that resembles what was looked for.
pub(super) struct Near {
    found: String,
    /// From 1; nothing in a list.
    line: Option<usize>,
}

impl Near {
    /// Shows what was seen, and this in it.
    pub(super) fn show(&self, seen: &Observed) -> Text {
        match self.line {
            Some(line) => {
                text!(
                    "shown-near-line",
                    actual = seen.show(),
                    nearest = excerpt(&self.found),
                    line = line.to_string()
                )
            }
            None => text!("shown-near", actual = seen.show(), nearest = excerpt(&self.found)),
        }
    }
}

/// Returns what resembles `wanted` most; nothing when it is there, when nothing does, or
/// when there is only one thing to see, which is shown anyway.
pub(super) fn nearest(wanted: &str, seen: &Observed) -> Option<Near> {
    let items = seen.items();
    let wanted = wanted.trim();
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= WIDTH;
    if items.len() < 2 || !fits(wanted) || items.iter().any(|item| item.trim() == wanted) {
        return None;
    }
    let alike = |item: &str| strsim::jaro_winkler(&wanted.to_lowercase(), &item.to_lowercase());
    let (line, found, alike) = items
        .iter()
        .take(LINES)
        .enumerate()
        .map(|(at, item)| (at + 1, item.trim()))
        .filter(|(_, item)| fits(item))
        .map(|(line, item)| (line, item, alike(item)))
        .max_by(|(.., one), (.., other)| one.total_cmp(other))?;
    let line = matches!(seen, Observed::Text(_)).then_some(line);
    (alike >= ALIKE).then(|| Near { found: found.to_owned(), line })
}

/// Returns the words that a regular expression looks for, roughly: what is left without
/// its signs.
pub(super) fn plain(pattern: &str) -> String {
    let pattern = pattern.trim_start_matches("(?m)").trim_start_matches("(?i)").replace(r"\s", " ");
    let words: String = pattern.chars().filter(|c| !r"^$\()[]{}*+?|".contains(*c)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
