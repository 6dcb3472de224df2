//! Values of another student's in someone's work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::i18n::Text;
use crate::name::CheckId;
use crate::text;

/// Something that looks like somebody else's work. It says where to look, proves nothing,
/// and is never a part of a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Suspicion {
    /// A value that was drawn for somebody else.
    Value {
        /// The check in whose evidence it stands; nothing for a file that was handed in.
        check: Option<CheckId>,
        /// Where: a check, or the node and the path of a file.
        place: String,
        /// The parameter that it is a value of.
        parameter: String,
        /// For whom it was drawn, by identifier.
        whose: Vec<String>,
        /// The words around it, `***` in the place of a password.
        excerpt: String,
        /// How many such coincidences are to be expected among so many students who worked
        /// alone: 0.001 is one in a thousand.
        chance: f64,
    },
    /// Hand-ins of several students were signed with one key.
    SameKey {
        /// The others, by identifier.
        with: Vec<String>,
        /// The fingerprint of the key.
        key: String,
    },
    /// Hand-ins of several students hold one run.
    SameRun {
        /// The others, by identifier.
        with: Vec<String>,
        /// The word of the run.
        nonce: String,
    },
}

impl Suspicion {
    /// The sentence for the teacher.
    pub fn text(&self) -> Text {
        match self {
            Self::Value { place, parameter, whose, excerpt, .. } => text!(
                "suspicion-value",
                place = place,
                parameter = parameter,
                whose = whose.join(", "),
                excerpt = excerpt
            ),
            Self::SameKey { with, .. } => text!("suspicion-key", with = with.join(", ")),
            Self::SameRun { with, .. } => text!("suspicion-run", with = with.join(", ")),
        }
    }
}
