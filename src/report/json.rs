//! A run for a program: a document whose form is promised.
//!
//! `format` is 1 for as long as a reader of today's documents can read tomorrow's: keys
//! may be added, none is renamed, removed or given another meaning. Sentences stand in
//! the language of the reader and beside the identifier of their message, which no
//! language changes. Hints are not told, only counted: seeing one is recorded elsewhere.

use jiff::Timestamp;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::check::{Gap, Level, Tally, Verdict};
use crate::grade::{Mastery, Outcome, Points, Score};
use crate::i18n::{Lang, Text};
use crate::ink::View;
use crate::name::{ActivityCode, CheckId, CompetenceCode};
use crate::report::{RenderError, Report};

/// The version of the form of the document.
const FORMAT: u32 = 1;

/// A run of a lab's checks on one bench.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "paillasse report")]
pub(super) struct Document<'a> {
    /// The version of this form: 1.
    format: u32,
    /// What wrote the document.
    tool: Tool<'a>,
    /// What was checked.
    lab: LabLine<'a>,
    /// The student's identifier.
    student: &'a str,
    /// The name of the bench.
    bench: &'a str,
    /// How thorough the run was.
    level: Level,
    /// The language of the sentences: `fr` or `en` (ISO 639-1).
    lang: &'static str,
    /// When the run began (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    started: Timestamp,
    /// When it ended (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    finished: Timestamp,
    /// The checks, in the order of the lab.
    checks: Vec<CheckLine<'a>>,
    /// What the whole is worth.
    total: ScoreLine,
    /// What each competence of the activity is worth, in the official order.
    competences: Vec<CompetenceLine<'a>>,
}

/// What wrote the document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Tool<'a> {
    /// `paillasse`.
    pub name: &'static str,
    /// Its version.
    pub version: &'a str,
}

/// A lab.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LabLine<'a> {
    /// The activity of the référentiel.
    pub activity: &'a ActivityCode,
    /// Its title.
    pub title: &'a str,
    /// SHA-256 of its folder, in hexadecimal.
    pub hash: &'a str,
}

/// One check and its verdict.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckLine<'a> {
    /// Its name in the lab.
    id: &'a CheckId,
    /// What it expects.
    title: &'a str,
    /// Its kind.
    kind: &'a str,
    /// The node that it looks at; null for one that looks at the bench as a whole.
    on: Option<&'a str>,
    /// The competences that it shows.
    competences: &'a [CompetenceCode],
    /// What it is worth.
    points: u32,
    /// What it earns, to the hundredth.
    earned: Points,
    /// How many of its elements are right, when it failed and is made of elements; null
    /// otherwise.
    elements: Option<Elements>,
    /// The level from which it runs.
    level: Level,
    /// What was concluded.
    verdict: Word,
    /// What differs from what was expected; empty unless the verdict is `fail`.
    gaps: Vec<GapLine>,
    /// Why it was not judged or not run, or what the teacher is to look at; null for `pass`
    /// and `fail`.
    cause: Option<Sentence>,
    /// Whether its points are lost, but those of `earned`: true for `fail`, and for `skip` when a check that it
    /// needs failed.
    lost: bool,
    /// How many hints there are.
    hints: usize,
    /// How long it took, in milliseconds.
    took_ms: u64,
}

/// The word for a verdict.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Word {
    /// What was expected is there.
    Pass,
    /// It is not.
    Fail,
    /// It could not be judged, through no fault of the student.
    Error,
    /// It was not run.
    Skip,
    /// It is left to the teacher, and no part of the score.
    Manual,
}

/// Elements of a check: rows, cells, values, flows.
#[derive(Debug, Serialize, JsonSchema)]
struct Elements {
    /// Those that are right, less the wrong ones that were handed in as well.
    right: u32,
    /// Those that there are.
    of: u32,
}

/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
struct GapLine {
    /// What was looked at.
    fact: Sentence,
    /// What it should be.
    expected: Sentence,
    /// What it is, as the machine printed it.
    actual: Sentence,
}

/// A sentence.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sentence {
    /// Its words in the language of the document.
    text: String,
    /// The identifier of its message; `verbatim` for words that are nobody's sentence.
    message: String,
}

/// Points.
#[derive(Debug, Serialize, JsonSchema)]
struct ScoreLine {
    /// Points earned, to the hundredth.
    earned: Points,
    /// Points that could be judged: the denominator.
    judged: u32,
    /// Points of what could not be judged; they count neither way.
    not_judged: u32,
    /// Points of what was left out; they count neither way.
    left_out: u32,
    /// The mark on 20, to the hundredth; null when nothing could be judged.
    mark: Option<f64>,
}

/// What the run shows of one competence.
#[derive(Debug, Serialize, JsonSchema)]
struct CompetenceLine<'a> {
    /// Its code.
    code: &'a CompetenceCode,
    /// Its official label, in French.
    label: &'a str,
    /// Its points.
    score: ScoreLine,
    /// How far it is acquired.
    #[schemars(with = "MasteryWord")]
    mastery: Mastery,
}

/// The words for [`Mastery`], which is no part of a document elsewhere.
#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Mastery")]
#[expect(dead_code, reason = "only its schema is used")]
enum MasteryWord {
    /// All points.
    Acquired,
    /// Some.
    InProgress,
    /// None.
    NotAcquired,
    /// Nothing could be judged.
    NotJudged,
}

/// Returns the JSON Schema (draft 2020-12) of the document.
pub fn schema() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document>()
}

/// Writes the document, indented.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    Ok(serde_json::to_string_pretty(&document(report, view.lang))? + "\n")
}

/// Returns the document of a run.
pub(super) fn document(report: &Report, lang: Lang) -> Document<'_> {
    Document {
        format: FORMAT,
        tool: Tool { name: "paillasse", version: &report.version },
        lab: LabLine { activity: &report.lab, title: &report.title, hash: &report.lab_hash },
        student: &report.student,
        bench: &report.bench,
        level: report.level,
        lang: lang.code(),
        started: report.started,
        finished: report.finished,
        checks: report.outcomes.iter().map(|outcome| check(outcome, lang)).collect(),
        total: score(&report.grade.total),
        competences: report
            .grade
            .competences
            .iter()
            .map(|competence| CompetenceLine {
                code: &competence.code,
                label: &competence.label,
                score: score(&competence.score),
                mastery: competence.score.mastery(),
            })
            .collect(),
    }
}

/// Returns a sentence in a language.
pub(super) fn sentence(text: &Text, lang: Lang) -> Sentence {
    Sentence { text: text.to(lang), message: text.id().to_owned() }
}

fn check(outcome: &Outcome, lang: Lang) -> CheckLine<'_> {
    let say = |text: &Text| sentence(text, lang);
    let gap = |gap: &Gap| GapLine {
        fact: say(&gap.fact),
        expected: say(&gap.expected),
        actual: say(&gap.actual),
    };
    let elements = match &outcome.verdict {
        Verdict::Partial(_, Tally { right, of }) => Some(Elements { right: *right, of: *of }),
        _ => None,
    };
    let (verdict, gaps, cause, lost) = match &outcome.verdict {
        Verdict::Pass => (Word::Pass, Vec::new(), None, false),
        Verdict::Fail(gaps) | Verdict::Partial(gaps, _) => {
            (Word::Fail, gaps.iter().map(gap).collect(), None, true)
        }
        Verdict::Error(cause) => (Word::Error, Vec::new(), Some(say(cause)), false),
        Verdict::Skip { because, lost } => (Word::Skip, Vec::new(), Some(say(because)), *lost),
        Verdict::Manual(criterion) => (Word::Manual, Vec::new(), Some(say(criterion)), false),
    };
    CheckLine {
        id: &outcome.id,
        title: &outcome.title,
        kind: &outcome.kind,
        on: outcome.on.as_deref(),
        competences: &outcome.competences,
        points: outcome.points,
        earned: outcome.earned(),
        elements,
        level: outcome.level,
        verdict,
        gaps,
        cause,
        lost,
        hints: outcome.hints.len(),
        took_ms: u64::try_from(outcome.took.as_millis()).unwrap_or(u64::MAX),
    }
}

fn score(score: &Score) -> ScoreLine {
    ScoreLine {
        earned: score.earned,
        judged: score.judged,
        not_judged: score.not_judged,
        left_out: score.left_out,
        mark: score.mark(),
    }
}
