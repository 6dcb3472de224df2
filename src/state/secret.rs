//! The secret of a class: what every student's values are drawn from.

use std::fmt;
use std::path::Path;

use crate::state::StateError;
use crate::state::private::{self, Private};

/// 32 random bytes. Its `Debug` shows nothing of them.
#[derive(Clone, PartialEq, Eq)]
pub struct ClassSecret([u8; 32]);

impl ClassSecret {
    /// The bytes, to derive from.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn random() -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(Self(bytes))
    }

    fn to_file(&self) -> String {
        let digits: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{digits}\n")
    }

    /// Reads 64 hexadecimal digits and at most one line end.
    fn from_file(contents: &[u8]) -> Option<Self> {
        let digits = contents.strip_suffix(b"\n").unwrap_or(contents);
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Debug for ClassSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClassSecret(***)")
    }
}

/// Reads the secret at `path`; makes it when there is none.
pub(super) fn load(path: &Path) -> Result<ClassSecret, StateError> {
    let make = || Ok(ClassSecret::random()?.to_file().into_bytes());
    let contents = private::load(path, Private::ClassSecret, make)?;
    ClassSecret::from_file(&contents)
        .ok_or_else(|| StateError::Damaged { path: path.to_owned(), what: Private::ClassSecret })
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, read, read_dir, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::sync::Barrier;

    use super::load;
    use crate::error::Explain;
    use crate::i18n::Lang;
    use crate::state::StateError;

    fn private(path: &Path, contents: &str) {
        write(path, contents).unwrap();
        set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    }

    #[test]
    fn it_is_made_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("class-secret");
        let first = load(&path).unwrap();
        assert_eq!(load(&path).unwrap(), first);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        let other = tempfile::tempdir().unwrap();
        assert_ne!(load(&other.path().join("class-secret")).unwrap(), first);
    }

    #[test]
    fn many_at_once_get_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("class-secret");
        let barrier = Barrier::new(16);
        let secrets: Vec<_> = std::thread::scope(|scope| {
            let start = || {
                barrier.wait();
                load(&path).unwrap()
            };
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]));
        assert_eq!(read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_one_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("class-secret");
        let digits = "0123456789abcdef".repeat(4);
        let damaged = [String::new(), digits[..63].to_owned(), format!("{digits}0"), "é".repeat(32)];
        for contents in damaged {
            private(&path, &contents);
            assert!(matches!(load(&path), Err(StateError::Damaged { .. })), "{contents}");
            assert_eq!(read(&path).unwrap(), contents.as_bytes(), "never replaced");
        }
        private(&path, &digits);
        assert!(load(&path).is_ok(), "without a line end");
    }

    #[test]
    fn one_that_others_can_read_is_refused_with_the_mend() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("class-secret");
        load(&path).unwrap();
        for mode in [0o640, 0o604, 0o644, 0o660] {
            set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = load(&path).unwrap_err();
            assert!(matches!(error, StateError::Exposed { .. }), "{mode:o}");
            let hint = error.hint().unwrap().to(Lang::En);
            assert!(hint.contains(&format!("chmod 600 {}", path.display())), "{hint}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let secret = load(&folder.path().join("class-secret")).unwrap();
        assert_eq!(format!("{secret:?}"), "ClassSecret(***)");
    }
}
