//! A run, or a class, as Markdown: tables as GitHub, GitLab and most wikis read them.

use std::fmt::Write;

use crate::check::Verdict;
use crate::grade::{Points, Scale, Score};
use crate::i18n::{Lang, Text};
use crate::ink::{View, clean, decimal};
use crate::report::class::ClassReport;
use crate::report::figures::{competences, marks, rates, shown, sign, stuck};
use crate::report::sign::Sign;
use crate::report::terminal::{details, mastery};
use crate::report::words::{level, moment};
use crate::report::{RenderError, Report};
use crate::text;

/// Returns words that Markdown takes as words, in a cell of a table too.
pub(super) fn plain(words: &str) -> String {
    let mut plain = String::new();
    for c in clean(words).chars() {
        match c {
            // Neither markup nor HTML nor the end of a cell comes out of a name.
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => plain.extend(['\\', c]),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            _ => plain.push(c),
        }
    }
    plain
}

/// A text that is being written.
pub(super) struct Writer {
    pub lang: Lang,
    pub text: String,
}

impl Writer {
    pub(super) fn say(&self, text: &Text) -> String {
        plain(&text.to(self.lang))
    }

    pub(super) fn number(&self, points: Points) -> String {
        decimal(points.number(), self.lang)
    }

    /// Adds a line, and an empty one after it.
    pub(super) fn line(&mut self, words: &str) {
        writeln!(self.text, "{words}\n").expect("writing to a string does not fail");
    }

    /// Adds a table; columns that begin with `>` are aligned to the right.
    pub(super) fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let names: Vec<&str> = heads.iter().map(|head| head.trim_start_matches('>')).collect();
        let rule: Vec<&str> = heads.iter().map(|head| if head.starts_with('>') { "--:" } else { "---" }).collect();
        let mut push = |cells: &str| writeln!(self.text, "| {cells} |").expect("writing to a string does not fail");
        push(&names.join(" | "));
        push(&rule.join(" | "));
        for row in rows {
            push(&row.join(" | "));
        }
        self.text.push('\n');
    }
}

/// Writes a run.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    let mut w = Writer { lang: view.lang, text: String::new() };
    let heading = text!("report-heading", lab = report.lab.as_str(), title = &report.title);
    let heading = w.say(&heading);
    w.line(&format!("# {heading}"));
    let when = [text!("report-bench", bench = &report.bench), moment(report.finished), level(report.level)];
    let when: Vec<String> = when.iter().map(|text| w.say(text)).collect();
    w.line(&when.join(" · "));
    let total = total(&report.grade.total, &w);
    w.line(&format!("**{total}**"));
    levels(report, &mut w);
    verdicts(report, &mut w);
    Ok(w.text.trim_end().to_owned() + "\n")
}

fn total(score: &Score, w: &Writer) -> String {
    match score.mark() {
        None => w.say(&text!("report-no-mark")),
        Some(mark) => w.say(&text!(
            "report-total",
            earned = w.number(score.earned),
            judged = score.judged,
            mark = decimal(mark, w.lang)
        )),
    }
}

fn levels(report: &Report, w: &mut Writer) {
    let heads = [text!("report-head-competence"), text!("report-head-label"), text!("report-head-points"), text!("report-head-mastery")]
        .map(|head| w.say(&head));
    let rows: Vec<Vec<String>> = Scale::default()
        .masteries(&report.grade)
        .map(|(competence, level)| {
            let points = points(&competence.score, w);
            vec![competence.code.to_string(), plain(&competence.label), points, w.say(&mastery(level))]
        })
        .collect();
    let [code, label, points, level] = &heads;
    w.table(&[code, label, &format!(">{points}"), level], &rows);
}

fn points(score: &Score, w: &Writer) -> String {
    match score.judged {
        0 => "–".to_owned(),
        judged => format!("{}/{judged}", w.number(score.earned)),
    }
}

fn verdicts(report: &Report, w: &mut Writer) {
    let heads = [text!("csv-verdict"), text!("report-head-points"), text!("class-check"), text!("csv-told")]
        .map(|head| w.say(&head));
    let rows: Vec<Vec<String>> = report
        .outcomes
        .iter()
        .map(|outcome| {
            let sign = Sign::of(outcome);
            let told: Vec<String> = details(&outcome.verdict).iter().map(|text| w.say(text)).collect();
            let earned = match outcome.verdict {
                Verdict::Error(_) | Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => "–".to_owned(),
                _ => w.number(outcome.earned()),
            };
            vec![
                format!("{} {}", sign.symbol(), w.say(&sign.word())),
                format!("{earned}/{}", outcome.points),
                format!("{} (`{}`)", plain(&outcome.title), outcome.id),
                told.join("<br>"),
            ]
        })
        .collect();
    let [verdict, points, check, told] = &heads;
    w.table(&[verdict, &format!(">{points}"), check, told], &rows);
}

/// Writes a class, without what is for the teacher alone.
pub(super) fn class(report: &ClassReport, lang: Lang) -> String {
    let mut w = Writer { lang, text: String::new() };
    let heading = w.say(&text!("report-heading", lab = report.lab.as_str(), title = &report.title));
    w.line(&format!("# {heading}"));
    let mut about = vec![w.say(&moment(report.finished)), w.say(&level(report.level))];
    about.splice(0..0, report.class.as_deref().map(plain));
    w.line(&about.join(" · "));
    if let Some(marks) = marks(report) {
        let heads = [text!("class-mark"), text!("class-mean"), text!("class-median"), text!("class-lowest"), text!("class-highest")]
            .map(|head| format!(">{}", w.say(&head)));
        let row = vec![
            marks.count.to_string(),
            w.number(marks.mean),
            w.number(marks.median),
            w.number(marks.lowest),
            w.number(marks.highest),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        w.table(&heads, &[row]);
    }
    students(report, &mut w);
    let title = w.say(&text!("class-rates"));
    w.line(&format!("## {title}"));
    let rows: Vec<Vec<String>> = rates(report)
        .iter()
        .map(|rate| {
            let percent = rate.percent().map_or_else(|| "–".to_owned(), |percent| percent.to_string());
            vec![format!("`{}`", rate.head.id), plain(&rate.head.title), format!("{}/{}", rate.count(Sign::Pass), rate.judged()), percent]
        })
        .collect();
    let heads = [text!("class-check"), text!("csv-title"), text!("report-pass")].map(|head| w.say(&head));
    w.table(&[&heads[0], &heads[1], &format!(">{}", heads[2]), ">%"], &rows);
    let found = stuck(report);
    if !found.is_empty() {
        let title = w.say(&text!("class-stuck"));
        w.line(&format!("## {title}"));
        for stuck in found {
            let who: Vec<String> = stuck
                .students
                .iter()
                .map(|(sheet, tries)| format!("{} ({})", plain(&sheet.name()), w.say(&text!("class-tries", count = *tries))))
                .collect();
            writeln!(w.text, "- `{}` – {}", stuck.head.id, who.join(", ")).expect("writing to a string does not fail");
        }
    }
    w.text.trim_end().to_owned() + "\n"
}

fn students(report: &ClassReport, w: &mut Writer) {
    let title = w.say(&text!("class-grid"));
    w.line(&format!("## {title}"));
    let competences = competences(report);
    let mut heads = vec![w.say(&text!("class-student")), format!(">{}", w.say(&text!("class-mark")))];
    heads.extend(competences.iter().map(|(code, _)| code.to_string()));
    heads.extend(report.checks.iter().map(|head| format!("`{}`", head.id)));
    let rows: Vec<Vec<String>> = report
        .sheets
        .iter()
        .map(|sheet| {
            let mark = match sheet.mark {
                Some(mark) => format!("{}{}", w.number(mark.value.value), if mark.provisional { "\\*" } else { "" }),
                None => "–".to_owned(),
            };
            let mut row = vec![plain(&sheet.name()), mark];
            row.extend(competences.iter().map(|(code, _)| match shown(report, sheet, code) {
                Some((_, level)) => w.say(&mastery(level)),
                None => String::new(),
            }));
            row.extend(report.checks.iter().map(|head| sign(sheet, &head.id).map_or("", Sign::symbol).to_owned()));
            row
        })
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    w.table(&heads, &rows);
    let legend: Vec<String> = Sign::ALL.iter().map(|sign| format!("{} {}", sign.symbol(), w.say(&sign.word()))).collect();
    w.line(&legend.join(" · "));
}
