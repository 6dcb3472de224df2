//! A disk that is full, of bytes or of files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::quantity::Size;
use crate::text;

/// A directory becomes a small disk of its own (a tmpfs) with what it held, at most 256MiB,
/// and is filled. A machine in a container has no disk of its own to fill: it would be the
/// host's. What services hold open in the directory stays on the disk below: name them in
/// `restart`. A restart of the node ends it, and what was written meanwhile is lost.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiskFull {
    /// The directory, by its absolute path; not one that is mounted already.
    pub path: String,
    /// `space` or `inodes`; `space` when nothing is said.
    #[serde(default)]
    pub what: What,
    /// The name of what fills it, in the directory; `archive.tmp` when nothing is said.
    #[serde(default = "archive")]
    pub filler: String,
    /// How large that is, at most 256MiB, when space is filled; 16MiB when nothing is said.
    #[serde(default = "room")]
    pub size: Size,
}

/// What runs out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Bytes.
    #[default]
    Space,
    /// Files.
    Inodes,
}

fn archive() -> String {
    "archive.tmp".to_owned()
}

fn room() -> Size {
    Size(16 << 20)
}

/// How many files fill a disk, beyond those that were there.
const FILES: u32 = 1000;

impl Kind for DiskFull {
    fn means(&self) -> Means {
        let begin = format!("path={}\nfiller={}\n", quote(&self.path), quote(&self.filler));
        let inside = |script: &str| {
            format!(
                "command -v nsenter >/dev/null || refuse no-tool nsenter\n\
                 nsenter -t 1 -m -- sh -s <<'END-OF-INSIDE'\n\
                 refuse() {{ printf '%s %s\\n' \"$1\" \"$2\" >&2; exit 65; }}\n{begin}{script}END-OF-INSIDE\n"
            )
        };
        let survey = inside(
            "[ -d \"$path\" ] && [ ! -L \"$path\" ] || refuse no-directory \"$path\"\n\
             mountpoint -q -- \"$path\" && refuse already \"$path\"\n\
             [ -e \"$path/$filler\" ] && refuse already \"$path/$filler\"\n\
             [ \"$(du -sxk -- \"$path\" | cut -f1)\" -le 262144 ] || refuse too-large \"$path\"\nexit 0\n",
        );
        let (options, fill) = match self.what {
            What::Space => (
                format!("size=$((used + {} / 1024))k", self.size.0),
                // The disk itself says when it is full.
                "cat /dev/zero >\"$path/$filler\" 2>/dev/null\n".to_owned(),
            ),
            What::Inodes => (
                format!("size=$((used + 16384))k,nr_inodes=$((files + {FILES}))"),
                "mkdir -- \"$path/$filler\"\ni=0\nwhile : 2>/dev/null >\"$path/$filler/$i\"; do i=$((i + 1)); done\n"
                    .to_owned(),
            ),
        };
        // The working directory stays on the disk below while the new one is mounted above.
        let inject = inside(&format!(
            "cd -- \"$path\" || exit\nused=$(du -sxk . | cut -f1)\nused=$((used + used / 4 + 256))\n\
             files=$(find . -xdev | wc -l)\nset -- $(stat -c '%a %u %g' .)\n\
             mount -t tmpfs -o \"{options},mode=$1,uid=$2,gid=$3\" tmpfs \"$path\" || exit\n\
             cp -a . \"$path\"/ || {{ cd /; umount -- \"$path\"; exit 1; }}\n( {fill}) 2>/dev/null\ntrue\n"
        ));
        let undo = inside(
            "[ \"$(findmnt -n -o FSTYPE --mountpoint \"$path\" | tail -n 1)\" = tmpfs ] || exit 0\n\
             rm -rf -- \"${path:?}/${filler:?}\"\nbelow=$(mktemp -d) || exit\n\
             mount --bind / \"$below\" || exit\n\
             rsync -aHAX --delete -- \"$path/\" \"$below$path/\"\ndone=$?\n\
             umount -- \"$below\" && rmdir -- \"$below\"\n[ \"$done\" = 0 ] || exit \"$done\"\n\
             umount -- \"$path\" 2>/dev/null || umount -l -- \"$path\"\n",
        );
        Means::Scripts(Scripts { place: Where::Mounts, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if !self.path.starts_with('/') || self.path.trim_matches('/').is_empty() {
            problems.push(text!("problem-fault-directory", given = &self.path));
        }
        if self.filler.is_empty() || self.filler.contains('/') || self.filler.starts_with('.') {
            problems.push(text!("problem-fault-filler", given = &self.filler));
        }
        if !(1..=256 << 20).contains(&self.size.0) {
            problems.push(text!("problem-fault-size"));
        }
        problems
    }
}
