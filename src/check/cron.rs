//! Crontabs as Debian's cron understands them (crontab(5), cron(8), run-parts(8)).
//!
//! What cron silently ignores (tried with Debian's cron 3.0pl1) is told: a file without a final newline, a
//! name with a dot under `/etc/cron.d`, a file that others may write. A student who fell
//! into one of these planned nothing.
//!
//! Rank 1, no kind: used by `timer`.

use crate::check::calendar::{Rule, Set};
use crate::check::verdict::excerpt;
use crate::i18n::Text;
use crate::text;

/// One thing that cron starts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Job {
    /// The file where it stands.
    pub file: String,
    /// When, as it is written.
    pub written: String,
    /// When; nothing for `@reboot`.
    pub rule: Option<Rule>,
    /// As whom.
    pub user: String,
    /// What.
    pub command: String,
}

/// A file of cron, as the probe saw it.
#[derive(Debug)]
pub(super) struct Crontab<'a> {
    pub path: &'a str,
    pub owner: &'a str,
    /// Octal, as `stat -c %a` prints it.
    pub mode: &'a str,
    /// Whether it ends with a newline.
    pub complete: bool,
    /// The users that it names and who do not exist.
    pub nobody: Vec<&'a str>,
    pub lines: Vec<&'a str>,
}

/// Where users have theirs.
const SPOOL: &str = "/var/spool/cron/crontabs/";

impl Crontab<'_> {
    /// The jobs that stand in it.
    pub fn jobs(&self) -> Vec<Job> {
        let spool = self.path.strip_prefix(SPOOL);
        self.lines.iter().filter_map(|line| self.job(line, spool)).collect()
    }

    /// Says why cron ignores the whole file, when it does.
    pub fn ignored(&self) -> Option<Text> {
        let mode = u32::from_str_radix(self.mode, 8).unwrap_or(0o777);
        let spool = self.path.strip_prefix(SPOOL);
        let trusted = match spool {
            Some(user) => (self.owner == user || self.owner == "root") && mode == 0o600,
            None => self.owner == "root" && mode & 0o022 == 0,
        };
        let name = self.path.rsplit('/').next().unwrap_or_default();
        if spool.is_none() && !is_run_parts_name(name) {
            Some(text!("shown-cron-name"))
        } else if !trusted {
            Some(text!("shown-cron-rights", owner = self.owner, mode = self.mode))
        } else if !self.complete {
            Some(text!("shown-cron-cut"))
        } else {
            // One wrong line is enough: cron reads no other of the file.
            let wrong = self.lines.iter().find(|line| self.is_wrong(line, spool))?;
            Some(text!("shown-cron-syntax", line = excerpt(wrong)))
        }
    }

    fn is_wrong(&self, line: &str, spool: Option<&str>) -> bool {
        let line = line.trim();
        let nothing = line.is_empty() || line.starts_with('#') || is_setting(line);
        !nothing && self.job(line, spool).is_none_or(|job| self.nobody.contains(&job.user.as_str()))
    }

    fn job(&self, line: &str, spool: Option<&str>) -> Option<Job> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let fields = if line.starts_with('@') { 1 } else { 5 };
        let (written, rest) = split_words(line, fields)?;
        let rule = parse(&written)?;
        let (user, command) = match spool {
            Some(user) => (user.to_owned(), rest.to_owned()),
            None => split_words(rest, 1).map(|(user, command)| (user, command.to_owned()))?,
        };
        (!command.is_empty()).then(|| Job { file: self.path.to_owned(), written, rule, user, command })
    }
}

/// Whether a line sets a variable: a name, perhaps in quotes, then `=`.
fn is_setting(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim();
        let quoted = name.len() > 1 && (name.starts_with('"') || name.starts_with('\''));
        !name.is_empty() && (quoted || !name.contains(char::is_whitespace))
    })
}

/// Takes the first words of a line and leaves the rest as it is.
fn split_words(line: &str, count: usize) -> Option<(String, &str)> {
    let mut rest = line.trim_start();
    let mut words = Vec::new();
    for _ in 0..count {
        let end = rest.find([' ', '\t'])?;
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    Some((words.join(" "), rest))
}

/// Whether run-parts, and cron for `/etc/cron.d`, accept a file of this name.
pub(super) fn is_run_parts_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// Reads the five fields or a nickname; the inner option is empty for `@reboot`. Returns
/// nothing for what is not a time, such as the setting of a variable.
fn parse(written: &str) -> Option<Option<Rule>> {
    let fields = match written {
        "@reboot" => return Some(None),
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        other => other,
    };
    let fields: Vec<&str> = fields.split(' ').collect();
    let [minutes, hours, days, months, weekdays] = fields[..] else { return None };
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let week = parse_field(weekdays, 0, 7, &WEEKDAYS, 0)?;
    // 0 and 7 are Sunday; a Rule starts on Monday.
    let from_monday = (week >> 1) & 0b111_1111 | (week & 1) << 6;
    Some(Some(Rule {
        years: Vec::new(),
        months: parse_field(months, 1, 12, &MONTHS, 1)?,
        days: parse_field(days, 1, 31, &[], 1)?,
        from_end: false,
        weekdays: from_monday,
        // Either is enough when both are restricted, and a field that starts with a star
        // restricts nothing in the eyes of cron, `*/2` included.
        either: !days.starts_with('*') && !weekdays.starts_with('*'),
        times: Rule::times(parse_field(hours, 0, 23, &[], 0)?, parse_field(minutes, 0, 59, &[], 0)?, 1),
    }))
}

fn parse_field(text: &str, least: u32, most: u32, names: &[&str], first_name: u32) -> Option<Set> {
    let number = |text: &str| {
        let named = names.iter().position(|name| text.eq_ignore_ascii_case(name));
        match named {
            Some(position) => Some(position as u32 + first_name),
            None if !text.bytes().all(|b| b.is_ascii_digit()) => None,
            None => text.parse().ok(),
        }
    };
    text.split(',').try_fold(0, |set, part| {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, number(step).filter(|step| *step > 0)?),
            None => (part, 1),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (least, most),
            Some((first, last)) => (number(first)?, number(last)?),
            // cron refuses a step without a range.
            None if part.contains('/') => return None,
            None => (number(range)?, number(range)?),
        };
        let inside = first >= least && last <= most && first <= last;
        inside.then(|| (first..=last).step_by(step as usize).fold(set, |set, number| set | 1 << number))
    })
}

#[cfg(test)]
mod tests {
    use super::{Crontab, is_run_parts_name, parse};
    use crate::check::calendar::{Rule, equivalent};

    #[test]
    fn five_fields_mean_what_the_calendar_means() {
        for (cron, calendar) in [
            ("30 2 * * *", "02:30"),
            ("@daily", "daily"),
            ("@weekly", "Sun"),
            ("0 22 * * 1-5", "Mon..Fri 22:00"),
            ("0 22 * * mon-fri", "Mon..Fri 22:00"),
            ("*/15 8-18 * * *", "8..18:0/15"),
            ("0 4 * * 7", "Sun 04:00"),
            ("0 4 * * 5-7", "Fri..Sun 04:00"),
            ("0 0 1 */3 *", "quarterly"),
            ("0 3 */2 * 1", "Mon *-*-1/2 03:00"),
        ] {
            let rule = parse(cron).unwrap().unwrap();
            let wanted = Rule::parse(calendar).unwrap().0;
            assert!(equivalent(&[wanted], &[rule], 0, 0), "{cron} | {calendar}");
        }
        let either = parse("0 3 13 * 5").unwrap().unwrap();
        let wanted = ["*-*-13 03:00", "Fri 03:00"].map(|text| Rule::parse(text).unwrap().0);
        assert!(equivalent(&wanted, &[either], 0, 0), "the thirteenth or a Friday");
    }

    #[test]
    fn what_cron_refuses_is_no_time() {
        for wrong in
            ["60 2 * * *", "30 2 * *", "5/15 * * * *", "30 24 * * *", "a b c d e", "@often", "+1 2 * * *"]
        {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(parse("@reboot"), Some(None));
    }

    fn crontab<'a>(path: &'a str, owner: &'a str, mode: &'a str, lines: &[&'a str]) -> Crontab<'a> {
        Crontab { path, owner, mode, complete: true, nobody: vec!["nobody-here"], lines: lines.to_vec() }
    }

    #[test]
    fn a_system_crontab_names_the_user() {
        let lines = ["# x", "PATH=/bin", "MAILTO = root a b c d", "30 2 * * *\tsave  /usr/local/bin/a  --b"];
        let jobs = crontab("/etc/cron.d/backup", "root", "644", &lines).jobs();
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].user.as_str(), jobs[0].command.as_str()), ("save", "/usr/local/bin/a  --b"));
        let jobs = crontab("/var/spool/cron/crontabs/ana", "ana", "600", &["@daily /bin/true"]).jobs();
        assert_eq!((jobs[0].user.as_str(), jobs[0].command.as_str()), ("ana", "/bin/true"));
    }

    #[test]
    fn what_cron_ignores_is_told() {
        let line = ["30 2 * * * root /bin/true"];
        let ignored = |path, owner, mode| crontab(path, owner, mode, &line).ignored().is_some();
        assert!(!ignored("/etc/cron.d/backup", "root", "644"));
        assert!(ignored("/etc/cron.d/backup.sh", "root", "644"));
        assert!(ignored("/etc/cron.d/backup", "ana", "644"));
        assert!(ignored("/etc/cron.d/backup", "root", "664"));
        assert!(!ignored("/var/spool/cron/crontabs/ana.b", "ana.b", "600"));
        assert!(ignored("/var/spool/cron/crontabs/ana", "bob", "600"));
        assert!(ignored("/var/spool/cron/crontabs/ana", "ana", "644"));
        for wrong in ["99 * * * * root true", "* * * * * nobody-here true", "0 1 * * * /bin/true", "x"] {
            let lines = ["SHELL = /bin/sh", line[0], wrong];
            assert!(crontab("/etc/cron.d/backup", "root", "644", &lines).ignored().is_some(), "{wrong}");
            assert!(crontab("/etc/cron.d/backup", "root", "644", &lines[..2]).ignored().is_none());
        }
        let cut = Crontab { complete: false, ..crontab("/etc/cron.d/backup", "root", "644", &line) };
        assert!(cut.ignored().is_some());
        assert!(is_run_parts_name("backup") && !is_run_parts_name("backup.sh"));
    }
}
