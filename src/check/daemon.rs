//! How a daemon is asked for the configuration that it would use, and when it read it.
//!
//! Each script prints one word first: [`MISSING`], [`REFUSED`] (then what the daemon
//! said), [`SILENT`] (a server that has to answer does not), or [`ACCEPTED`].
//!
//! Rank 1, no kind: used by `config`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;

/// The daemon is not installed.
pub(super) const MISSING: &str = "not-installed";
/// It refuses its configuration.
pub(super) const REFUSED: &str = "refused";
/// It does not answer.
pub(super) const SILENT: &str = "silent";
/// It accepts its configuration, which follows.
pub(super) const ACCEPTED: &str = "accepted";

/// A daemon that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Daemon {
    /// OpenSSH's server: `sshd -T`, defaults and `Match` blocks included.
    Sshd,
    /// nginx: `nginx -T`, its includes put in their places.
    Nginx,
    /// Postfix: `postconf`, defaults included, `$variables` replaced.
    Postfix,
    /// Samba: `testparm`, defaults included.
    Samba,
    /// HAProxy: `haproxy -c`, then its file; a proxy takes from its `defaults`.
    Haproxy,
    /// BIND: `named-checkconf -p`; what is not written has BIND's default.
    Bind,
    /// PostgreSQL: the running server's `SHOW`.
    Postgresql,
}

impl Daemon {
    /// Its name, and that of the tool that answers for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sshd => "sshd",
            Self::Nginx => "nginx",
            Self::Postfix => "postfix",
            Self::Samba => "samba",
            Self::Haproxy => "haproxy",
            Self::Bind => "named",
            Self::Postgresql => "postgresql",
        }
    }

    /// The unit of Debian that runs it.
    fn unit(self) -> &'static str {
        match self {
            Self::Sshd => "ssh.service",
            Self::Nginx => "nginx.service",
            Self::Postfix => "postfix.service",
            Self::Samba => "smbd.service",
            Self::Haproxy => "haproxy.service",
            Self::Bind => "named.service",
            Self::Postgresql => "postgresql.service",
        }
    }

    /// Returns the script that prints the configuration. `file` is the main file when it
    /// is not the usual one, `section` and `keys` are what is looked for.
    pub fn script(
        self,
        file: Option<&str>,
        who: &BTreeMap<String, String>,
        section: Option<&str>,
        keys: &[&str],
    ) -> String {
        let (tool, body) = match self {
            Self::Sshd => {
                let file = file.map(|file| format!(" -f {}", quote(file))).unwrap_or_default();
                let who: Vec<String> = who.iter().map(|(key, value)| format!("{key}={value}")).collect();
                let who =
                    if who.is_empty() { String::new() } else { format!(" -C {}", quote(&who.join(","))) };
                // A server that never ran lacks the directory, which says nothing of its file.
                (
                    "sshd",
                    format!(
                        "[ -d /run/sshd ] || mkdir -p -m 755 /run/sshd || exit 1\nask \"$(command -v sshd)\" -T{file}{who}\n"
                    ),
                )
            }
            Self::Nginx => {
                let file = file.map(|file| format!(" -c {}", quote(file))).unwrap_or_default();
                ("nginx", format!("ask nginx -T -q{file}\n"))
            }
            Self::Postfix => ("postconf", postfix(section, keys)),
            Self::Samba => ("testparm", samba(file, section, keys)),
            Self::Haproxy => {
                let file = quote(file.unwrap_or("/etc/haproxy/haproxy.cfg"));
                ("haproxy", format!("check haproxy -c -f {file}\ncat -- {file}\n"))
            }
            Self::Bind => {
                let file = quote(file.unwrap_or("/etc/bind/named.conf"));
                (
                    "named-checkconf",
                    format!(
                        "check named-checkconf -- {file}\nnamed-checkconf -p -- {file} || exit 1\n\
                     printf '%s' '#defaults\n'; named -C || exit 1\n"
                    ),
                )
            }
            Self::Postgresql => ("psql", postgresql(section, keys)),
        };
        format!(
            "export LC_ALL=C.UTF-8\ncommand -v {tool} >/dev/null 2>&1 || {{ echo {MISSING}; exit 0; }}\n{ASK}{body}"
        )
    }

    /// Returns the script that prints `state ACTIVE`, `loaded SECONDS` and `changed
    /// SECONDS PATH`, the last for the youngest file. PostgreSQL tells it itself.
    pub fn age(self, file: Option<&str>) -> String {
        let unit = self.unit();
        let files = match (self, file) {
            (Self::Sshd, None) => "find /etc/ssh/sshd_config /etc/ssh/sshd_config.d -type f".to_owned(),
            (Self::Nginx, file) => {
                let file = file.map(|file| format!(" -c {}", quote(file))).unwrap_or_default();
                format!(
                    "nginx -T -q{file} 2>/dev/null | sed -n 's/^# configuration file \\(\\/.*\\):$/\\1/p'"
                )
            }
            (Self::Postfix, _) => "printf '%s\\n' /etc/postfix/main.cf /etc/postfix/master.cf".to_owned(),
            (Self::Bind, None) => "find /etc/bind -name 'named.conf*' -type f".to_owned(),
            // Samba reads its file again within a minute, whatever happens.
            (Self::Samba | Self::Postgresql, _) => "true".to_owned(),
            (Self::Haproxy, None) => "echo /etc/haproxy/haproxy.cfg".to_owned(),
            (_, Some(file)) => format!("printf '%s\\n' {}", quote(file)),
        };
        // What a reload starts anew, for those whose reload systemd may not have seen.
        let started = match self {
            Self::Nginx | Self::Haproxy => "pgrep -P \"$pid\"",
            Self::Postfix => "pgrep -P \"$pid\" -x qmgr",
            _ => "true",
        };
        let said = match self {
            Self::Sshd => {
                "journalctl -q -u ssh.service -o short-unix -n 1 -g '^Server listening' 2>/dev/null | cut -d. -f1"
            }
            Self::Bind => {
                "rndc status 2>/dev/null | sed -n 's/^last configured: //p' | date -f - +%s 2>/dev/null"
            }
            _ => "true",
        };
        format!(
            "export LC_ALL=C.UTF-8\nfor tool in systemctl pgrep ps date stat; do\n\
             command -v \"$tool\" >/dev/null 2>&1 || {{ echo \"$tool\" >&2; exit 127; }}\ndone\n\
             state=$(systemctl show --value -p ActiveState -- {unit}) || exit 1\n\
             pid=$(systemctl show --value -p MainPID -- {unit}) || exit 1\n\
             at=$(systemctl show --timestamp=unix --value -p StateChangeTimestamp -- {unit}) || exit 1\n\
             echo \"state $state\"\necho \"loaded ${{at#@}}\"\n\
             for p in $({started}); do\nfor s in $(ps -o etimes= -p \"$p\"); do echo \"loaded $(($(date +%s) - s))\"; done\ndone\n\
             for s in $({said}); do echo \"loaded $s\"; done\n\
             {files} | while read -r f; do\n[ -e \"$f\" ] || continue\nstat -L -c 'changed %Y %n' -- \"$f\" || exit 1\ndone | sort -k 2 -n | tail -n 1\n"
        )
    }
}

/// `ask TOOL…` prints what the tool prints, or why it refuses; `check` only the latter.
const ASK: &str = "d=$(mktemp -d) || exit 1\ntrap 'rm -rf \"$d\"' EXIT\n\
    check() {\n\"$@\" >\"$d/out\" 2>\"$d/err\" </dev/null; s=$?\n\
    case $s in 126|127|12[89]|1[34]?) cat \"$d/err\" >&2; exit $s;; esac\n\
    [ $s -eq 0 ] || { echo refused; cat \"$d/err\" \"$d/out\" | head -c 2000; exit 0; }\necho accepted\n}\n\
    ask() {\ncheck \"$@\"\ncat \"$d/out\"\n}\n";

/// Prints `= STATUS KEY`, then what was said in lines that begin with a tab.
const EACH: &str = "each() {\nkey=$1; shift\n\"$@\" >\"$d/out\" 2>\"$d/err\" </dev/null; s=$?\necho \"= $s $key\"\n\
    sed 's/^/\\t/' \"$d/out\"\n[ $s -eq 0 ] || sed 's/^/\\t/' \"$d/err\"\n}\n";

fn postfix(section: Option<&str>, keys: &[&str]) -> String {
    let mut script = format!("check postfix check\n{EACH}");
    for key in keys {
        if let Some(service) = section {
            // What the service does not set itself is that of main.cf.
            let own = quote(&format!("{service}/{key}"));
            script.push_str(&format!("if postconf -P {own} 2>/dev/null | grep -q .; then each {0} sh -c 'postconf -Px \"$1\" | sed \"s/^[^=]*= *//\"' sh {own}; else\n", quote(key)));
        }
        script.push_str(&format!("each {0} postconf -hx -- {0}\n", quote(key)));
        if section.is_some() {
            script.push_str("fi\n");
        }
    }
    script
}

fn samba(file: Option<&str>, section: Option<&str>, keys: &[&str]) -> String {
    let file = file.map(|file| format!(" {}", quote(file))).unwrap_or_default();
    let section = section.map(|section| format!(" --section-name={}", quote(section))).unwrap_or_default();
    let mut script = format!("check testparm -s{file}\n{EACH}");
    for key in keys {
        let parameter = quote(&format!("--parameter-name={key}"));
        script.push_str(&format!("each {} testparm -s{section} {parameter}{file}\n", quote(key)));
    }
    script
}

fn postgresql(database: Option<&str>, keys: &[&str]) -> String {
    let names: Vec<String> =
        keys.iter().map(|key| format!("'{}'", key.to_lowercase().replace('\'', "''"))).collect();
    let sql = format!(
        "SELECT json_build_object('key', name, 'value', current_setting(name), 'pending', pending_restart) FROM pg_settings WHERE lower(name) IN ({});\n\
         SELECT json_build_object('file', sourcefile, 'line', sourceline, 'error', error) FROM pg_file_settings WHERE error IS NOT NULL AND error <> 'setting could not be applied';\n\
         SELECT json_build_object('loaded', extract(epoch FROM pg_conf_load_time()), 'changed', extract(epoch FROM (pg_stat_file(f)).modification), 'file', f) FROM (SELECT DISTINCT sourcefile AS f FROM pg_file_settings) s;\n",
        names.join(", ")
    );
    format!(
        "getent passwd postgres >/dev/null || {{ echo {MISSING}; exit 0; }}\n\
         cd /\nprintf %s {sql} | runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d {database} >\"$d/out\" 2>\"$d/err\"; s=$?\n\
         [ $s -ne 2 ] || {{ echo {SILENT}; head -c 2000 \"$d/err\"; exit 0; }}\n\
         [ $s -eq 0 ] || {{ cat \"$d/err\" >&2; exit $s; }}\necho {ACCEPTED}\ncat \"$d/out\"\n",
        sql = quote(&sql),
        database = quote(database.unwrap_or("postgres")),
    )
}
