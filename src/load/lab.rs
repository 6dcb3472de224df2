//! A lab's folder, and what it becomes for one student.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ipnet::Ipv4Net;
use serde_json::json;
use tera::{Context, Tera};

use crate::fault::FaultEntry;
use crate::individual::{Addresses, Parameter, Student, Values};
use crate::load::entry::{LabEntry, Prelude, StepEntry, specimen_subnet};
use crate::load::folder::Folder;
use crate::load::problem::{LoadError, Problem, from_yaml};
use crate::load::scripts;
use crate::load::survey::{survey, survey_raw};
use crate::located::{Located, Spot};
use crate::model::{
    Account, Action, Dialogue, Lab, Mutant, Network, Node, NodeFile, PlannedCheck, PlannedFault, Script, Step,
};
use crate::name::{ActivityCode, NodeName, ParameterName};
use crate::quantity::{Size, Span};
use crate::referentiel::Referentiel;
use crate::text;

/// The definition of a lab.
const DEFINITION: &str = "lab.yaml";
/// Its statement.
const STATEMENT: &str = "enonce.md";

/// A lab's folder, whose definition was found to be readable YAML.
#[derive(Clone, Debug)]
pub struct LabFile {
    folder: Folder,
    prelude: Prelude,
    hash: String,
}

impl LabFile {
    /// Reads what can be known of a lab before it has a student.
    ///
    /// # Errors
    /// When `lab.yaml` is missing, is not YAML, or its parameters, networks or nodes
    /// cannot be made out; all mistakes of the file then.
    pub fn new(folder: Folder) -> Result<Self, LoadError> {
        let Some(source) = folder.text(DEFINITION) else {
            let problem = Problem::new(DEFINITION, Spot::default(), text!("problem-no-definition"));
            return Err(invalid(&folder, vec![problem]));
        };
        match serde_saphyr::from_str::<Prelude>(source) {
            Ok(prelude) if prelude.parameters.values().all(|parameter| parameter.problems().is_empty()) => {
                let hash = folder.hash();
                Ok(Self { folder, prelude, hash })
            }
            // Nothing can be drawn, so nothing can be rendered.
            Ok(_) => Err(invalid(&folder, survey_raw(DEFINITION, source, &folder))),
            Err(error) => {
                let mut problems = survey_raw(DEFINITION, source, &folder);
                if problems.is_empty() {
                    problems.push(from_yaml(DEFINITION, &error));
                }
                Err(invalid(&folder, problems))
            }
        }
    }

    /// The activity that it trains.
    pub fn activity(&self) -> &ActivityCode {
        &self.prelude.activity
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.prelude.title
    }

    /// How long a student is expected to need.
    pub fn duration(&self) -> Span {
        self.prelude.duration.unwrap_or(Span(Duration::ZERO))
    }

    /// From 1 (easy) to 3; 0 when the lab does not say.
    pub fn difficulty(&self) -> u8 {
        self.prelude.difficulty.unwrap_or(0)
    }

    /// SHA-256 over all its files.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Its files.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// How many nodes it has.
    pub fn node_count(&self) -> usize {
        self.prelude.nodes.len()
    }

    /// The name of each network with the length of its prefix.
    pub fn networks(&self) -> Vec<(String, u8)> {
        self.prelude.networks.iter().map(|(name, network)| (name.to_string(), network.prefix)).collect()
    }

    /// Returns where each node stands, once each network has a subnet.
    pub fn addresses(&self, subnets: BTreeMap<String, Ipv4Net>) -> Addresses {
        let places = self.prelude.nodes.iter().map(|(node, places)| {
            let addresses = places.networks.iter().filter_map(|(network, host)| {
                let subnet = subnets.get(network.as_str())?;
                let address = u32::from(subnet.network()).checked_add(host.value)?;
                Some((network.to_string(), address.into()))
            });
            (node.to_string(), addresses.collect())
        });
        Addresses { nodes: places.collect(), subnets }
    }

    /// Returns addresses for looking at the lab without a bench.
    pub fn specimen_addresses(&self) -> Addresses {
        let subnets = (0..).zip(&self.prelude.networks).map(|(position, (name, network))| {
            (name.to_string(), specimen_subnet(position, network.prefix.clamp(8, 30)))
        });
        self.addresses(subnets.collect())
    }

    /// Draws the values of a student.
    pub fn values(&self, student: &Student, addresses: &Addresses) -> Values {
        Values::draw(self.activity().as_str(), &self.prelude.parameters, student, addresses)
    }

    /// Returns the lab with these values in place of its templates.
    ///
    /// # Errors
    /// All mistakes that the definition holds.
    pub fn lab(
        &self,
        student: &Student,
        values: &Values,
        referentiel: &Referentiel,
        images: &[String],
    ) -> Result<Lab, LoadError> {
        let source = self.folder.text(DEFINITION).unwrap_or_default();
        let rendered =
            self.render(DEFINITION, source, values).map_err(|problem| self.invalid(vec![problem]))?;
        let (entry, mut problems) = survey(DEFINITION, &rendered, referentiel, images, &self.folder);
        let Some(entry) = entry else { return Err(self.invalid(problems)) };
        let lab = self.build(entry, student, values, &mut problems);
        if problems.is_empty() { Ok(lab) } else { Err(self.invalid(problems)) }
    }

    fn invalid(&self, problems: Vec<Problem>) -> LoadError {
        invalid(&self.folder, problems)
    }

    /// Renders a text of the lab with a student's values.
    ///
    /// # Errors
    /// The mistake of the template, with its place.
    pub fn render(&self, name: &str, source: &str, values: &Values) -> Result<String, Problem> {
        let context = self.context(values).map_err(|error| template_problem(name, &error))?;
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&'static str>::new());
        tera.add_raw_template(name, source)
            .and_then(|()| tera.render(name, &context))
            .map_err(|error| template_problem(name, &error))
    }

    fn context(&self, values: &Values) -> Result<Context, tera::Error> {
        let mut context = Context::from_serialize(values.map())?;
        context.insert("lab", &json!({ "code": self.activity().as_str(), "title": self.prelude.title }));
        Ok(context)
    }

    /// Returns the statement for a student, in Markdown.
    ///
    /// # Errors
    /// When it is missing or its template is wrong.
    pub fn statement(&self, values: &Values) -> Result<String, LoadError> {
        let Some(source) = self.folder.text(STATEMENT) else {
            let problem = Problem::new(STATEMENT, Spot::default(), text!("problem-no-statement"));
            return Err(self.invalid(vec![problem]));
        };
        self.render(STATEMENT, source, values).map_err(|problem| self.invalid(vec![problem]))
    }

    /// Returns a file of the folder, rendered when its name ends in `.tera`.
    ///
    /// # Errors
    /// The mistake of its template.
    pub fn rendered(&self, path: &str, values: &Values) -> Result<Option<Vec<u8>>, Problem> {
        let Some(bytes) = self.folder.file(path) else { return Ok(None) };
        if !path.ends_with(".tera") {
            return Ok(Some(bytes.to_vec()));
        }
        let source = String::from_utf8_lossy(bytes);
        self.render(path, &source, values).map(|text| Some(text.into_bytes()))
    }

    /// Returns the scripts of the reference solution, in order.
    ///
    /// # Errors
    /// When a script names no node, or its template is wrong.
    pub fn solution(&self, values: &Values) -> Result<Vec<Script>, LoadError> {
        scripts::scripts(self, "solution/", values, &self.node_names()).map_err(|p| self.invalid(p))
    }

    /// Returns the interviews of the reference solution, in order.
    ///
    /// # Errors
    /// When one names no persona, or is not readable.
    pub fn dialogues(&self, values: &Values, lab: &Lab) -> Result<Vec<Dialogue>, LoadError> {
        scripts::dialogues(self, "solution/", values, lab).map_err(|problems| self.invalid(problems))
    }

    /// Returns the wrong solutions.
    ///
    /// # Errors
    /// When a description or a script is wrong.
    pub fn mutants(&self, values: &Values, lab: &Lab) -> Result<Vec<Mutant>, LoadError> {
        scripts::mutants(self, values, lab).map_err(|problems| self.invalid(problems))
    }

    fn node_names(&self) -> Vec<NodeName> {
        self.prelude.nodes.keys().cloned().collect()
    }

    fn build(&self, entry: LabEntry, student: &Student, values: &Values, problems: &mut Vec<Problem>) -> Lab {
        let networks = entry
            .networks
            .iter()
            .map(|(name, network)| Network {
                name: name.clone(),
                prefix: network.prefix,
                internet: network.internet,
            })
            .collect();
        let nodes = entry
            .nodes
            .into_iter()
            .map(|(name, node)| {
                let node = node.value;
                Node {
                    name,
                    role: node.role,
                    image: node.image.value,
                    networks: node.networks.into_iter().map(|(name, host)| (name, host.value)).collect(),
                    memory: node.memory.unwrap_or(Size(512 << 20)),
                    pids: node.pids.unwrap_or(512),
                    capabilities: node.capabilities,
                    hardware: node.hardware,
                }
            })
            .collect();
        let mut setup = Vec::new();
        for step in entry.setup {
            match self.step(step.value, student, values, &entry.parameters) {
                Ok(Some(step)) => setup.push(step),
                // The semantic pass has said that it does nothing.
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        Lab {
            activity: entry.activity.value,
            title: entry.title,
            summary: entry.summary,
            duration: entry.duration,
            difficulty: entry.difficulty.value,
            parameters: entry.parameters,
            networks,
            nodes,
            setup,
            personas: entry.personas.into_iter().map(|persona| persona.value).collect(),
            checks: entry.checks.into_iter().filter_map(|check| planned(check.value)).collect(),
            faults: entry.faults.into_iter().filter_map(|fault| planned_fault(fault.value)).collect(),
            hash: self.hash.clone(),
        }
    }

    fn step(
        &self,
        step: StepEntry,
        student: &Student,
        values: &Values,
        parameters: &BTreeMap<ParameterName, Located<Parameter>>,
    ) -> Result<Option<Step>, Problem> {
        let action = if let Some(file) = step.file {
            let contents = match (file.source, file.content) {
                (Some(source), _) => {
                    self.rendered(&format!("fichiers/{}", source.value), values)?.unwrap_or_default()
                }
                (None, content) => content.unwrap_or_default().into_bytes(),
            };
            let files = vec![NodeFile { path: file.path, contents, mode: mode(file.mode.as_ref()) }];
            Action::Files { files, owner: file.owner, group: file.group, root: None }
        } else if let Some(dataset) = step.dataset {
            let name = dataset.parameter.value.as_str();
            let Some(Parameter::Dataset(shape)) = parameters.get(name).map(|parameter| &parameter.value)
            else {
                return Ok(None);
            };
            let mode = mode(dataset.mode.as_ref());
            let files = shape
                .files(&mut student.seed().draw(self.activity().as_str(), name))
                .into_iter()
                .map(|file| NodeFile {
                    path: match file.path.as_str() {
                        "" => dataset.path.clone(),
                        path => format!("{}/{path}", dataset.path.trim_end_matches('/')),
                    },
                    contents: file.contents.into_bytes(),
                    mode,
                })
                .collect();
            Action::Files { files, owner: dataset.owner, group: dataset.group, root: Some(dataset.path) }
        } else if let Some(group) = step.group {
            Action::Group { name: group.name, gid: group.gid }
        } else if let Some(user) = step.user {
            Action::User(Account {
                name: user.name,
                uid: user.uid,
                groups: user.groups,
                shell: user.shell.unwrap_or_else(|| "/bin/bash".to_owned()),
                home: user.home,
                password: user.password,
            })
        } else if let Some(command) = step.command {
            let timeout = command.timeout.map_or(Duration::from_secs(60), |span| span.0);
            Action::Command { run: command.run, timeout }
        } else {
            return Ok(None);
        };
        Ok(Some(Step { on: step.on.value, action }))
    }
}

fn mode(given: Option<&Located<String>>) -> u32 {
    given.and_then(|mode| u32::from_str_radix(mode, 8).ok()).unwrap_or(0o644)
}

fn planned(mut entry: crate::check::CheckEntry) -> Option<PlannedCheck> {
    let (kind, check) = entry.take_kinds().into_iter().next()?;
    Some(PlannedCheck {
        id: entry.id.value,
        title: entry.title,
        competences: entry.competences.into_iter().map(|code| code.value).collect(),
        on: entry.on.map(|node| node.value),
        points: entry
            .points
            .map_or(u32::from(check.automatic()), |points| u32::try_from(points.value).unwrap_or(0)),
        partial: entry.partial.map(|partial| partial.value),
        level: entry.level.unwrap_or_default().max(check.level()),
        keep_clones: entry.keep_clones,
        within: entry.within.map(|span| span.0),
        timeout: entry.timeout.map_or(Duration::from_secs(10), |span| span.0),
        needs: entry.needs.into_iter().map(|id| id.value).collect(),
        hints: entry.hint.0,
        kind,
        check: Arc::from(check),
    })
}

fn planned_fault(entry: FaultEntry) -> Option<PlannedFault> {
    let fault = entry.faults().pop()?;
    Some(PlannedFault {
        id: entry.id.value,
        title: entry.title,
        on: entry.on.value,
        symptom: entry.symptom.map(|id| id.value),
        cause: entry.cause.map(|id| id.value),
        fault,
    })
}

/// Orders mistakes and takes along the sources that they are in.
pub(super) fn invalid(folder: &Folder, mut problems: Vec<Problem>) -> LoadError {
    problems.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
    problems.dedup();
    let mut files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    files.dedup();
    let sources =
        files.into_iter().filter_map(|file| Some((file.to_owned(), folder.text(file)?.to_owned()))).collect();
    LoadError::Invalid { origin: folder.origin().to_owned(), problems, sources }
}

fn template_problem(name: &str, error: &tera::Error) -> Problem {
    let (at, said) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = report.span();
            let at = Spot { line: span.start_line as u64, column: span.start_col as u64 + 1 };
            (at, report.message().to_owned())
        }
        _ => (Spot::default(), error.to_string()),
    };
    Problem::new(name, at, text!("problem-template", said = said))
}
