//! A service that believes in another time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where};
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// The clock that one unit sees is wrong, by libfaketime, which the node must have
/// (`libfaketime`): machines in containers share the clock of their host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClockOffset {
    /// The service; it is restarted.
    pub unit: String,
    /// How far its clock is off, at least 1s: `3h`.
    pub by: Span,
    /// Whether it is ahead rather than behind; false when nothing is said.
    #[serde(default)]
    pub ahead: bool,
}

impl Kind for ClockOffset {
    fn means(&self) -> Means {
        let sign = if self.ahead { '+' } else { '-' };
        let begin = format!(
            "unit={}\ncase $unit in *.*);; *) unit=$unit.service;; esac\n\
             dir=/etc/systemd/system/$unit.d\nfile=$dir/clock.conf\n\
             library=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)\n",
            quote(&self.unit)
        );
        let survey = format!(
            "{begin}[ -n \"$library\" ] || refuse no-tool libfaketime\n\
             [ \"$(systemctl show -P LoadState -- \"$unit\")\" = loaded ] || refuse no-unit \"$unit\"\n\
             [ -e \"$file\" ] && refuse already \"$unit\"\n[ -d \"$dir\" ] && echo kept-directory\nexit 0\n"
        );
        let inject = format!(
            "{begin}mkdir -p \"$dir\" || exit\n\
             printf '[Service]\\nEnvironment=LD_PRELOAD=%s FAKETIME={sign}{}s\\n' \"$library\" >\"$file\" || exit\n\
             systemctl daemon-reload && systemctl try-restart -- \"$unit\"\ntrue\n",
            self.by.0.as_secs()
        );
        let undo = format!(
            "{begin}[ -e \"$file\" ] || exit 0\nrm -f -- \"$file\"\n\
             [ -n \"$before\" ] || rmdir -- \"$dir\" 2>/dev/null\n\
             systemctl daemon-reload && systemctl try-restart -- \"$unit\"\n"
        );
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<Text> {
        if self.by.0.as_secs() == 0 { vec![text!("problem-fault-clock")] } else { Vec::new() }
    }
}
