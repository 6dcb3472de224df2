//! Every format in both languages, over a report that holds every verdict.

use serde_json::Value;

use crate::grade::Score;
use crate::i18n::Lang;
use crate::individual::Student;
use crate::ink::{View, width};
use crate::load::{Folder, LabFile};
use crate::referentiel::Referentiel;
use crate::report::catalogue::{Catalogue, LabLine};
use crate::report::sample::{perfect, report};
use crate::report::sheet::{LabSheet, Sheet};
use crate::report::{Format, json, terminal};

fn plain(format: Format, lang: Lang) -> String {
    format.render(&report(), &View::plain(lang)).unwrap()
}

#[test]
fn every_format_in_both_languages() {
    // The style of a page would only be repeated.
    let style = regex::Regex::new("(?s)<style>.*</style>").unwrap();
    for format in Format::ALL {
        for lang in [Lang::Fr, Lang::En] {
            let shown = plain(*format, lang);
            let shown = style.replace(&shown, "<style>…</style>");
            insta::assert_snapshot!(format!("{}-{}", format.name(), lang.code()), shown);
        }
    }
}

#[test]
fn a_terminal_shows_symbols_in_colour() {
    let view = View { colour: true, width: 100, lang: Lang::Fr };
    let shown = Format::Terminal.render(&report(), &view).unwrap();
    insta::assert_snapshot!("terminal-colour", shown.replace('\u{1b}', "␛"));
}

#[test]
fn a_narrow_terminal_is_not_overrun() {
    let view = View { width: 48, ..View::plain(Lang::Fr) };
    let shown = Format::Terminal.render(&report(), &view).unwrap();
    insta::assert_snapshot!("terminal-narrow", shown);
    for line in shown.lines() {
        assert!(width(line) <= 48, "{line}");
    }
}

#[test]
fn a_perfect_run_has_nothing_left_to_do() {
    let shown = terminal::summary(&perfect(), &View::plain(Lang::Fr));
    assert!(shown.contains("Total : 11 sur 11 points évalués, soit 20/20"), "{shown}");
    assert!(shown.ends_with("\nTout est réussi.\n"), "{shown}");
    assert!(!shown.contains("paillasse "), "{shown}");
}

#[test]
fn no_mark_is_invented() {
    let mut report = report();
    report.grade.total = Score { not_judged: 11, ..Score::default() };
    let shown = terminal::summary(&report, &View::plain(Lang::Fr));
    assert!(shown.contains("pas de note") && !shown.contains("/20"), "{shown}");
}

#[test]
fn what_a_machine_printed_cannot_reach_the_terminal() {
    for format in Format::ALL {
        assert!(!plain(*format, Lang::Fr).contains('\u{1b}'), "{format:?}");
    }
}

#[test]
fn junit_can_be_read_back() {
    let read = quick_junit::Report::deserialize_from_str(&plain(Format::Junit, Lang::Fr)).unwrap();
    assert_eq!((read.tests, read.failures, read.errors, read.skipped), (7, 2, 1, 3));
    let suite = &read.test_suites[0];
    assert_eq!(suite.name.as_str(), "A3.3.2");
    assert!(suite.timestamp.is_some() && suite.time.is_some());
    let names: Vec<&str> = suite.test_cases.iter().map(|case| case.name.as_str()).collect();
    let ids: Vec<String> = report().outcomes.iter().map(|outcome| outcome.id.to_string()).collect();
    assert_eq!(names, ids);
    let points = suite.test_cases[1].properties.iter().find(|property| property.name.as_str() == "points");
    assert_eq!(points.map(|property| property.value.as_str()), Some("3"));
}

#[test]
fn json_says_what_its_schema_promises() {
    let document: Value = serde_json::from_str(&plain(Format::Json, Lang::En)).unwrap();
    let schema = json::schema();
    insta::assert_json_snapshot!("json-schema", schema);
    let problems = against(&document, schema.as_value(), schema.as_value());
    assert!(problems.is_empty(), "{problems:?}");
    let mut wrong = document.clone();
    wrong["checks"][0]["verdict"] = "maybe".into();
    assert_eq!(against(&wrong, schema.as_value(), schema.as_value()).len(), 1);
}

/// Checks a value against the keywords that the schema of the report uses.
fn against(value: &Value, schema: &Value, root: &Value) -> Vec<String> {
    if let Some(path) = schema["$ref"].as_str() {
        let target = root.pointer(path.trim_start_matches('#')).expect("a reference to nothing");
        return against(value, target, root);
    }
    if let Some(choices) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let fits = choices.iter().any(|choice| against(value, choice, root).is_empty());
        return if fits { Vec::new() } else { vec![format!("{value} fits no choice")] };
    }
    let mut problems = Vec::new();
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    };
    if !fits {
        problems.push(format!("{value} is not {}", schema["type"]));
    }
    if schema["const"].as_str().is_some_and(|only| value != only) {
        problems.push(format!("{value} is not {}", schema["const"]));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        problems.push(format!("{value} is none of {}", schema["enum"]));
    }
    for item in value.as_array().into_iter().flatten() {
        problems.extend(against(item, &schema["items"], root));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() {
            problems.push(format!("{name} is missing"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => problems.extend(against(inner, schema, root)),
            None => problems.push(format!("{name} is not promised")),
        }
    }
    problems
}

#[test]
fn tap_is_version_14() {
    let tap = plain(Format::Tap, Lang::Fr);
    let line = regex::Regex::new(r"^(?:TAP version 14|1\.\.7|#.*|(?:not )?ok \d+ - .*|  .*)$").unwrap();
    assert!(tap.lines().all(|l| line.is_match(l)), "{tap}");
    // The directive is the first unescaped hash between spaces.
    let directive =
        regex::Regex::new(r"^(?:not )?ok (\d+) - (?:[^#\\]|\\.)*(?: # (TODO|SKIP) .*)?$").unwrap();
    let found: Vec<(String, Option<String>)> = tap
        .lines()
        .filter_map(|line| directive.captures(line))
        .map(|c| (c[1].to_owned(), c.get(2).map(|d| d.as_str().to_owned())))
        .collect();
    let directives: Vec<Option<&str>> = found.iter().map(|(_, directive)| directive.as_deref()).collect();
    assert_eq!(directives, [None, None, Some("TODO"), Some("SKIP"), Some("SKIP"), None, Some("SKIP")]);
    for block in tap.split("  ---\n").skip(1) {
        let yaml = block.split("  ...\n").next().unwrap().replace("\n  ", "\n");
        let read: Value = serde_saphyr::from_str(yaml.trim_start_matches("  ")).unwrap();
        assert!(["pass", "fail", "error", "skip", "manual"].contains(&read["verdict"].as_str().unwrap()));
    }
}

fn lab() -> LabSheet {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statement");
    let file = LabFile::new(Folder::read(&folder).unwrap()).unwrap();
    let student = Student::new("Zoé Lefèvre", b"class secret").unwrap();
    let values = file.values(&student, &file.specimen_addresses());
    let images = ["base", "bdd", "stockage"].map(str::to_owned);
    LabSheet::new(&file.lab(&student, &values, &Referentiel::embedded(), &images).unwrap())
}

fn catalogue(filter: &str) -> Catalogue {
    let lab = lab();
    let line = LabLine {
        activity: "A3.3.2".parse().unwrap(),
        title: lab.title,
        duration_minutes: lab.duration_minutes,
        difficulty: lab.difficulty,
    };
    let referentiel = Referentiel::embedded();
    Catalogue::new(&referentiel, &[line], |process, activity| {
        filter.is_empty() || referentiel.answers(process, activity, filter)
    })
}

#[test]
fn the_list_holds_every_activity_once() {
    let all = catalogue("");
    assert_eq!((all.activities, all.with_lab), (57, 1));
    insta::assert_snapshot!("labs-fr", all.render(&View { width: 100, ..View::plain(Lang::Fr) }));
    let narrow = all.render(&View { width: 60, ..View::plain(Lang::En) });
    assert!(narrow.lines().all(|line| width(line) <= 60), "{narrow}");
    let code = regex::Regex::new(r"(?m)^    [●○] A\d\.\d\.\d+ ").unwrap();
    assert_eq!(code.find_iter(&narrow).count(), 57);
}

#[test]
fn a_filtered_list_shows_nothing_else() {
    let some = catalogue("D3.3");
    insta::assert_snapshot!("labs-filtered-en", some.render(&View::plain(Lang::En)));
    insta::assert_json_snapshot!("labs-filtered", catalogue("A3.3.2"));
    let none = catalogue("A9.9.9");
    assert_eq!((none.activities, none.processes.len()), (0, 0));
}

#[test]
fn a_sheet_says_all_of_an_activity() {
    let referentiel = Referentiel::embedded();
    let sheet = Sheet::new(&referentiel, &"A3.3.2".parse().unwrap(), vec![lab()]).unwrap();
    insta::assert_snapshot!("show-fr", sheet.render(&View::plain(Lang::Fr)));
    insta::assert_snapshot!("show-en", sheet.render(&View::plain(Lang::En)));
    insta::assert_json_snapshot!("show", sheet);
    let bare = Sheet::new(&referentiel, &"A1.1.1".parse().unwrap(), Vec::new()).unwrap();
    insta::assert_snapshot!("show-no-lab-fr", bare.render(&View::plain(Lang::Fr)));
    assert!(Sheet::new(&referentiel, &"A9.9.9".parse().unwrap(), Vec::new()).is_none());
}
