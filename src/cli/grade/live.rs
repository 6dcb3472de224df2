//! The benches of a class, looked at where they stand.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt};

use crate::bench::{Bench, Site, lab_changed};
use crate::check::Level;
use crate::cli::Failure;
use crate::cli::check::{Run as Request, once};
use crate::cli::grade::{Args, Class, Graded};
use crate::grade::grade as graded;
use crate::grading::{Run, blank, passages, steady};
use crate::i18n::Text;
use crate::journal::RunId;
use crate::model::WorkFile;
use crate::name::CheckId;
use crate::provision::{Afterwards, Nodes};
use crate::report::Report;
use crate::report::class::ClassSheet;
use crate::roster::Pupil;
use crate::runner::Evidence;
use crate::text;

/// How many names of files a remark lists.
const NAMED: usize = 5;

/// Grades every bench, so many at the same time. One that cannot be looked at stops no other.
pub(super) async fn grade(class: &Class<'_>, args: &Args) -> Result<Vec<Graded>, Failure> {
    let site = class.session.site().await?;
    let processors = usize::try_from(site.engine.facts.processors).unwrap_or(1).max(1);
    let jobs = args.jobs.map(usize::from).filter(|jobs| *jobs > 0);
    // A drill makes every node of a bench anew; a look costs little.
    let jobs = jobs.unwrap_or(if args.level == Level::Full { processors } else { processors * 4 });
    let activity = class.session.console.activity();
    let (done, all) = (AtomicUsize::new(0), class.pupils.len());
    activity.stage(&text!("grade-doing", done = 0, all = all));
    let one = |pupil| {
        let (site, done, activity) = (&site, &done, &activity);
        let work = async move {
            let found = match bench(class, site, pupil, args).await {
                Ok(found) => Ok(found),
                Err(Failure(error)) => class.without_work(pupil, error.text()),
            };
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            activity.stage_quietly(&text!("grade-doing", done = done, all = all));
            found
        };
        work.boxed()
    };
    let work: Vec<BoxFuture<'_, Result<Graded, Failure>>> = class.pupils.iter().map(one).collect();
    let found: Vec<Result<Graded, Failure>> = stream::iter(work).buffered(jobs).collect().await;
    found.into_iter().collect()
}

/// Runs the checks on one bench, and writes the sheet of its student.
async fn bench(class: &Class<'_>, site: &Site, pupil: &Pupil, args: &Args) -> Result<Graded, Failure> {
    let session = class.session;
    let student = class.student(pupil)?;
    let _lock = session.lock(site, class.file.activity(), &student).await?;
    let (bench, nodes) = site.open_running(class.file.clone(), student).await?;
    let mut remarks = Vec::new();
    if lab_changed(&bench, &nodes) {
        remarks.push(text!("grade-other-lab"));
    }
    remarks.extend(after_deadline(class, site, &nodes).await?);
    let name = bench.plan.bench.clone();
    let (hints, history) = {
        let journal = session.journal()?;
        (journal.hints_shown(&name)?, journal.attempts(&name)?)
    };
    let files = site.collect(&bench, &nodes).await?;
    let (mut report, kept) = look(class, site, &bench, &nodes, args.level).await?;
    let mut unsteady = Vec::new();
    if args.twice {
        let (again, _) = look(class, site, &bench, &nodes, args.level).await?;
        let (outcomes, found) = steady(std::mem::take(&mut report.outcomes), &again.outcomes);
        report.grade = graded(&outcomes, &bench.activity());
        report.outcomes = outcomes;
        unsteady = found;
    }
    let (nonce, evidence) = match kept {
        Some(run) => evidence(class, run)?,
        None => {
            remarks.push(text!("grade-no-evidence"));
            Default::default()
        }
    };
    Ok(write(
        class,
        pupil,
        bench,
        &files,
        Run { report, evidence, nonce, unsteady, hints, history, late: None },
        remarks,
    ))
}

fn write(
    class: &Class<'_>,
    pupil: &Pupil,
    bench: Bench,
    files: &[WorkFile],
    run: Run,
    remarks: Vec<Text>,
) -> Graded {
    let passages = passages(&run.evidence, files);
    let statement = bench.file.statement(&bench.values).ok();
    let mut sheet = ClassSheet { statement, remarks, ..blank(pupil) };
    class.marking.write(&mut sheet, run);
    Graded { sheet, bench: Some(bench), passages }
}

async fn look(
    class: &Class<'_>,
    site: &Site,
    bench: &Bench,
    nodes: &Nodes,
    level: Level,
) -> Result<(Report, Option<RunId>), Failure> {
    let request = Request { level, only: &[], streamed: false, silent: true, afterwards: Afterwards::Resume };
    once(class.session, site, bench, nodes, &request).await
}

/// Returns the word of a run of the journal, and what its verdicts rest on.
fn evidence(class: &Class<'_>, run: RunId) -> Result<(String, BTreeMap<CheckId, Vec<Evidence>>), Failure> {
    let run = class.session.journal()?.run(run)?;
    let nonce = run.circumstances.map(|circumstances| circumstances.nonce).unwrap_or_default();
    let evidence = run.outcomes.into_iter().map(|recorded| (recorded.outcome.id, recorded.evidence));
    Ok((nonce, evidence.collect()))
}

/// Says which files changed after the deadline. Nobody can tell by it who changed them: a
/// service writes too, so that it costs nothing.
async fn after_deadline(class: &Class<'_>, site: &Site, nodes: &Nodes) -> Result<Option<Text>, Failure> {
    let terms = &class.marking.terms;
    let Some(due) = terms.deadline.and_then(|due| due.checked_add(terms.grace).ok()) else { return Ok(None) };
    if due > jiff::Timestamp::now() {
        return Ok(None);
    }
    let changed = site.changed_after(nodes, due).await?;
    let mut files: Vec<String> = changed
        .iter()
        .flat_map(|(node, files)| files.iter().flatten().map(move |path| format!("{node}:{path}")))
        .collect();
    let count = files.len();
    files.truncate(NAMED);
    Ok((count > 0).then(|| text!("grade-changed-after", count = count, files = files.join(", "))))
}
