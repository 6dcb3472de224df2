//! What the environment says. Nothing else in the program reads it.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;

use ipnet::Ipv4Net;

use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::{Lang, Text};
use crate::provider::docker::address::DEFAULT_RANGE;
use crate::provider::docker::context::Environment;
use crate::provider::docker::image::Sources;
use crate::state;
use crate::text;

/// Variables that make programs use a proxy.
const PROXIES: [&str; 6] = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/// A variable whose value makes no sense.
#[derive(Debug)]
pub struct SettingError {
    name: &'static str,
    value: String,
    expected: &'static str,
}

impl Explain for SettingError {
    fn text(&self) -> Text {
        text!("setting-wrong", name = self.name, value = &self.value, expected = self.expected)
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(SettingError);

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the language: `--lang` among the arguments, then `LC_ALL`, then `LANG`, then
/// French. It is needed before the arguments are parsed, for the help.
pub fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let given = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(at + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    // POSIX: LC_ALL, when it is set and not empty, hides LANG.
    let locale = variable("LC_ALL").or_else(|| variable("LANG"));
    given.and_then(Lang::from_locale).or_else(|| Lang::from_locale(&locale?)).unwrap_or_default()
}

/// Returns what decides which engine is meant.
pub fn engine() -> Environment {
    Environment {
        host: variable("DOCKER_HOST"),
        context: variable("DOCKER_CONTEXT"),
        certificates: variable("DOCKER_TLS_VERIFY").and_then(|_| path("DOCKER_CERT_PATH")),
        config: path("DOCKER_CONFIG").or_else(|| path("HOME").map(|home| home.join(".docker"))),
        runtime: path("XDG_RUNTIME_DIR"),
    }
}

/// Returns where images may come from.
pub fn sources() -> Sources {
    let proxies: HashMap<String, String> =
        PROXIES.iter().filter_map(|name| Some(((*name).to_owned(), variable(name)?))).collect();
    Sources { registry: variable("PAILLASSE_REGISTRY"), proxies }
}

/// Returns the range that subnets are taken from.
///
/// # Errors
/// When `PAILLASSE_SUBNETS` is no IPv4 network of at least a /24.
pub fn subnets() -> Result<Ipv4Net, SettingError> {
    let given = variable("PAILLASSE_SUBNETS").unwrap_or_else(|| DEFAULT_RANGE.to_owned());
    let wrong =
        || SettingError { name: "PAILLASSE_SUBNETS", value: given.clone(), expected: "10.208.0.0/12" };
    let range: Ipv4Net = given.parse().map_err(|_| wrong())?;
    if range.prefix_len() > 24 { Err(wrong()) } else { Ok(range.trunc()) }
}

/// Returns the folder of labs that come before those inside the program.
pub fn labs() -> Option<PathBuf> {
    path("PAILLASSE_LABS")
}

/// Returns the folder of rooms.
pub fn inventory() -> Option<PathBuf> {
    path("PAILLASSE_INVENTORY")
}

/// Returns the student that all verbs mean, when the command line names none.
pub fn student() -> Option<String> {
    variable("PAILLASSE_STUDENT")
}

/// Returns the name of whoever works here, when no student is named.
pub fn user() -> String {
    variable("USER").or_else(|| variable("LOGNAME")).unwrap_or_else(|| "etudiant".to_owned())
}

/// Returns the kind of the terminal.
pub fn terminal() -> String {
    variable("TERM").unwrap_or_else(|| "xterm".to_owned())
}

/// Returns what decides where the program keeps its state.
pub fn state() -> state::Environment {
    state::Environment { state_home: path("XDG_STATE_HOME"), home: path("HOME") }
}
