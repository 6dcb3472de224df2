//! The machines of a bench as the runner sees them: the nodes themselves, or clones.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use crate::check::{Act, Place};
use crate::error::Explain;
use crate::fault::Where;
use crate::i18n::Text;
use crate::model::{BenchPlan, Node};
use crate::name::{CheckId, NodeName};
use crate::provider::docker::node::{Found, Incarnation};
use crate::provider::docker::{BENCH, DockerError, Engine, FAULT, NODE, ROLE, ROLE_CLONE, ROLE_SNAPSHOT};
use crate::provision::bounded::all;
use crate::provision::renew::Renewal;
use crate::provision::sensor::Sensor;
use crate::provision::{Nodes, remove_all, start_all, stop_all};
use crate::runner::{Drills, Stage};
use crate::text;
use crate::transport::Shell;

/// Machines of a bench, each with one open shell.
pub struct DockerStage {
    engine: Engine,
    sensor: Arc<Sensor>,
    ids: Mutex<HashMap<String, String>>,
    shells: Mutex<HashMap<Place, Shell>>,
    /// Clones can be made anew; the student's nodes cannot.
    renewal: Option<Renewal>,
}

impl DockerStage {
    /// Returns the nodes of a bench, looked at from outside through `sensor`.
    pub fn new(engine: &Engine, sensor: &Arc<Sensor>, nodes: &Nodes) -> Self {
        Self::of(engine, sensor, nodes.iter().map(|(name, node)| (name.clone(), node.id.clone())).collect())
    }

    fn of(engine: &Engine, sensor: &Arc<Sensor>, ids: HashMap<String, String>) -> Self {
        Self {
            engine: engine.clone(),
            sensor: Arc::clone(sensor),
            ids: Mutex::new(ids),
            shells: Mutex::default(),
            renewal: None,
        }
    }

    /// Makes a clone anew, or carries a delivery from one to another.
    async fn deliver(&self, node: &NodeName, id: &str, act: &Act) -> Result<(), Text> {
        let Some(renewal) = &self.renewal else { return Err(text!("stage-no-clone")) };
        match act {
            Act::Take { path } => renewal.take(&self.engine, node, id, path).await,
            Act::Give { from, path } => renewal.give(&self.engine, id, (from, path), node).await,
            _ => {
                let made = renewal.renew(&self.engine, node, id).await?;
                self.ids.lock().await.insert(node.to_string(), made);
                Ok(())
            }
        }
    }

    async fn node(&self, node: &NodeName) -> Result<String, Text> {
        let id = self.ids.lock().await.get(node.as_str()).cloned();
        id.ok_or_else(|| text!("stage-no-node", node = node.as_str()))
    }

    async fn beside(&self, node: &NodeName, place: Where) -> Result<String, Text> {
        self.sensor.beside(node.as_str(), &self.node(node).await?, place).await
    }

    async fn injected(&self, fault: &CheckId) -> Result<(), Text> {
        let bench = self.sensor.bench();
        let kept = self.engine.kept_faults(bench).await.map_err(|error| error.text())?;
        if kept.iter().any(|kept| kept.label(FAULT) == fault.as_str()) {
            return Ok(());
        }
        Err(text!("error-fault-absent", id = fault.as_str()))
    }

    async fn container(&self, place: &Place) -> Result<String, Text> {
        match place {
            Place::Node(node) => self.node(node).await,
            Place::Sensor => self.sensor.container().await,
            Place::Network(node) => self.beside(node, Where::Network).await,
            Place::Mounts(node) => self.beside(node, Where::Mounts).await,
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
            let name = place.to_string();
            // One look at the toolbox is enough for all checks that begin at the same time.
            let mut shells = self.shells.lock().await;
            if let Some(shell) = shells.get(place) {
                return Ok(shell.clone());
            }
            // The sensor is ours, and so are its programs; a node's may lie.
            let open = match place {
                Place::Sensor => Engine::shell,
                Place::Network(_) | Place::Mounts(_) => Engine::shell_beside,
                Place::Node(_) => {
                    self.engine.trust_toolbox(&id, &name).await?;
                    Engine::probing_shell
                }
            };
            let shell = open(&self.engine, &id, &name);
            shells.insert(place.clone(), shell.clone());
            Ok(shell)
        }
        .boxed()
    }

    fn power<'a>(&'a self, place: &'a Place, act: &'a Act) -> BoxFuture<'a, Result<(), Text>> {
        async move {
            if let Act::Injected(fault) = act {
                return self.injected(fault).await;
            }
            let Place::Node(node) = place else { return Err(text!("stage-no-power")) };
            let id = self.node(node).await?;
            let name = place.to_string();
            if matches!(act, Act::Take { .. } | Act::Give { .. }) {
                return self.deliver(node, &id, act).await;
            }
            let done = async {
                match act {
                    Act::Pause => return self.engine.pause(&id, &name).await,
                    Act::Resume => return self.engine.resume(&id, &name).await,
                    _ => {}
                }
                // A shell does not survive its machine, nor do those that stand beside it.
                let of_node = |other: &Place| {
                    matches!(other, Place::Node(other) | Place::Network(other) | Place::Mounts(other)
                        if other == node)
                };
                self.shells.lock().await.retain(|other, _| !of_node(other));
                self.sensor.leave(&id).await?;
                if matches!(act, Act::Stop | Act::Restart) {
                    self.engine.stop(&id, &name).await?;
                }
                if matches!(act, Act::Start | Act::Restart) {
                    self.engine.start(&id, &name).await?;
                    self.engine.wait_ready(&id, &name).await?;
                }
                Ok::<(), DockerError>(())
            };
            done.await.map_err(|error| error.text())?;
            match act {
                Act::Renew => self.deliver(node, &id, act).await,
                _ => Ok(()),
            }
        }
        .boxed()
    }
}

/// What becomes of the nodes that drills shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// They run again, for their student.
    Resume,
    /// They stay as they are, since they are about to be removed.
    Leave,
}

/// A node's snapshot and the clone that was made of it.
struct Twin {
    node: String,
    image: String,
    clone: String,
}

/// Gives drills their clones.
///
/// The nodes are shut down and kept as images the first time that clones are asked for;
/// they are neither changed nor removed. [`DockerDrills::end`] can start them again.
pub struct DockerDrills {
    engine: Engine,
    plan: BenchPlan,
    sensor: Arc<Sensor>,
    nodes: Vec<Found>,
    /// The image of each node, once the nodes were shut down; empty until all could be kept.
    snapshots: Mutex<Option<BTreeMap<String, String>>>,
}

impl DockerDrills {
    /// Returns drills on the nodes of a bench.
    pub fn new(engine: &Engine, plan: &BenchPlan, sensor: &Arc<Sensor>, nodes: &Nodes) -> Self {
        Self {
            engine: engine.clone(),
            plan: plan.clone(),
            sensor: Arc::clone(sensor),
            nodes: nodes.values().cloned().collect(),
            snapshots: Mutex::default(),
        }
    }

    /// Removes the clones, when there were any drills, and does with the nodes what is said.
    ///
    /// # Errors
    /// When the engine refuses; the next verb on this bench tries again.
    pub async fn end(&self, afterwards: Afterwards) -> Result<(), DockerError> {
        let mut snapshots = self.snapshots.lock().await;
        if snapshots.is_none() {
            return Ok(());
        }
        self.discard().await?;
        // In this order: as long as there are snapshots, `recover` starts the nodes.
        start_all(&self.engine, if afterwards == Afterwards::Resume { &self.nodes } else { &[] }).await?;
        self.engine.remove_snapshots(&self.plan.bench, Some(ROLE_SNAPSHOT)).await?;
        *snapshots = None;
        Ok(())
    }

    /// Removes the clones. They are looked up: one whose making broke off is there too.
    async fn discard(&self) -> Result<(), DockerError> {
        let clones = self.engine.containers(&[(BENCH, &self.plan.bench), (ROLE, ROLE_CLONE)]).await?;
        remove_all(&self.engine, &clones).await?;
        // Those of nodes are in use and stay.
        self.engine.remove_own_toolboxes(&self.plan.bench).await
    }

    /// Makes the clone of a node, and before that its snapshot unless there is one.
    async fn make_clone(
        &self,
        node: &Node,
        original: &Found,
        snapshot: Option<String>,
    ) -> Result<Twin, DockerError> {
        let name = node.name.as_str();
        let image = match snapshot {
            Some(image) => image,
            None => self.engine.snapshot(&self.plan, &original.id, name, ROLE_SNAPSHOT).await?,
        };
        let clone = self.engine.create_node(&self.plan, node, &image, Incarnation::Clone).await?;
        self.engine.start(&clone, name).await?;
        self.engine.wait_ready(&clone, name).await?;
        Ok(Twin { node: name.to_owned(), image, clone })
    }

    async fn make_clones(&self) -> Result<DockerStage, DockerError> {
        let mut taken = self.snapshots.lock().await;
        let snapshots = taken.get_or_insert_default();
        if snapshots.is_empty() {
            // A program that is killed while the nodes stop would leave nothing that tells
            // `recover` to start them: one snapshot, which no clone is made of, is there before.
            if let Some(first) = self.nodes.first() {
                self.engine.snapshot(&self.plan, &first.id, first.label(NODE), ROLE_SNAPSHOT).await?;
            }
            // All stop before the first is kept, so that the states belong together.
            stop_all(&self.engine, &self.nodes).await?;
        }
        self.discard().await?;
        let mut making = Vec::new();
        for original in &self.nodes {
            let name = original.label(NODE);
            let Some(node) = self.plan.nodes.iter().find(|node| node.name.as_str() == name) else { continue };
            making.push(self.make_clone(node, original, snapshots.get(name).cloned()).boxed());
        }
        let twins = all(self.engine.facts.in_flight(), making).await?;
        let mut ids = HashMap::new();
        for twin in twins {
            ids.insert(twin.node.clone(), twin.clone);
            snapshots.insert(twin.node, twin.image);
        }
        let stage = DockerStage::of(&self.engine, &self.sensor, ids);
        Ok(DockerStage { renewal: Some(Renewal::new(&self.plan)), ..stage })
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

/// Shuts nodes down and keeps the state of each as an image of this role.
pub(super) async fn snapshots(
    engine: &Engine,
    plan: &BenchPlan,
    nodes: &[Found],
    role: &str,
) -> Result<BTreeMap<String, String>, DockerError> {
    stop_all(engine, nodes).await?;
    let taking = nodes.iter().map(|node| snapshot(engine, plan, node, role).boxed()).collect();
    Ok(all(engine.facts.in_flight(), taking).await?.into_iter().collect())
}

async fn snapshot(
    engine: &Engine,
    plan: &BenchPlan,
    node: &Found,
    role: &str,
) -> Result<(String, String), DockerError> {
    let name = node.label(NODE).to_owned();
    let image = engine.snapshot(plan, &node.id, &name, role).await?;
    Ok((name, image))
}
