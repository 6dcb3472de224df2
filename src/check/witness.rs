//! A tree that a backup has to bring back exactly, and what it looks like.
//!
//! The tree holds what backups lose: accents, spaces and a leading dash in names, an
//! empty directory, an empty file, links of both sorts, modes, two owners and two
//! groups, an access control list, an extended attribute, dates of years ago, a file with
//! a hole. Its name holds the nonce of the run, so nobody can have prepared it.
//!
//! It is described by one fixed script before and after, and compared attribute by
//! attribute, so that a failure names what was lost.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::Findings;
use crate::check::sight;
use crate::exec::quote;
use crate::i18n::Text;
use crate::text;

/// Something that a file has and a restoration may be excused from bringing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Attribute {
    /// What is in the files.
    Content,
    /// Owner and group, by number or by name.
    Owner,
    /// Permissions, with set-user-id, set-group-id and sticky.
    Mode,
    /// POSIX access control lists.
    Acl,
    /// Extended attributes of users.
    Xattr,
    /// Dates of modification, to the second.
    Times,
    /// Symbolic links and what they point to, and which names are hard links to one file.
    Links,
}

/// How many differences a verdict lists.
const TOLD: usize = 12;

/// The word that the script prints when the tree is not there.
pub const GONE: &str = "gone";
/// The word before the description of a tree.
pub const THERE: &str = "there";

/// Returns the name of the witness directory of a run.
pub fn name(nonce: &str) -> String {
    format!("témoin-{nonce}")
}

/// Returns the script that plants the tree in `tree`. What the tools say on failure is
/// for us: nothing of this is the student's.
pub fn plant(tree: &str, nonce: &str, owner: Option<&str>, ignoring: &[Attribute]) -> String {
    let wanted = |attribute| !ignoring.contains(&attribute);
    let mut tools = vec!["getent", "truncate", "touch", "ln"];
    tools.extend(wanted(Attribute::Acl).then_some("setfacl"));
    tools.extend(wanted(Attribute::Xattr).then_some("setfattr"));
    let mut script = sight::need(&tools);
    script.push_str(&format!("set -e\numask 022\ncd -- {}\nw={}\n", quote(tree), quote(&name(nonce))));
    match owner {
        Some(owner) => script.push_str(&format!("a=$(getent passwd {} | cut -d: -f3,4)\n", quote(owner))),
        // The first account of a person, or one that every Debian has.
        None => script.push_str("a=$(getent passwd | awk -F: '$3 >= 1000 && $3 < 60000 { print $3 \":\" $4; exit }')\n: \"${a:=1:1}\"\n"),
    }
    script.push_str(
        r#"[ -n "$a" ] || { echo "no such account" >&2; exit 1; }
mkdir -m 0755 -- "$w"; cd -- "$w"
mkdir -m 0755 bin; mkdir 'dossier vide' équipe
printf 'Chère équipe,\nle %s.\n' "$w" >"lettre d'été.txt"
printf 'option %s\n' "$w" >./-option
: >vide.dat
head -c 1048576 /dev/urandom >aléa.bin
truncate -s 8M creux.img; printf 'fin %s' "$w" >>creux.img
printf '#!/bin/sh\necho %s\n' "$w" >bin/purge
printf 'ordre du jour %s\n' "$w" >'équipe/compte rendu.odt'
ln -s "lettre d'été.txt" lien
ln aléa.bin équipe/dur.bin
chown "$a" "lettre d'été.txt" 'équipe/compte rendu.odt' 'dossier vide'
chown "0:${a#*:}" équipe; chown 1:1 vide.dat; chown 0:0 ./-option creux.img bin bin/purge
chmod 0640 "lettre d'été.txt"; chmod 0600 ./-option; chmod 0750 'dossier vide'
chmod 2770 équipe; chmod 0660 'équipe/compte rendu.odt'; chmod 0755 bin/purge; chmod 0444 vide.dat
"#,
    );
    if wanted(Attribute::Acl) {
        script.push_str("setfacl -m u:1:r-- 'équipe/compte rendu.odt'\nsetfacl -d -m g:1:rwx équipe\n");
    }
    if wanted(Attribute::Xattr) {
        script.push_str(&format!("setfattr -n user.origine -v {} \"lettre d'été.txt\"\n", quote(nonce)));
    }
    script.push_str(
        "touch -d '2019-03-30 22:15:42' \"lettre d'été.txt\" ./-option\n\
         touch -d '2021-12-31 23:59:59' 'équipe/compte rendu.odt' creux.img\n\
         touch -d '2009-02-13 23:31:30' vide.dat aléa.bin bin/purge\n\
         touch -d '2020-02-29 12:00:00' 'dossier vide' équipe bin .\nsync\n",
    );
    script
}

/// Returns the script that describes the tree: `there` and one line per path, or `gone`.
///
/// The path comes last: it alone may hold the separator.
pub fn describe(tree: &str, nonce: &str) -> String {
    let path = format!("{}/{}", tree.trim_end_matches('/'), name(nonce));
    let mut script = sight::need(&["stat", "find", "sort", "sha256sum"]);
    script.push_str(&format!("w={}\n", quote(&path)));
    script.push_str(&format!(
        "[ -d \"$w\" ] || {{ echo {GONE}; exit 0; }}\ncd -- \"$w\" || exit\necho {THERE}\n"
    ));
    script.push_str(
        r#"find . | LC_ALL=C sort | while IFS= read -r p; do
s=$(LC_ALL=C stat -c '%F|%a|%u %U|%g %G|%Y|%h|%d:%i|%s' -- "$p") || exit
c=; t=; l=; x=
if [ -L "$p" ]; then t=$(readlink -- "$p"); else
if [ -f "$p" ]; then c=$(sha256sum <"$p") || exit; c=${c%% *}; fi
if command -v getfacl >/dev/null; then l=$(getfacl -cnps -- "$p" | LC_ALL=C sort | tr -s '\n' ','); fi
if command -v getfattr >/dev/null; then
x=$(getfattr -d -m '^user\.' -e hex --absolute-names -- "$p" | grep -v '^#' | LC_ALL=C sort | tr -s '\n' ','); fi
fi
printf '%s|%s|%s|%s|%s|%s\n' "$s" "$c" "$t" "${l#,}" "${x#,}" "$p"
done
"#,
    );
    script
}

/// What one path looks like.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    kind: String,
    mode: String,
    owner: String,
    group: String,
    modified: i64,
    /// The other names of the same file, when there are any.
    twins: Vec<String>,
    inode: Option<String>,
    size: String,
    digest: String,
    target: String,
    acl: String,
    xattr: String,
}

/// A described tree.
#[derive(Debug, PartialEq)]
pub struct Fingerprint(BTreeMap<String, Entry>);

impl Fingerprint {
    /// Reads the lines after `there`; nothing when they are not such lines.
    pub fn read(lines: &str) -> Option<Self> {
        let mut entries = BTreeMap::new();
        for line in lines.lines() {
            let fields: Vec<&str> = line.splitn(13, '|').collect();
            let [kind, mode, owner, group, modified, names, inode, size, digest, target, acl, xattr, path] =
                fields.try_into().ok()?;
            let names: u64 = names.parse().ok()?;
            let kind = if kind == "regular empty file" { "regular file" } else { kind };
            let linked = names > 1 && kind == "regular file";
            let entry = Entry {
                kind: kind.to_owned(),
                mode: format!("{:0>4}", mode),
                owner: owner.to_owned(),
                group: group.to_owned(),
                modified: modified.parse().ok()?,
                twins: Vec::new(),
                inode: linked.then(|| inode.to_owned()),
                size: size.to_owned(),
                digest: digest.to_owned(),
                target: target.to_owned(),
                acl: acl.to_owned(),
                xattr: xattr.to_owned(),
            };
            entries.insert(path.to_owned(), entry);
        }
        let mut twins: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, entry) in &entries {
            if let Some(inode) = &entry.inode {
                twins.entry(inode.clone()).or_default().push(path.clone());
            }
        }
        for (path, entry) in &mut entries {
            let Some(names) = entry.inode.take().and_then(|inode| twins.get(&inode)) else { continue };
            entry.twins = names.iter().filter(|name| *name != path).cloned().collect();
        }
        Some(Self(entries))
    }

    /// Whether there is anything to compare: the directory alone is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.len() <= 1
    }

    /// Notes what differs from `self` in `after`.
    pub fn compare(&self, after: &Self, ignoring: &[Attribute], findings: &mut Findings) {
        let mut told = Told { findings, count: 0 };
        for (path, before) in &self.0 {
            let shown = show(path);
            match after.0.get(path) {
                Some(after) => before.compare(after, &shown, ignoring, &mut told),
                None if before.kind == "symbolic link" && ignoring.contains(&Attribute::Links) => {}
                None => {
                    told.gap(text!("fact-path", path = &shown), text!("shown-present"), text!("shown-absent"))
                }
            }
        }
        for path in after.0.keys().filter(|path| !self.0.contains_key(*path)) {
            told.gap(text!("fact-path", path = show(path)), text!("shown-absent"), text!("shown-present"));
        }
        if told.count > TOLD {
            let more = told.count - TOLD;
            told.findings.gap(
                text!("fact-witness"),
                text!("restore-same"),
                text!("restore-more", count = more),
            );
        }
    }
}

/// Counts all differences and tells the first ones.
struct Told<'a> {
    findings: &'a mut Findings,
    count: usize,
}

impl Told<'_> {
    fn gap(&mut self, fact: Text, expected: Text, actual: Text) {
        self.count += 1;
        if self.count <= TOLD {
            self.findings.gap(fact, expected, actual);
        }
    }
}

fn show(path: &str) -> String {
    format!("« témoin{} »", path.strip_prefix('.').unwrap_or(path))
}

/// Shows a value, or that there is none.
fn shown(value: &str) -> Text {
    if value.is_empty() { text!("shown-nothing") } else { Text::verbatim(value) }
}

/// Whether two `number name` are the same account: a restoration on another machine
/// keeps one or the other.
fn same_account(one: &str, other: &str) -> bool {
    match (one.split_once(' '), other.split_once(' ')) {
        (Some((uid, name)), Some((other_uid, other_name))) => {
            uid == other_uid || (name == other_name && name != "UNKNOWN")
        }
        _ => false,
    }
}

impl Entry {
    fn compare(&self, after: &Self, path: &str, ignoring: &[Attribute], told: &mut Told<'_>) {
        let wanted = |attribute| !ignoring.contains(&attribute);
        let link = self.kind == "symbolic link";
        if self.kind != after.kind {
            if !link || wanted(Attribute::Links) {
                told.gap(text!("fact-type", path = path), shown(&self.kind), shown(&after.kind));
            }
            return;
        }
        if wanted(Attribute::Content) && self.digest != after.digest {
            let about = |entry: &Self| {
                text!(
                    "restore-digest",
                    size = &entry.size,
                    digest = entry.digest.get(..12).unwrap_or_default()
                )
            };
            told.gap(text!("fact-contents", path = path), about(self), about(after));
        }
        if wanted(Attribute::Owner) {
            if !same_account(&self.owner, &after.owner) {
                told.gap(text!("fact-owner", path = path), shown(&self.owner), shown(&after.owner));
            }
            if !same_account(&self.group, &after.group) {
                told.gap(text!("fact-group", path = path), shown(&self.group), shown(&after.group));
            }
        }
        // A link's own mode means nothing, and few tools can set its date.
        if wanted(Attribute::Mode) && !link && self.mode != after.mode {
            told.gap(text!("fact-mode", path = path), shown(&self.mode), shown(&after.mode));
        }
        if wanted(Attribute::Times) && !link && self.modified != after.modified {
            let at = |entry: &Self| Text::verbatim(date(entry.modified));
            told.gap(text!("fact-modified", path = path), at(self), at(after));
        }
        if wanted(Attribute::Acl) && self.acl != after.acl {
            told.gap(text!("fact-acl", path = path), shown(&self.acl), shown(&after.acl));
        }
        if wanted(Attribute::Xattr) && self.xattr != after.xattr {
            told.gap(text!("fact-xattr", path = path), shown(&self.xattr), shown(&after.xattr));
        }
        if wanted(Attribute::Links) {
            if self.target != after.target {
                told.gap(text!("fact-target", path = path), shown(&self.target), shown(&after.target));
            }
            if self.twins != after.twins {
                let names = |entry: &Self| {
                    shown(&entry.twins.iter().map(|path| show(path)).collect::<Vec<_>>().join(", "))
                };
                told.gap(text!("fact-hard-links", path = path), names(self), names(after));
            }
        }
    }
}

/// Writes seconds since 1970 as a date in UTC (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", civil_from_days).
fn date(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86400), seconds.rem_euclid(86400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Fingerprint, date, same_account};
    use crate::check::{Findings, Verdict};

    const BEFORE: &str = "directory|755|0 root|0 root|1582977600|2|1:10|4096|||||.\n\
        regular file|644|0 root|0 root|1234567890|2|1:11|1048576|abcdefabcdefabcdef||||./aléa.bin\n\
        regular file|644|0 root|0 root|1234567890|2|1:11|1048576|abcdefabcdefabcdef||||./dur.bin\n\
        symbolic link|777|0 root|0 root|1700000000|1|1:12|9||aléa.bin|||./lien\n\
        regular file|660|1000 alice|1000 alice|1|1|1:13|3|aa||user:1:r--,|user.x=0x61,|./un|deux\n";

    fn gaps(after: &str, ignoring: &[Attribute]) -> Vec<String> {
        let (before, after) = (Fingerprint::read(BEFORE).unwrap(), Fingerprint::read(after).unwrap());
        let mut findings = Findings::new();
        before.compare(&after, ignoring, &mut findings);
        match findings.verdict() {
            Verdict::Fail(gaps) => {
                gaps.iter().map(|gap| format!("{}: {}, {}", gap.fact, gap.expected, gap.actual)).collect()
            }
            verdict => {
                assert_eq!(verdict, Verdict::Pass);
                Vec::new()
            }
        }
    }

    #[test]
    fn a_faithful_copy_on_other_inodes_is_the_same() {
        let copy = BEFORE.replace("1:1", "7:9").replace("|1700000000|", "|1800000000|");
        assert!(gaps(&copy, &[]).is_empty());
    }

    #[test]
    fn what_was_lost_is_named() {
        let after = BEFORE.replace("1000 alice|1000 alice", "0 root|0 root").replace("user:1:r--,", "");
        let told = gaps(&after, &[]);
        assert_eq!(told.len(), 3);
        assert!(told[0].contains("1000 alice, 0 root"), "{told:?}");
        assert!(gaps(&after, &[Attribute::Owner, Attribute::Acl]).is_empty());
        let split = BEFORE
            .replace("1:11|1048576|abcdefabcdefabcdef||||./dur", "1:99|1048576|abcdefabcdefabcdef||||./dur");
        assert_eq!(gaps(&split, &[]).len(), 2);
        assert!(gaps(&split, &[Attribute::Links]).is_empty());
        let flooded = BEFORE.lines().take(1).map(|line| format!("{line}\n")).collect::<String>();
        assert_eq!(gaps(&flooded, &[]).len(), 4);
    }

    #[test]
    fn a_line_that_is_none_is_not_read() {
        assert_eq!(Fingerprint::read("stat: cannot stat"), None);
    }

    #[test]
    fn an_account_is_its_number_or_its_name() {
        assert!(same_account("1000 alice", "1003 alice"));
        assert!(same_account("1000 alice", "1000 bob"));
        assert!(!same_account("1000 UNKNOWN", "1001 UNKNOWN"));
        assert!(!same_account("1000 alice", "0 root"));
    }

    #[test]
    fn dates_are_read_by_people() {
        assert_eq!(date(1_582_977_600), "2020-02-29 12:00:00 UTC");
        assert_eq!(date(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(date(-1), "1969-12-31 23:59:59 UTC");
    }
}
