//! Arista EOS (EOS User Manual, "Command-Line Interface", "VLANs").

use crate::device::tree::Tree;
use crate::device::{Manner, Platform, Show, cisco_ios};

pub(super) const ARISTA_EOS: Platform = Platform {
    tool: "arista_eos",
    manner: Some(&MANNER),
    silent: &[],
    version: Show { command: "show version", read: version },
    links: None,
    ways: None,
    neighbours: None,
    // The table is IOS's.
    vlans: Some(Show { command: "show vlan", read: cisco_ios::vlans }),
    ports: None,
    running: Some(Show { command: "show running-config", read: configuration }),
    startup: Some(Show { command: "show startup-config", read: configuration }),
};

const MANNER: Manner = Manner {
    name: "arista_eos",
    ends: &['#', '>'],
    pager_off: &["terminal length 0"],
    more: &["--more--"],
    enable: Some(("enable", '>')),
    configuring: "(config",
    leave: "end",
    errors: &["% "],
    questions: cisco_ios::QUESTIONS,
    save: "write memory",
};

fn version(printed: &str) -> Option<String> {
    let line = printed.lines().find_map(|line| line.strip_prefix("Software image version: "))?;
    line.split_whitespace().next().map(str::to_owned)
}

/// Both say in their first line which device they are of; a configuration without any word
/// of what it is of is somebody else's.
fn configuration(printed: &str) -> Option<Tree> {
    let known = printed.contains("! device: ") || printed.contains("! Command: show ");
    known.then(|| Tree::read(printed, |_| false))
}
