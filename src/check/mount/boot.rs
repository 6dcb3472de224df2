//! What will be mounted at boot: `/etc/fstab`, and units of systemd.
//!
//! fstab is read here rather than with `findmnt -s`, which crashes where a line is
//! malformed (util-linux 2.41), and rather than from the units generated of it, which
//! are those of the last boot.

use super::Seen;
use crate::check::sight;
use crate::exec::quote;

/// Prints the lines of fstab, the devices of its tags, and what systemd knows of the
/// units of `point`.
pub(super) fn script(point: &str) -> String {
    format!(
        "{}if [ -e /etc/fstab ]; then\nsed 's/^/fstab /; $a\\' /etc/fstab || exit\n\
         while read -r spec rest; do case $spec in\n\
         LABEL=*|UUID=*|PARTLABEL=*|PARTUUID=*) device=$(findfs \"$spec\" 2>/dev/null) && echo \"tag $spec $device\" ;;\n\
         esac; done </etc/fstab\nfi\n\
         for kind in mount automount; do\nunit=$(systemd-escape -p --suffix=$kind -- {point}) || exit\n\
         shown=$(systemctl show -p LoadState,UnitFileState,WantedBy,RequiredBy -- \"$unit\") || exit\n\
         echo \"unit $kind\"\nprintf '%s\\n' \"$shown\" | sed 's/^/show /'\n\
         systemctl --no-pager cat -- \"$unit\" 2>/dev/null | sed 's/^/text /'\ndone\necho end\n",
        sight::need(&["sed", "systemctl", "systemd-escape", "findfs"]),
        point = quote(point),
    )
}

/// What the script printed, read.
#[derive(Debug, Default)]
pub(super) struct Boot<'a> {
    fstab: Vec<&'a str>,
    tags: Vec<(&'a str, &'a str)>,
    mount: Unit<'a>,
    automount: Unit<'a>,
}

#[derive(Debug, Default)]
struct Unit<'a> {
    shown: Vec<(&'a str, &'a str)>,
    text: Vec<&'a str>,
}

impl Unit<'_> {
    fn property(&self, name: &str) -> &str {
        self.shown.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// Whether a boot starts it. A unit made from fstab says nothing: fstab does.
    fn starts(&self) -> bool {
        let pulled = !self.property("WantedBy").is_empty() || !self.property("RequiredBy").is_empty();
        self.property("LoadState") == "loaded"
            && match self.property("UnitFileState") {
                "enabled" | "alias" => true,
                "static" => pulled,
                _ => false,
            }
    }

    /// The last value of a key of `[Mount]`; drop-ins come after the unit.
    fn key(&self, name: &str) -> Option<&str> {
        let mut lines = self.text.iter().filter_map(|line| line.split_once('='));
        lines.rfind(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    }
}

impl<'a> Boot<'a> {
    pub(super) fn read(printed: &'a str) -> Option<Self> {
        let mut boot = Self::default();
        let mut automount = false;
        let mut complete = false;
        for line in printed.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let unit = if automount { &mut boot.automount } else { &mut boot.mount };
            match word {
                "fstab" => boot.fstab.push(rest),
                "tag" => boot.tags.push(rest.split_once(' ')?),
                "unit" => automount = rest == "automount",
                "show" => unit.shown.push(rest.split_once('=')?),
                "text" => unit.text.push(rest),
                "end" => complete = true,
                _ => return None,
            }
        }
        // systemd says LoadState even of a unit that it does not know.
        let known = [&boot.mount, &boot.automount].iter().all(|unit| !unit.property("LoadState").is_empty());
        (complete && known).then_some(boot)
    }

    /// What a boot mounts at `point`; nothing when it does not.
    pub(super) fn mounts(&self, point: &str) -> Option<Seen> {
        let unit = &self.mount;
        if unit.starts() || self.automount.starts() {
            let options = unit.key("Options").unwrap_or_default();
            return Some(Seen {
                sources: self.named(unit.key("What").unwrap_or_default()),
                kind: unit.key("Type").filter(|kind| *kind != "none").map(str::to_owned),
                options: effective(options),
            });
        }
        // A unit of /etc takes the place of the one that is made from fstab.
        if unit.text.first().is_some_and(|first| first.starts_with("# /etc/systemd/")) {
            return None;
        }
        let mut entries = self.fstab.iter().filter_map(|line| {
            let line = line.trim_start();
            let fields: Vec<&str> = line.split_whitespace().collect();
            (!line.starts_with('#') && fields.len() >= 3).then_some(fields)
        });
        let slash = |path: &str| path.trim_end_matches('/').to_owned();
        let fields = entries.rfind(|fields| slash(&unescaped(fields[1])) == slash(point))?;
        let options = fields.get(3).copied().unwrap_or_default();
        let has = |name: &str| options.split(',').any(|option| option == name);
        if has("noauto") && !has("x-systemd.automount") {
            return None;
        }
        let bind = has("bind") || has("rbind");
        Some(Seen {
            sources: self.named(&unescaped(fields[0])),
            kind: (!bind && fields[2] != "none").then(|| fields[2].to_owned()),
            options: effective(options),
        })
    }

    /// The names of a source: as it is written, and the device of its tag.
    fn named(&self, source: &str) -> Vec<String> {
        let devices = self.tags.iter().filter(|(tag, _)| *tag == source).map(|(_, device)| (*device).to_owned());
        std::iter::once(source.to_owned()).chain(devices).collect()
    }
}

/// Spaces, tabs and backslashes of fstab are written in octal (fstab(5)).
fn unescaped(field: &str) -> String {
    field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
}

/// The options that a line stands for (mount(8)): `user` implies three others unless
/// they are taken back, and the kernel's choices hold where nothing is said.
fn effective(written: &str) -> Vec<String> {
    let mut options: Vec<&str> = Vec::new();
    for option in written.split(',').map(str::trim).filter(|option| !option.is_empty()) {
        let implied: &[&str] = match option {
            "user" | "users" => &["noexec", "nosuid", "nodev"],
            "owner" | "group" => &["nosuid", "nodev"],
            _ => &[],
        };
        let undoes = match option {
            "exec" | "suid" | "dev" => Some(format!("no{option}")),
            "noexec" | "nosuid" | "nodev" => Some(option[2..].to_owned()),
            "ro" => Some("rw".to_owned()),
            "rw" => Some("ro".to_owned()),
            _ => None,
        };
        options.retain(|known| Some((*known).to_owned()) != undoes && *known != option);
        options.push(option);
        options.extend(implied);
    }
    if !options.contains(&"ro") && !options.contains(&"rw") {
        options.push("rw");
    }
    if !["noatime", "strictatime", "norelatime", "relatime"].iter().any(|atime| options.contains(atime)) {
        options.push("relatime");
    }
    options.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Boot, effective};

    const NONE: &str = "unit mount\nshow LoadState=not-found\nunit automount\nshow LoadState=not-found\nend\n";

    fn boot(fstab: &str, point: &str) -> Option<(String, Vec<String>)> {
        let lines: String = fstab.lines().map(|line| format!("fstab {line}\n")).collect();
        let printed = format!("{lines}{NONE}");
        let seen = Boot::read(&printed).unwrap().mounts(point)?;
        Some((seen.sources.last().unwrap().clone(), seen.options))
    }

    #[test]
    fn fstab_is_read_as_it_is_written() {
        let fstab = "# /dev/x /srv/data ext4\nbroken\n/dev/sdb1\t/srv/a\\040b/ ext4 noexec\ntmpfs /m tmpfs noauto,user 0 0\n\
                     tmpfs /auto tmpfs noauto,x-systemd.automount 0 0\n";
        assert_eq!(boot(fstab, "/srv/a b").unwrap().0, "/dev/sdb1");
        assert_eq!(boot(fstab, "/srv/data"), None);
        assert_eq!(boot(fstab, "/m"), None);
        assert!(boot(fstab, "/auto").is_some());
    }

    #[test]
    fn options_are_what_mount_makes_of_them() {
        assert_eq!(effective("defaults"), ["defaults", "rw", "relatime"]);
        assert_eq!(effective("user,exec,ro"), ["user", "nosuid", "nodev", "exec", "ro", "relatime"]);
    }

    #[test]
    fn an_answer_that_was_cut_is_no_answer() {
        assert!(Boot::read("fstab x\nunit mount\nshow LoadState=loaded\n").is_none());
    }
}
