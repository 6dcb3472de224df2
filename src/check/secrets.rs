//! Secrets are not where they could be read.
//!
//! What is looked for reaches the node inside the script, and from there the tools
//! through pipes: never as an argument, in the environment or in a file, where this very
//! check would find it. What is found is never printed, only where.

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks for secrets where they should not be; finding one is a failure that says where,
/// never what.
///
/// Compressed and encrypted files are not opened. The values to look for should be
/// parameters of type `password`: those are hidden in all that is stored and shown, others
/// can be read in the evidence, which keeps the probe.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Secrets {
    /// Values that should be nowhere, as they are; at least four characters each.
    #[serde(default)]
    pub forbidden: Vec<String>,
    /// What secrets look like, as `grep -E` takes it: `BEGIN [A-Z ]*PRIVATE KEY`.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Files and directories, with all that is in them: `/srv/site`,
    /// `/home/*/.bash_history`. One that does not exist holds nothing; symbolic links
    /// inside a directory are not followed.
    #[serde(default, rename = "in")]
    pub places: Vec<String>,
    /// Whether the arguments and the environments of the processes are looked at; false
    /// when nothing is said.
    #[serde(default)]
    pub processes: bool,
    /// Whether the messages of the journal are looked at; false when nothing is said.
    #[serde(default)]
    pub journal: bool,
    /// Git repositories: the files and the messages of every commit of every branch, tag
    /// and stash. They have to exist.
    #[serde(default)]
    pub git: Vec<String>,
}

/// The last line of a search that went to its end.
const END: &str = "end";

/// Returns a word of the shell in which `*`, `?` and `[…]` are patterns.
fn pattern_word(path: &str) -> String {
    let mut word = String::new();
    let mut plain = String::new();
    for c in path.chars() {
        if "*?[]".contains(c) {
            if !plain.is_empty() {
                word.push_str(&quote(&std::mem::take(&mut plain)));
            }
            word.push(c);
        } else {
            plain.push(c);
        }
    }
    if !plain.is_empty() {
        word.push_str(&quote(&plain));
    }
    word
}

/// Writes a text as an extended regular expression that means it (POSIX XBD 9.4.3).
fn literally(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if r".[\()*+?{|^$".contains(c) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// The line that ends what is looked for in the script.
const STOP: &str = "END-OF-SECRETS";

impl Secrets {
    /// Defines `found TOOL…`, which gives a tool that takes the options of grep what is
    /// looked for, on its standard input: status 0 when something is found, 1 when
    /// nothing is, more when the tool failed.
    fn found(&self) -> String {
        let literal = self.forbidden.iter().map(|value| literally(value));
        let lines: Vec<String> = literal.chain(self.patterns.iter().cloned()).collect();
        format!("found() {{\n\"$@\" -E -f - <<'{STOP}'\n{}\n{STOP}\n}}\n", lines.join("\n"))
    }

    fn script(&self) -> String {
        let mut script = sight::need(&["grep", "sed", "stat", "tr", "awk", "getent", "runuser"]);
        script.push_str(&self.found());
        for place in &self.places {
            script.push_str(&format!(
                "for place in {}; do\n[ -e \"$place\" ] || continue\n\
                 in_files() {{ grep -rls -D skip \"$@\" -- \"$place\"; }}\n\
                 paths=$(found in_files); s=$?\n[ $s -le 1 ] || {{ echo \"grep: $place\" >&2; exit 1; }}\n\
                 [ -z \"$paths\" ] || printf '%s\\n' \"$paths\" | sed 's/^/file\\t/'\ndone\n",
                pattern_word(place)
            ));
        }
        if self.processes {
            script.push_str(PROCESSES);
        }
        if self.journal {
            script.push_str(JOURNAL);
        }
        for repository in &self.git {
            let found = self.found();
            script.push_str(&format!(
                "command -v git >/dev/null || {{ echo git >&2; exit 127; }}\nrepo={}\n\
                 owner=$(stat -c %U -- \"$repo\" 2>/dev/null) || owner=root\n\
                 getent passwd \"$owner\" >/dev/null || owner=root\n\
                 runuser -u \"$owner\" -- sh -s -- \"$repo\" <<'END-OF-SEARCH' || exit 1\n{{\n{found}{GIT}}} </dev/null\nEND-OF-SEARCH\n",
                quote(repository)
            ));
        }
        script.push_str(&format!("echo {END}\n"));
        script
    }
}

/// An environment that neither root nor its owner may read is that of a daemon that
/// changed its user and has not started another program since: it is the one that its
/// unit gave it, or its parent's.
const PROCESSES: &str = r#"in_text() { grep -qs "$@" /dev/fd/4; }
for p in /proc/[0-9]*; do
comm=$(tr -d '\n\t' 2>/dev/null <"$p/comm") || continue
in_process() { grep -qsz "$@" "$p/cmdline"; }
found in_process; s=$?
[ $s -ne 0 ] || printf 'arguments\t%s\t%s\n' "${p#/proc/}" "$comm"
in_process() { grep -qsz "$@" "$p/environ"; }
found in_process; s=$?
if [ $s -gt 1 ]; then
  owner=$(stat -c %U "$p" 2>/dev/null) || continue
  in_process() { runuser -u "$owner" -- grep -qsz "$@" "$p/environ" 2>/dev/null; }
  found in_process; s=$?
fi
if [ $s -gt 1 ]; then
  unit=$(sed -n 's|^.*/\([^/]*\.service\)$|\1|p' "$p/cgroup" 2>/dev/null | head -n 1)
  parent=$(awk '$1 == "PPid:" { print $2 }' "$p/status" 2>/dev/null)
  same=$(tr -d '\n\t' 2>/dev/null <"/proc/${parent:-none}/comm")
  if [ -n "$unit" ]; then
    { systemctl show --value -p Environment -- "$unit"
      systemctl show --value -p EnvironmentFiles -- "$unit" | sed -n 's/ (ignore_errors=.*)$//p' |
      while read -r f; do cat -- "$f" 2>/dev/null; done; } | { found in_text; } 4<&0; s=$?
  elif [ "$same" = "$comm" ]; then
    s=1
  fi
fi
[ $s -ne 0 ] || printf 'environment\t%s\t%s\n' "${p#/proc/}" "$comm"
[ $s -le 1 ] || [ ! -e "$p" ] || printf 'hidden\t%s\t%s\n' "${p#/proc/}" "$comm"
done
"#;

/// Prints the date and the program of a message, never the rest. The first messages are
/// enough to know where they come from.
const JOURNAL: &str = r#"command -v journalctl >/dev/null || { echo journalctl >&2; exit 127; }
journalctl -q -n 1 >/dev/null 2>&1 || { echo 'journalctl cannot read the journal' >&2; exit 1; }
in_journal() { grep -a -m 20 "$@" /dev/fd/4; }
journalctl -q --no-pager --all -o short-iso </dev/null 2>/dev/null |
{ found in_journal; s=$?; [ $s -le 1 ] || echo failed; } 4<&0 |
awk '$1 == "failed" { print; next } $1 ~ /^[0-9-]+T[0-9:+-]+$/ && $3 ~ /:$/ { print "journal\t" $1 "\t" $3; next } { print "journal\t-\t-" }'
"#;

/// Run by the owner of `$1`: the files of all commits, each path with the oldest commit
/// that has it, then the messages.
const GIT: &str = r#"git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null -c core.fsmonitor=false --no-pager "$@"; }
cd -- "$1" 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || { printf 'no-repository\t%s\n' "$1"; exit 0; }
revs=$(git rev-list --all) || exit 1
[ -n "$revs" ] || exit 0
in_commits() { git grep -l "$@" $revs --; }
paths=$(found in_commits); s=$?
[ $s -le 1 ] || { echo 'git grep' >&2; exit 1; }
[ -z "$paths" ] || printf '%s\n' "$paths" | awk '{ path = substr($0, index($0, ":") + 1); oldest[path] = substr($0, 1, 8) } END { for (path in oldest) print oldest[path] "\t" path }' |
sort -k 2 | while read -r line; do printf 'git\t%s\t%s\n' "$1" "$line"; done
in_messages() { grep -az "$@" /dev/fd/4; }
git log -z --all --format='%H%n%an <%ae>%n%B' | { found in_messages; s=$?; [ $s -le 1 ] || echo failed; } 4<&0 |
sed -z 's/\n.*//' | tr '\0' '\n' | cut -c 1-8 | while read -r rev; do printf 'message\t%s\t%s\n' "$1" "$rev"; done
"#;

/// Where something was found, in words; nothing for a line that no search prints.
fn place(line: &str) -> Option<(Text, String)> {
    let fields: Vec<&str> = line.split('\t').collect();
    Some(match fields[..] {
        ["file", path] => (text!("secrets-files"), path.to_owned()),
        ["arguments", pid, comm] => (text!("secrets-arguments"), format!("{comm} ({pid})")),
        ["environment", pid, comm] => (text!("secrets-environment"), format!("{comm} ({pid})")),
        ["journal", at, who] => (text!("secrets-journal"), format!("{at} {}", who.trim_end_matches(':'))),
        ["git", repository, rev, path] => (text!("secrets-git", repository = repository), format!("{path} ({rev})")),
        ["message", repository, rev] => (text!("secrets-messages", repository = repository), rev.to_owned()),
        _ => return None,
    })
}

impl Check for Secrets {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = sight::missing_tool(output) {
            return verdict;
        }
        let printed = match succeeded("grep", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let Some(lines) = printed.strip_suffix("end\n") else { return unreadable("grep", printed) };
        let mut findings = Findings::new();
        let mut found: Vec<(Text, Vec<String>)> = Vec::new();
        let mut hidden = None;
        for line in lines.lines() {
            if let Some(process) = line.strip_prefix("hidden\t") {
                hidden = Some(process.replace('\t', " "));
            } else if let Some(repository) = line.strip_prefix("no-repository\t") {
                findings.gap(text!("fact-path", path = repository), text!("secrets-repository"), text!("shown-absent"));
            } else if let Some((fact, place)) = place(line) {
                // A path may hold the very value.
                let place = self.forbidden.iter().fold(place, |place, value| place.replace(value.as_str(), "***"));
                match found.iter_mut().find(|(known, _)| *known == fact) {
                    Some((_, places)) => places.push(place),
                    None => found.push((fact, vec![place])),
                }
            } else {
                return unreadable("grep", line);
            }
        }
        for (fact, mut places) in found {
            places.dedup();
            findings.gap(fact, text!("secrets-none"), text!("secrets-found", places = excerpt(&places.join(", "))));
        }
        match (findings.verdict(), hidden) {
            (Verdict::Pass, Some(process)) => Verdict::Error(text!("error-hidden-process", process = process)),
            (verdict, _) => verdict,
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.forbidden.is_empty() && self.patterns.is_empty() {
            problems.push(text!("problem-secrets-what"));
        }
        if self.places.is_empty() && self.git.is_empty() && !self.processes && !self.journal {
            problems.push(text!("problem-secrets-where"));
        }
        if self.forbidden.iter().any(|value| value.chars().count() < 4 || value.contains('\n')) {
            problems.push(text!("problem-secrets-short"));
        }
        for pattern in &self.patterns {
            let all = Regex::new(pattern).map_or(true, |regex| regex.is_match(""));
            if all || pattern.contains('\n') || pattern.contains(STOP) {
                problems.push(text!("problem-secrets-pattern", pattern = pattern));
            }
        }
        let system = ["/", "/proc", "/sys", "/dev"];
        for path in self.places.iter().chain(&self.git) {
            if !path.starts_with('/') || system.contains(&path.trim_end_matches('/')) || path == "/" {
                problems.push(text!("problem-secrets-path", path = path));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Secrets, literally, pattern_word};
    use crate::check::Check;

    fn secrets(yaml: &str) -> Secrets {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn a_value_is_looked_for_as_it_is() {
        assert_eq!(literally("a.b*c[1]$^(x)|\\{"), "a\\.b\\*c\\[1]\\$\\^\\(x\\)\\|\\\\\\{");
        assert_eq!(pattern_word("/home/*/.a b"), "/home/*'/.a b'");
        assert_eq!(pattern_word("/etc/[ab]?"), "/etc/[ab]?");
        assert_eq!(pattern_word("/srv/$(x)"), "'/srv/$(x)'");
    }

    #[test]
    fn a_value_is_in_no_argument() {
        let script =
            secrets("{ forbidden: [hunter22], in: [/srv], processes: true, journal: true, git: [/srv/a] }").script();
        // It stands alone in a text that a tool reads.
        assert!(script.lines().filter(|line| line.contains("hunter22")).all(|line| line == "hunter22"));
        assert_eq!(script.lines().filter(|line| *line == "hunter22").count(), 2);
    }

    #[test]
    fn a_search_that_finds_all_or_nothing_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| secrets(yaml).problems().len();
        assert_eq!(problems("{ in: [/srv] }"), 1);
        assert_eq!(problems("{ forbidden: [hunter22] }"), 1);
        assert_eq!(problems("{ forbidden: [abc], in: [/srv] }"), 1);
        assert_eq!(problems("{ patterns: ['a*'], in: [/srv] }"), 1);
        assert_eq!(problems("{ patterns: ['('], in: [/srv] }"), 1);
        assert_eq!(problems("{ forbidden: [hunter22], in: [/, srv] }"), 2);
        assert_eq!(problems("{ patterns: ['BEGIN [A-Z ]*PRIVATE KEY'], in: [/srv] }"), 0);
    }
}
