//! What proves, what indicates, what is claimed.

use crate::check::{Level, Verdict};
use crate::grade::{Mastery, Scale};
use crate::i18n::Lang;
use crate::ink::View;
use crate::referentiel::Referentiel;
use crate::report::portfolio::{Portfolio, Proven, Reference};
use crate::report::sample::{class, perfect, report};
use crate::statement::frame::proof;

const MADE: &str = "2026-11-25T12:00:00Z";

fn run(number: &str, level: Level, at: &str, change: impl Fn(usize) -> Option<Verdict>) -> Proven {
    let mut outcomes = report().outcomes;
    for (index, outcome) in outcomes.iter_mut().enumerate() {
        if let Some(verdict) = change(index) {
            outcome.verdict = verdict;
        }
    }
    Proven {
        lab: "A3.3.2".parse().unwrap(),
        lab_hash: report().lab_hash,
        level,
        at: at.parse().unwrap(),
        outcomes,
        reference: Reference::Run(number.to_owned()),
    }
}

fn portfolio(runs: &[Proven]) -> Portfolio {
    let made = MADE.parse().unwrap();
    Portfolio::new(
        "zoe-lefevre",
        "Zoé <b>Lefèvre</b>",
        runs,
        &Scale::default(),
        &Referentiel::embedded(),
        made,
    )
}

fn levels(portfolio: &Portfolio) -> Vec<(Mastery, Option<bool>)> {
    let competences = &portfolio.processes[0].activities[0].competences;
    competences.iter().map(|c| (c.mastery, c.basis.as_ref().map(|basis| basis.proves))).collect()
}

#[test]
fn what_proves_comes_before_what_only_indicates() {
    let pass = |_| Some(Verdict::Pass);
    let fail = |_| Some(Verdict::Fail(Vec::new()));
    let quick = run("1", Level::Quick, "2026-10-01T10:00:00Z", pass);
    let full = run("2", Level::Full, "2026-10-02T10:00:00Z", fail);
    assert_eq!(levels(&portfolio(std::slice::from_ref(&quick))), [(Mastery::Acquired, Some(false)); 3]);
    assert_eq!(portfolio(std::slice::from_ref(&quick)).count(), (0, 3), "an indication is no proof");
    // A later indication takes nothing from a proof, whatever it says.
    assert_eq!(levels(&portfolio(&[full.clone(), quick])), [(Mastery::NotAcquired, Some(true)); 3]);
    // Of two proofs the best counts, also when it is the earlier one.
    let better = run("3", Level::Full, "2026-09-01T10:00:00Z", pass);
    let both = portfolio(&[full, better]);
    assert_eq!(levels(&both), [(Mastery::Acquired, Some(true)); 3]);
    assert_eq!(both.count(), (3, 3));
    let basis = both.processes[0].activities[0].competences[0].basis.as_ref().unwrap();
    assert_eq!(basis.reference, Reference::Run("3".to_owned()));
}

#[test]
fn what_was_not_judged_is_neither_proof_nor_failure() {
    let nothing = |_| Some(Verdict::Error(crate::i18n::Text::verbatim("x")));
    let silent = portfolio(&[run("1", Level::Full, "2026-10-01T10:00:00Z", nothing)]);
    assert_eq!(levels(&silent), [(Mastery::NotJudged, None); 3]);
    assert!(portfolio(&[]).processes.is_empty());
}

/// Two activities of one process, with a run, a file and a claim.
fn sample() -> Portfolio {
    let mut runs = vec![run("41", Level::Full, "2026-10-02T10:00:00Z", |_| None)];
    let class = class();
    let other = class.sheets[0].report.clone().unwrap();
    let claim = Reference::File { path: "rendus/a332.paillasse".to_owned(), key_of: None };
    runs.push(Proven {
        reference: claim,
        outcomes: other.outcomes,
        ..run("", Level::Quick, "2026-10-05T10:00:00Z", |_| None)
    });
    let mut perfect = perfect().outcomes;
    for outcome in &mut perfect {
        outcome.competences = vec!["C3.3.1.1".parse().unwrap()];
    }
    let signed = Reference::File { path: "rendus/a331.paillasse".to_owned(), key_of: Some("zoe".to_owned()) };
    let lab = "A3.3.1".parse().unwrap();
    runs.push(Proven {
        lab,
        reference: signed,
        outcomes: perfect,
        ..run("", Level::Full, "2026-10-07T10:00:00Z", |_| None)
    });
    portfolio(&runs)
}

#[test]
fn every_form_in_both_languages() {
    let portfolio = sample();
    for lang in [Lang::Fr, Lang::En] {
        let code = lang.code();
        insta::assert_snapshot!(format!("terminal-{code}"), portfolio.terminal(&View::plain(lang)));
        insta::assert_snapshot!(format!("markdown-{code}"), portfolio.markdown(lang));
        let page = portfolio.html(lang);
        proof::sound(&page);
        if let Some(folder) = std::env::var_os("PAILLASSE_PAGES") {
            std::fs::write(std::path::Path::new(&folder).join(format!("portfolio-{code}.html")), &page)
                .unwrap();
        }
        let (_, page) = page.split_once("</style>").unwrap();
        assert!(page.contains("Zoé &lt;b&gt;Lefèvre&lt;/b&gt;") && !page.contains("<b>"), "{page}");
        insta::assert_snapshot!(format!("html-{code}"), page);
        assert!(!portfolio.markdown(lang).contains("<b>"));
    }
    insta::assert_snapshot!("json", portfolio.json().unwrap());
    insta::assert_json_snapshot!("json-schema", super::schema());
}

#[cfg(feature = "pdf")]
#[test]
fn it_is_a_pdf_too() {
    let pdf = sample().pdf(Lang::Fr).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    if let Some(folder) = std::env::var_os("PAILLASSE_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join("portfolio.pdf"), &pdf).unwrap();
    }
}
