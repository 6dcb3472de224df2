//! A run for continuous integration: JUnit XML, in the form that nextest and Jenkins read.
//!
//! One suite per lab. What was not judged is an `error`, what was not run is `skipped`.
//! A check skipped because one that it needs failed is `skipped` too: the failure itself
//! is already counted, and the property `lost` tells that its points are.

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use crate::check::Verdict;
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::ink::View;
use crate::report::class::ClassReport;
use crate::report::terminal::details;
use crate::report::{RenderError, Report};
use crate::text;

/// Writes the report.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    let suite = suite(report, report.lab.as_str(), view);
    let mut document = quick_junit::Report::new("paillasse");
    document.timestamp = suite.timestamp;
    document.time = suite.time;
    document.add_test_suite(suite);
    Ok(document.to_string()? + "\n")
}

/// Writes a class: one suite per student. One without work is a suite with an error.
pub(super) fn class(class: &ClassReport, view: &View) -> Result<String, RenderError> {
    let mut document = quick_junit::Report::new("paillasse");
    document.timestamp = class.started.to_string().parse().ok();
    document.time = std::time::Duration::try_from(class.finished.duration_since(class.started)).ok();
    for sheet in &class.sheets {
        let name = format!("{}.{}", class.lab, sheet.student);
        let mut suite = match &sheet.report {
            Some(report) => suite(report, &name, view),
            None => {
                let why = sheet.trouble.clone().unwrap_or_else(|| text!("class-no-work"));
                let mut suite = TestSuite::new(name);
                let status = status(&Verdict::Error(why), view);
                suite.add_test_case(TestCase::new(class.lab.as_str(), status));
                suite
            }
        };
        if let Some(mark) = sheet.mark {
            suite.add_property(Property::new("mark", mark.value.value.to_string()));
            suite.add_property(Property::new("mark-out-of", mark.value.out_of.to_string()));
            suite.add_property(Property::new("mark-provisional", mark.provisional.to_string()));
        }
        document.add_test_suite(suite);
    }
    Ok(document.to_string()? + "\n")
}

fn suite(report: &Report, name: &str, view: &View) -> TestSuite {
    let took = std::time::Duration::try_from(report.finished.duration_since(report.started));
    let mut suite = TestSuite::new(name);
    // Both write RFC 3339, so what one writes the other reads.
    suite.timestamp = report.started.to_string().parse().ok();
    suite.time = took.ok();
    for (name, value) in [
        ("title", report.title.clone()),
        ("lab-hash", report.lab_hash.clone()),
        ("student", report.student.clone()),
        ("bench", report.bench.clone()),
        ("level", format!("{:?}", report.level).to_lowercase()),
        ("paillasse", report.version.clone()),
        ("points-earned", report.grade.total.earned.to_string()),
        ("points-judged", report.grade.total.judged.to_string()),
        ("points-not-judged", report.grade.total.not_judged.to_string()),
        ("points-left-out", report.grade.total.left_out.to_string()),
    ] {
        suite.add_property(Property::new(name, value));
    }
    if let Some(mark) = report.grade.total.mark() {
        suite.add_property(Property::new("mark-on-20", mark.to_string()));
    }
    suite.add_test_cases(report.outcomes.iter().map(|outcome| case(report, outcome, view)));
    suite
}

fn case(report: &Report, outcome: &Outcome, view: &View) -> TestCase {
    let mut case = TestCase::new(outcome.id.as_str(), status(&outcome.verdict, view));
    case.set_classname(match &outcome.on {
        Some(node) => format!("{}.{node}", report.lab),
        None => report.lab.to_string(),
    });
    case.set_time(outcome.took);
    let competences: Vec<&str> = outcome.competences.iter().map(|code| code.as_str()).collect();
    case.add_property(Property::new("title", outcome.title.as_str()));
    case.add_property(Property::new("kind", outcome.kind.as_str()));
    case.add_property(Property::new("points", outcome.points.to_string()));
    if outcome.verdict.gaps().is_some() {
        case.add_property(Property::new("earned", outcome.earned().to_string()));
    }
    case.add_property(Property::new("competences", competences.join(" ")));
    if let Verdict::Skip { lost, .. } = outcome.verdict {
        case.add_property(Property::new("lost", lost.to_string()));
    }
    case
}

fn status(verdict: &Verdict, view: &View) -> TestCaseStatus {
    // XML cannot hold most control characters, and none of them should reach the page
    // of a CI server: sentences are cleaned as for a terminal.
    let told = |kind: &str, mut status: TestCaseStatus, said: &Text| {
        status.set_message(view.say(said));
        status.set_type(kind);
        status
    };
    match verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Fail(_) | Verdict::Partial(..) => {
            let gaps: Vec<String> = details(verdict).iter().map(|gap| view.say(gap)).collect();
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("fail");
            if let Some(first) = gaps.first() {
                status.set_message(first.as_str()).set_description(gaps.join("\n"));
            }
            status
        }
        Verdict::Error(cause) => {
            told("not-judged", TestCaseStatus::non_success(NonSuccessKind::Error), cause)
        }
        Verdict::Skip { because, .. } => told("skip", TestCaseStatus::skipped(), because),
        Verdict::Manual(criterion) => {
            let left = text!("report-left-to-teacher", criterion = criterion.clone());
            told("manual", TestCaseStatus::skipped(), &left)
        }
    }
}
