//! `paillasse lab`: for whoever writes labs.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::session::Session;
use crate::cli::{Done, Failure, UsageError, prove, scaffold};
use crate::error::Category;
use crate::load::Folder;
use crate::name::ActivityCode;
use crate::proof;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Proves labs on the engine.
    Test(prove::Args),
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
        Verb::Test(args) => prove::run(args, session).await,
        Verb::Lint { labs } => lint(&labs, session),
        Verb::New { name, activity, into } => new(&name, &activity, &into, session),
    }
}

/// Returns the folders of the labs that are named; all of them when none is.
pub(super) fn folders(labs: &[String], session: &Session) -> Result<Vec<Folder>, Failure> {
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
