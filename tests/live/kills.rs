//! The program killed at random moments of the life of a class.
//!
//! `PAILLASSE_KILLS` says how often; `make kills` does it 50 times.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::group::Group;
use crate::trial::{Ran, Trial, copy, docker, mini};

/// The same moments, as shares of what a verb takes, in every run.
const SEED: u64 = 5;

/// How often in `make live`; each takes a few seconds.
const KILLS: usize = 12;

const PUPILS: [&str; 2] = ["un", "deux"];

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A share of one.
    fn share(&mut self) -> f64 {
        (self.roll() % 1000) as f64 / 1000.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verb {
    Up,
    Check,
    Down,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Check => "check",
            Self::Down => "down",
        }
    }

    fn more(self) -> &'static [&'static str] {
        match self {
            Self::Up => &["--until", "23:59", "--format", "jsonl"],
            Self::Check => &["--level", "full", "--format", "jsonl"],
            Self::Down => &["-y", "--format", "jsonl"],
        }
    }
}

/// A class, and what is known of it.
struct Life {
    group: Group,
    /// How long each verb took when nothing disturbed it.
    takes: BTreeMap<Verb, Duration>,
    stands: bool,
    /// The mark that every check gives.
    mark: Option<Value>,
    /// The files of the state that an undisturbed life leaves.
    files: BTreeSet<String>,
    /// The runs that came to their end, with their outcomes.
    runs: BTreeMap<u64, Value>,
}

fn events(out: &str) -> Vec<Value> {
    // The last line of one that was killed may be half a line.
    out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            // SQLite's own, taken up by whoever opens the journal next.
            found.insert(name.trim_end_matches("-wal").trim_end_matches("-shm").to_owned());
        }
    }
    found
}

impl Life {
    fn state(&self) -> BTreeSet<String> {
        files(&self.group.trial.state.path().join("paillasse"))
    }

    /// Runs a verb to its end, and looks at what it leaves.
    fn finish(&mut self, verb: Verb, why: &str) {
        let nothing = self.group.left().is_empty();
        let begun = Instant::now();
        let ran = self.group.verb(verb.name(), verb.more());
        let took = begun.elapsed();
        let code = match verb {
            Verb::Up => 0,
            Verb::Check => 1,
            Verb::Down if nothing => 2,
            Verb::Down => 0,
        };
        assert_eq!(ran.code, code, "{why}\n{}\n{}", ran.out, ran.err);
        self.stands = verb != Verb::Down;
        self.takes.entry(verb).or_insert(took);
        if verb == Verb::Check {
            self.every_mark_is_right(&ran, why);
        }
        self.nothing_is_left_over(why);
    }

    fn every_mark_is_right(&mut self, ran: &Ran, why: &str) {
        let ends = events(&ran.out).into_iter().filter(|event| event["event"] == "bench-ends");
        let marks: Vec<Value> = ends.map(|mut event| event["result"].take()).collect();
        assert_eq!(marks.len(), PUPILS.len(), "{why}\n{}", ran.out);
        for mark in marks {
            let first = self.mark.get_or_insert_with(|| mark.clone());
            assert_eq!(*first, mark, "{why}");
        }
        for run in self.listed() {
            let id = run["id"].as_u64().unwrap();
            assert_ne!(run["state"], "running", "{why}\n{run}");
            if run["state"] == "ended" && !self.runs.contains_key(&id) {
                self.runs.insert(id, self.run(id));
            }
        }
    }

    /// Containers, networks and images of the class, by label and by name, and files.
    fn nothing_is_left_over(&self, why: &str) {
        let name = format!("name=pa-a332-.*{}", self.group.name);
        let nodes = docker(&["ps", "-a", "--filter", &name, "--format", "{{.Names}} {{.State}}"]);
        let nodes: BTreeSet<&str> = nodes.lines().collect();
        let networks = docker(&["network", "ls", "--filter", &name, "--format", "{{.Name}}"]);
        let networks: BTreeSet<&str> = networks.lines().collect();
        let mut meant = (BTreeSet::new(), BTreeSet::new());
        if self.stands {
            for pupil in PUPILS {
                meant.0.extend(["alpha", "beta"].map(|node| self.group.container(pupil, node) + " running"));
                meant.1.insert(format!("pa-a332-{pupil}-{}-lan", self.group.name));
            }
        }
        assert_eq!(nodes, meant.0.iter().map(String::as_str).collect(), "{why}");
        assert_eq!(networks, meant.1.iter().map(String::as_str).collect(), "{why}");
        for pupil in PUPILS {
            let bench = format!("label=paillasse.bench=a332-{pupil}-{}", self.group.name);
            assert_eq!(docker(&["images", "-aq", "--filter", &bench]), "", "{why}");
        }
        let temporary = files(&self.group.trial.state.path().join("tmp"));
        assert!(temporary.is_empty(), "{why}: {temporary:?}");
        if !self.files.is_empty() {
            let more: Vec<String> = self.state().difference(&self.files).cloned().collect();
            assert!(more.is_empty(), "{why}: {more:?}");
        }
    }

    fn listed(&self) -> Vec<Value> {
        let ran = self.group.trial.run(&["history", "--json", "--limit", "100000"]).ends(0);
        serde_json::from_str(&ran.out).unwrap()
    }

    fn run(&self, id: u64) -> Value {
        let ran = self.group.trial.run(&["history", &id.to_string(), "--json"]).ends(0);
        serde_json::from_str(&ran.out).unwrap()
    }

    /// Kills the program at a moment between the beginning and the end of a verb. Returns
    /// whether it was still at work.
    fn kill(&self, verb: Verb, share: f64, why: &str) -> bool {
        let known: BTreeSet<u64> = self.listed().iter().map(|run| run["id"].as_u64().unwrap()).collect();
        let arguments = self.group.arguments(verb.name(), verb.more());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut child = self.group.trial.spawn(&arguments);
        // The moment is what is tried here; nothing is waited for.
        std::thread::sleep(self.takes[&verb].mul_f64(share));
        let at_work = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        let ran = Trial::wait(child);
        let runs = self.listed();
        let now: BTreeSet<u64> = runs.iter().map(|run| run["id"].as_u64().unwrap()).collect();
        assert!(known.is_subset(&now), "{why}: {known:?} {now:?}");
        // What was told is recorded.
        for event in events(&ran.out) {
            if verb == Verb::Check && event["event"] == "bench-ends" {
                let told = |run: &&Value| {
                    run["bench"] == event["bench"]
                        && run["state"] == "ended"
                        && !known.contains(&run["id"].as_u64().unwrap())
                };
                assert_eq!(runs.iter().filter(told).count(), 1, "{why}: {event}");
            }
        }
        at_work
    }
}

#[test]
#[ignore = "needs a container engine"]
fn killed_at_any_moment_nothing_leaks_and_no_verdict_is_lost() {
    let state = Trial::new("classe-tuee");
    let (lab, temporary) = (state.state.path().join("lab"), state.state.path().join("tmp"));
    std::fs::create_dir(&temporary).unwrap();
    let trial = state.with("TMPDIR", &temporary.display().to_string());
    copy(&mini(), &lab);
    let text = std::fs::read_to_string(lab.join("lab.yaml")).unwrap();
    // The drill makes a clone whatever the work is worth, and a sensor looks from outside.
    let text = text.replace("    needs: [cle]\n", "")
        + "  - { id: portier, title: Beta répond, competences: [C3.3.2.3], reach: { to: beta, port: 22 }, hint: Rien. }\n";
    std::fs::write(lab.join("lab.yaml"), text).unwrap();
    let mut group = Group::of(trial, "tuee", &["Un", "Deux"]);
    group.lab = lab;
    let mut life = Life {
        group,
        takes: BTreeMap::new(),
        stands: false,
        mark: None,
        files: BTreeSet::new(),
        runs: BTreeMap::new(),
    };
    let mut usual = BTreeSet::new();
    for verb in [Verb::Up, Verb::Check, Verb::Down] {
        life.finish(verb, "undisturbed");
        usual.extend(life.state());
    }
    life.files = usual;

    let wanted = std::env::var("PAILLASSE_KILLS").map_or(KILLS, |number| number.parse().unwrap());
    let (mut dice, mut killed, mut tried) = (Dice(SEED), [0; 3], 0);
    while killed.iter().sum::<usize>() < wanted {
        tried += 1;
        assert!(tried <= 3 * wanted, "most runs end before they are killed: {killed:?}");
        let verb = match (life.stands, dice.roll() % 3) {
            (false, _) => Verb::Up,
            (true, 0) => Verb::Down,
            (true, _) => Verb::Check,
        };
        let share = dice.share();
        let why = format!("{tried}: {} killed after {share} of its time", verb.name());
        if life.kill(verb, share, &why) {
            killed[verb as usize] += 1;
        }
        // Whichever verb comes next finds its way.
        let next = match dice.roll() % 4 {
            0 => Verb::Up,
            1 => Verb::Down,
            _ => verb,
        };
        life.finish(next, &format!("{why}, then {}", next.name()));
    }
    for (id, run) in &life.runs {
        assert_eq!(life.run(*id), *run);
    }
    eprintln!(
        "killed {} times of {tried} (up {}, check {}, down {}), {} runs recorded",
        wanted,
        killed[0],
        killed[1],
        killed[2],
        life.runs.len()
    );
    life.finish(Verb::Down, "at the end");
}
