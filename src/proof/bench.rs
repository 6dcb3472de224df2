//! The proof of a lab for one student.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::bench::{Bench, BenchError, Site};
use crate::check::{Level, Verdict};
use crate::error::Explain;
use crate::grade::{Outcome, Points};
use crate::i18n::Text;
use crate::individual::Student;
use crate::load::{Folder, LabFile};
use crate::model::Mutant;
use crate::proof::{Event, Flaw, Listener, Phase, Plan, Verdicts};
use crate::provider::docker::BENCH;
use crate::provision::{self, Afterwards, Nodes};
use crate::text;

/// Folders whose files services write by themselves, differently each time.
const VOLATILE: [&str; 2] = ["/var/lib/postgresql/", "/etc/ssh/"];

/// What one student's proof showed.
pub(super) struct Shown {
    pub student: String,
    pub flaws: Vec<Flaw>,
    pub verdicts: BTreeMap<String, Verdicts>,
    pub seconds: BTreeMap<String, f64>,
}

/// One student's proof while it goes on.
pub(super) struct Trial<'a> {
    site: &'a Site,
    folder: &'a Folder,
    student: Student,
    turn: usize,
    plan: &'a Plan,
    tell: Listener<'a>,
    shown: Shown,
}

impl<'a> Trial<'a> {
    pub(super) fn new(
        site: &'a Site,
        folder: &'a Folder,
        (turn, student): (usize, Student),
        plan: &'a Plan,
        tell: Listener<'a>,
    ) -> Self {
        let shown = Shown {
            student: super::shown_as(student.id()),
            flaws: Vec::new(),
            verdicts: BTreeMap::new(),
            seconds: BTreeMap::new(),
        };
        Self { site, folder, student, turn, plan, tell, shown }
    }

    /// Proves, and removes the bench whatever happened.
    pub(super) async fn run(mut self) -> Result<Shown, BenchError> {
        let draft = super::bench(self.folder, &self.student)?;
        let name = draft.plan.bench.clone();
        // What an earlier proof left would spoil this one.
        provision::down(&self.site.engine, &name).await?;
        if let Err((phase, error)) = self.prove().await {
            self.flaw(phase, text!("flaw-broke-off", reason = error.text()));
        }
        let phase = self.begin(Phase::Down);
        provision::down(&self.site.engine, &name).await?;
        let left = self.site.engine.leftovers(&name).await?;
        if !left.is_empty() {
            self.flaw(Phase::Down, text!("flaw-left", what = left.join(", ")));
        }
        self.end(phase);
        Ok(self.shown)
    }

    async fn prove(&mut self) -> Result<(), (Phase, BenchError)> {
        let during = |phase: Phase| move |error: BenchError| (phase, error);

        let phase = self.begin(Phase::Up);
        let (mut bench, mut nodes) = self.up().await.map_err(during(Phase::Up))?;
        let fresh = self.written(&nodes).await.map_err(during(Phase::Up))?;
        self.end(phase);

        let phase = self.begin(Phase::Untouched);
        let outcomes = self
            .check(&Phase::Untouched, Level::Full, &bench, &nodes)
            .await
            .map_err(during(Phase::Untouched))?;
        for outcome in &outcomes {
            match &outcome.verdict {
                Verdict::Manual(_) => {}
                // Points that come without any work: the share of `partial` is too low.
                verdict if verdict.failed() && outcome.earned() > Points::NONE => {
                    let what =
                        text!("flaw-untouched-earns", id = outcome.id.as_str(), points = %outcome.earned());
                    self.flaw(Phase::Untouched, what);
                }
                verdict if verdict.failed() => {}
                verdict => self.flaw(Phase::Untouched, unexpected(outcome, verdict, &text!("expected-fail"))),
            }
        }
        self.end(phase);

        let phase = self.begin(Phase::Solution);
        self.solve(&bench, &nodes).await.map_err(during(Phase::Solution))?;
        self.all_pass(Phase::Solution, Level::Full, &bench, &nodes).await.map_err(during(Phase::Solution))?;
        self.end(phase);

        let mutants = bench.file.mutants(&bench.values, &bench.lab);
        let mutants = mutants.map_err(|error| (Phase::Solution, error.into()))?;
        let mutants = self.wanted(&mutants);
        if !mutants.is_empty() {
            let during_solution = |error: BenchError| (Phase::Solution, error);
            let solved = provision::keep(&self.site.engine, &bench.plan, &nodes);
            let solved = solved.await.map_err(|error| during_solution(error.into()))?;
            for mutant in mutants {
                let phase = Phase::Mutant(mutant.name.clone());
                self.mutant(&bench, mutant, &solved, &phase).await.map_err(during(phase.clone()))?;
            }
            nodes = self.nodes(&bench).await.map_err(during_solution)?;
        }

        let phase = self.begin(Phase::Reset);
        bench = self.site.reset(bench, &nodes, &[], &|_| {}).await.map_err(during(Phase::Reset))?;
        nodes = self.nodes(&bench).await.map_err(during(Phase::Reset))?;
        let again = self.written(&nodes).await.map_err(during(Phase::Reset))?;
        for residue in again.symmetric_difference(&fresh) {
            self.flaw(Phase::Reset, text!("flaw-residue", path = residue));
        }
        self.end(phase);

        let phase = self.begin(Phase::Again);
        self.solve(&bench, &nodes).await.map_err(during(Phase::Again))?;
        // A second run of the drills tells little that the first did not.
        let level = if self.plan.spread { Level::Quick } else { Level::Full };
        self.all_pass(Phase::Again, level, &bench, &nodes).await.map_err(during(Phase::Again))?;
        self.end(phase);
        Ok(())
    }

    /// The mutants to be tried on this student.
    fn wanted<'m>(&self, mutants: &'m [Mutant]) -> Vec<&'m Mutant> {
        let named =
            |mutant: &&Mutant| self.plan.mutants.is_empty() || self.plan.mutants.contains(&mutant.name);
        let mine = |number: usize| !self.plan.spread || number % self.plan.students.max(1) == self.turn;
        let named = mutants.iter().filter(named).enumerate();
        named.filter(|(number, _)| mine(*number)).map(|(_, mutant)| mutant).collect()
    }

    async fn mutant(
        &mut self,
        bench: &Bench,
        mutant: &Mutant,
        solved: &BTreeMap<String, String>,
        phase: &Phase,
    ) -> Result<(), BenchError> {
        let started = self.begin(phase.clone());
        provision::put_back(&self.site.engine, &bench.plan, solved).await?;
        let nodes = self.nodes(bench).await?;
        self.site.carry_out(bench, &nodes, &mutant.scripts, &|_| {}).await?;
        for outcome in self.check(phase, Level::Full, bench, &nodes).await? {
            let must_fail = mutant.fails.contains(&outcome.id);
            match &outcome.verdict {
                Verdict::Manual(_) => {}
                Verdict::Pass if !must_fail => {}
                verdict if must_fail && verdict.failed() => {}
                verdict => {
                    let expected = if must_fail { text!("expected-fail") } else { text!("expected-pass") };
                    self.flaw(phase.clone(), unexpected(&outcome, verdict, &expected));
                }
            }
        }
        self.end(started);
        Ok(())
    }

    async fn up(&self) -> Result<(Bench, Nodes), BenchError> {
        let file = LabFile::new(self.folder.clone())?;
        let bench = self.site.up(file, self.student.clone(), &|_| {}).await?;
        let nodes = self.nodes(&bench).await?;
        Ok((bench, nodes))
    }

    async fn nodes(&self, bench: &Bench) -> Result<Nodes, BenchError> {
        Ok(provision::nodes(&self.site.engine, &bench.plan.bench).await?)
    }

    async fn solve(&self, bench: &Bench, nodes: &Nodes) -> Result<(), BenchError> {
        let solution = bench.file.solution(&bench.values)?;
        self.site.carry_out(bench, nodes, &solution, &|_| {}).await
    }

    async fn check(
        &mut self,
        phase: &Phase,
        level: Level,
        bench: &Bench,
        nodes: &Nodes,
    ) -> Result<Vec<Outcome>, BenchError> {
        let examination = self.site.examine(bench, nodes, &|_| {}).await?;
        let outcomes = examination.run(level, &[], &|_| {}).await;
        // Every phase but the first makes the nodes anew, from images or from the lab.
        let untouched = *phase == Phase::Untouched;
        examination.end(if untouched { Afterwards::Resume } else { Afterwards::Leave }).await?;
        let verdict = |outcome: &Outcome| (outcome.id.to_string(), outcome.verdict.word().to_owned());
        self.shown.verdicts.insert(phase.key(), outcomes.iter().map(verdict).collect());
        Ok(outcomes)
    }

    async fn all_pass(
        &mut self,
        phase: Phase,
        level: Level,
        bench: &Bench,
        nodes: &Nodes,
    ) -> Result<(), BenchError> {
        for outcome in self.check(&phase, level, bench, nodes).await? {
            let expected = matches!(outcome.verdict, Verdict::Pass | Verdict::Manual(_));
            if !expected && outcome.level <= level {
                self.flaw(phase.clone(), unexpected(&outcome, &outcome.verdict, &text!("expected-pass")));
            }
        }
        Ok(())
    }

    /// The files that differ from the images, on all nodes.
    async fn written(&self, nodes: &Nodes) -> Result<BTreeSet<String>, BenchError> {
        let stable = |path: &&String| !VOLATILE.iter().any(|own| path.starts_with(own));
        let mut written = BTreeSet::new();
        for (node, paths) in self.site.written(nodes).await? {
            let Some(paths) = paths else {
                let bench = nodes.get(&node).map_or("", |found| found.label(BENCH)).to_owned();
                return Err(BenchError::NotRunning { bench, nodes: vec![node] });
            };
            written.extend(paths.iter().filter(stable).map(|path| format!("{node}:{path}")));
        }
        Ok(written)
    }

    fn flaw(&mut self, phase: Phase, what: Text) {
        let flaw = Flaw { student: self.shown.student.clone(), phase, what };
        (self.tell)(Event::Found(flaw.clone()));
        self.shown.flaws.push(flaw);
    }

    fn begin(&self, phase: Phase) -> (Phase, Instant, usize) {
        (self.tell)(Event::Begins { student: self.shown.student.clone(), phase: phase.clone() });
        (phase, Instant::now(), self.shown.flaws.len())
    }

    fn end(&mut self, (phase, started, before): (Phase, Instant, usize)) {
        let seconds = started.elapsed().as_secs_f64();
        self.shown.seconds.insert(phase.key(), seconds);
        let flaws = self.shown.flaws.len() - before;
        (self.tell)(Event::Ends { student: self.shown.student.clone(), phase, seconds, flaws });
    }
}

fn unexpected(outcome: &Outcome, verdict: &Verdict, expected: &Text) -> Text {
    let said = match verdict {
        Verdict::Pass => Text::verbatim(""),
        Verdict::Fail(gaps) | Verdict::Partial(gaps, _) => gaps.first().map_or_else(
            || Text::verbatim(""),
            |gap| {
                text!(
                    "flaw-gap",
                    fact = gap.fact.clone(),
                    expected = gap.expected.clone(),
                    actual = gap.actual.clone()
                )
            },
        ),
        Verdict::Error(cause) | Verdict::Manual(cause) | Verdict::Skip { because: cause, .. } => {
            cause.clone()
        }
    };
    text!(
        "flaw-verdict",
        id = outcome.id.as_str(),
        verdict = verdict.word(),
        expected = expected.clone(),
        said = said
    )
}
