//! What goes wrong: a crash, two at once, an engine that dies, a node that is killed.

use rustix::process::{Pid, Signal, kill_process};

use crate::proxy::{Fault, Proxy};
use crate::trial::{Trial, docker, mini, socket, until};

fn signal(child: &std::process::Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

fn lab() -> String {
    mini().display().to_string()
}

/// Starts `up`, and ends it with a signal once the engine has something of the bench.
fn cut_short(trial: &Trial, how: Signal) -> crate::trial::Ran {
    let child = trial.spawn(&["up", &lab()]);
    until("something was made", || {
        trial.left().iter().any(|name| name.ends_with(".new")) || trial.left().len() >= 3
    });
    signal(&child, how);
    Trial::wait(child)
}

#[test]
#[ignore = "needs a container engine"]
fn up_after_a_kill_finishes_the_job() {
    let trial = Trial::new("tue-puis-up");
    cut_short(&trial, Signal::KILL);
    trial.up();
    assert!(trial.left().iter().all(|name| !name.ends_with(".new")), "{:?}", trial.left());
    trial.on("alpha", "id eleve").ends(0);
    trial.on("beta", "systemctl is-system-running").ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn down_after_a_kill_leaves_nothing() {
    let trial = Trial::new("tue-puis-down");
    cut_short(&trial, Signal::KILL);
    std::fs::remove_dir_all(trial.state.path().join("paillasse")).unwrap();
    let bench = trial.bench();
    trial.run(&["down", "-y", &bench]).ends(0);
    assert!(trial.left().is_empty(), "{:?}", trial.left());
}

#[test]
#[ignore = "needs a container engine"]
fn ctrl_c_leaves_nothing_half_made() {
    let trial = Trial::new("ctrl-c");
    let ran = cut_short(&trial, Signal::INT).ends(130);
    assert!(ran.err.contains("interrupted"), "{}", ran.err);
    assert!(trial.left().iter().all(|name| !name.ends_with(".new")), "{:?}", trial.left());
    trial.up();
}

#[test]
#[ignore = "needs a container engine"]
fn ctrl_c_during_a_drill_gives_the_nodes_back() {
    let trial = Trial::new("ctrl-c-epreuve");
    trial.up();
    trial.solve();
    let child = trial.spawn(&["check", &lab(), "--level", "full"]);
    until("a clone is there", || trial.left().iter().any(|name| name.ends_with(".clone")));
    signal(&child, Signal::INT);
    Trial::wait(child).ends(130);
    trial.on("alpha", "test -s /srv/cle").ends(0);
    assert!(trial.left().iter().all(|name| !name.ends_with(".clone")), "{:?}", trial.left());
}

#[test]
#[ignore = "needs a container engine"]
fn a_kill_during_a_drill_is_mended_by_the_next_run() {
    let trial = Trial::new("tue-epreuve");
    trial.up();
    trial.solve();
    let child = trial.spawn(&["check", &lab(), "--level", "full"]);
    until("a clone is there", || trial.left().iter().any(|name| name.ends_with(".clone")));
    signal(&child, Signal::KILL);
    Trial::wait(child);
    trial.verb("check", &[]).ends(0);
    trial.on("alpha", "test -s /srv/cle").ends(0);
    assert!(trial.left().iter().all(|name| !name.ends_with(".clone") && !name.contains("sensor")));
}

#[test]
#[ignore = "needs a container engine"]
fn two_ups_of_one_bench_take_turns() {
    let trial = Trial::new("deux-a-la-fois");
    let children = [trial.spawn(&["up", &lab()]), trial.spawn(&["up", &lab()])];
    for child in children {
        Trial::wait(child).ends(0);
    }
    // Two nodes and a network.
    assert_eq!(trial.left().len(), 3, "{:?}", trial.left());
}

#[test]
#[ignore = "needs a container engine"]
fn a_node_that_is_killed_during_a_check_is_not_judged() {
    let trial = Trial::new("noeud-tue");
    trial.up();
    trial.solve();
    docker(&["exec", &trial.container("beta"), "sh", "-c", "rm /srv/code; mkfifo /srv/code"]);
    // Reading the FIFO hangs until the node is killed.
    let child = trial.spawn(&["check", &lab(), "--format", "json"]);
    until("the check reads", || docker(&["top", &trial.container("beta")]).contains("head -c"));
    docker(&["kill", &trial.container("beta")]);
    let ran = Trial::wait(child).ends(4);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = report.to_string();
    assert!(text.contains("\"error\""), "{text}");
    assert!(text.contains("\"pass\""), "the other node was judged: {text}");
    trial.up();
    docker(&["exec", &trial.container("beta"), "rm", "/srv/code"]);
    let status = trial.verb("check", &[]).ends(1);
    assert!(status.err.is_empty() || !status.err.contains("error"), "{}", status.err);
}

#[test]
#[ignore = "needs a container engine"]
fn an_engine_that_dies_during_up_is_named_and_mended() {
    let proxy = Proxy::new(Fault::DiesAt("/rename"));
    let trial = Trial::new("moteur-mort").with("DOCKER_HOST", &proxy.host());
    let ran = trial.verb("up", &[]).ends(5);
    assert!(ran.err.contains("error:"), "{}", ran.err);
    assert!(proxy.hits.load(std::sync::atomic::Ordering::SeqCst) >= 1);
    let ran = trial.verb("up", &[]).ends(5);
    assert!(ran.err.contains("no container engine answers"), "{}", ran.err);
    proxy.revive();
    let trial = trial.with("DOCKER_HOST", &format!("unix://{}", socket().display()));
    trial.up();
    assert!(trial.left().iter().all(|name| !name.ends_with(".new")), "{:?}", trial.left());
}

#[test]
#[ignore = "needs a container engine"]
fn a_full_disk_is_named_and_nothing_stays() {
    let words = "write /var/lib/docker/tmp: no space left on device";
    let proxy = Proxy::new(Fault::Refuses("/containers/create", words));
    let trial = Trial::new("disque-plein").with("DOCKER_HOST", &proxy.host());
    let ran = trial.verb("up", &[]).ends(5);
    assert!(ran.err.contains("no space left") && ran.err.contains("images prune"), "{}", ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn a_full_disk_during_a_build_is_named() {
    let words = "write /var/lib/docker/tmp: no space left on device";
    let proxy = Proxy::new(Fault::Refuses("/build", words));
    let trial = Trial::new("disque-plein-image").with("DOCKER_HOST", &proxy.host());
    // An image that is not there has to be built.
    let tags = docker(&["images", "--format", "{{.Repository}}:{{.Tag}}"]);
    let sonde = tags.lines().find(|tag| tag.starts_with("paillasse/sonde:")).map(str::to_owned);
    if let Some(tag) = &sonde {
        docker(&["tag", tag, "paillasse-tests/sonde:kept"]);
        docker(&["rmi", tag]);
    }
    let ran = trial.run(&["images", "build", "sonde"]);
    if let Some(tag) = &sonde {
        docker(&["tag", "paillasse-tests/sonde:kept", tag]);
        docker(&["rmi", "paillasse-tests/sonde:kept"]);
    }
    let ran = ran.ends(5);
    assert!(ran.err.contains("no space left"), "{}", ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn a_name_that_is_no_name_makes_a_bench_all_the_same() {
    let long = "é".repeat(300);
    for (given, expected) in
        [("Zoé \"Jo\" O'Brien", "zoe-jo-o-brien"), ("../../etc", "etc"), (long.as_str(), "eeeeeeeeeeeeeee-")]
    {
        let trial = Trial::new("noms");
        let plan = trial.verb("plan", &["-s", given, "--json"]).ends(0);
        let plan: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
        let bench = plan["bench"].as_str().unwrap();
        assert!(bench.starts_with(&format!("a332-{expected}")), "{bench}");
        assert!(bench.len() < 40, "{bench}");
    }
    let trial = Trial::new("noms-vides");
    trial.verb("plan", &["-s", "  "]).ends(2);
    let ran = trial.verb("plan", &["-s", "a\u{1b}[31m"]).ends(2);
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn secrets_stay_off_process_lists_and_journals() {
    let trial = Trial::new("secrets");
    trial.up();
    let phrase = trial.value("phrase");
    trial.on("alpha", "echo wrong > /srv/cle").ends(0);
    let ran = trial.verb("check", &["--format", "json", "-v"]);
    assert!(!ran.out.contains(&phrase) && !ran.err.contains(&phrase), "{} {}", ran.out, ran.err);
    for entry in std::fs::read_dir(trial.state.path().join("paillasse")).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("journal") {
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = bytes.windows(phrase.len()).any(|window| window == phrase.as_bytes());
            assert!(!found, "{}", entry.path().display());
        }
    }
    let inspected = docker(&["inspect", &trial.container("alpha")]);
    assert!(!inspected.contains(&phrase));
    let running = docker(&[
        "exec",
        &trial.container("alpha"),
        "sh",
        "-c",
        "cat /proc/*/cmdline /proc/*/environ 2>/dev/null | tr '\\0' ' '",
    ]);
    assert!(!running.contains(&phrase), "{running}");
}
