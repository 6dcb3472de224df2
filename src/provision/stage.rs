//! The machines of a bench as the runner sees them: the nodes themselves, or clones.

use std::collections::{BTreeMap, HashMap};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use crate::check::{Act, Place};
use crate::error::Explain;
use crate::i18n::Text;
use crate::model::{BenchPlan, Node};
use crate::provider::docker::node::{Found, Incarnation};
use crate::provider::docker::{DockerError, Engine, NODE};
use crate::provision::bounded::all;
use crate::provision::{Nodes, start_all, stop_all};
use crate::runner::{Drills, Stage};
use crate::text;
use crate::transport::Shell;

/// Machines of a bench, each with one open shell.
pub struct DockerStage {
    engine: Engine,
    plan: BenchPlan,
    sensor_image: Option<String>,
    ids: HashMap<String, String>,
    shells: Mutex<HashMap<Place, Shell>>,
    sensor: Mutex<Option<String>>,
}

impl DockerStage {
    /// Returns the nodes of a bench; `sensor_image` is what a sensor is made from.
    pub fn new(engine: &Engine, plan: &BenchPlan, sensor_image: Option<String>, nodes: &Nodes) -> Self {
        let ids = nodes.iter().map(|(name, node)| (name.clone(), node.id.clone())).collect();
        Self::of(engine, plan, sensor_image, ids)
    }

    fn of(
        engine: &Engine,
        plan: &BenchPlan,
        sensor_image: Option<String>,
        ids: HashMap<String, String>,
    ) -> Self {
        Self {
            engine: engine.clone(),
            plan: plan.clone(),
            sensor_image,
            ids,
            shells: Mutex::default(),
            sensor: Mutex::default(),
        }
    }

    /// Removes the sensor, when one was made.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn close(&self) -> Result<(), DockerError> {
        match self.sensor.lock().await.take() {
            Some(id) => self.engine.remove(&id).await,
            None => Ok(()),
        }
    }

    async fn container(&self, place: &Place) -> Result<String, Text> {
        match place {
            Place::Node(node) => self
                .ids
                .get(node.as_str())
                .cloned()
                .ok_or_else(|| text!("stage-no-node", node = node.as_str())),
            Place::Sensor => {
                let mut sensor = self.sensor.lock().await;
                if let Some(id) = sensor.as_ref() {
                    return Ok(id.clone());
                }
                let image = self.sensor_image.as_deref().ok_or_else(|| text!("stage-no-sensor"))?;
                let id = self.engine.start_sensor(&self.plan, image).await.map_err(|error| error.text())?;
                *sensor = Some(id.clone());
                Ok(id)
            }
        }
    }
}

impl Stage for DockerStage {
    fn shell<'a>(&'a self, place: &'a Place) -> BoxFuture<'a, Result<Shell, Text>> {
        async move {
            if let Some(shell) = self.shells.lock().await.get(place) {
                return Ok(shell.clone());
            }
            let id = self.container(place).await?;
            let mut shells = self.shells.lock().await;
            let shell =
                shells.entry(place.clone()).or_insert_with(|| self.engine.shell(&id, &place.to_string()));
            Ok(shell.clone())
        }
        .boxed()
    }

    fn power<'a>(&'a self, place: &'a Place, act: &'a Act) -> BoxFuture<'a, Result<(), Text>> {
        async move {
            let id = self.container(place).await?;
            let name = place.to_string();
            // A shell does not survive its machine.
            self.shells.lock().await.remove(place);
            let done = async {
                if matches!(act, Act::Stop | Act::Restart) {
                    self.engine.stop(&id, &name).await?;
                }
                if matches!(act, Act::Start | Act::Restart) {
                    self.engine.start(&id, &name).await?;
                    self.engine.wait_ready(&id, &name).await?;
                }
                Ok::<(), DockerError>(())
            };
            done.await.map_err(|error| error.text())
        }
        .boxed()
    }
}

/// Gives each drill its clones.
///
/// The nodes are shut down and kept as images the first time that clones are asked for;
/// they are neither changed nor removed. [`DockerDrills::end`] starts them again.
pub struct DockerDrills {
    engine: Engine,
    plan: BenchPlan,
    sensor_image: Option<String>,
    nodes: Vec<Found>,
    snapshots: Mutex<BTreeMap<String, String>>,
    clones: Mutex<Vec<String>>,
}

impl DockerDrills {
    /// Returns drills on the nodes of a bench.
    pub fn new(engine: &Engine, plan: &BenchPlan, sensor_image: Option<String>, nodes: &Nodes) -> Self {
        Self {
            engine: engine.clone(),
            plan: plan.clone(),
            sensor_image,
            nodes: nodes.values().cloned().collect(),
            snapshots: Mutex::default(),
            clones: Mutex::default(),
        }
    }

    /// Removes the clones and starts the nodes again, when there were any drills.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn end(&self) -> Result<(), DockerError> {
        let mut snapshots = self.snapshots.lock().await;
        if snapshots.is_empty() {
            return Ok(());
        }
        self.discard().await?;
        start_all(&self.engine, &self.nodes).await?;
        self.engine.remove_snapshots(&self.plan.bench).await?;
        snapshots.clear();
        Ok(())
    }

    async fn discard(&self) -> Result<(), DockerError> {
        let mut clones = self.clones.lock().await;
        all(self.engine.facts.in_flight(), clones.iter().map(|id| self.engine.remove(id).boxed()).collect())
            .await?;
        clones.clear();
        Ok(())
    }

    async fn take_snapshots(&self) -> Result<BTreeMap<String, String>, DockerError> {
        let mut snapshots = self.snapshots.lock().await;
        if snapshots.is_empty() {
            stop_all(&self.engine, &self.nodes).await?;
            let taking = self.nodes.iter().map(|node| self.take_snapshot(node).boxed()).collect();
            snapshots.extend(all(self.engine.facts.in_flight(), taking).await?);
        }
        Ok(snapshots.clone())
    }

    async fn take_snapshot(&self, node: &Found) -> Result<(String, String), DockerError> {
        let name = node.label(NODE).to_owned();
        let image = self.engine.snapshot(&self.plan, &node.id, &name).await?;
        Ok((name, image))
    }

    async fn make_clone(&self, node: &Node, image: &str) -> Result<(String, String), DockerError> {
        let name = node.name.as_str();
        let id = self.engine.create_node(&self.plan, node, image, Incarnation::Clone).await?;
        self.clones.lock().await.push(id.clone());
        self.engine.start(&id, name).await?;
        self.engine.wait_ready(&id, name).await?;
        Ok((name.to_owned(), id))
    }

    async fn make_clones(&self) -> Result<DockerStage, DockerError> {
        let snapshots = self.take_snapshots().await?;
        self.discard().await?;
        let making = self
            .plan
            .nodes
            .iter()
            .filter_map(|node| Some(self.make_clone(node, snapshots.get(node.name.as_str())?).boxed()))
            .collect();
        let made = all(self.engine.facts.in_flight(), making).await?;
        Ok(DockerStage::of(&self.engine, &self.plan, self.sensor_image.clone(), made.into_iter().collect()))
    }
}

impl Drills for DockerDrills {
    fn clones(&self) -> BoxFuture<'_, Result<Box<dyn Stage>, Text>> {
        async move {
            match self.make_clones().await {
                Ok(stage) => Ok(Box::new(stage) as Box<dyn Stage>),
                Err(error) => Err(error.text()),
            }
        }
        .boxed()
    }
}
