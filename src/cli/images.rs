//! `paillasse images`: the images of the nodes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Subcommand;

use crate::bench::Site;
use crate::cli::console::Activity;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::cli::{Done, Failure};
use crate::provider::docker::image::recipes;
use crate::quantity::Size;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Which there are, and which are here.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Makes images available: all, or those named.
    Build {
        /// Images.
        images: Vec<String>,
    },
    /// Writes images to a file.
    Export {
        /// The file.
        file: PathBuf,
        /// Images.
        images: Vec<String>,
    },
    /// Loads images from a file.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Removes images of earlier versions that nothing uses.
    Prune {
        /// Also those of this version.
        #[arg(long)]
        all: bool,
    },
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    match args.verb {
        Verb::List { json } => list(json, session).await,
        Verb::Build { images } => build(images, session).await,
        Verb::Export { file, images } => export(file, images, session).await,
        Verb::Import { file } => import(file, session).await,
        Verb::Prune { all } => prune(all, session).await,
    }
}

async fn list(json: bool, session: &Session) -> Done {
    let site = session.site().await?;
    let held = site.engine.held_images().await?;
    let console = &session.console;
    let lines: Vec<_> = recipes()
        .into_values()
        .map(|recipe| {
            let reference = recipe.reference();
            let size = held.iter().find(|image| image.tags.contains(&reference)).map(|image| image.size);
            (recipe, reference, size)
        })
        .collect();
    if json {
        let lines: Vec<_> = lines
            .iter()
            .map(|(recipe, reference, size)| {
                serde_json::json!({
                    "name": recipe.name, "parent": recipe.parent, "reference": reference,
                    "present": size.is_some(), "size": size,
                })
            })
            .collect();
        console.print(&format!("{:#}", serde_json::json!(lines)));
        return Ok(None);
    }
    let head = ["column-image", "column-parent", "column-reference", "column-size"]
        .map(|id| console.lang.message(id).unwrap_or_default());
    let absent = text!("images-absent").to(console.lang);
    let rows = lines.into_iter().map(|(recipe, reference, size)| {
        vec![
            recipe.name,
            recipe.parent,
            reference,
            size.map_or_else(|| absent.clone(), |s| Size(s).to_string()),
        ]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    Ok(None)
}

async fn build(images: Vec<String>, session: &Session) -> Done {
    let site = session.site().await?;
    let images: Vec<String> = if images.is_empty() { recipes().into_keys().collect() } else { images };
    let activity = session.console.activity();
    for reference in made(&images, &site, &activity).await?.values() {
        activity.print(reference);
    }
    Ok(None)
}

/// Makes images available and returns their references by name.
async fn made(
    images: &[String],
    site: &Site,
    activity: &Activity,
) -> Result<BTreeMap<String, String>, Failure> {
    let names: Vec<&str> = images.iter().map(String::as_str).collect();
    let tell = |progress| activity.listen(progress);
    Ok(site.engine.images(&names, &site.sources, &tell).await?)
}

async fn export(file: PathBuf, images: Vec<String>, session: &Session) -> Done {
    let site = session.site().await?;
    let images: Vec<String> = if images.is_empty() { recipes().into_keys().collect() } else { images };
    let activity = session.console.activity();
    let references: Vec<String> = made(&images, &site, &activity).await?.into_values().collect();
    activity.stage(&text!("doing-export-images"));
    let size = site.engine.export_images(&references, &file).await?;
    drop(activity);
    let path = file.display().to_string();
    session.console.say(&text!("images-exported", path = path, size = Size(size).to_string()));
    Ok(None)
}

async fn import(file: PathBuf, session: &Session) -> Done {
    let site = session.site().await?;
    let activity = session.console.activity();
    activity.stage(&text!("doing-import-images"));
    site.engine.import_images(&file, &|progress| activity.listen(progress)).await?;
    drop(activity);
    list(false, session).await
}

async fn prune(all: bool, session: &Session) -> Done {
    let site = session.site().await?;
    // A toolbox keeps the image that it was taken from.
    let toolboxes = site.engine.prune_toolboxes(all).await?;
    toolboxes.iter().for_each(|volume| session.console.print(volume));
    let current: Vec<String> = recipes().into_values().map(|recipe| recipe.reference()).collect();
    let mut freed = toolboxes.len();
    // Children before their parents: an image that another builds upon stays.
    let mut held = site.engine.held_images().await?;
    held.reverse();
    let mut again = true;
    while again {
        again = false;
        let mut left = Vec::new();
        for image in held {
            let mut gone = false;
            for tag in image.tags.iter().filter(|tag| all || !current.contains(tag)) {
                if site.engine.remove_image(tag).await? {
                    session.console.print(tag);
                    (gone, again) = (true, true);
                }
            }
            if gone {
                freed += 1;
            } else {
                left.push(image);
            }
        }
        held = left;
    }
    session.console.say(&text!("images-pruned", count = freed));
    Ok(None)
}
