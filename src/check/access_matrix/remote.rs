//! What the servers of a matrix have in common: a script that tries each cell from the sensor,
//! and what its lines say.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccessMatrix, Cell, Lines, granted, subjects, word};
use crate::check::sight::{self, MARGIN};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Findings, Place, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// A server whose accounts are tried from outside.
///
/// Its script prints `login KEY ACCOUNT STATUS SAID` for a login that did not succeed, `KEY
/// NUMBER STATUS SAID` for each cell that was tried, `left SHARE` when something of ours could
/// not be removed, and `end`.
pub(super) trait Remote {
    /// What its lines begin with.
    const KEY: &'static str;

    /// What is tried.
    fn lines(&self) -> &Lines;

    /// The letters that it knows.
    fn letters(&self) -> &'static str;

    /// Its host, its port, and how long it is waited for.
    fn server(&self) -> (&str, u16, Span);

    /// Returns the script that tries the cells.
    fn script(&self, cells: &[Cell<'_>], passwords: &BTreeMap<String, String>, scene: &Scene) -> String;

    /// What an attempt showed; nothing when it cannot be read.
    fn answer(&self, cell: &Cell<'_>, status: &str, said: &str) -> Option<Answer>;

    /// By what words a login is refused; nothing when something else went wrong.
    fn refused(&self, status: &str, said: &str) -> Option<String>;

    /// Mistakes of the lab.
    fn problems(&self) -> Vec<Text>;

    /// One of its things, for a person.
    fn shown(&self, path: &str) -> Text;
}

/// What an attempt showed.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Allowed,
    Denied,
    /// There is no such thing, or none that this account may know of.
    Missing,
    /// Neither a right nor the lack of one.
    Odd(Text),
}

/// The beginning of a script that asks a server: in a folder of its own, once the port is open.
pub(super) fn preamble(remote: &impl Remote, tools: &[&str]) -> String {
    let (host, port, wait) = remote.server();
    format!(
        "{}{}{}{}umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\ncd \"$d\" || exit\nwait={} port={port}\n",
        sight::need(&["nc", "ip", "getent", "mktemp", "timeout"]),
        sight::need(tools),
        sight::route_to(host),
        sight::knock(port, wait),
        sight::seconds(wait),
    )
}

impl AccessMatrix {
    pub(super) fn ask(&self, remote: &impl Remote, scene: &Scene) -> Probe {
        let cells = self.cells(remote.lines());
        // A login each, and up to three sessions for each cell.
        let sessions = subjects(remote.lines()).len() + 3 * cells.len();
        let least = remote.server().2.0 * u32::try_from(sessions).unwrap_or(u32::MAX) + MARGIN;
        scene.run_long(Place::Sensor, remote.script(&cells, &self.passwords, scene), least)
    }

    pub(super) fn judge_remote(
        &self,
        remote: &impl Remote,
        output: &ExecOutput,
        findings: &mut Findings,
    ) -> Result<(), Verdict> {
        let (cells, (host, port, _)) = (self.cells(remote.lines()), remote.server());
        let output = sight::looked("smbclient", std::slice::from_ref(output), &Place::Sensor, host)?;
        let printed = output.stdout.as_str();
        findings.count(0, cells.len());
        if let Some(actual) = sight::closed(printed.lines().next().unwrap_or_default()) {
            findings.gap(Text::verbatim(format!("{host}:{port}")), text!("expect-answer"), actual);
            return Ok(());
        }
        let unread = |line: &str| unreadable("sh", &format!("{line} {}", excerpt(&output.stderr)));
        let lines = printed.strip_suffix("end\n").ok_or_else(|| unread(printed))?;
        let (mut answers, mut outside): (BTreeMap<usize, Answer>, Vec<&str>) = (BTreeMap::new(), Vec::new());
        for line in lines.lines() {
            let words: Vec<&str> = line.splitn(5, ' ').collect();
            match words.as_slice() {
                ["left", share] => findings.error(text!("error-smb-left", share = *share)),
                ["login", _, subject, status, said @ ..] => {
                    let said = said.first().copied().unwrap_or_default();
                    let fact = text!("fact-smb-login", user = *subject, server = host);
                    let Some(why) = remote.refused(status, said) else {
                        return Err(Verdict::Error(text!("error-access", what = fact, said = excerpt(said))));
                    };
                    findings.gap(fact, text!("ssh-accepted"), text!("ssh-denied-said", said = why));
                    outside.push(subject);
                }
                [_, number, status, ..] => {
                    let number: usize = number.parse().map_err(|_| unread(line))?;
                    let cell = cells.get(number).ok_or_else(|| unread(line))?;
                    let said = line.splitn(4, ' ').nth(3).unwrap_or_default();
                    answers.insert(number, remote.answer(cell, status, said).ok_or_else(|| unread(line))?);
                }
                _ => return Err(unread(line)),
            }
        }
        // What one account is shown is there: to another that does not find it, it is denied.
        let there = |path: &str| {
            let shown = |(number, answer): (&usize, &Answer)| cells[*number].path == path && *answer == Answer::Allowed;
            answers.iter().any(shown)
        };
        let mut absent: BTreeSet<&str> = BTreeSet::new();
        for (number, cell) in cells.iter().enumerate() {
            let fact = text!("fact-access", what = word(cell.right), path = remote.shown(cell.path), user = cell.subject);
            let allowed = match answers.get(&number) {
                None if outside.contains(&cell.subject) => continue,
                None => return Err(unread(lines)),
                Some(Answer::Allowed) => true,
                Some(Answer::Denied) => false,
                Some(Answer::Missing) if there(cell.path) => false,
                Some(Answer::Missing) => {
                    if absent.insert(cell.path) {
                        findings.gap(remote.shown(cell.path), text!("shown-present"), text!("shown-absent"));
                    }
                    continue;
                }
                Some(Answer::Odd(said)) => {
                    return Err(Verdict::Error(text!("error-access", what = fact, said = said.clone())));
                }
            };
            findings.count(usize::from(allowed == cell.allowed), 0);
            if allowed != cell.allowed {
                findings.gap(fact, granted(cell.allowed), granted(allowed));
            }
        }
        Ok(())
    }

    pub(super) fn remote_problems(&self, remote: &impl Remote) -> Vec<Text> {
        let mut problems = remote.problems();
        if self.cells(remote.lines()).is_empty() {
            problems.push(text!("problem-access-empty"));
        }
        let known = remote.letters();
        let given = remote.lines().values().flat_map(BTreeMap::values).chain(&self.also);
        if given.flat_map(|rights| &rights.0).any(|right| !known.contains(*right)) {
            problems.push(text!("problem-access-letters", key = key(remote), known = known));
        }
        for subject in subjects(remote.lines()) {
            // A login without a password is one of nobody.
            if self.passwords.get(subject).is_none_or(String::is_empty) {
                problems.push(text!("problem-access-password", user = subject));
            }
        }
        problems
    }
}

/// Its key in the lab.
fn key<R: Remote>(_: &R) -> &'static str {
    R::KEY
}
