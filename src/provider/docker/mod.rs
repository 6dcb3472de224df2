//! Benches as containers of a Docker engine, or of anything that speaks its API.
//!
//! Everything made carries labels, and the labels are the truth: whatever a journal says,
//! a bench is what the engine lists. A node under construction is named `….new`; its last
//! step is a rename, so an interrupted construction is told from a finished node without
//! a mark that a student could alter.

pub mod address;
pub mod beside;
pub mod bootstrap;
mod build;
mod carry;
pub mod cgroup;
pub mod context;
pub mod engine;
pub mod error;
pub mod image;
pub mod inside;
pub mod keeper;
pub mod network;
pub mod node;
pub mod snapshot;
pub mod terminal;
pub mod toolbox;

pub use engine::Engine;
pub use error::DockerError;

/// The label of everything that belongs to a bench; its value is the bench.
pub const BENCH: &str = "paillasse.bench";
/// What a thing is to its bench: see the constants below.
pub const ROLE: &str = "paillasse.role";
/// The activity.
pub const LAB: &str = "paillasse.lab";
/// SHA-256 of the lab's folder when the bench was made.
pub const LAB_HASH: &str = "paillasse.lab-hash";
/// The class that the bench is part of, where it is part of one.
pub const CLASS: &str = "paillasse.class";
/// The student's identifier.
pub const STUDENT: &str = "paillasse.student";
/// Tells whether the values drawn now are those that the bench was made with.
pub const VARIANT: &str = "paillasse.variant";
/// The node.
pub const NODE: &str = "paillasse.node";
/// The network.
pub const NETWORK: &str = "paillasse.network";
/// The fault that a container keeps the record of.
pub const FAULT: &str = "paillasse.fault";
/// The image of `templates/images/` that an image was built from.
pub const IMAGE: &str = "paillasse.image";

/// The volume that holds a toolbox.
pub const VOLUME: &str = "paillasse.volume";

/// A machine that the student works on.
pub const ROLE_NODE: &str = "node";
/// A copy of a node, for drills.
pub const ROLE_CLONE: &str = "clone";
/// The sensor.
pub const ROLE_SENSOR: &str = "sensor";
/// A container that never runs and keeps the record of a fault.
pub const ROLE_FAULT: &str = "fault";
/// A container beside a node, that shares a namespace with it.
pub const ROLE_BESIDE: &str = "beside";
/// A network of the bench.
pub const ROLE_NETWORK: &str = "network";
/// An image taken of a node before drills.
pub const ROLE_SNAPSHOT: &str = "snapshot";
/// An image taken of a node to come back to.
pub const ROLE_KEPT: &str = "kept";

/// A container or a volume with a toolbox.
pub const ROLE_TOOLBOX: &str = "toolbox";

/// Filters for the list calls of the engine.
pub(crate) fn labelled(labels: &[(&str, &str)]) -> std::collections::HashMap<String, Vec<String>> {
    let values = labels
        .iter()
        .map(|(name, value)| if value.is_empty() { (*name).to_owned() } else { format!("{name}={value}") })
        .collect();
    [("label".to_owned(), values)].into()
}
