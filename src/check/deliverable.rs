//! How a file that is read as data is brought from a node.
//!
//! Rank 1, no kind: used by those that read a file of the student's.

use crate::check::Verdict;
use crate::check::document::{Document, Format, Unparseable};
use crate::check::verdict::{succeeded, unreadable};
use crate::exec::{ExecOutput, quote};
use crate::text;

/// The most that a document may hold, in bytes.
const LIMIT: usize = 128 * 1024;
const FOUND: &str = "found";
const ABSENT: &str = "absent";
const NO_FILE: &str = "not-a-file";
const TOO_LONG: &str = "too-long";

/// Returns the script that prints a file for [`read`].
pub(super) fn script(path: &str) -> String {
    let path = quote(path);
    format!(
        "[ -e {path} ] || {{ echo {ABSENT}; exit 0; }}\n[ -f {path} ] || {{ echo {NO_FILE}; exit 0; }}\n\
         size=$(wc -c <{path}) || exit 1\n[ \"$size\" -le {LIMIT} ] || {{ echo {TOO_LONG}; exit 0; }}\n\
         echo {FOUND}\ncat -- {path}\n"
    )
}

/// Returns what [`script`] printed of `file`.
///
/// # Errors
/// The verdict to return at once: the file is absent or no text, or could not be read.
pub(super) fn text<'a>(file: &str, output: &'a ExecOutput) -> Result<&'a str, Verdict> {
    let printed = succeeded("cat", output)?;
    let fail = |expected, actual| Err(Verdict::fail(text!("fact-path", path = file), expected, actual));
    let (first, source) = printed.split_once('\n').unwrap_or((printed, ""));
    match first {
        FOUND if source.contains('\u{fffd}') => fail(text!("facts-utf8"), text!("facts-not-utf8")),
        FOUND => Ok(source),
        ABSENT => fail(text!("shown-present"), text!("shown-absent")),
        NO_FILE => fail(text!("facts-a-file"), text!("facts-no-file")),
        TOO_LONG => fail(text!("expect-at-most", bound = "128 KiB"), text!("facts-too-long")),
        _ => Err(unreadable("cat", printed)),
    }
}

/// Reads what [`script`] printed of `file`.
///
/// # Errors
/// The verdict to return at once: the file is absent or broken, or could not be read.
pub(super) fn read(
    file: &str,
    output: &ExecOutput,
    parse: impl Fn(&str) -> Result<Document, Unparseable>,
    format: Format,
) -> Result<Document, Verdict> {
    let source = text(file, output)?;
    parse(source).map_err(|broken| {
        let actual = text!("facts-unparseable", line = broken.line, column = broken.column, why = broken.why);
        let expected = text!("facts-readable", format = format.word());
        Verdict::fail(text!("fact-path", path = file), expected, actual)
    })
}
