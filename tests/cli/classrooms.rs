//! The devices of a room, as far as they go without a device.

use std::path::Path;

use crate::Home;

fn examples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory").display().to_string()
}

#[test]
fn a_room_is_listed_whole_or_in_part() {
    let home = Home::new();
    let list = |more: &[&str]| {
        let examples = examples();
        let arguments = ["classroom", "list", "--inventory", &examples, "--room", "salle-materiel"];
        home.run(&[&arguments, more].concat())
    };
    let all = list(&[]);
    assert_eq!(all.code, 0, "{}", all.err);
    for said in ["srv-1", "pi-4", "sw-coeur", "cisco_ios", "aruba_os", "lea-martin", "Salle B204"] {
        assert!(all.out.contains(said), "no {said}:\n{}", all.out);
    }
    let seat = list(&["A1", "--json"]);
    let seat: serde_json::Value = serde_json::from_str(&seat.out).unwrap();
    assert_eq!(seat["devices"].as_array().map(Vec::len), Some(1), "{seat}");
    assert_eq!(
        (&seat["devices"][0]["name"], &seat["devices"][0]["through"]),
        (&"pi-1".into(), &"srv-1".into())
    );
    let near = list(&["srv-3"]);
    assert_eq!((near.code, near.out.as_str()), (2, ""));
    assert!(near.err.contains("`srv-3`") && near.err.contains("srv-"), "{}", near.err);
}

#[test]
fn the_room_that_is_meant_has_to_be_clear() {
    let home = Home::new();
    let examples = examples();
    for (arguments, code, said) in [
        (vec!["list"], 2, "there is no room in inventory"),
        (vec!["list", "--inventory", &examples], 2, "salle-conteneurs, salle-materiel"),
        (vec!["list", "--inventory", &examples, "--room", "sale-materiel"], 2, "salle-materiel"),
    ] {
        let ran = home.run(&[&["classroom"], arguments.as_slice()].concat());
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn mistakes_are_shown_and_secrets_are_not() {
    let home = Home::new();
    std::fs::create_dir(home.path().join("inventory")).unwrap();
    let file = "version: 1\ncredentials:\n  salle: { user: prof, password: Tr0ub4dor }\ndevices:\n  pi-1: { role: raspberry }\n";
    std::fs::write(home.path().join("inventory/b204.yaml"), file).unwrap();
    let ran = home.run(&["classroom", "list"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    for said in ["b204.yaml:3:34", "env: VARIABLE", "b204.yaml:5:17", "raspberry-pi"] {
        assert!(ran.err.contains(said), "no {said}:\n{}", ran.err);
    }
    assert!(!ran.err.contains("Tr0ub4dor"), "{}", ran.err);
}
