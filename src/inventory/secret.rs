//! Where a secret is.
//!
//! An inventory is shared and kept in Git, so it never holds a secret: it says where one is.
//! The value is fetched at the last moment, once for each reference.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use schemars::JsonSchema;
use serde::Deserialize;
use tokio::process::Command;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::secret::Secret;
use crate::text;

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SecretRef {
    /// In a variable of the environment.
    Env(String),
    /// On the first line of a file that its owner alone can read.
    File(String),
    /// On the first line of a file encrypted with `age`.
    Age(AgeFile),
    /// With whoever works here: the question that is asked.
    Prompt(String),
}

/// A file encrypted with `age`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeFile {
    /// The encrypted file.
    pub file: String,
    /// The file of the identity (`age-keygen`) that opens it.
    pub identity: String,
}

/// A secret cannot be had.
#[derive(Debug)]
pub enum SecretError {
    /// The variable is not set.
    Unset {
        /// Its name.
        name: String,
    },
    /// The file cannot be read, or not be opened.
    File {
        /// Its path.
        path: String,
        /// Why.
        reason: String,
    },
    /// Others can read the file.
    Exposed {
        /// Its path.
        path: String,
    },
    /// Nobody is there to answer.
    Nobody {
        /// The question.
        question: String,
    },
}

impl Explain for SecretError {
    fn text(&self) -> Text {
        match self {
            Self::Unset { name } => text!("secret-unset", name = name),
            Self::File { path, reason } => text!("secret-file", path = path, reason = reason),
            Self::Exposed { path } => text!("secret-exposed", path = path),
            Self::Nobody { question } => text!("secret-nobody", question = question),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Unset { name } => Some(text!("secret-unset-hint", name = name)),
            Self::Exposed { path } => Some(text!("secret-exposed-hint", path = path)),
            Self::File { .. } => None,
            Self::Nobody { .. } => Some(text!("secret-nobody-hint")),
        }
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(SecretError);

/// What answers when a name is given; nothing when it does not know.
pub type Answers = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What is needed of the surroundings to find secrets.
pub struct Surroundings {
    /// Reads a variable of the environment.
    pub variable: Answers,
    /// Asks a person, without echo; nothing when nobody is there.
    pub ask: Answers,
    /// The home directory, for `~/`.
    pub home: Option<PathBuf>,
}

/// Finds secrets, each once.
pub struct Keyring {
    surroundings: Surroundings,
    known: Mutex<HashMap<SecretRef, Secret>>,
}

impl Keyring {
    /// Returns a keyring that knows nothing yet.
    pub fn new(surroundings: Surroundings) -> Self {
        Self { surroundings, known: Mutex::default() }
    }

    /// The path that is meant, with `~/` replaced by the home directory.
    pub fn path(&self, given: &str) -> PathBuf {
        match (given.strip_prefix("~/"), &self.surroundings.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(given),
        }
    }

    /// Reads a variable of the environment.
    pub fn variable(&self, name: &str) -> Option<String> {
        (self.surroundings.variable)(name)
    }

    /// Returns the secret that is meant.
    ///
    /// # Errors
    /// When it is not where it should be.
    pub async fn secret(&self, reference: &SecretRef) -> Result<Secret, SecretError> {
        let known = self.known.lock().ok().and_then(|known| known.get(reference).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Secret::new(self.find(reference).await?);
        if let Ok(mut known) = self.known.lock() {
            known.insert(reference.clone(), found.clone());
        }
        Ok(found)
    }

    async fn find(&self, reference: &SecretRef) -> Result<String, SecretError> {
        match reference {
            SecretRef::Env(name) => {
                self.variable(name).ok_or_else(|| SecretError::Unset { name: name.clone() })
            }
            SecretRef::File(path) => private(path, &self.path(path)),
            SecretRef::Age(age) => self.age(age).await,
            SecretRef::Prompt(question) => (self.surroundings.ask)(question)
                .ok_or_else(|| SecretError::Nobody { question: question.clone() }),
        }
    }

    async fn age(&self, age: &AgeFile) -> Result<String, SecretError> {
        let wrong = |reason: String| SecretError::File { path: age.file.clone(), reason };
        let output = Command::new("age")
            .arg("--decrypt")
            .arg("--identity")
            .arg(self.path(&age.identity))
            .arg(self.path(&age.file))
            .stdin(std::process::Stdio::null())
            .output()
            .await
            .map_err(|error| wrong(format!("age: {error}")))?;
        if !output.status.success() {
            return Err(wrong(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        Ok(first_line(&String::from_utf8_lossy(&output.stdout)))
    }
}

/// Reads a file that nobody else can read.
fn private(given: &str, path: &Path) -> Result<String, SecretError> {
    use std::os::unix::fs::PermissionsExt;
    let wrong =
        |error: std::io::Error| SecretError::File { path: given.to_owned(), reason: error.to_string() };
    let mode = std::fs::metadata(path).map_err(wrong)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(SecretError::Exposed { path: given.to_owned() });
    }
    Ok(first_line(&std::fs::read_to_string(path).map_err(wrong)?))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{AgeFile, Keyring, SecretError, SecretRef, Surroundings};
    use crate::error::Explain;
    use crate::i18n::Lang;

    fn keyring(home: &std::path::Path) -> Keyring {
        Keyring::new(Surroundings {
            variable: Box::new(|name| (name == "SALLE").then(|| "sésame".to_owned())),
            ask: Box::new(|question| (question == "?").then(|| "typed".to_owned())),
            home: Some(home.to_owned()),
        })
    }

    #[tokio::test]
    async fn each_place_gives_its_secret_or_says_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let keyring = keyring(home.path());
        let found =
            async |reference| keyring.secret(&reference).await.map(|secret| secret.reveal().to_owned());
        assert_eq!(found(SecretRef::Env("SALLE".into())).await.unwrap(), "sésame");
        assert_eq!(found(SecretRef::Prompt("?".into())).await.unwrap(), "typed");
        let missing = found(SecretRef::Env("AUTRE".into())).await.unwrap_err();
        assert!(missing.hint().unwrap().to(Lang::En).contains("AUTRE"), "{missing}");
        assert!(matches!(found(SecretRef::Prompt("!".into())).await, Err(SecretError::Nobody { .. })));

        let path = home.path().join("mot");
        std::fs::write(&path, "clair\nautre ligne\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(found(SecretRef::File("~/mot".into())).await, Err(SecretError::Exposed { .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(found(SecretRef::File("~/mot".into())).await.unwrap(), "clair");
        let age = AgeFile { file: "~/absent.age".into(), identity: "~/id".into() };
        assert!(matches!(found(SecretRef::Age(age)).await, Err(SecretError::File { .. })));
    }
}
