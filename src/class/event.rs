//! What happens while a class is worked on, for a person and for a program.

use serde::Serialize;

/// Something that happened. `--format jsonl` writes one JSON object for each.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The work begins.
    Begins {
        /// What is done: `up`, `check`, `stop`, …
        verb: &'static str,
        /// The activity.
        lab: String,
        /// The class.
        class: Option<String>,
        /// How many benches there are to work on.
        benches: usize,
    },
    /// What has to be there before the first bench, such as images.
    Preparing {
        /// What, in the reader's language.
        stage: String,
    },
    /// The work on a bench begins.
    BenchBegins {
        /// The student's identifier.
        student: String,
        /// The bench.
        bench: String,
    },
    /// The work on a bench goes on.
    BenchStage {
        /// The student's identifier.
        student: String,
        /// What is being done, in the reader's language.
        stage: String,
    },
    /// The work on a bench is over, and well done.
    BenchEnds {
        /// The student's identifier.
        student: String,
        /// The bench.
        bench: String,
        /// How long it took, in seconds.
        seconds: f64,
        /// What came out, where there is something to say: `already` for a bench that was
        /// up, the mark on 20 for a check.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<String>,
    },
    /// The work on a bench failed; the others go on.
    BenchFails {
        /// The student's identifier.
        student: String,
        /// The bench.
        bench: String,
        /// Why, in the reader's language.
        error: String,
        /// What to do about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: Option<String>,
        /// The exit code of this failure alone.
        code: u8,
    },
    /// All is over.
    Ends(Summary),
}

/// How the work on a class ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Benches on which it was done.
    pub done: usize,
    /// Benches on which it failed.
    pub failed: usize,
    /// How long all of it took, in seconds.
    pub seconds: f64,
}

#[cfg(test)]
mod tests {
    use super::{Event, Summary};

    #[test]
    fn events_are_flat_objects() {
        let line = |event: &Event| serde_json::to_string(event).unwrap();
        let ends = Event::Ends(Summary { done: 2, failed: 1, seconds: 1.5 });
        assert_eq!(line(&ends), r#"{"event":"ends","done":2,"failed":1,"seconds":1.5}"#);
        let begins = Event::BenchBegins { student: "lea".to_owned(), bench: "a332-lea".to_owned() };
        assert_eq!(line(&begins), r#"{"event":"bench-begins","student":"lea","bench":"a332-lea"}"#);
    }
}
