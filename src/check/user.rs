//! An account, wherever the machine takes its accounts from.
//!
//! Asked through `getent`, so that the users of a directory are seen as well as those of
//! `/etc/passwd`. What is said of the password is worked out on the node: its hash never
//! leaves it, for it would end in the evidence.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::calendar::Date;
use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at an account; it should exist unless `exists: false`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct User {
    /// Its login name.
    pub name: String,
    /// Whether it should exist; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Its number.
    pub uid: Option<Matcher>,
    /// The number of its primary group.
    pub gid: Option<Matcher>,
    /// The name of its primary group.
    pub group: Option<Matcher>,
    /// The names of all its groups, the primary one included, in no order. A list means
    /// "at least these"; `{ exactly: […] }` allows no other.
    pub groups: Option<Matcher>,
    /// Its home directory.
    pub home: Option<Matcher>,
    /// Its shell.
    pub shell: Option<Matcher>,
    /// Whether no password opens it: `passwd -S` says L. Keys may still do, unless the
    /// account has `expired` or its `shell` refuses.
    pub locked: Option<bool>,
    /// Whether it has a password that opens it: neither none, nor locked, nor text that
    /// is no hash.
    pub password_set: Option<bool>,
    /// How its password is hashed: `yescrypt`, `gost-yescrypt`, `scrypt`, `bcrypt`,
    /// `sha512crypt`, `sha256crypt`, `md5crypt`, `descrypt`, or `none`.
    pub password_scheme: Option<Matcher>,
    /// How long a password may be kept, in days with the unit (`{ at-most: 90d }`);
    /// `never` when nothing limits it.
    pub password_max_age: Option<Matcher>,
    /// How long a password must be kept, in days with the unit; `never` when nothing does.
    pub password_min_age: Option<Matcher>,
    /// The day from which the account is closed (`2026-12-31`), or `never`.
    pub expires: Option<Matcher>,
    /// Whether that day has come, by the clock of the machine.
    pub expired: Option<bool>,
    /// Where it must come from: `local` (`/etc/passwd`) or `directory`.
    pub source: Option<Source>,
}

/// Where an account or a group is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// In the files of the machine.
    Local,
    /// Elsewhere: LDAP, Active Directory, systemd.
    Directory,
}

/// Prints one `key=value` a line. The scheme is that of crypt(5); a hash is never printed.
const SCRIPT: &str = r#"
entry=$(getent passwd "$name"); status=$?
case $status in
0) ;;
2) echo absent; exit 0 ;;
*) exit $status ;;
esac
IFS=: read -r login hash uid gid gecos home shell <<END
$entry
END
echo found
echo "login=$login"; echo "uid=$uid"; echo "gid=$gid"; echo "home=$home"; echo "shell=$shell"
group() { getent group "$1" | cut -d: -f1 | grep . || echo "$1"; }
echo "group=$(group "$gid")"
ids=$(id -G "$name") || exit
for id in $ids; do echo "member=$(group "$id")"; done
if cut -d: -f1 /etc/passwd | grep -Fxq -e "$name"; then echo source=local; else echo source=directory; fi
min= max= expire=
if [ "$hash" = x ]; then
  hash='*'
  if shadow=$(getent shadow "$name"); then
    IFS=: read -r login hash last min max warn inactive expire rest <<END
$shadow
END
  else
    echo shadow=none
  fi
fi
case $hash in '!'*|'*'*) echo locked=yes ;; *) echo locked=no ;; esac
while [ "${hash#!}" != "$hash" ]; do hash=${hash#!}; done
case $hash in
'$y$'?*) scheme=yescrypt ;;
'$gy$'?*) scheme=gost-yescrypt ;;
'$7$'?*) scheme=scrypt ;;
'$2'[abxy]'$'?*) scheme=bcrypt ;;
'$6$'?*) scheme=sha512crypt ;;
'$5$'?*) scheme=sha256crypt ;;
'$1$'?*) scheme=md5crypt ;;
''|'*'*) scheme=none ;;
*[!./0-9A-Za-z]*) scheme=invalid ;;
?????????????) scheme=descrypt ;;
*) scheme=invalid ;;
esac
echo "scheme=$scheme"; echo "min=$min"; echo "max=$max"; echo "expire=$expire"
echo "now=$(date +%s)"
"#;

impl User {
    fn script(&self) -> String {
        format!("command -v getent >/dev/null || exit 127\nname={}\n{SCRIPT}", quote(&self.name))
    }

    fn compare(&self, facts: &BTreeMap<&str, Vec<&str>>) -> Option<Findings> {
        let name = self.name.as_str();
        let one = |key: &str| facts.get(key).and_then(|values| values.first().copied());
        let text = |key: &str| one(key).map(Observed::text);
        let number = |key: &str| one(key)?.parse().ok().map(Observed::Number);
        // A directory keeps passwords to itself: what it does not tell is not judged.
        let hidden = facts.contains_key("shadow");
        let mut findings = Findings::new();
        findings.expect(text!("fact-user-uid", user = name), self.uid.as_ref(), &number("uid")?);
        findings.expect(text!("fact-user-gid", user = name), self.gid.as_ref(), &number("gid")?);
        findings.expect(text!("fact-user-group", user = name), self.group.as_ref(), &text("group")?);
        let groups = Observed::list(facts.get("member")?);
        findings.expect(text!("fact-user-groups", user = name), self.groups.as_ref(), &groups);
        findings.expect(text!("fact-user-home", user = name), self.home.as_ref(), &text("home")?);
        findings.expect(text!("fact-user-shell", user = name), self.shell.as_ref(), &text("shell")?);
        let source = match one("source")? {
            "local" => Source::Local,
            "directory" => Source::Directory,
            _ => return None,
        };
        if let Some(expected) = self.source.filter(|expected| *expected != source) {
            findings.gap(text!("fact-user-source", user = name), expected.show(), source.show());
        }
        let about_password = self.locked.is_some()
            || self.password_set.is_some()
            || self.password_scheme.is_some()
            || self.password_max_age.is_some()
            || self.password_min_age.is_some()
            || self.expires.is_some()
            || self.expired.is_some();
        if !about_password {
            return Some(findings);
        }
        if hidden {
            findings.error(text!("error-no-shadow", user = name));
            return Some(findings);
        }
        let (locked, scheme) = (one("locked")? == "yes", one("scheme")?);
        findings.flag(text!("fact-user-locked", user = name), self.locked, locked);
        let usable = !locked && !matches!(scheme, "none" | "invalid");
        findings.flag(text!("fact-user-password-set", user = name), self.password_set, usable);
        let fact = text!("fact-user-password-scheme", user = name);
        findings.expect(fact, self.password_scheme.as_ref(), &Observed::text(scheme));
        let age = |key: &str| match one(key)? {
            "" => Some(Observed::text("never")),
            days => days.parse::<u64>().ok().map(|days| Observed::Text(format!("{days}d"))),
        };
        let fact = text!("fact-user-password-max-age", user = name);
        findings.expect(fact, self.password_max_age.as_ref(), &age("max")?);
        let fact = text!("fact-user-password-min-age", user = name);
        findings.expect(fact, self.password_min_age.as_ref(), &age("min")?);
        let expire = match one("expire")? {
            "" => None,
            days => Some(days.parse::<i64>().ok()?),
        };
        let shown = expire.map_or("never".to_owned(), |days| Date::from_days(days).to_string());
        findings.expect(text!("fact-user-expires", user = name), self.expires.as_ref(), &Observed::Text(shown));
        let today = one("now")?.parse::<i64>().ok()?.div_euclid(86400);
        let expired = expire.is_some_and(|days| today >= days);
        findings.flag(text!("fact-user-expired", user = name), self.expired, expired);
        Some(findings)
    }
}

impl Source {
    /// Says where it is.
    fn show(self) -> Text {
        match self {
            Self::Local => text!("shown-local"),
            Self::Directory => text!("shown-directory"),
        }
    }
}

impl Check for User {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("getent", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let fact = || text!("fact-user", user = &self.name);
        let mut lines = printed.lines();
        match (lines.next(), self.exists) {
            (Some("absent"), false) => return Verdict::Pass,
            (Some("absent"), true) => {
                return Verdict::fail(fact(), text!("shown-present"), text!("shown-absent"));
            }
            (Some("found"), false) => {
                return Verdict::fail(fact(), text!("shown-absent"), text!("shown-present"));
            }
            (Some("found"), true) => {}
            _ => return unreadable("getent", printed),
        }
        let mut facts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, value) in lines.filter_map(|line| line.split_once('=')) {
            facts.entry(key).or_default().push(value);
        }
        // Without its last line the script did not come to its end.
        match self.compare(&facts).filter(|_| facts.contains_key("now")) {
            Some(findings) => findings.verdict(),
            None => unreadable("getent", printed),
        }
    }

    fn problems(&self) -> Vec<Text> {
        // getent takes a number for an identifier, not for a name.
        if self.name.is_empty() || self.name.chars().all(|c| c.is_ascii_digit()) || self.name.starts_with('-') {
            return vec![text!("problem-account-name", given = &self.name)];
        }
        Vec::new()
    }
}
