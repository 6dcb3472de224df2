//! A run leaves its bench: saved, verified, altered, judged again.

use serde_json::Value;

use crate::trial::{Trial, copy, mini};

#[test]
#[ignore = "needs a container engine"]
fn a_result_outlives_its_bench() {
    let trial = Trial::new("resultat");
    trial.up();
    trial.solve();
    trial.on("beta", "echo autre > /srv/code").ends(0);
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("result.json").display().to_string();
    // The drill too: it restarts nothing here, but looks at a clone.
    trial.verb("check", &["--level", "full", "--save", &result]).ends(1);
    trial.verb("down", &["-y"]).ends(0);

    let lab = mini().display().to_string();
    let intact = trial.run(&["verify", &result, "--lab", &lab]).ends(0);
    assert!(intact.out.contains("Intact") && intact.out.contains("resultat"), "{}", intact.out);
    let again = trial.run(&["rejudge", &result, "--lab", &lab, "--json"]).ends(1);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert!(again["checks"].as_array().unwrap().iter().all(|line| line["changed"] == false), "{again}");

    // The author meant any code to do.
    let corrected = folder.path().join("mini");
    copy(&mini(), &corrected);
    let path = corrected.join("lab.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("contents: \"{{ code }}\"", "contents: autre")).unwrap();
    let corrected = corrected.display().to_string();
    let again = trial.run(&["rejudge", &result, "--lab", &corrected, "--json"]).ends(0);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(again["mark"], serde_json::json!({ "before": 16.67, "now": 20.0 }), "{again}");

    let text = std::fs::read_to_string(&result).unwrap();
    let altered = text.replacen(r#"\"earned\":5"#, r#"\"earned\":6"#, 1);
    assert_ne!(altered, text);
    std::fs::write(&result, altered).unwrap();
    let altered = trial.run(&["verify", &result]).ends(3);
    assert!(altered.err.contains("altered"), "{}", altered.err);
}
