//! Proves a lab: what must fail fails, what must pass passes, and nothing stays behind.
//!
//! For each of several students, whose values differ:
//! 1. on the untouched bench every check fails;
//! 2. after the reference solution every check passes;
//! 3. after each mutant exactly the checks that it names fail;
//! 4. after a reset the bench is what it was when it was made, and can be solved again;
//! 5. after `down` the engine holds nothing of it.
//!
//! The state after the solution is kept as images, so that each mutant begins from it
//! without the solution being applied again.
//!
//! Rank 5: imports `bench` and everything below.

mod bench;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::bench::{Bench, BenchError, Site};
use crate::i18n::Text;
use crate::individual::{Student, StudentError};
use crate::load::{Folder, LabFile, LoadError};
use crate::model::bench_name;
use crate::provision;
use crate::text;

/// What the values of the proof's students are drawn from: the same on every machine.
const SECRET: &[u8] = b"paillasse lab test";

/// Where in the proof of one student something happens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The bench is made.
    Up,
    /// Nothing was done yet.
    Untouched,
    /// The reference solution was applied.
    Solution,
    /// The solution and then this mutant were applied.
    Mutant(String),
    /// The bench was reset.
    Reset,
    /// The bench was solved again after the reset.
    Again,
    /// The bench was removed.
    Down,
}

impl Phase {
    /// Its name for programs: `solution`, `mutant:never-planned`.
    pub fn key(&self) -> String {
        match self {
            Self::Up => "up".to_owned(),
            Self::Untouched => "untouched".to_owned(),
            Self::Solution => "solution".to_owned(),
            Self::Mutant(name) => format!("mutant:{name}"),
            Self::Reset => "reset".to_owned(),
            Self::Again => "again".to_owned(),
            Self::Down => "down".to_owned(),
        }
    }

    /// Its name for a reader.
    pub fn text(&self) -> Text {
        match self {
            Self::Up => text!("phase-up"),
            Self::Untouched => text!("phase-untouched"),
            Self::Solution => text!("phase-solution"),
            Self::Mutant(name) => text!("phase-mutant", name = name),
            Self::Reset => text!("phase-reset"),
            Self::Again => text!("phase-again"),
            Self::Down => text!("phase-down"),
        }
    }
}

/// Something that is not as it must be.
#[derive(Clone, Debug, Serialize)]
pub struct Flaw {
    /// Whose bench.
    pub student: String,
    /// When.
    pub phase: Phase,
    /// What.
    pub what: Text,
}

/// What happens during a proof.
#[derive(Clone, Debug)]
pub enum Event {
    /// A phase of a student begins.
    Begins {
        /// Whose bench.
        student: String,
        /// Which.
        phase: Phase,
    },
    /// A phase is over.
    Ends {
        /// Whose bench.
        student: String,
        /// Which.
        phase: Phase,
        /// How long it took, in seconds.
        seconds: f64,
        /// How many flaws it showed.
        flaws: usize,
    },
    /// A flaw was found.
    Found(Flaw),
}

/// Listens to [`Event`]s.
pub type Listener<'a> = &'a (dyn Fn(Event) + Send + Sync);

/// The verdicts of a phase, by check: `pass`, `fail`, `error`, `skip`.
pub type Verdicts = BTreeMap<String, String>;

/// What a proof showed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Proof {
    /// The activity.
    pub lab: String,
    /// Everything that is not as it must be; none for a good lab.
    pub flaws: Vec<Flaw>,
    /// Student → phase → check → verdict.
    pub verdicts: BTreeMap<String, BTreeMap<String, Verdicts>>,
    /// Student → phase → seconds.
    pub seconds: BTreeMap<String, BTreeMap<String, f64>>,
    /// Checks that no mutant made fail: nothing proves that they can.
    pub unkilled: Vec<String>,
}

/// How a lab is to be proven.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many students, each with other values.
    pub students: usize,
    /// How many benches at the same time.
    pub jobs: usize,
    /// Only these mutants; all when it is empty.
    pub mutants: Vec<String>,
    /// Whether each mutant is tried on one student only, in turn, instead of on all.
    pub spread: bool,
}

/// What the names of a proof's students begin with.
const STUDENT: &str = "essai";

/// Returns the students of a proof. Their values are the same on every machine; their
/// benches are those of this process alone, so that two proofs do not meet.
///
/// # Errors
/// Never, since their names are well formed.
pub fn students(count: usize) -> Result<Vec<Student>, StudentError> {
    let process = std::process::id();
    (1..=count)
        .map(|number| {
            let drawn = Student::new(&format!("{STUDENT}-{number}"), SECRET)?;
            Ok(Student::with_seed(&format!("{STUDENT}-{number}-{process}"), drawn.seed().clone()))
        })
        .collect()
}

/// A student's name without the process: `essai-1`.
fn shown_as(id: &str) -> String {
    id.rsplit_once('-').map_or(id, |(name, _)| name).to_owned()
}

/// Removes the benches of proofs whose process is gone. Only an engine of this machine
/// can tell.
///
/// # Errors
/// When the engine refuses.
async fn sweep(site: &Site) -> Result<(), BenchError> {
    if !site.engine.facts.local() {
        return Ok(());
    }
    for standing in site.standing().await? {
        let mut parts = standing.student.split('-');
        let process = match (parts.next(), parts.next(), parts.next()) {
            (Some(STUDENT), Some(_), Some(process)) => process.parse::<u32>().ok(),
            _ => None,
        };
        if process.is_some_and(|process| !std::path::Path::new(&format!("/proc/{process}")).exists()) {
            provision::down(&site.engine, &standing.bench).await?;
        }
    }
    Ok(())
}

/// The names of the benches of a proof.
pub fn benches(file: &LabFile, students: &[Student]) -> Vec<String> {
    students.iter().map(|student| bench_name(file.activity(), student.id())).collect()
}

/// Proves a lab on an engine.
///
/// # Errors
/// When the lab holds mistakes. What goes wrong with a bench is a flaw.
pub async fn prove(
    site: &Site,
    folder: &Folder,
    plan: &Plan,
    tell: Listener<'_>,
) -> Result<Proof, BenchError> {
    use futures_util::StreamExt;
    sweep(site).await?;
    let file = LabFile::new(folder.clone())?;
    let students = students(plan.students).unwrap_or_default();
    let mut proof = Proof { lab: file.activity().to_string(), ..Proof::default() };
    let work = students
        .into_iter()
        .enumerate()
        .map(|student| bench::Trial::new(site, folder, student, plan, tell).run());
    let mut done = futures_util::stream::iter(work).buffer_unordered(plan.jobs.max(1));
    while let Some(trial) = done.next().await {
        let trial = trial?;
        proof.flaws.extend(trial.flaws);
        proof.seconds.insert(trial.student.clone(), trial.seconds);
        proof.verdicts.insert(trial.student, trial.verdicts);
    }
    proof.flaws.sort_by(|a, b| (&a.student, &a.phase).cmp(&(&b.student, &b.phase)));
    if plan.mutants.is_empty() {
        proof.unkilled = unkilled(&proof);
    }
    Ok(proof)
}

/// The checks that passed after every mutant, for every student.
fn unkilled(proof: &Proof) -> Vec<String> {
    let mut alive: BTreeSet<&str> = BTreeSet::new();
    let mut killed: BTreeSet<&str> = BTreeSet::new();
    for (phase, verdicts) in proof.verdicts.values().flatten() {
        for (check, verdict) in verdicts.iter().filter(|(_, verdict)| *verdict != "manual") {
            alive.insert(check);
            if phase.starts_with("mutant:") && verdict != "pass" {
                killed.insert(check);
            }
        }
    }
    alive.difference(&killed).map(|check| (*check).to_owned()).collect()
}

/// Returns a lab with a student's values, and what its solution and mutants are.
fn bench(folder: &Folder, student: &Student) -> Result<Bench, LoadError> {
    let file = LabFile::new(folder.clone())?;
    let addresses = file.specimen_addresses();
    Bench::new(file, student.clone(), addresses)
}

/// Looks at a lab without an engine: everything that can be told from its files.
///
/// # Errors
/// All mistakes.
pub fn lint(folder: &Folder) -> Result<Vec<Text>, LoadError> {
    let mut remarks = Vec::new();
    for student in students(3).unwrap_or_default() {
        let bench = bench(folder, &student)?;
        bench.file.statement(&bench.values)?;
        let solution = bench.file.solution(&bench.values)?;
        let mutants = bench.file.mutants(&bench.values, &bench.lab)?;
        if solution.is_empty() {
            remarks.push(text!("lint-no-solution"));
        }
        if mutants.is_empty() {
            remarks.push(text!("lint-no-mutant"));
        }
        for check in bench.lab.checks.iter().filter(|check| check.check.automatic()) {
            if !mutants.iter().any(|mutant| mutant.fails.contains(&check.id)) {
                remarks.push(text!("lint-unkilled", id = check.id.as_str()));
            }
            if check.hints.is_empty() {
                remarks.push(text!("lint-no-hint", id = check.id.as_str()));
            }
        }
    }
    let mut seen = Vec::new();
    remarks.retain(|remark| {
        !seen.contains(remark) && {
            seen.push(remark.clone());
            true
        }
    });
    Ok(remarks)
}
