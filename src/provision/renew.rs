//! Clones put back to the beginning of the lab, and what a student delivers to them.

use std::collections::HashMap;

use bytes::Bytes;
use tokio::sync::Mutex;

use crate::error::Explain;
use crate::i18n::Text;
use crate::model::BenchPlan;
use crate::name::NodeName;
use crate::provider::docker::image::{Recipe, recipes};
use crate::provider::docker::node::Incarnation;
use crate::provider::docker::{DockerError, Engine};
use crate::provision::setup;
use crate::text;

/// The most that a delivery may hold, in bytes: it waits in memory.
const DELIVERY: usize = 64 * 1024 * 1024;

/// What it takes to make clones anew.
pub(super) struct Renewal {
    plan: BenchPlan,
    taken: Mutex<HashMap<(NodeName, String), Bytes>>,
}

impl Renewal {
    pub(super) fn new(plan: &BenchPlan) -> Self {
        Self { plan: plan.clone(), taken: Mutex::default() }
    }

    /// Replaces the clone `id` of a node by one made from the node's image and set up as
    /// the lab says. Returns its identifier.
    pub(super) async fn renew(&self, engine: &Engine, name: &NodeName, id: &str) -> Result<String, Text> {
        let node = self.plan.nodes.iter().find(|node| node.name == *name);
        let node = node.ok_or_else(|| text!("stage-no-node", node = name.as_str()))?;
        let made = async {
            // The bench was made from it: it is there unless somebody removed it since.
            let recipes = recipes();
            let recipe = recipes.get(node.image.as_str());
            let image = recipe.map(Recipe::reference).unwrap_or_default();
            if !engine.has_image(&image).await? {
                let reason = text!("image-unknown");
                return Err(DockerError::Image { image: node.image.to_string(), reason });
            }
            engine.remove(id).await?;
            let id = engine.create_node(&self.plan, node, &image, Incarnation::Clone).await?;
            engine.start(&id, name.as_str()).await?;
            let shell = engine.wait_ready(&id, name.as_str()).await?;
            Ok((id, shell))
        };
        let (id, shell) = made.await.map_err(|error: DockerError| error.text())?;
        setup::run(engine, &self.plan, node, (&id, &shell)).await.map_err(|error| error.text())?;
        Ok(id)
    }

    /// Keeps what is at `path` on a clone, with owners and modes.
    pub(super) async fn take(
        &self,
        engine: &Engine,
        name: &NodeName,
        id: &str,
        path: &str,
    ) -> Result<(), Text> {
        let archive = engine.take(id, name.as_str(), path, DELIVERY).await.map_err(|error| error.text())?;
        let Some(archive) = archive else {
            return Err(text!("stage-delivery", path = path, size = DELIVERY / (1024 * 1024)));
        };
        self.taken.lock().await.insert((name.clone(), path.to_owned()), archive);
        Ok(())
    }

    /// Puts what was taken on another clone, at the same path.
    pub(super) async fn give(
        &self,
        engine: &Engine,
        id: &str,
        (from, path): (&NodeName, &str),
        to: &NodeName,
    ) -> Result<(), Text> {
        let taken = self.taken.lock().await;
        let archive = taken.get(&(from.clone(), path.to_owned()));
        let archive = archive.cloned().ok_or_else(|| text!("error-no-output"))?;
        engine.give(id, to.as_str(), path, archive).await.map_err(|error| error.text())
    }
}
