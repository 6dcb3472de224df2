//! A program that eats the memory or the processor of a machine.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::quantity::Size;
use crate::text;

/// A unit runs that keeps memory or keeps processors busy. A restart of the node ends it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ResourcesEaten {
    /// The name of the unit, and of its process in `ps` and `top`; `indexer` when nothing
    /// is said.
    #[serde(default = "indexer")]
    pub name: String,
    /// How much memory it keeps. The node must have a limit of its own, or it is refused:
    /// the host would suffer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Size>,
    /// How many processors it keeps busy, at most 8; none when nothing is said.
    #[serde(default)]
    pub processors: u8,
}

fn indexer() -> String {
    "indexer".to_owned()
}

impl Kind for ResourcesEaten {
    fn means(&self) -> Means {
        let begin = format!("unit={}.service\n", quote(&self.name));
        let mut survey = format!(
            "{begin}command -v perl >/dev/null || refuse no-tool perl\n\
             [ \"$(systemctl show -P LoadState -- \"$unit\")\" = not-found ] || refuse already \"$unit\"\n"
        );
        if self.memory.is_some() {
            // Whichever version of control groups: no limit is a number beyond any memory.
            survey.push_str(
                "own=$(awk -F: '$2 == \"memory\" { print $3 }' /proc/1/cgroup)\n\
                 for file in \"/sys/fs/cgroup/memory${own%/init.scope}/memory.limit_in_bytes\" \
                 /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do\n\
                 [ -r \"$file\" ] && limit=$(cat \"$file\") && break\ndone\n\
                 case ${limit:-max} in max|[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*) \
                 refuse no-limit memory;; esac\n",
            );
        }
        survey.push_str("exit 0\n");
        let memory = self.memory.map_or(0, |size| size.0);
        let inject = format!(
            "{begin}systemd-run --quiet --collect --expand-environment=no --unit=\"$unit\" --description=\"${{unit%.service}}\" -- \
             perl -e '$0 = shift; $x = \"x\" x shift; for (1 .. shift) {{ fork or do {{ 1 while 1 }} }} sleep 60 while 1' \
             \"${{unit%.service}}\" {memory} {} || exit\n\
             systemctl is-active --quiet -- \"$unit\"\n",
            self.processors
        );
        let undo = format!(
            "{begin}[ \"$(systemctl show -P ActiveState -- \"$unit\")\" = active ] || exit 0\n\
             systemctl stop -- \"$unit\"\n"
        );
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if (self.memory.is_none() && self.processors == 0) || self.processors > 8 {
            problems.push(text!("problem-fault-eaten"));
        }
        if self.name.is_empty() || !self.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            problems.push(text!("problem-fault-name", given = &self.name));
        }
        problems
    }
}
