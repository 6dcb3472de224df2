//! Who may come: numbers, secrets and keys, kept in the state directory.
//!
//! A student keeps number and secret for as long as the file lasts, whatever the lab and
//! whoever comes later; ports follow from the number. Changes are made under a lock and put
//! in place whole, so that a server that runs, a second program and a crash in the middle do
//! no harm to each other.

use std::net::Ipv4Addr;
use std::time::Duration;

use russh::keys::PublicKey;
use serde::{Deserialize, Serialize};

use crate::access::AccessError;
use crate::access::code::LAST_NUMBER;
use crate::access::secret::Secret;
use crate::lock::Lock;
use crate::state::{Private, StateDir, StateError};

/// How many ports a student has: the first is nobody's, nine nodes follow.
pub const WIDTH: u16 = 10;
/// How many keys a student may leave; the oldest goes when another comes.
const KEYS: usize = 8;
/// How long another program may take to change the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// A student who may come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The student's identifier.
    pub id: String,
    /// The student's number, from one; never another's.
    pub number: u16,
    /// The student's secret.
    pub secret: Secret,
    /// Keys that the student registered, as lines of `authorized_keys`.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// Where the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// The address that students reach it at; unspecified when that is not known.
    pub address: Ipv4Addr,
    /// The port that all share.
    pub port: u16,
}

impl Door {
    /// The port of a student's node, counted from zero; none when there are too many.
    pub fn port_of(&self, number: u16, node: usize) -> Option<u16> {
        let node = u16::try_from(node).ok().filter(|node| *node < WIDTH - 1)?;
        self.port.checked_add(number.checked_mul(WIDTH)?)?.checked_add(node + 1)
    }
}

/// Everybody who may come, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// Where the server was last, when there was one.
    #[serde(default)]
    pub door: Option<Door>,
    /// In order of number.
    #[serde(default)]
    pub students: Vec<Entry>,
}

impl Book {
    /// Reads the book; nobody is in it before the first change.
    ///
    /// # Errors
    /// When it cannot be read, others can read it, or it is damaged.
    pub fn read(state: &StateDir) -> Result<Self, AccessError> {
        let Some(contents) = state.read(Private::AccessBook)? else { return Ok(Self::default()) };
        let damaged =
            || StateError::Damaged { path: state.file(Private::AccessBook), what: Private::AccessBook };
        Ok(serde_json::from_slice(&contents).map_err(|_| damaged())?)
    }

    /// Changes the book, and returns it as it is then.
    ///
    /// # Errors
    /// As for [`read`](Self::read), when it cannot be written, and those of the change.
    pub fn change(
        state: &StateDir,
        change: impl FnOnce(&mut Self) -> Result<(), AccessError>,
    ) -> Result<Self, AccessError> {
        let _lock = Lock::acquire_within(&state.file(Private::AccessBook).with_extension("lock"), PATIENCE)?;
        let before = Self::read(state)?;
        let mut book = before.clone();
        change(&mut book)?;
        if book != before {
            let contents = serde_json::to_vec_pretty(&book).expect("plain data can be written");
            state.replace(Private::AccessBook, &contents)?;
        }
        Ok(book)
    }

    /// Enters those who are not there yet.
    ///
    /// # Errors
    /// When there are no numbers left.
    pub fn enrol<'a>(&mut self, ids: impl IntoIterator<Item = &'a str>) -> Result<(), AccessError> {
        for id in ids {
            if self.find(id).is_some() {
                continue;
            }
            let number = self.students.iter().map(|entry| entry.number).max().unwrap_or(0) + 1;
            if number > LAST_NUMBER {
                return Err(AccessError::Full { last: LAST_NUMBER });
            }
            let entry = Entry { id: id.to_owned(), number, secret: Secret::random(), keys: Vec::new() };
            self.students.push(entry);
        }
        Ok(())
    }

    /// Returns the student of this identifier.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.students.iter().find(|entry| entry.id == id)
    }

    /// Returns the student of this number.
    pub fn numbered(&self, number: u16) -> Option<&Entry> {
        self.students.iter().find(|entry| entry.number == number)
    }

    /// Gives a student a new secret; keys that were registered with the old one are gone.
    ///
    /// # Errors
    /// When there is no such student.
    pub fn renew(&mut self, id: &str) -> Result<(), AccessError> {
        let entry = self.entry(id)?;
        entry.secret = Secret::random();
        entry.keys.clear();
        Ok(())
    }

    /// Registers a key of a student.
    ///
    /// # Errors
    /// When there is no such student, or what was given is no public key.
    pub fn register(&mut self, id: &str, line: &str) -> Result<(), AccessError> {
        let mut key = PublicKey::from_openssh(line.trim()).map_err(|_| AccessError::NoKey)?;
        // The rest of the line is the student's to write: nothing of it is kept.
        key.set_comment("");
        let line = key.to_openssh().map_err(|_| AccessError::NoKey)?;
        let entry = self.entry(id)?;
        entry.keys.retain(|known| *known != line);
        entry.keys.push(line);
        let surplus = entry.keys.len().saturating_sub(KEYS);
        entry.keys.drain(..surplus);
        Ok(())
    }

    fn entry(&mut self, id: &str) -> Result<&mut Entry, AccessError> {
        let unknown = || AccessError::Unknown { id: id.to_owned() };
        self.students.iter_mut().find(|entry| entry.id == id).ok_or_else(unknown)
    }
}

impl Entry {
    /// Whether this key was registered.
    pub fn has(&self, key: &PublicKey) -> bool {
        let known = |line: &String| PublicKey::from_openssh(line).ok();
        self.keys.iter().filter_map(known).any(|known| known.key_data() == key.key_data())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::os::unix::fs::PermissionsExt;

    use russh::keys::PublicKey;

    use super::{Book, Door};
    use crate::access::AccessError;
    use crate::state::{Environment, Private, StateDir};

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";

    fn state(folder: &tempfile::TempDir) -> StateDir {
        StateDir::open(&Environment { state_home: Some(folder.path().to_owned()), home: None }).unwrap()
    }

    #[test]
    fn numbers_and_secrets_stay_when_others_come() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        let first = Book::change(&state, |book| book.enrol(["lea", "zoe"])).unwrap();
        let later = Book::change(&state, |book| book.enrol(["amar", "zoe", "lea"])).unwrap();
        assert_eq!(later.students[..2], first.students[..]);
        assert_eq!(later.find("amar").unwrap().number, 3);
        assert_eq!(later.numbered(2).unwrap().id, "zoe");
        assert_eq!(Book::read(&state).unwrap(), later);
        let mode = std::fs::metadata(state.file(Private::AccessBook)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_new_secret_ends_the_old_one_and_its_keys() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        let key = PublicKey::from_openssh(KEY).unwrap();
        let before = Book::change(&state, |book| {
            book.enrol(["lea"])?;
            book.register("lea", &format!("{KEY} lea@home; rm -rf /"))
        })
        .unwrap();
        assert!(before.students[0].has(&key));
        assert_eq!(before.students[0].keys, [KEY], "nothing of the comment is kept");
        let after = Book::change(&state, |book| book.renew("lea")).unwrap();
        assert_ne!(after.students[0].secret, before.students[0].secret);
        assert!(!after.students[0].has(&key));
        assert_eq!(after.students[0].number, before.students[0].number);
    }

    #[test]
    fn what_is_no_key_or_nobody_is_refused() {
        let mut book = Book::default();
        book.enrol(["lea"]).unwrap();
        for line in ["", "ssh-ed25519", "ssh-ed25519 AAAA", "command=\"x\" ssh-ed25519 AAAA"] {
            assert!(matches!(book.register("lea", line), Err(AccessError::NoKey)), "{line}");
        }
        assert!(matches!(book.register("zoe", KEY), Err(AccessError::Unknown { .. })));
        assert!(matches!(book.renew("zoe"), Err(AccessError::Unknown { .. })));
    }

    #[test]
    fn ports_of_students_never_meet() {
        let door = Door { address: Ipv4Addr::UNSPECIFIED, port: 20000 };
        assert_eq!(door.port_of(1, 0), Some(20011));
        assert_eq!(door.port_of(1, 8), Some(20019));
        assert_eq!(door.port_of(1, 9), None, "more than nine nodes");
        assert_eq!(door.port_of(30, 2), Some(20303));
        assert_eq!(door.port_of(5000, 0), None, "beyond the last port");
    }

    #[test]
    fn a_damaged_book_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        state.replace(Private::AccessBook, b"{").unwrap();
        let error = Book::change(&state, |book| book.enrol(["lea"])).unwrap_err();
        assert!(matches!(error, AccessError::State(_)), "{error}");
        assert_eq!(std::fs::read(state.file(Private::AccessBook)).unwrap(), b"{");
    }
}
