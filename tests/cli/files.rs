//! Labs with mistakes, labs without, and the schema that editors read.

use std::collections::BTreeMap;
use std::path::Path;

use paillasse::assets;
use paillasse::check::KINDS;
use paillasse::individual::Student;
use paillasse::load::{Folder, LabFile, lab_schema};
use serde_json::{Value, json};

use crate::{Home, lab};

/// The mistakes that a file announces, by line: `# !` at the end of a line is one, `# !2`
/// are two.
fn announced(source: &str) -> BTreeMap<usize, usize> {
    let lines = (1..).zip(source.lines());
    let count = |line: &str| {
        let (_, count) = line.rsplit_once("# !")?;
        if count.is_empty() { Some(1) } else { count.parse().ok() }
    };
    lines.filter_map(|(number, line)| Some((number, count(line)?))).collect()
}

/// The mistakes that were said, by line.
fn said(text: &str) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        if let Some((_, place)) = line.split_once("/lab.yaml:") {
            let number = place.split(':').next().and_then(|number| number.parse().ok()).unwrap_or_default();
            *found.entry(number).or_default() += 1;
        }
    }
    found
}

#[test]
fn fifty_mistakes_are_said_at_once_each_with_its_line() {
    let folder = lab("fifty");
    let source = std::fs::read_to_string(Path::new(&folder).join("lab.yaml")).unwrap();
    let announced = announced(&source);
    let all: usize = announced.values().sum();
    assert!(all >= 50, "only {all} mistakes");
    let home = Home::new();
    for arguments in [vec!["lab", "lint", &folder], vec!["plan", &folder]] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        assert_eq!(said(&ran.err), announced, "{arguments:?}");
        assert!(ran.err.contains(&format!("holds {all} mistakes")), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    let shown = home.run(&["lab", "lint", &folder]).err.replace(&folder, "labs/fifty");
    insta::assert_snapshot!("fifty", shown);
}

#[test]
fn a_lab_with_mistakes_hides_no_other() {
    let home = Home::new();
    let labs = home.path().join("labs");
    let (bad, good) = (labs.join("bad"), labs.join("good"));
    for (from, to) in [("fifty", &bad), ("mini", &good)] {
        std::fs::create_dir_all(to).unwrap();
        std::fs::copy(Path::new(&lab(from)).join("lab.yaml"), to.join("lab.yaml")).unwrap();
    }
    let labs = labs.display().to_string();
    for arguments in [vec!["labs"], vec!["show", "A3.3.2"], vec!["plan", "good"]] {
        let ran = home.run(&[&["--labs-dir", labs.as_str()], arguments.as_slice()].concat());
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    }
    let listed = home.run(&["--labs-dir", &labs, "labs"]);
    assert!(listed.err.contains("labs/bad") && listed.err.contains("paillasse lab lint"), "{}", listed.err);
}

#[test]
fn a_new_lab_passes_the_lint_and_is_not_overwritten() {
    let home = Home::new();
    let new = ["lab", "new", "a3.3.1-acces", "--activity", "A3.3.1"];
    let made = home.run(&new);
    assert_eq!(made.code, 0, "{}", made.err);
    for path in made.out.lines() {
        assert!(home.path().join(path).is_file(), "{path}");
    }
    assert!(made.out.contains("labs/a3.3.1-acces/lab.yaml") && made.out.contains("labs/lab.schema.json"));
    let linted = home.run(&["lab", "lint", "labs/a3.3.1-acces"]);
    assert_eq!((linted.code, linted.err.as_str()), (0, ""));
    assert!(linted.out.contains("labs/a3.3.1-acces: nothing to say"), "{}", linted.out);
    let again = home.run(&new);
    assert_eq!((again.code, again.out.as_str()), (2, ""), "{}", again.err);
    let misnamed = home.run(&["lab", "new", "../elsewhere", "--activity", "A3.3.1"]);
    assert_eq!(misnamed.code, 2);
    assert!(!home.path().join("elsewhere").exists());
}

#[test]
fn the_schemas_are_json_schemas() {
    let home = Home::new();
    for what in ["lab", "report", "class"] {
        let ran = home.run(&["schema", what]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let schema: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        Judge::new(&schema);
    }
    assert_eq!(home.run(&["schema", "kinds"]).out.lines().collect::<Vec<_>>(), KINDS);
    assert!(home.run(&["schema", "kinds", "--markdown"]).out.contains("\n## `restore`\n"));
}

/// What a JSON Schema, read by another implementation, says of documents.
pub(crate) struct Judge {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Judge {
    /// Takes a schema, which must itself be valid.
    pub(crate) fn new(schema: &Value) -> Self {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.add_resource("schema.json", schema.clone()).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|e| panic!("{e}"));
        Self { schemas, index }
    }

    pub(crate) fn accepts(&self, document: &Value) -> Result<(), String> {
        self.schemas.validate(document, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// The labs that the program and the tests have.
fn labs() -> Vec<Folder> {
    let embedded = assets::labs();
    assert!(!embedded.is_empty());
    let embedded = embedded.iter().map(|name| Folder::new(format!("labs/{name}"), assets::lab(name)));
    embedded.chain([Folder::read(Path::new(&lab("mini"))).unwrap()]).collect()
}

#[test]
fn the_schema_accepts_labs_as_the_parser_does() {
    let judge = Judge::new(&lab_schema());
    for folder in labs() {
        let origin = folder.origin().to_owned();
        let source = folder.text("lab.yaml").unwrap().to_owned();
        let file = LabFile::new(folder).unwrap();
        let student = Student::new("essai", b"secret").unwrap();
        let values = file.values(&student, &file.specimen_addresses());
        let rendered = file.render("lab.yaml", &source, &values).unwrap();
        // As an editor sees it, and as the program does.
        for text in [source.as_str(), rendered.as_str()] {
            let document: Value = serde_saphyr::from_str(text).unwrap();
            judge.accepts(&document).unwrap_or_else(|error| panic!("{origin}: {error}"));
        }
    }
}

#[test]
fn the_schema_refuses_what_the_parser_refuses() {
    let judge = Judge::new(&lab_schema());
    let source = Folder::read(Path::new(&lab("mini"))).unwrap().text("lab.yaml").unwrap().to_owned();
    let sound: Value = serde_saphyr::from_str(&source).unwrap();
    judge.accepts(&sound).unwrap();
    for (pointer, wrong) in [
        ("/version", json!("one")),
        ("/duration", json!("ten")),
        ("/nodes/alpha/memory", json!("512")),
        ("/nodes/alpha/pids", json!([])),
        ("/checks/0/level", json!("medium")),
        ("/checks/0/file", json!({ "path": "/x", "mdoe": "0600" })),
        ("/parameters/code", json!({ "pcik": [] })),
        ("/networks/lan", json!({ "prefix": 24, "speed": 1 })),
        ("/setup/0", json!({ "user": { "name": "x" } })),
    ] {
        let mut document = sound.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let place = document.pointer_mut(parent).unwrap();
        match key.parse::<usize>() {
            Ok(position) => place[position] = wrong.clone(),
            Err(_) => place[key] = wrong.clone(),
        }
        assert!(judge.accepts(&document).is_err(), "{pointer}: {wrong}");
        let files = BTreeMap::from([("lab.yaml".to_owned(), document.to_string().into_bytes())]);
        let refused = match LabFile::new(Folder::new("lab", files)) {
            Err(_) => true,
            Ok(file) => {
                let student = Student::new("essai", b"secret").unwrap();
                let values = file.values(&student, &file.specimen_addresses());
                let referentiel = paillasse::referentiel::Referentiel::embedded();
                file.lab(&student, &values, &referentiel, &["base".to_owned()]).is_err()
            }
        };
        assert!(refused, "{pointer}: {wrong}");
    }
}
