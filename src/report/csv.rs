//! A run, or a class, for a spreadsheet.
//!
//! In French as a French spreadsheet wants it: semicolons, a decimal comma, and the mark of
//! UTF-8 in front, without which accents are lost. In English as RFC 4180 says: commas, a
//! decimal point, no mark. Lines end in CR LF in both.

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use crate::check::Verdict;
use crate::grade::{Outcome, Points};
use crate::i18n::{Lang, Text};
use crate::ink::{View, clean, decimal};
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::figures::{competences, outcome, shown};
use crate::report::sign::Sign;
use crate::report::terminal::{details, mastery};
use crate::report::{RenderError, Report};
use crate::text;

/// What tells a spreadsheet that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// A sheet that is being written.
pub(super) struct Sheet {
    lang: Lang,
    writer: Writer<Vec<u8>>,
}

impl Sheet {
    pub(super) fn new(lang: Lang) -> Self {
        let delimiter = if lang == Lang::Fr { b';' } else { b',' };
        let writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(Vec::new());
        Self { lang, writer }
    }

    fn say(&self, text: &Text) -> String {
        cell(&text.to(self.lang))
    }

    fn number(&self, points: Points) -> String {
        decimal(points.number(), self.lang)
    }

    pub(super) fn row(&mut self, cells: &[String]) -> Result<(), RenderError> {
        Ok(self.writer.write_record(cells)?)
    }

    pub(super) fn text(self) -> Result<String, RenderError> {
        let mark = if self.lang == Lang::Fr { MARK } else { "" };
        let bytes = self.writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
        Ok(format!("{mark}{}", String::from_utf8_lossy(&bytes)))
    }
}

/// Returns words as a cell that no spreadsheet takes for a formula: a name may begin with
/// `=`, and what a machine printed too.
pub(super) fn cell(words: &str) -> String {
    let words = clean(words);
    if words.starts_with(['=', '+', '-', '@']) { format!("'{words}") } else { words }
}

/// Writes a run, one line per check.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    let mut sheet = Sheet::new(view.lang);
    let heads = [
        text!("class-check"),
        text!("csv-title"),
        text!("page-competences"),
        text!("page-node"),
        text!("csv-verdict"),
        text!("csv-earned"),
        text!("report-head-points"),
        text!("csv-told"),
    ];
    let heads: Vec<String> = heads.iter().map(|head| sheet.say(head)).collect();
    sheet.row(&heads)?;
    for outcome in &report.outcomes {
        let codes: Vec<&str> = outcome.competences.iter().map(|code| code.as_str()).collect();
        let told: Vec<String> = details(&outcome.verdict).iter().map(|text| sheet.say(text)).collect();
        let row = [
            outcome.id.to_string(),
            cell(&outcome.title),
            codes.join(" "),
            outcome.on.clone().unwrap_or_default(),
            sheet.say(&Sign::of(outcome).word()),
            earned(&sheet, outcome),
            outcome.points.to_string(),
            told.join(" ; "),
        ];
        sheet.row(&row)?;
    }
    sheet.text()
}

/// What a check earned; empty, and not 0, when it was not judged.
fn earned(sheet: &Sheet, outcome: &Outcome) -> String {
    match outcome.verdict {
        Verdict::Error(_) | Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => String::new(),
        _ => sheet.number(outcome.earned()),
    }
}

/// Writes a class, one line per student.
pub(super) fn class(report: &ClassReport, lang: Lang) -> Result<String, RenderError> {
    let mut sheet = Sheet::new(lang);
    let heads = [
        text!("csv-student"),
        text!("csv-family-name"),
        text!("csv-given-name"),
        text!("class-group"),
        text!("csv-mark", out_of = report.scale.out_of),
        text!("csv-provisional"),
        text!("csv-deducted"),
        text!("csv-earned"),
        text!("csv-judged"),
        text!("csv-not-judged"),
        text!("csv-told"),
    ];
    let competences = competences(report);
    let mut heads: Vec<String> = heads.iter().map(|head| sheet.say(head)).collect();
    heads.extend(competences.iter().map(|(code, _)| code.to_string()));
    heads.extend(report.checks.iter().map(|head| format!("{} /{}", head.id, head.points)));
    sheet.row(&heads)?;
    for student in &report.sheets {
        let mut row = student_cells(&sheet, student);
        row.extend(competences.iter().map(|(code, _)| match shown(report, student, code) {
            Some((_, level)) => sheet.say(&mastery(level)),
            None => String::new(),
        }));
        row.extend(report.checks.iter().map(|head| {
            outcome(student, &head.id).map_or_else(String::new, |outcome| earned(&sheet, outcome))
        }));
        sheet.row(&row)?;
    }
    sheet.text()
}

fn student_cells(sheet: &Sheet, student: &ClassSheet) -> Vec<String> {
    let yes_or_no = |flag| sheet.say(&if flag { text!("shown-yes") } else { text!("shown-no") });
    let total = student.report.as_ref().map(|report| report.grade.total);
    let deducted: Points = student.deductions.iter().map(|deduction| deduction.amount).sum();
    vec![
        cell(&student.student),
        cell(&student.family_name),
        cell(&student.given_name),
        cell(student.group.as_deref().unwrap_or_default()),
        student.mark.map_or_else(String::new, |mark| sheet.number(mark.value.value)),
        student.mark.map_or_else(String::new, |mark| yes_or_no(mark.provisional)),
        if deducted > Points::NONE { sheet.number(deducted) } else { String::new() },
        total.map_or_else(String::new, |total| sheet.number(total.earned)),
        total.map_or_else(String::new, |total| total.judged.to_string()),
        total.map_or_else(String::new, |total| total.not_judged.to_string()),
        student.trouble.as_ref().map_or_else(String::new, |trouble| sheet.say(trouble)),
    ]
}
