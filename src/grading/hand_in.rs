//! Hand-ins of a folder: found in whatever a learning platform made of them, told apart by
//! student, and the one that counts chosen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::grade::Terms;
use crate::result::{self, Opened, ResultError};
use crate::roster::Pupil;

/// What our files end in.
const OURS: &str = ".paillasse";

/// How deep folders, and archives in archives, are looked into.
const DEPTH: usize = 6;

/// What a result of `check --save` is told by in its first bytes.
const RESULT: &[u8] = br#""paillasse-result""#;

/// A file that says to be a hand-in.
#[derive(Debug)]
pub struct HandIn {
    /// Its path below the folder; those of archives on the way included.
    pub file: String,
    /// What is in it, or why it is worth nothing.
    pub opened: Result<Opened, ResultError>,
}

/// Returns the hand-ins of a folder or of an archive of one, in order of their paths. What
/// is neither a hand-in nor an archive is passed over; a file whose name ends like ours is
/// one, whatever is in it.
///
/// # Errors
/// When the folder cannot be read.
pub fn find(folder: &Path) -> Result<Vec<HandIn>, ResultError> {
    let mut found = Vec::new();
    if folder.is_dir() {
        walk(folder, "", DEPTH, &mut found)?;
    } else {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        look(&name, &result::read_bytes(folder)?, DEPTH, &mut found);
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

fn walk(folder: &Path, below: &str, depth: usize, found: &mut Vec<HandIn>) -> Result<(), ResultError> {
    let failed = |source| ResultError::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path: PathBuf = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = if below.is_empty() { name.to_string() } else { format!("{below}/{name}") };
        if is_passed_over(&name) {
            continue;
        }
        if path.is_dir() {
            // A link may lead round in a circle.
            if depth > 0 && !path.is_symlink() {
                walk(&path, &file, depth - 1, found)?;
            }
            continue;
        }
        match result::read_bytes(&path) {
            Ok(bytes) => look(&file, &bytes, depth, found),
            // A film among the texts is no hand-in.
            Err(ResultError::TooLarge { .. }) if !is_ours(&name) => {}
            Err(error) => found.push(HandIn { file, opened: Err(error) }),
        }
    }
    Ok(())
}

/// Looks at a file: a hand-in, an archive of some, or something else.
fn look(file: &str, bytes: &[u8], depth: usize, found: &mut Vec<HandIn>) {
    let mut push = |opened| found.push(HandIn { file: file.to_owned(), opened });
    if result::is_archive(bytes) {
        match result::entries(bytes) {
            // One that was renamed is known by what is in it.
            Ok(entries) if entries.iter().any(|entry| entry.name == result::RUN) => {
                push(result::open_bytes(bytes))
            }
            Ok(_) if is_ours(file) => push(result::open_bytes(bytes)),
            Ok(entries) if depth > 0 => {
                for entry in entries.iter().filter(|entry| !entry.name.split('/').any(is_passed_over)) {
                    look(&format!("{file}/{}", entry.name), &entry.bytes, depth - 1, found);
                }
            }
            Ok(_) => {}
            Err(error) if is_ours(file) || is_zip(file) => push(Err(error)),
            // A document of an office happens to be a damaged archive.
            Err(_) => {}
        }
    } else if is_ours(file) || bytes.windows(RESULT.len()).take(200).any(|window| window == RESULT) {
        push(result::open_bytes(bytes));
    }
}

/// What desktops and archivers leave behind.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

fn is_ours(file: &str) -> bool {
    file.to_lowercase().ends_with(OURS)
}

fn is_zip(file: &str) -> bool {
    file.to_lowercase().ends_with(".zip")
}

/// Returns the name that Moodle gave a folder or a file of a download: that of `LEFEVRE
/// Zoé_12345_assignsubmission_file_`.
pub fn name_in(file: &str) -> Option<&str> {
    file.split('/').find_map(|part| {
        let (before, _) = part.split_once("_assignsubmission_")?;
        let (name, number) = before.rsplit_once('_')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
    })
}

/// Returns the pupil whom a hand-in is of: the one whose identifier is signed, else the one
/// whose name Moodle gave it.
pub fn whose<'a>(file: &str, student: &str, pupils: &'a [Pupil]) -> Option<&'a Pupil> {
    pupils.iter().find(|pupil| pupil.id == student).or_else(|| sender(file, pupils))
}

/// Returns the pupil whose name Moodle gave a file.
pub fn sender<'a>(file: &str, pupils: &'a [Pupil]) -> Option<&'a Pupil> {
    // In whatever order, and written as they may be.
    let words = |name: &str| -> Vec<String> {
        let mut words: Vec<String> = name
            .split_whitespace()
            .filter_map(|word| crate::individual::Student::identify(word).ok())
            .collect();
        words.sort();
        words
    };
    let wanted = words(name_in(file)?);
    pupils.iter().find(|pupil| words(&format!("{} {}", pupil.given_name, pupil.family_name)) == wanted)
}

/// The hand-in that counts for a student.
#[derive(Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its number in the list.
    pub number: usize,
    /// By how much it was late.
    pub late: Option<Duration>,
}

/// Chooses among hand-ins that were made at these times: the last one in time, else the
/// first one after.
pub fn choose(times: &[jiff::Timestamp], terms: &Terms) -> Option<Chosen> {
    let numbered = || times.iter().enumerate().map(|(number, at)| (number, *at, terms.late(*at)));
    let last = numbered().filter(|(_, _, late)| late.is_none()).max_by_key(|(_, at, _)| *at);
    let first = || numbered().min_by_key(|(_, at, _)| *at);
    last.or_else(first).map(|(number, _, late)| Chosen { number, late })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Chosen, choose, name_in, sender, whose};
    use crate::grade::Terms;
    use crate::roster::Pupil;

    fn pupil(id: &str, given: &str, family: &str) -> Pupil {
        Pupil {
            id: id.to_owned(),
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            ..Pupil::default()
        }
    }

    #[test]
    fn moodle_names_its_folders_after_the_pupil() {
        let folder = "Devoir-1/LEFÈVRE Zoé_12345_assignsubmission_file_/a332-zoe.paillasse";
        assert_eq!(name_in(folder), Some("LEFÈVRE Zoé"));
        assert_eq!(name_in("DA SILVA Jean_7_assignsubmission_file_rendu.paillasse"), Some("DA SILVA Jean"));
        assert_eq!(name_in("zoe_assignsubmission.paillasse"), None);
        let pupils = [pupil("jean-da-silva", "Jean", "Da Silva"), pupil("zoe-lefevre", "Zoé", "Lefèvre")];
        let id = |pupil: Option<&Pupil>| pupil.map(|pupil| pupil.id.clone());
        assert_eq!(id(sender(folder, &pupils)).as_deref(), Some("zoe-lefevre"));
        assert_eq!(
            id(whose(folder, "jean-da-silva", &pupils)).as_deref(),
            Some("jean-da-silva"),
            "what is signed"
        );
        assert_eq!(id(whose(folder, "zlefevre", &pupils)).as_deref(), Some("zoe-lefevre"));
        assert_eq!(id(whose("x.paillasse", "zlefevre", &pupils)), None);
    }

    #[test]
    fn the_last_one_in_time_counts_else_the_first_one_after() {
        let terms = Terms { deadline: Some("2026-11-25T12:00:00Z".parse().unwrap()), ..Terms::default() };
        let at = |times: &[&str]| {
            let times: Vec<_> =
                times.iter().map(|time| format!("2026-11-25T{time}:00Z").parse().unwrap()).collect();
            choose(&times, &terms)
        };
        assert_eq!(at(&["10:00", "11:00", "13:00"]), Some(Chosen { number: 1, late: None }));
        let hour = Some(Duration::from_secs(3600));
        assert_eq!(at(&["15:00", "13:00", "14:00"]), Some(Chosen { number: 1, late: hour }));
        assert_eq!(at(&[]), None);
        let open = Terms::default();
        assert_eq!(choose(&["2026-11-25T15:00:00Z".parse().unwrap()], &open).unwrap().late, None);
    }
}
