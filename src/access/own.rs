//! The code of a student who works on an engine of their own.
//!
//! It carries the student's identifier and seed, and nothing of the class secret: whoever has
//! it knows the values of one student. It is copied and pasted, not typed.

use std::fmt;
use std::str::FromStr;

use crate::access::base32::{decode, encode, grouped};
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::individual::{Seed, Student};
use crate::state::{Private, StateDir, StateError};
use crate::text;

/// Bytes that a mistake in copying changes; part of a digest of the rest.
const CHECK: usize = 4;

/// Who a student is, and what the student's values are drawn from.
///
/// `lea-martin:A1B2C…`, base 32 of the 32 bytes of the seed and four of their digest. `Debug`
/// shows nothing of the seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCode {
    id: String,
    seed: Seed,
}

/// A code that is none.
#[derive(Debug, PartialEq, Eq)]
pub struct OwnCodeError;

impl Explain for OwnCodeError {
    fn text(&self) -> Text {
        text!("own-code-wrong")
    }

    fn hint(&self) -> Option<Text> {
        Some(text!("own-code-wrong-hint"))
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(OwnCodeError);

impl OwnCode {
    /// Returns the code of a student, for the teacher to hand out.
    pub fn of(student: &Student) -> Self {
        Self { id: student.id().to_owned(), seed: student.seed().clone() }
    }

    /// The student's identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the student that it makes of whoever uses this machine.
    pub fn student(&self) -> Student {
        Student::with_seed(&self.id, self.seed.clone())
    }

    /// Returns the codes that this machine was given.
    ///
    /// # Errors
    /// When they cannot be read, others can read them, or they are damaged.
    pub fn kept(state: &StateDir) -> Result<Vec<Self>, StateError> {
        let Some(contents) = state.read(Private::OwnCodes)? else { return Ok(Vec::new()) };
        let damaged = || StateError::Damaged { path: state.file(Private::OwnCodes), what: Private::OwnCodes };
        let text = String::from_utf8(contents).map_err(|_| damaged())?;
        text.lines().map(|line| line.parse().map_err(|_| damaged())).collect()
    }

    /// Has this machine remember it, instead of one that it had of the same student.
    ///
    /// # Errors
    /// Those of [`OwnCode::kept`], or when it cannot be written.
    pub fn keep(&self, state: &StateDir) -> Result<(), StateError> {
        let mut codes = Self::kept(state)?;
        codes.retain(|code| code.id != self.id);
        codes.push(self.clone());
        let text: String = codes.iter().map(|code| format!("{code}\n")).collect();
        state.replace(Private::OwnCodes, text.as_bytes())
    }

    fn digest(id: &str, seed: &[u8]) -> [u8; CHECK] {
        let digest = Seed::derive(seed, format!("code:{id}").as_bytes());
        std::array::from_fn(|at| digest.as_bytes()[at])
    }
}

impl fmt::Display for OwnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seed = self.seed.as_bytes();
        let characters = encode(seed.iter().copied().chain(Self::digest(&self.id, seed)));
        write!(f, "{}:{}", self.id, grouped(&characters, 6))
    }
}

impl FromStr for OwnCode {
    type Err = OwnCodeError;

    fn from_str(given: &str) -> Result<Self, OwnCodeError> {
        let (id, characters) = given.trim().split_once(':').ok_or(OwnCodeError)?;
        let bytes = decode(characters).ok_or(OwnCodeError)?;
        let seed: [u8; 32] = bytes.get(..32).and_then(|seed| seed.try_into().ok()).ok_or(OwnCodeError)?;
        if bytes[32..] != Self::digest(id, &seed) || Student::identify(id).as_deref() != Ok(id) {
            return Err(OwnCodeError);
        }
        Ok(Self { id: id.to_owned(), seed: Seed::new(seed) })
    }
}

#[cfg(test)]
mod tests {
    use super::{OwnCode, OwnCodeError};
    use crate::individual::Student;
    use crate::state::{Environment, StateDir};

    fn code(name: &str) -> OwnCode {
        OwnCode::of(&Student::new(name, b"the secret of a class").unwrap())
    }

    #[test]
    fn a_code_gives_one_student_and_no_other() {
        for name in ["Léa Martin", "Jean-Baptiste de La Tour d'Auvergne", "李明"] {
            let code = code(name);
            let (id, characters) =
                code.to_string().split_once(':').map(|(a, b)| (a.to_owned(), b.to_lowercase())).unwrap();
            // As a mail program may break it.
            let read: OwnCode = format!(" {id}:{}\n", characters.replace('-', "\n")).parse().unwrap();
            assert_eq!(read, code);
            let student = Student::new(name, b"the secret of a class").unwrap();
            assert_eq!(read.student().id(), student.id());
            assert_eq!(read.student().seed(), student.seed());
        }
        assert_ne!(code("a").student().seed(), code("b").student().seed());
        assert!(!format!("{:?}", code("a")).contains(&code("a").to_string()[2..]));
    }

    #[test]
    fn a_mistake_in_copying_is_seen() {
        let written = code("lea").to_string();
        for (at, _) in written.char_indices() {
            let mut altered = written.clone();
            let other = if &written[at..=at] == "7" { "8" } else { "7" };
            altered.replace_range(at..=at, other);
            if altered.replace('-', "") != written.replace('-', "") {
                assert_eq!(altered.parse::<OwnCode>(), Err(OwnCodeError), "{altered}");
            }
        }
        for wrong in ["", ":", "lea", "lea:", &written[..written.len() - 2], &format!("{written}0")] {
            assert_eq!(wrong.parse::<OwnCode>(), Err(OwnCodeError), "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_replaces_what_was_of_the_same_student() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment { state_home: Some(folder.path().to_owned()), home: None };
        let state = StateDir::open(&environment).unwrap();
        assert_eq!(OwnCode::kept(&state).unwrap(), []);
        let former = OwnCode::of(&Student::new("lea", b"last year").unwrap());
        for code in [&former, &code("tom"), &code("lea")] {
            code.keep(&state).unwrap();
        }
        assert_eq!(OwnCode::kept(&state).unwrap(), [code("tom"), code("lea")]);
        std::fs::write(folder.path().join("paillasse/own-codes"), "lea:777\n").unwrap();
        assert!(OwnCode::kept(&state).is_err(), "never taken for no code");
    }
}
