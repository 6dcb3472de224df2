//! A query gives the rows that it should, or is refused as it should.
//!
//! The query runs on the node through the database's own client, in a transaction that
//! is rolled back. A server that cannot be reached, one that refuses the connection, a
//! statement that is refused and an empty answer are four results.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::matcher::{Matcher, Observed};
use crate::check::verdict::{excerpt, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict, as_user, yes};
use crate::exec::{Ended, ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Runs a query on the node and compares what comes back; without any expectation, it
/// should succeed. It is run in a transaction that is rolled back, so a write that should
/// be refused and is not leaves nothing behind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sql {
    /// `postgresql`, `mariadb` or `sqlite`.
    pub engine: Engine,
    /// The database; for SQLite, the absolute path of its file.
    pub database: Option<String>,
    /// The query: one statement, or several separated by `;`.
    pub query: String,
    /// The account of the machine that runs the client; when nothing is said, `postgres`
    /// for PostgreSQL and `root` for the others.
    pub user: Option<String>,
    /// The role that logs in; that of the account when nothing is said.
    pub login: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// The server; the local socket when nothing is said.
    pub host: Option<String>,
    /// The only value of the only row.
    pub scalar: Option<Matcher>,
    /// All rows, in any order: `[[1, alice], [2, bob]]`. NULL is written `NULL`.
    pub rows: Option<Vec<Vec<Matcher>>>,
    /// Whether the order of `rows` counts; false when nothing is said.
    #[serde(default)]
    pub in_order: bool,
    /// How many rows there are.
    pub count: Option<Matcher>,
    /// The refusal that is expected: `connection` when the server should let nobody in; a
    /// SQLSTATE or its beginning (`42501`, insufficient privilege; `23`, any broken
    /// constraint); for MariaDB also its own number (`1142`); for SQLite, words of the
    /// message (`readonly`).
    pub error: Option<String>,
    /// Whether a transaction surrounds the query and is rolled back; true when nothing is
    /// said. Statements that cannot be in one (`VACUUM`) need false.
    #[serde(default = "yes")]
    pub transaction: bool,
}

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the engines")]
pub enum Engine {
    Postgresql,
    Mariadb,
    Sqlite,
}

impl Engine {
    fn client(self) -> &'static str {
        match self {
            Self::Postgresql => "psql",
            Self::Mariadb => "mariadb",
            Self::Sqlite => "sqlite3",
        }
    }
}

const READY: &str = "ready";
const NO_CLIENT: &str = "no-client";
const NO_USER: &str = "no-user";
const NO_FILE: &str = "no-file";

/// What came back.
#[derive(Debug, PartialEq)]
enum Answer {
    Rows(Vec<Vec<String>>),
    /// A statement was refused: codes, and what was said.
    Refused(Vec<String>, String),
    /// The server let nobody in.
    Closed(String),
    /// There is no server.
    Unreachable(String),
}

impl Sql {
    fn account(&self) -> &str {
        self.user.as_deref().unwrap_or(if self.engine == Engine::Postgresql { "postgres" } else { "root" })
    }

    fn statements(&self) -> String {
        let query = self.query.trim().trim_end_matches(';');
        match (self.transaction, self.engine) {
            (false, _) => format!("{query}\n;\n"),
            (true, Engine::Mariadb) => format!("START TRANSACTION;\n{query}\n;\nROLLBACK;\n"),
            (true, _) => format!("BEGIN;\n{query}\n;\nROLLBACK;\n"),
        }
    }

    /// Prints one word, then the rows; the status is the client's. A password goes
    /// through a file that its user alone can read.
    fn script(&self) -> String {
        let client = self.engine.client();
        let option = |flag: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!(" {flag}{}", quote(value))).unwrap_or_default()
        };
        let (host, login) = (option("-h ", &self.host), &self.login);
        let mut body = String::from("f=\ntrap 'rm -f \"$f\"' EXIT\n");
        let command = match self.engine {
            Engine::Postgresql => {
                if let Some(password) = &self.password {
                    let line = format!("*:*:*:*:{}", password.replace('\\', "\\\\").replace(':', "\\:"));
                    body.push_str(&format!("f=$(mktemp) || exit 99\nprintf '%s\\n' {} >\"$f\"\nPGPASSFILE=$f; export PGPASSFILE\n", quote(&line)));
                }
                let database = quote(self.database.as_deref().unwrap_or("postgres"));
                format!(
                    "PGCONNECT_TIMEOUT=5 psql -XAtqw --csv -P null=NULL -v ON_ERROR_STOP=1 -v VERBOSITY=verbose{host}{} -d {database}",
                    option("-U ", login)
                )
            }
            Engine::Mariadb => {
                let mut file = String::from("--no-defaults");
                if let Some(password) = &self.password {
                    let password = password.replace('\\', "\\\\").replace('"', "\\\"");
                    let lines = quote(&format!("[client]\npassword=\"{password}\""));
                    body.push_str(&format!("f=$(mktemp) || exit 99\nprintf '%s\\n' {lines} >\"$f\"\n"));
                    file = String::from("--defaults-file=\"$f\"");
                }
                format!("mariadb {file} -N -B --connect-timeout=5{host}{}{}", option("-u ", login), option("-D ", &self.database))
            }
            Engine::Sqlite => {
                let path = quote(self.database.as_deref().unwrap_or_default());
                format!("sqlite3 -init /dev/null -batch -bail -csv -noheader -nullvalue NULL {path}")
            }
        };
        body.push_str(&format!("echo {READY}\nprintf %s {} | {command}\n", quote(&self.statements())));
        let account = quote(self.account());
        let mut script = format!(
            "export LC_ALL=C.UTF-8\ncommand -v {client} >/dev/null 2>&1 || {{ echo {NO_CLIENT}; exit 0; }}\n\
             getent passwd {account} >/dev/null || {{ echo {NO_USER}; exit 0; }}\n"
        );
        if self.engine == Engine::Sqlite {
            // The client would make the file.
            let path = quote(self.database.as_deref().unwrap_or_default());
            script.push_str(&format!("[ -f {path} ] || {{ echo {NO_FILE}; exit 0; }}\n"));
        }
        script.push_str(&as_user(Some(self.account()), &body, None));
        script
    }

    fn answer(&self, status: i32, rows: &str, said: &str) -> Option<Answer> {
        let first = said.lines().find(|line| line.contains("ERROR") || line.contains("rror") || line.contains("FATAL"));
        let first = first.unwrap_or_else(|| said.lines().next().unwrap_or_default()).trim();
        let words = excerpt(first);
        Some(match (self.engine, status) {
            (Engine::Mariadb, 0) => Answer::Rows(rows.lines().map(tabs).collect()),
            (_, 0) => Answer::Rows(comma_separated(rows)?),
            // Nobody is kept out of what does not exist, nor by a server that is not ready.
            (Engine::Postgresql, 2) if said.contains("FATAL:  database \"") => {
                Answer::Refused(vec!["3D000".to_owned()], excerpt(said))
            }
            (Engine::Postgresql, 2) if said.contains("system is") || said.contains("too many") => {
                Answer::Unreachable(excerpt(said))
            }
            (Engine::Postgresql, 2) if said.contains("FATAL:") => Answer::Closed(excerpt(said)),
            (Engine::Postgresql, 2) => Answer::Unreachable(excerpt(said)),
            (Engine::Postgresql, 3) => {
                let (_, rest) = first.split_once("ERROR:").or_else(|| first.split_once("FATAL:"))?;
                let (code, message) = rest.trim().split_once(": ")?;
                Answer::Refused(vec![code.to_owned()], excerpt(message))
            }
            (Engine::Mariadb, 1) => {
                let rest = first.strip_prefix("ERROR ")?;
                let (number, rest) = rest.split_once(" (")?;
                let (state, rest) = rest.split_once(')')?;
                match number {
                    "1040" | "2002" | "2003" | "2005" | "2013" => Answer::Unreachable(words),
                    _ if number != "1049" && !rest.starts_with(" at line") => Answer::Closed(words),
                    _ => Answer::Refused(vec![number.to_owned(), state.to_owned()], words),
                }
            }
            (Engine::Sqlite, 1) if first.contains("unable to open") => Answer::Closed(words),
            (Engine::Sqlite, _) if first.contains("rror") => Answer::Refused(Vec::new(), words),
            _ => return None,
        })
    }

    fn expected_error(&self, expected: &str, answer: &Answer) -> Verdict {
        let actual = match answer {
            Answer::Rows(_) => text!("sql-accepted"),
            Answer::Closed(_) if expected == "connection" => return Verdict::Pass,
            Answer::Refused(codes, said) => {
                let by_words = self.engine == Engine::Sqlite && said.contains(expected);
                if by_words || codes.iter().any(|code| code.starts_with(expected)) {
                    return Verdict::Pass;
                }
                text!("sql-refused", code = codes.join(" "), said = said.as_str())
            }
            Answer::Closed(said) => text!("sql-closed", said = said.as_str()),
            Answer::Unreachable(said) => return self.unreachable(said),
        };
        Verdict::fail(self.fact(), text!("sql-error", code = expected), actual)
    }

    fn unreachable(&self, said: &str) -> Verdict {
        Verdict::fail(text!("fact-sql-server", client = self.engine.client()), text!("expect-answer"), Text::verbatim(said))
    }

    fn fact(&self) -> Text {
        let first = self.query.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        text!("fact-sql", query = excerpt(first))
    }

    fn compare(&self, rows: &[Vec<String>]) -> Verdict {
        let mut findings = Findings::new();
        if let Some(scalar) = &self.scalar {
            match rows {
                [row] if row.len() == 1 => findings.expect(self.fact(), Some(scalar), &Observed::text(&row[0])),
                _ => findings.gap(self.fact(), scalar.describe(), shown(rows)),
            }
        }
        findings.expect(text!("fact-sql-count", what = self.fact()), self.count.as_ref(), &Observed::Number(rows.len() as f64));
        if let Some(wanted) = &self.rows {
            match pairs(wanted, rows, self.in_order) {
                Err(cause) => findings.error(cause),
                Ok(true) => {}
                Ok(false) => findings.gap(self.fact(), described(wanted), shown(rows)),
            }
        }
        findings.verdict()
    }
}

fn described(rows: &[Vec<Matcher>]) -> Text {
    let row = |cells: &[Matcher]| {
        let cells = cells.iter().map(Matcher::describe);
        cells.reduce(|a, b| text!("sql-cells", first = a, second = b)).unwrap_or_else(|| text!("shown-empty"))
    };
    let rows = rows.iter().map(|cells| row(cells));
    rows.reduce(|a, b| text!("sql-rows", first = a, second = b)).unwrap_or_else(|| text!("shown-nothing"))
}

fn shown(rows: &[Vec<String>]) -> Text {
    if rows.is_empty() {
        return text!("shown-nothing");
    }
    let rows: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
    Text::verbatim(excerpt(&rows.join(" ; ")))
}

/// Whether each wanted row has a row of its own that it accepts, and none is left over.
fn pairs(wanted: &[Vec<Matcher>], rows: &[Vec<String>], in_order: bool) -> Result<bool, Text> {
    if wanted.len() != rows.len() {
        return Ok(false);
    }
    let mut accepts = vec![Vec::new(); wanted.len()];
    for (index, cells) in wanted.iter().enumerate() {
        for (other, row) in rows.iter().enumerate() {
            let mut all = cells.len() == row.len();
            for (matcher, cell) in cells.iter().zip(row) {
                all &= matcher.accepts(&Observed::text(cell))?;
            }
            if all {
                accepts[index].push(other);
            }
        }
    }
    if in_order {
        return Ok(accepts.iter().enumerate().all(|(index, rows)| rows.contains(&index)));
    }
    let mut taken = vec![None; rows.len()];
    Ok((0..wanted.len()).all(|row| give(row, &accepts, &mut taken, &mut vec![false; rows.len()])))
}

/// Finds a row for one more of the wanted, moving others if it takes that (Kuhn).
fn give(wanted: usize, accepts: &[Vec<usize>], taken: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &row in &accepts[wanted] {
        if std::mem::replace(&mut seen[row], true) {
            continue;
        }
        if taken[row].is_none_or(|other| give(other, accepts, taken, seen)) {
            taken[row] = Some(wanted);
            return true;
        }
    }
    false
}

fn comma_separated(printed: &str) -> Option<Vec<Vec<String>>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(printed.as_bytes());
    reader.records().map(|record| Some(record.ok()?.iter().map(str::to_owned).collect())).collect()
}

/// Reads a line of `mariadb -B`: tabs between cells, `\n`, `\t`, `\\` and `\0` inside.
fn tabs(line: &str) -> Vec<String> {
    let cell = |cell: &str| {
        let mut plain = String::new();
        let mut chars = cell.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => plain.extend(chars.next().map(|c| match c {
                    'n' => '\n',
                    't' => '\t',
                    '0' => '\0',
                    other => other,
                })),
                c => plain.push(c),
            }
        }
        plain
    };
    line.split('\t').map(cell).collect()
}

impl Check for Sql {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(self.script())]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        let client = self.engine.client();
        let status = match output.ended {
            Ended::Status(status) => status,
            Ended::Timeout => return Verdict::Error(text!("error-timeout", command = client)),
            Ended::Flood => return Verdict::Error(text!("error-flood", command = client)),
        };
        let (first, rows) = output.stdout.split_once('\n').unwrap_or((&output.stdout, ""));
        let absent = |fact, expected| Verdict::fail(fact, expected, text!("shown-absent"));
        match first {
            READY => {}
            NO_CLIENT => return absent(Text::verbatim(client), text!("shown-installed")),
            NO_USER => return absent(text!("fact-account", user = self.account()), text!("shown-present")),
            NO_FILE => {
                let path = self.database.as_deref().unwrap_or_default();
                return absent(text!("fact-path", path = path), text!("shown-present"));
            }
            _ => {
                return Verdict::Error(text!("error-tool-failed", tool = client, status = status, said = excerpt(&output.stderr)));
            }
        }
        let Some(answer) = self.answer(status, rows, &output.stderr) else {
            return unreadable(client, &format!("{} {}", output.stdout, output.stderr));
        };
        match (&self.error, &answer) {
            (Some(expected), answer) => self.expected_error(expected, answer),
            (None, Answer::Rows(rows)) => self.compare(rows),
            (None, Answer::Unreachable(said)) => self.unreachable(said),
            (None, Answer::Closed(said)) => {
                Verdict::fail(self.fact(), text!("sql-accepted"), text!("sql-closed", said = said.as_str()))
            }
            (None, Answer::Refused(codes, said)) => {
                let actual = text!("sql-refused", code = codes.join(" "), said = said.as_str());
                Verdict::fail(self.fact(), text!("sql-accepted"), actual)
            }
        }
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let rows = self.scalar.is_some() || self.rows.is_some() || self.count.is_some();
        if self.query.trim().is_empty() {
            problems.push(text!("problem-sql-query"));
        }
        if rows && self.error.is_some() {
            problems.push(text!("problem-sql-error"));
        }
        if self.error.as_ref().is_some_and(|error| error.len() < 2) {
            problems.push(text!("problem-sql-code"));
        }
        if self.engine == Engine::Sqlite && self.database.as_ref().is_none_or(|path| !path.starts_with('/')) {
            problems.push(text!("problem-sql-file"));
        }
        if self.in_order && self.rows.is_none() {
            problems.push(text!("problem-config-key", key = "in-order"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Sql, comma_separated, pairs, tabs};
    use crate::check::Check;
    use crate::check::matcher::Matcher;

    fn sql(yaml: &str) -> Sql {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn rows_are_a_set_unless_their_order_counts() {
        let wanted: Vec<Vec<Matcher>> = serde_saphyr::from_str("[[{ matches: '.' }, 1], [a, 1]]").unwrap();
        let rows = |rows: &[[&str; 2]]| rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect::<Vec<_>>();
        assert_eq!(pairs(&wanted, &rows(&[["a", "1"], ["b", "1"]]), false), Ok(true), "the first takes the second");
        assert_eq!(pairs(&wanted, &rows(&[["a", "1"], ["b", "1"]]), true), Ok(false));
        assert_eq!(pairs(&wanted, &rows(&[["b", "1"], ["a", "1"]]), true), Ok(true));
        assert_eq!(pairs(&wanted, &rows(&[["a", "1"]]), false), Ok(false));
        assert_eq!(pairs(&wanted, &rows(&[["b", "1"], ["b", "1"]]), false), Ok(false));
    }

    #[test]
    fn cells_are_what_they_were() {
        assert_eq!(tabs("a\\tb\tNULL\tc\\\\"), ["a\tb", "NULL", "c\\"]);
        assert_eq!(comma_separated("1,\"a,\nb\"\n2,\n"), Some(vec![vec!["1".into(), "a,\nb".into()], vec!["2".into(), String::new()]]));
        assert_eq!(comma_separated(""), Some(Vec::new()));
    }

    #[test]
    fn four_results_are_told_apart() {
        let postgresql = sql("{ engine: postgresql, query: SELECT 1 }");
        let refused = "ERROR:  42501: permission denied for table t\nLOCATION:  aclcheck_error, aclchk.c:2843\n";
        assert_eq!(
            postgresql.answer(3, "", refused),
            Some(Answer::Refused(vec!["42501".into()], "permission denied for table t".into()))
        );
        assert!(matches!(postgresql.answer(2, "", "psql: error: … FATAL:  password authentication failed"), Some(Answer::Closed(_))));
        assert!(matches!(postgresql.answer(2, "", "psql: error: … Connection refused"), Some(Answer::Unreachable(_))));
        assert_eq!(postgresql.answer(0, "", ""), Some(Answer::Rows(Vec::new())));
        assert_eq!(postgresql.answer(1, "", "mktemp"), None);
    }

    #[test]
    fn a_write_is_rolled_back() {
        let script = sql("{ engine: mariadb, query: 'DELETE FROM t;' }").statements();
        assert_eq!(script, "START TRANSACTION;\nDELETE FROM t\n;\nROLLBACK;\n");
        let problems = |yaml: &str| sql(yaml).problems().len();
        assert_eq!(problems("{ engine: sqlite, query: SELECT 1 }"), 1);
        assert_eq!(problems("{ engine: mariadb, query: SELECT 1, error: '42', scalar: 1 }"), 1);
        assert_eq!(problems("{ engine: mariadb, query: SELECT 1, in-order: true }"), 1);
        assert_eq!(problems("{ engine: mariadb, query: SELECT 1 }"), 0);
    }
}
