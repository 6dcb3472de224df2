//! The files of a new lab, which pass the lint as they are.

use std::path::{Path, PathBuf};

use serde_json::json;
use tera::{Context, Tera};

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::load::{lab_schema, nearest};
use crate::name::ActivityCode;
use crate::referentiel::Referentiel;
use crate::text;

/// The files, by their path: templates over the activity.
const FILES: [(&str, &str); 6] = [
    ("lab.yaml", include_str!("../../templates/lab/lab.yaml")),
    ("enonce.md", include_str!("../../templates/lab/enonce.md")),
    ("fichiers/bienvenue.txt.tera", include_str!("../../templates/lab/bienvenue.txt.tera")),
    ("solution/10-serveur.sh", include_str!("../../templates/lab/solution.sh")),
    ("mutants/droits-trop-larges/mutant.yaml", include_str!("../../templates/lab/mutant.yaml")),
    ("mutants/droits-trop-larges/10-serveur.sh", include_str!("../../templates/lab/mutant.sh")),
];

/// Why no lab was written.
#[derive(Debug)]
pub enum ScaffoldError {
    /// Something is there already.
    Exists(PathBuf),
    /// The activity is not in the référentiel.
    Activity(ActivityCode),
    /// A file cannot be written.
    Write(PathBuf, std::io::Error),
}

impl Explain for ScaffoldError {
    fn text(&self) -> Text {
        match self {
            Self::Exists(path) => text!("new-exists", path = %path.display()),
            Self::Activity(code) => text!("problem-unknown-activity", code = code.as_str()),
            Self::Write(path, source) => {
                text!("new-write", path = %path.display(), reason = %source)
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        let Self::Activity(code) = self else { return None };
        let referentiel = Referentiel::embedded();
        let known = referentiel.activities().map(|activity| activity.code.as_str());
        Some(match nearest(code.as_str(), known) {
            Some(near) => text!("did-you-mean", known = near),
            None => text!("new-activity-hint"),
        })
    }

    fn category(&self) -> Category {
        match self {
            Self::Exists(_) | Self::Activity(_) => Category::Usage,
            Self::Write(..) => Category::Environment,
        }
    }
}

explained!(ScaffoldError);

/// Writes a lab that trains `activity` to a folder that does not exist yet, and beside it
/// the schema that editors read. Returns what was written.
///
/// # Errors
/// When something is there already, or cannot be written; nothing is overwritten.
pub(super) fn write(folder: &Path, activity: &ActivityCode) -> Result<Vec<PathBuf>, ScaffoldError> {
    if folder.exists() {
        return Err(ScaffoldError::Exists(folder.to_owned()));
    }
    let referentiel = Referentiel::embedded();
    let known = referentiel.activity(activity).ok_or_else(|| ScaffoldError::Activity(activity.clone()))?;
    let mut context = Context::new();
    context.insert("activity", &json!({ "code": known.code, "label": known.label }));
    context.insert("competences", &known.competences);
    let mut written = Vec::new();
    for (path, template) in FILES {
        let path = folder.join(path);
        let contents = if path.extension().is_some_and(|end| end == "yaml" || end == "md") {
            render(template, &context)
        } else {
            template.to_owned()
        };
        put(&path, &contents)?;
        written.push(path);
    }
    if let Some(schema) = folder.parent().map(|parent| parent.join("lab.schema.json"))
        && !schema.exists()
    {
        put(&schema, &format!("{:#}\n", lab_schema()))?;
        written.push(schema);
    }
    Ok(written)
}

/// Fills in `[[ … ]]`, so that `{{ … }}` stays for the student's values.
fn render(template: &str, context: &Context) -> String {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<&'static str>::new());
    tera.set_delimiters(tera::Delimiters {
        block_start: "[%".into(),
        block_end: "%]".into(),
        variable_start: "[[".into(),
        variable_end: "]]".into(),
        comment_start: "[#".into(),
        comment_end: "#]".into(),
    })
    .and_then(|()| tera.add_raw_template("file", template))
    .and_then(|()| tera.render("file", context))
    .expect("a test renders the templates of the scaffold for every activity")
}

fn put(path: &Path, contents: &str) -> Result<(), ScaffoldError> {
    let failed = |source| ScaffoldError::Write(path.to_owned(), source);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, contents).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::load::Folder;
    use crate::proof::lint;
    use crate::referentiel::Referentiel;

    #[test]
    fn a_new_lab_passes_the_lint_for_every_activity() {
        let place = tempfile::tempdir().unwrap();
        for activity in Referentiel::embedded().activities() {
            let folder = place.path().join(activity.code.slug());
            write(&folder, &activity.code).unwrap();
            let remarks = lint(&Folder::read(&folder).unwrap()).unwrap();
            assert!(remarks.is_empty(), "{}: {remarks:?}", activity.code);
            assert!(write(&folder, &activity.code).is_err(), "nothing is overwritten");
        }
    }
}
