//! A cable that is unplugged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Scripts, Where, link};
use crate::i18n::Text;

/// An interface of the node goes down. A restart of the node plugs it in again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkDown {
    /// The interface, by its name or by its address (`"{{ nodes.web.lan }}"`); `eth0` when
    /// nothing is said.
    #[serde(default = "super::link::first")]
    pub interface: String,
}

/// Leaves out the routes that come back by themselves: the kernel's, and those of a routing
/// daemon, which it installs again when the link is back. `ip route` shows the latter with the
/// number of their next hop (ip-nexthop(8)), and refuses what it showed.
const OWN: &str = "grep -v -e 'proto kernel' -e ' nhid '";

impl Kind for LinkDown {
    fn means(&self) -> Means {
        // What the kernel forgets of an interface that goes down: all its routes but the
        // one that its address brings, and its global IPv6 addresses.
        let survey = format!(
            "{}ip -o link show dev \"$link\" | grep -q '[<,]UP[,>]' || refuse already \"$link\"\n\
             ip -4 route show dev \"$link\" | {OWN} | sed 's/ linkdown//; s/^/4 /'\n\
             ip -6 route show dev \"$link\" | {OWN} | sed 's/ linkdown//; s/^/6 /'\n\
             ip -o -6 addr show dev \"$link\" scope global | awk '{{ print \"a \" $4 }}'\n",
            link::find(&self.interface)
        );
        let inject = format!("{}ip link set dev \"$link\" down\n", link::find(&self.interface));
        let undo = format!(
            "{}ip link set dev \"$link\" up || exit\nprintf '%s\\n' \"$before\" | sort -r | while read -r what rest; do\n\
             case $what in\n\
             a) ip -6 addr replace \"$rest\" dev \"$link\" nodad;;\n\
             4|6) ip -\"$what\" route replace $rest dev \"$link\";;\nesac || exit\ndone\n",
            link::find_again(&self.interface)
        );
        Means::Scripts(Scripts { place: Where::Network, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        link::problems(&self.interface)
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::OWN;

    #[test]
    fn routes_of_a_daemon_come_back_by_themselves() {
        let shown = "default via 10.0.0.1 \n10.0.0.0/24 proto kernel scope link src 10.0.0.2 \n\
                     10.2.0.0/16 nhid 20 via 10.0.0.3 proto ospf metric 20 \n";
        let script = format!("printf '{shown}' | {OWN}");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "default via 10.0.0.1 \n");
    }
}
