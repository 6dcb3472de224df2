//! A configuration as network devices write it: lines, and indented blocks below a heading.
//!
//! Cisco's, and those made like it. The order of lines means nothing here, nor does how wide
//! the spaces are.

use std::collections::BTreeSet;

/// Lines, each with the headings above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(BTreeSet<Vec<String>>);

impl Tree {
    /// Reads a configuration; `ignored` says which lines configure nothing.
    pub fn read(text: &str, ignored: impl Fn(&str) -> bool) -> Self {
        let mut above: Vec<(usize, String)> = Vec::new();
        let mut lines = BTreeSet::new();
        for line in text.lines() {
            let depth = line.len() - line.trim_start().len();
            let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty()
                || words.starts_with('!')
                || ["exit", "end"].contains(&words.as_str())
                || ignored(&words)
            {
                continue;
            }
            above.retain(|(other, _)| *other < depth);
            above.push((depth, words));
            lines.insert(above.iter().map(|(_, words)| words.clone()).collect());
        }
        Self(lines)
    }

    /// Whether there is such a section, by its headings: `["router ospf"]`. All is one
    /// without any.
    pub fn has(&self, section: &[String]) -> bool {
        section.is_empty() || self.0.contains(section)
    }

    /// Returns the lines of a section, not those of sections in it.
    pub fn lines(&self, section: &[String]) -> impl Iterator<Item = &str> {
        let depth = section.len();
        self.0
            .iter()
            .filter(move |path| path.len() == depth + 1 && path[..depth] == *section)
            .map(move |path| path[depth].as_str())
    }

    /// Returns the lines that `other` lacks, each with its headings.
    pub fn beyond<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = String> + 'a {
        self.0.difference(&other.0).map(|path| path.join(" / "))
    }
}

/// Whether a line begins with these words: `ip ospf` begins `ip ospf cost 5`, not `ip ospfx`.
pub fn begins(line: &str, words: &str) -> bool {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.strip_prefix(words.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::{Tree, begins};

    const BGP: &str = "router bgp 65000\n neighbor 10.0.0.2  remote-as 65001\n !\n address-family ipv4 unicast\n  \
        network 10.1.0.0/16\n exit-address-family\nexit\n!\nhostname r1\nend\n";

    fn section(headings: &[&str]) -> Vec<String> {
        headings.iter().map(|heading| (*heading).to_owned()).collect()
    }

    #[test]
    fn a_line_belongs_to_the_headings_above_it() {
        let tree = Tree::read(BGP, |line| line == "exit-address-family");
        let of = |headings: &[&str]| tree.lines(&section(headings)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(of(&[]), ["hostname r1", "router bgp 65000"]);
        assert_eq!(
            of(&["router bgp 65000"]),
            ["address-family ipv4 unicast", "neighbor 10.0.0.2 remote-as 65001"]
        );
        assert_eq!(of(&["router bgp 65000", "address-family ipv4 unicast"]), ["network 10.1.0.0/16"]);
        assert!(tree.has(&section(&["router bgp 65000"])) && !tree.has(&section(&["router bgp"])));
    }

    #[test]
    fn what_was_not_saved_is_found_whatever_the_order() {
        let nothing = |_: &str| false;
        let one = Tree::read("a\n b\n c\n", nothing);
        assert_eq!(one.beyond(&Tree::read("a\n  c\n  b\n", nothing)).count(), 0);
        assert_eq!(one.beyond(&Tree::read("a\n c\nb\n", nothing)).collect::<Vec<_>>(), ["a / b"]);
    }

    #[test]
    fn words_are_whole() {
        assert!(begins("ip ospf cost 5", "ip  ospf"));
        assert!(!begins("mtu 15000", "mtu 1500"));
        assert!(begins("mtu 1500", "mtu 1500"));
    }
}
