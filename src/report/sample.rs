//! A report made by hand that holds every verdict.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::{Act, Gap, Level, Place, Probe, Tally, Verdict};
use crate::exec::{Command, Ended, ExecOutput};
use crate::grade::{Attempt, Deduction, Outcome, Points, Scale, Suspicion, grade};
use crate::i18n::Text;
use crate::referentiel::Referentiel;
use crate::report::Report;
use crate::report::class::{CheckHead, ClassMark, ClassReport, ClassSheet, Late, Open, Refused, Source};
use crate::runner::{Evidence, Hidden};
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

/// The checks of the sample class: identifier, competence, points, title, how hard it is
/// (of a hundred).
const CHECKS: [(&str, &str, u32, &str, u32); 20] = [
    ("compte-sauvegarde", "C3.3.2.1", 1, "Un compte dédié fait les sauvegardes", 4),
    (
        "depot-chiffre",
        "C3.3.2.1",
        2,
        "Le dépôt existe, il est chiffré, et seule la phrase secrète l'ouvre",
        15,
    ),
    (
        "depot-reserve",
        "C3.3.2.1",
        2,
        "Le dépôt appartient au compte dédié, et personne d'autre n'y entre",
        35,
    ),
    ("cle-ailleurs", "C3.3.2.1", 1, "La clé est gardée sur une autre machine", 45),
    ("paquets", "C3.3.2.1", 1, "Les outils sont installés", 2),
    ("exclusions", "C3.3.2.2", 1, "Les fichiers temporaires ne sont pas sauvegardés", 30),
    ("planification", "C3.3.2.2", 3, "La sauvegarde part d'elle-même aux heures convenues", 40),
    ("rattrapage", "C3.3.2.2", 1, "Une sauvegarde manquée se rattrape", 60),
    ("retention", "C3.3.2.2", 2, "Sept jours, quatre semaines et six mois sont gardés", 50),
    ("journal", "C3.3.2.2", 1, "Chaque sauvegarde laisse une trace", 25),
    ("alerte-echec", "C3.3.2.2", 2, "Un échec envoie un message à l'équipe", 70),
    ("base-coherente", "C3.3.2.2", 3, "La base est sauvegardée dans un état cohérent", 55),
    ("fichiers-complets", "C3.3.2.3", 2, "Rien ne manque dans la dernière archive", 30),
    ("droits-gardes", "C3.3.2.3", 1, "Propriétaires, droits et dates sont gardés", 35),
    ("restauration-fichier", "C3.3.2.3", 2, "Un fichier effacé revient tel qu'il était", 25),
    ("restauration-base", "C3.3.2.3", 3, "La base revient telle qu'elle était", 60),
    ("restauration-reelle", "C3.3.2.3", 4, "Une restauration rend tout ce qui a été détruit", 75),
    ("procedure", "C3.3.2.3", 2, "La procédure écrite suffit à restaurer", 65),
    ("inventaire", "C3.3.2.3", 2, "L'inventaire dit ce qui est sauvegardé", 45),
    ("clarte", "C3.3.2.3", 2, "Le plan de sauvegarde se lit sans aide", 0),
];

const STUDENTS: [(&str, &str); 30] = [
    ("Abdelkader", "Inès"),
    ("Almeida", "Lucas"),
    ("Barbier", "Chloé"),
    ("Bénard", "Théo"),
    ("Chevalier", "Noémie"),
    ("Coulibaly", "Mamadou"),
    ("Da Silva", "Hugo"),
    ("De La Tour", "Jean-Marc"),
    ("Dubois", "Léa"),
    ("Dupont", "Élodie"),
    ("El Amrani", "Yassine"),
    ("Faure", "Maëlys"),
    ("Fontaine", "Gaël"),
    ("Garnier", "Anaïs"),
    ("Gauthier", "Mathis"),
    ("Huang", "Li"),
    ("Lambert", "Célia"),
    ("Lefèvre", "Zoé"),
    ("Legrand", "Tom"),
    ("Martin", "Léa"),
    ("Mercier", "Adrien"),
    ("Moreau", "Clément"),
    ("N'Diaye", "Fatou"),
    ("Nguyễn", "Minh"),
    ("Œuvrard", "François"),
    ("Petit", "Sarah"),
    ("Roussel", "Benoît"),
    ("Tables", "<script>alert(1)</script> Bobby"),
    ("Vidal", "Nina"),
    ("Żak", "Oskar"),
];

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % below
    }
}

/// A class of thirty with twenty checks: late, absent, unjudged, suspected, in two groups.
pub(crate) fn class() -> ClassReport {
    let mut dice = Dice(5);
    let checks = CHECKS.map(|(id, competence, points, title, _)| CheckHead {
        id: id.parse().unwrap(),
        title: title.to_owned(),
        points,
        competences: vec![competence.parse().unwrap()],
        level: if id == "restauration-reelle" { Level::Full } else { Level::Quick },
    });
    let scale = Scale { step: "0.25".parse().unwrap(), ..Scale::default() };
    let sheets = (0..).zip(STUDENTS).map(|(index, names)| sheet(index, names, &scale, &mut dice));
    ClassReport {
        lab: "A3.3.2".parse().unwrap(),
        title: "Effacé à midi, rendu à midi cinq".to_owned(),
        lab_hash: "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4".to_owned(),
        class: Some("BTS SIO 2 SISR".to_owned()),
        source: Source::Live,
        level: Level::Full,
        deadline: Some("2026-11-25T11:00:00Z".parse().unwrap()),
        sheets: sheets.collect(),
        scale,
        started: "2026-11-25T11:02:10Z".parse().unwrap(),
        finished: "2026-11-25T11:09:41Z".parse().unwrap(),
        version: "0.1.0".to_owned(),
        checks: checks.to_vec(),
        refused: vec![Refused {
            file: "a332-inconnu.paillasse".to_owned(),
            why: Text::verbatim("la signature ne correspond pas"),
        }],
    }
}

fn sheet(index: u32, (family, given): (&str, &str), scale: &Scale, dice: &mut Dice) -> ClassSheet {
    let absent = index == 12;
    let skill = 25 + dice.roll(75);
    let outcomes: Vec<Outcome> =
        CHECKS.iter().map(|check| class_outcome(check, skill, index, dice)).collect();
    let catalogue = Referentiel::embedded();
    let graded = grade(&outcomes, catalogue.activity(&"A3.3.2".parse().unwrap()).unwrap());
    let id = format!("etudiant-{index:02}");
    let minutes = |minutes: i64| {
        let start: jiff::Timestamp = "2026-11-25T08:30:00Z".parse().unwrap();
        start + jiff::SignedDuration::from_mins(minutes)
    };
    let mut history = Vec::new();
    let passed: Vec<_> =
        outcomes.iter().filter(|outcome| outcome.verdict.passed()).map(|o| o.id.clone()).collect();
    let runs = 2 + dice.roll(6);
    let mut at = i64::from(10 + dice.roll(10));
    for run in 1..=runs {
        let so_far = passed.len() * run as usize / (runs as usize + 1);
        history.push(Attempt {
            at: minutes(at),
            level: Level::Quick,
            earned: Points::whole(
                outcomes.iter().filter(|o| passed[..so_far].contains(&o.id)).map(|o| o.points).sum(),
            ),
            judged: 30,
            passed: passed[..so_far].to_vec(),
        });
        at += i64::from(5 + dice.roll(20));
    }
    let late = (index == 5).then_some(Late { by: Duration::from_secs(1500), refused: false });
    let deductions = match late {
        Some(_) => {
            vec![Deduction { reason: Text::verbatim("25 min de retard"), amount: Points::hundredths(150) }]
        }
        None => Vec::new(),
    };
    let off = deductions.iter().map(|deduction| deduction.amount).sum();
    let open: Vec<Open> = outcomes
        .iter()
        .filter_map(|outcome| match &outcome.verdict {
            Verdict::Error(why) => Some(Open {
                check: outcome.id.clone(),
                points: outcome.points,
                why: why.clone(),
                manual: false,
            }),
            Verdict::Manual(why) => Some(Open {
                check: outcome.id.clone(),
                points: outcome.points,
                why: why.clone(),
                manual: true,
            }),
            _ => None,
        })
        .collect();
    let mark = scale.mark(&outcomes, off).map(|mark| ClassMark {
        earned: scale.mark(&outcomes, Points::NONE).unwrap(),
        value: mark,
        provisional: open.iter().any(|open| !open.manual),
    });
    let report = Report {
        bench: format!("a332-{id}"),
        student: id.clone(),
        outcomes,
        grade: graded,
        level: Level::Full,
        started: minutes(155),
        finished: minutes(156),
        ..report()
    };
    let evidence = evidence();
    let suspicions = (index == 17).then(|| Suspicion::Value {
        check: Some("depot-chiffre".parse().unwrap()),
        place: "depot-chiffre".to_owned(),
        parameter: "phrase".to_owned(),
        whose: vec!["etudiant-19".to_owned()],
        excerpt: "BORG_PASSPHRASE=***".to_owned(),
        chance: 0.000_01,
    });
    ClassSheet {
        student: id,
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        group: Some(if index.is_multiple_of(2) { "SISR 1" } else { "SISR 2" }.to_owned()),
        email: (index != 3).then(|| format!("etudiant{index:02}@lycee.example")),
        username: Some(format!("e{index:02}")),
        seat: Some(format!("P{:02}", index + 1)),
        trouble: absent.then(|| Text::verbatim("le banc n'existe pas")),
        evidence: if absent { BTreeMap::new() } else { BTreeMap::from([("depot-reserve".parse().unwrap(), evidence)]) },
        nonce: (!absent).then(|| "0123456789abcdef".to_owned()),
        statement: (!absent).then(|| format!("# Effacé à midi, rendu à midi cinq\n\n## Votre mission\n\nBonjour {given} : *sauvegardez*.\n\n```\nborg init\n```\n")),
        handed_in: None,
        late,
        hints_used: if index % 4 == 1 { BTreeMap::from([("planification".parse().unwrap(), 2)]) } else { BTreeMap::new() },
        mark: mark.filter(|_| !absent),
        deductions,
        not_judged: if absent { Vec::new() } else { open },
        suspicions: suspicions.into_iter().collect(),
        unsteady: Vec::new(),
        remarks: Vec::new(),
        history: if absent { Vec::new() } else { history },
        report: (!absent).then_some(report),
    }
}

fn class_outcome(check: &(&str, &str, u32, &str, u32), skill: u32, index: u32, dice: &mut Dice) -> Outcome {
    let (id, competence, points, title, hard) = *check;
    let roll = dice.roll(100) + hard;
    let gap = Gap {
        fact: text!("fact-mode", path = "/srv/depot"),
        expected: Text::verbatim("0700"),
        actual: Text::verbatim("0755 <b>&</b>"),
    };
    let verdict = match id {
        "clarte" => Verdict::Manual(Text::verbatim("clarté du plan (0 à 2)")),
        "alerte-echec" if index == 9 => Verdict::Error(text!("error-timeout", command = "postqueue -p")),
        _ if roll < skill + 45 => Verdict::Pass,
        "restauration-base" => {
            Verdict::Skip { because: text!("skip-needs", check = "base-coherente"), lost: true }
        }
        "inventaire" => Verdict::Partial(vec![gap], Tally { right: 4, of: 7 }),
        _ => Verdict::Fail(vec![gap]),
    };
    let mut outcome = outcome(id, competence, points, title, verdict);
    outcome.partial = (id == "inventaire").then(|| serde_saphyr::from_str("true").unwrap());
    outcome
}

/// What a verdict rests on: a command and what it printed, markup included.
fn evidence() -> Vec<Evidence> {
    vec![Evidence {
        probe: Probe {
            place: Place::Node("prod".parse().unwrap()),
            act: Act::Run(Command::new("stat -c '%a %U' /srv/depot")),
        },
        output: ExecOutput {
            ended: Ended::Status(0),
            stdout: "755 root <b>&</b>\u{1b}[2J\n".to_owned(),
            stderr: String::new(),
        },
        hidden: Hidden::default(),
        cut: false,
    }]
}
