//! Colours, pipes, silence, completions: how a well-behaved program behaves.

use std::io::Read;
use std::process::Stdio;

use crate::{Home, lab, ran};

#[test]
fn no_escape_codes_in_a_pipe() {
    let home = Home::new();
    for arguments in [
        vec!["--help"],
        vec!["labs"],
        vec!["brief", &lab("mini")],
        vec!["doctor", &lab("mini")],
        vec!["lab", "lint", &lab("fifty")],
        vec!["chekc"],
    ] {
        let ran = home.run(&arguments);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{arguments:?}");
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{arguments:?}");
    }
}

/// Runs the program on a terminal made by script(1), and returns what that showed; nothing
/// when there is no script(1).
fn on_a_terminal(home: &Home, arguments: &str, variables: &[(&str, &str)]) -> Option<String> {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_paillasse"));
    let mut terminal = std::process::Command::new("/usr/bin/script");
    home.settle(&mut terminal);
    terminal.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    terminal.env("PATH", "/usr/bin:/bin").env("TERM", "xterm").envs(variables.iter().copied());
    let output = terminal.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn colours_on_a_terminal_unless_they_are_not_wanted() {
    let home = Home::new();
    let Some(coloured) = on_a_terminal(&home, "no-such-verb", &[]) else {
        eprintln!("script(1) is not installed: colours were not looked at");
        return;
    };
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = on_a_terminal(&home, "no-such-verb", &[variable]).unwrap();
        assert!(plain.contains("no-such-verb") && !plain.contains('\u{1b}'), "{variable:?}: {plain:?}");
    }
    let empty = on_a_terminal(&home, "no-such-verb", &[("NO_COLOR", "")]).unwrap();
    assert!(empty.contains("\u{1b}["), "an empty NO_COLOR counts as not set: {empty:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    for arguments in [["schema", "lab"], ["schema", "report"], ["completions", "zsh"]] {
        let mut command = home.command();
        let child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        // The end of the pipe is closed now, and most of the output is still to be written.
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn quiet_leaves_results_and_errors() {
    let home = Home::new();
    let (loud, quiet) = (home.run(&["history"]), home.run(&["--quiet", "history"]));
    assert_ne!(loud.err, "");
    assert_eq!((quiet.code, quiet.err.as_str(), quiet.out.as_str()), (0, "", ""));
    let result = home.run(&["-q", "version"]);
    assert!(result.out.contains(env!("CARGO_PKG_VERSION")), "{}", result.out);
    let error = home.run(&["-q", "status"]);
    assert_eq!(error.code, 5);
    assert!(error.err.starts_with("error: "), "{}", error.err);
    assert_eq!(home.run(&["-q", "-v", "version"]).code, 2, "quiet and verbose exclude each other");
}

#[test]
fn completions_name_the_verbs_and_their_shell_reads_them() {
    let home = Home::new();
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let ran = home.run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for verb in ["check", "doctor", "reset"] {
            assert!(ran.out.contains(verb), "{shell}: {verb}");
        }
        let file = home.path().join(shell);
        std::fs::write(&file, &ran.out).unwrap();
        // A shell that is not installed cannot be asked.
        if let Ok(output) = std::process::Command::new(shell).arg(check).arg(&file).output() {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    assert_eq!(home.run(&["completions", "cmd.exe"]).code, 2);
}

#[test]
fn state_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    assert_eq!(home.run(&["plan", &lab("mini")]).code, 0);
    let mode = |path: &str| {
        let path = home.path().join("state/paillasse").join(path);
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    assert_eq!((mode(""), mode("class-secret")), (0o700, 0o600));
    std::fs::set_permissions(
        home.path().join("state/paillasse/class-secret"),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let exposed = home.run(&["plan", &lab("mini")]);
    assert_eq!(exposed.code, 5);
    assert!(exposed.err.contains("0644") && exposed.err.contains("hint: "), "{}", exposed.err);
}

#[test]
fn the_same_student_has_the_same_values_and_another_has_others() {
    let home = Home::new();
    let brief = |student: &str| home.run(&["brief", &lab("mini"), "--student", student]).out;
    let told = |text: &str| {
        let line = text.lines().find(|line| line.contains(", code ")).unwrap_or_default();
        line.split_once(", code ").unwrap().1.to_owned()
    };
    assert_eq!(told(&brief("Léa Martin")), told(&brief("lea martin")));
    assert_ne!(told(&brief("Léa Martin")), told(&brief("Hugo Martin")));
    let other = Home::new();
    let elsewhere = ran(other.command().args(["brief", &lab("mini"), "--student", "Léa Martin"])).out;
    assert_ne!(told(&brief("Léa Martin")), told(&elsewhere), "another class has another secret");
}
