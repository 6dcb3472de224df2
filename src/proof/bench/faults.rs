//! Faults in the proof of a lab: those that the student is to repair, and those that the
//! teacher keeps in reserve.

use std::collections::BTreeMap;

use super::{Trial, unexpected};
use crate::bench::{Bench, BenchError};
use crate::check::{Level, Verdict};
use crate::exec::nonce;
use crate::model::{Lab, PlannedFault};
use crate::name::CheckId;
use crate::proof::Phase;
use crate::provision::{self, Afterwards, Nodes};
use crate::text;

/// The faults that checks are about: they are there before the student begins.
pub(super) fn given(lab: &Lab) -> Vec<&PlannedFault> {
    let asked = |fault: &PlannedFault| {
        lab.checks.iter().any(|check| check.check.fault().is_some_and(|id| id.value == fault.id))
    };
    lab.faults.iter().filter(|fault| asked(fault)).collect()
}

impl Trial<'_> {
    /// Makes faults, each anew when it was made before: a restart ends some of them, and
    /// nodes that were put back are others.
    pub(super) async fn break_down(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        faults: &[&PlannedFault],
    ) -> Result<(), BenchError> {
        if faults.is_empty() {
            return Ok(());
        }
        let before = self.site.injected(&bench.plan.bench).await?;
        let hands = self.site.hands(bench, nodes, &|_| {}).await?;
        let made = async {
            for fault in faults {
                if let Some(earlier) = before.iter().find(|injected| injected.id == fault.id) {
                    hands.clear(earlier).await?;
                }
                hands.inject(&fault.id, &fault.on, &fault.fault).await?;
            }
            Ok::<(), BenchError>(())
        };
        let made = made.await;
        hands.end().await?;
        made
    }

    /// Tries the faults that no check is about, one by one on the solved bench: each is felt
    /// by its symptom and by its cause, and nothing is left of it once it was taken back.
    pub(super) async fn reserve(
        &mut self,
        bench: &Bench,
        solved: &BTreeMap<String, String>,
    ) -> Result<(), (Phase, BenchError)> {
        let given = given(&bench.lab);
        let spare = bench.lab.faults.iter().filter(|fault| !given.iter().any(|other| other.id == fault.id));
        for fault in spare {
            let phase = Phase::Fault(fault.id.to_string());
            let started = self.begin(phase.clone());
            let tried = self.try_fault(bench, fault, solved, &phase).await;
            tried.map_err(|error| (phase, error))?;
            self.end(started);
        }
        Ok(())
    }

    async fn try_fault(
        &mut self,
        bench: &Bench,
        fault: &PlannedFault,
        solved: &BTreeMap<String, String>,
        phase: &Phase,
    ) -> Result<(), BenchError> {
        provision::put_back(&self.site.engine, &bench.plan, solved).await?;
        let nodes = self.nodes(bench).await?;
        self.break_down(bench, &nodes, &[fault]).await?;
        let felt: Vec<CheckId> = fault.symptom.iter().chain(&fault.cause).cloned().collect();
        self.look(bench, &nodes, &felt, phase, false).await?;
        let injected = self.site.injected(&bench.plan.bench).await?;
        let hands = self.site.hands(bench, &nodes, &|_| {}).await?;
        let mut cleared = Ok(());
        for injected in injected.iter().filter(|injected| injected.id == fault.id) {
            cleared = hands.clear(injected).await.map(|_| ());
        }
        hands.end().await?;
        cleared?;
        self.look(bench, &nodes, &felt, phase, true).await
    }

    /// Looks whether these checks pass, or fail, all of them; none when there are none.
    async fn look(
        &mut self,
        bench: &Bench,
        nodes: &Nodes,
        checks: &[CheckId],
        phase: &Phase,
        passing: bool,
    ) -> Result<(), BenchError> {
        if checks.is_empty() {
            return Ok(());
        }
        // As an incident is watched: without drills.
        let examination = self.examine(bench, nodes).await?;
        let outcomes = examination.run(Level::Quick, checks, &nonce(), &|_| {}).await;
        examination.end(Afterwards::Leave).await?;
        for outcome in outcomes.iter().filter(|outcome| checks.contains(&outcome.id)) {
            let verdict: &Verdict = &outcome.verdict;
            let (right, expected) = match passing {
                true => (verdict.passed(), text!("expected-pass-cleared")),
                false => (verdict.failed(), text!("expected-fail-fault")),
            };
            if !right {
                self.flaw(phase.clone(), unexpected(outcome, verdict, &expected));
            }
        }
        Ok(())
    }
}
