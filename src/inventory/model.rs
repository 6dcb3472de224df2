//! A room as the rest of the program sees it: validated, groups resolved.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::secret::SecretRef;
use crate::name::DeviceName;
use crate::quantity::Size;
use crate::transport::ssh::Legacy;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word for it in an inventory.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Returns the one of this word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words! {
    /// What a device is for.
    Role {
        /// A computer that serves others.
        Server = "server",
        /// A Raspberry Pi or a board like it.
        RaspberryPi = "raspberry-pi",
        /// A computer that someone sits at.
        Workstation = "workstation",
        /// A switch.
        Switch = "switch",
        /// A router.
        Router = "router",
        /// A wireless access point.
        AccessPoint = "access-point",
    }
}

words! {
    /// What runs on a device, by the names that other tools give it too.
    Platform {
        /// Any Linux with a POSIX shell.
        Linux = "linux",
        /// Raspberry Pi OS.
        RaspberryPi = "raspberry_pi",
        /// OpenWrt: BusyBox, uci and dropbear.
        Openwrt = "openwrt",
        /// Cisco IOS and IOS XE.
        CiscoIos = "cisco_ios",
        /// Arista EOS.
        AristaEos = "arista_eos",
        /// HP ProCurve.
        HpProcurve = "hp_procurve",
        /// ArubaOS-Switch, its successor.
        ArubaOs = "aruba_os",
        /// MikroTik RouterOS.
        MikrotikRouteros = "mikrotik_routeros",
        /// FRRouting, whose login shell is `vtysh`.
        Frr = "frr",
        /// Juniper Junos.
        JuniperJunos = "juniper_junos",
    }
}

impl Platform {
    /// Whether a POSIX shell answers there.
    pub fn has_shell(self) -> bool {
        matches!(self, Self::Linux | Self::RaspberryPi | Self::Openwrt)
    }
}

/// A classroom.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// Its name, that of its file: `b204`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its container engines.
    pub engines: BTreeMap<DeviceName, RoomEngine>,
    /// Its devices, by name.
    pub devices: BTreeMap<DeviceName, Device>,
    /// Its seats, by name.
    pub seats: BTreeMap<String, Seat>,
}

impl Room {
    /// The device of this name.
    pub fn device(&self, name: &str) -> Option<&Device> {
        self.devices.get(name)
    }

    /// The seat where a device stands.
    pub fn seat_of(&self, device: &DeviceName) -> Option<(&str, &Seat)> {
        let (name, seat) = self.seats.iter().find(|(_, seat)| seat.devices.contains(device))?;
        Some((name, seat))
    }

    /// The devices at the seat of a student.
    pub fn devices_of(&self, student: &str) -> Vec<&Device> {
        self.seats
            .values()
            .filter(|seat| seat.student.as_deref() == Some(student))
            .flat_map(|seat| &seat.devices)
            .filter_map(|name| self.devices.get(name))
            .collect()
    }
}

/// A container engine of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomEngine {
    /// Where it answers; the engine of whoever works here when nothing is said.
    pub address: Option<String>,
    /// How many benches it carries.
    pub benches: Option<u32>,
}

/// A seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The identifier of who sits there.
    pub student: Option<String>,
    /// What stands there.
    pub devices: Vec<DeviceName>,
}

/// A device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its name.
    pub name: DeviceName,
    /// What it is for.
    pub role: Role,
    /// What runs on it.
    pub platform: Platform,
    /// Where it answers.
    pub address: String,
    /// Its port, when the inventory says it.
    pub port: Option<u16>,
    /// How one proves who one is.
    pub credential: Credential,
    /// What it is reached through.
    pub jump: Option<Jump>,
    /// How one becomes root.
    pub elevation: Elevation,
    /// Old algorithms that it needs.
    pub legacy: Vec<Legacy>,
    /// Channels in one connection.
    pub sessions: u8,
    /// What it can do.
    pub capabilities: Vec<String>,
    /// Its groups.
    pub groups: Vec<DeviceName>,
    /// The directories that are brought back.
    pub managed_paths: Vec<String>,
    /// What it has to have.
    pub expect: Expect,
    /// How its power is switched.
    pub power: Option<Power>,
}

/// How one proves who one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// The account.
    pub user: Option<String>,
    /// Whether the agent is asked.
    pub agent: bool,
    /// The file of a private key.
    pub key: Option<String>,
    /// What opens it.
    pub passphrase: Option<SecretRef>,
    /// The password.
    pub password: Option<SecretRef>,
    /// What `sudo` or `su` asks for, when it is not the password.
    pub elevation: Option<SecretRef>,
    /// What `enable` asks for.
    pub enable: Option<SecretRef>,
}

/// What a device is reached through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jump {
    /// Another device of the room.
    Device(DeviceName),
    /// A host outside.
    Host {
        /// The account, when it is said.
        user: Option<String>,
        /// Its address or host name.
        host: String,
        /// Its port, when it is said.
        port: Option<u16>,
    },
}

/// How one becomes root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Elevation {
    /// Not at all.
    #[default]
    None,
    /// `sudo`, which asks for nothing.
    Sudo,
    /// `sudo`, which asks for a password.
    SudoPassword,
    /// `su`.
    Su,
}

/// What a device has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// Room on `/`.
    pub disk: Size,
    /// What `uname -m` says.
    pub machine: Option<String>,
    /// A word of the name of its system.
    pub system: Option<String>,
}

/// How the power of a device is switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Power {
    /// Lines for `sh` on this machine.
    Command {
        /// Switches it on.
        on: String,
        /// Switches it off.
        off: String,
        /// Says `on` or `off`.
        status: Option<String>,
    },
    /// A port of a switch.
    Poe {
        /// The switch.
        switch: DeviceName,
        /// The port, as the switch names it.
        port: String,
    },
    /// Addresses of a plug.
    Http {
        /// Switches it on.
        on: String,
        /// Switches it off.
        off: String,
        /// Tells how it is.
        status: Option<String>,
        /// What the answer holds when it is on.
        status_on: Option<String>,
    },
}
