//! Mistakes of a lab that types cannot tell are refused before anything runs.

use paillasse::check::{CheckEntry, KINDS};

fn problems(kind: &str, body: &str) -> usize {
    assert!(KINDS.contains(&kind), "{kind}");
    let entry = format!("{{ id: x, title: x, competences: [], on: node, {kind}: {body} }}");
    let mut entry: CheckEntry =
        serde_saphyr::from_str(&entry).unwrap_or_else(|error| panic!("{body}: {error}"));
    entry.take_kinds().remove(0).1.problems().len()
}

#[test]
fn what_could_not_fail_or_makes_no_sense_is_refused() {
    for (kind, wrong) in [
        ("package", "{ name: 'ngin*' }"),
        ("package", "{ name: nginx, installed: false, version: '1' }"),
        ("unit", "{ name: 'ssh*' }"),
        ("unit", "{ name: ssh, properties: { 'A,B': 1 } }"),
        ("listen", "{}"),
        ("listen", "{ port: 22, only: [22] }"),
        ("listen", "{ only: [22], process: sshd }"),
        ("listen", "{ port: 22, except-local: true }"),
        ("listen", "{ port: 23, listening: false, reachable-from: any }"),
        ("timer", "{ runs: x, at: '30 2 * * *' }"),
        ("timer", "{ runs: x, at: '02:30 Europe/Paris' }"),
        ("timer", "{ runs: x, at: '*-02-30' }"),
        ("timer", "{ runs: x, slack: 5min }"),
        ("timer", "{ runs: x, planned: false, persistent: true }"),
        ("user", "{ name: '1000' }"),
        ("group", "{ name: '' }"),
        ("process", "{ name: 'nginx -g' }"),
        ("process", "{ name: bin/nginx }"),
        ("interface", "{}"),
        ("interface", "{ name: eth0, network: 10.0.0.0/24 }"),
        ("interface", "{ network: lan }"),
        ("interface", "{ name: eth0, exists: false, mtu: 1500 }"),
        ("dhcp", "{ network: 10.0.0.1/24 }"),
        ("dhcp", "{ network: 10.0.0.0/24, mac: '02:00' }"),
        ("dhcp", "{ network: 10.0.0.0/24, none: true, dns: 10.0.0.1 }"),
        ("snmp", "{ to: 10.0.0.1 }"),
        ("snmp", "{ to: 10.0.0.1, community: a, version: '3' }"),
        ("snmp", "{ to: 10.0.0.1, user: a, privacy-passphrase: long enough }"),
        ("snmp", "{ to: 10.0.0.1, user: a, auth-passphrase: short }"),
        ("snmp", "{ to: 10.0.0.1, user: a, auth: SHA }"),
        ("snmp", "{ to: 10.0.0.1, community: a, oid: sysName.0 }"),
        ("snmp", "{ to: 10.0.0.1, community: a, refused: true, value: 1 }"),
        ("ntp", "{ server: 10.0.0.1, source: 10.0.0.2 }"),
        ("ntp", "{ synchronised: false, stratum: 3 }"),
        ("log-propagation", "{ in: { on: node } }"),
        ("log-propagation", "{ in: { on: node, file: /var/log/a, journal: true } }"),
        ("log-propagation", "{ facility: kernel, in: { on: node, journal: true } }"),
        ("log-propagation", "{ action: 'curl http://a/', in: { on: node, journal: true } }"),
        ("log-propagation", "{ in: { on: node, query: cat /var/log/a } }"),
        ("log-propagation", "{ in: { on: node, journal: true }, wait: 5s }"),
        ("log-propagation", "{ in: { on: node, journal: true }, lines: 0 }"),
        ("mount", "{ point: srv }"),
        ("mount", "{ point: /srv/../etc }"),
        ("mount", "{ point: /srv, mounted: false, used: { at-most: 90% } }"),
        ("mount", "{ point: /srv, mounted: false, type: ext4 }"),
        ("kernel-param", "{ name: ip_forward, value: 1 }"),
        ("kernel-param", "{ name: ../../etc/shadow, value: 1 }"),
        ("kernel-param", "{ name: net.ipv4.ip_forward, value: 1, now: false, at-boot: false }"),
        ("fault-cleared", "{ fault: x, then: [a] }"),
        ("fault-cleared", "{ fault: x, then: [a, a] }"),
    ] {
        assert_eq!(problems(kind, wrong), 1, "{kind}: {wrong}");
    }
}

#[test]
fn the_short_forms_are_right() {
    for (kind, right) in [
        ("package", "{ name: 'libc6:i386' }"),
        ("unit", "{ name: getty@tty1 }"),
        ("listen", "{ port: 22 }"),
        ("listen", "{ only: [22, 53/udp], except-local: true }"),
        ("timer", "{ runs: save, at: 'Mon..Fri 22:00', slack: 5min }"),
        ("user", "{ name: www-data }"),
        ("group", "{ name: adm }"),
        ("process", "{ name: /usr/sbin/nginx, count: 0 }"),
        ("interface", "{ network: 10.0.0.0/24 }"),
        ("dhcp", "{ network: 10.0.0.0/24, range: 10.0.0.9-10.0.0.10 }"),
        ("snmp", "{ to: 10.0.0.1, user: a, auth-passphrase: long enough }"),
        ("ntp", "{ server: 10.0.0.1, stratum: { at-most: 5 } }"),
        ("log-propagation", "{ tag: web, in: { on: node, journal-directory: /var/log/journal/remote } }"),
        ("mount", "{ point: /srv, mounted: false, at-boot: true, type: ext4 }"),
        ("kernel-param", "{ name: net.ipv4.ip_forward, value: 1 }"),
    ] {
        assert_eq!(problems(kind, right), 0, "{kind}: {right}");
    }
}
