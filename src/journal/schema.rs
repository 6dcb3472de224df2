//! The tables, and how a database of any age becomes one of today.

use std::fs::OpenOptions;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::i18n::Text;
use crate::journal::JournalError;
use crate::lock::Lock;
use crate::text;

/// How long to wait for another program that writes at the same moment. Each transaction
/// takes milliseconds, so whoever is slower than this hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Marks a SQLite file as ours (`PRAGMA application_id`): `pail` in ASCII.
const APPLICATION: i64 = 0x7061_696c;

/// Up to this size the whole file is looked over when it is opened, which takes about 1.4 ms
/// for each MiB: a hundred runs of twenty checks. In a larger one, damage shows when the page
/// is read that it is on.
const LOOK_OVER: u64 = 8 << 20;

/// The steps from an empty database to that of today; `user_version` counts those taken.
/// A step that was released is never altered: another is added after it.
pub(super) const MIGRATIONS: &[&str] = &[
    "CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        lab TEXT NOT NULL,
        lab_hash TEXT NOT NULL,
        bench TEXT NOT NULL,
        student TEXT NOT NULL,
        variant TEXT NOT NULL,
        level TEXT NOT NULL,
        started INTEGER NOT NULL, -- milliseconds since 1970, UTC; so all times
        ended INTEGER,
        earned INTEGER,
        judged INTEGER,
        not_judged INTEGER,
        left_out INTEGER,
        tool TEXT NOT NULL,
        process TEXT NOT NULL     -- who writes it, to tell interrupted from running
    ) STRICT;
    CREATE INDEX runs_by_student ON runs (student, lab, started);
    CREATE INDEX runs_by_bench ON runs (bench, started);
    CREATE TABLE outcomes (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        position INTEGER NOT NULL,
        check_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        points INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        took INTEGER NOT NULL,    -- milliseconds
        probes INTEGER NOT NULL,  -- how many pieces of evidence there were
        outcome TEXT NOT NULL,    -- JSON
        PRIMARY KEY (run, check_id)
    ) STRICT;
    CREATE TABLE evidence (
        run INTEGER NOT NULL,
        check_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        evidence TEXT NOT NULL,   -- JSON, masked
        PRIMARY KEY (run, check_id, position),
        FOREIGN KEY (run, check_id) REFERENCES outcomes ON DELETE CASCADE
    ) STRICT;",
    "CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        bench TEXT NOT NULL,
        kind TEXT NOT NULL,
        check_id TEXT,
        number INTEGER,
        tool TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_bench ON events (bench, at);
    CREATE TABLE hints (
        bench TEXT NOT NULL,
        check_id TEXT NOT NULL,
        shown INTEGER NOT NULL,
        PRIMARY KEY (bench, check_id)
    ) STRICT;",
    // What it takes to judge a run again; runs of before have none of it.
    "ALTER TABLE runs ADD COLUMN circumstances TEXT; -- JSON",
    // A part of the points can be earned.
    "ALTER TABLE runs RENAME COLUMN earned TO earned_hundredths;
    UPDATE runs SET earned_hundredths = earned_hundredths * 100;",
    "CREATE TABLE faults (
        id INTEGER PRIMARY KEY,
        bench TEXT NOT NULL,
        fault TEXT NOT NULL,
        node TEXT NOT NULL,
        kind TEXT NOT NULL,
        injected INTEGER NOT NULL,
        cleared INTEGER,
        tool TEXT NOT NULL,
        process TEXT NOT NULL
    ) STRICT;
    CREATE INDEX faults_by_bench ON faults (bench, injected);
    CREATE TABLE incidents (
        id INTEGER PRIMARY KEY,
        bench TEXT NOT NULL,
        seed TEXT NOT NULL,
        started INTEGER NOT NULL,
        ended INTEGER,
        tool TEXT NOT NULL,
        process TEXT NOT NULL     -- who watches it
    ) STRICT;
    CREATE INDEX incidents_by_bench ON incidents (bench, started);
    CREATE TABLE courses (
        incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
        fault TEXT NOT NULL,
        planned INTEGER NOT NULL,
        injected INTEGER,
        seen INTEGER,
        declared INTEGER,
        restored INTEGER,
        repaired INTEGER,
        PRIMARY KEY (incident, fault)
    ) STRICT;",
    "CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY,
        bench TEXT NOT NULL,
        exchange TEXT NOT NULL,   -- JSON
        over INTEGER NOT NULL DEFAULT 0, -- 1 once the bench began anew
        tool TEXT NOT NULL
    ) STRICT;
    CREATE INDEX exchanges_by_bench ON exchanges (bench, over);",
];

/// Opens the database at `path`, new or old. What cannot be read is set aside and a new
/// one begun; the sentence returned tells where it went.
pub(super) fn open(path: &Path) -> Result<(Connection, Option<Text>), JournalError> {
    let refused = |error: std::io::Error| JournalError::file(path, &error);
    if let Some(folder) = path.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(refused)?;
    }
    // Two programs that both find it corrupt must not set the new one aside, and SQLite
    // does not wait for one another when it turns to write-ahead logging.
    let _alone = Lock::acquire_within(&beside(path, ".lock"), PATIENCE)
        .map_err(|error| JournalError::locked(path, error))?;
    match connect(path) {
        Err(JournalError::Corrupt { reason, .. }) => {
            let kept = set_aside(path).map_err(refused)?;
            let warning = text!("journal-set-aside", path = %kept.display(), reason = reason);
            Ok((connect(path)?, Some(warning)))
        }
        opened => Ok((opened?, None)),
    }
}

fn connect(path: &Path) -> Result<Connection, JournalError> {
    let failed = |source| JournalError::of(path, source);
    // SQLite would make it readable for everybody; its companions follow its mode.
    let file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path);
    let size = file
        .and_then(|file| file.metadata())
        .map(|metadata| metadata.len())
        .map_err(|error| JournalError::file(path, &error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    recognise(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
    // A crash of the program loses nothing; a power cut may lose the last transactions,
    // and never damages the file.
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
    if size <= LOOK_OVER {
        look_over(&connection, path)?;
    }
    migrate(&mut connection, MIGRATIONS).map_err(failed)?;
    Ok(connection)
}

/// Refuses the databases of other programs and of later versions.
fn recognise(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    let failed = |source| JournalError::of(path, source);
    let number = |sql: &str| connection.query_row(sql, (), |row| row.get::<_, i64>(0)).map_err(failed);
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let application = number("PRAGMA application_id")?;
    let found = number("PRAGMA user_version")?;
    let known = MIGRATIONS.len() as i64;
    match (application, found) {
        (APPLICATION, found) if found > known => {
            Err(JournalError::Newer { path: path.to_owned(), found, known })
        }
        (APPLICATION, 0..) => Ok(()),
        (0, 0) if tables == 0 => Ok(()),
        _ => Err(JournalError::Foreign { path: path.to_owned() }),
    }
}

fn look_over(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    let said: String = connection
        .query_row("PRAGMA quick_check(1)", (), |row| row.get(0))
        .map_err(|source| JournalError::of(path, source))?;
    match said.as_str() {
        "ok" => Ok(()),
        _ => Err(JournalError::Corrupt { path: path.to_owned(), reason: said }),
    }
}

/// Takes the steps that the database has not taken, all or none.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken: u32 = transaction.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    let missing = steps.get(taken as usize..).unwrap_or_default();
    if !missing.is_empty() {
        for step in missing {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", steps.len() as i64)?;
    }
    transaction.commit()
}

/// Renames the database and its companions; returns the new name.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let time = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let kept = (1..)
        .map(|count| match count {
            1 => beside(path, &format!(".corrupt-{time}")),
            count => beside(path, &format!(".corrupt-{time}-{count}")),
        })
        .find(|kept| !kept.exists())
        .expect("the names do not run out");
    for companion in ["-wal", "-shm", ""] {
        match std::fs::rename(beside(path, companion), beside(&kept, companion)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound || companion.is_empty() => {
                return Err(error);
            }
            _ => {}
        }
    }
    Ok(kept)
}

/// Returns the path with something added to its last component.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
