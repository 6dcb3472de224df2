//! Who may do what, tried by each of them rather than read off the modes.
//!
//! Groups, ACLs, the directories above, the sticky bit and mount options all decide
//! together; an attempt is the only sure answer. What attempts create is removed, and the
//! dates of the directories are put back.
//!
//! Servers are asked from the sensor, with the passwords of the accounts (`remote`). A right
//! that lacks, a login that is refused and a server that is not there are told apart.

mod directory;
mod remote;
mod shares;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;
use directory::Directory;
use shares::Shares;

/// Tries, as each account, what it may do with files and directories; what sudo would let
/// it run is asked of sudo, not run. The failure lists the cells that are wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccessMatrix {
    /// By path, what each account may do, in letters: `r` read a file, `w` write to it;
    /// `l` list a directory, `c` create a file in it, `d` delete in it a file of root's,
    /// `x` enter it; `-` nothing. `/srv/compta: { alice: lcd, bob: l, carol: "-" }`. A
    /// letter that anyone has in a line is tried by everyone in the line, and should be
    /// denied to those who lack it. Files are not changed.
    #[serde(default)]
    pub files: BTreeMap<String, BTreeMap<String, Rights>>,
    /// Letters that are tried in every line, even where nobody should have them.
    pub also: Option<Rights>,
    /// By account, the commands that sudo should let it run as root, or not:
    /// `alice: { "/usr/bin/systemctl restart nginx": true, /bin/sh: false }`. Whether a
    /// password is asked for does not count.
    #[serde(default)]
    pub sudo: BTreeMap<String, BTreeMap<String, bool>>,
    /// Folders and files of an SMB server, tried from the sensor.
    pub smb: Option<Shares>,
    /// Entries of an LDAP directory, tried from the sensor.
    pub ldap: Option<Directory>,
    /// The passwords of the accounts of `smb` and `ldap`.
    #[serde(default)]
    pub passwords: BTreeMap<String, String>,
}

/// By thing, by account, what it may do.
type Lines = BTreeMap<String, BTreeMap<String, Rights>>;

/// The accounts of these lines.
fn subjects(lines: &Lines) -> Vec<&str> {
    lines.values().flat_map(BTreeMap::keys).map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Letters for rights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Rights(BTreeSet<char>);

impl TryFrom<String> for Rights {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        let letters: BTreeSet<char> = given.chars().filter(|c| *c != '-').collect();
        if given.is_empty() || letters.iter().any(|c| !"rwlcdx".contains(*c)) {
            return Err(format!("`{given}` is not made of the letters r, w, l, c, d and x, or `-` for nothing"));
        }
        Ok(Self(letters))
    }
}

impl Rights {
    fn has(&self, right: char) -> bool {
        self.0.contains(&right)
    }
}

impl From<Rights> for String {
    fn from(rights: Rights) -> Self {
        if rights.0.is_empty() { "-".to_owned() } else { rights.0.into_iter().collect() }
    }
}

fn word(right: char) -> Text {
    match right {
        'r' => text!("access-read"),
        'w' => text!("access-write"),
        'l' => text!("access-list"),
        'c' => text!("access-create"),
        'd' => text!("access-delete"),
        _ => text!("access-enter"),
    }
}

/// One question: may `subject` do `right` to `path`?
struct Cell<'a> {
    subject: &'a str,
    path: &'a str,
    right: char,
    allowed: bool,
}

/// `attempt USER` runs the script on its standard input as the user: `allowed`, `denied`,
/// or `odd` and what was said when neither is the reason.
const ATTEMPT: &str = r#"export LC_ALL=C.UTF-8
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
attempt() {
runuser -u "$1" -- sh -s 2>"$said" >/dev/null; s=$?
if [ $s -eq 0 ]; then echo "cell $n allowed"
elif grep -Eq 'Permission denied|Operation not permitted|Read-only file system' "$said"; then echo "cell $n denied"
else echo "cell $n odd $(tr '\n' ' ' <"$said" | cut -c 1-200)"; fi
}
"#;

fn granted(allowed: bool) -> Text {
    if allowed { text!("access-allowed") } else { text!("access-denied") }
}

impl AccessMatrix {
    fn cells<'a>(&self, lines: &'a Lines) -> Vec<Cell<'a>> {
        let mut cells = Vec::new();
        for (path, line) in lines {
            let also = self.also.iter().flat_map(|rights| &rights.0);
            let tried: BTreeSet<char> = line.values().flat_map(|rights| &rights.0).chain(also).copied().collect();
            for (subject, rights) in line {
                let cell = |right: &char| Cell { subject, path, right: *right, allowed: rights.has(*right) };
                cells.extend(tried.iter().map(cell));
            }
        }
        cells
    }

    fn subjects(&self) -> BTreeSet<&str> {
        self.files.values().flat_map(BTreeMap::keys).chain(self.sudo.keys()).map(String::as_str).collect()
    }

    fn script(&self, scene: &Scene) -> String {
        let mut script = sight::need(&["runuser", "getent", "mktemp", "grep", "touch", "head", "ls"]);
        script.push_str(ATTEMPT);
        for subject in self.subjects() {
            let subject = quote(subject);
            script.push_str(&format!("getent passwd {subject} >/dev/null || echo no-user {subject}\n"));
        }
        let mut open: Option<&str> = None;
        let close = |script: &mut String, open: Option<&str>| {
            if let Some(path) = open {
                script.push_str(&format!("touch -r \"$said.date\" -- {} 2>/dev/null\nrm -f \"$said.date\"\nfi\n", quote(path)));
            }
        };
        for (number, cell) in self.cells(&self.files).iter().enumerate() {
            let path = quote(cell.path);
            if open != Some(cell.path) {
                close(&mut script, open.replace(cell.path));
                script.push_str(&format!(
                    "if [ ! -e {path} ]; then echo absent {path}; else\n: >\"$said.date\"; touch -r {path} \"$said.date\" || exit 1\n"
                ));
            }
            let subject = quote(cell.subject);
            let own = quote(&format!("{}/.paillasse-{}", cell.path.trim_end_matches('/'), scene.nonce));
            let (before, act, after) = match cell.right {
                'r' => (String::new(), format!("head -c 1 -- {path}"), String::new()),
                // Opening writes nothing, not even a date; and the file is there already.
                'w' => (String::new(), format!(": >>{path}"), String::new()),
                'l' => (String::new(), format!("ls -A -- {path}"), String::new()),
                'c' => (String::new(), format!("set -C; : >{own}"), format!("rm -f -- {own} || exit 1\n")),
                'd' => (
                    format!("(umask 077; set -C; : >{own}) || exit 1\n"),
                    format!("rm -f -- {own}"),
                    format!("rm -f -- {own} || exit 1\n"),
                ),
                _ => (String::new(), format!("ls -d -- {path}/."), String::new()),
            };
            script.push_str(&format!(
                "if getent passwd {subject} >/dev/null; then\nn={number}\n{before}attempt {subject} <<'END-OF-ATTEMPT'\n{{ {act}\n}} </dev/null\nEND-OF-ATTEMPT\n{after}fi\n"
            ));
        }
        close(&mut script, open);
        if !self.sudo.is_empty() {
            script.push_str("command -v sudo >/dev/null || echo no-sudo\n");
        }
        for (number, (subject, command, _)) in self.commands().enumerate() {
            // The command is words, as it would be typed; sudo does not run it.
            let words: Vec<String> = command.split_whitespace().map(quote).collect();
            let subject = quote(subject);
            script.push_str(&format!(
                "if command -v sudo >/dev/null && getent passwd {subject} >/dev/null; then\n\
                 sudo -n -l -U {subject} -- {} >\"$said\" 2>&1; s=$?\n\
                 if [ $s -eq 0 ]; then echo sudo {number} allowed\n\
                 elif [ ! -s \"$said\" ] || grep -q 'not allowed' \"$said\"; then echo sudo {number} denied\n\
                 else echo \"sudo {number} odd $(tr '\\n' ' ' <\"$said\" | cut -c 1-200)\"; fi\nfi\n",
                words.join(" ")
            ));
        }
        script.push_str("echo end\n");
        script
    }

    fn commands(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.sudo.iter().flat_map(|(subject, commands)| {
            commands.iter().map(|(command, allowed)| (subject.as_str(), command.as_str(), *allowed))
        })
    }

    fn compare(&self, lines: &str) -> Result<Findings, Verdict> {
        let (cells, commands) = (self.cells(&self.files), self.commands().collect::<Vec<_>>());
        let mut findings = Findings::new();
        let (mut seen, mut excused) = (0, 0);
        for line in lines.lines() {
            let unread = || unreadable("runuser", line);
            let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (fact, wanted, answer) = match key {
                "no-user" => {
                    findings.gap(text!("fact-account", user = rest), text!("shown-present"), text!("shown-absent"));
                    excused += cells.iter().filter(|cell| cell.subject == rest).count();
                    excused += commands.iter().filter(|(subject, ..)| *subject == rest).count();
                    continue;
                }
                "absent" => {
                    findings.gap(text!("fact-path", path = rest), text!("shown-present"), text!("shown-absent"));
                    excused += cells.iter().filter(|cell| cell.path == rest).count();
                    continue;
                }
                "no-sudo" => {
                    findings.gap(Text::verbatim("sudo"), text!("shown-installed"), text!("shown-absent"));
                    excused += commands.len();
                    continue;
                }
                "cell" | "sudo" => {
                    let (number, answer) = rest.split_once(' ').ok_or_else(unread)?;
                    let number: usize = number.parse().map_err(|_| unread())?;
                    if key == "cell" {
                        let cell = cells.get(number).ok_or_else(unread)?;
                        let fact = text!("fact-access", what = word(cell.right), path = cell.path, user = cell.subject);
                        (fact, cell.allowed, answer)
                    } else {
                        let (subject, command, allowed) = commands.get(number).ok_or_else(unread)?;
                        (text!("fact-sudo", command = *command, user = *subject), *allowed, answer)
                    }
                }
                _ => return Err(unread()),
            };
            seen += 1;
            let allowed = match answer {
                "allowed" => true,
                "denied" => false,
                // Neither a right nor the lack of one: a full disk, a directory read as a file.
                odd => {
                    let said = excerpt(odd.trim_start_matches("odd "));
                    return Err(Verdict::Error(text!("error-access", what = fact, said = said)));
                }
            };
            findings.count(usize::from(allowed == wanted), 0);
            if allowed != wanted {
                findings.gap(fact, granted(wanted), granted(allowed));
            }
        }
        if seen + excused < cells.len() + commands.len() {
            return Err(unreadable("runuser", lines));
        }
        findings.count(0, cells.len() + commands.len());
        Ok(findings)
    }
}

impl AccessMatrix {
    /// Whether anything is tried on a node.
    fn local(&self) -> bool {
        !self.files.is_empty() || !self.sudo.is_empty()
    }

    fn judge_local(&self, output: &ExecOutput) -> Result<Findings, Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let printed = succeeded("runuser", output)?;
        let lines = printed.strip_suffix("end\n").ok_or_else(|| unreadable("runuser", printed))?;
        self.compare(lines)
    }

}

impl Check for AccessMatrix {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let local = self.local().then(|| scene.run(self.script(scene)));
        let smb = self.smb.as_ref().map(|shares| self.ask(shares, scene));
        let ldap = self.ldap.as_ref().map(|directory| self.ask(directory, scene));
        local.into_iter().chain(smb).chain(ldap).collect()
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let mut outputs = outputs.iter();
        let mut next = || outputs.next().ok_or_else(|| Verdict::Error(text!("error-no-output")));
        let mut told = || -> Result<Findings, Verdict> {
            let mut findings = if self.local() { self.judge_local(next()?)? } else { Findings::new() };
            if let Some(shares) = &self.smb {
                self.judge_remote(shares, next()?, &mut findings)?;
            }
            if let Some(directory) = &self.ldap {
                self.judge_remote(directory, next()?, &mut findings)?;
            }
            Ok(findings)
        };
        told().map_or_else(|verdict| verdict, Findings::verdict)
    }

    fn wants_node(&self) -> bool {
        self.local() || (self.smb.is_none() && self.ldap.is_none())
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let elsewhere = self.smb.is_some() || self.ldap.is_some();
        if self.cells(&self.files).is_empty() && self.commands().next().is_none() && !elsewhere {
            problems.push(text!("problem-access-empty"));
        }
        problems.extend(self.smb.iter().flat_map(|shares| self.remote_problems(shares)));
        problems.extend(self.ldap.iter().flat_map(|directory| self.remote_problems(directory)));
        for path in self.files.keys().filter(|path| !path.starts_with('/') || path.contains('\n')) {
            problems.push(text!("problem-access-path", path = path));
        }
        for (_, command, _) in self.commands().filter(|(_, command, _)| !command.starts_with('/')) {
            problems.push(text!("problem-access-command", command = command));
        }
        if self.subjects().contains("root") {
            problems.push(text!("problem-access-root"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::AccessMatrix;
    use crate::check::Check;

    fn matrix(yaml: &str) -> AccessMatrix {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn a_right_that_one_has_is_denied_to_the_others() {
        let matrix = matrix("{ files: { /srv: { alice: lc, bob: l, carol: '-' } } }");
        let cells: Vec<String> =
            matrix.cells(&matrix.files).iter().map(|c| format!("{} {} {}", c.subject, c.right, c.allowed)).collect();
        assert_eq!(cells, ["alice c true", "alice l true", "bob c false", "bob l true", "carol c false", "carol l false"]);
    }

    #[test]
    fn a_cell_that_was_not_tried_is_no_pass() {
        let matrix = matrix("{ files: { /a: { alice: r, bob: '-' } } }");
        assert!(matrix.compare("cell 0 allowed\n").is_err());
        assert!(matrix.compare("cell 0 allowed\ncell 1 denied\n").unwrap().verdict().passed());
        assert_eq!(matrix.compare("no-user bob\ncell 0 allowed\n").unwrap().verdict().word(), "fail");
        assert!(matrix.compare("cell 0 odd head: error reading '/a': Is a directory\ncell 1 denied\n").is_err());
    }

    #[test]
    fn a_matrix_that_tries_nothing_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| matrix(yaml).problems().len();
        assert_eq!(problems("{ }"), 1);
        assert_eq!(problems("{ files: { /a: { alice: '-' } } }"), 1);
        assert_eq!(problems("{ files: { /a: { alice: '-' } }, also: r }"), 0);
        assert_eq!(problems("{ files: { a: { alice: r } } }"), 1);
        assert_eq!(problems("{ files: { /a: { root: r } } }"), 1);
        assert_eq!(problems("{ sudo: { alice: { 'systemctl restart nginx': true } } }"), 1);
        assert!(serde_saphyr::from_str::<AccessMatrix>("{ files: { /a: { alice: q } } }").is_err());
    }
}
