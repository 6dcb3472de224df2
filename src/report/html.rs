//! A run as one HTML page that needs nothing else.

use crate::ink::View;
use crate::report::page::student;
use crate::report::{RenderError, Report};

/// Writes the page.
pub(super) fn render(report: &Report, view: &View) -> Result<String, RenderError> {
    Ok(student::run(report, view.lang))
}
