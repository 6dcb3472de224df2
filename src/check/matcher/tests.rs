//! Expectations against what was seen.

use super::{Matcher, Observed};
use crate::i18n::Lang;

fn accepts(yaml: &str, observed: Observed) -> bool {
    serde_saphyr::from_str::<Matcher>(yaml).unwrap().accepts(&observed).unwrap()
}

fn refuses(yaml: &str) -> bool {
    serde_saphyr::from_str::<Matcher>(yaml).is_err()
}

fn text(text: &str) -> Observed {
    Observed::text(text)
}

#[test]
fn what_was_observed_decides_of_the_type() {
    assert!(accepts("8", text("8\n")));
    assert!(!accepts("8", text("08")));
    assert!(accepts("\"08\"", Observed::Number(8.0)));
    assert!(accepts("512MiB", Observed::Number(536870912.0)));
    assert!(accepts("true", text("true")));
}

#[test]
fn a_list_means_contains_all_of_these() {
    let seen = || Observed::list(["a", "b", "c"]);
    assert!(accepts("[c, a]", seen()));
    assert!(!accepts("[d]", seen()));
    assert!(accepts("{ exactly: [c, b, a] }", seen()));
    assert!(!accepts("{ in-order: [c, b, a] }", seen()));
    assert!(!accepts("{ exactly: [a, a, b, c] }", seen()));
}

#[test]
fn conditions_must_all_be_met() {
    assert!(accepts("{ contains: b, lacks: z, matches: '^a.c$' }", text("abc")));
    assert!(!accepts("{ contains: b, lacks: c }", text("abc")));
    assert!(accepts("{ any: [x, { starts-with: a }] }", text("abc")));
    assert!(accepts("{ not: { ends-with: a } }", text("abc")));
}

#[test]
fn numbers_are_compared_with_their_units() {
    assert!(accepts("{ at-least: 4h }", text("240min")));
    assert!(accepts("{ between: [1, 10] }", text("10")));
    assert!(!accepts("{ more-than: 10 }", text("10")));
    assert!(!accepts("{ at-most: 10 }", text("none")), "text is not a small number");
    assert!(accepts("{ length: { at-least: 2 } }", Observed::list(["a", "b"])));
    assert!(accepts("4h", text("240 min")));
    assert!(!accepts("4h", text("4")));
    assert!(!accepts("{ at-most: 4h }", text("3")), "three what?");
    assert!(!accepts("{ at-most: 4h }", text("3MB")));
    assert!(accepts("{ at-most: 4h }", Observed::Number(3.0)), "a fact that is in seconds");
}

#[test]
fn an_expectation_that_cannot_fail_is_refused() {
    assert!(serde_saphyr::from_str::<Matcher>("{}").is_err());
    assert!(serde_saphyr::from_str::<Matcher>("{ contain: b }").is_err());
    assert!(serde_saphyr::from_str::<Matcher>("{ matches: '(' }").is_err());
}

#[test]
fn sets_may_have_a_tolerated_excess() {
    let seen = || Observed::list(["ssh", "http", "ntp"]);
    assert!(accepts("{ exactly: [http, ssh], allowing: [ntp, dns] }", seen()));
    assert!(!accepts("{ exactly: [http, ssh], allowing: [dns] }", seen()));
    assert!(!accepts("{ exactly: [http, smtp], allowing: [ntp, ssh] }", seen()));
    assert!(!accepts("{ exactly: [ntp, ntp], allowing: [http, ssh] }", seen()), "duplicates count");
    assert!(accepts("{ subset-of: [ntp, dns, http, ssh] }", seen()));
    assert!(!accepts("{ subset-of: [http, ssh] }", seen()));
    assert!(refuses("{ allowing: [a] }"));
}

#[test]
fn a_version_is_compared_in_the_order_that_is_named() {
    assert!(accepts("{ version: { semver: '>= 1.4, < 2' } }", text("v1.10.0\n")));
    assert!(!accepts("{ version: { semver: '>= 1.4, < 2' } }", text("1.3.9")));
    assert!(accepts("{ version: { semver: '1.4' } }", text("1.4.7")));
    assert!(!accepts("{ version: { semver: '1.4' } }", text("1.5.0")), "a bare version is not `^`");
    assert!(!accepts("{ version: { semver: '>= 1.4' } }", text("2.0.0-rc1")));
    assert!(!accepts("{ version: { semver: '>= 1.4' } }", text("none")));
    assert!(!accepts("{ version: { semver: '>= 1.4' } }", text("")));
    assert!(accepts("{ version: { deb: '>= 2.39' } }", text("2.41-12+deb13u1")));
    assert!(accepts("{ version: { deb: '<< 2' } }", text("2~rc1-1")));
    for wrong in ["'>= 1.4'", "{ deb: x }", "{ semver: '*' }", "{ semver: '>= x' }", "{ rpm: '1' }"] {
        assert!(refuses(&format!("{{ version: {wrong} }}")), "{wrong}");
    }
}

#[test]
fn addresses_are_in_a_network() {
    assert!(accepts("{ within-network: 10.0.8.0/22 }", text("10.0.11.255")));
    assert!(!accepts("{ within-network: 10.0.8.0/22 }", text("10.0.12.0")));
    assert!(accepts(
        "{ within-network: [10.0.0.0/8, 'fd00::/8'] }",
        Observed::list(["10.1.2.3/24", "fd00::1%eth0"])
    ));
    assert!(!accepts("{ within-network: 10.0.0.0/8 }", Observed::list(["10.1.2.3", "192.0.2.1"])));
    assert!(accepts("{ within-network: 10.0.0.0/8 }", text("::ffff:10.0.0.1")));
    assert!(!accepts("{ within-network: 10.0.0.0/24 }", text("10.0.0.1/8")), "its network is larger");
    assert!(!accepts("{ within-network: 10.0.0.0/8 }", text("110.0.0.1")));
    assert!(!accepts("{ within-network: 10.0.0.0/8 }", Observed::list::<&str>([])), "there is none");
    for wrong in ["10.0.0.1/24", "10.0.0.0", "lan", "[]"] {
        assert!(refuses(&format!("{{ within-network: {wrong} }}")), "{wrong}");
    }
}

#[test]
fn a_path_that_leads_nowhere_is_not_null() {
    let seen = || text(r#"{"a": null, "n": 8, "b": [{"c": "x"}, {"c": "w2"}], "o": {"k.l": [1, "z"]}}"#);
    assert!(accepts("{ json: { $.a: 'null', $.n: { at-least: 8 } } }", seen()));
    assert!(accepts("{ json: { '$.b[*].c': { exactly: [w2, x] } } }", seen()));
    assert!(accepts("{ json: { '$.b[?@.c == \"x\"].c': x } }", seen()));
    assert!(accepts("{ json: { '$.b[?@.c == \"w\"]': { length: 0 } } }", seen()));
    assert!(
        accepts("{ json: { '$.b[?match(@.c, \"[xz]\")].c': { exactly: x } } }", seen()),
        "functions of RFC 9535"
    );
    assert!(accepts("{ json: { '$.o[\"k.l\"]': { in-order: ['1', z] } } }", seen()));
    assert!(!accepts("{ json: { $.z: 'null' } }", seen()));
    assert!(!accepts("{ json: { $.z: { not: x } } }", seen()), "nothing was seen");
    assert!(!accepts("{ json: { $.a: x } }", text("<html>")));
    assert!(accepts("{ has-key: [a, b] }", seen()));
    assert!(!accepts("{ has-key: c }", seen()));
    assert!(accepts("{ not: { has-key: c } }", seen()));
    for wrong in ["{ json: {} }", "{ json: { a: 1 } }", "{ json: { '$.[': 1 } }", "{ has-key: [] }"] {
        assert!(refuses(wrong), "{wrong}");
    }
}

#[test]
fn dates_are_read_as_programs_print_them() {
    for seen in [
        "2026-11-25",
        "2026-11-25T00:05:42Z",
        "2026-11-25 00:05:42.123456789 +0000",
        "2026-11-25 00:05:42 UTC",
        "2026-11-25T00:05:42+01:00[Europe/Paris]",
        "2026-11-25 00:05:42",
        "Wed, 25 Nov 2026 00:05:42 GMT",
        "Wed, 25 Nov 2026 00:05:42 +0000",
        "Nov 25 00:05:42 2026 GMT",
        "Nov  5 00:05:42 2026 GMT",
        "@1795564800",
    ] {
        assert!(accepts("{ after: 2026-11-01, before: 2026-11-26 }", text(seen)), "{seen}");
        assert!(!accepts("{ after: 2026-11-25 }", text(seen)), "{seen}");
    }
    let instant = "{ before: '2026-11-25T01:00:00[Europe/Paris]' }";
    assert!(accepts(instant, text("2026-11-24T23:59:59Z")));
    assert!(!accepts(instant, text("2026-11-25 00:00:01 +0000")));
    assert!(!accepts(instant, text("never")));
    assert!(!accepts("{ after: 2026-11-01 }", text("never")));
    // A civil time could be anywhere: the lab compares what cannot be compared.
    let matcher = serde_saphyr::from_str::<Matcher>(instant).unwrap();
    assert!(matcher.accepts(&text("2026-11-24 23:59:59")).is_err());
    for wrong in ["2026-11-25T01:00:00", "2026-13-01", "tomorrow", "'2026-11-25T01:00:00[Europe/Pariss]'"] {
        assert!(refuses(&format!("{{ after: {wrong} }}")), "{wrong}");
    }
}

#[test]
fn durations_are_read_as_programs_print_them() {
    for seen in ["3 days, 4:05:06", "3 days 04:05:06", "P3DT4H5M6S", "3d 4h 5min 6s"] {
        assert!(accepts("{ between: [273906s, 273906s] }", text(seen)), "{seen}");
    }
    assert!(accepts("1d", text("P1D")));
    assert!(!accepts("{ at-most: 4h }", text("P1M")), "a month has no length");
    assert!(!accepts("{ at-most: 4h }", text("infinity")));
    assert!(!accepts("{ at-most: 4 }", text("0:00:03")), "a bound without a unit");
}

#[test]
fn what_comes_nearest_is_named() {
    let said = |yaml: &str, seen: Observed| {
        serde_saphyr::from_str::<Matcher>(yaml).unwrap().show_miss(&seen).to(Lang::En)
    };
    let near = |yaml: &str, seen: &Observed| {
        said(yaml, seen.clone()).split_once("(nearest").map(|(_, near)| near.to_owned())
    };
    let sshd = text("# sshd\nPort 22\n  PermitRootLogin prohibit-password\nX11Forwarding no\n");
    let line = Some(": « PermitRootLogin prohibit-password », line 3)".to_owned());
    assert_eq!(near("{ contains: PermitRootLogin no }", &sshd), line);
    assert_eq!(near("{ matches: '(?m)^\\s*PermitRootLogin\\s+no$' }", &sshd), line);
    assert_eq!(near("{ contains: Banner /etc/issue }", &sshd), None);
    assert_eq!(near("{ lacks: PermitRootLogin no }", &sshd), None);
    let list = Observed::list(["alice", "bob", "carol"]);
    assert_eq!(near("{ exactly: [alice, bobb, carol] }", &list), Some(": « bob »)".to_owned()));
    assert_eq!(near("{ exactly: [alice, bob] }", &list), None, "nothing is missing");
    assert_eq!(said("{ contains: alicia }", text("alice")), "alice", "all of it is shown");
}
