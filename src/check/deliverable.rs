//! How a file that is read as data is brought from a node.
//!
//! Rank 1, no kind: used by those that read a file of the student's.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use encoding_rs::{Encoding, WINDOWS_1252};

use crate::check::document::{Document, Format, Unparseable};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Probe, Scene, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

/// The most that a document may hold, in bytes.
const LIMIT: usize = 128 * 1024;
const FOUND: &str = "found";
/// What follows is base64, since it is no UTF-8.
const BYTES: &str = "bytes";
const ABSENT: &str = "absent";
const NO_FILE: &str = "not-a-file";
const TOO_LONG: &str = "too-long";

/// Returns the script that prints a file for [`read`] and [`written`].
pub(super) fn script(path: &str) -> String {
    let path = quote(path);
    format!(
        "[ -e {path} ] || {{ echo {ABSENT}; exit 0; }}\n[ -f {path} ] || {{ echo {NO_FILE}; exit 0; }}\n\
         size=$(wc -c <{path}) || exit 1\n[ \"$size\" -le {LIMIT} ] || {{ echo {TOO_LONG}; exit 0; }}\n\
         if LC_ALL=C.UTF-8 grep -qaxv '.*' {path}; then echo {BYTES}; base64 -- {path}\n\
         else echo {FOUND}; cat -- {path}; fi\n"
    )
}

/// Returns the probes that read `file` and then measure, each on its node or on that of the
/// check.
pub(super) fn probes<'a>(
    scene: &Scene,
    file: &str,
    measures: impl Iterator<Item = (Option<&'a Located<NodeName>>, &'a str)>,
) -> Vec<Probe> {
    let measures = measures.map(|(on, run)| scene.run_on(scene.at(on), run));
    std::iter::once(scene.run(script(file))).chain(measures).collect()
}

/// Splits the outputs of [`probes`] into that of the file and those of so many measures;
/// nothing when they are not all there.
pub(super) fn parts(outputs: &[ExecOutput], measures: usize) -> Option<(&ExecOutput, &[ExecOutput])> {
    outputs.split_first().filter(|(_, measured)| measured.len() == measures)
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
    let fail = |expected, actual| Err(Verdict::fail(text!("fact-path", path = file), expected, actual));
    let source = written(file, output)?;
    // Spreadsheets write tables in other encodings; the other formats are UTF-8.
    if (format != Format::Csv && matches!(source, Cow::Owned(_))) || source.contains('\u{fffd}') {
        return fail(text!("facts-utf8"), text!("facts-not-utf8"));
    }
    parse(&source).or_else(|broken| fail(text!("facts-readable", format = format.word()), broken.text()))
}

/// Returns the text of `file` that [`script`] printed. What was no UTF-8 is owned: it is
/// taken for UTF-16 when it begins with its mark, and for Windows-1252 (Latin-1) otherwise.
///
/// # Errors
/// The verdict to return at once: the file is absent, or could not be read.
pub(super) fn written<'a>(file: &str, output: &'a ExecOutput) -> Result<Cow<'a, str>, Verdict> {
    let printed = succeeded("cat", output)?;
    let fail = |expected, actual| Err(Verdict::fail(text!("fact-path", path = file), expected, actual));
    let (first, source) = printed.split_once('\n').unwrap_or((printed, ""));
    match first {
        FOUND => Ok(Cow::Borrowed(source)),
        BYTES => {
            let base64: String = source.split_ascii_whitespace().collect();
            let bytes = BASE64_STANDARD.decode(base64).map_err(|_| unreadable("base64", source))?;
            let encoding = Encoding::for_bom(&bytes).map_or(WINDOWS_1252, |(encoding, _)| encoding);
            Ok(Cow::Owned(encoding.decode(&bytes).0.into_owned()))
        }
        ABSENT => fail(text!("shown-present"), text!("shown-absent")),
        NO_FILE => fail(text!("facts-a-file"), text!("facts-no-file")),
        TOO_LONG => fail(text!("expect-at-most", bound = "128 KiB"), text!("facts-too-long")),
        _ => Err(unreadable("cat", printed)),
    }
}
