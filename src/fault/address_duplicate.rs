//! An address that two machines hold.

use std::net::Ipv4Addr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Scripts, Where, link};
use crate::i18n::Text;

/// The node takes the address of another machine as well, and says so to its neighbours. A
/// restart of the node ends it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AddressDuplicate {
    /// The address that it takes: `"{{ nodes.web.lan }}"`.
    #[schemars(with = "String")]
    pub address: Ipv4Addr,
    /// The interface that takes it, by its name or by its address; `eth0` when nothing is
    /// said.
    #[serde(default = "super::link::first")]
    pub interface: String,
}

impl Kind for AddressDuplicate {
    fn means(&self) -> Means {
        let (find, address) = (link::find(&self.interface), self.address);
        let survey = format!(
            "{find}ip -o -4 addr show | awk '{{ print $4 }}' | grep -q '^{address}/' && refuse already {address}\n\
             prefix=$(ip -o -4 addr show dev \"$link\" | awk '{{ split($4, a, \"/\"); print a[2]; exit }}')\n\
             [ -n \"$prefix\" ] || refuse no-interface \"$link\"\necho \"$prefix\"\n"
        );
        // A machine that is asked by an address remembers who asked: that is how the
        // neighbours learn of the wrong one.
        let inject = format!(
            "{find}ip addr add {address}/\"$before\" dev \"$link\" || exit\n\
             for at in $(ip -4 neigh show dev \"$link\" | cut -d' ' -f1); do\n\
             [ \"$at\" = {address} ] || ping -c 1 -W 1 -I {address} \"$at\" >/dev/null 2>&1 &\ndone\nwait\ntrue\n"
        );
        let undo = format!(
            "{}ip -o -4 addr show dev \"$link\" | grep -q ' {address}/' || exit 0\n\
             ip addr del {address}/\"$before\" dev \"$link\"\n",
            link::find_again(&self.interface)
        );
        Means::Scripts(Scripts { place: Where::Network, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        link::problems(&self.interface)
    }
}
