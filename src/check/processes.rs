//! The processes of a node: a script that lists them, and what it printed, read.
//!
//! The executable is the one that the kernel mapped (`/proc/PID/exe`). A node's root has
//! no CAP_SYS_PTRACE and cannot read it for the processes of others, so it is asked again
//! as the user of the process; that fails too for a process that has more capabilities
//! than its user (`named`). Then only the name that the kernel keeps is left: 15
//! characters, which the process itself may change.
//!
//! Threads have no entry of their own in `/proc`, zombies are left out, and so is every
//! process of ours: those that descend from the shell which carries the probes.
//!
//! Rank 1, no kind: used by `process` and `listen`.

use std::collections::BTreeMap;

use crate::exec::quote;

/// Prints one line for each process, its fields between tabs.
const SCRIPT: &str = r#"
read -r own </proc/$$/stat || exit
printf 'self\t%s\n' "$own"
users=' '
for directory in /proc/[0-9]*; do
  { read -r stat <"$directory/stat"; } 2>/dev/null || continue
  case ${stat##*") "} in ?' 2 0 0 '*) continue ;; esac # a thread of the kernel
  uid=
  { while read -r key real effective rest; do
    if [ "$key" = Uid: ]; then uid=$effective; break; fi
  done <"$directory/status"; } 2>/dev/null
  [ -n "$uid" ] || continue
  arguments=$(tr '\000\n\r\t' '    ' <"$directory/cmdline" 2>/dev/null)
  sight=open
  executable=$(readlink -n "$directory/exe" 2>/dev/null | tr '\n\t' '??')
  case $users in *" $uid "*) ;; *)
    users="$users$uid "
    printf 'user\t%s\t%s\n' "$uid" "$(getent passwd "$uid" | cut -d: -f1)" ;;
  esac
  if [ -z "$executable" ]; then
    sight=hidden
    if [ -n "$arguments" ] && [ "$uid" -ne 0 ] && user=$(getent passwd "$uid" | cut -d: -f1) && [ -n "$user" ]; then
      executable=$(runuser -u "$user" -- readlink -n "$directory/exe" 2>/dev/null | tr '\n\t' '??')
    fi
  fi
  printf 'process\t%s\t%s\t%s\t%s\t%.4096s\n' "$uid" "$sight" "$executable" "$stat" "$arguments"
done
:
"#;

/// Returns a script that lists the processes, and where `name` leads on this machine: the
/// file that an alternative or a link such as `python3` stands for.
pub(super) fn script(name: &str) -> String {
    let name = quote(name);
    // A toolbox of ours may come first in the path: what counts is the machine's own.
    format!(
        "path=$(PATH=${{PAILLASSE_OWN_PATH:-$PATH}}; command -v {name}) && printf 'resolved\\t%s\\n' \"$(readlink -f \"$path\")\"\n\
         command -v getent >/dev/null && command -v readlink >/dev/null && command -v tr >/dev/null || exit 127\n{SCRIPT}"
    )
}

/// One process.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Process {
    pub pid: u32,
    parent: u32,
    pub uid: u32,
    /// Whether the node's root could not see into it.
    pub hidden: bool,
    /// The file that it executes, when it could be read.
    executable: Option<String>,
    /// The name that the kernel keeps, at most 15 characters.
    command: String,
    /// The command line, its arguments between spaces.
    pub arguments: String,
}

impl Process {
    /// Returns nothing for zombies, and an error for what the script cannot have printed.
    fn parse(line: &str) -> Result<Option<Self>, ()> {
        let (line, arguments) = line.rsplit_once('\t').ok_or(())?;
        let [uid, sight, executable, stat] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else {
            return Err(());
        };
        let stat = Stat::parse(stat).ok_or(())?;
        if matches!(stat.state, "Z" | "X" | "x") {
            return Ok(None);
        }
        // An executable that an upgrade has replaced is still the same program.
        let executable = executable.strip_suffix(" (deleted)").unwrap_or(executable);
        Ok(Some(Self {
            pid: stat.pid,
            parent: stat.parent,
            uid: uid.parse().map_err(|_| ())?,
            hidden: sight == "hidden",
            executable: (!executable.is_empty()).then(|| executable.to_owned()),
            command: stat.command.to_owned(),
            arguments: arguments.trim_end().to_owned(),
        }))
    }

    /// The name of the executable, or the best that is known of it.
    pub fn name(&self) -> &str {
        self.executable.as_deref().map_or(self.command.as_str(), base)
    }
}

/// `/proc/PID/stat`: the name in it may hold spaces and parentheses.
struct Stat<'a> {
    pid: u32,
    command: &'a str,
    state: &'a str,
    parent: u32,
    session: u32,
}

impl<'a> Stat<'a> {
    fn parse(stat: &'a str) -> Option<Self> {
        let (pid, rest) = stat.split_once(" (")?;
        let (command, rest) = rest.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let [state, parent, _, session, ..] = fields[..] else { return None };
        Some(Self {
            pid: pid.parse().ok()?,
            command,
            state,
            parent: parent.parse().ok()?,
            session: session.parse().ok()?,
        })
    }
}

/// The processes of a node, ours left out.
#[derive(Debug)]
pub(super) struct Table {
    processes: Vec<Process>,
    users: BTreeMap<u32, String>,
    resolved: Option<String>,
}

impl Table {
    /// Reads what the script printed; lines of other scripts are left alone. Returns
    /// nothing when the list is not one.
    pub fn parse(printed: &str) -> Option<Self> {
        let mut table = Self { processes: Vec::new(), users: BTreeMap::new(), resolved: None };
        let mut own = None;
        for line in printed.lines() {
            match line.split_once('\t') {
                Some(("self", stat)) => {
                    let stat = Stat::parse(stat)?;
                    own = Some((stat.pid, stat.session));
                }
                Some(("resolved", path)) => table.resolved = Some(path.to_owned()),
                Some(("user", user)) => {
                    let (uid, name) = user.split_once('\t')?;
                    let name = if name.is_empty() { uid } else { name };
                    table.users.insert(uid.parse().ok()?, name.to_owned());
                }
                Some(("process", process)) => table.processes.extend(Process::parse(process).ok()?),
                _ => {}
            }
        }
        let (pid, session) = own?;
        let parents: BTreeMap<u32, u32> = table.processes.iter().map(|p| (p.pid, p.parent)).collect();
        // Our shell has seen itself: a list without it is not whole.
        parents.get(&pid)?;
        let leader = if parents.contains_key(&session) { session } else { pid };
        let ours = |mut pid: u32| {
            for _ in 0..=parents.len() {
                if pid == leader {
                    return true;
                }
                match parents.get(&pid) {
                    Some(parent) => pid = *parent,
                    None => return false,
                }
            }
            false
        };
        table.processes.retain(|process| !ours(process.pid));
        Some(table)
    }

    /// The processes that execute a program, given by name or by absolute path.
    pub fn running<'a>(&'a self, program: &'a str) -> impl Iterator<Item = &'a Process> {
        self.processes.iter().filter(move |process| self.executes(process, program))
    }

    /// Every process that is not ours.
    pub fn all(&self) -> &[Process] {
        &self.processes
    }

    /// The process of this number.
    pub fn find(&self, pid: u32) -> Option<&Process> {
        self.processes.iter().find(|process| process.pid == pid)
    }

    /// The process that started this one.
    pub fn parent(&self, process: &Process) -> Option<&Process> {
        self.find(process.parent)
    }

    /// The name of a process's effective user.
    pub fn user(&self, process: &Process) -> String {
        self.users.get(&process.uid).cloned().unwrap_or_else(|| process.uid.to_string())
    }

    /// Whether a process executes a program: exactly, for `consul` is not
    /// `consul-template`. `python3` also stands for the file behind that link, except when
    /// the file does many things under many names, as BusyBox does.
    pub fn executes(&self, process: &Process, program: &str) -> bool {
        let first = process.arguments.split(' ').next().unwrap_or_default();
        let Some(executable) = process.executable.as_deref() else {
            let kept: String = base(program).chars().take(15).collect();
            // Longer names are cut: then the command line must not say otherwise.
            let same = !first.starts_with('/') || base(first) == base(program);
            return process.command == kept && (kept.len() < 15 || same);
        };
        if program.starts_with('/') {
            return executable == program || self.resolved.as_deref() == Some(executable);
        }
        let behind = self.resolved.as_deref() == Some(executable)
            && (base(first) == program || base(executable).starts_with(program));
        base(executable) == program || behind
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::Table;

    /// A node with systemd, nginx and named, as the script printed it, and our own shell
    /// (200), its probe (210) and what the probe runs (211).
    const NODE: &str = "self\t210 (sh) S 200 200 200 0\n\
        resolved\t/usr/bin/python3.13\n\
        user\t0\troot\nuser\t33\twww-data\nuser\t101\t\n\
        process\t0\topen\t/usr/lib/systemd/systemd\t1 (systemd) S 0 1 1 0\t/lib/systemd/systemd \n\
        process\t0\topen\t/usr/sbin/nginx (deleted)\t66 (nginx) S 1 66 66 0\tnginx: master process /usr/sbin/nginx \n\
        process\t33\thidden\t/usr/sbin/nginx\t67 (nginx) S 66 66 66 0\tnginx: worker process\n\
        process\t101\thidden\t\t32 (named) S 1 32 32 0\t/usr/sbin/named -f -u bind \n\
        process\t0\topen\t\t70 (nginx) Z 66 66 66 0\t\n\
        process\t0\topen\t/usr/bin/consul-template\t80 (a) S (b) S 1 80 80 0\tconsul-template -x \n\
        process\t0\topen\t/usr/bin/python3.13\t81 (python3) S 1 81 81 0\tpython3 /srv/app.py \n\
        process\t0\topen\t/bin/busybox\t82 (httpd) S 1 82 82 0\thttpd -f \n\
        process\t0\thidden\t\t83 (a-very-long-nam) S 1 83 83 0\t/opt/a-very-long-name-indeed \n\
        process\t0\topen\t/usr/bin/dash\t200 (sh) S 0 200 200 0\tsh -s \n\
        process\t0\topen\t/usr/bin/dash\t210 (sh) S 200 210 200 0\tsh /dev/fd/3 \n\
        process\t0\topen\t/usr/bin/sleep\t211 (sleep) S 210 210 200 0\tsleep 5 \n";

    fn pids(program: &str) -> Vec<u32> {
        // The script resolves the program that is asked for.
        let resolved = if program == "python3" { "/usr/bin/python3.13" } else { program };
        let node = NODE.replace("/usr/bin/python3.13\nuser", &format!("{resolved}\nuser"));
        Table::parse(&node).unwrap().running(program).map(|process| process.pid).collect()
    }

    #[test]
    fn programs_are_matched_exactly() {
        assert_eq!(pids("nginx"), [66, 67], "a zombie does not count, a replaced file does");
        assert_eq!(pids("/usr/sbin/nginx"), [66, 67]);
        assert_eq!(pids("consul"), [0_u32; 0]);
        assert_eq!(pids("a) S (b"), [0_u32; 0], "a process does not choose its name");
        assert_eq!(pids("named"), [32], "by the kernel's name when nothing else can be read");
        assert_eq!(pids("python3"), [81]);
        assert_eq!(pids("a-very-long-name-indeed"), [83]);
        assert_eq!(pids("a-very-long-name-other"), [0_u32; 0]);
    }

    #[test]
    fn our_own_processes_never_match() {
        assert_eq!(pids("dash"), [0_u32; 0]);
        assert_eq!(pids("sleep"), [0_u32; 0]);
    }

    #[test]
    fn a_program_that_does_many_things_is_told_by_its_name() {
        let node = NODE.replace("resolved\t/usr/bin/python3.13", "resolved\t/bin/busybox");
        let table = Table::parse(&node).unwrap();
        assert_eq!(table.running("httpd").count(), 1);
        assert_eq!(table.running("ntpd").count(), 0);
    }

    #[test]
    fn a_list_that_is_not_whole_is_refused() {
        assert!(Table::parse("").is_none());
        assert!(Table::parse("self\t210 (sh) S 200 200 200 0\n").is_none());
        assert!(Table::parse(&NODE.replace("66 (nginx)", "66 nginx")).is_none());
    }
}
