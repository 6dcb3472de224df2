//! What is said to someone who called the program wrongly, in their language.

use crate::{Home, lab, ran};

#[test]
fn what_is_not_known_is_named_with_what_resembles_it() {
    let home = Home::new();
    for (arguments, said, hint) in [
        (vec!["chekc"], "`chekc`", "`check`"),
        (vec!["check", "--levle", "full"], "`--levle`", "`--level`"),
        (vec!["check", "--level", "ful"], "`ful`", "`full`"),
        (vec!["schema", "kind"], "lab, kinds, report, result", "`kinds`"),
        (vec!["labs", "D9.9"], "D9.9", "hint:"),
        (vec!["show", "A3.3.22"], "A3.3.22", "`A3.3.2`"),
        (vec!["up", "a3.3.2-sauvegarde"], "a3.3.2-sauvegarde", "`a3.3.2-sauvegardes`"),
        (vec!["plan", "no-such-lab"], "no-such-lab", "`paillasse labs`"),
        (vec!["up"], "<LAB>", "`paillasse --help`"),
        (vec!["lab", "new", "x", "-a", "A3.3.22"], "A3.3.22", "`A3.3.2`"),
        (vec!["lab", "new", "x", "-a", "backups"], "write for example A3.3.2", "hint:"),
        (vec!["lab", "test", "--students", "0"], "--students", "hint:"),
        (vec!["lab", "test", "--repeat", "0"], "--repeat", "hint:"),
        (vec!["lab", "test", "--max", "3"], "--generate-mutants", "hint:"),
        (vec!["lab", "test", "--record", "--mutant", "x"], "--mutant", "hint:"),
        (vec!["lab", "test", "--record"], "inside the program", "the folder of the lab"),
        (vec!["check", "--watch", "--level", "full"], "--watch", "hint:"),
        (vec!["history", "12"], "12", "`paillasse history`"),
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(hint), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn without_a_command_the_help_is_shown() {
    let ran = Home::new().run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for verb in ["labs", "up", "check", "doctor", "completions"] {
        assert!(ran.err.contains(&format!("\n  {verb} ")), "{}", ran.err);
    }
}

#[test]
fn help_is_a_result() {
    let home = Home::new();
    for arguments in [vec!["--help"], vec!["check", "--help"], vec!["lab", "new", "-h"]] {
        let ran = home.run(&arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.contains("Usage: paillasse"), "{}", ran.out);
    }
}

#[test]
fn the_language_is_that_of_the_option_then_of_the_environment() {
    let home = Home::new();
    let first = |arguments: &[&str], all: Option<&str>, lang: Option<&str>| {
        let mut command = home.command();
        command.env_remove("LC_ALL");
        command.envs(all.map(|value| ("LC_ALL", value)));
        command.envs(lang.map(|value| ("LANG", value)));
        ran(command.args(arguments).arg("no-such-verb")).err
    };
    let (french, english) = ("erreur : ", "error: ");
    for (arguments, all, lang, expected) in [
        (vec![], None, None, french),
        (vec![], None, Some("en_US.UTF-8"), english),
        (vec![], None, Some("fr_CA"), french),
        (vec![], Some("en_GB.UTF-8"), Some("fr_FR.UTF-8"), english),
        (vec![], Some("fr_FR.UTF-8"), Some("en_US.UTF-8"), french),
        (vec![], Some(""), Some("en_US.UTF-8"), english),
        (vec![], Some("C"), None, french),
        (vec!["--lang", "en"], Some("fr_FR.UTF-8"), None, english),
        (vec!["--lang=fr"], Some("en_GB.UTF-8"), None, french),
    ] {
        let said = first(&arguments, all, lang);
        assert!(said.starts_with(expected), "{arguments:?} LC_ALL={all:?} LANG={lang:?}: {said}");
    }
}

#[test]
fn the_option_after_the_verb_decides_too() {
    let ran = Home::new().run(&["check", "--lang", "fr", "--help"]);
    assert!(ran.out.contains("Usage : paillasse check"), "{}", ran.out);
}

#[test]
fn an_engine_that_does_not_answer_is_said_with_the_mend() {
    let home = Home::new();
    for arguments in [
        vec!["status"],
        vec!["up", "A3.3.2"],
        vec!["check"],
        vec!["shell", "prod"],
        vec!["exec", "prod", "--", "true"],
        vec!["down"],
        vec!["images", "list"],
        vec!["demo"],
        vec!["lab", "test"],
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 5, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("unix:///nonexistent"), "{arguments:?}: {}", ran.err);
        assert!(
            ran.err.contains("\nhint: ") && ran.err.contains("DOCKER_HOST"),
            "{arguments:?}: {}",
            ran.err
        );
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn doctor_says_that_there_is_no_engine_and_fails() {
    let ran = Home::new().run(&["doctor", &lab("mini")]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.out.contains("unix:///nonexistent"), "{}", ran.out);
}

#[test]
fn what_needs_no_engine_works_without() {
    let home = Home::new();
    for (arguments, expected) in [
        (vec!["version"], env!("CARGO_PKG_VERSION")),
        (vec!["labs"], "A3.3.2"),
        (vec!["show", "A3.3.2"], "C3.3.2.1"),
        (vec!["plan", &lab("mini")], "198.18.0.2"),
        (vec!["brief", &lab("mini")], "198.18.0.2"),
        (vec!["schema", "kinds"], "restore"),
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.out.contains(expected), "{arguments:?}: {}", ran.out);
    }
}

#[test]
fn a_variable_that_makes_no_sense_is_named() {
    let home = Home::new();
    for wrong in ["lots", "10.0.0.0/28", "::1/64"] {
        let ran = ran(home.command().args(["status"]).env("PAILLASSE_SUBNETS", wrong));
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("PAILLASSE_SUBNETS") && ran.err.contains(wrong), "{}", ran.err);
    }
}
