//! A class: several benches at once, and what goes wrong with one of them.

use crate::group::Group;
use crate::trial::{Trial, docker, until};

#[test]
#[ignore = "needs a container engine"]
fn a_class_comes_up_is_checked_stopped_started_reset_and_removed() {
    let group = Group::new("entiere", &["Un", "Deux", "Trois"]);
    let dry = group.verb("up", &["--dry-run"]).ends(0);
    assert!(dry.out.contains("a332-un-entiere") && dry.out.contains("inotify"), "{}", dry.out);
    assert_eq!(group.left(), "", "a plan makes nothing");

    let up = group.verb("up", &["--until", "23:59", "--format", "jsonl"]).ends(0);
    let events: Vec<serde_json::Value> =
        up.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let count = |name: &str| events.iter().filter(|event| event["event"] == name).count();
    assert_eq!((count("begins"), count("bench-begins"), count("bench-ends"), count("ends")), (1, 3, 3, 1));
    assert_eq!(events.last().unwrap()["done"], 3);
    for pupil in ["un", "deux", "trois"] {
        assert_eq!(group.seen(pupil, "{{.State}}"), "running\nrunning\n", "{pupil}");
    }
    // Nobody's name is on the engine but the identifier.
    assert!(!group.seen("un", "{{.Labels}}").contains("Un"), "{}", group.seen("un", "{{.Labels}}"));

    let before = group.seen("deux", "{{.ID}}");
    let again = group.verb("up", &[]).ends(0);
    assert_eq!(again.err.matches("it was up already").count(), 3, "{}", again.err);
    assert_eq!(group.seen("deux", "{{.ID}}"), before);

    // By the labels alone, and from the list.
    let status = group.trial.run(&["class", "status", "--name", &group.name]).ends(0);
    assert_eq!(status.out.matches("2 nodes running").count(), 3, "{}", status.out);
    assert!(status.err.contains("23:59"), "{}", status.err);
    group.verb("extend", &["--until", "23:58"]).ends(0);
    assert!(group.verb("status", &[]).ends(0).err.contains("23:58"));

    let checked = group.verb("check", &["--format", "json"]).ends(1);
    let reports: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(reports.as_array().unwrap().len(), 3);
    assert!(reports[0]["outcomes"].as_array().unwrap().iter().any(|o| o["id"] == "cle"), "{}", checked.out);
    let marked = group.verb("status", &[]).ends(0);
    assert_eq!(marked.out.matches("0/20").count(), 3, "the journal has the runs: {}", marked.out);

    group.trial.run(&["class", "stop", "--name", &group.name]).ends(0);
    assert_eq!(group.seen("trois", "{{.State}}"), "exited\nexited\n");
    let stopped = group.verb("check", &[]).ends(4);
    assert!(stopped.err.contains("paillasse start"), "{}", stopped.err);
    group.trial.run(&["class", "start", "--name", &group.name]).ends(0);

    let refused = group.verb("reset", &["--students", "Un entiere"]).ends(2);
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    let (one, other) = (group.seen("un", "{{.ID}}"), group.seen("deux", "{{.ID}}"));
    group.verb("reset", &["--students", "un-entiere", "-y"]).ends(0);
    assert_ne!(group.seen("un", "{{.ID}}"), one);
    assert_eq!(group.seen("deux", "{{.ID}}"), other);
    let exported = group.verb("export", &["--format", "csv"]).ends(0);
    let address = group.address("un", "alpha");
    assert!(exported.out.contains(&format!("pa-a332-un-entiere-alpha,lan={address}")), "{}", exported.out);

    group.verb("down", &["-y"]).ends(0);
    assert_eq!(group.left(), "");
}

#[test]
#[ignore = "needs a container engine"]
fn one_failure_stops_nobody_and_a_late_pupil_touches_nobody() {
    // A bench of this name was made with another class secret: it cannot be judged.
    let stranger = Trial::new("deux-inegale");
    stranger.up();
    let group = Group::new("inegale", &["Un", "Deux"]);
    let up = group.verb("up", &[]).ends(4);
    assert!(up.err.contains("Deux Inegale") || up.err.contains("Deux inegale"), "{}", up.err);
    assert!(up.err.contains("class-secret"), "{}", up.err);
    assert_eq!(group.seen("un", "{{.State}}"), "running\nrunning\n");
    drop(stranger);

    let before = docker(&["inspect", "-f", "{{.Id}} {{.State.StartedAt}}", &group.container("un", "alpha")]);
    group.write(&["Trois", "Deux", "Un"]);
    group.verb("up", &[]).ends(0);
    let after = docker(&["inspect", "-f", "{{.Id}} {{.State.StartedAt}}", &group.container("un", "alpha")]);
    assert_eq!(before, after, "who was there is left alone, wherever in the list");
    assert_eq!(group.seen("trois", "{{.State}}"), "running\nrunning\n");
}

#[test]
#[ignore = "needs a container engine"]
fn what_was_killed_is_finished_by_the_next_run() {
    let group = Group::new("coupee", &["Un", "Deux", "Trois"]);
    let arguments = group.arguments("up", &[]);
    let mut child = group.trial.spawn(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let class = format!("label=paillasse.class={}", group.name);
    until("a node is being made", || docker(&["ps", "-aq", "--filter", &class]).lines().count() >= 2);
    child.kill().unwrap();
    child.wait().unwrap();
    group.verb("up", &[]).ends(0);
    let names = docker(&["ps", "--filter", &class, "--format", "{{.Names}}"]);
    assert_eq!(names.lines().count(), 6, "{names}");
    assert!(!names.contains(".new"), "{names}");
    group.verb("check", &[]).ends(1);
}

#[test]
#[ignore = "needs a container engine"]
fn two_programs_at_once_make_each_bench_once() {
    let group = Group::new("double", &["Un", "Deux"]);
    let arguments = group.arguments("up", &[]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (one, other) = (group.trial.spawn(&arguments), group.trial.spawn(&arguments));
    Trial::wait(one).ends(0);
    Trial::wait(other).ends(0);
    let class = format!("label=paillasse.class={}", group.name);
    assert_eq!(docker(&["ps", "-aq", "--filter", &class]).lines().count(), 4);
    assert_eq!(docker(&["network", "ls", "-q", "--filter", &class]).lines().count(), 2);
}

#[test]
#[ignore = "needs a container engine"]
fn a_bench_reaches_neither_another_nor_the_machine_of_the_teacher() {
    let group = Group::new("isolee", &["Un", "Deux"]);
    group.verb("up", &[]).ends(0);
    let on = |pupil: &str, script: &str| {
        let container = group.container(pupil, "alpha");
        let output = std::process::Command::new("docker")
            .args(["exec", &container, "sh", "-c", script])
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    // What is tried does reach something: the neighbour on the same bench.
    let reach =
        |address: &str| format!("ping -c1 -W2 {address} || timeout 3 bash -c '</dev/tcp/{address}/22'");
    assert!(on("un", &reach(&group.address("un", "beta"))).0);
    let docker0 = docker(&["network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}"]);
    let docker0 = if docker0.trim().is_empty() { "172.17.0.1".to_owned() } else { docker0.trim().to_owned() };
    let mut forbidden = vec![docker0];
    for pupil in ["un", "deux"] {
        // The first address of a subnet would be the engine's on an ordinary bridge.
        let network = format!("pa-a332-{pupil}-isolee-lan");
        let gateway = docker(&["network", "inspect", &network, "-f", "{{(index .IPAM.Config 0).Gateway}}"]);
        let subnet = docker(&["network", "inspect", &network, "-f", "{{(index .IPAM.Config 0).Subnet}}"]);
        let first = subnet.trim().parse::<ipnet::Ipv4Net>().unwrap().hosts().next().unwrap().to_string();
        forbidden.push(if gateway.trim().is_empty() { first } else { gateway.trim().to_owned() });
    }
    forbidden.extend([group.address("deux", "alpha"), group.address("deux", "beta")]);
    let host = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    if host.connect("192.0.2.1:9").is_ok() {
        forbidden.push(host.local_addr().unwrap().ip().to_string());
    }
    for address in &forbidden {
        let (reached, said) = on("un", &reach(address));
        assert!(!reached, "{address} was reached: {said}");
    }
    // Nor by taking a way of one's own: root on a node cannot change its addresses or routes.
    let (routed, said) = on("un", &format!("ip route add {} dev eth0 2>&1", group.address("deux", "alpha")));
    assert!(!routed, "{said}");
    // The engine's socket is nowhere.
    assert!(!on("un", "ls /var/run/docker.sock /run/docker.sock 2>/dev/null").0);
}
