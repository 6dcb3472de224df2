//! A file → a room, with the line and column of every mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::i18n::Text;
use crate::inventory::entry::{
    CommonEntry, CredentialEntry, DeviceEntry, ElevationEntry, PowerEntry, RoomEntry,
};
use crate::inventory::model::{
    Credential, Device, Elevation, Expect, Jump, Platform, Power, Role, Room, RoomEngine, Seat,
};
use crate::load::{LoadError, Problem, Scalar, Tree, strict};
use crate::located::{Located, Spot};
use crate::name::DeviceName;
use crate::quantity::Size;
use crate::text;

/// The version of the format.
const FORMAT: u32 = 1;
/// The group that every device is in.
const ALL: &str = "all";
/// What a device needs on `/`, when nothing is said.
const DISK: Size = Size(1 << 30);
/// Keys whose value is a secret, and so is a reference.
const SECRETS: [&str; 4] = ["password", "passphrase", "elevation", "enable"];

/// Returns the JSON Schema (draft 2020-12) of `inventory/*.yaml`.
pub fn inventory_schema() -> Value {
    schemars::schema_for!(RoomEntry).to_value()
}

/// Returns the files of a folder that are rooms, in the order of their names.
///
/// # Errors
/// When the folder cannot be read.
pub fn room_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a room.
///
/// # Errors
/// When the file cannot be read, or holds mistakes: all of them, each with its line.
pub fn read_room(path: &Path) -> Result<Room, LoadError> {
    let source = std::fs::read_to_string(path)
        .map_err(|source| LoadError::Read { path: path.display().to_string(), source })?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    room(&name, &file, &source).map_err(|(problems, shown)| LoadError::Invalid {
        origin: path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .map_or_else(|| ".".to_owned(), |folder| folder.display().to_string()),
        problems,
        sources: vec![(file, shown)],
    })
}

/// Returns the room; or its mistakes, with the text in which they may be shown: secrets that
/// someone wrote into it are hidden.
fn room(name: &str, file: &str, source: &str) -> Result<Room, (Vec<Problem>, String)> {
    let read = strict::<RoomEntry>(file, source, &inventory_schema());
    let mut problems = read.problems;
    let mut clear = Vec::new();
    match &read.tree {
        Some(tree) => in_clear(tree, &mut clear),
        // No YAML: what is a secret cannot be told, so nothing that could be one is shown.
        None => return Err((problems, without_secrets(source))),
    }
    problems.retain(|problem| !clear.iter().any(|(at, _)| *at == problem.at));
    for (at, key) in &clear {
        let mut problem = Problem::new(file, *at, text!("inventory-clear", key = key));
        problem.hint = Some(text!("inventory-clear-hint", key = key));
        problems.push(problem);
    }
    let room = read.value.map(|entry| Reader { file, problems: &mut problems, entry: &entry }.room(name));
    match room {
        Some(room) if problems.is_empty() => Ok(room),
        _ => {
            problems.sort_by_key(|problem| problem.at);
            Err((problems, hidden(source, &clear)))
        }
    }
}

/// Finds secrets that are written where a reference to one should be.
fn in_clear(tree: &Located<Tree>, found: &mut Vec<(Spot, String)>) {
    let Tree::Map(sections) = &tree.value else { return };
    let credentials = sections.iter().find(|(key, _)| key.value == "credentials");
    let named = match credentials.map(|(_, credentials)| &credentials.value) {
        Some(Tree::Map(named)) => named.as_slice(),
        _ => &[],
    };
    for (_, credential) in named {
        let Tree::Map(entries) = &credential.value else { continue };
        for (key, value) in entries {
            let written = matches!(
                value.value,
                Tree::Scalar(_, Scalar::Text | Scalar::Integer | Scalar::Float | Scalar::Boolean)
            );
            if SECRETS.contains(&key.value.as_str()) && written {
                found.push((value.at, key.value.clone()));
            }
        }
    }
}

/// Returns the text with what stands at these places, to the end of its line, replaced.
fn hidden(source: &str, places: &[(Spot, String)]) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    for (at, _) in places {
        let index = usize::try_from(at.line).unwrap_or_default().wrapping_sub(1);
        if let Some(line) = lines.get_mut(index) {
            let kept = usize::try_from(at.column).unwrap_or_default().saturating_sub(1);
            let kept: String = line.chars().take(kept).collect();
            *line = format!("{kept}***");
        }
    }
    lines.join("\n")
}

/// Returns the text without what follows the keys of secrets on their lines.
fn without_secrets(source: &str) -> String {
    let key = |line: &str| {
        SECRETS.iter().filter_map(|key| Some(line.find(&format!("{key}:"))? + key.len() + 1)).min()
    };
    let lines = source.lines().map(|line| match key(line) {
        Some(end) => format!("{} ***", &line[..end]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Goes through what types cannot say.
struct Reader<'a> {
    file: &'a str,
    problems: &'a mut Vec<Problem>,
    entry: &'a RoomEntry,
}

impl Reader<'_> {
    fn report(&mut self, at: Spot, message: Text) {
        self.problems.push(Problem::new(self.file, at, message));
    }

    /// Notes a name that nothing has.
    fn unknown<'k>(
        &mut self,
        given: &Located<DeviceName>,
        what: Text,
        known: impl Iterator<Item = &'k DeviceName>,
    ) {
        let message = text!("inventory-unknown", what = what, given = given.value.as_str());
        let problem = Problem::new(self.file, given.at, message);
        let known: Vec<&str> = known.map(DeviceName::as_str).collect();
        self.problems.push(problem.did_you_mean(given.value.as_str(), known));
    }

    fn room(&mut self, name: &str) -> Room {
        let entry = self.entry;
        if entry.version.value != FORMAT {
            let message = text!("problem-range", given = entry.version.value, low = 1, high = 1);
            self.report(entry.version.at, message);
        }
        for credential in entry.credentials.values() {
            if credential.passphrase.is_some() && credential.key.is_none() {
                self.report(credential.at, text!("inventory-passphrase"));
            }
        }
        let devices: BTreeMap<DeviceName, Device> = entry
            .devices
            .iter()
            .filter_map(|(name, device)| Some((name.clone(), self.device(name, device)?)))
            .collect();
        self.jumps(&devices);
        let engines = entry.engines.iter().map(|(name, engine)| {
            (name.clone(), RoomEngine { address: engine.address.clone(), benches: engine.benches })
        });
        Room {
            name: name.to_owned(),
            title: entry.title.clone().unwrap_or_else(|| name.to_owned()),
            engines: engines.collect(),
            seats: self.seats(),
            devices,
        }
    }

    fn device(&mut self, name: &DeviceName, entry: &Located<DeviceEntry>) -> Option<Device> {
        let mut common = entry.common();
        for group in &entry.groups {
            match self.entry.groups.get(&group.value) {
                Some(given) => common = common.or(given),
                // A group that only collects devices need not say anything of its own.
                None => self.unknown(group, text!("inventory-word-group"), self.entry.groups.keys()),
            }
        }
        if let Some(all) = self.entry.groups.get(ALL) {
            common = common.or(all);
        }
        let credential = common.credential.as_ref().and_then(|wanted| {
            let found = self.entry.credentials.get(&wanted.value);
            if found.is_none() {
                self.unknown(wanted, text!("inventory-word-credential"), self.entry.credentials.keys());
            }
            found
        });
        let role = common.role.or_else(|| {
            self.report(entry.at, text!("inventory-no-role", device = name.as_str()));
            None
        });
        let platform = common.platform.or_else(|| usual(common.role?)).or_else(|| {
            self.report(entry.at, text!("inventory-no-platform", device = name.as_str()));
            None
        });
        let jump = common.jump.as_ref().and_then(|jump| self.jump(jump));
        let elevation = match common.elevation.unwrap_or(ElevationEntry::None) {
            ElevationEntry::None => Elevation::None,
            ElevationEntry::Sudo => Elevation::Sudo,
            ElevationEntry::SudoPassword => Elevation::SudoPassword,
            ElevationEntry::Su => Elevation::Su,
        };
        let asks = matches!(elevation, Elevation::SudoPassword | Elevation::Su);
        if asks && !credential.is_some_and(|c| c.elevation.is_some() || c.password.is_some()) {
            self.report(entry.at, text!("inventory-no-elevation", device = name.as_str()));
        }
        let managed_paths = self.managed_paths(&common);
        let power = common.power.as_ref().and_then(|power| self.power(power, entry.at));
        let expect = common.expect.clone().unwrap_or_default();
        Some(Device {
            name: name.clone(),
            role: role?,
            platform: platform?,
            address: entry.address.clone().unwrap_or_else(|| name.to_string()),
            port: common.port,
            credential: credential.map(|entry| resolved(entry)).unwrap_or_default(),
            jump,
            elevation,
            legacy: common.legacy.unwrap_or_default(),
            sessions: common.sessions.unwrap_or(10),
            capabilities: common.capabilities.unwrap_or_default(),
            groups: entry.groups.iter().map(|group| group.value.clone()).collect(),
            managed_paths,
            expect: Expect {
                disk: expect.disk.unwrap_or(DISK),
                machine: expect.machine,
                system: expect.system,
            },
            power,
        })
    }

    /// Reads `device` or `user@host:port`.
    fn jump(&mut self, given: &Located<String>) -> Option<Jump> {
        if let Ok(name) = given.value.parse::<DeviceName>()
            && self.entry.devices.contains_key(&name)
        {
            return Some(Jump::Device(name));
        }
        let read = hop(&given.value);
        if read.is_none() {
            let problem = Problem::new(self.file, given.at, text!("inventory-jump", given = &given.value));
            let known: Vec<&str> = self.entry.devices.keys().map(DeviceName::as_str).collect();
            self.problems.push(problem.did_you_mean(&given.value, known));
        }
        read
    }

    /// Refuses devices that are reached through one another.
    fn jumps(&mut self, devices: &BTreeMap<DeviceName, Device>) {
        for (name, device) in devices {
            let mut passed = BTreeSet::from([name]);
            let mut next = device;
            while let Some(Jump::Device(through)) = &next.jump {
                if !passed.insert(through) {
                    let at = self.entry.devices.get(name).map_or(Spot::default(), |entry| entry.at);
                    self.report(at, text!("inventory-jump-circle", device = name.as_str()));
                    break;
                }
                let Some(through) = devices.get(through) else { break };
                next = through;
            }
        }
    }

    fn managed_paths(&mut self, common: &CommonEntry) -> Vec<String> {
        let given = common.managed_paths.clone().unwrap_or_default();
        for path in &given {
            let plain = path.value.starts_with('/')
                && path.value.len() > 1
                && !path.value.split('/').any(|part| part == "..");
            if !plain {
                self.report(path.at, text!("inventory-managed-path", given = &path.value));
            }
        }
        match given.is_empty() {
            true => vec!["/etc".to_owned()],
            false => given.into_iter().map(|path| path.value).collect(),
        }
    }

    fn power(&mut self, entry: &PowerEntry, at: Spot) -> Option<Power> {
        Some(match entry {
            PowerEntry::Command(command) => Power::Command {
                on: command.on.clone(),
                off: command.off.clone(),
                status: command.status.clone(),
            },
            PowerEntry::Poe(poe) => match self.entry.devices.contains_key(&poe.switch.value) {
                true => Power::Poe { switch: poe.switch.value.clone(), port: poe.port.clone() },
                false => {
                    self.unknown(&poe.switch, text!("inventory-word-device"), self.entry.devices.keys());
                    return None;
                }
            },
            PowerEntry::Http(http) => {
                for address in [Some(&http.on), Some(&http.off), http.status.as_ref()].into_iter().flatten() {
                    if !address.starts_with("http://") {
                        self.report(at, text!("inventory-plug-address"));
                    } else if address
                        .trim_start_matches("http://")
                        .split('/')
                        .next()
                        .is_some_and(|host| host.contains('@'))
                    {
                        self.report(at, text!("inventory-plug-clear"));
                    }
                }
                Power::Http {
                    on: http.on.clone(),
                    off: http.off.clone(),
                    status: http.status.clone(),
                    status_on: http.status_on.clone(),
                }
            }
        })
    }

    fn seats(&mut self) -> BTreeMap<String, Seat> {
        let entry = self.entry;
        let mut taken: BTreeMap<&DeviceName, &str> = BTreeMap::new();
        let mut seated: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, seat) in &entry.seats {
            if let Some(student) = &seat.student
                && let Some(other) = seated.insert(student, name)
            {
                self.report(seat.at, text!("inventory-seat-student", student = student, seat = other));
            }
            for device in &seat.devices {
                if !entry.devices.contains_key(&device.value) {
                    self.unknown(device, text!("inventory-word-device"), entry.devices.keys());
                } else if let Some(other) = taken.insert(&device.value, name) {
                    let device_name = device.value.as_str();
                    self.report(
                        device.at,
                        text!("inventory-seat-device", device = device_name, seat = other),
                    );
                }
            }
        }
        let seats = entry.seats.iter().map(|(name, seat)| {
            let devices = seat.devices.iter().map(|device| device.value.clone()).collect();
            (name.clone(), Seat { student: seat.student.clone(), devices })
        });
        seats.collect()
    }
}

/// The platform of a role that has one as a rule.
fn usual(role: Role) -> Option<Platform> {
    match role {
        Role::Server | Role::Workstation => Some(Platform::Linux),
        Role::RaspberryPi => Some(Platform::RaspberryPi),
        Role::Switch | Role::Router | Role::AccessPoint => None,
    }
}

fn resolved(entry: &CredentialEntry) -> Credential {
    Credential {
        user: entry.user.clone(),
        agent: entry.agent,
        key: entry.key.clone(),
        passphrase: entry.passphrase.clone(),
        password: entry.password.clone(),
        elevation: entry.elevation.clone(),
        enable: entry.enable.clone(),
    }
}

/// Reads `user@host:port`, of which only the host has to be there.
pub(super) fn hop(given: &str) -> Option<Jump> {
    let (user, rest) = match given.rsplit_once('@') {
        Some((user, rest)) => (Some(user.to_owned()), rest),
        None => (None, given),
    };
    let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        // An address of IPv6 stands in brackets when a port follows.
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.strip_prefix(':')?.parse().ok()?)),
        None if rest.matches(':').count() == 1 => {
            let (host, port) = rest.split_once(':')?;
            (host, Some(port.parse().ok()?))
        }
        None => (rest, None),
    };
    let sound =
        |word: &str| !word.is_empty() && !word.starts_with('-') && !word.contains(char::is_whitespace);
    (sound(host) && user.as_deref().is_none_or(sound)).then(|| Jump::Host {
        user,
        host: host.to_owned(),
        port,
    })
}

#[cfg(test)]
mod tests;
