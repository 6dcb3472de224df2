//! `paillasse class status`: who is how far.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::class::Lesson;
use crate::cli::Done;
use crate::cli::class::select::{Place, Selection};
use crate::cli::session::{Session, last_run};
use crate::cli::status::state;
use crate::cli::table::table;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    student: &'a str,
    name: &'a str,
    class: Option<String>,
    group: Option<&'a str>,
    seat: Option<&'a str>,
    bench: &'a str,
    lab: &'a str,
    /// `missing` for a bench that does not stand.
    state: &'static str,
    running: usize,
    nodes: usize,
    mark: Option<f64>,
    checked: Option<String>,
    until: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let chosen = args.selection.of_engine(session, &site).await?;
    let journal = session.journal().ok();
    let state_dir = session.state()?;
    let console = &session.console;
    let mut lines = Vec::new();
    let mut untils: Vec<Lesson> = Vec::new();
    for place in &chosen.places {
        let class = place.class().or_else(|| chosen.class.clone());
        let lesson = match (&class, place.lab.parse()) {
            (Some(class), Ok(lab)) => {
                let known = untils.iter().find(|lesson| lesson.class == *class && lesson.lab == lab).cloned();
                Some(known.map_or_else(|| Lesson::read(&state_dir, &lab, class), Ok)?)
            }
            _ => None,
        };
        let until = lesson.as_ref().and_then(|lesson| lesson.until);
        untils.extend(lesson.filter(|lesson| !untils.contains(lesson)));
        let last = journal.as_ref().and_then(|journal| last_run(journal, &place.bench).ok().flatten());
        let (mark, checked) = last.map_or((None, None), |run| {
            (run.score.and_then(|score| score.mark()), Some(run.started.to_string()))
        });
        let standing = place.standing.as_ref();
        lines.push(Line {
            student: &place.student,
            name: &place.name,
            class,
            group: place.pupil.as_ref().and_then(|pupil| pupil.group.as_deref()),
            seat: place.pupil.as_ref().and_then(|pupil| pupil.seat.as_deref()),
            bench: &place.bench,
            lab: &place.lab,
            state: word(place),
            running: standing.map_or(0, |standing| standing.running()),
            nodes: standing.map_or(0, |standing| standing.nodes.len()),
            mark,
            checked,
            until: until.map(|until| until.to_string()),
        });
    }
    if args.json {
        console.print(&format!("{:#}", serde_json::json!(lines)));
        return Ok(None);
    }
    let head = ["column-student", "column-group", "column-seat", "column-lab", "column-state", "column-mark"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let rows = lines.iter().zip(&chosen.places).map(|(line, place)| {
        let said = place.standing.as_ref().map_or_else(|| text!("class-missing"), state);
        vec![
            line.name.to_owned(),
            line.group.unwrap_or_default().to_owned(),
            line.seat.unwrap_or_default().to_owned(),
            line.lab.to_owned(),
            said.to(console.lang),
            line.mark.map_or_else(|| "–".to_owned(), |mark| format!("{mark}/20")),
        ]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    for lesson in &untils {
        if let Some(until) = lesson.until {
            let at = until.to_zoned(TimeZone::system()).strftime("%H:%M").to_string();
            let over = until < jiff::Timestamp::now();
            let (class, lab) = (&lesson.class, lesson.lab.as_str());
            console.say(&match over {
                true => text!("class-over", class = class, lab = lab, at = at),
                false => text!("class-until", class = class, lab = lab, at = at),
            });
        }
    }
    Ok(None)
}

fn word(place: &Place) -> &'static str {
    let Some(standing) = &place.standing else { return "missing" };
    match (standing.running(), standing.nodes.len()) {
        _ if standing.unfinished => "unfinished",
        (0, 0) => "empty",
        (0, _) => "stopped",
        (running, all) if running == all => "running",
        _ => "partly",
    }
}
