//! What the kinds that speak through `curl` have in common.
//!
//! Rank 1, no kind: used by `http` and `mail`.

use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::text;

/// Writes one option of a curl configuration file; in quotes, `\\`, `\"`, `\n`, `\r` and
/// `\t` are escapes (curl(1), `--config`).
pub fn option(name: &str, value: &str) -> String {
    let mut quoted = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    format!("{name} = \"{quoted}\"\n")
}

/// Says what an exit status of curl means, when it is about the server (curl(1), EXIT CODES).
pub fn not_answered(status: u16, said: &str) -> Option<Text> {
    let said = said.split(" More details").next().unwrap_or(said).trim();
    let said = said.split_once(") ").filter(|_| said.starts_with("curl: (")).map_or(said, |(_, said)| said);
    Some(match status {
        7 if said.contains("refused") => text!("reach-refused"),
        7 => text!("http-no-connection", said = excerpt(said)),
        28 => text!("http-late"),
        35 | 51 | 58 | 60 | 83 | 90 | 91 => text!("http-tls", said = excerpt(said)),
        47 => text!("http-redirects"),
        1 | 8 | 16 | 18 | 52 | 55 | 56 | 61 | 92 | 95 => text!("http-broken", said = excerpt(said)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::option;

    #[test]
    fn nothing_that_is_written_ends_its_option() {
        assert_eq!(option("user", "a:\"\\\n# x"), "user = \"a:\\\"\\\\\\n# x\"\n");
    }
}
