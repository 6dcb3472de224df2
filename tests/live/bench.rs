//! One bench's life.

use crate::trial::{Trial, docker, mini};

#[test]
#[ignore = "needs a container engine"]
fn a_bench_comes_up_is_solved_checked_reset_and_removed() {
    let trial = Trial::new("vie-entiere");
    let up = trial.verb("up", &[]).ends(0);
    assert!(up.out.contains("alpha") && up.out.contains("beta"), "{}", up.out);
    let failed = trial.verb("check", &[]).ends(1);
    assert!(failed.out.contains("0/20") || failed.out.contains("0.00"), "{}", failed.out);
    trial.solve();
    let quick = trial.verb("check", &[]).ends(0);
    assert!(quick.out.contains("--level full"), "what was left out is named:\n{}", quick.out);
    let full = trial.verb("check", &["--level", "full"]).ends(0);
    assert!(full.out.contains("20"), "{}", full.out);
    // The drill destroyed a copy: the student's key is still there.
    trial.on("alpha", "test -s /srv/cle").ends(0);
    let lab = mini().display().to_string();
    let refused = trial.run(&["reset", "-l", &lab]).ends(2);
    assert!(refused.err.contains("/srv") && refused.err.contains("--yes"), "{}", refused.err);
    trial.on("alpha", "test -s /srv/cle").ends(0);
    trial.run(&["reset", "-l", &lab, "alpha", "-y"]).ends(0);
    trial.on("alpha", "test -e /srv/cle").ends(1);
    trial.on("beta", "test -s /srv/code").ends(0);
    let refused = trial.verb("down", &[]).ends(2);
    assert!(refused.err.contains("beta"), "{}", refused.err);
    trial.verb("down", &["-y"]).ends(0);
    assert!(trial.left().is_empty(), "{:?}", trial.left());
    trial.verb("check", &[]).ends(2);
}

#[test]
#[ignore = "needs a container engine"]
fn up_twice_changes_nothing() {
    let trial = Trial::new("deux-fois");
    trial.up();
    let before = docker(&["inspect", "-f", "{{.Id}} {{.State.StartedAt}}", &trial.container("alpha")]);
    trial.on("alpha", "echo mine > /srv/mine").ends(0);
    trial.up();
    let after = docker(&["inspect", "-f", "{{.Id}} {{.State.StartedAt}}", &trial.container("alpha")]);
    assert_eq!(before, after);
    trial.on("alpha", "test -s /srv/mine").ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn work_survives_a_stop_and_a_reboot_of_the_machine() {
    let trial = Trial::new("redemarrage");
    trial.up();
    trial.on("alpha", "echo mine > /srv/mine; echo 192.0.2.1 perso >> /etc/hosts").ends(0);
    // keep-etc notices a change through a path unit.
    crate::trial::until("the hosts are kept", || {
        trial.on("alpha", "test -s /var/lib/paillasse/hosts").code == 0
    });
    trial.verb("stop", &[]).ends(0);
    let stopped = trial.verb("check", &[]).ends(4);
    assert!(stopped.err.contains("paillasse start"), "{}", stopped.err);
    trial.verb("start", &[]).ends(0);
    trial.on("alpha", "test -s /srv/mine && grep -q perso /etc/hosts").ends(0);
    // A reboot ends containers without asking us.
    docker(&["kill", &trial.container("alpha"), &trial.container("beta")]);
    trial.up();
    trial.on("alpha", "test -s /srv/mine && grep -q perso /etc/hosts").ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn a_closed_network_leads_nowhere() {
    let trial = Trial::new("ferme");
    trial.up();
    trial.on("alpha", "ping -c1 -W2 $(sed -n 's/voisin //p' /srv/lisez-moi)").ends(0);
    let gateway = docker(&["network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}"]);
    let gateway = if gateway.trim().is_empty() { "172.17.0.1".to_owned() } else { gateway.trim().to_owned() };
    trial.on("alpha", &format!("ping -c1 -W1 {gateway}")).ends(1);
    let privileged = docker(&["inspect", "-f", "{{.HostConfig.Privileged}}", &trial.container("alpha")]);
    assert_eq!(privileged.trim(), "false");
    let limits = docker(&[
        "inspect",
        "-f",
        "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}",
        &trial.container("alpha"),
    ]);
    assert_eq!(limits.trim(), "268435456 512");
}

/// What root on a node may not do to the machine, whatever the engine and its control groups.
#[test]
#[ignore = "needs a container engine"]
fn root_on_a_node_reaches_neither_sys_admin_nor_the_groups_of_others() {
    let trial = Trial::new("enferme");
    trial.up();
    for status in ["/proc/1/status", "/proc/self/status"] {
        let bounding = trial.on("alpha", &format!("sed -n 's/^CapBnd:[[:space:]]*//p' {status}")).ends(0);
        let bounding = u64::from_str_radix(bounding.out.trim(), 16).unwrap();
        // CAP_SYS_ADMIN is 21 (capabilities(7)).
        assert_eq!(bounding >> 21 & 1, 0, "{status} {bounding:x}");
    }
    // Field 4 is the root of a mount in its file system, 5 the mount point, 6 its options.
    let mounts = trial.on("alpha", "cat /proc/self/mountinfo").ends(0).out;
    let groups: Vec<&str> = mounts.lines().filter(|line| line.contains(" - cgroup")).collect();
    assert!(!groups.is_empty(), "{mounts}");
    for mount in groups {
        let fields: Vec<&str> = mount.split(' ').collect();
        let writable = fields[5].split(',').any(|option| option == "rw");
        let own_tree = mount.contains(" - cgroup2 ")
            && fields[4] == "/sys/fs/cgroup"
            && fields[3] == "/"
            && !mounts.contains("/sys/fs/cgroup/paillasse");
        assert!(!writable || own_tree || fields[3].starts_with("/paillasse"), "{mount}");
    }
}

#[test]
#[ignore = "needs a container engine"]
fn two_students_have_different_values_and_do_not_meet() {
    let (one, two) = (Trial::new("voisin-un"), Trial::new("voisin-deux"));
    one.up();
    two.up();
    assert_ne!(one.value("code"), two.value("code"));
    let address = docker(&[
        "inspect",
        "-f",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
        &two.container("alpha"),
    ]);
    one.on("alpha", &format!("ping -c1 -W1 {}", address.trim())).ends(1);
}

#[test]
#[ignore = "needs a container engine"]
fn the_journal_is_only_a_memory() {
    let trial = Trial::new("sans-memoire");
    trial.up();
    trial.verb("check", &[]).ends(1);
    let state = trial.state.path().join("paillasse");
    for entry in std::fs::read_dir(&state).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("journal") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    let status = trial.run(&["status"]).ends(0);
    assert!(status.out.contains(&trial.bench()), "{}", status.out);
    trial.verb("check", &[]).ends(1);
    trial.verb("down", &["-y"]).ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn a_bench_of_another_class_is_not_judged_by_our_values() {
    let trial = Trial::new("autre-classe");
    trial.up();
    std::fs::remove_file(trial.state.path().join("paillasse/class-secret")).unwrap();
    let refused = trial.verb("check", &[]).ends(4);
    assert!(refused.err.contains("class-secret"), "{}", refused.err);
    let refused = trial.verb("up", &[]).ends(4);
    assert!(refused.err.contains("class-secret"), "{}", refused.err);
}
