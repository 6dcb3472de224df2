//! `paillasse classroom list`: what stands in a room.

use serde_json::json;

use crate::cli::Done;
use crate::cli::classroom::rooms::Selection;
use crate::cli::session::Session;
use crate::cli::table::table;
use crate::inventory::{Device, Jump, Room};
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, session: &Session) -> Done {
    let (room, names) = args.selection.read()?;
    let devices: Vec<&Device> = names.iter().filter_map(|name| room.devices.get(name)).collect();
    let console = &session.console;
    if args.json {
        let lines: Vec<_> = devices.iter().map(|device| line(&room, device)).collect();
        console.print(&format!("{:#}", json!({ "room": room.name, "title": room.title, "devices": lines })));
        return Ok(None);
    }
    console.print(&console.strong(&room.title));
    for (name, engine) in &room.engines {
        let at = engine.address.clone().unwrap_or_else(|| text!("classroom-engine-here").to(console.lang));
        console.print(&text!("classroom-engine", name = name.as_str(), address = at).to(console.lang));
    }
    if devices.is_empty() {
        console.say(&text!("classroom-no-devices"));
        return Ok(None);
    }
    let head = [
        "column-device",
        "column-role",
        "column-platform",
        "column-address",
        "column-through",
        "column-seat",
        "column-student",
    ]
    .map(|id| console.lang.message(id).unwrap_or_default());
    let rows = devices.iter().map(|device| {
        let seat = room.seat_of(&device.name);
        vec![
            device.name.to_string(),
            device.role.as_str().to_owned(),
            device.platform.as_str().to_owned(),
            address(device),
            device.jump.as_ref().map(through).unwrap_or_default(),
            seat.map(|(name, _)| name.to_owned()).unwrap_or_default(),
            seat.and_then(|(_, seat)| seat.student.clone()).unwrap_or_default(),
        ]
    });
    console.print(&table(&head, rows.collect(), console.width()));
    Ok(None)
}

fn address(device: &Device) -> String {
    match device.port {
        Some(port) => format!("{}:{port}", device.address),
        None => device.address.clone(),
    }
}

/// Writes what a device is reached through, as in the file.
fn through(jump: &Jump) -> String {
    match jump {
        Jump::Device(name) => name.to_string(),
        Jump::Host { user, host, port } => {
            let user = user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{user}{host}{port}")
        }
    }
}

fn line(room: &Room, device: &Device) -> serde_json::Value {
    let seat = room.seat_of(&device.name);
    json!({
        "name": device.name.as_str(),
        "role": device.role.as_str(),
        "platform": device.platform.as_str(),
        "address": device.address,
        "port": device.port,
        "through": device.jump.as_ref().map(through),
        "groups": device.groups.iter().map(|group| group.as_str()).collect::<Vec<_>>(),
        "capabilities": device.capabilities,
        "seat": seat.map(|(name, _)| name),
        "student": seat.and_then(|(_, seat)| seat.student.as_deref()),
    })
}
