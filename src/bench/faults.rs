//! The faults of a bench.

use std::sync::Arc;

use crate::bench::{Bench, BenchError, Site};
use crate::fault::Fault;
use crate::name::{CheckId, NodeName};
use crate::provider::docker::image::Listener;
use crate::provision::{Cleared, DockerStage, FaultError, Faults, Injected, Nodes, SENSOR, Sensor};

/// The machines of a bench while faults are made on them.
pub struct Hands<'a> {
    site: &'a Site,
    bench: &'a Bench,
    stage: DockerStage,
    sensor: Arc<Sensor>,
    image: String,
}

impl Site {
    /// Begins to work on the faults of a bench.
    ///
    /// # Errors
    /// When the image of what stands beside nodes cannot be had.
    pub async fn hands<'a>(
        &'a self,
        bench: &'a Bench,
        nodes: &Nodes,
        tell: Listener<'_>,
    ) -> Result<Hands<'a>, BenchError> {
        let image = self.engine.image(SENSOR, &self.sources, tell).await?;
        let sensor = Arc::new(Sensor::new(&self.engine, &bench.plan, &self.sources));
        let stage = DockerStage::new(&self.engine, &sensor, nodes);
        Ok(Hands { site: self, bench, stage, sensor, image })
    }

    /// Returns what was injected into a bench.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn injected(&self, bench: &str) -> Result<Vec<Injected>, BenchError> {
        Ok(Faults::list(&self.engine, bench).await?)
    }

    /// Takes back what an interruption left half-made or half-undone of faults.
    pub(super) async fn finish_faults(&self, bench: &Bench, nodes: &Nodes) -> Result<(), BenchError> {
        let mut left = self.injected(&bench.plan.bench).await?;
        left.retain(|injected| injected.unfinished);
        if left.is_empty() {
            return Ok(());
        }
        let hands = self.hands(bench, nodes, &|_| {}).await?;
        for injected in &left {
            if let Err(error) = hands.clear(injected).await {
                tracing::warn!(%error, "what was left of a fault could not be undone");
            }
        }
        hands.end().await
    }
}

impl Hands<'_> {
    fn faults(&self) -> Faults<'_> {
        Faults { engine: &self.site.engine, plan: &self.bench.plan, stage: &self.stage, image: &self.image }
    }

    /// Makes a fault. Returns whether it was not there already.
    ///
    /// # Errors
    /// When it cannot be made; nothing is left of it then.
    pub async fn inject(&self, id: &CheckId, node: &NodeName, fault: &Fault) -> Result<bool, FaultError> {
        self.faults().inject(id, node, fault).await
    }

    /// Takes a fault back.
    ///
    /// # Errors
    /// When it cannot be; it is still listed then.
    pub async fn clear(&self, injected: &Injected) -> Result<Cleared, FaultError> {
        self.faults().undo(injected).await
    }

    /// Removes what was made beside the nodes.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn end(self) -> Result<(), BenchError> {
        Ok(self.sensor.remove().await?)
    }
}
