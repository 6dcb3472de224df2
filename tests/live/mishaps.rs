//! What else happens to a class: the engine restarts, a node dies, the disk fills, the clock
//! jumps, two teachers work at once.

use std::path::Path;
use std::process::{Child, Command};

use serde_json::Value;

use crate::group::Group;
use crate::proxy::{Fault, Proxy};
use crate::trial::{Ran, Trial, copy, docker, labs, mini, until};

/// A class whose checks do not end on beta before `/srv/go` is there.
fn held(trial: Trial, name: &str) -> Group {
    let lab = trial.state.path().join("lab");
    copy(&mini(), &lab);
    let path = lab.join("lab.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let run = "run: \"touch /srv/began; until test -e /srv/go; do sleep 0.1; done\"";
    let check = "file: { path: /srv/code, contents: \"{{ code }}\" }";
    assert!(text.contains(check));
    let waiting = format!("timeout: 100s\n    command: {{ {run} }}");
    std::fs::write(&path, text.replace(check, &waiting)).unwrap();
    let mut group = Group::of(trial, name, &["Un", "Deux"]);
    group.lab = lab;
    group
}

impl Group {
    /// Begins a check of all, and returns when it is at work on beta of each.
    fn begin_check(&self) -> Child {
        let arguments = self.arguments("check", &["--format", "json"]);
        let child = self.trial.spawn(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        for pupil in ["un", "deux"] {
            until("beta is looked at", || self.inside(pupil, "test -e /srv/began && echo yes") == "yes\n");
        }
        child
    }

    fn inside(&self, pupil: &str, script: &str) -> String {
        docker(&["exec", &self.container(pupil, "beta"), "sh", "-c", script])
    }

    fn let_go(&self, pupil: &str) {
        self.inside(pupil, "touch /srv/go");
    }

    /// Everything is as after an undisturbed `up`, and can be checked.
    fn goes_on(&self) {
        self.verb("up", &[]).ends(0);
        let class = format!("label=paillasse.class={}", self.name);
        let names = docker(&["ps", "-a", "--filter", &class, "--format", "{{.Names}}"]);
        assert_eq!(names.lines().count(), 4, "{names}");
        for pupil in ["un", "deux"] {
            assert_eq!(self.seen(pupil, "{{.State}}"), "running\nrunning\n");
            self.let_go(pupil);
        }
        let again = self.verb("check", &["--format", "json"]).ends(1);
        for pupil in ["un", "deux"] {
            assert_eq!(verdict(&again, &self.student(pupil), "voisin"), "pass");
        }
    }

    fn student(&self, pupil: &str) -> String {
        format!("{pupil}-{}", self.name)
    }
}

/// The verdict of a check in what a class printed.
#[track_caller]
fn verdict(ran: &Ran, student: &str, check: &str) -> String {
    let reports: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let of = |report: &&Value| report["bench"].as_str().is_some_and(|bench| bench.ends_with(student));
    let report = reports.as_array().unwrap().iter().find(of).unwrap_or_else(|| panic!("{ran:?}"));
    let outcomes = report["outcomes"].as_array().unwrap();
    let outcome = outcomes.iter().find(|outcome| outcome["id"] == check).unwrap();
    match &outcome["verdict"] {
        Value::Object(verdict) => verdict.keys().next().unwrap().clone(),
        verdict => verdict.as_str().unwrap().to_owned(),
    }
}

#[test]
#[ignore = "needs a container engine"]
fn a_node_that_dies_is_not_judged_and_costs_the_others_nothing() {
    let group = held(Trial::new("classe-morte"), "morte");
    group.verb("up", &[]).ends(0);
    let child = group.begin_check();
    docker(&["kill", &group.container("un", "beta")]);
    group.let_go("deux");
    // Something could not be judged.
    let ran = Trial::wait(child).ends(4);
    assert_eq!(verdict(&ran, &group.student("un"), "voisin"), "error", "{}", ran.out);
    assert_eq!(verdict(&ran, &group.student("un"), "cle"), "fail");
    assert_eq!(verdict(&ran, &group.student("deux"), "voisin"), "pass");
    group.goes_on();
}

#[test]
#[ignore = "needs a container engine"]
fn an_engine_that_restarts_fails_nobody_and_the_next_run_finishes() {
    let proxy = Proxy::new(Fault::None);
    let trial = Trial::new("classe-relancee").with("DOCKER_HOST", &proxy.host());
    let group = held(trial, "relancee");
    let arguments = group.arguments("up", &[]);
    let child = group.trial.spawn(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    until("a node is being made", || !group.left().is_empty());
    proxy.cut();
    let ran = Trial::wait(child);
    assert!([4, 5].contains(&ran.code) && !ran.err.contains("panicked"), "{ran:?}");
    proxy.revive();
    group.verb("up", &[]).ends(0);

    let child = group.begin_check();
    proxy.cut();
    // An engine that ends takes its containers with it.
    for pupil in ["un", "deux"] {
        docker(&["kill", &group.container(pupil, "alpha"), &group.container(pupil, "beta")]);
    }
    let ran = Trial::wait(child);
    assert!([1, 4, 5].contains(&ran.code) && !ran.err.contains("panicked"), "{ran:?}");
    let reports: Value = serde_json::from_str(&ran.out).unwrap_or_default();
    for report in reports.as_array().into_iter().flatten() {
        let outcomes = report["outcomes"].as_array().unwrap();
        let held = outcomes.iter().find(|outcome| outcome["id"] == "voisin");
        assert!(held.is_none_or(|outcome| outcome["verdict"].get("error").is_some()), "{report}");
    }
    proxy.revive();
    group.goes_on();
}

/// A small disk of our own needs the rights of root.
fn as_root(script: &str) -> Command {
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-ec", script]);
        return command;
    }
    let mut command = Command::new("sudo");
    command.args(["-nE", "unshare", "--mount", "sh", "-ec", script]);
    command
}

#[test]
#[ignore = "needs a container engine"]
fn a_full_disk_costs_the_memory_of_a_run_and_no_verdict() {
    let trial = Trial::new("disque-plein");
    trial.up();
    trial.verb("check", &[]).ends(1);
    let script = r#"
        mkdir "$STATE/small"; mount -t tmpfs -o size=600k,mode=700 none "$STATE/small"
        cp -a "$STATE/paillasse" "$STATE/small"; export XDG_STATE_HOME="$STATE/small"
        fill() { dd if=/dev/zero of="$STATE/small/$1" bs=1k 2>/dev/null || true; }
        fill one
        code=0; "$PROGRAM" check "$LAB" || code=$?; echo "code $code"
        rm "$STATE/small/one"
        code=0; "$PROGRAM" check "$LAB" || code=$?; echo "code $code"
        "$PROGRAM" history --json >"$STATE/runs"
        rm -r "$STATE/small/paillasse"; mkdir -m 700 "$STATE/small/paillasse"; fill two; fill three
        code=0; "$PROGRAM" brief "$LAB" || code=$?; echo "code $code"
        ls -A "$STATE/small/paillasse""#;
    let ran = as_root(script)
        .env("STATE", trial.state.path())
        .env("PROGRAM", env!("CARGO_BIN_EXE_paillasse"))
        .env("LAB", mini())
        .env("PAILLASSE_STUDENT", &trial.student)
        .env("PAILLASSE_LANG", "en")
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let codes: Vec<&str> = out.lines().filter(|line| line.starts_with("code ")).collect();
    assert_eq!(codes, ["code 1", "code 1", "code 5"], "{out}\n{err}");
    assert_eq!(err.matches("journal.db cannot be written any more").count(), 1, "{err}");
    assert!(err.contains("df -h") && !err.contains("chown"), "what to do about it: {err}");
    assert!(out.ends_with("code 5\n"), "nothing half-written stays: {out}");
    let runs: Value =
        serde_json::from_slice(&std::fs::read(trial.state.path().join("runs")).unwrap()).unwrap();
    let states: Vec<&Value> = runs.as_array().unwrap().iter().map(|run| &run["state"]).collect();
    assert_eq!(states, ["ended", "ended"], "before it was full, and after");
}

#[test]
#[ignore = "needs a container engine"]
fn a_clock_that_jumps_changes_no_verdict_and_no_order() {
    let trial = Trial::new("classe-horloge");
    let (library, clock) = (trial.state.path().join("clock.so"), trial.state.path().join("clock"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/clock.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).status();
    assert!(compiled.unwrap().success());
    let trial = trial
        .with("LD_PRELOAD", &library.display().to_string())
        .with("PAILLASSE_TEST_CLOCK", &clock.display().to_string());
    let group = held(trial, "horloge");
    group.verb("up", &["--until", "23:59"]).ends(0);
    for (jump, last) in [("-90000", 1), ("90000", 3)] {
        let _ = std::fs::remove_file(&clock);
        for pupil in ["un", "deux"] {
            group.inside(pupil, "rm -f /srv/began /srv/go");
        }
        let child = group.begin_check();
        std::fs::write(&clock, jump).unwrap();
        for pupil in ["un", "deux"] {
            group.let_go(pupil);
        }
        let ran = Trial::wait(child).ends(1);
        for pupil in ["un", "deux"] {
            assert_eq!(verdict(&ran, &group.student(pupil), "voisin"), "pass");
            assert_eq!(verdict(&ran, &group.student(pupil), "cle"), "fail");
        }
        let runs = group.trial.run(&["history", "--json"]).ends(0);
        let runs: Value = serde_json::from_str(&runs.out).unwrap();
        let runs = runs.as_array().unwrap();
        assert_eq!(runs.len(), last + 1);
        assert!(runs.iter().all(|run| run["state"] == "ended"), "{runs:?}");
        assert!(runs[0]["id"].as_u64() > runs[last]["id"].as_u64(), "the latest first: {runs:?}");
    }
    let status = group.verb("status", &[]).ends(0);
    assert_eq!(status.out.matches("6.67/20").count(), 2, "{}", status.out);
}

#[test]
#[ignore = "needs a container engine"]
fn two_teachers_at_once_do_not_take_the_same_networks() {
    let one = Group::new("premier", &["Un", "Deux"]);
    let mut other = Group::new("second", &["Un", "Deux"]);
    other.lab = labs().join("trio");
    for _ in 0..2 {
        let begin = |group: &Group| {
            let arguments = group.arguments("up", &[]);
            group.trial.spawn(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let (first, second) = (begin(&one), begin(&other));
        Trial::wait(first).ends(0);
        Trial::wait(second).ends(0);
        for (group, nodes) in [(&one, 4), (&other, 6)] {
            let class = format!("label=paillasse.class={}", group.name);
            let states = docker(&["ps", "-a", "--filter", &class, "--format", "{{.State}}"]);
            assert_eq!(states, "running\n".repeat(nodes), "{}", group.name);
            group.verb("check", &[]).ends(1);
        }
        for group in [&one, &other] {
            group.verb("down", &["-y"]).ends(0);
            assert_eq!(group.left(), "");
        }
    }
}
