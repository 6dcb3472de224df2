//! A Debian package is installed, in a version, or is not.
//!
//! The state is that of dpkg's database. A package that is unpacked but not configured,
//! or removed with its configuration kept, is not installed.
//!
//! The database is a text that root can edit. So an installed package must also have files,
//! and the programs among them must be there: documentation may have been left out on
//! purpose.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::debian::Constraint;
use crate::check::verdict::{status_of, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at a package of Debian; it should be installed unless `installed: false`.
///
/// Half-configured, or removed with its configuration kept, is not installed; neither is
/// one whose programs are not there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// Its name: `nginx`, or `libc6:i386` for another architecture.
    pub name: String,
    /// Whether it should be installed; true when nothing is said. With false, what is
    /// left of it may be its configuration only.
    #[serde(default = "yes")]
    pub installed: bool,
    /// The version: `">= 1.4"`, `">= 1.4, << 2"`, or `"1.26.3"` whatever the revision.
    /// Compared as dpkg does; an epoch or a revision that is not written is not compared.
    pub version: Option<Constraint>,
    /// Whether upgrades leave it as it is (`apt-mark hold`).
    pub held: Option<bool>,
    /// The version that `apt` would install now, from the sources the machine knows.
    pub candidate: Option<Constraint>,
}

/// One line of `dpkg-query`.
struct Entry<'a> {
    want: &'a str,
    state: &'a str,
    version: &'a str,
}

impl<'a> Entry<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let fields: Vec<&str> = line.split('|').collect();
        let [want, state, version] = fields[..] else { return None };
        STATES.contains(&state).then_some(Self { want, state, version })
    }

    /// Triggers of other packages that wait do not keep a package from working.
    fn installed(&self) -> bool {
        matches!(self.state, "installed" | "triggers-pending")
    }

    fn absent(&self) -> bool {
        matches!(self.state, "not-installed" | "config-files")
    }
}

/// The states of dpkg(1).
const STATES: [&str; 8] = [
    "not-installed",
    "config-files",
    "half-installed",
    "unpacked",
    "half-configured",
    "triggers-awaited",
    "triggers-pending",
    "installed",
];

/// What the first probe prints when dpkg knows nothing of the package.
const UNKNOWN: &str = "unknown";

impl Package {
    /// `dpkg-query` answers 1 for a name that it does not know, 2 for its own trouble.
    fn script(&self) -> String {
        format!(
            "dpkg-query -W -f '${{db:Status-Want}}|${{db:Status-Status}}|${{Version}}\\n' -- {}\n\
             status=$?\n[ $status -eq 1 ] || exit $status\necho {UNKNOWN}\n",
            quote(&self.name)
        )
    }

    /// Prints how many files the package has, and which of its programs are not there. What
    /// dpkg has put elsewhere (a diversion) does not count.
    fn files_script(&self) -> String {
        format!(
            "export LC_ALL=C\nnames=$(dpkg-query -W -f '${{binary:Package}}\\n' -- {} 2>/dev/null)\n\
             listed=$(for name in $names; do dpkg-query -L -- \"$name\" || exit; done) || exit\n\
             count=0; last=\n\
             look() {{ case $last in */bin/*|*/sbin/*) [ -e \"$last\" ] || [ -L \"$last\" ] || printf 'missing %s\\n' \"$last\";; esac; }}\n\
             while read -r path; do case $path in\n\
             /*) look; last=$path; count=$((count + 1)) ;;\n\
             *diverted*) last= ;;\n\
             esac; done <<END\n$listed\nEND\n\
             look; echo \"listed $count\"\n",
            quote(&self.name)
        )
    }

    /// Judges what [`files_script`](Self::files_script) printed of an installed package.
    fn judge_files(&self, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("dpkg-query", output)?;
        let Some(count) = printed.lines().find_map(|line| line.strip_prefix("listed ")?.parse::<u32>().ok()) else {
            return Err(unreadable("dpkg-query", printed));
        };
        let actual = match printed.lines().find_map(|line| line.strip_prefix("missing ")) {
            Some(path) => text!("shown-package-missing", path = path),
            // dpkg lists at least the root folder of whatever it has unpacked.
            None if count == 0 => text!("shown-package-empty"),
            None => return Ok(()),
        };
        findings.gap(text!("fact-package", package = &self.name), text!("shown-installed"), actual);
        Ok(())
    }

    fn judge_candidate(&self, wanted: &Constraint, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("apt-cache", output)?;
        let fact = text!("fact-candidate", package = &self.name);
        let candidate = printed.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
        match candidate.filter(|candidate| *candidate != "(none)") {
            None => findings.gap(fact, wanted.to_string(), text!("shown-nothing")),
            Some(candidate) => match wanted.accepts(candidate) {
                Some(true) => {}
                Some(false) => findings.gap(fact, wanted.to_string(), candidate),
                None => return Err(unreadable("apt-cache", printed)),
            },
        }
        Ok(())
    }
}

impl Check for Package {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let mut probes = vec![scene.run(self.script())];
        if self.installed {
            probes.push(scene.run(self.files_script()));
        }
        if self.candidate.is_some() {
            probes.push(scene.run(format!("LC_ALL=C apt-cache policy -- {}", quote(&self.name))));
        }
        probes
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let Some(output) = outputs.first() else { return Verdict::Error(text!("error-no-output")) };
        // Status 1 was turned into a word, so that it is told apart from a failure.
        let printed = match status_of("dpkg-query", output).and_then(|_| succeeded("dpkg-query", output)) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let mut entries = Vec::new();
        for line in printed.lines().filter(|line| *line != UNKNOWN) {
            match Entry::parse(line) {
                Some(entry) => entries.push(entry),
                None => return unreadable("dpkg-query", printed),
            }
        }
        if entries.is_empty() && printed.trim() != UNKNOWN {
            return unreadable("dpkg-query", printed);
        }
        let fact = || text!("fact-package", package = &self.name);
        let mut findings = Findings::new();
        let installed = entries.iter().find(|entry| entry.installed());
        let state = |entry: Option<&Entry>| match entry {
            None => text!("shown-absent"),
            Some(entry) => Text::verbatim(format!("{} ({})", entry.state, entry.version)),
        };
        match (installed, self.installed) {
            (Some(entry), true) => {
                let Some(output) = outputs.get(1) else { return Verdict::Error(text!("error-no-output")) };
                if let Err(verdict) = self.judge_files(output, &mut findings) {
                    return verdict;
                }
                if let Some(wanted) = &self.version {
                    match wanted.accepts(entry.version) {
                        Some(true) => {}
                        Some(false) => {
                            let fact = text!("fact-version", package = &self.name);
                            findings.gap(fact, wanted.to_string(), entry.version);
                        }
                        None => return unreadable("dpkg-query", printed),
                    }
                }
                findings.flag(text!("fact-held", package = &self.name), self.held, entry.want == "hold");
            }
            (None, true) => findings.gap(fact(), text!("shown-installed"), state(entries.first())),
            (_, false) => {
                if let Some(entry) = entries.iter().find(|entry| !entry.absent()) {
                    findings.gap(fact(), text!("shown-absent"), state(Some(entry)));
                }
            }
        }
        if let Some(wanted) = &self.candidate {
            let Some(output) = outputs.last() else { return Verdict::Error(text!("error-no-output")) };
            if let Err(verdict) = self.judge_candidate(wanted, output, &mut findings) {
                return verdict;
            }
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        // dpkg-query takes patterns: a star would make any package do.
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.:".contains(c);
        if self.name.len() < 2 || !self.name.chars().all(plain) || self.name.starts_with('-') {
            problems.push(text!("problem-package-name", given = &self.name));
        }
        if !self.installed && (self.version.is_some() || self.held.is_some()) {
            problems.push(text!("problem-absent-detail", name = &self.name));
        }
        problems
    }
}
