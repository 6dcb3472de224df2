//! What a terminal would show of what a device wrote.
//!
//! Devices wipe their pager's line with backspaces, redraw what is typed, and colour it.
//! Only lines are kept: a line is what stands in it when it ends.

use crate::exec::OUTPUT_LIMIT;

/// The longest line that is kept, in characters.
const WIDTH: usize = 16 * 1024;

/// The lines since the last command, and the one that has not ended.
#[derive(Debug, Default)]
pub(super) struct Screen {
    lines: String,
    line: Vec<char>,
    cursor: usize,
    escape: Option<String>,
    undecoded: Vec<u8>,
    /// Whether a line has ended.
    pub ended: bool,
    /// Whether more was shown than is kept.
    pub flood: bool,
}

impl Screen {
    /// Shows what arrived: UTF-8, or Latin-1 where it is none.
    pub fn push(&mut self, bytes: &[u8]) {
        self.undecoded.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.undecoded);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (text, wrong) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => {
                    let (good, _) = rest.split_at(error.valid_up_to());
                    // A character may arrive in two parts.
                    if error.error_len().is_none() {
                        self.undecoded = rest[good.len()..].to_vec();
                    }
                    (std::str::from_utf8(good).unwrap_or_default(), Some(error.error_len().is_some()))
                }
            };
            text.chars().for_each(|c| self.show(c));
            rest = &rest[text.len()..];
            match wrong {
                Some(true) => {
                    // The code points of Latin-1 are those of Unicode.
                    self.show(char::from(rest[0]));
                    rest = &rest[1..];
                }
                Some(false) => break,
                None => {}
            }
        }
    }

    fn show(&mut self, c: char) {
        if let Some(mut sequence) = self.escape.take() {
            sequence.push(c);
            // CSI ends with a letter or one of @[\]^_`{|}~ (ECMA-48, 5.4); two characters are
            // a sequence of their own otherwise.
            let csi = sequence.starts_with('[');
            let complete = if csi { sequence.len() > 1 && ('@'..='~').contains(&c) } else { true };
            if complete {
                self.obey(&sequence);
            } else if sequence.len() < 32 {
                self.escape = Some(sequence);
            }
            return;
        }
        match c {
            '\x1b' => self.escape = Some(String::new()),
            '\r' => self.cursor = 0,
            '\n' => self.end(),
            '\x08' => self.cursor = self.cursor.saturating_sub(1),
            '\t' => (0..8 - self.cursor % 8).for_each(|_| self.put(' ')),
            c if c.is_control() => {}
            c => self.put(c),
        }
    }

    fn put(&mut self, c: char) {
        if self.cursor >= WIDTH {
            self.flood = true;
            return;
        }
        if self.line.len() <= self.cursor {
            self.line.resize(self.cursor + 1, ' ');
        }
        self.line[self.cursor] = c;
        self.cursor += 1;
    }

    fn end(&mut self) {
        let line = self.tail();
        self.ended = true;
        if self.lines.len() + line.len() < OUTPUT_LIMIT {
            self.lines.push_str(&line);
            self.lines.push('\n');
        } else {
            self.flood = true;
        }
        self.line.clear();
        self.cursor = 0;
    }

    fn obey(&mut self, sequence: &str) {
        let last = sequence.chars().last();
        let numbers = sequence.trim_start_matches('[').trim_end_matches(char::is_alphabetic);
        let number = |at: usize| numbers.split(';').nth(at).and_then(|n| n.parse::<usize>().ok());
        match (sequence.starts_with('['), last) {
            (false, Some('E')) => self.end(),
            (true, Some('K')) => match number(0) {
                Some(1) => {
                    let to = self.cursor.min(self.line.len());
                    self.line[..to].fill(' ');
                }
                Some(2) => self.line.clear(),
                _ => self.line.truncate(self.cursor),
            },
            (true, Some('C')) => self.cursor = (self.cursor + number(0).unwrap_or(1)).min(WIDTH),
            (true, Some('D')) => self.cursor = self.cursor.saturating_sub(number(0).unwrap_or(1)),
            (true, Some('G')) => self.cursor = number(0).unwrap_or(1).saturating_sub(1).min(WIDTH),
            (true, Some('H' | 'f')) => self.cursor = number(1).unwrap_or(1).saturating_sub(1).min(WIDTH),
            _ => {}
        }
    }

    /// Returns the line that has not ended, without spaces at its end.
    pub fn tail(&self) -> String {
        self.line.iter().collect::<String>().trim_end().to_owned()
    }

    /// Returns the lines that have ended.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// Empties the line that has not ended, as after an answer to what it asks.
    pub fn wipe(&mut self) {
        self.line.clear();
        self.cursor = 0;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self { undecoded: std::mem::take(&mut self.undecoded), ..Self::default() };
    }
}

/// Returns what was shown after the echo of what was typed, which a narrow terminal breaks
/// into lines and may mark with `$`; nothing when there is no echo.
pub(super) fn after_echo<'a>(shown: &'a str, prompt: &str, typed: &str) -> Option<&'a str> {
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '$').collect::<String>();
    let typed = squeeze(typed);
    let echo_at = |mut rest: &'a str| {
        let mut echo = String::new();
        while let Some((line, after)) = rest.split_once('\n') {
            // What is redrawn begins with the prompt.
            echo.push_str(&squeeze(line.strip_prefix(prompt).unwrap_or(line)));
            rest = after;
            if echo == typed {
                return Some(rest);
            }
            if !typed.starts_with(&echo) {
                return None;
            }
        }
        None
    };
    // A message of the device may stand before it.
    let starts = std::iter::once(0).chain(shown.match_indices('\n').map(|(at, _)| at + 1));
    starts.take(64).find_map(|at| echo_at(&shown[at..]))
}

#[cfg(test)]
mod tests {
    use super::{Screen, after_echo};
    use crate::exec::OUTPUT_LIMIT;

    fn shown(parts: &[&[u8]]) -> String {
        let mut screen = Screen::default();
        parts.iter().for_each(|part| screen.push(part));
        format!("{}{}", screen.lines(), screen.tail())
    }

    #[test]
    fn a_pager_wiped_with_backspaces_leaves_nothing() {
        let wiped = b"one\r\n --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08two\r\nsw#";
        // The device leaves the cursor at the second column when it counts wrong; not here.
        assert_eq!(shown(&[wiped]).replace(' ', ""), "one\ntwo\nsw#");
        assert_eq!(shown(&[b"one\r\n--More--\r        \rtwo\r\n"]), "one\ntwo\n");
        assert_eq!(shown(&[b"one\r\n--More--\x1b[2K\rtwo\r\n"]), "one\ntwo\n");
    }

    #[test]
    fn colours_and_sequences_in_two_parts_are_not_shown() {
        assert_eq!(
            shown(&[b"\x1b[1;31mred\x1b", b"[0m\r\r\n\x1b[24;1H\x1b[2Ksw(config)# "]),
            "red\nsw(config)#"
        );
    }

    #[test]
    fn utf_8_in_two_parts_and_latin_1_are_read() {
        assert_eq!(shown(&[b"\xc3", b"\xa9t\xc3\xa9\n"]), "été\n");
        assert_eq!(shown(&[b"\xe9t\xe9 \xe0 5\n"]), "été à 5\n");
    }

    #[test]
    fn five_megabytes_are_bounded() {
        let mut screen = Screen::default();
        (0..80_000)
            .for_each(|_| screen.push(b"sixty-four characters of a log that nobody wants to read again\r\n"));
        assert!(screen.flood && screen.lines().len() <= OUTPUT_LIMIT);
        let mut line = Screen::default();
        (0..100).for_each(|_| line.push(&[b'x'; 60_000]));
        assert!(line.flood && line.tail().len() <= OUTPUT_LIMIT);
    }

    #[test]
    fn the_echo_goes_however_it_is_broken() {
        let after = |shown| after_echo(shown, "sw#", "show vlan brief");
        assert_eq!(after("show vlan brief\nVLAN\n"), Some("VLAN\n"));
        assert_eq!(after("sw#show vlan brief\nVLAN\n"), Some("VLAN\n"));
        assert_eq!(after("show v\nlan brief\nVLAN\n"), Some("VLAN\n"));
        assert_eq!(after("\n%LINK-3-UPDOWN: up\nsw#show vlan brief\nVLAN\n"), Some("VLAN\n"));
        assert_eq!(after("VLAN\nshow\n"), None);
    }
}
