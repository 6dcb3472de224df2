//! The benches that an engine has, as its labels tell.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::bench::{BenchError, Site};
use crate::provider::docker::{BENCH, CLASS, LAB, NODE, STUDENT};

/// A bench that the engine has.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Standing {
    /// Its name.
    pub bench: String,
    /// The code of its activity.
    pub lab: String,
    /// The student's identifier.
    pub student: String,
    /// The class that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Its nodes, and whether each runs.
    pub nodes: BTreeMap<String, bool>,
    /// The subnet of each of its networks.
    pub networks: BTreeMap<String, Ipv4Net>,
    /// Whether something of it was left over by an interrupted run.
    pub unfinished: bool,
}

impl Standing {
    fn part_of(&mut self, class: &str) {
        if !class.is_empty() {
            self.class = Some(class.to_owned());
        }
    }

    /// How many of its nodes run.
    pub fn running(&self) -> usize {
        self.nodes.values().filter(|running| **running).count()
    }
}

impl Site {
    /// Returns all benches that the engine has, in order of name.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn standing(&self) -> Result<Vec<Standing>, BenchError> {
        let mut benches: BTreeMap<String, Standing> = BTreeMap::new();
        let blank = |bench: &str| Standing {
            bench: bench.to_owned(),
            lab: String::new(),
            student: String::new(),
            class: None,
            nodes: BTreeMap::new(),
            networks: BTreeMap::new(),
            unfinished: false,
        };
        for container in self.engine.containers(&[(BENCH, "")]).await? {
            let name = container.label(BENCH);
            let bench = benches.entry(name.to_owned()).or_insert_with(|| blank(name));
            bench.lab = container.label(LAB).to_owned();
            bench.student = container.label(STUDENT).to_owned();
            bench.part_of(container.label(CLASS));
            if container.is_node() {
                bench.nodes.insert(container.label(NODE).to_owned(), container.running);
            } else if !container.is_kept_fault() {
                bench.unfinished = true;
            }
        }
        for (name, network) in self.engine.bench_networks().await? {
            let bench = benches.entry(name.clone()).or_insert_with(|| blank(&name));
            bench.lab = network.lab;
            bench.student = network.student;
            bench.part_of(&network.class);
            bench.networks.insert(network.name, network.subnet);
        }
        Ok(benches.into_values().collect())
    }
}
