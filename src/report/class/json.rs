//! A class for a program: a document whose form is promised, as that of a run is.
//!
//! It holds everything that a contested mark is argued with: for each student the verdicts,
//! what was run and what came back, the word of the run, the hash of the lab.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::check::Level;
use crate::grade::{Attempt, Mark, Points, Scale, Suspicion};
use crate::i18n::Lang;
use crate::name::{CheckId, CompetenceCode};
use crate::report::RenderError;
use crate::report::class::{ClassMark, ClassReport, ClassSheet, Source, Unsteady};
use crate::report::json::{self, LabLine, Sentence, Tool, document, sentence};
use crate::runner::Evidence;

/// The version of the form of the document.
const FORMAT: u32 = 1;

/// A class that was graded.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "paillasse class")]
struct Document<'a> {
    /// The version of this form: 1. Keys may be added to it.
    format: u32,
    /// What wrote the document.
    tool: Tool<'a>,
    /// By what was judged.
    lab: LabLine<'a>,
    /// The name of the class; null when none was given.
    class: Option<&'a str>,
    /// Where the work was found: what files say is a claim.
    source: Source,
    /// How thorough runs were to be.
    level: Level,
    /// The language of the sentences: `fr` or `en` (ISO 639-1).
    lang: &'static str,
    /// When the work was due (RFC 3339, UTC); null without a deadline.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    deadline: Option<Timestamp>,
    /// How points became marks.
    scale: &'a Scale,
    /// When grading began (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    started: Timestamp,
    /// When it ended (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    finished: Timestamp,
    /// The checks of the lab, in its order.
    checks: Vec<CheckLine<'a>>,
    /// The students, in the order of the roster.
    students: Vec<StudentLine<'a>>,
    /// Files that count for nobody.
    refused: Vec<RefusedLine<'a>>,
}

/// A check of the lab.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClassCheck")]
struct CheckLine<'a> {
    /// Its name.
    id: &'a CheckId,
    /// What it expects, with the values of nobody in the class.
    title: &'a str,
    /// What it is worth.
    points: u32,
    /// The competences that it shows.
    competences: &'a [CompetenceCode],
    /// The level from which it runs.
    level: Level,
}

/// A student.
#[derive(Debug, Serialize, JsonSchema)]
struct StudentLine<'a> {
    /// The identifier.
    student: &'a str,
    /// The family name.
    family_name: &'a str,
    /// The given name.
    given_name: &'a str,
    /// The group; null without one.
    group: Option<&'a str>,
    /// The e-mail address; null when the roster has none.
    email: Option<&'a str>,
    /// The name of the account; null when the roster has none.
    username: Option<&'a str>,
    /// The place in the room; null when the roster has none.
    seat: Option<&'a str>,
    /// The mark; null when there is none to give. That is no zero.
    mark: Option<ClassMark>,
    /// What was taken off, in order.
    deductions: Vec<DeductionLine>,
    /// Why there is no run, or no mark; null when there is.
    trouble: Option<Sentence>,
    /// By how much it was late; null when it was not, or nobody can tell.
    late: Option<LateLine>,
    /// The file that counts; null for a bench.
    handed_in: Option<HandedInLine<'a>>,
    /// How many hints were shown, by check.
    hints_used: &'a BTreeMap<CheckId, u32>,
    /// What the teacher has to look at.
    not_judged: Vec<OpenLine<'a>>,
    /// Checks that did not conclude the same twice.
    unsteady: &'a [Unsteady],
    /// What looks like somebody else's work: never a part of the mark.
    suspicions: Vec<SuspicionLine<'a>>,
    /// What else there is to know.
    remarks: Vec<Sentence>,
    /// Earlier runs, the first one first.
    history: &'a [Attempt],
    /// The word of the run, which witnesses held; null without a run.
    nonce: Option<&'a str>,
    /// The run, as `check --format json` writes it; null without one.
    run: Option<json::Document<'a>>,
    /// What the verdicts rest on, by check: what was run, and what came back.
    evidence: &'a BTreeMap<CheckId, Vec<Evidence>>,
}

/// Something taken off a mark.
#[derive(Debug, Serialize, JsonSchema)]
struct DeductionLine {
    /// For what.
    reason: Sentence,
    /// How much, on the scale of the mark.
    amount: Points,
}

/// Lateness.
#[derive(Debug, Serialize, JsonSchema)]
struct LateLine {
    /// By how many seconds, the grace not counted.
    seconds: u64,
    /// Whether the work was refused for it.
    refused: bool,
}

/// A file that was handed in.
#[derive(Debug, Serialize, JsonSchema)]
struct HandedInLine<'a> {
    /// Its path in the folder.
    file: &'a str,
    /// When its run ended, as the machine that signed it says (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// The fingerprint of the key that signed it.
    key: &'a str,
    /// Whose key that is; null when nobody vouches for it.
    key_of: Option<&'a str>,
    /// The mark by its own verdicts, which nobody has judged again; null without one.
    claimed: Option<Mark>,
    /// Other files of the student, which do not count.
    others: &'a [String],
}

/// Something to be looked at.
#[derive(Debug, Serialize, JsonSchema)]
struct OpenLine<'a> {
    /// The check.
    check: &'a CheckId,
    /// What it is worth.
    points: u32,
    /// Why, or what is to be looked at.
    why: Sentence,
    /// Whether the lab leaves it to the teacher: the mark does not wait for it.
    manual: bool,
}

/// A suspicion.
#[derive(Debug, Serialize, JsonSchema)]
struct SuspicionLine<'a> {
    /// The sentence for the teacher.
    said: Sentence,
    /// What it rests on.
    rests_on: &'a Suspicion,
}

/// A file that counts for nobody.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusedLine<'a> {
    /// Its path in the folder.
    file: &'a str,
    /// Why.
    why: Sentence,
}

/// Returns the JSON Schema (draft 2020-12) of the document.
pub fn schema() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document>()
}

/// Writes the document, indented.
pub(in crate::report) fn render(report: &ClassReport, lang: Lang) -> Result<String, RenderError> {
    let document = Document {
        format: FORMAT,
        tool: Tool { name: "paillasse", version: &report.version },
        lab: LabLine { activity: &report.lab, title: &report.title, hash: &report.lab_hash },
        class: report.class.as_deref(),
        source: report.source,
        level: report.level,
        lang: lang.code(),
        deadline: report.deadline,
        scale: &report.scale,
        started: report.started,
        finished: report.finished,
        checks: report
            .checks
            .iter()
            .map(|check| CheckLine {
                id: &check.id,
                title: &check.title,
                points: check.points,
                competences: &check.competences,
                level: check.level,
            })
            .collect(),
        students: report.sheets.iter().map(|sheet| student(sheet, lang)).collect(),
        refused: report
            .refused
            .iter()
            .map(|refused| RefusedLine { file: &refused.file, why: sentence(&refused.why, lang) })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn student(sheet: &ClassSheet, lang: Lang) -> StudentLine<'_> {
    let say = |text: &crate::i18n::Text| sentence(text, lang);
    StudentLine {
        student: &sheet.student,
        family_name: &sheet.family_name,
        given_name: &sheet.given_name,
        group: sheet.group.as_deref(),
        email: sheet.email.as_deref(),
        username: sheet.username.as_deref(),
        seat: sheet.seat.as_deref(),
        mark: sheet.mark,
        deductions: sheet
            .deductions
            .iter()
            .map(|taken| DeductionLine { reason: say(&taken.reason), amount: taken.amount })
            .collect(),
        trouble: sheet.trouble.as_ref().map(say),
        late: sheet.late.map(|late| LateLine { seconds: late.by.as_secs(), refused: late.refused }),
        handed_in: sheet.handed_in.as_ref().map(|handed_in| HandedInLine {
            file: &handed_in.file,
            at: handed_in.at,
            key: &handed_in.key,
            key_of: handed_in.key_of.as_deref(),
            claimed: handed_in.claimed,
            others: &handed_in.others,
        }),
        hints_used: &sheet.hints_used,
        not_judged: sheet
            .not_judged
            .iter()
            .map(|open| OpenLine {
                check: &open.check,
                points: open.points,
                why: say(&open.why),
                manual: open.manual,
            })
            .collect(),
        unsteady: &sheet.unsteady,
        suspicions: sheet
            .suspicions
            .iter()
            .map(|suspicion| SuspicionLine { said: say(&suspicion.text()), rests_on: suspicion })
            .collect(),
        remarks: sheet.remarks.iter().map(say).collect(),
        history: &sheet.history,
        nonce: sheet.nonce.as_deref(),
        run: sheet.report.as_ref().map(|report| document(report, lang)),
        evidence: &sheet.evidence,
    }
}
