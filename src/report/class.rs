//! What a class is worth: one sheet per student, with all that a mark rests on.
//!
//! Plain data. Formats of a class read it; nothing in here decides anything.

#[cfg(test)]
mod tests;

pub mod json;
pub(super) mod terminal;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::Level;
use crate::grade::{Attempt, Deduction, Mark, Scale, Suspicion};
use crate::i18n::Text;
use crate::name::{ActivityCode, CheckId, CompetenceCode};
use crate::report::Report;
use crate::runner::Evidence;

/// A class that was graded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClassReport {
    /// The activity.
    pub lab: ActivityCode,
    /// The title of its lab.
    pub title: String,
    /// SHA-256 of the lab's folder by which everything was judged.
    pub lab_hash: String,
    /// The name of the class, when one was given.
    pub class: Option<String>,
    /// Where the work was found.
    pub source: Source,
    /// How thorough it was to be.
    pub level: Level,
    /// When the work was due.
    pub deadline: Option<Timestamp>,
    /// How points became marks.
    pub scale: Scale,
    /// When grading began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// The version of the program that graded.
    pub version: String,
    /// The checks of the lab, in its order: the columns of a grid.
    pub checks: Vec<CheckHead>,
    /// The students of the roster, in its order, those without work included.
    pub sheets: Vec<ClassSheet>,
    /// Files that count for nobody.
    pub refused: Vec<Refused>,
}

/// Where the work of a class was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// On benches of an engine that the teacher trusts: what is said was seen.
    Live,
    /// In files that students handed in: what is said is a claim.
    HandedIn,
}

/// A check of the lab. Its title may hold a value of one student: that of a sheet does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckHead {
    /// Its name.
    pub id: CheckId,
    /// What it expects, with the values of nobody in the class.
    pub title: String,
    /// What it is worth.
    pub points: u32,
    /// The competences that it shows.
    pub competences: Vec<CompetenceCode>,
    /// The level from which it runs.
    pub level: Level,
}

/// One student.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClassSheet {
    /// The identifier.
    pub student: String,
    /// The family name, as the roster has it.
    pub family_name: String,
    /// The given name.
    pub given_name: String,
    /// The group within the class.
    pub group: Option<String>,
    /// The address that a gradebook matches on.
    pub email: Option<String>,
    /// The name of the account that a gradebook matches on.
    pub username: Option<String>,
    /// The place in the room.
    pub seat: Option<String>,
    /// The run that counts; nothing when there is none.
    pub report: Option<Report>,
    /// Why there is none.
    pub trouble: Option<Text>,
    /// What the verdicts rest on, by check.
    pub evidence: BTreeMap<CheckId, Vec<Evidence>>,
    /// The word of the run, which witnesses held.
    pub nonce: Option<String>,
    /// The statement with the student's values, in Markdown. It holds passwords, so that it
    /// goes to its student and into no other document.
    #[serde(skip)]
    pub statement: Option<String>,
    /// The file that counts; nothing for a bench.
    pub handed_in: Option<HandedIn>,
    /// By how much it was late; nothing when it was not, or when nobody can tell.
    pub late: Option<Late>,
    /// How many hints were shown, by check.
    pub hints_used: BTreeMap<CheckId, u32>,
    /// The mark; nothing when there is none to give.
    pub mark: Option<ClassMark>,
    /// What was taken off it, in order.
    pub deductions: Vec<Deduction>,
    /// What the teacher has to look at.
    pub not_judged: Vec<Open>,
    /// What looks like somebody else's work. Never a part of the mark.
    pub suspicions: Vec<Suspicion>,
    /// Checks that did not conclude the same twice; they are not judged.
    pub unsteady: Vec<Unsteady>,
    /// What else the teacher should know: an unknown key, another version of the lab.
    pub remarks: Vec<Text>,
    /// Earlier runs, the first one first.
    pub history: Vec<Attempt>,
}

impl ClassSheet {
    /// Given name and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// Whether what was found is not all that there is to say: a teacher looks first.
    pub fn provisional(&self) -> bool {
        self.mark.is_some_and(|mark| mark.provisional)
    }

    /// Returns a sheet on which nothing is written but who it is.
    pub fn blank(student: &str, given_name: &str, family_name: &str) -> Self {
        Self {
            student: student.to_owned(),
            family_name: family_name.to_owned(),
            given_name: given_name.to_owned(),
            group: None,
            email: None,
            username: None,
            seat: None,
            report: None,
            trouble: None,
            evidence: BTreeMap::new(),
            nonce: None,
            statement: None,
            handed_in: None,
            late: None,
            hints_used: BTreeMap::new(),
            mark: None,
            deductions: Vec::new(),
            not_judged: Vec::new(),
            suspicions: Vec::new(),
            unsteady: Vec::new(),
            remarks: Vec::new(),
            history: Vec::new(),
        }
    }
}

/// A mark, before and after deductions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClassMark {
    /// What the work is worth.
    pub earned: Mark,
    /// What is left of it after deductions: the one that counts.
    pub value: Mark,
    /// Whether something could not be judged, so that it may still change.
    pub provisional: bool,
}

/// A file that a student handed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandedIn {
    /// Its path in the folder.
    pub file: String,
    /// When the run in it ended, as the machine that signed it says.
    pub at: Timestamp,
    /// The fingerprint of the key that signed it.
    pub key: String,
    /// Whose key that is; nothing when nobody vouches for it.
    pub key_of: Option<String>,
    /// What it was worth when it was handed in, by its own verdicts.
    pub claimed: Option<Mark>,
    /// Other files of the same student that do not count.
    pub others: Vec<String>,
}

/// Work that came after the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Late {
    /// By how much, the grace not counted.
    pub by: Duration,
    /// Whether it was refused for it.
    pub refused: bool,
}

/// A check that could not be judged, or that is left to the teacher.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Open {
    /// Which.
    pub check: CheckId,
    /// What it is worth.
    pub points: u32,
    /// Why, or what is to be looked at.
    pub why: Text,
    /// Whether the lab leaves it to the teacher: the mark does not wait for it.
    pub manual: bool,
}

/// A check that concluded differently from the same state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unsteady {
    /// Which.
    pub check: CheckId,
    /// Its verdicts, one after the other: `pass`, `fail`, …
    pub verdicts: Vec<String>,
}

/// A file that counts for nobody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// Its path in the folder.
    pub file: String,
    /// Why.
    pub why: Text,
}
