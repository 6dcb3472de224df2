//! The command line: one file per verb. It alone prints, reads the environment and
//! knows clap.
//!
//! Exit codes: 0 all well · 1 some checks failed · 2 called wrongly · 3 a file holds
//! mistakes · 4 something could not be judged · 5 the engine, the network or the disk
//! refused · 130 interrupted.
//!
//! Rank 6: imports everything below.

mod ask;
mod brief;
mod check;
mod class;
mod classroom;
mod completions;
mod console;
mod demo;
mod doctor;
mod down;
mod enrol;
mod exec;
mod fault;
mod grade;
mod help;
mod hint;
mod history;
mod images;
mod incident;
mod join;
mod lab;
mod labs;
mod plan;
mod portfolio;
mod power;
mod problems;
mod prove;
mod rejudge;
mod reset;
mod scaffold;
mod scale;
mod schema;
mod session;
mod settings;
mod shell;
mod show;
mod start;
mod status;
mod stop;
mod submit;
mod table;
mod terminal;
mod up;
mod verify;
mod version;
mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::cli::console::Console;
use crate::cli::session::Session;
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::{Lang, Text};
use crate::load::{LoadError, nearest};
use crate::text;

/// An error that reached the command line.
pub struct Failure(Box<dyn Explain + Send + Sync>);

impl<E: Explain + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

/// How a verb ends: well, with a category of its own (some checks failed), or not at all.
type Done = Result<Option<Category>, Failure>;

#[derive(Debug, Parser)]
#[command(name = "paillasse", bin_name = "paillasse")]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Args)]
struct Common {
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    verbose: bool,
    #[arg(long = "labs-dir", global = true)]
    labs_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Labs(labs::Args),
    Show(show::Args),
    Up(up::Args),
    Brief(brief::Args),
    Shell(shell::Args),
    Exec(exec::Args),
    Check(check::Args),
    Ask(ask::Args),
    Hint(hint::Args),
    History(history::Args),
    Verify(verify::Args),
    Rejudge(rejudge::Args),
    Submit(submit::Args),
    Grade(grade::Args),
    Portfolio(portfolio::Args),
    Status(status::Args),
    Class(class::Args),
    Classroom(classroom::Args),
    Stop(stop::Args),
    Start(start::Args),
    Reset(reset::Args),
    Down(down::Args),
    Plan(plan::Args),
    Images(images::Args),
    Lab(lab::Args),
    Join(join::Args),
    Enrol(enrol::Args),
    Fault(fault::Args),
    Incident(incident::Args),
    Doctor(doctor::Args),
    Demo(demo::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Version(version::Args),
}

/// Returns the command line with its help in a language.
fn command(lang: Lang) -> clap::Command {
    help::translate(Cli::command(), lang)
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = settings::language(&arguments);
    let cli = match command(lang)
        .try_get_matches_from(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches))
    {
        Ok(cli) => cli,
        Err(error) => return usage(&error, lang),
    };
    let lang = cli.common.lang.unwrap_or(lang);
    let console = Console::new(lang, cli.common.quiet, cli.common.verbose);
    log(cli.common.verbose, console.colour_errors);
    let session = Session::new(console, cli.common.labs_dir.clone().or_else(settings::labs));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            session.console.note(&format!("paillasse: {error}"));
            return ExitCode::from(Category::Environment.exit_code());
        }
    };
    let code = runtime.block_on(run(cli.verb, &session));
    // A thread may still be waiting for a key at standard input: it is not waited for.
    runtime.shutdown_background();
    ExitCode::from(code)
}

fn log(verbose: bool, colour: bool) {
    let default = if verbose { "paillasse=debug" } else { "paillasse=warn" };
    let filter = EnvFilter::try_from_env("PAILLASSE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .without_time()
        .init();
}

async fn run(verb: Verb, session: &Session) -> u8 {
    let done = tokio::select! {
        done = dispatch(verb, session) => done,
        () = interrupted() => {
            tokio::select! {
                () = session.put_right() => {}
                // Whoever insists is not kept waiting; the next run puts it right.
                () = interrupted() => {}
            }
            session.console.say(&text!("interrupted"));
            return Category::Interrupted.exit_code();
        }
    };
    match done {
        Ok(None) => 0,
        Ok(Some(category)) => category.exit_code(),
        Err(Failure(error)) => {
            session.console.failure(error.as_ref());
            let mut source: Option<&(dyn std::error::Error + 'static)> = error.source();
            let this: &dyn std::error::Error = error.as_ref();
            if let Some(load) = this.downcast_ref::<LoadError>() {
                problems::show(&session.console, load);
            }
            while let Some(cause) = source {
                if let Some(load) = cause.downcast_ref::<LoadError>() {
                    problems::show(&session.console, load);
                }
                source = cause.source();
            }
            error.category().exit_code()
        }
    }
}

/// Waits for Ctrl-C, a request to end, or the end of the terminal.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).ok();
    let mut signals: Vec<_> = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()]
        .into_iter()
        .filter_map(listen)
        .collect();
    let waits = signals.iter_mut().map(|signal| Box::pin(signal.recv()));
    futures_util::future::select_all(waits).await;
}

async fn dispatch(verb: Verb, session: &Session) -> Done {
    match verb {
        Verb::Labs(args) => labs::run(args, session),
        Verb::Show(args) => show::run(args, session),
        Verb::Up(args) => up::run(args, session).await,
        Verb::Brief(args) => brief::run(args, session).await,
        Verb::Shell(args) => shell::run(args, session).await,
        Verb::Exec(args) => exec::run(args, session).await,
        Verb::Check(args) => check::run(args, session).await,
        Verb::Ask(args) => ask::run(args, session).await,
        Verb::Hint(args) => hint::run(args, session).await,
        Verb::History(args) => history::run(args, session),
        Verb::Verify(args) => verify::run(args, session),
        Verb::Rejudge(args) => rejudge::run(args, session),
        Verb::Submit(args) => submit::run(args, session).await,
        Verb::Grade(args) => grade::run(args, session).await,
        Verb::Portfolio(args) => portfolio::run(args, session),
        Verb::Status(args) => status::run(args, session).await,
        Verb::Class(args) => class::run(args, session).await,
        Verb::Classroom(args) => classroom::run(args, session).await,
        Verb::Stop(args) => stop::run(args, session).await,
        Verb::Start(args) => start::run(args, session).await,
        Verb::Reset(args) => reset::run(args, session).await,
        Verb::Down(args) => down::run(args, session).await,
        Verb::Plan(args) => plan::run(args, session).await,
        Verb::Images(args) => images::run(args, session).await,
        Verb::Lab(args) => lab::run(args, session).await,
        Verb::Join(args) => join::run(args, session).await,
        Verb::Enrol(args) => enrol::run(args, session),
        Verb::Fault(args) => fault::run(args, session).await,
        Verb::Incident(args) => incident::run(args, session).await,
        Verb::Doctor(args) => doctor::run(args, session).await,
        Verb::Demo(args) => demo::run(args, session).await,
        Verb::Schema(args) => schema::run(args, session),
        Verb::Completions(args) => completions::run(args, session),
        Verb::Version(args) => version::run(args, session).await,
    }
}

/// A command line that cannot be understood.
#[derive(Debug)]
struct UsageError {
    said: Text,
    hint: Option<Text>,
}

impl UsageError {
    /// Returns what is said when nothing else is to be said.
    fn plain(said: Text) -> Self {
        Self { said, hint: None }
    }

    /// Returns what is said of a name that nothing has, with the nearest that something has.
    fn unknown<'a>(said: Text, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { said, hint: nearest(given, known).map(|near| text!("did-you-mean", known = near)) }
    }
}

impl Explain for UsageError {
    fn text(&self) -> Text {
        self.said.clone()
    }

    fn hint(&self) -> Option<Text> {
        self.hint.clone()
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(UsageError);

fn usage(error: &clap::Error, lang: Lang) -> ExitCode {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    let console = Console::new(lang, false, false);
    match error.kind() {
        DisplayHelp | DisplayVersion => {
            let styled = error.render();
            let help = if console.colour { styled.ansi().to_string() } else { styled.to_string() };
            console.print(&help);
            ExitCode::SUCCESS
        }
        DisplayHelpOnMissingArgumentOrSubcommand => {
            let styled = error.render();
            let help = if console.colour_errors { styled.ansi().to_string() } else { styled.to_string() };
            console.note(help.trim_end());
            ExitCode::from(Category::Usage.exit_code())
        }
        _ => {
            let said = help::usage_error(error);
            let hint = help::suggestion(error).or_else(|| Some(text!("usage-hint")));
            console.failure(&UsageError { said, hint });
            ExitCode::from(Category::Usage.exit_code())
        }
    }
}
