//! A student who is root on a node and wants a pass without the work.
//!
//! Each attack is real: it is installed on a node whose check fails. What the check looks
//! at is judged twice: through the programs of the node, where an attack that is said to
//! fool them must succeed, since it would prove nothing otherwise; and by the program
//! itself, where it must not pass.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use paillasse::check::{Act, CheckEntry, Place, Scene, Verdict};
use paillasse::provider::docker::Engine;
use paillasse::provider::docker::context::{Address, Environment};
use serde::Deserialize;

use crate::trial::{Ran, Trial, docker, until};

/// One attempt.
#[derive(Default)]
struct Attack {
    name: &'static str,
    node: &'static str,
    check: &'static str,
    /// Scripts that root runs on the node before, and afterwards.
    does: &'static str,
    undoes: &'static str,
    /// Whether the node's own programs report what the student wants.
    fools: bool,
    /// Whether it must end as not judged, which a student cannot mistake for a pass.
    unjudged: bool,
}

/// Puts a lying program in the place of one of the node.
macro_rules! replaced {
    ($path:literal, $body:literal) => {
        concat!(
            "mv ",
            $path,
            " ",
            $path,
            ".real; printf '#!/bin/bash\\n%s\\n' '",
            $body,
            "' >",
            $path,
            "; chmod 755 ",
            $path
        )
    };
}

/// Attacks on alpha that are undone, so that they share a bench.
const ATTACKS: &[Attack] = &[
    Attack {
        name: "a stat that lies",
        check: "rapport",
        does: concat!(
            "install -m 666 /dev/null /srv/rapport; ",
            replaced!("/usr/bin/stat", r#"echo "regular file|root|root|600|0""#)
        ),
        undoes: "mv /usr/bin/stat.real /usr/bin/stat; rm /srv/rapport",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a grep earlier in the path",
        check: "travail",
        does: "ln -s /bin/true /usr/local/bin/grep",
        undoes: "rm /usr/local/bin/grep",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a shell that always succeeds",
        check: "travail",
        does: replaced!(
            "/usr/bin/sh",
            r#"case $1 in /proc/self/fd/3) exit 0;; esac; exec -a sh /bin/bash "$@""#
        ),
        undoes: "mv /usr/bin/sh.real /usr/bin/sh",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a systemctl that shows another unit",
        check: "service",
        does: replaced!("/usr/bin/systemctl", r#"exec systemctl.real "${@//sauvegarde/ssh}""#),
        undoes: "mv /usr/bin/systemctl.real /usr/bin/systemctl",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "an ss that shows another port",
        check: "ecoute",
        does: replaced!("/usr/bin/ss", r#"ss.real "$@" | sed "s/:22 /:8080 /""#),
        undoes: "mv /usr/bin/ss.real /usr/bin/ss",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a getent and an id that know everyone",
        check: "compte",
        does: concat!(
            replaced!("/usr/bin/getent", r#"getent.real "${@//alice/eleve}" | sed s/eleve/alice/g"#),
            "; ",
            replaced!("/usr/bin/id", r#"exec id.real "${@//alice/eleve}""#)
        ),
        undoes: "mv /usr/bin/getent.real /usr/bin/getent; mv /usr/bin/id.real /usr/bin/id",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a library that is loaded into everything",
        check: "travail",
        does: "echo /srv/preload.so >/etc/ld.so.preload",
        undoes: "rm /etc/ld.so.preload",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a library behind a name in nsswitch.conf",
        check: "compte",
        does: "cp /srv/preload.so /usr/lib/$(uname -m)-linux-gnu/libnss_alice.so.2\n\
               sed -i.real 's/^passwd:.*/passwd: alice files/' /etc/nsswitch.conf",
        undoes: "mv /etc/nsswitch.conf.real /etc/nsswitch.conf; rm /usr/lib/*-linux-gnu/libnss_alice.so.2",
        ..BLANK
    },
    Attack {
        name: "a clock that is three days late",
        check: "fraiche",
        does: "touch -d '3 days ago' /srv/sauvegarde; touch /srv/late; echo /srv/preload.so >/etc/ld.so.preload",
        undoes: "rm /etc/ld.so.preload /srv/late /srv/sauvegarde",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "definitions of jq",
        check: "reglage",
        does: "echo '{}' >/srv/reglage.json; echo 'def has(x): true;' >/root/.jq",
        undoes: "rm /srv/reglage.json /root/.jq",
        fools: true,
        ..BLANK
    },
    Attack {
        name: "a hand-written entry of dpkg",
        check: "paquet",
        does: "cp /var/lib/dpkg/status /srv/status\n\
               printf '\\nPackage: nginx\\nStatus: install ok installed\\nMaintainer: a <a@b.c>\\nArchitecture: all\\nVersion: 1.26\\nDescription: web\\n' >>/var/lib/dpkg/status",
        undoes: "mv /srv/status /var/lib/dpkg/status",
        ..BLANK
    },
    Attack {
        name: "functions, aliases and start-up files",
        check: "travail",
        does: "for f in /etc/profile /root/.profile /root/.bashrc /etc/bash.bashrc /etc/environment; do cp $f $f.real 2>/dev/null\n\
               printf 'grep() { return 0; }\\nalias grep=true\\nENV=/root/.bashrc\\nBASH_ENV=/root/.bashrc\\n' >>$f; done",
        undoes: "for f in /etc/profile /root/.profile /root/.bashrc /etc/bash.bashrc /etc/environment; do mv $f.real $f; done",
        ..BLANK
    },
    Attack {
        name: "words that look like the end of a command",
        check: "contenu",
        does: "printf '#0 1 0\\n\\n#0000000000000000 1 0\\nZmluaQo=\\n# 1 0\\n' >/srv/travail",
        undoes: "rm /srv/travail",
        ..BLANK
    },
    Attack {
        name: "a program that floods",
        check: "programme",
        does: "printf '#!/bin/sh\\nyes prêt\\n' >/srv/programme; chmod 755 /srv/programme",
        undoes: "rm /srv/programme",
        unjudged: true,
        ..BLANK
    },
    Attack {
        name: "a program that hangs and leaves its group",
        check: "programme",
        does: "printf '#!/bin/sh\\necho prêt\\nsetsid sh -c \"trap : TERM HUP; sleep 300\"\\n' >/srv/programme; chmod 755 /srv/programme",
        undoes: "rm /srv/programme",
        unjudged: true,
        ..BLANK
    },
    Attack {
        name: "a /dev/null that takes nothing",
        check: "interdit",
        does: "mv /dev/null /dev/null.real; mkdir /dev/null",
        undoes: "rmdir /dev/null; mv /dev/null.real /dev/null",
        unjudged: true,
        ..BLANK
    },
    Attack {
        name: "a /dev/null that only root can write to",
        check: "interdit",
        does: "chmod 644 /dev/null",
        undoes: "chmod 666 /dev/null",
        fools: true,
        unjudged: true,
        ..BLANK
    },
    Attack {
        name: "a /dev/fd that leads to another script",
        check: "travail",
        does: "rm /dev/fd; mkdir /dev/fd; echo exit 0 >/dev/fd/3",
        undoes: "rm -r /dev/fd; ln -s /proc/self/fd /dev/fd",
        ..BLANK
    },
    Attack {
        name: "a folder of ours moved out of the way",
        check: "travail",
        does: "mv /paillasse /srv/; mkdir -p /paillasse/bin; rm -rf /paillasse; ln -sf /bin/true /paillasse/bin/grep; mount --bind /bin /paillasse/bin; :",
        ..BLANK
    },
    Attack {
        name: "a disk that is full, and no place for temporary files",
        check: "travail",
        does: "head -c 100M /dev/zero >/run/full; mv /tmp /tmp.real; ln -s /run /tmp",
        undoes: "rm /run/full /tmp; mv /tmp.real /tmp",
        ..BLANK
    },
    Attack {
        name: "root under another number",
        check: "travail",
        does: "cp /etc/passwd /srv/passwd; sed -i 's/^root:x:0:0:/root:x:1000:1000:/' /etc/passwd",
        undoes: "cp /srv/passwd /etc/passwd",
        ..BLANK
    },
    Attack {
        name: "whoever looks is killed",
        check: "programme",
        does: "printf '#!/bin/bash\\nfor e in /proc/[0-9]*/environ; do p=${e#/proc/}; p=${p%%/environ}\\n\
               if [ $p != $$ ] && grep -qs PAILLASSE_MARK= $e; then kill -9 $p; fi; done; echo prêt\\n' >/srv/programme; chmod 755 /srv/programme",
        undoes: "rm /srv/programme",
        unjudged: true,
        ..BLANK
    },
];

const BLANK: Attack =
    Attack { name: "", node: "alpha", check: "", does: "", undoes: ":", fools: false, unjudged: false };

fn lab() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labs/tampering").display().to_string()
}

/// Runs a script as root, by the engine alone and with a shell that no attack replaces.
fn root(trial: &Trial, node: &str, script: &str) {
    docker(&["exec", "-u", "0:0", &trial.container(node), "/bin/bash", "-c", script]);
}

/// Returns the verdict of a check, and how the program ended.
fn verdict(trial: &Trial, check: &str) -> (String, Ran) {
    let ran = trial.run(&["check", &lab(), "--only", check, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_default();
    let found = report["checks"].as_array().into_iter().flatten().find(|entry| entry["id"] == check);
    let word = found.and_then(|entry| entry["verdict"].as_str()).unwrap_or("none");
    (word.to_owned(), ran)
}

/// Installs an attack, and asserts what it can obtain.
fn resists(trial: &Trial, attack: &Attack) {
    root(trial, attack.node, attack.does);
    if attack.fools {
        let by_itself = by_its_own_programs(trial, attack);
        assert!(by_itself.passed(), "{}: it should fool the node's programs: {by_itself:?}", attack.name);
    }
    let (word, ran) = verdict(trial, attack.check);
    root(trial, attack.node, attack.undoes);
    let shown = format!("{}: {word}\n{}\n{}", attack.name, ran.out, ran.err);
    match (word.as_str(), ran.code) {
        ("fail", 1) => assert!(!attack.unjudged, "{shown}"),
        ("error", 4) => {}
        _ => panic!("{shown}"),
    }
}

#[derive(Deserialize)]
struct Checks {
    checks: Vec<CheckEntry>,
}

/// Judges a check as if the program trusted the node.
fn by_its_own_programs(trial: &Trial, attack: &Attack) -> Verdict {
    let source = std::fs::read_to_string(Path::new(&lab()).join("lab.yaml")).unwrap();
    let checks: Checks = serde_saphyr::from_str(&source).unwrap();
    let entry = checks.checks.iter().find(|entry| entry.id.value.as_str() == attack.check).unwrap();
    let (_, kind) = entry.kinds()[0];
    let scene = Scene {
        on: Place::Node(attack.node.parse().unwrap()),
        timeout: Duration::from_secs(10),
        nonce: "0123456789abcdef".to_owned(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let address = Address::find(&Environment::default()).unwrap();
        let engine = Engine::connect(&address).await.unwrap();
        let shell = engine.shell(&trial.container(attack.node), attack.node);
        let mut outputs = Vec::new();
        for probe in kind.probes(&scene) {
            let Act::Run(command) = probe.act else { unreachable!("these kinds only run commands") };
            outputs.push(shell.run(command).await.unwrap());
        }
        kind.judge(&scene, &outputs)
    })
}

/// Compiles the library of an attack and puts it on a node.
fn bring_library(trial: &Trial, node: &str) {
    let library = trial.state.path().join("preload.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/preload.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).status();
    assert!(compiled.unwrap().success());
    let target = format!("{}:/srv/preload.so", trial.container(node));
    docker(&["cp", &library.display().to_string(), &target]);
}

#[test]
#[ignore = "needs a container engine"]
fn nothing_that_root_does_to_a_node_makes_a_pass() {
    let trial = Trial::new("tricheur");
    trial.run(&["up", &lab()]).ends(0);
    bring_library(&trial, "alpha");
    for attack in ATTACKS {
        let (word, ran) = verdict(&trial, attack.check);
        assert_eq!(word, "fail", "before {}:\n{}\n{}", attack.name, ran.out, ran.err);
        resists(&trial, attack);
    }
    // What could not be judged is told to whoever reads the report.
    root(&trial, "alpha", "chmod 600 /dev/null");
    let ran = trial.run(&["check", &lab(), "--only", "interdit"]).ends(4);
    assert!(ran.out.contains("not judged"), "{}", ran.out);
    root(&trial, "alpha", "chmod 666 /dev/null");
    honest(&trial);
    exhausted(&trial);
}

/// Honest work passes, on the very bench that was attacked.
fn honest(trial: &Trial) {
    root(
        trial,
        "alpha",
        "install -m 600 /dev/null /srv/rapport; echo fini >/srv/travail; touch /srv/sauvegarde; chmod 600 /srv/secret\n\
         echo '{\"cle\": 1}' >/srv/reglage.json; useradd -m alice\n\
         printf '#!/bin/sh\\necho prêt\\n' >/srv/programme; chmod 755 /srv/programme\n\
         printf '[Service]\\nExecStart=/bin/nc -lk 8080\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/sauvegarde.service\n\
         systemctl enable --now sauvegarde",
    );
    for check in [
        "rapport",
        "travail",
        "contenu",
        "service",
        "ecoute",
        "compte",
        "fraiche",
        "reglage",
        "interdit",
        "programme",
    ] {
        until(check, || verdict(trial, check).0 == "pass");
    }
}

/// No process can be started any more: that is not judged, even where the work is done.
fn exhausted(trial: &Trial) {
    let bomb = "for i in $(seq 200); do sleep 300 & done 2>/dev/null";
    docker(&[
        "exec",
        "-d",
        &trial.container("alpha"),
        "/bin/bash",
        "-c",
        &format!("while :; do {bomb}; sleep 1; done"),
    ]);
    let (word, ran) = {
        until("no process is left", || {
            let counted = docker(&["top", &trial.container("alpha")]);
            counted.lines().count() > 110
        });
        verdict(trial, "travail")
    };
    assert_eq!((word.as_str(), ran.code), ("error", 4), "{}\n{}", ran.out, ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn a_service_that_answers_only_whom_it_likes_is_seen() {
    let trial = Trial::new("portier");
    trial.run(&["up", &lab()]).ends(0);
    assert_eq!(verdict(&trial, "portier").0, "pass", "beta answers alpha at first");
    assert_eq!(verdict(&trial, "ferme").0, "fail", "and the sensor");
    let address = |node: &str| {
        let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
        docker(&["inspect", "-f", format, &trial.container(node)]).trim().to_owned()
    };
    // Only the sensor is answered.
    let (deaf, hears) = (
        format!("ip route add unreachable {}/32", address("alpha")),
        format!("ip route del unreachable {}/32", address("alpha")),
    );
    root(&trial, "beta", &deaf);
    let (word, ran) = verdict(&trial, "portier");
    assert_eq!((word.as_str(), ran.code), ("fail", 1), "{}\n{}", ran.out, ran.err);
    root(&trial, "beta", &hears);
    // The sensor is blocked, in order to look refused: the last address of the subnet.
    root(
        &trial,
        "beta",
        "ip route add unreachable $(ip -4 -o route show dev eth0 scope link | cut -d' ' -f1 | cut -d/ -f1 | awk -F. '{print $1\".\"$2\".\"$3\".\"$4+14}')/32",
    );
    let (word, ran) = verdict(&trial, "ferme");
    assert_eq!((word.as_str(), ran.code), ("fail", 1), "{}\n{}", ran.out, ran.err);
}

#[test]
#[ignore = "needs a container engine"]
fn a_node_that_may_mount_cannot_put_programs_in_the_place_of_ours() {
    let trial = Trial::new("monteur");
    trial.run(&["up", &lab()]).ends(0);
    let (word, ran) = verdict(&trial, "monte");
    assert_eq!(word, "fail", "{}\n{}", ran.out, ran.err);
    let mounted = Attack {
        name: "a copy with a grep that always succeeds, mounted over ours",
        node: "gamma",
        check: "monte",
        does: "cp -a /paillasse /srv/false; ln -sf /bin/true /srv/false/bin/grep; mount --bind /srv/false /paillasse",
        undoes: "umount /paillasse",
        unjudged: true,
        ..BLANK
    };
    resists(&trial, &mounted);
    let covered = Attack {
        name: "one program covered",
        does: "mount --bind /bin/true /paillasse/bin/grep",
        undoes: "umount /paillasse/bin/grep",
        ..mounted
    };
    resists(&trial, &covered);
    let written = Attack {
        name: "our volume made writable, and one program replaced",
        does: "mount -o remount,rw,bind /paillasse && cp /bin/true /paillasse/bin/grep && mount -o remount,ro,bind /paillasse",
        undoes: ":",
        ..covered
    };
    resists(&trial, &written);
    // It was its own: what it wrote is not what others run.
    assert_eq!(verdict(&trial, "travail").0, "fail");
    // And a new one is as good as ever.
    trial.run(&["reset", "-l", &lab(), "gamma", "-y"]).ends(0);
    root(&trial, "gamma", "echo fini >/srv/travail");
    let (word, ran) = verdict(&trial, "monte");
    assert_eq!(word, "pass", "{}\n{}", ran.out, ran.err);
    let bench = trial.bench();
    trial.run(&["down", "-y", &bench]).ends(0);
    let volumes = docker(&["volume", "ls", "-q", "--filter", &format!("label=paillasse.bench={bench}")]);
    assert_eq!(volumes, "", "nothing of it is left");
}
