//! Values that belong to one student: no two have the same right answer.
//!
//! Everything is drawn from a seed, so the checking side computes the truth again
//! whenever it needs it and never stores it on a node:
//!
//! ```text
//! student seed = HMAC-SHA256(class secret, "student:" + identifier)
//! block i      = HMAC-SHA256(student seed, lab + NUL + parameter + NUL + i)
//! ```
//!
//! A value reads as many blocks as it needs, eight bytes at a time (big-endian); a
//! number below n is taken without bias by refusing the incomplete last range. The
//! same seed gives the same values on every machine and in every later version: the
//! tests hold this module to recorded values.
//!
//! Rank 2.

mod dataset;
mod draw;
mod person;
mod student;
mod trace;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use dataset::{Dataset, DatasetFile, TableShape, TreeShape};
pub use draw::{Draw, Seed};
pub use student::{Student, StudentError};
pub use trace::{Facet, Found};

use crate::i18n::Text;
use crate::located::Located;
use crate::name::ParameterName;
use crate::text;

/// How a value is drawn. Exactly one way is named.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Parameter {
    /// One of these: texts, numbers, or maps whose keys are then read as `{{ x.key }}`.
    Pick(#[schemars(with = "Vec<serde_json::Value>")] Vec<Value>),
    /// A text in which `{hex:4}`, `{digits:3}` and `{letters:2}` are drawn.
    Pattern(String),
    /// A whole number between two bounds, both included.
    Integer(Range),
    /// A subnet of a larger one, in CIDR notation.
    Subnet(SubnetShape),
    /// A password of letters and digits that are not mistaken for one another. It is
    /// hidden in everything but the statement.
    Password(PasswordShape),
    /// A French first name and last name: `{{ x.first }}`, `{{ x.last }}`, `{{ x.name }}`,
    /// `{{ x.login }}`.
    Person(PersonShape),
    /// Files made from the seed, put on a node by a `dataset` step of the set-up.
    Dataset(Dataset),
}

/// Bounds of a whole number, both included.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub min: i64,
    /// The most.
    pub max: i64,
    /// Only multiples of this, counted from `min`; 1 when nothing is said.
    #[serde(default = "one")]
    pub step: i64,
}

fn one() -> i64 {
    1
}

/// A subnet to be drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubnetShape {
    /// The network that it is part of.
    #[schemars(with = "String")]
    pub within: Ipv4Net,
    /// The length of its prefix.
    pub prefix: u8,
}

/// A password to be drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordShape {
    /// How many characters, 8 to 64.
    pub length: u8,
}

/// A person to be drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonShape {}

impl Parameter {
    /// Returns what is wrong with the way it is drawn: nothing could come out of it.
    pub fn problems(&self) -> Vec<Text> {
        match self {
            Self::Pick(choices) if choices.is_empty() => vec![text!("parameter-pick-empty")],
            Self::Integer(range) if range.max < range.min || range.step < 1 => {
                vec![text!("parameter-integer-empty", min = range.min, max = range.max)]
            }
            Self::Subnet(shape) if shape.prefix < shape.within.prefix_len() || shape.prefix > 30 => {
                vec![text!("parameter-subnet", within = %shape.within, prefix = u32::from(shape.prefix))]
            }
            Self::Password(shape) if !(8..=64).contains(&shape.length) => {
                vec![text!("parameter-password", length = u32::from(shape.length))]
            }
            Self::Pattern(pattern) => draw::pattern_problem(pattern).into_iter().collect(),
            Self::Dataset(dataset) => dataset.problems(),
            _ => Vec::new(),
        }
    }

    /// Draws the value as templates see it. The parameter has no [`problems`](Self::problems).
    pub fn value(&self, draw: &mut Draw) -> Value {
        match self {
            Self::Pick(choices) => draw.pick(choices).cloned().unwrap_or(Value::Null),
            Self::Pattern(pattern) => Value::String(draw.pattern(pattern)),
            Self::Integer(range) => Value::from(draw.integer(range.min, range.max, range.step)),
            Self::Subnet(shape) => Value::String(subnet(shape, draw).to_string()),
            Self::Password(shape) => Value::String(draw.password(shape.length.into())),
            Self::Person(_) => person::Person::draw(draw).value(),
            Self::Dataset(dataset) => dataset.value(draw),
        }
    }
}

fn subnet(shape: &SubnetShape, draw: &mut Draw) -> Ipv4Net {
    let spare = u32::from(shape.prefix - shape.within.prefix_len());
    let number = draw.below(1 << spare.min(31)) as u32;
    let base = u32::from(shape.within.network()) + (number << (32 - u32::from(shape.prefix)));
    Ipv4Net::new(Ipv4Addr::from(base), shape.prefix).unwrap_or(shape.within)
}

/// Where each node stands on each network, and the networks themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// The subnet of each network of the lab.
    pub subnets: BTreeMap<String, Ipv4Net>,
    /// The address of each node on each of its networks: node → network → address.
    pub nodes: BTreeMap<String, BTreeMap<String, Ipv4Addr>>,
}

/// Returns the address of the sensor on a network: the last one. No node may have it.
pub fn sensor(subnet: &Ipv4Net) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(subnet.broadcast()) - 1)
}

/// Everything that templates of a lab can name, for one student.
#[derive(Clone, Debug)]
pub struct Values {
    map: Map<String, Value>,
    secrets: Vec<String>,
}

impl Values {
    /// Draws all parameters of a lab for a student.
    pub fn draw(
        lab: &str,
        parameters: &BTreeMap<ParameterName, Located<Parameter>>,
        student: &Student,
        addresses: &Addresses,
    ) -> Self {
        let mut map = Map::new();
        let mut secrets = Vec::new();
        for (name, parameter) in parameters {
            let value = parameter.value(&mut student.seed().draw(lab, name.as_str()));
            if let (Parameter::Password(_), Value::String(secret)) = (&parameter.value, &value) {
                secrets.push(secret.clone());
            }
            map.insert(name.to_string(), value);
        }
        let networks = addresses.subnets.iter().map(|(name, subnet)| {
            let facts = json!({
                "subnet": subnet.to_string(),
                "address": subnet.network().to_string(),
                "prefix": subnet.prefix_len(),
                "netmask": subnet.netmask().to_string(),
                "broadcast": subnet.broadcast().to_string(),
                "sensor": sensor(subnet).to_string(),
            });
            (name.clone(), facts)
        });
        map.insert("networks".to_owned(), Value::Object(networks.collect()));
        map.insert("nodes".to_owned(), json!(addresses.nodes));
        map.insert("student".to_owned(), json!({ "name": student.name(), "id": student.id() }));
        Self { map, secrets }
    }

    /// What templates see.
    pub fn map(&self) -> &Map<String, Value> {
        &self.map
    }

    /// Values that must never be shown but in the statement.
    pub fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// The drawn values as environment variables of scripts: `DEPOT`, `CHEF_LOGIN`,
    /// `NODES_PROD_LAN`. Lists are left out.
    pub fn environment(&self) -> Vec<(String, String)> {
        let mut variables = Vec::new();
        flatten("", &Value::Object(self.map.clone()), &mut variables);
        variables
    }
}

fn flatten(prefix: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.to_uppercase().replace('-', "_");
                let name = if prefix.is_empty() { name } else { format!("{prefix}_{name}") };
                flatten(&name, value, into);
            }
        }
        Value::String(text) => into.push((prefix.to_owned(), text.clone())),
        Value::Number(number) => into.push((prefix.to_owned(), number.to_string())),
        Value::Bool(flag) => into.push((prefix.to_owned(), flag.to_string())),
        Value::Array(_) | Value::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Parameter, Seed, Student, Values};
    use crate::located::Located;
    use std::collections::BTreeMap;

    fn parameter(yaml: &str) -> Parameter {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn value(yaml: &str) -> serde_json::Value {
        parameter(yaml).value(&mut Seed::new([7; 32]).draw("A3.3.2", "x"))
    }

    /// These values may never change: a mark contested in June is judged again with them.
    #[test]
    fn values_are_those_of_the_first_version() {
        insta::assert_json_snapshot!([
            value("pick: [clinique.test, transport.test, mairie.test]"),
            value("pick: [{ nom: a }, { nom: b }]"),
            value("pattern: '/srv/depot-{hex:4}-{digits:3}-{letters:2}'"),
            value("integer: { min: 1, max: 100 }"),
            value("integer: { min: 10, max: 50, step: 5 }"),
            value("subnet: { within: 10.0.0.0/8, prefix: 24 }"),
            value("password: { length: 16 }"),
            value("person: {}"),
        ]);
    }

    #[test]
    fn what_cannot_be_drawn_is_a_problem() {
        for bad in [
            "pick: []",
            "integer: { min: 3, max: 2 }",
            "integer: { min: 1, max: 2, step: 0 }",
            "subnet: { within: 10.0.0.0/24, prefix: 16 }",
            "password: { length: 3 }",
            "pattern: '{hexa:4}'",
            "pattern: 'a{hex:0}'",
            "pattern: 'a{hex:4'",
        ] {
            assert_eq!(parameter(bad).problems().len(), 1, "{bad}");
        }
    }

    #[test]
    fn students_differ_and_secrets_are_known() {
        let parameters = BTreeMap::from([(
            "phrase".parse().unwrap(),
            Located { value: parameter("password: { length: 20 }"), at: Default::default() },
        )]);
        let values = |name: &str| {
            let student = Student::new(name, b"class secret").unwrap();
            Values::draw("A3.3.2", &parameters, &student, &Addresses::default())
        };
        assert_ne!(values("alice").map()["phrase"], values("bob").map()["phrase"]);
        assert_eq!(values("alice").map()["phrase"], values("Alice").map()["phrase"]);
        assert_eq!(values("alice").secrets().len(), 1);
        let environment = values("alice").environment();
        assert!(environment.iter().any(|(name, _)| name == "PHRASE"));
        assert!(environment.iter().any(|(name, value)| name == "STUDENT_ID" && value == "alice"));
    }
}
