//! A link that is slow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Scripts, Where, link};
use crate::i18n::Text;
use crate::quantity::Size;
use crate::text;

/// What leaves by an interface is held back to a rate (a token bucket, tc-tbf(8)). A restart
/// of the node ends it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkSlow {
    /// The interface, by its name or by its address; `eth0` when nothing is said.
    #[serde(default = "super::link::first")]
    pub interface: String,
    /// How much passes in a second, from 1kB to 1GB: `16kB`.
    pub rate: Size,
}

impl Kind for LinkSlow {
    fn means(&self) -> Means {
        let find = link::find(&self.interface);
        // A bucket that does not hold a packet lets none through.
        let (rate, burst) = (self.rate.0, (self.rate.0 / 50).max(4096));
        let survey = format!(
            "{find}command -v tc >/dev/null || refuse no-tool tc\n\
             tc qdisc show dev \"$link\" root 2>/dev/null | grep -q noqueue || refuse already \"$link\"\n"
        );
        let inject = format!(
            "{find}tc qdisc add dev \"$link\" root tbf rate {rate}bps burst {burst} latency 400ms\n"
        );
        let undo = format!(
            "{}tc qdisc show dev \"$link\" root | grep -q 'qdisc tbf' || exit 0\ntc qdisc del dev \"$link\" root\n",
            link::find_again(&self.interface)
        );
        Means::Scripts(Scripts { place: Where::Network, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = link::problems(&self.interface);
        if !(1_000..=1_000_000_000).contains(&self.rate.0) {
            problems.push(text!("problem-fault-rate"));
        }
        problems
    }
}
