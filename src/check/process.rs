//! A program is running, as whom, how often, with which arguments.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::processes::{Process as Seen, Table, script};
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// Counts the processes that run a program; there should be at least one.
///
/// Threads, zombies and the processes of the check itself do not count. Those that
/// satisfy everything that is said are counted: `{ name: nginx, user: www-data }` asks
/// for a worker, whoever runs the master.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Process {
    /// The name of the executable file, whole (`nginx`, not `ngin`), or its absolute
    /// path. A script is run by its interpreter: ask for `python3` and say `args`.
    pub name: String,
    /// How many there should be; at least one when nothing is said, `0` for none.
    pub count: Option<Matcher>,
    /// The user as whom it runs (the effective one).
    pub user: Option<Matcher>,
    /// Its whole command line, the arguments between spaces: `{ contains: --read-only }`.
    pub args: Option<Matcher>,
    /// The name of the executable of the process that started it.
    pub parent: Option<Matcher>,
}

impl Process {
    fn fits(&self, table: &Table, process: &Seen) -> Result<bool, Text> {
        let accepts = |matcher: Option<&Matcher>, seen: Observed| matcher.map_or(Ok(true), |m| m.accepts(&seen));
        let parent = table.parent(process).map_or("", Seen::name);
        Ok(accepts(self.user.as_ref(), Observed::Text(table.user(process)))?
            && accepts(self.args.as_ref(), Observed::text(&process.arguments))?
            && accepts(self.parent.as_ref(), Observed::text(parent))?)
    }

    /// Says what is asked of a process besides its name.
    fn describe(&self) -> Text {
        let parts = [
            self.user.as_ref().map(|user| text!("expect-process-user", user = user.describe())),
            self.args.as_ref().map(|args| text!("expect-process-args", args = args.describe())),
            self.parent.as_ref().map(|parent| text!("expect-process-parent", parent = parent.describe())),
        ];
        let name = Text::verbatim(self.name.as_str());
        parts.into_iter().flatten().fold(name, |all, part| text!("expect-with", first = all, second = part))
    }
}

impl Check for Process {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(script(&self.name))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("getent, readlink, tr", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let Some(table) = Table::parse(printed) else { return unreadable("/proc", printed) };
        let seen: Vec<&Seen> = table.running(&self.name).collect();
        let mut count = 0;
        for process in &seen {
            match self.fits(&table, process) {
                Ok(fits) => count += u32::from(fits),
                Err(cause) => return Verdict::Error(cause),
            }
        }
        let accepted = match &self.count {
            None => Ok(count > 0),
            Some(matcher) => matcher.accepts(&Observed::Number(count.into())),
        };
        let mut findings = Findings::new();
        match accepted {
            Ok(true) => {}
            Ok(false) => {
                let expected = match &self.count {
                    None => text!("expect-at-least", bound = "1"),
                    Some(matcher) => matcher.describe(),
                };
                let shown = seen.iter().map(|process| {
                    format!("{} {} {}", process.pid, table.user(process), process.arguments)
                });
                let actual = text!("shown-count", count = count, seen = Observed::list(shown).show());
                findings.gap(text!("fact-processes", what = self.describe()), expected, actual);
            }
            Err(cause) => findings.error(cause),
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let name = self.name.as_str();
        let relative = name.contains('/') && !name.starts_with('/');
        if name.is_empty() || name.ends_with('/') || relative || name.contains(char::is_whitespace) {
            return vec![text!("problem-process-name", given = excerpt(name))];
        }
        Vec::new()
    }
}
