//! All that a teacher takes away from grading a class, as files of a folder.

use crate::ink::View;
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::{ClassFormat, RenderError, moodle, page};

/// Where the pages of students are, in the folder.
const STUDENTS: &str = "students";

/// A folder that is to be written.
#[derive(Debug)]
pub struct Folder {
    /// Its files: path in the folder, contents. Pages of students hold their statements, and
    /// passwords with them.
    pub files: Vec<(String, Vec<u8>)>,
    /// The students whom the file for Moodle leaves out.
    pub left_out: Vec<String>,
}

/// Returns the files of a class: its page, whose names lead to those of the students, and
/// the same as JSON, Markdown, CSV, JUnit and for Moodle; sheets as PDF where the program has it.
///
/// # Errors
/// When the encoder of a format refuses.
pub fn folder(report: &ClassReport, view: &View) -> Result<Folder, RenderError> {
    let lang = view.lang;
    let link =
        |sheet: &ClassSheet| sheet.report.is_some().then(|| format!("{STUDENTS}/{}.html", sheet.student));
    let book = moodle::gradebook(report, lang)?;
    let mut files = vec![
        ("class.html".to_owned(), page::class::render(report, lang, &link).into_bytes()),
        ("moodle.csv".to_owned(), book.csv.into_bytes()),
    ];
    for (name, format) in [
        ("class.md", ClassFormat::Markdown),
        ("class.csv", ClassFormat::Csv),
        ("class.json", ClassFormat::Json),
        ("junit.xml", ClassFormat::Junit),
    ] {
        files.push((name.to_owned(), format.render(report, view)?.into_bytes()));
    }
    #[cfg(feature = "pdf")]
    files.push(("class.pdf".to_owned(), super::pdf::class(report, lang)?));
    for sheet in &report.sheets {
        if let Some(page) = page::student::student(report, sheet, lang) {
            files.push((format!("{STUDENTS}/{}.html", sheet.student), page.into_bytes()));
        }
        #[cfg(feature = "pdf")]
        if let Some(pdf) = super::pdf::student(report, sheet, lang)? {
            files.push((format!("{STUDENTS}/{}.pdf", sheet.student), pdf));
        }
    }
    Ok(Folder { files, left_out: book.left_out })
}
