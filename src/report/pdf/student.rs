//! The sheet of a student: mark, levels, verdicts.

use crate::check::Verdict;
use crate::grade::{Outcome, Points};
use crate::i18n::Lang;
use crate::ink::decimal;
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::pdf::paper::{Ink, Paper};
use crate::report::pdf::{
    BAD, GREY, HALF, PLAIN, SMALL, colours, finish, heading, level, name, rule, say, sign,
};
use crate::report::sign::Sign;
use crate::report::terminal::details;
use crate::report::words::{level as how, moment};
use crate::report::{RenderError, Report};
use crate::text;

/// Returns the sheet; nothing when there is no work.
pub(in crate::report) fn student(
    class: &ClassReport,
    sheet: &ClassSheet,
    lang: Lang,
) -> Result<Option<Vec<u8>>, RenderError> {
    let Some(report) = &sheet.report else { return Ok(None) };
    let mut paper = Paper::new(false);
    head(&mut paper, class, sheet, report, lang);
    heading(&mut paper, &say(&text!("class-competences"), lang));
    for (competence, reached) in class.scale.masteries(&report.grade) {
        let words = format!("{}  {}", competence.code, name(&competence.label));
        let lines = PLAIN.wrap(&words, paper.room() - 150.0);
        let height = lines.len() as f32 * PLAIN.line();
        paper.need(height + 8.0);
        let (top, right) = (paper.y + 4.0, paper.left() + paper.room());
        let points = match competence.score.judged {
            0 => "–".to_owned(),
            judged => format!("{}/{judged}", decimal(competence.score.earned.number(), lang)),
        };
        paper.words_to((right - 100.0, top + 10.0), PLAIN, &points);
        level(&mut paper, (right - 92.0, top + 6.5), 92.0, reached, lang);
        paper.y = top;
        paper.paragraph(paper.left(), paper.room() - 150.0, PLAIN, &words);
        paper.y = (top + height).max(top + 14.0) + 3.0;
        rule(&mut paper);
    }
    heading(&mut paper, &say(&text!("work-checks"), lang));
    for outcome in &report.outcomes {
        check(&mut paper, sheet, outcome, lang);
    }
    let title = format!("{} – {} – {}", class.lab, class.title, sheet.name());
    let made = say(&text!("page-made-by", version = &class.version, hash = &class.lab_hash), lang);
    let foot = format!("{} – {} – {made}", class.lab, sheet.name());
    finish(paper, &title, &foot, lang).map(Some)
}

fn head(paper: &mut Paper, class: &ClassReport, sheet: &ClassSheet, report: &Report, lang: Lang) {
    let (left, room) = (paper.left(), paper.room());
    let top = paper.y;
    let lab = format!("{} – {}", class.lab, name(&class.title));
    paper.paragraph(left, room - 130.0, PLAIN.coloured(GREY), &lab);
    paper.paragraph(left, room - 130.0, PLAIN.bold().sized(19.0), &name(&sheet.name()));
    let mut about: Vec<String> =
        [class.class.as_deref(), sheet.group.as_deref()].into_iter().flatten().map(name).collect();
    about.push(say(&moment(report.finished), lang));
    about.push(say(&how(report.level), lang));
    paper.paragraph(left, room - 130.0, SMALL, &about.join(" · "));
    let bottom = paper.y;
    let (mark, out_of) = match sheet.mark {
        Some(mark) => (decimal(mark.value.value.number(), lang), format!("/{}", mark.value.out_of)),
        None => ("–".to_owned(), String::new()),
    };
    let (big, beside) = (PLAIN.bold().sized(28.0), PLAIN.sized(12.0).coloured(GREY));
    let right = left + room;
    paper.words_to((right, top + 32.0), beside, &out_of);
    paper.words_to((right - beside.width(&out_of) - 2.0, top + 32.0), big, &mark);
    let total = report.grade.total;
    let points = format!("{}/{}", decimal(total.earned.number(), lang), total.judged);
    paper.words_to((right, top + 46.0), SMALL, &say(&text!("work-points", points = points), lang));
    paper.y = bottom.max(top + 50.0) + 4.0;
    if sheet.provisional() {
        paper.paragraph(left, room, PLAIN.bold().coloured(HALF), &say(&text!("work-provisional"), lang));
    }
    for deduction in &sheet.deductions {
        let amount = decimal(deduction.amount.number(), lang);
        let words = text!("teacher-less", amount = amount, reason = deduction.reason.clone());
        paper.paragraph(left, room, PLAIN.coloured(BAD), &say(&words, lang));
    }
}

/// One check: kept on one sheet when it can be.
fn check(paper: &mut Paper, sheet: &ClassSheet, outcome: &Outcome, lang: Lang) {
    let shown = Sign::of(outcome);
    let (colour, _) = colours(shown);
    let (left, room) = (paper.left(), paper.room());
    let (indent, width) = (18.0, room - 18.0 - 110.0);
    let title = PLAIN.bold();
    let mut told: Vec<(Ink, String)> =
        details(&outcome.verdict).iter().map(|text| (SMALL, say(text, lang))).collect();
    if let Some(hints) = sheet.hints_used.get(&outcome.id) {
        told.push((SMALL, say(&text!("work-hints", count = *hints), lang)));
    }
    let height = title.wrap(&name(&outcome.title), width).len() as f32 * title.line()
        + told.iter().map(|(ink, words)| ink.wrap(words, width).len() as f32 * ink.line()).sum::<f32>();
    // What is longer than half a sheet may be cut; the rest goes over whole.
    paper.need(height.min(350.0) + 8.0);
    let top = paper.y + 4.0;
    let right = left + room;
    sign(paper, (left + 6.0, top + 7.0), 9.0, shown);
    let points = match outcome.verdict {
        Verdict::Error(_) | Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => "–".to_owned(),
        _ if outcome.earned() == Points::NONE => "0".to_owned(),
        _ => decimal(outcome.earned().number(), lang),
    };
    paper.words_to((right, top + 9.5), PLAIN, &format!("{points}/{}", outcome.points));
    let word = SMALL.coloured(colour);
    paper.words_to((right - 36.0, top + 9.5), word, &say(&shown.word(), lang));
    paper.y = top;
    paper.paragraph(left + indent, width, title, &name(&outcome.title));
    for (ink, words) in told {
        paper.paragraph(left + indent, width, ink, &words);
    }
    paper.y += 4.0;
    rule(paper);
}
