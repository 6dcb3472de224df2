//! Who is in a class: the list that the school's tool exports.
//!
//! Pronote, École Directe and Moodle each write CSV in their own way; what is needed is
//! recognised by the names of the columns, and nothing else is kept: birth dates, national
//! numbers and addresses that such files hold are never read. All mistakes are reported at
//! once, each with its place.
//!
//! A pupil's identifier is that of a student who works alone under the same name, so it
//! depends on no other line: sorting the file again or adding someone changes nobody's.
//! The price is that two pupils of one name have to be told apart in the file.
//!
//! Rank 5: imports `load`, `individual`, `check` (how words are compared) and rank 0.

mod column;
mod decode;
mod person;
mod pupil;
mod sheet;
#[cfg(test)]
mod tests;

use std::path::Path;

use serde::Serialize;

use crate::check::wording::fold;
use crate::individual::{Student, StudentError};
use crate::load::{LoadError, Problem};
use crate::located::Spot;
use crate::text;

/// The pupils of a class, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// At least one; no two have the same identifier.
    pub pupils: Vec<Pupil>,
}

/// A pupil, as the school's file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pupil {
    /// What names the pupil on the engine: `lea-martin`.
    pub id: String,
    /// The family name: `Martin`.
    pub family_name: String,
    /// The given name: `Léa`.
    pub given_name: String,
    /// What tells the pupil apart from another of the same name.
    pub distinction: Option<String>,
    /// The class: `BTS SIO 2`.
    pub class: Option<String>,
    /// The group in the class: `G1`; several are separated by commas.
    pub group: Option<String>,
    /// Where the pupil sits: `12`, `B3`.
    pub seat: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The name of the pupil's account: `l.martin`.
    pub username: Option<String>,
    /// The number by which Moodle knows the pupil.
    pub id_number: Option<String>,
}

impl Pupil {
    /// The name for people: `Léa Martin`.
    pub fn name(&self) -> String {
        let name = format!("{} {}", self.given_name, self.family_name);
        match &self.distinction {
            Some(distinction) => format!("{name} {distinction}"),
            None => name,
        }
    }

    /// Returns the student whom the pupil is, in the class of this secret.
    ///
    /// # Errors
    /// Never for a pupil that was read from a file.
    pub fn student(&self, class_secret: &[u8]) -> Result<Student, StudentError> {
        Student::new(&self.name(), class_secret)
    }

    /// Whether the pupil is in this group or class; case and accents do not count.
    pub fn is_in(&self, group: &str) -> bool {
        let wanted = fold(group);
        let same = |given: &String| {
            fold(given) == wanted || given.split([',', '|', ';']).any(|part| fold(part) == wanted)
        };
        self.group.iter().chain(&self.class).any(same)
    }
}

impl Roster {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or holds mistakes: all of them.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let bytes = std::fs::read(path)
            .map_err(|source| LoadError::Read { path: path.display().to_string(), source })?;
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self::parse(&folder.unwrap_or(Path::new(".")).to_string_lossy(), &file, &bytes)
    }

    /// Reads the contents of `file`, which stands in the folder `origin`.
    ///
    /// # Errors
    /// All mistakes.
    pub fn parse(origin: &str, file: &str, bytes: &[u8]) -> Result<Self, LoadError> {
        let invalid = |problems: Vec<Problem>, source: &str| LoadError::Invalid {
            origin: origin.to_owned(),
            problems,
            sources: vec![(file.to_owned(), source.to_owned())],
        };
        let source = decode::text(file, bytes).map_err(|problem| invalid(vec![problem], ""))?;
        let mut problems = Vec::new();
        let pupils = pupil::read(file, &source, &mut problems);
        if problems.is_empty() && pupils.is_empty() {
            let mut problem = Problem::new(file, Spot::default(), text!("roster-empty"));
            problem.hint = Some(text!("roster-header-hint"));
            problems.push(problem);
        }
        if problems.is_empty() { Ok(Self { pupils }) } else { Err(invalid(problems, &source)) }
    }
}
