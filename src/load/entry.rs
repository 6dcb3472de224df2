//! `lab.yaml` as it is written: strict, and typed as far as types go.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::Value;

use crate::check::CheckEntry;
use crate::fault::FaultEntry;
use crate::individual::Parameter;
use crate::located::Located;
use crate::model::{Capability, Hardware};
use crate::name::{ActivityCode, ImageName, NetworkName, NodeName, ParameterName};
use crate::persona::Persona;
use crate::quantity::{Size, Span};

/// A lab, format version 1.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "paillasse lab", rename = "Lab")]
pub(super) struct LabEntry {
    /// The version of this format: 1.
    pub version: Located<u32>,
    /// The activity of the référentiel: `A3.3.2`.
    pub activity: Located<ActivityCode>,
    /// A title that makes one want to begin.
    pub title: String,
    /// One sentence, shown in lists.
    pub summary: String,
    /// How long a student is expected to need: `180min`.
    pub duration: Span,
    /// 1 (easy) to 3.
    pub difficulty: Located<u8>,
    /// The values that differ from one student to the next.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-parameter" }))]
    pub parameters: BTreeMap<ParameterName, Located<Parameter>>,
    /// The networks; each is a segment of its own.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-network" }))]
    pub networks: BTreeMap<NetworkName, Located<NetworkEntry>>,
    /// The machines.
    #[schemars(extend("propertyNames" = { "format": "name-node" }))]
    pub nodes: BTreeMap<NodeName, Located<NodeEntry>>,
    /// What is done on the nodes, in order, before the student gets them.
    #[serde(default)]
    pub setup: Vec<Located<StepEntry>>,
    /// What is expected of the student.
    pub checks: Vec<Located<CheckEntry>>,
    /// People of the case, whom the student asks with `paillasse ask`.
    #[serde(default)]
    pub personas: Vec<Located<Persona>>,
    /// What can be broken on purpose, by `paillasse fault` and `paillasse incident`.
    #[serde(default)]
    pub faults: Vec<Located<FaultEntry>>,
}

/// What templates of a lab need, read before they can be rendered.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Prelude {
    pub activity: Located<ActivityCode>,
    #[serde(default)]
    pub title: String,
    pub duration: Option<Span>,
    pub difficulty: Option<u8>,
    #[serde(default)]
    pub parameters: BTreeMap<ParameterName, Located<Parameter>>,
    #[serde(default)]
    pub networks: BTreeMap<NetworkName, Located<NetworkEntry>>,
    #[serde(default)]
    pub nodes: BTreeMap<NodeName, Located<NodePlaces>>,
}

/// The part of a node that templates need.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct NodePlaces {
    #[serde(default)]
    pub networks: BTreeMap<NetworkName, Located<u32>>,
}

/// A network.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Network")]
pub(super) struct NetworkEntry {
    /// The length of its prefix, 16 to 29; 24 when nothing is said.
    #[serde(default = "default_prefix")]
    pub prefix: u8,
    /// Whether its nodes reach the Internet; false when nothing is said.
    #[serde(default)]
    pub internet: bool,
}

fn default_prefix() -> u8 {
    24
}

/// A machine.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Node")]
pub(super) struct NodeEntry {
    /// The image that it is made from, a folder of `templates/images/`.
    pub image: Located<ImageName>,
    /// What it is for, in one sentence for the student.
    pub role: Option<String>,
    /// Its networks, each with its host number: `{ lan: 10 }` is `.10` of a /24.
    #[serde(default)]
    pub networks: BTreeMap<NetworkName, Located<u32>>,
    /// The most memory that it may use; 512MiB when nothing is said.
    pub memory: Option<Size>,
    /// The most processes and threads; 512 when nothing is said.
    pub pids: Option<u32>,
    /// Capabilities beyond the default ones; none when nothing is said.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    /// The hardware that may stand in for the container.
    pub hardware: Option<Hardware>,
}

/// A step of the set-up: a node, and exactly one thing to do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Step")]
pub(super) struct StepEntry {
    /// The node.
    pub on: Located<NodeName>,
    /// Writes a file.
    pub file: Option<FileStep>,
    /// Creates a group.
    pub group: Option<GroupStep>,
    /// Creates an account.
    pub user: Option<UserStep>,
    /// Writes a data set.
    pub dataset: Option<DatasetStep>,
    /// Runs a script as root.
    pub command: Option<CommandStep>,
}

/// A file to be written: from `source` or from `content`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileStep {
    /// Its absolute path.
    pub path: String,
    /// A file of the lab's folder; rendered when its name ends in `.tera`.
    pub source: Option<Located<String>>,
    /// What it holds.
    pub content: Option<String>,
    /// Its owner; root when nothing is said.
    pub owner: Option<String>,
    /// Its group; the owner's when nothing is said.
    pub group: Option<String>,
    /// Its mode, in octal and quoted; "0644" when nothing is said.
    pub mode: Option<Located<String>>,
}

/// A group to be created.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupStep {
    /// Its name.
    pub name: String,
    /// Its number.
    pub gid: Option<u32>,
}

/// An account to be created.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserStep {
    /// Its name.
    pub name: String,
    /// Its number.
    pub uid: Option<u32>,
    /// Its supplementary groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Its shell; `/bin/bash` when nothing is said.
    pub shell: Option<String>,
    /// Its home directory; `/home/<name>` when nothing is said.
    pub home: Option<String>,
    /// Its password; locked when nothing is said.
    pub password: Option<String>,
}

/// A data set to be written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DatasetStep {
    /// The parameter that it is made from.
    pub parameter: Located<ParameterName>,
    /// The directory of a tree, or the file of a table.
    pub path: String,
    /// The owner of the files; root when nothing is said.
    pub owner: Option<String>,
    /// Their group; the owner's when nothing is said.
    pub group: Option<String>,
    /// Their mode, in octal and quoted; "0644" when nothing is said.
    pub mode: Option<Located<String>>,
}

/// A script to be run as root.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommandStep {
    /// A script for `sh`; status 0 is success.
    pub run: String,
    /// How long it may take; 60s when nothing is said.
    pub timeout: Option<Span>,
}

/// Returns the JSON Schema (draft 2020-12) of `lab.yaml`.
pub fn lab_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(LabEntry);
    RecursiveTransform(quoted_numbers).transform(&mut schema);
    schema.to_value()
}

/// Returns the JSON Schema of what a lab is once its templates are filled in.
pub(super) fn filled_schema() -> serde_json::Value {
    schemars::schema_for!(LabEntry).to_value()
}

/// Allows a number that a template fills in, which stands in quotes: `port: "{{ port }}"`.
fn quoted_numbers(schema: &mut Schema) {
    let types: Vec<Value> = match schema.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(one) => vec![one.clone()],
        None => return,
    };
    let is = |name: &str| types.iter().any(|kind| kind == name);
    if (is("integer") || is("number")) && !is("string") {
        let types = types.iter().cloned().chain([Value::from("string")]).collect();
        schema.insert("type".to_owned(), Value::Array(types));
        schema.insert("pattern".to_owned(), Value::from(r"^-?[0-9.]+$|\{\{"));
    }
}

/// Returns subnets for a lab that is looked at without a bench: 198.18.0.0/15, which is
/// kept for tests (RFC 2544), cut into as many /24 or larger as there are networks.
pub(super) fn specimen_subnet(position: u32, prefix: u8) -> Ipv4Net {
    let base =
        u32::from(std::net::Ipv4Addr::new(198, 18, 0, 0)) + (position << (32 - u32::from(prefix.min(24))));
    Ipv4Net::new(base.into(), prefix).unwrap_or_default()
}
