//! Rights that somebody changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{KEPT, Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::text;

/// The mode, the owner or the group of one file or directory is changed. Its contents, and
/// what is under it, are not.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RightsWrong {
    /// The file or directory; it must exist.
    pub path: String,
    /// Its new mode, in octal and quoted: "0000".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Its new owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its new group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl Kind for RightsWrong {
    fn means(&self) -> Means {
        let path = quote(&self.path);
        let begin = format!("file={path}\nseen() {{ stat -L -c '%a %u %g' -- \"$file\"; }}\n");
        let survey = format!("{begin}[ -e \"$file\" ] || refuse no-file \"$file\"\nseen\n");
        let mut inject = begin.clone();
        if let Some(owner) = &self.owner {
            inject.push_str(&format!("chown -- {} \"$file\" || exit\n", quote(owner)));
        }
        if let Some(group) = &self.group {
            inject.push_str(&format!("chgrp -- {} \"$file\" || exit\n", quote(group)));
        }
        // Changing the owner clears the set-user-ID bit, so the mode comes last.
        if let Some(mode) = &self.mode {
            inject.push_str(&format!("chmod -- {} \"$file\" || exit\n", quote(mode)));
        }
        inject.push_str("seen\n");
        let undo = format!(
            "{begin}[ -e \"$file\" ] || {{ echo {KEPT}; exit 0; }}\nnow=$(seen)\n\
             [ \"$now\" = \"$before\" ] && exit 0\n\
             if [ -n \"$after\" ] && [ \"$now\" != \"$after\" ]; then echo {KEPT}; exit 0; fi\n\
             set -- $before\nchown \"$2:$3\" -- \"$file\" && chmod \"$1\" -- \"$file\"\n"
        );
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.mode.is_none() && self.owner.is_none() && self.group.is_none() {
            problems.push(text!("problem-fault-rights"));
        }
        if let Some(mode) = &self.mode
            && !u32::from_str_radix(mode, 8).is_ok_and(|bits| bits <= 0o7777)
        {
            problems.push(text!("problem-mode", given = mode));
        }
        problems
    }
}
