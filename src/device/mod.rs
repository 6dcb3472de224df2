//! Network devices: what is typed at one, and what it shows, in one type whatever the platform.
//!
//! A platform is data: for each thing that it can show, what is typed and how the answer is
//! read; and, where it is talked to at its own prompt, the manners of that prompt
//! ([`Manner`]). Reading is pure and refuses what it does not know, so that an output of
//! another version is not judged rather than misread. One file per platform.
//!
//! Rank 0: imports nothing. Used by the kinds `device`, `interface` and `route`, and by the
//! transport that types at prompts.

mod arista_eos;
mod cisco_ios;
mod facts;
mod frr;
pub mod linux;
mod manner;
pub mod tree;

use schemars::JsonSchema;
use serde::Deserialize;

pub use facts::{Link, Neighbour, Port, Vlan, Way, network, same_port, vlan_list};
pub use manner::{Manner, Question, TYPED, bland, typed};
use tree::Tree;

/// What a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Os {
    /// FRRouting, asked through `vtysh`.
    Frr,
    /// A Linux kernel, asked with `ip`; it has neither neighbours nor a configuration.
    Linux,
    /// Cisco IOS and IOS XE, asked at its prompt.
    CiscoIos,
    /// Arista EOS, asked at its prompt.
    AristaEos,
}

impl Os {
    /// Returns what it can show.
    pub fn platform(self) -> &'static Platform {
        match self {
            Self::Frr => &frr::FRR,
            Self::Linux => &linux::LINUX,
            Self::CiscoIos => &cisco_ios::CISCO_IOS,
            Self::AristaEos => &arista_eos::ARISTA_EOS,
        }
    }

    /// Returns how to talk at its prompt; nothing for Linux, which has a shell.
    pub fn manner(self) -> Option<&'static Manner> {
        match self {
            Self::Frr => Some(&frr::VTYSH),
            other => other.platform().manner,
        }
    }
}

/// One thing that a device shows.
#[derive(Debug)]
pub struct Show<T: 'static> {
    /// What is typed: a script for `sh`, or a line at the prompt where the platform has
    /// [manners](Platform::manner).
    pub command: &'static str,
    /// Reads the answer; nothing when it is not such an answer.
    pub read: fn(&str) -> Option<T>,
}

/// What a platform can show.
#[derive(Debug)]
pub struct Platform {
    /// The program that is asked, or the platform's name where that is its prompt.
    pub tool: &'static str,
    /// How to talk at its prompt; nothing where `sh` is asked.
    pub manner: Option<&'static Manner>,
    /// What it says when what it speaks for does not run.
    pub silent: &'static [&'static str],
    /// The version of its system.
    pub version: Show<String>,
    /// Its interfaces.
    pub links: Option<Show<Vec<Link>>>,
    /// Its routes, those that are in use.
    pub ways: Option<Show<Vec<Way>>>,
    /// The routers that it speaks OSPF with.
    pub neighbours: Option<Show<Vec<Neighbour>>>,
    /// Its VLANs.
    pub vlans: Option<Show<Vec<Vlan>>>,
    /// How its ports handle VLANs.
    pub ports: Option<Show<Vec<Port>>>,
    /// The configuration that it works by.
    pub running: Option<Show<Tree>>,
    /// The configuration that it starts with.
    pub startup: Option<Show<Tree>>,
}
