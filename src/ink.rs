//! How words are laid on a terminal: width, colour, and nothing that a bench printed
//! reaching the terminal as an instruction.
//!
//! Nothing here looks at the terminal: whoever prints says how wide it is and whether it
//! has colours.
//!
//! Rank 0: imports only `i18n`.

use clap::builder::styling::{AnsiColor, Color, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::i18n::{Lang, Text};
use crate::text;

/// The narrowest that anything is laid out for.
const NARROWEST: usize = 40;

/// What there is to write on, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The reader's language.
    pub lang: Lang,
    /// Columns.
    pub width: usize,
    /// Whether colours and symbols are wanted; words alone are used when they are not.
    pub colour: bool,
}

impl View {
    /// Returns a view without colours, 80 columns wide.
    pub fn plain(lang: Lang) -> Self {
        Self { lang, width: 80, colour: false }
    }

    /// Columns, never fewer than what a table needs.
    pub fn columns(&self) -> usize {
        self.width.max(NARROWEST)
    }

    /// Renders a sentence, made harmless by [`clean`].
    pub fn say(&self, text: &Text) -> String {
        clean(&text.to(self.lang))
    }

    /// Paints words.
    pub fn paint(&self, style: Style, words: &str) -> String {
        if self.colour { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }

    /// Lays words after `first` and, on the lines below, as far to the right.
    ///
    /// `first` may be painted, so its width is given; where less than a third of the line
    /// would be left, the lines below start near the margin.
    pub fn hang(&self, first: &str, first_width: usize, words: &str) -> String {
        let indent = if first_width * 3 > self.columns() * 2 { 4 } else { first_width };
        let mut lines = wrap_from(words, self.columns() - indent, first_width - indent.min(first_width));
        let mut laid = first.to_owned();
        if !lines.is_empty() {
            laid.push_str(&lines.remove(0));
        }
        for line in lines {
            laid.push('\n');
            laid.push_str(&" ".repeat(indent));
            laid.push_str(&line);
        }
        laid
    }
}

/// Bold.
pub const BOLD: Style = Style::new().bold();
/// Less important.
pub const DIM: Style = Style::new().dimmed();
/// Good.
pub const GOOD: Style = ansi(AnsiColor::Green);
/// Bad.
pub const BAD: Style = ansi(AnsiColor::Red);
/// Neither.
pub const DOUBT: Style = ansi(AnsiColor::Yellow);
/// To be copied.
pub const CODE: Style = ansi(AnsiColor::Yellow);
/// To be typed.
pub const COMMAND: Style = ansi(AnsiColor::Cyan);

const fn ansi(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// Returns words with every character that a terminal obeys replaced by one that it shows.
///
/// What a check observed was printed by a machine whose root is the student: it could
/// move the cursor over another verdict, or turn the direction of the line around.
pub fn clean(words: &str) -> String {
    let shown = |c: char| match c {
        '\n' => '⏎',
        '\t' => ' ',
        // The Unicode block of control pictures follows the order of ASCII.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            '\u{fffd}'
        }
        _ => c,
    };
    words.chars().map(shown).collect()
}

/// Returns how many columns words take.
pub fn width(words: &str) -> usize {
    words.width()
}

/// Breaks words into lines of at most `width` columns.
///
/// A line never ends with « nor begins with one of » : ; ! ? as French typography asks; a
/// word longer than a line is cut.
pub fn wrap(words: &str, width: usize) -> Vec<String> {
    wrap_from(words, width, 0)
}

/// Like [`wrap`], when `taken` columns of the first line are taken already.
fn wrap_from(words: &str, width: usize, taken: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = taken;
    for word in unbreakable(words) {
        let space = usize::from(!line.is_empty());
        if used + space + word.width() <= width {
            line.extend(std::iter::repeat_n(' ', space));
            line.push_str(&word);
            used += space + word.width();
            continue;
        }
        if !line.is_empty() || used > 0 {
            lines.push(std::mem::take(&mut line));
        }
        used = 0;
        for c in word.chars() {
            let columns = c.width().unwrap_or(0);
            if used + columns > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += columns;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns words with those that belong together joined.
fn unbreakable(words: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let clings = word.starts_with(['»', ':', ';', '!', '?']);
        match joined.last_mut() {
            Some(last) if clings || last.ends_with('«') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => joined.push(word.to_owned()),
        }
    }
    joined
}

/// Returns words cut at the end of a word so that they fit in `width` columns.
pub fn shorten(words: &str, width: usize) -> String {
    if words.width() <= width {
        return words.to_owned();
    }
    let mut lines = wrap(words, width.saturating_sub(2).max(1));
    let first = if lines.is_empty() { String::new() } else { lines.remove(0) };
    // « outils de … » reads worse than « outils … ».
    let mut kept = first.trim_end_matches([',', ';', ':', ' ']);
    while let Some((before, _)) = kept.rsplit_once(' ').filter(|(_, last)| last.chars().count() <= 3) {
        kept = before;
    }
    format!("{kept} …")
}

/// Returns words followed by spaces up to `columns`.
pub fn pad(words: &str, columns: usize) -> String {
    format!("{words}{}", " ".repeat(columns.saturating_sub(words.width())))
}

/// Returns words preceded by spaces up to `columns`.
pub fn pad_left(words: &str, columns: usize) -> String {
    format!("{}{words}", " ".repeat(columns.saturating_sub(words.width())))
}

/// Returns a number of minutes as people say it: `45 min`, `3 h`, `2 h 30`.
pub fn duration(minutes: u64) -> Text {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => text!("duration-minutes", minutes = minutes),
        (hours, 0) => text!("duration-hours", hours = hours),
        (hours, minutes) => {
            text!("duration-hours-minutes", hours = hours, minutes = format!("{minutes:02}"))
        }
    }
}

/// Returns a difficulty from 1 to 3 as stars: `★★☆`.
pub fn stars(difficulty: u8) -> String {
    (1..=3).map(|star| if star <= difficulty { '★' } else { '☆' }).collect()
}

/// Returns an amount of memory: `512 Mio` in French, `1.5 GiB` in English.
pub fn memory(bytes: u64, lang: Lang) -> Text {
    const MIB: f64 = 1_048_576.0;
    // Below 2^53 bytes the number is exact, and above nobody minds.
    let mib = bytes as f64 / MIB;
    if mib < 1024.0 {
        text!("memory-mib", size = decimal(mib, lang))
    } else {
        text!("memory-gib", size = decimal(mib / 1024.0, lang))
    }
}

/// Returns a number with two decimals at most, with the decimal mark of the language:
/// `13,33` in French, `13.33` in English, `20`.
pub fn decimal(value: f64, lang: Lang) -> String {
    let digits = format!("{value:.2}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    match lang {
        Lang::Fr => digits.replace('.', ","),
        Lang::En => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{View, clean, decimal, duration, memory, shorten, stars, width, wrap};
    use crate::i18n::Lang;

    #[test]
    fn lines_are_broken_as_french_typography_asks() {
        assert_eq!(wrap("attendu « root », trouvé « alice »", 17), ["attendu « root »,", "trouvé « alice »"]);
        assert_eq!(wrap("vu : rien", 4), ["vu :", "rien"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert!(wrap("  \n ", 10).is_empty());
        assert!(wrap(&"mot ".repeat(50), 20).iter().all(|line| width(line) <= 20));
    }

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(clean("a\x1b[2Jb\r\n\u{202e}c\u{9b}"), "a␛[2Jb␍⏎\u{fffd}c\u{fffd}");
        assert_eq!(clean("é « où »"), "é « où »");
    }

    #[test]
    fn lines_hang_under_the_first() {
        let view = View { width: 40, ..View::plain(Lang::En) };
        let laid = view.hang("id  ", 4, &"word ".repeat(12));
        assert!(laid.lines().skip(1).all(|line| line.starts_with("    word")), "{laid}");
        assert!(laid.lines().all(|line| width(line) <= 40), "{laid}");
        let narrow = view.hang(&"x".repeat(38), 38, "some more words that have to go somewhere");
        assert_eq!(narrow.lines().next(), Some("x".repeat(38).as_str()));
        assert!(narrow.lines().all(|line| width(line) <= 40), "{narrow}");
    }

    #[test]
    fn quantities_are_said_as_people_do() {
        let said = |minutes| duration(minutes).to(Lang::Fr);
        assert_eq!([said(45), said(180), said(125)], ["45 min", "3 h", "2 h 05"]);
        assert_eq!([stars(1), stars(2), stars(3)], ["★☆☆", "★★☆", "★★★"]);
        assert_eq!([decimal(13.33, Lang::Fr), decimal(20.0, Lang::Fr)], ["13,33", "20"]);
        assert_eq!([decimal(10.5, Lang::En), decimal(0.0, Lang::En)], ["10.5", "0"]);
        assert_eq!(memory(512 << 20, Lang::Fr).to(Lang::Fr), "512 Mio");
        assert_eq!(memory(3 << 29, Lang::En).to(Lang::En), "1.5 GiB");
        assert_eq!(shorten("Planifier, organiser et suivre", 20), "Planifier …");
    }
}
