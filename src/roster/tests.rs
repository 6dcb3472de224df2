use std::path::Path;

use super::{Pupil, Roster};
use crate::i18n::Lang;
use crate::individual::Student;
use crate::load::{LoadError, Problem};

fn sample(file: &str) -> Roster {
    Roster::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters").join(file)).unwrap()
}

fn parse(source: &str) -> Vec<Pupil> {
    Roster::parse(".", "classe.csv", source.as_bytes()).unwrap().pupils
}

fn problems(bytes: &[u8]) -> Vec<Problem> {
    match Roster::parse(".", "classe.csv", bytes) {
        Err(LoadError::Invalid { problems, .. }) => problems,
        other => panic!("{other:?}"),
    }
}

/// Line, column and message of each mistake.
fn said(source: &str) -> Vec<String> {
    let problems = problems(source.as_bytes());
    assert!(problems.iter().all(|problem| problem.hint.is_some()), "{problems:?}");
    let line = |problem: &Problem| {
        format!("{}:{} {}", problem.at.line, problem.at.column, problem.message.to(Lang::En))
    };
    problems.iter().map(line).collect()
}

#[test]
fn each_tool_gives_the_same_pupils() {
    let ids = ["jean-marc-de-la-tour", "zoe-lefevre", "aissatou-n-diaye"];
    for file in ["pronote.txt", "ecole-directe.csv", "moodle-fr.csv", "moodle-en.csv"] {
        let roster = sample(file);
        assert_eq!(roster.pupils.iter().map(|pupil| pupil.id.as_str()).collect::<Vec<_>>(), ids, "{file}");
        assert_eq!(roster.pupils[1].name(), "Zoé Lefèvre", "{file}");
        assert_eq!(roster.pupils[2].given_name, "Aïssatou", "{file}");
    }
}

#[test]
fn what_else_the_tools_know_is_read_and_nothing_personal() {
    let pronote = sample("pronote.txt");
    assert_eq!(pronote.pupils[0].class.as_deref(), Some("BTS SIO 2"));
    assert!(pronote.pupils[0].is_in("g1") && pronote.pupils[0].is_in("bts sio 2"));
    assert!(!pronote.pupils[0].is_in("G2") && !pronote.pupils[0].is_in("SIO"));
    assert!(!format!("{pronote:?}").contains("060123456AB"), "national numbers are not kept");
    assert!(!format!("{pronote:?}").contains("2006"), "nor are birth dates");
    let directe = sample("ecole-directe.csv");
    assert_eq!(directe.pupils[2].group.as_deref(), Some("SLAM; option cybersécurité"));
    assert_eq!(directe.pupils[2].seat.as_deref(), Some("B1"));
    assert_eq!((directe.pupils[2].email.as_deref(), directe.pupils[2].username.as_deref()), (None, None));
    let moodle = sample("moodle-fr.csv");
    assert_eq!(moodle.pupils[0].id_number.as_deref(), Some("20261"));
    assert_eq!(moodle.pupils[0].email.as_deref(), Some("jm.delatour@lycee.test"));
    assert_eq!(sample("moodle-en.csv").pupils[0].username.as_deref(), Some("jmdelatour"));
}

#[test]
fn an_identifier_is_that_of_a_student_who_works_alone() {
    for pupil in sample("ecole-directe.csv").pupils {
        assert_eq!(pupil.student(b"secret").unwrap().id(), pupil.id);
        assert_eq!(Student::new(&pupil.name().to_uppercase(), b"secret").unwrap().id(), pupil.id);
    }
}

#[test]
fn order_and_company_change_no_identifier() {
    let ids = |source| {
        let mut ids: Vec<_> = parse(source).into_iter().map(|pupil| (pupil.name(), pupil.id)).collect();
        ids.sort();
        ids
    };
    let both = ids("Nom;Prénom;Distinction\nMARTIN;Léa;\nROUX;Tom;\nMARTIN;Léa;B\n");
    let sorted = ids("Nom;Prénom;Distinction\nMARTIN;Léa;B\nMARTIN;Léa;\nROUX;Tom;\n");
    assert_eq!(both, sorted);
    assert!(both.contains(&("Léa Martin B".to_owned(), "lea-martin-b".to_owned())), "{both:?}");
    let alone = ids("Nom;Prénom\nMARTIN;Léa\nROUX;Tom\n");
    assert!(alone.iter().all(|pupil| both.contains(pupil)), "{alone:?}");
}

#[test]
fn encodings_and_separators_are_found() {
    let text = "Élève;Groupe\nDE LA TOUR Jean-Marc;G1\nLEFÈVRE Zoé;G2\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    for bytes in [text.as_bytes(), &utf16, &little, &latin, format!("\u{feff}{text}").as_bytes()] {
        let roster = Roster::parse(".", "f", bytes).unwrap();
        assert_eq!(roster.pupils[1].name(), "Zoé Lefèvre");
        assert_eq!(roster.pupils[0].family_name, "De La Tour");
    }
    for separator in [";", ",", "\t"] {
        let source = text.replace(';', separator);
        assert_eq!(parse(&source)[1].group.as_deref(), Some("G2"), "{separator:?}");
    }
    assert_eq!(parse("sep=|\nNom|Prénom\nMARTIN|Léa\n")[0].id, "lea-martin");
    assert_eq!(
        parse("Élève\nMARTIN Léa\n\n ; \nROUX Tom").len(),
        2,
        "one column, blank lines, no last line end"
    );
}

#[test]
fn all_mistakes_are_said_with_their_place() {
    let source = "Nom;Prénom;Poste;E-mail\n\
        MARTIN;;A1;\n\
        \n\
        \"ROUX;LE\";Tom;A2;t@x.test\n\
        ;Zoé;A3;\n\
        DUPONT;Ali;a2;T@x.test\n\
        Dupont;ALI;;\n\
        NOËL;Lou;A4;;;x\n";
    assert_eq!(
        said(source),
        [
            "2:8 the given name is missing",
            "5:1 the family name is missing",
            "6:12 “a2” is already that of the pupil of line 4",
            "6:15 “T@x.test” is already that of the pupil of line 4",
            "7:1 Ali Dupont is already on line 6",
            "8:15 the row has 6 cells, the first has 4",
        ]
    );
    assert_eq!(
        said("Élève,Classe\nMARTIN,2\nLéa Martin,2\nMARTIN Léa,2\n"),
        [
            "2:1 “MARTIN”: which is the family name cannot be told",
            "3:1 “Léa Martin”: which is the family name cannot be told",
        ]
    );
}

#[test]
fn a_file_without_pupils_says_what_to_type() {
    for (source, expected) in [
        ("", "0:0 the file holds no pupil"),
        ("Nom;Prénom\n", "0:0 the file holds no pupil"),
        (
            "Prénom;Groupe\nLéa;1\n",
            "1:1 no column holds the names of the pupils: the first row has Prénom | Groupe",
        ),
        ("MARTIN;Léa\n", "1:1 no column holds the names of the pupils: the first row has MARTIN | Léa"),
        ("Nom;Prénom;NOM\nA;B;C\n", "1:12 two columns are called “NOM”"),
    ] {
        assert_eq!(said(source), [expected], "{source}");
    }
    let near = problems("Elèvve;Groupe\nMARTIN Léa;1\n".as_bytes()).remove(0).hint.unwrap();
    assert_eq!(near.to(Lang::Fr), "vouliez-vous dire « Élève » ?");
}

#[test]
fn what_is_no_text_is_refused() {
    let message = |bytes: &[u8]| problems(bytes).remove(0).message.to(Lang::En);
    for spreadsheet in [&b"PK\x03\x04\x14\x00"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"] {
        assert!(message(spreadsheet).contains("spreadsheet"));
    }
    assert!(message(b"Nom;Pr\xe9nom\nMARTIN;L\x00\x01a\n").contains("no text"));
    let at = problems(b"Nom;Pr\xe9nom\nMARTIN;L\x81a\n").remove(0).at;
    assert_eq!((at.line, at.column), (2, 9));
}
