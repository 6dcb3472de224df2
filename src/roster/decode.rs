//! The bytes of a file as text, whatever program wrote them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::i18n::Text;
use crate::load::Problem;
use crate::located::Spot;
use crate::text;

/// Returns the text of a file: UTF-8, UTF-16 or, as Windows writes it in France,
/// Windows-1252.
///
/// # Errors
/// When it is a spreadsheet, or no text at all.
pub(super) fn text(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    let refuse =
        |at, message, hint: Text| Err(Problem { file: file.to_owned(), at, message, hint: Some(hint) });
    // A ZIP archive (.xlsx, .ods) or an OLE document (.xls).
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return refuse(Spot::default(), text!("roster-spreadsheet"), text!("roster-spreadsheet-hint"));
    }
    let encoding = encoding(bytes);
    let (text, _, broken) = encoding.decode(bytes);
    // Windows-1252 takes any byte: what is no text shows itself by its control characters.
    let strange = |c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    match text.char_indices().find(|(_, c)| strange(*c)) {
        Some((at, _)) => refuse(spot(&text, at), text!("roster-encoding"), text!("roster-encoding-hint")),
        None if broken => refuse(Spot::default(), text!("roster-encoding"), text!("roster-encoding-hint")),
        None => Ok(text.into_owned()),
    }
}

fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // Without its mark UTF-16 is known by the zeros that French text has in every other byte.
    let zeros =
        |parity: usize| bytes.iter().skip(parity).step_by(2).take(64).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > 0 && bytes.len().is_multiple_of(2) => UTF_16LE,
        (even, 0) if even > 0 && bytes.len().is_multiple_of(2) => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    }
}

/// Returns the place of a byte in a text.
pub(super) fn spot(text: &str, at: usize) -> Spot {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Spot { line: before.matches('\n').count() as u64 + 1, column: before[start..].chars().count() as u64 + 1 }
}
