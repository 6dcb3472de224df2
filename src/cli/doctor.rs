//! `paillasse doctor`: is this machine fit for a class?

use clap::builder::styling::{AnsiColor, Color, Style};
use serde_json::json;

use crate::bench::Bench;
use crate::cli::console::Console;
use crate::cli::session::Session;
use crate::cli::{Done, settings};
use crate::doctor::{Class, Finding, Request, State, examine};
use crate::error::Category;
use crate::provider::docker::context::Address;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many students are expected.
    #[arg(long, visible_alias = "students", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    class_size: u16,
    /// The lab that is planned.
    #[arg(default_value = "A3.3.2")]
    lab: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let (file, student) = session.wanted(&args.lab, None)?;
    let addresses = file.specimen_addresses();
    let bench = Bench::new(file, student, addresses)?;
    let address = Address::find(&settings::engine())?;
    let (sources, state) = (settings::sources(), settings::state());
    let request = Request {
        address: &address,
        class: Class::of(&bench.lab, args.class_size.into()),
        range: settings::subnets()?,
        sources: &sources,
        state: &state,
    };
    let console = &session.console;
    let activity = console.activity();
    activity.stage(&text!("doing-doctor"));
    let findings = examine(&request).await;
    drop(activity);
    if args.json {
        let lines: Vec<_> = findings
            .iter()
            .map(|finding| {
                json!({
                    "id": finding.id,
                    "what": finding.what.to(console.lang),
                    "state": finding.state,
                    "detail": finding.detail.to(console.lang),
                    "mend": finding.mend.as_ref().map(|mend| mend.to(console.lang)),
                })
            })
            .collect();
        console.print(&format!("{:#}", json!(lines)));
    } else {
        for finding in &findings {
            show(console, finding);
        }
    }
    let worst = findings.iter().map(|finding| finding.state).max();
    Ok((worst == Some(State::Trouble)).then_some(Category::Environment))
}

/// Prints what one examination found, and what to type.
pub(super) fn show(console: &Console, finding: &Finding) {
    let view = console.view();
    let (mark, word, colour) = match finding.state {
        State::Ok => ("✔", text!("doctor-ok"), AnsiColor::Green),
        State::Unknown => ("?", text!("doctor-unknown"), AnsiColor::Cyan),
        State::Warning => ("!", text!("doctor-warning"), AnsiColor::Yellow),
        State::Trouble => ("✘", text!("doctor-trouble"), AnsiColor::Red),
    };
    let mark = if view.colour { mark.to_owned() } else { format!("{:<12}", view.say(&word)) };
    let mark = view.paint(Style::new().bold().fg_color(Some(Color::Ansi(colour))), &mark);
    let line = text!("doctor-line", what = finding.what.clone(), detail = finding.detail.clone());
    let (first, taken) = (format!("{mark} "), if view.colour { 2 } else { 13 });
    console.print(&view.hang(&first, taken, &view.say(&line)));
    if let Some(mend) = &finding.mend {
        console.print(&view.hang(&format!("{:taken$}→ ", ""), taken + 2, &view.say(mend)));
    }
}
