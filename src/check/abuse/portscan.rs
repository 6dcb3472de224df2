//! Every port of a machine is tried over TCP.

use std::collections::BTreeSet;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{Course, Halt};
use crate::check::sight::{self, NO_ROUTE, UNRESOLVED};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Findings, Place, Verdict};
use crate::i18n::Text;
use crate::text;

/// How long a scan may go on, in seconds.
const LIMIT: u64 = 120;

/// A machine that is scanned, and what should be open.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Portscan {
    /// Its address, or a name that the attacker can resolve.
    pub to: String,
    /// The ports that should be open, at least one: a machine that is off has none open.
    pub only: BTreeSet<u16>,
    /// The last port that is tried, from 1; 10000 when nothing is said. Those of `only` are
    /// tried in any case.
    pub up_to: Option<u16>,
}

impl Portscan {
    fn script(&self) -> String {
        let last = self.up_to.unwrap_or(10000);
        let mut ports = format!("1-{last}");
        for port in self.only.iter().filter(|port| **port > last) {
            ports.push_str(&format!(",{port}"));
        }
        format!(
            "{}{}nmap -n -Pn -sT -T4 --max-retries 2 --host-timeout {LIMIT}s -p {ports} --open -oG - -- \"$at\"\n",
            sight::need(&["nmap", "ip", "getent"]),
            sight::route_to(&self.to),
        )
    }

    pub(super) fn course(&self, attacker: &Place, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let least = Duration::from_secs(LIMIT + 30);
        let output = course.run(course.scene.run_long(attacker.clone(), self.script(), least))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded("nmap", output)?;
        let first = printed.lines().next().unwrap_or_default();
        if let Some(verdict) = sight::blind(attacker, first, &self.to) {
            return Err(verdict.into());
        }
        let open = match first {
            UNRESOLVED | NO_ROUTE => BTreeSet::new(),
            _ => open(printed).ok_or_else(|| unreadable("nmap", printed))?,
        };
        let mut findings = Findings::new();
        let fact = |port: u16| text!("fact-reach", what = format!("{}:{port}/tcp", self.to), from = attacker.to_string());
        for port in &self.only {
            findings.element(|findings| {
                if !open.contains(port) {
                    findings.gap(fact(*port), text!("reach-open"), text!("abuse-shut"));
                }
            });
        }
        let others: Vec<u16> = open.difference(&self.only).copied().collect();
        findings.surplus(others.len());
        for port in others {
            findings.gap(fact(port), text!("abuse-shut"), text!("reach-open"));
        }
        Ok(findings.verdict())
    }

    pub(super) fn problems(&self) -> Vec<Text> {
        let ports = !self.only.is_empty() && !self.only.contains(&0) && self.up_to != Some(0);
        if ports { Vec::new() } else { vec![text!("problem-abuse-only")] }
    }
}

/// Reads nmap's greppable output; nothing when the scan did not go to its end.
fn open(printed: &str) -> Option<BTreeSet<u16>> {
    let done = printed.lines().any(|line| line.starts_with("# Nmap done") && line.contains("(1 host up)"));
    let timed_out = printed.lines().any(|line| line.contains("Status: Timeout"));
    if !done || timed_out {
        return None;
    }
    let lists = printed.lines().filter_map(|line| line.split("Ports: ").nth(1)?.split('\t').next());
    lists.flat_map(|list| list.split(", ")).map(|port| match port.split('/').collect::<Vec<_>>()[..] {
        [number, "open", "tcp", ..] => number.parse().ok(),
        _ => None,
    }).collect()
}
