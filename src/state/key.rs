//! The keys of this program: what results are signed with, what a server of a class and a
//! machine that joins one prove themselves with.

use std::fmt;
use std::path::Path;

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{Algorithm, LineEnding, PrivateKey};

use crate::state::StateError;
use crate::state::private::{self, Private};

/// An Ed25519 key, kept in OpenSSH's own form so that `ssh-keygen` reads it too. Its
/// `Debug` shows nothing of it.
#[derive(Clone)]
pub struct SigningKey(PrivateKey);

impl SigningKey {
    /// The key, to sign with.
    pub fn private(&self) -> &PrivateKey {
        &self.0
    }

    /// The key as `ssh-keygen` writes it, for libraries with a type of their own. A secret.
    pub fn openssh(&self) -> String {
        self.0.to_openssh(LineEnding::LF).expect("it was read from this form").to_string()
    }

    fn random() -> std::io::Result<Vec<u8>> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| std::io::Error::other(error.to_string()))?;
        let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed));
        let file = PrivateKey::new(pair, "paillasse").and_then(|key| key.to_openssh(LineEnding::LF));
        file.map(|file| file.as_bytes().to_vec()).map_err(std::io::Error::other)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

/// Reads the key at `path`; makes it when there is none.
pub(super) fn load(path: &Path, what: Private) -> Result<SigningKey, StateError> {
    let contents = private::load(path, what, SigningKey::random)?;
    // One with a passphrase could not be used without asking for it at each run.
    match PrivateKey::from_openssh(&contents) {
        Ok(key) if key.algorithm() == Algorithm::Ed25519 && !key.is_encrypted() => Ok(SigningKey(key)),
        _ => Err(StateError::Damaged { path: path.to_owned(), what }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, read, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    use super::{Private, load};
    use crate::error::Explain;
    use crate::i18n::Lang;
    use crate::state::StateError;

    #[test]
    fn it_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing-key");
        let first = load(&path, Private::SigningKey).unwrap();
        assert_eq!(
            load(&path, Private::SigningKey).unwrap().private().public_key(),
            first.private().public_key()
        );
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(format!("{first:?}"), "SigningKey(***)");
    }

    #[test]
    fn one_that_others_can_read_is_refused_with_the_mend() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing-key");
        load(&path, Private::SigningKey).unwrap();
        set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let error = load(&path, Private::SigningKey).unwrap_err();
        assert!(matches!(error, StateError::Exposed { .. }), "{error}");
        assert!(error.text().to(Lang::Fr).contains("clé"), "{error}");
        assert!(error.hint().unwrap().to(Lang::En).contains("chmod 600"));
    }

    #[test]
    fn a_damaged_one_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing-key");
        for contents in ["", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "secret"] {
            write(&path, contents).unwrap();
            set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
            assert!(
                matches!(load(&path, Private::SigningKey), Err(StateError::Damaged { .. })),
                "{contents}"
            );
            assert_eq!(read(&path).unwrap(), contents.as_bytes(), "never replaced");
        }
    }
}
