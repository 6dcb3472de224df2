//! Many benches of one lab: what a class needs, how it is worked on, what is told of it.
//!
//! A class has no file of its own: its benches carry a label, and what a class still lacks
//! is the difference between the roster and the engine. So an interrupted run is finished
//! by the next, and a late pupil is one more bench. Only when the lesson ends is kept
//! beside (`lesson`), since nothing on the engine says it.
//!
//! Rank 8: imports `bench`, `doctor` and everything below.

mod each;
mod event;
mod export;
mod lesson;
mod pace;
mod plan;

pub use each::each;
pub use event::{Event, Summary};
pub use export::{Row, ansible, csv, rows};
pub use lesson::{Lesson, LessonError};
pub use pace::Pace;
pub use plan::{ClassPlan, Need, Planned, Refusal, need, plan};
