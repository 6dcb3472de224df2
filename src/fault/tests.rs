use super::{Fault, KINDS, Means, Step};

fn fault(yaml: &str) -> Fault {
    serde_saphyr::from_str(yaml).unwrap()
}

/// One of each kind, as short as it can be written.
const SAMPLES: &[&str] = &[
    "{ service-stopped: { unit: nginx } }",
    "{ process-killed: { executable: /usr/sbin/nginx } }",
    "{ node-down: { how: paused } }",
    "{ link-down: {} }",
    "{ port-blocked: { port: 80 } }",
    "{ link-slow: { rate: 16kB } }",
    "{ link-lossy: { loss: 30 } }",
    "{ address-duplicate: { address: 10.0.0.3 } }",
    "{ dns-lie: { name: depot.test, address: 10.0.0.9 } }",
    "{ disk-full: { path: /srv, what: inodes } }",
    "{ config-altered: { path: /etc/x, append: x } }",
    "{ rights-wrong: { path: /srv, mode: '0000', owner: nobody } }",
    "{ certificate-expired: { path: /etc/x.pem, key: /etc/x.key, reload: nginx } }",
    "{ account-locked: { user: zoe } }",
    "{ resources-eaten: { memory: 64MiB } }",
    "{ clock-offset: { unit: cron, by: 3h } }",
];

fn scripts(fault: &Fault) -> Vec<String> {
    match fault.means() {
        Means::Power { .. } => Vec::new(),
        Means::Scripts(scripts) => {
            let drill = fault.inject().into_iter().chain(fault.undo()).filter_map(|step| match step {
                Step::Run(_, command) => Some(command.script),
                Step::Power(_) => None,
            });
            let live =
                [scripts.survey(), scripts.inject("x"), scripts.undo("x", "y")].map(|command| command.script);
            live.into_iter().chain(drill).collect()
        }
    }
}

#[test]
fn every_kind_has_a_sample_that_is_sound() {
    let kinds: Vec<&str> = SAMPLES.iter().map(|sample| fault(sample).kind()).collect();
    assert_eq!(kinds, KINDS);
    for sample in SAMPLES {
        assert!(fault(sample).problems().is_empty(), "{sample}");
    }
}

#[test]
fn every_script_is_one_that_a_shell_can_read() {
    for script in SAMPLES.iter().flat_map(|sample| scripts(&fault(sample))) {
        let parsed = std::process::Command::new("sh").args(["-n", "-c", &script]).output().unwrap();
        assert!(parsed.status.success(), "{}\n{script}", String::from_utf8_lossy(&parsed.stderr));
    }
}

#[test]
fn nothing_that_is_run_names_what_is_done() {
    for script in SAMPLES.iter().flat_map(|sample| scripts(&fault(sample))) {
        for word in ["paillasse", "fault", "panne", "incident"] {
            assert!(!script.to_lowercase().contains(word), "{word}: {script}");
        }
    }
}

#[test]
fn what_is_written_comes_back_the_same() {
    for sample in SAMPLES {
        let first = fault(sample);
        let json = serde_json::to_string(&first).unwrap();
        let again: Fault = serde_json::from_str(&json).unwrap();
        assert_eq!(first.means(), again.means(), "{json}");
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    for (wrong, id) in [
        ("{ link-down: { interface: lo } }", "problem-fault-interface"),
        ("{ link-down: { interface: 'eth0;x' } }", "problem-fault-interface"),
        ("{ link-slow: { rate: 10B } }", "problem-fault-rate"),
        ("{ link-lossy: { loss: 100 } }", "problem-fault-loss"),
        ("{ dns-lie: { name: 'a b', address: 10.0.0.9 } }", "problem-fault-name"),
        ("{ disk-full: { path: / } }", "problem-fault-directory"),
        ("{ disk-full: { path: /srv, filler: ../x } }", "problem-fault-filler"),
        ("{ disk-full: { path: /srv, size: 1GiB } }", "problem-fault-size"),
        ("{ rights-wrong: { path: /srv } }", "problem-fault-rights"),
        ("{ rights-wrong: { path: /srv, mode: '9' } }", "problem-mode"),
        ("{ certificate-expired: { path: /x, key: /y, ca: /z } }", "problem-fault-authority"),
        ("{ resources-eaten: {} }", "problem-fault-eaten"),
        ("{ clock-offset: { unit: cron, by: 10ms } }", "problem-fault-clock"),
        ("{ port-blocked: { port: 0 } }", "problem-fault-port"),
        ("{ config-altered: { path: /etc/x } }", "problem-fault-change"),
        ("{ config-altered: { path: /x, append: a, truncate: true } }", "problem-fault-change"),
        ("{ config-altered: { path: /x, replace: [{ find: a, with: a }] } }", "problem-fault-replace"),
    ] {
        let ids: Vec<String> =
            fault(wrong).problems().iter().map(|problem| problem.id().to_owned()).collect();
        assert_eq!(ids, [id], "{wrong}");
    }
}
