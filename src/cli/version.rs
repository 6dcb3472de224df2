//! `paillasse version`: of the program, of the lab format, of the engine.

use crate::cli::Done;
use crate::cli::session::Session;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await;
    let facts = site.as_ref().ok().map(|site| &site.engine.facts);
    if args.json {
        let engine = facts.map(|facts| {
            serde_json::json!({
                "version": facts.version,
                "api": format!("{}.{}", facts.api.0, facts.api.1),
                "podman": facts.podman,
                "address": facts.address,
            })
        });
        let version = serde_json::json!({
            "paillasse": env!("CARGO_PKG_VERSION"),
            "lab_format": crate::load::FORMAT,
            "engine": engine,
        });
        session.console.print(&format!("{version:#}"));
        return Ok(None);
    }
    session.console.print(&format!("paillasse {}", env!("CARGO_PKG_VERSION")));
    let engine = match facts {
        Some(facts) => {
            let kind = if facts.podman { "Podman" } else { "Docker" };
            let api = format!("{}.{}", facts.api.0, facts.api.1);
            text!("version-engine", kind = kind, version = &facts.version, api = api)
        }
        None => text!("version-no-engine"),
    };
    session.console.print(&text!("version-format", format = crate::load::FORMAT).to(session.console.lang));
    session.console.print(&engine.to(session.console.lang));
    Ok(None)
}
