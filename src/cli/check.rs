//! `paillasse check`: verdicts, as they come, and what they amount to.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;

use crate::bench::{Bench, Site, lab_changed};
use crate::check::Level;
use crate::cli::session::{Session, Target};
use crate::cli::write::save;
use crate::cli::{Done, Failure, UsageError};
use crate::error::Explain;
use crate::exec::nonce;
use crate::grade::{Outcome, Points, grade};
use crate::i18n::Text;
use crate::ink::decimal;
use crate::journal::{Circumstances, Journal, NewRun, RunId};
use crate::model::PlannedCheck;
use crate::name::CheckId;
use crate::persona::Exchange;
use crate::provision::{Afterwards, Nodes};
use crate::report::terminal::{Stream, summary};
use crate::report::{Format, Report, VERSION};
use crate::result::ResultError;
use crate::runner::Event;
use crate::text;

/// How long `--watch` waits between two looks.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// How thorough to be.
    #[arg(long, value_enum, default_value_t)]
    level: Level,
    /// Only these checks, and those that they need.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Vec<String>,
    /// The form of the result.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Check again and again.
    #[arg(long, conflicts_with_all = ["level", "format"])]
    watch: bool,
    /// Also writes the run with its evidence, signed, to a file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["watch", "only"])]
    save: Option<PathBuf>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    if args.watch {
        return watch(&args, &site, session).await;
    }
    let (file, student) = session.found(&site, &args.target).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open_running(file, student).await?;
    if lab_changed(&bench, &nodes) {
        session.console.warn(&text!("up-lab-changed", bench = &bench.plan.bench));
    }
    let only = known(&args.only, &bench)?;
    let streamed = args.format == Format::Terminal;
    let request =
        Run { level: args.level, only: &only, streamed, silent: false, afterwards: Afterwards::Resume };
    let (report, run) = once(session, &site, &bench, &nodes, &request).await?;
    let view = session.console.view();
    if streamed {
        session.console.print("");
        session.console.print(&summary(&report, &view));
    } else {
        session.console.print(&args.format.render(&report, &view)?);
    }
    if let Some(path) = args.save {
        // The journal has it whole, or has said why not.
        let run = run.ok_or(ResultError::NotKept)?;
        save(run, &path, session)?;
    }
    Ok(report.grade.category())
}

/// Returns the check of this name.
///
/// # Errors
/// When the lab has none, with the nearest that it has.
pub(super) fn named<'a>(bench: &'a Bench, given: &str) -> Result<&'a PlannedCheck, UsageError> {
    bench.lab.check(given).ok_or_else(|| {
        let known = bench.lab.checks.iter().map(|check| check.id.as_str());
        UsageError::unknown(text!("problem-unknown-check", id = given), given, known)
    })
}

/// Returns the checks that are named.
fn known(only: &[String], bench: &Bench) -> Result<Vec<CheckId>, Failure> {
    let find = |given: &String| Ok(named(bench, given)?.id.clone());
    only.iter().map(find).collect()
}

/// How the checks are to be run.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    /// How thoroughly.
    pub level: Level,
    /// Only these; all when it is empty.
    pub only: &'a [CheckId],
    /// Whether verdicts are printed as they come.
    pub streamed: bool,
    /// Whether nothing is shown of what is being done.
    pub silent: bool,
    /// What becomes of nodes that drills shut down.
    pub afterwards: Afterwards,
}

/// Runs the checks once. A run of all of them is kept in the journal: one of a few says
/// nothing of the bench as a whole. Its number there is returned when all of it was
/// kept.
pub(super) async fn once(
    session: &Session,
    site: &Site,
    bench: &Bench,
    nodes: &Nodes,
    run: &Run<'_>,
) -> Result<(Report, Option<RunId>), Failure> {
    let nonce = nonce();
    let record = match run.only.is_empty() {
        true => Record::begin(session, bench, run.level, &nonce),
        false => Record::none(),
    };
    let said = interviews(session, bench);
    let activity = if run.silent { session.console.silence() } else { session.console.activity() };
    let stream =
        Stream::new(session.console.view(), bench.lab.checks.iter().map(|c| (&c.id, c.points, c.partial)));
    let report = look(site, bench, nodes, (run, &nonce, said), &activity, &|event| match event {
        Event::Begins(id) => activity.stage_quietly(&text!("doing-check", id = id.as_str())),
        Event::Judged(outcome, evidence) => {
            if run.streamed {
                activity.print(&stream.verdict(&outcome));
            }
            record.keep(|journal, run| journal.record(run, &outcome, &evidence));
        }
    })
    .await?;
    drop(activity);
    record.keep(|journal, run| journal.end_run(run, &report.grade.total));
    Ok((report, record.end(session)))
}

/// Returns what was said to the personas of a lab; nothing when the journal cannot be read.
pub(super) fn interviews(session: &Session, bench: &Bench) -> Option<Vec<Exchange>> {
    if bench.lab.personas.is_empty() {
        return Some(Vec::new());
    }
    let said = session.journal().and_then(|journal| Ok(journal.exchanges(&bench.plan.bench)?));
    said.map_err(|Failure(error)| session.console.warn(&error.text())).ok()
}

async fn look(
    site: &Site,
    bench: &Bench,
    nodes: &Nodes,
    (run, nonce, said): (&Run<'_>, &str, Option<Vec<Exchange>>),
    activity: &super::console::Activity,
    tell: crate::runner::Listener<'_>,
) -> Result<Report, Failure> {
    let started = Timestamp::now();
    let mut examination = site.examine(bench, nodes, &|progress| activity.listen(progress)).await?;
    // Without the journal, nothing is known of interviews: they are not judged.
    if let Some(said) = said {
        examination = examination.hearing(said);
    }
    let outcomes = examination.run(run.level, run.only, nonce, tell).await;
    examination.end(run.afterwards).await?;
    Ok(Report {
        lab: bench.lab.activity.clone(),
        title: bench.lab.title.clone(),
        lab_hash: bench.lab.hash.clone(),
        student: bench.student.id().to_owned(),
        bench: bench.plan.bench.clone(),
        level: run.level,
        started,
        finished: Timestamp::now(),
        version: VERSION.to_owned(),
        grade: grade(&outcomes, &bench.activity()),
        outcomes,
    })
}

/// A run in the journal. History that cannot be written costs nobody a verdict.
struct Record {
    journal: Option<(Journal, RunId)>,
    trouble: Mutex<Option<Text>>,
}

impl Record {
    fn none() -> Self {
        Self { journal: None, trouble: Mutex::default() }
    }

    fn begin(session: &Session, bench: &Bench, level: Level, nonce: &str) -> Self {
        let circumstances = Circumstances {
            title: bench.lab.title.clone(),
            nonce: nonce.to_owned(),
            subnets: bench.plan.addresses.subnets.clone(),
        };
        let begun = session.journal().and_then(|journal| {
            let run = journal.begin_run(&NewRun::on(&bench.plan, level, &circumstances))?;
            Ok((journal, run))
        });
        match begun {
            Ok(journal) => Self { journal: Some(journal), trouble: Mutex::default() },
            Err(Failure(error)) => Self { journal: None, trouble: Mutex::new(Some(error.text())) },
        }
    }

    fn keep<E: Explain>(&self, write: impl FnOnce(&Journal, RunId) -> Result<(), E>) {
        let Some((journal, run)) = &self.journal else { return };
        if let (Err(error), Ok(mut trouble)) = (write(journal, *run), self.trouble.lock()) {
            trouble.get_or_insert(error.text());
        }
    }

    /// Says what went wrong; returns the number of the run when nothing did.
    fn end(self, session: &Session) -> Option<RunId> {
        let trouble = self.trouble.into_inner().ok().flatten();
        if let Some(trouble) = &trouble {
            session.console.warn(trouble);
        }
        self.journal.filter(|_| trouble.is_none()).map(|(_, run)| run)
    }
}

/// Looks again and again, and shows what changed, until everything passes or Ctrl-C.
async fn watch(args: &Args, site: &Site, session: &Session) -> Done {
    let console = &session.console;
    let mut before: Vec<(CheckId, &'static str, Points)> = Vec::new();
    let shown = |outcome: &Outcome| (outcome.id.clone(), outcome.verdict.word(), outcome.earned());
    loop {
        let (file, student) = session.found(site, &args.target).await?;
        // Between two looks, other verbs may work on the bench.
        let lock = session.lock(site, file.activity(), &student).await?;
        let (bench, nodes) = site.open_running(file, student).await?;
        let only = known(&args.only, &bench)?;
        let activity = console.activity();
        let nonce = nonce();
        let run = Run {
            level: Level::Quick,
            only: &only,
            streamed: false,
            silent: false,
            afterwards: Afterwards::Resume,
        };
        let seen = Mutex::new(BTreeMap::new());
        let said = interviews(session, &bench);
        let report = look(site, &bench, &nodes, (&run, &nonce, said), &activity, &|event| {
            if let (Event::Judged(outcome, evidence), Ok(mut seen)) = (event, seen.lock()) {
                seen.insert(outcome.id.clone(), evidence);
            }
        })
        .await?;
        drop((activity, lock));
        let now: Vec<_> = report.outcomes.iter().map(shown).collect();
        if now != before {
            let stream =
                Stream::new(console.view(), bench.lab.checks.iter().map(|c| (&c.id, c.points, c.partial)));
            for outcome in &report.outcomes {
                if !before.contains(&shown(outcome)) {
                    console.print(&stream.verdict(outcome));
                }
            }
            let score = report.grade.total;
            let earned = decimal(score.earned.number(), console.lang);
            console.say(&text!("watch-score", earned = earned, judged = score.judged));
            let record = match only.is_empty() {
                true => Record::begin(session, &bench, Level::Quick, &nonce),
                false => Record::none(),
            };
            let seen = seen.into_inner().unwrap_or_default();
            for outcome in &report.outcomes {
                let evidence = seen.get(&outcome.id).map_or(&[][..], Vec::as_slice);
                record.keep(|journal, run| journal.record(run, outcome, evidence));
            }
            record.keep(|journal, run| journal.end_run(run, &score));
            record.end(session);
            before = now;
        }
        if report.grade.category().is_none() {
            console.print("");
            console.print(&summary(&report, &console.view()));
            return Ok(None);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
