//! When a class ends its lesson.
//!
//! One small file per class and lab in the state directory: `classes/a332-bts-sio-2.json`.
//! It holds no name of a pupil. Losing it loses the hour and nothing else.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::name::ActivityCode;
use crate::state::StateDir;
use crate::text;

/// The lesson of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The activity.
    pub lab: ActivityCode,
    /// The class.
    pub class: String,
    /// When it ends; nothing when nobody said.
    pub until: Option<Timestamp>,
}

/// The hour of a class cannot be kept or read.
#[derive(Debug)]
pub struct LessonError {
    path: PathBuf,
    source: std::io::Error,
}

impl Explain for LessonError {
    fn text(&self) -> Text {
        text!("lesson-file", path = %self.path.display(), reason = %self.source)
    }

    fn category(&self) -> Category {
        Category::Environment
    }
}

explained!(LessonError);

impl Lesson {
    /// Returns what was said of a class; that nothing was said when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn read(state: &StateDir, lab: &ActivityCode, class: &str) -> Result<Self, LessonError> {
        let path = place(state, lab, class);
        let wrong = |source| LessonError { path: path.clone(), source };
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| wrong(error.into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self { lab: lab.clone(), class: class.to_owned(), until: None })
            }
            Err(error) => Err(wrong(error)),
        }
    }

    /// Keeps it; what was said before is replaced.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, state: &StateDir) -> Result<(), LessonError> {
        let path = place(state, &self.lab, &self.class);
        let written = || {
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            // A reader sees the former or the new one, never half of it.
            let draft = path.with_extension(format!("{}.new", std::process::id()));
            let put = || {
                std::fs::write(&draft, format!("{:#}\n", serde_json::json!(self)))?;
                std::fs::rename(&draft, &path)
            };
            put().inspect_err(|_| {
                // Half a draft is of no use to anyone; the error that is told comes first.
                let _ = std::fs::remove_file(&draft);
            })
        };
        written().map_err(|source| LessonError { path: path.clone(), source })
    }

    /// Forgets it.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn forget(&self, state: &StateDir) -> Result<(), LessonError> {
        let path = place(state, &self.lab, &self.class);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(LessonError { path, source }),
            _ => Ok(()),
        }
    }
}

fn place(state: &StateDir, lab: &ActivityCode, class: &str) -> PathBuf {
    state.classes().join(format!("{}-{class}.json", lab.slug()))
}

#[cfg(test)]
mod tests {
    use super::Lesson;
    use crate::state::{Environment, StateDir};

    #[test]
    fn the_hour_is_kept_changed_and_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let environment = Environment { state_home: Some(root.path().to_owned()), home: None };
        let state = StateDir::open(&environment).unwrap();
        let lab = "A3.3.2".parse().unwrap();
        let mut lesson = Lesson::read(&state, &lab, "sio-2").unwrap();
        assert_eq!(lesson.until, None);
        lesson.until = Some("2026-11-25T11:00:00Z".parse().unwrap());
        lesson.write(&state).unwrap();
        assert_eq!(Lesson::read(&state, &lab, "sio-2").unwrap(), lesson);
        assert_eq!(Lesson::read(&state, &lab, "sio-1").unwrap().until, None);
        lesson.forget(&state).unwrap();
        lesson.forget(&state).unwrap();
        assert_eq!(Lesson::read(&state, &lab, "sio-2").unwrap().until, None);
        lesson.write(&state).unwrap();
        std::fs::write(super::place(&state, &lab, "sio-2"), "{").unwrap();
        assert!(Lesson::read(&state, &lab, "sio-2").unwrap_err().to_string().contains("a332-sio-2.json"));
    }
}
