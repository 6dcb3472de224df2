//! The activities of the référentiel and which of them have a lab: `paillasse labs`.

use serde::Serialize;

use crate::ink::{BOLD, DIM, GOOD, View, clean, duration, pad, pad_left, stars, width};
use crate::name::ActivityCode;
use crate::referentiel::{Activity, Bloc, Process, Referentiel};
use crate::text;

/// What a list says of a lab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabLine {
    /// The activity that it trains.
    pub activity: ActivityCode,
    /// Its title.
    pub title: String,
    /// How long a student is expected to need.
    pub duration_minutes: u64,
    /// From 1 (easy) to 3.
    pub difficulty: u8,
}

/// A bloc of the reform of 2020; which activities belong to it is indicative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlocLine {
    /// Its usual code: `B2.3-SISR`.
    pub code: String,
    /// Its title.
    pub label: String,
}

/// An activity.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogueLine {
    /// Its code.
    pub code: ActivityCode,
    /// Its official label.
    pub label: String,
    /// The blocs of the reform of 2020 that it belongs to, as a proposal.
    pub indicative_blocs: Vec<BlocLine>,
    /// Its labs, usually one or none.
    pub labs: Vec<LabLine>,
}

/// A domain with its activities.
#[derive(Clone, Debug, Serialize)]
pub struct DomainSection {
    /// Its code: `D3.3`.
    pub code: String,
    /// Its official label.
    pub label: String,
    /// Its activities, in the official order.
    pub activities: Vec<CatalogueLine>,
}

/// A process with its domains.
#[derive(Clone, Debug, Serialize)]
pub struct ProcessSection {
    /// Its code: `P3`.
    pub code: String,
    /// Its official label.
    pub label: String,
    /// Its domains, in the official order.
    pub domains: Vec<DomainSection>,
}

/// The activities that were asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue {
    /// How many activities there are below.
    pub activities: usize,
    /// How many of them have a lab.
    pub with_lab: usize,
    /// Processes, without those of which nothing was asked for.
    pub processes: Vec<ProcessSection>,
}

/// Returns the blocs of an activity.
pub(super) fn blocs(referentiel: &Referentiel, code: &ActivityCode) -> Vec<BlocLine> {
    let line = |bloc: Bloc<'_>| BlocLine { code: bloc.code.to_owned(), label: bloc.label.to_owned() };
    referentiel.blocs(code).into_iter().map(line).collect()
}

impl Catalogue {
    /// Returns the activities that `wanted` keeps, each with its labs. Processes and
    /// domains of which nothing is kept are left out.
    pub fn new(
        referentiel: &Referentiel,
        labs: &[LabLine],
        wanted: impl Fn(&Process, &Activity) -> bool,
    ) -> Self {
        let line = |activity: &Activity| CatalogueLine {
            code: activity.code.clone(),
            label: activity.label.clone(),
            indicative_blocs: blocs(referentiel, &activity.code),
            labs: labs.iter().filter(|lab| lab.activity == activity.code).cloned().collect(),
        };
        let mut catalogue = Self { activities: 0, with_lab: 0, processes: Vec::new() };
        for process in &referentiel.processes {
            let mut domains = Vec::new();
            for domain in &process.domains {
                let kept = domain.activities.iter().filter(|activity| wanted(process, activity));
                let activities: Vec<CatalogueLine> = kept.map(line).collect();
                catalogue.activities += activities.len();
                catalogue.with_lab += activities.iter().filter(|line| !line.labs.is_empty()).count();
                if !activities.is_empty() {
                    let (code, label) = (domain.code.clone(), domain.label.clone());
                    domains.push(DomainSection { code, label, activities });
                }
            }
            if !domains.is_empty() {
                let (code, label) = (process.code.clone(), process.label.clone());
                catalogue.processes.push(ProcessSection { code, label, domains });
            }
        }
        catalogue
    }

    /// Lays the list out for a terminal; it ends with a line end.
    pub fn render(&self, view: &View) -> String {
        let mut page = Vec::new();
        for process in &self.processes {
            let head = format!("{}  {}", process.code, process.label);
            page.push(view.paint(BOLD, &head));
            for domain in &process.domains {
                page.push(view.hang(&format!("  {}  ", domain.code), 8, &domain.label));
                for activity in &domain.activities {
                    page.extend(activity.lines(view));
                }
            }
            page.push(String::new());
        }
        let legend = text!("catalogue-legend", with = self.with_lab, all = self.activities);
        page.push(view.hang("", 0, &view.say(&legend)));
        if self.with_lab > 0 {
            page.push(view.hang("", 0, &view.say(&text!("catalogue-next"))));
        }
        page.join("\n") + "\n"
    }
}

impl CatalogueLine {
    /// The activity, then each of its labs below it.
    fn lines(&self, view: &View) -> Vec<String> {
        let mark = if self.labs.is_empty() { view.paint(DIM, "○") } else { view.paint(GOOD, "●") };
        let first = format!("    {mark} {}  ", pad(self.code.as_str(), 7));
        let blocs: Vec<&str> = self.indicative_blocs.iter().map(|bloc| bloc.code.as_str()).collect();
        let words = match blocs.as_slice() {
            [] => self.label.clone(),
            blocs => format!("{} [{}]", self.label, blocs.join(", ")),
        };
        let mut lines = vec![view.hang(&first, 15, &words)];
        for lab in &self.labs {
            let time = view.say(&duration(lab.duration_minutes));
            let facts = format!("{}  {}  ", pad_left(&time, 7), stars(lab.difficulty));
            let first = format!("{}{}", " ".repeat(15), view.paint(DIM, &facts));
            lines.push(view.hang(&first, 15 + width(&facts), &clean(&lab.title)));
        }
        lines
    }
}
