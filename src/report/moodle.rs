//! A class for the gradebook of Moodle: « Importer des notes », « Fichier CSV ».
//!
//! Commas, UTF-8, a decimal point, which every Moodle reads whatever its language. One
//! column says who it is, and only one: Moodle ends an import at the first student that it
//! does not know, and gives the marks of a line without a name to the student of the line
//! before (`grade/import/csv/classes/load_data.php`). So whoever cannot be named is left
//! out, and so is whoever has no mark: an empty one would erase what is there.
//!
//! <https://docs.moodle.org/en/Grade_import>

use crate::i18n::Lang;
use crate::ink::decimal;
use crate::report::RenderError;
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::csv::{Sheet, cell};
use crate::text;

/// The file, and who is not in it.
#[derive(Debug)]
pub struct Gradebook {
    /// What Moodle imports.
    pub csv: String,
    /// The students who have no mark, or nothing that Moodle knows them by.
    pub left_out: Vec<String>,
}

/// Returns the file of a class.
///
/// # Errors
/// When the encoder refuses.
pub fn gradebook(report: &ClassReport, lang: Lang) -> Result<Gradebook, RenderError> {
    let email = |sheet: &ClassSheet| sheet.email.clone().filter(|email| !email.is_empty());
    let username = |sheet: &ClassSheet| sheet.username.clone().filter(|name| !name.is_empty());
    let count = |who: &dyn Fn(&ClassSheet) -> Option<String>| report.sheets.iter().filter_map(who).count();
    let by_email = count(&email) >= count(&username);
    let who = |sheet: &ClassSheet| if by_email { email(sheet) } else { username(sheet) };
    let head = if by_email { text!("moodle-email") } else { text!("moodle-username") };
    // Heads are for whoever maps the columns; the form of the file is Moodle's own.
    let mut sheet = Sheet::new(Lang::En);
    let item = format!("{} – {} (/{})", report.lab, report.title, report.scale.out_of);
    let feedback = text!("moodle-feedback", item = &item).to(lang);
    sheet.row(&[head.to(lang), item, feedback])?;
    let mut left_out = Vec::new();
    for student in &report.sheets {
        let (Some(who), Some(mark)) = (who(student), student.mark) else {
            left_out.push(student.name());
            continue;
        };
        let mut words = Vec::new();
        if let Some(run) = &student.report {
            let total = run.grade.total;
            let earned = decimal(total.earned.number(), lang);
            words.push(text!("moodle-points", earned = earned, judged = total.judged).to(lang));
        }
        for deduction in &student.deductions {
            let amount = decimal(deduction.amount.number(), lang);
            words.push(text!("teacher-less", amount = amount, reason = deduction.reason.clone()).to(lang));
        }
        if mark.provisional {
            words.push(text!("work-provisional").to(lang));
        }
        // An address is no formula, and Moodle looks for it as it is.
        sheet.row(&[who, decimal(mark.value.value.number(), Lang::En), cell(&words.join(" "))])?;
    }
    Ok(Gradebook { csv: sheet.text()?, left_out })
}
