//! The executable blocks of a procedure written in Markdown.
//!
//! A fenced block of the languages `sh`, `bash` and `shell` is a step, and its marks say
//! where it is run: ```` ```sh {hote=prod} ````. Blocks of other languages (`text`, `yaml`)
//! show something and are left alone, as is all prose. What a reader could not know (where
//! an unmarked block is to be run) is not guessed.
//!
//! Rank 1, no kind: used by those that carry a procedure out.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::i18n::Text;
use crate::text;

/// The languages that are run, with the shell that does it.
const SHELLS: [(&str, &str); 4] = [("sh", "sh"), ("shell", "sh"), ("", "sh"), ("bash", "bash")];

/// One step of a procedure.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    /// Where it begins in the file, from 1.
    pub line: usize,
    /// The machine that it names.
    pub host: String,
    /// The account that it names.
    pub user: Option<String>,
    /// The status that it says it ends with, 0 when it says nothing.
    pub status: i32,
    /// What reads it: `sh` or `bash`.
    pub shell: &'static str,
    /// Its commands.
    pub script: String,
}

/// Why a block cannot be run.
#[derive(Debug, PartialEq)]
pub(super) struct Flaw {
    /// Where it begins in the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: Text,
}

/// What a file holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Procedure {
    /// Its steps, in order.
    pub blocks: Vec<Block>,
    /// Blocks that are none.
    pub flaws: Vec<Flaw>,
}

/// Returns the steps of a file, or of one section of it with those below; nothing when
/// there is no such section.
pub(super) fn read(source: &str, section: Option<&str>) -> Option<Procedure> {
    let within = match section {
        Some(wanted) => extent(source, wanted)?,
        None => 0..source.len(),
    };
    let mut procedure = Procedure::default();
    let mut open: Option<(usize, String, String)> = None;
    for (event, at) in Parser::new(source).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if within.contains(&at.start) => {
                let line = source[..at.start].matches('\n').count() + 1;
                open = Some((line, info.to_string(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, _, script)) = &mut open {
                    script.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((line, info, script)) = open.take() {
                    match block(line, &info, script) {
                        Ok(Some(block)) => procedure.blocks.push(block),
                        Ok(None) => {}
                        Err(what) => procedure.flaws.push(Flaw { line, what }),
                    }
                }
            }
            _ => {}
        }
    }
    Some(procedure)
}

/// Returns where the section is whose title holds `wanted`, whatever the capitals.
fn extent(source: &str, wanted: &str) -> Option<Range<usize>> {
    let wanted = wanted.to_lowercase();
    let mut found = None;
    let mut title: Option<(usize, String)> = None;
    for (event, at) in Parser::new(source).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => match found {
                Some((start, deep)) if level <= deep => return Some(start..at.start),
                _ => title = Some((at.start, String::new())),
            },
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = &mut title {
                    words.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(level)) => {
                let Some((start, words)) = title.take() else { continue };
                if found.is_none() && words.to_lowercase().contains(&wanted) {
                    found = Some((start, level));
                }
            }
            _ => {}
        }
    }
    found.map(|(start, _)| start..source.len())
}

/// Reads a block; nothing when it only shows something.
fn block(line: usize, info: &str, script: String) -> Result<Option<Block>, Text> {
    let info = info.trim();
    let (language, marks) = match info.split_once('{') {
        Some((language, marks)) => {
            let marks = marks.trim_end().strip_suffix('}').ok_or_else(|| text!("runbook-brace"))?;
            (language.trim(), Some(marks))
        }
        None => (info, None),
    };
    let shell = SHELLS.iter().find(|(name, _)| *name == language.to_lowercase()).map(|(_, shell)| *shell);
    let Some(shell) = shell else {
        return match marks {
            Some(_) => Err(text!("runbook-language", language = language)),
            None => Ok(None),
        };
    };
    let mut found = Block { line, host: String::new(), user: None, status: 0, shell, script: String::new() };
    for mark in marks.unwrap_or_default().split([' ', ',', '\t']).filter(|mark| !mark.is_empty()) {
        let (key, value) = mark.split_once('=').unwrap_or((mark, ""));
        let value = value.trim_matches(['"', '\'']);
        match key {
            _ if value.is_empty() => return Err(text!("runbook-mark", mark = mark)),
            "hote" | "hôte" | "host" | "on" => found.host = value.to_owned(),
            "as" | "user" | "utilisateur" => found.user = Some(value.to_owned()),
            "statut" | "status" => match value.parse() {
                Ok(status) => found.status = status,
                Err(_) => return Err(text!("runbook-mark", mark = mark)),
            },
            _ => return Err(text!("runbook-mark", mark = mark)),
        }
    }
    if found.host.is_empty() {
        return Err(text!("runbook-unmarked"));
    }
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if !script.lines().any(says) {
        return Err(text!("runbook-empty-block"));
    }
    found.script = script;
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::{Procedure, read};

    const FILE: &str = "# Reprise\n\nTapez `reboot`.\n\n```sh {hote=prod}\nsystemctl stop web\n```\n\n\
        ## Base {#x}\n\n1. Puis :\n\n   ```bash {host=\"secours\", as=postgres statut=3}\n   psql -l\n   ```\n\n\
        ```text\nweb is stopped\n```\n\n    rm -rf /\n\n# Retour arrière\n\n```sh {on=prod}\ntrue\n```\n";

    fn procedure(source: &str) -> Procedure {
        read(source, None).unwrap()
    }

    fn flaw(source: &str) -> String {
        let procedure = procedure(source);
        assert!(procedure.blocks.is_empty(), "{procedure:?}");
        procedure.flaws[0].what.to(crate::i18n::Lang::En)
    }

    #[test]
    fn marked_blocks_are_steps_and_nothing_else_is() {
        let found = procedure(FILE);
        assert!(found.flaws.is_empty(), "{found:?}");
        let steps: Vec<_> =
            found.blocks.iter().map(|b| (b.line, b.host.as_str(), b.script.as_str())).collect();
        assert_eq!(
            steps,
            [(5, "prod", "systemctl stop web\n"), (13, "secours", "psql -l\n"), (25, "prod", "true\n")]
        );
        let second = &found.blocks[1];
        assert_eq!((second.user.as_deref(), second.status, second.shell), (Some("postgres"), 3, "bash"));
    }

    #[test]
    fn a_section_ends_where_its_equal_begins() {
        let lines =
            |section| read(FILE, Some(section)).map(|p| p.blocks.iter().map(|b| b.line).collect::<Vec<_>>());
        assert_eq!(lines("reprise"), Some(vec![5, 13]));
        assert_eq!(lines("base"), Some(vec![13]));
        assert_eq!(lines("RETOUR ARRIÈRE"), Some(vec![25]));
        assert_eq!(lines("bascule"), None);
    }

    #[test]
    fn what_nobody_could_carry_out_is_said() {
        assert!(flaw("```sh\nls\n```").contains("hote="));
        assert!(flaw("```\nls\n```").contains("hote="));
        assert!(flaw("```sh {hote=prod\nls\n```").contains('}'));
        assert!(flaw("```sh {hots=prod}\nls\n```").contains("hots=prod"));
        assert!(flaw("```sh {hote=}\nls\n```").contains("hote="));
        assert!(flaw("```console {hote=prod}\n$ ls\n```").contains("console"));
        assert!(flaw("```sh {hote=prod}\n# à faire\n```").contains("no command"));
        assert!(procedure("rien").blocks.is_empty());
    }
}
