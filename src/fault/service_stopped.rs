//! A service that somebody stopped.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};

/// A unit is stopped, as an administrator would.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceStopped {
    /// The unit: `nginx`, `backup.timer`. It must be active.
    pub unit: String,
    /// Whether it is disabled too, so that a restart of the machine does not mend it;
    /// false when nothing is said.
    #[serde(default)]
    pub disabled: bool,
}

impl Kind for ServiceStopped {
    fn means(&self) -> Means {
        let unit = quote(&self.unit);
        let survey = format!(
            "unit={unit}\nload=$(systemctl show -P LoadState -- \"$unit\") || exit\n\
             [ \"$load\" = loaded ] || refuse no-unit \"$unit\"\n\
             [ \"$(systemctl show -P ActiveState -- \"$unit\")\" = active ] || refuse already \"$unit\"\n\
             systemctl show -P UnitFileState -- \"$unit\"\n"
        );
        let mut inject = format!("unit={unit}\nsystemctl stop -- \"$unit\" || exit\n");
        if self.disabled {
            inject.push_str("systemctl --quiet disable -- \"$unit\" 2>/dev/null || exit\n");
        }
        let undo = format!(
            "unit={unit}\nnow=$(systemctl show -P UnitFileState -- \"$unit\")\n\
             case $before in enabled|enabled-runtime)\n\
               [ \"$now\" = \"$before\" ] || systemctl --quiet enable -- \"$unit\" 2>/dev/null || exit;;\n\
             esac\n\
             systemctl reset-failed -- \"$unit\" 2>/dev/null\nsystemctl start -- \"$unit\"\n"
        );
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }
}
