//! `paillasse class serve`: students work on their benches without an engine of their own.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Time;
use jiff::{Timestamp, Zoned};

use super::seats::{PORT, own_address, pupils};
use crate::access::{Class, Door, Event, Seat, Server, Settings};
use crate::bench::{Bench, Site};
use crate::cli::console::Console;
use crate::cli::session::Session;
use crate::cli::{Done, Failure, UsageError};
use crate::individual::Student;
use crate::load::LabFile;
use crate::model::bench_name;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lab.
    lab: String,
    /// The list of the pupils; those whose bench stands when nothing is said.
    #[arg(short, long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Only this group or class of the roster.
    #[arg(short, long, requires = "roster")]
    group: Option<String>,
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::UNSPECIFIED))]
    listen: IpAddr,
    /// The port that all share; ten more for each student follow.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// The address that codes name.
    #[arg(long)]
    address: Option<Ipv4Addr>,
    /// Minutes after which a connection that does nothing is closed.
    #[arg(long, value_name = "MINUTES", default_value_t = 240, value_parser = clap::value_parser!(u64).range(1..=10080))]
    idle: u64,
    /// When the class is over.
    #[arg(long, value_name = "HH:MM")]
    until: Option<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let until = args.until.as_deref().map(moment).transpose()?;
    let site = session.site().await?;
    let file = session.library().find(&args.lab)?;
    let class = class(&args, &site, file, session).await?;
    let address = args.address.unwrap_or_else(|| match args.listen {
        IpAddr::V4(listen) if !listen.is_unspecified() => listen,
        _ => own_address(),
    });
    let door = Door { address, port: args.port };
    let settings = Settings {
        lang: session.console.lang,
        labs: session.labs.clone(),
        idle: Duration::from_secs(60 * args.idle),
        until,
    };
    let listener = {
        let console = session.console.clone();
        Box::new(move |event: &Event| tell(&console, event))
    };
    let students = class.seats.len();
    let server = Server::open(site, class, settings, args.listen, door, session.state()?, listener).await?;
    let console = &session.console;
    console.say(&text!("serve-open", students = students, address = %address, port = args.port, doors = server.doors()));
    console.say(&text!("serve-key", fingerprint = server.key().fingerprint()));
    console.say(&text!("serve-codes"));
    server.serve().await;
    console.say(&text!("access-over"));
    Ok(None)
}

/// Returns who sits where.
async fn class(args: &Args, site: &Site, file: LabFile, session: &Session) -> Result<Class, Failure> {
    let seat = |student: String, name: String| {
        let bench = bench_name(file.activity(), &student);
        (student.clone(), Seat { student, name, bench })
    };
    let seats = match &args.roster {
        Some(path) => pupils(path, args.group.as_deref())?
            .into_iter()
            .map(|pupil| seat(pupil.id.clone(), pupil.name()))
            .collect(),
        None => site
            .standing()
            .await?
            .into_iter()
            .filter(|bench| bench.lab == file.activity().as_str() && !bench.nodes.is_empty())
            .map(|bench| seat(bench.student.clone(), bench.student))
            .collect(),
    };
    let seats: std::collections::BTreeMap<String, Seat> = seats;
    if seats.is_empty() {
        let said = text!("serve-nobody", lab = file.activity().as_str());
        return Err(UsageError { said, hint: Some(text!("serve-nobody-hint", lab = &args.lab)) }.into());
    }
    // The title is the same for all; mistakes of the lab come out before anybody comes.
    let anybody = Student::new("paillasse", session.state()?.class_secret()?.as_bytes())?;
    let addresses = file.specimen_addresses();
    let Bench { file, lab, .. } = Bench::new(file, anybody, addresses)?;
    // A folder is named from wherever this program was started.
    let named =
        std::fs::canonicalize(&args.lab).map_or_else(|_| args.lab.clone(), |path| path.display().to_string());
    Ok(Class { file, lab: named, title: lab.title, seats })
}

/// Returns the next moment at which a clock on this wall shows the time.
fn moment(given: &str) -> Result<Timestamp, Failure> {
    let wrong = || UsageError { said: text!("serve-until", given = given), hint: None };
    let time = Time::strptime("%H:%M", given).map_err(|_| wrong())?;
    let now = Zoned::now();
    let today = now.with().time(time).build().map_err(|_| wrong())?;
    if today <= now {
        let now = now.strftime("%H:%M").to_string();
        let said = text!("serve-until-past", given = given, now = now);
        return Err(UsageError { said, hint: None }.into());
    }
    Ok(today.timestamp())
}

/// Shows the teacher who comes, goes and asks; what is typed is nobody's business.
fn tell(console: &Console, event: &Event) {
    let (student, from) = (event.student.as_str(), event.from);
    let node = event.node.as_deref().unwrap_or("–");
    let said = match event.event {
        "refused" => text!("serve-refused", student = student, from = %from),
        "login" => text!("serve-login", student = student, from = %from),
        "logout" => text!("serve-logout", student = student, from = %from),
        "open" => text!("serve-node", student = student, node = node),
        "verb" => {
            text!("serve-verb", student = student, what = event.what.as_deref().unwrap_or_default())
        }
        _ => return,
    };
    let at = event.at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string();
    console.say(&text!("serve-line", at = at, said = said));
}
