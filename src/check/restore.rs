//! Nothing proves a backup but a restoration.
//!
//! On clones of the nodes: a witness is planted, the student's backup is made, the
//! witness is destroyed, the student's procedure is run, and what came back is compared
//! with what was planted (see [`witness`]). The witness holds the nonce of the run, so a
//! procedure that brings back anything but this very backup does not pass.
//!
//! The student's programs are observed from outside: only their exit status, how long
//! they took and what is on disk afterwards count. That our own steps failed (planting,
//! describing, destroying) is an error, never a failure.


use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::program::{self, BEYOND, PATIENCE, first_line, last_words, timed};
use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::witness::{self, Attribute, Fingerprint};
use crate::check::{Act, Check, Findings, Level, Place, Probe, Scene, Verdict, as_user};
use crate::exec::{Ended, ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// Plants a witness, has the student's backup made, destroys the witness (and stops
/// nodes, when asked), has the student's procedure run, and compares. All of this is done
/// to clones, which are thrown away. The student's programs run by `sh` without a
/// terminal, their standard input empty: one that asks for a confirmation fails.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Restore {
    /// A directory that is part of the backup. A witness tree is planted in it, with all
    /// that backups lose: owners, modes, ACL, links, dates, odd names.
    pub tree: Option<String>,
    /// Where the procedure puts what was in `tree`; the same path when nothing is said.
    pub restored_tree: Option<String>,
    /// An account that some of the witness's files belong to; the first account of a
    /// person on the node when nothing is said.
    pub owner: Option<String>,
    /// What the restoration is excused from bringing back: `content`, `owner`, `mode`,
    /// `acl`, `xattr`, `times`, `links`; nothing when nothing is said.
    #[serde(default)]
    pub ignoring: Vec<Attribute>,
    /// A script that plants a state that is not files (a row in a database), run as
    /// root; `$PAILLASSE_NONCE` is a word that nobody can foresee.
    pub plant: Option<String>,
    /// A script that prints the state, run as root. What it prints at the end has to be
    /// what it printed after planting.
    pub read: Option<String>,
    /// The student's backup, run after planting. It has to wait for its end.
    pub backup: String,
    /// A script that destroys, run as root. When nothing is said, everything in `tree` is
    /// removed. The witness has to be gone afterwards.
    pub destroy: Option<String>,
    /// Nodes that are switched off before the procedure, as in a disaster.
    #[serde(default)]
    pub stop: Vec<Located<NodeName>>,
    /// The student's restoration.
    pub procedure: String,
    /// The node where the procedure is run and the result compared; the node of `on` when
    /// nothing is said.
    pub restore_on: Option<Located<NodeName>>,
    /// Who runs `backup` and `procedure`; root when nothing is said.
    pub user: Option<String>,
    /// The longest that the procedure may take (the RTO). Without it, one that does not
    /// end within five minutes (or the check's `timeout`, if longer) is not judged.
    pub at_most: Option<Span>,
}

/// One step, in the order of the probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    PlantTree,
    Plant,
    TreeBefore,
    ReadBefore,
    Backup,
    DestroyThere,
    DestroyHere,
    TreeGone,
    ReadGone,
    Stop,
    Procedure,
    TreeAfter,
    ReadAfter,
}

impl Restore {
    fn here(&self, scene: &Scene) -> Place {
        scene.at(self.restore_on.as_ref())
    }

    /// The path where the witness should be at the end.
    fn restored(&self, tree: &str) -> String {
        self.restored_tree.clone().unwrap_or_else(|| tree.to_owned())
    }

    fn steps(&self, scene: &Scene) -> Vec<(Step, Probe)> {
        let here = self.here(scene);
        let elsewhere = here != scene.on;
        let long = |place: &Place, script: String| scene.run_long(place.clone(), script, PATIENCE);
        let nonce = format!("PAILLASSE_NONCE={}; export PAILLASSE_NONCE\n", scene.nonce);
        let ours = |place: &Place, script: &str| long(place, format!("{nonce}{}", as_user(None, script, None)));
        let mut steps = Vec::new();
        if let Some(tree) = &self.tree {
            let script = witness::plant(tree, &scene.nonce, self.owner.as_deref(), &self.ignoring);
            steps.push((Step::PlantTree, long(&scene.on, script)));
        }
        if let Some(plant) = &self.plant {
            steps.push((Step::Plant, ours(&scene.on, plant)));
        }
        if let Some(tree) = &self.tree {
            steps.push((Step::TreeBefore, long(&scene.on, witness::describe(tree, &scene.nonce))));
        }
        if let Some(read) = &self.read {
            steps.push((Step::ReadBefore, ours(&scene.on, read)));
        }
        steps.push((Step::Backup, long(&scene.on, timed(self.user.as_deref(), &self.backup))));
        match (&self.destroy, &self.tree) {
            (Some(destroy), _) => steps.push((Step::DestroyThere, ours(&scene.on, destroy))),
            (None, Some(tree)) => steps.push((Step::DestroyThere, long(&scene.on, empty(tree)))),
            (None, None) => {}
        }
        if let Some(tree) = &self.tree {
            let restored = self.restored(tree);
            if elsewhere || restored != *tree {
                steps.push((Step::DestroyHere, long(&here, empty(&restored))));
            }
            steps.push((Step::TreeGone, long(&here, witness::describe(&restored, &scene.nonce))));
        }
        if let Some(read) = &self.read {
            steps.push((Step::ReadGone, ours(&here, read)));
        }
        for node in &self.stop {
            steps.push((Step::Stop, Probe { place: Place::Node(node.value.clone()), act: Act::Stop }));
        }
        let most = self.at_most.map_or(PATIENCE, |most| most.0 + BEYOND);
        let procedure = timed(self.user.as_deref(), &self.procedure);
        steps.push((Step::Procedure, scene.run_long(here.clone(), procedure, most)));
        if let Some(tree) = &self.tree {
            let script = witness::describe(&self.restored(tree), &scene.nonce);
            steps.push((Step::TreeAfter, long(&here, script)));
        }
        if let Some(read) = &self.read {
            steps.push((Step::ReadAfter, ours(&here, read)));
        }
        steps
    }
}

/// Returns a script that removes everything in a directory, if it is there. What was
/// mounted in it stays, and shows as not destroyed.
fn empty(tree: &str) -> String {
    let tree = quote(tree);
    format!("[ -d {tree} ] || exit 0\nfind {tree}/ -xdev -mindepth 1 -delete\n")
}

/// Returns the description of a tree, nothing when it is gone.
fn tree(output: &ExecOutput) -> Result<Option<Fingerprint>, Verdict> {
    if let Some(verdict) = sight::missing_tool(output) {
        return Err(verdict);
    }
    let printed = succeeded("stat", output)?;
    match printed.split_once('\n') {
        Some((witness::GONE, _)) => Ok(None),
        Some((witness::THERE, lines)) => match Fingerprint::read(lines) {
            Some(fingerprint) => Ok(Some(fingerprint)),
            None => Err(unreadable("stat", lines)),
        },
        _ => Err(unreadable("stat", printed)),
    }
}

/// What is known at some point of the drill.
#[derive(Default)]
struct Course<'a> {
    planted: Option<Fingerprint>,
    state: Option<&'a str>,
}

impl Restore {
    /// Judges one step; a verdict ends the drill there.
    fn step<'a>(
        &self,
        step: Step,
        output: &'a ExecOutput,
        course: &mut Course<'a>,
        findings: &mut Findings,
    ) -> Result<(), Verdict> {
        match step {
            Step::PlantTree => {
                if let Some(verdict) = sight::missing_tool(output) {
                    return Err(verdict);
                }
                succeeded("plant", output)?;
            }
            Step::Plant => {
                succeeded(&first_line(self.plant.as_deref().unwrap_or_default()), output)?;
            }
            Step::DestroyThere | Step::DestroyHere => {
                succeeded(&first_line(self.destroy.as_deref().unwrap_or("find -delete")), output)?;
            }
            Step::Stop => {
                succeeded("stop", output)?;
            }
            Step::TreeBefore => {
                let planted = tree(output)?.filter(|planted| !planted.is_empty());
                course.planted = Some(planted.ok_or_else(|| Verdict::Error(text!("error-nothing-planted")))?);
            }
            Step::ReadBefore => {
                let read = first_line(self.read.as_deref().unwrap_or_default());
                let state = succeeded(&read, output)?.trim();
                if state.is_empty() {
                    return Err(Verdict::Error(text!("error-nothing-planted")));
                }
                course.state = Some(state);
            }
            Step::TreeGone => {
                if tree(output)?.is_some() {
                    return Err(Verdict::Error(text!("error-not-destroyed")));
                }
            }
            // It may well fail: what it reads is destroyed.
            Step::ReadGone => {
                if output.status() == Some(0) && Some(output.stdout.trim()) == course.state {
                    return Err(Verdict::Error(text!("error-not-destroyed")));
                }
            }
            Step::Backup => {
                program::judge(text!("fact-backup", command = first_line(&self.backup)), output, None)?;
            }
            Step::Procedure => {
                let fact = text!("fact-procedure", command = first_line(&self.procedure));
                program::judge(fact, output, self.at_most)?;
            }
            Step::TreeAfter => {
                let Some(planted) = &course.planted else {
                    return Err(Verdict::Error(text!("error-nothing-planted")));
                };
                match tree(output)? {
                    Some(restored) => planted.compare(&restored, &self.ignoring, findings),
                    None => findings.gap(text!("fact-witness"), text!("shown-present"), text!("shown-absent")),
                }
            }
            Step::ReadAfter => {
                let Some(state) = course.state else {
                    return Err(Verdict::Error(text!("error-nothing-planted")));
                };
                let command = first_line(self.read.as_deref().unwrap_or_default());
                let actual = match output.ended {
                    Ended::Status(0) if output.stdout.trim() == state => return Ok(()),
                    Ended::Status(0) => crate::check::matcher::Observed::text(output.stdout.trim()).show(),
                    Ended::Status(status) => {
                        text!("restore-status", status = status, said = last_words(output.stderr.trim()))
                    }
                    Ended::Timeout => return Err(Verdict::Error(text!("error-timeout", command = command))),
                    Ended::Flood => return Err(Verdict::Error(text!("error-flood", command = command))),
                };
                findings.gap(text!("fact-state", command = command), excerpt(state), actual);
            }
        }
        Ok(())
    }
}

impl Check for Restore {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        self.steps(scene).into_iter().map(|(_, probe)| probe).collect()
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let steps = self.steps(scene);
        let mut course = Course::default();
        let mut findings = Findings::new();
        for (index, (step, _)) in steps.iter().enumerate() {
            let Some(output) = outputs.get(index) else { return Verdict::Error(text!("error-no-output")) };
            if let Err(verdict) = self.step(*step, output, &mut course, &mut findings) {
                return verdict;
            }
        }
        findings.verdict()
    }

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.stop.iter().chain(&self.restore_on).collect()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        // Something has to be compared, and something has to have been destroyed.
        if self.tree.is_none() && (self.plant.is_none() || self.read.is_none() || self.destroy.is_none()) {
            problems.push(text!("problem-restore-witness"));
        }
        if self.plant.is_some() != self.read.is_some() {
            problems.push(text!("problem-restore-read"));
        }
        let absolute = |path: &Option<String>| path.as_ref().is_none_or(|path| path.starts_with('/') && path != "/");
        if !absolute(&self.tree) || !absolute(&self.restored_tree) {
            problems.push(text!("problem-restore-path"));
        }
        if let Some(node) = &self.restore_on
            && self.stop.iter().any(|stopped| stopped.value == node.value)
        {
            problems.push(text!("problem-restore-stopped", node = node.as_str()));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Restore, Step};
    use crate::check::{Act, Check, Place, Scene};

    fn restore(yaml: &str) -> Restore {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn scene() -> Scene {
        Scene {
            on: Place::Node("prod".parse().unwrap()),
            timeout: Duration::from_secs(10),
            nonce: "0123456789abcdef".to_owned(),
        }
    }

    #[test]
    fn the_order_is_that_of_a_disaster() {
        let disaster = restore(
            "{ tree: /srv, plant: a, read: b, backup: c, procedure: d, stop: [prod], restore-on: secours }",
        );
        let steps = disaster.steps(&scene());
        let order: Vec<Step> = steps.iter().map(|(step, _)| *step).collect();
        assert_eq!(
            order,
            [
                Step::PlantTree,
                Step::Plant,
                Step::TreeBefore,
                Step::ReadBefore,
                Step::Backup,
                Step::DestroyThere,
                Step::DestroyHere,
                Step::TreeGone,
                Step::ReadGone,
                Step::Stop,
                Step::Procedure,
                Step::TreeAfter,
                Step::ReadAfter
            ]
        );
        let secours = Place::Node("secours".parse().unwrap());
        assert_eq!(steps[10].1.place, secours);
        assert_eq!((steps[9].1.place.to_string(), steps[9].1.act.clone()), ("prod".to_owned(), Act::Stop));
    }

    #[test]
    fn a_drill_that_proves_nothing_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| restore(yaml).problems().len();
        assert_eq!(problems("{ backup: a, procedure: b }"), 1);
        assert_eq!(problems("{ plant: x, read: y, backup: a, procedure: b }"), 1, "nothing is destroyed");
        assert_eq!(problems("{ tree: srv, backup: a, procedure: b }"), 1);
        assert_eq!(problems("{ tree: /srv, plant: x, backup: a, procedure: b }"), 1);
        assert_eq!(problems("{ tree: /srv, backup: a, procedure: b, stop: [x], restore-on: x }"), 1);
        assert_eq!(problems("{ tree: /srv, backup: a, procedure: b }"), 0);
    }

    #[test]
    fn a_procedure_has_its_rto_to_end() {
        let steps = restore("{ tree: /srv, backup: a, procedure: b, at-most: 10min }").steps(&scene());
        let (_, procedure) = steps.iter().find(|(step, _)| *step == Step::Procedure).unwrap();
        let Act::Run(command) = &procedure.act else { panic!("the procedure is run") };
        assert_eq!(command.timeout, Duration::from_secs(630));
    }
}
