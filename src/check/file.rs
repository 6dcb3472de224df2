//! The state of one file or directory.
//!
//! The mode is text (`"0640"`): as an integer, YAML would lose its octal. A symbolic
//! link is followed, except when `type: symlink` or `target` asks about the link.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::text;

/// Looks at a file, a directory or a link; it should exist unless `exists: false`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    /// Its absolute path.
    pub path: String,
    /// Whether it should be there; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// `file`, `directory`, `symlink`, `socket`, `fifo` or `device`.
    #[serde(rename = "type")]
    pub kind: Option<FileType>,
    /// The name of its owner.
    pub owner: Option<String>,
    /// The name of its group.
    pub group: Option<String>,
    /// Its exact mode, in octal and quoted: `"0640"`.
    pub mode: Option<Mode>,
    /// No right beyond these: `"0600"` accepts 0600 and 0400, refuses 0640.
    pub mode_at_most: Option<Mode>,
    /// Its size in bytes, a number or with a unit.
    pub size: Option<Matcher>,
    /// What the symbolic link points to.
    pub target: Option<String>,
    /// Its contents, without the final newline; at most 128 KiB are read.
    pub contents: Option<Matcher>,
    /// Its SHA-256, in hexadecimal.
    pub sha256: Option<String>,
    /// Access control entries that it should have, as `getfacl -cp` writes them
    /// (`user:alice:rw-`).
    #[serde(default)]
    pub acl: Vec<String>,
    /// When its contents last changed, a day or an instant: `{ after: 2026-09-01 }`. Days are
    /// those of UTC.
    pub modified: Option<Matcher>,
    /// How long ago that was, by the clock of the node: `{ at-most: 1d }`.
    pub age: Option<Matcher>,
    /// Extended attributes that it should have, by name: `user.origine: scan`.
    #[serde(default)]
    pub attributes: BTreeMap<String, Matcher>,
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of POSIX")]
pub enum FileType {
    File,
    Directory,
    Symlink,
    Socket,
    Fifo,
    Device,
}

impl FileType {
    /// Reads what `stat -c %F` prints in the C locale (GNU coreutils, BusyBox).
    fn from_stat(words: &str) -> Option<Self> {
        Some(match words {
            "regular file" | "regular empty file" => Self::File,
            "directory" => Self::Directory,
            "symbolic link" => Self::Symlink,
            "socket" => Self::Socket,
            "fifo" => Self::Fifo,
            words if words.ends_with("special file") => Self::Device,
            _ => return None,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::Symlink => "symlink",
            Self::Socket => "socket",
            Self::Fifo => "fifo",
            Self::Device => "device",
        }
    }
}

/// Permission bits, written in octal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Mode(u32);

impl TryFrom<String> for Mode {
    type Error = String;

    fn try_from(given: String) -> Result<Self, String> {
        match u32::from_str_radix(&given, 8) {
            Ok(bits) if bits <= 0o7777 && given.len() >= 3 => Ok(Self(bits)),
            _ => Err(format!("`{given}` is not a mode: write it in octal and in quotes, such as \"0640\"")),
        }
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

/// The first line that the probe prints when the path is there.
const FOUND: &str = "found";
/// And when it is not.
const ABSENT: &str = "absent";

impl File {
    fn about_link(&self) -> bool {
        self.target.is_some() || self.kind == Some(FileType::Symlink)
    }

    /// A path can be absent because a directory above it is: that is still "absent".
    /// One that cannot be looked at (an I/O error) makes `stat` fail: not judged.
    fn script(&self) -> String {
        let path = quote(&self.path);
        let follow = if self.about_link() { "" } else { "-L " };
        let test = if self.about_link() { format!("[ -e {path} ] || [ -L {path} ]") } else { format!("[ -e {path} ]") };
        let mut script = format!(
            "if {test}; then echo {FOUND}; else echo {ABSENT}; exit 0; fi\nexport LC_ALL=C\nstat {follow}-c '%F|%U|%G|%a|%s' -- {path} || exit\nreadlink -- {path} || echo\n"
        );
        if self.sha256.is_some() {
            script.push_str(&format!("sha256sum -- {path} | cut -d' ' -f1\n"));
        } else {
            script.push_str("echo\n");
        }
        if self.modified.is_some() || self.age.is_some() {
            let date = format!("TZ=UTC stat {follow}-c");
            script.push_str(&format!(
                "{date} 'modified %y' -- {path} || exit\nat=$({date} %Y -- {path}) && echo \"age $(($(date +%s) - at))\" || exit\n"
            ));
        }
        if !self.attributes.is_empty() {
            script.push_str("command -v getfattr >/dev/null || exit 127\n");
        }
        let link = if self.about_link() { "-h " } else { "" };
        for name in self.attributes.keys() {
            let name = quote(name);
            script.push_str(&format!(
                "value=$(getfattr {link}--absolute-names --only-values -n {name} -- {path} 2>/dev/null | tr '\\n' ' ')\n\
                 [ -z \"$value\" ] || printf 'attribute %s %s\\n' {name} \"$value\"\n"
            ));
        }
        if !self.acl.is_empty() {
            script.push_str(&format!("getfacl -cp -- {path} || exit\n"));
        }
        script
    }
}

impl Check for File {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let mut probes = vec![scene.run(self.script())];
        if self.contents.is_some() {
            let path = quote(&self.path);
            probes.push(scene.run(format!("[ -e {path} ] || exit 0; head -c 131072 -- {path}")));
        }
        probes
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let (Some(about), path) = (outputs.first(), self.path.as_str()) else {
            return Verdict::Error(text!("error-no-output"));
        };
        let printed = match succeeded("stat", about) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let mut lines = printed.lines();
        let mut findings = Findings::new();
        match (lines.next(), self.exists) {
            (Some(ABSENT), false) => return Verdict::Pass,
            (Some(ABSENT), true) => {
                return Verdict::fail(text!("fact-path", path = path), text!("shown-present"), text!("shown-absent"));
            }
            (Some(FOUND), false) => {
                return Verdict::fail(text!("fact-path", path = path), text!("shown-absent"), text!("shown-present"));
            }
            (Some(FOUND), true) => {}
            _ => return unreadable("stat", printed),
        }
        let fields: Vec<&str> = lines.next().unwrap_or_default().split('|').collect();
        let [kind, owner, group, mode, size] = fields[..] else { return unreadable("stat", printed) };
        let (Some(kind), Ok(mode), Ok(size)) =
            (FileType::from_stat(kind), u32::from_str_radix(mode, 8), size.parse::<f64>())
        else {
            return unreadable("stat", printed);
        };
        let target = lines.next().unwrap_or_default();
        let digest = lines.next().unwrap_or_default();
        findings.equal(text!("fact-type", path = path), self.kind.map(FileType::word), kind.word());
        findings.equal(text!("fact-owner", path = path), self.owner.as_deref(), owner);
        findings.equal(text!("fact-group", path = path), self.group.as_deref(), group);
        findings.equal(text!("fact-mode", path = path), self.mode.as_ref(), &Mode(mode));
        if let Some(most) = self.mode_at_most.filter(|most| mode & !most.0 != 0) {
            findings.gap(
                text!("fact-mode", path = path),
                text!("expect-mode-at-most", mode = %most),
                Mode(mode).to_string(),
            );
        }
        findings.expect(text!("fact-size", path = path), self.size.as_ref(), &Observed::Number(size));
        findings.equal(text!("fact-target", path = path), self.target.as_deref(), target);
        findings.equal(text!("fact-digest", path = path), self.sha256.as_deref(), digest);
        let rest: Vec<&str> = lines.collect();
        let told = |key: &str| rest.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '));
        for (key, matcher) in [("modified", &self.modified), ("age", &self.age)] {
            let (Some(matcher), seen) = (matcher, told(key)) else { continue };
            let Some(seen) = seen else { return unreadable("stat", printed) };
            let age = key == "age";
            let fact = if age { text!("fact-age", path = path) } else { text!("fact-modified", path = path) };
            findings.expect(fact, Some(matcher), &Observed::text(&if age { format!("{seen}s") } else { seen.to_owned() }));
        }
        for (name, matcher) in &self.attributes {
            let fact = text!("fact-attribute", name = name, path = path);
            match told(&format!("attribute {name}")) {
                Some(value) => findings.expect(fact, Some(matcher), &Observed::text(value)),
                None => findings.gap(fact, matcher.describe(), text!("shown-absent")),
            }
        }
        let entries = rest;
        for entry in self.acl.iter().filter(|entry| !entries.contains(&entry.as_str())) {
            findings.gap(text!("fact-acl", path = path), entry.as_str(), Observed::list(&entries).show());
        }
        if self.contents.is_some() {
            let Some(contents) = outputs.get(1) else { return Verdict::Error(text!("error-no-output")) };
            match succeeded("head", contents) {
                Ok(contents) => {
                    findings.expect(text!("fact-contents", path = path), self.contents.as_ref(), &Observed::text(contents));
                }
                Err(verdict) => return verdict,
            }
        }
        findings.verdict()
    }
}
