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
    ] {
        assert_eq!(problems(kind, right), 0, "{kind}: {right}");
    }
}
