//! What a student sees who comes without naming a node: the bench, and a line to type on.

use bytes::Bytes;

use crate::access::ask::{ask, verbs};
use crate::access::channel::{self, Wishes};
use crate::access::hall::{Guest, Hall};
use crate::access::inbox::{Inbox, Input, Voice};
use crate::provision;
use crate::text;

/// The longest line.
const LONGEST: usize = 512;

/// Reads lines and does what they ask, until the client has had enough.
pub(super) async fn run(hall: &Hall, guest: &Guest, wishes: &mut Wishes, inbox: &mut Inbox, voice: &Voice) {
    greet(hall, guest, voice).await;
    let mut status = 0;
    loop {
        if voice.raw {
            let prompt = format!("{}> ", guest.seat.student);
            if !voice.out(Bytes::from(prompt)).await {
                return;
            }
        }
        let line = match line(inbox, voice, wishes).await {
            Line::Typed(line) => line,
            Line::Over => break,
        };
        if ["exit", "quit", "logout"].contains(&line.trim()) {
            break;
        }
        match ask(&line, &hall.nodes) {
            Ok(None) => {}
            Ok(Some(ask)) => match channel::answer(hall, guest, ask, wishes, inbox, voice).await {
                Some(ended) => status = ended,
                None => return,
            },
            Err(error) => {
                voice.tell(&guest.failure(&error)).await;
            }
        }
    }
    if voice.raw {
        voice.tell("").await;
    }
    voice.end(status).await;
}

/// Says what there is: the lab, the nodes and whether they run, the verbs.
pub(super) async fn greet(hall: &Hall, guest: &Guest, voice: &Voice) {
    let lang = guest.lang();
    let mut lines = vec![format!("{} – {}", hall.class.file.activity(), hall.class.title)];
    match provision::nodes(&hall.site.engine, &guest.seat.bench).await {
        Ok(found) => {
            for node in &hall.nodes {
                let state = match found.get(node) {
                    Some(found) if found.running => text!("access-node-running"),
                    Some(_) => text!("access-node-stopped"),
                    None => text!("access-node-missing"),
                };
                lines.push(format!("  {node:<20} {}", state.to(lang)));
            }
        }
        Err(error) => lines.push(guest.failure(&error.into())),
    }
    let verbs: Vec<&str> = verbs().collect();
    lines.push(text!("access-help", verbs = verbs.join(", ")).to(lang));
    voice.tell(&lines.join("\n")).await;
}

enum Line {
    Typed(String),
    Over,
}

/// Reads a line. On a terminal it is shown as it is typed, and can be mended from its end.
async fn line(inbox: &mut Inbox, voice: &Voice, wishes: &mut Wishes) -> Line {
    let mut editor = Editor::default();
    while let Some(input) = inbox.next().await {
        match input {
            Input::Data(data) => {
                let mut shown = Vec::new();
                let ended = data.iter().position(|byte| editor.key(*byte, &mut shown));
                if voice.raw && !voice.out(Bytes::from(shown)).await {
                    return Line::Over;
                }
                if let Some(at) = ended {
                    inbox.put_back(data.slice(at + 1..));
                    return if editor.over { Line::Over } else { Line::Typed(editor.text()) };
                }
            }
            Input::End if editor.typed.is_empty() => return Line::Over,
            // A last line without an end.
            Input::End => return Line::Typed(editor.text()),
            Input::Resize(columns, rows) => wishes.resize(columns, rows),
            Input::Signal(_) => {}
        }
    }
    Line::Over
}

#[derive(Default)]
struct Editor {
    typed: Vec<u8>,
    /// Where in the keys of an arrow or a function we are.
    escape: Escape,
    over: bool,
    /// The last byte was a carriage return: a line feed belongs to it.
    returned: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Escape {
    #[default]
    None,
    Begun,
    Inside,
}

impl Editor {
    /// Takes a byte, appends what it shows, and returns whether the line is complete.
    fn key(&mut self, byte: u8, shown: &mut Vec<u8>) -> bool {
        let returned = std::mem::take(&mut self.returned);
        match (self.escape, byte) {
            (Escape::Begun, b'[' | b'O') => self.escape = Escape::Inside,
            (Escape::Inside, 0x40..=0x7e) | (Escape::Begun, _) => self.escape = Escape::None,
            (Escape::Inside, _) => {}
            (Escape::None, b'\x1b') => self.escape = Escape::Begun,
            (Escape::None, b'\r' | b'\n') => {
                if byte == b'\n' && returned {
                    return false;
                }
                shown.extend_from_slice(b"\r\n");
                return true;
            }
            // Ctrl-D.
            (Escape::None, 4) if self.typed.is_empty() => {
                self.over = true;
                return true;
            }
            // Ctrl-C forgets the line.
            (Escape::None, 3) => {
                self.typed.clear();
                shown.extend_from_slice(b"^C\r\n");
                return true;
            }
            (Escape::None, 0x7f | 8) => self.erase(shown),
            // Ctrl-U.
            (Escape::None, 0x15) => {
                while !self.typed.is_empty() {
                    self.erase(shown);
                }
            }
            (Escape::None, 0..0x20) => {}
            (Escape::None, _) if self.typed.len() < LONGEST => {
                self.typed.push(byte);
                shown.push(byte);
            }
            (Escape::None, _) => {}
        }
        false
    }

    /// Takes the last character back.
    fn erase(&mut self, shown: &mut Vec<u8>) {
        let continues = |byte: u8| byte & 0xc0 == 0x80;
        while let Some(byte) = self.typed.pop() {
            if !continues(byte) {
                shown.extend_from_slice(b"\x08 \x08");
                return;
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.typed).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Editor;

    fn typed(keys: &str) -> (String, String, bool) {
        let (mut editor, mut shown) = (Editor::default(), Vec::new());
        let complete = keys.bytes().any(|byte| editor.key(byte, &mut shown));
        (editor.text(), String::from_utf8(shown).unwrap(), complete)
    }

    #[test]
    fn what_is_typed_is_shown_and_can_be_mended() {
        assert_eq!(typed("check\r"), ("check".to_owned(), "check\r\n".to_owned(), true));
        assert_eq!(typed("chek\x7fck").0, "check");
        assert_eq!(typed("é\x7fx").0, "x", "a character, not a byte");
        assert_eq!(typed("\x7f\x7fx").0, "x");
        assert_eq!(typed("abc\x15d").0, "d");
        assert_eq!(typed("abc\x03"), (String::new(), "abc^C\r\n".to_owned(), true));
        assert_eq!(typed("a\x1b[Ab\x1bOPc").0, "abc", "arrows and function keys");
        assert!(typed("\x04").2);
        assert!(!typed("a\x04").2, "not in the middle of a line");
        assert_eq!(typed(&"x".repeat(5000)).0.len(), super::LONGEST);
    }
}
