//! What works still works after a restart.
//!
//! A service that was started and not enabled, a route typed and not written, a mount
//! missing from `fstab`: all of these pass every other check and are gone the next day.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::{Act, Check, Level, Place, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::{CheckId, NodeName};
use crate::text;

/// Restarts nodes (clones of them), then runs other checks again: all of them should
/// pass. Give it the same checks in `needs`, so that it is skipped while they fail anyway.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Persist {
    /// The nodes that are restarted, one after another; the node of `on` when nothing is
    /// said.
    #[serde(default)]
    pub restart: Vec<Located<NodeName>>,
    /// The checks that should pass afterwards, at least one; none of level `full`. Each
    /// is tried until it passes, for as long as its own `within`, 20s when it has none.
    pub then: Vec<Located<CheckId>>,
}

impl Check for Persist {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let restart = |place: Place| Probe { place, act: Act::Restart };
        if self.restart.is_empty() {
            return vec![restart(scene.on.clone())];
        }
        self.restart.iter().map(|node| restart(Place::Node(node.value.clone()))).collect()
    }

    /// The checks of `then` decide; they come after this verdict.
    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let restarted = outputs.len() == self.restart.len().max(1);
        if !restarted || outputs.iter().any(|output| output.status() != Some(0)) {
            return Verdict::Error(text!("error-restart"));
        }
        Verdict::Pass
    }

    fn level(&self) -> Level {
        Level::Full
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        self.restart.iter().collect()
    }

    fn wants_node(&self) -> bool {
        self.restart.is_empty()
    }

    /// Without checks to run again, it would pass whatever was lost.
    fn problems(&self) -> Vec<Text> {
        self.then.is_empty().then(|| text!("problem-persist-empty")).into_iter().collect()
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}

#[cfg(test)]
mod tests {
    use super::Persist;
    use crate::check::{Act, Check, Place, Scene};

    fn persist(yaml: &str) -> Persist {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn it_cannot_pass_without_looking_at_anything() {
        assert_eq!(persist("{ then: [] }").problems().len(), 1);
        assert!(persist("{ then: [web] }").problems().is_empty());
        assert!(serde_saphyr::from_str::<Persist>("{ restart: [prod] }").is_err());
    }

    #[test]
    fn the_node_that_is_looked_at_is_restarted_when_none_is_named() {
        let on = Place::Node("prod".parse().unwrap());
        let scene = Scene { on: on.clone(), timeout: std::time::Duration::from_secs(1), nonce: String::new() };
        let probes = persist("{ then: [web] }").probes(&scene);
        assert_eq!((probes[0].place.clone(), probes[0].act.clone()), (on, Act::Restart));
        assert!(!persist("{ restart: [a, b], then: [web] }").wants_node());
    }
}
