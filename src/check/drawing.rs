//! Drawings as nodes and edges: DOT, PlantUML, YAML.
//!
//! Rank 1, no kind. DOT is read by a parser of its own; PlantUML has none outside of Java,
//! and of it only what relates two elements, or declares one, is of interest.

use std::collections::BTreeMap;

use graphviz_rust::dot_structures::{Attribute, EdgeTy, Graph, Id, Stmt, Vertex};
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::document::{Document, Format, Node, Unparseable};
use crate::i18n::Text;
use crate::text;

/// How a drawing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Graphviz; a group of nodes (`{a b}`) stands on the right of an arrow only.
    Dot,
    /// PlantUML: component, deployment, class, use case and entity diagrams.
    Plantuml,
    /// A map with `edges`, and `nodes` if there are any that no edge names. An edge is `a
    /// -- b`, a list of two names or a map with `from` and `to`.
    Yaml,
}

/// Deeper than this nothing is read: a drawing is not nested a thousand times.
const DEEPEST: usize = 64;

impl Form {
    /// Its usual name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dot => "DOT",
            Self::Plantuml => "PlantUML",
            Self::Yaml => "YAML",
        }
    }

    /// Returns the form that the name of a file tells.
    pub fn of(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "dot" | "gv" => Self::Dot,
            "puml" | "plantuml" | "pu" | "iuml" => Self::Plantuml,
            "yaml" | "yml" | "json" => Self::Yaml,
            _ => return None,
        })
    }
}

/// A drawing: names as they were written, or labels where there are some.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Drawing {
    pub nodes: Vec<String>,
    pub edges: Vec<(String, String)>,
}

impl Drawing {
    /// Reads a drawing.
    ///
    /// # Errors
    /// Where its form is broken.
    pub fn read(form: Form, source: &str) -> Result<Self, Unparseable> {
        let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        match form {
            Form::Dot => dot(&source),
            Form::Plantuml => Ok(plantuml(&source)),
            Form::Yaml => yaml(&source),
        }
    }

    /// Replaces names by what is shown for them.
    fn shown(self, labels: &BTreeMap<String, String>) -> Self {
        let shown = |name: String| labels.get(&name).cloned().unwrap_or(name);
        Self {
            nodes: self.nodes.into_iter().map(shown).collect(),
            edges: self.edges.into_iter().map(|(from, to)| (shown(from), shown(to))).collect(),
        }
    }
}

/// Reads an edge: `a -- b`, `a -> b`; what follows a colon after a space is its label.
pub(super) fn edge(written: &str) -> Option<(String, String)> {
    let arrow = ["<->", "-->", "--", "->", "→", "—"].into_iter().find(|arrow| written.contains(arrow))?;
    let (from, to) = written.split_once(arrow)?;
    let to = to.split_once(" :").map_or(to, |(to, _)| to);
    let (from, to) = (from.trim().to_owned(), to.trim().to_owned());
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

fn broken(line: u64, column: u64, why: Text) -> Unparseable {
    Unparseable { line, column, why }
}

fn dot(source: &str) -> Result<Drawing, Unparseable> {
    let mut depth = 0_usize;
    for c in source.chars() {
        match c {
            '{' | '[' | '<' => depth += 1,
            '}' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(broken(0, 0, text!("drawing-too-deep")));
        }
    }
    let graph = graphviz_rust::parse(&spelled_out(source)).map_err(|said| {
        // The parser draws the place: ` --> LINE:COLUMN`, then `= expected …`.
        let place = said.lines().find_map(|line| line.trim().strip_prefix("--> ")?.split_once(':'));
        let number = |text: &str| text.trim().parse().unwrap_or(0);
        let (line, column) = place.map_or((0, 0), |(line, column)| (number(line), number(column)));
        let why = said.lines().find_map(|line| line.trim().strip_prefix("= ")).unwrap_or("syntax error");
        broken(line, column, Text::verbatim(why))
    })?;
    let (Graph::Graph { stmts, .. } | Graph::DiGraph { stmts, .. }) = graph;
    let (mut drawing, mut labels) = (Drawing::default(), BTreeMap::new());
    statements(&stmts, &mut drawing, &mut labels);
    Ok(drawing.shown(&labels))
}

/// Writes out what DOT allows and the parser does not know: groups without the word
/// `subgraph`, and names with accents that are not quoted. Lines stay where they are.
fn spelled_out(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => 1 + quoted(&rest[1..]),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(taken);
        if c == '{' && ">-;{}]".contains(before) {
            out.push_str("subgraph ");
        }
        let accented = c.is_alphanumeric() && !token.is_ascii();
        out.push_str(&if accented { format!("\"{token}\"") } else { token.to_owned() });
        let comment = token.starts_with("/*") || token.starts_with("//") || c == '#';
        if !comment && !c.is_whitespace() {
            before = token.chars().next_back().unwrap_or(c);
        }
        rest = after;
    }
    out
}

/// How long the rest of a quoted text is, its last quote included.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |at| at + 1)
}

/// Takes over statements; returns the nodes that they name, for an edge to a group.
fn statements(stmts: &[Stmt], drawing: &mut Drawing, labels: &mut BTreeMap<String, String>) -> Vec<String> {
    let mut named = Vec::new();
    for stmt in stmts {
        match stmt {
            Stmt::Node(node) => {
                let name = word(&node.id.0);
                if let Some(label) = label(&node.attributes) {
                    labels.insert(name.clone(), label);
                }
                named.push(name);
            }
            Stmt::Subgraph(group) => named.extend(statements(&group.stmts, drawing, labels)),
            Stmt::Edge(edge) => {
                let mut ends = |vertex: &Vertex| match vertex {
                    Vertex::N(id) => vec![word(&id.0)],
                    Vertex::S(group) => statements(&group.stmts, drawing, labels),
                };
                let chain: Vec<Vec<String>> = match &edge.ty {
                    EdgeTy::Pair(from, to) => vec![ends(from), ends(to)],
                    EdgeTy::Chain(chain) => chain.iter().map(ends).collect(),
                };
                for pair in chain.windows(2) {
                    for from in &pair[0] {
                        drawing.edges.extend(pair[1].iter().map(|to| (from.clone(), to.clone())));
                    }
                }
                named.extend(chain.into_iter().flatten());
            }
            Stmt::Attribute(_) | Stmt::GAttribute(_) => {}
        }
    }
    drawing.nodes.extend(named.iter().cloned());
    named
}

fn word(id: &Id) -> String {
    let (Id::Html(text) | Id::Escaped(text) | Id::Plain(text) | Id::Anonymous(text)) = id;
    text.trim_matches('"').to_owned()
}

/// Returns the first line of the label of a node, when it is a plain text.
fn label(attributes: &[Attribute]) -> Option<String> {
    let Attribute(_, value) = attributes.iter().find(|Attribute(name, _)| word(name) == "label")?;
    if matches!(value, Id::Html(_)) {
        return None;
    }
    let text = word(value);
    let first = text.split("\\n").next().unwrap_or_default().trim().to_owned();
    (!first.is_empty() && first != "\\N").then_some(first)
}

/// What stands for an element: `[web server]`, `(use case)`, `:actor:`, `"a name"`, `name`.
const ELEMENT: &str = r#"(\[[^\]]+\]|\([^)]+\)|:[^:]+:|"[^"]+"|[\p{L}\p{N}_.@/]+(?:-[\p{L}\p{N}_.]+)*)"#;

fn plantuml(source: &str) -> Drawing {
    let pattern = |pattern: String| Regex::new(&pattern).expect("a pattern of ours");
    let declaration = pattern(format!(
        r#"^(?:abstract +class|actor|agent|artifact|boundary|card|class|cloud|collections|component|control|database|entity|file|folder|frame|hexagon|interface|node|object|package|participant|person|queue|rectangle|stack|storage|usecase) +{ELEMENT}(?: +as +{ELEMENT})?"#
    ));
    let short = pattern(format!(r"^{ELEMENT} +as +{ELEMENT}$"));
    // `a "1" -- "n" b`, `a -[#red]-> b`, `a ||--o{ b`, `a <|.. b`, `a -up-> b`
    let relation = pattern(format!(
        r#"^{ELEMENT} *(?:"[^"]*" *)?(<?[|*o}}#x+^]*[{{|o]*[-.=~]+(?:\[[^\]]*\])?(?:up|down|left|right|[udlr])?[-.=~]*[|o}}]*[{{*o|#x+^]*>?) *(?:"[^"]*" *)?{ELEMENT} *(?::.*)?$"#
    ));
    let (mut drawing, mut labels) = (Drawing::default(), BTreeMap::new());
    let mut comment = false;
    for line in source.lines().map(str::trim) {
        comment = comment || line.starts_with("/'");
        if comment || line.starts_with(['\'', '@', '!']) {
            comment = comment && !line.ends_with("'/");
            continue;
        }
        let line = line.trim_end_matches(['{', ' ']);
        if let Some(found) = declaration.captures(line).or_else(|| short.captures(line)) {
            let (first, second) = (bare(&found[1]), found.get(2).map(|second| bare(second.as_str())));
            match second {
                // `component "Shown" as name`, or `component name as "Shown"`.
                Some(second) => {
                    let (name, shown) =
                        if found[2].starts_with('"') { (first, second) } else { (second, first) };
                    labels.insert(name.clone(), shown);
                    drawing.nodes.push(name);
                }
                None => drawing.nodes.push(first),
            }
        } else if let Some(found) = relation.captures(line) {
            let (left, right) = (bare(&found[1]), bare(&found[3]));
            let turned = found[2].starts_with('<') && !found[2].ends_with('>');
            drawing.edges.push(if turned { (right, left) } else { (left, right) });
        }
    }
    drawing.shown(&labels)
}

fn bare(element: &str) -> String {
    element.trim_matches(['[', ']', '(', ')', ':', '"']).trim().to_owned()
}

fn yaml(source: &str) -> Result<Drawing, Unparseable> {
    let document = Document::parse(Format::Yaml, source)?;
    let list = |name: &str| match document.node(Some(name)) {
        Some(Node::List(items)) => Ok(items.as_slice()),
        Some(Node::Nothing) | None => Ok(&[] as &[Node]),
        Some(_) => Err(broken(0, 0, text!("drawing-a-list", name = name))),
    };
    let mut drawing = Drawing::default();
    for item in list("nodes")? {
        match item {
            Node::Scalar(name) => drawing.nodes.push(name.clone()),
            Node::Map(entries) => {
                let named = entries.iter().find(|(key, _)| ["name", "nom", "id"].contains(&key.as_str()));
                match named.or(entries.first()) {
                    Some((_, Node::Scalar(name))) => drawing.nodes.push(name.clone()),
                    Some((name, _)) => drawing.nodes.push(name.clone()),
                    None => {}
                }
            }
            _ => return Err(broken(0, 0, text!("drawing-a-node"))),
        }
    }
    for item in list("edges")? {
        let ends = match item {
            Node::Scalar(written) => edge(written),
            Node::List(ends) => match ends.as_slice() {
                [Node::Scalar(from), Node::Scalar(to)] => Some((from.clone(), to.clone())),
                _ => None,
            },
            Node::Map(entries) => {
                let end =
                    |names: [&str; 2]| match entries.iter().find(|(key, _)| names.contains(&key.as_str())) {
                        Some((_, Node::Scalar(name))) => Some(name.clone()),
                        _ => None,
                    };
                end(["from", "de"]).zip(end(["to", "vers"]))
            }
            Node::Nothing => None,
        };
        drawing.edges.push(ends.ok_or_else(|| broken(0, 0, text!("drawing-an-edge")))?);
    }
    Ok(drawing)
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Form};

    fn edges(form: Form, source: &str) -> Vec<String> {
        let drawing = Drawing::read(form, source).unwrap();
        drawing.edges.iter().map(|(from, to)| format!("{from} {to}")).collect()
    }

    #[test]
    fn dot_is_read_with_its_groups_and_labels() {
        let source = "/* x */ digraph g {\n  node [shape=box];\n  bdd [label=\"Base\\nPostgreSQL\"];\n\
                      \x20 subgraph cluster_a { web1; web2 }\n  lb -> {web1 web2} -> bdd [label=\"5432\"]; // y\n}\n";
        let found = edges(Form::Dot, source);
        assert_eq!(found, ["lb web1", "lb web2", "web1 Base", "web2 Base"]);
        assert_eq!(edges(Form::Dot, "graph { \"a-1\" -- b:p1 -- c }"), ["a-1 b", "b c"]);
        assert_eq!(edges(Form::Dot, "graph { réseau -- { \"{x}\" b2 } # {\n }"), ["réseau {x}", "réseau b2"]);
    }

    #[test]
    fn broken_drawings_are_placed_and_never_fatal() {
        let broken = Drawing::read(Form::Dot, "graph {\n a -- b\n c ->> d\n}\n").unwrap_err();
        assert_eq!(broken.line, 3, "{broken:?}");
        for source in
            ["", "graph", "{", "digraph {", "graph { a [label= }", &"{".repeat(100_000), "graph { \"a }"]
        {
            assert!(Drawing::read(Form::Dot, source).is_err(), "{source:.20}");
        }
        assert!(Drawing::read(Form::Yaml, "edges: 3").is_err());
    }

    #[test]
    fn plantuml_relates_elements_in_many_ways() {
        let source = "@startuml\n' a comment\nactor Client as c\ncomponent \"Serveur web\" as web\ndatabase bdd {\n}\n\
                      c --> web : HTTPS\nweb -down-> bdd\n[Cache] <- web\n(Acheter un billet) . c\n\
                      VILLE ||--o{ SALLE : contient\nA \"1\" *-- \"0..n\" B\nnote right of web : a -- b\n@enduml\n";
        assert_eq!(
            edges(Form::Plantuml, source),
            [
                "Client Serveur web",
                "Serveur web bdd",
                "Serveur web Cache",
                "Acheter un billet Client",
                "VILLE SALLE",
                "A B"
            ]
        );
    }

    #[test]
    fn yaml_has_three_ways_to_write_an_edge() {
        let source = "nodes: [seul]\nedges:\n- a -- b\n- [c, d]\n- { from: e, to: f, port: 22 }\n";
        assert_eq!(edges(Form::Yaml, source), ["a b", "c d", "e f"]);
    }
}
