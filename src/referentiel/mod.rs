//! The official catalogue: processes, domains, activities and competences of the BTS SIO.
//!
//! The labels are those of the référentiel de certification, word for word. They stand
//! in `catalogue.json`, inside the program: JSON rather than YAML, because every start
//! of `paillasse labs` reads it, and nobody edits it by hand.
//!
//! The reform of 2020 renamed and regrouped things into « blocs » (B1.1 … B3.5). Which
//! blocs an activity belongs to is in `reform2020.json`: a proposal, shown as such.
//!
//! Rank 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::name::{ActivityCode, CompetenceCode};

const CATALOGUE: &str = include_str!("catalogue.json");
const REFORM: &str = include_str!("reform2020.json");

/// The catalogue.
#[derive(Clone, Debug, Deserialize)]
pub struct Referentiel {
    /// The five processes.
    pub processes: Vec<Process>,
    #[serde(skip)]
    reform: Reform,
}

/// A process: `P3`, design and upkeep of infrastructure solutions.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Process {
    /// `P1` to `P5`.
    pub code: String,
    /// Its official label.
    pub label: String,
    /// Its domains.
    pub domains: Vec<Domain>,
}

/// A domain of activities: `D3.3`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Domain {
    /// Its code.
    pub code: String,
    /// Its official label.
    pub label: String,
    /// What a graduate does in it.
    pub description: Option<String>,
    /// Its activities.
    pub activities: Vec<Activity>,
}

/// An activity: `A3.3.2`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Activity {
    /// Its code.
    pub code: ActivityCode,
    /// Its official label.
    pub label: String,
    /// The competences that it calls upon.
    pub competences: Vec<Competence>,
    /// What the student is given.
    pub resources: Vec<String>,
    /// What is expected.
    pub results: Vec<String>,
}

/// A competence: `C3.3.2.1`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Competence {
    /// Its code.
    pub code: CompetenceCode,
    /// Its official label.
    pub label: String,
}

/// Blocs of the reform of 2020.
#[derive(Clone, Debug, Default, Deserialize)]
struct Reform {
    blocs: BTreeMap<String, String>,
    activities: BTreeMap<String, Vec<String>>,
}

/// A bloc of the reform of 2020.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bloc<'a> {
    /// Its usual code: `B2.3-SISR`.
    pub code: &'a str,
    /// Its title.
    pub label: &'a str,
}

impl Referentiel {
    /// Reads the catalogue inside the program.
    pub fn embedded() -> Self {
        let mut catalogue: Self = serde_json::from_str(CATALOGUE).expect("the tests read the same text");
        catalogue.reform = serde_json::from_str(REFORM).expect("the tests read the same text");
        catalogue
    }

    /// All activities with their process, in the official order.
    pub fn by_process(&self) -> impl Iterator<Item = (&Process, &Activity)> {
        self.processes.iter().flat_map(|process| {
            process
                .domains
                .iter()
                .flat_map(move |domain| domain.activities.iter().map(move |activity| (process, activity)))
        })
    }

    /// All activities, in the official order.
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.by_process().map(|(_, activity)| activity)
    }

    /// The activity of this code.
    pub fn activity(&self, code: &ActivityCode) -> Option<&Activity> {
        self.activities().find(|activity| activity.code == *code)
    }

    /// The blocs of the reform of 2020 that an activity belongs to; indicative.
    pub fn blocs(&self, code: &ActivityCode) -> Vec<Bloc<'_>> {
        let codes = self.reform.activities.get(code.as_str());
        codes
            .into_iter()
            .flatten()
            .filter_map(|code| {
                let (code, label) = self.reform.blocs.get_key_value(code)?;
                Some(Bloc { code, label })
            })
            .collect()
    }

    /// Whether an activity answers to `filter`: a process (`P3`), a domain (`D3.3` or
    /// `3.3`), the beginning of its code (`A3.3`), or a bloc (`B2`, `B2.3`, `B2.3-SISR`).
    pub fn answers(&self, process: &Process, activity: &Activity, filter: &str) -> bool {
        let filter = filter.to_uppercase();
        let begins = |code: &str, start: &str| {
            code.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
        };
        if filter.starts_with('B') {
            return self.blocs(&activity.code).iter().any(|bloc| begins(bloc.code, &filter));
        }
        let number = filter.trim_start_matches(['A', 'D']);
        process.code == filter || (!number.starts_with('P') && begins(&activity.code.as_str()[1..], number))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Referentiel;

    #[test]
    fn the_catalogue_is_whole() {
        let catalogue = Referentiel::embedded();
        assert_eq!(catalogue.processes.len(), 5);
        assert_eq!(catalogue.processes.iter().map(|process| process.domains.len()).sum::<usize>(), 14);
        assert_eq!(catalogue.activities().count(), 57);
        let competences: Vec<_> =
            catalogue.activities().flat_map(|a| a.competences.iter().map(move |c| (a, c))).collect();
        assert_eq!(competences.len(), 159);
        let codes: BTreeSet<_> = competences.iter().map(|(_, competence)| &competence.code).collect();
        assert_eq!(codes.len(), 159, "a competence stands twice");
        for (activity, competence) in competences {
            let number = &activity.code.as_str()[1..];
            assert!(competence.code.as_str()[1..].starts_with(&format!("{number}.")), "{}", competence.code);
            assert!(!competence.label.is_empty());
        }
        for process in &catalogue.processes {
            for domain in &process.domains {
                assert_eq!(domain.code[1..2], process.code[1..2]);
                for activity in &domain.activities {
                    assert!(activity.code.as_str()[1..].starts_with(&format!("{}.", &domain.code[1..])));
                    assert!(!activity.competences.is_empty(), "{}", activity.code);
                }
            }
        }
    }

    #[test]
    fn every_activity_has_a_bloc_with_a_title() {
        let catalogue = Referentiel::embedded();
        for activity in catalogue.activities() {
            let named = &catalogue.reform.activities[activity.code.as_str()];
            assert!(!named.is_empty());
            assert_eq!(catalogue.blocs(&activity.code).len(), named.len(), "{}", activity.code);
        }
        assert_eq!(catalogue.reform.activities.len(), 57);
    }

    #[test]
    fn filters_know_processes_domains_and_blocs() {
        let catalogue = Referentiel::embedded();
        let count =
            |filter: &str| catalogue.by_process().filter(|(p, a)| catalogue.answers(p, a, filter)).count();
        assert_eq!(count("P3"), 11);
        assert_eq!(count("p3"), 11);
        assert_eq!(count("D3.3"), 5);
        assert_eq!(count("A3.3.2"), 1);
        assert_eq!(count("A4.1.1"), 1, "A4.1.10 is another activity");
        assert!(count("B2.3-SISR") > 3 && count("B2") > count("B2.3"));
        assert_eq!(count("P9"), 0);
        assert_eq!(count("zzz"), 0);
    }
}
