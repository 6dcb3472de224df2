//! An account that cannot be used any more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{KEPT, Kind, Means, Scripts, Where};

/// A local account is locked, or has expired.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccountLocked {
    /// The account; it must exist, and be neither locked nor expired.
    pub user: String,
    /// `locked` (its password does not work, a key still does) or `expired` (nothing
    /// does); `locked` when nothing is said.
    #[serde(default)]
    pub how: How,
}

/// What became of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Its password is locked.
    #[default]
    Locked,
    /// It ended long ago.
    Expired,
}

impl Kind for AccountLocked {
    fn means(&self) -> Means {
        // Hashes stay in files and variables of the shell: an argument would show in `ps`.
        let begin = format!(
            "user={}\nfield() {{ awk -F: -v user=\"$user\" -v n=\"$1\" '$1 == user {{ print $n }}' /etc/shadow; }}\n",
            quote(&self.user)
        );
        let survey = format!("{begin}grep -q \"^$user:\" /etc/shadow || refuse no-user \"$user\"\n");
        let (survey, inject, undo) = match self.how {
            How::Locked => (
                format!(
                    "{survey}case $(field 2) in ''|'!'*|'*'*) refuse already \"$user\";; esac\n\
                     field 2 | sha256sum\n"
                ),
                format!("{begin}usermod -L -- \"$user\"\n"),
                format!(
                    "{begin}hash=$(field 2)\ncase $hash in '!'*);; *) exit 0;; esac\n\
                     [ \"$(printf '%s\\n' \"${{hash#!}}\" | sha256sum)\" = \"$before\" ] || {{ echo {KEPT}; exit 0; }}\n\
                     usermod -U -- \"$user\"\n"
                ),
            ),
            How::Expired => (
                format!(
                    "{survey}end=$(field 8)\n[ \"${{end:-99999}}\" -gt $(($(date +%s) / 86400)) ] || refuse already \"$user\"\n\
                     echo \"${{end:--1}}\"\n"
                ),
                format!("{begin}chage -E 1 -- \"$user\"\n"),
                format!(
                    "{begin}[ \"$(field 8)\" = 1 ] || exit 0\nchage -E \"$before\" -- \"$user\"\n"
                ),
            ),
        };
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }
}
