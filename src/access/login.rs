//! Who comes, and where to: what the name of a user says at a door.
//!
//! Pure. At the door that all share, `lea-martin` is a student and `lea-martin+web` the same
//! on a node; `=7` is the student of that number, as codes call them. A door of a node is one
//! student's already: there the name is the account on the node, and the student's own name
//! is root.

use crate::access::book::{Book, Entry};

/// A door of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// The one that all students share.
    Shared,
    /// That of one student's node.
    Node {
        /// The student.
        student: String,
        /// The node.
        node: String,
    },
}

/// Who comes, unless the proof is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login<'a> {
    /// The student, whose secret or key has to be shown.
    pub entry: &'a Entry,
    /// The node; none when it is still to be chosen.
    pub node: Option<String>,
    /// The account on nodes.
    pub account: String,
}

/// Returns who a name means; nobody when it means nobody.
pub fn login<'a>(user: &str, door: &Entrance, book: &'a Book, nodes: &[String]) -> Option<Login<'a>> {
    let root = || "root".to_owned();
    match door {
        Entrance::Shared => {
            let (who, node) = match user.split_once('+') {
                Some((who, node)) => (who, Some(nodes.iter().find(|known| *known == node)?.clone())),
                None => (user, None),
            };
            let entry = match who.strip_prefix('=') {
                Some(number) => book.numbered(number.parse().ok()?)?,
                None => book.find(who)?,
            };
            Some(Login { entry, node, account: root() })
        }
        Entrance::Node { student, node } => {
            let entry = book.find(student)?;
            let own = user == student || user.strip_prefix('=') == Some(entry.number.to_string().as_str());
            let account = if own { root() } else { Some(user).filter(|user| is_account(user))?.to_owned() };
            Some(Login { entry, node: Some(node.clone()), account })
        }
    }
}

/// Whether this can be the name of an account (useradd(8)). The engine would take `0:0` for
/// numbers, and anything else for a name to look up on the node.
fn is_account(user: &str) -> bool {
    user.len() <= 32
        && user.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && user.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{Entrance, login};
    use crate::access::book::Book;

    fn book() -> Book {
        let mut book = Book::default();
        book.enrol(["lea", "zoe"]).unwrap();
        book
    }

    fn who(user: &str, door: &Entrance) -> Option<(String, Option<String>, String)> {
        let nodes = ["alpha".to_owned(), "beta".to_owned()];
        let book = book();
        let login = login(user, door, &book, &nodes)?;
        Some((login.entry.id.clone(), login.node, login.account))
    }

    fn found(id: &str, node: Option<&str>, account: &str) -> Option<(String, Option<String>, String)> {
        Some((id.to_owned(), node.map(str::to_owned), account.to_owned()))
    }

    #[test]
    fn the_shared_door_takes_students() {
        let door = Entrance::Shared;
        assert_eq!(who("lea", &door), found("lea", None, "root"));
        assert_eq!(who("=2", &door), found("zoe", None, "root"));
        assert_eq!(who("lea+beta", &door), found("lea", Some("beta"), "root"));
        assert_eq!(who("=1+alpha", &door), found("lea", Some("alpha"), "root"));
        for nobody in [
            "",
            "root",
            "+",
            "lea+",
            "+alpha",
            "lea+gamma",
            "lea+alpha+beta",
            "lea+../alpha",
            "=",
            "=0",
            "=3",
            "=-1",
            "=1 ",
            "=+1",
            "Lea",
            "lea/../zoe",
            "lea\0",
            "amar",
        ] {
            // `=+1` would be a number to Rust, and is read as no student on node `1`.
            assert_eq!(who(nobody, &door), None, "{nobody:?}");
        }
    }

    /// Whatever the name, the proof asked for is that of the student whose door it is.
    #[test]
    fn a_door_of_a_node_is_its_students_alone() {
        let door = Entrance::Node { student: "zoe".to_owned(), node: "beta".to_owned() };
        assert_eq!(who("zoe", &door), found("zoe", Some("beta"), "root"));
        assert_eq!(who("=2", &door), found("zoe", Some("beta"), "root"));
        assert_eq!(who("root", &door), found("zoe", Some("beta"), "root"));
        assert_eq!(who("lea", &door), found("zoe", Some("beta"), "lea"));
        for nobody in ["", "0", "0:0", "root:root", "../x", "zoe+alpha", "=1", "lea+beta", "-x", "a b", "é"]
        {
            assert_eq!(who(nobody, &door), None, "{nobody:?}");
        }
    }

    #[test]
    fn who_left_the_book_does_not_come_in() {
        let door = Entrance::Node { student: "amar".to_owned(), node: "beta".to_owned() };
        assert_eq!(who("root", &door), None);
    }
}
