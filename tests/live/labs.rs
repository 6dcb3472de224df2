//! Labs are proven.

use crate::trial::{Trial, copy, labs, mini};

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
fn a_lab_with_faults_is_proven() {
    let trial = Trial::new("preuve-pannes");
    let lab = labs().join("panne").display().to_string();
    let ran = trial.run(&["lab", "test", &lab, "--students", "1", "--json"]).ends(0);
    let proofs: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let phases = &proofs[0]["verdicts"]["essai-1"];
    for phase in ["untouched", "mutant:rien-fait"] {
        assert!(phases[phase].as_object().unwrap().values().all(|word| word == "fail"), "{phases}");
    }
    // Who treats the symptom alone has repaired nothing.
    let treated = &phases["mutant:relance-sans-lendemain"];
    assert_eq!((&treated["acces"], &treated["panne-acces"]), (&"pass".into(), &"fail".into()));
    assert!(proofs[0]["seconds"]["essai-1"]["fault:port-bloque"].is_number(), "{}", proofs[0]);
}

#[test]
#[ignore = "needs a container engine"]
fn a_fault_that_nobody_feels_is_found_out() {
    let trial = Trial::new("preuve-panne-sans-effet");
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("sans-effet");
    copy(&labs().join("panne"), &lab);
    let definition = std::fs::read_to_string(lab.join("lab.yaml")).unwrap();
    let deaf = definition.replace("port-blocked: { port: 22 }", "port-blocked: { port: 23 }");
    assert_ne!(deaf, definition);
    std::fs::write(lab.join("lab.yaml"), deaf).unwrap();
    let lab = lab.display().to_string();
    let ran = trial.run(&["lab", "test", &lab, "--students", "1", "--mutant", "rien-fait", "--json"]).ends(1);
    let proofs: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let flaws = proofs[0]["flaws"].as_array().unwrap();
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert!(flaws[0].to_string().contains("port-bloque"), "{flaws:?}");
}

#[test]
#[ignore = "needs a container engine"]
fn a_record_is_compared_and_a_step_is_left_out() {
    let trial = Trial::new("preuve-relevee");
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("releve");
    copy(&mini(), &lab);
    let (path, lab) = (lab.join("matrix.json"), lab.display().to_string());
    let options = ["--students", "1", "--repeat", "2", "--generate-mutants", "--record", "--json"];
    let ran = trial.run(&[&["lab", "test", lab.as_str()], &options[..]].concat()).ends(0);
    let proofs: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(proofs[0]["flaky"].as_array().unwrap().len(), 0);
    let omissions = proofs[0]["omissions"].as_array().unwrap();
    let kills = |place: &str| &omissions.iter().find(|omitted| omitted["place"] == place).unwrap()["kills"];
    assert_eq!(*kills("10-alpha.sh:2"), serde_json::json!(["cle", "apres-redemarrage"]));
    assert_eq!(*kills("20-beta.sh:1"), serde_json::json!(["voisin"]));
    assert_eq!(proofs[0]["surviving"].as_array().unwrap().len(), 0);

    let recorded = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, recorded.replacen("\"cle\": \"pass\"", "\"cle\": \"fail\"", 1)).unwrap();
    let ran = trial.run(&["lab", "test", &lab, "--students", "1", "--spread"]).ends(1);
    assert!(ran.err.contains("cle: recorded as fail, seen as pass"), "{}", ran.err);
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
