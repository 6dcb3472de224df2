//! A run on a terminal: one line per verdict as it comes, then what it all amounts to.
//!
//! With colours the verdict is a symbol; without, a word, so that a log can be read and
//! searched.

use clap::builder::styling::Style;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use crate::check::{Gap, Level, Partial, Tally, Verdict};
use crate::grade::{Mastery, Outcome, Score};
use crate::i18n::{Lang, Text};
use crate::ink::{BAD, BOLD, COMMAND, DIM, DOUBT, GOOD, View, clean, decimal, pad, pad_left, shorten, width, wrap};
use crate::name::CheckId;
use crate::report::sign::Sign;
use crate::report::{RenderError, Report};
use crate::text;

/// Identifiers longer than this do not widen the column of all others.
const WIDEST_ID: usize = 28;

/// How many hints are offered by name.
const HINTS: usize = 3;

/// Lays out the verdicts of one run, as they come.
#[derive(Clone, Debug)]
pub struct Stream {
    view: View,
    signs: usize,
    points: usize,
    ids: usize,
}

impl Stream {
    /// Returns the layout for these checks, what each is worth and whether in part.
    pub fn new<'a>(view: View, checks: impl IntoIterator<Item = (&'a CheckId, u32, Option<Partial>)>) -> Self {
        let words = Sign::ALL.map(|sign| width(&shown(sign, &view)));
        let mut stream =
            Self { view, signs: words.into_iter().max().unwrap_or_default(), points: 0, ids: 0 };
        for (id, points, partial) in checks {
            // Hundredths may be earned of a check that counts in part.
            let part = if partial.is_some() { ".00".len() } else { 0 };
            stream.points = stream.points.max(format!("{points}/{points}").len() + part);
            stream.ids = stream.ids.max(id.as_str().len().min(WIDEST_ID));
        }
        stream
    }

    /// Returns the line of one verdict and, indented below it, what is to be known of it.
    /// Nothing follows the last character.
    pub fn verdict(&self, outcome: &Outcome) -> String {
        let sign = Sign::of(outcome);
        let id = outcome.id.as_str();
        let first = format!(
            "{}  {}  {}  ",
            self.view.paint(style(sign), &pad(&shown(sign, &self.view), self.signs)),
            pad_left(&points(outcome, self.view.lang), self.points),
            self.view.paint(BOLD, &pad(id, self.ids)),
        );
        let taken = self.signs + self.points + self.ids.max(id.len()) + 6;
        let mut shown = self.view.hang(&first, taken, &clean(&outcome.title));
        for detail in details(&outcome.verdict) {
            let indent = self.indent();
            shown.push('\n');
            shown.push_str(&self.view.hang(&" ".repeat(indent), indent, &self.view.say(&detail)));
        }
        shown
    }

    /// Where the details of a verdict begin: under its identifier, if there is room.
    fn indent(&self) -> usize {
        let under = self.signs + self.points + 4;
        if under * 3 > self.view.columns() { 4 } else { under }
    }
}

/// What a sign looks like: a symbol with colours, a word without. What is right in part
/// failed, and its points tell the rest.
fn shown(sign: Sign, view: &View) -> String {
    let sign = if sign == Sign::Part { Sign::Fail } else { sign };
    if view.colour { sign.symbol().to_owned() } else { view.say(&sign.word()) }
}

fn style(sign: Sign) -> Style {
    match sign {
        Sign::Pass => GOOD,
        Sign::Fail | Sign::Part => BAD,
        Sign::Error => DOUBT,
        Sign::Skip | Sign::Manual => DIM,
    }
}

/// Points earned out of those at stake; a dash where they are not.
fn points(outcome: &Outcome, lang: Lang) -> String {
    let worth = outcome.points;
    match &outcome.verdict {
        Verdict::Error(_) | Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => format!("–/{worth}"),
        _ => format!("{}/{worth}", decimal(outcome.earned().number(), lang)),
    }
}

/// What is to be known of a verdict, one sentence each.
pub(super) fn details(verdict: &Verdict) -> Vec<Text> {
    match verdict {
        Verdict::Pass => Vec::new(),
        Verdict::Fail(gaps) => gaps.iter().map(Gap::text).collect(),
        Verdict::Partial(gaps, Tally { right, of }) => {
            let elements = text!("report-elements", right = i64::from(*right), of = i64::from(*of));
            [elements].into_iter().chain(gaps.iter().map(Gap::text)).collect()
        }
        Verdict::Manual(criterion) => vec![text!("report-left-to-teacher", criterion = criterion.clone())],
        Verdict::Error(cause) => vec![text!("report-not-judged", cause = cause.clone())],
        Verdict::Skip { because, .. } => vec![because.clone()],
    }
}

/// The name of a mastery.
pub(super) fn mastery(mastery: Mastery) -> Text {
    match mastery {
        Mastery::Acquired => text!("report-acquired"),
        Mastery::InProgress => text!("report-in-progress"),
        Mastery::NotAcquired => text!("report-not-acquired"),
        Mastery::NotJudged => text!("report-mastery-not-judged"),
    }
}

/// Writes a whole report: every verdict, then the summary.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    let stream = Stream::new(*view, report.outcomes.iter().map(|outcome| (&outcome.id, outcome.points, outcome.partial)));
    let mut page: Vec<String> = report.outcomes.iter().map(|outcome| stream.verdict(outcome)).collect();
    page.push(String::new());
    page.push(summary(report, view));
    Ok(page.join("\n"))
}

/// Returns what a run amounts to: competences, mark, what was left aside and what to do
/// next. It ends with a line end.
pub fn summary(report: &Report, view: &View) -> String {
    let head = text!("report-heading", lab = report.lab.as_str(), title = &report.title);
    let mut page = vec![
        view.paint(BOLD, &view.say(&head)),
        view.paint(DIM, &view.say(&text!("report-bench", bench = &report.bench))),
        String::new(),
        competences(report, view),
        String::new(),
        total(&report.grade.total, view),
    ];
    page.extend(aside(report, view));
    page.extend(next(report, view));
    let page: Vec<&str> = page.iter().flat_map(|part| part.split('\n')).map(str::trim_end).collect();
    page.join("\n") + "\n"
}

fn competences(report: &Report, view: &View) -> String {
    let head = [
        text!("report-head-competence"),
        text!("report-head-label"),
        text!("report-head-points"),
        text!("report-head-mastery"),
    ]
    .map(|head| view.say(&head));
    let rows: Vec<[String; 4]> = report
        .grade
        .competences
        .iter()
        .map(|competence| {
            let score = competence.score;
            let earned = match score.judged {
                0 => "–".to_owned(),
                judged => format!("{}/{judged}", decimal(score.earned.number(), view.lang)),
            };
            let mastery = view.say(&mastery(score.mastery()));
            [competence.code.to_string(), clean(&competence.label), earned, mastery]
        })
        .collect();
    // Labels take what the other columns leave, and a line each. Two spaces between
    // columns.
    let others: usize = [0, 2, 3]
        .map(|column| rows.iter().chain([&head]).map(|row| width(&row[column])).max().unwrap_or_default())
        .iter()
        .sum();
    let room = view.columns().saturating_sub(others + 6).max(8);
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled).set_header(&head);
    for [code, label, points, mastery] in &rows {
        table.add_row([code, &shorten(label, room), points, mastery]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if let Some(points) = table.column_mut(2) {
        points.set_cell_alignment(CellAlignment::Right);
    }
    // Colours come last: the table would count their codes as columns.
    let styles = [BOLD].into_iter().chain(report.grade.competences.iter().map(|competence| {
        match competence.score.mastery() {
            Mastery::Acquired => GOOD,
            Mastery::InProgress => DOUBT,
            Mastery::NotAcquired => BAD,
            Mastery::NotJudged => DIM,
        }
    }));
    let lines: Vec<String> = table
        .lines()
        .zip(styles)
        .zip([&head].into_iter().chain(&rows))
        .map(|((line, style), [.., last])| match line.trim_end().strip_suffix(last.as_str()) {
            Some(before) => format!("{before}{}", view.paint(style, last)),
            None => line.trim_end().to_owned(),
        })
        .collect();
    lines.join("\n")
}

fn total(score: &Score, view: &View) -> String {
    let Some(mark) = score.mark() else {
        return view.hang("", 0, &view.say(&text!("report-no-mark")));
    };
    let sentence = text!(
        "report-total",
        earned = decimal(score.earned.number(), view.lang),
        judged = score.judged,
        mark = decimal(mark, view.lang)
    );
    view.paint(BOLD, &view.say(&sentence))
}

/// What counts neither for nor against: not judged, left out.
fn aside(report: &Report, view: &View) -> Vec<String> {
    let ids = |wanted: fn(&Verdict) -> bool| -> Vec<&str> {
        let kept = report.outcomes.iter().filter(|outcome| wanted(&outcome.verdict));
        kept.map(|outcome| outcome.id.as_str()).collect()
    };
    let mut parts = Vec::new();
    let mut say = |style: Style, head: Text, ids: &str| {
        parts.push(String::new());
        parts.extend(wrap(&view.say(&head), view.columns()).iter().map(|line| view.paint(style, line)));
        parts.push(view.hang("  ", 2, ids));
    };
    let not_judged = ids(|verdict| matches!(verdict, Verdict::Error(_)));
    if !not_judged.is_empty() {
        let head = text!("report-aside-error", points = report.grade.total.not_judged);
        say(DOUBT, head, &not_judged.join(", "));
    }
    let left_out = ids(|verdict| matches!(verdict, Verdict::Skip { lost: false, .. }));
    if !left_out.is_empty() {
        let head = text!("report-aside-skip", points = worth(report, &left_out));
        say(DIM, head, &left_out.join(", "));
    }
    let manual = ids(|verdict| matches!(verdict, Verdict::Manual(_)));
    if !manual.is_empty() {
        let head = text!("report-aside-manual", points = worth(report, &manual));
        say(DIM, head, &manual.join(", "));
    }
    parts
}

/// What these checks are worth together.
fn worth(report: &Report, ids: &[&str]) -> u32 {
    let kept = report.outcomes.iter().filter(|outcome| ids.contains(&outcome.id.as_str()));
    kept.map(|outcome| outcome.points).sum()
}

/// What to type now.
fn next(report: &Report, view: &View) -> Vec<String> {
    let mut parts = Vec::new();
    let command = |words: &str| format!("  {}", view.paint(COMMAND, words));
    // A check whose needs have not passed is skipped and never fails, so the first that
    // failed is the first that can be mended.
    let failed: Vec<&Outcome> =
        report.outcomes.iter().filter(|outcome| outcome.verdict.gaps().is_some()).collect();
    if let Some(first) = failed.first() {
        let advice = text!("report-next-failed", id = first.id.as_str(), title = &first.title);
        parts.extend([String::new(), view.hang("", 0, &view.say(&advice))]);
    }
    let hinted: Vec<&&Outcome> = failed.iter().filter(|outcome| !outcome.hints.is_empty()).collect();
    if !hinted.is_empty() {
        parts.extend([String::new(), view.say(&text!("report-next-hint"))]);
        parts.extend(hinted.iter().take(HINTS).map(|o| command(&format!("paillasse hint {}", o.id))));
        if hinted.len() > HINTS {
            let more = text!("report-next-hints", count = hinted.len() - HINTS);
            parts.push(view.hang("  ", 2, &view.say(&more)));
        }
    }
    let higher = report.outcomes.iter().any(|outcome| outcome.level > report.level);
    if higher {
        parts.extend([String::new(), view.hang("", 0, &view.say(&text!("report-next-full")))]);
        parts.push(command(&format!("paillasse check {} --level full", report.lab)));
    } else if report.grade.total.not_judged > 0 {
        parts.extend([String::new(), view.hang("", 0, &view.say(&text!("report-next-again")))]);
        parts.push(command(&format!("paillasse check {}{}", report.lab, at(report))));
    } else if !report.outcomes.is_empty()
        && report.outcomes.iter().all(|o| matches!(o.verdict, Verdict::Pass | Verdict::Manual(_)))
    {
        parts.extend([String::new(), view.paint(GOOD, &view.say(&text!("report-next-done")))]);
    }
    parts
}

/// The option that runs the same level again.
fn at(report: &Report) -> &'static str {
    match report.level {
        Level::Quick => "",
        Level::Full => " --level full",
    }
}
