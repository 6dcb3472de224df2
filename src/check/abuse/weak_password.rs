//! Somebody chooses a weak password.
//!
//! What `passwd` answers is not enough: what counts is whether the password that is kept
//! has changed.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{Course, Halt};
use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Findings, Verdict, as_user};
use crate::exec::quote;
use crate::i18n::Text;
use crate::text;

/// Weak passwords, and a strong one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WeakPassword {
    /// The account, which changes its own password with `passwd`.
    pub user: String,
    /// Its password so far.
    pub password: Option<String>,
    /// Instead of `passwd`, a script for `sh`, run as root, that gives the account
    /// `$PAILLASSE_PASSWORD` and ends with status 0 when it was taken: `samba-tool user
    /// setpassword alice --newpassword="$PAILLASSE_PASSWORD"`.
    pub run: Option<String>,
    /// Passwords that should be refused; the name of the account and three that everybody
    /// tries first when nothing is said.
    #[serde(default)]
    pub weak: Vec<String>,
    /// One that should be taken: after all weak ones were refused, something has to be. A
    /// long one of all sorts of characters that nobody knows when nothing is said.
    pub strong: Option<String>,
}

impl WeakPassword {
    fn weak(&self) -> Vec<String> {
        if self.weak.is_empty() {
            let known = ["12345678", "password", "azerty123"].map(str::to_owned);
            return std::iter::once(self.user.clone()).chain(known).collect();
        }
        self.weak.clone()
    }

    /// Prints `refused`, `taken`, or `odd STATUS`, then what was said: of the last password
    /// only whether what is kept has changed counts.
    fn script(&self, new: &str) -> String {
        let user = quote(&self.user);
        let (change, kept) = match (&self.run, &self.password) {
            (Some(run), _) => (
                format!(
                    "PAILLASSE_PASSWORD={} sh <<'END-OF-CHANGE' >\"$said\" 2>&1\nexec </dev/null\n{run}\nEND-OF-CHANGE\n",
                    quote(new)
                ),
                // The script alone tells.
                "true",
            ),
            (None, old) => {
                let input = format!("{}\n{new}\n{new}\n", old.as_deref().unwrap_or_default());
                let change = as_user(Some(&self.user), "PATH=${PAILLASSE_OWN_PATH:-$PATH} passwd", Some(&input));
                (format!("(\n{change}\n) >\"$said\" 2>&1\n"), "getent shadow \"$user\" | cut -d: -f2 | sha256sum")
            }
        };
        format!(
            "{}user={user}\nsaid=$(mktemp) || exit\ntrap 'rm -f \"$said\"' EXIT\n\
             kept() {{ {kept}; }}\nbefore=$(kept)\n{change}status=$?\nafter=$(kept)\n\
             case $status in\n126|127) echo \"odd $status\" ;;\n0) if [ \"$before\" != \"$after\" ] || [ {} = yes ]; then echo taken; else echo unchanged; fi ;;\n\
             *) if [ \"$before\" = \"$after\" ]; then echo refused; else echo taken; fi ;;\nesac\ntail -c 300 \"$said\"\n",
            sight::need(&["getent", "mktemp", "sha256sum", "runuser"]),
            if self.run.is_some() { "yes" } else { "no" },
        )
    }

    /// Whether a password was taken, and what was said.
    fn taken<'a>(&self, course: &mut Course<'a>, new: &str) -> Result<(bool, &'a str), Halt> {
        let scene = course.scene;
        let output = course.run(scene.run_long(scene.on.clone(), self.script(new), Duration::from_secs(30)))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let tool = if self.run.is_some() { "sh" } else { "passwd" };
        let printed = succeeded(tool, output)?;
        let (first, said) = printed.split_once('\n').unwrap_or((printed, ""));
        match (first, first.strip_prefix("odd ")) {
            ("taken", _) => Ok((true, said)),
            ("refused" | "unchanged", _) => Ok((false, said)),
            (_, Some(status)) => {
                let cause = text!("error-tool-failed", tool = tool, status = status, said = excerpt(said));
                Err(Verdict::Error(cause).into())
            }
            _ => Err(unreadable(tool, printed).into()),
        }
    }

    pub(super) fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let mut findings = Findings::new();
        for weak in self.weak() {
            let (taken, _) = self.taken(course, &weak)?;
            findings.element(|findings| {
                if taken {
                    let fact = text!("fact-abuse-password", password = &weak, user = &self.user);
                    findings.gap(fact, text!("abuse-refused"), text!("abuse-taken"));
                }
            });
            // From here on it has another password than the lab knows.
            if taken {
                return Ok(findings.verdict());
            }
        }
        let strong = self.strong.clone().unwrap_or_else(|| format!("Zk7#{}vQ", course.scene.nonce));
        let (taken, said) = self.taken(course, &strong)?;
        findings.element(|findings| {
            if !taken {
                let fact = text!("fact-abuse-strong", user = &self.user);
                findings.gap(fact, text!("abuse-taken"), text!("abuse-refused-said", said = excerpt(said)));
            }
        });
        Ok(findings.verdict())
    }

    pub(super) fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.password.is_some() == self.run.is_some() {
            problems.push(text!("problem-abuse-password"));
        }
        let all = [&self.password, &self.strong].into_iter().flatten().chain(&self.weak);
        if all.into_iter().any(|password| password.contains('\n')) {
            problems.push(text!("problem-ssh-password"));
        }
        problems
    }
}
