//! A parameter of the kernel: its value now, and what sets it at the next boot.
//!
//! These are two questions, and answering the first alone is the classic mistake. The
//! files of the boot are printed by the program that applies them, in its order
//! (`systemd-sysctl --cat-config`), so that a file it does not read does not count:
//! Debian 13 leaves `/etc/sysctl.conf` out.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at a parameter of the kernel (sysctl), now and at the next boot.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KernelParam {
    /// Its name: `net.ipv4.ip_forward`, or with slashes: `net/ipv4/conf/eth0.10/forwarding`.
    pub name: String,
    /// Its value; several numbers are separated by one space.
    pub value: Matcher,
    /// Looks at the value that the kernel has now; true when nothing is said.
    #[serde(default = "yes")]
    pub now: bool,
    /// Looks at what `systemd-sysctl` applies at boot: a file of `sysctl.d` has to set the
    /// parameter, even to what the kernel would choose; true when nothing is said.
    #[serde(default = "yes")]
    pub at_boot: bool,
}

/// Where Debian keeps the program.
const SYSCTL: &str = "/usr/lib/systemd/systemd-sysctl";

/// What the first probe prints when the kernel has no such parameter.
const UNKNOWN: &str = "unknown";

impl KernelParam {
    fn read(&self) -> String {
        let path = quote(&format!("/proc/sys/{}", path(&self.name)));
        format!("[ -e {path} ] || {{ echo {UNKNOWN}; exit 0; }}\nprintf 'value '\ncat {path}\n")
    }

    fn judge_now(&self, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("cat", output)?;
        if printed.trim() == UNKNOWN {
            return Err(Verdict::Error(text!("error-kernel-param", name = &self.name)));
        }
        let value = printed.strip_prefix("value ").ok_or_else(|| unreadable("cat", printed))?;
        findings.expect(text!("fact-kernel-now", name = &self.name), Some(&self.value), &Observed::text(&spaced(value)));
        Ok(())
    }

    fn judge_boot(&self, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let printed = succeeded("systemd-sysctl", output)?;
        let fact = text!("fact-kernel-boot", name = &self.name);
        match at_boot(printed, &path(&self.name)) {
            Some((value, _)) if self.value.accepts(&Observed::text(&value)) == Ok(true) => {}
            Some((value, file)) => {
                // An expectation that makes no sense is found there.
                self.value.accepts(&Observed::text(&value)).map_err(Verdict::Error)?;
                findings.gap(fact, self.value.describe(), text!("kernel-set-in", value = value, file = file));
            }
            None => findings.gap(fact, self.value.describe(), text!("kernel-not-set")),
        }
        Ok(())
    }
}

/// One spelling of values: the kernel writes tabs between numbers.
fn spaced(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The path below /proc/sys that a name stands for. Its first separator says which of the
/// two it uses: dots after a slash are part of a name (sysctl.d(5)).
fn path(name: &str) -> String {
    match name.find(['.', '/']) {
        Some(first) if name.as_bytes()[first] == b'.' => {
            name.chars().map(|c| if c == '.' { '/' } else if c == '/' { '.' } else { c }).collect()
        }
        _ => name.to_owned(),
    }
}

/// What is set at boot, and in which file.
///
/// Of several lines for one parameter the last counts; a pattern counts only where no line
/// names the parameter itself, and `-name` alone takes it out of patterns (sysctl.d(5)).
fn at_boot(printed: &str, wanted: &str) -> Option<(String, String)> {
    let (mut exact, mut pattern) = (None, None);
    let mut excluded = false;
    let mut file = "";
    for line in printed.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("# /") {
            file = &line[line.len() - name.len() - 1..];
        }
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let (key, value) = match line.split_once('=') {
            Some((key, value)) => (key.trim(), Some(spaced(value))),
            None => (line, None),
        };
        let key = path(key.strip_prefix('-').unwrap_or(key).trim());
        match value {
            None if key == wanted => excluded = true,
            None => {}
            Some(value) if key == wanted => exact = Some((value, file.to_owned())),
            Some(value) if key.contains(['*', '?', '[']) && covers(&key, wanted) => {
                pattern = Some((value, file.to_owned()));
            }
            Some(_) => {}
        }
    }
    exact.or(if excluded { None } else { pattern })
}

/// Whether a shell pattern covers a path; a star stops at a slash (glob(7)).
fn covers(pattern: &str, path: &str) -> bool {
    let mut regex = String::from("^");
    for c in pattern.chars() {
        match c {
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '[' | ']' | '-' => regex.push(c),
            '!' if regex.ends_with('[') => regex.push('^'),
            other => regex.push_str(&regex::escape(&other.to_string())),
        }
    }
    regex.push('$');
    regex::Regex::new(&regex).is_ok_and(|regex| regex.is_match(path))
}

impl Check for KernelParam {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let mut probes = Vec::new();
        if self.now {
            probes.push(scene.run(self.read()));
        }
        if self.at_boot {
            let script = format!("{}SYSTEMD_PAGER= {SYSCTL} --no-pager --cat-config\n", sight::need(&[SYSCTL]));
            probes.push(scene.run(script));
        }
        probes
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let mut outputs = outputs.iter();
        let mut findings = Findings::new();
        type Judge = fn(&KernelParam, &ExecOutput, &mut Findings) -> Result<(), Verdict>;
        let steps: [(bool, Judge); 2] = [(self.now, Self::judge_now), (self.at_boot, Self::judge_boot)];
        for (_, judge) in steps.into_iter().filter(|(asked, _)| *asked) {
            let Some(output) = outputs.next() else { return Verdict::Error(text!("error-no-output")) };
            if let Err(verdict) = judge(self, output, &mut findings) {
                return verdict;
            }
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@".contains(c);
        if !self.name.contains(['.', '/']) || !self.name.chars().all(plain) || path(&self.name).split('/').any(|part| part == ".." || part.is_empty()) {
            problems.push(text!("problem-kernel-name", given = &self.name));
        }
        if !self.now && !self.at_boot {
            problems.push(text!("problem-kernel-when"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{at_boot, path};

    fn value(printed: &str, name: &str) -> Option<String> {
        at_boot(printed, &path(name)).map(|(value, _)| value)
    }

    #[test]
    fn both_separators_are_understood() {
        assert_eq!(path("net.ipv4.conf.eth0/10.forwarding"), "net/ipv4/conf/eth0.10/forwarding");
        assert_eq!(path("net/ipv4/conf/eth0.10/forwarding"), "net/ipv4/conf/eth0.10/forwarding");
    }

    #[test]
    fn a_line_beats_patterns_and_the_last_one_counts() {
        let files = "# /etc/sysctl.d/10.conf\nnet.ipv4.ip_forward=1\n; net.ipv4.ip_forward=7\n\
                     -net/ipv4/ip_forward = 0\nnet.ipv4.conf.*.rp_filter = 2\n-net.ipv4.conf.all.rp_filter\n\
                     # net.ipv4.ip_forward = 5\nkernel.domainname = a  b\n";
        assert_eq!(value(files, "net.ipv4.ip_forward").as_deref(), Some("0"));
        assert_eq!(value(files, "net.ipv4.conf.eth0.rp_filter").as_deref(), Some("2"));
        assert_eq!(value(files, "net.ipv4.conf.all.rp_filter"), None);
        assert_eq!(value(files, "net.ipv4.conf.a.b.rp_filter"), None);
        assert_eq!(value(files, "kernel.domainname").as_deref(), Some("a b"));
        let explicit = "net.ipv4.conf.eth0.rp_filter = 1\nnet.ipv4.conf.*.rp_filter = 2\n";
        assert_eq!(value(explicit, "net.ipv4.conf.eth0.rp_filter").as_deref(), Some("1"));
    }
}
