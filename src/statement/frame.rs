//! What every page has around it: a head that loads nothing, the style, the words of the
//! reader's language.

use crate::i18n::{Lang, Text};
use crate::statement::{escape, unbroken};

/// The style that pages share.
pub(crate) const STYLE: &str = include_str!("page.css");

/// Nothing is loaded, nothing runs; styles stand in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// What kind of page it is, for the style; nothing for a statement.
    pub class: &'a str,
    /// The title, as plain words.
    pub title: &'a str,
    /// What the page adds to the style.
    pub style: &'a str,
    /// Where the link for those who listen leads, and what it says.
    pub skip: (&'a str, &'a Text),
    /// The page itself, in HTML.
    pub body: &'a str,
}

impl Frame<'_> {
    /// Returns the whole page.
    pub(crate) fn html(&self) -> String {
        let (target, words) = self.skip;
        let class = match self.class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n\
             <style>\n{STYLE}{}</style>\n</head>\n<body{class}>\n\
             <a class=\"skip\" href=\"#{target}\">{}</a>\n{}</body>\n</html>\n",
            self.lang.code(),
            escape(self.title),
            self.style,
            say(words, self.lang),
            self.body
        )
    }
}

/// Returns a sentence as HTML, in which no line breaks where French forbids it.
pub(crate) fn say(text: &Text, lang: Lang) -> String {
    escape(&unbroken(&text.to(lang)))
}

/// Returns the attribute of words that are French, on a page in a language (WCAG 3.1.2).
pub(crate) fn french(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "" } else { " lang=\"fr\"" }
}

/// What is asked of every page.
#[cfg(test)]
pub(crate) mod proof {
    use std::collections::{BTreeMap, BTreeSet};

    /// Elements are closed in order, identifiers are unique, links within the page lead
    /// somewhere, and nothing is loaded or run.
    pub(crate) fn sound(page: &str) {
        for loading in
            [" src=", "<link", "<script", "@import", "url(http", "url(\"", "<iframe", "<img", "javascript:"]
        {
            assert!(!page.contains(loading), "{loading}");
        }
        let (_, page) = page.split_once("</style>").unwrap();
        let tag = regex::Regex::new(r"<(/?)([a-z0-9]+)([^>]*?)(/?)>").unwrap();
        let mut open = vec!["html".to_owned(), "head".to_owned()];
        let mut names = BTreeSet::new();
        for found in tag.captures_iter(page) {
            if let Some(name) = found[3].split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()) {
                assert!(names.insert(name.to_owned()), "{name} twice");
            }
            match (&found[1], &found[2], &found[4]) {
                ("/", name, _) => assert_eq!(open.pop().as_deref(), Some(name)),
                (_, "br" | "hr" | "input" | "meta", _) | (_, _, "/") => {}
                (_, name, _) => open.push(name.to_owned()),
            }
        }
        assert!(open.is_empty(), "{open:?}");
        let target = regex::Regex::new("href=\"#([^\"]+)\"").unwrap();
        for found in target.captures_iter(page) {
            assert!(names.contains(&found[1]), "#{} leads nowhere", &found[1]);
        }
    }

    /// Words stand out from every ground: 4.5 to 1 (WCAG 2.2, 1.4.3), in each of the three
    /// themes (light, dark, paper) of a style.
    pub(crate) fn contrast(style: &str, words: &[&str], grounds: &[&str]) {
        for theme in themes(style) {
            for words in words {
                for ground in grounds {
                    let (a, b) = (theme[*words], theme[*ground]);
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{words} on {ground}: {contrast:.2}");
                }
            }
        }
    }

    /// The luminance of each colour, by theme: those of several styles in one text.
    fn themes(style: &str) -> Vec<BTreeMap<String, f64>> {
        let colour = regex::Regex::new(r"--([a-z-]+): #([0-9a-f]{6})").unwrap();
        let mut themes: Vec<BTreeMap<String, f64>> = vec![BTreeMap::new(); 3];
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for found in colour.captures_iter(style) {
            let turn = seen.entry(found[1].to_owned()).or_default();
            themes[*turn].insert(found[1].to_owned(), luminance(&found[2]));
            *turn += 1;
        }
        assert!(seen.values().all(|count| *count == 3), "light, dark, paper: {seen:?}");
        themes
    }

    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }
}
