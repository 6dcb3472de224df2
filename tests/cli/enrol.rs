//! A machine that makes the benches of one student of a class.

use crate::{Home, lab};

fn codes(home: &Home) -> Vec<serde_json::Value> {
    let path = home.path().join("classe.csv");
    std::fs::write(&path, "Nom;Prénom\nMARTIN;Léa\nROUX;Tom\n").unwrap();
    let ran = home.run(&["class", "codes", "--roster", &path.display().to_string(), "--own", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    shown["students"].as_array().unwrap().clone()
}

fn brief(home: &Home, student: &str) -> String {
    let ran = home.run(&["brief", &lab("mini"), "--student", student]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_code_gives_the_values_of_its_student_and_of_nobody_else() {
    let (teacher, student) = (Home::new(), Home::new());
    let codes = codes(&teacher);
    assert_eq!(codes[0]["student"], "lea-martin");
    let code = codes[0]["code"].as_str().unwrap();
    let enrolled = student.run(&["enrol", code]);
    assert_eq!(enrolled.code, 0, "{}", enrolled.err);
    assert!(enrolled.out.contains("lea-martin"), "{}", enrolled.out);
    let meant = brief(&teacher, "lea-martin");
    assert_eq!(brief(&student, "Léa Martin"), meant);
    assert_ne!(brief(&student, "tom-roux"), brief(&teacher, "tom-roux"));
    // Nobody has to be named on a machine of one student.
    let named = student.run(&["brief", &lab("mini")]);
    assert_eq!(named.out, meant);
    // Nothing but the code is kept, for its owner alone.
    let kept = student.path().join("state/paillasse/own-codes");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), format!("{code}\n"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&kept).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn half_a_code_changes_nothing() {
    let (teacher, student) = (Home::new(), Home::new());
    let codes = codes(&teacher);
    let code = codes[1]["code"].as_str().unwrap();
    for wrong in [&code[..code.len() - 1], &code.replace("tom", "leo"), "K7QM-3F"] {
        let ran = student.run(&["enrol", wrong]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("paillasse join"), "{}", ran.err);
        assert!(!ran.err.contains(&code[9..]), "a code is not repeated: {}", ran.err);
    }
    assert!(!student.path().join("state/paillasse/own-codes").exists());
}
