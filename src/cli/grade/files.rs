//! What a class handed in: verified, matched, judged again by the lab as it is now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;
use ssh_key::HashAlg;

use crate::cli::Failure;
use crate::cli::grade::{Class, Graded};
use crate::cli::rejudge::bench;
use crate::cli::verify::owner;
use crate::error::Explain;
use crate::grade::{Suspicion, grade as graded};
use crate::grading::{HandIn, Run, blank, choose, find, passages, sender, whose};
use crate::ink::clean;
use crate::report::class::{ClassSheet, HandedIn, Refused};
use crate::report::{Report, VERSION};
use crate::result::Opened;
use crate::roster::Pupil;
use crate::runner::rejudge;
use crate::text;

/// A hand-in that is as it was signed.
struct Intact {
    file: String,
    opened: Opened,
    /// The fingerprint of its key.
    key: String,
    /// Whose key that is.
    key_of: Option<String>,
}

/// Grades the hand-ins of a folder. Those that count for nobody are returned beside.
pub(super) fn grade(
    class: &Class<'_>,
    folder: &Path,
    known: Option<&Path>,
) -> Result<(Vec<Graded>, Vec<Refused>), Failure> {
    let pupils: Vec<Pupil> = class.pupils().cloned().collect();
    let mut refused = Vec::new();
    let mut of_each: BTreeMap<&str, Vec<Intact>> = BTreeMap::new();
    for HandIn { file, opened } in find(folder)? {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                refused.push(Refused { file, why: error.text() });
                continue;
            }
        };
        if opened.payload.lab != *class.file.activity() {
            refused.push(Refused {
                file,
                why: text!("grade-other-activity", lab = opened.payload.lab.as_str()),
            });
            continue;
        }
        let Some(pupil) = whose(&file, &opened.payload.student, &pupils) else {
            refused
                .push(Refused { file, why: text!("grade-nobody", student = clean(&opened.payload.student)) });
            continue;
        };
        let key_of = owner(&opened.key, known, class.session)?;
        let key = opened.key.fingerprint(HashAlg::Sha256).to_string();
        of_each.entry(&pupil.id).or_default().push(Intact { file, opened, key, key_of });
    }
    let shared = Shared::of(&of_each);
    let mut sheets = Vec::new();
    for pupil in &pupils {
        let hand_ins = of_each.remove(pupil.id.as_str()).unwrap_or_default();
        let mut found = of_pupil(class, (pupil, &pupils), hand_ins)?;
        found.sheet.suspicions.extend(shared.suspicions(&found.sheet));
        sheets.push(found);
    }
    Ok((sheets, refused))
}

/// Judges the hand-in of a pupil that counts.
fn of_pupil(
    class: &Class<'_>,
    (pupil, pupils): (&Pupil, &[Pupil]),
    mut hand_ins: Vec<Intact>,
) -> Result<Graded, Failure> {
    let times: Vec<Timestamp> = hand_ins.iter().map(|one| one.opened.payload.finished).collect();
    let Some(chosen) = choose(&times, &class.marking.terms) else {
        return class.without_work(pupil, text!("grade-nothing-handed-in"));
    };
    let Intact { file, opened, key, key_of } = hand_ins.swap_remove(chosen.number);
    let payload = &opened.payload;
    let others = hand_ins.iter().map(|one| one.file.clone()).collect();
    let claimed = class.marking.scale.mark_of(&payload.score);
    let handed_in =
        HandedIn { file: file.clone(), at: payload.finished, key, key_of: key_of.clone(), claimed, others };
    let mut remarks = Vec::new();
    if key_of.is_none() {
        remarks.push(text!("grade-unknown-key"));
    }
    if payload.lab_hash != class.file.hash() {
        remarks.push(text!("grade-other-lab"));
    }
    if payload.student != pupil.id {
        remarks.push(text!("grade-other-name", student = clean(&payload.student)));
    }
    if let Some(other) = sender(&file, pupils).filter(|sender| sender.id != pupil.id) {
        remarks.push(text!("grade-sent-by", who = other.name()));
    }
    if payload.finished > Timestamp::now() {
        remarks.push(text!("grade-from-the-future"));
    }
    let bench = match bench(payload, class.file.clone(), class.session) {
        Ok(bench) => bench,
        // Whoever signed it may have said the truth, and nobody here can tell.
        Err(Failure(error)) => {
            let found = class.without_work(pupil, error.text())?;
            let sheet = ClassSheet { handed_in: Some(handed_in), remarks, ..found.sheet };
            return Ok(Graded { sheet, ..found });
        }
    };
    let outcomes = rejudge(&bench.lab.checks, &payload.stored(), &bench.mask());
    let report = Report {
        lab: payload.lab.clone(),
        title: bench.lab.title.clone(),
        lab_hash: bench.lab.hash.clone(),
        student: pupil.id.clone(),
        bench: payload.bench.clone(),
        level: payload.level,
        started: payload.started,
        finished: payload.finished,
        version: VERSION.to_owned(),
        grade: graded(&outcomes, &bench.activity()),
        outcomes,
    };
    let evidence =
        payload.checks.iter().map(|kept| (kept.outcome.id.clone(), kept.evidence.clone())).collect();
    let passages = passages(&evidence, &opened.files);
    let run = Run {
        report,
        evidence,
        nonce: payload.nonce.clone(),
        unsteady: Vec::new(),
        hints: payload.hints.clone(),
        history: payload.earlier.clone(),
        late: chosen.late,
    };
    let statement = bench.file.statement(&bench.values).ok();
    let mut sheet = ClassSheet { handed_in: Some(handed_in), remarks, statement, ..blank(pupil) };
    class.marking.write(&mut sheet, run);
    Ok(Graded { sheet, bench: Some(bench), passages })
}

/// Keys and runs that hand-ins of several students have in common. All hand-ins are looked
/// at, those that do not count included.
struct Shared {
    keys: BTreeMap<String, BTreeSet<String>>,
    runs: BTreeMap<String, BTreeSet<String>>,
    of_each: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
}

impl Shared {
    fn of(of_each: &BTreeMap<&str, Vec<Intact>>) -> Self {
        let mut shared = Self { keys: BTreeMap::new(), runs: BTreeMap::new(), of_each: BTreeMap::new() };
        for (student, hand_ins) in of_each {
            let (keys, runs) = shared.of_each.entry((*student).to_owned()).or_default();
            for one in hand_ins {
                let nonce = &one.opened.payload.nonce;
                keys.insert(one.key.clone());
                runs.insert(nonce.clone());
                shared.keys.entry(one.key.clone()).or_default().insert((*student).to_owned());
                shared.runs.entry(nonce.clone()).or_default().insert((*student).to_owned());
            }
        }
        shared
    }

    fn suspicions(&self, sheet: &ClassSheet) -> Vec<Suspicion> {
        let Some((keys, runs)) = self.of_each.get(&sheet.student) else { return Vec::new() };
        let others = |all: &BTreeSet<String>| -> Vec<String> {
            all.iter().filter(|other| **other != sheet.student).cloned().collect()
        };
        let keys = keys.iter().map(|key| (key, others(&self.keys[key]))).filter(|(_, with)| !with.is_empty());
        let runs = runs.iter().map(|run| (run, others(&self.runs[run]))).filter(|(_, with)| !with.is_empty());
        keys.map(|(key, with)| Suspicion::SameKey { with, key: key.clone() })
            .chain(runs.map(|(nonce, with)| Suspicion::SameRun { with, nonce: nonce.clone() }))
            .collect()
    }
}
