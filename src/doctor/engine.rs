//! The engine itself. Pure.

use jiff::{SignedDuration, Timestamp};

use crate::doctor::Conclusion;
use crate::provider::docker::cgroup::Cgroups;
use crate::provider::docker::engine::Facts;
use crate::text;

/// How far apart two clocks may be: a TLS certificate made "in the future" is refused, and
/// Kerberos gives up at five minutes (RFC 4120).
const SKEW: SignedDuration = SignedDuration::from_secs(30);

/// Storage drivers that copy or pass through user space.
const SLOW: [&str; 3] = ["vfs", "fuse-overlayfs", "devicemapper"];

/// One that answers is new enough: older ones are refused when connecting.
pub(super) fn engine(facts: &Facts) -> Conclusion {
    let kind = match (facts.podman, facts.rootless) {
        (true, _) => text!("doctor-engine-podman"),
        (false, true) => text!("doctor-engine-rootless"),
        (false, false) => text!("doctor-engine-docker"),
    };
    let (major, minor) = facts.api;
    let detail = text!(
        "doctor-engine",
        kind = kind,
        version = &facts.version,
        api = format!("{major}.{minor}"),
        address = &facts.address,
    );
    if facts.podman {
        return Conclusion::warning(detail, text!("doctor-engine-podman-mend"));
    }
    Conclusion::ok(detail)
}

pub(super) fn cgroup(facts: &Facts) -> Conclusion {
    let version = if facts.cgroup2 { "2" } else { "1" };
    let detail = text!("doctor-cgroup", version = version, driver = facts.cgroup_driver.as_str());
    match facts.cgroups() {
        Cgroups::Impossible => Conclusion::trouble(detail, text!("doctor-cgroup-mend")),
        Cgroups::Parent if facts.cgroup2 => Conclusion::ok(text!(
            "doctor-cgroup-parent",
            version = version,
            driver = facts.cgroup_driver.as_str()
        )),
        _ => Conclusion::ok(detail),
    }
}

pub(super) fn storage(facts: &Facts) -> Conclusion {
    let detail = text!("doctor-storage", driver = &facts.storage);
    match SLOW.contains(&facts.storage.as_str()) {
        true => Conclusion::warning(detail, text!("doctor-storage-mend")),
        false => Conclusion::ok(detail),
    }
}

pub(super) fn limits(facts: &Facts) -> Conclusion {
    let missing: Vec<&str> =
        [("memory", facts.limits_memory), ("cpu", facts.limits_cpu), ("pids", facts.limits_pids)]
            .into_iter()
            .filter_map(|(name, there)| (!there).then_some(name))
            .collect();
    if missing.is_empty() {
        return Conclusion::ok(text!("doctor-limits"));
    }
    let mend = match (facts.rootless, facts.cgroup2) {
        (true, _) => text!("doctor-limits-rootless-mend"),
        (false, _) => text!("doctor-limits-mend"),
    };
    Conclusion::warning(text!("doctor-limits-missing", missing = missing.join(", ")), mend)
}

/// `built` is when this program was made: no clock is right that shows an earlier time.
pub(super) fn clock(facts: &Facts, now: Timestamp, built: Option<Timestamp>) -> Conclusion {
    if let Some(built) = built.filter(|built| now < *built) {
        let detail = text!("doctor-clock-past", now = %seconds(now), built = %seconds(built));
        return Conclusion::trouble(detail, text!("doctor-clock-mend"));
    }
    let Ok(theirs) = facts.clock.parse::<Timestamp>() else {
        return Conclusion::ok(text!("doctor-clock", now = %seconds(now)));
    };
    let skew = now.duration_since(theirs).abs();
    if skew > SKEW {
        let detail = text!("doctor-clock-skew", seconds = skew.as_secs());
        return Conclusion::warning(detail, text!("doctor-clock-mend"));
    }
    Conclusion::ok(text!("doctor-clock", now = %seconds(now)))
}

fn seconds(time: Timestamp) -> impl std::fmt::Display {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
