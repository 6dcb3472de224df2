//! What a student has proven, over all labs: by process, activity and competence, for the
//! file of the BTS.
//!
//! A run at level `full` proves: its drills destroy things and look whether they come
//! back. One at level `quick` indicates, and says so. Of several runs that prove, the best
//! counts, and of equal ones the latest; indications count only where nothing proves. A
//! file whose signature is nobody's that the teacher knows is a claim, and says so.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::check::Level;
use crate::grade::{Mastery, Outcome, Points, Scale, grade};
use crate::i18n::{Lang, Text};
use crate::ink::{BOLD, DIM, GOOD, View, decimal, pad, width};
use crate::name::{ActivityCode, CompetenceCode};
use crate::referentiel::Referentiel;
use crate::report::RenderError;
use crate::report::markdown::{Writer, plain};
use crate::report::terminal::mastery;
use crate::report::words::moment;
use crate::text;

/// A run that came to its end.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The activity.
    pub lab: ActivityCode,
    /// SHA-256 of the lab's folder.
    pub lab_hash: String,
    /// How thorough it was.
    pub level: Level,
    /// When it ended.
    pub at: Timestamp,
    /// Its outcomes.
    pub outcomes: Vec<Outcome>,
    /// Where the evidence is.
    pub reference: Reference,
}

/// Where the evidence of a run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// In the journal, under this number.
    Run(String),
    /// In a file, signed by a key that the teacher knows, or by one that nobody does.
    File {
        /// Its path.
        path: String,
        /// Whose key it is; null when nobody vouches for it.
        key_of: Option<String>,
    },
}

impl Reference {
    fn text(&self) -> Text {
        match self {
            Self::Run(number) => text!("portfolio-run", number = number),
            Self::File { path, key_of: Some(whose) } => text!("portfolio-file", path = path, whose = whose),
            Self::File { path, key_of: None } => text!("portfolio-claim", path = path),
        }
    }
}

/// A portfolio.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "paillasse portfolio")]
pub struct Portfolio {
    /// The version of this form: 1. Keys may be added to it.
    pub format: u32,
    /// The version of paillasse.
    pub version: String,
    /// The student's identifier.
    pub student: String,
    /// The student, as named.
    pub name: String,
    /// When the portfolio was made (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made: Timestamp,
    /// The processes in which there is something, in the official order.
    pub processes: Vec<ProcessPart>,
}

/// What there is in a process.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProcessPart {
    /// `P1` to `P5`.
    pub code: String,
    /// Its official label.
    pub label: String,
    /// Activities in which there is something, in the official order.
    pub activities: Vec<ActivityPart>,
}

/// What there is in an activity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActivityPart {
    /// Its code.
    pub code: ActivityCode,
    /// Its official label.
    pub label: String,
    /// Its competences, those of which nothing is known included.
    pub competences: Vec<CompetencePart>,
}

/// How far a competence is acquired.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompetencePart {
    /// Its code.
    pub code: CompetenceCode,
    /// Its official label.
    pub label: String,
    /// How far.
    #[schemars(with = "String")]
    pub mastery: Mastery,
    /// What it rests on; null when nothing was judged.
    pub basis: Option<Basis>,
}

/// What a level rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Basis {
    /// Whether it proves (a run at level `full`) or only indicates.
    pub proves: bool,
    /// Points earned.
    pub earned: Points,
    /// Out of those that were judged.
    pub judged: u32,
    /// Points that could not be judged.
    pub not_judged: u32,
    /// When the run ended (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Where its evidence is.
    pub reference: Reference,
    /// SHA-256 of the lab's folder.
    pub lab_hash: String,
}

/// Returns the JSON Schema (draft 2020-12) of a portfolio.
pub fn schema() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Portfolio>()
}

impl Portfolio {
    /// Returns what these runs of a student show, by a scale.
    pub fn new(
        student: &str,
        name: &str,
        runs: &[Proven],
        scale: &Scale,
        referentiel: &Referentiel,
        made: Timestamp,
    ) -> Self {
        let mut processes: Vec<ProcessPart> = Vec::new();
        for (process, activity) in referentiel.by_process() {
            let runs: Vec<&Proven> = runs.iter().filter(|run| run.lab == activity.code).collect();
            if runs.is_empty() {
                continue;
            }
            let graded: Vec<_> = runs.iter().map(|run| (*run, grade(&run.outcomes, activity))).collect();
            let competences = activity.competences.iter().map(|competence| {
                let shown = graded.iter().filter_map(|(run, grade)| {
                    let found = grade.competences.iter().find(|found| found.code == competence.code)?;
                    let level = scale.mastery(&found.score);
                    (level != Mastery::NotJudged).then_some((*run, found.score, level))
                });
                let best = shown.max_by_key(|(run, _, level)| (run.level, rank(*level), run.at));
                CompetencePart {
                    code: competence.code.clone(),
                    label: competence.label.clone(),
                    mastery: best.map_or(Mastery::NotJudged, |(_, _, level)| level),
                    basis: best.map(|(run, score, _)| Basis {
                        proves: run.level == Level::Full,
                        earned: score.earned,
                        judged: score.judged,
                        not_judged: score.not_judged,
                        at: run.at,
                        reference: run.reference.clone(),
                        lab_hash: run.lab_hash.clone(),
                    }),
                }
            });
            let part = ActivityPart {
                code: activity.code.clone(),
                label: activity.label.clone(),
                competences: competences.collect(),
            };
            match processes.last_mut().filter(|last| last.code == process.code) {
                Some(last) => last.activities.push(part),
                None => processes.push(ProcessPart {
                    code: process.code.clone(),
                    label: process.label.clone(),
                    activities: vec![part],
                }),
            }
        }
        Self {
            format: 1,
            version: crate::report::VERSION.to_owned(),
            student: student.to_owned(),
            name: name.to_owned(),
            made,
            processes,
        }
    }

    /// How many competences are acquired and proven, and how many there are in all.
    pub(super) fn count(&self) -> (usize, usize) {
        let all = || {
            self.processes
                .iter()
                .flat_map(|process| &process.activities)
                .flat_map(|activity| &activity.competences)
        };
        let proven = all().filter(|competence| {
            competence.mastery == Mastery::Acquired
                && competence.basis.as_ref().is_some_and(|basis| basis.proves)
        });
        (proven.count(), all().count())
    }

    /// Writes it for a program.
    ///
    /// # Errors
    /// When the encoder refuses.
    pub fn json(&self) -> Result<String, RenderError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Writes it for a person at a terminal.
    pub fn terminal(&self, view: &View) -> String {
        let mut lines = vec![
            view.paint(BOLD, &view.say(&self.title())),
            view.paint(DIM, &view.hang("", 0, &view.say(&self.summary()))),
        ];
        let levels = [Mastery::Acquired, Mastery::InProgress, Mastery::NotAcquired, Mastery::NotJudged];
        let wide =
            levels.map(|level| width(&view.say(&mastery(level)))).into_iter().max().unwrap_or_default();
        for process in &self.processes {
            lines.extend([
                String::new(),
                view.paint(BOLD, &view.hang("", 0, &format!("{} {}", process.code, process.label))),
            ]);
            for activity in &process.activities {
                lines.extend([
                    String::new(),
                    view.hang("  ", 2, &format!("{} {}", activity.code, activity.label)),
                ]);
                for competence in &activity.competences {
                    let level = pad(&view.say(&mastery(competence.mastery)), wide);
                    let style = if competence.mastery == Mastery::Acquired { GOOD } else { DIM };
                    let first = format!("    {}  ", view.paint(style, &level));
                    let words = format!("{} {}", competence.code, competence.label);
                    lines.push(view.hang(&first, wide + 6, &words));
                    if let Some(basis) = &competence.basis {
                        let indent = wide + 6;
                        let told = view.paint(
                            DIM,
                            &view.hang(&" ".repeat(indent), indent, &view.say(&basis.text(view.lang))),
                        );
                        lines.push(told);
                    }
                }
            }
        }
        lines.extend([String::new(), view.hang("", 0, &view.say(&text!("portfolio-note")))]);
        lines.join("\n") + "\n"
    }

    /// Writes it as Markdown.
    pub fn markdown(&self, lang: Lang) -> String {
        let mut w = Writer { lang, text: String::new() };
        let (title, summary) = (w.say(&self.title()), w.say(&self.summary()));
        w.line(&format!("# {title}"));
        w.line(&summary);
        let heads = [
            text!("report-head-competence"),
            text!("report-head-label"),
            text!("report-head-mastery"),
            text!("portfolio-basis"),
        ]
        .map(|head| w.say(&head));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        for process in &self.processes {
            w.line(&format!("## {} – {}", process.code, plain(&process.label)));
            for activity in &process.activities {
                w.line(&format!("### {} – {}", activity.code, plain(&activity.label)));
                let rows: Vec<Vec<String>> = activity
                    .competences
                    .iter()
                    .map(|competence| {
                        let basis = competence
                            .basis
                            .as_ref()
                            .map_or_else(|| "–".to_owned(), |basis| w.say(&basis.text(lang)));
                        vec![
                            competence.code.to_string(),
                            plain(&competence.label),
                            w.say(&mastery(competence.mastery)),
                            basis,
                        ]
                    })
                    .collect();
                w.table(&heads, &rows);
            }
        }
        let note = w.say(&text!("portfolio-note"));
        w.line(&note);
        w.text.trim_end().to_owned() + "\n"
    }

    /// Writes it as one page.
    pub fn html(&self, lang: Lang) -> String {
        super::page::portfolio::render(self, lang)
    }

    /// Writes it as PDF.
    ///
    /// # Errors
    /// When the encoder refuses.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self, lang: Lang) -> Result<Vec<u8>, RenderError> {
        super::pdf::portfolio(self, lang)
    }

    pub(super) fn title(&self) -> Text {
        text!("portfolio-title", name = &self.name)
    }

    pub(super) fn summary(&self) -> Text {
        let (proven, all) = self.count();
        text!("portfolio-summary", proven = proven, all = all, at = moment(self.made))
    }
}

impl Basis {
    /// What it is, in one sentence.
    pub(super) fn text(&self, lang: Lang) -> Text {
        let points = format!("{}/{}", decimal(self.earned.number(), lang), self.judged);
        let (at, reference) = (moment(self.at), self.reference.text());
        let told = if self.proves {
            text!("portfolio-proves", points = points, at = at, reference = reference)
        } else {
            text!("portfolio-indicates", points = points, at = at, reference = reference)
        };
        match self.not_judged {
            0 => told,
            open => text!("portfolio-open", told = told, open = open),
        }
    }
}

/// How far a level goes.
fn rank(level: Mastery) -> u8 {
    match level {
        Mastery::NotJudged => 0,
        Mastery::NotAcquired => 1,
        Mastery::InProgress => 2,
        Mastery::Acquired => 3,
    }
}
