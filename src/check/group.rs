//! A group, wherever the machine takes its groups from, and who is in it.
//!
//! A user whose primary group it is stands in no member list: both are counted. A name
//! in the list that is nobody's is not.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at a group; it should exist unless `exists: false`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Whether it should exist; true when nothing is said.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Its number.
    pub gid: Option<Matcher>,
    /// The users who are in it, those whose primary group it is included, in no order. A
    /// list means "at least these"; `{ exactly: […] }` allows no other.
    pub members: Option<Matcher>,
    /// Whether it must stand in `/etc/group` (true) or come from elsewhere (false).
    pub local: Option<bool>,
}

const SCRIPT: &str = r#"
entry=$(getent group "$name"); status=$?
case $status in
0) ;;
2) echo absent; exit 0 ;;
*) exit $status ;;
esac
IFS=: read -r group secret gid members <<END
$entry
END
echo found
echo "gid=$gid"
{
  printf '%s\n' "$members" | tr ',' '\n' | while read -r member; do
    [ -z "$member" ] || getent passwd "$member" | cut -d: -f1
  done
  getent passwd | cut -d: -f1,4 | grep -e ":$gid\$" | cut -d: -f1
} | sort -u | sed 's/^/member=/'
if cut -d: -f1 /etc/group | grep -Fxq -e "$name"; then echo local=yes; else echo local=no; fi
echo end
"#;

impl Group {
    fn script(&self) -> String {
        format!("command -v getent >/dev/null || exit 127\nname={}\n{SCRIPT}", quote(&self.name))
    }
}

impl Check for Group {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let printed = match succeeded("getent", output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let name = self.name.as_str();
        let fact = || text!("fact-the-group", group = name);
        let lines: Vec<&str> = printed.lines().collect();
        match (lines.first(), self.exists) {
            (Some(&"absent"), false) => return Verdict::Pass,
            (Some(&"absent"), true) => {
                return Verdict::fail(fact(), text!("shown-present"), text!("shown-absent"));
            }
            (Some(&"found"), false) => {
                return Verdict::fail(fact(), text!("shown-absent"), text!("shown-present"));
            }
            (Some(&"found"), true) if lines.last() == Some(&"end") => {}
            _ => return unreadable("getent", printed),
        }
        let find = |key: &'static str| lines.iter().filter_map(move |line| line.strip_prefix(key));
        let (Some(gid), Some(local)) = (find("gid=").next().and_then(|gid| gid.parse().ok()), find("local=").next())
        else {
            return unreadable("getent", printed);
        };
        let mut findings = Findings::new();
        findings.expect(text!("fact-group-gid", group = name), self.gid.as_ref(), &Observed::Number(gid));
        let members = Observed::list(find("member="));
        findings.expect(text!("fact-group-members", group = name), self.members.as_ref(), &members);
        findings.flag(text!("fact-group-local", group = name), self.local, local == "yes");
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        // getent takes a number for an identifier, not for a name.
        if self.name.is_empty() || self.name.chars().all(|c| c.is_ascii_digit()) || self.name.starts_with('-') {
            return vec![text!("problem-account-name", given = &self.name)];
        }
        Vec::new()
    }
}
