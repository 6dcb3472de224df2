use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{Drills, Event, Mask, Request, Stage, run};
use crate::check::{Act, CheckEntry, Level, Place, Verdict};
use crate::i18n::Text;
use crate::individual::Seed;
use crate::model::PlannedCheck;
use crate::transport::Shell;
use crate::transport::local::Local;

/// This machine stands for every node.
struct Here;

impl Stage for Here {
    fn shell<'a>(&'a self, _: &'a Place) -> BoxFuture<'a, Result<Shell, Text>> {
        async { Ok(Shell::new("here", Arc::new(Local))) }.boxed()
    }

    fn power<'a>(&'a self, _: &'a Place, _: &'a Act) -> BoxFuture<'a, Result<(), Text>> {
        async { Ok(()) }.boxed()
    }
}

/// The word of the runs of these tests.
const NONCE: &str = "0123456789abcdef";

fn mask() -> Mask {
    Mask::new(&["hunter22".to_owned()], &Seed::new([7; 32]))
}

/// Counts how often clones were asked for.
#[derive(Default)]
struct Counted(Mutex<u32>);

impl Drills for Counted {
    fn clones(&self) -> BoxFuture<'_, Result<Box<dyn Stage>, Text>> {
        *self.0.lock().unwrap() += 1;
        async { Ok(Box::new(Here) as Box<dyn Stage>) }.boxed()
    }
}

struct Away;

impl Stage for Away {
    fn shell<'a>(&'a self, _: &'a Place) -> BoxFuture<'a, Result<Shell, Text>> {
        async { Err(Text::verbatim("gone")) }.boxed()
    }

    fn power<'a>(&'a self, _: &'a Place, _: &'a Act) -> BoxFuture<'a, Result<(), Text>> {
        async { Ok(()) }.boxed()
    }
}

fn check(id: &str, run: &str, needs: &[&str], level: Level, within: Option<u64>) -> PlannedCheck {
    planned(id, &format!("command: {{ run: {run:?} }}"), needs, level, within)
}

pub(super) fn planned(
    id: &str,
    kind: &str,
    needs: &[&str],
    level: Level,
    within: Option<u64>,
) -> PlannedCheck {
    let yaml = format!("id: {id}\ntitle: {id}\ncompetences: []\non: a\n{kind}\n");
    let mut entry: CheckEntry = serde_saphyr::from_str(&yaml).unwrap();
    let (kind, check) = entry.take_kinds().remove(0);
    PlannedCheck {
        id: id.parse().unwrap(),
        title: id.to_owned(),
        competences: Vec::new(),
        on: Some("a".parse().unwrap()),
        points: 1,
        partial: None,
        level,
        keep_clones: false,
        within: within.map(Duration::from_millis),
        timeout: Duration::from_secs(5),
        needs: needs.iter().map(|need| need.parse().unwrap()).collect(),
        hints: Vec::new(),
        kind,
        check: Arc::from(check),
    }
}

async fn verdicts(
    checks: &[PlannedCheck],
    level: Level,
    stage: &dyn Stage,
) -> (BTreeMap<String, Verdict>, u32) {
    let drills = Counted::default();
    let request = Request { checks, level, only: &[], mask: &mask(), interviews: None, nonce: NONCE };
    let outcomes = run(&request, stage, &drills, &|_| {}).await;
    let verdicts = outcomes.into_iter().map(|o| (o.id.to_string(), o.verdict)).collect();
    let count = *drills.0.lock().unwrap();
    (verdicts, count)
}

#[tokio::test]
async fn needs_decide_of_the_order_and_of_skips() {
    let checks = [
        check("c", "true", &["b"], Level::Quick, None),
        check("b", "true", &["a"], Level::Quick, None),
        check("a", "false", &[], Level::Quick, None),
        check("d", "true", &[], Level::Quick, None),
    ];
    let (verdicts, _) = verdicts(&checks, Level::Quick, &Here).await;
    assert!(matches!(verdicts["a"], Verdict::Fail(_)));
    assert!(matches!(verdicts["b"], Verdict::Skip { lost: true, .. }));
    assert!(matches!(verdicts["c"], Verdict::Skip { lost: true, .. }));
    assert!(verdicts["d"].passed());
}

#[tokio::test]
async fn drills_wait_for_the_full_level_and_each_gets_clones() {
    let checks = [
        check("drill", "true", &[], Level::Full, None),
        check("other", "true", &["drill"], Level::Quick, None),
        check("look", "true", &[], Level::Quick, None),
    ];
    let (quick, clones) = verdicts(&checks, Level::Quick, &Here).await;
    assert!(matches!(quick["drill"], Verdict::Skip { lost: false, .. }));
    assert_eq!(clones, 0);
    let (full, clones) = verdicts(&checks, Level::Full, &Here).await;
    assert!(full.values().all(Verdict::passed), "{full:?}");
    assert_eq!(clones, 2);
}

#[tokio::test]
async fn clones_are_left_only_by_a_drill_that_says_so_and_passed() {
    let keeping =
        |id: &str, run: &str| PlannedCheck { keep_clones: true, ..check(id, run, &[], Level::Full, None) };
    let drill = |id: &str| check(id, "true", &[], Level::Full, None);
    let (_, clones) = verdicts(&[keeping("a", "true"), drill("b")], Level::Full, &Here).await;
    assert_eq!(clones, 1);
    let (_, clones) = verdicts(&[keeping("a", "false"), drill("b")], Level::Full, &Here).await;
    assert_eq!(clones, 2);
    let (_, clones) = verdicts(&[keeping("a", "true"), drill("b"), drill("c")], Level::Full, &Here).await;
    assert_eq!(clones, 2);
}

#[tokio::test]
async fn a_machine_that_is_gone_is_not_judged() {
    let checks =
        [check("a", "true", &[], Level::Quick, None), check("b", "true", &["a"], Level::Quick, None)];
    let (verdicts, _) = verdicts(&checks, Level::Quick, &Away).await;
    assert!(matches!(verdicts["a"], Verdict::Error(_)));
    assert!(matches!(verdicts["b"], Verdict::Skip { lost: false, .. }), "not the student's fault");
}

#[tokio::test]
async fn within_polls_until_it_passes() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().display().to_string();
    let script = format!("echo x >> {path}; [ $(wc -l < {path}) -ge 3 ]");
    let checks = [check("slow", &script, &[], Level::Quick, Some(5000))];
    let (verdicts, _) = verdicts(&checks, Level::Quick, &Here).await;
    assert!(verdicts["slow"].passed());
}

#[tokio::test]
async fn evidence_and_verdicts_hide_secrets() {
    let checks = [check("a", "echo hunter22 >&2; exit 1", &[], Level::Quick, None)];
    let seen = Mutex::new(String::new());
    let request = Request {
        checks: &checks,
        level: Level::Quick,
        only: &[],
        mask: &mask(),
        interviews: None,
        nonce: NONCE,
    };
    run(&request, &Here, &Counted::default(), &|event| {
        if let Event::Judged(outcome, evidence) = event {
            seen.lock().unwrap().push_str(&format!("{outcome:?} {evidence:?}"));
        }
    })
    .await;
    let seen = seen.into_inner().unwrap();
    assert!(seen.contains("***") && !seen.contains("hunter22"), "{seen}");
}

#[tokio::test]
async fn only_takes_along_what_is_needed() {
    let checks = [
        check("a", "true", &[], Level::Quick, None),
        check("b", "true", &["a"], Level::Quick, None),
        check("c", "true", &[], Level::Quick, None),
    ];
    let only = ["b".parse().unwrap()];
    let request = Request {
        checks: &checks,
        level: Level::Quick,
        only: &only,
        mask: &Mask::default(),
        interviews: None,
        nonce: NONCE,
    };
    let outcomes = run(&request, &Here, &Counted::default(), &|_| {}).await;
    let ids: Vec<&str> = outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[tokio::test]
async fn a_restart_passes_only_when_what_worked_still_does() {
    let checks = [
        check("works", "true", &[], Level::Quick, None),
        check("lost", "false", &[], Level::Quick, Some(100)),
        planned("kept", "persist: { then: [works] }", &["works"], Level::Full, None),
        planned("gone", "persist: { then: [works, lost] }", &[], Level::Full, None),
    ];
    let (verdicts, _) = verdicts(&checks, Level::Full, &Here).await;
    assert!(verdicts["kept"].passed());
    assert!(matches!(&verdicts["gone"], Verdict::Fail(gaps) if gaps.len() == 1));
}

#[tokio::test]
async fn a_workaround_that_leaves_the_cause_is_no_repair() {
    let repaired = "fault-cleared: { fault: x, then: [symptom, cause] }";
    let of = |cause: &str| {
        [
            check("symptom", "true", &[], Level::Quick, None),
            check("cause", cause, &[], Level::Quick, None),
            planned("repaired", repaired, &[], Level::Quick, None),
        ]
    };
    let (mended, clones) = verdicts(&of("true"), Level::Quick, &Here).await;
    assert_eq!((mended["repaired"].word(), clones), ("pass", 0));
    let (hidden, _) = verdicts(&of("false"), Level::Quick, &Here).await;
    assert_eq!((hidden["symptom"].word(), hidden["repaired"].word()), ("pass", "fail"));
    let (unseen, _) = verdicts(&of("true"), Level::Quick, &Away).await;
    assert_eq!(unseen["repaired"].word(), "error");
}
