//! Files → model, with the line and column of every mistake.
//!
//! A lab is read in four passes, each of which reports all that it finds:
//! 1. what templates need (`parameters`, `networks`, `nodes`) is read from the raw text;
//! 2. the text is rendered with a student's values: lines stay where they were, since no
//!    value holds a line end;
//! 3. the result is compared with the JSON Schema that editors use, so that fifty
//!    unknown keys give fifty messages instead of the first;
//! 4. it becomes typed data, and what types cannot say is checked (names that do not
//!    exist, competences that nothing covers, cycles, …); where a value cannot become
//!    typed data, the rest is checked without it.
//!
//! Rank 4: imports `model`, `individual`, `check`, `referentiel` and rank 0.

mod entry;
mod folder;
mod lab;
mod library;
mod problem;
mod scale;
mod schema;
mod scripts;
mod semantic;
mod strict;
mod survey;
mod tree;

pub use entry::lab_schema;
pub use folder::{Folder, MATRIX};
pub use lab::LabFile;
pub use library::{Library, LibraryError};
pub use problem::{LoadError, Problem, nearest};
pub use scale::{read_scale, scale_schema};
pub use semantic::FORMAT;
pub(crate) use strict::strict;
pub(crate) use tree::{Scalar, Tree};
