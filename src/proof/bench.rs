//! The proof of a lab for one student.

mod faults;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::bench::{Bench, BenchError, Examination, Site};
use crate::check::{Level, Verdict};
use crate::error::Explain;
use crate::exec::nonce;
use crate::grade::{Outcome, Points};
use crate::i18n::{Lang, Text};
use crate::individual::Student;
use crate::load::{Folder, LabFile};
use crate::model::{Dialogue, Mutant, Script};
use crate::name::CheckId;
use crate::persona::Exchange;
use crate::proof::variant::{self, Omission};
use faults::given;

use crate::proof::{Event, Flaky, Flaw, Listener, Omitted, Phase, Plan, Verdicts};
use crate::provider::docker::BENCH;
use crate::provision::{self, Afterwards, Nodes, SetupError};
use crate::text;

/// Folders whose files services write by themselves, differently each time.
const VOLATILE: [&str; 2] = ["/var/lib/postgresql/", "/etc/ssh/"];

/// What one student's proof showed.
pub(super) struct Shown {
    pub student: String,
    pub flaws: Vec<Flaw>,
    pub verdicts: BTreeMap<String, Verdicts>,
    pub seconds: BTreeMap<String, f64>,
    pub flaky: Vec<Flaky>,
    pub omissions: Vec<Omitted>,
}

/// One student's proof while it goes on.
pub(super) struct Trial<'a> {
    site: &'a Site,
    folder: &'a Folder,
    lab: &'a str,
    student: Student,
    turn: usize,
    plan: &'a Plan,
    tell: Listener<'a>,
    /// What was said to personas.
    said: Vec<Exchange>,
    shown: Shown,
}

impl<'a> Trial<'a> {
    pub(super) fn new(
        site: &'a Site,
        folder: &'a Folder,
        (lab, (turn, student)): (&'a str, (usize, Student)),
        plan: &'a Plan,
        tell: Listener<'a>,
    ) -> Self {
        let shown = Shown {
            student: super::shown_as(student.id()),
            flaws: Vec::new(),
            verdicts: BTreeMap::new(),
            seconds: BTreeMap::new(),
            flaky: Vec::new(),
            omissions: Vec::new(),
        };
        Self { site, folder, lab, student, turn, plan, tell, said: Vec::new(), shown }
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
        self.break_down(&bench, &nodes, &given(&bench.lab)).await.map_err(during(Phase::Untouched))?;
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
        if !mutants.is_empty() || given(&bench.lab).len() < bench.lab.faults.len() {
            let during_solution = |error: BenchError| (Phase::Solution, error);
            let solved = provision::keep(&self.site.engine, &bench.plan, &nodes);
            let solved = solved.await.map_err(|error| during_solution(error.into()))?;
            let said = self.said.clone();
            for mutant in mutants {
                let phase = Phase::Mutant(mutant.name.clone());
                self.mutant(&bench, mutant, (&solved, &said), &phase).await.map_err(during(phase.clone()))?;
            }
            self.said = said;
            self.reserve(&bench, &solved).await?;
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
        self.break_down(&bench, &nodes, &given(&bench.lab)).await.map_err(during(Phase::Again))?;
        self.solve(&bench, &nodes).await.map_err(during(Phase::Again))?;
        // A second run of the drills tells little that the first did not.
        let level = if self.plan.spread { Level::Quick } else { Level::Full };
        self.all_pass(Phase::Again, level, &bench, &nodes).await.map_err(during(Phase::Again))?;
        self.end(phase);
        if self.plan.omissions > 0 && self.turn == 0 {
            let phase = Phase::Omission(String::new());
            self.omit(bench, &nodes).await.map_err(|error| (phase, error))?;
        }
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
        (solved, said): (&BTreeMap<String, String>, &[Exchange]),
        phase: &Phase,
    ) -> Result<(), BenchError> {
        let started = self.begin(phase.clone());
        provision::put_back(&self.site.engine, &bench.plan, solved).await?;
        let nodes = self.nodes(bench).await?;
        let back = |id: &CheckId| bench.lab.fault(id.as_str());
        self.break_down(bench, &nodes, &mutant.faults.iter().filter_map(back).collect::<Vec<_>>()).await?;
        // Whoever makes the mistake holds other interviews, or none.
        let same = |one: &&Exchange| mutant.dialogues.iter().all(|other| other.persona != one.persona);
        self.said = said.iter().filter(same).cloned().collect();
        self.act(bench, &nodes, &mutant.scripts, &mutant.dialogues).await?;
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

    /// Tries the solution without some of its steps, one at a time, each on a bench as it was
    /// at first.
    async fn omit(&mut self, bench: Bench, nodes: &Nodes) -> Result<(), BenchError> {
        let bench = self.site.reset(bench, nodes, &[], &|_| {}).await?;
        let nodes = self.nodes(&bench).await?;
        let solution = bench.file.solution(&bench.values)?;
        let mut all = Vec::new();
        for (number, script) in solution.iter().enumerate() {
            let printed =
                self.site.listen(&bench, &nodes, script.on.as_str(), variant::cutter(script)).await?;
            all.extend(variant::omissions(number, script, &printed));
        }
        let fresh = provision::keep(&self.site.engine, &bench.plan, &nodes).await?;
        for omission in variant::sample(all, &solution, self.plan.omissions) {
            self.without(&bench, &solution, &omission, &fresh).await?;
        }
        Ok(())
    }

    async fn without(
        &mut self,
        bench: &Bench,
        solution: &[Script],
        omission: &Omission,
        fresh: &BTreeMap<String, String>,
    ) -> Result<(), BenchError> {
        let name = &solution[omission.script].name;
        let place = match omission.from == omission.to {
            true => format!("{name}:{}", omission.from),
            false => format!("{name}:{}-{}", omission.from, omission.to),
        };
        let phase = self.begin(Phase::Omission(place.clone()));
        provision::put_back(&self.site.engine, &bench.plan, fresh).await?;
        let nodes = self.nodes(bench).await?;
        self.break_down(bench, &nodes, &given(&bench.lab)).await?;
        let mask = bench.mask();
        let mut omitted = Omitted {
            place,
            step: mask.words(&variant::shown(solution, omission)),
            kills: Vec::new(),
            not_judged: Vec::new(),
            broke_off: None,
        };
        let scripts = variant::without(solution, omission);
        self.said.clear();
        let dialogues = bench.file.dialogues(&bench.values, &bench.lab)?;
        match self.act(bench, &nodes, &scripts, &dialogues).await {
            Ok(()) => {
                let examination = self.examine(bench, &nodes).await?;
                let outcomes = examination.run(Level::Full, &[], &nonce(), &|_| {}).await;
                examination.end(Afterwards::Leave).await?;
                for outcome in outcomes {
                    match outcome.verdict {
                        Verdict::Pass | Verdict::Manual(_) | Verdict::Skip { lost: false, .. } => {}
                        Verdict::Fail(_) | Verdict::Partial(..) | Verdict::Skip { .. } => {
                            omitted.kills.push(outcome.id.to_string())
                        }
                        Verdict::Error(_) => omitted.not_judged.push(outcome.id.to_string()),
                    }
                }
            }
            // What comes after needs the step: no student could hand this in.
            Err(BenchError::Setup(error @ SetupError::Script { .. })) => {
                omitted.broke_off = Some(mask.words(&error.to_string()));
            }
            Err(error) => return Err(error),
        }
        self.shown.omissions.push(omitted);
        self.end(phase);
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

    async fn solve(&mut self, bench: &Bench, nodes: &Nodes) -> Result<(), BenchError> {
        let solution = bench.file.solution(&bench.values)?;
        let dialogues = bench.file.dialogues(&bench.values, &bench.lab)?;
        self.said.clear();
        self.act(bench, nodes, &solution, &dialogues).await
    }

    /// Runs scripts and holds interviews, in the order of their names.
    async fn act(
        &mut self,
        bench: &Bench,
        nodes: &Nodes,
        scripts: &[Script],
        dialogues: &[Dialogue],
    ) -> Result<(), BenchError> {
        let mut rest = scripts;
        for dialogue in dialogues {
            let (before, after) = rest.split_at(rest.partition_point(|script| script.name < dialogue.name));
            self.site.carry_out(bench, nodes, before, &|_| {}).await?;
            self.site.hold(bench, nodes, dialogue, &mut self.said, Lang::Fr).await?;
            rest = after;
        }
        self.site.carry_out(bench, nodes, rest, &|_| {}).await
    }

    /// Begins to look at a bench, knowing what was said to its personas.
    async fn examine<'b>(&self, bench: &'b Bench, nodes: &Nodes) -> Result<Examination<'b>, BenchError> {
        Ok(self.site.examine(bench, nodes, &|_| {}).await?.hearing(self.said.clone()))
    }

    async fn check(
        &mut self,
        phase: &Phase,
        level: Level,
        bench: &Bench,
        nodes: &Nodes,
    ) -> Result<Vec<Outcome>, BenchError> {
        let mut runs: Vec<Vec<Outcome>> = Vec::new();
        let times = self.plan.repeat.max(1);
        for time in 1..=times {
            let examination = self.examine(bench, nodes).await?;
            runs.push(examination.run(level, &[], &nonce(), &|_| {}).await);
            // Every phase but the first makes the nodes anew, from images or from the lab.
            let needed = *phase == Phase::Untouched || time < times;
            examination.end(if needed { Afterwards::Resume } else { Afterwards::Leave }).await?;
            if *phase == Phase::Untouched {
                // Drills restart the nodes, which ends some faults.
                self.break_down(bench, nodes, &given(&bench.lab)).await?;
            }
        }
        for (check, verdicts) in unsteady(&runs) {
            self.flaw(phase.clone(), text!("flaw-flaky", id = &check, verdicts = verdicts.join(", ")));
            let student = self.shown.student.clone();
            self.shown.flaky.push(Flaky { student, phase: phase.clone(), check, verdicts });
        }
        let outcomes = runs.swap_remove(0);
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
        (self.tell)(Event::Found { lab: self.lab.to_owned(), flaw: flaw.clone() });
        self.shown.flaws.push(flaw);
    }

    fn begin(&self, phase: Phase) -> (Phase, Instant, usize) {
        let (lab, student) = (self.lab.to_owned(), self.shown.student.clone());
        (self.tell)(Event::Begins { lab, student, phase: phase.clone() });
        (phase, Instant::now(), self.shown.flaws.len())
    }

    fn end(&mut self, (phase, started, before): (Phase, Instant, usize)) {
        let seconds = started.elapsed().as_secs_f64();
        self.shown.seconds.insert(phase.key(), seconds);
        let flaws = self.shown.flaws.len() - before;
        let (lab, student) = (self.lab.to_owned(), self.shown.student.clone());
        (self.tell)(Event::Ends { lab, student, phase, seconds, flaws });
    }
}

/// The checks whose verdict was not the same each time, with all their verdicts.
fn unsteady(runs: &[Vec<Outcome>]) -> Vec<(String, Vec<String>)> {
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for outcome in runs.iter().flatten() {
        seen.entry(outcome.id.to_string()).or_default().push(outcome.verdict.word().to_owned());
    }
    seen.into_iter().filter(|(_, verdicts)| verdicts.iter().any(|word| *word != verdicts[0])).collect()
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::unsteady;
    use crate::check::{Level, Verdict};
    use crate::grade::Outcome;
    use crate::i18n::Text;

    fn outcome(id: &str, verdict: Verdict) -> Outcome {
        Outcome {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            kind: "command".to_owned(),
            competences: Vec::new(),
            on: None,
            points: 1,
            partial: None,
            level: Level::Quick,
            verdict,
            hints: Vec::new(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn a_check_that_does_not_always_conclude_the_same_is_named() {
        let run = |b: Verdict| vec![outcome("a", Verdict::Pass), outcome("b", b)];
        let gone = || Verdict::Error(Text::verbatim("gone"));
        assert!(unsteady(&[run(Verdict::Pass)]).is_empty());
        assert!(unsteady(&[run(gone()), run(gone())]).is_empty());
        let found = unsteady(&[run(Verdict::Pass), run(Verdict::Pass), run(gone())]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.as_str(), found[0].1.join(" ")), ("b", "pass pass error".to_owned()));
    }
}
