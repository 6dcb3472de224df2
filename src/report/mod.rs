//! What is shown of a run, in one file per format; of a class and of what a student has
//! proven, likewise; and of the catalogue.
//!
//! A format is pure: a [`Report`] and a [`View`] become text. To add one: write
//! `src/report/<format>.rs` with a `render`, add one line to the list below, and a
//! snapshot per language to the tests.
//!
//! Rank 6: imports `grade`, `model`, `referentiel`, `runner`, `statement` and ranks 0 and 1.

pub mod catalogue;
pub mod class;
mod figures;
pub mod folder;
pub mod moodle;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
pub mod portfolio;
pub mod sheet;
mod sign;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::check::Level;
use crate::error::{Category, Explain};
use crate::grade::{Grade, Outcome};
use crate::i18n::Text;
use crate::ink::View;
use crate::name::ActivityCode;
use crate::report::class::ClassReport;

/// The version of the program that writes a report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A run that has ended, with all that a reader wants to know of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The activity.
    pub lab: ActivityCode,
    /// The title of its lab.
    pub title: String,
    /// SHA-256 of the lab's folder: two labs of the same hash judge alike.
    pub lab_hash: String,
    /// The student's identifier.
    pub student: String,
    /// The name of the bench.
    pub bench: String,
    /// How thorough the run was.
    pub level: Level,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// The version of the program that ran it.
    pub version: String,
    /// The verdicts, in the order of the lab.
    pub outcomes: Vec<Outcome>,
    /// What they are worth.
    pub grade: Grade,
}

/// Why a report could not be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// JSON.
    #[error("failed to write the report as JSON")]
    Json(#[from] serde_json::Error),
    /// XML.
    #[error("failed to write the report as JUnit XML")]
    Junit(#[from] quick_junit::SerializeError),
    /// CSV.
    #[error("failed to write the report as CSV")]
    Csv(#[from] ::csv::Error),
    /// PDF.
    #[error("failed to write the report as PDF: {0}")]
    Pdf(String),
}

impl Explain for RenderError {
    fn text(&self) -> Text {
        Text::verbatim(self.to_string())
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

/// Lists the formats: file, name on the command line. This is the one line that a new
/// format needs.
macro_rules! formats {
    ($($(#[$doc:meta])* $module:ident => $format:ident;)*) => {
        $(pub mod $module;)*

        /// A format that a report can be written in.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
        pub enum Format {
            $($(#[$doc])* $format,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Self] = &[$(Self::$format),*];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$format => stringify!($module),)*
                }
            }

            /// Writes a report. Only the terminal heeds the width and the colours of the
            /// view; the text ends with a line end.
            ///
            /// # Errors
            /// When the encoder of the format refuses.
            pub fn render(self, report: &Report, view: &View) -> Result<String, RenderError> {
                match self {
                    $(Self::$format => $module::render(report, view),)*
                }
            }
        }
    };
}

formats! {
    /// For a person at a terminal, or for a log.
    #[default]
    terminal => Terminal;
    /// For a program: see [`json::schema`].
    json => Json;
    /// For continuous integration.
    junit => Junit;
    /// The Test Anything Protocol, version 14.
    tap => Tap;
    /// For a wiki, a ticket or a message.
    markdown => Markdown;
    /// For a spreadsheet: one line per check.
    csv => Csv;
    /// For a browser, or paper: one page that needs nothing else.
    html => Html;
}

/// A format that a class can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ClassFormat {
    /// For a person at a terminal, or for a log.
    #[default]
    Terminal,
    /// For a program: see [`class::json::schema`].
    Json,
    /// For continuous integration: one suite per student.
    Junit,
    /// The Test Anything Protocol, version 14: one subtest per student.
    Tap,
    /// For a wiki, a ticket or a message.
    Markdown,
    /// For a spreadsheet: one line per student.
    Csv,
    /// For the gradebook of Moodle.
    Moodle,
    /// For a browser, a projector or paper: one page that needs nothing else.
    Html,
}

impl ClassFormat {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::Terminal,
        Self::Json,
        Self::Junit,
        Self::Tap,
        Self::Markdown,
        Self::Csv,
        Self::Moodle,
        Self::Html,
    ];

    /// Writes a class.
    ///
    /// # Errors
    /// When the encoder of the format refuses.
    pub fn render(self, report: &ClassReport, view: &View) -> Result<String, RenderError> {
        match self {
            Self::Terminal => Ok(class::terminal::render(report, view)),
            Self::Json => class::json::render(report, view.lang),
            Self::Junit => junit::class(report, view),
            Self::Tap => tap::class(report, view),
            Self::Markdown => Ok(markdown::class(report, view.lang)),
            Self::Csv => csv::class(report, view.lang),
            Self::Moodle => Ok(moodle::gradebook(report, view.lang)?.csv),
            Self::Html => Ok(page::class::render(report, view.lang, &|_| None)),
        }
    }
}
