//! A class on a terminal: the marks, then everything that a teacher has to look at.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use crate::i18n::Text;
use crate::ink::{BAD, BOLD, COMMAND, DIM, DOUBT, View, clean, decimal, shorten};
use crate::report::class::{ClassReport, ClassSheet, Source};
use crate::report::figures;
use crate::text;

/// Names longer than this do not widen the column of all others.
const WIDEST_NAME: usize = 28;

/// Writes the class; it ends with a line end.
pub(in crate::report) fn render(report: &ClassReport, view: &View) -> String {
    let head = text!("report-heading", lab = report.lab.as_str(), title = &report.title);
    let mut page = vec![view.paint(BOLD, &view.say(&head))];
    let source = match report.source {
        Source::Live => text!("grade-source-live"),
        Source::HandedIn => text!("grade-source-files"),
    };
    page.push(view.paint(DIM, &view.hang("", 0, &view.say(&source))));
    page.extend([String::new(), marks(report, view)]);
    page.extend(mean(report, view));
    section(
        &mut page,
        view,
        &text!("grade-section-trouble"),
        per_student(report, |sheet| sheet.trouble.iter().cloned().collect()),
    );
    section(
        &mut page,
        view,
        &text!("grade-section-open"),
        per_student(report, |sheet| {
            let open = sheet.not_judged.iter();
            open.map(|open| {
                text!("grade-open", check = open.check.as_str(), points = open.points, why = open.why.clone())
            })
            .collect()
        }),
    );
    section(
        &mut page,
        view,
        &text!("grade-section-deductions"),
        per_student(report, |sheet| {
            let taken = sheet.deductions.iter();
            taken
                .map(|taken| {
                    let amount = decimal(taken.amount.number(), view.lang);
                    text!("grade-deduction", amount = amount, reason = taken.reason.clone())
                })
                .collect()
        }),
    );
    section(
        &mut page,
        view,
        &text!("grade-section-remarks"),
        per_student(report, |sheet| sheet.remarks.clone()),
    );
    section(
        &mut page,
        view,
        &text!("grade-section-suspicions"),
        per_student(report, |sheet| sheet.suspicions.iter().map(|suspicion| suspicion.text()).collect()),
    );
    let refused = report.refused.iter().map(|refused| (refused.file.clone(), refused.why.clone())).collect();
    section(&mut page, view, &text!("grade-section-refused"), refused);
    page.extend([String::new(), view.paint(DIM, &view.hang("", 0, &foot(report, view)))]);
    let page: Vec<&str> = page.iter().flat_map(|part| part.split('\n')).map(str::trim_end).collect();
    page.join("\n") + "\n"
}

fn marks(report: &ClassReport, view: &View) -> String {
    let head = [
        text!("class-student"),
        text!("class-mark"),
        text!("report-pass"),
        text!("report-fail"),
        text!("report-error"),
    ]
    .map(|head| view.say(&head));
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled).set_header(head);
    for sheet in &report.sheets {
        let outcomes = || report.checks.iter().filter_map(|check| figures::outcome(sheet, &check.id));
        let counted = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        table.add_row([
            shorten(&clean(&sheet.name()), WIDEST_NAME),
            mark(sheet, view),
            counted(outcomes().filter(|outcome| outcome.verdict.passed()).count()),
            counted(outcomes().filter(|outcome| outcome.verdict.failed()).count()),
            counted(sheet.not_judged.len()),
        ]);
    }
    for (number, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if number > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    let first = lines.first().map(|line| view.paint(BOLD, line));
    first.into_iter().chain(lines.iter().skip(1).cloned()).collect::<Vec<_>>().join("\n")
}

/// A mark; with a star while it may still change, and a dash where there is none.
fn mark(sheet: &ClassSheet, view: &View) -> String {
    match sheet.mark {
        None => "– ".to_owned(),
        Some(mark) => {
            let star = if mark.provisional { "*" } else { " " };
            format!("{}/{}{star}", decimal(mark.value.value.number(), view.lang), mark.value.out_of)
        }
    }
}

fn mean(report: &ClassReport, view: &View) -> Vec<String> {
    let Some(marks) = figures::marks(report) else { return Vec::new() };
    let number = |points: crate::grade::Points| decimal(points.number(), view.lang);
    let said = text!(
        "grade-mean",
        mean = number(marks.mean),
        lowest = number(marks.lowest),
        highest = number(marks.highest),
        count = marks.count,
        of = report.sheets.len()
    );
    let mut lines = vec![String::new(), view.paint(BOLD, &view.say(&said))];
    if report.sheets.iter().any(ClassSheet::provisional) {
        lines.push(view.paint(DOUBT, &view.hang("", 0, &view.say(&text!("grade-provisional")))));
    }
    lines
}

/// What there is to be said of students, each with the name.
fn per_student(report: &ClassReport, said: impl Fn(&ClassSheet) -> Vec<Text>) -> Vec<(String, Text)> {
    let of = |sheet: &ClassSheet| -> Vec<(String, Text)> {
        said(sheet).into_iter().map(|text| (sheet.name(), text)).collect()
    };
    report.sheets.iter().flat_map(of).collect()
}

fn section(page: &mut Vec<String>, view: &View, title: &Text, lines: Vec<(String, Text)>) {
    if lines.is_empty() {
        return;
    }
    let style = if title.id() == "grade-section-refused" { BAD } else { DOUBT };
    page.extend([String::new(), view.paint(style, &view.say(title))]);
    for (who, text) in lines {
        let words = format!("{} – {}", clean(&who), view.say(&text));
        page.push(view.hang("  ", 2, &words));
    }
}

/// What marks can be argued with.
fn foot(report: &ClassReport, view: &View) -> String {
    let hash: String = report.lab_hash.chars().take(12).collect();
    let words = text!(
        "grade-foot",
        hash = hash,
        version = &report.version,
        format = view.paint(COMMAND, "--format json")
    );
    view.say(&words)
}
