//! What a class needs, before anything is made.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::Serialize;

use crate::bench::{BenchError, Site, Standing, foresee};
use crate::doctor::{self, Class, Finding, State};
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::individual::Addresses;
use crate::load::LabFile;
use crate::model::{Lab, bench_name};
use crate::text;

/// A bench of a class, as it stands or will stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    /// The student's identifier.
    pub student: String,
    /// The name of the bench.
    pub bench: String,
    /// What has to be done.
    pub need: Need,
    /// The subnets of its networks, and the addresses of its nodes.
    pub addresses: Addresses,
}

/// What has to be done for a bench to be up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Nothing: it is up.
    Nothing,
    /// Its nodes are to be started.
    Start,
    /// Some of its nodes are missing.
    Finish,
    /// It is to be made.
    Make,
}

/// What a class needs.
#[derive(Clone, Debug, Serialize)]
pub struct ClassPlan {
    /// The benches, in the order of the students.
    pub benches: Vec<Planned>,
    /// What there is room for, measured.
    #[serde(skip)]
    pub room: Vec<Finding>,
}

/// The class does not fit.
#[derive(Debug)]
pub struct Refusal {
    /// What is short, with figures and the mend.
    pub short: Vec<(Text, Option<Text>)>,
}

impl Explain for Refusal {
    fn text(&self) -> Text {
        text!("class-refused", count = self.short.len())
    }

    fn hint(&self) -> Option<Text> {
        Some(text!("class-refused-hint"))
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(Refusal);

impl ClassPlan {
    /// Returns what keeps the class from being made, when something does.
    pub fn refusal(&self) -> Option<Refusal> {
        if self.benches.iter().all(|bench| bench.need == Need::Nothing) {
            return None;
        }
        let short = self.room.iter().filter(|finding| finding.state == State::Trouble);
        let short: Vec<_> = short.map(|finding| (told(finding), finding.mend.clone())).collect();
        (!short.is_empty()).then_some(Refusal { short })
    }

    /// Returns what will be tight, with the mend.
    pub fn warnings(&self) -> impl Iterator<Item = (Text, Option<Text>)> + '_ {
        let tight = self.room.iter().filter(|finding| finding.state == State::Warning);
        tight.map(|finding| (told(finding), finding.mend.clone()))
    }

    /// How many benches have this need.
    pub fn count(&self, need: Need) -> usize {
        self.benches.iter().filter(|bench| bench.need == need).count()
    }
}

fn told(finding: &Finding) -> Text {
    text!("doctor-line", what = finding.what.clone(), detail = finding.detail.clone())
}

/// Plans the benches of students: addresses clear of all that is in use, and room. The
/// `draft` is the lab with anyone's values.
///
/// # Errors
/// When the engine does not answer, or no subnets are left.
pub async fn plan(
    site: &Site,
    file: &LabFile,
    draft: &Lab,
    students: &[String],
) -> Result<Result<ClassPlan, Refusal>, BenchError> {
    let standing = site.standing().await?;
    let mut used = site.engine.used_subnets().await?;
    let nodes: Vec<&str> = draft.nodes.iter().map(|node| node.name.as_str()).collect();
    let mut benches = Vec::new();
    let mut homeless = 0;
    for student in students {
        let bench = bench_name(file.activity(), student);
        let found = standing.iter().find(|standing| standing.bench == bench);
        let mut subnets: BTreeMap<String, Ipv4Net> =
            found.map(|found| found.networks.clone()).unwrap_or_default();
        if foresee(site.range, &bench, &file.networks(), &mut subnets, &mut used).is_err() {
            homeless += 1;
        }
        let need = need(found, &nodes);
        benches.push(Planned { student: student.clone(), bench, need, addresses: file.addresses(subnets) });
    }
    if homeless > 0 {
        let short = text!("class-no-subnets", count = homeless, range = %site.range);
        return Ok(Err(Refusal { short: vec![(short, Some(text!("doctor-subnets-mend")))] }));
    }
    let ours = |standing: &&Standing| benches.iter().any(|bench| bench.bench == standing.bench);
    let running = standing.iter().filter(ours).map(|standing| standing.running() as u64).sum();
    let class = Class::of(draft, students.len() as u64);
    let room = match benches.iter().all(|bench| bench.need == Need::Nothing) {
        true => Vec::new(),
        false => doctor::room(&site.engine, class, running).await,
    };
    Ok(Ok(ClassPlan { benches, room }))
}

/// What has to be done so that a bench of these nodes is up.
pub fn need(found: Option<&Standing>, nodes: &[&str]) -> Need {
    let Some(found) = found else { return Need::Make };
    let states = || nodes.iter().map(|node| found.nodes.get(*node));
    if found.unfinished || states().any(|state| state.is_none()) {
        return if found.nodes.is_empty() { Need::Make } else { Need::Finish };
    }
    if states().all(|state| state == Some(&true)) { Need::Nothing } else { Need::Start }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ClassPlan, Need, Planned, need};
    use crate::bench::{Standing, foresee};
    use crate::doctor::{Finding, State};
    use crate::i18n::Text;
    use crate::individual::Addresses;

    fn standing(nodes: &[(&str, bool)], unfinished: bool) -> Standing {
        Standing {
            bench: "a332-lea".to_owned(),
            lab: "A3.3.2".to_owned(),
            student: "lea".to_owned(),
            class: None,
            nodes: nodes.iter().map(|(name, running)| ((*name).to_owned(), *running)).collect(),
            networks: BTreeMap::new(),
            unfinished,
        }
    }

    #[test]
    fn what_a_bench_needs_shows_by_its_nodes() {
        let nodes = ["a", "b"];
        assert_eq!(need(None, &nodes), Need::Make);
        assert_eq!(need(Some(&standing(&[], false)), &nodes), Need::Make, "only networks");
        assert_eq!(need(Some(&standing(&[("a", true)], false)), &nodes), Need::Finish);
        assert_eq!(need(Some(&standing(&[("a", true), ("b", true)], true)), &nodes), Need::Finish);
        assert_eq!(need(Some(&standing(&[("a", true), ("b", false)], false)), &nodes), Need::Start);
        assert_eq!(need(Some(&standing(&[("a", true), ("b", true)], false)), &nodes), Need::Nothing);
    }

    #[test]
    fn no_two_benches_get_the_same_subnet_and_a_full_range_says_so() {
        let range = "10.208.0.0/21".parse().unwrap();
        let networks = [("lan".to_owned(), 24), ("dmz".to_owned(), 24)];
        let mut used = vec!["10.208.0.0/24".parse().unwrap()];
        let mut all = Vec::new();
        for student in ["lea", "tom", "zoe"] {
            let mut subnets = BTreeMap::new();
            foresee(range, student, &networks, &mut subnets, &mut used).unwrap();
            all.extend(subnets.into_values());
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 6);
        assert!(!all.contains(&"10.208.0.0/24".parse().unwrap()));
        let mut more = BTreeMap::new();
        assert_eq!(
            foresee(range, "ali", &networks, &mut more, &mut used),
            Err("dmz".to_owned()),
            "one was left"
        );
    }

    #[test]
    fn only_trouble_refuses_and_only_where_there_is_something_to_do() {
        let finding = |state| Finding {
            id: "memory",
            what: Text::verbatim("memory"),
            state,
            detail: Text::verbatim("1 GiB of 2 GiB"),
            mend: Some(Text::verbatim("buy some")),
        };
        let plan = |need, states: &[State]| ClassPlan {
            benches: vec![Planned {
                student: "lea".to_owned(),
                bench: "a332-lea".to_owned(),
                need,
                addresses: Addresses::default(),
            }],
            room: states.iter().copied().map(finding).collect(),
        };
        let tight = plan(Need::Make, &[State::Ok, State::Unknown, State::Warning]);
        assert!(tight.refusal().is_none());
        assert_eq!(tight.warnings().count(), 1);
        let short = plan(Need::Make, &[State::Trouble, State::Warning, State::Trouble]).refusal().unwrap();
        assert_eq!(short.short.len(), 2);
        assert!(plan(Need::Nothing, &[State::Trouble]).refusal().is_none());
    }
}
