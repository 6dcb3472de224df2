//! Sheets for the file: of a student, of a class, of what a student has proven.
//!
//! The layout is ours, the format krilla's: see [`paper`].

mod class;
mod paper;
mod portfolio;
mod student;

use crate::grade::Mastery;
use crate::i18n::{Lang, Text};
use crate::ink::clean;
use crate::report::RenderError;
use crate::report::pdf::paper::{About, Colour, Ink, Paper};
use crate::report::sign::Sign;
use crate::report::terminal::mastery;
use crate::statement::unbroken;
use crate::text;

pub(super) use class::class;
pub(super) use portfolio::portfolio;
pub(super) use student::student;

const BLACK: Colour = (24, 28, 33);
const GREY: Colour = (90, 98, 108);
const LINE: Colour = (205, 211, 218);
const GOOD: Colour = (13, 92, 43);
const BAD: Colour = (150, 24, 24);
const HALF: Colour = (122, 75, 0);
const OPEN: Colour = (75, 47, 122);

/// What most words look like.
const PLAIN: Ink = Ink { size: 9.0, bold: false, colour: BLACK };
/// What goes beside them.
const SMALL: Ink = Ink { size: 7.5, bold: false, colour: GREY };

/// Words of ours, or of a check.
fn say(text: &Text, lang: Lang) -> String {
    name(&text.to(lang))
}

/// Words from outside: one line, and nothing that a machine obeys.
fn name(words: &str) -> String {
    unbroken(&clean(words))
}

/// The colour of a sign, and that of the ground under it.
fn colours(sign: Sign) -> (Colour, Colour) {
    match sign {
        Sign::Pass => (GOOD, (222, 242, 229)),
        Sign::Part => (HALF, (253, 240, 211)),
        Sign::Fail => (BAD, (251, 227, 225)),
        Sign::Error | Sign::Manual => (OPEN, (236, 229, 246)),
        Sign::Skip => (GREY, (236, 239, 242)),
    }
}

/// The colour of a level, and that of the ground under it.
fn level_colours(level: Mastery) -> (Colour, Colour) {
    colours(match level {
        Mastery::Acquired => Sign::Pass,
        Mastery::InProgress => Sign::Part,
        Mastery::NotAcquired => Sign::Fail,
        Mastery::NotJudged => Sign::Skip,
    })
}

/// Draws a sign around a place: a shape of its own for each, so that no colour is needed.
fn sign(paper: &mut Paper, (x, y): (f32, f32), size: f32, sign: Sign) {
    let (colour, _) = colours(sign);
    let u = size / 2.0;
    let wide = size / 6.5;
    match sign {
        Sign::Pass => {
            paper.line(
                &[(x - u * 0.8, y), (x - u * 0.2, y + u * 0.65), (x + u * 0.8, y - u * 0.7)],
                wide,
                colour,
            );
        }
        Sign::Fail => {
            paper.line(&[(x - u * 0.6, y - u * 0.6), (x + u * 0.6, y + u * 0.6)], wide, colour);
            paper.line(&[(x + u * 0.6, y - u * 0.6), (x - u * 0.6, y + u * 0.6)], wide, colour);
        }
        Sign::Part => {
            paper.disc((x, y), u * 0.7, colour, false);
            paper.disc((x, y), u * 0.32, colour, true);
        }
        Sign::Skip => paper.line(&[(x - u * 0.6, y), (x + u * 0.6, y)], wide, colour),
        Sign::Error => {
            paper.words_amid((x, y + size * 0.34), Ink { size: size * 0.95, bold: true, colour }, "?");
        }
        Sign::Manual => {
            paper.line(&[(x - u * 0.6, y + u * 0.6), (x + u * 0.5, y - u * 0.6)], wide, colour);
            paper.line(&[(x - u * 0.6, y + u * 0.75), (x + u * 0.6, y + u * 0.75)], wide * 0.6, colour);
        }
    }
}

/// Writes a level on its ground, from `x` on, so wide; its middle is at `y`.
fn level(paper: &mut Paper, (x, y): (f32, f32), width: f32, level: Mastery, lang: Lang) {
    let (colour, ground) = level_colours(level);
    paper.fill((x, y - 5.4), (width, 10.8), ground);
    let full = level == Mastery::Acquired;
    paper.disc((x + 8.0, y), 3.2, colour, full);
    if level == Mastery::InProgress {
        paper.disc((x + 8.0, y), 1.2, colour, true);
    }
    let ink = SMALL.coloured(colour).bold();
    paper.words((x + 15.0, y + 2.7), ink, &ink.fit(&say(&mastery(level), lang), width - 17.0));
}

/// A heading of a part, never alone at the end of a sheet.
fn heading(paper: &mut Paper, words: &str) {
    paper.need(60.0);
    paper.y += 12.0;
    let ink = PLAIN.bold().sized(11.5);
    paper.paragraph(paper.left(), paper.room(), ink, words);
    paper.y += 3.0;
    rule(paper);
}

/// A line across the sheet.
fn rule(paper: &mut Paper) {
    let (left, right, y) = (paper.left(), paper.left() + paper.room(), paper.y);
    paper.line(&[(left, y), (right, y)], 0.6, LINE);
}

fn finish(paper: Paper, title: &str, foot: &str, lang: Lang) -> Result<Vec<u8>, RenderError> {
    let number = |page: usize, pages: usize| text!("pdf-page", page = page, pages = pages).to(lang);
    let about = About { title, lang: lang.code(), foot, number: &number };
    paper.finish(&about).map_err(|error| RenderError::Pdf(format!("{error:?}")))
}
