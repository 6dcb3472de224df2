//! The program against a real engine. `make live` runs these; they need one, so that
//! `cargo test` alone leaves them out.
//!
//! Every test has a student and a folder of state of its own, and removes its bench.

mod access;
mod bench;
mod broken;
mod class;
mod faults;
mod grading;
mod group;
mod kills;
mod labs;
mod mishaps;
mod proxy;
mod results;
mod tampering;
mod trial;
mod verbs;
