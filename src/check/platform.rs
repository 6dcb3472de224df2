//! What network devices show of themselves, in one type whatever the platform.
//!
//! A platform is data: for each thing that it can show, what is typed and how the answer is
//! read. Reading is pure and refuses what it does not know, so that an output of another
//! version is not judged rather than misread. One file per platform.
//!
//! Rank 1, no kind: used by `device`; `interface` and `route` read Linux through it.

mod frr;
pub mod linux;
pub mod tree;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::link::Link;
use crate::check::way::Way;
use tree::Tree;

/// What a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Os {
    /// FRRouting, asked through `vtysh`.
    Frr,
    /// A Linux kernel, asked with `ip`; it has neither neighbours nor a configuration.
    Linux,
}

impl Os {
    /// Returns what it can show.
    pub fn platform(self) -> &'static Platform {
        match self {
            Self::Frr => &frr::FRR,
            Self::Linux => &linux::LINUX,
        }
    }
}

/// One thing that a device shows.
#[derive(Debug)]
pub struct Show<T: 'static> {
    /// What is typed: a line for `sh`.
    pub command: &'static str,
    /// Reads the answer; nothing when it is not such an answer.
    pub read: fn(&str) -> Option<T>,
}

/// What a platform can show.
#[derive(Debug)]
pub struct Platform {
    /// The program that is asked.
    pub tool: &'static str,
    /// What it says when what it speaks for does not run.
    pub silent: &'static [&'static str],
    /// The version of its system.
    pub version: Show<String>,
    /// Its interfaces.
    pub links: Show<Vec<Link>>,
    /// Its routes, those that are in use.
    pub ways: Show<Vec<Way>>,
    /// The routers that it speaks OSPF with.
    pub neighbours: Option<Show<Vec<Neighbour>>>,
    /// The configuration that it works by.
    pub running: Option<Show<Tree>>,
    /// The configuration that it starts with.
    pub startup: Option<Show<Tree>>,
}

/// A router that a device speaks OSPF with.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its router identifier.
    pub id: String,
    /// Its address on the network that is shared.
    pub address: String,
    /// How far they are, in lower case: `full`, `2-way`, `exstart` (RFC 2328, 10.1).
    pub state: String,
    /// The interface towards it.
    pub device: String,
}
