//! Personas: people of the case whom a student asks, and who answer from a script.
//!
//! Pure and deterministic: the same questions in the same order get the same answers. One
//! question gets one answer, so that whoever lists all the words of the trade learns no
//! more than whoever asks one thing; and what is told depends on how it is asked: words
//! that must all be there, words that must not, topics that come first.
//!
//! Rank 1: imports rank 0 only.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::i18n::Text;
use crate::located::Located;
use crate::name::CheckId;
use crate::text;

/// The longest question that a persona listens to, in characters.
pub const LONGEST: usize = 300;

/// How many rude questions a persona hears before leaving.
const LENIENCE: usize = 2;

/// How one greets.
const GREETINGS: [&str; 5] = ["bonjour", "bonsoir", "madame", "monsieur", "hello"];

/// Someone whom the student may ask, with `paillasse ask`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Persona {
    /// What `paillasse ask` and checks call them.
    pub id: Located<CheckId>,
    /// Their name, for the student.
    pub name: String,
    /// Who they are, in a few words for the student.
    pub role: Option<String>,
    /// What they say before the first question.
    pub greeting: String,
    /// What they answer to a question that is about nothing they know.
    pub unknown: String,
    /// Words that offend them; with the second question that holds one, they leave.
    #[serde(default)]
    pub rude: Vec<String>,
    /// What they answer to a rude question.
    pub offended: Option<String>,
    /// How many questions they have the time for; as many as are asked when nothing is said.
    pub patience: Option<usize>,
    /// What they say once they have left.
    pub farewell: Option<String>,
    /// What they know.
    pub topics: Vec<Topic>,
}

/// Something that a persona knows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// What checks call it.
    pub id: Located<CheckId>,
    /// Groups of words: a question is about the topic when it holds one word of each. Case,
    /// accents and the plural do not matter; `sauvegard*` stands for all that begin so, and
    /// `mot de passe` for these words side by side.
    pub words: Vec<Vec<String>>,
    /// Words with which they do not understand: jargon.
    #[serde(default)]
    pub without: Vec<String>,
    /// Topics that have to be obtained first.
    #[serde(default)]
    pub after: Vec<Located<CheckId>>,
    /// What they tell.
    pub says: String,
    /// What they say when only the first group was touched, when a topic of `after` is
    /// missing, or with a word of `without`; nothing of the topic when nothing is said.
    pub vague: Option<String>,
}

/// How a persona met a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// Told what was asked.
    Told,
    /// Said that there is something.
    Vague,
    /// Did not know what it was about.
    Unknown,
    /// Was offended.
    Offended,
    /// Did not listen to the end.
    TooLong,
    /// Had left.
    Gone,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// How it was met.
    pub manner: Manner,
    /// The topic that was told, or that was hinted at.
    pub topic: Option<CheckId>,
    /// What is said.
    pub says: Text,
}

/// A question and its answer, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Who was asked.
    pub persona: CheckId,
    /// When.
    pub at: Timestamp,
    /// What was asked.
    pub question: String,
    /// How it was met.
    pub manner: Manner,
    /// The topic that was told, or that was hinted at.
    pub topic: Option<CheckId>,
    /// What was said.
    pub answer: String,
    /// The files that checks want to have been there, as `node:path`, with the SHA-256 of
    /// each at that moment; nothing for one that was not there.
    #[serde(default)]
    pub files: BTreeMap<String, Option<String>>,
}

impl Exchange {
    /// The topic that was obtained by it.
    pub fn obtained(&self) -> Option<&CheckId> {
        self.topic.as_ref().filter(|_| self.manner == Manner::Told)
    }
}

impl Persona {
    /// Returns the topic of this name.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id.as_str() == id)
    }

    /// Answers a question, after what was said before (of this persona or of others).
    pub fn answer(&self, before: &[Exchange], question: &str) -> Reply {
        let mine: Vec<&Exchange> = before.iter().filter(|one| one.persona == self.id.value).collect();
        if self.gone(&mine) {
            let says = self
                .farewell
                .as_deref()
                .map_or_else(|| text!("persona-gone", name = &self.name), Text::verbatim);
            return Reply { manner: Manner::Gone, topic: None, says };
        }
        if question.chars().count() > LONGEST {
            let says = text!("persona-too-long", name = &self.name, most = LONGEST);
            return Reply { manner: Manner::TooLong, topic: None, says };
        }
        let words = words(question);
        if any(&self.rude, &words) {
            let says = self
                .offended
                .as_deref()
                .map_or_else(|| text!("persona-offended", name = &self.name), Text::verbatim);
            return Reply { manner: Manner::Offended, topic: None, says };
        }
        let obtained: BTreeSet<&CheckId> = mine.iter().filter_map(|one| one.obtained()).collect();
        let told = self.topics.iter().filter(|topic| topic.told(&words, &obtained));
        // The first of those that are touched most closely.
        let closest = told.rev().max_by_key(|topic| topic.words.len());
        if let Some(topic) = closest {
            let says = Text::verbatim(&topic.says);
            return Reply { manner: Manner::Told, topic: Some(topic.id.value.clone()), says };
        }
        let touched = self.topics.iter().find_map(|topic| {
            topic.vague.as_deref().filter(|_| topic.touched(&words)).map(|said| (topic, said))
        });
        match touched {
            Some((topic, said)) => Reply {
                manner: Manner::Vague,
                topic: Some(topic.id.value.clone()),
                says: Text::verbatim(said),
            },
            None => Reply { manner: Manner::Unknown, topic: None, says: Text::verbatim(&self.unknown) },
        }
    }

    fn gone(&self, mine: &[&Exchange]) -> bool {
        let offended = mine.iter().filter(|one| one.manner == Manner::Offended).count();
        offended >= LENIENCE || self.patience.is_some_and(|most| mine.len() >= most)
    }

    /// Mistakes of whoever wrote it, that concern nothing else of the lab.
    pub fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let mut ids = BTreeSet::new();
        for topic in &self.topics {
            let id = topic.id.as_str();
            if !ids.insert(id) {
                problems.push(text!("problem-topic-twice", id = id));
            }
            let empty =
                |group: &Vec<String>| group.is_empty() || group.iter().any(|word| words(word).is_empty());
            if topic.words.is_empty() || topic.words.iter().any(empty) {
                problems.push(text!("problem-topic-words", id = id));
            }
            for first in &topic.after {
                if self.topic(first.as_str()).is_none() || first.as_str() == id {
                    problems.push(text!("problem-topic-after", id = id, after = first.as_str()));
                }
            }
        }
        if self.topics.is_empty() {
            problems.push(text!("problem-persona-empty", id = self.id.as_str()));
        }
        problems
    }
}

impl Topic {
    fn touched(&self, question: &[String]) -> bool {
        self.words.first().is_some_and(|group| any(group, question))
    }

    fn told(&self, question: &[String], obtained: &BTreeSet<&CheckId>) -> bool {
        self.words.iter().all(|group| any(group, question))
            && !any(&self.without, question)
            && self.after.iter().all(|first| obtained.contains(&first.value))
    }
}

/// Whether a question greets.
pub fn greets(question: &str) -> bool {
    words(question).iter().any(|word| GREETINGS.contains(&word.as_str()))
}

/// Whether a question holds one of these words or groups of words.
fn any(wanted: &[String], question: &[String]) -> bool {
    wanted.iter().any(|wanted| {
        let wanted: Vec<(String, bool)> = wanted
            .split_whitespace()
            .flat_map(|word| {
                let open = word.ends_with('*');
                words(word).into_iter().map(move |word| (word, open))
            })
            .collect();
        !wanted.is_empty()
            && question.windows(wanted.len()).any(|part| {
                part.iter().zip(&wanted).all(|(word, (wanted, open))| {
                    match word.strip_prefix(wanted.as_str()) {
                        Some(rest) => *open || ["", "s", "x"].contains(&rest),
                        None => false,
                    }
                })
            })
    })
}

/// The words of a text, in small letters without accents.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(plain).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn plain(c: char) -> String {
    let letters = match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' | 'ì' => "i",
        'ñ' => "n",
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => "o",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        // A combining accent, as some keyboards and copies write them.
        '\u{300}'..='\u{36f}' => "",
        other => return other.to_string(),
    };
    letters.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;

    use super::{Exchange, LONGEST, Manner, Persona, greets};

    const DIRECTOR: &str = "
id: directrice
name: Mme Morel
greeting: Bonjour.
unknown: Je ne vois pas.
rude: [nul*, crétin]
patience: 6
topics:
  - id: panne
    words: [[panne, arrêt*], [durée, combien de temps]]
    vague: Des pannes, oui.
    says: Quatre heures.
  - id: nuit
    words: [[nuit]]
    after: [panne]
    vague: Pourquoi la nuit ?
    says: La nuit aussi.
  - id: filtre
    words: [[trier, rangement]]
    without: [regex]
    says: Je comprends.
";

    fn director() -> Persona {
        serde_saphyr::from_str(DIRECTOR).unwrap()
    }

    /// Asks all, and returns how each was met, with the topic.
    fn ask(questions: &[&str]) -> Vec<(Manner, String)> {
        let persona = director();
        let mut before: Vec<Exchange> = Vec::new();
        for question in questions {
            let reply = persona.answer(&before, question);
            before.push(Exchange {
                persona: persona.id.value.clone(),
                at: Timestamp::UNIX_EPOCH,
                question: (*question).to_owned(),
                manner: reply.manner,
                topic: reply.topic,
                answer: String::new(),
                files: BTreeMap::new(),
            });
        }
        before
            .into_iter()
            .map(|one| (one.manner, one.topic.map(|topic| topic.to_string()).unwrap_or_default()))
            .collect()
    }

    #[test]
    fn what_is_told_depends_on_how_it_is_asked() {
        assert_eq!(ask(&["Vous avez des PANNES ?"]), [(Manner::Vague, "panne".to_owned())]);
        assert_eq!(ask(&["Une panne dure combien de temps ?"]), [(Manner::Told, "panne".to_owned())]);
        assert_eq!(ask(&["La durée de l'arrêt ?"]), [(Manner::Told, "panne".to_owned())]);
        assert_eq!(ask(&["Et la météo ?"]), [(Manner::Unknown, String::new())]);
        // Side by side, or not at all.
        assert_eq!(ask(&["combien coûte le temps de panne"])[0].0, Manner::Vague);
        assert_eq!(ask(&["Comment trier avec une regex ?"])[0].0, Manner::Unknown);
        assert_eq!(ask(&["Comment trier ?"])[0].0, Manner::Told);
    }

    #[test]
    fn a_topic_waits_for_those_that_come_first() {
        let met: Vec<Manner> = ask(&["et la nuit ?", "durée des pannes ?", "et la nuit ?"])
            .into_iter()
            .map(|(manner, _)| manner)
            .collect();
        assert_eq!(met, [Manner::Vague, Manner::Told, Manner::Told]);
    }

    #[test]
    fn all_words_at_once_obtain_one_topic() {
        let met = ask(&["panne durée nuit trier"]);
        assert_eq!(met, [(Manner::Told, "panne".to_owned())]);
        let long = "panne durée ".repeat(LONGEST / 10);
        assert_eq!(ask(&[&long])[0].0, Manner::TooLong);
    }

    #[test]
    fn patience_ends_and_rudeness_ends_it_sooner() {
        let met = ask(&["a", "b", "c", "d", "e", "f", "durée des pannes"]);
        assert_eq!(met[5].0, Manner::Unknown);
        assert_eq!(met[6].0, Manner::Gone);
        let met = ask(&["C'est nul, durée des pannes ?", "crétins", "durée des pannes"]);
        assert_eq!([met[0].0, met[1].0, met[2].0], [Manner::Offended, Manner::Offended, Manner::Gone]);
    }

    #[test]
    fn accents_may_be_written_apart() {
        assert_eq!(ask(&["dure\u{301}e de la panne"])[0].0, Manner::Told);
        assert!(greets("Bonjour Madame") && !greets("combien"));
    }

    #[test]
    fn a_script_that_cannot_be_followed_is_a_mistake() {
        assert!(director().problems().is_empty());
        let wrong = DIRECTOR
            .replace("after: [panne]", "after: [absent]")
            .replace("id: filtre", "id: nuit")
            .replace("[[nuit]]", "[[]]");
        let wrong: Persona = serde_saphyr::from_str(&wrong).unwrap();
        assert_eq!(wrong.problems().len(), 3);
    }
}
