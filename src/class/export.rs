//! Where everything of a class stands, for other programs.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::class::Planned;

/// A node of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The student's identifier.
    pub student: String,
    /// The student's name, where a roster tells.
    pub name: String,
    /// The seat, where a roster tells.
    pub seat: String,
    /// The bench.
    pub bench: String,
    /// The node.
    pub node: String,
    /// The name of its container.
    pub container: String,
    /// Its addresses, each with its network: `lan=10.208.3.2`.
    pub addresses: String,
}

/// Returns the nodes of benches, in order. `person` tells the name and the seat of a
/// student.
pub fn rows<'a>(benches: &'a [Planned], person: impl Fn(&str) -> (String, String)) -> Vec<Row> {
    let of_bench = |bench: &'a Planned| {
        let (name, seat) = person(&bench.student);
        bench.addresses.nodes.iter().map(move |(node, addresses)| Row {
            student: bench.student.clone(),
            name: name.clone(),
            seat: seat.clone(),
            bench: bench.bench.clone(),
            node: node.clone(),
            container: format!("pa-{}-{node}", bench.bench),
            addresses: addresses
                .iter()
                .map(|(network, address)| format!("{network}={address}"))
                .collect::<Vec<_>>()
                .join(" "),
        })
    };
    benches.iter().flat_map(of_bench).collect()
}

/// Returns the rows as CSV (RFC 4180), with the names of the columns.
///
/// # Errors
/// Never, in memory.
pub fn csv(rows: &[Row]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns an inventory for Ansible, in the form that its `yaml` plugin reads: hosts are
/// reached through the engine, by the connection `community.docker.docker`; there is a group
/// for each student and for each node of the lab.
pub fn ansible(rows: &[Row]) -> Value {
    let mut hosts = Map::new();
    let mut groups: Map<String, Value> = Map::new();
    for row in rows {
        let mut facts = json!({ "ansible_host": row.container, "paillasse_student": row.student });
        for address in row.addresses.split_whitespace() {
            let (network, address) = address.split_once('=').unwrap_or_default();
            facts[format!("paillasse_{}", variable(network))] = json!(address);
        }
        let host = format!("{}-{}", row.bench, row.node);
        for group in [format!("student_{}", variable(&row.student)), format!("node_{}", variable(&row.node))]
        {
            let group = groups.entry(group).or_insert_with(|| json!({ "hosts": {} }));
            group["hosts"][&host] = json!({});
        }
        hosts.insert(host, facts);
    }
    json!({ "all": {
        "vars": { "ansible_connection": "community.docker.docker" },
        "hosts": hosts,
        "children": groups,
    }})
}

/// Names of groups and variables hold no hyphens.
fn variable(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ansible, csv, rows};
    use crate::class::{Need, Planned};
    use crate::individual::Addresses;

    fn sample() -> Vec<super::Row> {
        let node = |host: u8| {
            BTreeMap::from([
                ("dmz".to_owned(), [10, 208, 2, host].into()),
                ("lan".to_owned(), [10, 208, 1, host].into()),
            ])
        };
        let nodes = BTreeMap::from([("prod-1".to_owned(), node(2)), ("sauvegarde".to_owned(), node(3))]);
        let bench = Planned {
            student: "lea-martin".to_owned(),
            bench: "a332-lea-martin".to_owned(),
            need: Need::Make,
            addresses: Addresses { subnets: BTreeMap::new(), nodes },
        };
        rows(&[bench], |_| ("Léa, Martin".to_owned(), "A1".to_owned()))
    }

    #[test]
    fn a_row_per_node() {
        let expected = "student,name,seat,bench,node,container,addresses\n\
            lea-martin,\"Léa, Martin\",A1,a332-lea-martin,prod-1,pa-a332-lea-martin-prod-1,dmz=10.208.2.2 lan=10.208.1.2\n\
            lea-martin,\"Léa, Martin\",A1,a332-lea-martin,sauvegarde,pa-a332-lea-martin-sauvegarde,dmz=10.208.2.3 lan=10.208.1.3\n";
        assert_eq!(csv(&sample()).unwrap(), expected);
    }

    #[test]
    fn ansible_finds_hosts_by_student_and_by_node() {
        let inventory = ansible(&sample());
        let all = &inventory["all"];
        assert_eq!(all["hosts"]["a332-lea-martin-prod-1"]["ansible_host"], "pa-a332-lea-martin-prod-1");
        assert_eq!(all["hosts"]["a332-lea-martin-prod-1"]["paillasse_lan"], "10.208.1.2");
        assert_eq!(all["children"]["student_lea_martin"]["hosts"].as_object().unwrap().len(), 2);
        assert_eq!(all["children"]["node_prod_1"]["hosts"].as_object().unwrap().len(), 1);
    }
}
