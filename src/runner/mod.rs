//! Planned checks → verdicts.
//!
//! Checks of level `quick` look at the bench as it stands, all at the same time; the
//! probes that wait for one node travel together through its shell. Then, at level `full`,
//! each drill gets clones of the nodes in the state that the student left them, does what
//! it wants to them, and they are thrown away: there is nothing to undo, whatever happens
//! to a drill, to this program or to the machine. Only a drill that says so, and passed,
//! leaves its clones to the next one: making them is most of what a drill costs.
//!
//! The runner knows neither Docker nor SSH: see [`Stage`].
//!
//! Rank 4: imports `check`, `model`, `grade`, `transport`, `persona` and rank 0.

mod mask;
mod rejudge;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::check::{Act, Level, Place, Probe, Scene, Verdict};
use crate::exec::{Ended, ExecOutput};
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::model::PlannedCheck;
use crate::name::CheckId;
use crate::persona::Exchange;
use crate::text;
use crate::transport::Shell;

pub use mask::{Hidden, HiddenAt, Mask};
pub use rejudge::{Stored, rejudge};

/// How long to wait before a check that has not passed is tried again.
const RETRY: Duration = Duration::from_millis(250);

/// How long services get to come back after a restart before a check is final.
const AFTER_RESTART: Duration = Duration::from_secs(20);

/// Machines that checks can look at.
pub trait Stage: Send + Sync {
    /// Returns the shell of a place; the sensor is made when it is first asked for.
    fn shell<'a>(&'a self, place: &'a Place) -> BoxFuture<'a, Result<Shell, Text>>;

    /// Does what is no command: stops, starts or renews a node, looks for a fault.
    fn power<'a>(&'a self, place: &'a Place, act: &'a Act) -> BoxFuture<'a, Result<(), Text>>;
}

/// Makes clones of the bench for drills.
pub trait Drills: Send + Sync {
    /// Returns fresh clones of all nodes in the state that the student left them; those
    /// that were made before are gone.
    fn clones(&self) -> BoxFuture<'_, Result<Box<dyn Stage>, Text>>;
}

/// What happens during a run.
#[derive(Debug)]
pub enum Event {
    /// A check begins.
    Begins(CheckId),
    /// A check has its verdict.
    Judged(Box<Outcome>, Vec<Evidence>),
}

/// Listens to [`Event`]s.
pub type Listener<'a> = &'a (dyn Fn(Event) + Send + Sync);

/// What a verdict rests on: one probe and what came back, secrets masked.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What was done, and where.
    pub probe: Probe,
    /// What came back.
    pub output: ExecOutput,
    /// What stands as `***`.
    #[serde(default, skip_serializing_if = "Hidden::is_empty")]
    pub hidden: Hidden,
    /// Whether a text was longer than what is kept of it: false when nothing is said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// What is to be run.
pub struct Request<'a> {
    /// The checks of the lab.
    pub checks: &'a [PlannedCheck],
    /// How thorough to be.
    pub level: Level,
    /// Only these checks, and those that they need; all when it is empty.
    pub only: &'a [CheckId],
    /// Values that no evidence may show.
    pub mask: &'a Mask,
    /// What was said to personas of the lab; nothing when the record cannot be had.
    pub interviews: Option<&'a [Exchange]>,
    /// The word of this run, for witnesses: see [`nonce`](crate::exec::nonce).
    pub nonce: &'a str,
}

/// Runs checks and returns their outcomes, in the order of the lab.
pub async fn run(
    request: &Request<'_>,
    live: &dyn Stage,
    drills: &dyn Drills,
    tell: Listener<'_>,
) -> Vec<Outcome> {
    let run = Run { request, tell };
    let wanted = run.wanted();
    let (late, early): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|check| is_late(check, request.checks));
    let mut done: BTreeMap<CheckId, Outcome> = BTreeMap::new();
    run.early(&early, live, &mut done).await;
    let mut clones = None;
    for check in in_order(&late) {
        let outcome = run.late(check, drills, &mut clones, &done).await;
        done.insert(check.id.clone(), outcome);
    }
    request.checks.iter().filter_map(|check| done.remove(&check.id)).collect()
}

struct Run<'a> {
    request: &'a Request<'a>,
    tell: Listener<'a>,
}

impl<'a> Run<'a> {
    /// The checks asked for and, transitively, those that they need.
    fn wanted(&self) -> Vec<&'a PlannedCheck> {
        let all = self.request.checks;
        if self.request.only.is_empty() {
            return all.iter().collect();
        }
        let mut ids: Vec<&CheckId> = self.request.only.iter().collect();
        let mut next = 0;
        while next < ids.len() {
            if let Some(check) = all.iter().find(|check| check.id == *ids[next]) {
                for need in &check.needs {
                    if !ids.contains(&need) {
                        ids.push(need);
                    }
                }
            }
            next += 1;
        }
        all.iter().filter(|check| ids.contains(&&check.id)).collect()
    }

    async fn early(
        &self,
        checks: &[&'a PlannedCheck],
        stage: &dyn Stage,
        done: &mut BTreeMap<CheckId, Outcome>,
    ) {
        let mut waiting: Vec<&PlannedCheck> = checks.to_vec();
        let mut running = FuturesUnordered::new();
        loop {
            let (ready, blocked): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|check| check.needs.iter().all(|need| done.contains_key(need)));
            waiting = blocked;
            for check in ready {
                let skip = missing(check, done);
                running.push(async move {
                    let started = Instant::now();
                    match skip {
                        Some(verdict) => self.conclude(check, verdict, Vec::new(), started),
                        None => {
                            (self.tell)(Event::Begins(check.id.clone()));
                            let (mut verdict, mut evidence) = self.poll(check, stage, check.within).await;
                            if verdict.passed() {
                                let (again, more) = self.again(check, stage, None).await;
                                verdict = again;
                                evidence.extend(more);
                            }
                            self.conclude(check, verdict, evidence, started)
                        }
                    }
                });
            }
            match running.next().await {
                Some(outcome) => {
                    done.insert(outcome.id.clone(), outcome);
                }
                None => return,
            }
        }
    }

    async fn late(
        &self,
        check: &PlannedCheck,
        drills: &dyn Drills,
        clones: &mut Option<Box<dyn Stage>>,
        done: &BTreeMap<CheckId, Outcome>,
    ) -> Outcome {
        let started = Instant::now();
        if self.request.level < Level::Full {
            let skip = Verdict::Skip { because: text!("skip-level"), lost: false };
            return self.conclude(check, skip, Vec::new(), started);
        }
        if let Some(skip) = missing(check, done) {
            return self.conclude(check, skip, Vec::new(), started);
        }
        (self.tell)(Event::Begins(check.id.clone()));
        let stage = match clones.take() {
            Some(left) => left,
            None => match drills.clones().await {
                Ok(fresh) => fresh,
                Err(cause) => return self.conclude(check, Verdict::Error(cause), Vec::new(), started),
            },
        };
        let (mut verdict, mut evidence) = self.poll(check, stage.as_ref(), None).await;
        if verdict.passed() {
            let (again, more) = self.again(check, stage.as_ref(), Some(AFTER_RESTART)).await;
            verdict = again;
            evidence.extend(more);
        }
        if verdict.passed() && check.keep_clones {
            *clones = Some(stage);
        }
        self.conclude(check, verdict, evidence, started)
    }

    /// Runs the checks that must pass again in the state that a drill left, each for as long
    /// as its own `within`, else `patience`.
    async fn again(
        &self,
        check: &PlannedCheck,
        stage: &dyn Stage,
        patience: Option<Duration>,
    ) -> (Verdict, Vec<Evidence>) {
        let (mut gaps, mut evidence) = (Vec::new(), Vec::new());
        for id in check.check.then() {
            let Some(other) = self.request.checks.iter().find(|other| other.id == id.value) else { continue };
            let (verdict, more) = self.poll(other, stage, other.within.or(patience)).await;
            evidence.extend(more);
            match verdict {
                Verdict::Pass => {}
                Verdict::Fail(more) | Verdict::Partial(more, _) => gaps.extend(more),
                other => return (other, evidence),
            }
        }
        let verdict = if gaps.is_empty() { Verdict::Pass } else { Verdict::Fail(gaps) };
        (verdict, evidence)
    }

    /// Probes and judges, again and again until it passes or the time is over.
    async fn poll(
        &self,
        check: &PlannedCheck,
        stage: &dyn Stage,
        within: Option<Duration>,
    ) -> (Verdict, Vec<Evidence>) {
        let scene = scene(check, self.request.nonce);
        let deadline = within.map(|within| Instant::now() + within);
        loop {
            let (verdict, evidence) = self.probe(check, &scene, stage).await;
            let over = deadline.is_none_or(|deadline| Instant::now() + RETRY >= deadline);
            if over || verdict.passed() {
                return (verdict, evidence);
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Carries out the probes in order and judges what came back. What could not be
    /// carried out is not judged.
    async fn probe(
        &self,
        check: &PlannedCheck,
        scene: &Scene,
        stage: &dyn Stage,
    ) -> (Verdict, Vec<Evidence>) {
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut outputs = Vec::new();
        let mut waiting: VecDeque<Probe> = check.check.probes(scene).into();
        while let Some(probe) = waiting.pop_front() {
            let output = match &probe.act {
                Act::Run(command) => match stage.shell(&probe.place).await {
                    Ok(shell) => {
                        shell.run(command.clone()).await.map_err(|e| crate::error::Explain::text(&e))
                    }
                    Err(cause) => Err(cause),
                },
                Act::Interview(persona) => self.record(persona),
                power => stage.power(&probe.place, power).await.map(|()| ExecOutput {
                    ended: Ended::Status(0),
                    stdout: String::new(),
                    stderr: String::new(),
                }),
            };
            match output {
                Ok(output) => {
                    evidence.push(self.request.mask.evidence(&probe, &output));
                    outputs.push(output);
                }
                Err(cause) => return (Verdict::Error(cause), evidence),
            }
            if waiting.is_empty() {
                waiting.extend(check.check.next(scene, &outputs));
            }
        }
        (check.check.judge(scene, &outputs), evidence)
    }

    /// Returns what was said to a persona, as JSON.
    fn record(&self, persona: &CheckId) -> Result<ExecOutput, Text> {
        let all = self.request.interviews.ok_or_else(|| text!("error-no-interviews"))?;
        let said: Vec<&Exchange> = all.iter().filter(|one| one.persona == *persona).collect();
        let stdout = serde_json::to_string(&said).map_err(|error| Text::verbatim(error.to_string()))?;
        Ok(ExecOutput { ended: Ended::Status(0), stdout, stderr: String::new() })
    }

    fn conclude(
        &self,
        check: &PlannedCheck,
        verdict: Verdict,
        evidence: Vec<Evidence>,
        started: Instant,
    ) -> Outcome {
        let outcome = outcome(check, self.request.mask.verdict(verdict), started.elapsed());
        (self.tell)(Event::Judged(Box::new(outcome.clone()), evidence));
        outcome
    }
}

/// Returns the nonce of one check: drills that share clones must not find one another's
/// witnesses.
fn witness(run: &str, check: &CheckId) -> String {
    let digest = Sha256::digest(format!("{run}\0{check}"));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a check has to wait for the drills: it is one, or needs one.
fn is_late(check: &PlannedCheck, all: &[PlannedCheck]) -> bool {
    let late =
        |need: &CheckId| all.iter().find(|other| other.id == *need).is_some_and(|other| is_late(other, all));
    check.level == Level::Full || check.needs.iter().any(late)
}

/// What a kind may know of its check in a run.
fn scene(check: &PlannedCheck, nonce: &str) -> Scene {
    check.scene(witness(nonce, &check.id))
}

/// What a report says of a check.
fn outcome(check: &PlannedCheck, verdict: Verdict, took: Duration) -> Outcome {
    Outcome {
        id: check.id.clone(),
        title: check.title.clone(),
        kind: check.kind.to_owned(),
        competences: check.competences.clone(),
        on: check.on.as_ref().map(ToString::to_string),
        points: check.points,
        partial: check.partial,
        level: check.level,
        verdict,
        hints: check.hints.clone(),
        took,
    }
}

/// Returns the skip of a check one of whose needs did not pass.
fn missing(check: &PlannedCheck, done: &BTreeMap<CheckId, Outcome>) -> Option<Verdict> {
    let need =
        check.needs.iter().filter_map(|need| done.get(need)).find(|outcome| !outcome.verdict.passed())?;
    let lost = need.verdict.failed();
    Some(Verdict::Skip { because: text!("skip-needs", check = need.id.as_str()), lost })
}

/// Orders checks so that each comes after those that it needs; the lab has no cycle.
fn in_order<'a>(checks: &[&'a PlannedCheck]) -> Vec<&'a PlannedCheck> {
    let mut ordered: Vec<&PlannedCheck> = Vec::new();
    let mut waiting = checks.to_vec();
    while !waiting.is_empty() {
        let (ready, blocked): (Vec<_>, Vec<_>) = waiting.iter().partition(|check| {
            !check.needs.iter().any(|need| {
                waiting.iter().any(|other| other.id == *need) && !ordered.iter().any(|o| o.id == *need)
            })
        });
        if ready.is_empty() {
            ordered.extend(blocked);
            break;
        }
        ordered.extend(ready);
        waiting = blocked;
    }
    ordered
}

#[cfg(test)]
mod tests;
