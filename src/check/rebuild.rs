//! What was delivered is enough to build the service again, on machines that hold nothing
//! else.
//!
//! A machine that somebody worked on for hours holds things that no script puts there. So
//! clones are put back to what they were at the beginning of the lab, get what the student
//! delivers and nothing else, and the delivery is run.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{self, Course, Halt, Ours};
use crate::check::program::{self, BEYOND, PATIENCE, first_line, timed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Act, Check, Level, Probe, Verdict};
use crate::exec::quote;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::quantity::Span;
use crate::text;

/// What a student hands in: a file or a directory.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The node where it is, in the state that the student left.
    pub from: Located<NodeName>,
    /// Its absolute path; at most 64 MiB. Owners are kept by their numbers.
    pub path: String,
    /// The node that gets it, at the same path; the node of `on` when nothing is said.
    pub to: Option<Located<NodeName>>,
}

/// Puts nodes (clones of them) back to what they were after the lab's set-up, brings the
/// student's delivery, runs it on the node of `on`, and runs other checks. Nothing else of
/// the student's is left on these nodes; their SSH host keys are new.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rebuild {
    /// The nodes that are put back, at least one.
    pub fresh: Vec<Located<NodeName>>,
    /// What is brought. It is taken before anything is put back, so it may come from one of
    /// the nodes in `fresh`.
    #[serde(default)]
    pub deliver: Vec<Delivery>,
    /// What is done once the delivery is there: other data than those that the student
    /// knew, for instance.
    #[serde(default)]
    pub before: Vec<Ours>,
    /// The student's program: a line for `sh`.
    pub run: String,
    /// Who runs it; root when nothing is said.
    pub user: Option<String>,
    /// The longest that it may take. Without it, one that does not end within five minutes
    /// (or the check's `timeout`, if longer) is not judged.
    pub at_most: Option<Span>,
    /// The checks that should pass afterwards, at least one; none of level `full`. Each is
    /// tried until it passes, for as long as its own `within`, 20s when it has none.
    pub then: Vec<Located<CheckId>>,
}

impl Rebuild {
    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let scene = course.scene;
        for delivery in &self.deliver {
            let from = scene.at(Some(&delivery.from));
            let there = format!("[ -e {} ] && echo present || echo absent", quote(&delivery.path));
            let output = course.run(scene.run_on(from.clone(), there))?;
            match succeeded("sh", output)?.trim() {
                "present" => {}
                "absent" => {
                    let fact =
                        text!("fact-delivery", path = &delivery.path, node = delivery.from.as_str());
                    return Ok(Verdict::fail(fact, text!("shown-present"), text!("shown-absent")));
                }
                other => return Ok(unreadable("sh", other)),
            }
            course.run(Probe { place: from, act: Act::Take { path: delivery.path.clone() } })?;
        }
        for node in &self.fresh {
            course.run(Probe { place: scene.at(Some(node)), act: Act::Renew })?;
        }
        for delivery in &self.deliver {
            let to = scene.at(delivery.to.as_ref());
            let parent = delivery.path.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
            let make = format!("mkdir -p -- {}", quote(if parent.is_empty() { "/" } else { parent }));
            succeeded("mkdir", course.run(scene.run_on(to.clone(), make))?)?;
            let act = Act::Give { from: delivery.from.value.clone(), path: delivery.path.clone() };
            course.run(Probe { place: to, act })?;
        }
        for before in &self.before {
            before.carry_out(course)?;
        }
        let most = self.at_most.map_or(PATIENCE, |most| most.0 + BEYOND);
        let script = timed(self.user.as_deref(), &self.run);
        let output = course.run(scene.run_long(scene.on.clone(), script, most))?;
        program::judge(text!("fact-rebuild", command = first_line(&self.run)), output, self.at_most)?;
        Ok(Verdict::Pass)
    }
}

impl Check for Rebuild {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let delivered = self.deliver.iter().flat_map(|delivery| [Some(&delivery.from), delivery.to.as_ref()]);
        let before = self.before.iter().map(|before| before.on.as_ref());
        self.fresh.iter().chain(delivered.chain(before).flatten()).collect()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.fresh.is_empty() {
            problems.push(text!("problem-rebuild-fresh"));
        }
        if self.then.is_empty() {
            problems.push(text!("problem-rebuild-then"));
        }
        if self.deliver.iter().any(|delivery| !delivery.path.starts_with('/') || delivery.path == "/") {
            problems.push(text!("problem-rebuild-path"));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Rebuild;
    use crate::check::{Act, Check, Place, Scene};
    use crate::exec::{Ended, ExecOutput};

    #[test]
    fn what_comes_from_a_node_is_taken_before_it_is_put_back() {
        let rebuild: Rebuild = serde_saphyr::from_str(
            "{ fresh: [web], deliver: [{ from: web, path: /srv/livraison }], run: ./x, then: [a] }",
        )
        .unwrap();
        let on = Place::Node("web".parse().unwrap());
        let scene = Scene { on, timeout: Duration::from_secs(10), nonce: String::new() };
        let mut outputs = Vec::new();
        let mut acts = Vec::new();
        for answer in ["present\n", "", "", "", "", "ended 0 12\n"] {
            acts.push(match rebuild.next(&scene, &outputs).remove(0).act {
                Act::Run(_) => "run",
                Act::Take { .. } => "take",
                Act::Renew => "renew",
                Act::Give { .. } => "give",
                _ => "power",
            });
            outputs.push(ExecOutput {
                ended: Ended::Status(0),
                stdout: answer.to_owned(),
                stderr: String::new(),
            });
        }
        assert_eq!(acts, ["run", "take", "renew", "run", "give", "run"]);
        assert!(rebuild.judge(&scene, &outputs).passed());
    }
}
