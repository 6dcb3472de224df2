//! A port that a firewall blocks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::text;

/// Packets for a port are dropped or refused by the kernel of the node. A restart of the
/// node forgets it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PortBlocked {
    /// The port.
    pub port: u16,
    /// `tcp` or `udp`; `tcp` when nothing is said.
    #[serde(default)]
    pub protocol: Protocol,
    /// `in` (what reaches the node), `out` (what it sends) or `through` (what it routes);
    /// `in` when nothing is said.
    #[serde(default)]
    pub direction: Direction,
    /// `drop` (no answer) or `reject` (refused at once); `drop` when nothing is said.
    #[serde(default)]
    pub how: How,
}

/// A transport protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

/// Which packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Those that reach the node.
    #[default]
    In,
    /// Those that it sends.
    Out,
    /// Those that it routes.
    Through,
}

/// What becomes of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// They vanish.
    #[default]
    Drop,
    /// The sender is told.
    Reject,
}

impl Kind for PortBlocked {
    fn means(&self) -> Means {
        let protocol = match self.protocol {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        };
        let hook = match self.direction {
            Direction::In => "input",
            Direction::Out => "output",
            Direction::Through => "forward",
        };
        let verdict = match (self.how, self.protocol) {
            (How::Drop, _) => "drop",
            (How::Reject, Protocol::Tcp) => "reject with tcp reset",
            (How::Reject, Protocol::Udp) => "reject",
        };
        // One table for each fault: what the node filters by itself is not touched.
        let table = format!("{hook}_{protocol}_{}", self.port);
        let survey = format!(
            "command -v nft >/dev/null || refuse no-tool nft\n\
             tables=$(nft list tables 2>&1) || refuse kernel nftables\n\
             printf '%s\\n' \"$tables\" | grep -qx 'table inet {table}' && refuse already '{table}'\nexit 0\n"
        );
        let inject = format!(
            "nft -f - <<'END-OF-RULES'\ntable inet {table} {{\n chain {hook} {{\n  \
             type filter hook {hook} priority 0; policy accept;\n  {protocol} dport {} {verdict}\n }}\n}}\n\
             END-OF-RULES\n",
            self.port
        );
        let undo = format!(
            "nft list tables | grep -qx 'table inet {table}' || exit 0\nnft delete table inet {table}\n"
        );
        Means::Scripts(Scripts { place: Where::Network, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        if self.port == 0 { vec![text!("problem-fault-port")] } else { Vec::new() }
    }
}
