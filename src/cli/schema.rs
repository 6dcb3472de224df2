//! `paillasse schema`: the formats, for editors and programs.

use clap::ValueEnum;

use crate::check::KINDS;
use crate::check::reference::reference;
use crate::cli::Done;
use crate::cli::session::Session;
use crate::inventory::inventory_schema;
use crate::load::{lab_schema, scale_schema};
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which format.
    #[arg(value_enum)]
    what: What,
    /// As a page in Markdown (kinds only).
    #[arg(long)]
    markdown: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// `lab.yaml`.
    Lab,
    /// The kinds of checks.
    Kinds,
    /// What `check --format json` prints.
    Report,
    /// What `check --save` writes.
    Result,
    /// What `grade --format json` prints.
    Class,
    /// What `portfolio --format json` prints.
    Portfolio,
    /// A file of `inventory/`.
    Inventory,
    /// A file that says how points become marks.
    Scale,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let text = match args.what {
        What::Lab => format!("{:#}", lab_schema()),
        What::Report => format!("{:#}", report::json::schema().to_value()),
        What::Result => format!("{:#}", crate::result::schema().to_value()),
        What::Class => format!("{:#}", report::class::json::schema().to_value()),
        What::Portfolio => format!("{:#}", report::portfolio::schema().to_value()),
        What::Inventory => format!("{:#}", inventory_schema()),
        What::Scale => format!("{:#}", scale_schema()),
        What::Kinds if args.markdown => reference(),
        What::Kinds => KINDS.join("\n"),
    };
    session.console.print(&text);
    Ok(None)
}
