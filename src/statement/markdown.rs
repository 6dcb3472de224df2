//! Markdown → HTML that holds nothing but what Markdown can say.

use std::collections::BTreeSet;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::statement::{escape, unbroken};

/// A text in HTML, and its sections.
#[derive(Debug)]
pub(crate) struct Html {
    pub text: String,
    /// The sections of the second level: `(anchor, title)`, neither escaped.
    pub sections: Vec<(String, String)>,
}

/// Returns the HTML of a Markdown text. `table` names tables to whoever hears the page.
///
/// Raw HTML comes out as the letters it is made of. A link is one when it goes to the
/// web, to a mail address or to a section, and words otherwise; a picture is replaced by
/// its description, since the page loads nothing. Headings begin at the second level,
/// under the page's own.
pub(crate) fn html(markdown: &str, table: &str) -> Html {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut rewriter = Rewriter { table: escape(table), ..Rewriter::default() };
    for event in Parser::new_ext(markdown, options) {
        rewriter.take(event);
    }
    let mut text = String::new();
    html::push_html(&mut text, rewriter.events.into_iter());
    // Every `<` of the text is escaped, so these can only be the writer's own.
    let text = text
        .replace("<th>", "<th scope=\"col\">")
        .replace("<th style=", "<th scope=\"col\" style=")
        .replace("<pre>", "<pre tabindex=\"0\">");
    Html { text, sections: rewriter.sections }
}

#[derive(Default)]
struct Rewriter<'a> {
    table: String,
    events: Vec<Event<'a>>,
    sections: Vec<(String, String)>,
    anchors: BTreeSet<String>,
    /// Where the heading that is being read begins, and its words.
    heading: Option<(usize, String)>,
    /// Whether the link that is being read goes nowhere.
    dead_link: bool,
    /// Whether a block of code is being read, which is copied letter by letter.
    code: bool,
}

impl<'a> Rewriter<'a> {
    fn take(&mut self, event: Event<'a>) {
        if let (Some((_, words)), Event::Text(more) | Event::Code(more) | Event::InlineHtml(more)) =
            (&mut self.heading, &event)
        {
            words.push_str(more);
        }
        let event = match event {
            Event::Html(words) | Event::InlineHtml(words) => Event::Text(words),
            Event::Start(Tag::CodeBlock(_)) => {
                self.code = true;
                event
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code = false;
                event
            }
            Event::Text(words) if !self.code => Event::Text(unbroken(&words).into()),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
            Event::End(TagEnd::Image) => Event::End(TagEnd::Emphasis),
            Event::Start(Tag::Link { link_type, ref dest_url, .. })
                if link_type != LinkType::Email && !goes_out(dest_url) =>
            {
                self.dead_link = true;
                return;
            }
            Event::End(TagEnd::Link) if std::mem::take(&mut self.dead_link) => return,
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some((self.events.len(), String::new()));
                let level = below_page(level);
                Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => {
                self.close_heading(below_page(level));
                return;
            }
            Event::Start(Tag::Table(_)) => {
                // Wider than a telephone: it scrolls on its own, with the keyboard too.
                let open = format!(
                    "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">",
                    self.table
                );
                self.events.push(Event::Html(open.into()));
                event
            }
            Event::End(TagEnd::Table) => {
                self.events.push(event);
                Event::Html(CowStr::Borrowed("</div>\n"))
            }
            other => other,
        };
        self.events.push(event);
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        if let Some((start, words)) = self.heading.take() {
            let anchor = self.anchor(&words);
            if let Some(Event::Start(Tag::Heading { id, .. })) = self.events.get_mut(start) {
                *id = Some(anchor.clone().into());
            }
            if level == HeadingLevel::H2 {
                self.sections.push((anchor, words));
            }
        }
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    /// Returns a name for a section that no other has, in letters, digits and hyphens.
    fn anchor(&mut self, words: &str) -> String {
        let plain: String =
            words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let base = plain.split_whitespace().collect::<Vec<_>>().join("-");
        // The page has names of its own, which do not begin so.
        let base = format!("s-{base}");
        let mut anchor = base.clone();
        for number in 2.. {
            if self.anchors.insert(anchor.clone()) {
                break;
            }
            anchor = format!("{base}-{number}");
        }
        anchor
    }
}

fn below_page(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

/// Whether a target can be followed from a page without running or loading anything.
fn goes_out(target: &str) -> bool {
    let target = target.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|start| target.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::html;

    fn text(markdown: &str) -> String {
        html(markdown, "table").text
    }

    #[test]
    fn markup_comes_out_as_letters() {
        let tag = regex::Regex::new(r"</?([a-zA-Z!?][a-z0-9]*)").unwrap();
        for raw in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div>\n\n**b**\n\n</div>",
            "<!-- x --> y",
            "| <b>a</b> |\n|---|\n| <i>c</i> |",
            "# <svg onload=alert(1)>",
            "`<b>` and\n\n```html\n<b>\n```",
            "<?php x ?>",
        ] {
            let shown = text(raw);
            for found in tag.captures_iter(&shown) {
                let own =
                    ["p", "h2", "table", "thead", "tbody", "tr", "th", "td", "div", "pre", "code", "strong"];
                assert!(own.contains(&&found[1]), "{raw} gives {shown}");
            }
            assert_eq!(shown.matches("<div").count(), usize::from(raw.starts_with('|')), "{shown}");
            assert!(shown.contains("&lt;"), "{raw} gives {shown}");
        }
    }

    #[test]
    fn links_go_to_the_web_only() {
        for bad in
            ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "file:///etc", "vbscript:x", "x.html"]
        {
            assert_eq!(text(&format!("[a]({bad})")), "<p>a</p>\n");
        }
        assert_eq!(
            text("[a](https://x.fr/?a=1&b=\"2)"),
            "<p><a href=\"https://x.fr/?a=1&amp;b=%222\">a</a></p>\n"
        );
        assert_eq!(text("<zoe@x.fr>"), "<p><a href=\"mailto:zoe@x.fr\">zoe@x.fr</a></p>\n");
        assert_eq!(text("![un plan](https://x.fr/y.png)"), "<p><em>un plan</em></p>\n");
    }

    #[test]
    fn sections_have_anchors_of_their_own() {
        let page = html("# A\n\n## L'énoncé `x`\n\n### B\n\n## L'énoncé x\n", "table");
        let anchors: Vec<&str> = page.sections.iter().map(|(anchor, _)| anchor.as_str()).collect();
        assert_eq!(anchors, ["s-a", "s-l-énoncé-x", "s-l-énoncé-x-2"]);
        assert!(page.text.contains("<h3 id=\"s-b\">B</h3>"), "{}", page.text);
    }

    #[test]
    fn french_marks_do_not_leave_their_word_but_code_is_as_it_was() {
        assert_eq!(text("« a » : `« b »`"), "<p>«\u{a0}a\u{a0}»\u{a0}: <code>« b »</code></p>\n");
        assert!(text("```\na : « b »\n```").contains("a : « b »"));
    }

    #[test]
    fn tables_say_what_heads_their_columns() {
        let table = text("| a | b |\n|---|--:|\n| 1 | 2 |");
        assert!(table.starts_with(
            "<div class=\"scroll\" role=\"region\" aria-label=\"table\" tabindex=\"0\"><table>"
        ));
        assert!(
            table.contains("<th scope=\"col\">a</th><th scope=\"col\" style=\"text-align: right\">b</th>")
        );
        assert!(table.ends_with("</table>\n</div>\n"), "{table}");
    }
}
