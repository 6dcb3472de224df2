//! `paillasse submit`: what a student hands in, signed.

use std::path::{Path, PathBuf};

use jiff::Zoned;

use crate::bench::lab_changed;
use crate::check::Level;
use crate::cli::Done;
use crate::cli::check::{Run, once};
use crate::cli::session::{Session, Target};
use crate::cli::write::write;
use crate::error::Category;
use crate::i18n::Text;
use crate::ink::clean;
use crate::model::{Contents, LeftOut, WorkFile};
use crate::provision::Afterwards;
use crate::quantity::Size;
use crate::report::terminal::summary;
use crate::result::{self, Payload, ResultError};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// How thorough to be.
    #[arg(long, value_enum, default_value_t = Level::Full)]
    level: Level,
    /// The file, or the folder that it goes to.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only shows which files would be handed in.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let console = &session.console;
    let site = session.site().await?;
    let (file, student) = session.found(&site, &args.target).await?;
    let _lock = session.lock(&site, file.activity(), &student).await?;
    let (bench, nodes) = site.open_running(file, student).await?;
    if lab_changed(&bench, &nodes) {
        console.warn(&text!("up-lab-changed", bench = &bench.plan.bench));
    }
    // Before the drills: they restart the nodes.
    let files = site.collect(&bench, &nodes).await?;
    tell(&files, session);
    if args.dry_run {
        return Ok(None);
    }
    let name = &bench.plan.bench;
    let journal = session.journal()?;
    let (hints, earlier) = (journal.hints_shown(name)?, journal.attempts(name)?);
    let request =
        Run { level: args.level, only: &[], streamed: true, silent: false, afterwards: Afterwards::Resume };
    let (report, run) = once(session, &site, &bench, &nodes, &request).await?;
    console.print("");
    console.print(&summary(&report, &console.view()));
    let run = journal.run(run.ok_or(ResultError::NotKept)?)?;
    let payload = Payload { hints, earlier, ..Payload::of(run)? };
    let packed = result::pack(&payload, &files, &session.state()?.signing_key()?)?;
    let path = place(
        args.output.as_deref(),
        &format!("{name}-{}.paillasse", Zoned::now().strftime("%Y-%m-%dT%H%M")),
    );
    write(&path, &packed)?;
    let size = Size(packed.len() as u64).to_string();
    console.print(&text!("submit-written", path = %path.display(), size = size).to(console.lang));
    // What failed is handed in all the same; what could not be judged is worth another try.
    Ok(report.grade.category().filter(|category| *category == Category::NotJudged))
}

/// Where the file goes.
fn place(output: Option<&Path>, name: &str) -> PathBuf {
    match output {
        None => PathBuf::from(name),
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file.to_owned(),
    }
}

/// Shows what is handed in beside the run.
fn tell(files: &[WorkFile], session: &Session) {
    let console = &session.console;
    console.print(&text!("submit-with").to(console.lang));
    for file in files {
        let what = match &file.contents {
            Contents::Bytes(bytes) => Text::verbatim(Size(bytes.len() as u64).to_string()),
            Contents::Link(target) => Text::verbatim(format!("→ {}", clean(target))),
            Contents::LeftOut(why) => text!("submit-left-out", why = left_out(*why)),
        };
        console.print(&format!("  {}:{}  {}", file.node, clean(&file.path), what.to(console.lang)));
    }
    if files.is_empty() {
        console.print(&format!("  {}", text!("submit-no-files").to(console.lang)));
    }
}

/// Why a file is left out.
pub(super) fn left_out(why: LeftOut) -> Text {
    match why {
        LeftOut::Large | LeftOut::NoRoom => text!("left-out-large"),
        LeftOut::Private => text!("left-out-private"),
        LeftOut::Binary => text!("left-out-binary"),
        LeftOut::Unreadable => text!("left-out-unreadable"),
    }
}
