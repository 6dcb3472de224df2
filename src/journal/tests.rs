use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;

use super::schema::{MIGRATIONS, migrate};
use super::{BenchEvent, Circumstances, Journal, JournalError, NewRun, RunFilter, RunId, RunState};
use crate::check::{Act, Level, Place, Probe, Verdict};
use crate::error::Explain;
use crate::exec::{Command as Script, Ended, ExecOutput};
use crate::grade::{Outcome, Points, Score};
use crate::i18n::{Lang, Text};
use crate::runner::{Evidence, Hidden};

fn open(path: &Path) -> Journal {
    let (journal, warning) = Journal::open(path).unwrap();
    assert_eq!(warning, None);
    journal
}

fn begin(journal: &Journal, student: &str) -> RunId {
    let lab = "A3.3.2".parse().unwrap();
    let bench = format!("a332-{student}");
    let run = NewRun {
        lab: &lab,
        lab_hash: "abc",
        bench: &bench,
        student,
        variant: "v1",
        level: Level::Quick,
        circumstances: &circumstances(),
    };
    journal.begin_run(&run).unwrap()
}

fn circumstances() -> Circumstances {
    let subnets = [("lan".to_owned(), "10.208.4.0/24".parse().unwrap())].into();
    Circumstances { title: "Des sauvegardes".to_owned(), nonce: "0123456789abcdef".to_owned(), subnets }
}

fn outcome(id: &str, verdict: Verdict) -> Outcome {
    Outcome {
        id: id.parse().unwrap(),
        title: "Le dépôt est chiffré".to_owned(),
        kind: "command".to_owned(),
        competences: vec!["C3.3.2.1".parse().unwrap()],
        on: Some("coffre".to_owned()),
        points: 2,
        partial: None,
        level: Level::Quick,
        verdict,
        hints: vec!["regardez borg init".to_owned()],
        took: Duration::from_millis(42),
    }
}

fn evidence(stdout: &str) -> Evidence {
    let act = Act::Run(Script::new("borg info"));
    Evidence {
        probe: Probe { place: Place::Node("coffre".parse().unwrap()), act },
        output: ExecOutput { ended: Ended::Status(0), stdout: stdout.to_owned(), stderr: String::new() },
        hidden: Hidden::default(),
        cut: false,
    }
}

fn score() -> Score {
    Score { earned: Points::hundredths(205), judged: 4, not_judged: 1, left_out: 3 }
}

fn all(journal: &Journal) -> Vec<super::RunSummary> {
    journal.runs(&RunFilter::default()).unwrap()
}

#[test]
fn a_run_comes_back_as_it_was_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("sub/journal.db"));
    let run = begin(&journal, "zoe");
    let gap = Verdict::fail(Text::verbatim("x"), Text::verbatim("1"), Text::verbatim("2"));
    journal.record(run, &outcome("b-second", gap.clone()), &[evidence("é\n"), evidence("2")]).unwrap();
    journal.record(run, &outcome("a-first", Verdict::Pass), &[]).unwrap();
    assert_eq!(all(&journal)[0].state, RunState::Running);
    journal.end_run(run, &score()).unwrap();

    let read = journal.run(run).unwrap();
    assert_eq!(read.summary, all(&journal)[0]);
    assert_eq!((read.summary.state, read.summary.score), (RunState::Ended, Some(score())));
    assert_eq!((read.summary.lab.as_str(), read.summary.bench.as_str()), ("A3.3.2", "a332-zoe"));
    assert!(read.summary.ended.unwrap() >= read.summary.started);
    let ids: Vec<&str> = read.outcomes.iter().map(|recorded| recorded.outcome.id.as_str()).collect();
    assert_eq!(ids, ["b-second", "a-first"], "the order of recording");
    let first = &read.outcomes[0];
    assert_eq!((&first.outcome.verdict, first.outcome.took), (&gap, Duration::from_millis(42)));
    assert_eq!((first.probes, first.evidence.len()), (2, 2));
    assert_eq!(first.evidence[0].output.stdout, "é\n");
    assert_eq!(read.circumstances, Some(circumstances()));
}

#[test]
fn recording_again_replaces_and_unknown_runs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    let run = begin(&journal, "zoe");
    journal.record(run, &outcome("a", Verdict::Error(Text::verbatim("x"))), &[evidence("1")]).unwrap();
    journal.record(run, &outcome("a", Verdict::Pass), &[evidence("2")]).unwrap();
    let read = journal.run(run).unwrap();
    assert_eq!(read.outcomes.len(), 1);
    assert_eq!(read.outcomes[0].outcome.verdict, Verdict::Pass);
    assert_eq!(read.outcomes[0].evidence[0].output.stdout, "2");

    journal.end_run(run, &score()).unwrap();
    let absent: RunId = "4711".parse().unwrap();
    for error in [
        journal.end_run(run, &score()).unwrap_err(),
        journal.end_run(absent, &score()).unwrap_err(),
        journal.record(absent, &outcome("a", Verdict::Pass), &[]).unwrap_err(),
        journal.run(absent).unwrap_err(),
    ] {
        assert!(matches!(error, JournalError::NoRun { .. }), "{error}");
    }
}

#[test]
fn the_course_of_the_work_is_told_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    let (first, second) = (begin(&journal, "zoe"), begin(&journal, "zoe"));
    journal.record(first, &outcome("a", Verdict::Fail(Vec::new())), &[]).unwrap();
    journal.record(second, &outcome("a", Verdict::Pass), &[]).unwrap();
    for run in [first, second] {
        journal.end_run(run, &score()).unwrap();
    }
    // Neither those of others nor those that were cut off.
    journal.end_run(begin(&journal, "max"), &score()).unwrap();
    begin(&journal, "zoe");
    let attempts = journal.attempts("a332-zoe").unwrap();
    let passed: Vec<usize> = attempts.iter().map(|attempt| attempt.passed.len()).collect();
    assert_eq!(passed, [0, 1]);
    assert_eq!((attempts[0].earned, attempts[0].judged), (score().earned, 4));
}

#[test]
fn evidence_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    let run = begin(&journal, "zoe");
    let flood: Vec<Evidence> = (0..40).map(|_| evidence(&"é".repeat(100_000))).collect();
    journal.record(run, &outcome("a", Verdict::Pass), &flood).unwrap();
    let read = journal.run(run).unwrap();
    assert_eq!((read.outcomes[0].probes, read.outcomes[0].evidence.len()), (40, 32));
    assert!(read.outcomes[0].evidence[0].cut, "that something was lost is known");
    let kept = &read.outcomes[0].evidence[0].output.stdout;
    assert!(kept.ends_with('…') && kept.len() <= 16 * 1024 + 3, "{}", kept.len());
}

#[test]
fn lists_are_filtered() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    let (first, second, third) = (begin(&journal, "zoe"), begin(&journal, "leo"), begin(&journal, "zoe"));
    journal.end_run(first, &score()).unwrap();
    let ids = |filter: RunFilter| -> Vec<RunId> {
        journal.runs(&filter).unwrap().into_iter().map(|run| run.id).collect()
    };
    assert_eq!(ids(RunFilter::default()), [third, second, first], "the latest first");
    assert_eq!(ids(RunFilter { student: Some("zoe".into()), ..Default::default() }), [third, first]);
    assert_eq!(ids(RunFilter { bench: Some("a332-leo".into()), ..Default::default() }), [second]);
    assert_eq!(ids(RunFilter { ended: true, ..Default::default() }), [first]);
    assert_eq!(ids(RunFilter { limit: Some(1), ..Default::default() }), [third]);
    assert!(ids(RunFilter { lab: Some("A4.1.1".parse().unwrap()), ..Default::default() }).is_empty());
    let future = Timestamp::now() + Duration::from_secs(3600);
    assert!(ids(RunFilter { since: Some(future), ..Default::default() }).is_empty());
    let quoted = RunFilter { student: Some("' OR 1 --".into()), ..Default::default() };
    assert!(ids(quoted).is_empty());
}

#[test]
fn hints_come_one_after_the_other_and_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let check = "depot-chiffre".parse().unwrap();
    let journal = open(&path);
    assert_eq!(journal.show_hint("a332-zoe", &check, 0).unwrap(), None);
    assert_eq!(journal.show_hint("a332-zoe", &check, 2).unwrap(), Some(0));
    drop(journal);
    let journal = open(&path);
    assert_eq!(journal.show_hint("a332-zoe", &check, 2).unwrap(), Some(1));
    assert_eq!(journal.show_hint("a332-zoe", &check, 2).unwrap(), Some(1), "the last one again");
    assert_eq!(journal.show_hint("a332-leo", &check, 2).unwrap(), Some(0), "each bench on its own");
    assert_eq!(journal.hints_shown("a332-zoe").unwrap(), [(check.clone(), 2)].into());

    journal.note_event("a332-zoe", &BenchEvent::DrillBegun { check: check.clone() }).unwrap();
    journal.note_event("a332-zoe", &BenchEvent::Down).unwrap();
    let events: Vec<BenchEvent> =
        journal.events("a332-zoe").unwrap().into_iter().map(|noted| noted.event).collect();
    let hint = |number| BenchEvent::Hint { check: check.clone(), number };
    let drill = BenchEvent::DrillBegun { check: check.clone() };
    assert_eq!(events, [hint(1), hint(2), drill, BenchEvent::Down]);
}

#[test]
fn threads_write_together_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (path, barrier) = (&path, &barrier);
            scope.spawn(move || {
                barrier.wait();
                // Each its own connection, opened and even created at the same moment.
                fill(&open(path), &format!("thread-{number}"));
            });
        }
    });
    whole(&open(&path), 8);
}

/// 50 records, readers in between.
fn fill(journal: &Journal, student: &str) {
    let run = begin(journal, student);
    for number in 0..50 {
        journal.record(run, &outcome(&format!("c{number}"), Verdict::Pass), &[evidence("x")]).unwrap();
        if number % 10 == 0 {
            assert_eq!(journal.run(run).unwrap().outcomes.len(), number + 1);
        }
    }
    journal.end_run(run, &score()).unwrap();
}

fn whole(journal: &Journal, runs: usize) {
    let summaries = all(journal);
    assert_eq!(summaries.len(), runs);
    for summary in summaries {
        assert_eq!(summary.state, RunState::Ended);
        let read = journal.run(summary.id).unwrap();
        assert_eq!(read.outcomes.len(), 50);
        assert!(read.outcomes.iter().all(|recorded| recorded.evidence.len() == 1));
    }
}

/// The variable that makes a copy of this test program a writer of its own.
const WRITER: &str = "PAILLASSE_TEST_JOURNAL";

fn writer(path: &Path, test: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("journal::tests::{test}"), "--ignored", "--nocapture"])
        .env(WRITER, path)
        .stdout(Stdio::piped())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "a process of processes_write_together"]
fn another_process_fills() {
    let path = std::env::var_os(WRITER).unwrap();
    fill(&open(path.as_ref()), &format!("process-{}", std::process::id()));
}

#[test]
fn processes_write_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let children: Vec<Child> = (0..3).map(|_| writer(&path, "another_process_fills")).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    whole(&open(&path), 3);
}

#[test]
#[ignore = "the process that a_killed_run_is_listed_as_interrupted kills"]
fn another_process_is_cut_off() {
    let path = std::env::var_os(WRITER).unwrap();
    let journal = open(path.as_ref());
    let run = begin(&journal, "zoe");
    journal.record(run, &outcome("a", Verdict::Pass), &[]).unwrap();
    println!("\nbegun");
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_killed_run_is_listed_as_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut child = writer(&path, "another_process_is_cut_off");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "begun"));
    let journal = open(&path);
    assert_eq!(all(&journal)[0].state, RunState::Running);
    child.kill().unwrap();
    child.wait().unwrap();
    let summary = &all(&journal)[0];
    assert_eq!((summary.state, summary.score), (RunState::Interrupted, None));
    assert_eq!(journal.run(summary.id).unwrap().outcomes.len(), 1, "what was recorded is kept");
}

#[test]
fn an_older_version_is_brought_forward_with_its_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut old = Connection::open(&path).unwrap();
    migrate(&mut old, &MIGRATIONS[..1]).unwrap();
    old.execute(
        "INSERT INTO runs (lab, lab_hash, bench, student, variant, level, started, tool, process)
         VALUES ('A3.3.2', 'abc', 'a332-zoe', 'zoe', 'v', 'full', 1700000000000, '0.0.9', '?')",
        (),
    )
    .unwrap();
    assert!(old.prepare("SELECT * FROM events").is_err());
    drop(old);

    let journal = open(&path);
    let runs = all(&journal);
    assert_eq!((runs.len(), runs[0].level, runs[0].state), (1, Level::Full, RunState::Interrupted));
    assert_eq!(runs[0].started.to_string(), "2023-11-14T22:13:20Z");
    assert_eq!(journal.run(runs[0].id).unwrap().circumstances, None);
    journal.note_event("a332-zoe", &BenchEvent::Up).unwrap();
    assert_eq!(journal.events("a332-zoe").unwrap().len(), 1);
}

#[test]
fn a_migration_that_fails_leaves_the_database_as_it_was() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &["CREATE TABLE a (x)"]).unwrap();
    let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE b (x)"];
    migrate(&mut connection, &steps).unwrap_err();
    let version: i64 = connection.query_row("PRAGMA user_version", (), |row| row.get(0)).unwrap();
    assert_eq!(version, 1);
    assert!(connection.prepare("SELECT * FROM b").is_err());
}

#[test]
fn later_versions_and_other_programs_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    drop(open(&path));
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    drop(later);
    let error = Journal::open(&path).unwrap_err();
    assert!(matches!(error, JournalError::Newer { found: 99, .. }), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.to(Lang::En).contains("mv ")));

    let path = folder.path().join("other.db");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE contacts (name)").unwrap();
    drop(other);
    assert!(matches!(Journal::open(&path), Err(JournalError::Foreign { .. })));
}

fn set_aside(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).filter(|name| name.contains(".corrupt-")).collect()
}

#[test]
fn a_journal_that_cannot_be_read_is_set_aside() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 3] = [
        ("not a database", |bytes| bytes.fill(b'x')),
        ("cut in the middle", |bytes| bytes.truncate(bytes.len() / 2 + 100)),
        ("overwritten in the middle", |bytes| {
            let (from, to) = (bytes.len() / 2, bytes.len() / 2 + 8192);
            bytes[from..to].fill(0xff);
        }),
    ];
    for (what, damage) in damages {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let journal = open(&path);
        fill(&journal, "zoe");
        drop(journal);
        let mut bytes = std::fs::read(&path).unwrap();
        assert!(bytes.len() > 20_000, "{}", bytes.len());
        damage(&mut bytes);
        std::fs::write(&path, &bytes).unwrap();

        let (journal, warning) = Journal::open(&path).unwrap();
        let warning = warning.expect(what).to(Lang::Fr);
        let kept = set_aside(folder.path());
        assert_eq!(kept.len(), 1, "{what}: {kept:?}");
        assert!(warning.contains(&kept[0]), "{what}: {warning}");
        assert_eq!(std::fs::read(folder.path().join(&kept[0])).unwrap(), bytes, "{what}: kept as it was");
        assert!(all(&journal).is_empty());
        fill(&journal, "zoe");
        drop(journal);
        whole(&open(&path), 1);
    }
}

#[test]
fn a_deleted_journal_begins_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    // Deleted while it is open, so that its write-ahead log stays behind.
    let journal = open(&path);
    fill(&journal, "zoe");
    std::fs::remove_file(&path).unwrap();
    let again = open(&path);
    assert!(all(&again).is_empty());
    fill(&again, "leo");
    drop(journal);
    drop(again);
    whole(&open(&path), 1);
}

#[test]
fn it_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = open(&path);
    fill(&journal, "zoe");
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} {mode:o}", entry.file_name());
    }
}

#[test]
fn a_full_disk_is_said_and_loses_nothing_before() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    let run = begin(&journal, "zoe");
    journal.record(run, &outcome("a", Verdict::Pass), &[]).unwrap();
    let pages: i64 = journal.lock().query_row("PRAGMA page_count", (), |row| row.get(0)).unwrap();
    let _: i64 =
        journal.lock().query_row(&format!("PRAGMA max_page_count = {pages}"), (), |row| row.get(0)).unwrap();
    let error =
        journal.record(run, &outcome("b", Verdict::Pass), &[evidence(&"x".repeat(16000))]).unwrap_err();
    assert!(matches!(error, JournalError::Full { .. }), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.to(Lang::En).contains("df -h")), "{error}");
    let read = journal.run(run).unwrap();
    assert_eq!(read.outcomes.len(), 1, "half a record would be worse than none");
}

#[test]
fn a_place_that_cannot_be_written_is_said() {
    // Nobody, not even root, makes a file there.
    for path in ["/proc/journal.db", "/proc/paillasse/journal.db"] {
        let error = Journal::open(path.as_ref()).unwrap_err();
        assert!(matches!(error, JournalError::Refused { .. }), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.to(Lang::En).contains("/proc")), "{error}");
    }
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("journal.db"));
    journal.lock().pragma_update(None, "query_only", true).unwrap();
    let error = journal.note_event("a332-zoe", &BenchEvent::Up).unwrap_err();
    assert!(matches!(error, JournalError::Refused { .. }), "{error}");
}
