//! Every lab that travels inside the program can be given to a student.
//!
//! What needs an engine (the solution scores everything, each mutant is caught) is proven
//! by `paillasse lab test`.

use std::collections::BTreeSet;

use paillasse::assets;
use paillasse::check::Level;
use paillasse::i18n::Lang;
use paillasse::individual::{Student, Values};
use paillasse::load::{Folder, LabFile, LoadError};
use paillasse::model::{Lab, Mutant, Script};
use paillasse::referentiel::Referentiel;

/// Enough students for every choice of a `pick` of five to be met.
const STUDENTS: [&str; 12] = [
    "Zoé Lefèvre",
    "Karim Benali",
    "李雷",
    "groupe 4",
    "Inès Da Silva",
    "Noé",
    "Fatou Diallo",
    "Hugo Martin",
    "a",
    "b",
    "c",
    "d",
];

struct Given {
    values: Values,
    lab: Lab,
    statement: String,
    solution: Vec<Script>,
    mutants: Vec<Mutant>,
}

fn words(error: LoadError) -> String {
    match error {
        LoadError::Invalid { problems, .. } => problems
            .iter()
            .map(|problem| format!("{}:{}: {}", problem.file, problem.at.line, problem.message.to(Lang::En)))
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}

fn give(name: &str, student: &str) -> Given {
    let read = || -> Result<Given, LoadError> {
        let file = LabFile::new(Folder::new(name, assets::lab(name)))?;
        let student = Student::new(student, b"a class secret").expect("the names are fit");
        let values = file.values(&student, &file.specimen_addresses());
        let lab = file.lab(&student, &values, &Referentiel::embedded(), &assets::images())?;
        let (statement, solution) = (file.statement(&values)?, file.solution(&values)?);
        let mutants = file.mutants(&values, &lab)?;
        Ok(Given { values, lab, statement, solution, mutants })
    };
    read().unwrap_or_else(|error| panic!("labs/{name} for {student}:\n{}", words(error)))
}

#[test]
fn every_lab_loads_for_every_student() {
    let labs = assets::labs();
    assert!(!labs.is_empty());
    for name in labs {
        for student in STUDENTS {
            let given = give(&name, student);
            assert!(!given.solution.is_empty(), "labs/{name} has no solution");
            assert!(given.mutants.len() >= 3, "labs/{name} has {} mutants", given.mutants.len());
        }
    }
}

/// A check that no mistake is known to fail may be one that cannot fail.
#[test]
fn every_check_is_failed_by_a_mutant() {
    for name in assets::labs() {
        let given = give(&name, STUDENTS[0]);
        let failed: BTreeSet<&str> =
            given.mutants.iter().flat_map(|mutant| mutant.fails.iter().map(|id| id.as_str())).collect();
        let never: Vec<&str> = given
            .lab
            .checks
            .iter()
            // What the teacher judges, no mutant can fail.
            .filter(|check| check.check.automatic())
            .map(|check| check.id.as_str())
            .filter(|id| !failed.contains(id))
            .collect();
        assert!(never.is_empty(), "labs/{name}: no mutant fails {}", never.join(", "));
    }
}

#[test]
fn every_check_helps_a_student_who_is_stuck() {
    for name in assets::labs() {
        for check in give(&name, STUDENTS[0]).lab.checks {
            assert_eq!(check.hints.len(), 2, "labs/{name}: {}", check.id);
        }
    }
}

/// A drill costs each student of a class clones of all machines.
#[test]
fn every_lab_has_few_drills() {
    for name in assets::labs() {
        let lab = give(&name, STUDENTS[0]).lab;
        let drills = lab.checks.iter().filter(|check| check.level == Level::Full).count();
        assert!(drills <= 5, "labs/{name} has {drills} drills");
    }
}

/// A hint or a title that holds a secret would print it in a report.
#[test]
fn secrets_stand_in_the_statement_alone() {
    for name in assets::labs() {
        let given = give(&name, STUDENTS[0]);
        for secret in given.values.secrets() {
            assert!(given.statement.contains(secret), "labs/{name}: a password is never given");
            for check in &given.lab.checks {
                let shown = format!("{}{}", check.title, check.hints.concat());
                assert!(!shown.contains(secret), "labs/{name}: {} shows a password", check.id);
            }
        }
    }
}
