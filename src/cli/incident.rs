//! `paillasse incident`: faults that come by themselves, and how they were met.

use std::time::Duration;

use jiff::{Timestamp, ToSpan, Zoned};
use serde_json::json;

use crate::bench::{Bench, Site};
use crate::check::{Level, Verdict};
use crate::cli::check::interviews;
use crate::cli::fault::{note, one};
use crate::cli::session::{Session, Target};
use crate::cli::table::table;
use crate::cli::{Done, Failure, UsageError};
use crate::exec::nonce;
use crate::grade::Outcome;
use crate::i18n::Text;
use crate::incident::schedule;
use crate::journal::{Course, Incident, IncidentId, Milestone};
use crate::model::PlannedFault;
use crate::name::CheckId;
use crate::provision::{Afterwards, Nodes};
use crate::quantity::Span;
use crate::text;

/// How long to wait between two looks at a bench.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Injects faults of the lab at their time, and watches until they are repaired.
    Start {
        #[command(flatten)]
        target: Target,
        /// At random within this time.
        #[arg(long, conflicts_with = "at", value_parser = span)]
        within: Option<Span>,
        /// At this time of today, or at this instant.
        #[arg(long)]
        at: Option<String>,
        /// How many faults.
        #[arg(long, default_value_t = 1)]
        pick: usize,
        /// What everything is drawn from.
        #[arg(long)]
        seed: Option<String>,
        /// Only these faults.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Notes that what is wrong was noticed.
    Seen {
        #[command(flatten)]
        target: Target,
    },
    /// Shows the course of the latest incident.
    Show {
        #[command(flatten)]
        target: Target,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn span(given: &str) -> Result<Span, String> {
    Span::try_from(given.to_owned())
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::Start { target, within, at, pick, seed, only } => {
            let when = When { within, at };
            start(&target, &when, pick, seed, &only, session).await
        }
        Verb::Seen { target } => seen(&target, session).await,
        Verb::Show { target, json } => show(&target, json, session).await,
    }
}

struct When {
    within: Option<Span>,
    at: Option<String>,
}

impl When {
    /// Returns when the window begins.
    fn begins(&self) -> Result<Timestamp, UsageError> {
        self.at.as_deref().map_or_else(|| Ok(Timestamp::now()), moment)
    }
}

/// Returns the next moment at which clocks show this time (`10:30`), or this instant
/// (RFC 3339).
pub(super) fn moment(given: &str) -> Result<Timestamp, UsageError> {
    let now = Zoned::now();
    let wrong = || UsageError { said: text!("incident-time", given = given), hint: None };
    if let Ok(instant) = given.parse::<Timestamp>() {
        return Ok(instant);
    }
    let time: jiff::civil::Time = given.parse().map_err(|_| wrong())?;
    let today = now.date().to_datetime(time).to_zoned(now.time_zone().clone()).map_err(|_| wrong())?;
    let next = if today < now { today.checked_add(1.day()).map_err(|_| wrong())? } else { today };
    Ok(next.timestamp())
}

async fn start(
    target: &Target,
    when: &When,
    pick: usize,
    seed: Option<String>,
    only: &[String],
    session: &Session,
) -> Done {
    let site = session.site().await?;
    let begins = when.begins()?;
    let (bench, _) = session.bench(&site, target).await?;
    let mut faults: Vec<&PlannedFault> = bench.lab.faults.iter().collect();
    for id in only {
        if bench.lab.fault(id).is_none() {
            let known = bench.lab.faults.iter().map(|fault| fault.id.as_str());
            return Err(UsageError::unknown(text!("fault-unknown", id = id), id, known).into());
        }
    }
    faults.retain(|fault| only.is_empty() || only.iter().any(|id| id == fault.id.as_str()));
    // Without a symptom, nothing tells when an incident is over.
    faults.retain(|fault| fault.symptom.is_some());
    if faults.is_empty() {
        let said = text!("incident-none", lab = bench.lab.activity.as_str());
        return Err(UsageError { said, hint: Some(text!("incident-none-hint")) }.into());
    }
    let seed = seed.unwrap_or_else(crate::exec::nonce);
    let within = when.within.map_or(Duration::ZERO, |span| span.0);
    let planned: Vec<(&PlannedFault, Timestamp)> = schedule(&seed, faults.len(), pick, within)
        .into_iter()
        .filter_map(|(position, delay)| Some((faults[position], begins.checked_add(delay).ok()?)))
        .collect();
    let named: Vec<(CheckId, Timestamp)> =
        planned.iter().map(|(fault, at)| (fault.id.clone(), *at)).collect();
    let incident = session.journal()?.begin_incident(&bench.plan.bench, &seed, &named)?;
    session.console.say(&text!("incident-begins", count = planned.len(), seed = &seed));
    let watch = Watch { session, site: &site, target, incident, planned: &planned };
    watch.until_repaired().await?;
    session.journal()?.end_incident(incident)?;
    session.console.say(&text!("incident-over"));
    show(target, false, session).await
}

/// An incident that is being watched.
struct Watch<'a> {
    session: &'a Session,
    site: &'a Site,
    target: &'a Target,
    incident: IncidentId,
    planned: &'a [(&'a PlannedFault, Timestamp)],
}

/// Where a fault stands.
#[derive(Clone, Copy, Default)]
struct Standing {
    injected: bool,
    seen: bool,
    restored: bool,
    repaired: bool,
}

impl Watch<'_> {
    async fn until_repaired(&self) -> Result<(), Failure> {
        let mut standings = vec![Standing::default(); self.planned.len()];
        while !standings.iter().all(|standing| standing.repaired) {
            let due = |(at, standing): (&Timestamp, &Standing)| !standing.injected && *at <= Timestamp::now();
            let any_due = self.planned.iter().map(|(_, at)| at).zip(&standings).any(due);
            if any_due || standings.iter().any(|standing| standing.injected && !standing.repaired) {
                self.turn(&mut standings).await?;
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Injects what is due and looks at what is injected. Between two turns other verbs may
    /// work on the bench.
    async fn turn(&self, standings: &mut [Standing]) -> Result<(), Failure> {
        let (file, student) = self.session.found(self.site, self.target).await?;
        let _lock = self.session.lock(self.site, file.activity(), &student).await?;
        let (bench, nodes) = self.site.open(file, student).await?;
        self.inject_due(&bench, &nodes, standings).await?;
        let mut wanted: Vec<CheckId> = Vec::new();
        for ((fault, _), standing) in self.planned.iter().zip(&*standings) {
            if standing.injected && !standing.repaired {
                wanted.extend(fault.symptom.iter().chain(&fault.cause).cloned());
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let mut examination = self.site.examine(&bench, &nodes, &|_| {}).await?;
        if let Some(said) = interviews(self.session, &bench) {
            examination = examination.hearing(said);
        }
        let outcomes = examination.run(Level::Quick, &wanted, &nonce(), &|_| {}).await;
        examination.end(Afterwards::Resume).await?;
        let now = Timestamp::now();
        for ((fault, _), standing) in self.planned.iter().zip(standings) {
            if standing.injected && !standing.repaired {
                self.judge(fault, standing, &outcomes, now);
            }
        }
        Ok(())
    }

    async fn inject_due(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        standings: &mut [Standing],
    ) -> Result<(), Failure> {
        for ((fault, at), standing) in self.planned.iter().zip(standings) {
            if standing.injected || *at > Timestamp::now() {
                continue;
            }
            let hands = self.site.hands(bench, nodes, &|_| {}).await?;
            let wanted = (fault.id.clone(), fault.on.clone(), fault.fault.clone());
            let done = one(self.session, bench, &hands, &wanted).await;
            hands.end().await?;
            done?;
            standing.injected = true;
            self.reached(fault, Milestone::Injected, Timestamp::now());
        }
        Ok(())
    }

    /// A look that could not be judged says nothing, neither of a symptom nor of a repair.
    fn judge(&self, fault: &PlannedFault, standing: &mut Standing, outcomes: &[Outcome], now: Timestamp) {
        let verdict = |id: &Option<CheckId>| {
            let id = id.as_ref()?;
            outcomes.iter().find(|outcome| outcome.id == *id).map(|outcome| &outcome.verdict)
        };
        let (symptom, cause) = (verdict(&fault.symptom), verdict(&fault.cause));
        if matches!(symptom, Some(Verdict::Fail(_))) {
            if !standing.seen {
                standing.seen = true;
                self.reached(fault, Milestone::Seen, now);
                self.session.console.say(&text!("incident-seen-by-check", id = fault.id.as_str()));
            }
            if std::mem::take(&mut standing.restored) {
                self.reached(fault, Milestone::Relapsed, now);
            }
        }
        let restored = standing.seen && symptom.is_some_and(Verdict::passed);
        if restored && !standing.restored {
            standing.restored = true;
            self.reached(fault, Milestone::Restored, now);
        }
        if restored && cause.is_none_or(Verdict::passed) {
            standing.repaired = true;
            self.reached(fault, Milestone::Repaired, now);
            self.session.console.say(&text!("incident-repaired", id = fault.id.as_str()));
        }
    }

    fn reached(&self, fault: &PlannedFault, what: Milestone, at: Timestamp) {
        note(self.session, |journal| journal.milestone(self.incident, &fault.id, what, at));
    }
}

async fn seen(target: &Target, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, _) = session.bench(&site, target).await?;
    let journal = session.journal()?;
    let Some(incident) = journal.incident(&bench.plan.bench)? else { return none(session, &bench) };
    // Whoever says so while nothing is injected learns nothing from the answer.
    journal.declare(incident.id)?;
    session.console.say(&text!("incident-declared"));
    Ok(None)
}

fn none(session: &Session, bench: &Bench) -> Done {
    session.console.say(&text!("incident-no-incident", bench = &bench.plan.bench));
    Ok(None)
}

/// How long users went without: from the first symptom until it was gone.
fn outage(course: &Course) -> Option<Duration> {
    between(course.seen, course.restored)
}

fn between(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<Duration> {
    to?.duration_since(from?).try_into().ok()
}

async fn show(target: &Target, as_json: bool, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, _) = session.bench(&site, target).await?;
    let Some(incident) = session.journal()?.incident(&bench.plan.bench)? else {
        if as_json {
            session.console.print("null");
            return Ok(None);
        }
        return none(session, &bench);
    };
    let total: Duration = incident.faults.iter().filter_map(outage).sum();
    let console = &session.console;
    if as_json {
        console.print(&format!("{:#}", report(&incident, total)));
        return Ok(None);
    }
    let head = [
        "column-fault",
        "column-injected",
        "column-seen",
        "column-declared",
        "column-repaired",
        "column-outage",
    ]
    .map(|id| console.lang.message(id).unwrap_or_default());
    let clock = |time: Option<Timestamp>| {
        time.map_or_else(|| "–".to_owned(), |time| time.strftime("%H:%M:%SZ").to_string())
    };
    let rows = incident.faults.iter().map(|course| {
        vec![
            course.fault.to_string(),
            clock(course.injected),
            clock(course.seen),
            clock(course.declared),
            clock(course.repaired),
            outage(course).map_or_else(|| "–".to_owned(), |time| Span(rounded(time)).to_string()),
        ]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    console.say(&state(&incident, total));
    Ok(None)
}

fn rounded(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs())
}

fn state(incident: &Incident, total: Duration) -> Text {
    let outage = Span(rounded(total)).to_string();
    match (incident.ended, incident.watched) {
        (Some(_), _) => text!("incident-state-over", outage = outage),
        (None, true) => text!("incident-state-watched", outage = outage),
        (None, false) => text!("incident-state-cut", outage = outage),
    }
}

fn report(incident: &Incident, total: Duration) -> serde_json::Value {
    let courses = incident.faults.iter().map(|course| {
        json!({
            "course": course,
            "detection_seconds": between(course.injected, course.declared).map(|time| time.as_secs_f64()),
            "repair_seconds": between(course.injected, course.repaired).map(|time| time.as_secs_f64()),
            "outage_seconds": outage(course).map(|time| time.as_secs_f64()),
        })
    });
    json!({
        "bench": incident.bench,
        "seed": incident.seed,
        "started": incident.started,
        "ended": incident.ended,
        "watched": incident.watched,
        "faults": courses.collect::<Vec<_>>(),
        "outage_seconds": total.as_secs_f64(),
    })
}
