//! From the work of a class to its sheets: what was found, judged, marked and compared.
//!
//! The work comes from benches or from files; from there on it is treated alike. Nothing
//! here asks an engine.
//!
//! Rank 8: imports `bench`, `result`, `report`, `roster` and everything below.

mod given;
mod hand_in;
mod hide;
mod sheet;
mod steady;

pub use given::{given, passages};
pub use hand_in::{Chosen, HandIn, choose, find, sender, whose};
pub use hide::hide;
pub use sheet::{Marking, Run, blank, heads};
pub use steady::steady;
