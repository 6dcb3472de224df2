//! Where benches stand: one folder per way of making them.
//!
//! A provider makes, finds and removes what a plan describes, by label and idempotently.
//! The engine is a parameter of every function, never a global, so that the benches of a
//! class can be spread over several engines.
//!
//! Rank 3: imports `model`, `transport` and rank 0. bollard appears only in `docker/`.

pub mod docker;
