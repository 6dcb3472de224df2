//! What a student asks of the server: a node, or one of a few verbs for their own bench.
//!
//! Pure, and a list of what is allowed, never of what is not: an argument that is not
//! written here does not reach a program, so none can name a file of the teacher's machine,
//! another bench or another engine. Whose bench it is is not for the student to say.

use crate::access::AccessError;
use crate::name::CheckId;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A node: a terminal when there is no command.
    Node {
        /// Its name.
        node: String,
        /// For the shell of the node, as it was typed.
        command: Option<String>,
    },
    /// A verb of this program.
    Verb(Errand),
    /// What can be asked for.
    Help,
    /// What a program that joins has to know.
    Seat,
    /// Lets a key in from now on.
    Register(String),
}

/// A verb of this program, with arguments that do no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The verb.
    pub verb: &'static str,
    /// Its arguments, without those that say whose bench is meant.
    pub arguments: Vec<String>,
}

/// What an option takes.
#[derive(Clone, Copy)]
enum Takes {
    Nothing,
    One(&'static [&'static str]),
    Checks,
    Number,
}

/// A verb, its options, and whether it takes the name of a check.
type Allowed = (&'static str, &'static [(&'static str, Takes)], bool);

/// The verbs that students may have run.
const VERBS: [Allowed; 5] = [
    (
        "check",
        &[
            ("--only", Takes::Checks),
            ("--level", Takes::One(&["quick", "full"])),
            ("--format", Takes::One(&["terminal", "json", "junit", "tap"])),
            ("--watch", Takes::Nothing),
        ],
        false,
    ),
    ("hint", &[], true),
    ("brief", &[("--html", Takes::One(&["-"]))], false),
    ("status", &[("--json", Takes::Nothing)], false),
    ("history", &[("--json", Takes::Nothing), ("--limit", Takes::Number)], false),
];

/// The names of these verbs.
pub fn verbs() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|(verb, ..)| *verb)
}

/// Returns what a line asks for; nothing when it is empty.
///
/// # Errors
/// When it names neither a verb nor one of `nodes`, or the verb has no such argument.
pub fn ask(line: &str, nodes: &[String]) -> Result<Option<Ask>, AccessError> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if first.is_empty() {
        return Ok(None);
    }
    if let Some(allowed) = VERBS.iter().find(|(verb, ..)| *verb == first) {
        return Ok(Some(Ask::Verb(errand(allowed, rest)?)));
    }
    Ok(Some(match first {
        "help" | "?" => Ask::Help,
        "seat" => Ask::Seat,
        "register" => Ask::Register(rest.to_owned()),
        node if nodes.iter().any(|known| known == node) => {
            let command = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
            Ask::Node { node: node.to_owned(), command }
        }
        other => return Err(unknown(other, nodes)),
    }))
}

fn unknown(word: &str, nodes: &[String]) -> AccessError {
    let known = verbs().map(str::to_owned).chain(nodes.iter().cloned()).collect();
    AccessError::Ask { word: shorten(word), known }
}

fn errand((verb, options, names_check): &Allowed, rest: &str) -> Result<Errand, AccessError> {
    let refused = |word: &str| AccessError::Argument { verb, word: shorten(word) };
    let mut arguments = Vec::new();
    let mut words = rest.split_whitespace();
    while let Some(word) = words.next() {
        let (name, given) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
        let Some((name, takes)) = options.iter().find(|(known, _)| *known == name) else {
            if *names_check && arguments.is_empty() && word.parse::<CheckId>().is_ok() {
                arguments.push(word.to_owned());
                continue;
            }
            return Err(refused(word));
        };
        if let Takes::Nothing = takes {
            if given.is_some() {
                return Err(refused(word));
            }
            arguments.push((*name).to_owned());
            continue;
        }
        let value = given.or_else(|| words.next()).ok_or_else(|| refused(word))?;
        let fits = match takes {
            Takes::Nothing => false,
            Takes::One(values) => values.contains(&value),
            Takes::Checks => value.split(',').all(|id| id.parse::<CheckId>().is_ok()),
            Takes::Number => value.len() <= 4 && value.parse::<u16>().is_ok(),
        };
        if !fits {
            return Err(refused(value));
        }
        arguments.push(format!("{name}={value}"));
    }
    Ok(Errand { verb, arguments })
}

/// What is shown of a word that a stranger sent.
fn shorten(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::{Ask, ask};
    use crate::access::AccessError;

    fn nodes() -> Vec<String> {
        vec!["alpha".to_owned(), "beta".to_owned()]
    }

    fn asked(line: &str) -> Result<Option<Ask>, AccessError> {
        ask(line, &nodes())
    }

    fn arguments(line: &str) -> Vec<String> {
        match asked(line) {
            Ok(Some(Ask::Verb(errand))) => errand.arguments,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn verbs_and_nodes_are_told_apart() {
        assert_eq!(asked("").unwrap(), None);
        assert_eq!(asked("help").unwrap(), Some(Ask::Help));
        let node = |command: Option<&str>| {
            Some(Ask::Node { node: "alpha".to_owned(), command: command.map(str::to_owned) })
        };
        assert_eq!(asked(" alpha ").unwrap(), node(None));
        assert_eq!(asked("alpha ls -l | wc").unwrap(), node(Some("ls -l | wc")));
        assert_eq!(arguments("check"), Vec::<String>::new());
    }

    #[test]
    fn what_does_no_harm_passes() {
        assert_eq!(arguments("check --only cle,voisin --level full"), ["--only=cle,voisin", "--level=full"]);
        assert_eq!(arguments("check --format=json --watch"), ["--format=json", "--watch"]);
        assert_eq!(arguments("hint cle"), ["cle"]);
        assert_eq!(arguments("brief --html -"), ["--html=-"]);
        assert_eq!(arguments("history --limit 5 --json"), ["--limit=5", "--json"]);
    }

    /// Each of these would write or read a file, look at another bench, or work on the engine.
    #[test]
    fn everything_else_is_refused() {
        for line in [
            "check --save /tmp/x",
            "check --save=/tmp/x",
            "check a332-zoe",
            "check --student zoe",
            "check -s zoe",
            "check -szoe",
            "check --only ../x",
            "check --level full;id",
            "check --only",
            "check --labs-dir /tmp",
            "check --watch=1",
            "hint cle voisin",
            "hint --lab a332-zoe",
            "hint -l a332-zoe",
            "hint ../cle",
            "brief a332-zoe",
            "brief --html /tmp/x",
            "brief --html=/tmp/x",
            "status a332-zoe",
            "history 12",
            "history --bench a332-zoe",
            "history --save x",
            "history --limit -1",
            "history --limit 99999999",
        ] {
            assert!(matches!(asked(line), Err(AccessError::Argument { .. })), "{line}: {:?}", asked(line));
        }
        for line in [
            "up",
            "down --all",
            "reset",
            "stop",
            "shell alpha",
            "exec alpha id",
            "doctor",
            "images prune",
            "class codes",
            "fault inject x",
            "Alpha",
            "alpha;id",
            "../alpha",
            "alpha/../beta",
            "-x",
            "--help",
            "gamma",
            "check;id",
            "$(id)",
            "`id`",
            "seat/",
            "pa-a332-zoe-alpha",
        ] {
            assert!(matches!(asked(line), Err(AccessError::Ask { .. })), "{line}: {:?}", asked(line));
        }
    }

    #[test]
    fn what_a_stranger_sent_is_not_shown_as_it_is() {
        let word = format!("\u{1b}[31m{}", "x".repeat(500));
        match asked(&word) {
            Err(AccessError::Ask { word, .. }) => assert!(!word.contains('\u{1b}') && word.len() <= 40),
            other => panic!("{other:?}"),
        }
    }
}
