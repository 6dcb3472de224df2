use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::image::Stock;
use super::network::{Inside, Look, Subnets};
use super::room::Memory;
use super::state::Seen;
use super::{
    Class, Conclusion, Examination, Request, State, engine, examine, image, kernel, network, observe, room,
    state,
};
use crate::exec::{Ended, ExecOutput};
use crate::i18n::{Lang, Text};
use crate::provider::docker::context::Address;
use crate::provider::docker::engine::Facts;
use crate::provider::docker::image::Sources;
use crate::provision::inotify_needed;
use crate::quantity::Size;
use crate::state::Environment;

const GIB: u64 = 1 << 30;

fn class(students: u64) -> Class {
    Class { students, nodes: 3, networks: 2, memory: Size(384 << 20), others: 0 }
}

fn facts() -> Facts {
    Facts {
        address: "unix:///var/run/docker.sock".to_owned(),
        version: "28.1.0".to_owned(),
        api: (1, 49),
        podman: false,
        cgroup2: true,
        processors: 8,
        memory: 16 * GIB,
        root: "/var/lib/docker".to_owned(),
        storage: "overlay2".to_owned(),
        limits_memory: true,
        limits_cpu: true,
        limits_pids: true,
        apparmor: false,
        rootless: false,
        remapped: false,
        cgroup_driver: "systemd".to_owned(),
        kernel: "6.12".to_owned(),
        clock: "2026-11-24T18:00:00.5Z".to_owned(),
    }
}

fn mend(conclusion: &Conclusion) -> String {
    conclusion.mend.as_ref().map(|mend| mend.to(Lang::En)).unwrap_or_default()
}

#[test]
fn the_engine_is_judged_by_what_it_says() {
    assert_eq!(engine::engine(&facts()).state, State::Ok);
    assert_eq!(engine::engine(&Facts { podman: true, ..facts() }).state, State::Warning);
    let rootless = engine::engine(&Facts { rootless: true, ..facts() });
    assert_eq!(rootless.state, State::Ok);
    assert!(rootless.detail.to(Lang::En).contains("rootless"));
    assert!(engine::engine(&facts()).detail.to(Lang::En).contains("API 1.49"));

    assert!(!engine::cgroup(&facts()).detail.to(Lang::En).contains("limits"));
    assert!(engine::cgroup(&Facts { api: (1, 41), ..facts() }).detail.to(Lang::En).contains("limits"));
    let older = Facts { cgroup2: false, ..facts() };
    assert!(engine::cgroup(&older).detail.to(Lang::En).contains("version 1"));
    let neither = engine::cgroup(&Facts { rootless: true, ..older });
    assert_eq!(neither.state, State::Trouble);
    assert!(mend(&neither).contains("version 2"));

    assert_eq!(engine::storage(&facts()).state, State::Ok);
    for driver in ["vfs", "fuse-overlayfs"] {
        let slow = engine::storage(&Facts { storage: driver.to_owned(), ..facts() });
        assert_eq!(slow.state, State::Warning, "{driver}");
    }
}

#[test]
fn limits_that_cannot_be_set_are_named() {
    assert_eq!(engine::limits(&facts()).state, State::Ok);
    let short = engine::limits(&Facts { limits_memory: false, limits_pids: false, ..facts() });
    assert_eq!(short.state, State::Warning);
    assert!(short.detail.to(Lang::En).contains("memory, pids"));
    let rootless = engine::limits(&Facts { limits_cpu: false, rootless: true, ..facts() });
    assert!(mend(&rootless).contains("Delegate="));
}

#[test]
fn clocks_are_compared() {
    let now: Timestamp = "2026-11-24T18:00:01Z".parse().unwrap();
    let built = Some(now - SignedDuration::from_hours(24));
    assert_eq!(engine::clock(&facts(), now, built).state, State::Ok);
    assert_eq!(engine::clock(&facts(), now + SignedDuration::from_mins(5), built).state, State::Warning);
    assert_eq!(engine::clock(&facts(), now - SignedDuration::from_mins(5), built).state, State::Warning);
    // A computer without a battery wakes up in 1970.
    let past = engine::clock(&facts(), "1970-01-01T00:01:00Z".parse().unwrap(), built);
    assert_eq!(past.state, State::Trouble);
    // Podman gives an offset; others may give nothing.
    let offset = Facts { clock: "2026-11-24T19:00:00+01:00".to_owned(), ..facts() };
    assert_eq!(engine::clock(&offset, now, built).state, State::Ok);
    assert_eq!(engine::clock(&Facts { clock: String::new(), ..facts() }, now, None).state, State::Ok);
}

fn limit(id: &str) -> &'static kernel::Limit {
    kernel::LIMITS.iter().find(|limit| limit.id == id).unwrap()
}

#[test]
fn inotify_is_counted_as_provisioning_counts_it() {
    let class = class(30);
    let needed = inotify_needed(class.all_nodes());
    assert_eq!(limit("inotify").judge(&class, Some(needed)).state, State::Ok);
    let short = limit("inotify").judge(&class, Some(needed - 1));
    assert_eq!(short.state, State::Trouble);
    assert!(
        mend(&short).starts_with("sudo sysctl -w fs.inotify.max_user_instances=8192 &&"),
        "{}",
        mend(&short)
    );
    // The usual default holds a few benches, not a class.
    assert_eq!(limit("inotify").judge(&self::class(7), Some(128)).state, State::Ok);
    assert_eq!(limit("inotify").judge(&self::class(8), Some(128)).state, State::Trouble);
}

#[test]
fn kernel_limits_grow_with_the_class() {
    for limit in &kernel::LIMITS {
        let judge = |students, found| limit.judge(&class(students), found);
        assert_eq!(judge(30, Some(u64::MAX)).state, State::Ok, "{}", limit.id);
        assert!(judge(30, Some(10)).state >= State::Warning, "{}", limit.id);
        let unknown = judge(30, None);
        assert_eq!(unknown.state, State::Unknown);
        assert!(mend(&unknown).contains(&format!("sysctl {}", limit.name)));
        // Typing the mend makes the next examination content, for any class.
        for students in [1, 30, 500, 1_000_000] {
            let short = judge(students, Some(1));
            let typed = mend(&short);
            let value = typed.split('=').nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
            assert_eq!(judge(students, value.parse().ok()).state, State::Ok, "{typed}");
        }
    }
    // Defaults of Debian against thirty benches of three nodes.
    for (id, default, state) in [
        ("keys", 200, State::Warning),
        ("pids", 32_768, State::Ok),
        ("files", 9_223_372_036_854_775_807, State::Ok),
        ("neighbours", 1024, State::Ok),
    ] {
        assert_eq!(limit(id).judge(&class(30), Some(default)).state, state, "{id}");
    }
}

#[test]
fn a_bridge_has_a_port_for_each_node_and_the_sensor() {
    let nodes = |nodes| kernel::bridge(&Class { nodes, ..class(1) }).state;
    assert_eq!(nodes(1022), State::Ok);
    assert_eq!(nodes(1023), State::Trouble);
}

#[test]
fn memory_is_counted_per_idle_node_and_per_node_at_work() {
    let memory = |available| Memory { total: 16 * GIB, available };
    let judge = |running, available| room::memory(&class(30), running, memory(available));
    // 90 nodes: 2.6 GiB idle, 8.8 GiB at work.
    assert_eq!(judge(0, Some(9 * GIB)).state, State::Ok);
    let tight = judge(0, Some(4 * GIB));
    assert_eq!(tight.state, State::Warning);
    assert!(mend(&tight).contains("13 benches"), "4 GiB / 100 MiB / 3: {}", mend(&tight));
    assert_eq!(judge(0, Some(2 * GIB)).state, State::Trouble);
    assert_eq!(judge(0, Some(1 << 20)).mend, Some(text_of_students(0)));
    // What runs already has its memory.
    assert_eq!(judge(90, Some(GIB / 10)).state, State::Ok);
    // An engine elsewhere tells only how much it has in all.
    assert_eq!(judge(0, None).state, State::Ok);
    assert!(judge(0, Some(GIB)).detail.to(Lang::En).contains("33.8GiB"), "90 limits of 384 MiB");
}

fn text_of_students(students: u64) -> Text {
    crate::text!("doctor-memory-mend", students = students)
}

#[test]
fn nodes_at_work_never_take_more_than_their_limit() {
    let small = Class { memory: Size(32 << 20), ..class(30) };
    let memory = Memory { total: 4 * GIB, available: Some(3 * GIB) };
    assert_eq!(room::memory(&small, 0, memory).state, State::Ok);
}

#[test]
fn a_disk_has_room_for_images_and_what_students_write() {
    let judge = |free| room::disk(&class(30), "/var/lib/docker", free);
    assert_eq!(judge(Some(9 * GIB)).state, State::Ok);
    assert_eq!(judge(Some(5 * GIB)).state, State::Warning);
    assert_eq!(judge(Some(GIB / 2)).state, State::Trouble);
    assert_eq!(judge(None).state, State::Unknown);
    assert!(mend(&judge(None)).contains("df -h /var/lib/docker"));
}

#[test]
fn subnets_are_counted_beside_what_is_in_use() {
    let range = "10.208.0.0/20".parse().unwrap();
    let judge = |students, used: &[&str], ours| {
        let used = used.iter().map(|subnet| subnet.parse().unwrap()).collect();
        network::subnets(&class(students), range, &Subnets { used, ours })
    };
    assert_eq!(judge(8, &[], 0).state, State::Ok, "16 subnets for 8 × 2");
    assert_eq!(judge(9, &[], 0).state, State::Trouble);
    assert_eq!(judge(8, &["10.208.3.128/25"], 0).state, State::Trouble);
    assert_eq!(judge(8, &["10.208.3.0/24", "192.168.0.0/16"], 1).state, State::Ok, "one of them is ours");
    assert!(mend(&judge(9, &[], 0)).contains("PAILLASSE_SUBNETS="));
}

fn output(stdout: &str) -> ExecOutput {
    ExecOutput { ended: Ended::Status(0), stdout: stdout.to_owned(), stderr: String::new() }
}

#[test]
fn what_a_container_saw_is_read() {
    let read = |stdout: &str| Inside::read("http://m.test/debian", &output(stdout));
    let look = |resolves, refused: Option<&str>| {
        let refused = refused.map(str::to_owned);
        Inside::Looked(Look { mirror: "http://m.test/debian".to_owned(), resolves, refused })
    };
    assert_eq!(read("name yes\nmirror yes\n"), look(true, None));
    assert_eq!(read("name no\nmirror yes\n"), look(false, None));
    let refused = "E: Failed to fetch http://m.test/debian/dists/trixie/InRelease  Could not connect";
    assert_eq!(read(&format!("name yes\nmirror no\n{refused}\n")), look(true, Some(refused)));
    for nonsense in ["", "name yes\n", "sh: getent: not found\nmirror yes\n"] {
        assert!(matches!(read(nonsense), Inside::Failed(_)), "{nonsense}");
    }
}

#[test]
fn the_network_is_judged_for_builds_and_for_labs() {
    let look = |resolves, refused: Option<&str>| {
        let refused = refused.map(str::to_owned);
        Inside::Looked(Look { mirror: "http://m.test/debian".to_owned(), resolves, refused })
    };
    for (inside, build, lab) in [
        (look(true, None), State::Ok, State::Ok),
        (look(false, None), State::Ok, State::Ok),
        (look(false, Some("E: no address")), State::Trouble, State::Warning),
        (look(true, Some("E: refused")), State::Trouble, State::Warning),
        (Inside::NoImage, State::Unknown, State::Unknown),
        (Inside::Failed(Text::verbatim("x")), State::Unknown, State::Unknown),
    ] {
        assert_eq!((network::build(&inside).state, network::lab(&inside).state), (build, lab), "{inside:?}");
    }
    assert!(mend(&network::build(&look(false, Some("E: x")))).contains("\"dns\""));
    assert!(mend(&network::build(&look(true, Some("E: x")))).contains("http_proxy="));
}

#[test]
fn the_script_quotes_what_it_is_given() {
    let variables = [("http_proxy".to_owned(), "http://u:p'w@proxy.test:3128".to_owned())];
    let options = ["Acquire::http::Proxy \"http://p.test:1\";".to_owned()];
    let script = observe::script("http://user:pw@m.test:8080/debian", &variables, &options);
    assert!(script.contains("getent ahosts m.test >"), "{script}");
    assert!(script.contains(r"export http_proxy='http://u:p'\''w@proxy.test:3128'"), "{script}");
    assert!(script.contains(" -o Acquire::http::Proxy=http://p.test:1 "), "{script}");
}

#[test]
fn images_are_there_or_can_be_had() {
    let stock = Stock { missing: vec!["web".to_owned()], all: 9, ..Stock::default() };
    let judge = |stock: &Stock| image::judge(stock).state;
    assert_eq!(judge(&Stock { missing: Vec::new(), ..stock.clone() }), State::Ok);
    assert_eq!(judge(&Stock { debian: true, ..stock.clone() }), State::Ok);
    assert_eq!(judge(&Stock { mmdebstrap: true, keyring: true, ..stock.clone() }), State::Ok);
    let without_keys = image::judge(&Stock { mmdebstrap: true, ..stock.clone() });
    assert_eq!(without_keys.state, State::Warning);
    assert_eq!(mend(&without_keys), "sudo apt install debian-archive-keyring");
    let registry = Some("registry.test/sio/".to_owned());
    assert_eq!(judge(&Stock { registry, ..stock.clone() }), State::Warning);
    assert!(mend(&image::judge(&stock)).contains("paillasse images import"));
}

#[test]
fn the_state_directory_is_private_and_has_room() {
    let seen = |mode, free, shared| Seen::Usable { path: "/s".into(), mode, free, shared };
    assert_eq!(state::judge(&seen(0o700, Some(GIB), false)).state, State::Ok);
    assert_eq!(state::judge(&seen(0o700, None, false)).state, State::Ok);
    assert_eq!(state::judge(&seen(0o700, Some(1000), false)).state, State::Warning);
    assert_eq!(mend(&state::judge(&seen(0o755, Some(GIB), false))), "chmod 700 /s");
    assert_eq!(state::judge(&seen(0o700, Some(GIB), true)).state, State::Warning);
    let refused = Seen::Refused(Text::verbatim("why"), Text::verbatim("what to type"));
    assert_eq!(state::judge(&refused).state, State::Trouble);
}

#[test]
fn available_memory_is_read() {
    let meminfo = "MemTotal:       24683108 kB\nMemFree:  1 kB\nMemAvailable:   20000000 kB\n";
    assert_eq!(observe::available(meminfo), Some(20_480_000_000));
    assert_eq!(observe::available("MemTotal: 1 kB\n"), None);
}

#[tokio::test]
async fn without_an_engine_all_findings_are_there_with_what_to_type() {
    let folder = tempfile::tempdir().unwrap();
    let address = Address {
        url: format!("unix://{}", folder.path().join("absent.sock").display()),
        certificates: None,
    };
    let environment = Environment { state_home: Some(folder.path().to_owned()), home: None };
    let request = Request {
        address: &address,
        class: class(30),
        range: "10.208.0.0/12".parse().unwrap(),
        sources: &Sources::default(),
        state: &environment,
    };
    let findings = examine(&request).await;
    assert_eq!(findings.len(), Examination::all().len());
    assert_eq!((findings[0].id, findings[0].state), ("engine", State::Trouble));
    let last = findings.last().unwrap();
    assert_eq!((last.id, last.state), ("state", State::Ok));
    for finding in &findings {
        assert_eq!(finding.mend.is_none(), finding.state == State::Ok, "{finding:?}");
    }
    let unknown = findings.iter().filter(|finding| finding.state == State::Unknown).count();
    assert_eq!(unknown, findings.len() - 3, "the bridge, the state and the engine are known");
    let json = serde_json::to_value(&findings).unwrap();
    assert_eq!(json[0]["state"], "trouble");
}

#[tokio::test]
#[ignore = "needs an engine"]
async fn a_live_engine_is_examined_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::find(&crate::provider::docker::context::Environment::default()).unwrap();
    let environment = Environment { state_home: Some(folder.path().to_owned()), home: None };
    let request = Request {
        address: &address,
        class: class(30),
        range: "10.208.0.0/12".parse().unwrap(),
        sources: &Sources::default(),
        state: &environment,
    };
    let started = Instant::now();
    let findings = examine(&request).await;
    for finding in &findings {
        println!("{:?} {}: {}", finding.state, finding.what.to(Lang::Fr), finding.detail.to(Lang::Fr));
        if let Some(mend) = &finding.mend {
            println!("    {}", mend.to(Lang::Fr));
        }
    }
    println!("{:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_secs(90));
    assert_eq!(findings[0].state, State::Ok);
    let engine = crate::provider::docker::Engine::connect(&address).await.unwrap();
    let left = engine.containers(&[("paillasse.probe", "")]).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}
