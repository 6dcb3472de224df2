//! A run in the Test Anything Protocol, version 14.
//!
//! TAP knows `ok` and `not ok`, each with a directive or without; the specification
//! forbids a harness to count a `not ok` with `# TODO` as a failure, and asks that it be
//! listed as something that needs work. That is what a check that could not be judged is:
//! `not ok … # TODO`, neither passed nor failed. `# SKIP` says that a check was not run.
//!
//! The diagnostics of a line are YAML 1.2, of which JSON is a part: strings are written
//! as JSON writes them, so nothing that a machine printed can end the block.
//!
//! <https://testanything.org/tap-version-14-specification.html>

use std::fmt::Write;

use crate::check::{Tally, Verdict};
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::ink::{View, clean};
use crate::report::class::ClassReport;
use crate::report::{RenderError, Report};
use crate::text;

/// Writes the report.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    let total = &report.grade.total;
    let mut tap = format!("TAP version 14\n1..{}\n", report.outcomes.len());
    let heading = text!("report-heading", lab = report.lab.as_str(), title = &report.title);
    push(&mut tap, format_args!("# {}", view.say(&heading)));
    push(&mut tap, format_args!("# {}", view.say(&text!("report-bench", bench = &report.bench))));
    for (index, outcome) in report.outcomes.iter().enumerate() {
        point(&mut tap, index + 1, outcome, view)?;
    }
    push(&mut tap, format_args!("# points: {} / {}", total.earned, total.judged));
    if total.not_judged + total.left_out > 0 {
        push(&mut tap, format_args!("# not judged: {}, left out: {}", total.not_judged, total.left_out));
    }
    Ok(tap)
}

/// Writes a class: one subtest per student. One without work is not judged.
pub(super) fn class(class: &ClassReport, view: &View) -> Result<String, RenderError> {
    let mut tap = format!("TAP version 14\n1..{}\n", class.sheets.len());
    for (index, sheet) in class.sheets.iter().enumerate() {
        let name = escape(&clean(&sheet.student));
        let (status, directive) = match &sheet.report {
            Some(report) => {
                push(&mut tap, format_args!("# Subtest: {name}"));
                for line in render(report, view)?.lines().skip(1) {
                    push(&mut tap, format_args!("    {line}"));
                }
                // The specification: a subtest is as good as its own harness says.
                let failed = |outcome: &Outcome| outcome.verdict.gaps().is_some();
                (if report.outcomes.iter().any(failed) { "not ok" } else { "ok" }, String::new())
            }
            None => {
                let why = sheet.trouble.clone().unwrap_or_else(|| text!("class-no-work"));
                ("not ok", format!(" # TODO {}", escape(&view.say(&text!("report-not-judged", cause = why)))))
            }
        };
        push(&mut tap, format_args!("{status} {} - {name}{directive}", index + 1));
    }
    Ok(tap)
}

fn push(tap: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(tap, "{line}").expect("writing to a string does not fail");
}

fn point(tap: &mut String, number: usize, outcome: &Outcome, view: &View) -> Result<(), RenderError> {
    let directive = |name: &str, why: &Text| format!(" # {name} {}", escape(&view.say(why)));
    let (status, directive) = match &outcome.verdict {
        Verdict::Pass => ("ok", String::new()),
        Verdict::Fail(_) | Verdict::Partial(..) => ("not ok", String::new()),
        Verdict::Error(cause) => {
            ("not ok", directive("TODO", &text!("report-not-judged", cause = cause.clone())))
        }
        Verdict::Skip { because, .. } => ("ok", directive("SKIP", because)),
        Verdict::Manual(criterion) => {
            let left = text!("report-left-to-teacher", criterion = criterion.clone());
            ("ok", directive("SKIP", &left))
        }
    };
    let title = escape(&format!("{}: {}", outcome.id, clean(&outcome.title)));
    push(tap, format_args!("{status} {number} - {title}{directive}"));
    diagnostics(tap, outcome, view)
}

fn diagnostics(tap: &mut String, outcome: &Outcome, view: &View) -> Result<(), RenderError> {
    let quoted = |text: &Text| serde_json::to_string(&view.say(text));
    push(tap, format_args!("  ---"));
    push(tap, format_args!("  verdict: {}", outcome.verdict.word()));
    push(tap, format_args!("  points: {}", outcome.points));
    let competences: Vec<&str> = outcome.competences.iter().map(|code| code.as_str()).collect();
    push(tap, format_args!("  competences: [{}]", competences.join(", ")));
    if let Some(node) = &outcome.on {
        push(tap, format_args!("  node: {}", serde_json::to_string(node)?));
    }
    push(tap, format_args!("  duration_ms: {}", outcome.took.as_millis()));
    if let Verdict::Partial(_, Tally { right, of }) = outcome.verdict {
        push(tap, format_args!("  earned: {}", outcome.earned()));
        push(tap, format_args!("  elements: {{ right: {right}, of: {of} }}"));
    }
    match &outcome.verdict {
        Verdict::Pass => {}
        Verdict::Fail(gaps) | Verdict::Partial(gaps, _) => {
            push(tap, format_args!("  gaps:{}", if gaps.is_empty() { " []" } else { "" }));
            for gap in gaps {
                push(tap, format_args!("    - fact: {}", quoted(&gap.fact)?));
                push(tap, format_args!("      expected: {}", quoted(&gap.expected)?));
                push(tap, format_args!("      actual: {}", quoted(&gap.actual)?));
            }
        }
        Verdict::Error(cause) | Verdict::Manual(cause) => push(tap, format_args!("  cause: {}", quoted(cause)?)),
        Verdict::Skip { because, lost } => {
            push(tap, format_args!("  cause: {}", quoted(because)?));
            push(tap, format_args!("  lost: {lost}"));
        }
    }
    push(tap, format_args!("  ..."));
    Ok(())
}

/// Escapes what would begin a directive.
fn escape(words: &str) -> String {
    words.replace('\\', r"\\").replace('#', r"\#")
}
