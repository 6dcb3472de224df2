//! Reports as HTML pages that need nothing else, like the pages of statements: a class,
//! a student.
//!
//! Nothing in them runs, the filter by group included: it is a form that the style obeys.
//! A sign is a shape and a word before it is a colour.

pub(super) mod class;
pub(super) mod portfolio;
pub(super) mod student;
mod svg;

use std::fmt::Write;

use crate::grade::{Mastery, Points};
use crate::i18n::{Lang, Text};
use crate::ink::{clean, decimal};
use crate::report::sign::{Sign, level_code};
use crate::report::terminal::mastery;
use crate::statement::frame::{french, say};
use crate::statement::{escape, unbroken};
use crate::text;

/// What pages of reports add to the style that all pages share.
pub(super) const STYLE: &str = include_str!("report.css");

/// A page that is being written.
pub(super) struct Writer {
    lang: Lang,
    html: String,
}

impl Writer {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, html: String::new() }
    }

    /// Adds HTML.
    pub(super) fn push(&mut self, words: std::fmt::Arguments<'_>) {
        self.html.write_fmt(words).expect("writing to a string does not fail");
    }

    /// A sentence of ours.
    pub(super) fn say(&self, text: &Text) -> String {
        say(text, self.lang)
    }

    /// What a machine printed or a check concluded.
    pub(super) fn told(&self, text: &Text) -> String {
        escape(&clean(&unbroken(&text.to(self.lang))))
    }

    /// Words of a lab, which are French.
    pub(super) fn french(&self, words: &str) -> String {
        format!("<span{}>{}</span>", french(self.lang), name(words))
    }

    /// Points or a mark.
    pub(super) fn number(&self, points: Points) -> String {
        decimal(points.number(), self.lang)
    }

    /// A mark out of what it is out of.
    pub(super) fn mark(&self, value: Points, out_of: u32) -> String {
        format!("{}<small>/{out_of}</small>", self.number(value))
    }

    /// A sign with its word; the word is heard, and seen where there is room.
    pub(super) fn sign(&self, sign: Sign, seen: bool) -> String {
        let word = self.say(&sign.word());
        let class = if seen { "word" } else { "heard" };
        format!("{}<span class=\"{class}\">{word}</span>", icon(sign.code()))
    }

    /// A level with its word.
    pub(super) fn level(&self, level: Mastery) -> String {
        format!("{}<span class=\"word\">{}</span>", icon(level_code(level)), self.say(&mastery(level)))
    }

    /// Names and values of a heading.
    pub(super) fn facts(&mut self, facts: &[(Text, String)]) {
        self.html.push_str("<dl class=\"facts\">\n");
        for (name, value) in facts {
            let name = self.say(name);
            self.push(format_args!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
        }
        self.html.push_str("</dl>\n");
    }

    /// Opens a section with its heading.
    pub(super) fn section(&mut self, id: &str, title: &Text) {
        let title = self.say(title);
        self.push(format_args!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"));
    }

    /// A paragraph of ours.
    pub(super) fn paragraph(&mut self, class: &str, text: &Text) {
        let words = self.say(text);
        self.push(format_args!("<p class=\"{class}\">{words}</p>\n"));
    }

    /// Opens a table that scrolls on its own, with the keyboard too.
    pub(super) fn table(&mut self, class: &str, caption: &Text, heads: &[(String, &str)]) {
        let caption = self.say(caption);
        self.push(format_args!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n\
             <table class=\"{class}\">\n<caption>{caption}</caption>\n<thead><tr>"
        ));
        for (head, class) in heads {
            self.push(format_args!("<th scope=\"col\" class=\"{class}\">{head}</th>"));
        }
        self.html.push_str("</tr></thead>\n<tbody>\n");
    }

    /// Closes a table.
    pub(super) fn end_table(&mut self) {
        self.html.push_str("</tbody>\n</table>\n</div>\n");
    }

    /// Links to the sections of the page.
    pub(super) fn contents(&mut self, sections: &[(&str, Text)]) {
        let name = self.say(&text!("page-contents"));
        self.push(format_args!("<nav aria-label=\"{name}\">\n<ul>\n"));
        for (id, title) in sections {
            let title = self.say(title);
            self.push(format_args!("<li><a href=\"#{id}\">{title}</a></li>\n"));
        }
        self.html.push_str("</ul>\n</nav>\n");
    }

    /// What the signs mean.
    pub(super) fn legend(&mut self) {
        let signs: String =
            Sign::ALL.iter().map(|sign| format!("<li>{}</li>", self.sign(*sign, true))).collect();
        self.push(format_args!("<ul class=\"legend\">{signs}</ul>\n"));
    }

    /// The words at the foot: what wrote the page, by which lab.
    pub(super) fn footer(&mut self, version: &str, hash: &str) {
        let words = self.say(&text!("page-made-by", version = version, hash = hash));
        self.push(format_args!("<footer>{words}</footer>\n"));
    }
}

/// Words that came from outside, such as a name, as HTML.
pub(super) fn name(words: &str) -> String {
    escape(&unbroken(&clean(words)))
}

/// The shapes of signs and levels, drawn once for the page. They take the colour of the
/// words around them.
pub(super) const SHAPES: &str = "\
<svg class=\"shapes\" aria-hidden=\"true\">\
<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<path class=\"hatching\" d=\"M0 0v6\"/></pattern></defs>\
<symbol id=\"i-pass\" viewBox=\"0 0 16 16\"><path d=\"M2.5 8.5l3.5 4 7.5-9\"/></symbol>\
<symbol id=\"i-part\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"5.5\"/><path class=\"full\" d=\"M8 2.5a5.5 5.5 0 0 0 0 11z\"/></symbol>\
<symbol id=\"i-fail\" viewBox=\"0 0 16 16\"><path d=\"M3.5 3.5l9 9m0-9l-9 9\"/></symbol>\
<symbol id=\"i-error\" viewBox=\"0 0 16 16\"><path d=\"M5 5.5c0-4 6-4 6-.5 0 2.5-3 2.5-3 5m0 2.7v.6\"/></symbol>\
<symbol id=\"i-not-run\" viewBox=\"0 0 16 16\"><path d=\"M4 8h8\"/></symbol>\
<symbol id=\"i-manual\" viewBox=\"0 0 16 16\"><path d=\"M3 13l1-3.5L11 2.5l2.5 2.5-7 7z\"/></symbol>\
<symbol id=\"i-none\" viewBox=\"0 0 16 16\"></symbol>\
<symbol id=\"i-acquired\" viewBox=\"0 0 16 16\"><circle class=\"full\" cx=\"8\" cy=\"8\" r=\"6\"/></symbol>\
<symbol id=\"i-in-progress\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6\"/><path class=\"full\" d=\"M8 2a6 6 0 0 0 0 12z\"/></symbol>\
<symbol id=\"i-not-acquired\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6\"/></symbol>\
<symbol id=\"i-not-judged\" viewBox=\"0 0 16 16\"><path d=\"M4 8h8\"/></symbol>\
</svg>\n";

fn icon(code: &str) -> String {
    format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-{code}\"/></svg>")
}
