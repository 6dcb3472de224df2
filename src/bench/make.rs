//! How a bench comes up.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::bench::{Bench, BenchError, Site, lab_changed, same_values};
use crate::individual::Student;
use crate::load::LabFile;
use crate::model::Lab;
use crate::provider::docker::address::candidates;
use crate::provider::docker::image::{Listener, Progress};
use crate::provider::docker::node::bench_labels;
use crate::provider::docker::{BENCH, CLASS, toolbox};
use crate::provision::{self, Nodes, SENSOR};

/// A bench that is up.
pub struct Made {
    /// It.
    pub bench: Bench,
    /// Whether it was up already, whole and running.
    pub already: bool,
    /// Whether the lab is another than when nodes of it were made.
    pub outdated: bool,
}

/// The images that a lab needs, which the engine has: reference by name.
pub type Images = BTreeMap<String, String>;

impl Site {
    /// Makes what is missing of a bench and starts what is stopped.
    ///
    /// # Errors
    /// When the lab is wrong, or the engine or the set-up fails; what was finished stays,
    /// what was not is removed.
    pub async fn up(&self, file: LabFile, student: Student, tell: Listener<'_>) -> Result<Bench, BenchError> {
        // Mistakes of the lab come out before anything is made.
        let addresses = file.specimen_addresses();
        let draft = Bench::new(file, student, addresses)?;
        let found = provision::nodes(&self.engine, &draft.plan.bench).await?;
        same_values(&draft.plan, &found)?;
        let images = self.prepare(&draft.lab, tell).await?;
        Ok(self.make(draft, &images, &BTreeMap::new(), tell).await?.bench)
    }

    /// Makes sure that the engine has the images of a lab.
    ///
    /// # Errors
    /// When one can neither be fetched nor built.
    pub async fn prepare(&self, lab: &Lab, tell: Listener<'_>) -> Result<Images, BenchError> {
        let sensor = lab.looks_from_outside().then_some(SENSOR);
        let wanted = lab.nodes.iter().map(|node| node.image.as_str()).chain(sensor).chain([toolbox::IMAGE]);
        let images = self.engine.images(&wanted.collect::<Vec<_>>(), &self.sources, tell).await?;
        self.engine.make_toolbox(&self.sources, tell).await?;
        Ok(images)
    }

    /// Makes a bench, at any addresses, real, from images that [`prepare`](Self::prepare)
    /// returned. Its networks get the `planned` subnets where these are still free.
    ///
    /// # Errors
    /// As for [`up`](Self::up).
    pub async fn make(
        &self,
        draft: Bench,
        images: &Images,
        planned: &BTreeMap<String, Ipv4Net>,
        tell: Listener<'_>,
    ) -> Result<Made, BenchError> {
        let name = draft.plan.bench.clone();
        let all = self.engine.containers(&[(BENCH, &name)]).await?;
        let fresh = all.is_empty();
        let found = provision::finished(all);
        same_values(&draft.plan, &found)?;
        let class = self.class_of(&name, &found).await?;
        let mut labels = bench_labels(&draft.plan);
        labels.extend(class.iter().map(|class| (CLASS.to_owned(), class.clone())));
        let subnets =
            self.engine.make_networks(&name, &labels, &draft.lab.networks, self.range, planned).await?;
        let mut bench = match subnets == draft.plan.addresses.subnets {
            true => draft,
            false => {
                let Bench { file, student, .. } = draft;
                let addresses = file.addresses(subnets);
                Bench::new(file, student, addresses)?
            }
        };
        bench.plan.class = class;
        let whole =
            bench.plan.nodes.iter().all(|node| found.get(node.name.as_str()).is_some_and(|n| n.running));
        let made =
            provision::up(&self.engine, &bench.plan, images, &|stage| tell(Progress::Stage(stage))).await;
        if let Err(error) = made {
            // What went wrong first is what matters.
            if let Err(error) = provision::recover(&self.engine, &name).await {
                tracing::warn!(%error, "what was half-made could not be removed");
            }
            return Err(error.into());
        }
        if !fresh {
            self.finish_faults(&bench, &provision::nodes(&self.engine, &name).await?).await?;
        }
        let outdated = lab_changed(&bench, &found);
        Ok(Made { bench, already: whole, outdated })
    }

    /// The class that a bench is part of: a reset keeps it.
    async fn class_of(&self, bench: &str, found: &Nodes) -> Result<Option<String>, BenchError> {
        let told = |class: &str| (!class.is_empty()).then(|| class.to_owned());
        if let Some(class) = self.class.clone().or_else(|| told(found.values().next()?.label(CLASS))) {
            return Ok(Some(class));
        }
        if !found.is_empty() {
            return Ok(None);
        }
        let networks = self.engine.bench_networks().await?;
        Ok(networks.iter().find(|(name, _)| name == bench).and_then(|(_, network)| told(&network.class)))
    }
}

/// Chooses subnets for the networks of a bench that have none, clear of those in use, and
/// adds them to these. `networks` has the length of each prefix, `subnets` what there is.
/// Returns the first network for which none is free.
///
/// # Errors
/// The name of that network.
pub fn foresee(
    range: Ipv4Net,
    bench: &str,
    networks: &[(String, u8)],
    subnets: &mut BTreeMap<String, Ipv4Net>,
    used: &mut Vec<Ipv4Net>,
) -> Result<(), String> {
    for (name, prefix) in networks {
        if subnets.contains_key(name) {
            continue;
        }
        let next = candidates(range, *prefix, bench, name, used).next();
        let subnet = next.ok_or_else(|| name.clone())?;
        used.push(subnet);
        subnets.insert(name.clone(), subnet);
    }
    Ok(())
}
