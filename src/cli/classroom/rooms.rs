//! Which room, and which of its devices.

use std::path::{Path, PathBuf};

use crate::cli::{Failure, UsageError, settings};
use crate::inventory::{Device, Room, read_room, room_files};
use crate::name::DeviceName;
use crate::text;

/// Which room is meant.
#[derive(clap::Args, Clone, Debug, Default)]
pub(in crate::cli) struct Where {
    /// The room, by name or by file; the only one when nothing is said.
    #[arg(long, value_name = "ROOM")]
    room: Option<String>,
    /// The folder of rooms; `inventory` when nothing is said.
    #[arg(long, value_name = "FOLDER")]
    inventory: Option<PathBuf>,
}

/// Which devices are meant.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct Selection {
    #[command(flatten)]
    pub place: Where,
    /// The devices, by name, group, role or seat; all when nothing is said.
    pub devices: Vec<String>,
}

impl Where {
    /// Returns the folder in which rooms are looked for.
    fn folder(&self) -> PathBuf {
        self.inventory.clone().or_else(settings::inventory).unwrap_or_else(|| PathBuf::from("inventory"))
    }

    /// Reads the room that is meant.
    ///
    /// # Errors
    /// When there is none of this name, several and none is named, or the file holds mistakes.
    pub fn read(&self) -> Result<Room, Failure> {
        let folder = self.folder();
        if let Some(file) = self.room.as_deref().map(Path::new).filter(|path| path.is_file()) {
            return Ok(read_room(file)?);
        }
        let files = room_files(&folder).unwrap_or_default();
        let names: Vec<String> =
            files.iter().filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())).collect();
        let said = match (&self.room, files.as_slice()) {
            (None, [only]) => return Ok(read_room(only)?),
            (Some(room), _) => match names.iter().position(|name| name == room) {
                Some(at) => return Ok(read_room(&files[at])?),
                None => {
                    let said = text!("classroom-no-room", room = room, folder = %folder.display());
                    return Err(UsageError::unknown(said, room, names.iter().map(String::as_str)).into());
                }
            },
            (None, []) => text!("classroom-none", folder = %folder.display()),
            (None, _) => text!("classroom-several", rooms = names.join(", ")),
        };
        Err(UsageError { said, hint: Some(text!("classroom-room-hint")) }.into())
    }
}

impl Selection {
    /// Reads the room and returns it with the devices that are meant, in the order of names.
    ///
    /// # Errors
    /// Also when a word names nothing.
    pub fn read(&self) -> Result<(Room, Vec<DeviceName>), Failure> {
        let room = self.place.read()?;
        for word in &self.devices {
            if !room.devices.values().any(|device| is(&room, device, word)) {
                let said = text!("classroom-no-device", given = word, room = &room.name);
                let known = room.devices.keys().map(DeviceName::as_str);
                return Err(UsageError::unknown(said, word, known).into());
            }
        }
        let meant = |device: &&Device| {
            self.devices.is_empty() || self.devices.iter().any(|word| is(&room, device, word))
        };
        let names = room.devices.values().filter(meant).map(|device| device.name.clone()).collect();
        Ok((room, names))
    }
}

/// Whether a word means a device.
fn is(room: &Room, device: &Device, word: &str) -> bool {
    device.name.as_str() == word
        || device.role.as_str() == word
        || device.groups.iter().any(|group| group.as_str() == word)
        || room.seat_of(&device.name).is_some_and(|(seat, _)| seat == word)
}
