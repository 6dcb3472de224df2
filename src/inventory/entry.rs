//! `inventory/*.yaml` as it is written: strict, and typed as far as types go.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inventory::model::{Platform, Role};
use crate::inventory::secret::SecretRef;
use crate::located::Located;
use crate::name::DeviceName;
use crate::quantity::Size;
use crate::transport::ssh::Legacy;

/// A classroom, format version 1.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "paillasse classroom", rename = "Classroom")]
pub(super) struct RoomEntry {
    /// The version of this format: 1.
    pub version: Located<u32>,
    /// What people call it: `Salle B204`; the name of the file when nothing is said.
    pub title: Option<String>,
    /// The container engines of the room, by name.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-device" }))]
    pub engines: BTreeMap<DeviceName, Located<EngineEntry>>,
    /// How one proves who one is, by name. Nothing here is a secret: each says where it is.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-device" }))]
    pub credentials: BTreeMap<DeviceName, Located<CredentialEntry>>,
    /// What several devices have in common, by name. What a device says itself comes first,
    /// then its groups in the order in which it names them, then the group `all`.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-device" }))]
    pub groups: BTreeMap<DeviceName, Located<CommonEntry>>,
    /// The devices, by name.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": "name-device" }))]
    pub devices: BTreeMap<DeviceName, Located<DeviceEntry>>,
    /// Who sits where, by the name of the seat.
    #[serde(default)]
    pub seats: BTreeMap<String, Located<SeatEntry>>,
}

/// A container engine.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Engine")]
pub(super) struct EngineEntry {
    /// Where it answers, as in `DOCKER_HOST`: `unix:///var/run/docker.sock`, `tcp://…`; the
    /// one of whoever works here when nothing is said.
    pub address: Option<String>,
    /// How many benches it carries at the same time.
    pub benches: Option<u32>,
}

/// How one proves who one is. Several ways are tried in this order: agent, key, password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Credential")]
pub(super) struct CredentialEntry {
    /// The name of the account.
    pub user: Option<String>,
    /// Whether the agent (`SSH_AUTH_SOCK`) is asked; false when nothing is said.
    #[serde(default)]
    pub agent: bool,
    /// The file of a private key.
    pub key: Option<String>,
    /// What opens the key.
    pub passphrase: Option<SecretRef>,
    /// The password of the account; also what keyboard-interactive is answered with.
    pub password: Option<SecretRef>,
    /// What `sudo` or `su` asks for; the password when nothing is said.
    pub elevation: Option<SecretRef>,
    /// What `enable` asks for, on a network device.
    pub enable: Option<SecretRef>,
}

/// What a group gives to its devices.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Group")]
pub(super) struct CommonEntry {
    /// What the device is for.
    pub role: Option<Role>,
    /// What runs on it.
    pub platform: Option<Platform>,
    /// The port of its SSH server.
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<u16>,
    /// The credential, by name.
    pub credential: Option<Located<DeviceName>>,
    /// What it is reached through: another device, or `user@host:port`.
    pub jump: Option<Located<String>>,
    /// How one becomes root.
    pub elevation: Option<ElevationEntry>,
    /// Algorithms that are no longer safe, for devices that know no others.
    pub legacy: Option<Vec<Legacy>>,
    /// How many channels the server takes in one connection (`MaxSessions`), 1 to 10.
    #[schemars(range(min = 1, max = 10))]
    pub sessions: Option<u8>,
    /// What it can do, in words that labs and people use: `poe`, `gpio`, `wifi`.
    pub capabilities: Option<Vec<String>>,
    /// Directories whose files are brought back after a lab; `/etc` when nothing is said.
    pub managed_paths: Option<Vec<Located<String>>>,
    /// What `paillasse classroom doctor` expects.
    pub expect: Option<ExpectEntry>,
    /// How its power is switched.
    pub power: Option<PowerEntry>,
}

/// A device.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Device")]
pub(super) struct DeviceEntry {
    /// Its address or host name; its own name when nothing is said.
    pub address: Option<String>,
    /// Its groups.
    #[serde(default)]
    pub groups: Vec<Located<DeviceName>>,
    /// What the device is for.
    pub role: Option<Role>,
    /// What runs on it.
    pub platform: Option<Platform>,
    /// The port of its SSH server.
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<u16>,
    /// The credential, by name.
    pub credential: Option<Located<DeviceName>>,
    /// What it is reached through: another device, or `user@host:port`.
    pub jump: Option<Located<String>>,
    /// How one becomes root.
    pub elevation: Option<ElevationEntry>,
    /// Algorithms that are no longer safe, for devices that know no others.
    pub legacy: Option<Vec<Legacy>>,
    /// How many channels the server takes in one connection (`MaxSessions`), 1 to 10.
    #[schemars(range(min = 1, max = 10))]
    pub sessions: Option<u8>,
    /// What it can do, in words that labs and people use: `poe`, `gpio`, `wifi`.
    pub capabilities: Option<Vec<String>>,
    /// Directories whose files are brought back after a lab; `/etc` when nothing is said.
    pub managed_paths: Option<Vec<Located<String>>>,
    /// What `paillasse classroom doctor` expects.
    pub expect: Option<ExpectEntry>,
    /// How its power is switched.
    pub power: Option<PowerEntry>,
}

impl DeviceEntry {
    /// What it says itself, in the form of a group.
    pub fn common(&self) -> CommonEntry {
        CommonEntry {
            role: self.role,
            platform: self.platform,
            port: self.port,
            credential: self.credential.clone(),
            jump: self.jump.clone(),
            elevation: self.elevation,
            legacy: self.legacy.clone(),
            sessions: self.sessions,
            capabilities: self.capabilities.clone(),
            managed_paths: self.managed_paths.clone(),
            expect: self.expect.clone(),
            power: self.power.clone(),
        }
    }
}

impl CommonEntry {
    /// Fills what is not said here with what another says.
    pub fn or(self, other: &Self) -> Self {
        Self {
            role: self.role.or(other.role),
            platform: self.platform.or(other.platform),
            port: self.port.or(other.port),
            credential: self.credential.or_else(|| other.credential.clone()),
            jump: self.jump.or_else(|| other.jump.clone()),
            elevation: self.elevation.or(other.elevation),
            legacy: self.legacy.or_else(|| other.legacy.clone()),
            sessions: self.sessions.or(other.sessions),
            capabilities: self.capabilities.or_else(|| other.capabilities.clone()),
            managed_paths: self.managed_paths.or_else(|| other.managed_paths.clone()),
            expect: self.expect.or_else(|| other.expect.clone()),
            power: self.power.or_else(|| other.power.clone()),
        }
    }
}

/// How one becomes root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Elevation")]
pub(super) enum ElevationEntry {
    /// One is root already, or need not be.
    None,
    /// `sudo`, which asks for nothing.
    Sudo,
    /// `sudo`, which asks for a password.
    SudoPassword,
    /// `su`, which asks for the password of root.
    Su,
}

/// What a device has to have.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Expect")]
pub(super) struct ExpectEntry {
    /// Room on the file system of `/`; 1GiB when nothing is said.
    pub disk: Option<Size>,
    /// What `uname -m` says: `x86_64`, `aarch64`.
    pub machine: Option<String>,
    /// A word of the name of its system: `Debian`, `Raspbian`, `C2960`.
    pub system: Option<String>,
}

/// How the power of a device is switched.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Power")]
pub(super) enum PowerEntry {
    /// By a program on the teacher's machine, such as `ipmitool`.
    Command(CommandPower),
    /// By a port of a switch that feeds it.
    Poe(PoePower),
    /// By a plug that speaks HTTP.
    Http(HttpPower),
}

/// Lines for `sh`, on the teacher's machine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommandPower {
    /// Switches it on.
    pub on: String,
    /// Switches it off.
    pub off: String,
    /// Says `on` or `off`.
    pub status: Option<String>,
}

/// A port of a switch.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PoePower {
    /// The switch, a device of this file.
    pub switch: Located<DeviceName>,
    /// The port, as the switch names it: `GigabitEthernet0/4`.
    pub port: String,
}

/// A plug.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct HttpPower {
    /// The address that switches it on: `http://prise-3/cm?cmnd=Power%20On`.
    pub on: String,
    /// The address that switches it off.
    pub off: String,
    /// The address that tells how it is.
    pub status: Option<String>,
    /// What the answer holds when it is on: `"POWER":"ON"`.
    pub status_on: Option<String>,
}

/// A seat.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Seat")]
pub(super) struct SeatEntry {
    /// Who sits there, by the identifier that `paillasse class` gives: `lea-martin`.
    pub student: Option<String>,
    /// The devices that stand there.
    #[serde(default)]
    pub devices: Vec<Located<DeviceName>>,
}
