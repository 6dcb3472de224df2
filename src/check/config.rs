//! The configuration that is in effect, rather than the text of a file.
//!
//! A daemon is asked: includes, `Match` blocks, which of two lines wins and what holds
//! where nothing is written are its own affair, and text tells none of it. For the files
//! of programs that cannot be asked, the file is read as data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::daemon::{ACCEPTED, Daemon, MISSING, REFUSED, SILENT};
use crate::check::directives::{
    Directive, Inherit, bind_block, chains, haproxy_chain, lookup, nginx_block, parse, parse_haproxy, parse_nginx,
};
use crate::check::deliverable;
use crate::check::document::{Document, Format, Found};
use crate::check::matcher::{Matcher, Observed};
use crate::check::setting::{Said, as_taken, each, nginx_default, one_spelling, sshd, words, written};
use crate::check::sight;
use crate::check::verdict::{excerpt, succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

/// Compares the configuration that a daemon really uses, or values in a configuration
/// file. A daemon that is not installed, or that refuses its configuration, is a failure
/// that says so.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The daemon that is asked: `sshd`, `nginx`, `postfix`, `samba`, `haproxy`, `bind` or
    /// `postgresql`.
    pub of: Option<Daemon>,
    /// A file of a program that cannot be asked, by its absolute path; at most 128 KiB are
    /// read. With `of`, the main file of `sshd`, `nginx`, `samba`, `haproxy` or `bind`
    /// when it is not where Debian puts it.
    pub file: Option<String>,
    /// How the file is written: `ini`, `json`, `yaml`, `toml`, `csv` or `key-value`; what its
    /// extension says when nothing is said. In `ini` and `key-value`, a key that is
    /// written several times is a list, and one without a value is `true`.
    pub format: Option<Format>,
    /// With `of: sshd`, for which connection: `{ user: backup, addr: 10.0.0.5 }`; also
    /// `host`, `laddr`, `lport`, `rdomain`. Without it, `Match` blocks other than `all` do
    /// not count.
    #[serde(default, rename = "for")]
    pub connection: BTreeMap<String, String>,
    /// The place that is looked at; what is not written there is taken from outside, as
    /// the daemon does. nginx: `server prod.test`, `server prod.test:443`, `server
    /// prod.test > location /api`, `events` (the `http` block when nothing is said; where
    /// several servers have the name, each has to comply); BIND: `zone clinique.test`,
    /// `view interne > zone clinique.test`; HAProxy: `backend web`, `defaults`; Samba: the
    /// name of a share; Postfix: a service of master.cf, `submission/inet`; PostgreSQL:
    /// the database (`postgres` when nothing is said).
    pub section: Option<String>,
    /// What is expected, by name: `{ PermitRootLogin: "no" }`, `{ server_tokens: "off" }`.
    /// A name may hold the first words of what follows: `timeout connect`, `option
    /// httplog` (which is `true` where it is written), `add_header X-Frame-Options`. What
    /// is written several times is a list. In a file, a path of keys separated by dots.
    /// Units are those of the daemon (`128MB` in PostgreSQL); the durations of sshd may
    /// be written `2min`.
    #[serde(default)]
    pub values: BTreeMap<String, Matcher>,
    /// Names that should be written nowhere (or, with `sshd`, `postfix` and `samba`, hold
    /// nothing).
    #[serde(default)]
    pub absent: Vec<String>,
    /// Whether the daemon should be running with the configuration as it stands: started
    /// or reloaded since its files changed, by their dates. Not looked at when nothing is
    /// said. Samba reads its files again by itself and only has to run; PostgreSQL says
    /// itself which values wait for a restart.
    #[serde(default)]
    pub running: bool,
}

impl Config {
    fn keys(&self) -> Vec<&str> {
        self.values.keys().chain(&self.absent).map(String::as_str).collect()
    }

    fn format(&self) -> Option<Format> {
        self.format.or_else(|| Format::of(self.file.as_deref()?))
    }

    /// The steps of `section`, each in words.
    fn path(&self) -> Vec<Vec<&str>> {
        let section = self.section.as_deref().unwrap_or_default();
        section.split('>').map(|step| step.split_whitespace().collect()).filter(|s: &Vec<&str>| !s.is_empty()).collect()
    }

    /// What is looked at, in a few words.
    fn subject(&self) -> String {
        let what = self.of.map(Daemon::word).or(self.file.as_deref()).unwrap_or_default();
        let who = self.connection.iter().map(|(key, value)| format!("{key}={value}"));
        let more: Vec<String> = self.section.iter().cloned().chain(who).collect();
        if more.is_empty() { what.to_owned() } else { format!("{what} ({})", more.join(", ")) }
    }

    fn judge_file(&self, file: &str, output: &ExecOutput) -> Verdict {
        let Some(format) = self.format() else { return Verdict::Error(text!("error-no-output")) };
        let document = match deliverable::read(file, output, |source| Document::parse_settings(format, source), format) {
            Ok(document) => document,
            Err(verdict) => return verdict,
        };
        let mut findings = Findings::new();
        for (path, matcher) in &self.values {
            document.expect(&mut findings, text!("fact-value", path = path.as_str(), file = file), path, matcher);
        }
        for path in &self.absent {
            let found = document.find(path);
            if found != Found::Missing {
                let fact = text!("fact-value", path = path.as_str(), file = file);
                findings.gap(fact, text!("shown-absent"), found.text());
            }
        }
        findings.verdict()
    }

    fn judge_daemon(&self, daemon: Daemon, printed: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let unread = || unreadable(daemon.word(), printed);
        match daemon {
            Daemon::Sshd => {
                let lines: Vec<(&str, &str)> = printed.lines().map(|l| l.split_once(' ').unwrap_or((l, ""))).collect();
                if !lines.iter().any(|(key, _)| *key == "port") {
                    return Err(unread());
                }
                self.compare(findings, &|key| sshd(&lines, key));
            }
            Daemon::Nginx => {
                let root = parse_nginx(printed).ok_or_else(unread)?;
                let http = || chains(&root, &[vec!["http"]], &nginx_block);
                let path = self.path();
                let found = if path.is_empty() {
                    http()
                } else {
                    let inside: Vec<Vec<&str>> = std::iter::once(vec!["http"]).chain(path.iter().cloned()).collect();
                    let inside = chains(&root, &inside, &nginx_block);
                    if inside.is_empty() { chains(&root, &path, &nginx_block) } else { inside }
                };
                self.blocks(findings, &found, Inherit::ByName, &|key| nginx_default(key).map(Observed::text));
            }
            Daemon::Bind => {
                let (written, built_in) = printed.split_once("#defaults\n").ok_or_else(unread)?;
                let (root, built_in) = (parse(written).ok_or_else(unread)?, parse(built_in).ok_or_else(unread)?);
                let options = |root| chains(root, &[vec!["options"]], &bind_block).pop();
                let usual = options(&built_in).unwrap_or_default();
                let path = self.path();
                let mut found = chains(&root, &path, &bind_block);
                for chain in &mut found {
                    let top = chain.pop();
                    chain.extend(options(&root).into_iter().flatten().take(1));
                    chain.extend(top);
                }
                self.blocks(findings, &found, Inherit::ByName, &|key| lookup(&usual, &[key], Inherit::ByName)?.pop());
            }
            Daemon::Haproxy => {
                let sections = parse_haproxy(printed).ok_or_else(|| Verdict::Error(text!("error-config-conditions")))?;
                let path = self.path();
                let words = path.first().cloned().unwrap_or_else(|| vec!["global"]);
                let found: Vec<Vec<&[Directive]>> = haproxy_chain(&sections, &words).into_iter().collect();
                self.blocks(findings, &found, Inherit::ByKey, &|_| None);
            }
            Daemon::Postfix | Daemon::Samba => {
                let answers = each(printed).ok_or_else(unread)?;
                if let Some((_, _, said)) = answers.iter().find(|(_, _, said)| said.contains("nknown section")) {
                    self.no_section(findings, Text::verbatim(excerpt(said)));
                    return Ok(());
                }
                for (key, status, said) in &answers {
                    if *status != 0 && !said.contains("nknown parameter") {
                        return Err(Verdict::Error(text!("error-tool-failed", tool = *key, status = *status, said = excerpt(said))));
                    }
                }
                self.compare(findings, &|key| {
                    let answer = answers.iter().find(|(known, status, _)| *known == key && *status == 0);
                    vec![answer.map(|(_, _, said)| vec![Observed::text(said.trim())]).filter(|said| said[0] != Observed::text(""))]
                });
            }
            Daemon::Postgresql => self.judge_postgresql(printed, findings)?,
        }
        Ok(())
    }

    fn blocks(
        &self,
        findings: &mut Findings,
        found: &[Vec<&[Directive]>],
        inherit: Inherit,
        usual: &dyn Fn(&str) -> Option<Observed>,
    ) {
        if found.is_empty() {
            return self.no_section(findings, text!("shown-absent"));
        }
        let look = |key: &str| -> Said {
            let words: Vec<&str> = key.split_whitespace().collect();
            found.iter().map(|chain| lookup(chain, &words, inherit)).collect()
        };
        self.expect_values(findings, &|key| {
            look(key).into_iter().map(|said| said.or_else(|| usual(key).map(|value| vec![value]))).collect()
        });
        self.expect_absence(findings, &look);
    }

    fn no_section(&self, findings: &mut Findings, actual: Text) {
        findings.gap(Text::verbatim(self.subject()), text!("shown-present"), actual);
    }

    fn compare(&self, findings: &mut Findings, look: &dyn Fn(&str) -> Said) {
        self.expect_values(findings, look);
        self.expect_absence(findings, look);
    }

    fn expect_values(&self, findings: &mut Findings, look: &dyn Fn(&str) -> Said) {
        for (key, matcher) in &self.values {
            let matcher = matcher.clone().map_words(&|word| one_spelling(self.of, word));
            for said in look(key) {
                let fact = text!("fact-config", key = key.as_str(), of = self.subject());
                match said.as_deref() {
                    None | Some([]) => findings.gap(fact, matcher.describe(), text!("config-not-set")),
                    Some([one]) => {
                        let seen = written(&as_taken(self.of, key, one), &matcher);
                        findings.expect(fact, Some(&matcher), &seen);
                    }
                    Some(many) => {
                        let seen = Observed::list(many.iter().map(|value| one_spelling(self.of, &words(value))));
                        findings.expect(fact, Some(&matcher), &seen);
                    }
                }
            }
        }
    }

    fn expect_absence(&self, findings: &mut Findings, look: &dyn Fn(&str) -> Said) {
        for key in &self.absent {
            for said in look(key).into_iter().flatten().filter(|said| !said.is_empty()) {
                let fact = text!("fact-config", key = key.as_str(), of = self.subject());
                findings.gap(fact, text!("shown-absent"), Observed::list(said.iter().map(words)).show());
            }
        }
    }

    fn judge_postgresql(&self, printed: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let mut lines = Vec::new();
        for line in printed.lines() {
            let object: serde_json::Value =
                serde_json::from_str(line).map_err(|_| unreadable("psql", line))?;
            lines.push(object);
        }
        let text_of = |object: &serde_json::Value, key: &str| object[key].as_str().map(str::to_owned);
        for broken in lines.iter().filter(|object| object["error"].is_string()) {
            let place = format!("{}:{}", text_of(broken, "file").unwrap_or_default(), broken["line"]);
            let said = text_of(broken, "error").unwrap_or_default();
            findings.gap(self.fact(), text!("config-accepted"), text!("config-refused", said = format!("{place}: {said}")));
        }
        let setting = |key: &str| {
            lines.iter().find(|o| o["value"].is_string() && text_of(o, "key").is_some_and(|k| k.eq_ignore_ascii_case(key)))
        };
        self.compare(findings, &|key| {
            vec![setting(key).and_then(|object| text_of(object, "value")).map(|value| vec![Observed::text(&value)])]
        });
        if self.running {
            for key in self.values.keys() {
                if setting(key).is_some_and(|object| object["pending"] == true) {
                    let fact = text!("fact-config", key = key.as_str(), of = self.subject());
                    findings.gap(fact, text!("config-loaded"), text!("config-pending"));
                }
            }
            let stale = lines.iter().find(|o| {
                matches!((o["loaded"].as_f64(), o["changed"].as_f64()), (Some(loaded), Some(changed)) if changed > loaded + 1.0)
            });
            if let Some(stale) = stale {
                let file = text_of(stale, "file").unwrap_or_default();
                findings.gap(self.fact(), text!("config-loaded"), text!("config-stale", file = file));
            }
        }
        Ok(())
    }

    fn fact(&self) -> Text {
        text!("fact-config-whole", of = self.subject())
    }

    /// Judges what [`Daemon::age`] prints. A second is not told apart from the next.
    fn judge_age(&self, printed: &str, daemon: Daemon, findings: &mut Findings) -> Result<(), Verdict> {
        let unread = || unreadable("systemctl", printed);
        let mut loaded: Option<i64> = None;
        let (mut state, mut changed) = (None, None);
        for line in printed.lines() {
            match line.split_once(' ') {
                Some(("state", word)) => state = Some(word),
                Some(("loaded", "")) => {}
                Some(("loaded", at)) => loaded = loaded.max(Some(at.parse().map_err(|_| unread())?)),
                Some(("changed", rest)) => {
                    let (at, path) = rest.split_once(' ').ok_or_else(unread)?;
                    changed = Some((at.parse::<i64>().map_err(|_| unread())?, path));
                }
                _ => return Err(unread()),
            }
        }
        let state = state.ok_or_else(unread)?;
        if !matches!(state, "active" | "reloading" | "refreshing") {
            findings.gap(text!("fact-unit-active", unit = daemon.word()), "active", state);
            return Ok(());
        }
        if daemon == Daemon::Samba {
            return Ok(());
        }
        let (loaded, (changed, path)) = (loaded.ok_or_else(unread)?, changed.ok_or_else(unread)?);
        if changed > loaded + 1 {
            findings.gap(self.fact(), text!("config-loaded"), text!("config-stale", file = path));
        }
        Ok(())
    }
}

impl Check for Config {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let file = self.file.as_deref();
        let Some(daemon) = self.of else {
            return vec![scene.run(deliverable::script(file.unwrap_or_default()))];
        };
        let script = daemon.script(file, &self.connection, self.section.as_deref(), &self.keys());
        let age = (self.running && daemon != Daemon::Postgresql).then(|| scene.run(daemon.age(file)));
        std::iter::once(scene.run(script)).chain(age).collect()
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let Some(output) = outputs.first() else { return Verdict::Error(text!("error-no-output")) };
        let Some(daemon) = self.of else {
            return self.judge_file(self.file.as_deref().unwrap_or_default(), output);
        };
        let printed = match succeeded(daemon.word(), output) {
            Ok(printed) => printed,
            Err(verdict) => return verdict,
        };
        let (first, rest) = printed.split_once('\n').unwrap_or((printed, ""));
        match first {
            ACCEPTED => {}
            MISSING => {
                let fact = Text::verbatim(daemon.word());
                return Verdict::fail(fact, text!("shown-installed"), text!("shown-absent"));
            }
            SILENT => return Verdict::fail(self.fact(), text!("expect-answer"), Text::verbatim(excerpt(rest))),
            REFUSED => {
                let actual = text!("config-refused", said = excerpt(&rest.replace('\r', "")));
                return Verdict::fail(self.fact(), text!("config-accepted"), actual);
            }
            _ => return unreadable(daemon.word(), printed),
        }
        let mut findings = Findings::new();
        if let Err(verdict) = self.judge_daemon(daemon, rest, &mut findings) {
            return verdict;
        }
        if self.running && daemon != Daemon::Postgresql {
            let Some(age) = outputs.get(1) else { return Verdict::Error(text!("error-no-output")) };
            if let Some(verdict) = sight::missing_tool(age) {
                return verdict;
            }
            let judged = succeeded("systemctl", age).and_then(|age| self.judge_age(age, daemon, &mut findings));
            if let Err(verdict) = judged {
                return verdict;
            }
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        if self.values.is_empty() && self.absent.is_empty() && !self.running {
            problems.push(text!("problem-config-empty"));
        }
        match (self.of, &self.file) {
            (None, None) => problems.push(text!("problem-config-nothing")),
            (None, Some(file)) if self.format().is_none() => {
                problems.push(text!("problem-facts-format", file = file));
            }
            (Some(Daemon::Postfix | Daemon::Postgresql), Some(file)) => {
                problems.push(text!("problem-config-file", file = file));
            }
            _ => {}
        }
        let only = |wrong: bool, key: &str| wrong.then(|| text!("problem-config-key", key = key));
        problems.extend(only(self.of.is_some() && self.format.is_some(), "format"));
        problems.extend(only(self.of.is_none() && self.running, "running"));
        problems.extend(only(matches!(self.of, None | Some(Daemon::Sshd)) && self.section.is_some(), "section"));
        problems.extend(only(self.of != Some(Daemon::Sshd) && !self.connection.is_empty(), "for"));
        let known = ["user", "host", "addr", "laddr", "lport", "rdomain"];
        for (key, value) in &self.connection {
            if !known.contains(&key.as_str()) || value.contains(',') {
                problems.push(text!("problem-config-for", key = key));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use crate::check::setting::each;
    use crate::check::{Check, Findings, Verdict};

    fn config(yaml: &str) -> Config {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn judged(yaml: &str, printed: &str) -> Verdict {
        let config = config(yaml);
        let mut findings = Findings::new();
        config.judge_daemon(config.of.unwrap(), printed, &mut findings).unwrap();
        findings.verdict()
    }

    #[test]
    fn spellings_of_one_value_are_equal() {
        let sshd = "port 22\npermitrootlogin without-password\nx11forwarding no\nciphers a,b\nallowusers al\nallowusers bo\nlogingracetime 120\n";
        for right in [
            "PermitRootLogin: prohibit-password",
            "PermitRootLogin: without-password",
            "X11Forwarding: false",
            "Ciphers: 'a,b'",
            "AllowUsers: 'al bo'",
            "AllowUsers: { exactly: [bo, al] }",
            "LoginGraceTime: 2min",
            "Port: 22",
        ] {
            assert!(judged(&format!("{{ of: sshd, values: {{ {right} }} }}"), sshd).passed(), "{right}");
        }
        for wrong in ["AllowUsers: [a]", "Ciphers: { lacks: b }", "X11Forwarding: true", "Banner: x", "Port: 2222"] {
            assert!(!judged(&format!("{{ of: sshd, values: {{ {wrong} }} }}"), sshd).passed(), "{wrong}");
        }
    }

    #[test]
    fn a_network_is_not_part_of_another() {
        let postfix = "= 0 mynetworks\n\t110.0.0.0/8, 127.0.0.0/8\n";
        assert!(!judged("{ of: postfix, values: { mynetworks: [10.0.0.0/8] } }", postfix).passed());
        assert!(judged("{ of: postfix, values: { mynetworks: [127.0.0.0/8] } }", postfix).passed());
        assert!(judged("{ of: postfix, values: { mynetworks: '110.0.0.0/8 127.0.0.0/8' } }", postfix).passed());
    }

    #[test]
    fn a_file_older_than_the_last_reload_is_loaded() {
        let nginx = config("{ of: nginx, running: true }");
        let age = |printed: &str| {
            let mut findings = Findings::new();
            nginx.judge_age(printed, nginx.of.unwrap(), &mut findings).map(|()| findings.verdict().word())
        };
        assert_eq!(age("state active\nloaded 100\nloaded 200\nchanged 201 /a b\n"), Ok("pass"));
        assert_eq!(age("state active\nloaded 100\nchanged 102 /a\n"), Ok("fail"));
        assert_eq!(age("state inactive\nloaded \nchanged 102 /a\n"), Ok("fail"));
        assert!(age("state active\nloaded 100\n").is_err());
    }

    #[test]
    fn answers_are_told_apart() {
        assert_eq!(each("= 0 a\n\tx\n\ty\n= 1 b\n"), Some(vec![("a", 0, "x\ny\n".to_owned()), ("b", 1, String::new())]));
        assert_eq!(each("\tx\n"), None);
    }

    #[test]
    fn a_check_that_cannot_fail_or_makes_no_sense_is_refused() {
        let problems = |yaml: &str| config(yaml).problems().len();
        assert_eq!(problems("{ of: sshd }"), 1);
        assert_eq!(problems("{ values: { a: 1 } }"), 1);
        assert_eq!(problems("{ file: /etc/x, values: { a: 1 } }"), 1);
        assert_eq!(problems("{ file: /etc/x.ini, running: true }"), 1);
        assert_eq!(problems("{ of: nginx, for: { user: a }, values: { a: 1 } }"), 1);
        assert_eq!(problems("{ of: sshd, for: { user: 'a,addr=1' }, values: { a: 1 } }"), 1);
        assert_eq!(problems("{ of: nginx, running: true }"), 0);
    }
}
