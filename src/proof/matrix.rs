//! Which check passes when, recorded beside the lab: a change in behaviour shows in review.
//!
//! The record holds neither times nor students: it is the same on every machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::i18n::Text;
use crate::load::{Folder, MATRIX};
use crate::proof::{Flaw, Phase, Proof, Verdicts};
use crate::text;

/// Phase → check → verdict, for the phases whose verdicts are the same for all students and
/// all ways of running the proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix(BTreeMap<String, Verdicts>);

/// Whether a phase is recorded: that after the reset may be run at another level.
fn recorded(phase: &Phase) -> bool {
    matches!(phase, Phase::Untouched | Phase::Solution | Phase::Mutant(_))
}

/// Reads the name of a phase that is recorded.
fn phase(key: &str) -> Option<Phase> {
    match key {
        "untouched" => Some(Phase::Untouched),
        "solution" => Some(Phase::Solution),
        _ => key.strip_prefix("mutant:").map(|name| Phase::Mutant(name.to_owned())),
    }
}

impl Matrix {
    /// Returns what a proof showed; of several students, the first that a phase was tried on.
    pub fn of(proof: &Proof) -> Self {
        let mut phases = BTreeMap::new();
        for (key, verdicts) in proof.verdicts.values().flatten() {
            if phase(key).is_some_and(|phase| recorded(&phase)) {
                phases.entry(key.clone()).or_insert_with(|| verdicts.clone());
            }
        }
        Self(phases)
    }

    /// Returns what was recorded of a lab; nothing when nothing was.
    ///
    /// # Errors
    /// When it is not a record.
    pub fn read(folder: &Folder) -> Result<Option<Self>, serde_json::Error> {
        folder.file(MATRIX).map(serde_json::from_slice).transpose()
    }

    /// Returns the file.
    pub fn to_file(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    /// Returns what a proof shows otherwise than recorded. A proof of a few mutants says
    /// nothing of the others: it is not `complete`.
    pub(super) fn differences(&self, proof: &Proof, complete: bool) -> Vec<Flaw> {
        let Self(expected) = self;
        let mut flaws = Vec::new();
        for (student, phases) in &proof.verdicts {
            let mut flaw = |phase: &Phase, what: Text| {
                flaws.push(Flaw { student: student.clone(), phase: phase.clone(), what })
            };
            let phases = phases.iter().filter_map(|(key, verdicts)| Some((key, phase(key)?, verdicts)));
            for (key, phase, seen) in phases.filter(|(_, phase, _)| recorded(phase)) {
                let Some(expected) = expected.get(key) else {
                    flaw(&phase, text!("flaw-matrix-new"));
                    continue;
                };
                for (check, was, is) in unlike(expected, seen) {
                    flaw(&phase, text!("flaw-matrix", id = check, recorded = was, seen = is));
                }
            }
        }
        let seen = |key: &str| proof.verdicts.values().any(|phases| phases.contains_key(key));
        let student = proof.verdicts.keys().next().cloned().unwrap_or_default();
        for key in expected.keys().filter(|key| complete && !seen(key)) {
            let phase = phase(key).unwrap_or_else(|| Phase::Mutant(key.clone()));
            flaws.push(Flaw { student: student.clone(), phase, what: text!("flaw-matrix-gone") });
        }
        flaws
    }
}

/// The checks whose verdict is not the recorded one; a dash stands for none.
fn unlike<'a>(recorded: &'a Verdicts, seen: &'a Verdicts) -> Vec<(&'a str, &'a str, &'a str)> {
    let word = |verdicts: &'a Verdicts, check: &str| verdicts.get(check).map_or("–", String::as_str);
    let mut checks: Vec<&String> = recorded.keys().chain(seen.keys()).collect();
    checks.sort();
    checks.dedup();
    let pairs = checks.into_iter().map(|check| (check.as_str(), word(recorded, check), word(seen, check)));
    pairs.filter(|(_, recorded, seen)| recorded != seen).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Matrix;
    use crate::i18n::Lang;
    use crate::load::{Folder, MATRIX};
    use crate::proof::Proof;

    type Phases<'a> = &'a [(&'a str, &'a [(&'a str, &'a str)])];

    fn proof(students: &[(&str, Phases<'_>)]) -> Proof {
        let owned = |verdicts: &[(&str, &str)]| {
            verdicts.iter().map(|(check, word)| ((*check).to_owned(), (*word).to_owned())).collect()
        };
        let phases = |phases: Phases<'_>| {
            phases.iter().map(|(key, verdicts)| ((*key).to_owned(), owned(verdicts))).collect()
        };
        let verdicts = students.iter().map(|(student, p)| ((*student).to_owned(), phases(p))).collect();
        Proof { verdicts, ..Proof::default() }
    }

    fn said(matrix: &Matrix, proof: &Proof, complete: bool) -> Vec<String> {
        let flaws = matrix.differences(proof, complete);
        flaws
            .iter()
            .map(|flaw| format!("{} {} {}", flaw.student, flaw.phase.key(), flaw.what.to(Lang::En)))
            .collect()
    }

    const GOOD: Phases<'_> = &[
        ("again", &[("cle", "skip")]),
        ("mutant:sans-cle", &[("cle", "fail"), ("code", "pass")]),
        ("solution", &[("cle", "pass"), ("code", "pass")]),
        ("untouched", &[("cle", "fail"), ("code", "fail")]),
    ];

    #[test]
    fn a_record_comes_back_and_holds_what_does_not_change() {
        let matrix = Matrix::of(&proof(&[("essai-1", GOOD)]));
        let file = matrix.to_file();
        assert!(!file.contains("again") && !file.contains("essai"), "{file}");
        let folder = Folder::new("x", BTreeMap::from([(MATRIX.to_owned(), file.into_bytes())]));
        assert_eq!(Matrix::read(&folder).unwrap(), Some(matrix.clone()));
        assert_eq!(folder.hash(), Folder::new("x", BTreeMap::new()).hash(), "it makes no other lab");
        assert_eq!(said(&matrix, &proof(&[("essai-1", GOOD), ("essai-2", GOOD)]), true), [""; 0]);
        assert_eq!(Matrix::read(&Folder::new("x", BTreeMap::new())).unwrap(), None);
        let broken = Folder::new("x", BTreeMap::from([(MATRIX.to_owned(), b"[]".to_vec())]));
        assert!(Matrix::read(&broken).is_err());
    }

    #[test]
    fn what_differs_is_named_with_both_verdicts() {
        let matrix = Matrix::of(&proof(&[("essai-1", GOOD)]));
        let other: Phases<'_> = &[
            ("mutant:nouveau", &[("cle", "fail")]),
            ("solution", &[("cle", "pass"), ("autre", "pass")]),
            ("untouched", &[("cle", "pass"), ("code", "fail")]),
        ];
        let said = said(&matrix, &proof(&[("essai-1", other)]), true);
        assert_eq!(said.len(), 5, "{said:#?}");
        assert!(said[0].contains("mutant:nouveau"), "{said:#?}");
        assert!(said[1].contains("solution") && said[1].contains("autre"), "{said:#?}");
        assert!(said[2].contains("code"), "{said:#?}");
        assert!(said[3].contains("cle") && said[3].contains("fail") && said[3].contains("pass"), "{said:#?}");
        assert!(said[4].contains("mutant:sans-cle"), "{said:#?}");
    }

    #[test]
    fn a_proof_of_a_few_mutants_says_nothing_of_the_others() {
        let matrix = Matrix::of(&proof(&[("essai-1", GOOD)]));
        let part: Phases<'_> = &[("solution", &[("cle", "pass"), ("code", "pass")])];
        assert!(said(&matrix, &proof(&[("essai-1", part)]), false).is_empty());
        // Spread over two students, all were tried.
        assert!(said(&matrix, &proof(&[("essai-1", part), ("essai-2", GOOD)]), true).is_empty());
    }
}
