//! A hostile act that is bounded, and what has to come of it.
//!
//! A service that is down lets nobody in either, and one that shuts everybody out harms
//! those whom it should serve: so the attacker is shown to come through before, and others
//! to come through afterwards. What alters something is done on clones. Nothing leaves the
//! networks of the bench, and no act goes on for longer than two minutes.
//!
//! Hostile web requests are checks of kind `http`: what is sent, and what must not come back.

mod bruteforce;
mod portscan;
mod weak_password;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{self, Course, Halt};
use crate::check::{Check, Level, Verdict};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::text;

use bruteforce::Bruteforce;
use portscan::Portscan;
use weak_password::WeakPassword;

/// Does one hostile act, and expects the right answer to it: `bruteforce`, `portscan` or
/// `weak-password`. `{ from: intrus, bruteforce: { to: srv, user: root, others: { tcp:
/// "srv:22", from: client } } }` passes when six wrong passwords get `intrus` banned and
/// `client` still comes in. For hostile web requests, write `http`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Abuse {
    /// The node of the attacker; the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// Wrong passwords, one after another, on clones: the attacker should be banned, or the
    /// account locked.
    pub bruteforce: Option<Bruteforce>,
    /// All ports of a machine are tried over TCP: these should be open, and no others.
    pub portscan: Option<Portscan>,
    /// Weak passwords are chosen on the node of `on`, a clone: each should be refused, and a
    /// strong one taken.
    pub weak_password: Option<WeakPassword>,
}

impl Abuse {
    fn course(&self, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let attacker = course.scene.from(self.from.as_ref());
        match (&self.bruteforce, &self.portscan, &self.weak_password) {
            (Some(act), ..) => act.course(&attacker, course),
            (_, Some(act), _) => act.course(&attacker, course),
            (.., Some(act)) => act.course(course),
            (None, None, None) => Err(Verdict::Error(text!("error-no-output")).into()),
        }
    }
}

impl Check for Abuse {
    drill::by_course!();

    /// A scan only looks.
    fn level(&self) -> Level {
        if self.portscan.is_some() { Level::Quick } else { Level::Full }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let others = self.bruteforce.iter().filter_map(|act| act.others.from.as_ref());
        self.from.iter().chain(others).collect()
    }

    fn wants_node(&self) -> bool {
        self.weak_password.is_some()
    }

    fn counts(&self) -> bool {
        true
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let given = [self.bruteforce.is_some(), self.portscan.is_some(), self.weak_password.is_some()];
        if given.iter().filter(|given| **given).count() != 1 {
            problems.push(text!("problem-abuse-one"));
        }
        if self.weak_password.is_some() && self.from.is_some() {
            problems.push(text!("problem-config-key", key = "from"));
        }
        problems.extend(self.bruteforce.iter().flat_map(|act| act.problems(self.from.as_ref())));
        problems.extend(self.portscan.iter().flat_map(Portscan::problems));
        problems.extend(self.weak_password.iter().flat_map(WeakPassword::problems));
        problems
    }
}
