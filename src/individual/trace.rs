//! What of a drawn value can be recognised in a text, and how many it could have been.
//!
//! A value is recognised by its grammar: whatever in a text could have been drawn for
//! somebody is found, so that it can be told how often chance alone brings forth such a
//! value. What was drawn from more possibilities than chance ever tries is looked for as it
//! stands.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::LazyLock;

use ipnet::Ipv4Net;
use regex::Regex;
use serde_json::Value;

use crate::individual::draw::{CLEAR, Piece, pieces};
use crate::individual::person;
use crate::individual::{Dataset, Parameter, Range, SubnetShape};

/// Where in a text something was found, in bytes.
pub type Found = BTreeMap<String, (usize, usize)>;

/// From this many possibilities on, nothing is met by chance.
const BEYOND_CHANCE: f64 = 4e9;

/// The shortest text that is looked for as it stands, in bytes.
const SHORTEST: usize = 8;

/// Something of a value that can be recognised.
#[derive(Debug)]
pub struct Facet {
    /// Which part of the value; empty for the whole.
    pub part: &'static str,
    /// Whether it is hidden wherever it is shown.
    pub secret: bool,
    /// How many values could have been drawn.
    pub possibilities: f64,
    /// How many must be found together before they say anything.
    pub least: usize,
    grammar: Grammar,
}

#[derive(Debug)]
enum Grammar {
    /// Looked for as it stands.
    Literal,
    /// Found by what it looks like. A bare one is made of digits and hexadecimal letters
    /// alone, as are the parts of a UUID.
    Shape { regex: Regex, bare: bool },
    /// A whole number.
    Number(Range),
    /// A subnet, found by any address in it.
    Subnet(SubnetShape),
}

impl Parameter {
    /// Returns what can be recognised of its values: nothing of a `pick`, whose values are
    /// few and shared.
    pub fn facets(&self) -> Vec<Facet> {
        let facet = |part, possibilities: f64, grammar| Facet {
            part,
            secret: false,
            possibilities,
            least: 1,
            grammar,
        };
        match self {
            Self::Pick(_) => Vec::new(),
            Self::Pattern(pattern) => vec![of_pattern(pattern)],
            Self::Integer(range) => {
                let steps = range.max.abs_diff(range.min) / range.step.unsigned_abs().max(1) + 1;
                vec![facet("", steps as f64, Grammar::Number(range.clone()))]
            }
            Self::Subnet(shape) => {
                let bits = shape.prefix.saturating_sub(shape.within.prefix_len());
                vec![facet("", f64::from(bits).exp2(), Grammar::Subnet(shape.clone()))]
            }
            Self::Password(shape) => {
                let possibilities = (CLEAR.len() as f64).powi(shape.length.into());
                vec![Facet { secret: true, ..facet("", possibilities, Grammar::Literal) }]
            }
            Self::Person(_) => {
                static NAME: LazyLock<(Regex, usize)> = LazyLock::new(|| one_of(&person::names()));
                static LOGIN: LazyLock<(Regex, usize)> = LazyLock::new(|| one_of(&person::logins()));
                let named = |part, (regex, count): &(Regex, usize)| {
                    facet(part, *count as f64, Grammar::Shape { regex: regex.clone(), bare: false })
                };
                vec![named("name", &NAME), named("login", &LOGIN)]
            }
            Self::Dataset(dataset) => {
                let part = match dataset {
                    Dataset::Tree(_) => "files",
                    Dataset::Table(_) => "rows",
                };
                vec![Facet { least: 3, ..facet(part, f64::INFINITY, Grammar::Literal) }]
            }
        }
    }
}

impl Facet {
    /// Returns what of a value stands in texts when it was copied.
    pub fn of(&self, value: &Value) -> BTreeSet<String> {
        let one = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let long = |text: &String| text.len() >= SHORTEST;
        match (self.part, value.get(self.part)) {
            ("rows", Some(Value::Array(rows))) => {
                let line = |row: &Value| {
                    row.as_array().map(|cells| cells.iter().filter_map(one).collect::<Vec<_>>())
                };
                let lines = rows.iter().filter_map(line);
                // As it was written, and as spreadsheets write it in France.
                lines.flat_map(|cells| [cells.join(","), cells.join(";")]).filter(long).collect()
            }
            ("files", Some(Value::Array(files))) => files.iter().filter_map(one).filter(long).collect(),
            ("", _) => one(value).into_iter().collect(),
            (_, Some(part)) => one(part).into_iter().collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Whether chance alone never brings it forth.
    pub fn beyond_chance(&self) -> bool {
        self.possibilities >= BEYOND_CHANCE
    }

    /// Returns everything in a text that could have been drawn, each with the place where it
    /// first stands. `known` are the values to look for where these are not found by
    /// themselves.
    pub fn found_in<'a>(&self, text: &str, known: impl IntoIterator<Item = &'a String>) -> Found {
        let mut found = Found::new();
        let mut note = |value: String, at: (usize, usize)| {
            found.entry(value).or_insert(at);
        };
        match &self.grammar {
            Grammar::Literal => {
                for value in known {
                    if let Some(at) = text.find(value.as_str()) {
                        note(value.clone(), (at, at + value.len()));
                    }
                }
            }
            Grammar::Shape { regex, bare } => {
                for hit in
                    regex.find_iter(text).filter(|hit| stands_alone(text, hit.start(), hit.end(), *bare))
                {
                    note(hit.as_str().to_owned(), (hit.start(), hit.end()));
                }
            }
            Grammar::Number(range) => {
                static DIGITS: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("[0-9]+").expect("it is well formed"));
                for hit in
                    DIGITS.find_iter(text).filter(|hit| stands_alone(text, hit.start(), hit.end(), true))
                {
                    let drawn = |number: &i64| {
                        (range.min..=range.max).contains(number)
                            && (number - range.min) % range.step.max(1) == 0
                    };
                    if let Some(number) = hit.as_str().parse().ok().filter(drawn) {
                        note(number.to_string(), (hit.start(), hit.end()));
                    }
                }
            }
            Grammar::Subnet(shape) => {
                static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}").expect("it is well formed")
                });
                for hit in
                    ADDRESS.find_iter(text).filter(|hit| stands_alone(text, hit.start(), hit.end(), true))
                {
                    let address = hit
                        .as_str()
                        .parse::<Ipv4Addr>()
                        .ok()
                        .filter(|address| shape.within.contains(address));
                    let Some(net) = address.and_then(|address| Ipv4Net::new(address, shape.prefix).ok())
                    else {
                        continue;
                    };
                    note(net.trunc().to_string(), (hit.start(), hit.end()));
                }
            }
        }
        found
    }
}

/// Whether what stands between two places is a word of its own. What is bare is none within
/// a date, a time, an amount, an address or a UUID.
fn stands_alone(text: &str, start: usize, end: usize, bare: bool) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (first, last) = (text[start..].chars().next(), text[..end].chars().next_back());
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    let joins = |c: char| ".,:-".contains(c);
    let inner = |edge: Option<char>, next: Option<char>, beyond: Option<char>| {
        edge.is_some_and(word)
            && next.is_some_and(|next| word(next) || bare && joins(next) && beyond.is_some_and(word))
    };
    let before_that = text[..start].chars().rev().nth(1);
    let after_that = text[end..].chars().nth(1);
    !inner(first, before, before_that) && !inner(last, after, after_that)
}

fn of_pattern(pattern: &str) -> Facet {
    let (mut regex, mut possibilities, mut bare) = (String::new(), 1.0_f64, true);
    for piece in pieces(pattern) {
        match piece {
            Piece::Words(words) => {
                bare &= words.chars().all(|c| c.is_ascii_hexdigit());
                regex.push_str(&regex::escape(words));
            }
            Piece::Drawn(alphabet, length) => {
                let class = match alphabet.len() {
                    10 => "[0-9]",
                    16 => "[0-9a-f]",
                    _ => {
                        bare = false;
                        "[a-z]"
                    }
                };
                regex.push_str(&format!("{class}{{{length}}}"));
                possibilities *= (alphabet.len() as f64).powi(i32::try_from(length).unwrap_or(i32::MAX));
            }
            Piece::Wrong(_) => {}
        }
    }
    let grammar = match Regex::new(&regex) {
        Ok(regex) if possibilities < BEYOND_CHANCE => Grammar::Shape { regex, bare },
        // What chance never brings forth need not stand alone.
        _ => Grammar::Literal,
    };
    Facet { part: "", secret: false, possibilities, least: 1, grammar }
}

/// Returns what finds one of these texts, and how many they are.
fn one_of(texts: &BTreeSet<String>) -> (Regex, usize) {
    let escaped: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
    (Regex::new(&escaped.join("|")).expect("names are no large expression"), texts.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Facet;
    use crate::individual::Parameter;

    fn facets(yaml: &str) -> Vec<Facet> {
        serde_saphyr::from_str::<Parameter>(yaml).unwrap().facets()
    }

    fn found(yaml: &str, text: &str) -> Vec<String> {
        facets(yaml)[0].found_in(text, []).into_keys().collect()
    }

    #[test]
    fn a_pattern_is_found_where_it_stands_alone() {
        let depot = "pattern: '/srv/depot-{hex:4}'";
        assert_eq!(found(depot, "borg init /srv/depot-69ea/x; ls /srv/depot-69eab"), ["/srv/depot-69ea"]);
        assert_eq!(facets(depot)[0].possibilities, 65536.0);
        let bare = "pattern: '{hex:4}'";
        assert!(found(bare, "b7a1d3c2-69ea-4f00-aaaa-0123456789ab 12:30 2026-11-25").is_empty());
        assert_eq!(found(bare, "code=69ea, fin."), ["69ea"]);
        assert_eq!(found("pattern: 'admin-{letters:3}'", "(admin-abc) admin-abcd"), ["admin-abc"]);
    }

    #[test]
    fn a_number_is_neither_a_date_nor_a_part_of_an_address() {
        let number = "integer: { min: 10, max: 99999, step: 5 }";
        let text = "2026-11-25 12:30:45 10.0.15.20 1.15 x45 port 8080 and 60, 61, 000070";
        assert_eq!(found(number, text), ["60", "70", "8080"]);
    }

    #[test]
    fn a_subnet_is_found_by_its_addresses() {
        let subnet = "subnet: { within: 10.0.0.0/8, prefix: 24 }";
        let text = "ip addr add 10.1.2.3/24; 192.168.1.1; 10.1.2.300; 10.9.9.0/24";
        assert_eq!(found(subnet, text), ["10.1.2.0/24", "10.9.9.0/24"]);
        assert_eq!(facets(subnet)[0].possibilities, 65536.0);
    }

    #[test]
    fn people_are_found_by_name_and_by_login() {
        let [name, login] = facets("person: {}").try_into().unwrap();
        let value = json!({ "first": "Zoé", "last": "Lefèvre", "name": "Zoé Lefèvre", "login": "zlefevre" });
        assert_eq!(name.of(&value).into_iter().collect::<Vec<_>>(), ["Zoé Lefèvre"]);
        assert_eq!(login.of(&value).into_iter().collect::<Vec<_>>(), ["zlefevre"]);
        assert!(name.found_in("vu par Zoé Lefèvre.", []).contains_key("Zoé Lefèvre"));
        assert!(login.found_in("uid=1001(zlefevre)", []).contains_key("zlefevre"));
        assert_eq!(name.possibilities, 1600.0);
    }

    #[test]
    fn passwords_and_data_sets_are_looked_for_as_they_stand() {
        let password = &facets("password: { length: 14 }")[0];
        let known = "abcdefghjkmnpq".to_owned();
        assert!(password.secret && password.beyond_chance());
        assert!(password.found_in("pw=abcdefghjkmnpq!", [&known]).contains_key(&known));
        let table = &facets("dataset: { table: { rows: 2, columns: [{ name: id, of: number }] } }")[0];
        let rows = json!({ "rows": [["1", "Zoé Lefèvre", "12.50"], ["2", "x"]] });
        let rows: Vec<String> = table.of(&rows).into_iter().collect();
        assert_eq!(rows, ["1,Zoé Lefèvre,12.50", "1;Zoé Lefèvre;12.50"], "what is short says nothing");
        assert!(facets("pick: [a, b]").is_empty());
    }
}
