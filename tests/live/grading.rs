//! A class of two and one who is absent: handed in, graded where it stands, and from files.

use serde_json::Value;

use crate::trial::{Trial, copy, mini};

const ROSTER: &str = "Nom;Prénom\nUne;Note\nDeux;Note\nAbsent;Note\n";

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn student<'a>(document: &'a Value, id: &str) -> &'a Value {
    let students = document["students"].as_array().unwrap();
    students.iter().find(|student| student["student"] == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
#[ignore = "needs a container engine"]
fn a_class_is_handed_in_and_graded() {
    let (one, two) = (Trial::new("note-une"), Trial::new("note-deux"));
    one.up();
    // Two machines of one class: the same secret, keys and journals of their own.
    let secret = |trial: &Trial| trial.state.path().join("paillasse/class-secret");
    std::fs::create_dir_all(secret(&two).parent().unwrap()).unwrap();
    std::fs::copy(secret(&one), secret(&two)).unwrap();
    two.up();
    one.solve();
    one.on("alpha", "mkdir -p /root/rendu && echo '# Mes notes' > /root/rendu/notes.md").ends(0);
    one.on("alpha", "echo 'export MODE=1' > /etc/profile.d/mode.sh").ends(0);
    let code = one.value("code");
    two.on("beta", &format!("printf %s '{code}' > /srv/code; mkdir -p /root/rendu")).ends(0);
    two.on("beta", &format!("echo 'code : {code}' > /root/rendu/notes.md")).ends(0);

    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    std::fs::create_dir(folder.path().join("rendus")).unwrap();
    let shown = one.verb("submit", &["--dry-run"]).ends(0).out;
    let private =
        shown.lines().find(|line| line.contains("alpha:/srv/cle")).unwrap_or_else(|| panic!("{shown}"));
    assert!(private.contains("private"), "a key is only named: {private}");
    assert!(
        shown.contains("alpha:/root/rendu/notes.md") && shown.contains("/etc/profile.d/mode.sh"),
        "{shown}"
    );
    let handed_in = one.verb("submit", &["--output", &place("rendus")]).ends(0);
    assert!(handed_in.out.contains("a332-note-une-20"), "{}", handed_in.out);
    let file = std::fs::read_dir(place("rendus")).unwrap().next().unwrap().unwrap().path();
    let lab = mini().display().to_string();
    let verified = one.run(&["verify", &file.display().to_string(), "--lab", &lab, "--json"]).ends(0);
    let files = document(&verified.out)["files"].as_array().unwrap().clone();
    assert!(files.iter().any(|file| file["path"] == "/root/rendu/notes.md" && file["sha256"].is_string()));
    let phrase = one.value("phrase");
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.windows(phrase.len()).any(|window| window == phrase.as_bytes()));

    std::fs::write(place("classe.csv"), ROSTER).unwrap();
    let roster = place("classe.csv");
    let live = one.verb("grade", &["--roster", &roster, "--format", "json", "--twice"]).ends(4);
    let graded = document(&live.out);
    let first = student(&graded, "note-une");
    assert_eq!(first["mark"]["value"]["value"], 20, "{first}");
    assert_eq!((&first["unsteady"], &first["suspicions"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert!(first["evidence"]["cle"][0]["output"].is_object(), "{first}");
    let second = student(&graded, "note-deux");
    assert_eq!(second["mark"]["value"]["value"], 0, "{second}");
    let suspicions = second["suspicions"].as_array().unwrap();
    assert_eq!(suspicions.len(), 1, "{second}");
    let rests_on = &suspicions[0]["rests_on"]["value"];
    assert_eq!(rests_on["whose"], serde_json::json!(["note-une"]), "{rests_on}");
    assert_eq!(
        (&rests_on["parameter"], &rests_on["place"]),
        (&"code".into(), &"beta:/root/rendu/notes.md".into())
    );
    let absent = student(&graded, "note-absent");
    assert_eq!((&absent["mark"], &absent["trouble"]["message"]), (&Value::Null, &"bench-not-up".into()));
    // The drills worked on copies.
    one.on("alpha", "test -s /srv/cle").ends(0);

    // What flickers is not judged: this check passes once.
    let flickering = folder.path().join("mini");
    copy(&mini(), &flickering);
    let path = flickering.join("lab.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let run = "run: \"test ! -e /srv/vu && touch /srv/vu\"";
    std::fs::write(
        &path,
        text.replace("file: { path: /srv/code, contents: \"{{ code }}\" }", &format!("command: {{ {run} }}")),
    )
    .unwrap();
    let flickering = flickering.display().to_string();
    let only = ["--students", "note-une", "--level", "quick", "--twice", "--format", "json"];
    let arguments = [&["grade", flickering.as_str(), "--roster", &roster], &only[..]].concat();
    let graded = document(&one.run(&arguments).ends(4).out);
    let first = student(&graded, "note-une");
    assert_eq!(first["unsteady"], serde_json::json!([{ "check": "voisin", "verdicts": ["pass", "fail"] }]));
    assert_eq!((&first["mark"]["value"]["value"], &first["mark"]["provisional"]), (&20.into(), &true.into()));
    assert_eq!(first["remarks"][0]["message"], "grade-other-lab");

    // From the file, with one bench gone and the other stopped.
    two.verb("stop", &[]).ends(0);
    let stopped =
        one.verb("grade", &["--roster", &roster, "--students", "note-deux", "--format", "json"]).ends(4);
    let stopped = document(&stopped.out);
    assert_eq!(student(&stopped, "note-deux")["trouble"]["message"], "bench-not-running");
    one.verb("down", &["-y"]).ends(0);
    let from =
        ["--roster", &roster, "--from", &place("rendus"), "--students", "note-une", "--format", "json"];
    let graded = document(&one.verb("grade", &from).ends(0).out);
    let first = student(&graded, "note-une");
    assert_eq!((&first["mark"]["value"]["value"], &first["remarks"]), (&20.into(), &serde_json::json!([])));
    two.verb("down", &["-y"]).ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn a_student_on_a_machine_of_their_own_hands_in_and_is_judged_by_the_teacher() {
    // Léa's machine has her code and nothing of the class; no bench of hers is on the teacher's.
    let (teacher, lea) = (Trial::new("note-prof"), Trial::new("note-lea"));
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(place("classe.csv"), "Nom;Prénom\nLéa;Note\n").unwrap();
    let roster = place("classe.csv");
    let codes = teacher.run(&["class", "codes", "--roster", &roster, "--own", "--json"]).ends(0);
    let code = document(&codes.out)["students"][0]["code"].as_str().unwrap().to_owned();
    lea.run(&["enrol", &code]).ends(0);
    lea.up();
    lea.solve();
    std::fs::create_dir(folder.path().join("rendus")).unwrap();
    lea.verb("submit", &["--output", &place("rendus")]).ends(0);
    lea.verb("down", &["-y"]).ends(0);
    assert!(!lea.state.path().join("paillasse/class-secret").exists(), "it takes no secret of a class");

    let from = ["--roster", &roster, "--from", &place("rendus"), "--format", "json"];
    let graded = document(&teacher.verb("grade", &from).ends(0).out);
    let graded = student(&graded, "note-lea");
    assert_eq!(graded["mark"]["value"]["value"], 20, "{graded}");
    assert_eq!(graded["trouble"], Value::Null, "{graded}");
}
