//! What a machine is like where a program may have changed it: files, packages, units, and
//! what a script of the lab says.

use std::collections::BTreeMap;

use crate::check::Findings;
use crate::check::sight;
use crate::exec::quote;
use crate::i18n::Text;
use crate::text;

/// How many differences a verdict lists.
const TOLD: usize = 12;

/// What is looked at.
pub(super) struct Watched<'a> {
    /// Files and directories.
    pub files: &'a [String],
    /// Patterns of paths that are left out.
    pub except: &'a [String],
    /// Whether packages are.
    pub packages: bool,
    /// Units.
    pub units: &'a [String],
    /// A script whose words are.
    pub read: Option<&'a str>,
}

impl Watched<'_> {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.packages && self.units.is_empty() && self.read.is_none()
    }

    /// Returns the script that describes it, a line each, what it is called last.
    pub fn script(&self, nonce: &str) -> String {
        let mut script = sight::need(&["find", "sort", "sha256sum"]);
        let prune: String =
            self.except.iter().map(|pattern| format!("-path {} -prune -o ", quote(pattern))).collect();
        for path in self.files {
            let path = quote(path);
            script.push_str(&format!(
                "if [ -e {path} ]; then\n\
                 find {path} -xdev {prune}-printf 'file|%y %m %u:%g %l|%p\\n' | sort || exit\n\
                 find {path} -xdev {prune}-type f -exec sha256sum -- {{}} + | \
                 sed 's/^\\([^ ]*\\) [ *]/data|\\1|/' | sort || exit\nfi\n"
            ));
        }
        if self.packages {
            script.push_str(
                "dpkg-query -W -f '${db:Status-Abbrev}${Version}|${binary:Package}\\n' | sed 's/^/package|/' || exit\n",
            );
        }
        for unit in self.units {
            let unit = quote(unit);
            script.push_str(&format!(
                "printf 'unit|%s|%s\\n' \"$(systemctl show -P ActiveState {unit}) $(systemctl show -P UnitFileState {unit})\" {unit}\n\
                 printf 'start|%s|%s\\n' \"$(systemctl show -P InvocationID {unit})\" {unit}\n"
            ));
        }
        if let Some(read) = self.read {
            script.push_str(&format!(
                "state=$(PAILLASSE_NONCE={nonce}; export PAILLASSE_NONCE\n(\n{read}\n) </dev/null) || exit\n\
                 printf '%s\\n' \"$state\" | sed 's/^/read|/'\n"
            ));
        }
        script.push_str("echo end\n");
        script
    }
}

/// What the script printed.
#[derive(Debug, PartialEq)]
pub(super) struct Imprint(BTreeMap<(String, String), String>);

impl Imprint {
    /// Reads it; nothing when it is something else.
    pub fn read(printed: &str) -> Option<Self> {
        let mut seen = BTreeMap::new();
        for (number, line) in printed.strip_suffix("end\n")?.lines().enumerate() {
            let (what, rest) = line.split_once('|')?;
            let (key, value) = match what {
                "file" | "data" | "package" | "unit" | "start" => {
                    let (value, name) = rest.split_once('|')?;
                    (name.to_owned(), value)
                }
                // Lines of a script have no name but their place.
                "read" => (format!("{number:08}"), rest),
                _ => return None,
            };
            seen.insert((what.to_owned(), key), value.to_owned());
        }
        Some(Self(seen))
    }

    /// Notes what differs in `after`. A repair may start a unit anew: `starts` says whether
    /// that counts.
    pub fn compare(&self, after: &Self, starts: bool, findings: &mut Findings) {
        let mut count = 0;
        let keys = self.0.keys().chain(after.0.keys().filter(|key| !self.0.contains_key(*key)));
        let read = |seen: &Self| {
            let lines = seen.0.iter().filter(|((what, _), _)| what == "read");
            lines.map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n")
        };
        if read(self) != read(after) {
            findings.gap(text!("fact-imprint-read"), shown(&read(self)), shown(&read(after)));
        }
        for key in keys.filter(|(what, _)| what != "read" && (starts || what != "start")) {
            let (before, now) = (self.0.get(key), after.0.get(key));
            let (what, name) = (key.0.as_str(), key.1.as_str());
            // A file that came or went is told once.
            let gone = before.is_none() || now.is_none();
            if before == now || (gone && what == "data") {
                continue;
            }
            count += 1;
            if count > TOLD {
                continue;
            }
            let (fact, words): (Text, fn(&str) -> Text) = match what {
                "file" => (text!("fact-path", path = name), shown),
                "data" => (text!("fact-contents", path = name), short),
                "package" => (text!("fact-package", package = name), shown),
                "start" => (text!("fact-imprint-start", unit = name), short),
                _ => (text!("fact-unit", unit = name), shown),
            };
            let said = |value: Option<&String>| value.map_or_else(|| text!("shown-absent"), |value| words(value));
            findings.gap(fact, said(before), said(now));
        }
        if count > TOLD {
            findings.gap(
                text!("fact-imprint"),
                text!("imprint-same"),
                text!("restore-more", count = count - TOLD),
            );
        }
    }
}

fn shown(value: &str) -> Text {
    crate::check::matcher::Observed::text(value).show()
}

/// Shows the beginning of a digest.
fn short(value: &str) -> Text {
    Text::verbatim(format!("{}…", value.get(..12).unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::Imprint;
    use crate::check::{Findings, Verdict};
    use crate::i18n::Lang;

    const BEFORE: &str = "file|d 755 root:root |/srv\nfile|f 644 root:root |/srv/a\ndata|aaaaaaaaaaaaaaaa|/srv/a\n\
        package|ii 1.2|vim\nunit|active enabled|ssh\nstart|abcdefabcdefabcd|ssh\nread|3 rows\nend\n";

    fn gaps(after: &str, starts: bool) -> Vec<String> {
        let (before, after) = (Imprint::read(BEFORE).unwrap(), Imprint::read(after).unwrap());
        let mut findings = Findings::new();
        before.compare(&after, starts, &mut findings);
        match findings.verdict() {
            Verdict::Fail(gaps) => gaps.iter().map(|gap| gap.fact.to(Lang::En)).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn what_changed_is_named_once() {
        assert!(gaps(BEFORE, true).is_empty());
        assert_eq!(gaps(&BEFORE.replace("data|aaaaaaaa", "data|bbbbbbbb"), true), ["contents of /srv/a"]);
        assert_eq!(gaps(&BEFORE.replace("644", "600"), true), ["/srv/a"]);
        let gone = BEFORE.replace("file|f 644 root:root |/srv/a\ndata|aaaaaaaaaaaaaaaa|/srv/a\n", "");
        assert_eq!(gaps(&gone, true), ["/srv/a"]);
        assert_eq!(gaps(&BEFORE.replace("3 rows", "4 rows"), true).len(), 1);
        assert_eq!(gaps(&BEFORE.replace("1.2", "1.3"), true), ["package vim"]);
    }

    #[test]
    fn a_new_start_counts_where_nothing_was_to_repair() {
        let restarted = BEFORE.replace("start|abc", "start|cba");
        assert_eq!(gaps(&restarted, true).len(), 1);
        assert!(gaps(&restarted, false).is_empty());
    }

    #[test]
    fn a_description_that_broke_off_is_none() {
        assert_eq!(Imprint::read("file|d 755 root:root |/srv\n"), None);
        assert_eq!(Imprint::read("find: no\nend\n"), None);
    }
}
