//! Verbs that look, and those around a terminal.

use std::io::{Read, Write};
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use crate::trial::{Trial, docker, mini, until};

#[test]
#[ignore = "needs a container engine"]
fn exec_passes_streams_and_status_on() {
    let trial = Trial::new("exec");
    trial.up();
    let ran = trial.on("alpha", "echo out; echo err >&2; exit 7").ends(7);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("out\n", "err\n"));
    let lab = mini().display().to_string();
    let mut child = trial
        .command(&["exec", "-l", &lab, "alpha", "--", "cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("d'été\n".as_bytes()).unwrap();
    assert_eq!(Trial::wait(child).ends(0).out, "d'été\n");
    let ran = trial.run(&["exec", "-l", &lab, "gamma", "--", "true"]).ends(2);
    assert!(ran.err.contains("alpha, beta"), "{}", ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn a_shell_is_a_terminal() {
    let trial = Trial::new("terminal");
    trial.up();
    let lab = mini().display().to_string();
    // script(1) gives the program a terminal and types for a person.
    let program = env!("CARGO_BIN_EXE_paillasse");
    let line = format!("stty rows 31 cols 97; {program} shell -l {lab} alpha");
    let mut child = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .env("XDG_STATE_HOME", trial.state.path())
        .env("PAILLASSE_STUDENT", &trial.student)
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = child.stdin.take().unwrap();
    let mut screen = child.stdout.take().unwrap();
    let shown = Arc::new(Mutex::new(String::new()));
    let reading = {
        let shown = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = screen.read(&mut buffer) {
                shown.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        })
    };
    let shows = |words: &str| until(words, || shown.lock().unwrap().contains(words));
    // What is typed is shown too: the words waited for are computed by the shell.
    shows("root@alpha");
    keys.write_all(b"tty; echo size-$(stty size)\n").unwrap();
    shows("/dev/pts/");
    shows("size-31 97");
    keys.write_all(b"echo sleeping-$((1+1)); sleep 1000\n").unwrap();
    shows("sleeping-2");
    // Ctrl-C ends the sleep, not the shell.
    keys.write_all(b"\x03").unwrap();
    keys.write_all(b"echo still-$((40+2))\n").unwrap();
    shows("still-42");
    keys.write_all(b"exit 5\n").unwrap();
    let status = child.wait().unwrap();
    reading.join().unwrap();
    assert_eq!(status.code(), Some(5), "{}", shown.lock().unwrap());
}

#[test]
#[ignore = "needs a container engine"]
fn reports_come_in_every_format() {
    let trial = Trial::new("formats");
    trial.up();
    let json = trial.verb("check", &["--format", "json"]).ends(1);
    serde_json::from_str::<serde_json::Value>(&json.out).unwrap();
    let junit = trial.verb("check", &["--format", "junit"]).ends(1);
    assert!(junit.out.starts_with("<?xml") && junit.out.contains("<failure"), "{}", junit.out);
    let tap = trial.verb("check", &["--format", "tap"]).ends(1);
    assert!(tap.out.starts_with("TAP version 14") && tap.out.contains("not ok"), "{}", tap.out);
    let text = trial.verb("check", &["-q"]).ends(1);
    assert!(!text.out.contains('\u{1b}') && text.err.is_empty(), "{}{}", text.out, text.err);
    let french = trial.verb("check", &["--lang", "fr"]).ends(1);
    assert!(french.out.contains("attendu"), "{}", french.out);
    let only = trial.verb("check", &["--only", "voisin", "--format", "json"]).ends(1);
    assert!(only.out.contains("voisin") && !only.out.contains("\"cle\""), "{}", only.out);
    let wrong = trial.verb("check", &["--only", "voisine"]).ends(2);
    assert!(wrong.err.contains("did you mean `voisin`"), "{}", wrong.err);
}

#[test]
#[ignore = "needs a container engine"]
fn hints_come_one_after_the_other() {
    let trial = Trial::new("indices");
    trial.up();
    let lab = mini().display().to_string();
    let hint = || trial.run(&["hint", "-l", &lab, "cle"]).ends(0).out;
    assert!(hint().contains("Où range-t-on"));
    assert!(hint().contains("man umask"));
    assert!(hint().contains("man umask"), "the last one again");
    let list = trial.run(&["hint", "-l", &lab]).ends(0).out;
    assert!(list.contains("2/2") && list.contains("0/1"), "{list}");
}

#[test]
#[ignore = "needs a container engine"]
fn watch_sees_the_work_and_ends_when_all_passes() {
    let trial = Trial::new("veille");
    trial.up();
    let lab = mini().display().to_string();
    let child = trial.spawn(&["check", &lab, "--watch"]);
    trial.solve();
    let ran = Trial::wait(child).ends(0);
    assert!(ran.out.contains("cle") && ran.out.contains("voisin"), "{}", ran.out);
    // What it kept in the journal can be handed in, with what it rests on.
    let runs = trial.run(&["history", "--json"]).ends(0);
    let runs: serde_json::Value = serde_json::from_str(&runs.out).unwrap();
    let last = runs[0]["id"].to_string();
    let kept = trial.run(&["history", &last, "--json"]).ends(0);
    let kept: serde_json::Value = serde_json::from_str(&kept.out).unwrap();
    assert!(!kept["outcomes"][0]["evidence"].as_array().unwrap().is_empty(), "{kept}");
}

#[test]
#[ignore = "needs a container engine"]
fn images_travel_in_a_file() {
    let trial = Trial::new("images");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bundle.tar").display().to_string();
    trial.run(&["images", "export", &file, "base"]).ends(0);
    let list = trial.run(&["images", "list", "--json"]).ends(0);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    let base = list.as_array().unwrap().iter().find(|image| image["name"] == "base").unwrap();
    assert_eq!(base["present"], true);
    let names = String::from_utf8_lossy(
        &std::process::Command::new("tar").args(["-xOf", &file, "manifest.json"]).output().unwrap().stdout,
    )
    .into_owned();
    assert!(names.contains(base["reference"].as_str().unwrap()), "{names}");
    trial.run(&["images", "import", &file]).ends(0);
    let broken = folder.path().join("broken.tar");
    std::fs::write(&broken, "not an archive").unwrap();
    trial.run(&["images", "import", &broken.display().to_string()]).ends(5);
    trial.run(&["images", "import", "/nowhere.tar"]).ends(5);
}

#[test]
#[ignore = "needs a container engine"]
fn status_and_plan_tell_what_is_there() {
    let trial = Trial::new("etat");
    let before = trial.verb("plan", &["--json"]).ends(0);
    trial.up();
    let after = trial.verb("plan", &["--json"]).ends(0);
    let subnet = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["addresses"].clone();
    assert_eq!(subnet(&before.out), subnet(&after.out), "the plan is what up does");
    let status = trial.run(&["status", "--json", &trial.bench()]).ends(0);
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status[0]["nodes"]["alpha"], true);
    docker(&["kill", &trial.container("beta")]);
    let status = trial.run(&["status", &trial.bench()]).ends(0);
    assert!(status.out.contains("1 of 2"), "{}", status.out);
}

#[test]
#[ignore = "needs a container engine"]
fn the_doctor_sees_this_machine() {
    let trial = Trial::new("docteur");
    let ran = trial.run(&["doctor", "--json"]);
    assert!([0, 5].contains(&ran.code), "{}", ran.err);
    let findings: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(findings.as_array().unwrap().len() > 8, "{findings}");
    let ran = trial.run(&["doctor", "--class-size", "3000"]).ends(5);
    assert!(ran.out.contains("sysctl"), "{}", ran.out);
}

#[test]
#[ignore = "needs a container engine"]
fn work_on_a_stopped_bench_is_not_destroyed_without_asking() {
    let trial = Trial::new("arretee");
    trial.up();
    trial.on("alpha", "echo mine > /srv/work").ends(0);
    trial.verb("stop", &[]).ends(0);
    let lab = mini().display().to_string();
    // Nobody can answer: standard input is no terminal.
    for verb in [vec!["down", &lab], vec!["reset", "-l", &lab]] {
        let ran = trial.run(&verb).ends(2);
        assert!(ran.err.contains("alpha: stopped or silent"), "{verb:?}: {}", ran.err);
    }
    trial.verb("start", &[]).ends(0);
    assert_eq!(trial.on("alpha", "cat /srv/work").ends(0).out, "mine\n");
}
