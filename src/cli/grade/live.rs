//! The benches of a class, looked at where they stand.

use std::collections::BTreeMap;

use crate::bench::{Bench, Site, lab_changed};
use crate::check::Level;
use crate::class::Pace;
use crate::cli::Failure;
use crate::cli::check::{Run as Request, once};
use crate::cli::class::Form;
use crate::cli::class::select::Place;
use crate::cli::class::work::{Job, Stages, Work, Worked};
use crate::cli::grade::{Args, Class, Graded};
use crate::cli::session::TargetError;
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
    let pace = match args.jobs.filter(|jobs| *jobs > 0) {
        Some(jobs) => Pace::fixed(jobs.into()),
        // A drill makes every node of a bench anew; a look costs little.
        None => {
            let nodes = if args.level == Level::Full { class.file.node_count() } else { 1 };
            Pace::making(site.engine.facts.processors, nodes)
        }
    };
    let work = Work::begin("grade", &class.chosen, Form::Text, class.session);
    let ended = work.on_each(pace, &Look { class, site: &site, args }).await;
    Ok(ended.results.into_iter().flatten().collect())
}

struct Look<'a> {
    class: &'a Class<'a>,
    site: &'a Site,
    args: &'a Args,
}

impl Job for Look<'_> {
    type Done = Graded;

    async fn on(&self, place: &Place, _: Stages<'_>) -> Worked<Graded> {
        let class = self.class;
        // Every place of a roster is one of a pupil.
        let Some(pupil) = &place.pupil else { return Err(TargetError::NoBench.into()) };
        let found = match bench(class, self.site, pupil, self.args).await {
            Ok(found) => found,
            Err(Failure(error)) => class.without_work(pupil, error.text())?,
        };
        class.session.finished(&place.bench);
        let said = match (&found.sheet.mark, &found.sheet.trouble) {
            (Some(mark), _) => Some(format!("{}/{}", mark.value.value, mark.value.out_of)),
            (None, trouble) => trouble.as_ref().map(|why| why.to(class.session.console.lang)),
        };
        Ok((found, said))
    }
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
