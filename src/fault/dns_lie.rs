//! A name that leads to the wrong machine.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::text;

/// A line of `/etc/hosts` gives a name a wrong address. For a wrong record on a server of
/// names, use `config-altered` on its zone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DnsLie {
    /// The name.
    pub name: String,
    /// The address that it gets.
    #[schemars(with = "String")]
    pub address: IpAddr,
}

impl Kind for DnsLie {
    fn means(&self) -> Means {
        let begin = format!("line=\"{} \"{}\nfile=/etc/hosts\n", self.address, quote(&self.name));
        let survey =
            format!("{begin}grep -qxF -- \"$line\" \"$file\" && refuse already {}\nexit 0\n", quote(&self.name));
        // The engine mounts this file: it can be written, not replaced. The first line that
        // names a machine wins.
        let inject = format!(
            "{begin}all=$(cat \"$file\"; echo .) || exit\nprintf '%s\\n%s' \"$line\" \"${{all%.}}\" >\"$file\"\n"
        );
        let undo = format!(
            "{begin}grep -qxF -- \"$line\" \"$file\" || exit 0\n\
             all=$(grep -vxF -- \"$line\" \"$file\"; echo .)\nprintf %s \"${{all%.}}\" >\"$file\"\n"
        );
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let sound = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if !self.name.is_empty() && self.name.chars().all(sound) {
            Vec::new()
        } else {
            vec![text!("problem-fault-name", given = &self.name)]
        }
    }
}
