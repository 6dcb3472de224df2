//! A run of the program with a state of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Where the labs of the tests are.
pub fn labs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labs")
}

/// The lab that most tests use.
pub fn mini() -> PathBuf {
    labs().join("mini")
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Asserts the exit code, and shows everything when it is another.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }
}

/// One student's bench.
pub struct Trial {
    pub student: String,
    pub state: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

impl Trial {
    pub fn new(student: &str) -> Self {
        let trial = Self {
            student: student.to_owned(),
            state: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        };
        trial.engine_has_nothing_before();
        trial
    }

    /// Sets a variable for all runs from now on.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn bench(&self) -> String {
        format!("a332-{}", self.student)
    }

    /// The container of a node.
    pub fn container(&self, node: &str) -> String {
        format!("pa-{}-{node}", self.bench())
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paillasse"));
        command
            .args(arguments)
            .env("XDG_STATE_HOME", self.state.path())
            .env("PAILLASSE_STUDENT", &self.student)
            .env("LC_ALL", "en_GB.UTF-8")
            .env_remove("RUST_BACKTRACE")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::new(self.command(arguments).output().unwrap())
    }

    /// Runs a verb whose first argument is the lab of the tests.
    pub fn verb(&self, verb: &str, more: &[&str]) -> Ran {
        let lab = mini().display().to_string();
        self.run(&[&[verb, &lab], more].concat())
    }

    pub fn up(&self) {
        self.verb("up", &[]).ends(0);
    }

    /// Runs a script on a node as root.
    pub fn on(&self, node: &str, script: &str) -> Ran {
        let lab = mini().display().to_string();
        self.run(&["exec", "-l", &lab, node, "--", "sh", "-c", script])
    }

    pub fn solve(&self) {
        let phrase = self.value("phrase");
        self.on("alpha", &format!("umask 077; printf %s '{phrase}' > /srv/cle")).ends(0);
        let code = self.value("code");
        self.on("beta", &format!("printf %s '{code}' > /srv/code")).ends(0);
    }

    /// A value of the student, as the statement tells it.
    pub fn value(&self, name: &str) -> String {
        let brief = self.verb("brief", &[]).ends(0).out;
        let words: Vec<&str> = brief.split_whitespace().collect();
        let at = words.iter().position(|word| *word == name).unwrap_or_else(|| panic!("no {name}: {brief}"));
        words[at + 1].trim_matches(['`', ',', '.']).to_owned()
    }

    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits for the end of a program that was started; one that hangs is killed.
    pub fn wait(child: Child) -> Ran {
        let pid = Pid::from_child(&child);
        let (ended, timer) = std::sync::mpsc::channel::<()>();
        let watchdog = std::thread::spawn(move || {
            if timer.recv_timeout(Duration::from_secs(120)) == Err(RecvTimeoutError::Timeout) {
                // It may have ended at this very moment.
                let _ = kill_process(pid, Signal::KILL);
            }
        });
        let ran = Ran::new(child.wait_with_output().unwrap());
        drop(ended);
        watchdog.join().unwrap();
        ran
    }

    /// What the engine has of the bench: containers, networks, images.
    pub fn left(&self) -> Vec<String> {
        let filter = format!("label=paillasse.bench={}", self.bench());
        let lists: [&[&str]; 3] = [
            &["ps", "-a", "--format", "{{.Names}}"],
            &["network", "ls", "--format", "{{.Name}}"],
            &["images", "-a", "--format", "{{.ID}}"],
        ];
        lists
            .iter()
            .flat_map(|list| {
                let listed = docker(&[list, &["--filter", &filter][..]].concat());
                listed.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }

    fn engine_has_nothing_before(&self) {
        for id in
            docker(&["ps", "-aq", "--filter", &format!("label=paillasse.bench={}", self.bench())]).lines()
        {
            docker(&["rm", "-f", id]);
        }
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.environment.clear();
        let bench = self.bench();
        let done = self.command(&["down", "-y", &bench]).output();
        if let Ok(output) = done
            && !std::thread::panicking()
        {
            let left = self.left();
            assert!(left.is_empty(), "{left:?} {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

/// The socket of the engine that the tests use: that of `DOCKER_HOST`, else the usual one.
pub fn socket() -> PathBuf {
    let host = std::env::var("DOCKER_HOST").unwrap_or_default();
    match host.strip_prefix("unix://") {
        Some(path) => path.into(),
        None => {
            assert!(host.is_empty(), "these tests need the socket of an engine, not {host}");
            "/var/run/docker.sock".into()
        }
    }
}

/// Runs the `docker` command, which knows nothing of us.
pub fn docker(arguments: &[&str]) -> String {
    let output = Command::new("docker").args(arguments).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Polls until something is so.
#[track_caller]
pub fn until(what: &str, so: impl Fn() -> bool) {
    let started = Instant::now();
    while !so() {
        assert!(started.elapsed() < Duration::from_secs(60), "still not: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
