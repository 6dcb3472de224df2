//! What stands in a Git repository.
//!
//! Git is run by the owner of the repository, with its hooks and helpers off: looking
//! runs nothing that a student wrote. A push that should be refused is tried on a copy of
//! the repository, hooks included, which is thrown away.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at a Git repository on the node; it should exist.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Git {
    /// The absolute path of the repository, bare or not.
    pub path: String,
    /// The branch, tag or commit that is looked at; what is checked out (`HEAD`) when
    /// nothing is said. It should exist.
    pub branch: Option<String>,
    /// How many commits lead to it.
    pub commits: Option<Matcher>,
    /// The e-mail addresses of their authors.
    pub authors: Option<Matcher>,
    /// The first lines of their messages, the youngest first.
    pub subjects: Option<Matcher>,
    /// The paths of the files in it.
    pub files: Option<Matcher>,
    /// The branch, tag or commit since which changes are looked at.
    pub since: Option<String>,
    /// With `since`, the only paths that may have changed, directories with all that is in
    /// them: `[conf, README.md]`. Something has to have changed.
    #[serde(default)]
    pub changed_only: Vec<String>,
    /// The names of the local branches.
    pub branches: Option<Matcher>,
    /// The names of the tags.
    pub tags: Option<Matcher>,
    /// Whether nothing should be left to commit, untracked files included; not looked at
    /// when nothing is said.
    pub clean: Option<bool>,
    /// A push that is tried on a copy.
    pub push: Option<Push>,
}

/// A push of one commit more, onto a copy of the repository.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Push {
    /// The account that pushes.
    pub user: String,
    /// The branch that is pushed to.
    pub branch: String,
    /// Whether history is rewritten (`--force`): the commit takes the place of the last
    /// one. False when nothing is said.
    #[serde(default)]
    pub force: bool,
    /// What should become of it.
    pub expect: Fate,
}

/// What becomes of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The branch moves.
    Accepted,
    /// It stays where it was: rights, `receive.*` settings or a hook refuse it.
    Refused,
}

impl Fate {
    fn text(self) -> Text {
        match self {
            Self::Accepted => text!("git-accepted"),
            Self::Refused => text!("git-refused"),
        }
    }
}

/// A command of Git that runs nothing of the repository's.
const GIT: &str = "git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.quotePath=false --no-pager \"$@\"; }\n";

impl Git {
    fn rev(&self) -> &str {
        self.branch.as_deref().unwrap_or("HEAD")
    }

    /// Prints facts, one a line: a word, a tab, a value.
    fn script(&self) -> String {
        let (path, rev) = (quote(&self.path), quote(self.rev()));
        let mut look = format!(
            "{GIT}cd -- {path} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || {{ echo no-repository; exit 0; }}\n\
             rev=$(git rev-parse -q --verify --end-of-options {rev}'^{{commit}}') || rev=\n\
             if [ -n \"$rev\" ]; then\nprintf 'rev\\t%s\\n' \"$rev\"\n\
             git log --format='author%x09%ae%nsubject%x09%s' \"$rev\" -- || exit 1\n"
        );
        if self.files.is_some() {
            look.push_str("git ls-tree -r --name-only --full-tree \"$rev\" | sed 's/^/file\\t/'\n");
        }
        if let Some(since) = &self.since {
            let since = quote(since);
            look.push_str(&format!(
                "if git rev-parse -q --verify --end-of-options {since}'^{{commit}}' >/dev/null; then\n\
                 git diff --no-ext-diff --no-textconv --no-renames --name-only {since}...\"$rev\" -- | sed 's/^/changed\\t/'\nelse echo no-since; fi\n"
            ));
        }
        look.push_str("else echo no-rev; fi\ngit for-each-ref --format='branch%09%(refname:short)' refs/heads || exit 1\n\
             git for-each-ref --format='tag%09%(refname:short)' refs/tags || exit 1\n");
        if self.clean.is_some() {
            look.push_str(
                "[ \"$(git rev-parse --is-bare-repository)\" = true ] || { said=$(git status --porcelain --untracked-files=all) || exit 1\n\
                 [ -z \"$said\" ] || printf '%s\\n' \"$said\" | cut -c 4- | sed 's/^/dirty\\t/'; }\n",
            );
        }
        look.push_str("echo end\n");
        format!(
            "{}owner=$(stat -c %U -- {path} 2>/dev/null) || owner=root\ngetent passwd \"$owner\" >/dev/null || owner=root\n\
             runuser -u \"$owner\" -- sh -s <<'END-OF-LOOK'\n{{\n{look}}} </dev/null\nEND-OF-LOOK\n",
            sight::need(&["git", "stat", "getent", "runuser", "sed", "cut"])
        )
    }

    /// Copies the repository with owners and modes, pushes to the copy as the user, and
    /// compares where the branch is. The copy has not the directories above, which are
    /// tried apart. That the copy belongs to somebody else is allowed in a file, since Git
    /// passes no `-c` on to the other end of a push.
    fn push_script(&self, push: &Push) -> String {
        let (path, user, branch) = (quote(&self.path), quote(&push.user), quote(&push.branch));
        let (force, rewrite) = if push.force { ("--force ", "--amend ") } else { ("", "") };
        format!(
            "{}{GIT}cd {path} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || {{ echo no-repository; exit 0; }}\n\
             getent passwd {user} >/dev/null || {{ echo no-user; exit 0; }}\n\
             git rev-parse -q --verify refs/heads/{branch} >/dev/null || {{ echo no-branch; exit 0; }}\n\
             runuser -u {user} -- ls -d -- {path}/. >/dev/null 2>&1 || {{ printf 'refused\\tthe directories above cannot be entered\\n'; exit 0; }}\n\
             d=$(mktemp -d) || exit 1\ntrap 'rm -rf \"$d\"' EXIT\nchmod 711 \"$d\"\n\
             printf '[safe]\\n\\tdirectory = *\\n' >\"$d/config\" || exit 1\nchmod 644 \"$d/config\"\n\
             GIT_CONFIG_GLOBAL=$d/config; export GIT_CONFIG_GLOBAL\n\
             mkdir \"$d/copy\" && cp -a -- {path}/. \"$d/copy\" || exit 1\ncd \"$d/copy\" || exit 1\n\
             before=$(git rev-parse refs/heads/{branch}) || exit 1\n\
             install -d -o {user} -m 700 \"$d/work\" || exit 1\n\
             git clone -q --no-hardlinks -b {branch} -- \"$d/copy\" \"$d/work/clone\" || exit 1\n\
             chown -R {user} \"$d/work\" || exit 1\n\
             runuser -u {user} -- sh -s -- \"$d\" <<'END-OF-PUSH' >\"$d/said\" 2>&1\n{{\ncd \"$1/work/clone\" || exit 90\nHOME=$1/work; export HOME\n\
             command git -c user.name=essai -c user.email=essai@invalid -c core.hooksPath=/dev/null commit -q {rewrite}--allow-empty -m essai || exit 90\n\
             timeout 20 git push {force}-q origin HEAD:refs/heads/{branch}\n}} </dev/null\nEND-OF-PUSH\n\
             s=$?\n[ $s -ne 90 ] && [ $s -ne 124 ] || {{ cat \"$d/said\" >&2; exit 1; }}\n\
             after=$(git rev-parse refs/heads/{branch}) || exit 1\n\
             if [ \"$before\" = \"$after\" ]; then printf 'refused\\t'; else printf 'accepted\\t'; fi\n\
             tr '\\n' ' ' <\"$d/said\" | cut -c 1-300\n",
            sight::need(&["git", "getent", "runuser", "mktemp", "cp", "install", "chown", "timeout"])
        )
    }

    fn judge_push(&self, push: &Push, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("git", output)?;
        let absent = |findings: &mut Findings, fact| findings.gap(fact, text!("shown-present"), text!("shown-absent"));
        let first = printed.lines().next().unwrap_or_default();
        let (word, said) = first.split_once('\t').unwrap_or((first, ""));
        let seen = match word {
            "accepted" => Fate::Accepted,
            "refused" => Fate::Refused,
            // The first probe has said so already.
            "no-repository" => return Ok(()),
            "no-user" => {
                absent(findings, text!("fact-account", user = &push.user));
                return Ok(());
            }
            "no-branch" => {
                absent(findings, text!("fact-git-branch", branch = &push.branch, path = &self.path));
                return Ok(());
            }
            _ => return Err(unreadable("git", printed)),
        };
        if seen != push.expect {
            let fact = text!("fact-git-push", user = &push.user, branch = &push.branch, path = &self.path);
            let actual = match seen {
                Fate::Refused => text!("git-refused-because", said = excerpt(said)),
                Fate::Accepted => seen.text(),
            };
            findings.gap(fact, push.expect.text(), actual);
        }
        Ok(())
    }

    fn compare(&self, printed: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let path = self.path.as_str();
        if printed == "no-repository\n" {
            findings.gap(text!("fact-path", path = path), text!("secrets-repository"), text!("shown-absent"));
            return Ok(());
        }
        let lines = printed.strip_suffix("end\n").ok_or_else(|| unreadable("git", printed))?;
        let facts: Vec<(&str, &str)> = lines.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
        let all = |key: &str| -> Vec<&str> { facts.iter().filter(|(known, _)| *known == key).map(|(_, value)| *value).collect() };
        findings.expect(text!("fact-git-branches", path = path), self.branches.as_ref(), &Observed::list(all("branch")));
        findings.expect(text!("fact-git-tags", path = path), self.tags.as_ref(), &Observed::list(all("tag")));
        let dirty = all("dirty");
        if let Some(clean) = self.clean.filter(|clean| *clean != dirty.is_empty()) {
            let word = |clean, files: &[&str]| if clean { text!("git-clean") } else { text!("git-dirty", files = excerpt(&files.join(", "))) };
            findings.gap(text!("fact-git-state", path = path), word(clean, &[]), word(!clean, &dirty));
        }
        if all("rev").is_empty() {
            // A repository may be expected for its branches and tags alone.
            let fact = text!("fact-git-branch", branch = self.rev(), path = path);
            findings.gap(fact, text!("shown-present"), text!("shown-absent"));
            return Ok(());
        }
        let rev = self.rev();
        let mut authors = all("author");
        let commits = authors.len();
        authors.sort_unstable();
        authors.dedup();
        findings.expect(text!("fact-git-commits", branch = rev, path = path), self.commits.as_ref(), &Observed::Number(commits as f64));
        findings.expect(text!("fact-git-authors", branch = rev, path = path), self.authors.as_ref(), &Observed::list(authors));
        findings.expect(text!("fact-git-subjects", branch = rev, path = path), self.subjects.as_ref(), &Observed::list(all("subject")));
        findings.expect(text!("fact-git-files", branch = rev, path = path), self.files.as_ref(), &Observed::list(all("file")));
        if let Some(since) = &self.since {
            let fact = text!("fact-git-changed", since = since, path = path);
            if facts.iter().any(|(key, _)| *key == "no-since") {
                let fact = text!("fact-git-branch", branch = since, path = path);
                findings.gap(fact, text!("shown-present"), text!("shown-absent"));
                return Ok(());
            }
            let changed = all("changed");
            let allowed = |file: &str| {
                self.changed_only.iter().any(|only| {
                    let only = only.trim_end_matches('/');
                    file.strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
            };
            let others: Vec<&str> = changed.iter().copied().filter(|file| !allowed(file)).collect();
            let wanted = text!("git-only", files = self.changed_only.join(", "));
            if changed.is_empty() {
                findings.gap(fact, wanted, text!("shown-nothing"));
            } else if !others.is_empty() {
                findings.gap(fact, wanted, text!("git-also", files = excerpt(&others.join(", "))));
            }
        }
        Ok(())
    }
}

impl Check for Git {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let look = scene.run(self.script());
        let least = std::time::Duration::from_secs(30);
        let push = self.push.as_ref().map(|push| scene.run_long(scene.on.clone(), self.push_script(push), least));
        std::iter::once(look).chain(push).collect()
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let Some(output) = outputs.first() else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = outputs.iter().find_map(sight::missing_tool) {
            return verdict;
        }
        let mut findings = Findings::new();
        let judged = succeeded("git", output).and_then(|printed| self.compare(printed, &mut findings));
        let judged = judged.and_then(|()| match (&self.push, outputs.get(1)) {
            (Some(push), Some(output)) => self.judge_push(push, output, &mut findings),
            (Some(_), None) => Err(Verdict::Error(text!("error-no-output"))),
            (None, _) => Ok(()),
        });
        match judged {
            Ok(()) => findings.verdict(),
            Err(verdict) => verdict,
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.path.starts_with('/') {
            problems.push(text!("problem-access-path", path = &self.path));
        }
        if self.since.is_some() == self.changed_only.is_empty() {
            problems.push(text!("problem-git-since"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Git;
    use crate::check::{Check, Findings};

    fn git(yaml: &str) -> Git {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn word(yaml: &str, printed: &str) -> &'static str {
        let mut findings = Findings::new();
        git(yaml).compare(printed, &mut findings).map_or_else(|verdict| verdict.word(), |()| findings.verdict().word())
    }

    #[test]
    fn a_directory_is_not_a_name_that_begins_like_it() {
        let yaml = "{ path: /srv/a, since: v1, changed-only: [conf/, README.md] }";
        let changed = |files: &str| word(yaml, &format!("rev\tabc\nauthor\ta@a\nsubject\tx\n{files}end\n"));
        assert_eq!(changed("changed\tconf/a\nchanged\tREADME.md\n"), "pass");
        assert_eq!(changed("changed\tconfig/a\n"), "fail");
        assert_eq!(changed(""), "fail", "nothing was done");
        assert_eq!(changed("no-since\n"), "fail");
    }

    #[test]
    fn a_message_cannot_pass_for_another_fact() {
        let yaml = "{ path: /srv/a, commits: 1, tags: [v1] }";
        assert_eq!(word(yaml, "rev\tabc\nauthor\ta@a\nsubject\ttag v1\nend\n"), "fail");
        assert_eq!(word(yaml, "rev\tabc\nauthor\ta@a\nsubject\ttag v1\n"), "error", "cut short");
        assert_eq!(word("{ path: /srv/a }", "no-rev\nend\n"), "fail");
    }

    #[test]
    fn changes_are_since_something() {
        let problems = |yaml: &str| git(yaml).problems().len();
        assert_eq!(problems("{ path: /srv/a, since: v1 }"), 1);
        assert_eq!(problems("{ path: /srv/a, changed-only: [x] }"), 1);
        assert_eq!(problems("{ path: a }"), 1);
        assert_eq!(problems("{ path: /srv/a }"), 0);
    }
}
