//! `paillasse grade`: the marks of a class, from its benches or from what it handed in.

mod files;
mod live;

use std::path::{Path, PathBuf};

use jiff::{Timestamp, Zoned, civil};

use crate::bench::Bench;
use crate::check::Level;
use crate::class::Lesson;
use crate::cli::class::select::{Chosen, Selection};
use crate::cli::incident::span;
use crate::cli::scale::ScaleArgs;
use crate::cli::session::Session;
use crate::cli::write::write_folder;
use crate::cli::{Done, Failure, UsageError};
use crate::error::Category;
use crate::grade::{LatePolicy, Passage, Terms, Work, suspicions};
use crate::grading::{Marking, blank, given, heads, hide};
use crate::i18n::Text;
use crate::individual::Student;
use crate::load::LabFile;
use crate::quantity::Span;
use crate::report::class::{ClassReport, ClassSheet, Source};
use crate::report::folder::folder;
use crate::report::{ClassFormat, VERSION};
use crate::roster::Pupil;
use crate::runner::Mask;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// The folder, or the archive, of what was handed in; the benches when none is given.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// A list of keys that someone vouches for.
    #[arg(long, value_name = "FILE", requires = "from")]
    known: Option<PathBuf>,
    /// How thorough runs are to be.
    #[arg(long, value_enum, default_value_t = Level::Full)]
    level: Level,
    /// Runs the checks twice.
    #[arg(long, conflicts_with = "from")]
    twice: bool,
    /// How many benches at the same time.
    #[arg(long, conflicts_with = "from")]
    jobs: Option<u16>,
    /// When the work is due.
    #[arg(long)]
    deadline: Option<String>,
    /// How much later it may come all the same.
    #[arg(long, value_parser = span, requires = "deadline")]
    grace: Option<Span>,
    /// What becomes of late work.
    #[arg(long, requires_all = ["deadline", "from"])]
    late: Option<String>,
    /// What a hint costs.
    #[arg(long)]
    hint_cost: Option<String>,
    #[command(flatten)]
    scale: ScaleArgs,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: ClassFormat,
    /// A folder that every form is written to.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// A class that is being graded.
struct Class<'a> {
    session: &'a Session,
    file: LabFile,
    chosen: Chosen,
    /// What the values of its students are drawn from.
    secret: Vec<u8>,
    marking: Marking,
}

/// What was found of a student.
struct Graded {
    sheet: ClassSheet,
    /// The bench whose values are the student's; nothing when it could not be made out.
    bench: Option<Bench>,
    passages: Vec<Passage>,
}

impl Class<'_> {
    /// The pupils, in the order of the roster.
    fn pupils(&self) -> impl Iterator<Item = &Pupil> {
        self.chosen.places.iter().filter_map(|place| place.pupil.as_ref())
    }

    fn student(&self, pupil: &Pupil) -> Result<Student, Failure> {
        Ok(pupil.student(&self.secret)?)
    }

    /// Returns a student of whom there is no work, and why.
    fn without_work(&self, pupil: &Pupil, trouble: Text) -> Result<Graded, Failure> {
        let addresses = self.file.specimen_addresses();
        // The values are those that a neighbour may have copied all the same.
        let bench = Bench::new(self.file.clone(), self.student(pupil)?, addresses)?;
        let sheet = ClassSheet { trouble: Some(trouble), ..blank(pupil) };
        Ok(Graded { sheet, bench: Some(bench), passages: Vec::new() })
    }
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let started = Timestamp::now();
    let (file, chosen) = args.selection.of_roster(session)?;
    let specimen = Student::new("specimen", b"specimen")?;
    let checks = heads(&file, specimen)?;
    let ids: Vec<_> = checks.iter().map(|check| check.id.clone()).collect();
    let mut marking = Marking { terms: terms(&args)?, scale: args.scale.read(&ids)?, level: args.level };
    let state = session.state()?;
    // Not made here: a new secret could only be another one.
    let secret = state.made_secret()?.ok_or_else(|| UsageError {
        said: text!("grade-no-secret", path = %state.path().display()),
        hint: Some(text!("grade-no-secret-hint")),
    })?;
    let secret = secret.as_bytes().to_vec();
    if let (None, None, Some(name)) = (&args.from, &args.deadline, &chosen.class) {
        marking.terms.deadline = Lesson::read(&state, file.activity(), name)?.until;
    }
    if args.from.is_none() && marking.terms.deadline.is_some_and(|deadline| deadline > started) {
        session.console.warn(&text!("grade-before-deadline"));
    }
    let class = Class { session, file, chosen, secret, marking };
    let (graded, refused) = match &args.from {
        Some(folder) => files::grade(&class, folder, args.known.as_deref())?,
        None => (live::grade(&class, &args).await?, Vec::new()),
    };
    let report = ClassReport {
        lab: class.file.activity().clone(),
        title: class.file.title().to_owned(),
        lab_hash: class.file.hash().to_owned(),
        class: class.chosen.class.clone(),
        source: if args.from.is_some() { Source::HandedIn } else { Source::Live },
        level: args.level,
        deadline: class.marking.terms.deadline,
        scale: class.marking.scale.clone(),
        started,
        finished: Timestamp::now(),
        version: VERSION.to_owned(),
        checks,
        sheets: compared(graded),
        refused,
    };
    if let Some(folder) = &args.output {
        write_all(&report, folder, session)?;
    }
    let shown = args.format.render(&report, &session.console.view())?;
    session.console.print(&shown);
    let open = |sheet: &ClassSheet| sheet.provisional() || sheet.mark.is_none() && sheet.late.is_none();
    Ok(report.sheets.iter().any(open).then_some(Category::NotJudged))
}

/// Looks for values of others in the work of each, and returns the sheets, which show
/// nobody's passwords.
fn compared(graded: Vec<Graded>) -> Vec<ClassSheet> {
    let parameters = graded.iter().find_map(|one| Some(one.bench.as_ref()?.lab.parameters.clone()));
    let benches = || graded.iter().filter_map(|one| one.bench.as_ref());
    let secrets: Vec<String> = benches().flat_map(|bench| bench.values.secrets()).cloned().collect();
    let mask = benches().next().map(|bench| Mask::new(&secrets, bench.student.seed())).unwrap_or_default();
    let (mut sheets, mut works) = (Vec::new(), Vec::new());
    for Graded { sheet, bench, passages } in graded {
        works.push(Work {
            student: sheet.student.clone(),
            values: bench.as_ref().map(|bench| bench.values.map().clone()).unwrap_or_default(),
            given: bench.as_ref().map(given).unwrap_or_default(),
            passages,
        });
        sheets.push(sheet);
    }
    let found = suspicions(&parameters.unwrap_or_default(), &works);
    for (sheet, found) in sheets.iter_mut().zip(found) {
        sheet.suspicions.extend(found);
        hide(sheet, &mask);
    }
    sheets
}

fn terms(args: &Args) -> Result<Terms, Failure> {
    Ok(Terms {
        deadline: args.deadline.as_deref().map(deadline).transpose()?,
        grace: args.grace.map_or(std::time::Duration::ZERO, |span| span.0),
        late: args.late.as_deref().map(str::parse).transpose()?.unwrap_or(LatePolicy::Accept),
        hint: args.hint_cost.as_deref().map(str::parse).transpose()?,
    })
}

/// Reads a deadline: an instant, a date and a time, a date (its end), or a time of today.
fn deadline(given: &str) -> Result<Timestamp, UsageError> {
    let wrong = || UsageError {
        said: text!("grade-deadline", given = given),
        hint: Some(text!("grade-deadline-hint")),
    };
    if let Ok(instant) = given.parse::<Timestamp>() {
        return Ok(instant);
    }
    let now = Zoned::now();
    let here = |when: civil::DateTime| when.to_zoned(now.time_zone().clone()).map(|zoned| zoned.timestamp());
    let when = match (given.contains(':'), given.parse::<civil::DateTime>(), given.parse::<civil::Time>()) {
        (true, Ok(when), _) => when,
        (true, _, Ok(time)) => now.date().to_datetime(time),
        (false, Ok(day), _) => day.date().to_datetime(civil::time(23, 59, 59, 0)),
        _ => return Err(wrong()),
    };
    here(when).map_err(|_| wrong())
}

/// Writes every form of the report to a folder.
fn write_all(report: &ClassReport, path: &Path, session: &Session) -> Result<(), Failure> {
    let folder = folder(report, &session.console.view())?;
    write_folder(path, &folder.files)?;
    session.console.say(&text!("grade-written", path = %path.display()));
    if !folder.left_out.is_empty() {
        let (count, names) = (folder.left_out.len(), folder.left_out.join(", "));
        session.console.warn(&text!("moodle-left-out", count = count, names = names));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Zoned;

    use super::deadline;

    #[test]
    fn deadlines_are_read_as_people_write_them() {
        let shown = |given: &str| {
            let at = deadline(given).unwrap().to_zoned(Zoned::now().time_zone().clone());
            at.strftime("%Y-%m-%d %H:%M:%S").to_string()
        };
        for given in ["2026-11-25T12:00", "2026-11-25 12:00"] {
            assert_eq!(shown(given), "2026-11-25 12:00:00");
        }
        assert_eq!(shown("2026-11-25"), "2026-11-25 23:59:59", "a day ends with its last second");
        let today = Zoned::now().strftime("%Y-%m-%d").to_string();
        assert_eq!(shown("08:30"), format!("{today} 08:30:00"));
        assert_eq!(deadline("2026-11-25T12:00:00Z").unwrap().to_string(), "2026-11-25T12:00:00Z");
        for wrong in ["", "demain", "25/11/2026", "2026-13-01", "25:00"] {
            assert!(deadline(wrong).is_err(), "{wrong}");
        }
    }
}
