//! How a node is given control groups that its systemd can write to, and nothing more.
//!
//! systemd makes a group for each service. What it writes to must not reach beyond the node
//! (the student is root there), and must not take a privilege that the student could keep:
//! the first program of a node stands in the node, where its root can replace it before the
//! next start. So there is no SYS_ADMIN, except where the engine itself has no privilege.

use std::path::PathBuf;

use bollard::models::{HostConfig, HostConfigCgroupnsModeEnum, Mount, MountType};
use sha2::{Digest, Sha256};

use crate::provider::docker::engine::Facts;

/// Where control groups are mounted.
const ROOT: &str = "/sys/fs/cgroup";
/// The hierarchy of version 1 that systemd follows processes in. It has no controllers.
const NAMED: &str = "/sys/fs/cgroup/systemd";

/// How systemd gets what it writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cgroups {
    /// The engine sees to it: Podman, which knows containers of systemd by their command,
    /// and Docker with remapped users, whose groups are writable anyway.
    Engine,
    /// Docker 28.0 makes the node's own tree writable when asked (`writable-cgroups`).
    Writable,
    /// The groups of a bench stand under one of their own, which alone is writable.
    Parent,
    /// Rootless Docker refuses `writable-cgroups`: the first process of a node mounts its own
    /// tree, with a SYS_ADMIN that is worth nothing outside the engine's user namespace.
    Mounted,
    /// Nothing works: of version 1, an engine without root controls nothing; nor does one of
    /// version 2 that was started outside a session of systemd (its driver is `none`).
    Impossible,
}

impl Facts {
    /// Chooses how systemd gets its groups.
    pub fn cgroups(&self) -> Cgroups {
        if self.podman {
            return Cgroups::Engine;
        }
        match (self.cgroup2, self.rootless, self.remapped) {
            (true, true, _) if self.cgroup_driver == "none" => Cgroups::Impossible,
            (true, true, _) => Cgroups::Mounted,
            (true, false, true) => Cgroups::Engine,
            // Older versions refuse an option that they do not know.
            (true, false, false) if self.api >= (1, 48) => Cgroups::Writable,
            (_, false, false) => Cgroups::Parent,
            (false, _, _) => Cgroups::Impossible,
        }
    }
}

/// Completes the settings of a node's container.
pub(super) fn grant(config: &mut HostConfig, facts: &Facts, bench: &str) {
    let private = |config: &mut HostConfig| {
        config.cgroupns_mode = facts.cgroup2.then_some(HostConfigCgroupnsModeEnum::PRIVATE);
    };
    match facts.cgroups() {
        Cgroups::Engine | Cgroups::Impossible => private(config),
        Cgroups::Writable => {
            private(config);
            config.security_opt.get_or_insert_default().push("writable-cgroups=true".to_owned());
        }
        Cgroups::Mounted => {
            private(config);
            config.cap_add.get_or_insert_default().push("SYS_ADMIN".to_owned());
            if facts.apparmor {
                config.security_opt.get_or_insert_default().push("apparmor=unconfined".to_owned());
            }
        }
        Cgroups::Parent => {
            let (parent, path) = parent(facts, bench);
            let root = if facts.cgroup2 { ROOT } else { NAMED };
            if !facts.cgroup2 {
                // The other hierarchies stay out of sight: before API 1.44, read-only holds
                // for a mount and not for those below it, where the controllers are.
                config.tmpfs.get_or_insert_default().insert(ROOT.to_owned(), "mode=755,size=64k".to_owned());
            }
            config.cgroupns_mode = Some(HostConfigCgroupnsModeEnum::HOST);
            config.cgroup_parent = Some(parent);
            config.mounts.get_or_insert_default().push(Mount {
                typ: Some(MountType::BIND),
                source: Some(root.to_owned()),
                target: Some(root.to_owned()),
                read_only: Some(true),
                ..Default::default()
            });
            // Not a mount like the other: of a bind, the engine makes a source that is missing.
            config.binds.get_or_insert_default().push(format!("{root}{path}:{root}{path}"));
        }
    }
}

/// The command of a node, where that of the image will not do.
///
/// Podman knows a container of systemd by its command, which has to end in `/systemd`.
pub(super) fn command(facts: &Facts) -> Option<Vec<String>> {
    let command = ["/bin/sh", "-c", "exec /usr/lib/paillasse/init # /systemd"];
    facts.podman.then(|| command.map(str::to_owned).to_vec())
}

/// Removes the groups that were made for a bench whose nodes are gone. Docker makes them and
/// forgets them; under systemd, a slice without processes goes by itself.
///
/// Only root on the engine's machine can: for others, empty groups stay until it restarts.
pub(super) fn sweep(facts: &Facts, bench: &str) {
    if facts.cgroups() != Cgroups::Parent || facts.cgroup_driver == "systemd" || !facts.local() {
        return;
    }
    let (_, path) = parent(facts, bench);
    let hierarchies = if facts.cgroup2 {
        vec![PathBuf::from(ROOT)]
    } else {
        std::fs::read_dir(ROOT)
            .map(|found| found.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default()
    };
    for hierarchy in hierarchies {
        let group = hierarchy.join(path.trim_start_matches('/'));
        match std::fs::remove_dir(&group) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::debug!(%error, group = %group.display(), "an empty control group stays");
            }
            _ => {}
        }
    }
}

/// Returns what the engine calls the group of a bench, and its path in a hierarchy.
fn parent(facts: &Facts, bench: &str) -> (String, String) {
    // A dash in the name of a slice stands for a level, so the name of the bench does not do.
    let digest: String = Sha256::digest(bench)[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    match facts.cgroup_driver.as_str() {
        "systemd" => {
            let slice = format!("paillasse-{digest}.slice");
            (slice.clone(), format!("/paillasse.slice/{slice}"))
        }
        _ => (format!("/paillasse/{digest}"), format!("/paillasse/{digest}")),
    }
}

#[cfg(test)]
mod tests {
    use bollard::models::{HostConfig, HostConfigCgroupnsModeEnum};

    use super::{Cgroups, grant};
    use crate::provider::docker::engine::Facts;
    use crate::provider::docker::engine::tests::recorded;

    fn given(facts: &Facts) -> HostConfig {
        let mut config = HostConfig::default();
        grant(&mut config, facts, "a332-zoe");
        config
    }

    #[test]
    fn each_engine_gets_what_it_takes() {
        for (engine, expected) in [
            ("docker-20.10-cgroup1", Cgroups::Parent),
            ("docker-26.1-cgroup1", Cgroups::Parent),
            ("docker-26.1-cgroup2", Cgroups::Parent),
            ("docker-28.5-cgroup1", Cgroups::Parent),
            ("docker-28.5-cgroup2", Cgroups::Writable),
            ("docker-28.5-rootless", Cgroups::Impossible),
            ("podman-5.8-cgroup2", Cgroups::Engine),
        ] {
            assert_eq!(recorded(engine).cgroups(), expected, "{engine}");
        }
    }

    #[test]
    fn engines_that_refuse_the_option_are_not_asked() {
        let newest = recorded("docker-28.5-cgroup2");
        let remapped = Facts { remapped: true, ..newest.clone() };
        assert_eq!(remapped.cgroups(), Cgroups::Engine);
        // "option WritableCgroups conflicts with user namespaces and rootless mode"
        let rootless = Facts { cgroup_driver: "systemd".to_owned(), ..recorded("docker-28.5-rootless") };
        assert_eq!(rootless.cgroups(), Cgroups::Mounted);
        assert_eq!(Facts { cgroup2: false, ..rootless }.cgroups(), Cgroups::Impossible);
    }

    #[test]
    fn only_an_engine_without_root_grants_sys_admin() {
        let newest = recorded("docker-28.5-cgroup2");
        for facts in [
            newest.clone(),
            Facts { cgroup2: false, ..newest.clone() },
            Facts { api: (1, 45), ..newest.clone() },
        ] {
            assert_eq!(given(&facts).cap_add, None, "{facts:?}");
        }
        let rootless = given(&Facts { rootless: true, cgroup_driver: "systemd".to_owned(), ..newest });
        assert_eq!(rootless.cap_add, Some(vec!["SYS_ADMIN".to_owned()]));
    }

    #[test]
    fn version_1_shows_one_hierarchy_and_lets_write_below_the_bench() {
        let config = given(&recorded("docker-20.10-cgroup1"));
        let mounts = config.mounts.unwrap();
        assert_eq!(mounts.len(), 1);
        assert_eq!(mounts[0].source.as_deref(), Some("/sys/fs/cgroup/systemd"));
        assert_eq!(mounts[0].read_only, Some(true));
        assert!(config.tmpfs.unwrap().contains_key("/sys/fs/cgroup"));
        let parent = config.cgroup_parent.unwrap();
        let path = format!("/sys/fs/cgroup/systemd{parent}");
        assert!(parent.starts_with("/paillasse/"), "{parent}");
        assert_eq!(config.binds, Some(vec![format!("{path}:{path}")]));
        assert_eq!(config.cgroupns_mode, Some(HostConfigCgroupnsModeEnum::HOST));
    }

    #[test]
    fn podman_is_told_by_the_command_that_a_node_runs_systemd() {
        let command = super::command(&recorded("podman-5.8-cgroup2")).unwrap();
        assert!(command[2].ends_with("/systemd"), "{command:?}");
        assert_eq!(super::command(&recorded("docker-28.5-cgroup2")), None);
    }

    #[test]
    fn under_systemd_the_group_of_a_bench_is_a_slice() {
        let facts = Facts { cgroup_driver: "systemd".to_owned(), ..recorded("docker-26.1-cgroup2") };
        let config = given(&facts);
        let slice = config.cgroup_parent.unwrap();
        assert!(slice.starts_with("paillasse-") && slice.ends_with(".slice"), "{slice}");
        // One dash, hence one level below paillasse.slice.
        assert_eq!(slice.matches('-').count(), 1, "{slice}");
        let path = format!("/sys/fs/cgroup/paillasse.slice/{slice}");
        assert_eq!(config.binds, Some(vec![format!("{path}:{path}")]));
    }
}
