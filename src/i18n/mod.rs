//! Every sentence that a student or a teacher reads, in French and in English.
//!
//! A sentence is a [`Text`]: the identifier of a message and its arguments. It is
//! rendered at the last moment, in the reader's language, so a verdict kept in the
//! journal by a French student can be read in English by an inspector. The sentences
//! stand in `fr.ftl` and `en.ftl` (Project Fluent); a test fails when the two differ
//! in identifiers or arguments, or when the code names a message that neither has.
//!
//! Rank 0: imports nothing of the crate.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

const FRENCH: &str = include_str!("fr.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// A language that paillasse speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the language of the référentiel and of the labs.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Reads a locale name as POSIX writes it (`fr_FR.UTF-8`, `en_GB`, `C`).
    ///
    /// Returns nothing for a locale in neither language, `C` and `POSIX` included.
    pub fn from_locale(locale: &str) -> Option<Self> {
        match locale.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The two-letter code (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Returns a message without arguments, when the catalogue has it.
    pub fn message(self, id: &str) -> Option<String> {
        let bundle = self.catalogue();
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    fn catalogue(self) -> &'static FluentBundle<FluentResource> {
        static FR: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| parse("fr", FRENCH));
        static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| parse("en", ENGLISH));
        match self {
            Self::Fr => &FR,
            Self::En => &EN,
        }
    }
}

fn parse(code: &str, source: &str) -> FluentBundle<FluentResource> {
    let lang: LanguageIdentifier = code.parse().expect("the two codes are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![lang]);
    // Isolation marks are invisible characters that end up in copied commands.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            debug_assert!(errors.is_empty(), "{code}.ftl: {errors:?}");
            resource
        }
    };
    if let Err(errors) = bundle.add_resource(resource) {
        debug_assert!(errors.is_empty(), "{code}.ftl: {errors:?}");
    }
    bundle
}

/// An argument of a [`Text`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Arg {
    /// Words taken as they are: a name, a path, what a command printed.
    Words(String),
    /// A number, which decides of the plural.
    Number(i64),
    /// A sentence, rendered in the same language.
    Text(Text),
}

/// A sentence to be rendered in the language of whoever reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    args: BTreeMap<Cow<'static, str>, Arg>,
}

impl Text {
    /// Returns the message `id` without arguments; [`text!`](crate::text) adds them.
    pub fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), args: BTreeMap::new() }
    }

    /// Returns words that are the same in every language.
    pub fn verbatim(words: impl Into<String>) -> Self {
        Self::new("verbatim").with("words", Arg::Words(words.into()))
    }

    /// The identifier of its message, the same in every language.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// An argument that is words, or nothing.
    pub fn words(&self, name: &str) -> Option<&str> {
        match self.args.get(name)? {
            Arg::Words(words) => Some(words),
            _ => None,
        }
    }

    /// Adds an argument.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(Cow::Borrowed(name), value.into());
        self
    }

    /// Applies `change` to every argument, those of nested sentences included.
    pub fn map(self, change: &dyn Fn(Arg) -> Arg) -> Self {
        let args = self.args.into_iter().map(|(name, arg)| {
            let arg = match arg {
                Arg::Text(inner) => Arg::Text(inner.map(change)),
                other => change(other),
            };
            (name, arg)
        });
        Self { id: self.id, args: args.collect() }
    }

    /// Renders the sentence in `lang`.
    pub fn to(&self, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &self.args {
            let value: FluentValue = match value {
                Arg::Words(words) => FluentValue::from(words.clone()),
                Arg::Number(number) => FluentValue::from(*number),
                Arg::Text(text) => FluentValue::from(text.to(lang)),
            };
            args.set(name.to_string(), value);
        }
        let bundle = lang.catalogue();
        let Some(pattern) = bundle.get_message(&self.id).and_then(|message| message.value()) else {
            // A verdict written by a later version may name a sentence unknown here.
            return format!("{} {:?}", self.id, self.args);
        };
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }
}

/// Renders in English: logs and `Debug` output are for developers.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to(Lang::En))
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&String> for Arg {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}

macro_rules! number {
    ($($kind:ty),*) => { $(impl From<$kind> for Arg {
        fn from(number: $kind) -> Self {
            // A count beyond 2^63 is no count of anything here.
            Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
        }
    })* };
}
number!(i32, i64, u8, u16, u32, u64, usize);

/// Builds a [`Text`]: `text!("node-unknown", node = name)`.
///
/// Whatever is displayed can be an argument through `%`: `text!("x", path = %path.display())`.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $($rest:tt)*)?) => { $crate::text!(@arg $crate::i18n::Text::new($id) $(, $($rest)*)?) };
    (@arg $text:expr $(,)?) => { $text };
    (@arg $text:expr, $name:ident = % $value:expr $(, $($rest:tt)*)?) => {
        $crate::text!(@arg $text.with(stringify!($name), $value.to_string()) $(, $($rest)*)?)
    };
    (@arg $text:expr, $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::text!(@arg $text.with(stringify!($name), $value) $(, $($rest)*)?)
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::{ENGLISH, FRENCH, Lang, Text};

    /// Message identifier → names of its arguments, read off the source.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let variable = regex::Regex::new(r"\$([a-z][a-z0-9_]*)").unwrap();
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                current = id.to_owned();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "`{id}` twice");
            }
            let names = variable.captures_iter(line).map(|c| c[1].to_owned());
            found.entry(current.clone()).or_default().extend(names);
        }
        found.remove("");
        found
    }

    fn sources(dir: &Path, into: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn the_catalogues_agree() {
        assert_eq!(messages(FRENCH), messages(ENGLISH));
    }

    #[test]
    fn the_code_names_known_messages_and_every_message_is_used() {
        let known: BTreeSet<String> = messages(ENGLISH).into_keys().collect();
        let mut files = Vec::new();
        sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(), &mut files);
        let named = regex::Regex::new(r#"(?:text!\(|Text::new\()\s*"([a-z0-9-]+)""#).unwrap();
        let used: BTreeSet<String> = files
            .iter()
            .flat_map(|file| named.captures_iter(file).map(|c| c[1].to_owned()).collect::<Vec<_>>())
            .filter(|id| id != "node-unknown" && id != "x")
            .collect();
        let missing: Vec<_> = used.difference(&known).collect();
        assert!(missing.is_empty(), "not in the catalogues: {missing:?}");
        let named = |id: &String| files.iter().any(|file| file.contains(&format!("\"{id}\"")));
        // Those of the help are named after the command line; `cli::help` is held to them.
        let idle: Vec<_> = known.iter().filter(|id| !id.starts_with("help-") && !named(id)).collect();
        assert!(idle.is_empty(), "never used: {idle:?}");
    }

    #[test]
    fn nested_sentences_follow_the_language() {
        let inner = Text::verbatim("é");
        assert_eq!(inner.to(Lang::Fr), "é");
    }
}
