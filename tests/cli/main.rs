//! The command line from end to end, on a machine without an engine.

mod classes;
mod classrooms;
mod enrol;
mod files;
mod grading;
mod manners;
mod results;
mod words;

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A home of its own, on a machine where no engine answers.
struct Home {
    folder: TempDir,
}

/// What a command did.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program, with nothing of the environment of whoever runs the tests.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paillasse"));
        self.settle(&mut command);
        command
    }

    /// Gives a command this home, and nothing else.
    fn settle(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.path())
            .env("XDG_STATE_HOME", self.path().join("state"))
            .env("DOCKER_HOST", "unix:///nonexistent")
            .env("USER", "eleve")
            .env("LC_ALL", "en_GB.UTF-8")
            .current_dir(self.path());
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command().args(arguments))
    }
}

fn ran(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

/// The path of a lab of the tests.
fn lab(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labs").join(name).display().to_string()
}
