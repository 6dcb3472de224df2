//! What is read of an inventory, and what is said of mistakes in one.

use std::path::Path;

use super::{hop, inventory_schema, read_room, room};
use crate::i18n::Lang;
use crate::inventory::model::{Elevation, Jump, Platform, Power, Role};

fn example(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory").join(name)
}

#[test]
fn the_examples_are_sound() {
    let engines = read_room(&example("salle-conteneurs.yaml")).unwrap();
    assert!(engines.devices.is_empty() && !engines.engines.is_empty() && !engines.seats.is_empty());
    let real = read_room(&example("salle-materiel.yaml")).unwrap();
    let roles: Vec<Role> = real.devices.values().map(|device| device.role).collect();
    for role in [Role::Server, Role::RaspberryPi, Role::Switch, Role::Router] {
        assert!(roles.contains(&role), "no {role:?}");
    }
    let switches: Vec<Platform> =
        real.devices.values().filter(|d| d.role == Role::Switch).map(|d| d.platform).collect();
    assert!(switches.iter().any(|platform| *platform != switches[0]), "two models of switches");
}

#[test]
fn groups_give_what_a_device_does_not_say() {
    let source = "\
version: 1
credentials:
  salle: { user: prof, agent: true, password: { env: SALLE } }
groups:
  all: { credential: salle, port: 2200 }
  pis: { role: raspberry-pi, elevation: sudo-password, managed-paths: [/etc, /srv] }
devices:
  porte: { role: server, address: 192.0.2.1, port: 22 }
  pi-1: { groups: [pis], address: 192.0.2.21, jump: porte, power: { http: { on: \"http://p/on\", off: \"http://p/off\" } } }
seats:
  A1: { student: lea-martin, devices: [pi-1] }
";
    let room = room("b204", "b204.yaml", source).unwrap();
    let pi = room.device("pi-1").unwrap();
    assert_eq!((pi.role, pi.platform, pi.port), (Role::RaspberryPi, Platform::RaspberryPi, Some(2200)));
    assert_eq!((pi.elevation, pi.credential.user.as_deref()), (Elevation::SudoPassword, Some("prof")));
    assert_eq!(pi.managed_paths, ["/etc", "/srv"]);
    assert!(matches!(pi.power, Some(Power::Http { .. })));
    assert_eq!(pi.jump, Some(Jump::Device("porte".parse().unwrap())));
    assert_eq!(room.device("porte").unwrap().port, Some(22), "its own comes first");
    let devices = room.devices_of("lea-martin");
    assert_eq!(devices.iter().map(|device| device.name.as_str()).collect::<Vec<_>>(), ["pi-1"]);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let told = |source: &str| {
        let (problems, shown) = room("b204", "b204.yaml", source).unwrap_err();
        let lines: Vec<String> = problems
            .iter()
            .map(|p| {
                let hint =
                    p.hint.as_ref().map_or_else(String::new, |hint| format!(" ({})", hint.to(Lang::En)));
                format!("{}:{} {}{hint}", p.at.line, p.at.column, p.message.to(Lang::En))
            })
            .collect();
        (lines.join("\n"), shown)
    };
    // What types do not accept.
    let (types, shown) = told(
        "\
version: 1
credentials:
  salle: { user: prof, password: Tr0ub4dor }
  autre: { elevation: 1234 }
groups:
  pis: { rôle: raspberry-pi }
devices:
  Pi-1: { role: raspberry }
  sw-1: { role: switch, platform: cisco-ios, port: 70000, legacy: [ssh-dss] }
  sw-2: { role: switch, power: { pdu: { on: x } } }
",
    );
    insta::assert_snapshot!("types", types);
    assert!(
        !types.contains("Tr0ub4dor") && !shown.contains("Tr0ub4dor") && !shown.contains("1234"),
        "{shown}"
    );
    // What only the whole tells.
    let (whole, _) = told(
        "\
version: 2
credentials:
  salle: { user: prof, passphrase: { env: CLE } }
groups:
  pis: { role: raspberry-pi }
devices:
  pi-1: { groups: [pi], credential: sale, jump: \"a b\" }
  pi-2: { groups: [pis], jump: pi-3, managed-paths: [etc, /a/../b], elevation: su }
  pi-3: { groups: [pis], jump: pi-2 }
  sw-1: { role: switch }
  sw-2: { role: switch, platform: cisco_ios, power: { poe: { switch: sw-9, port: Gi0/1 } } }
  sw-3: { role: switch, platform: cisco_ios, power: { http: { on: \"http://a:b@p/\", off: \"ftp://p\" } } }
seats:
  A1: { student: lea, devices: [pi-1, pi-4] }
  A2: { student: lea, devices: [pi-1] }
",
    );
    insta::assert_snapshot!("whole", whole);
}

#[test]
fn what_is_no_yaml_shows_no_secret_either() {
    let (problems, shown) =
        room("b204", "b204.yaml", "credentials:\n  salle: { user: prof, password: [Tr0ub4dor }\n")
            .unwrap_err();
    assert_eq!(problems.len(), 1);
    let said = problems[0].message.to(Lang::En);
    assert!(!shown.contains("Tr0ub4dor") && !said.contains("Tr0ub4dor"), "{said}\n{shown}");
}

#[test]
fn a_hop_is_a_host_with_perhaps_a_user_and_a_port() {
    let read = |given| match hop(given) {
        Some(Jump::Host { user, host, port }) => Some((user, host, port)),
        _ => None,
    };
    let some = |user: Option<&str>, host: &str, port| Some((user.map(str::to_owned), host.to_owned(), port));
    assert_eq!(read("porte"), some(None, "porte", None));
    assert_eq!(read("prof@porte.lycee.test:2222"), some(Some("prof"), "porte.lycee.test", Some(2222)));
    assert_eq!(read("prof@[2001:db8::1]:22"), some(Some("prof"), "2001:db8::1", Some(22)));
    assert_eq!(read("2001:db8::1"), some(None, "2001:db8::1", None));
    for bad in ["", "@x", "a b", "-oProxyCommand=x", "x:port", "prof@"] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn the_schema_is_of_the_draft_that_editors_know() {
    assert_eq!(inventory_schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
