//! A configuration that is wrong: corrupted, or mis-edited by somebody in a hurry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where, saved};
use crate::i18n::Text;
use crate::text;

/// A file of at most 128KiB is changed: exactly one of `replace`, `append` and `truncate`.
/// Its owner, its mode and its date stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfigAltered {
    /// The file; it must exist.
    pub path: String,
    /// Texts that become others, every time that they occur; each must occur.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replace: Vec<Replace>,
    /// What is added at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub append: Option<String>,
    /// Whether only its first half is left; false when nothing is said.
    #[serde(default)]
    pub truncate: bool,
    /// The unit that is restarted so that it notices; it may fail to start, which is then
    /// the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<String>,
    /// The unit that is told to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reload: Option<String>,
}

/// A text that becomes another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// What stands there, compared literally.
    pub find: String,
    /// What stands there instead.
    pub with: String,
}

impl ConfigAltered {
    /// Prints the new contents.
    fn altered(&self) -> String {
        if self.truncate {
            return "head -c $(($(stat -L -c %s -- \"$file\") / 2)) -- \"$file\"".to_owned();
        }
        if let Some(more) = &self.append {
            return format!("cat -- \"$file\"; printf %s {}", quote(more));
        }
        // The texts travel in the environment of this one process: they may be anything.
        let mut script = "cat -- \"$file\"".to_owned();
        for Replace { find, with } in &self.replace {
            let (find, with) = (quote(find), quote(with));
            script.push_str(&format!(
                " | find={find} with={with} perl -0777 -pe 's/\\Q$ENV{{find}}\\E/$ENV{{with}}/g'"
            ));
        }
        script
    }
}

impl Kind for ConfigAltered {
    fn means(&self) -> Means {
        let mut survey = saved::survey(&self.path);
        for Replace { find, .. } in &self.replace {
            let find = quote(find);
            survey.push_str(&format!(
                "find={find} perl -0777 -ne 'exit(index($_, $ENV{{find}}) < 0)' <\"$file\" \
                 || refuse no-text \"$file\"\n"
            ));
        }
        let (restart, reload) = (self.restart.as_deref(), self.reload.as_deref());
        let inject = format!(
            "file={}\nnew=$({}; echo .) || exit\nprintf %s \"${{new%.}}\" >\"$file\" || exit\n{}{}",
            quote(&self.path),
            self.altered(),
            saved::changed(),
            saved::apply(restart, reload, false)
        );
        let undo = format!("{}{}", saved::undo(&self.path), saved::apply(restart, reload, true));
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        let given = [!self.replace.is_empty(), self.append.is_some(), self.truncate];
        let mut problems = Vec::new();
        if given.into_iter().filter(|given| *given).count() != 1 {
            problems.push(text!("problem-fault-change"));
        }
        if self.replace.iter().any(|replace| replace.find.is_empty() || replace.find == replace.with) {
            problems.push(text!("problem-fault-replace"));
        }
        problems
    }
}
