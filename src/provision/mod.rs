//! Plan → running bench, and back to nothing.
//!
//! Everything converges: a second `up` changes nothing, one after a crash finishes the
//! job. What an interrupted program left (a node under construction, clones, a sensor,
//! snapshots) is found by its labels and put right by [`recover`], with which every verb
//! that touches a bench begins.
//!
//! Rank 4: imports `provider`, `model`, `runner` (the traits it implements) and rank 0.

mod archive;
mod bounded;
mod faults;
mod renew;
mod sensor;
mod setup;
mod stage;

use std::collections::BTreeMap;

use bounded::all;
use futures_util::FutureExt;

use crate::i18n::Text;
use crate::model::{BenchPlan, Node};
use crate::provider::docker::node::{Found, Incarnation};
use crate::provider::docker::{BENCH, DockerError, Engine, NODE, ROLE_KEPT, ROLE_SNAPSHOT};
use crate::text;
use crate::transport::Shell;

pub use faults::{Cleared, FaultError, Faults, Injected, forget_faults};
pub use sensor::{SENSOR, Sensor};
pub use setup::{FIRST_BOOT, READY, SetupError, run_script, succeed};
pub use stage::{Afterwards, DockerDrills, DockerStage};

/// How many inotify instances a node takes, counted in `/proc/PID/fd` on Debian 13: five of
/// systemd and one of D-Bus. With fewer a node may boot (of 90, 37 survived a limit of 128),
/// but path units such as ours that keeps `/etc` no longer see anything.
const INOTIFY_PER_NODE: u64 = 6;

/// Listens to what takes its time.
pub type Listener<'a> = &'a (dyn Fn(Text) + Send + Sync);

/// The nodes of a bench that exist, by name.
pub type Nodes = BTreeMap<String, Found>;

/// Returns the finished nodes of a bench.
///
/// # Errors
/// When the engine does not answer.
pub async fn nodes(engine: &Engine, bench: &str) -> Result<Nodes, DockerError> {
    Ok(finished(engine.containers(&[(BENCH, bench)]).await?))
}

/// Returns those of the containers of a bench that are finished nodes.
pub fn finished(found: Vec<Found>) -> Nodes {
    found.into_iter().filter(Found::is_node).map(|node| (node.label(NODE).to_owned(), node)).collect()
}

/// Puts right what an interrupted program left of a bench. Returns whether drills had
/// been interrupted, in which case nodes that they had stopped run again.
///
/// # Errors
/// When the engine refuses.
pub async fn recover(engine: &Engine, bench: &str) -> Result<bool, DockerError> {
    let found = engine.containers(&[(BENCH, bench)]).await?;
    let (remains, mut finished): (Vec<_>, Vec<_>) = found.into_iter().partition(Found::is_remains);
    finished.retain(Found::is_node);
    let drilled = remains.iter().any(|container| container.name.ends_with(".clone"));
    remove_all(engine, &remains).await?;
    let drilled = drilled || !engine.snapshots(bench, Some(ROLE_SNAPSHOT)).await?.is_empty();
    if drilled {
        start_all(engine, &finished).await?;
        engine.remove_snapshots(bench, Some(ROLE_SNAPSHOT)).await?;
    }
    Ok(drilled)
}

/// Makes the nodes of a plan that are missing, and starts those that are stopped. The
/// networks are there already, and `images` names the image of each node.
///
/// # Errors
/// When the engine refuses, a node does not become ready, or the set-up fails. Nothing
/// half-made is kept: the next `up` starts from what was finished.
pub async fn up(
    engine: &Engine,
    plan: &BenchPlan,
    images: &BTreeMap<String, String>,
    tell: Listener<'_>,
) -> Result<(), SetupError> {
    // Where there is nothing, nothing was left: most benches of a class begin so.
    let existing = match engine.containers(&[(BENCH, &plan.bench)]).await? {
        none if none.is_empty() => Nodes::new(),
        _ => {
            recover(engine, &plan.bench).await?;
            nodes(engine, &plan.bench).await?
        }
    };
    let stopped: Vec<Found> = existing.values().filter(|node| !node.running).cloned().collect();
    start_all(engine, &stopped).await?;
    let missing: Vec<&Node> =
        plan.nodes.iter().filter(|node| !existing.contains_key(node.name.as_str())).collect();
    if missing.is_empty() {
        return Ok(());
    }
    inotify(engine, missing.len()).await?;
    // Each node is made, booted and set up on its own; all become the student's together.
    let limit = engine.facts.in_flight();
    let making = missing
        .iter()
        .map(|node| make(engine, plan, node, &images[node.image.as_str()], tell).boxed())
        .collect();
    let made = all(limit, making).await?;
    let setting_up = made.iter().map(|made| set_up(engine, plan, made, tell).boxed()).collect();
    all(limit, setting_up).await?;
    for (node, id, _) in &made {
        engine.finish_node(plan, node, id).await?;
    }
    Ok(())
}

/// A node, its container, and a shell there.
type Made<'a> = (&'a Node, String, Shell);

async fn make<'a>(
    engine: &Engine,
    plan: &BenchPlan,
    node: &'a Node,
    image: &str,
    tell: Listener<'_>,
) -> Result<Made<'a>, DockerError> {
    tell(text!("doing-create-node", node = node.name.as_str()));
    let id = engine.create_node(plan, node, image, Incarnation::Node).await?;
    engine.start(&id, node.name.as_str()).await?;
    let shell = engine.wait_ready(&id, node.name.as_str()).await?;
    Ok((node, id, shell))
}

async fn set_up(
    engine: &Engine,
    plan: &BenchPlan,
    (node, id, shell): &Made<'_>,
    tell: Listener<'_>,
) -> Result<(), SetupError> {
    tell(text!("doing-setup", node = node.name.as_str()));
    setup::run(engine, plan, node, (id, shell)).await
}

/// Shuts the nodes of a bench down and keeps their state as images. Returns the image of
/// each node.
///
/// # Errors
/// When the engine refuses.
pub async fn keep(
    engine: &Engine,
    plan: &BenchPlan,
    nodes: &Nodes,
) -> Result<BTreeMap<String, String>, DockerError> {
    stage::snapshots(engine, plan, &nodes.values().cloned().collect::<Vec<_>>(), ROLE_KEPT).await
}

/// Makes the nodes of a bench anew from the images that [`keep`] returned. What is known of
/// its faults stays.
///
/// # Errors
/// When the engine refuses or a node does not become ready.
pub async fn put_back(
    engine: &Engine,
    plan: &BenchPlan,
    kept: &BTreeMap<String, String>,
) -> Result<(), DockerError> {
    let mut found = engine.containers(&[(BENCH, &plan.bench)]).await?;
    found.retain(|container| !container.is_kept_fault());
    remove_all(engine, &found).await?;
    let making = plan
        .nodes
        .iter()
        .filter_map(|node| Some((node, kept.get(node.name.as_str())?)))
        .map(|(node, image)| make(engine, plan, node, image, &|_| {}).boxed())
        .collect();
    for (node, id, _) in all(engine.facts.in_flight(), making).await? {
        engine.finish_node(plan, node, &id).await?;
    }
    Ok(())
}

/// How often a node that ends at once is started before that is an error.
const STARTS: usize = 3;

/// Starts containers and waits until they are ready.
///
/// # Errors
/// When the engine refuses or one does not become ready.
pub async fn start_all(engine: &Engine, nodes: &[Found]) -> Result<(), DockerError> {
    all(engine.facts.in_flight(), nodes.iter().map(|node| start(engine, node).boxed()).collect()).await?;
    Ok(())
}

async fn start(engine: &Engine, node: &Found) -> Result<(), DockerError> {
    // A stop that an interrupted run asked for may still be under way: the engine finishes it
    // whoever asked, and the node that was just found running ends.
    let mut left = STARTS;
    loop {
        left -= 1;
        engine.start(&node.id, node.label(NODE)).await?;
        match engine.wait_ready(&node.id, node.label(NODE)).await {
            Err(DockerError::Died { .. }) if left > 0 => {}
            ended => return ended.map(drop),
        }
    }
}

/// Shuts containers down.
///
/// # Errors
/// When the engine refuses.
pub async fn stop_all(engine: &Engine, nodes: &[Found]) -> Result<(), DockerError> {
    let stopping = nodes.iter().map(|node| engine.stop(&node.id, node.label(NODE)).boxed()).collect();
    all(engine.facts.in_flight(), stopping).await?;
    Ok(())
}

/// Removes containers.
///
/// # Errors
/// When the engine refuses.
pub async fn remove_all(engine: &Engine, nodes: &[Found]) -> Result<(), DockerError> {
    all(engine.facts.in_flight(), nodes.iter().map(|node| engine.remove(&node.id).boxed()).collect()).await?;
    Ok(())
}

/// Removes all that a bench is: containers, snapshots, volumes, networks. Returns whether there was
/// anything.
///
/// # Errors
/// When the engine refuses.
pub async fn down(engine: &Engine, bench: &str) -> Result<bool, DockerError> {
    let found = engine.containers(&[(BENCH, bench)]).await?;
    remove_all(engine, &found).await?;
    engine.remove_snapshots(bench, None).await?;
    engine.remove_cgroups(bench);
    engine.remove_own_toolboxes(bench).await?;
    let networks = engine.remove_networks(bench).await?;
    Ok(!found.is_empty() || networks > 0)
}

/// Refuses to make nodes that the kernel would let die without a word.
async fn inotify(engine: &Engine, more: usize) -> Result<(), DockerError> {
    if !engine.facts.local() {
        return Ok(());
    }
    let Some(limit) = kernel_limit("fs/inotify/max_user_instances") else { return Ok(()) };
    let running = engine.containers(&[(BENCH, "")]).await?.iter().filter(|node| node.running).count();
    let needed = inotify_needed((running + more) as u64);
    if needed > limit { Err(DockerError::Inotify { needed, limit }) } else { Ok(()) }
}

/// Reads a limit of this kernel, as sysctl(8) names it but with slashes.
pub fn kernel_limit(name: &str) -> Option<u64> {
    std::fs::read_to_string(format!("/proc/sys/{name}")).ok()?.trim().parse().ok()
}

/// How many inotify instances benches of this many nodes need.
pub fn inotify_needed(nodes: u64) -> u64 {
    nodes.saturating_mul(INOTIFY_PER_NODE)
}
