//! `paillasse lab`: for whoever writes labs.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use clap::Subcommand;

use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure, UsageError, scaffold};
use crate::error::Category;
use crate::load::{Folder, LabFile};
use crate::name::ActivityCode;
use crate::proof::{self, Event, Proof};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Proves labs on the engine.
    Test {
        /// Labs; all when none is named.
        labs: Vec<String>,
        /// How many students, each with other values.
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=30))]
        students: u16,
        /// How many benches at the same time.
        #[arg(long)]
        jobs: Option<u16>,
        /// Only these mutants.
        #[arg(long = "mutant")]
        mutants: Vec<String>,
        /// Each mutant on one student only, in turn.
        #[arg(long)]
        spread: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Looks for mistakes in the files of labs.
    Lint {
        /// Labs; all when none is named.
        labs: Vec<String>,
    },
    /// Writes a lab to begin from.
    New {
        /// The name of its folder.
        name: String,
        /// The activity.
        #[arg(short, long)]
        activity: ActivityCode,
        /// Where the folder is made.
        #[arg(long, default_value = "labs")]
        into: PathBuf,
    },
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::Test { labs, students, jobs, mutants, spread, json } => {
            let jobs = jobs.map_or(0, usize::from);
            let plan = proof::Plan { students: students.into(), jobs, mutants, spread };
            test(&labs, plan, json, session).await
        }
        Verb::Lint { labs } => lint(&labs, session),
        Verb::New { name, activity, into } => new(&name, &activity, &into, session),
    }
}

/// Returns the folders of the labs that are named; all of them when none is.
fn folders(labs: &[String], session: &Session) -> Result<Vec<Folder>, Failure> {
    let library = session.library();
    if labs.is_empty() {
        return Ok(library.folders()?);
    }
    labs.iter().map(|lab| Ok(library.folder(lab)?)).collect()
}

fn lint(labs: &[String], session: &Session) -> Done {
    let mut worst = None;
    for folder in folders(labs, session)? {
        match proof::lint(&folder) {
            Ok(remarks) => {
                let count = remarks.len();
                session.console.print(
                    &text!("lint-done", lab = folder.origin(), count = count).to(session.console.lang),
                );
                for remark in remarks {
                    session.console.print(&format!("  {}", remark.to(session.console.lang)));
                }
            }
            Err(error) => {
                session.console.failure(&error);
                super::problems::show(&session.console, &error);
                worst = Some(Category::InvalidFile);
            }
        }
    }
    Ok(worst)
}

async fn test(labs: &[String], mut plan: proof::Plan, json: bool, session: &Session) -> Done {
    let folders = folders(labs, session)?;
    let site = session.site().await?;
    if plan.jobs == 0 {
        plan.jobs = usize::try_from(site.engine.facts.processors).unwrap_or(1).max(1);
    }
    let mut flaws = 0;
    let mut proofs = Vec::new();
    for folder in folders {
        let file = LabFile::new(folder.clone())?;
        let students = proof::students(plan.students)?;
        let mut locks = Vec::new();
        for (bench, student) in proof::benches(&file, &students).iter().zip(&students) {
            locks.push(session.lock(&site, file.activity(), student).await?);
            session.remove_when_interrupted(&site, bench);
        }
        let activity = session.console.activity();
        let running = Mutex::new(Vec::<String>::new());
        let proof = proof::prove(&site, &folder, &plan, &|event| {
            if let Ok(mut running) = running.lock() {
                follow(session, &activity, &mut running, event);
            }
        })
        .await?;
        drop(activity);
        flaws += proof.flaws.len() + proof.unkilled.len();
        if !json {
            summary(session, &proof);
        }
        proofs.push(proof);
    }
    if json {
        session.console.print(&format!("{:#}", serde_json::json!(proofs)));
    }
    Ok((flaws > 0).then_some(Category::Failed))
}

/// Shows how a proof goes on: what runs now, and a line for each phase that is over.
fn follow(session: &Session, activity: &super::console::Activity, running: &mut Vec<String>, event: Event) {
    let lang = session.console.lang;
    match event {
        Event::Begins { student, phase } => {
            running.push(format!("{student}: {}", phase.text().to(lang)));
            activity.show(&running.join(" · "));
        }
        Event::Ends { student, phase, seconds, flaws } => {
            let name = format!("{student}: {}", phase.text().to(lang));
            running.retain(|other| *other != name);
            let word = if flaws == 0 { text!("phase-good") } else { text!("phase-bad", count = flaws) };
            if !session.console.quiet {
                activity.line(&format!("{name:<48} {seconds:>6.1} s  {}", word.to(lang)));
            }
            activity.show(&running.join(" · "));
        }
        Event::Found(flaw) => {
            let phase = flaw.phase.text().to(lang);
            activity.line(&format!("  {}: {phase}: {}", flaw.student, flaw.what.to(lang)));
        }
    }
}

/// The verdict of every check in every phase, for the first student; flaws were told.
fn summary(session: &Session, proof: &Proof) {
    let console = &session.console;
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
            console.print(&format!("  {} {name}", number + 1));
        }
    }
    for check in &proof.unkilled {
        console.warn(&text!("proof-unkilled", id = check));
    }
    let seconds: f64 = proof.seconds.values().flat_map(|phases| phases.values()).sum();
    let line = match proof.flaws.len() {
        0 => text!(
            "proof-good",
            lab = &proof.lab,
            students = proof.verdicts.len(),
            seconds = seconds.round() as i64
        ),
        count => text!("proof-bad", lab = &proof.lab, count = count),
    };
    console.print(&line.to(console.lang));
}

fn new(name: &str, activity: &ActivityCode, into: &Path, session: &Session) -> Done {
    let named = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c));
    if !named || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(UsageError { said: text!("new-name", name = name), hint: None }.into());
    }
    let written = scaffold::write(&into.join(name), activity)?;
    for path in written {
        session.console.print(&path.display().to_string());
    }
    session.console.say(&text!("new-next", path = %into.join(name).display()));
    Ok(None)
}
