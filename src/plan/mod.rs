//! (Lab, student, addresses) → what is to be made. Pure and deterministic.
//!
//! Rank 3: imports `model`, `individual` and rank 0.

use crate::individual::{Addresses, Student};
use crate::model::{BenchPlan, Lab, bench_name};

/// Returns the plan of a bench.
pub fn plan(lab: &Lab, student: &Student, addresses: Addresses) -> BenchPlan {
    BenchPlan {
        bench: bench_name(&lab.activity, student.id()),
        lab: lab.activity.clone(),
        lab_hash: lab.hash.clone(),
        student: student.id().to_owned(),
        class: None,
        variant: student.seed().fingerprint(),
        networks: lab.networks.clone(),
        nodes: lab.nodes.clone(),
        addresses,
        setup: lab.setup.clone(),
    }
}
