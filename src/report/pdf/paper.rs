//! Sheets of paper: words, lines and shapes at places, and where the next sheet begins.
//!
//! Lengths are in points (1/72 inch), from the upper left corner. The font is part of the
//! program (Noto Sans, Latin, Greek and Cyrillic letters), so a sheet looks the same
//! everywhere, and without a network.

use std::sync::LazyLock;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// A4, upright.
const A4: (f32, f32) = (595.28, 841.89);

/// The space around what is printed.
const MARGIN: f32 = 40.0;

/// The space for the words at the foot of each sheet.
const FOOT: f32 = 22.0;

/// A colour: red, green, blue.
pub(super) type Colour = (u8, u8, u8);

/// What words look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    /// The height of the letters.
    pub size: f32,
    /// Whether they are bold.
    pub bold: bool,
    /// Their colour.
    pub colour: Colour,
}

impl Ink {
    /// The same, bold.
    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in another colour.
    pub(super) fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same in another size.
    pub(super) fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// From one line to the next.
    pub(super) fn line(self) -> f32 {
        self.size * 1.35
    }

    /// How wide words are.
    pub(super) fn width(self, words: &str) -> f32 {
        words.chars().map(|c| face(self.bold).glyph(c).1).sum::<f32>() * self.size
    }

    /// Breaks words into lines of at most `width`; a word that is longer is cut.
    pub(super) fn wrap(self, words: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in words.split([' ', '\n']).filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                if !line.is_empty() && self.width(&line) + self.width(c.encode_utf8(&mut [0; 4])) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Returns words cut so that they fit, with an ellipsis where something is missing.
    pub(super) fn fit(self, words: &str, width: f32) -> String {
        if self.width(words) <= width {
            return words.to_owned();
        }
        let mut kept = words.to_owned();
        while !kept.is_empty() && self.width(&kept) + self.width("…") > width {
            kept.pop();
        }
        kept.trim_end().to_owned() + "…"
    }
}

/// A font: how to draw it, and the number and the width of each letter.
struct Face {
    font: Font,
    reference: FontRef<'static>,
    units: f32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let font = Font::new(bytes.into(), 0).expect("the fonts of the program are fonts");
        let reference = FontRef::new(bytes).expect("the fonts of the program are fonts");
        let units = font.units_per_em();
        Self { font, reference, units }
    }

    /// The number of a letter and its width, as a part of its height. A letter that the font
    /// does not have is shown as one that cannot be read.
    fn glyph(&self, letter: char) -> (u32, f32) {
        let map = self.reference.charmap();
        // Spaces that do not break are as wide as those that do.
        let letter = if letter == '\u{202f}' { ' ' } else { letter };
        let id = map.map(letter).or_else(|| map.map('\u{fffd}')).unwrap_or_default();
        let metrics = self.reference.glyph_metrics(Size::unscaled(), LocationRef::default());
        (id.to_u32(), metrics.advance_width(id).unwrap_or_default() / self.units)
    }
}

fn face(bold: bool) -> &'static Face {
    static REGULAR: LazyLock<Face> =
        LazyLock::new(|| Face::new(include_bytes!("fonts/NotoSans-Regular.ttf")));
    static BOLD: LazyLock<Face> = LazyLock::new(|| Face::new(include_bytes!("fonts/NotoSans-Bold.ttf")));
    if bold { &BOLD } else { &REGULAR }
}

/// Something on a sheet.
#[derive(Clone, Debug)]
enum Mark {
    Words { at: (f32, f32), ink: Ink, words: String, turned: bool },
    Box { at: (f32, f32), size: (f32, f32), colour: Colour },
    Line { points: Vec<(f32, f32)>, width: f32, colour: Colour },
    Disc { middle: (f32, f32), radius: f32, colour: Colour, full: bool },
}

/// What a document says of itself.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its language: `fr` or `en`.
    pub lang: &'a str,
    /// The words at the foot of each sheet, on the left.
    pub foot: &'a str,
    /// What numbers the sheets, on the right: `{page}` of `{pages}`.
    pub number: &'a dyn Fn(usize, usize) -> String,
}

/// Sheets that are being written, and where on the last one.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    width: f32,
    height: f32,
    sheets: Vec<Vec<Mark>>,
    /// How far down the last sheet everything so far goes.
    pub y: f32,
}

impl Paper {
    /// Returns an empty sheet of A4, upright or lying.
    pub(super) fn new(lying: bool) -> Self {
        let (width, height) = if lying { (A4.1, A4.0) } else { A4 };
        Self { width, height, sheets: vec![Vec::new()], y: MARGIN }
    }

    /// Where lines begin.
    pub(super) fn left(&self) -> f32 {
        MARGIN
    }

    /// How wide lines may be.
    pub(super) fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// Whether so much more fits on this sheet.
    pub(super) fn fits(&self, height: f32) -> bool {
        self.y + height <= self.height - MARGIN - FOOT
    }

    /// Begins another sheet.
    pub(super) fn turn(&mut self) {
        self.sheets.push(Vec::new());
        self.y = MARGIN;
    }

    /// Begins another sheet unless so much more fits; says whether it did.
    pub(super) fn need(&mut self, height: f32) -> bool {
        let turns = !self.fits(height) && self.y > MARGIN;
        if turns {
            self.turn();
        }
        turns
    }

    fn add(&mut self, mark: Mark) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(mark);
        }
    }

    /// Writes words whose letters stand on `y`.
    pub(super) fn words(&mut self, at: (f32, f32), ink: Ink, words: &str) {
        self.add(Mark::Words { at, ink, words: words.to_owned(), turned: false });
    }

    /// Writes words that end at a place.
    pub(super) fn words_to(&mut self, (right, y): (f32, f32), ink: Ink, words: &str) {
        self.words((right - ink.width(words), y), ink, words);
    }

    /// Writes words around a place.
    pub(super) fn words_amid(&mut self, (middle, y): (f32, f32), ink: Ink, words: &str) {
        self.words((middle - ink.width(words) / 2.0, y), ink, words);
    }

    /// Writes words that go upwards from a place.
    pub(super) fn words_up(&mut self, at: (f32, f32), ink: Ink, words: &str) {
        self.add(Mark::Words { at, ink, words: words.to_owned(), turned: true });
    }

    /// Writes a paragraph from `x` on, at most so wide; goes on where it ends.
    pub(super) fn paragraph(&mut self, x: f32, width: f32, ink: Ink, words: &str) {
        for line in ink.wrap(words, width) {
            self.need(ink.line());
            self.y += ink.line();
            let y = self.y - ink.size * 0.35;
            self.words((x, y), ink, &line);
        }
    }

    /// Fills a box.
    pub(super) fn fill(&mut self, at: (f32, f32), size: (f32, f32), colour: Colour) {
        self.add(Mark::Box { at, size, colour });
    }

    /// Draws a line through points.
    pub(super) fn line(&mut self, points: &[(f32, f32)], width: f32, colour: Colour) {
        self.add(Mark::Line { points: points.to_vec(), width, colour });
    }

    /// Draws a circle, or a disc.
    pub(super) fn disc(&mut self, middle: (f32, f32), radius: f32, colour: Colour, full: bool) {
        self.add(Mark::Disc { middle, radius, colour, full });
    }

    /// Returns the document.
    pub(super) fn finish(self, about: &About<'_>) -> Result<Vec<u8>, krilla::error::KrillaError> {
        let mut document = Document::new();
        let metadata = Metadata::new()
            .title(about.title.to_owned())
            .language(about.lang.to_owned())
            .creator("paillasse".to_owned());
        document.set_metadata(metadata);
        let pages = self.sheets.len();
        let small = Ink { size: 7.5, bold: false, colour: (90, 98, 108) };
        for (index, sheet) in self.sheets.iter().enumerate() {
            let settings = PageSettings::from_wh(self.width, self.height).expect("A4 has a size");
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in sheet {
                draw(&mut surface, mark);
            }
            let y = self.height - MARGIN + 4.0;
            let number = (about.number)(index + 1, pages);
            let right = self.width - MARGIN - small.width(&number);
            let foot = small.fit(about.foot, right - MARGIN - 12.0);
            for (x, words) in [(MARGIN, foot), (right, number)] {
                draw(&mut surface, &Mark::Words { at: (x, y), ink: small, words, turned: false });
            }
            surface.finish();
            page.finish();
        }
        document.finish()
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark) {
    match mark {
        Mark::Words { at, ink, words, turned } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(ink.colour)));
            if *turned {
                surface.push_transform(&Transform::from_rotate_at(-90.0, at.0, at.1));
            }
            surface.draw_glyphs(
                Point::from_xy(at.0, at.1),
                &glyphs(words, ink.bold),
                face(ink.bold).font.clone(),
                words,
                ink.size,
                false,
            );
            if *turned {
                surface.pop();
            }
        }
        Mark::Box { at, size, colour } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour)));
            let mut path = PathBuilder::new();
            if let Some(area) = Rect::from_xywh(at.0, at.1, size.0, size.1) {
                path.push_rect(area);
            }
            put(surface, path.finish());
        }
        Mark::Line { points, width, colour } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(*colour, *width)));
            let mut path = PathBuilder::new();
            for (index, point) in points.iter().enumerate() {
                match index {
                    0 => path.move_to(point.0, point.1),
                    _ => path.line_to(point.0, point.1),
                }
            }
            put(surface, path.finish());
        }
        Mark::Disc { middle, radius, colour, full } => {
            surface.set_fill(full.then(|| fill(*colour)));
            surface.set_stroke(Some(stroke(*colour, 1.0)));
            put(surface, circle(*middle, *radius));
        }
    }
}

fn put(surface: &mut Surface<'_>, path: Option<Path>) {
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

/// A circle of four curves.
fn circle((x, y): (f32, f32), r: f32) -> Option<Path> {
    // The usual distance of the control points: an error below 0.03 % of the radius.
    let k = r * 0.5523;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}

fn glyphs(words: &str, bold: bool) -> Vec<KrillaGlyph> {
    let shape = |(at, c): (usize, char)| {
        let (id, width) = face(bold).glyph(c);
        KrillaGlyph::new(GlyphId::new(id), width, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
    };
    words.char_indices().map(shape).collect()
}

fn fill((red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn stroke((red, green, blue): Colour, width: f32) -> Stroke {
    Stroke {
        paint: rgb::Color::new(red, green, blue).into(),
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }
}

#[cfg(test)]
mod tests {
    use skrifa::MetadataProvider;

    use super::{Ink, Paper};

    const INK: Ink = Ink { size: 10.0, bold: false, colour: (0, 0, 0) };

    #[test]
    fn lines_are_as_wide_as_they_may_be_and_lose_nothing() {
        let words = "Le dépôt appartient au compte dédié, et personne d'autre n'y entre. ".repeat(4);
        let lines = INK.wrap(&words, 120.0);
        assert!(lines.len() > 4 && lines.iter().all(|line| INK.width(line) <= 120.0), "{lines:?}");
        assert_eq!(lines.join(" "), words.trim());
        let long = "x".repeat(200);
        assert_eq!(INK.wrap(&long, 100.0).concat(), long);
        assert_eq!(INK.wrap("", 100.0), [""]);
    }

    #[test]
    fn what_does_not_fit_says_so() {
        assert_eq!(INK.fit("court", 100.0), "court");
        let cut = INK.fit("beaucoup trop long pour la place", 60.0);
        assert!(cut.ends_with('…') && INK.width(&cut) <= 60.0, "{cut}");
    }

    #[test]
    fn letters_of_every_name_are_there() {
        let (known, unknown) = (INK.width("Œuvrard Nguyễn Żak Šimić Ωμέγα Иван"), INK.width("\u{fffd}"));
        assert!(known > 0.0 && unknown > 0.0);
        for letter in "ŒœŸÿéÉÇçỄễŻżŠšΩΑИйßñÞ€«»–—…’✔".chars() {
            let found = super::face(false).reference.charmap();
            let found = found.map(letter);
            assert_eq!(found.is_some(), letter != '✔', "{letter}");
        }
    }

    #[test]
    fn a_sheet_that_is_full_is_followed_by_another() {
        let mut paper = Paper::new(false);
        assert!(!paper.need(5000.0), "an empty sheet is not left empty");
        paper.paragraph(40.0, 200.0, INK, &"mot ".repeat(2000));
        let sheets = paper.sheets.len();
        assert!(sheets > 3, "{sheets}");
        assert!(paper.fits(0.0));
        let bytes = paper.finish(&super::About {
            title: "t",
            lang: "fr",
            foot: "f",
            number: &|a, b| format!("{a}/{b}"),
        });
        assert!(bytes.unwrap().starts_with(b"%PDF-"));
    }
}
