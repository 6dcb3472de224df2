//! The summary of a class: who passed what, how far each competence is acquired, how each
//! check went.

use crate::grade::Mastery;
use crate::i18n::Lang;
use crate::ink::decimal;
use crate::report::RenderError;
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::figures::{Rate, competences, marks, rates, shown, sign as sign_of};
use crate::report::pdf::paper::Paper;
use crate::report::pdf::{
    BAD, GOOD, GREY, HALF, LINE, OPEN, PLAIN, SMALL, colours, finish, heading, level, level_colours, name,
    say, sign,
};
use crate::report::sign::Sign;
use crate::report::words::{level as how, moment};
use crate::text;

/// The height of a row of the tables.
const ROW: f32 = 11.8;
/// The columns of names and of marks.
const NAMES: f32 = 138.0;
const MARKS: f32 = 42.0;
/// The height of names that are turned.
const TURNED: f32 = 84.0;

/// Returns the document: A4, lying.
pub(in crate::report) fn class(report: &ClassReport, lang: Lang) -> Result<Vec<u8>, RenderError> {
    let mut paper = Paper::new(true);
    head(&mut paper, report, lang);
    grid(&mut paper, report, lang);
    paper.turn();
    levels(&mut paper, report, lang);
    paper.turn();
    bars(&mut paper, &rates(report), lang);
    let title = format!("{} – {}", report.lab, report.title);
    let foot = format!(
        "{title} – {}",
        say(&text!("page-made-by", version = &report.version, hash = &report.lab_hash), lang)
    );
    finish(paper, &title, &foot, lang)
}

fn head(paper: &mut Paper, report: &ClassReport, lang: Lang) {
    let (left, room) = (paper.left(), paper.room());
    let title = format!("{} – {}", report.lab, name(&report.title));
    paper.paragraph(left, room, PLAIN.bold().sized(15.0), &title);
    let mut about: Vec<String> = report.class.as_deref().map(name).into_iter().collect();
    about.push(say(&moment(report.finished), lang));
    about.push(say(&how(report.level), lang));
    if let Some(marks) = marks(report) {
        let pairs = [
            (text!("class-mean"), marks.mean),
            (text!("class-median"), marks.median),
            (text!("class-lowest"), marks.lowest),
            (text!("class-highest"), marks.highest),
        ];
        about.extend(
            pairs.map(|(what, value)| format!("{} {}", say(&what, lang), decimal(value.number(), lang))),
        );
    }
    paper.paragraph(left, room, SMALL, &about.join(" · "));
}

/// The names of the columns, again at the head of each sheet.
fn columns(paper: &mut Paper, report: &ClassReport, width: f32, lang: Lang) {
    let bottom = paper.y + TURNED;
    let left = paper.left();
    paper.words((left, bottom - 4.0), SMALL, &say(&text!("class-student"), lang));
    paper.words_to((left + NAMES + MARKS - 6.0, bottom - 4.0), SMALL, &say(&text!("class-mark"), lang));
    for (index, head) in report.checks.iter().enumerate() {
        let middle = left + NAMES + MARKS + (index as f32 + 0.5) * width;
        let ink = SMALL.coloured(super::BLACK);
        paper.words_up((middle + 2.5, bottom - 4.0), ink, &ink.fit(head.id.as_str(), TURNED - 6.0));
    }
    paper.y = bottom;
}

fn grid(paper: &mut Paper, report: &ClassReport, lang: Lang) {
    let count = report.checks.len().max(1) as f32;
    let width = ((paper.room() - NAMES - MARKS) / count).min(34.0);
    columns(paper, report, width, lang);
    for sheet in &report.sheets {
        if paper.need(ROW) {
            columns(paper, report, width, lang);
        }
        let top = paper.y;
        who(paper, sheet);
        let left = paper.left() + NAMES;
        let mark = match sheet.mark {
            Some(mark) => format!(
                "{}{}",
                decimal(mark.value.value.number(), lang),
                if mark.provisional { "*" } else { "" }
            ),
            None => "–".to_owned(),
        };
        paper.words_to((left + MARKS - 6.0, top + 8.8), PLAIN.bold().sized(8.5), &mark);
        for (index, head) in report.checks.iter().enumerate() {
            let Some(shown) = sign_of(sheet, &head.id) else { continue };
            let x = left + MARKS + index as f32 * width;
            let (_, ground) = colours(shown);
            paper.fill((x + 0.6, top + 0.6), (width - 1.2, ROW - 1.2), ground);
            sign(paper, (x + width / 2.0, top + ROW / 2.0), 7.5, shown);
        }
        if sheet.report.is_none() {
            let why = sheet.trouble.clone().unwrap_or_else(|| text!("class-no-work"));
            paper.words((left + MARKS + 4.0, top + 8.8), SMALL, &say(&why, lang));
        }
        paper.y = top + ROW;
    }
    legend(paper, lang);
}

fn who(paper: &mut Paper, sheet: &ClassSheet) {
    let words = name(&format!("{} {}", sheet.family_name, sheet.given_name));
    let ink = PLAIN.sized(8.5);
    let at = (paper.left(), paper.y + 8.8);
    paper.words(at, ink, &ink.fit(&words, NAMES - 6.0));
}

/// What the signs mean, in one line.
fn legend(paper: &mut Paper, lang: Lang) {
    paper.need(16.0);
    let (mut x, y) = (paper.left() + 5.0, paper.y + 9.0);
    for shown in Sign::ALL {
        sign(paper, (x, y), 7.5, shown);
        let word = say(&shown.word(), lang);
        paper.words((x + 8.0, y + 2.6), SMALL, &word);
        x += SMALL.width(&word) + 26.0;
    }
    let note = say(&text!("pdf-provisional"), lang);
    paper.words((x, y + 2.6), SMALL, &note);
    paper.y += 16.0;
}

fn levels(paper: &mut Paper, report: &ClassReport, lang: Lang) {
    let found = competences(report);
    heading(paper, &say(&text!("class-competences"), lang));
    paper.y += 4.0;
    for (code, label) in &found {
        paper.paragraph(paper.left(), paper.room(), SMALL, &format!("{code}  {}", name(label)));
    }
    paper.y += 4.0;
    let width = ((paper.room() - NAMES) / found.len().max(1) as f32).min(190.0);
    let columns = |paper: &mut Paper| {
        let (left, y) = (paper.left() + NAMES, paper.y + 10.0);
        for (index, (code, _)) in found.iter().enumerate() {
            paper.words((left + index as f32 * width + 4.0, y), SMALL.bold(), code.as_str());
        }
        paper.y += 14.0;
    };
    columns(paper);
    for sheet in report.sheets.iter().filter(|sheet| sheet.report.is_some()) {
        if paper.need(ROW) {
            columns(paper);
        }
        let top = paper.y;
        who(paper, sheet);
        for (index, (code, _)) in found.iter().enumerate() {
            let Some((score, reached)) = shown(report, sheet, code) else { continue };
            let x = paper.left() + NAMES + index as f32 * width;
            level(paper, (x + 0.8, top + ROW / 2.0), width - 1.6, reached, lang);
            if reached != Mastery::NotJudged {
                let (colour, _) = level_colours(reached);
                let points = format!("{}/{}", decimal(score.earned.number(), lang), score.judged);
                paper.words_to((x + width - 6.0, top + 8.4), SMALL.coloured(colour), &points);
            }
        }
        paper.y = top + ROW;
    }
}

fn bars(paper: &mut Paper, rates: &[Rate<'_>], lang: Lang) {
    heading(paper, &say(&text!("class-rates"), lang));
    paper.y += 4.0;
    let (titles, words) = (300.0, 70.0);
    for rate in rates {
        paper.need(ROW + 5.0);
        let (top, left) = (paper.y, paper.left());
        let room = paper.room() - titles - words;
        let ink = PLAIN.sized(8.5);
        paper.words((left, top + 9.0), ink, &ink.fit(&name(&rate.head.title), titles - 12.0));
        let all = rate.signs.values().sum::<usize>().max(1) as f32;
        let open = rate.count(Sign::Error) + rate.count(Sign::Skip) + rate.count(Sign::Manual);
        let parts = [
            (rate.count(Sign::Pass), GOOD, GOOD),
            (rate.count(Sign::Part), (253, 240, 211), HALF),
            (rate.count(Sign::Fail), (251, 227, 225), BAD),
            (open, (236, 229, 246), OPEN),
        ];
        let mut x = left + titles;
        for (count, ground, edge) in parts.into_iter().filter(|(count, ..)| *count > 0) {
            let width = count as f32 / all * room;
            paper.fill((x, top + 1.5), (width, ROW - 3.0), ground);
            let corners = [
                (x, top + 1.5),
                (x + width, top + 1.5),
                (x + width, top + ROW - 1.5),
                (x, top + ROW - 1.5),
                (x, top + 1.5),
            ];
            paper.line(&corners, 0.5, edge);
            x += width;
        }
        let told = match rate.percent() {
            Some(percent) => text!(
                "class-rate",
                percent = percent,
                passed = rate.count(Sign::Pass),
                judged = rate.judged()
            ),
            None => text!("class-rate-none"),
        };
        paper.words((left + titles + room + 8.0, top + 9.0), SMALL, &say(&told, lang));
        paper.y = top + ROW + 3.0;
    }
    let (left, y) = (paper.left(), paper.y + 4.0);
    paper.line(&[(left, y), (left + paper.room(), y)], 0.5, LINE);
    paper.y = y;
    paper.paragraph(paper.left(), paper.room(), SMALL.coloured(GREY), &say(&text!("pdf-rates-note"), lang));
}
