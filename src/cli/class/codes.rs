//! `paillasse class codes`: what students join with, for the teacher to hand out.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use serde::Serialize;

use super::seats::{PORT, own_address, pupils};
use crate::access::{AccessError, Book, Code, Door, Entry, HostKey};
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure};
use crate::individual::Student;
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

/// Returns whom to show: those of the roster, those who got another code, or everybody.
fn wanted<'a>(
    book: &'a Book,
    chosen: &Option<Vec<crate::roster::Pupil>>,
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
