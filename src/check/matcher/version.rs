//! Versions: what is expected of them, in the order of who numbers them.

use schemars::JsonSchema;
use semver::VersionReq;
use serde::Deserialize;

use crate::check::debian::Constraint;

/// A constraint on a version. Which order is meant has to be said: for `1.2~rc1` or
/// `1.10-2`, they differ.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Version {
    /// The order of Debian packages: `>= 1.4, << 2`. An epoch or a revision that is not
    /// written is not compared.
    Deb(Constraint),
    /// Semantic versioning: `>= 1.4, < 2`, `^1.4`, `~1.4`. `1.4` is any 1.4.x. A version
    /// before a release (`2.0.0-rc1`) satisfies only what names one.
    Semver(Requirement),
}

/// A constraint as the `semver` crate reads it, and as it was written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub(super) struct Requirement {
    written: String,
    clauses: VersionReq,
}

impl TryFrom<String> for Requirement {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        // A bare version means equality here, as everywhere else; for the crate, `^`.
        let clauses: Vec<String> = written
            .split(',')
            .map(str::trim)
            .map(|clause| {
                if clause.starts_with(|c: char| c.is_ascii_digit()) {
                    format!("={clause}")
                } else {
                    clause.to_owned()
                }
            })
            .collect();
        let clauses = clauses.join(",");
        match VersionReq::parse(&clauses) {
            // A star would accept anything.
            Ok(clauses) if !clauses.comparators.is_empty() => Ok(Self { written, clauses }),
            Ok(_) => Err(format!("`{written}` accepts every version: write for example \">= 1.4, < 2\"")),
            Err(error) => Err(format!(
                "`{written}` is not a constraint on a version ({error}): write for example \">= 1.4, < 2\""
            )),
        }
    }
}

impl Version {
    pub(super) fn written(&self) -> String {
        match self {
            Self::Deb(constraint) => format!("{constraint} (deb)"),
            Self::Semver(requirement) => format!("{} (semver)", requirement.written),
        }
    }

    /// Whether `text` is a version that satisfies it.
    pub(super) fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Deb(constraint) => constraint.accepts(text) == Some(true),
            Self::Semver(requirement) => {
                read(text).is_some_and(|version| requirement.clauses.matches(&version))
            }
        }
    }
}

/// Reads a version as programs print it: `v1.4`, `2`, `1.26.3`. What is left out is 0.
fn read(text: &str) -> Option<semver::Version> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let missing = 3usize.checked_sub(numbers.split('.').count())?;
    semver::Version::parse(&format!("{numbers}{}{rest}", ".0".repeat(missing))).ok()
}
