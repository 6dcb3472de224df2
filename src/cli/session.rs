//! What every verb needs: the console, the engine, the labs, the student.

use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;

use crate::access::OwnCode;
use crate::bench::{Bench, BenchError, Site, Standing};
use crate::cli::Failure;
use crate::cli::console::Console;
use crate::cli::settings;
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::individual::Student;
use crate::journal::{Journal, JournalError, RunFilter, RunSummary};
use crate::load::{LabFile, Library};
use crate::lock::Lock;
use crate::model::bench_name;
use crate::name::ActivityCode;
use crate::provider::docker::Engine;
use crate::provider::docker::context::Address;
use crate::provision::{self, Nodes};
use crate::state::StateDir;
use crate::text;

/// Which bench is meant.
#[derive(Args, Clone, Debug, Default)]
pub struct Target {
    /// The lab, by activity code, folder or bench name.
    pub lab: Option<String>,
    /// Whose bench.
    #[arg(short, long)]
    pub student: Option<String>,
}

impl Target {
    /// The student that is named, on the command line or in the environment.
    pub fn named(&self) -> Option<String> {
        self.student.clone().or_else(settings::student)
    }
}

/// The same, for verbs whose first word is something else.
#[derive(Args, Clone, Debug, Default)]
pub struct OptionTarget {
    /// The lab, by activity code, folder or bench name.
    #[arg(short, long)]
    pub lab: Option<String>,
    /// Whose bench.
    #[arg(short, long)]
    pub student: Option<String>,
}

impl From<OptionTarget> for Target {
    fn from(target: OptionTarget) -> Self {
        Self { lab: target.lab, student: target.student }
    }
}

/// Why it is not clear which bench is meant.
#[derive(Debug)]
pub enum TargetError {
    /// There is none.
    NoBench,
    /// There are several.
    Several {
        /// Their names.
        benches: Vec<String>,
    },
}

impl Explain for TargetError {
    fn text(&self) -> Text {
        match self {
            Self::NoBench => text!("target-none"),
            Self::Several { benches } => text!("target-several", benches = benches.join(", ")),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::NoBench => Some(text!("target-none-hint")),
            Self::Several { .. } => Some(text!("target-several-hint")),
        }
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(TargetError);

/// A bench that is being worked on, and what becomes of it after an interruption.
struct Busy {
    engine: Engine,
    bench: String,
    remove: bool,
}

/// One run of the program.
pub struct Session {
    /// Where things are said.
    pub console: Console,
    /// A folder of labs that come before those inside the program.
    pub labs: Option<PathBuf>,
    busy: Mutex<Vec<Busy>>,
}

impl Session {
    /// Returns a session.
    pub fn new(console: Console, labs: Option<PathBuf>) -> Self {
        Self { console, labs, busy: Mutex::default() }
    }

    /// The labs that can be named.
    pub fn library(&self) -> Library {
        Library { folder: self.labs.clone() }
    }

    /// Connects to the engine.
    ///
    /// # Errors
    /// When none answers, or a variable of the environment makes no sense.
    pub async fn site(&self) -> Result<Site, Failure> {
        let range = settings::subnets()?;
        let engine = Engine::connect(&Address::find(&settings::engine())?).await?;
        Ok(Site { engine, sources: settings::sources(), range, class: None })
    }

    /// Opens the folder of state, made when it is not there.
    ///
    /// # Errors
    /// When there is no home directory, or it cannot be written to.
    pub fn state(&self) -> Result<StateDir, Failure> {
        Ok(StateDir::open(&settings::state())?)
    }

    /// Opens the journal; a damaged one is set aside, and that is said.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn journal(&self) -> Result<Journal, Failure> {
        let (journal, warning) = Journal::open(&self.state()?.journal())?;
        if let Some(warning) = warning {
            self.console.warn(&warning);
        }
        Ok(journal)
    }

    /// Returns the student of this name; whoever works here when none is given.
    ///
    /// # Errors
    /// When the name cannot be anyone's, or the class secret cannot be read.
    pub fn student(&self, name: Option<&str>) -> Result<Student, Failure> {
        let state = self.state()?;
        let codes = OwnCode::kept(&state)?;
        let name = name.map(str::to_owned).or_else(settings::student);
        let name = match (name, codes.as_slice()) {
            (Some(name), _) => name,
            // A machine of one student.
            (None, [only]) => return Ok(only.student()),
            (None, _) => settings::user(),
        };
        let id = Student::identify(&name)?;
        match codes.iter().find(|code| code.id() == id) {
            Some(code) => Ok(code.student()),
            None => Ok(Student::new(&name, state.class_secret()?.as_bytes())?),
        }
    }

    /// Returns the lab and the student that a bench is to be made for.
    ///
    /// # Errors
    /// When the lab does not exist or is not readable.
    pub fn wanted(&self, lab: &str, student: Option<&str>) -> Result<(LabFile, Student), Failure> {
        Ok((self.library().find(lab)?, self.student(student)?))
    }

    /// Returns the lab and the student of the bench that is meant, among those that stand.
    ///
    /// # Errors
    /// When there is none, or several and nothing tells which.
    pub async fn found(&self, site: &Site, target: &Target) -> Result<(LabFile, Student), Failure> {
        let mut standing = site.standing().await?;
        if let Some(bench) = standing.iter().find(|bench| target.lab.as_deref() == Some(&bench.bench)) {
            return self.wanted(&bench.lab, Some(&bench.student));
        }
        let file = target.lab.as_deref().map(|lab| self.library().find(lab)).transpose()?;
        let named = target.named();
        let student = self.student(named.as_deref())?;
        if let Some(file) = &file {
            standing.retain(|bench| bench.lab == file.activity().as_str());
        }
        let mine: Vec<&Standing> = standing.iter().filter(|bench| bench.student == student.id()).collect();
        let chosen = match (mine.as_slice(), standing.as_slice()) {
            ([only], _) => (*only).clone(),
            ([], [only]) if named.is_none() => only.clone(),
            ([], _) if file.is_some() || named.is_some() || standing.is_empty() => {
                let Some(file) = file else { return Err(TargetError::NoBench.into()) };
                let bench = bench_name(file.activity(), student.id());
                return Err(BenchError::NotUp { bench, lab: file.activity().to_string() }.into());
            }
            _ => {
                let benches = if mine.is_empty() { standing.iter().collect() } else { mine };
                let benches = benches.into_iter().map(|bench| bench.bench.clone()).collect();
                return Err(TargetError::Several { benches }.into());
            }
        };
        let file = match file {
            Some(file) => file,
            None => self.library().find(&chosen.lab)?,
        };
        let student =
            if chosen.student == student.id() { student } else { self.student(Some(&chosen.student))? };
        Ok((file, student))
    }

    /// Opens the bench that is meant; it may be stopped.
    ///
    /// # Errors
    /// As for [`found`](Self::found), and when it cannot be opened.
    pub async fn bench(&self, site: &Site, target: &Target) -> Result<(Bench, Nodes), Failure> {
        let (file, student) = self.found(site, target).await?;
        Ok(site.open(file, student).await?)
    }

    /// Takes the bench for this program alone, until the lock is dropped. From now on an
    /// interruption puts the bench right before the program ends.
    ///
    /// # Errors
    /// When the folder of state cannot be written to.
    pub async fn lock(
        &self,
        site: &Site,
        activity: &ActivityCode,
        student: &Student,
    ) -> Result<Lock, Failure> {
        let bench = bench_name(activity, student.id());
        let lock = self.lock_bench(&bench).await?;
        self.work_on(site, &bench, false);
        Ok(lock)
    }

    /// Takes a bench for this program alone; says so when another program holds it.
    ///
    /// # Errors
    /// When the folder of state cannot be written to.
    pub async fn lock_bench(&self, bench: &str) -> Result<Lock, Failure> {
        let folder = self.state()?.locks();
        Ok(Lock::acquire(&folder, bench, |waiting| self.console.say(&waiting)).await?)
    }

    /// Has a bench removed when the program is interrupted.
    pub fn remove_when_interrupted(&self, site: &Site, bench: &str) {
        self.work_on(site, bench, true);
    }

    /// Notes that the work on a bench is over: an interruption leaves it as it is.
    pub fn finished(&self, bench: &str) {
        if let Ok(mut busy) = self.busy.lock() {
            busy.retain(|other| other.bench != bench);
        }
    }

    fn work_on(&self, site: &Site, bench: &str, remove: bool) {
        if let Ok(mut busy) = self.busy.lock() {
            busy.retain(|other| other.bench != bench);
            busy.push(Busy { engine: site.engine.clone(), bench: bench.to_owned(), remove });
        }
    }

    /// Puts right what an interruption left of the bench that was being worked on.
    pub async fn put_right(&self) {
        let busy = self.busy.lock().map(|mut busy| std::mem::take(&mut *busy)).unwrap_or_default();
        if !busy.is_empty() {
            self.console.say(&text!("interrupted-tidying"));
        }
        for Busy { engine, bench, remove } in busy {
            let done = match remove {
                true => provision::down(&engine, &bench).await,
                false => provision::recover(&engine, &bench).await,
            };
            if let Err(error) = done {
                self.console.failure(&error);
            }
        }
    }
}

/// Returns the last run on a bench that came to its end.
///
/// # Errors
/// When the journal cannot be read.
pub fn last_run(journal: &Journal, bench: &str) -> Result<Option<RunSummary>, JournalError> {
    let filter =
        RunFilter { bench: Some(bench.to_owned()), ended: true, limit: Some(1), ..RunFilter::default() };
    Ok(journal.runs(&filter)?.pop())
}
