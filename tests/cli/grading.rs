//! A class graded from what it handed in, without an engine.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use paillasse::bench::Bench;
use paillasse::check::Level;
use paillasse::grade::grade;
use paillasse::individual::Student;
use paillasse::journal::{Circumstances, Journal, NewRun};
use paillasse::load::{Folder, LabFile};
use paillasse::model::{Contents, WorkFile};
use paillasse::result::{Payload, pack};
use paillasse::runner::{Event, Request, run};
use paillasse::state::{Environment, StateDir};
use serde_json::Value;

use crate::results::{Here, LAB};
use crate::{Home, Ran};

const ROSTER: &str = "Nom;Prénom;Groupe;Adresse de courriel\n\
    LEFÈVRE;Zoé;G1;zoe@example.org\nPETIT;Max;G1;max@example.org\nMARTIN;Léa;G2;\nROUX;Noé;G2;\nNOIR;Tom;G2;\n";

/// A teacher, a lab whose node this machine is, and a folder of hand-ins.
struct Class {
    teacher: Home,
    lab: PathBuf,
    folder: PathBuf,
}

/// What a student hands in.
struct HandIn<'a> {
    /// Whose it is.
    name: &'a str,
    /// Whose values stand in it.
    values_of: &'a str,
    /// When its run ended.
    at: &'a str,
    /// Whose key signs it.
    key: &'a Home,
}

fn state(home: &Home) -> StateDir {
    let state_home = Some(home.path().join("state"));
    StateDir::open(&Environment { state_home, home: None }).unwrap()
}

impl Class {
    fn new() -> Self {
        let teacher = Home::new();
        let lab = teacher.path().join("essai");
        let folder = teacher.path().join("rendus");
        for made in [&lab, &folder, &teacher.path().join("noeud")] {
            std::fs::create_dir(made).unwrap();
        }
        let node = teacher.path().join("noeud").display().to_string();
        std::fs::write(lab.join("lab.yaml"), LAB.replace("FOLDER", &node)).unwrap();
        std::fs::write(lab.join("enonce.md"), "Le code est `{{ code }}`.\n").unwrap();
        std::fs::write(teacher.path().join("classe.csv"), ROSTER).unwrap();
        state(&teacher).class_secret().unwrap();
        Self { teacher, lab, folder }
    }

    fn bench(&self, name: &str) -> Bench {
        let secret = state(&self.teacher).class_secret().unwrap();
        let student = Student::new(name, secret.as_bytes()).unwrap();
        let file = LabFile::new(Folder::read(&self.lab).unwrap()).unwrap();
        let subnets = BTreeMap::from([("lan".to_owned(), "10.208.7.0/28".parse().unwrap())]);
        let addresses = file.addresses(subnets);
        Bench::new(file, student, addresses).unwrap()
    }

    /// Runs the checks as the student's machine would, and returns the signed file.
    fn packed(&self, hand_in: &HandIn<'_>) -> Vec<u8> {
        let (bench, other) = (self.bench(hand_in.name), self.bench(hand_in.values_of));
        let value = |name: &str| other.values.map()[name].as_str().unwrap().to_owned();
        let nonce = paillasse::exec::nonce();
        let node = self.teacher.path().join("noeud");
        std::fs::write(node.join("cle"), value("phrase")).unwrap();
        std::fs::write(node.join("code"), format!("{}-10.208.7.2", value("code"))).unwrap();
        std::fs::write(node.join("suite"), "presque").unwrap();

        let journal = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(&journal.path().join("journal.db")).unwrap();
        let circumstances = Circumstances {
            title: bench.lab.title.clone(),
            nonce: nonce.clone(),
            subnets: bench.plan.addresses.subnets.clone(),
        };
        let number = journal.begin_run(&NewRun::on(&bench.plan, Level::Full, &circumstances)).unwrap();
        let mask = bench.mask();
        let request = Request {
            checks: &bench.lab.checks,
            level: Level::Full,
            only: &[],
            mask: &mask,
            interviews: None,
            nonce: &nonce,
        };
        let judged = Mutex::new(Vec::new());
        let tell = |event| {
            if let Event::Judged(outcome, evidence) = event {
                journal.record(number, &outcome, &evidence).unwrap();
                judged.lock().unwrap().push(*outcome);
            }
        };
        tokio::runtime::Runtime::new().unwrap().block_on(run(&request, &Here, &Here, &tell));
        journal.end_run(number, &grade(&judged.into_inner().unwrap(), &bench.activity()).total).unwrap();
        let payload = Payload {
            finished: hand_in.at.parse().unwrap(),
            hints: [("code".parse().unwrap(), 2)].into(),
            ..Payload::of(journal.run(number).unwrap()).unwrap()
        };
        let file = WorkFile {
            node: "seul".to_owned(),
            path: "/root/rendu/notes.md".to_owned(),
            contents: Contents::Bytes("# Mes notes\n".into()),
        };
        pack(&payload, &[file], &state(hand_in.key).signing_key().unwrap()).unwrap()
    }

    fn put(&self, file: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn grade(&self, arguments: &[&str]) -> Ran {
        let lab = self.lab.display().to_string();
        let folder = self.folder.display().to_string();
        let all = [&["grade", &lab, "--roster", "classe.csv", "--from", &folder], arguments].concat();
        self.teacher.run(&all)
    }

    fn document(&self, arguments: &[&str]) -> (i32, Value) {
        let ran = self.grade(&[&["--format", "json"], arguments].concat());
        let document = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
        (ran.code, document)
    }
}

fn student<'a>(document: &'a Value, id: &str) -> &'a Value {
    let students = document["students"].as_array().unwrap();
    students.iter().find(|student| student["student"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// The messages of a list of sentences.
fn messages(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|sentence| sentence["message"].as_str().unwrap()).collect()
}

fn alone<'a>(name: &'a str, at: &'a str, key: &'a Home) -> HandIn<'a> {
    HandIn { name, values_of: name, at, key }
}

const NOON: &str = "2026-03-14T12:00:00Z";

#[test]
fn hand_ins_are_judged_again_and_those_without_one_get_no_zero() {
    let class = Class::new();
    let zoe = Home::new();
    class.put("zoe.paillasse", &class.packed(&alone("Zoé Lefèvre", NOON, &zoe)));
    let (code, document) = class.document(&[]);
    assert_eq!(code, 4, "somebody has no mark");
    assert_eq!((&document["source"], &document["level"]), (&"handed-in".into(), &"full".into()));
    let found = student(&document, "zoe-lefevre");
    assert_eq!(found["mark"]["value"]["value"], 10, "3 of 6 points: {found}");
    assert_eq!((&found["mark"]["provisional"], &found["email"]), (&false.into(), &"zoe@example.org".into()));
    assert_eq!(messages(&found["remarks"]), ["grade-unknown-key"]);
    assert_eq!(found["hints_used"]["code"], 2);
    assert_eq!(found["suspicions"], serde_json::json!([]));
    // What a contested mark is argued with.
    assert!(found["evidence"]["code"][0]["probe"].is_object() && found["nonce"].is_string(), "{found}");
    assert_eq!(document["lab"]["hash"].as_str().unwrap().len(), 64);
    let absent = student(&document, "tom-noir");
    assert_eq!(
        (&absent["mark"], &absent["trouble"]["message"]),
        (&Value::Null, &"grade-nothing-handed-in".into())
    );

    // Judged by the lab as it is now.
    let path = class.lab.join("lab.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("stdout: \"$PAILLASSE_NONCE\"", "stdout: presque")).unwrap();
    let (code, document) = class.document(&["--students", "Zoé Lefèvre"]);
    let found = student(&document, "zoe-lefevre");
    assert_eq!((code, &found["mark"]["value"]["value"]), (0, &20.into()));
    assert_eq!(found["handed_in"]["claimed"]["value"], 10, "what it was worth when it was handed in");
    assert!(messages(&found["remarks"]).contains(&"grade-other-lab"));
}

#[test]
fn a_neighbours_values_are_a_suspicion_and_no_verdict() {
    let class = Class::new();
    let (zoe, max) = (Home::new(), Home::new());
    class.put("zoe.paillasse", &class.packed(&alone("Zoé Lefèvre", NOON, &zoe)));
    let copied = HandIn { values_of: "Zoé Lefèvre", ..alone("Max Petit", NOON, &max) };
    class.put("max.paillasse", &class.packed(&copied));
    let ran = class.grade(&["--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let found = student(&document, "max-petit");
    assert_eq!(found["mark"]["value"]["value"], 0, "the values of another are wrong: {found}");
    let suspicions = found["suspicions"].as_array().unwrap();
    let of: Vec<&str> =
        suspicions.iter().map(|one| one["rests_on"]["value"]["parameter"].as_str().unwrap()).collect();
    assert_eq!(of, ["code", "phrase"]);
    for one in suspicions {
        assert_eq!(one["rests_on"]["value"]["whose"], serde_json::json!(["zoe-lefevre"]));
    }
    let phrase = class.bench("Zoé Lefèvre").values.map()["phrase"].as_str().unwrap().to_owned();
    let shown = class.grade(&[]);
    assert!(shown.out.contains("zoe-lefevre") && shown.out.contains("***"), "{}", shown.out);
    assert!(!shown.out.contains(&phrase) && !ran.out.contains(&phrase), "a password is never shown");
    let own = student(&document, "zoe-lefevre");
    assert_eq!(own["suspicions"], serde_json::json!([]), "who was copied from is not suspected by it");
}

#[test]
fn one_key_or_one_run_for_two_students_is_said() {
    let class = Class::new();
    let zoe = Home::new();
    class.put("zoe.paillasse", &class.packed(&alone("Zoé Lefèvre", NOON, &zoe)));
    class.put("max.paillasse", &class.packed(&alone("Max Petit", NOON, &zoe)));
    let (_, document) = class.document(&[]);
    for (id, other) in [("zoe-lefevre", "max-petit"), ("max-petit", "zoe-lefevre")] {
        let key = &student(&document, id)["suspicions"][0]["rests_on"]["same-key"];
        assert_eq!(key["with"], serde_json::json!([other]), "{document}");
    }
    // The key of the machine is known when a list says so.
    let line = zoe.run(&["verify", "--key"]).out;
    std::fs::write(class.teacher.path().join("cles"), line).unwrap();
    let (_, document) = class.document(&["--known", "cles"]);
    let found = student(&document, "zoe-lefevre");
    assert_eq!((messages(&found["remarks"]), &found["handed_in"]["key_of"]), (vec![], &"eleve".into()));
}

#[test]
fn what_was_altered_or_is_nobodys_is_refused_and_listed() {
    let class = Class::new();
    let key = Home::new();
    let good = class.packed(&alone("Léa Martin", NOON, &key));
    let lea = class.put("lea.paillasse", &good);
    let verified =
        class.teacher.run(&["verify", &lea.display().to_string(), "--lab", &class.lab.display().to_string()]);
    assert_eq!(verified.code, 1, "intact, and the key is unknown: {}", verified.err);
    assert!(
        verified.out.contains("Intact") && verified.out.contains("1 of the student's files"),
        "{}",
        verified.out
    );

    let mut altered = good.clone();
    let at = altered.windows(11).position(|bytes| bytes == b"result.json").unwrap() + 40;
    altered[at] ^= 1;
    class.put("lea.paillasse", &altered);
    class.put("noe.paillasse", &good[..good.len() / 2]);
    class.put("lettre.paillasse", b"Bonjour, voici mon travail.");
    class.put("autre.paillasse", &class.packed(&alone("Jean Inconnu", NOON, &key)));
    // Neither is a hand-in, and neither says to be one.
    class.put("photo.jpg", b"\xff\xd8\xff");
    class.put("notes.json", b"{\"a\": 1}");
    let (code, document) = class.document(&[]);
    assert_eq!(code, 4);
    let refused: Vec<(&str, &str)> = document["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["file"].as_str().unwrap(), one["why"]["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        refused,
        [
            ("autre.paillasse", "grade-nobody"),
            ("lea.paillasse", "result-archive"),
            ("lettre.paillasse", "result-not-one"),
            ("noe.paillasse", "result-archive"),
        ]
    );
    assert_eq!(student(&document, "lea-martin")["mark"], Value::Null);
}

#[test]
fn the_last_one_in_time_counts_and_lateness_costs_what_was_said() {
    let class = Class::new();
    let noe = Home::new();
    let at = |time: &str| format!("2026-03-14T{time}:00Z");
    let hand_in = |time: &str, values_of: &str| {
        let at = at(time);
        class.packed(&HandIn { values_of, ..alone("Noé Roux", &at, &noe) })
    };
    class.put("1.paillasse", &hand_in("10:00", "Zoé Lefèvre"));
    class.put("2.paillasse", &hand_in("11:00", "Noé Roux"));
    class.put("3.paillasse", &hand_in("13:30", "Zoé Lefèvre"));
    let due = ["--deadline", NOON, "--students", "Noé Roux"];
    let (code, document) = class.document(&due);
    let found = student(&document, "noe-roux");
    assert_eq!((code, &found["handed_in"]["file"]), (0, &"2.paillasse".into()));
    assert_eq!((&found["late"], &found["mark"]["value"]["value"]), (&Value::Null, &10.into()));
    assert_eq!(found["handed_in"]["others"].as_array().unwrap().len(), 2);

    for file in ["1.paillasse", "2.paillasse", "3.paillasse"] {
        std::fs::remove_file(class.folder.join(file)).unwrap();
    }
    class.put("4.paillasse", &hand_in("13:10", "Noé Roux"));
    let with = |more: &[&str]| {
        let (code, document) = class.document(&[&due[..], more].concat());
        let found = student(&document, "noe-roux");
        (code, found["mark"]["value"]["value"].clone(), found["late"].clone())
    };
    let late = |seconds: u64, refused: bool| serde_json::json!({ "seconds": seconds, "refused": refused });
    assert_eq!(with(&[]), (0, 10.into(), late(4200, false)));
    assert_eq!(with(&["--late", "10%/h"]), (0, 8.into(), late(4200, false)), "two hours have begun");
    assert_eq!(with(&["--late", "10%/h", "--grace", "15min"]), (0, 9.into(), late(3300, false)));
    assert_eq!(with(&["--late", "refuse"]), (0, Value::Null, late(4200, true)));
    assert_eq!(with(&["--hint-cost", "0,5"]), (0, 9.into(), late(4200, false)), "two hints");
    for wrong in [&["--late", "beaucoup"][..], &["--hint-cost", "-1"], &["--late", "10%"]] {
        let ran = class.grade(&[&due[..], wrong].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    }
    assert_eq!(class.grade(&["--deadline", "demain"]).code, 2);
    assert_eq!(class.grade(&["--late", "refuse"]).code, 2, "late for what?");
    assert_eq!(class.grade(&["--twice"]).code, 2, "files cannot be run");
}

#[test]
fn moodles_archive_is_read_as_it_comes() {
    let class = Class::new();
    let (zoe, max) = (Home::new(), Home::new());
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [
        (
            "LEFÈVRE Zoé_101_assignsubmission_file_/a332.paillasse",
            class.packed(&alone("Zoé Lefèvre", NOON, &zoe)),
        ),
        // Under the name of an account, whose values are then the student's.
        ("PETIT Max_102_assignsubmission_file_/rendu.zip", class.packed(&alone("mpetit", NOON, &max))),
        ("NOIR Tom_103_assignsubmission_file_/lettre.txt", b"rien".to_vec()),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    let file = class.put("Devoir.zip", &archive.finish().unwrap().into_inner());
    let check = |class: &Class| {
        let (_, document) = class.document(&[]);
        assert_eq!(student(&document, "zoe-lefevre")["mark"]["value"]["value"], 10);
        let max = student(&document, "max-petit");
        assert_eq!(max["mark"]["value"]["value"], 10, "{max}");
        assert_eq!(messages(&max["remarks"]), ["grade-unknown-key", "grade-other-name"]);
        assert_eq!(document["refused"], serde_json::json!([]));
    };
    check(&class);
    check(&Class { teacher: class.teacher, lab: class.lab, folder: file });
}

#[test]
fn a_report_is_written_in_every_form() {
    let class = Class::new();
    let zoe = Home::new();
    class.put("zoe.paillasse", &class.packed(&alone("Zoé Lefèvre", NOON, &zoe)));
    let ran = class.grade(&["--output", "rapport"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    for said in ["Zoé Lefèvre", "10/20", "claim", "nothing was handed in"] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let french = class.grade(&["--lang", "fr"]).out;
    assert!(french.contains("Fichiers rendus") && french.contains("rien n'a été rendu"), "{french}");
    let folder = class.teacher.path().join("rapport");
    let written =
        |name: &str| std::fs::metadata(folder.join(name)).map(|file| file.len()).unwrap_or_default();
    for name in ["class.json", "class.html", "class.csv", "moodle.csv", "students/zoe-lefevre.html"] {
        assert!(written(name) > 0, "{name}");
    }
    let schema = class.teacher.run(&["schema", "class"]);
    let schema: Value = serde_json::from_str(&schema.out).unwrap();
    let document = std::fs::read_to_string(folder.join("class.json")).unwrap();
    crate::files::Judge::new(&schema).accepts(&serde_json::from_str(&document).unwrap()).unwrap();
}

#[test]
fn a_file_made_with_other_values_is_not_judged() {
    let (class, other) = (Class::new(), Class::new());
    let zoe = Home::new();
    class.put("zoe.paillasse", &other.packed(&alone("Zoé Lefèvre", NOON, &zoe)));
    let (code, document) = class.document(&[]);
    let found = student(&document, "zoe-lefevre");
    assert_eq!((code, &found["mark"]), (4, &Value::Null));
    assert_eq!(found["trouble"]["message"], "result-other-values");
    assert_eq!(found["handed_in"]["claimed"]["value"], 10, "what it claims is told");
    let nowhere = class.teacher.run(&[
        "grade",
        &class.lab.display().to_string(),
        "--roster",
        "absent.csv",
        "--from",
        ".",
    ]);
    assert_eq!(nowhere.code, 3, "{}", nowhere.err);
    let secret = class.teacher.path().join("state/paillasse/class-secret");
    std::fs::remove_file(&secret).unwrap();
    let ran = class.grade(&[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("class secret") && !secret.exists(), "looking makes no secret: {}", ran.err);
}
