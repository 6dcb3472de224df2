//! A link that loses packets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Scripts, Where, link};
use crate::i18n::Text;
use crate::text;

/// A part of the packets that arrive on an interface is lost, drawn at random. A restart of
/// the node ends it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkLossy {
    /// The interface, by its name or by its address; `eth0` when nothing is said.
    #[serde(default = "super::link::first")]
    pub interface: String,
    /// How many of a hundred packets are lost, 1 to 99.
    pub loss: u8,
}

impl Kind for LinkLossy {
    fn means(&self) -> Means {
        let find = link::find(&self.interface);
        // A dash has no place in the name of a table.
        let table = "table=quality_$(printf %s \"$link\" | tr -c 'a-zA-Z0-9' _)\n";
        let survey = format!(
            "{find}{table}command -v nft >/dev/null || refuse no-tool nft\n\
             tables=$(nft list tables 2>&1) || refuse kernel nftables\n\
             printf '%s\\n' \"$tables\" | grep -qx \"table inet $table\" && refuse already \"$link\"\n\
             nft -c -f - <<'END-OF-RULES' >/dev/null 2>&1 || refuse kernel numgen\n\
             table inet try {{ chain c {{ type filter hook prerouting priority -300; numgen random mod 100 < 1 drop; }}; }}\n\
             END-OF-RULES\nexit 0\n"
        );
        let inject = format!(
            "{find}{table}nft -f - <<END-OF-RULES\ntable inet $table {{\n chain prerouting {{\n  \
             type filter hook prerouting priority -300; policy accept;\n  \
             iifname \"$link\" numgen random mod 100 < {} drop\n }}\n}}\nEND-OF-RULES\n",
            self.loss
        );
        let undo = format!(
            "{}{table}nft list tables | grep -qx \"table inet $table\" || exit 0\n\
             nft delete table inet \"$table\"\n",
            link::find_again(&self.interface)
        );
        Means::Scripts(Scripts { place: Where::Network, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = link::problems(&self.interface);
        if !(1..=99).contains(&self.loss) {
            problems.push(text!("problem-fault-loss", given = self.loss));
        }
        problems
    }
}
