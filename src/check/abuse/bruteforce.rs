//! Wrong passwords, one after another.
//!
//! A ban is seen where it works: the attacker can no longer connect. That a server accepts
//! the connection and hangs up is none: OpenSSH does so by itself, to whoever fails often
//! (`PerSourcePenalties`, sshd_config(5)). So several passwords go through one connection,
//! as many as the server takes, to be counted before that sets in.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{Course, Halt};
use crate::check::openssh::{KEEP, Log, OPTIONS, Outcome};
use crate::check::pulse::{Pulse, seconds};
use crate::check::sight::{self, NO_ROUTE, UNRESOLVED};
use crate::check::steady::Steady;
use crate::check::verdict::{excerpt, first_line, succeeded, unreadable};
use crate::check::{Place, Verdict};
use crate::exec::quote;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// How long an act may go on, in seconds.
const LIMIT: u64 = 120;

/// How soon the attacker has to be banned when nothing is said.
const BANNED: Span = Span(Duration::from_secs(90));

/// What should come of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The attacker can no longer connect.
    #[default]
    Banned,
    /// The account is not let in any more, with its right password neither. Where the
    /// attacker is banned first, that cannot be seen.
    Locked,
}

/// Wrong passwords, and what should come of them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bruteforce {
    /// The address of the server, or a name that the attacker can resolve.
    pub to: String,
    /// Its port; 22 when nothing is said.
    pub port: Option<u16>,
    /// The account that is tried over SSH.
    pub user: Option<String>,
    /// Instead of SSH, a script for `sh` that logs in with `$PAILLASSE_PASSWORD` and ends
    /// with status 0 when it was let in: `smbclient -L //dc -U "alice%$PAILLASSE_PASSWORD"`.
    pub run: Option<String>,
    /// The right password, which lets the account in before; needed for `locked`.
    pub password: Option<String>,
    /// How many wrong passwords, from 1 to 30; over SSH the last connection may add a few.
    /// 6 when nothing is said.
    pub attempts: Option<u32>,
    /// `banned` or `locked`; banned when nothing is said.
    #[serde(default)]
    pub expect: Answer,
    /// How soon a ban has to set in; 90s when nothing is said: what bans may have just started
    /// on the clone.
    pub banned_within: Option<Span>,
    /// How soon it has to be over again; not looked at when nothing is said. A lock that
    /// lasts for seconds only may be over before anybody looks.
    pub lifted_within: Option<Span>,
    /// What others do, which has to work before and afterwards: the same service, from
    /// another machine (`from`) for a ban, by another account for a lock.
    pub others: Pulse,
}

impl Bruteforce {
    fn port(&self) -> u16 {
        self.port.unwrap_or(22)
    }

    fn attempts(&self) -> u32 {
        self.attempts.unwrap_or(6)
    }

    fn server(&self) -> String {
        format!("{}:{}", self.to, self.port())
    }

    /// Defines `open`, whether a connection succeeds, and `elapsed`, in seconds.
    fn beginning(&self) -> String {
        let mut tools = vec!["nc", "ip", "getent", "mktemp", "timeout", "sleep"];
        if self.run.is_none() {
            tools.push("ssh");
        }
        format!(
            "{}{}umask 077; d=$(mktemp -d) || exit\ntrap 'rm -rf \"$d\"' EXIT\nread -r begin rest </proc/uptime\n\
             elapsed() {{ read -r up rest </proc/uptime; echo $((${{up%.*}} - ${{begin%.*}})); }}\n\
             open() {{ nc -z -n -w 3 \"$at\" {} >/dev/null 2>&1 </dev/null; }}\n",
            sight::need(&tools),
            sight::route_to(&self.to),
            self.port(),
        )
    }

    /// Defines `login`, which tries the password in `$d/password`: over SSH up to `prompts`
    /// times in one connection, and keeps the log; otherwise it ends as the script does.
    fn login(&self, prompts: u32) -> String {
        match &self.run {
            Some(run) => format!(
                "cat >\"$d/try\" <<'END-OF-TRY'\n{run}\nEND-OF-TRY\nlogin() {{\n\
                 PAILLASSE_PASSWORD=$(cat \"$d/password\") timeout -k 1 20 sh \"$d/try\" >\"$d/said\" 2>&1 </dev/null\n}}\n"
            ),
            None => format!(
                "printf '#!/bin/sh\\ncat \"%s/password\"\\n' \"$d\" >\"$d/ask\"; chmod 700 \"$d/ask\"\nlogin() {{\n: >\"$d/log\"\n\
                 SSH_ASKPASS=\"$d/ask\" SSH_ASKPASS_REQUIRE=force timeout -k 1 40 ssh -E \"$d/log\" \
                 -o NumberOfPasswordPrompts={prompts} {OPTIONS} -o PubkeyAuthentication=no \
                 -o PreferredAuthentications=password,keyboard-interactive -o ConnectTimeout=10 -p {} -l {} \
                 -- \"$at\" exit </dev/null >/dev/null 2>\"$d/said\"\n}}\n",
                self.port(),
                quote(self.user.as_deref().unwrap_or_default()),
            ),
        }
    }

    /// Prints what became of each password: `failed COUNT`, or `odd STATUS` and what was
    /// said; then `shut` when the server no longer lets connect.
    fn attack(&self, nonce: &str) -> String {
        let attempts = self.attempts();
        let one = match self.run {
            // What is not there to be run proves nothing.
            Some(_) => "login; s=$?\ncase $s in\n0) echo accepted; break ;;\n\
                 126|127) echo \"odd $s $(head -c 200 \"$d/said\" | tr '\\n' ' ')\"; break ;;\n*) more=1 ;;\nesac\n"
                .to_owned(),
            None => format!(
                "login\n{KEEP}more=$(grep -c '^debug1: Authentications that can continue' \"$d/log\")\n\
                 [ \"$more\" -eq 0 ] || more=$((more - 1))\n! grep -q '^Authenticated to ' \"$d/log\" || {{ echo accepted; break; }}\n\
                 grep -q 'Too many authentication failures' \"$d/log\" && more=$((more + 1))\n"
            ),
        };
        format!(
            "{}{}tries=0\nwhile [ $tries -lt {attempts} ] && [ \"$(elapsed)\" -lt {LIMIT} ]; do\n\
             printf 'wrong-%s-%s\\n' {nonce} $tries >\"$d/password\"\n{one}\
             tries=$((tries + more)); echo \"failed $more\"\n\
             if ! open; then echo shut; break; fi\n[ $more -gt 0 ] || sleep 1\ndone\n",
            self.beginning(),
            self.login(3.min(attempts)),
        )
    }

    /// Prints what the right password does: `accepted`, `denied`, or `unreached` and why.
    /// Whoever was hung up on tries again.
    fn right(&self) -> String {
        let judge = match self.run {
            Some(_) => "s=$?\ncase $s in\n0) echo accepted ;;\n\
                 126|127) echo \"odd $s $(head -c 200 \"$d/said\" | tr '\\n' ' ')\" ;;\n\
                 *) if open; then echo denied; else echo unreached; fi ;;\nesac\n"
                .to_owned(),
            None => format!(
                "if ! grep -q -e '^Authenticated to ' -e '^debug1: Next authentication method:' \"$d/log\" && [ \"$(elapsed)\" -lt 60 ]\n\
                 then sleep 2; continue; fi\necho tried\n{KEEP}"
            ),
        };
        let password = quote(self.password.as_deref().unwrap_or_default());
        format!(
            "{}{}printf '%s\\n' {password} >\"$d/password\"\nwhile :; do\nlogin\n{judge}break\ndone\n",
            self.beginning(),
            self.login(1)
        )
    }

    /// Prints `open SECONDS` or `shut SECONDS`, once connecting does `wanted` or the time is
    /// over.
    fn wait(&self, wanted: &str, most: Duration) -> String {
        format!(
            "{}while :; do\nif open; then now=open; else now=shut; fi\n\
             [ $now != {wanted} ] && [ \"$(elapsed)\" -lt {} ] || break\nsleep 1\ndone\necho \"$now $(elapsed)\"\n",
            self.beginning(),
            most.as_secs(),
        )
    }

    fn ask<'a>(
        &self,
        attacker: &Place,
        course: &mut Course<'a>,
        script: String,
        least: Duration,
    ) -> Result<&'a str, Halt> {
        let output = course.run(course.scene.run_long(attacker.clone(), script, least + Duration::from_secs(60)))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let printed = succeeded(self.tool(), output)?;
        let first = printed.lines().next().unwrap_or_default();
        if let Some(verdict) = sight::blind(attacker, first, &self.to) {
            return Err(verdict.into());
        }
        let before = |actual| Verdict::fail(self.fact(attacker), text!("reach-open"), actual);
        match first {
            UNRESOLVED => Err(before(text!("reach-unresolved")).into()),
            NO_ROUTE => Err(before(text!("reach-no-route")).into()),
            _ => Ok(printed),
        }
    }

    fn tool(&self) -> &'static str {
        if self.run.is_some() { "sh" } else { "ssh" }
    }

    fn fact(&self, attacker: &Place) -> Text {
        text!("fact-reach", what = format!("{}/tcp", self.server()), from = attacker.to_string())
    }

    fn whom(&self) -> String {
        match (&self.run, &self.user) {
            (Some(run), _) => first_line(run),
            (None, user) => format!("{}@{}", user.as_deref().unwrap_or_default(), self.to),
        }
    }

    /// Returns whether connecting is possible after at most this long, and when it was.
    fn waited(
        &self,
        attacker: &Place,
        course: &mut Course<'_>,
        wanted: &str,
        most: Duration,
    ) -> Result<(bool, f64), Halt> {
        let printed = self.ask(attacker, course, self.wait(wanted, most), most)?;
        let read = || {
            let (now, after) = printed.trim().split_once(' ')?;
            Some((["shut", "open"].iter().position(|word| *word == now)? == 1, after.parse().ok()?))
        };
        read().ok_or_else(|| unreadable("nc", printed).into())
    }

    /// Logs in with the right password; nothing when it was not let in.
    fn let_in(&self, attacker: &Place, course: &mut Course<'_>) -> Result<Result<(), Text>, Halt> {
        let printed = self.ask(attacker, course, self.right(), Duration::from_secs(LIMIT))?;
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        let outcome = match first {
            "tried" => Log(rest.lines().filter_map(|line| line.strip_prefix("log ")).collect()).outcome(),
            "accepted" => Outcome::Accepted,
            "denied" => Outcome::Denied,
            "unreached" => Outcome::Unreached(text!("http-no-connection", said = self.server())),
            _ => Outcome::Unknown,
        };
        match outcome {
            Outcome::Accepted => Ok(Ok(())),
            Outcome::Denied => Ok(Err(text!("ssh-denied"))),
            Outcome::Unreached(said) => {
                let fact = text!("fact-ssh-login", whom = self.whom());
                Err(Verdict::fail(fact, text!("abuse-an-answer"), said).into())
            }
            Outcome::Unknown => Err(unreadable(self.tool(), printed).into()),
        }
    }

    pub(super) fn course(&self, attacker: &Place, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let (open, _) = self.waited(attacker, course, "open", Duration::from_secs(60))?;
        if !open {
            let fact = text!("fact-abuse-before", what = self.fact(attacker));
            return Ok(Verdict::fail(fact, text!("reach-open"), text!("abuse-shut")));
        }
        self.others.answers_before(course)?;
        let login = || text!("fact-ssh-login", whom = self.whom());
        if self.expect == Answer::Locked
            && let Err(denied) = self.let_in(attacker, course)?
        {
            let fact = text!("fact-abuse-before", what = login());
            return Ok(Verdict::fail(fact, text!("ssh-accepted"), denied));
        }
        let (count, shut) = self.attacked(attacker, course)?;
        let fact = || text!("fact-abuse-after", count = count, what = self.fact(attacker));
        match self.expect {
            Answer::Banned => {
                let most = self.banned_within.unwrap_or(BANNED);
                let (open, after) = self.waited(attacker, course, "shut", most.0)?;
                if open {
                    let actual = text!("abuse-open", seconds = seconds(after));
                    return Ok(Verdict::fail(fact(), text!("abuse-banned"), actual));
                }
            }
            Answer::Locked if shut || count < u64::from(self.attempts()) => {
                // The account was not tried often enough to be locked.
                return Err(Verdict::Error(text!("error-abuse-few", count = count, of = self.attempts())).into());
            }
            Answer::Locked => {
                if self.let_in(attacker, course)?.is_ok() {
                    let fact = text!("fact-abuse-after", count = count, what = login());
                    return Ok(Verdict::fail(fact, text!("abuse-locked"), text!("ssh-accepted")));
                }
            }
        }
        if let Steady::Down(said) = self.others.steady(course, false)? {
            let fact = text!("fact-abuse-others", what = self.others.what());
            return Ok(Verdict::fail(fact, text!("pulse-answers"), text!("touched-said", said = said)));
        }
        self.lifted(attacker, course)
    }

    /// Carries the attack out. Returns how many passwords were refused, and whether the
    /// attacker was shut out meanwhile.
    fn attacked(&self, attacker: &Place, course: &mut Course<'_>) -> Result<(u64, bool), Halt> {
        let script = self.attack(&course.scene.nonce);
        let printed = self.ask(attacker, course, script, Duration::from_secs(LIMIT))?;
        let (mut count, mut shut, mut last) = (0, false, "");
        for line in printed.lines() {
            match line.split_once(' ').unwrap_or((line, "")) {
                ("failed", more) => count += more.parse::<u64>().map_err(|_| unreadable("ssh", printed))?,
                ("shut", "") => shut = true,
                ("log", said) => last = said,
                ("accepted", "") => {
                    let fact = text!("fact-abuse-wrong", whom = self.whom());
                    return Err(Verdict::fail(fact, text!("ssh-denied"), text!("ssh-accepted")).into());
                }
                ("odd", said) => {
                    let (status, said) = said.split_once(' ').unwrap_or((said, ""));
                    let tool = self.whom();
                    let cause = text!("error-tool-failed", tool = tool, status = status, said = excerpt(said));
                    return Err(Verdict::Error(cause).into());
                }
                _ => return Err(unreadable(self.tool(), printed).into()),
            }
        }
        // Whoever was never asked for a password attacked nothing.
        if count == 0 {
            let fact = text!("fact-ssh-login", whom = self.whom());
            return Err(Verdict::fail(fact, text!("abuse-asked"), text!("ssh-no-session", said = last)).into());
        }
        Ok((count, shut))
    }

    fn lifted(&self, attacker: &Place, course: &mut Course<'_>) -> Result<Verdict, Halt> {
        let Some(most) = self.lifted_within else { return Ok(Verdict::Pass) };
        let bound = || text!("abuse-lifted", bound = most.to_string());
        if self.expect == Answer::Banned {
            let (open, after) = self.waited(attacker, course, "open", most.0)?;
            if !open {
                let actual = text!("abuse-still-shut", seconds = seconds(after));
                return Ok(Verdict::fail(self.fact(attacker), bound(), actual));
            }
            return Ok(Verdict::Pass);
        }
        // Once, at the end: whoever asks meanwhile may make it last longer.
        self.others.pause(course, most)?;
        Ok(match self.let_in(attacker, course)? {
            Ok(()) => Verdict::Pass,
            Err(denied) => Verdict::fail(text!("fact-ssh-login", whom = self.whom()), bound(), denied),
        })
    }

    pub(super) fn problems(&self, from: Option<&Located<NodeName>>) -> Vec<Text> {
        let mut problems = self.others.problems();
        if self.user.is_some() == self.run.is_some() {
            problems.push(text!("problem-abuse-login"));
        }
        if !(1..=30).contains(&self.attempts()) {
            problems.push(text!("problem-abuse-attempts"));
        }
        match self.expect {
            Answer::Locked if self.password.is_none() => problems.push(text!("problem-abuse-locked")),
            Answer::Locked if self.banned_within.is_some() => {
                problems.push(text!("problem-config-key", key = "banned-within"));
            }
            // Whoever is banned with the attacker proves nothing.
            Answer::Banned if self.others.from.as_ref().map(|node| &node.value) == from.map(|node| &node.value) => {
                problems.push(text!("problem-abuse-others"));
            }
            _ => {}
        }
        problems
    }
}
