//! Values of another student's in someone's work. Pure.
//!
//! A value is suspicious when it was drawn for somebody else, is none of the student's own
//! and stands in nothing that the student was given. How much that says depends on how many
//! values there are: whatever in the work *could* have been drawn is counted, so that a text
//! full of numbers accuses nobody of one of them.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::i18n::Text;
use crate::individual::{Facet, Found, Parameter};
use crate::located::Located;
use crate::name::{CheckId, ParameterName};
use crate::text;

/// The fewest values from which one is drawn widely: in a small class, chance alone would let
/// one of thirty pass.
const WIDELY: f64 = 500.0;

/// The most coincidences that are to be expected where a value is still reported.
const CHANCE: f64 = 0.05;

/// How many characters of the words around a value are shown on either side.
const AROUND: usize = 30;

/// The work of a student, as far as it is looked through.
#[derive(Debug)]
pub struct Work {
    /// The student's identifier.
    pub student: String,
    /// The student's own values, as templates see them.
    pub values: Map<String, Value>,
    /// What the student was given: the statement, the lab, files put on the nodes.
    pub given: Vec<String>,
    /// What the student's machines showed, and what was handed in.
    pub passages: Vec<Passage>,
}

/// A text of someone's work.
#[derive(Debug)]
pub struct Passage {
    /// The check in whose evidence it stands; nothing for a file.
    pub check: Option<CheckId>,
    /// What to call the place: a check, or a node and a path.
    pub place: String,
    /// The text.
    pub text: String,
}

/// Returns the values of others in the work of each student, in the order of the works.
pub fn suspicions(
    parameters: &BTreeMap<ParameterName, Located<Parameter>>,
    works: &[Work],
) -> Vec<Vec<Suspicion>> {
    let mut all: Vec<Vec<Suspicion>> = works.iter().map(|_| Vec::new()).collect();
    for (name, parameter) in parameters {
        for facet in parameter.facets().into_iter().filter(|facet| facet.possibilities >= WIDELY) {
            let search = Search::new(name.as_str(), &facet, works);
            let strange: Vec<_> = works.iter().map(|work| search.strange(work)).collect();
            for (number, found) in strange.iter().enumerate() {
                let common = |value: &str| {
                    let met =
                        strange.iter().filter(|other| other.iter().any(|(known, _)| known == value)).count();
                    // Half a class writes what is usual: 8080, say. A password is never usual.
                    !facet.beyond_chance() && met > (works.len() / 4).max(2)
                };
                all[number].extend(search.conclude(&works[number], found, common));
            }
        }
    }
    all
}

/// Where a value was found: the number of the passage, and from where to where in it.
type Place = (usize, (usize, usize));

/// One part of one parameter, for the whole class.
struct Search<'a> {
    parameter: String,
    facet: &'a Facet,
    /// Value → whose it is.
    owners: BTreeMap<String, BTreeSet<&'a str>>,
    students: usize,
}

impl<'a> Search<'a> {
    fn new(name: &str, facet: &'a Facet, works: &'a [Work]) -> Self {
        let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for work in works {
            for value in work.values.get(name).map(|value| facet.of(value)).unwrap_or_default() {
                owners.entry(value).or_default().insert(&work.student);
            }
        }
        let parameter = match facet.part {
            "" => name.to_owned(),
            part => format!("{name}.{part}"),
        };
        Self { parameter, facet, owners, students: works.len() }
    }

    /// Returns what could have been drawn, is not the student's own and was not given, with
    /// the number of the passage and the place in it.
    fn strange(&self, work: &Work) -> Vec<(String, Place)> {
        let found = |text: &str| -> Found { self.facet.found_in(text, self.owners.keys()) };
        let mut strange: BTreeMap<String, Place> = BTreeMap::new();
        for (number, passage) in work.passages.iter().enumerate() {
            for (value, at) in found(&passage.text) {
                strange.entry(value).or_insert((number, at));
            }
        }
        if strange.is_empty() {
            return Vec::new();
        }
        strange.retain(|value, _| {
            !self.owners.get(value).is_some_and(|owners| owners.contains(work.student.as_str()))
        });
        for text in &work.given {
            for value in found(text).keys() {
                strange.remove(value);
            }
        }
        strange.into_iter().collect()
    }

    fn conclude(
        &self,
        work: &Work,
        strange: &[(String, Place)],
        common: impl Fn(&str) -> bool,
    ) -> Vec<Suspicion> {
        // Each of these words had this chance to be the value of one of the others.
        let others = self.students.saturating_sub(1) as f64;
        let chance = strange.len() as f64 * others / self.facet.possibilities;
        if chance > CHANCE {
            return Vec::new();
        }
        let theirs: Vec<_> = strange
            .iter()
            .filter_map(|(value, at)| Some((value, at, self.owners.get(value)?)))
            .filter(|(value, ..)| !common(value))
            .collect();
        let mut counts: BTreeMap<&BTreeSet<&str>, usize> = BTreeMap::new();
        for (_, _, owners) in &theirs {
            *counts.entry(owners).or_default() += 1;
        }
        let mut concluded = Vec::new();
        for (_, (number, at), owners) in theirs {
            // Of a data set, one suspicion stands for all its lines.
            let enough = counts.get(owners).is_some_and(|count| *count >= self.facet.least);
            if !enough || (self.facet.least > 1 && counts.remove(owners).is_none()) {
                continue;
            }
            let passage = &work.passages[*number];
            let shown = if self.facet.secret { "***" } else { &passage.text[at.0..at.1] };
            concluded.push(Suspicion::Value {
                check: passage.check.clone(),
                place: passage.place.clone(),
                parameter: self.parameter.clone(),
                whose: owners.iter().map(|owner| (*owner).to_owned()).collect(),
                excerpt: excerpt(&passage.text, *at, shown),
                chance,
            });
        }
        concluded
    }
}

/// Returns the words around a place, on one line.
fn excerpt(text: &str, (start, end): (usize, usize), shown: &str) -> String {
    let before: String = text[..start].chars().rev().take(AROUND).take_while(|c| *c != '\n').collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[end..].chars().take(AROUND).take_while(|c| *c != '\n').collect();
    format!("{before}{shown}{after}").trim().to_owned()
}

/// Something that looks like somebody else's work. It says where to look, proves nothing,
/// and is never a part of a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Suspicion {
    /// A value that was drawn for somebody else.
    Value {
        /// The check in whose evidence it stands; nothing for a file that was handed in.
        check: Option<CheckId>,
        /// Where: a check, or the node and the path of a file.
        place: String,
        /// The parameter that it is a value of.
        parameter: String,
        /// For whom it was drawn, by identifier.
        whose: Vec<String>,
        /// The words around it, `***` in the place of a password.
        excerpt: String,
        /// How many such coincidences are to be expected among so many students who worked
        /// alone: 0.001 is one in a thousand.
        chance: f64,
    },
    /// Hand-ins of several students were signed with one key.
    SameKey {
        /// The others, by identifier.
        with: Vec<String>,
        /// The fingerprint of the key.
        key: String,
    },
    /// Hand-ins of several students hold one run.
    SameRun {
        /// The others, by identifier.
        with: Vec<String>,
        /// The word of the run.
        nonce: String,
    },
}

impl Suspicion {
    /// The sentence for the teacher.
    pub fn text(&self) -> Text {
        match self {
            Self::Value { place, parameter, whose, excerpt, .. } => text!(
                "suspicion-value",
                place = place,
                parameter = parameter,
                whose = whose.join(", "),
                excerpt = excerpt
            ),
            Self::SameKey { with, .. } => text!("suspicion-key", with = with.join(", ")),
            Self::SameRun { with, .. } => text!("suspicion-run", with = with.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::{Passage, Suspicion, Work, suspicions};
    use crate::individual::Parameter;
    use crate::located::Located;
    use crate::name::ParameterName;

    fn parameters(yaml: &[(&str, &str)]) -> BTreeMap<ParameterName, Located<Parameter>> {
        let located =
            |yaml: &str| Located { value: serde_saphyr::from_str(yaml).unwrap(), at: Default::default() };
        yaml.iter().map(|(name, yaml)| (name.parse().unwrap(), located(yaml))).collect()
    }

    fn work(student: &str, values: Value, text: &str) -> Work {
        let passage = Passage { check: None, place: "alpha:/root/rendu/x".to_owned(), text: text.to_owned() };
        let Value::Object(values) = values else { panic!("{values}") };
        Work { student: student.to_owned(), values, given: Vec::new(), passages: vec![passage] }
    }

    /// Who is suspected to have whose: `zoe<max`.
    fn suspected(parameter: (&str, &str), works: &[Work]) -> Vec<String> {
        let all = suspicions(&parameters(&[parameter]), works);
        let whose = |suspicion: &Suspicion| match suspicion {
            Suspicion::Value { whose, .. } => whose.join("+"),
            other => panic!("{other:?}"),
        };
        let of = |(work, found): (&Work, &Vec<Suspicion>)| -> Vec<String> {
            found.iter().map(|suspicion| format!("{}<{}", work.student, whose(suspicion))).collect()
        };
        works.iter().zip(&all).flat_map(of).collect()
    }

    const CODE: (&str, &str) = ("code", "pattern: '{hex:8}'");

    #[test]
    fn a_neighbours_value_is_recognised_with_its_evidence() {
        let works = [
            work("zoe", json!({ "code": "11aa11aa" }), "le code est 22bb22bb."),
            work("max", json!({ "code": "22bb22bb" }), "le code est 22bb22bb."),
        ];
        assert_eq!(suspected(CODE, &works), ["zoe<max"], "one's own value is no suspicion");
        let all = suspicions(&parameters(&[CODE]), &works);
        let Suspicion::Value { parameter, excerpt, place, .. } = &all[0][0] else { panic!("{all:?}") };
        assert_eq!((parameter.as_str(), excerpt.as_str()), ("code", "le code est 22bb22bb."));
        assert_eq!(place, "alpha:/root/rendu/x");
    }

    #[test]
    fn a_value_that_two_share_is_nobodys_in_particular() {
        let works = [
            work("zoe", json!({ "code": "22bb22bb" }), "22bb22bb"),
            work("max", json!({ "code": "22bb22bb" }), "22bb22bb"),
            work("lea", json!({ "code": "33cc33cc" }), "22bb22bb"),
        ];
        assert_eq!(suspected(CODE, &works), ["lea<max+zoe"]);
    }

    #[test]
    fn what_the_lab_gives_is_no_suspicion() {
        let mut works = [
            work("zoe", json!({ "code": "11aa11aa" }), "22bb22bb"),
            work("max", json!({ "code": "22bb22bb" }), ""),
        ];
        works[0].given.push("L'empreinte de l'outil est 22bb22bb.".to_owned());
        assert!(suspected(CODE, &works).is_empty());
    }

    #[test]
    fn a_text_full_of_numbers_accuses_nobody() {
        let number = ("port", "integer: { min: 10000, max: 99999 }");
        let few = [
            work("zoe", json!({ "port": 12345 }), "listen 54321"),
            work("max", json!({ "port": 54321 }), ""),
        ];
        assert_eq!(suspected(number, &few), ["zoe<max"]);
        let log: Vec<String> =
            (10_000..60_000).step_by(7).chain([54321]).map(|pid| pid.to_string()).collect();
        let many = [
            work("zoe", json!({ "port": 12345 }), &log.join(" ")),
            work("max", json!({ "port": 54321 }), ""),
        ];
        assert!(suspected(number, &many).is_empty());
        let narrow = ("jours", "integer: { min: 1, max: 30 }");
        let works =
            [work("zoe", json!({ "jours": 7 }), "garder 14 jours"), work("max", json!({ "jours": 14 }), "")];
        assert!(suspected(narrow, &works).is_empty(), "drawn from too few");
        assert!(
            suspected(
                ("x", "pick: [un, deux]"),
                &[work("zoe", json!({ "x": "un" }), "deux"), work("max", json!({ "x": "deux" }), "")]
            )
            .is_empty()
        );
    }

    #[test]
    fn what_half_a_class_writes_is_usual() {
        let number = ("port", "integer: { min: 1024, max: 65535 }");
        let class = |shared: usize| -> Vec<Work> {
            let one = |at: usize| {
                let text = if at < shared { "port 8080" } else { "" };
                work(&format!("e{at}"), json!({ "port": 20_000 + at }), text)
            };
            let mut class: Vec<Work> = (0..12).map(one).collect();
            class.push(work("max", json!({ "port": 8080 }), ""));
            class
        };
        assert_eq!(suspected(number, &class(2)).len(), 2);
        assert!(suspected(number, &class(6)).is_empty());
        // A password that half a class has was passed on.
        let password = ("phrase", "password: { length: 14 }");
        let mut class: Vec<Work> = (0..8)
            .map(|at| {
                work(
                    &format!("e{at}"),
                    json!({ "phrase": format!("{at}{at}abcdefghjkmn") }),
                    "k=MNPQRSTUVWXYZa",
                )
            })
            .collect();
        class.push(work("max", json!({ "phrase": "MNPQRSTUVWXYZa" }), ""));
        assert_eq!(suspected(password, &class).len(), 8);
    }

    #[test]
    fn a_password_is_never_shown() {
        let works = [
            work("zoe", json!({ "phrase": "abcdefghjkmnpq" }), "export BORG=rstuvwxyzABCDE # la clé"),
            work("max", json!({ "phrase": "rstuvwxyzABCDE" }), ""),
        ];
        let all = suspicions(&parameters(&[("phrase", "password: { length: 14 }")]), &works);
        let Suspicion::Value { excerpt, .. } = &all[0][0] else { panic!("{all:?}") };
        assert_eq!(excerpt, "export BORG=*** # la clé");
        assert!(!format!("{all:?}").contains("rstuvwxyzABCDE"));
    }

    #[test]
    fn a_subnet_is_recognised_by_its_addresses_and_ones_own_bench_is_not() {
        let subnet = ("lan", "subnet: { within: 10.0.0.0/8, prefix: 24 }");
        let mut works = [
            work("zoe", json!({ "lan": "10.1.1.0/24" }), "inet 10.208.7.2/28; route via 10.2.2.254"),
            work("max", json!({ "lan": "10.2.2.0/24" }), "inet 10.208.7.2/28"),
            work("lea", json!({ "lan": "10.208.7.0/24" }), "inet 10.208.7.2/28"),
        ];
        for work in &mut works {
            work.given.push(r#"{"nodes":{"alpha":{"lan":"10.208.7.2"}}}"#.to_owned());
        }
        assert_eq!(suspected(subnet, &works), ["zoe<max"]);
    }

    #[test]
    fn some_lines_of_a_data_set_are_needed_and_make_one_suspicion() {
        let tree = ("docs", "dataset: { tree: { files: 3 } }");
        let files = |name: &str| json!({ "docs": { "files": [format!("Projets/{name}-1.md"), format!("Projets/{name}-2.md"), format!("Projets/{name}-3.md")] } });
        let works = |text: &str| [work("zoe", files("zoe"), text), work("max", files("max"), "")];
        assert!(suspected(tree, &works("Projets/max-1.md Projets/max-2.md")).is_empty());
        assert_eq!(
            suspected(tree, &works("Projets/max-1.md Projets/max-2.md Projets/max-3.md")),
            ["zoe<max"]
        );
    }
}
