//! A mistake in a file, and where it is.

use serde_saphyr::Location;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::located::Spot;
use crate::text;

/// A mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The file, relative to the folder.
    pub file: String,
    /// The place; 0:0 when it is the file as a whole.
    pub at: Spot,
    /// What is wrong and what was expected.
    pub message: Text,
    /// What to type instead.
    pub hint: Option<Text>,
}

impl Problem {
    /// Returns a mistake without a hint.
    pub fn new(file: &str, at: Spot, message: Text) -> Self {
        Self { file: file.to_owned(), at, message, hint: None }
    }

    /// Adds the nearest known name, when one is near.
    pub fn did_you_mean<'a>(mut self, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.hint = nearest(given, known).map(|known| text!("did-you-mean", known = known));
        self
    }
}

/// Returns the known name that resembles `given` most, when one does.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&given.to_lowercase(), &known.to_lowercase()), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// Returns where a YAML error points.
pub(super) fn spot(location: Option<Location>) -> Spot {
    location.map_or(Spot::default(), |at| Spot { line: at.line(), column: at.column() })
}

/// Returns the mistake that a YAML error tells of.
pub(super) fn from_yaml(file: &str, error: &serde_saphyr::Error) -> Problem {
    let at = spot(error.location());
    let said = error.without_snippet().to_string();
    // The place is shown beside the source; the sentence does not repeat it.
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned();
    Problem::new(file, at, text!("problem-yaml", said = said))
}

/// Why a lab cannot be used.
#[derive(Debug)]
pub enum LoadError {
    /// A file cannot be read.
    Read {
        /// Its path.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// There are mistakes.
    Invalid {
        /// Where the folder stands, for the path shown before each place.
        origin: String,
        /// All of them, in the order of the files.
        problems: Vec<Problem>,
        /// The files that they are in, by name, to show the lines.
        sources: Vec<(String, String)>,
    },
}

impl Explain for LoadError {
    fn text(&self) -> Text {
        match self {
            Self::Read { path, source } => text!("load-read", path = path, source = %source),
            Self::Invalid { origin, problems, .. } => {
                text!("load-invalid", origin = origin, count = problems.len())
            }
        }
    }

    fn category(&self) -> Category {
        Category::InvalidFile
    }
}

explained!(LoadError);
