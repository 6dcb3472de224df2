//! `paillasse plan`: what `up` would make, without making it.

use crate::bench::{Bench, Site, foresee};
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure};
use crate::load::LabFile;
use crate::model::bench_name;
use crate::provider::docker::image::recipes;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lab.
    lab: String,
    /// Whose bench.
    #[arg(short, long)]
    student: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let (file, student) = session.wanted(&args.lab, args.student.as_deref())?;
    let console = &session.console;
    let addresses = match session.site().await {
        Ok(site) => foreseen(&site, &file, student.id()).await?,
        Err(Failure(error)) => {
            console.warn(&error.text());
            console.warn(&text!("plan-specimen"));
            file.specimen_addresses()
        }
    };
    let bench = Bench::new(file, student, addresses)?;
    if args.json {
        console.print(&format!("{:#}", serde_json::json!(bench.plan)));
        return Ok(None);
    }
    console.print(
        &text!("plan-heading", bench = &bench.plan.bench, lab = bench.plan.lab.as_str()).to(console.lang),
    );
    let networks = bench.plan.networks.iter().map(|network| {
        let subnet = bench.plan.addresses.subnets.get(network.name.as_str());
        let reach = if network.internet { text!("plan-internet") } else { text!("plan-closed") };
        vec![
            network.name.to_string(),
            subnet.map(ToString::to_string).unwrap_or_default(),
            reach.to(console.lang),
        ]
    });
    let head = [text!("column-network"), text!("column-subnet"), text!("column-reach")];
    console.print(&table(&head.map(|word| word.to(console.lang)), networks.collect(), console.width()));
    let recipes = recipes();
    let nodes = bench.plan.nodes.iter().map(|node| {
        let addresses = bench.plan.addresses.nodes.get(node.name.as_str());
        let addresses = addresses.into_iter().flatten().map(|(network, at)| format!("{network} {at}"));
        let steps = bench.plan.steps(node.name.as_str()).count();
        vec![
            node.name.to_string(),
            recipes.get(node.image.as_str()).map(|recipe| recipe.reference()).unwrap_or_default(),
            addresses.collect::<Vec<_>>().join("\n"),
            node.memory.to_string(),
            node.pids.to_string(),
            steps.to_string(),
        ]
    });
    let head =
        ["column-node", "column-image", "column-addresses", "column-memory", "column-pids", "column-steps"]
            .map(|id| console.lang.message(id).unwrap_or_default());
    console.print(&table(&head, nodes.collect(), console.width()));
    Ok(None)
}

/// Returns the addresses that the bench has, or would get if it were made now.
async fn foreseen(
    site: &Site,
    file: &LabFile,
    student: &str,
) -> Result<crate::individual::Addresses, Failure> {
    let bench = bench_name(file.activity(), student);
    let mut subnets = site.engine.subnets(&bench).await?;
    let mut used = site.engine.used_subnets().await?;
    // Where none is free, the table shows none.
    let _ = foresee(site.range, &bench, &file.networks(), &mut subnets, &mut used);
    Ok(file.addresses(subnets))
}
