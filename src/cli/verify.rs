//! `paillasse verify`: whether a result is as it was signed, and by whom.

use std::path::{Path, PathBuf};

use serde_json::json;
use ssh_key::{HashAlg, PublicKey};

use crate::cli::session::Session;
use crate::cli::{Done, Failure, settings};
use crate::error::{Category, Explain};
use crate::ink::{clean, decimal};
use crate::load::LabFile;
use crate::result::{self, Opened, Payload};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The result.
    #[arg(required_unless_present = "key")]
    result: Option<PathBuf>,
    /// A list of keys that someone vouches for.
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// The lab that its hash is compared with.
    #[arg(short, long)]
    lab: Option<String>,
    /// Prints the key of this machine instead.
    #[arg(long, conflicts_with_all = ["result", "known", "lab", "json"])]
    key: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let Some(path) = args.result else { return key(session) };
    let opened = match result::open(&path) {
        Ok(opened) => opened,
        Err(error) => {
            if args.json {
                let reason = error.text().to(session.console.lang);
                session.console.print(&format!("{:#}", json!({ "intact": false, "reason": reason })));
            }
            return Err(error.into());
        }
    };
    let who = owner(&opened.key, args.known.as_deref(), session)?;
    let installed = installed(&opened.payload, args.lab.as_deref(), session)?;
    if args.json {
        session.console.print(&format!("{:#}", document(&opened, who.as_deref(), installed)));
    } else {
        tell(&opened, who.as_deref(), installed, session);
    }
    Ok(who.is_none().then_some(Category::Failed))
}

/// Prints the line that makes this machine's key known.
fn key(session: &Session) -> Done {
    let key = session.state()?.signing_key()?;
    if let Some(line) = result::line(&settings::user(), key.private().public_key()) {
        session.console.print(&line);
    }
    Ok(None)
}

/// Whose key it is: of the list, or this machine's own; nothing when nobody vouches for it.
pub(super) fn owner(
    key: &PublicKey,
    list: Option<&Path>,
    session: &Session,
) -> Result<Option<String>, Failure> {
    let known = list.map(result::read_known).transpose()?.unwrap_or_default();
    let mine = session.state()?.made_key()?;
    let mut names: Vec<String> = known
        .into_iter()
        .filter(|known| known.key.key_data() == key.key_data())
        .map(|known| clean(&known.who))
        .collect();
    if mine.is_some_and(|mine| mine.private().public_key().key_data() == key.key_data()) {
        names.push(text!("verify-this-machine").to(session.console.lang));
    }
    Ok((!names.is_empty()).then(|| names.join(", ")))
}

/// How the lab of a result compares with the one that is here.
#[derive(Clone, Copy, Debug)]
enum Installed {
    Same,
    Other,
    None,
}

fn installed(payload: &Payload, lab: Option<&str>, session: &Session) -> Result<Installed, Failure> {
    let library = session.library();
    let found: LabFile = match lab {
        Some(lab) => library.find(lab)?,
        None => match library.find(payload.lab.as_str()) {
            Ok(found) => found,
            // A lab that is not here, or cannot be read, takes nothing from the signature.
            Err(_) => return Ok(Installed::None),
        },
    };
    Ok(if found.hash() == payload.lab_hash { Installed::Same } else { Installed::Other })
}

fn tell(opened: &Opened, who: Option<&str>, installed: Installed, session: &Session) {
    let (console, payload) = (&session.console, &opened.payload);
    let say = |text: crate::i18n::Text| console.print(&text.to(console.lang));
    say(text!("verify-intact"));
    let key = opened.key.fingerprint(HashAlg::Sha256).to_string();
    match who {
        Some(who) => say(text!("verify-known", key = key, who = who)),
        None => say(text!("verify-unknown", key = key)),
    }
    say(text!(
        "verify-lab",
        lab = payload.lab.as_str(),
        title = clean(&payload.title),
        hash = &payload.lab_hash
    ));
    match installed {
        Installed::Same => say(text!("verify-lab-same")),
        Installed::Other => say(text!("verify-lab-other")),
        Installed::None => say(text!("verify-lab-none")),
    }
    let level = if payload.level == crate::check::Level::Full { "full" } else { "quick" };
    say(text!(
        "verify-run",
        student = clean(&payload.student),
        level = level,
        started = payload.started.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        tool = clean(&payload.tool)
    ));
    if !payload.files.is_empty() {
        let kept = payload.files.iter().filter(|file| file.left_out.is_none()).count();
        say(text!("verify-files", count = kept, left_out = payload.files.len() - kept));
    }
    let score = payload.score;
    match score.mark() {
        Some(mark) => say(text!(
            "verify-score",
            earned = decimal(score.earned.number(), console.lang),
            judged = score.judged,
            mark = decimal(mark, console.lang)
        )),
        None => say(text!("report-no-mark")),
    }
}

fn document(opened: &Opened, who: Option<&str>, installed: Installed) -> serde_json::Value {
    let payload = &opened.payload;
    json!({
        "intact": true,
        "key": {
            "fingerprint": opened.key.fingerprint(HashAlg::Sha256).to_string(),
            "public": opened.key.to_openssh().unwrap_or_default(),
            "known": who,
        },
        "lab": {
            "activity": payload.lab,
            "title": payload.title,
            "hash": payload.lab_hash,
            "installed": match installed {
                Installed::Same => "same",
                Installed::Other => "other",
                Installed::None => "none",
            },
        },
        "student": payload.student,
        "bench": payload.bench,
        "variant": payload.variant,
        "level": payload.level,
        "started": payload.started,
        "finished": payload.finished,
        "tool": payload.tool,
        "files": payload.files,
        "score": payload.score,
        "mark": payload.score.mark(),
    })
}
