//! A line that is logged here arrives there.
//!
//! A witness is logged on one node and looked for on another. It holds the nonce of the
//! check, so that neither an old line nor that of another check does. It reaches the tools on their standard input: a node that records the commands
//! it runs would otherwise hold it without any propagation.
//!
//! The runner polls all probes, so a witness may be logged several times: that it arrives
//! at all is what counts. Looking takes two seconds at least when it is not there, which
//! keeps repetitions few. A drill is not polled; there, looking itself takes `wait`.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::{Matcher, Observed};
use crate::check::sight;
use crate::check::verdict::{excerpt, status_of, succeeded, unreadable};
use crate::check::{Act, Check, Findings, Level, Place, Probe, Scene, Verdict, as_user};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::located::Located;
use crate::name::NodeName;
use crate::quantity::Span;
use crate::text;

/// How long a line is looked for before the runner tries again.
const LOOK: Duration = Duration::from_secs(2);

/// Logs a line on the node of `on` and looks for it elsewhere. Give the check a `within`,
/// the longest that the line may take.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LogPropagation {
    /// The facility of the line; `user` when nothing is said.
    pub facility: Option<String>,
    /// Its severity; `notice` when nothing is said.
    pub severity: Option<String>,
    /// Its tag, the name of the program; `paillasse` when nothing is said.
    pub tag: Option<String>,
    /// How many lines are logged, all of which have to arrive; 1 when nothing is said, 100
    /// at most.
    #[serde(default = "one")]
    pub lines: u8,
    /// Instead of a line to syslog: a script, run as root, that does what should leave a
    /// line (a request, a login) with `$PAILLASSE_WITNESS` in it. Whether it succeeds does
    /// not count. Without `on`, it is the sensor that does it.
    pub action: Option<String>,
    /// Where the line should arrive.
    #[serde(rename = "in")]
    pub found: Target,
    /// What the line should look like where it arrives, besides the witness: `{ contains:
    /// web1 }`.
    pub line: Option<Matcher>,
    /// Where it should not be; looked at once it has arrived.
    #[serde(default)]
    pub not_in: Vec<Target>,
    /// A node that is stopped while the line is logged, and started again afterwards: the
    /// line must not be lost. A drill, done to clones at level `full`.
    pub while_stopped: Option<Located<NodeName>>,
    /// With `while-stopped`: how long the line may take once the node is back; 60s when
    /// nothing is said.
    pub wait: Option<Span>,
}

fn one() -> u8 {
    1
}

/// A place where lines are kept: one of `file`, `journal`, `query`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// The node.
    pub on: Located<NodeName>,
    /// A file, or a directory whose files are all searched.
    pub file: Option<String>,
    /// The journal of systemd: true for that of the node.
    #[serde(default)]
    pub journal: bool,
    /// The directory of a journal, such as that of systemd-journal-remote.
    pub journal_directory: Option<String>,
    /// A script, run as root, that prints the lines where `$PAILLASSE_WITNESS` stands.
    pub query: Option<String>,
}

impl Target {
    fn place(&self) -> Place {
        Place::Node(self.on.value.clone())
    }

    fn name(&self) -> String {
        let what = match (&self.file, &self.journal_directory, &self.query) {
            (Some(path), _, _) | (None, Some(path), _) => path.clone(),
            (None, None, Some(_)) => "query".to_owned(),
            (None, None, None) => "journal".to_owned(),
        };
        format!("{}:{what}", self.on.value)
    }

    fn ways(&self) -> usize {
        [self.file.is_some(), self.journal || self.journal_directory.is_some(), self.query.is_some()]
            .iter()
            .filter(|way| **way)
            .count()
    }

    /// Prints `found` lines, tried until there are `lines` of them or the time is over;
    /// then `looked STATUS`, the status of the last look.
    fn script(&self, word: &str, lines: u8, wait: Duration) -> String {
        let mut script = sight::need(&["grep", "sed", "awk", "mktemp", "sleep"]);
        let look = match (&self.file, &self.query) {
            (Some(path), _) => {
                let path = quote(path);
                // The pattern is read from a file: an argument would be seen.
                format!("[ -e {path} ] || return 0\ngrep -rahF -f \"$d/word\" -- {path} 2>\"$d/err\"; s=$?; [ $s -eq 1 ] && s=0; return $s\n")
            }
            (None, Some(query)) => {
                let query = as_user(None, &format!("PAILLASSE_WITNESS={word}; export PAILLASSE_WITNESS\n{query}"), None);
                format!("(\n{query}\n) 2>\"$d/err\"\n")
            }
            (None, None) => {
                script.push_str(&sight::need(&["journalctl"]));
                let from = self.journal_directory.as_ref().map_or("--since=-1h".to_owned(), |path| format!("-D {}", quote(path)));
                let absent = self.journal_directory.as_ref().map_or(String::new(), |path| format!("[ -e {} ] || return 0\n", quote(path)));
                format!("{absent}journalctl -q --no-pager -o short-iso {from} >\"$d/all\" 2>\"$d/err\" || return\ngrep -aF -f \"$d/word\" \"$d/all\"; return 0\n")
            }
        };
        script.push_str(&format!(
            "d=$(mktemp -d) || exit 1\ntrap 'rm -rf \"$d\"' EXIT\nprintf '%s\\n' {word} >\"$d/word\"\nlook() {{\n{look}}}\n\
             end=$(($(date +%s) + {}))\nwhile :; do\nlook >\"$d/out\"; s=$?\n\
             grep -aF -f \"$d/word\" \"$d/out\" >\"$d/seen\"\n\
             [ \"$(grep -ac . \"$d/seen\")\" -ge {lines} ] && break\n[ $(date +%s) -ge $end ] && break\nsleep 0.3\ndone\n\
             tail -n 200 \"$d/seen\" | awk 'NR == FNR {{ word = $0; next }} length > 1000 {{ at = index($0, word); \
             $0 = substr($0, 1, 400) \" … \" substr($0, at > 801 ? at - 400 : 401, 500) }} {{ print \"found \" $0 }}' \"$d/word\" -\nhead -c 400 \"$d/err\" 2>/dev/null | sed 's/^/said /'\n\
             printf '\\nlooked %s\\n' $s\n",
            wait.as_secs().max(1),
        ));
        script
    }
}

/// What was seen at a place.
struct Seen<'a> {
    lines: Vec<&'a str>,
    status: i32,
    said: String,
}

impl<'a> Seen<'a> {
    fn read(target: &Target, output: &'a ExecOutput) -> Result<Self, Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let name = target.name();
        let printed = succeeded(&name, output)?;
        let (mut lines, mut said, mut status) = (Vec::new(), Vec::new(), None);
        for line in printed.lines().filter(|line| !line.is_empty()) {
            match line.split_once(' ') {
                Some(("found", line)) => lines.push(line),
                Some(("said", words)) => said.push(words),
                Some(("looked", number)) => status = number.parse().ok(),
                _ => return Err(unreadable(&name, printed)),
            }
        }
        let status = status.ok_or_else(|| unreadable(&name, printed))?;
        // A tool that is missing is a mistake of the lab, whoever looks for what.
        if matches!(status, 126 | 127) {
            return Err(Verdict::Error(text!("error-tool-failed", tool = name, status = status, said = said.join(" "))));
        }
        Ok(Self { lines, status, said: said.join(" ") })
    }
}

/// A word that this check alone looks for, in this run.
fn word(scene: &Scene) -> String {
    format!("pa{}", scene.nonce)
}

const FACILITIES: [&str; 20] = [
    "auth", "authpriv", "cron", "daemon", "ftp", "kern", "lpr", "mail", "news", "syslog", "user", "uucp", "local0",
    "local1", "local2", "local3", "local4", "local5", "local6", "local7",
];
const SEVERITIES: [&str; 8] = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

impl LogPropagation {
    fn facility(&self) -> &str {
        self.facility.as_deref().unwrap_or("user")
    }

    fn severity(&self) -> &str {
        self.severity.as_deref().unwrap_or("notice")
    }

    fn tag(&self) -> &str {
        self.tag.as_deref().unwrap_or("paillasse")
    }

    fn emission(&self, scene: &Scene) -> Probe {
        let word = word(scene);
        if let Some(action) = &self.action {
            let script = format!("PAILLASSE_WITNESS={word}; export PAILLASSE_WITNESS\n{action}");
            return scene.run(format!("(\n{}\n)\necho \"emitted $?\"\n", as_user(None, &script, None)));
        }
        // Some are answered by nothing at all when there is no socket to write to.
        let logger = format!(
            "logger --socket-errors=on -p {}.{} -t {}",
            quote(self.facility()),
            quote(self.severity()),
            quote(self.tag())
        );
        let numbers: String = (1..=self.lines).map(|number| format!(" {number}")).collect();
        scene.run(format!(
            "{}for n in{numbers}; do echo \"temoin {word}-$n.\"; done | {logger}\necho \"emitted $?\"\n",
            sight::need(&["logger"])
        ))
    }

    /// Judges the emission; what keeps it from being made is not judged.
    fn emitted(&self, output: &ExecOutput, findings: &mut Findings, node: &Place) -> Result<(), Verdict> {
        if let Some(verdict) = sight::missing_tool(output) {
            return Err(verdict);
        }
        let tool = if self.action.is_some() { "action" } else { "logger" };
        status_of(tool, output)?;
        let status = output.stdout.lines().rev().find_map(|line| line.strip_prefix("emitted ")?.parse::<i32>().ok());
        let Some(status) = status else { return Err(unreadable(tool, &output.stdout)) };
        match (status, &self.action) {
            (126 | 127, _) => Err(Verdict::Error(text!("error-tool-failed", tool = tool, status = status, said = excerpt(&output.stderr)))),
            (0, _) | (_, Some(_)) => Ok(()),
            (_, None) => {
                let fact = text!("fact-log-emitted", node = %node);
                findings.gap(fact, text!("log-accepted"), excerpt(&output.stderr));
                Ok(())
            }
        }
    }

    fn arrived(&self, word: &str, seen: &Seen, findings: &mut Findings) {
        let fact = || text!("fact-log-in", place = self.found.name());
        let whole = |number: u8| format!("{word}-{number}.");
        let missing = match self.action {
            Some(_) => usize::from(seen.lines.is_empty()),
            None => (1..=self.lines).filter(|number| !seen.lines.iter().any(|line| line.contains(&whole(*number)))).count(),
        };
        if missing > 0 {
            let actual = match (seen.status, self.lines, missing) {
                (0, 1, _) => text!("shown-absent"),
                (0, lines, missing) => text!("log-lost", missing = missing, lines = lines),
                (status, ..) => text!("restore-status", status = status, said = excerpt(&seen.said)),
            };
            findings.gap(fact(), text!("shown-present"), actual);
        } else if let Some(line) = &self.line {
            let fitting = seen.lines.iter().find(|seen| line.accepts(&Observed::text(seen)) == Ok(true));
            if fitting.is_none() {
                let last = Observed::text(seen.lines.last().copied().unwrap_or_default());
                findings.expect(text!("fact-log-line", place = self.found.name()), Some(line), &last);
            }
        }
    }
}

impl Check for LogPropagation {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let word = word(scene);
        let wait = match &self.while_stopped {
            Some(_) => self.wait.map_or(Duration::from_secs(60), |wait| wait.0),
            None => LOOK,
        };
        let power = |act: Act| self.while_stopped.iter().map(move |node| Probe { place: Place::Node(node.value.clone()), act: act.clone() });
        let mut probes: Vec<Probe> = power(Act::Stop).collect();
        probes.push(self.emission(scene));
        probes.extend(power(Act::Start));
        let found = self.found.script(&word, self.lines, wait);
        probes.push(scene.run_long(self.found.place(), found, wait + sight::MARGIN * 2));
        for target in &self.not_in {
            // One look is enough: it has arrived where it should, or has failed to.
            let script = target.script(&word, 1, Duration::from_secs(1));
            probes.push(scene.run_on(target.place(), script));
        }
        probes
    }

    fn judge(&self, scene: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let powers = usize::from(self.while_stopped.is_some());
        if outputs.len() != 2 * powers + 2 + self.not_in.len() {
            return Verdict::Error(text!("error-no-output"));
        }
        let mut findings = Findings::new();
        let arrival = 2 * powers + 1;
        let judged = self.emitted(&outputs[powers], &mut findings, &scene.on).and_then(|()| {
            let seen = Seen::read(&self.found, &outputs[arrival])?;
            self.arrived(&word(scene), &seen, &mut findings);
            for (target, output) in self.not_in.iter().zip(&outputs[arrival + 1..]) {
                let seen = Seen::read(target, output)?;
                // What could not be looked at may hold the line.
                if seen.status != 0 && seen.lines.is_empty() {
                    let (status, said) = (seen.status, seen.said);
                    return Err(Verdict::Error(text!("error-tool-failed", tool = target.name(), status = status, said = said)));
                }
                if let Some(line) = seen.lines.first() {
                    findings.gap(text!("fact-log-in", place = target.name()), text!("shown-absent"), excerpt(line));
                }
            }
            Ok(())
        });
        match judged {
            Ok(()) => findings.verdict(),
            Err(verdict) => verdict,
        }
    }

    fn level(&self) -> Level {
        if self.while_stopped.is_some() { Level::Full } else { Level::Quick }
    }

    fn nodes(&self) -> Vec<&Located<NodeName>> {
        let targets = self.not_in.iter().chain([&self.found]).map(|target| &target.on);
        targets.chain(&self.while_stopped).collect()
    }

    fn wants_node(&self) -> bool {
        self.action.is_none()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let targets = || self.not_in.iter().chain([&self.found]);
        if targets().any(|target| target.ways() != 1) {
            problems.push(text!("problem-log-where"));
        }
        if targets().any(|target| target.query.as_ref().is_some_and(|query| !query.contains("PAILLASSE_WITNESS"))) {
            problems.push(text!("problem-log-query"));
        }
        if !FACILITIES.contains(&self.facility()) || !SEVERITIES.contains(&self.severity()) {
            problems.push(text!("problem-log-priority", given = format!("{}.{}", self.facility(), self.severity())));
        }
        if self.lines == 0 || self.lines > 100 {
            problems.push(text!("problem-log-lines"));
        }
        let syslog = self.facility.is_some() || self.severity.is_some() || self.tag.is_some() || self.lines != 1;
        if self.action.is_some() && syslog {
            problems.push(text!("problem-log-action"));
        }
        if self.action.as_ref().is_some_and(|action| !action.contains("PAILLASSE_WITNESS")) {
            problems.push(text!("problem-log-witness"));
        }
        if self.wait.is_some() && self.while_stopped.is_none() {
            problems.push(text!("problem-log-wait"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LogPropagation, Seen, Target};
    use crate::check::{Act, Check, Level, Place, Scene};
    use crate::exec::{Ended, ExecOutput};

    fn kind(yaml: &str) -> LogPropagation {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn scene() -> Scene {
        Scene { on: Place::Node("web".parse().unwrap()), timeout: Duration::from_secs(1), nonce: "0123".to_owned() }
    }

    #[test]
    fn the_collector_is_down_while_the_line_is_logged() {
        let drill = kind("{ in: { on: logs, file: /var/log/a }, while-stopped: logs, lines: 3 }");
        assert_eq!(drill.level(), Level::Full);
        let acts: Vec<bool> = drill.probes(&scene()).iter().map(|probe| matches!(probe.act, Act::Run(_))).collect();
        assert_eq!(acts, [false, true, false, true]);
        assert_eq!(drill.probes(&scene())[1].place, scene().on);
    }

    /// A document in JSON is one line, and the witness may stand far from its beginning.
    #[test]
    fn the_witness_is_shown_of_a_long_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let line = format!("{{\"fields\": \"{}\", \"message\": \"temoin pa0123-1.\"}}\n", "x".repeat(3000));
        std::fs::write(file.path(), line).unwrap();
        let target: Target =
            serde_saphyr::from_str(&format!("{{ on: logs, file: {} }}", file.path().display())).unwrap();
        let script = target.script("pa0123", 1, Duration::ZERO);
        let ran = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
        let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
        let output = ExecOutput { ended: Ended::Status(0), stdout: printed, stderr: String::new() };
        let seen = Seen::read(&target, &output).map_err(|verdict| verdict.word()).unwrap();
        assert!(seen.lines[0].starts_with("{\"fields\"") && seen.lines[0].contains("pa0123-1."));
        assert!(seen.lines[0].len() < 1000);
    }
}
