//! Proves a lab: what must fail fails, what must pass passes, and nothing stays behind.
//!
//! For each of several students, whose values differ:
//! 1. on the untouched bench every check fails;
//! 2. after the reference solution every check passes;
//! 3. after each mutant exactly the checks that it names fail;
//! 4. each fault that the teacher keeps in reserve is felt, and can be taken back;
//! 5. after a reset the bench is what it was when it was made, and can be solved again;
//! 6. after `down` the engine holds nothing of it.
//!
//! Faults that checks are about (`fault-cleared`) are there before anything is done, as an
//! incident would make them.
//!
//! What differs from the record beside the lab is a flaw, and so is a check that does not
//! always conclude the same. On demand, the first student also tries the solution without
//! one of its steps at a time.
//!
//! The state after the solution is kept as images, so that each mutant begins from it
//! without the solution being applied again.
//!
//! Rank 5: imports `bench` and everything below.

mod bench;
mod matrix;
mod variant;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tokio::sync::Semaphore;

use crate::bench::{Bench, BenchError, Site};
use crate::i18n::Text;
use crate::individual::{Student, StudentError};
use crate::load::{Folder, LabFile, LoadError};
use crate::model::bench_name;
use crate::provision;
use crate::text;

pub use matrix::Matrix;

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
    /// The solution was applied, and this fault came, which no check is about.
    Fault(String),
    /// The bench was reset.
    Reset,
    /// The bench was solved again after the reset.
    Again,
    /// A step was left out of the solution: a script and its lines.
    Omission(String),
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
            Self::Fault(id) => format!("fault:{id}"),
            Self::Reset => "reset".to_owned(),
            Self::Again => "again".to_owned(),
            Self::Omission(place) => format!("omission:{place}"),
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
            Self::Fault(id) => text!("phase-fault", id = id),
            Self::Reset => text!("phase-reset"),
            Self::Again => text!("phase-again"),
            Self::Omission(place) => text!("phase-omission", place = place),
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
        /// The activity.
        lab: String,
        /// Whose bench.
        student: String,
        /// Which.
        phase: Phase,
    },
    /// A phase is over.
    Ends {
        /// The activity.
        lab: String,
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
    Found {
        /// The activity.
        lab: String,
        /// Which.
        flaw: Flaw,
    },
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
    /// Checks that did not always conclude the same.
    pub flaky: Vec<Flaky>,
    /// What the checks made of the solution without one of its steps.
    pub omissions: Vec<Omitted>,
    /// Checks that passed whatever step was left out.
    pub surviving: Vec<String>,
}

/// A check that concluded differently from the same state.
#[derive(Clone, Debug, Serialize)]
pub struct Flaky {
    /// Whose bench.
    pub student: String,
    /// When.
    pub phase: Phase,
    /// The check.
    pub check: String,
    /// Its verdicts, one after the other.
    pub verdicts: Vec<String>,
}

/// The solution without a step.
#[derive(Clone, Debug, Serialize)]
pub struct Omitted {
    /// The script and the lines that were left out: `10-alpha.sh:3-5`.
    pub place: String,
    /// The first of these lines.
    pub step: String,
    /// The checks that failed. None: nothing notices that the step is missing.
    pub kills: Vec<String>,
    /// The checks that could not be judged.
    pub not_judged: Vec<String>,
    /// Why the rest of the solution could not be applied without the step.
    pub broke_off: Option<String>,
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
    /// How often the checks are run in each state, to find those that are not steady.
    pub repeat: usize,
    /// How many steps at most are left out of the solution in turn; none for 0.
    pub omissions: usize,
    /// Whether the proof is compared with the record beside the lab.
    pub compare: bool,
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

/// Proves labs on an engine, all at the same time: together they have no more benches than
/// the plan allows.
///
/// # Errors
/// When a lab holds mistakes, once all others are proven. What goes wrong with a bench is a
/// flaw.
pub async fn prove(
    site: &Site,
    folders: &[Folder],
    plan: &Plan,
    tell: Listener<'_>,
) -> Result<Vec<Proof>, BenchError> {
    sweep(site).await?;
    let room = Semaphore::new(plan.jobs.max(1));
    let labs = folders.iter().map(|folder| prove_one(site, folder, plan, &room, tell));
    futures_util::future::join_all(labs).await.into_iter().collect()
}

async fn prove_one(
    site: &Site,
    folder: &Folder,
    plan: &Plan,
    room: &Semaphore,
    tell: Listener<'_>,
) -> Result<Proof, BenchError> {
    let file = LabFile::new(folder.clone())?;
    let students = students(plan.students).unwrap_or_default();
    let mut proof = Proof { lab: file.activity().to_string(), ..Proof::default() };
    let lab = proof.lab.clone();
    let work = students.into_iter().enumerate().map(|student| {
        let trial = bench::Trial::new(site, folder, (&lab, student), plan, tell);
        async {
            let _place = room.acquire().await.expect("nothing closes it");
            trial.run().await
        }
    });
    for trial in futures_util::future::join_all(work).await {
        let trial = trial?;
        proof.flaws.extend(trial.flaws);
        proof.flaky.extend(trial.flaky);
        proof.omissions.extend(trial.omissions);
        proof.seconds.insert(trial.student.clone(), trial.seconds);
        proof.verdicts.insert(trial.student, trial.verdicts);
    }
    if plan.compare {
        match Matrix::read(folder) {
            Ok(Some(matrix)) => {
                let complete = plan.mutants.is_empty();
                proof.flaws.extend(matrix.differences(&proof, complete));
            }
            Ok(None) => {}
            Err(error) => {
                let student = proof.verdicts.keys().next().cloned().unwrap_or_default();
                let what = text!("flaw-matrix-unreadable", reason = %error);
                proof.flaws.push(Flaw { student, phase: Phase::Up, what });
            }
        }
    }
    proof.surviving = surviving(&proof);
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

/// The checks that passed whatever step was left out, as far as the rest could be applied.
fn surviving(proof: &Proof) -> Vec<String> {
    let tried = || proof.omissions.iter().filter(|omitted| omitted.broke_off.is_none());
    if tried().next().is_none() {
        return Vec::new();
    }
    let all: BTreeSet<&String> = proof.verdicts.values().flatten().flat_map(|(_, v)| v.keys()).collect();
    let killed = |check: &&String| tried().any(|omitted| omitted.kills.contains(check));
    all.into_iter().filter(|check| !killed(check)).cloned().collect()
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
        let dialogues = bench.file.dialogues(&bench.values, &bench.lab)?;
        let mutants = bench.file.mutants(&bench.values, &bench.lab)?;
        if solution.is_empty() && dialogues.is_empty() {
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
