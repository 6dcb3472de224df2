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

impl Kind for LinkDown {
    fn means(&self) -> Means {
        // What the kernel forgets of an interface that goes down: all its routes but the
        // one that its address brings, and its global IPv6 addresses.
        let survey = format!(
            "{}ip -o link show dev \"$link\" | grep -q '[<,]UP[,>]' || refuse already \"$link\"\n\
             ip -4 route show dev \"$link\" | grep -v 'proto kernel' | sed 's/ linkdown//; s/^/4 /'\n\
             ip -6 route show dev \"$link\" | grep -v 'proto kernel' | sed 's/ linkdown//; s/^/6 /'\n\
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
