//! The help in the reader's language: clap knows the arguments, the catalogue the words.

use std::error::Error;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::{Lang, Text};
use crate::name::NameError;
use crate::text;

/// Puts the words of the catalogue into a command and its subcommands.
///
/// `help-verb-<verb>` says what a verb does; `help-<argument>` says what an argument is,
/// or `help-<verb>-<argument>` where it means something else for one verb.
pub fn translate(command: Command, lang: Lang) -> Command {
    let root = command.about(text!("help-paillasse").to(lang));
    let names: Vec<String> = root.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let root = headings(arguments(root, "paillasse", lang), lang)
        .subcommand_help_heading(text!("help-heading-commands").to(lang));
    names
        .into_iter()
        .fold(root, |root, name| root.mut_subcommand(&name, |verb| subcommand(verb, &name, lang)))
}

fn subcommand(verb: Command, path: &str, lang: Lang) -> Command {
    let names: Vec<String> = verb.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let about = lang.message(&format!("help-verb-{path}"));
    let verb = match about {
        Some(about) => verb.about(about),
        None => verb,
    };
    let verb = headings(arguments(verb, path, lang), lang)
        .subcommand_help_heading(text!("help-heading-commands").to(lang));
    names.into_iter().fold(verb, |verb, name| {
        let path = format!("{path}-{name}");
        verb.mut_subcommand(&name, |verb| subcommand(verb, &path, lang))
    })
}

fn arguments(command: Command, path: &str, lang: Lang) -> Command {
    command.mut_args(|argument| {
        let id = argument.get_id().as_str().replace('_', "-");
        let words =
            lang.message(&format!("help-{path}-{id}")).or_else(|| lang.message(&format!("help-{id}")));
        // The words name defaults and possible values, in the reader's language.
        let takes_value = argument.get_action().takes_values();
        let argument =
            if takes_value { argument.hide_possible_values(true).hide_default_value(true) } else { argument };
        match words {
            Some(words) => argument.help(words),
            None => argument,
        }
    })
}

fn headings(command: Command, lang: Lang) -> Command {
    let usage = text!("help-heading-usage").to(lang);
    let options = text!("help-heading-options").to(lang);
    let named = text!("help-heading-arguments").to(lang);
    let template = format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    command
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(text!("help-help").to(lang)),
        )
        .mut_args(move |argument| {
            let heading = if argument.is_positional() { &named } else { &options };
            argument.help_heading(heading.clone())
        })
}

/// Says in the reader's language what is wrong with a command line.
pub fn usage_error(error: &clap::Error) -> Text {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            text!("usage-subcommand", given = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => text!("usage-argument", given = argument),
        ErrorKind::MissingRequiredArgument => text!("usage-missing", names = argument),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => {
            text!("usage-no-value", name = argument)
        }
        ErrorKind::InvalidValue => text!(
            "usage-value",
            name = argument,
            given = context(ContextKind::InvalidValue),
            known = context(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            let given = context(ContextKind::InvalidValue);
            match error.source().and_then(|cause| cause.downcast_ref::<NameError>()) {
                Some(NameError(reason)) => reason.clone(),
                None => text!("usage-value-wrong", name = argument, given = given),
            }
        }
        ErrorKind::ArgumentConflict => {
            text!("usage-conflict", name = argument, other = context(ContextKind::PriorArg))
        }
        ErrorKind::MissingSubcommand => text!("usage-no-subcommand"),
        _ => Text::verbatim(error.to_string().trim_start_matches("error: ").trim_end().to_owned()),
    }
}

/// Returns what the person may have meant.
pub fn suggestion(error: &clap::Error) -> Option<Text> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(word) => Some(text!("did-you-mean", known = word)),
        // clap puts the likeliest last.
        ContextValue::Strings(words) => Some(text!("did-you-mean", known = words.last()?)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::cli::command;
    use crate::i18n::Lang;

    /// Collects what is used of the catalogue, and what has no words.
    fn walk(command: &clap::Command, path: &str, used: &mut BTreeSet<String>, mute: &mut Vec<String>) {
        let mut note = |ids: &[String], what: String| {
            match ids.iter().find(|id| Lang::Fr.message(id).is_some()) {
                Some(id) => {
                    used.insert(id.clone());
                }
                None => mute.push(what),
            };
        };
        if !path.is_empty() {
            note(&[format!("help-verb-{path}")], path.to_owned());
        }
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
            let id = argument.get_id().as_str().replace('_', "-");
            note(&[format!("help-{path}-{id}"), format!("help-{id}")], format!("{path} {id}"));
        }
        for verb in command.get_subcommands() {
            let path = if path.is_empty() {
                verb.get_name().to_owned()
            } else {
                format!("{path}-{}", verb.get_name())
            };
            walk(verb, &path, used, mute);
        }
    }

    #[test]
    fn everything_on_the_command_line_has_words_and_none_are_idle() {
        let (mut used, mut mute) = (BTreeSet::new(), Vec::new());
        walk(&command(Lang::Fr), "", &mut used, &mut mute);
        assert!(mute.is_empty(), "no words for: {mute:?}");
        let fixed = ["help-paillasse", "help-help"];
        let idle: Vec<String> = include_str!("../i18n/fr.ftl")
            .lines()
            .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
            .filter(|id| {
                id.starts_with("help-") && !id.starts_with("help-heading") && !fixed.contains(&id.as_str())
            })
            .filter(|id| !used.contains(id))
            .collect();
        assert!(idle.is_empty(), "said of nothing: {idle:?}");
    }

    #[test]
    fn the_command_line_is_sound() {
        command(Lang::En).debug_assert();
    }
}
