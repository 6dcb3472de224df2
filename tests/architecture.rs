//! The crate keeps to its ranks: a module imports lower ranks only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rank of each module, as its documentation says; `lib.rs` shows the whole.
const RANKS: [(&str, u8); 37] = [
    ("assets", 0),
    ("device", 0),
    ("error", 0),
    ("exec", 0),
    ("i18n", 0),
    ("ink", 0),
    ("located", 0),
    ("name", 0),
    ("quantity", 0),
    ("secret", 0),
    ("fault", 1),
    ("incident", 1),
    ("lock", 1),
    ("persona", 1),
    ("referentiel", 1),
    ("state", 1),
    ("transport", 1),
    ("check", 2),
    ("individual", 2),
    ("grade", 3),
    ("model", 3),
    ("load", 4),
    ("plan", 4),
    ("provider", 4),
    ("roster", 5),
    ("runner", 5),
    ("statement", 5),
    ("inventory", 6),
    ("journal", 6),
    ("provision", 6),
    ("report", 6),
    ("bench", 7),
    ("result", 7),
    ("class", 8),
    ("grading", 8),
    ("access", 8),
    ("proof", 8),
];

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

/// Every source file with the module that it belongs to.
fn files() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (module, path, text)
        })
        .collect()
}

#[test]
fn modules_import_lower_ranks_only() {
    let ranks: BTreeMap<&str, u8> = RANKS.into_iter().chain([("doctor", 7), ("cli", 9)]).collect();
    let mut wrong = Vec::new();
    for (module, path, text) in files() {
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let Some(rank) = ranks.get(module.as_str()) else {
            wrong.push(format!("{}: `{module}` has no rank", path.display()));
            continue;
        };
        // What stands under `#[cfg(test)]` may look anywhere.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let lower = ranks.get(name.as_str()).is_none_or(|other| other < rank);
                if !lower && name != module {
                    wrong.push(format!("{}: `{module}` imports `{name}`", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_library_appears_only_where_it_belongs() {
    let homes: [(&str, &[&str]); 7] = [
        ("bollard", &["src/provider/docker", "src/transport/docker.rs"]),
        ("rusqlite", &["src/journal"]),
        ("zip::", &["src/result/archive.rs"]),
        ("ssh_key", &["src/result", "src/state/key.rs", "src/cli/verify.rs", "src/cli/grade/files.rs"]),
        ("russh", &["src/access", "src/transport/ssh/"]),
        // Colours, and the names of values, are plain data wherever they stand.
        (
            "clap::",
            &[
                "src/cli",
                "src/check/mod.rs",
                "src/i18n/mod.rs",
                "src/ink.rs",
                "src/report/",
                "src/grade/mark.rs",
            ],
        ),
        ("std::env::var", &["src/cli"]),
    ];
    for (module, path, text) in files() {
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (library, allowed) in homes {
            let used =
                code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(library));
            let home = allowed.iter().any(|home| path.to_string_lossy().contains(home));
            assert!(!used || home, "`{module}` uses {library} in {}", path.display());
        }
    }
}

#[test]
fn files_stay_small_enough_to_read() {
    for (_, path, text) in files() {
        let lines = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
        assert!(lines <= 480, "{} has {lines} lines: split it by responsibility", path.display());
    }
}
