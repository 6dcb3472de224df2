//! All that is known of one activity: `paillasse show A3.3.2`.

use serde::Serialize;

use crate::check::Level;
use crate::ink::{BOLD, COMMAND, DIM, View, clean, duration, memory, pad, pad_left, stars, width};
use crate::model::{Lab, Node, PlannedCheck};
use crate::name::{ActivityCode, CheckId, CompetenceCode, ImageName, NodeName};
use crate::referentiel::{Competence, Referentiel};
use crate::report::catalogue::{BlocLine, blocs};
use crate::text;

/// An activity and its labs.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// The code of the activity.
    pub code: ActivityCode,
    /// Its official label.
    pub label: String,
    /// Its process: `P3 Conception et maintenance…`.
    pub process: String,
    /// Its domain.
    pub domain: String,
    /// The blocs of the reform of 2020 that it belongs to, as a proposal.
    pub indicative_blocs: Vec<BlocLine>,
    /// The competences that it calls upon.
    pub competences: Vec<Competence>,
    /// What the student is given.
    pub resources: Vec<String>,
    /// What is expected.
    pub results: Vec<String>,
    /// Its labs, usually one or none.
    pub labs: Vec<LabSheet>,
}

/// A lab.
#[derive(Clone, Debug, Serialize)]
pub struct LabSheet {
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// How long a student is expected to need.
    pub duration_minutes: u64,
    /// From 1 (easy) to 3.
    pub difficulty: u8,
    /// The memory that its nodes may use together, in bytes.
    pub memory_bytes: u64,
    /// What its checks are worth together.
    pub points: u32,
    /// Its machines.
    pub nodes: Vec<NodeLine>,
    /// What is expected.
    pub checks: Vec<CheckLine>,
}

/// A machine of a lab.
#[derive(Clone, Debug, Serialize)]
pub struct NodeLine {
    /// Its name.
    pub name: NodeName,
    /// The image that it is made from.
    pub image: ImageName,
    /// What it is for.
    pub role: Option<String>,
    /// The names of its networks.
    pub networks: Vec<String>,
}

/// An expected result of a lab.
#[derive(Clone, Debug, Serialize)]
pub struct CheckLine {
    /// The name of the check.
    pub id: CheckId,
    /// What it expects.
    pub title: String,
    /// The competences that it shows.
    pub competences: Vec<CompetenceCode>,
    /// What it is worth.
    pub points: u32,
    /// The level from which it runs.
    pub level: Level,
}

impl LabSheet {
    /// Returns what is shown of a lab.
    pub fn new(lab: &Lab) -> Self {
        let node = |node: &Node| NodeLine {
            name: node.name.clone(),
            image: node.image.clone(),
            role: node.role.clone(),
            networks: node.networks.iter().map(|(name, _)| name.to_string()).collect(),
        };
        let check = |check: &PlannedCheck| CheckLine {
            id: check.id.clone(),
            title: check.title.clone(),
            competences: check.competences.clone(),
            points: check.points,
            level: check.level,
        };
        Self {
            title: lab.title.clone(),
            summary: lab.summary.clone(),
            duration_minutes: lab.duration.minutes(),
            difficulty: lab.difficulty,
            memory_bytes: lab.memory().0,
            points: lab.checks.iter().map(|check| check.points).sum(),
            nodes: lab.nodes.iter().map(node).collect(),
            checks: lab.checks.iter().map(check).collect(),
        }
    }
}

impl Sheet {
    /// Returns what is known of an activity of the référentiel; nothing when it is none.
    pub fn new(referentiel: &Referentiel, code: &ActivityCode, labs: Vec<LabSheet>) -> Option<Self> {
        let (process, domain, activity) = referentiel.processes.iter().find_map(|process| {
            process.domains.iter().find_map(|domain| {
                let activity = domain.activities.iter().find(|activity| activity.code == *code)?;
                Some((process, domain, activity))
            })
        })?;
        Some(Self {
            code: code.clone(),
            label: activity.label.clone(),
            process: format!("{} {}", process.code, process.label),
            domain: format!("{} {}", domain.code, domain.label),
            indicative_blocs: blocs(referentiel, code),
            competences: activity.competences.clone(),
            resources: activity.resources.clone(),
            results: activity.results.clone(),
            labs,
        })
    }

    /// Lays the sheet out for a terminal; it ends with a line end.
    pub fn render(&self, view: &View) -> String {
        let mut page = vec![
            view.hang(
                &format!("{}  ", view.paint(BOLD, self.code.as_str())),
                width(self.code.as_str()) + 2,
                &self.label,
            ),
            view.hang("", 0, &format!("{} > {}", self.process, self.domain)),
        ];
        let heading = |title| [String::new(), view.paint(BOLD, &view.say(&title))];
        let item = |words: &str| view.hang("  • ", 4, &clean(words));
        page.extend(heading(text!("sheet-competences")));
        for competence in &self.competences {
            let code = competence.code.as_str();
            page.push(view.hang(&format!("  {code}  "), width(code) + 4, &competence.label));
        }
        for (title, items) in
            [(text!("sheet-resources"), &self.resources), (text!("sheet-results"), &self.results)]
        {
            if !items.is_empty() {
                page.extend(heading(title));
                page.extend(items.iter().map(|words| item(words)));
            }
        }
        if !self.indicative_blocs.is_empty() {
            page.extend(heading(text!("sheet-blocs")));
            let codes = self.indicative_blocs.iter().map(|bloc| width(&bloc.code)).max().unwrap_or_default();
            for bloc in &self.indicative_blocs {
                page.push(view.hang(&format!("  {}  ", pad(&bloc.code, codes)), codes + 4, &bloc.label));
            }
        }
        for lab in &self.labs {
            page.extend(heading(text!("sheet-lab", title = &lab.title)));
            page.extend(lab.lines(view));
        }
        page.push(String::new());
        if self.labs.is_empty() {
            page.push(view.hang("", 0, &view.say(&text!("sheet-no-lab"))));
        } else {
            page.push(view.paint(COMMAND, &format!("paillasse up {}", self.code)));
        }
        page.join("\n") + "\n"
    }
}

impl LabSheet {
    fn lines(&self, view: &View) -> Vec<String> {
        let facts = text!(
            "sheet-facts",
            duration = duration(self.duration_minutes),
            stars = stars(self.difficulty),
            points = self.points,
            memory = memory(self.memory_bytes, view.lang)
        );
        let mut lines =
            vec![view.hang("  ", 2, &clean(&self.summary)), view.hang("  ", 2, &view.say(&facts))];
        lines.extend([String::new(), format!("  {}", view.say(&text!("sheet-nodes")))]);
        let names = self.nodes.iter().map(|node| width(node.name.as_str())).max().unwrap_or_default();
        for node in &self.nodes {
            let made = text!("sheet-node", image = node.image.as_str(), networks = node.networks.join(", "));
            let made = view.say(&made);
            let words = match &node.role {
                Some(role) => format!("{} – {made}", clean(role).trim_end_matches('.')),
                None => made,
            };
            let first = format!("    {}  ", pad(node.name.as_str(), names));
            lines.push(view.hang(&first, names + 6, &words));
        }
        lines.extend([String::new(), format!("  {}", view.say(&text!("sheet-checks")))]);
        let points = self.checks.iter().map(|check| check.points.to_string().len()).max().unwrap_or_default();
        for check in &self.checks {
            let worth = pad_left(&check.points.to_string(), points);
            lines.push(view.hang(&format!("    {worth}  "), points + 6, &clean(&check.title)));
            let competences: Vec<&str> = check.competences.iter().map(|code| code.as_str()).collect();
            let mut facts = format!("{} · {}", check.id, competences.join(", "));
            if check.level == Level::Full {
                facts = format!("{facts} · {}", view.say(&text!("page-level-full")));
            }
            let indent = " ".repeat(points + 6);
            lines.push(format!("{indent}{}", view.paint(DIM, &facts)));
        }
        lines
    }
}
