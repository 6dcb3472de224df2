//! A service whose process dies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};

/// Every process of an executable is killed. It must belong to a service, which is how it
/// can be brought back; one that restarts by itself (`Restart=`) comes back at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProcessKilled {
    /// The path of the executable, as `/proc/PID/exe` shows it: `/usr/sbin/nginx`. The
    /// path is compared whole: a name alone could be another program's.
    pub executable: String,
}

impl Kind for ProcessKilled {
    fn means(&self) -> Means {
        let executable = quote(&self.executable);
        let find = format!(
            "executable={executable}\nfound() {{ for link in /proc/[0-9]*/exe; do\n\
             [ \"$(readlink \"$link\" 2>/dev/null)\" = \"$executable\" ] || continue\n\
             pid=${{link#/proc/}}; echo \"${{pid%/exe}}\"\ndone; }}\n"
        );
        let survey = format!(
            "{find}pids=$(found)\n[ -n \"$pids\" ] || refuse no-process \"$executable\"\n\
             for pid in $pids; do\n\
             unit=$(ps -o unit= -p \"$pid\" | tr -d ' ')\n\
             case $unit in ''|-|init.scope|*.scope) refuse no-service \"$executable\";; esac\n\
             echo \"$unit\"\ndone | sort -u\n"
        );
        let inject = format!("{find}kill -KILL $(found)\n");
        let undo = "for unit in $before; do\nsystemctl reset-failed -- \"$unit\" 2>/dev/null\n\
                    systemctl start -- \"$unit\" || exit\ndone\n"
            .to_owned();
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }
}
