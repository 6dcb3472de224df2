//! Classes, as far as they go without an engine.

use std::path::Path;

use crate::{Home, lab};

fn roster(home: &Home, contents: &[u8]) -> String {
    let path = home.path().join("classe.csv");
    std::fs::write(&path, contents).unwrap();
    path.display().to_string()
}

#[test]
fn all_mistakes_of_a_roster_are_said_before_anything_is_made() {
    let home = Home::new();
    let roster = roster(&home, "Nom;Prénom;Poste\nMARTIN;;1\nROUX;Tom;2\nROUX;Tom;2\n".as_bytes());
    let ran = home.run(&["class", "up", &lab("mini"), "--roster", &roster]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    for said in ["classe.csv:2:8", "classe.csv:4:1", "classe.csv:4:10", "holds 3 mistakes", "Distinction"] {
        assert!(ran.err.contains(said), "no {said}:\n{}", ran.err);
    }
    assert_eq!(ran.out, "");
    assert!(!home.path().join("state/paillasse/classes").exists());
}

#[test]
fn a_spreadsheet_is_told_from_a_list() {
    let home = Home::new();
    let roster = roster(&home, b"PK\x03\x04\x14\x00\x06\x00");
    let ran = home.run(&["class", "up", &lab("mini"), "--roster", &roster, "--lang", "fr"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("CSV UTF-8"), "{}", ran.err);
}

#[test]
fn what_is_meant_has_to_be_said() {
    let home = Home::new();
    let list = roster(&home, "Nom;Prénom;Groupe\nMARTIN;Léa;G1\nROUX;Tom;G2\n".as_bytes());
    let absent = home.path().join("absente.csv").display().to_string();
    let mini = lab("mini");
    for (arguments, code, said) in [
        (vec!["up", &mini], 2, "--roster FILE"),
        (vec!["up", "--roster", &list], 2, "LAB"),
        (vec!["up", &mini, "--roster", &absent], 3, "absente.csv"),
        (vec!["up", &mini, "--roster", &list, "--group", "G3"], 2, "is in “G3”"),
        (vec!["up", &mini, "--roster", &list, "--students", "lea-martni"], 2, "lea-martin"),
        (vec!["up", &mini, "--roster", &list, "--until", "midi"], 2, "midi"),
        (vec!["up", &mini, "--group", "G1"], 2, "--roster"),
        (vec!["extend", &mini], 2, "--by"),
        // Everything is well said, and no engine answers.
        (
            vec!["up", &mini, "--roster", &list, "--group", "g1", "--students", "Léa Martin"],
            5,
            "/nonexistent",
        ),
        (vec!["status"], 5, "/nonexistent"),
    ] {
        let ran = home.run(&[&["class"], arguments.as_slice()].concat());
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn samples_of_each_tool_are_read() {
    let home = Home::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters");
    for sample in std::fs::read_dir(folder).unwrap().flatten() {
        let path = sample.path().display().to_string();
        let ran = home.run(&["class", "up", &lab("mini"), "--roster", &path]);
        assert_eq!(ran.code, 5, "{path}: {}", ran.err);
    }
}
