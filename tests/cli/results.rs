//! Results that travel: saved, verified, judged again, without an engine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use paillasse::bench::Bench;
use paillasse::check::{Act, Level, Place};
use paillasse::grade::grade;
use paillasse::i18n::Text;
use paillasse::individual::Student;
use paillasse::journal::{Circumstances, Journal, NewRun};
use paillasse::load::{Folder, LabFile};
use paillasse::runner::{Drills, Event, Request, Stage, run};
use paillasse::state::{Environment, StateDir};
use paillasse::transport::Shell;
use paillasse::transport::local::Local;
use serde_json::Value;

use crate::{Home, Ran};

/// The word of the recorded run.
pub(crate) const NONCE: &str = "0123456789abcdef";

/// A lab whose checks read files; this machine stands for its node.
pub(crate) const LAB: &str = r#"
version: 1
activity: A3.3.2
title: Petit lab d'essai
summary: Trois fichiers.
duration: 10min
difficulty: 1
parameters:
  phrase: { password: { length: 16 } }
  autre: { password: { length: 16 } }
  code: { pattern: "{hex:8}" }
networks:
  lan: { prefix: 28 }
nodes:
  seul: { image: base, networks: { lan: 2 } }
checks:
  - id: cle
    title: La clé est en place
    competences: [C3.3.2.1]
    on: seul
    points: 2
    command: { run: "cat FOLDER/cle", stdout: "{{ phrase }}" }
  - id: code
    title: Le code est le bon
    competences: [C3.3.2.2]
    on: seul
    points: 1
    command: { run: "cat FOLDER/code", stdout: "{{ code }}-{{ nodes.seul.lan }}" }
  - id: suite
    title: Le reste suit
    competences: [C3.3.2.3]
    on: seul
    points: 3
    needs: [code]
    command: { run: "cat FOLDER/suite", stdout: "$PAILLASSE_NONCE" }
"#;

pub(crate) struct Here;

impl Stage for Here {
    fn shell<'a>(&'a self, _: &'a Place) -> BoxFuture<'a, Result<Shell, Text>> {
        async { Ok(Shell::new("here", Arc::new(Local))) }.boxed()
    }

    fn power<'a>(&'a self, _: &'a Place, _: &'a Act) -> BoxFuture<'a, Result<(), Text>> {
        async { Ok(()) }.boxed()
    }
}

impl Drills for Here {
    fn clones(&self) -> BoxFuture<'_, Result<Box<dyn Stage>, Text>> {
        async { Ok(Box::new(Here) as Box<dyn Stage>) }.boxed()
    }
}

/// A home whose journal holds one run.
struct Kept {
    home: Home,
    lab: PathBuf,
}

impl Kept {
    /// The key and the code are right; what follows is not what the lab expects.
    fn new() -> Self {
        let home = Home::new();
        let lab = home.path().join("essai");
        std::fs::create_dir(&lab).unwrap();
        let folder = home.path().display().to_string();
        std::fs::write(lab.join("lab.yaml"), LAB.replace("FOLDER", &folder)).unwrap();
        let kept = Self { home, lab };
        kept.record();
        kept
    }

    fn state(&self) -> StateDir {
        let state_home = Some(self.home.path().join("state"));
        StateDir::open(&Environment { state_home, home: None }).unwrap()
    }

    fn record(&self) {
        let secret = self.state().class_secret().unwrap();
        let student = Student::new("Zoé Lefèvre", secret.as_bytes()).unwrap();
        let file = LabFile::new(Folder::read(&self.lab).unwrap()).unwrap();
        let subnets = BTreeMap::from([("lan".to_owned(), "10.208.7.0/28".parse().unwrap())]);
        let addresses = file.addresses(subnets);
        let bench = Bench::new(file, student, addresses).unwrap();
        let value = |name: &str| bench.values.map()[name].as_str().unwrap().to_owned();
        let write = |name: &str, text: String| std::fs::write(self.home.path().join(name), text).unwrap();
        write("cle", value("phrase"));
        write("code", format!("{}-10.208.7.2", value("code")));
        write("suite", "presque".to_owned());

        let (journal, _) = Journal::open(&self.state().journal()).unwrap();
        let circumstances = Circumstances {
            title: bench.lab.title.clone(),
            nonce: NONCE.to_owned(),
            subnets: bench.plan.addresses.subnets.clone(),
        };
        let new = NewRun::on(&bench.plan, Level::Quick, &circumstances);
        let number = journal.begin_run(&new).unwrap();
        let request = Request {
            checks: &bench.lab.checks,
            level: Level::Quick,
            only: &[],
            mask: &bench.mask(),
            interviews: None,
            nonce: NONCE,
        };
        let judged = Mutex::new(Vec::new());
        let tell = |event| {
            if let Event::Judged(outcome, evidence) = event {
                journal.record(number, &outcome, &evidence).unwrap();
                judged.lock().unwrap().push(*outcome);
            }
        };
        tokio::runtime::Runtime::new().unwrap().block_on(run(&request, &Here, &Here, &tell));
        let outcomes = judged.into_inner().unwrap();
        journal.end_run(number, &grade(&outcomes, &bench.activity()).total).unwrap();
    }

    fn save(&self) -> PathBuf {
        let path = self.home.path().join("result.json");
        let ran = self.run(&["history", "1", "--save", &path.display().to_string()]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        path
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.home.run(arguments)
    }

    /// Alters the lab, as its author would.
    fn correct(&self, from: &str, to: &str) {
        let path = self.lab.join("lab.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(&path, text.replace(from, to)).unwrap();
    }

    fn rejudge(&self, of: &str) -> (i32, Value) {
        let ran = self.run(&["rejudge", of, "--lab", &self.lab.display().to_string(), "--json"]);
        let document = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
        (ran.code, document)
    }
}

/// The verdict of a check, before and now.
fn verdicts(document: &Value, check: &str) -> (String, String) {
    let lines = document["checks"].as_array().unwrap();
    let line = lines.iter().find(|line| line["id"] == check).unwrap_or_else(|| panic!("no {check}"));
    let word = |when: &str| line[when]["verdict"].as_str().unwrap_or("–").to_owned();
    (word("before"), word("now"))
}

fn words(before: &str, now: &str) -> (String, String) {
    (before.to_owned(), now.to_owned())
}

#[test]
fn a_saved_run_is_intact_and_its_secrets_are_not_in_it() {
    let kept = Kept::new();
    let path = kept.save();
    let file = std::fs::read_to_string(&path).unwrap();
    let phrase = std::fs::read_to_string(kept.home.path().join("cle")).unwrap();
    assert!(file.contains("***") && !file.contains(&phrase), "{file}");

    let path = path.display().to_string();
    let lab = kept.lab.display().to_string();
    let ran = kept.run(&["verify", &path, "--lab", &lab]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in ["Intact", "this machine", "as it is here", "zoe-lefevre", "3 out of 6"] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let french = kept.run(&["verify", &path, "--lang", "fr"]);
    assert!(french.out.contains("C'est bien") || french.out.contains("c'est bien"), "{}", french.out);

    kept.correct("points: 1", "points: 2");
    let ran = kept.run(&["verify", &path, "--lab", &lab, "--json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &document["lab"]["installed"]), (0, &Value::from("other")));
    assert_eq!(document["mark"], 10.0);
}

#[test]
fn an_altered_result_is_refused_by_every_verb() {
    let kept = Kept::new();
    let path = kept.save();
    let file = std::fs::read_to_string(&path).unwrap();
    let good = path.display().to_string();
    let altered = file.replacen(r#"\"earned\":3"#, r#"\"earned\":6"#, 1);
    assert_ne!(altered, file);
    for (contents, said) in [
        (altered.as_bytes(), "altered"),
        (&file.as_bytes()[..file.len() / 2], "end of the file is missing"),
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"<html>", "no result"),
    ] {
        std::fs::write(&path, contents).unwrap();
        let lab = kept.lab.display().to_string();
        for arguments in [vec!["verify", &good], vec!["rejudge", &good, "--lab", &lab]] {
            let ran = kept.run(&arguments);
            assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{said}: {}", ran.err);
            assert!(ran.err.contains(said) && ran.err.contains("hint: "), "{said}: {}", ran.err);
        }
    }
    let ran = kept.run(&["verify", &good, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap()["intact"], false);
    let ran = kept.run(&["verify", "/nowhere"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let ran = kept.run(&["verify"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn a_key_is_known_when_a_list_says_so() {
    let kept = Kept::new();
    let path = kept.save().display().to_string();
    let line = kept.run(&["verify", "--key"]);
    assert!(line.out.starts_with("eleve namespaces=\"paillasse-result\" ssh-ed25519 "), "{}", line.out);

    let teacher = Home::new();
    let list = teacher.path().join("keys");
    let verify = |arguments: &[&str]| teacher.run(&[&["verify", path.as_str()], arguments].concat());
    let unknown = verify(&[]);
    assert_eq!(unknown.code, 1, "{}", unknown.err);
    assert!(unknown.out.contains("unknown") && unknown.out.contains("--known"), "{}", unknown.out);
    assert!(!teacher.path().join("state/paillasse/signing-key").exists(), "looking makes no key");

    std::fs::write(&list, format!("# la classe\n{}", line.out.replace("eleve", "lea@poste-3"))).unwrap();
    let list = list.display().to_string();
    let known = verify(&["--known", &list]);
    assert_eq!(known.code, 0, "{}", known.err);
    assert!(known.out.contains("lea@poste-3"), "{}", known.out);

    let mine = teacher.run(&["verify", "--key"]).out;
    std::fs::write(&list, mine).unwrap();
    assert_eq!(verify(&["--known", &list]).code, 1, "a list of other keys");
    std::fs::write(&list, "lea cert-authority ssh-ed25519 AAAA\n").unwrap();
    let wrong = verify(&["--known", &list]);
    assert_eq!(wrong.code, 3, "{}", wrong.err);
    assert!(wrong.err.contains("line 1"), "{}", wrong.err);
}

/// `ssh-keygen` knows nothing of us, and agrees.
#[test]
fn stock_ssh_keygen_verifies_the_signature() {
    use std::process::{Command, Stdio};
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        eprintln!("no ssh-keygen on this machine: nothing compared");
        return;
    }
    let kept = Kept::new();
    let file: Value = serde_json::from_str(&std::fs::read_to_string(kept.save()).unwrap()).unwrap();
    let place = |name: &str| kept.home.path().join(name);
    std::fs::write(place("sig"), file["signature"].as_str().unwrap()).unwrap();
    std::fs::write(place("allowed"), kept.run(&["verify", "--key"]).out).unwrap();
    let verifies = |payload: &str| {
        std::fs::write(place("payload"), payload).unwrap();
        let input = std::fs::File::open(place("payload")).unwrap();
        let output = Command::new("ssh-keygen")
            .args(["-Y", "verify", "-n", "paillasse-result", "-I", "eleve", "-f"])
            .arg(place("allowed"))
            .arg("-s")
            .arg(place("sig"))
            .stdin(Stdio::from(input))
            .output()
            .unwrap();
        output.status.success()
    };
    let payload = file["payload"].as_str().unwrap();
    assert!(verifies(payload));
    assert!(!verifies(&payload.replacen("zoe", "max", 1)));
}

#[test]
fn the_same_lab_concludes_the_same() {
    let kept = Kept::new();
    let file = kept.save().display().to_string();
    for of in ["1", file.as_str()] {
        let (code, document) = kept.rejudge(of);
        assert_eq!(code, 1, "one check fails: {document}");
        assert_eq!(verdicts(&document, "cle"), words("pass", "pass"), "judged on what the mask hides");
        assert_eq!(verdicts(&document, "code"), words("pass", "pass"));
        assert_eq!(verdicts(&document, "suite"), words("fail", "fail"));
        let changed = document["checks"].as_array().unwrap().iter().any(|line| line["changed"] == true);
        assert!(!changed, "{document}");
        assert_eq!(document["mark"], serde_json::json!({ "before": 10.0, "now": 10.0 }));
    }
}

#[test]
fn a_corrected_lab_concludes_from_what_was_seen() {
    let kept = Kept::new();
    let file = kept.save().display().to_string();
    // The bench is gone, and with it the files.
    for name in ["cle", "code", "suite"] {
        std::fs::remove_file(kept.home.path().join(name)).unwrap();
    }
    kept.correct("stdout: \"$PAILLASSE_NONCE\"", "stdout: presque");
    kept.correct("points: 3", "points: 5");
    let (code, document) = kept.rejudge(&file);
    assert_eq!((code, verdicts(&document, "suite")), (0, words("fail", "pass")));
    assert_eq!(document["total"]["now"]["earned"], 8);
    let lab = kept.lab.display().to_string();
    let ran = kept.run(&["rejudge", &file, "--lab", &lab]);
    assert!(ran.out.contains("another version") && ran.out.contains("3/6 (10/20)"), "{}", ran.out);
    assert!(ran.out.contains("8/8 (20/20)"), "{}", ran.out);
}

#[test]
fn what_was_not_asked_then_is_not_judged_now() {
    let kept = Kept::new();
    let file = kept.save().display().to_string();
    kept.correct("/code\"", "/code2\"");
    let (code, document) = kept.rejudge(&file);
    assert_eq!((code, verdicts(&document, "code")), (4, words("pass", "error")));
    assert_eq!(verdicts(&document, "suite"), words("fail", "skip"), "not lost: what it needs is not judged");
    assert_eq!(document["total"]["now"]["judged"], 2);
    let said = document["checks"][1]["now"]["said"][0].as_str().unwrap();
    assert!(said.contains("does not hold"), "{said}");
}

#[test]
fn a_password_in_the_place_of_another_is_not_taken_for_it() {
    let kept = Kept::new();
    let file = kept.save().display().to_string();
    kept.correct("{{ phrase }}", "{{ autre }}");
    let (_, document) = kept.rejudge(&file);
    assert_eq!(verdicts(&document, "cle"), words("pass", "fail"), "seen: it is the other one");
}

#[test]
fn another_class_secret_judges_nothing() {
    let kept = Kept::new();
    let file = kept.save().display().to_string();
    let other = Home::new();
    let lab = kept.lab.display().to_string();
    let ran = other.run(&["rejudge", &file, "--lab", &lab]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("class secret"), "{}", ran.err);
    assert!(!other.path().join("state/paillasse/class-secret").exists(), "looking makes no secret");
    other.run(&["brief", &lab]);
    assert_eq!(other.run(&["rejudge", &file, "--lab", &lab]).code, 4);
}

#[test]
fn what_cannot_be_saved_is_said() {
    let kept = Kept::new();
    let ran = kept.run(&["history", "1", "--save", "/nowhere/result.json"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let ran = kept.run(&["history", "7", "--save", "x"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = kept.run(&["history", "--save", "x"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = kept.run(&["check", "--only", "cle", "--save", "x"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let key = kept.home.path().join("state/paillasse/signing-key");
    kept.save();
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let ran = kept.run(&["history", "1", "--save", "x"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.err.contains("signing key") && ran.err.contains("chmod 600"), "{}", ran.err);
    let made = std::fs::metadata(Path::new(&kept.home.path().join("x")));
    assert!(made.is_err(), "nothing is written unsigned");
}

/// What was printed, without the ends of its lines.
fn on_one_line(printed: &str) -> String {
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_portfolio_says_what_proves_and_what_is_only_claimed() {
    let kept = Kept::new();
    let ran = kept.run(&["portfolio", "Zoé Lefèvre"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The run was quick: the key is an indication, and nothing is proven.
    for said in
        ["0 competences acquired and proven out of 3", "A3.3.2", "only indicated", "run 1 of the journal"]
    {
        assert!(on_one_line(&ran.out).contains(said), "{said}: {}", ran.out);
    }
    let ran = kept.run(&["portfolio", "zoe-lefevre", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let first = &document["processes"][0]["activities"][0]["competences"][0];
    assert_eq!((&first["mastery"], &first["basis"]["proves"]), (&"acquired".into(), &false.into()));

    let nobody = kept.run(&["portfolio", "Zoé Lefebvre"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("zoe-lefevre"), "{}", nobody.err);
    assert_eq!(kept.run(&["portfolio", "Zoé Lefèvre", "--format", "odt"]).code, 2);
    for (format, start) in [("html", "<!DOCTYPE html>"), ("markdown", "# "), ("pdf", "%PDF-")] {
        let ran = kept.run(&["portfolio", "Zoé Lefèvre", "--format", format, "--output", "file"]);
        let file = std::fs::read(kept.home.path().join("file")).unwrap();
        assert!(ran.code == 0 && file.starts_with(start.as_bytes()), "{format}: {}", ran.err);
    }
    assert_eq!(kept.run(&["portfolio", "Zoé Lefèvre", "--format", "pdf"]).code, 2, "a PDF goes to a file");
}

#[test]
fn a_portfolio_reads_what_was_handed_in() {
    let (student, teacher) = (Kept::new(), Home::new());
    let folder = teacher.path().join("rendus/groupe");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(student.save(), folder.join("zoe.json")).unwrap();
    std::fs::write(folder.join("note.txt"), "rien").unwrap();
    let ran = teacher.run(&["portfolio", "Zoé Lefèvre", "--from", "rendus"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let out = on_one_line(&ran.out);
    assert!(out.contains("zoe.json") && out.contains("a claim"), "{}", ran.out);
    assert!(on_one_line(&ran.err).contains("note.txt is passed over"), "{}", ran.err);
    assert_eq!(teacher.run(&["portfolio", "Zoé Lefèvre", "--from", "nowhere"]).code, 2);
}

#[test]
fn the_forms_of_a_scale_and_of_a_portfolio_are_told() {
    let home = Home::new();
    for what in ["scale", "portfolio"] {
        let ran = home.run(&["schema", what]);
        let schema: Value = serde_json::from_str(&ran.out).unwrap();
        assert!(ran.code == 0 && schema["properties"].is_object(), "{what}");
    }
}
