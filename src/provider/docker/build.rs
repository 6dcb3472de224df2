//! Images that are not there: pulled, or built upon one another as far as they do.
//!
//! What does not build upon the same thing is built at the same time: a build waits for a
//! mirror, a disk and one processor in turn.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bollard::query_parameters::BuildImageOptionsBuilder;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use crate::i18n::Text;
use crate::provider::docker::bootstrap;
use crate::provider::docker::error::DockerError;
use crate::provider::docker::image::{Listener, NotPulled, Progress, Recipe, Sources, archive, recipes};
use crate::provider::docker::{Engine, IMAGE};
use crate::text;

impl Engine {
    /// Makes an image available and returns the name to create containers from.
    ///
    /// # Errors
    /// When it is not there, no registry gives it, and it cannot be built.
    pub async fn image(
        &self,
        name: &str,
        sources: &Sources,
        tell: Listener<'_>,
    ) -> Result<String, DockerError> {
        let mut names = self.images(&[name], sources, tell).await?;
        names.remove(name).ok_or_else(|| unknown(name))
    }

    /// Makes images available and returns, for each, the name to create containers from.
    ///
    /// # Errors
    /// When one is not there, no registry gives it, and it cannot be built.
    pub async fn images(
        &self,
        names: &[&str],
        sources: &Sources,
        tell: Listener<'_>,
    ) -> Result<BTreeMap<String, String>, DockerError> {
        let recipes = recipes();
        let mut references = BTreeMap::new();
        let mut missing: BTreeMap<&str, &Recipe> = BTreeMap::new();
        let mut registry = sources.registry.as_deref();
        for name in names {
            let recipe = recipes.get(*name).ok_or_else(|| unknown(name))?;
            references.insert((*name).to_owned(), recipe.reference());
            // From the image itself towards its ancestors: what is there, or given, is enough.
            let mut next = Some(recipe);
            while let Some(recipe) = next.filter(|recipe| !missing.contains_key(recipe.name.as_str())) {
                if self.is_given(recipe, &mut registry, tell).await? {
                    break;
                }
                missing.insert(&recipe.name, recipe);
                next = recipes.get(&recipe.parent);
            }
        }
        self.build_all(missing, &recipes, sources, tell).await?;
        Ok(references)
    }

    /// Whether an image is there, or a registry gives it.
    async fn is_given(
        &self,
        recipe: &Recipe,
        registry: &mut Option<&str>,
        tell: Listener<'_>,
    ) -> Result<bool, DockerError> {
        if self.has_image(&recipe.reference()).await? {
            return Ok(true);
        }
        let Some(prefix) = registry else { return Ok(false) };
        match self.pull(recipe, prefix, tell).await {
            Ok(()) => Ok(true),
            Err(NotPulled::Refused(_)) => Ok(false),
            Err(NotPulled::Silent) => {
                // It would be waited for again with each image.
                *registry = None;
                Ok(false)
            }
        }
    }

    /// Builds images, each once its parent is there.
    async fn build_all(
        &self,
        mut waiting: BTreeMap<&str, &Recipe>,
        recipes: &BTreeMap<String, Recipe>,
        sources: &Sources,
        tell: Listener<'_>,
    ) -> Result<(), DockerError> {
        let mut unfinished: BTreeSet<&str> = waiting.keys().copied().collect();
        let mut building = FuturesUnordered::new();
        let most = (self.facts.processors as usize).max(2);
        loop {
            let ready: Vec<&Recipe> = waiting
                .values()
                .copied()
                .filter(|recipe| !unfinished.contains(recipe.parent.as_str()))
                .take(most.saturating_sub(building.len()))
                .collect();
            for recipe in ready {
                waiting.remove(recipe.name.as_str());
                let parent = match recipes.get(&recipe.parent) {
                    Some(parent) => parent.reference(),
                    None => bootstrap::debian(self, tell).await?,
                };
                let build = async move {
                    self.build(recipe, &parent, sources, tell).await.map(|()| recipe.name.as_str())
                };
                building.push(build.boxed());
            }
            match building.next().await {
                Some(built) => unfinished.remove(built?),
                None => return Ok(()),
            };
        }
    }

    async fn build(
        &self,
        recipe: &Recipe,
        parent: &str,
        sources: &Sources,
        tell: Listener<'_>,
    ) -> Result<(), DockerError> {
        tell(Progress::Stage(text!("image-building", image = &recipe.name)));
        let failed = |reason: Text| DockerError::Image { image: recipe.name.clone(), reason };
        let context =
            archive(&recipe.files).map_err(|error| failed(text!("image-context", reason = %error)))?;
        let mut arguments = sources.proxies.clone();
        arguments.insert("PARENT".to_owned(), parent.to_owned());
        // The host's own network reaches a proxy on the host's loopback; the proxy
        // arguments are known to the engine and kept out of the image's history.
        let options = BuildImageOptionsBuilder::new()
            .t(&recipe.reference())
            .buildargs(&arguments)
            .networkmode("host")
            .labels(&HashMap::from([(IMAGE, recipe.name.as_str())]))
            .rm(true)
            .forcerm(true)
            .build();
        let mut stream = self.docker.build_image(options, None, Some(bollard::body_full(context))).boxed();
        let mut last = String::new();
        while let Some(event) = stream.next().await {
            let event =
                event.map_err(|error| failed(text!("image-build-failed", reason = %error, last = &last)))?;
            if let Some(error) = event.error_detail.and_then(|detail| detail.message) {
                return Err(failed(text!("image-build-failed", reason = error, last = &last)));
            }
            if let Some(line) =
                event.stream.map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty())
            {
                tell(Progress::Line(line.clone()));
                last = line;
            }
        }
        Ok(())
    }
}

fn unknown(name: &str) -> DockerError {
    DockerError::Image { image: name.to_owned(), reason: text!("image-unknown") }
}
