//! The sensor of a bench: made when a check first looks from outside, removed at the end.
//! Its image is fetched then too: it is large, and many a lab never looks from outside.

use std::collections::HashMap;

use tokio::sync::Mutex;

use crate::error::Explain;
use crate::fault::Where;
use crate::i18n::Text;
use crate::model::BenchPlan;
use crate::provider::docker::image::Sources;
use crate::provider::docker::{DockerError, Engine};

/// The image of sensors.
pub const SENSOR: &str = "sonde";

/// A sensor, shared by the nodes and by their clones: these stand at the same addresses.
pub struct Sensor {
    engine: Engine,
    plan: BenchPlan,
    sources: Sources,
    id: Mutex<Option<String>>,
    /// Those that stand beside a container of a node, by its identifier.
    beside: Mutex<HashMap<(String, Where), String>>,
}

impl Sensor {
    /// Returns a sensor that is not made yet; `sources` is where its image may come from.
    pub fn new(engine: &Engine, plan: &BenchPlan, sources: &Sources) -> Self {
        Self {
            engine: engine.clone(),
            plan: plan.clone(),
            sources: sources.clone(),
            id: Mutex::default(),
            beside: Mutex::default(),
        }
    }

    /// The bench that it looks at.
    pub(super) fn bench(&self) -> &str {
        &self.plan.bench
    }

    /// Returns its container, made now when there is none.
    pub(super) async fn container(&self) -> Result<String, Text> {
        let mut id = self.id.lock().await;
        if let Some(id) = id.as_ref() {
            return Ok(id.clone());
        }
        let made = self.start().await.map_err(|error| error.text())?;
        *id = Some(made.clone());
        Ok(made)
    }

    /// Returns the container beside the container `id` of a node, made now when there is
    /// none.
    pub(super) async fn beside(&self, node: &str, id: &str, place: Where) -> Result<String, Text> {
        let mut beside = self.beside.lock().await;
        let key = (id.to_owned(), place);
        if let Some(container) = beside.get(&key) {
            return Ok(container.clone());
        }
        let made = self.start_beside(node, id, place).await.map_err(|error| error.text())?;
        beside.insert(key, made.clone());
        Ok(made)
    }

    async fn start(&self) -> Result<String, DockerError> {
        let image = self.engine.image(SENSOR, &self.sources, &|_| {}).await?;
        self.engine.start_sensor(&self.plan, &image).await
    }

    async fn start_beside(&self, node: &str, id: &str, place: Where) -> Result<String, DockerError> {
        let image = self.engine.image(SENSOR, &self.sources, &|_| {}).await?;
        self.engine.start_beside(&self.plan, &image, node, id, place).await
    }

    /// Removes what stands beside the container `id`.
    pub(super) async fn leave(&self, id: &str) -> Result<(), DockerError> {
        let mut beside = self.beside.lock().await;
        for place in [Where::Network, Where::Mounts] {
            if let Some(container) = beside.remove(&(id.to_owned(), place)) {
                self.engine.remove(&container).await?;
            }
        }
        Ok(())
    }

    /// Removes it, and what stands beside nodes, when they were made.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn remove(&self) -> Result<(), DockerError> {
        for (_, container) in self.beside.lock().await.drain() {
            self.engine.remove(&container).await?;
        }
        match self.id.lock().await.take() {
            Some(id) => self.engine.remove(&id).await,
            None => Ok(()),
        }
    }
}
