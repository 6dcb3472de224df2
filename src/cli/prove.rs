//! `paillasse lab test`: labs are proven, and what was shown is told.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::cli::console::Activity;
use crate::cli::lab::folders;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::write::write;
use crate::cli::{Done, Failure, UsageError};
use crate::error::Category;
use crate::i18n::Text;
use crate::load::{Folder, LabFile, MATRIX};
use crate::proof::{self, Event, Matrix, Phase, Proof};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Labs; all when none is named.
    labs: Vec<String>,
    /// How many students, each with other values.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=30))]
    students: u16,
    /// How many benches at the same time, of all labs together.
    #[arg(long)]
    jobs: Option<u16>,
    /// Only these mutants.
    #[arg(long = "mutant")]
    mutants: Vec<String>,
    /// Each mutant on one student only, in turn.
    #[arg(long)]
    spread: bool,
    /// How often the checks are run in each state.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=50))]
    repeat: u16,
    /// Also tries the solution without one of its steps at a time.
    #[arg(long)]
    generate_mutants: bool,
    /// How many steps at most are left out.
    #[arg(long, default_value_t = 12, requires = "generate_mutants", value_parser = clap::value_parser!(u16).range(1..=500))]
    max: u16,
    /// Writes down which check passes when, beside the lab.
    #[arg(long, conflicts_with = "mutants")]
    record: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let folders = folders(&args.labs, session)?;
    let places = match args.record {
        true => folders.iter().map(place).collect::<Result<Vec<_>, _>>()?,
        false => Vec::new(),
    };
    let files = folders.iter().cloned().map(LabFile::new).collect::<Result<Vec<_>, _>>()?;
    let site = session.site().await?;
    let processors = usize::try_from(site.engine.facts.processors).unwrap_or(1).max(1);
    let plan = proof::Plan {
        students: args.students.into(),
        jobs: args.jobs.map(usize::from).filter(|jobs| *jobs > 0).unwrap_or(processors),
        mutants: args.mutants,
        spread: args.spread,
        repeat: args.repeat.into(),
        omissions: if args.generate_mutants { args.max.into() } else { 0 },
        compare: !args.record,
    };
    let students = proof::students(plan.students)?;
    let mut locks = Vec::new();
    for file in &files {
        for (bench, student) in proof::benches(file, &students).iter().zip(&students) {
            locks.push(session.lock(&site, file.activity(), student).await?);
            session.remove_when_interrupted(&site, bench);
        }
    }
    let activity = session.console.activity();
    let several = folders.len() > 1;
    let running = Mutex::new(Vec::<String>::new());
    let proofs = proof::prove(&site, &folders, &plan, &|event| {
        if let Ok(mut running) = running.lock() {
            follow(session, &activity, &mut running, several, event);
        }
    })
    .await?;
    drop(activity);
    if args.json {
        session.console.print(&format!("{:#}", serde_json::json!(proofs)));
    } else {
        for proof in &proofs {
            summary(session, proof);
        }
    }
    for (place, proof) in places.iter().zip(&proofs) {
        record(place, proof, session)?;
    }
    let flawed = proofs.iter().any(|proof| !proof.flaws.is_empty() || !proof.unkilled.is_empty());
    Ok(flawed.then_some(Category::Failed))
}

/// Where a lab is recorded: one inside the program has no place of its own.
fn place(folder: &Folder) -> Result<PathBuf, UsageError> {
    let place = Path::new(folder.origin());
    match place.is_dir() {
        true => Ok(place.join(MATRIX)),
        false => Err(UsageError {
            said: text!("record-no-folder", lab = folder.origin()),
            hint: Some(text!("record-no-folder-hint")),
        }),
    }
}

fn record(place: &Path, proof: &Proof, session: &Session) -> Result<(), Failure> {
    // A record of flaws would make them look right from then on.
    if !proof.flaws.is_empty() {
        session.console.warn(&text!("record-flawed", lab = &proof.lab));
        return Ok(());
    }
    write(place, Matrix::of(proof).to_file())?;
    session.console.say(&text!("record-written", path = %place.display()));
    Ok(())
}

/// Shows how a proof goes on: what runs now, and a line for each phase that is over.
fn follow(session: &Session, activity: &Activity, running: &mut Vec<String>, several: bool, event: Event) {
    let lang = session.console.lang;
    let name = |lab: &str, student: &str, phase: &Phase| {
        let lab = if several { format!("{lab} ") } else { String::new() };
        format!("{lab}{student}: {}", phase.text().to(lang))
    };
    match event {
        Event::Begins { lab, student, phase } => {
            running.push(name(&lab, &student, &phase));
            activity.show(&running.join(" · "));
        }
        Event::Ends { lab, student, phase, seconds, flaws } => {
            let name = name(&lab, &student, &phase);
            running.retain(|other| *other != name);
            let word = if flaws == 0 { text!("phase-good") } else { text!("phase-bad", count = flaws) };
            if !session.console.quiet {
                activity.line(&format!("{name:<48} {seconds:>6.1} s  {}", word.to(lang)));
            }
            activity.show(&running.join(" · "));
        }
        Event::Found { lab, flaw } => {
            activity.line(&format!("  {}: {}", name(&lab, &flaw.student, &flaw.phase), flaw.what.to(lang)));
        }
    }
}

/// The verdict of every check in every phase, for the first student; flaws found on the way
/// were told.
fn summary(session: &Session, proof: &Proof) {
    let console = &session.console;
    let say = |text: Text| console.print(&text.to(console.lang));
    if let Some(phases) = proof.verdicts.values().next() {
        let names: Vec<&String> = phases.keys().collect();
        let mut head = vec![text!("column-check").to(console.lang)];
        head.extend((1..=names.len()).map(|number| number.to_string()));
        let checks = phases.get("solution").into_iter().flat_map(|verdicts| verdicts.keys());
        let rows = checks.map(|check| {
            let verdict = |name: &&String| match phases[*name].get(check).map(String::as_str) {
                Some("pass") => "✔",
                Some("fail") => "✘",
                Some("skip" | "manual") => "–",
                _ => "?",
            };
            let mut row = vec![check.clone()];
            row.extend(names.iter().map(verdict).map(str::to_owned));
            row
        });
        console.print(&table(&head, rows.collect(), console.width()));
        for (number, name) in names.iter().enumerate() {
            let times = proof.seconds.values().filter_map(|phases| phases.get(*name));
            let (count, sum) = times.fold((0_u32, 0.0), |(count, sum), time| (count + 1, sum + time));
            let mean = if count == 0 { 0.0 } else { sum / f64::from(count) };
            console.print(&format!("  {} {name:<44} {mean:>6.1} s", number + 1));
        }
    }
    for omitted in &proof.omissions {
        let place = &omitted.place;
        let step = crate::ink::clean(&omitted.step);
        say(match (&omitted.broke_off, omitted.kills.is_empty()) {
            (Some(_), _) => text!("omission-broke-off", place = place, step = step),
            (None, true) => text!("omission-unnoticed", place = place, step = step),
            (None, false) => {
                text!("omission-killed", place = place, step = step, checks = omitted.kills.join(", "))
            }
        });
    }
    for check in &proof.surviving {
        console.warn(&text!("proof-surviving", id = check));
    }
    for check in &proof.unkilled {
        console.warn(&text!("proof-unkilled", id = check));
    }
    for flaw in proof.flaws.iter().filter(|flaw| flaw.what.id().starts_with("flaw-matrix")) {
        let phase = flaw.phase.text().to(console.lang);
        console.note(&format!("  {}: {phase}: {}", flaw.student, flaw.what.to(console.lang)));
    }
    let seconds: f64 = proof.seconds.values().flat_map(|phases| phases.values()).sum();
    say(match proof.flaws.len() + proof.unkilled.len() {
        0 => text!(
            "proof-good",
            lab = &proof.lab,
            students = proof.verdicts.len(),
            seconds = seconds.round() as i64
        ),
        count => text!("proof-bad", lab = &proof.lab, count = count),
    });
}
