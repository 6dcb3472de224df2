//! Who the bench is for.

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::individual::draw::Seed;
use crate::text;

/// The longest identifier, so that a container name stays within 63 characters.
const LONGEST: usize = 24;

/// A student, or a group that works on one bench.
#[derive(Clone, Debug)]
pub struct Student {
    name: String,
    id: String,
    seed: Seed,
}

/// A name that cannot be anyone's.
#[derive(Debug, PartialEq)]
pub enum StudentError {
    /// Nothing was given.
    Empty,
    /// It holds line ends, escapes or other control characters.
    Control,
}

impl Explain for StudentError {
    fn text(&self) -> Text {
        match self {
            Self::Empty => text!("student-empty"),
            Self::Control => text!("student-control"),
        }
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(StudentError);

impl Student {
    /// Returns the identifier of the student of this name.
    ///
    /// # Errors
    /// When the name is empty or holds control characters.
    pub fn identify(name: &str) -> Result<String, StudentError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(StudentError::Empty);
        }
        if name.chars().any(char::is_control) {
            return Err(StudentError::Control);
        }
        Ok(identifier(name))
    }

    /// Returns the student of this name in the class of this secret.
    ///
    /// The identifier is the name in lower-case ASCII letters, digits and hyphens: it
    /// goes into container names and labels. Where that loses too much (a name of
    /// 300 characters, or in another script) a digest keeps identifiers apart.
    ///
    /// # Errors
    /// When the name is empty or holds control characters.
    pub fn new(name: &str, class_secret: &[u8]) -> Result<Self, StudentError> {
        let id = Self::identify(name)?;
        let name = name.trim();
        let seed = Seed::derive(class_secret, format!("student:{id}").as_bytes());
        Ok(Self { name: name.to_owned(), id, seed })
    }

    /// Returns the student whose seed is known, as on a machine of their own.
    pub fn with_seed(id: &str, seed: Seed) -> Self {
        Self { name: id.to_owned(), id: id.to_owned(), seed }
    }

    /// The name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The identifier: `[a-z0-9-]`, 24 characters at most.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The seed of this student's values.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }
}

fn identifier(name: &str) -> String {
    let mut id = String::new();
    let mut lost = false;
    for c in name.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => id.push_str(letters),
            None if c.is_ascii_alphanumeric() => id.push(c),
            None => {
                lost |= c.is_alphanumeric();
                if !id.is_empty() && !id.ends_with('-') {
                    id.push('-');
                }
            }
        }
    }
    let id = id.trim_end_matches('-');
    if !lost && !id.is_empty() && id.len() <= LONGEST {
        return id.to_owned();
    }
    let digest = Seed::derive(b"identifier", name.to_lowercase().as_bytes()).fingerprint();
    let kept: String = id.chars().take(LONGEST - 9).collect();
    let kept = if kept.is_empty() { "e" } else { kept.trim_end_matches('-') };
    format!("{kept}-{digest}")
}

/// Letters of French and its neighbours without their marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        // Combining marks: a decomposed é is e and one of these.
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Student, StudentError};

    fn id(name: &str) -> String {
        Student::new(name, b"secret").unwrap().id().to_owned()
    }

    #[test]
    fn identifiers_are_readable_and_safe() {
        assert_eq!(id("Zoé  Lefèvre"), "zoe-lefevre");
        assert_eq!(id("Zoe\u{301} Lefe\u{300}vre"), "zoe-lefevre", "decomposed letters");
        assert_eq!(id("O'Brien \"Jo\""), "o-brien-jo");
        assert_eq!(id("../../etc/passwd"), "etc-passwd");
        assert_eq!(id("Cœur"), "coeur");
    }

    #[test]
    fn names_that_lose_too_much_stay_apart() {
        assert_ne!(id("李雷"), id("韩梅梅"));
        assert_ne!(id(&"a".repeat(300)), id(&"a".repeat(301)));
        for name in ["李雷", "Ωmega", &"x".repeat(300), &"é".repeat(300), "---"] {
            let id = id(name);
            assert!(id.len() <= LONGEST, "{id}");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert!(id.starts_with(|c: char| c.is_ascii_alphanumeric()) && !id.ends_with('-'), "{id}");
        }
    }

    #[test]
    fn empty_and_control_characters_are_refused() {
        assert_eq!(Student::new("  ", b"s").unwrap_err(), StudentError::Empty);
        assert_eq!(Student::new("a\u{1b}[31m", b"s").unwrap_err(), StudentError::Control);
    }
}
