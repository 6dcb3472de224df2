//! A classroom: the devices of a room, its engines, who sits where.
//!
//! A room is a file of `inventory/`, read as strictly as a lab. It holds no secret: it says
//! where each is ([`SecretRef`]), and the value is fetched when a device is reached.
//!
//! Rank 6: imports `load`, `roster` (how tables are read), `transport` and rank 0.

mod entry;
mod load;
mod model;
mod secret;

pub use load::{inventory_schema, read_room, room_files};
pub use model::{Credential, Device, Elevation, Expect, Jump, Platform, Power, Role, Room, RoomEngine, Seat};
pub use secret::{AgeFile, Keyring, SecretError, SecretRef, Surroundings};
