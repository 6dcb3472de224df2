//! Cisco IOS and IOS XE (Catalyst 2960 to 9300 and ISR command references).

use crate::device::tree::Tree;
use crate::device::{Manner, Platform, Port, Question, Show, Vlan, vlan_list};

pub(super) const CISCO_IOS: Platform = Platform {
    tool: "cisco_ios",
    manner: Some(&MANNER),
    silent: &[],
    version: Show { command: "show version", read: version },
    links: None,
    ways: None,
    neighbours: None,
    vlans: Some(Show { command: "show vlan brief", read: vlans }),
    ports: Some(Show { command: "show interfaces switchport", read: ports }),
    running: Some(Show { command: "show running-config", read: running }),
    startup: Some(Show { command: "show startup-config", read: startup }),
};

const MANNER: Manner = Manner {
    name: "cisco_ios",
    ends: &['#', '>'],
    pager_off: &["terminal length 0", "terminal width 511"],
    more: &["--more--"],
    enable: Some(("enable", '>')),
    configuring: "(config",
    leave: "end",
    // "% Invalid input", "% Incomplete command", "% Ambiguous command", "%Error opening …";
    // a line of the log begins with `%LINK-3-UPDOWN`, or with its time.
    errors: &["% ", "%Error", "Command rejected"],
    questions: QUESTIONS,
    save: "write memory",
};

/// What IOS asks back (Configuration Fundamentals Command Reference).
pub(super) const QUESTIONS: &[Question] = &[
    Question { ends: "[confirm]", answer: "\r" },
    Question { ends: "]?", answer: "\r" },
    Question { ends: "[yes/no]:", answer: "yes\r" },
    Question { ends: "(y/n)?", answer: "y\r" },
];

fn version(printed: &str) -> Option<String> {
    let line = printed.lines().find(|line| line.contains("Cisco") && line.contains(" Version "))?;
    let version = line.split(" Version ").nth(1)?.split([',', ' ']).next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

/// Reads `show vlan brief`, where a line that begins with spaces goes on with ports.
pub(super) fn vlans(printed: &str) -> Option<Vec<Vlan>> {
    let mut lines =
        printed.lines().skip_while(|line| !line.starts_with("VLAN ") && !line.starts_with("VLAN\t"));
    let columns = lines.next()?;
    let at = columns.find("Ports")?;
    if !columns.contains("Name") || !columns.contains("Status") || !lines.next()?.starts_with("----") {
        return None;
    }
    let mut vlans: Vec<Vlan> = Vec::new();
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        let ports = |text: &str| -> Vec<String> {
            text.split(',').map(str::trim).filter(|port| !port.is_empty()).map(str::to_owned).collect()
        };
        if line.starts_with(' ') {
            vlans.last_mut()?.ports.extend(ports(line));
            continue;
        }
        // A name may hold no space, and may fill its column; ports begin in theirs at the
        // earliest.
        let mut words = line.split_whitespace();
        let id = words.next()?.parse().ok()?;
        let (name, status) = (words.next()?, words.next()?);
        let known = ["active", "suspended", "act/unsup", "act/lshut", "sus/lshut"];
        let status_known = known.contains(&status);
        if !status_known {
            return None;
        }
        let rest = line.get(at.min(line.len())..)?;
        vlans.push(Vlan { id, name: name.to_owned(), active: status == "active", ports: ports(rest) });
    }
    (!vlans.is_empty()).then_some(vlans)
}

/// Reads `show interfaces switchport`: a block of `Key: value` lines for each port, where a
/// long list goes on in lines that begin with spaces.
pub(super) fn ports(printed: &str) -> Option<Vec<Port>> {
    let mut blocks: Vec<Vec<(String, String)>> = Vec::new();
    for line in printed.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with(' ') {
            blocks.last_mut()?.last_mut()?.1.push_str(line.trim());
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        if key == "Name" {
            blocks.push(Vec::new());
        }
        // What comes before the first port is none of it.
        blocks.last_mut()?.push((key.trim().to_owned(), value.trim().to_owned()));
    }
    let read: Option<Vec<Option<Port>>> = blocks.iter().map(|block| port(block)).collect();
    read.filter(|_| !blocks.is_empty()).map(|ports| ports.into_iter().flatten().collect())
}

/// One port; `None` inside for a routed one, which has no VLAN.
fn port(block: &[(String, String)]) -> Option<Option<Port>> {
    let value = |key: &str| block.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str());
    let number = |key: &str| value(key)?.split_whitespace().next()?.parse::<u16>().ok();
    if value("Switchport")? == "Disabled" {
        return Some(None);
    }
    let mode = match value("Administrative Mode")? {
        "static access" => "access",
        other => other,
    };
    Some(Some(Port {
        name: value("Name")?.to_owned(),
        mode: mode.to_owned(),
        trunking: value("Operational Mode")?.starts_with("trunk"),
        access: number("Access Mode VLAN")?,
        native: number("Trunking Native Mode VLAN")?,
        allowed: vlan_list(value("Trunking VLANs Enabled")?)?,
    }))
}

/// What is about the writing of the configuration, or changes by itself.
fn ignored(line: &str) -> bool {
    ["Building configuration", "Current configuration", "Using ", "ntp clock-period", "version "]
        .iter()
        .any(|start| line.starts_with(start))
}

fn running(printed: &str) -> Option<Tree> {
    printed.contains("Current configuration").then(|| Tree::read(printed, ignored))
}

fn startup(printed: &str) -> Option<Tree> {
    printed.trim_start().starts_with("Using ").then(|| Tree::read(printed, ignored))
}

#[cfg(test)]
mod tests {
    use super::{ports, vlans};

    /// The layout of IOS 12.2 to 15.2, with a VLAN of more ports than one line holds.
    const VLANS: &str = "\nVLAN Name                             Status    Ports\n\
        ---- -------------------------------- --------- -------------------------------\n\
        1    default                          active    Gi0/2\n\
        10   gestion                          active    \n\
        50   compta                           active    Fa0/1, Fa0/2, Fa0/3, Fa0/4, Fa0/5, Fa0/6, Fa0/7\n\
        \x20                                               Fa0/10, Fa0/11\n\
        1002 fddi-default                     act/unsup \n";

    #[test]
    fn vlans_are_read_with_their_ports() {
        let read = vlans(VLANS).unwrap();
        let told: Vec<_> = read.iter().map(|v| (v.id, v.name.as_str(), v.active, v.ports.len())).collect();
        let expected = [
            (1, "default", true, 1),
            (10, "gestion", true, 0),
            (50, "compta", true, 9),
            (1002, "fddi-default", false, 0),
        ];
        assert_eq!(told, expected);
        assert_eq!(read[2].ports.last().unwrap(), "Fa0/11");
    }

    #[test]
    fn what_is_no_table_of_vlans_is_not_read() {
        assert_eq!(vlans(""), None);
        assert_eq!(vlans("% Invalid input detected at '^' marker."), None);
        assert_eq!(vlans(&VLANS.replace("active", "dormant")), None);
    }

    const PORTS: &str = "Name: Te1/0/1\nSwitchport: Enabled\nAdministrative Mode: trunk\nOperational Mode: trunk\n\
        Access Mode VLAN: 1 (default)\nTrunking Native Mode VLAN: 99 (native)\n\
        Trunking VLANs Enabled: 1,10,20-22,300,\n     901,902\nPruning VLANs Enabled: 2-1001\nCapture Mode Disabled\n\n\
        Name: Gi0/2\nSwitchport: Disabled\n\n\
        Name: Gi0/3\nSwitchport: Enabled\nAdministrative Mode: static access\nOperational Mode: down\n\
        Access Mode VLAN: 20 (compta)\nTrunking Native Mode VLAN: 1 (default)\nTrunking VLANs Enabled: ALL\n";

    #[test]
    fn ports_are_read_with_their_lists() {
        let read = ports(PORTS).unwrap();
        assert_eq!(read.len(), 2, "a routed port has no VLAN");
        assert_eq!((read[0].mode.as_str(), read[0].trunking, read[0].native), ("trunk", true, 99));
        assert_eq!(read[0].allowed.iter().copied().collect::<Vec<_>>(), [1, 10, 20, 21, 22, 300, 901, 902]);
        assert_eq!((read[1].mode.as_str(), read[1].trunking, read[1].access), ("access", false, 20));
    }

    #[test]
    fn half_a_port_is_not_read() {
        assert_eq!(ports("Name: Gi0/1\nSwitchport: Enabled\n"), None);
        assert_eq!(ports(""), None);
    }
}
