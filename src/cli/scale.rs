//! How points become marks, as the command line says it: a file, options, or both.

use std::path::PathBuf;

use crate::cli::Failure;
use crate::grade::{Rounding, Scale, Step};
use crate::load::read_scale;
use crate::name::CheckId;

/// Options that come before what the file says.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct ScaleArgs {
    /// A file that says how points become marks.
    #[arg(long, value_name = "FILE")]
    scale: Option<PathBuf>,
    /// What a perfect work gets.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
    out_of: Option<u32>,
    /// What marks are rounded to.
    #[arg(long, value_name = "STEP")]
    round: Option<Step>,
    /// Which way.
    #[arg(long, value_enum)]
    rounding: Option<Rounding>,
}

impl ScaleArgs {
    /// Returns the scale. `checks` are those that a weight may name; any when there are none.
    ///
    /// # Errors
    /// When the file cannot be read or holds mistakes.
    pub(super) fn read(&self, checks: &[CheckId]) -> Result<Scale, Failure> {
        let mut scale = match &self.scale {
            Some(path) => read_scale(path, checks)?,
            None => Scale::default(),
        };
        scale.out_of = self.out_of.unwrap_or(scale.out_of);
        scale.step = self.round.unwrap_or(scale.step);
        scale.rounding = self.rounding.unwrap_or(scale.rounding);
        Ok(scale)
    }
}
