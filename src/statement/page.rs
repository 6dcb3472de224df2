//! A statement as one HTML page that needs nothing else: it is opened from a USB stick,
//! printed, or sent by mail.
//!
//! The page loads nothing and runs nothing, and says so to the browser (the policy in its
//! head, see [`frame`](super::frame)), should a way through the escaping ever be found.

use std::fmt::Write;

use crate::check::Level;
use crate::i18n::{Lang, Text};
use crate::ink::{duration, stars};
use crate::model::{Node, PlannedCheck};
use crate::statement::frame::{Frame, french, say};
use crate::statement::markdown::html;
use crate::statement::{Statement, escape, topology, unbroken};
use crate::text;

/// Returns the page.
///
/// The statement itself is in French, like everything that a lab says; the words around
/// it follow `lang`.
pub fn render(statement: &Statement<'_>, lang: Lang) -> String {
    Page { statement, lang }.html()
}

struct Page<'a> {
    statement: &'a Statement<'a>,
    lang: Lang,
}

impl Page<'_> {
    fn say(&self, text: &Text) -> String {
        say(text, self.lang)
    }

    fn html(&self) -> String {
        let lab = self.statement.lab;
        let body = html(self.statement.body(), &text!("page-table").to(self.lang));
        let french = french(self.lang);
        let mut page = String::new();
        for part in [
            self.header(french),
            self.contents(&body.sections, french),
            "<main id=\"statement\" tabindex=\"-1\">\n".to_owned(),
            format!("<article{french}>\n{}</article>\n", body.text),
            self.network(french),
            self.checks(french),
            "</main>\n".to_owned(),
            format!("<footer>{}</footer>\n", self.say(&text!("page-footer"))),
        ] {
            page.push_str(&part);
        }
        let title = format!("{} – {}", lab.activity, lab.title);
        let skip = ("statement", &text!("page-skip"));
        Frame { lang: self.lang, class: "", title: &title, style: "", skip, body: &page }.html()
    }

    fn header(&self, french: &str) -> String {
        let Statement { lab, activity, student, .. } = self.statement;
        let difficulty = self.say(&text!("page-difficulty-of-3", difficulty = lab.difficulty));
        let mut header = format!(
            "<header>\n<p class=\"activity\"{french}><strong>{}</strong> {}</p>\n<h1{french}>{}</h1>\n\
             <p class=\"lead\"{french}>{}</p>\n<dl class=\"facts\">\n",
            lab.activity,
            escape(&unbroken(&activity.label)),
            escape(&unbroken(&lab.title)),
            escape(&unbroken(&lab.summary))
        );
        for (name, value) in [
            (text!("page-student"), escape(student)),
            (text!("page-duration"), self.say(&duration(lab.duration.minutes()))),
            (
                text!("page-difficulty"),
                // Stars are drawn for the eye, and said in words to a screen reader.
                format!("<span role=\"img\" aria-label=\"{difficulty}\">{}</span>", stars(lab.difficulty)),
            ),
            (text!("page-points"), self.statement.points().to_string()),
        ] {
            push(&mut header, format_args!("<div><dt>{}</dt><dd>{value}</dd></div>\n", self.say(&name)));
        }
        header + "</dl>\n</header>\n"
    }

    fn contents(&self, sections: &[(String, String)], french: &str) -> String {
        let mut nav = format!("<nav aria-label=\"{}\">\n<ul>\n", self.say(&text!("page-contents")));
        for (anchor, title) in sections {
            let (anchor, title) = (escape(anchor), escape(&unbroken(title)));
            push(&mut nav, format_args!("<li><a href=\"#{anchor}\"{french}>{title}</a></li>\n"));
        }
        for (anchor, title) in [("network", text!("page-network")), ("checks", text!("page-checks"))] {
            push(&mut nav, format_args!("<li><a href=\"#{anchor}\">{}</a></li>\n", self.say(&title)));
        }
        nav + "</ul>\n</nav>\n"
    }

    fn network(&self, french: &str) -> String {
        let Statement { lab, addresses, .. } = self.statement;
        let mut section = format!(
            "<section aria-labelledby=\"network\">\n<h2 id=\"network\">{}</h2>\n<figure>\n{}</figure>\n",
            self.say(&text!("page-network")),
            topology::svg(lab, addresses, self.lang)
        );
        section.push_str(&self.table_head(&[
            (text!("page-node"), ""),
            (text!("page-addresses"), ""),
            (text!("page-role"), ""),
        ]));
        for node in &lab.nodes {
            section.push_str(&self.node(node, french));
        }
        section + "</tbody>\n</table>\n</div>\n</section>\n"
    }

    fn node(&self, node: &Node, french: &str) -> String {
        let places: String = self
            .statement
            .addresses_of(node.name.as_str())
            .iter()
            .map(|(network, address)| format!("<li><code>{address}</code> {}</li>", escape(network)))
            .collect();
        format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td><ul>{places}</ul></td><td{french}>{}</td></tr>\n",
            node.name,
            escape(&unbroken(node.role.as_deref().unwrap_or_default()))
        )
    }

    fn checks(&self, french: &str) -> String {
        let mut section = format!(
            "<section aria-labelledby=\"checks\">\n<h2 id=\"checks\">{}</h2>\n<p>{}</p>\n",
            self.say(&text!("page-checks")),
            self.say(&text!("page-checks-how"))
        );
        section.push_str(&self.table_head(&[
            (text!("page-expected"), ""),
            (text!("page-competences"), ""),
            (text!("page-points"), " class=\"points\""),
        ]));
        for check in &self.statement.lab.checks {
            section.push_str(&self.check(check, french));
        }
        push(
            &mut section,
            format_args!(
                "</tbody>\n<tfoot>\n<tr><th scope=\"row\" colspan=\"2\">{}</th><td class=\"points\">{}</td>\
                 </tr>\n</tfoot>\n</table>\n</div>\n</section>\n",
                self.say(&text!("page-total")),
                self.statement.points()
            ),
        );
        section
    }

    fn check(&self, check: &PlannedCheck, french: &str) -> String {
        let level = match check.level {
            Level::Quick => String::new(),
            Level::Full => format!(" <span class=\"level\">{}</span>", self.say(&text!("page-level-full"))),
        };
        let competences: Vec<&str> = check.competences.iter().map(|code| code.as_str()).collect();
        format!(
            "<tr><th scope=\"row\"><span{french}>{}</span><br><code>{}</code>{level}</th><td>{}</td>\
             <td class=\"points\">{}</td></tr>\n",
            escape(&unbroken(&check.title)),
            check.id,
            competences.join("<br>"),
            check.points
        )
    }

    /// The opening of a table of these columns: heading, attributes.
    fn table_head(&self, columns: &[(Text, &str)]) -> String {
        let name = self.say(&text!("page-table"));
        let cells: String = columns
            .iter()
            .map(|(head, attributes)| format!("<th scope=\"col\"{attributes}>{}</th>", self.say(head)))
            .collect();
        format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">\n\
             <table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        )
    }
}

fn push(page: &mut String, words: std::fmt::Arguments<'_>) {
    page.write_fmt(words).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::i18n::Lang;
    use crate::referentiel::Referentiel;
    use crate::statement::frame::{STYLE, proof};
    use crate::statement::{Statement, sample};

    fn page(student: &str, markdown: &str, lang: Lang) -> String {
        let catalogue = Referentiel::embedded();
        let (lab, addresses) = (sample::lab(), sample::addresses());
        let statement = Statement {
            lab: &lab,
            activity: catalogue.activity(&lab.activity).unwrap(),
            addresses: &addresses,
            student,
            markdown,
        };
        render(&statement, lang)
    }

    /// The page without its style, which snapshots would only repeat. To look at it in a
    /// browser, name a folder in `PAILLASSE_PAGES`.
    fn shown(lang: Lang) -> String {
        let page = page("Zoé Lefèvre", &sample::markdown(), lang);
        if let Some(folder) = std::env::var_os("PAILLASSE_PAGES") {
            let path = std::path::Path::new(&folder).join(format!("statement-{}.html", lang.code()));
            std::fs::write(path, &page).unwrap();
        }
        let (head, rest) = page.split_once("<style>").unwrap();
        let (_, rest) = rest.split_once("</style>").unwrap();
        format!("{head}<style>…</style>{rest}")
    }

    #[test]
    fn the_page_in_both_languages() {
        insta::assert_snapshot!("fr", shown(Lang::Fr));
        let english = shown(Lang::En);
        assert!(english.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        assert!(english.contains("<article lang=\"fr\">") && english.contains("<h1 lang=\"fr\">"));
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let page = page("Zoé", "![x](https://x.fr/a.png)\n\n<link rel=stylesheet href=//x>", Lang::Fr);
        for loading in [" src=", "<link", "<script", "@import", "url(", "<iframe", "<img"] {
            assert!(!page.contains(loading), "{loading}");
        }
    }

    #[test]
    fn a_name_or_a_value_is_never_markup() {
        let hostile = "Zoé \"<script>alert('x')</script>";
        let page = page(hostile, &format!("## {hostile}\n\n{hostile}"), Lang::Fr);
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches("&lt;script&gt;").count(), 4, "{page}");
    }

    #[test]
    fn elements_are_closed_and_names_are_unique() {
        let page = page("Zoé", &sample::markdown(), Lang::En);
        proof::sound(&page);
    }

    #[test]
    fn colours_of_words_contrast_enough() {
        proof::contrast(STYLE, &["ink", "soft", "accent"], &["paper", "panel", "code"]);
    }
}
