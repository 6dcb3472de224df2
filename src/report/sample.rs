//! A report made by hand that holds every verdict.

use std::time::Duration;

use crate::check::{Gap, Level, Tally, Verdict};
use crate::grade::{Outcome, grade};
use crate::i18n::Text;
use crate::referentiel::Referentiel;
use crate::report::Report;
use crate::text;

fn outcome(id: &str, competence: &str, points: u32, title: &str, verdict: Verdict) -> Outcome {
    Outcome {
        id: id.parse().unwrap(),
        title: title.to_owned(),
        kind: "command".to_owned(),
        competences: vec![competence.parse().unwrap()],
        on: Some("prod".to_owned()),
        points,
        partial: None,
        level: Level::Quick,
        verdict,
        hints: Vec::new(),
        took: Duration::from_millis(40),
    }
}

/// Every verdict, in a run of level `quick`.
pub(super) fn report() -> Report {
    let gap = |fact: Text, expected: &str, actual: &str| Gap {
        fact,
        expected: Text::verbatim(expected),
        actual: Text::verbatim(actual),
    };
    let mut outcomes = vec![
        outcome(
            "depot-chiffre",
            "C3.3.2.1",
            2,
            "Le dépôt est chiffré, et sa clé est ailleurs",
            Verdict::Pass,
        ),
        outcome(
            "partage-droits",
            "C3.3.2.1",
            3,
            "Le partage appartient à l'équipe et personne d'autre n'y lit",
            Verdict::Fail(vec![
                gap(text!("fact-owner", path = "/srv/festival"), "lea.martin", "root"),
                gap(text!("fact-mode", path = "/srv/festival"), "2770", "0755"),
                gap(
                    text!("fact-stdout", command = "cat /srv/festival/LISEZ-MOI"),
                    "commence par « Bienvenue »",
                    "#1 <b>\u{1b}[2J & co\nune deuxième ligne, assez longue pour passer à la suite",
                ),
            ]),
        ),
        outcome(
            "borg-liste",
            "C3.3.2.2",
            1,
            "Le catalogue # TODO des sauvegardes se lit",
            Verdict::Error(text!("error-timeout", command = "borg list")),
        ),
        outcome(
            "lecteur-partage",
            "C3.3.2.2",
            1,
            "Un membre de l'équipe lit le partage",
            Verdict::Skip { because: text!("skip-needs", check = "partage-droits"), lost: true },
        ),
        outcome(
            "restauration-reelle",
            "C3.3.2.3",
            4,
            "Une restauration rend tout ce qui a été détruit",
            Verdict::Skip { because: text!("skip-level"), lost: false },
        ),
    ];
    outcomes.push(outcome(
        "inventaire",
        "C3.3.2.3",
        3,
        "L'inventaire dit ce qui est sauvegardé",
        Verdict::Partial(
            vec![gap(Text::verbatim("taille de la base"), "12 Mo", "12 Go")],
            Tally { right: 4, of: 7 },
        ),
    ));
    outcomes[5].partial = serde_saphyr::from_str("true").ok();
    outcomes.push(outcome(
        "clarte",
        "C3.3.2.3",
        2,
        "Le plan de sauvegarde se lit sans aide",
        Verdict::Manual(Text::verbatim("clarté du plan (0 à 2)")),
    ));
    outcomes[1].hints = vec!["Qui possède un dossier ?".to_owned()];
    outcomes[4].level = Level::Full;
    let catalogue = Referentiel::embedded();
    let activity = catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap();
    Report {
        lab: activity.code.clone(),
        title: "Effacé à midi, rendu à midi cinq".to_owned(),
        lab_hash: "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4".to_owned(),
        student: "zoe-lefevre".to_owned(),
        bench: "a332-zoe-lefevre".to_owned(),
        level: Level::Quick,
        started: "2026-03-14T08:26:53Z".parse().unwrap(),
        finished: "2026-03-14T08:26:58.25Z".parse().unwrap(),
        version: "0.1.0".to_owned(),
        grade: grade(&outcomes, activity),
        outcomes,
    }
}

/// The same where everything passed, at level `full`.
pub(super) fn perfect() -> Report {
    let mut report = report();
    report.outcomes.truncate(5);
    for outcome in &mut report.outcomes {
        outcome.verdict = Verdict::Pass;
    }
    let catalogue = Referentiel::embedded();
    report.level = Level::Full;
    report.grade = grade(&report.outcomes, catalogue.activity(&report.lab).unwrap());
    report
}
