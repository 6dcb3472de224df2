//! Faults on a real node: made, seen, taken back.

use crate::trial::{Trial, docker, mini, until};

fn lab() -> String {
    mini().display().to_string()
}

impl Trial {
    fn break_it(&self, node: &str, fault: &str) -> crate::trial::Ran {
        self.run(&["fault", "inject", "-l", &lab(), "--on", node, fault])
    }

    fn mend(&self) {
        self.run(&["fault", "clear", "-l", &lab(), "--all"]).ends(0);
        assert!(self.left().iter().all(|name| !name.contains(".kept-")), "{:?}", self.left());
    }

    /// Runs a script in the container of a node, whatever state the bench is in.
    fn inside(&self, node: &str, script: &str) -> String {
        docker(&["exec", &self.container(node), "sh", "-c", script])
    }
}

/// Makes a fault, looks, takes it back, and looks again.
#[track_caller]
fn there_and_back(trial: &Trial, fault: &str, look: &str, broken: &str) {
    let before = trial.inside("alpha", look);
    trial.break_it("alpha", fault).ends(0);
    trial.break_it("alpha", fault).ends(0);
    let during = trial.inside("alpha", look);
    assert!(during.contains(broken) && during != before, "{fault}: {during}");
    trial.mend();
    assert_eq!(trial.inside("alpha", look), before, "{fault}");
}

#[test]
#[ignore = "needs a container engine"]
fn services_and_processes() {
    let trial = Trial::new("casse-services");
    trial.up();
    let look = "systemctl is-active cron; systemctl is-enabled cron";
    there_and_back(&trial, "service-stopped: { unit: cron, disabled: true }", look, "inactive\ndisabled");
    // One that does not come back by itself, as those of Debian do.
    let guard = "printf '[Service]\nExecStart=/usr/bin/sleep infinity\n' >/etc/systemd/system/guard.service; \
                 systemctl daemon-reload; systemctl start guard";
    trial.inside("alpha", guard);
    let look = "systemctl is-active guard";
    there_and_back(&trial, "process-killed: { executable: /usr/bin/sleep }", look, "failed");
    let look = "systemctl is-active indexer";
    there_and_back(&trial, "resources-eaten: { processors: 1 }", look, "active");
    let refused = trial.break_it("alpha", "service-stopped: { unit: absent }").ends(2);
    assert!(refused.err.contains("nothing was changed"), "{}", refused.err);
}

#[test]
#[ignore = "needs a container engine"]
fn files_rights_and_accounts() {
    let trial = Trial::new("casse-fichiers");
    trial.up();
    let look = "cat /etc/ssh/sshd_config | sha256sum; stat -c '%a %u %g %y' /etc/ssh/sshd_config; pgrep -c sshd || echo down";
    let fault = "config-altered: { path: /etc/ssh/sshd_config, truncate: false, append: 'Nonsense yes', restart: ssh }";
    there_and_back(&trial, fault, look, "down");
    let look = "stat -c '%a %U' /srv/lisez-moi";
    there_and_back(
        &trial,
        "rights-wrong: { path: /srv/lisez-moi, mode: '0000', owner: root }",
        look,
        "0 root",
    );
    let look = "passwd -S eleve; grep ^eleve: /etc/shadow";
    there_and_back(&trial, "account-locked: { user: eleve }", look, "eleve L");
    there_and_back(&trial, "account-locked: { user: eleve, how: expired }", look, "::1:");
    let look = "cat /etc/hosts";
    there_and_back(&trial, "dns-lie: { name: beta, address: 10.9.9.9 }", look, "10.9.9.9 beta");
    let make = "cd /srv && openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=x 2>/dev/null";
    trial.inside("alpha", make);
    let look = "openssl x509 -noout -enddate -in /srv/c.pem; sha256sum /srv/c.pem";
    there_and_back(&trial, "certificate-expired: { path: /srv/c.pem, key: /srv/k.pem }", look, "2021");
}

#[test]
#[ignore = "needs a container engine"]
fn what_was_repaired_stays_repaired() {
    let trial = Trial::new("casse-repare");
    trial.up();
    trial.break_it("alpha", "config-altered: { path: /srv/lisez-moi, truncate: true }").ends(0);
    trial.inside("alpha", "echo mine >/srv/lisez-moi");
    trial.mend();
    assert_eq!(trial.inside("alpha", "cat /srv/lisez-moi"), "mine\n");
}

#[test]
#[ignore = "needs a container engine"]
fn networks() {
    let trial = Trial::new("casse-reseau");
    trial.up();
    let look = "ip -br link show eth0 | cut -c 1-30; ip route";
    there_and_back(&trial, "link-down: {}", look, "DOWN");
    let look = "ip -br addr show dev eth0 | wc -w";
    let free = trial.inside("beta", "hostname -i").trim().to_owned();
    there_and_back(&trial, &format!("address-duplicate: {{ address: {free} }}"), look, "4");
    let look = "tc qdisc show dev eth0 root 2>/dev/null | cut -d' ' -f2";
    there_and_back(&trial, "link-slow: { rate: 16kB }", look, "tbf");
    let at = trial.inside("alpha", "hostname -i").trim().to_owned();
    let reached = || trial.inside("beta", &format!("nc -z -w 2 {at} 22 && echo open"));
    assert_eq!(reached(), "open\n");
    trial.break_it("alpha", "port-blocked: { port: 22, how: reject }").ends(0);
    assert_eq!(reached(), "");
    trial.mend();
    assert_eq!(reached(), "open\n");
    trial.break_it("alpha", "link-lossy: { loss: 99 }").ends(0);
    assert!(!trial.inside("beta", &format!("ping -c 3 -i 0.2 -W 1 {at}")).contains(" 0% packet loss"));
    trial.mend();
}

#[test]
#[ignore = "needs a container engine"]
fn disks() {
    let trial = Trial::new("casse-disques");
    trial.up();
    let look =
        "ls -A /srv; cat /srv/lisez-moi; cp /etc/hostname /srv/x 2>&1 | grep -o 'No space'; rm -f /srv/x";
    there_and_back(&trial, "disk-full: { path: /srv, size: 1MiB }", look, "No space");
    there_and_back(&trial, "disk-full: { path: /srv, what: inodes }", look, "No space");
    trial.break_it("alpha", "disk-full: { path: /srv, size: 1MiB }").ends(0);
    trial.inside("alpha", "rm /srv/archive.tmp; echo kept >/srv/mine");
    trial.mend();
    assert_eq!(trial.inside("alpha", "cat /srv/mine; mountpoint -q /srv || echo plain"), "kept\nplain\n");
}

#[test]
#[ignore = "needs a container engine"]
fn power() {
    let trial = Trial::new("casse-courant");
    trial.up();
    let state = || docker(&["inspect", "-f", "{{.State.Status}}", &trial.container("beta")]);
    for (how, state_then) in [("stopped", "exited\n"), ("paused", "paused\n")] {
        trial.break_it("beta", &format!("node-down: {{ how: {how} }}")).ends(0);
        assert_eq!(state(), state_then);
        trial.mend();
        assert_eq!(state(), "running\n");
    }
}

#[test]
#[ignore = "needs a container engine"]
fn a_kill_in_the_middle_and_a_lost_journal_are_no_harm() {
    let trial = Trial::new("casse-tue");
    trial.up();
    let fault = "config-altered: { path: /srv/lisez-moi, truncate: true }";
    let child = trial.spawn(&["fault", "inject", "-l", &lab(), "--on", "alpha", fault]);
    until("the record is kept", || trial.left().iter().any(|name| name.contains(".kept-")));
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::KILL)
        .unwrap();
    Trial::wait(child);
    trial.up();
    let half = trial.left().iter().any(|name| name.ends_with(".new") || name.ends_with(".undo"));
    assert!(!half, "{:?}", trial.left());
    std::fs::remove_file(trial.state.path().join("paillasse/journal.db")).unwrap();
    trial.mend();
    assert!(trial.inside("alpha", "cat /srv/lisez-moi").starts_with("voisin "));
}
