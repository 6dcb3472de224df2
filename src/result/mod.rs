//! Results that travel: a run with all that it rests on, signed.
//!
//! A file holds the run as one text and a signature over exactly the bytes of that text, so
//! that nothing has to be brought into a canonical form before it is verified. The
//! signature is an SSHSIG (PROTOCOL.sshsig of OpenSSH), which stock `ssh-keygen` verifies
//! too. What it proves is that whoever has the key wrote these bytes: not that they are
//! true. The threat model says what that is worth.
//!
//! A hand-in is a ZIP that holds such a file and, beside it, the student's files: their
//! hashes stand in the run, so that the one signature covers them too.
//!
//! Rank 7: imports `journal`, `runner`, `grade`, `model`, `state` and rank 0.

mod archive;
mod diff;
mod error;
mod known;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use ipnet::Ipv4Net;
use jiff::Timestamp;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use ssh_key::{HashAlg, LineEnding, PublicKey, SshSig};

use crate::check::Level;
use crate::grade::{Attempt, Score};
use crate::journal::{Recorded, Run, RunState};
use crate::model::{LeftOut, WorkFile};
use crate::name::{ActivityCode, CheckId};
use crate::runner::Stored;
use crate::state::SigningKey;

pub use archive::{Entry, RUN, entries, is_archive, pack};
pub use diff::{Diff, DiffLine, Judged};
pub use error::ResultError;
pub use known::{Known, line, read as read_known};

/// What the signatures are for: one made for another purpose verifies nothing here.
pub const NAMESPACE: &str = "paillasse-result";

/// The version of the form of the run.
const FORMAT: u32 = 1;

/// The largest file that is written or read, in bytes. Evidence is bounded; a run of twenty
/// checks takes some hundred kilobytes.
const LARGEST: u64 = 64 << 20;

/// A run with all that it rests on: the text that is signed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Run")]
pub struct Payload {
    /// The version of this form: 1. Keys may be added to it.
    pub format: u32,
    /// The version of paillasse that ran the checks.
    pub tool: String,
    /// The activity.
    pub lab: ActivityCode,
    /// The title of the lab.
    pub title: String,
    /// SHA-256 of the lab's folder, in hexadecimal.
    pub lab_hash: String,
    /// The student's identifier.
    pub student: String,
    /// The name of the bench.
    pub bench: String,
    /// Tells apart the values of two students, and reveals nothing of them.
    pub variant: String,
    /// How thorough the run was.
    pub level: Level,
    /// When it began (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub started: Timestamp,
    /// When it ended (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub finished: Timestamp,
    /// The word of the run, which witnesses held.
    pub nonce: String,
    /// The subnet of each network of the bench.
    #[schemars(with = "BTreeMap<String, String>")]
    pub subnets: BTreeMap<String, Ipv4Net>,
    /// What the run is worth.
    pub score: Score,
    /// The verdicts in the order in which they fell, each with its evidence.
    pub checks: Vec<Recorded>,
    /// How many hints were shown, by check, as the journal of that machine has it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hints: BTreeMap<CheckId, u32>,
    /// The runs before this one, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Attempt>,
    /// The files that were handed in with the run: none for a run alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
}

/// A file of a hand-in, or one that was left out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attached {
    /// The node on which it stands.
    pub node: String,
    /// Its path there.
    pub path: String,
    /// Its SHA-256 in hexadecimal, as it is in the archive: passwords of the lab masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it links to, when it is a symbolic link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Why it is not in the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

impl Payload {
    /// Returns what is to be signed of a run of the journal.
    ///
    /// # Errors
    /// When it did not come to its end, or is from before all of this was kept.
    pub fn of(run: Run) -> Result<Self, ResultError> {
        let id = run.summary.id;
        let (Some(finished), Some(score), RunState::Ended) =
            (run.summary.ended, run.summary.score, run.summary.state)
        else {
            return Err(ResultError::Unfinished { run: id });
        };
        let Some(circumstances) = run.circumstances else { return Err(ResultError::Old { run: id }) };
        Ok(Self {
            format: FORMAT,
            tool: run.summary.tool,
            lab: run.summary.lab,
            title: circumstances.title,
            lab_hash: run.summary.lab_hash,
            student: run.summary.student,
            bench: run.summary.bench,
            variant: run.summary.variant,
            level: run.summary.level,
            started: run.summary.started,
            finished,
            nonce: circumstances.nonce,
            subnets: circumstances.subnets,
            score,
            checks: run.outcomes,
            hints: BTreeMap::new(),
            earlier: Vec::new(),
            files: Vec::new(),
        })
    }

    /// Returns what its checks are judged again from.
    pub fn stored(&self) -> Stored<'_> {
        let checks = self.checks.iter().map(|kept| (&kept.outcome, kept.evidence.as_slice()));
        Stored { level: self.level, nonce: &self.nonce, checks: checks.collect() }
    }
}

/// A result as it stands in a file.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "paillasse result")]
struct Envelope {
    /// `paillasse-result`.
    format: String,
    /// The run as JSON, in one text: its bytes in UTF-8 are what is signed.
    payload: String,
    /// An SSHSIG in its armoured form, of the namespace `paillasse-result`.
    signature: String,
}

/// A result that was opened: it is as it was signed.
#[derive(Debug)]
pub struct Opened {
    /// The run.
    pub payload: Payload,
    /// The key that signed it.
    pub key: PublicKey,
    /// The files that came with it.
    pub files: Vec<WorkFile>,
}

/// Returns the JSON Schema (draft 2020-12) of the file. What stands in `payload` is
/// described by its `contentSchema`.
pub fn schema() -> Schema {
    let mut schema = schemars::schema_for!(Envelope);
    let payload = schemars::schema_for!(Payload).to_value();
    if let Some(text) = schema.pointer_mut("/properties/payload").and_then(|text| text.as_object_mut()) {
        text.insert("contentMediaType".to_owned(), "application/json".into());
        text.insert("contentSchema".to_owned(), payload);
    }
    schema
}

/// Returns the file of a run, signed.
///
/// # Errors
/// When it is larger than what is read again, or cannot be signed.
pub fn sign(payload: &Payload, key: &SigningKey) -> Result<String, ResultError> {
    let failed = |reason: String| ResultError::Sign { reason };
    let payload = serde_json::to_string(payload).map_err(|error| failed(error.to_string()))?;
    let signature = key
        .private()
        .sign(NAMESPACE, HashAlg::Sha512, payload.as_bytes())
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map_err(|error| failed(error.to_string()))?;
    let envelope = Envelope { format: NAMESPACE.to_owned(), payload, signature };
    let file = serde_json::to_string_pretty(&envelope).map_err(|error| failed(error.to_string()))? + "\n";
    if file.len() as u64 > LARGEST { Err(ResultError::TooLarge { largest: LARGEST }) } else { Ok(file) }
}

/// Opens a file, and verifies that it is as it was signed.
///
/// # Errors
/// When it cannot be read, is no result, was altered, or is of a later version.
pub fn open(path: &Path) -> Result<Opened, ResultError> {
    open_bytes(&read_bytes(path)?)
}

/// Opens what stands in a file: a result, or a hand-in with the files that came with it.
///
/// # Errors
/// As for [`open`].
pub fn open_bytes(bytes: &[u8]) -> Result<Opened, ResultError> {
    if is_archive(bytes) {
        return archive::open(bytes);
    }
    verify(std::str::from_utf8(bytes).map_err(|_| ResultError::NotText)?)
}

/// Reads a file of a bounded size as text.
fn read(path: &Path) -> Result<String, ResultError> {
    String::from_utf8(read_bytes(path)?).map_err(|_| ResultError::NotText)
}

/// Reads a file of a bounded size.
///
/// # Errors
/// When it cannot be read, or is larger than any result.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ResultError> {
    let failed = |source| ResultError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ResultError::TooLarge { largest: LARGEST });
    }
    Ok(bytes)
}

fn verify(file: &str) -> Result<Opened, ResultError> {
    if file.trim().is_empty() {
        return Err(ResultError::Empty);
    }
    let envelope: Envelope = serde_json::from_str(file).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => ResultError::Truncated,
        _ => ResultError::NotAResult { reason: error.to_string() },
    })?;
    if envelope.format != NAMESPACE {
        return Err(ResultError::NotAResult { reason: format!("format: {}", envelope.format) });
    }
    let signature = SshSig::from_pem(&envelope.signature)
        .map_err(|error| ResultError::NoSignature { reason: error.to_string() })?;
    // The decoder passes over some wrong lengths; written anew, they would be right.
    if signature.to_pem(LineEnding::LF).ok().as_ref() != Some(&envelope.signature) {
        return Err(ResultError::NoSignature { reason: "SSHSIG".to_owned() });
    }
    let key = PublicKey::from(signature.public_key().clone());
    key.verify(NAMESPACE, envelope.payload.as_bytes(), &signature)
        .map_err(|_| ResultError::Altered { key: key.fingerprint(HashAlg::Sha256).to_string() })?;
    // The form is looked at first: what a later version writes may not be readable here.
    let form: Form = serde_json::from_str(&envelope.payload)
        .map_err(|error| ResultError::Unreadable { reason: error.to_string() })?;
    if form.format != FORMAT {
        return Err(ResultError::Newer { found: form.format, known: FORMAT });
    }
    let payload = serde_json::from_str(&envelope.payload)
        .map_err(|error| ResultError::Unreadable { reason: error.to_string() })?;
    Ok(Opened { payload, key, files: Vec::new() })
}

/// What every version of a run says.
#[derive(Deserialize)]
struct Form {
    format: u32,
}

#[cfg(test)]
mod tests;
