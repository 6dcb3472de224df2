//! `paillasse class codes`: what students join or enrol with, for the teacher to hand out.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use serde::Serialize;

use super::seats::{PORT, own_address, pupils};
use crate::access::{AccessError, Book, Code, Door, Entry, HostKey, OwnCode};
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure};
use crate::individual::Student;
use crate::roster::Pupil;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The list of the pupils; everybody who was ever served when nothing is said.
    #[arg(short, long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Only this group or class of the roster.
    #[arg(short, long, requires = "roster")]
    group: Option<String>,
    /// Gives this student another code; the one before is worth nothing any more.
    #[arg(long, value_name = "STUDENT")]
    renew: Vec<String>,
    /// The address that codes name.
    #[arg(long)]
    address: Option<Ipv4Addr>,
    /// The port that all share.
    #[arg(long)]
    port: Option<u16>,
    /// A slip for each student, to cut out.
    #[arg(long, conflicts_with = "json")]
    slips: bool,
    /// For students who have an engine of their own: `paillasse enrol CODE`.
    #[arg(long, requires = "roster", conflicts_with_all = ["renew", "address", "port", "slips"])]
    own: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    student: String,
    code: String,
    host: String,
    port: u16,
    user: String,
    password: String,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let state = session.state()?;
    let chosen = match &args.roster {
        Some(path) => Some(pupils(path, args.group.as_deref())?),
        None => None,
    };
    if args.own {
        return own(&args, chosen.unwrap_or_default(), session);
    }
    let renewed: Vec<String> =
        args.renew.iter().map(|name| Student::identify(name)).collect::<Result<_, _>>()?;
    let key = HostKey::load(&state)?;
    let book = Book::change(&state, |book| {
        book.enrol(chosen.iter().flatten().map(|pupil| pupil.id.as_str()))?;
        renewed.iter().try_for_each(|id| book.renew(id))
    })?;
    let door = Door {
        address: args.address.or(book.door.map(|door| door.address)).unwrap_or_else(own_address),
        port: args.port.or(book.door.map(|door| door.port)).unwrap_or(PORT),
    };
    let print = key.print();
    let line = |entry: &Entry| Line {
        student: entry.id.clone(),
        code: Code {
            address: door.address,
            port: door.port,
            number: entry.number,
            print,
            secret: entry.secret.clone(),
        }
        .to_string(),
        host: door.address.to_string(),
        port: door.port,
        user: entry.id.clone(),
        password: entry.secret.shown(),
    };
    let lines: Vec<Line> = wanted(&book, &chosen, &renewed)?.into_iter().map(line).collect();
    show(&args, &lines, &key, session);
    Ok(None)
}

/// Shows what students enrol with on machines of their own. Nobody is served by it: it opens
/// no door here.
fn own(args: &Args, pupils: Vec<Pupil>, session: &Session) -> Done {
    let secret = session.state()?.class_secret()?;
    let mut lines = Vec::new();
    for pupil in &pupils {
        lines.push((&pupil.id, OwnCode::of(&Student::new(&pupil.id, secret.as_bytes())?).to_string()));
    }
    let console = &session.console;
    if args.json {
        let students: Vec<_> =
            lines.iter().map(|(id, code)| serde_json::json!({ "student": id, "code": code })).collect();
        console.print(&format!("{:#}", serde_json::json!({ "students": students })));
        return Ok(None);
    }
    let head = ["column-student", "column-code"].map(|id| console.lang.message(id).unwrap_or_default());
    let rows = lines.into_iter().map(|(id, code)| vec![id.clone(), code]).collect();
    // A code is copied whole: it is not broken across lines.
    console.print(&table(&head, rows, console.width().max(130)));
    console.say(&text!("codes-own"));
    Ok(None)
}

/// Returns whom to show: those of the roster, those who got another code, or everybody.
fn wanted<'a>(
    book: &'a Book,
    chosen: &Option<Vec<Pupil>>,
    renewed: &[String],
) -> Result<Vec<&'a Entry>, Failure> {
    let ids: Vec<&str> = match (renewed.is_empty(), chosen) {
        (false, _) => renewed.iter().map(String::as_str).collect(),
        (true, Some(pupils)) => pupils.iter().map(|pupil| pupil.id.as_str()).collect(),
        (true, None) => book.students.iter().map(|entry| entry.id.as_str()).collect(),
    };
    let find = |id: &str| book.find(id).ok_or_else(|| AccessError::Unknown { id: id.to_owned() }.into());
    ids.into_iter().map(find).collect()
}

fn show(args: &Args, lines: &[Line], key: &HostKey, session: &Session) {
    let console = &session.console;
    let fingerprint = key.fingerprint();
    if args.json {
        console.print(&format!("{:#}", serde_json::json!({ "fingerprint": fingerprint, "students": lines })));
        return;
    }
    if lines.is_empty() {
        console.say(&text!("codes-none"));
        return;
    }
    if args.slips {
        for line in lines {
            console.print(
                &text!(
                    "codes-slip",
                    student = &line.student,
                    code = &line.code,
                    host = &line.host,
                    port = %line.port,
                    password = &line.password,
                    fingerprint = &fingerprint
                )
                .to(console.lang),
            );
        }
        return;
    }
    let head = ["column-student", "column-code", "column-ssh", "column-password"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let rows = lines.iter().map(|line| {
        let ssh = format!("ssh -p {} {}@{}", line.port, line.user, line.host);
        vec![line.student.clone(), line.code.clone(), ssh, line.password.clone()]
    });
    // A code is copied by hand: it is not broken across lines.
    console.print(&table(&head, rows.collect(), console.width().max(130)));
    console.print(&text!("serve-key", fingerprint = fingerprint).to(console.lang));
}
