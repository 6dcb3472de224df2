//! A file system: mounted now, and mounted at the next boot.
//!
//! These are two questions. The first is put to the kernel (`findmnt`), the second to
//! what systemd will read: `/etc/fstab` as it stands, or a unit that is enabled. The
//! order of options means nothing, nor do the ways of writing a size; options that the
//! kernel adds are there besides those that are expected.

mod boot;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;
use boot::Boot;

/// Looks at what is mounted at a place of the node's tree; there should be something
/// unless `mounted: false`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mount {
    /// The directory.
    pub point: String,
    /// Whether something should be mounted there now; true when nothing is said.
    #[serde(default = "yes")]
    pub mounted: bool,
    /// Whether it should be mounted at boot, by `/etc/fstab` (as it stands now, without
    /// `noauto`) or by a unit that is enabled; not looked at when nothing is said.
    pub at_boot: Option<bool>,
    /// What is mounted: `/dev/sdb1`, `tmpfs`, `nas:/export`; at boot too, if that is asked.
    /// Labels and UUIDs of fstab are looked up. For a bind mount: the path in brackets
    /// that findmnt shows now, the directory that fstab names at boot.
    pub source: Option<Matcher>,
    /// The type of file system: `ext4`, `tmpfs`, `nfs4`; at boot too, if that is asked and
    /// the mount is no bind.
    #[serde(rename = "type")]
    pub kind: Option<Matcher>,
    /// The options: `[noexec, nosuid]` allows others besides, `{ lacks: [exec] }` forbids;
    /// at boot too, if that is asked, as they are written there: what a bind mount takes
    /// over from its directory is not among them.
    pub options: Option<Matcher>,
    /// How full it is, as `df` counts: `{ at-most: 90% }`.
    pub used: Option<Matcher>,
    /// How many of its inodes are taken: `{ at-most: 90% }`.
    pub inodes: Option<Matcher>,
}

/// What is mounted somewhere, or will be.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    /// The ways in which the source can be named, the most telling first.
    sources: Vec<String>,
    kind: Option<String>,
    options: Vec<String>,
}

impl Mount {
    fn point(&self) -> &str {
        match self.point.trim_end_matches('/') {
            "" => "/",
            point => point,
        }
    }

    fn now(&self) -> String {
        let point = quote(self.point());
        let mut script = sight::need(&["findmnt", "readlink", "stat"]);
        // A link on the way there changes the name under which the kernel knows it.
        script.push_str(&format!("printf 'point %s\\n' \"$(readlink -f -- {point} || printf %s {point})\"\n"));
        if self.used.is_some() || self.inodes.is_some() {
            script.push_str(&format!("stat -f -c 'usage %b %f %a %c %d' -- {point} 2>/dev/null\n"));
        }
        script.push_str("findmnt -J -l -o TARGET,SOURCE,FSTYPE,OPTIONS\n");
        script
    }

    fn judge_now(&self, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("findmnt", output)?;
        let unread = || unreadable("findmnt", printed);
        let (mut point, mut usage, mut rest) = (None, None, printed);
        while let Some((line, more)) = rest.split_once('\n') {
            match line.split_once(' ') {
                Some(("point", path)) => point = Some(path),
                Some(("usage", numbers)) => usage = Some(numbers),
                _ => break,
            }
            rest = more;
        }
        let point = point.ok_or_else(unread)?;
        let table: Value = serde_json::from_str(rest).map_err(|_| unread())?;
        let table = table["filesystems"].as_array().filter(|table| !table.is_empty()).ok_or_else(unread)?;
        // What was mounted last hides what was mounted before.
        let found = table.iter().rfind(|line| line["target"] == point);
        let fact = text!("fact-mount", point = self.point());
        let line = match (found, self.mounted) {
            (None, false) => return Ok(()),
            (None, true) => {
                findings.gap(fact, text!("shown-mounted"), text!("shown-not-mounted"));
                return Ok(());
            }
            (Some(line), false) => {
                findings.gap(fact, text!("shown-not-mounted"), line["source"].as_str().unwrap_or_default());
                return Ok(());
            }
            (Some(line), true) => line,
        };
        let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let mut sources = vec![word("source")];
        if let Some((device, path)) = word("source").strip_suffix(']').and_then(|source| source.split_once('[')) {
            sources.extend([path.to_owned(), device.to_owned()]);
        }
        let options = word("options").split(',').map(str::to_owned).collect();
        let seen = Seen { sources, kind: Some(word("fstype")), options };
        self.compare(&seen, text!("mount-now"), findings);
        if self.used.is_some() || self.inodes.is_some() {
            let numbers: Vec<f64> = usage.unwrap_or_default().split(' ').filter_map(|word| word.parse().ok()).collect();
            let [blocks, free, available, inodes, inodes_free] = numbers[..] else { return Err(unread()) };
            // Blocks kept for root count neither as used nor as available.
            let used = percent(blocks - free, blocks - free + available);
            findings.expect(text!("fact-mount-used", point = self.point()), self.used.as_ref(), &used);
            let taken = percent(inodes - inodes_free, inodes);
            findings.expect(text!("fact-mount-inodes", point = self.point()), self.inodes.as_ref(), &taken);
        }
        Ok(())
    }

    fn judge_boot(&self, wanted: bool, output: &ExecOutput, findings: &mut Findings) -> Result<(), Verdict> {
        let printed = succeeded("systemctl", output)?;
        let boot = Boot::read(printed).ok_or_else(|| unreadable("systemctl", printed))?;
        let fact = text!("fact-mount-boot", point = self.point());
        match (boot.mounts(self.point()), wanted) {
            (None, false) => {}
            (None, true) => findings.gap(fact, text!("shown-mounted"), text!("shown-not-mounted")),
            (Some(_), false) => findings.gap(fact, text!("shown-not-mounted"), text!("shown-mounted")),
            (Some(seen), true) => self.compare(&seen, text!("mount-at-boot"), findings),
        }
        Ok(())
    }

    fn compare(&self, seen: &Seen, when: Text, findings: &mut Findings) {
        let point = self.point();
        if let Some(source) = &self.source {
            let named = seen.sources.iter().any(|name| source.accepts(&Observed::text(name)) == Ok(true));
            if !named {
                let first = Observed::text(seen.sources.first().map_or("", String::as_str));
                findings.expect(text!("fact-mount-source", point = point, when = when.clone()), Some(source), &first);
            }
        }
        if let Some(kind) = &seen.kind {
            let fact = text!("fact-mount-type", point = point, when = when.clone());
            findings.expect(fact, self.kind.as_ref(), &Observed::text(kind));
        }
        let options = Observed::list(seen.options.iter().map(|option| spelled(option)));
        let wanted = self.options.as_ref().map(|options| options.clone().map_words(&spelled));
        findings.expect(text!("fact-mount-options", point = point, when = when), wanted.as_ref(), &options);
    }
}

fn percent(part: f64, whole: f64) -> Observed {
    Observed::Number(if whole > 0.0 { (part * 1000.0 / whole).round() / 10.0 } else { 0.0 })
}

/// One spelling of an option, as the kernel prints it: sizes in KiB, counts in full,
/// modes without a leading zero.
fn spelled(option: &str) -> String {
    let Some((key, value)) = option.split_once('=') else { return option.to_owned() };
    let count = || {
        let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let factor = match value[digits.len()..].to_ascii_lowercase().as_str() {
            "" => 1,
            "k" => 1 << 10,
            "m" => 1 << 20,
            "g" => 1 << 30,
            _ => return None,
        };
        digits.parse::<u64>().ok()?.checked_mul(factor)
    };
    match (key, count()) {
        ("size", Some(bytes)) => format!("size={}k", bytes.div_ceil(1024)),
        ("nr_inodes" | "nr_blocks", Some(count)) => format!("{key}={count}"),
        ("mode", _) => format!("mode={}", value.trim_start_matches('0')),
        _ => option.to_owned(),
    }
}

impl Check for Mount {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let mut probes = vec![scene.run(self.now())];
        if self.at_boot.is_some() {
            probes.push(scene.run(boot::script(self.point())));
        }
        probes
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        if let Some(verdict) = outputs.iter().find_map(sight::missing_tool) {
            return verdict;
        }
        let mut findings = Findings::new();
        let Some(now) = outputs.first() else { return Verdict::Error(text!("error-no-output")) };
        let mut judged = self.judge_now(now, &mut findings);
        if let Some(wanted) = self.at_boot {
            let Some(boot) = outputs.get(1) else { return Verdict::Error(text!("error-no-output")) };
            judged = judged.and_then(|()| self.judge_boot(wanted, boot, &mut findings));
        }
        match judged {
            Ok(()) => findings.verdict(),
            Err(verdict) => verdict,
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.point.starts_with('/') || self.point.split('/').any(|part| part == "..") {
            problems.push(text!("problem-mount-point", given = &self.point));
        }
        let usage = self.used.is_some() || self.inodes.is_some();
        let about = self.source.is_some() || self.kind.is_some() || self.options.is_some();
        if !self.mounted && (usage || about && self.at_boot != Some(true)) {
            problems.push(text!("problem-absent-detail", name = &self.point));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn options_are_compared_as_the_kernel_prints_them() {
        assert_eq!(spelled("size=16M"), "size=16384k");
        assert_eq!(spelled("size=16384k"), "size=16384k");
        assert_eq!(spelled("size=50%"), "size=50%");
        assert_eq!(spelled("nr_inodes=1k"), "nr_inodes=1024");
        assert_eq!(spelled("mode=0750"), "mode=750");
        assert_eq!(spelled("noexec"), "noexec");
    }
}
