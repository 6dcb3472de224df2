//! Labs are proven.

use crate::trial::{Trial, copy, mini};

#[test]
#[ignore = "needs a container engine"]
fn a_good_lab_is_proven() {
    let trial = Trial::new("preuve");
    let lab = mini().display().to_string();
    let ran = trial.run(&["lab", "test", &lab, "--students", "2", "--json"]).ends(0);
    let proofs: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let phases = &proofs[0]["verdicts"]["essai-1"];
    assert_eq!(phases["untouched"]["cle"], "fail");
    assert_eq!(phases["untouched"]["apres-redemarrage"], "skip");
    assert_eq!(phases["solution"]["apres-redemarrage"], "pass");
    assert_eq!(phases["mutant:faux-code"]["voisin"], "fail");
    assert_eq!(phases["mutant:faux-code"]["cle"], "pass");
    assert_eq!(proofs[0]["unkilled"].as_array().unwrap().len(), 0);
}

#[test]
#[ignore = "needs a container engine"]
fn a_bad_lab_is_found_out() {
    let trial = Trial::new("preuve-mauvaise");
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("mauvais");
    copy(&mini(), &lab);
    let definition = std::fs::read_to_string(lab.join("lab.yaml")).unwrap();
    // A check that passes on the untouched bench, and that no mutant kills.
    let weak =
        definition.replace("file: { path: /srv/code, contents: \"{{ code }}\" }", "file: { path: /srv }");
    assert_ne!(weak, definition);
    std::fs::write(lab.join("lab.yaml"), weak).unwrap();
    let lab = lab.display().to_string();
    let ran = trial.run(&["lab", "test", &lab, "--students", "1", "--json"]).ends(1);
    let proofs: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let flaws = proofs[0]["flaws"].to_string();
    assert!(flaws.contains("untouched") && flaws.contains("voisin"), "{flaws}");
    assert_eq!(proofs[0]["unkilled"][0], "voisin");
}
