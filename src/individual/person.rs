//! French names, for the people of fictitious organisations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::individual::draw::Draw;

const FIRST: [&str; 40] = [
    "Adèle", "Amina", "Antoine", "Aya", "Baptiste", "Camille", "Célia", "Chloé", "Clément", "Diane", "Élise",
    "Enzo", "Fatou", "Gabriel", "Hélène", "Hugo", "Inès", "Ismaël", "Jade", "Jules", "Karim", "Léa", "Léo",
    "Lina", "Louis", "Maëlle", "Malik", "Manon", "Mathis", "Nadia", "Noé", "Oscar", "Pauline", "Quentin",
    "Rania", "Rémi", "Sarah", "Théo", "Yanis", "Zoé",
];

const LAST: [&str; 40] = [
    "Aubert",
    "Barbier",
    "Benali",
    "Bertrand",
    "Blanchard",
    "Boyer",
    "Caron",
    "Chevalier",
    "Colin",
    "Da Silva",
    "Diallo",
    "Dumas",
    "Fabre",
    "Faure",
    "Garnier",
    "Gauthier",
    "Giraud",
    "Guérin",
    "Haddad",
    "Henry",
    "Hubert",
    "Lambert",
    "Leclerc",
    "Lefèvre",
    "Legrand",
    "Lemoine",
    "Marchand",
    "Masson",
    "Mercier",
    "Meunier",
    "Moulin",
    "Nguyen",
    "Noël",
    "Perrin",
    "Picard",
    "Renaud",
    "Rivière",
    "Roussel",
    "Traoré",
    "Vidal",
];

/// A fictitious person.
pub(super) struct Person {
    first: &'static str,
    last: &'static str,
}

impl Person {
    /// Draws a person.
    pub(super) fn draw(draw: &mut Draw) -> Self {
        let name = |names: &'static [&'static str], draw: &mut Draw| {
            draw.pick(names).copied().expect("the lists of names are not empty")
        };
        Self { first: name(&FIRST, draw), last: name(&LAST, draw) }
    }

    /// First name and last name.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// What templates see.
    pub(super) fn value(&self) -> Value {
        json!({ "first": self.first, "last": self.last, "name": self.name(), "login": self.login() })
    }

    /// The initial and the last name in ASCII: `zlefevre`.
    fn login(&self) -> String {
        let ascii = |text: &str| -> String {
            text.to_lowercase()
                .chars()
                .map(|c| match c {
                    'é' | 'è' | 'ë' => 'e',
                    'ï' => 'i',
                    c => c,
                })
                .filter(char::is_ascii_alphabetic)
                .collect()
        };
        format!("{}{}", &ascii(self.first)[..1], ascii(self.last))
    }
}

fn everyone() -> impl Iterator<Item = Person> {
    FIRST.into_iter().flat_map(|first| LAST.into_iter().map(move |last| Person { first, last }))
}

/// The names of all people that there can be.
pub(super) fn names() -> BTreeSet<String> {
    everyone().map(|person| person.name()).collect()
}

/// Their logins.
pub(super) fn logins() -> BTreeSet<String> {
    everyone().map(|person| person.login()).collect()
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LAST, Person};

    #[test]
    fn every_login_is_a_unix_name() {
        for first in FIRST {
            for last in LAST {
                let login = Person { first, last }.login();
                assert!(login.len() > 3 && login.chars().all(|c| c.is_ascii_lowercase()), "{login}");
            }
        }
    }
}
