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
        ("runbook", "{ file: procedure.md, then: [a] }"),
        ("runbook", "{ file: /root/p.md, then: [] }"),
        ("runbook", "{ file: /root/p.md, times: 0, then: [a] }"),
        ("idempotent", "{ run: ./x }"),
        ("idempotent", "{ run: ./x, says: { contains: changed=0 }, drift: rm x }"),
        ("idempotent", "{ run: ./x, files: [etc] }"),
        ("rebuild", "{ fresh: [], run: ./x, then: [a] }"),
        ("rebuild", "{ fresh: [web], run: ./x, then: [] }"),
        ("rebuild", "{ fresh: [web], deliver: [{ from: web, path: / }], run: ./x, then: [a] }"),
        ("continuity", "{ probe: { ping: a }, max-errors: 0 }"),
        ("continuity", "{ probe: { ping: a }, run: ./x }"),
        ("continuity", "{ probe: { ping: a }, run: ./x, recorded: { run: cat x } }"),
        ("continuity", "{ probe: { ping: a, tcp: 'a:80' }, run: ./x, max-errors: 0 }"),
        ("failover", "{ disrupt: { run: x }, probe: { ping: a } }"),
        ("failover", "{ disrupt: { run: x }, probe: { ping: a }, back-within: 5s }"),
        ("failover", "{ disrupt: {}, probe: { ping: a }, max-outage: 5s }"),
        ("failover", "{ disrupt: { run: x, on: a }, probe: { ping: b, from: a }, max-outage: 5s }"),
        ("failover", "{ disrupt: { run: x }, probe: { tcp: web }, max-outage: 5s }"),
        ("failover", "{ disrupt: { run: x }, probe: { ping: a, every: 1ms }, max-outage: 5s }"),
        ("alert", "{ disrupt: { run: x }, raised-within: 5s }"),
        ("alert", "{ disrupt: { run: x }, alertmanager: 'http://a', raised-within: 5s }"),
        (
            "alert",
            "{ disrupt: { run: x, undo: y }, file: { path: /x, line: a }, raised-within: 5s, resolved-within: 5s }",
        ),
        ("metric", "{ query: up, value: 1 }"),
        ("metric", "{ run: x }"),
        ("metric", "{ run: x, value: 1, tolerance: 5% }"),
        ("metric", "{ replay: { rules: /r, series: [], moments: [{ at: 1min, firing: false }] } }"),
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
        ("runbook", "{ file: /root/p.md, then: [a] }"),
        ("idempotent", "{ run: ./x, files: [/etc] }"),
        ("rebuild", "{ fresh: [web], run: ./x, then: [a] }"),
        ("continuity", "{ probe: { ping: a }, run: ./x, max-outage: 5s }"),
        (
            "failover",
            "{ disrupt: { fault: { node-down: {} } }, probe: { ping: a }, max-outage: 5s, back-within: 5s }",
        ),
        ("alert", "{ disrupt: { run: x }, file: { path: /x, line: a }, raised-within: 5s }"),
        ("metric", "{ prometheus: 'http://a:9090', query: up, value: 1 }"),
    ] {
        assert_eq!(problems(kind, right), 0, "{kind}: {right}");
    }
}
