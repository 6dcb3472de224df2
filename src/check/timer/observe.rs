//! What a node plans: a script that prints its timers and crontabs, and the plans in it.

use crate::check::Gap;
use crate::check::calendar::Rule;
use crate::check::cron::{Crontab, Job, is_run_parts_name};
use crate::check::systemd::{Properties, seconds};
use crate::i18n::Text;
use crate::text;

/// Each part starts with `== name`; lines of files are prefixed, so that no file can
/// pretend to be a part.
const SCRIPT: &str = r#"
command -v systemctl >/dev/null && command -v stat >/dev/null && command -v getent >/dev/null || exit 127
zone=$(readlink -f /etc/localtime)
case $zone in */zoneinfo/*) zone=${zone#*/zoneinfo/} ;; *) zone=UTC ;; esac
echo "== zone $zone"
echo "== now $(date +%s)"
nobody() {
  known=' '
  while read -r minute hour day month weekday user rest; do
    case $minute in
    ''|'#'*|*=*) continue ;;
    @*) user=$hour ;;
    esac
    case $known in *" $user "*) continue ;; esac
    known="$known$user "
    if [ -n "$user" ]; then getent passwd -- "$user" >/dev/null; fi
    if [ $? -eq 2 ]; then printf 'nobody %s\n' "$user"; fi
  done <"$1"
}
newline='
'
# Listing unit files through systemctl takes a second on a busy machine.
timers=$(
  for file in /etc/systemd/system/*.timer /run/systemd/*/*.timer /usr/local/lib/systemd/system/*.timer \
    /usr/lib/systemd/system/*.timer /lib/systemd/system/*.timer; do
    if [ -e "$file" ]; then printf '%s\n' "${file##*/}"; fi
  done | grep -v -e '@\.timer$' -e '[[:space:]]' | sort -u
)
set -f
loaded=$(systemctl list-units --no-pager --no-legend --all --plain --type=timer) || exit
timers=$(printf '%s\n%s\n' "$timers" "$loaded" | sed 's/[[:space:]].*//' | grep . | sort -u)
units=
if [ -n "$timers" ]; then
  shown=$(systemctl show --no-pager --all -p Id,Names,LoadState,ActiveState,SubState,UnitFileState,TimersCalendar,TimersMonotonic,Persistent,RandomizedDelayUSec,Unit -- $timers) || exit
  echo '== timers'
  printf '%s\n' "$shown"
  units=$(printf '%s\n' "$shown" | sed -n 's/^Unit=//p' | grep . | sort -u)
fi
echo '== services'
systemctl show --no-pager --all $stamp -p Id,Names,LoadState,ActiveState,UnitFileState,ExecStart,User,Result,ExecMainStartTimestamp,ExecMainExitTimestamp -- cron.service crond.service cronie.service $units || exit
set +f
contents() { head -c 65536 -- "$1" | sed 's/^/line /'; echo; }
for file in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/*; do
  case $file in *"$newline"*) continue ;; esac
  [ -f "$file" ] || continue
  complete=no
  if [ -s "$file" ] && [ -z "$(tail -c 1 -- "$file")" ]; then complete=yes; fi
  about=$(stat -L -c '%U|%a' -- "$file") || exit
  echo "== crontab $complete|$about|$file"
  case $file in
  /etc/*) nobody "$file" ;;
  esac
  contents "$file"
done
for file in /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/* /etc/cron.yearly/*; do
  case $file in *"$newline"*) continue ;; esac
  [ -f "$file" ] || continue
  executable=no
  if [ -x "$file" ]; then executable=yes; fi
  echo "== script $executable|$file"
  contents "$file"
done
if [ -x /usr/sbin/anacron ] && [ -f /etc/anacrontab ]; then
  echo '== anacron'
  contents /etc/anacrontab
fi
echo '== end'
"#;

/// Returns the script that prints what is planned, dates as seconds when `dated`.
///
/// `--timestamp` is newer than some machines (systemd 248): it is not used for nothing.
pub(super) fn script(dated: bool) -> String {
    format!("stamp={}\n{SCRIPT}", if dated { "--timestamp=unix" } else { "" })
}

/// Something that is started at set times.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// How a person finds it: the name of the timer, or the file of the crontab.
    pub name: String,
    /// The names of the timer and of what it starts; none for cron.
    pub units: Vec<String>,
    /// What it runs.
    pub commands: Vec<String>,
    /// When.
    pub rules: Vec<Rule>,
    /// When, as it is written.
    pub written: Vec<String>,
    /// A calendar that we cannot read.
    pub unread: Option<String>,
    /// The longest random delay, in seconds.
    pub delay: u32,
    pub persistent: bool,
    pub user: String,
    /// Why it would not come true.
    pub faults: Vec<Gap>,
    /// How it ran last; nothing for cron, which keeps no record.
    pub last: Option<LastRun>,
}

/// How a unit ran last.
#[derive(Debug, Default)]
pub(super) struct LastRun {
    pub result: String,
    /// Seconds since 1970, when it was asked for and there is one.
    pub started: Option<f64>,
    ended: bool,
}

impl LastRun {
    /// Whether it ever ended: systemd calls one that never ran a success.
    pub fn ran(&self) -> bool {
        self.ended
    }
}

/// Reads what the script printed: the plans, and the time on the machine.
pub(super) fn plans(printed: &str) -> Option<(Vec<Plan>, f64)> {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = printed.strip_prefix("== ")?;
    while let Some((part, more)) = rest.split_once("\n== ") {
        parts.push(part.split_once('\n').unwrap_or((part, "")));
        rest = more;
    }
    // Without its last part the script did not come to its end.
    if rest.trim_end() != "end" {
        return None;
    }
    let part = |name: &str| parts.iter().find(|(head, _)| *head == name).map_or("", |(_, body)| *body);
    let head = |name: &str| parts.iter().find_map(|(head, _)| head.strip_prefix(name));
    let (zone, now) = (head("zone ")?, head("now ")?.parse().ok()?);
    let services = Properties::parse(part("services"));
    let mut plans = Vec::new();
    for timer in Properties::parse(part("timers")) {
        plans.extend(systemd_plan(&timer, &services, zone));
    }
    plans.extend(cron_plans(&parts, &services));
    Some((plans, now))
}

/// Reads a timer; one that does not exist, or has been masked, plans nothing.
fn systemd_plan(timer: &Properties, services: &[Properties], zone: &str) -> Option<Plan> {
    let name = timer.get("Id")?.to_owned();
    if timer.get("LoadState") != Some("loaded") {
        return None;
    }
    let started = timer.get("Unit").unwrap_or_default();
    let service = services.iter().find(|service| {
        service.get("Names").is_some_and(|names| names.split(' ').any(|name| name == started))
    });
    let mut plan = Plan { units: vec![name.clone(), started.to_owned()], ..Plan::default() };
    let fact = || text!("fact-unit", unit = name.as_str());
    let (active, sub) = (timer.get("ActiveState").unwrap_or_default(), timer.get("SubState").unwrap_or_default());
    if active != "active" || !matches!(sub, "waiting" | "running") {
        plan.faults.push(gap(fact(), "active (waiting)", &format!("{active} ({sub})")));
    }
    let file = timer.get("UnitFileState").unwrap_or_default();
    if file != "enabled" {
        plan.faults.push(gap(fact(), "enabled", if file.is_empty() { "-" } else { file }));
    }
    match service {
        Some(service) if service.get("LoadState") == Some("loaded") => read_service(service, &mut plan),
        other => {
            let state = other.and_then(|service| service.get("LoadState")).unwrap_or("not-found");
            plan.faults.push(gap(text!("fact-unit", unit = started), "loaded", state));
        }
    }
    for entry in timer.all("TimersCalendar") {
        let Some(calendar) = between(entry, "OnCalendar=", " ;") else { continue };
        plan.written.push(calendar.to_owned());
        match Rule::parse(calendar) {
            Some((rule, None)) => plan.rules.push(rule),
            Some((rule, Some(other))) if same_zone(other, zone) => plan.rules.push(rule),
            // The hour of another place is not that of this one.
            Some(_) => {}
            None => plan.unread = Some(calendar.to_owned()),
        }
    }
    if plan.written.is_empty() {
        let monotonic = timer.all("TimersMonotonic").iter();
        plan.written.extend(monotonic.filter_map(|entry| between(entry, "{ ", " ;")).map(str::to_owned));
    }
    let delay = timer.get("RandomizedDelayUSec").and_then(seconds).unwrap_or(0.0);
    plan.delay = delay.ceil() as u32;
    plan.persistent = timer.get("Persistent") == Some("yes");
    plan.name = name;
    Some(plan)
}

fn read_service(service: &Properties, plan: &mut Plan) {
    plan.units.extend(service.get("Names").unwrap_or_default().split(' ').map(str::to_owned));
    let starts = service.all("ExecStart").iter();
    plan.commands = starts.filter_map(|entry| between(entry, "argv[]=", " ; ignore_errors=")).map(str::to_owned).collect();
    plan.user = match service.get("User") {
        None | Some("") => "root".to_owned(),
        Some(user) => user.to_owned(),
    };
    let stamp = |key: &str| service.get(key).filter(|stamp| !stamp.is_empty() && *stamp != "n/a" && *stamp != "@0");
    plan.last = Some(LastRun {
        result: service.get("Result").unwrap_or_default().to_owned(),
        started: stamp("ExecMainStartTimestamp").and_then(|stamp| stamp.strip_prefix('@')?.parse().ok()),
        ended: stamp("ExecMainExitTimestamp").is_some(),
    });
}

fn gap(fact: Text, expected: &str, actual: &str) -> Gap {
    Gap { fact, expected: Text::verbatim(expected), actual: Text::verbatim(actual) }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end).map_or(rest, |(inside, _)| inside).trim())
}

fn same_zone(a: &str, b: &str) -> bool {
    let plain = |zone: &str| match zone {
        "Etc/UTC" | "Etc/UCT" | "Etc/Universal" | "Etc/Zulu" | "UCT" | "Universal" | "Zulu" => "UTC".to_owned(),
        other => other.to_owned(),
    };
    plain(a) == plain(b)
}

/// A file under `/etc/cron.daily` and the like.
struct Script<'a> {
    path: &'a str,
    lines: Vec<&'a str>,
    fault: Option<Gap>,
}

impl<'a> Script<'a> {
    fn read(about: &'a str, lines: Vec<&'a str>) -> Option<Self> {
        let (executable, path) = about.split_once('|')?;
        let ignored = if !is_run_parts_name(path.rsplit('/').next()?) {
            Some(text!("shown-cron-name"))
        } else if executable != "yes" {
            Some(text!("shown-not-executable"))
        } else {
            None
        };
        Some(Self { path, lines, fault: ignored.map(|why| ignored_gap(path, why)) })
    }

    fn folder(&self) -> &'a str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What it does: itself, and each of its lines.
    fn commands(&self) -> Vec<String> {
        let lines = self.lines.iter().map(|line| line.trim());
        let code = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        std::iter::once(self.path).chain(code).map(str::to_owned).collect()
    }
}

fn ignored_gap(path: &str, why: Text) -> Gap {
    Gap { fact: text!("fact-path", path = path), expected: text!("shown-cron-read"), actual: why }
}

/// What cron and anacron start, or would if they did not ignore the file.
fn cron_plans(parts: &[(&str, &str)], services: &[Properties]) -> Vec<Plan> {
    let mut scripts = Vec::new();
    let mut jobs: Vec<(Job, Option<Gap>, bool)> = Vec::new();
    let anacron = parts.iter().find(|(head, _)| *head == "anacron").map(|(_, body)| lines(body));
    for (head, body) in parts {
        if let Some(about) = head.strip_prefix("script ") {
            scripts.extend(Script::read(about, lines(body)));
        }
        let Some(about) = head.strip_prefix("crontab ") else { continue };
        let [complete, owner, mode, path] = about.splitn(4, '|').collect::<Vec<_>>()[..] else { continue };
        let crontab = Crontab {
            path,
            owner,
            mode,
            complete: complete == "yes",
            nobody: body.lines().filter_map(|line| line.strip_prefix("nobody ")).collect(),
            lines: lines(body),
        };
        let fault = crontab.ignored().map(|why| ignored_gap(path, why));
        // Debian's own lines give way to anacron where it is installed.
        let found = crontab.jobs().into_iter();
        let found = found.filter(|job| anacron.is_none() || !job.command.contains("anacron"));
        jobs.extend(found.map(|job| (job, fault.clone(), false)));
    }
    jobs.extend(anacron.iter().flatten().filter_map(|line| Some((anacron_job(line)?, None, true))));
    let daemon = daemon_fault(services);
    let mut plans = Vec::new();
    for (job, fault, persistent) in jobs {
        let plan = |name: &str, commands: Vec<String>, ignored: Option<&Gap>| Plan {
            name: name.to_owned(),
            commands,
            rules: job.rule.iter().cloned().collect(),
            written: vec![job.written.clone()],
            persistent,
            user: job.user.clone(),
            faults: [fault.as_ref(), daemon.as_ref(), ignored].into_iter().flatten().cloned().collect(),
            ..Plan::default()
        };
        let words: Vec<&str> = job.command.split([' ', '\t', ';', '}', ')']).collect();
        let folder = |script: &&Script| words.contains(&script.folder());
        if words.iter().any(|word| word.ends_with("run-parts")) {
            let started = scripts.iter().filter(folder);
            plans.extend(started.map(|script| plan(script.path, script.commands(), script.fault.as_ref())));
        }
        plans.push(plan(&job.file, vec![job.command.clone()], None));
    }
    plans
}

fn lines(body: &str) -> Vec<&str> {
    body.lines().filter_map(|line| line.strip_prefix("line ")).collect()
}

/// Reads a line of anacrontab(5): period, delay, name, command. The period is in days and
/// the hour depends on when the machine is on, so there is no calendar.
fn anacron_job(line: &str) -> Option<Job> {
    let mut words = line.split_whitespace();
    let period = words.next().filter(|word| word.starts_with('@') || word.parse::<u32>().is_ok())?;
    let _delay: u32 = words.next()?.parse().ok()?;
    words.next()?;
    let command = words.collect::<Vec<_>>().join(" ");
    let written = format!("anacron {period}");
    (!command.is_empty()).then(|| Job { file: "/etc/anacrontab".to_owned(), written, rule: None, user: "root".to_owned(), command })
}

/// The names of cron: in Debian, in Fedora and Alpine, in Arch.
const CRON: [&str; 3] = ["cron.service", "crond.service", "cronie.service"];

/// Says what keeps cron from starting anything.
fn daemon_fault(services: &[Properties]) -> Option<Gap> {
    let state = |unit: &Properties| {
        let word = |key: &str| unit.get(key).unwrap_or_default().to_owned();
        (word("ActiveState"), word("UnitFileState"))
    };
    let cron = services.iter().filter(|unit| unit.get("Id").is_some_and(|id| CRON.contains(&id)));
    let loaded: Vec<&Properties> = cron.filter(|unit| unit.get("LoadState") == Some("loaded")).collect();
    let works = |unit: &&Properties| state(unit) == ("active".to_owned(), "enabled".to_owned());
    if loaded.iter().any(works) {
        return None;
    }
    let fact = text!("fact-unit", unit = "cron.service");
    Some(match loaded.first() {
        None => Gap { fact, expected: text!("shown-present"), actual: text!("shown-absent") },
        Some(unit) => {
            let (active, file) = state(unit);
            gap(fact, "active, enabled", &format!("{active}, {file}"))
        }
    })
}
