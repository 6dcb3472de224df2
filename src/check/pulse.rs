//! A service that is asked again and again while something happens to it.
//!
//! One script on the machine that asks writes a line for each try, with the time since the
//! start of the machine before and after: the clock may be set meanwhile, and no round trip
//! of ours is counted. What happens elsewhere is marked in the same file by the same clock.
//! Tries follow one another, so an interruption is known to within the time from one to
//! the next; in doubt, the shorter is judged.
//!
//! Rank 1, no kind: used by those that measure interruptions.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::drill::{Course, Halt};
use crate::check::program::first_line;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Findings, Place, Scene, Verdict, sight};
use crate::exec::quote;
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// How long after a try the next begins when nothing is said.
pub(super) const EVERY: Span = Span(Duration::from_millis(250));

/// How long a try may take when nothing is said.
pub(super) const WAIT: Span = Span(Duration::from_secs(1));

/// How long a service of clones that have just started gets before it counts as down.
pub(super) const READY: Duration = Duration::from_secs(60);

/// How much longer than it should the loop may stand still before it proves nothing.
const STALL: f64 = 2.0;

/// The longest that a loop runs that nobody ends, in seconds.
const LIFE: u64 = 3600;

/// What is asked again and again: exactly one of `ping`, `tcp`, `http` and `run`. The kernel
/// of a frozen node goes on answering to `ping` and accepting connections: ask `http` there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pulse {
    /// A host that should answer to ping.
    pub ping: Option<String>,
    /// A port that should accept connections: `web:80`.
    pub tcp: Option<String>,
    /// A URL that should answer with a status below 400; redirects are not followed.
    pub http: Option<String>,
    /// A script for `sh` that should end with status 0. `$PAILLASSE_TRY` is the number of
    /// the try, from 1.
    pub run: Option<String>,
    /// The node that asks; the sensor when nothing is said.
    pub from: Option<Located<NodeName>>,
    /// How long after a try the next begins; 250ms when nothing is said.
    pub every: Option<Span>,
    /// How long a try may take before it counts as failed; 1s when nothing is said.
    pub wait: Option<Span>,
}

impl Pulse {
    /// Returns what is asked, for a person.
    pub(super) fn what(&self) -> String {
        let run = self.run.as_deref().map(first_line);
        let of = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}"));
        of("ping", &self.ping).or(of("tcp", &self.tcp)).or(self.http.clone()).or(run).unwrap_or_default()
    }

    /// Returns mistakes of the lab.
    pub(super) fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let given = [&self.ping, &self.tcp, &self.http, &self.run].into_iter().flatten().count();
        if given != 1 {
            problems.push(text!("problem-pulse-one", count = given));
        }
        let port = |tcp: &String| {
            tcp.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        };
        if self.tcp.as_ref().is_some_and(|tcp| !port(tcp)) {
            problems.push(text!("problem-pulse-port"));
        }
        if self.every.is_some_and(|every| every.0 < Duration::from_millis(50)) {
            problems.push(text!("problem-pulse-every"));
        }
        problems
    }

    /// The host that is asked; nothing for a script.
    pub(super) fn host(&self) -> Option<&str> {
        let tcp = self.tcp.as_ref().and_then(|tcp| tcp.rsplit_once(':')).map(|(host, _)| host);
        let http = self.http.as_ref().and_then(|url| sight::authority(url, sight::WEB)).map(|(host, _)| host);
        self.ping.as_deref().or(tcp).or(http)
    }

    pub(super) fn place(&self, scene: &Scene) -> Place {
        scene.from(self.from.as_ref())
    }

    /// The shell words of one try, and the tools that it takes.
    pub(super) fn attempt(&self) -> (String, Vec<&'static str>) {
        let seconds = self.wait.unwrap_or(WAIT).0.as_secs_f64();
        if let Some(host) = &self.ping {
            (format!("ping -n -c 1 -W {seconds} -- {}", quote(host)), vec!["ping"])
        } else if let Some((host, port)) = self.tcp.as_ref().and_then(|tcp| tcp.rsplit_once(':')) {
            (format!("nc -z -w {} -- {} {port}", seconds.ceil(), quote(host)), vec!["nc"])
        } else if let Some(url) = &self.http {
            let url = quote(url);
            (
                format!("curl -q -sSf -o /dev/null --noproxy '*' --max-time {seconds} --url {url}"),
                vec!["curl"],
            )
        } else {
            (self.run.clone().unwrap_or_default(), Vec::new())
        }
    }

    /// Returns the script that starts the loop and prints its directory.
    fn start_script(&self, place: &Place) -> String {
        let (attempt, mut tools) = self.attempt();
        let way = sight::way(place, self.host());
        tools.extend(["mktemp", "timeout", "setsid", "awk", "sleep"]);
        let (every, wait) = (self.every.unwrap_or(EVERY).0, self.wait.unwrap_or(WAIT).0);
        // The loop stands in a file that only root reads: it may hold a password.
        format!(
            "{}{way}dir=$(mktemp -d) || exit\n: >\"$dir/log\"\ncat >\"$dir/try\" <<'END-OF-TRY'\n{attempt}\nEND-OF-TRY\n\
             cat >\"$dir/loop\" <<'END-OF-LOOP'\ncd \"$1\" || exit\nn=0\n\
             while [ ! -e stop ]; do\nn=$((n + 1))\nread -r start rest </proc/uptime\n\
             [ \"${{start%.*}}\" -lt \"$2\" ] || exit\n\
             PAILLASSE_TRY=$n timeout -k 1 {} sh ./try >said 2>&1 </dev/null\nstatus=$?\n\
             read -r end rest </proc/uptime\n\
             echo \"try $n $status $start $end\" >>log\n[ $status = 0 ] || cp said failed\nsleep {}\ndone\n\
             echo ended >>log\nEND-OF-LOOP\n\
             read -r up rest </proc/uptime\n\
             setsid sh \"$dir/loop\" \"$dir\" $((${{up%.*}} + {LIFE})) >/dev/null 2>&1 </dev/null &\n\
             echo \"$dir\"\n",
            sight::need(&tools),
            wait.as_secs_f64(),
            every.as_secs_f64(),
        )
    }
}

/// A loop that runs.
pub(super) struct Loop<'a> {
    pulse: &'a Pulse,
    place: Place,
    dir: String,
}

impl<'a> Loop<'a> {
    /// Starts asking, and waits until the service answers.
    ///
    /// # Errors
    /// When it never does.
    pub fn start(pulse: &'a Pulse, course: &mut Course<'_>) -> Result<Self, Halt> {
        let scene = course.scene;
        let place = pulse.place(scene);
        let output = course.run(scene.run_on(place.clone(), pulse.start_script(&place)))?;
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict.into());
        }
        let dir = succeeded("mktemp", output)?.trim().to_owned();
        if let Some(verdict) = sight::blind(&place, &dir, pulse.host().unwrap_or_default()) {
            return Err(verdict.into());
        }
        let started = Self { pulse, place, dir };
        let wait = format!(
            "cd {} || exit\nread -r begin rest </proc/uptime\nwhile :; do\n\
             if tail -n 3 log | awk '$1 == \"try\" && $3 == 0 {{ n++ }} END {{ exit n < 3 }}'; then echo ready; exit 0; fi\n\
             read -r now rest </proc/uptime\n[ $((${{now%.*}} - ${{begin%.*}})) -lt {} ] || break\n\
             sleep 0.1\ndone\necho \"never $(tail -n 1 log | cut -d' ' -f3)\"\nhead -c 300 failed 2>/dev/null\n: >stop\n",
            quote(&started.dir),
            READY.as_secs()
        );
        let output = course.run(scene.run_long(started.place.clone(), wait, READY * 2))?;
        match succeeded("sh", output)?.split_once('\n') {
            Some(("ready", _)) => Ok(started),
            // What the script of a lab calls is not there: that says nothing of the service.
            Some(("never 126" | "never 127", said)) if pulse.run.is_some() => {
                let status = i64::from(output.stdout.starts_with("never 127")) + 126;
                let cause =
                    text!("error-tool-failed", tool = pulse.what(), status = status, said = excerpt(said));
                Err(Verdict::Error(cause).into())
            }
            Some((never, said)) if never.starts_with("never") => {
                Err(pulse.never(&started.place, said).into())
            }
            _ => Err(unreadable("sh", &output.stdout).into()),
        }
    }

    fn here(&self, course: &mut Course<'_>, script: &str, least: Duration) -> Result<(), Halt> {
        let script = format!("cd {} || exit\n{script}", quote(&self.dir));
        let output = course.run(course.scene.run_long(self.place.clone(), script, least))?;
        succeeded("sh", output)?;
        Ok(())
    }

    /// Notes the time of something that happens elsewhere.
    ///
    /// # Errors
    /// When the machine does not answer.
    pub fn mark(&self, course: &mut Course<'_>, name: &str) -> Result<(), Halt> {
        self.here(
            course,
            &format!("read -r up rest </proc/uptime\necho \"mark {name} $up\" >>log\n"),
            Duration::ZERO,
        )
    }

    /// Goes on asking for this long.
    ///
    /// # Errors
    /// When the machine does not answer.
    pub fn hold(&self, course: &mut Course<'_>, time: Duration) -> Result<(), Halt> {
        self.here(course, &format!("sleep {}\n", time.as_secs_f64()), time + Duration::from_secs(30))
    }

    /// Goes on until the service has answered without a failure for `calm`, at most `time`.
    ///
    /// # Errors
    /// When the machine does not answer.
    pub fn settle(&self, course: &mut Course<'_>, time: Duration, calm: Duration) -> Result<(), Halt> {
        let script = format!(
            "read -r begin rest </proc/uptime\nwhile :; do\nread -r now rest </proc/uptime\n\
             awk -v now=\"$now\" -v begin=\"$begin\" 'BEGIN {{ last = begin }} $1 == \"try\" && $3 != 0 && $5 > last {{ last = $5 }}\n\
             END {{ exit !(now - last >= {} || now - begin >= {}) }}' log && exit 0\nsleep 0.2\ndone\n",
            calm.as_secs_f64(),
            time.as_secs_f64()
        );
        self.here(course, &script, time + Duration::from_secs(30))
    }

    /// Ends the loop and returns what it noted.
    ///
    /// # Errors
    /// When it did not run all the time.
    pub fn end(self, course: &mut Course<'_>) -> Result<Record, Halt> {
        let wait = self.pulse.wait.unwrap_or(WAIT).0;
        let every = self.pulse.every.unwrap_or(EVERY).0;
        // Tries of the same outcome that follow one another become one line.
        let script = format!(
            "cd {} || exit\n: >stop\nfor i in $(seq {}); do [ \"$(tail -n 1 log)\" = ended ] && break; sleep 0.1; done\n\
             awk 'function flush() {{ if (n) print \"tries\", ok, first, last, start, late, end, gap; n = 0 }}\n\
             $1 == \"try\" {{ good = $3 == 0; if (n && good != ok) flush()\n\
             step = seen ? $4 - before : 0\nif (!n) {{ ok = good; first = $2; start = $4; gap = 0 }}\n\
             if (step > gap) gap = step\nn++; seen = 1; last = $2; late = $4; end = $5; before = $4; next }}\n\
             {{ flush(); print }} END {{ flush() }}' log\nhead -c 300 failed 2>/dev/null\ncd /; rm -rf {}\n",
            quote(&self.dir),
            (wait + every).as_secs() * 10 + 50,
            quote(&self.dir)
        );
        let output = course.run(course.scene.run_long(
            self.place.clone(),
            script,
            wait + every + Duration::from_secs(30),
        ))?;
        let printed = succeeded("awk", output)?;
        let record = Record::read(printed).ok_or_else(|| unreadable("awk", printed))?;
        let step = (wait + every).as_secs_f64() + STALL;
        match record.runs.iter().map(|run| run.gap).fold(0.0, f64::max) {
            stall if stall > step => {
                Err(Verdict::Error(text!("error-pulse-stalled", seconds = seconds(stall))).into())
            }
            _ => Ok(record),
        }
    }

    /// Returns the fact that an interruption belongs to.
    pub fn of(pulse: &Pulse, scene: &Scene) -> Text {
        text!("fact-pulse", what = pulse.what(), from = pulse.place(scene).to_string())
    }
}

/// Tries of the same outcome that followed one another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tries {
    /// Whether they succeeded.
    pub ok: bool,
    /// The numbers of the first and of the last.
    pub numbers: (u64, u64),
    /// When the first began.
    pub start: f64,
    /// When the last began.
    pub late: f64,
    /// When the last ended.
    pub end: f64,
    /// The longest time from the beginning of one, or of the one before them, to the next.
    pub gap: f64,
}

/// What a loop noted; times are seconds since the start of the machine.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Record {
    /// The tries, in order.
    pub runs: Vec<Tries>,
    marks: Vec<(String, f64)>,
    /// The last words of a try that failed.
    pub failed: String,
}

/// A time without the service.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outage {
    /// When the first try failed.
    pub start: f64,
    /// When the last failed try began.
    pub late: f64,
    /// When a try succeeded again; nothing when none did.
    pub end: Option<f64>,
    /// The time from one try to the next.
    gap: f64,
}

impl Outage {
    /// How long it lasted at least.
    pub fn certain(&self) -> f64 {
        self.late - self.start
    }

    /// Says how long it lasted.
    pub fn text(&self) -> Text {
        let (lasted, within) = (self.end.unwrap_or(self.late) - self.start, seconds(self.gap.max(0.01)));
        match self.end {
            Some(_) => text!("pulse-outage", seconds = seconds(lasted), within = within),
            None => text!("pulse-for-good", seconds = seconds(lasted)),
        }
    }
}

/// Writes seconds with one decimal, two when they are few.
pub(super) fn seconds(value: f64) -> String {
    if value < 1.0 { format!("{value:.2}") } else { format!("{value:.1}") }
}

impl Record {
    /// Reads what [`Loop::end`] prints; nothing when the loop did not run to its end.
    pub fn read(printed: &str) -> Option<Self> {
        let (log, failed) = printed.split_once("ended\n")?;
        let mut record = Self { failed: failed.trim().to_owned(), ..Self::default() };
        for line in log.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["mark", name, at] => record.marks.push(((*name).to_owned(), at.parse().ok()?)),
                ["tries", ok, first, last, start, late, end, gap] => record.runs.push(Tries {
                    ok: *ok == "1",
                    numbers: (first.parse().ok()?, last.parse().ok()?),
                    start: start.parse().ok()?,
                    late: late.parse().ok()?,
                    end: end.parse().ok()?,
                    gap: gap.parse().ok()?,
                }),
                _ => return None,
            }
        }
        (!record.runs.is_empty()).then_some(record)
    }

    /// When something was marked.
    pub fn at(&self, name: &str) -> Option<f64> {
        self.marks.iter().find(|(known, _)| known == name).map(|(_, at)| *at)
    }

    /// The times without the service that did not end before `since`.
    pub fn outages(&self, since: f64) -> Vec<Outage> {
        let mut outages: Vec<Outage> = Vec::new();
        let mut open = false;
        for run in &self.runs {
            match (run.ok, outages.last_mut().filter(|_| open)) {
                // A mark splits a series of tries in two.
                (false, Some(outage)) => {
                    outage.late = run.late;
                    outage.gap = outage.gap.max(run.gap);
                }
                (false, None) => {
                    outages.push(Outage { start: run.start, late: run.late, end: None, gap: run.gap });
                    open = true;
                }
                (true, Some(outage)) => {
                    outage.end = Some(run.start);
                    outage.gap = outage.gap.max(run.start - outage.late);
                    open = false;
                }
                (true, None) => {}
            }
        }
        outages.retain(|outage| outage.late >= since);
        outages
    }

    /// How many tries failed that began after `since`.
    pub fn errors(&self, since: f64) -> u64 {
        let failed = self.runs.iter().filter(|run| !run.ok && run.late >= since);
        failed.map(|run| run.numbers.1 - run.numbers.0 + 1).sum()
    }

    /// The numbers of the tries that succeeded.
    pub fn acknowledged(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().filter(|run| run.ok).flat_map(|run| run.numbers.0..=run.numbers.1)
    }

    /// Judges interruptions and failed tries since `since`.
    pub fn judge(
        &self,
        fact: &Text,
        since: f64,
        most: Option<Span>,
        errors: Option<u64>,
        findings: &mut Findings,
    ) {
        let longest = self.outages(since).into_iter().max_by(|a, b| a.certain().total_cmp(&b.certain()));
        if let (Some(most), Some(longest)) = (most, longest)
            && longest.certain() > most.0.as_secs_f64()
        {
            let bound = text!("expect-at-most", bound = most.to_string());
            findings.gap(fact.clone(), bound, longest.text());
        }
        let failed = self.errors(since);
        if let Some(errors) = errors.filter(|errors| failed > *errors) {
            let actual = text!("pulse-errors", count = failed, said = excerpt(&self.failed));
            findings.gap(fact.clone(), text!("pulse-errors-most", count = errors), actual);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    const LOG: &str = "tries 1 1 40 100.00 110.00 110.01 0.26\nmark begin 110.10\ntries 0 41 44 110.27 114.05 115.05 1.26\n\
        mark done 115.20\ntries 0 45 45 115.31 115.31 116.31 1.26\ntries 1 46 60 116.57 120.20 120.21 1.26\nended\nno answer\n";

    #[test]
    fn an_interruption_goes_on_over_a_mark() {
        let record = Record::read(LOG).unwrap();
        assert_eq!(record.at("begin"), Some(110.1));
        let outages = record.outages(110.1);
        assert_eq!(outages.len(), 1);
        assert!((outages[0].certain() - 5.04).abs() < 1e-9, "{outages:?}");
        assert_eq!(outages[0].end, Some(116.57));
        assert_eq!(record.errors(0.0), 5);
        assert_eq!(record.acknowledged().count(), 55);
        assert_eq!(record.failed, "no answer");
        assert!(record.outages(116.0).is_empty());
    }

    #[test]
    fn a_loop_that_was_cut_off_is_not_read() {
        assert_eq!(Record::read(LOG.split("ended").next().unwrap()), None);
        assert_eq!(Record::read("ended\n"), None);
        assert_eq!(Record::read("awk: no\nended\n"), None);
    }
}
