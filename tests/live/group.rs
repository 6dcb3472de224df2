//! A class of the tests: a list, a lab, and what the engine has of its benches.

use std::path::PathBuf;

use crate::trial::{Ran, Trial, docker, mini};

/// A class with a list of its own.
pub struct Group {
    pub trial: Trial,
    pub name: String,
    pub lab: PathBuf,
    list: PathBuf,
}

impl Group {
    pub fn new(name: &str, pupils: &[&str]) -> Self {
        Self::of(Trial::new(&format!("classe-{name}")), name, pupils)
    }

    /// A class of a teacher whose runs differ from the usual.
    pub fn of(trial: Trial, name: &str, pupils: &[&str]) -> Self {
        let list = trial.state.path().join("liste.csv");
        let group = Self { trial, name: name.to_owned(), lab: mini(), list };
        group.write(pupils);
        group
    }

    pub fn write(&self, pupils: &[&str]) {
        let lines: String = pupils.iter().map(|pupil| format!("{};{pupil}\n", self.name)).collect();
        std::fs::write(&self.list, format!("Nom;Prénom\n{lines}")).unwrap();
    }

    pub fn arguments(&self, verb: &str, more: &[&str]) -> Vec<String> {
        let (lab, list) = (self.lab.display().to_string(), self.list.display().to_string());
        let all = [&["class", verb, &lab, "--roster", &list, "--name", &self.name], more].concat();
        all.into_iter().map(str::to_owned).collect()
    }

    pub fn verb(&self, verb: &str, more: &[&str]) -> Ran {
        let arguments = self.arguments(verb, more);
        self.trial.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The containers of a pupil's nodes, as the engine tells them.
    pub fn seen(&self, pupil: &str, format: &str) -> String {
        let bench = format!("label=paillasse.bench=a332-{pupil}-{}", self.name);
        docker(&["ps", "-a", "--filter", &bench, "--format", format])
    }

    pub fn container(&self, pupil: &str, node: &str) -> String {
        format!("pa-a332-{pupil}-{}-{node}", self.name)
    }

    pub fn address(&self, pupil: &str, node: &str) -> String {
        let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
        docker(&["inspect", "-f", format, &self.container(pupil, node)]).trim().to_owned()
    }

    pub fn left(&self) -> String {
        let class = format!("label=paillasse.class={}", self.name);
        let nodes = docker(&["ps", "-aq", "--filter", &class]);
        nodes + docker(&["network", "ls", "-q", "--filter", &class]).as_str()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let ran = self.trial.run(&["class", "down", "--name", &self.name, "-y"]);
        if !std::thread::panicking() {
            assert!(self.left().is_empty(), "{}\n{}", self.left(), ran.err);
        }
    }
}
