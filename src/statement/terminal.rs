//! A statement on a terminal.

use termimad::crossterm::style::{Attribute, Color};
use termimad::{Alignment, MadSkin};

use crate::ink::{BOLD, CODE, DIM, View, clean, duration, stars, width, wrap};
use crate::statement::{Statement, unbroken};
use crate::text;

/// Lines of prose longer than this are tiring to read (ISO 9241-3 speaks of 80 to 100).
const WIDEST: usize = 96;

/// Returns the statement, laid out for a terminal; it ends with a line end.
pub fn render(statement: &Statement<'_>, view: &View) -> String {
    let columns = view.columns().min(WIDEST);
    let view = View { width: columns, ..*view };
    let lab = statement.lab;
    let mut page: Vec<String> = Vec::new();
    let title = format!("{} – {}", lab.activity, clean(&lab.title));
    page.extend(wrap(&title, columns).iter().map(|line| view.paint(BOLD, line)));
    page.extend(wrap(&clean(&statement.activity.label), columns));
    let facts = text!(
        "statement-facts",
        duration = duration(lab.duration.minutes()),
        stars = stars(lab.difficulty),
        points = statement.points(),
        student = statement.student
    );
    page.extend(wrap(&view.say(&facts), columns).iter().map(|line| view.paint(DIM, line)));
    page.push(String::new());
    page.push(markdown(statement.body(), &view));
    page.push(nodes(statement, &view));
    page.join("\n") + "\n"
}

/// Returns Markdown laid out for a terminal.
fn markdown(markdown: &str, view: &View) -> String {
    let skin = skin(view.colour);
    let mut lines: Vec<String> = Vec::new();
    for block in blocks(markdown) {
        match block {
            Block::Prose(prose) => {
                let shown =
                    skin.text(&unbroken(&prose).replace('\u{a0}', GLUE), Some(view.width)).to_string();
                lines.extend(shown.lines().map(|line| line.replace(GLUE, " ").trim_end().to_owned()));
            }
            // Never broken: a command is copied as it stands.
            Block::Code(code) => {
                lines.extend(code.iter().map(|line| format!("  {}", view.paint(CODE, line))))
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Stands for a space that the layout must not break at; a letter of nobody's (Unicode
/// private use).
const GLUE: &str = "\u{e000}";

/// What is to be read, and what is to be copied.
#[derive(Debug, PartialEq)]
enum Block {
    Prose(String),
    Code(Vec<String>),
}

/// Splits Markdown at its fences, and joins the lines of a paragraph: the layout takes
/// every line end for one that was meant.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut prose: Vec<String> = Vec::new();
    // The fence that ends the code being read, how far it is indented, and the code.
    let mut code: Option<(&str, usize, Vec<String>)> = None;
    for line in markdown.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence));
        match (&mut code, fence) {
            (Some((end, _, read)), Some(fence)) if fence == *end => {
                blocks.push(Block::Code(std::mem::take(read)));
                code = None;
            }
            (Some((_, depth, read)), _) => {
                let kept =
                    line.char_indices().map(|(at, _)| at).take_while(|at| *at <= indent.min(*depth)).last();
                read.push(clean(&line[kept.unwrap_or_default()..]));
            }
            (None, Some(fence)) => {
                blocks.push(Block::Prose(std::mem::take(&mut prose).join("\n")));
                code = Some((fence, indent, Vec::new()));
            }
            (None, None) => match prose.last_mut() {
                Some(last) if continues(last, line) => {
                    last.push(' ');
                    last.push_str(&clean(text.trim_start_matches("> ")));
                }
                // Line ends are what the layout lives from; nothing else may steer the
                // terminal.
                _ => prose.push(clean(line)),
            },
        }
    }
    if let Some((_, _, read)) = code {
        blocks.push(Block::Code(read));
    }
    blocks.push(Block::Prose(prose.join("\n")));
    blocks.retain(|block| *block != Block::Prose(String::new()));
    blocks
}

/// Whether a line goes on with the paragraph, the list item or the quotation before it.
fn continues(before: &str, line: &str) -> bool {
    let begins = |text: &str| {
        let text = text.trim_start();
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        text.is_empty()
            || text.starts_with(['#', '|'])
            || ["- ", "* ", "+ ", "---", "***", "___", "==="].iter().any(|mark| text.starts_with(mark))
            || (number.len() < text.len() && number.starts_with(". "))
    };
    let ends = |text: &str| {
        text.trim().is_empty()
            || text.starts_with(['#', '|'])
            || ["---", "***", "___"].iter().any(|mark| text.trim_start().starts_with(mark))
            // Two spaces ask for a line end.
            || text.ends_with("  ")
    };
    let quoted = |text: &str| text.starts_with('>');
    !ends(before) && if quoted(line) { quoted(before) && !begins(&line[1..]) } else { !begins(line) }
}

fn skin(colour: bool) -> MadSkin {
    if !colour {
        return MadSkin::no_style();
    }
    // Colours of the terminal's own palette: they read on its background, light or dark.
    let mut skin = MadSkin::default();
    for header in &mut skin.headers {
        header.align = Alignment::Left;
        header.compound_style.object_style.attributes.unset(Attribute::Underlined);
        header.add_attr(Attribute::Bold);
    }
    skin.headers[0].set_fg(Color::DarkCyan);
    skin.headers[1].set_fg(Color::DarkCyan);
    skin.inline_code = termimad::CompoundStyle::with_fg(Color::DarkYellow);
    skin.table.compound_style = termimad::CompoundStyle::with_attr(Attribute::Dim);
    skin.quote_mark.set_fg(Color::DarkGrey);
    skin.bullet.set_fg(Color::DarkGrey);
    skin.horizontal_rule.set_fg(Color::DarkGrey);
    skin
}

/// The machines with where they stand and what for.
fn nodes(statement: &Statement<'_>, view: &View) -> String {
    let mut page = vec![view.paint(BOLD, &view.say(&text!("statement-nodes")))];
    let names = statement.lab.nodes.iter().map(|node| width(node.name.as_str())).max().unwrap_or_default();
    for node in &statement.lab.nodes {
        let places: Vec<String> = statement
            .addresses_of(node.name.as_str())
            .into_iter()
            .map(|(network, address)| format!("{address} ({network})"))
            .collect();
        let words = [places.join(", "), node.role.clone().unwrap_or_default()];
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
        let first = format!("  {:names$}  ", node.name.as_str());
        page.push(view.hang(&first, names + 4, &clean(&words.join(" – "))));
    }
    page.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Block, blocks, render};
    use crate::i18n::Lang;
    use crate::ink::{View, width};
    use crate::referentiel::Referentiel;
    use crate::statement::{Statement, sample};

    fn shown(markdown: &str, view: &View) -> String {
        let catalogue = Referentiel::embedded();
        let (lab, addresses) = (sample::lab(), sample::addresses());
        let statement = Statement {
            lab: &lab,
            activity: catalogue.activity(&lab.activity).unwrap(),
            addresses: &addresses,
            student: "Zoé Lefèvre",
            markdown,
        };
        render(&statement, view)
    }

    #[test]
    fn a_statement_on_a_terminal() {
        let plain = shown(&sample::markdown(), &View::plain(Lang::Fr));
        let prose = |line: &&str| !line.contains("borg init");
        assert!(plain.lines().filter(prose).all(|line| width(line) <= 80), "{plain}");
        insta::assert_snapshot!("plain", plain);
        let narrow = shown(&sample::markdown(), &View { width: 50, ..View::plain(Lang::En) });
        assert!(narrow.lines().filter(prose).all(|line| width(line) <= 50), "{narrow}");
        let colour = shown(&sample::markdown(), &View { colour: true, width: 96, lang: Lang::Fr });
        insta::assert_snapshot!("colour", colour.replace('\u{1b}', "␛"));
    }

    #[test]
    fn a_paragraph_is_joined_and_code_is_not() {
        let prose = |text: &str| Block::Prose(text.to_owned());
        assert_eq!(blocks("a\nb\n\n- c\n  d\n- e\n> f\n> g"), [prose("a b\n\n- c d\n- e\n> f g")]);
        assert_eq!(blocks("# a\nb\n| c |\n|---|\nd  \ne"), [prose("# a\nb\n| c |\n|---|\nd  \ne")]);
        let code = |lines: &[&str]| Block::Code(lines.iter().map(|line| line.to_string()).collect());
        assert_eq!(
            blocks("1. a\n   ```sh\n   b\n     c\n~~~\n   ```\n2. d"),
            [prose("1. a"), code(&["b", "  c", "~~~"]), prose("2. d")]
        );
        assert_eq!(blocks("~~~\né\n"), [code(&["é"])]);
    }

    #[test]
    fn a_command_is_never_broken() {
        let long = format!("$ {}", "x".repeat(100));
        let plain = shown(&format!("```\n{long}\n```"), &View::plain(Lang::Fr));
        assert!(plain.contains(&format!("\n  {long}\n")), "{plain}");
    }

    #[test]
    fn a_value_cannot_steer_the_terminal() {
        let plain = shown("a\u{1b}[2J\n\nb\u{202e}c", &View::plain(Lang::Fr));
        assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{plain}");
        assert!(plain.contains("a␛[2J"), "{plain}");
    }
}
