//! A machine that is down, or that hangs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Kind, Means, Power};

/// The node is shut down, or hangs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NodeDown {
    /// `stopped` (shut down cleanly) or `paused` (it hangs: connections neither answer nor
    /// break); `stopped` when nothing is said.
    #[serde(default)]
    pub how: How,
}

/// How a node is taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Shut down cleanly.
    #[default]
    Stopped,
    /// Frozen.
    Paused,
}

impl Kind for NodeDown {
    fn means(&self) -> Means {
        match self.how {
            How::Stopped => Means::Power { inject: Power::Stop, undo: Power::Start },
            How::Paused => Means::Power { inject: Power::Pause, undo: Power::Resume },
        }
    }
}
