//! The message that is sent to see whether mail works, and what is read back of it.
//!
//! Rank 1, no kind: used by `mail`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A message (RFC 5322), without its date and its Message-ID.
pub(super) struct Letter<'a> {
    pub nonce: &'a str,
    pub sender: &'a str,
    pub to: &'a [String],
    pub subject: &'a str,
    pub body: &'a str,
    pub attachment: Option<&'a str>,
}

impl Letter<'_> {
    /// Headers and body, lines ended by `\n`.
    pub fn text(&self) -> String {
        let headers = format!(
            "From: <{}>\nTo: {}\nSubject: {}\nMIME-Version: 1.0\n",
            self.sender,
            self.to.iter().map(|to| format!("<{to}>")).collect::<Vec<_>>().join(",\n "),
            encoded(&format!("{} {}", self.subject, self.nonce)),
        );
        let plain = format!(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{}\n",
            lines(&STANDARD.encode(format!("{}\n{}\n", self.body, self.nonce)))
        );
        let Some(name) = self.attachment else { return format!("{headers}{plain}") };
        let boundary = format!("paillasse-{}", self.nonce);
        format!(
            "{headers}Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n--{boundary}\n{plain}\
             --{boundary}\nContent-Type: application/octet-stream; name=\"{name}\"\nContent-Transfer-Encoding: base64\n\
             Content-Disposition: attachment; filename=\"{name}\"\n\n{}\n--{boundary}--\n",
            self.attached_as()
        )
    }

    /// What is attached, in base64 on one line.
    fn attached_as(&self) -> String {
        STANDARD.encode(format!("pièce jointe {}\n", self.nonce))
    }

    /// Whether the file is still in the message, under its name.
    pub fn attached(&self, message: &str) -> bool {
        let name = self.attachment.unwrap_or_default();
        message.contains(&format!("filename=\"{name}\"")) && message.contains(&self.attached_as())
    }
}

/// Cuts base64 to lines of 76 signs.
fn lines(encoded: &str) -> String {
    let mut cut = String::new();
    for (at, c) in encoded.chars().enumerate() {
        if at > 0 && at % 76 == 0 {
            cut.push('\n');
        }
        cut.push(c);
    }
    cut
}

/// Writes a header's text: words of at most 75 signs when it is not ASCII (RFC 2047, 2).
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > 42) {
            words.push(String::new());
        }
        words.last_mut().expect("there is always one").push(c);
    }
    words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect::<Vec<_>>().join("\n ")
}

/// The values of a header, unfolded, in order.
pub(super) fn headers(message: &str, name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut ours = false;
    for line in message.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some(last) = found.last_mut().filter(|_| ours) {
                last.push(' ');
                last.push_str(line.trim());
            }
            continue;
        }
        ours = line.split_once(':').is_some_and(|(known, value)| {
            let same = known.eq_ignore_ascii_case(name);
            if same {
                found.push(value.trim().to_owned());
            }
            same
        });
    }
    found
}

/// Writes the name of a folder as IMAP wants it (modified UTF-7, RFC 3501, 5.1.3).
pub(super) fn folder(name: &str) -> String {
    let (mut written, mut wide) = (String::new(), Vec::new());
    let flush = |wide: &mut Vec<u8>, written: &mut String| {
        if !wide.is_empty() {
            let encoded = STANDARD.encode(&*wide);
            written.push_str(&format!("&{}-", encoded.trim_end_matches('=').replace('/', ",")));
            wide.clear();
        }
    };
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            flush(&mut wide, &mut written);
            written.push(c);
            if c == '&' {
                written.push('-');
            }
        } else {
            wide.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut wide, &mut written);
    written
}

/// Writes a name in a URL: only letters, digits and `-._~/` stay as they are.
pub(super) fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Letter, encoded, folder, headers, percent};

    #[test]
    fn a_letter_holds_its_nonce() {
        let to = ["bob@x.test".to_owned()];
        let mut letter = Letter {
            nonce: "0123",
            sender: "a@x.test",
            to: &to,
            subject: "Reçu",
            body: "été",
            attachment: None,
        };
        let text = letter.text();
        assert_eq!(headers(&text, "from"), ["<a@x.test>"]);
        assert!(text.contains("Subject: =?UTF-8?B?"), "{text}");
        letter.attachment = Some("plan.pdf");
        let text = letter.text();
        assert!(letter.attached(&text) && !letter.attached(&text.replace("plan.pdf", "x")));
        assert_eq!(encoded("abc"), "abc");
    }

    #[test]
    fn headers_are_unfolded() {
        let message =
            "Received: a\r\n\tb\r\nreceived: c\r\nX: y\r\n z\r\n\r\nReceived: d\r\n".replace("\r\n", "\n");
        assert_eq!(headers(&message, "Received"), ["a b", "c"]);
        assert_eq!(headers(&message, "x"), ["y z"]);
    }

    #[test]
    fn folders_have_accents() {
        assert_eq!(folder("Reçus"), "Re&AOc-us");
        assert_eq!(folder("INBOX/a & b"), "INBOX/a &- b");
        assert_eq!(percent("Re&AOc-us"), "Re%26AOc-us");
    }
}
