//! `paillasse fault`: what is broken on purpose, for the teacher.

use serde_json::json;

use crate::bench::{Bench, Hands, Site};
use crate::cli::session::{OptionTarget, Session, Target};
use crate::cli::table::table;
use crate::cli::{Done, Failure, UsageError};
use crate::fault::Fault;
use crate::name::{CheckId, NodeName};
use crate::provision::{Cleared, Injected};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Which there are, and which are injected.
    List {
        #[command(flatten)]
        target: Target,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Injects faults of the lab, or one that is written out.
    Inject {
        /// Faults, by name or as YAML.
        #[arg(required = true)]
        faults: Vec<String>,
        /// The node of one that is written out.
        #[arg(long)]
        on: Option<NodeName>,
        #[command(flatten)]
        target: OptionTarget,
    },
    /// Takes faults back.
    Clear {
        /// Faults, by name.
        #[arg(required_unless_present = "all")]
        faults: Vec<String>,
        /// All of them.
        #[arg(long, conflicts_with = "faults")]
        all: bool,
        #[command(flatten)]
        target: OptionTarget,
    },
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::List { target, json } => list(&target, json, session).await,
        Verb::Inject { faults, on, target } => inject(&faults, on, &target.into(), session).await,
        Verb::Clear { faults, all, target } => clear(&faults, all, &target.into(), session).await,
    }
}

async fn list(target: &Target, as_json: bool, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, _) = session.bench(&site, target).await?;
    let injected = site.injected(&bench.plan.bench).await?;
    let there = |id: &CheckId| injected.iter().any(|injected| injected.id == *id);
    // What was written out on the command line is in no lab.
    let foreign: Vec<&Injected> =
        injected.iter().filter(|injected| bench.lab.fault(injected.id.as_str()).is_none()).collect();
    if as_json {
        let known = bench.lab.faults.iter().map(|fault| {
            json!({ "id": fault.id, "title": fault.title, "on": fault.on, "kind": fault.fault.kind(),
                "symptom": fault.symptom, "cause": fault.cause, "injected": there(&fault.id) })
        });
        let other = foreign.iter().map(|fault| json!({ "id": fault.id, "on": fault.node, "injected": true }));
        let history = session.journal()?.faults(&bench.plan.bench)?;
        let all: Vec<serde_json::Value> = known.chain(other).collect();
        session.console.print(&format!("{:#}", json!({ "faults": all, "history": history })));
        return Ok(None);
    }
    let console = &session.console;
    let state = |there: bool| {
        let id = if there { "fault-state-injected" } else { "fault-state-absent" };
        console.lang.message(id).unwrap_or_default()
    };
    let mut rows: Vec<Vec<String>> = bench
        .lab
        .faults
        .iter()
        .map(|fault| {
            vec![
                fault.id.to_string(),
                fault.on.to_string(),
                fault.fault.kind().to_owned(),
                state(there(&fault.id)),
                fault.title.clone(),
            ]
        })
        .collect();
    rows.extend(foreign.iter().map(|fault| {
        vec![fault.id.to_string(), fault.node.to_string(), String::new(), state(true), String::new()]
    }));
    if rows.is_empty() {
        console.say(&text!("fault-none", lab = bench.lab.activity.as_str()));
        return Ok(None);
    }
    let head = ["column-fault", "column-node", "column-kind", "column-state", "column-title"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    console.print(&table(&head, rows, console.width()));
    Ok(None)
}

/// A fault that is wanted: its name, its node, what it does.
type Wanted = (CheckId, NodeName, Fault);

/// Returns the fault that is named, or written out as YAML (`service-stopped: { unit: cron }`).
fn wanted(bench: &Bench, given: &str, on: Option<&NodeName>) -> Result<Wanted, Failure> {
    if !given.contains(':') {
        let Some(fault) = bench.lab.fault(given) else {
            let known = bench.lab.faults.iter().map(|fault| fault.id.as_str());
            return Err(UsageError::unknown(text!("fault-unknown", id = given), given, known).into());
        };
        return Ok((fault.id.clone(), fault.on.clone(), fault.fault.clone()));
    }
    let wrong = |said| UsageError { said, hint: Some(text!("fault-yaml-hint")) };
    let fault: Fault = serde_saphyr::from_str(given)
        .map_err(|error| wrong(text!("fault-yaml", said = error.without_snippet().to_string())))?;
    if let Some(problem) = fault.problems().into_iter().next() {
        return Err(wrong(problem).into());
    }
    let Some(on) = on else { return Err(wrong(text!("fault-no-node")).into()) };
    if bench.lab.node(on.as_str()).is_none() {
        let known = bench.lab.nodes.iter().map(|node| node.name.as_str());
        let said = text!("problem-unknown-node", node = on.as_str());
        return Err(UsageError::unknown(said, on.as_str(), known).into());
    }
    let id = format!("{}-{on}", fault.kind());
    let id = id.parse().map_err(|_| wrong(text!("fault-no-node")))?;
    Ok((id, on.clone(), fault))
}

async fn inject(given: &[String], on: Option<NodeName>, target: &Target, session: &Session) -> Done {
    let site = session.site().await?;
    let (file, student) = session.found(&site, target).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open(file, student).await?;
    let mut all = Vec::new();
    for given in given {
        all.push(wanted(&bench, given, on.as_ref())?);
    }
    let activity = session.console.activity();
    let hands = site.hands(&bench, &nodes, &|progress| activity.listen(progress)).await?;
    let mut done = Ok(());
    for wanted in &all {
        activity.stage(&text!("doing-inject", id = wanted.0.as_str()));
        done = one(session, &bench, &hands, wanted).await;
        if done.is_err() {
            break;
        }
    }
    hands.end().await?;
    drop(activity);
    done.map(|()| None)
}

/// Makes one fault, and notes it.
pub(super) async fn one(
    session: &Session,
    bench: &Bench,
    hands: &Hands<'_>,
    (id, on, fault): &Wanted,
) -> Result<(), Failure> {
    if hands.inject(id, on, fault).await? {
        note(session, |journal| journal.fault_injected(&bench.plan.bench, id, on, fault.kind()));
        session.console.say(&text!("fault-injected", id = id.as_str(), node = on.as_str()));
    } else {
        session.console.say(&text!("fault-injected-already", id = id.as_str()));
    }
    Ok(())
}

/// Writes to the journal; history that cannot be written stops nothing.
pub(super) fn note<E: crate::error::Explain + Send + Sync + 'static>(
    session: &Session,
    write: impl FnOnce(&crate::journal::Journal) -> Result<(), E>,
) {
    let noted = session.journal().and_then(|journal| Ok(write(&journal)?));
    if let Err(Failure(error)) = noted {
        session.console.warn(&error.text());
    }
}

async fn clear(given: &[String], all: bool, target: &Target, session: &Session) -> Done {
    let site = session.site().await?;
    let (file, student) = session.found(&site, target).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open(file, student).await?;
    let injected = site.injected(&bench.plan.bench).await?;
    let mut chosen = Vec::new();
    for id in given {
        if let Some(one) = injected.iter().find(|injected| injected.id.as_str() == id) {
            chosen.push(one);
        } else if bench.lab.fault(id).is_some() {
            session.console.say(&text!("fault-not-injected", id = id));
        } else {
            let known = injected.iter().map(|injected| injected.id.as_str());
            return Err(UsageError::unknown(text!("fault-unknown", id = id), id, known).into());
        }
    }
    if all {
        chosen = injected.iter().collect();
    }
    clear_these(session, &site, &bench, &nodes, &chosen).await?;
    Ok(None)
}

/// Takes faults back, the last first: what is stopped has to run before its files can be
/// mended, so the power comes before the rest.
pub(super) async fn clear_these(
    session: &Session,
    site: &Site,
    bench: &Bench,
    nodes: &crate::provision::Nodes,
    chosen: &[&Injected],
) -> Result<(), Failure> {
    if chosen.is_empty() {
        session.console.say(&text!("fault-none-injected"));
        return Ok(());
    }
    let mut ordered: Vec<&Injected> = chosen.to_vec();
    ordered.sort_by_key(|injected| nodes.get(injected.node.as_str()).is_some_and(|node| node.running));
    let activity = session.console.activity();
    let hands = site.hands(bench, nodes, &|progress| activity.listen(progress)).await?;
    let mut waiting: Vec<&Injected> = ordered;
    let mut trouble: Option<Failure> = None;
    // A fault on a node that another one stopped can only be undone after that one.
    for _ in 0..2 {
        let mut again = Vec::new();
        trouble = None;
        for injected in waiting {
            activity.stage(&text!("doing-clear", id = injected.id.as_str()));
            match hands.clear(injected).await {
                Ok(Cleared::Undone) => {
                    session.console.say(&text!("fault-cleared", id = injected.id.as_str()));
                }
                Ok(Cleared::Kept) => {
                    session.console.say(&text!("fault-cleared-kept", id = injected.id.as_str()));
                }
                Err(error) => {
                    trouble.get_or_insert(error.into());
                    again.push(injected);
                }
            }
        }
        waiting = again;
        if waiting.is_empty() {
            break;
        }
    }
    hands.end().await?;
    drop(activity);
    let left: Vec<CheckId> =
        site.injected(&bench.plan.bench).await?.into_iter().map(|injected| injected.id).collect();
    note(session, |journal| journal.faults_left(&bench.plan.bench, &left));
    trouble.map_or(Ok(()), Err)
}
