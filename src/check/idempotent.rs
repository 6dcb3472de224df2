//! What was automated can be run again without harm.
//!
//! The student's program is run twice on clones: the second pass finds nothing left to do.
//! Then something is spoilt, and another pass repairs it. That a program says so proves
//! little: what it may change is looked at (see [`imprint`]), including whether a unit was
//! started anew for nothing.

mod imprint;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{self, Course, Halt};
use crate::check::matcher::{Matcher, Observed};
use crate::check::program::{self, BEYOND, PATIENCE, Ran, first_line, timed};
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Level, Verdict, as_user, sight};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::CheckId;
use crate::quantity::Span;
use crate::text;
use imprint::{Imprint, Watched};

/// Runs a program of the student's twice, on clones: both passes end with status 0 and the
/// second changes nothing of what is watched. With `drift`, something is then spoilt and a
/// third pass has to put it back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Idempotent {
    /// The student's program: a line for `sh`.
    pub run: String,
    /// Who runs it; root when nothing is said.
    pub user: Option<String>,
    /// Files and directories, with all below them, whose kind, mode, owner, target and
    /// contents are compared; dates are not.
    #[serde(default)]
    pub files: Vec<String>,
    /// Paths below `files` that may change, as patterns: `*` stands for anything.
    #[serde(default)]
    pub except: Vec<String>,
    /// Whether the packages and their versions are compared; no when nothing is said.
    #[serde(default)]
    pub packages: bool,
    /// Units whose state is compared, and that the second pass should not start anew.
    #[serde(default)]
    pub units: Vec<String>,
    /// A script of the lab, run as root, whose words are compared: the rows of a table.
    pub read: Option<String>,
    /// What the program should say the second time: the last 2000 characters of both of
    /// its outputs, such as `{ contains: changed=0 }`.
    pub says: Option<Matcher>,
    /// A script of the lab, run as root after the second pass, that spoils what is watched.
    pub drift: Option<String>,
    /// The longest that one pass may take. Without it, one that does not end within five
    /// minutes (or the check's `timeout`, if longer) is not judged.
    pub at_most: Option<Span>,
    /// Checks that should pass afterwards, at least one where there is no `drift`: a program
    /// that does nothing can be run twice. Each is tried until it passes, for as long as
    /// its own `within`, 20s when it has none.
    #[serde(default)]
    pub then: Vec<Located<CheckId>>,
}

impl Idempotent {
    fn watched(&self) -> Watched<'_> {
        Watched {
            files: &self.files,
            except: &self.except,
            packages: self.packages,
            units: &self.units,
            read: self.read.as_deref(),
        }
    }

    fn pass<'a>(&self, number: u32, course: &mut Course<'a>) -> Result<Ran<'a>, Halt> {
        let scene = course.scene;
        let most = self.at_most.map_or(PATIENCE, |most| most.0 + BEYOND);
        let output = course.run(scene.run_long(scene.on.clone(), timed(self.user.as_deref(), &self.run), most))?;
        let fact = text!("fact-pass", number = number, command = first_line(&self.run));
        Ok(program::judge(fact, output, self.at_most)?)
    }

    fn imprint(&self, course: &mut Course<'_>) -> Result<Imprint, Halt> {
        let scene = course.scene;
        let script = self.watched().script(&scene.nonce);
        let output = course.run(scene.run_long(scene.on.clone(), script, PATIENCE))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded("find", output)?;
        Imprint::read(printed).ok_or_else(|| unreadable("find", printed).into())
    }

    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let scene = course.scene;
        let watching = !self.watched().is_empty();
        let mut findings = Findings::new();
        self.pass(1, course)?;
        let first = if watching { Some(self.imprint(course)?) } else { None };
        let said = self.pass(2, course)?.said;
        let fact = text!("fact-pass", number = 2, command = first_line(&self.run));
        findings.expect(fact, self.says.as_ref(), &Observed::text(said));
        let Some(first) = first else { return Ok(findings.verdict()) };
        let second = self.imprint(course)?;
        first.compare(&second, true, &mut findings);
        let verdict = findings.verdict();
        let Some(drift) = &self.drift else { return Ok(verdict) };
        if !verdict.passed() {
            return Ok(verdict);
        }
        let output = course.run(scene.run_long(scene.on.clone(), as_user(None, drift, None), PATIENCE))?;
        succeeded(&first_line(drift), output)?;
        if self.imprint(course)? == second {
            return Err(Verdict::Error(text!("error-no-drift", command = first_line(drift))).into());
        }
        self.pass(3, course)?;
        let mut findings = Findings::new();
        second.compare(&self.imprint(course)?, false, &mut findings);
        Ok(findings.verdict())
    }
}

impl Check for Idempotent {
    drill::by_course!();

    fn level(&self) -> Level {
        Level::Full
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.watched().is_empty() && (self.says.is_none() || self.drift.is_some()) {
            problems.push(text!("problem-idempotent-watch"));
        }
        // A program that does nothing changes nothing the second time either.
        if self.then.is_empty() && self.drift.is_none() {
            problems.push(text!("problem-idempotent-nothing"));
        }
        if self.files.iter().any(|path| !path.starts_with('/')) {
            problems.push(text!("problem-idempotent-path"));
        }
        problems
    }

    fn then(&self) -> &[Located<CheckId>] {
        &self.then
    }
}
