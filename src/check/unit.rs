//! A unit of systemd: there, running, and started at boot.
//!
//! Read from the properties of `systemctl show`, whose status is 0 even for a unit that
//! does not exist; the status of `is-active` differs between versions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::systemd::Properties;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at a unit of systemd; it should exist, be active and be started at boot.
///
/// `unit: { name: nginx }` says all three. With `masked: true` or `failed: true`, nothing
/// is expected of `active` and `enabled` unless they are written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unit {
    /// Its name; `.service` is implied: `nginx`, `ssh.socket`, `srv-donnees.mount`.
    pub name: String,
    /// Whether systemd should know it; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Whether it should be active; true when nothing is said. One that is still
    /// starting, or restarts again and again, is not.
    pub active: Option<bool>,
    /// Whether it is started at boot; true when nothing is said. `true` means enabled for
    /// good, or made from an init script that the boot runs; `false` means disabled or
    /// masked. `static`, `indirect`, `enabled-runtime` and other states of `systemctl
    /// is-enabled` are neither: name them, as in `{ one-of: [disabled, static] }`.
    pub enabled: Option<Matcher>,
    /// Whether it should be masked for good.
    pub masked: Option<bool>,
    /// Whether it should have failed.
    pub failed: Option<bool>,
    /// The user as whom its main process runs.
    pub user: Option<Matcher>,
    /// Whether its files changed since systemd read them, so that what runs is not what
    /// is written (`systemctl daemon-reload` is missing). Not looked at unless it is said:
    /// the properties compared here are those that systemd has read.
    pub needs_reload: Option<bool>,
    /// Other properties, by their name in `systemctl show`, which prints what systemd
    /// really uses, drop-ins included: `{ Restart: on-failure, MemoryMax: 256MiB }`.
    /// Those in `USec` are durations.
    #[serde(default)]
    pub properties: BTreeMap<String, Matcher>,
}

impl Unit {
    /// The name with its suffix: a dot alone does not make one (`openvpn@a.b`).
    fn full_name(&self) -> String {
        const SUFFIXES: [&str; 11] = [
            "service", "socket", "timer", "mount", "automount", "target", "path", "swap", "slice", "scope", "device",
        ];
        match self.name.rsplit_once('.') {
            Some((_, suffix)) if SUFFIXES.contains(&suffix) => self.name.clone(),
            _ => format!("{}.service", self.name),
        }
    }

    fn script(&self) -> String {
        let mut wanted: Vec<&str> = "Id,LoadState,LoadError,ActiveState,SubState,UnitFileState,MainPID,NeedDaemonReload,WantedBy,RequiredBy"
            .split(',')
            .collect();
        wanted.extend(self.properties.keys().map(String::as_str));
        let name = quote(&self.full_name());
        let mut script = format!("systemctl show --no-pager -p {} -- {name} || exit\n", quote(&wanted.join(",")));
        if self.user.is_some() {
            // The process may end meanwhile: then it has no user, and the check polls.
            script.push_str(&format!(
                "pid=$(systemctl show --value -p MainPID -- {name}) || exit\n\
                 uid=$(sed -n 's/^Uid:[^0-9]*[0-9]*[^0-9]*\\([0-9]*\\).*/\\1/p' \"/proc/$pid/status\" 2>/dev/null)\n\
                 [ -z \"$uid\" ] || echo \"MainUser=$(getent passwd \"$uid\" | cut -d: -f1 | grep . || echo \"$uid\")\"\n"
            ));
        }
        script
    }

    fn judge_enabled(&self, unit: &Properties, findings: &mut Findings) {
        let state = unit.get("UnitFileState").unwrap_or_default();
        let fact = text!("fact-unit-enabled", unit = self.name.as_str());
        let pulled = ["WantedBy", "RequiredBy"].iter().any(|key| unit.get(key).is_some_and(|by| !by.is_empty()));
        let at_boot = matches!(state, "enabled" | "alias") || (state == "generated" && pulled);
        let not_at_boot = matches!(state, "disabled" | "masked") || (state == "generated" && !pulled);
        let shown = || Observed::text(state).show();
        match (&self.enabled, self.enabled.as_ref().and_then(Matcher::bare)) {
            (None, _) if self.masked == Some(true) || self.failed == Some(true) => {}
            (None, _) | (_, Some("true")) if !at_boot => findings.gap(fact, "enabled", shown()),
            (_, Some("false")) if !not_at_boot => findings.gap(fact, "disabled", shown()),
            (None, _) | (_, Some("true" | "false")) => {}
            (Some(matcher), _) => findings.expect(fact, Some(matcher), &Observed::text(state)),
        }
    }

    fn judge_active(&self, unit: &Properties, findings: &mut Findings) {
        let state = unit.get("ActiveState").unwrap_or_default();
        let shown = || format!("{state} ({})", unit.get("SubState").unwrap_or_default());
        let default = if self.masked == Some(true) || self.failed == Some(true) { None } else { Some(true) };
        let fact = text!("fact-unit-active", unit = self.name.as_str());
        match self.active.or(default) {
            Some(true) if !matches!(state, "active" | "reloading" | "refreshing") => {
                findings.gap(fact, "active", shown());
            }
            Some(false) if !matches!(state, "inactive" | "failed") => findings.gap(fact, "inactive", shown()),
            _ => {}
        }
        findings.flag(text!("fact-unit-failed", unit = self.name.as_str()), self.failed, state == "failed");
    }
}

impl Check for Unit {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("systemctl", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let units = Properties::parse(printed);
        let [unit] = units.as_slice() else { return unreadable("systemctl", printed) };
        let (Some(load), Some(_)) = (unit.get("LoadState"), unit.get("ActiveState")) else {
            return unreadable("systemctl", printed);
        };
        let name = self.name.as_str();
        let fact = || text!("fact-unit", unit = name);
        match (load, self.exists) {
            ("not-found", false) => return Verdict::Pass,
            ("not-found", true) => {
                return Verdict::fail(fact(), text!("shown-present"), text!("shown-absent"));
            }
            (_, false) => return Verdict::fail(fact(), text!("shown-absent"), text!("shown-present")),
            ("loaded" | "masked" | "merged", true) => {}
            // A file that systemd cannot read is the student's; it says why.
            (_, true) => {
                let error = unit.get("LoadError").and_then(|error| error.split_once(' ')).map_or("", |(_, said)| said);
                let said = format!("{load} {}", error.trim_matches('"'));
                return Verdict::fail(fact(), Text::verbatim("loaded"), Text::verbatim(said.trim()));
            }
        }
        let mut findings = Findings::new();
        let state = unit.get("UnitFileState").unwrap_or_default();
        self.judge_active(unit, &mut findings);
        self.judge_enabled(unit, &mut findings);
        findings.flag(text!("fact-unit-masked", unit = name), self.masked, load == "masked" && state == "masked");
        let user = Observed::text(unit.get("MainUser").unwrap_or_default());
        findings.expect(text!("fact-unit-user", unit = name), self.user.as_ref(), &user);
        let stale = unit.get("NeedDaemonReload") == Some("yes");
        findings.flag(text!("fact-unit-needs-reload", unit = name), self.needs_reload, stale);
        for (key, matcher) in &self.properties {
            match unit.observed(key) {
                Some(value) => {
                    let fact = text!("fact-unit-property", property = key, unit = name);
                    findings.expect(fact, Some(matcher), &value);
                }
                // systemctl says nothing of a property that units of this type lack.
                None => findings.error(text!("error-no-property", property = key, unit = name)),
            }
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let pattern = |c: char| "*?[ /".contains(c);
        if self.name.is_empty() || self.name.contains(pattern) || self.name.starts_with('-') {
            problems.push(text!("problem-unit-name", given = &self.name));
        }
        for key in self.properties.keys() {
            if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric()) {
                problems.push(text!("problem-unit-property", given = key));
            }
        }
        problems
    }
}
