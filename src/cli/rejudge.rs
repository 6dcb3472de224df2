//! `paillasse rejudge`: the evidence of a run, judged again by the lab as it is now.

use std::path::Path;

use serde_json::json;

use crate::bench::Bench;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::verify::owner;
use crate::cli::{Done, Failure};
use crate::grade::{Outcome, Score, grade};
use crate::i18n::Text;
use crate::individual::Student;
use crate::ink::decimal;
use crate::journal::RunId;
use crate::load::LabFile;
use crate::report::terminal::Stream;
use crate::result::{self, Diff, Judged, Payload, ResultError};
use crate::runner::rejudge;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file of a result, or the number of a run of the journal.
    of: String,
    /// The lab to judge by.
    #[arg(short, long)]
    lab: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let payload = payload(&args.of, session)?;
    let file = session.library().find(args.lab.as_deref().unwrap_or(payload.lab.as_str()))?;
    let bench = bench(&payload, file, session)?;
    let outcomes = rejudge(&bench.lab.checks, &payload.stored(), &bench.mask());
    let now = grade(&outcomes, &bench.activity());
    let diff = Diff::new(&payload, &outcomes, now.total, session.console.lang);
    if args.json {
        let document = json!({
            "format": 1,
            "student": payload.student,
            "lab": payload.lab,
            "hash": { "before": payload.lab_hash, "now": bench.lab.hash },
            "checks": diff.checks,
            "total": { "before": diff.before, "now": diff.now },
            "mark": { "before": diff.before.mark(), "now": diff.now.mark() },
        });
        session.console.print(&format!("{document:#}"));
    } else {
        tell(&payload, &bench, &diff, &outcomes, session);
    }
    Ok(now.category())
}

/// Returns the run that is meant.
fn payload(of: &str, session: &Session) -> Result<Payload, Failure> {
    if let Ok(run) = of.parse::<RunId>() {
        return Ok(Payload::of(session.journal()?.run(run)?)?);
    }
    let opened = result::open(Path::new(of))?;
    if owner(&opened.key, None, session)?.is_none() {
        session.console.warn(&text!("rejudge-unknown-key"));
    }
    Ok(opened.payload)
}

/// Returns the lab with the values of the run's student and the addresses of its bench.
pub(super) fn bench(payload: &Payload, file: LabFile, session: &Session) -> Result<Bench, Failure> {
    let other = || ResultError::OtherValues { student: payload.student.clone() };
    // Not made here: a new secret could only be another one.
    let secret = session.state()?.made_secret()?.ok_or_else(other)?;
    let student = Student::new(&payload.student, secret.as_bytes())?;
    if student.id() != payload.student || student.seed().fingerprint() != payload.variant {
        return Err(other().into());
    }
    // A network that the lab did not have then gets an address that no evidence holds.
    let mut subnets = file.specimen_addresses().subnets;
    subnets.extend(payload.subnets.clone());
    let addresses = file.addresses(subnets);
    Ok(Bench::new(file, student, addresses)?)
}

fn tell(payload: &Payload, bench: &Bench, diff: &Diff, outcomes: &[Outcome], session: &Session) {
    let console = &session.console;
    let say = |text: Text| console.print(&text.to(console.lang));
    say(match payload.lab_hash == bench.lab.hash {
        true => text!("rejudge-same-lab", lab = payload.lab.as_str()),
        false => text!("rejudge-other-lab", lab = payload.lab.as_str()),
    });
    let head = ["column-check", "column-before", "column-now", "column-change"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let shown = |judged: &Option<Judged>| match judged {
        None => "–".to_owned(),
        Some(judged) => {
            let word = match judged.verdict {
                "pass" => text!("report-pass"),
                "fail" => text!("report-fail"),
                "error" => text!("report-error"),
                _ => text!("report-skip"),
            };
            let earned = judged.earned.map_or_else(|| "–".to_owned(), |earned| earned.to_string());
            format!("{} {earned}/{}", word.to(console.lang), judged.points)
        }
    };
    let rows = diff.checks.iter().map(|line| {
        let change = if line.changed { text!("shown-yes") } else { text!("shown-no") };
        vec![line.id.to_string(), shown(&line.before), shown(&line.now), change.to(console.lang)]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    let worth = outcomes.iter().map(|outcome| (&outcome.id, outcome.points, outcome.partial));
    let stream = Stream::new(console.view(), worth);
    let changed = |outcome: &&Outcome| diff.checks.iter().any(|line| line.changed && line.id == outcome.id);
    for outcome in outcomes.iter().filter(changed) {
        console.print(&stream.verdict(outcome));
    }
    let total = |score: Score| match score.mark() {
        Some(mark) => format!(
            "{}/{} ({}/20)",
            decimal(score.earned.number(), console.lang),
            score.judged,
            decimal(mark, console.lang)
        ),
        None => "–".to_owned(),
    };
    say(text!("rejudge-total", before = total(diff.before), now = total(diff.now)));
}
