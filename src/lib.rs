//! paillasse turns an activity of the BTS SIO référentiel into a running lab, and
//! checks the expected results.
//!
//! Data flows one way:
//!
//! ```text
//!  lab.yaml ─┐
//!  student  ─┴─▶ plan (pure) ─▶ provision ─▶ run checks ─▶ grade (pure) ─▶ report
//! ```
//!
//! Pure code decides, thin async code acts. Each module has a rank and imports lower
//! ranks only; a test holds the crate to it.
#![warn(missing_docs)]

pub mod access;
pub mod assets;
pub mod bench;
pub mod check;
pub mod class;
pub mod cli;
pub mod device;
pub mod doctor;
pub mod error;
pub mod exec;
pub mod fault;
pub mod grade;
pub mod grading;
pub mod i18n;
pub mod incident;
pub mod individual;
pub mod ink;
pub mod inventory;
pub mod journal;
pub mod load;
pub mod located;
pub mod lock;
pub mod model;
pub mod name;
pub mod persona;
pub mod plan;
pub mod proof;
pub mod provider;
pub mod provision;
pub mod quantity;
pub mod referentiel;
pub mod report;
pub mod result;
pub mod roster;
pub mod runner;
pub mod secret;
pub mod state;
pub mod statement;
pub mod transport;
