//! The sensor of a bench: made when a check first looks from outside, removed at the end.

use tokio::sync::Mutex;

use crate::error::Explain;
use crate::i18n::Text;
use crate::model::BenchPlan;
use crate::provider::docker::{DockerError, Engine};

/// A sensor, shared by the nodes and by their clones: these stand at the same addresses.
pub struct Sensor {
    engine: Engine,
    plan: BenchPlan,
    image: String,
    id: Mutex<Option<String>>,
}

impl Sensor {
    /// Returns a sensor that is not made yet; `image` is what it will be made from.
    pub fn new(engine: &Engine, plan: &BenchPlan, image: &str) -> Self {
        Self { engine: engine.clone(), plan: plan.clone(), image: image.to_owned(), id: Mutex::default() }
    }

    /// Returns its container, made now when there is none.
    pub(super) async fn container(&self) -> Result<String, Text> {
        let mut id = self.id.lock().await;
        if let Some(id) = id.as_ref() {
            return Ok(id.clone());
        }
        let made = self.engine.start_sensor(&self.plan, &self.image).await.map_err(|error| error.text())?;
        *id = Some(made.clone());
        Ok(made)
    }

    /// Removes it, when it was made.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn remove(&self) -> Result<(), DockerError> {
        match self.id.lock().await.take() {
            Some(id) => self.engine.remove(&id).await,
            None => Ok(()),
        }
    }
}
