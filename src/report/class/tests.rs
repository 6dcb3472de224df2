//! Every format of a class in both languages, over thirty students and twenty checks.

use crate::i18n::Lang;
use crate::ink::View;
use crate::report::folder::folder;
use crate::report::page::{STYLE, student};
use crate::report::sample::class;
use crate::report::{ClassFormat, Format, moodle};
use crate::statement::frame::{self, proof};

/// A format as it is written. To look at pages in a browser, name a folder in
/// `PAILLASSE_PAGES`.
fn written(format: ClassFormat, lang: Lang) -> String {
    format.render(&class(), &View::plain(lang)).unwrap()
}

fn keep(name: &str, contents: impl AsRef<[u8]>) {
    if let Some(folder) = std::env::var_os("PAILLASSE_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join(name), contents).unwrap();
    }
}

/// A page without its style.
fn without_style(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    format!("{head}<style>…</style>{rest}")
}

#[test]
fn every_format_in_both_languages() {
    // A document with all evidence is too long to be looked at: see the test of its schema.
    for format in ClassFormat::ALL.into_iter().filter(|format| *format != ClassFormat::Json) {
        for lang in [Lang::Fr, Lang::En] {
            let mut shown = written(format, lang);
            if format == ClassFormat::Html {
                keep(&format!("class-{}.html", lang.code()), &shown);
                shown = without_style(&shown);
            }
            insta::assert_snapshot!(format!("{format:?}-{}", lang.code()).to_lowercase(), shown);
        }
    }
}

#[test]
fn a_students_page_in_both_languages() {
    let report = class();
    for lang in [Lang::Fr, Lang::En] {
        let page = student::student(&report, &report.sheets[17], lang).unwrap();
        keep(&format!("student-{}.html", lang.code()), &page);
        proof::sound(&page);
        insta::assert_snapshot!(format!("student-{}", lang.code()), without_style(&page));
    }
    assert!(student::student(&report, &report.sheets[12], Lang::Fr).is_none(), "without work");
}

#[test]
fn pages_are_sound_and_small() {
    for lang in [Lang::Fr, Lang::En] {
        let page = written(ClassFormat::Html, lang);
        proof::sound(&page);
        assert!(page.len() < 250_000, "{} bytes", page.len());
    }
    let colours = format!("{}{STYLE}", frame::STYLE);
    proof::contrast(&colours, &["ink", "soft", "accent"], &["paper", "panel", "code"]);
    for sign in ["good", "bad", "half", "open"] {
        proof::contrast(&colours, &[sign], &[&format!("{sign}-bg"), "panel", "paper"]);
    }
    proof::contrast(&colours, &["soft"], &["none-bg"]);
}

#[test]
fn a_name_or_an_output_is_never_markup() {
    let report = class();
    let hostile = report.sheets.iter().find(|sheet| sheet.given_name.contains("<script>")).unwrap();
    let page = student::student(&report, hostile, Lang::Fr).unwrap();
    for page in [written(ClassFormat::Html, Lang::Fr), page] {
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "a name");
    }
    let markdown = written(ClassFormat::Markdown, Lang::Fr);
    assert!(markdown.contains("&lt;script&gt;") && !markdown.contains("<script"));
    let page = student::student(&report, &report.sheets[17], Lang::Fr).unwrap();
    assert!(page.contains("0755 &lt;b&gt;&amp;&lt;/b&gt;"), "what was found");
    assert!(page.contains("755 root &lt;b&gt;&amp;&lt;/b&gt;␛[2J"), "what was printed");
}

#[test]
fn a_student_is_not_shown_what_is_for_the_teacher() {
    let report = class();
    let suspected = report.sheets.iter().find(|sheet| !sheet.suspicions.is_empty()).unwrap();
    for lang in [Lang::Fr, Lang::En] {
        let page = student::student(&report, suspected, lang).unwrap();
        for word in ["etudiant-19", "soupçon", "suspicion", "Martin"] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(written(ClassFormat::Html, lang).contains("etudiant-19"));
    }
    // Nor does a table for the gradebook or a page to be shared tell it.
    for format in
        [ClassFormat::Markdown, ClassFormat::Csv, ClassFormat::Moodle, ClassFormat::Junit, ClassFormat::Tap]
    {
        assert!(!written(format, Lang::Fr).contains("BORG_PASSPHRASE"), "{format:?}");
    }
}

#[test]
fn passwords_of_a_statement_go_to_its_student_only() {
    let report = class();
    let page = student::student(&report, &report.sheets[0], Lang::Fr).unwrap();
    assert!(page.contains("Bonjour Inès"));
    for format in ClassFormat::ALL {
        assert!(!written(format, Lang::Fr).contains("Bonjour"), "{format:?}");
    }
}

#[test]
fn a_spreadsheet_reads_it_and_takes_nothing_for_a_formula() {
    let french = written(ClassFormat::Csv, Lang::Fr);
    assert!(french.starts_with("\u{feff}Identifiant;Nom;Prénom;"), "{french}");
    assert!(!written(ClassFormat::Csv, Lang::En).contains('\u{feff}'));
    let mut report = class();
    report.sheets[0].family_name = "=HYPERLINK(\"http://x\";1)".to_owned();
    for (lang, delimiter) in [(Lang::Fr, b';'), (Lang::En, b',')] {
        let text = ClassFormat::Csv.render(&report, &View::plain(lang)).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 30);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        assert_eq!(&rows[0][1], "'=HYPERLINK(\"http://x\";1)");
        let mark = report.sheets[0].mark.unwrap().value.value.to_string();
        assert_eq!(rows[0][4], if lang == Lang::Fr { mark.replace('.', ",") } else { mark });
        assert_eq!(&rows[12][4], "", "no work is no zero");
    }
}

#[test]
fn moodle_gets_whoever_it_knows_and_has_a_mark() {
    let report = class();
    let book = moodle::gradebook(&report, Lang::Fr).unwrap();
    let mut reader = csv::Reader::from_reader(book.csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    // One has no address on the roster, one has no work. By account there is only the latter.
    assert_eq!((rows.len(), book.left_out.as_slice()), (29, ["Gaël Fontaine".to_owned()].as_slice()));
    for row in &rows {
        assert!(!row[0].is_empty());
        let (_, decimals) = row[1].split_once('.').unwrap_or((&row[1], "0"));
        assert!(row[1].parse::<f64>().is_ok() && decimals.len() <= 2, "{row:?}");
    }
    let mut nameless = report;
    nameless.sheets.iter_mut().for_each(|sheet| sheet.username = None);
    let book = moodle::gradebook(&nameless, Lang::En).unwrap();
    assert!(book.csv.starts_with("Email address,"), "{}", book.csv);
    assert_eq!(book.left_out.len(), 2);
}

#[test]
fn junit_has_a_suite_for_everyone() {
    let read = quick_junit::Report::deserialize_from_str(&written(ClassFormat::Junit, Lang::Fr)).unwrap();
    assert_eq!(read.test_suites.len(), 30);
    assert_eq!(read.test_suites[12].errors, 1, "no work is no failure");
    assert_eq!(read.test_suites[0].tests, 20);
}

#[test]
fn tap_has_a_subtest_for_everyone() {
    let tap = written(ClassFormat::Tap, Lang::En);
    assert!(tap.starts_with("TAP version 14\n1..30\n"));
    assert_eq!(
        tap.matches("\n# Subtest: ").count() + tap.matches(" # TODO not judged: ").count() - not_judged(),
        30
    );
    let outer = regex::Regex::new(r"(?m)^(?:not )?ok (\d+) - ").unwrap();
    let numbers: Vec<usize> = outer.captures_iter(&tap).map(|found| found[1].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
    assert!(tap.lines().all(|line| !line.contains('\u{1b}')));
}

/// How many checks of the class were not judged, each a TODO of its own.
fn not_judged() -> usize {
    let report = class();
    report.sheets.iter().flat_map(|sheet| &sheet.not_judged).filter(|open| !open.manual).count()
}

#[test]
fn one_run_is_a_page_and_a_table_too() {
    let report = crate::report::sample::report();
    let page = Format::Html.render(&report, &View::plain(Lang::Fr)).unwrap();
    keep("run-fr.html", &page);
    proof::sound(&page);
    for format in [Format::Html, Format::Markdown] {
        let text = format.render(&report, &View::plain(Lang::Fr)).unwrap();
        assert!(!text.contains("<b>") && !text.contains('\u{1b}'), "{format:?}");
    }
}

#[test]
fn a_folder_holds_a_page_for_everyone_who_worked() {
    let report = class();
    let folder = folder(&report, &View::plain(Lang::Fr)).unwrap();
    let names: Vec<&str> = folder.files.iter().map(|(name, _)| name.as_str()).collect();
    let pages = names.iter().filter(|name| name.starts_with("students/") && name.ends_with(".html"));
    assert_eq!(pages.count(), 29);
    assert_eq!(folder.left_out, ["Gaël Fontaine"]);
    let class = String::from_utf8(folder.files[0].1.clone()).unwrap();
    let link = regex::Regex::new("href=\"(students/[^\"]+)\"").unwrap();
    assert!(link.captures_iter(&class).count() >= 29);
    for found in link.captures_iter(&class) {
        assert!(names.contains(&&found[1]), "{} leads nowhere", &found[1]);
    }
}

#[cfg(feature = "pdf")]
#[test]
fn sheets_are_pdf_with_their_fonts() {
    let report = class();
    let folder = folder(&report, &View::plain(Lang::Fr)).unwrap();
    let pdfs: Vec<_> = folder.files.iter().filter(|(name, _)| name.ends_with(".pdf")).collect();
    assert_eq!(pdfs.len(), 30);
    for (name, bytes) in pdfs {
        assert!(bytes.starts_with(b"%PDF-") && bytes.len() < 120_000, "{name}: {} bytes", bytes.len());
        // A font that is not embedded has no file in the document.
        let found = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(found(b"NotoSans-Regular") && found(b"NotoSans-Bold") && found(b"/FontFile2"), "{name}");
        if name == "class.pdf" || name == "students/etudiant-17.pdf" {
            keep(name.rsplit('/').next().unwrap(), bytes);
        }
    }
}
