//! A command is run on a node and its status and outputs are compared.
//!
//! For what has no kind of its own. A command that does not exist (status 127) is
//! judged like any other status: it may be the very thing that the student should
//! have installed. A timeout is not judged.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::excerpt;
use crate::check::{Check, Findings, Probe, Scene, Verdict, as_user};
use crate::exec::{Ended, ExecOutput, quote};
use crate::text;

/// Runs a command; it should end with status 0 unless something else is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Run {
    /// A script for `sh`.
    pub run: String,
    /// Who runs it; root when nothing is said.
    pub user: Option<String>,
    /// The directory where it runs.
    pub cwd: Option<String>,
    /// Environment variables.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// What it reads on its standard input; nothing when nothing is said.
    pub stdin: Option<String>,
    /// The exit status; 0 when nothing is said.
    pub status: Option<Matcher>,
    /// What it should print, without the final newline.
    pub stdout: Option<Matcher>,
    /// What it should print on standard error.
    pub stderr: Option<Matcher>,
}

impl Run {
    fn script(&self, scene: &Scene) -> String {
        let mut script = format!("PAILLASSE_NONCE={}; export PAILLASSE_NONCE\n", scene.nonce);
        for (name, value) in &self.env {
            script.push_str(&format!("{name}={}; export {name}\n", quote(value)));
        }
        let run = match &self.cwd {
            Some(directory) => format!("cd {} || exit\n{}", quote(directory), self.run),
            None => self.run.clone(),
        };
        script.push_str(&as_user(self.user.as_deref(), &run, self.stdin.as_deref()));
        script
    }
}

impl Check for Run {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script(scene))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let command = excerpt(self.run.lines().find(|line| !line.trim().is_empty()).unwrap_or(""));
        let status = match output.ended {
            Ended::Status(status) => status,
            Ended::Timeout => return Verdict::Error(text!("error-timeout", command = command)),
            Ended::Flood => return Verdict::Error(text!("error-flood", command = command)),
        };
        let mut findings = Findings::new();
        let success = Matcher::equals("0");
        findings.expect(
            text!("fact-status", command = &command, said = excerpt(&output.stderr)),
            Some(self.status.as_ref().unwrap_or(&success)),
            &Observed::Number(status.into()),
        );
        findings.expect(text!("fact-stdout", command = &command), self.stdout.as_ref(), &Observed::text(&output.stdout));
        findings.expect(text!("fact-stderr", command = &command), self.stderr.as_ref(), &Observed::text(&output.stderr));
        findings.verdict()
    }
}
