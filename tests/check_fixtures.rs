//! Every kind of check against outputs captured from real machines.
//!
//! `tests/checks/<kind>/<case>.yaml` holds a check, the outputs of its probes and the
//! verdict that they must give; `says` is the first gap (`fact: expected, actual`) or
//! the cause, in English.

use std::collections::BTreeSet;
use std::path::Path;

use paillasse::check::{CheckEntry, KINDS, Place, Scene, Tally, Verdict};
use paillasse::exec::ExecOutput;
use paillasse::i18n::Lang;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    check: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    outputs: Vec<ExecOutput>,
    verdict: String,
    says: Option<String>,
    /// How many elements of how many are right: `3/5`.
    elements: Option<String>,
}

fn says(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Pass => String::new(),
        Verdict::Fail(gaps) | Verdict::Partial(gaps, _) => {
            let gap = &gaps[0];
            let [fact, expected, actual] = [&gap.fact, &gap.expected, &gap.actual].map(|t| t.to(Lang::En));
            format!("{fact}: {expected}, {actual}")
        }
        Verdict::Error(text) | Verdict::Manual(text) | Verdict::Skip { because: text, .. } => {
            text.to(Lang::En)
        }
    }
}

fn counted(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Partial(_, Tally { right, of }) => format!("{right}/{of}"),
        _ => String::new(),
    }
}

fn judge(path: &Path) -> (String, Fixture, Verdict) {
    let source = std::fs::read_to_string(path).unwrap();
    let fixture: Fixture =
        serde_saphyr::from_str(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (kind, body) = fixture.check.iter().next().expect("a fixture holds one check");
    let entry = serde_json::json!({ "id": "x", "title": "x", "competences": [], "on": "node", kind: body });
    let mut entry: CheckEntry = serde_saphyr::from_str(&entry.to_string())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (_, check) = entry.take_kinds().remove(0);
    let scene = Scene {
        on: Place::Node("node".parse().unwrap()),
        timeout: std::time::Duration::from_secs(10),
        nonce: "0123456789abcdef".to_owned(),
    };
    let verdict = check.judge(&scene, &fixture.outputs);
    // A check that meets too few outputs must not panic, nor pass.
    for few in 0..fixture.outputs.len() {
        let short = check.judge(&scene, &fixture.outputs[..few]);
        assert!(!short.passed(), "{}: passes with {few} outputs", path.display());
    }
    (kind.clone(), fixture, verdict)
}

#[test]
fn every_kind_is_judged_as_its_fixtures_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(KINDS.contains(&name.as_str()), "tests/checks/{name} is no kind");
        for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let (kind, fixture, verdict) = judge(&path);
            assert_eq!(kind, name, "{}", path.display());
            seen.insert((name.clone(), verdict.word()));
            let said = says(&verdict);
            let as_expected = verdict.word() == fixture.verdict
                && fixture.elements.as_ref().is_none_or(|expected| *expected == counted(&verdict))
                && fixture.says.as_ref().is_none_or(|expected| *expected == said);
            if !as_expected {
                wrong.push(format!("{}: {} {} ({said})", path.display(), verdict.word(), counted(&verdict)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for kind in KINDS {
        for word in ["pass", "fail", "error"] {
            // The checks of its `then` fail in its place: a test of the runner.
            if ["persist", "fault-cleared"].contains(kind) && word == "fail" {
                continue;
            }
            // Nothing is run for what is left to the teacher.
            if *kind == "manual" {
                continue;
            }
            assert!(seen.contains(&((*kind).to_owned(), word)), "{kind} has no fixture for {word}");
        }
    }
}
