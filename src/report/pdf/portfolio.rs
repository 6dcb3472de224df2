//! What a student has proven, as sheets for the file of the BTS.

use crate::i18n::Lang;
use crate::report::RenderError;
use crate::report::pdf::paper::Paper;
use crate::report::pdf::{GREY, PLAIN, SMALL, finish, heading, level, name, rule, say};
use crate::report::portfolio::Portfolio;
use crate::text;

/// The width of a level.
const LEVEL: f32 = 92.0;

/// Returns the document: A4, upright.
pub(in crate::report) fn portfolio(portfolio: &Portfolio, lang: Lang) -> Result<Vec<u8>, RenderError> {
    let mut paper = Paper::new(false);
    let (left, room) = (paper.left(), paper.room());
    paper.paragraph(left, room, PLAIN.coloured(GREY), &say(&text!("portfolio-heading"), lang));
    paper.paragraph(left, room, PLAIN.bold().sized(19.0), &name(&portfolio.name));
    paper.paragraph(left, room, SMALL, &say(&portfolio.summary(), lang));
    for process in &portfolio.processes {
        heading(&mut paper, &format!("{} – {}", process.code, name(&process.label)));
        for activity in &process.activities {
            paper.need(50.0);
            paper.y += 7.0;
            let label = format!("{} – {}", activity.code, name(&activity.label));
            paper.paragraph(left, room, PLAIN.bold(), &label);
            for competence in &activity.competences {
                let width = room - LEVEL - 12.0;
                let label = format!("{}  {}", competence.code, name(&competence.label));
                let basis = competence.basis.as_ref().map(|basis| say(&basis.text(lang), lang));
                let lines = PLAIN.wrap(&label, width).len() as f32 * PLAIN.line()
                    + basis
                        .as_ref()
                        .map_or(0.0, |basis| SMALL.wrap(basis, width).len() as f32 * SMALL.line());
                paper.need(lines + 8.0);
                let top = paper.y + 3.0;
                level(&mut paper, (left + room - LEVEL, top + 7.5), LEVEL, competence.mastery, lang);
                paper.y = top;
                paper.paragraph(left, width, PLAIN, &label);
                if let Some(basis) = basis {
                    paper.paragraph(left, width, SMALL, &basis);
                }
                paper.y = paper.y.max(top + 15.0) + 3.0;
                rule(&mut paper);
            }
        }
    }
    paper.y += 6.0;
    paper.paragraph(left, room, SMALL, &say(&text!("portfolio-note"), lang));
    let title = portfolio.title().to(lang);
    let foot = format!("{title} – {}", say(&text!("portfolio-made-by", version = &portfolio.version), lang));
    finish(paper, &title, &foot, lang)
}
