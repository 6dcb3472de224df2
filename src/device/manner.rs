//! How a device is talked to at its own prompt.

/// The first line of a script whose other lines are typed at a device's prompt. A shell of a
/// machine never sees it, and a device is never given anything else: what was written for
/// `sh` would be typed at a switch otherwise, and refused as if the student had erred.
pub const TYPED: &str = "#!device";

/// Returns the script that types these lines.
pub fn typed(lines: &str) -> String {
    format!("{TYPED}\n{lines}\n")
}

/// Returns a line of a configuration without the secret that it may hold.
pub fn bland(line: &str) -> String {
    let secret = ["password", "secret", "key", "md5", "community", "key-string", "psk"];
    match line.split(' ').position(|word| secret.contains(&word)) {
        Some(at) => format!("{} …", line.split(' ').take(at + 1).collect::<Vec<_>>().join(" ")),
        None => line.to_owned(),
    }
}

/// The manners of a platform's prompt.
#[derive(Debug)]
pub struct Manner {
    /// The platform's name.
    pub name: &'static str,
    /// What the prompt ends with, spaces aside.
    pub ends: &'static [char],
    /// Typed first, to be shown everything at once; each may be refused.
    pub pager_off: &'static [&'static str],
    /// What asks for the next page, in lower case, for outputs that are paged all the same.
    pub more: &'static [&'static str],
    /// What is typed for more rights, and what the prompt ends with before it; nothing where
    /// the account has them.
    pub enable: Option<(&'static str, char)>,
    /// What a mode that configures has in its prompt.
    pub configuring: &'static str,
    /// What leaves that mode at once.
    pub leave: &'static str,
    /// What a line begins with that refuses what was typed.
    pub errors: &'static [&'static str],
    /// What is asked back, and what to answer.
    pub questions: &'static [Question],
    /// What saves the configuration.
    pub save: &'static str,
}

/// Something that a device asks back.
#[derive(Debug)]
pub struct Question {
    /// What the question ends with, spaces aside and in lower case.
    pub ends: &'static str,
    /// What is typed, Enter included where one is needed.
    pub answer: &'static str,
}
