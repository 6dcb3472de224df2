//! An earlier run, as far as it tells how the work went on.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::Level;
use crate::grade::Points;
use crate::name::CheckId;

/// A run that came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// When it ended (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// How thorough it was.
    pub level: Level,
    /// Points earned.
    pub earned: Points,
    /// Points that could be judged.
    pub judged: u32,
    /// The checks that passed.
    pub passed: Vec<CheckId>,
}
