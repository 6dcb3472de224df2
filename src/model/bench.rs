//! A bench as it should be: plain data that a provider makes real.

use serde::Serialize;

use crate::individual::Addresses;
use crate::model::{Network, Node, Step};
use crate::name::ActivityCode;

/// One lab for one student, down to the last address.
#[derive(Clone, Debug, Serialize)]
pub struct BenchPlan {
    /// Its name: `a332-zoe-lefevre`.
    pub bench: String,
    /// The activity.
    pub lab: ActivityCode,
    /// SHA-256 of the lab's folder.
    pub lab_hash: String,
    /// The student's identifier.
    pub student: String,
    /// The class that it is part of; none for one made on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Tells apart the values of two students, and reveals nothing of them.
    pub variant: String,
    /// The networks.
    pub networks: Vec<Network>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Where they stand.
    pub addresses: Addresses,
    /// What is done on them before the student gets them.
    #[serde(skip)]
    pub setup: Vec<Step>,
}

impl BenchPlan {
    /// The steps of the set-up that concern a node, in order.
    pub fn steps<'a>(&'a self, node: &'a str) -> impl Iterator<Item = &'a Step> {
        self.setup.iter().filter(move |step| step.on.as_str() == node)
    }
}

/// Returns the name of the bench of a lab and a student.
pub fn bench_name(lab: &ActivityCode, student: &str) -> String {
    format!("{}-{student}", lab.slug())
}
