//! One channel of a connection: what the client wishes, and what it then gets.

use std::sync::Arc;

use bytes::Bytes;
use russh::server::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelReadHalf};

use crate::access::ask::{Ask, ask};
use crate::access::hall::{Guest, Hall};
use crate::access::inbox::{Inbox, Voice, open, size};
use crate::access::node::{FAILED, Terminal, Work, work};
use crate::access::{Seated, errand, menu};
use crate::text;

/// The locales that nodes have.
const LOCALES: [&str; 2] = ["C.UTF-8", "fr_FR.UTF-8"];
/// What a node runs for sftp, and for scp since OpenSSH 9.
const SFTP: &str = "exec /usr/lib/openssh/sftp-server";
/// The status of a command that was called wrongly, see `docs/exit-codes.md`.
const MISUSED: u8 = 2;

/// What a client asked for before it started anything.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    terminal: Option<Terminal>,
    locale: Option<String>,
}

impl Wishes {
    /// The terminal has another size now.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        if let Some(terminal) = &mut self.terminal {
            terminal.size = (columns, rows);
        }
    }

    fn work(&self, guest: &Guest, node: String, command: Option<String>) -> Work {
        Work {
            node,
            command,
            account: guest.account.clone(),
            terminal: self.terminal.clone(),
            locale: self.locale.clone(),
        }
    }
}

/// What a client starts.
enum Start {
    Shell,
    Command(Vec<u8>),
    Files,
}

/// Serves a session channel until it ends.
pub(super) async fn serve(hall: Arc<Hall>, guest: Arc<Guest>, channel: Channel<Msg>, handle: Handle) {
    let (mut from, to) = channel.split();
    let id = to.id();
    let mut wishes = Wishes::default();
    let Some(start) = prepare(&mut from, &guest, &mut wishes, &handle, id).await else { return };
    let (mut inbox, voice) = open(from, to, &guest.line, wishes.terminal.is_some());
    let notices = wishes.terminal.is_some().then(|| {
        let (mut notices, voice, guest) = (hall.notices.subscribe(), voice.clone(), Arc::clone(&guest));
        tokio::spawn(async move {
            while let Ok(notice) = notices.recv().await {
                voice.tell(&format!("\n*** {} ***", notice.to(guest.lang()))).await;
            }
        })
    });
    let ended = match (&guest.node, start) {
        (Some(node), start) => {
            let command = match start {
                Start::Shell => Ok(None),
                Start::Command(command) => String::from_utf8(command).map(Some),
                Start::Files => Ok(Some(SFTP.to_owned())),
            };
            match command {
                Ok(command) => {
                    let work = wishes.work(&guest, node.clone(), command);
                    on_node(&hall, &guest, &work, &mut inbox, &voice).await
                }
                Err(_) => {
                    voice.tell(&text!("access-not-utf8").to(guest.lang())).await;
                    Some(MISUSED)
                }
            }
        }
        (None, Start::Shell) => {
            menu::run(&hall, &guest, &mut wishes, &mut inbox, &voice).await;
            None
        }
        (None, Start::Command(line)) => {
            // What is no UTF-8 names neither a verb nor a node.
            match ask(&String::from_utf8_lossy(&line), &hall.nodes) {
                Ok(asked) => {
                    let asked = asked.unwrap_or(Ask::Help);
                    answer(&hall, &guest, asked, &wishes, &mut inbox, &voice).await
                }
                Err(error) => {
                    voice.tell(&guest.failure(&error)).await;
                    Some(MISUSED)
                }
            }
        }
        (None, Start::Files) => {
            let student = &guest.seat.student;
            voice.tell(&text!("access-files-where", student = student).to(guest.lang())).await;
            Some(MISUSED)
        }
    };
    if let Some(notices) = notices {
        notices.abort();
    }
    if let Some(status) = ended {
        voice.end(status).await;
    }
}

/// Takes what the client wishes until it starts something; nothing when it never does.
async fn prepare(
    from: &mut ChannelReadHalf,
    guest: &Guest,
    wishes: &mut Wishes,
    handle: &Handle,
    id: russh::ChannelId,
) -> Option<Start> {
    loop {
        let (granted, start) = match from.wait().await? {
            ChannelMsg::RequestPty { term, col_width, row_height, .. } => {
                wishes.terminal = Some(Terminal { kind: kind(&term), size: size(col_width, row_height) });
                (true, None)
            }
            ChannelMsg::WindowChange { col_width, row_height, .. } => {
                let (columns, rows) = size(col_width, row_height);
                wishes.resize(columns, rows);
                continue;
            }
            ChannelMsg::SetEnv { variable_name, variable_value, .. } => {
                (environment(guest, wishes, &variable_name, &variable_value), None)
            }
            ChannelMsg::RequestShell { .. } => (true, Some(Start::Shell)),
            ChannelMsg::Exec { command, .. } => (true, Some(Start::Command(command))),
            ChannelMsg::RequestSubsystem { name, .. } if name == "sftp" => (true, Some(Start::Files)),
            ChannelMsg::RequestSubsystem { .. }
            | ChannelMsg::RequestX11 { .. }
            | ChannelMsg::AgentForward { .. } => (false, None),
            ChannelMsg::Close => return None,
            _ => continue,
        };
        let replied =
            if granted { handle.channel_success(id).await } else { handle.channel_failure(id).await };
        replied.ok()?;
        if start.is_some() {
            return start;
        }
    }
}

/// Takes the language of the reader from the environment, and nothing else.
fn environment(guest: &Guest, wishes: &mut Wishes, name: &str, value: &str) -> bool {
    if !["LANG", "LC_ALL"].contains(&name) {
        return false;
    }
    guest.speaks(value);
    if LOCALES.contains(&value) {
        wishes.locale = Some(value.to_owned());
    }
    true
}

/// The kind of a terminal, when it is a name as terminfo(5) has them.
fn kind(given: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
    let named = !given.is_empty() && given.len() <= 40 && given.chars().all(plain);
    if named { given.to_owned() } else { "xterm".to_owned() }
}

/// Does what was asked at the shared door; returns the status, nothing when the client went.
pub(super) async fn answer(
    hall: &Hall,
    guest: &Guest,
    ask: Ask,
    wishes: &Wishes,
    inbox: &mut Inbox,
    voice: &Voice,
) -> Option<u8> {
    match ask {
        Ask::Node { node, command } => {
            on_node(hall, guest, &wishes.work(guest, node, command), inbox, voice).await
        }
        Ask::Verb(errand) => {
            let status = errand::run(hall, guest, &errand, wishes.terminal.as_ref(), inbox, voice).await;
            let mut event = guest.event("verb");
            event.what = Some(errand.verb.to_owned());
            event.status = status;
            hall.record(&event);
            status
        }
        Ask::Help => {
            menu::greet(hall, guest, voice).await;
            Some(0)
        }
        Ask::Seat => {
            let seated = Seated::new(hall, guest);
            let json = serde_json::to_vec(&seated).expect("plain data can be written");
            voice.out(Bytes::from(json)).await.then_some(0)
        }
        Ask::Register(line) => match hall.register(&guest.seat.student, &line) {
            Ok(()) => {
                hall.record(&guest.event("register"));
                Some(0)
            }
            Err(error) => {
                voice.tell(&guest.failure(&error)).await;
                Some(MISUSED)
            }
        },
    }
}

async fn on_node(hall: &Hall, guest: &Guest, wanted: &Work, inbox: &mut Inbox, voice: &Voice) -> Option<u8> {
    let mut event = guest.event("open");
    event.node = Some(wanted.node.clone());
    hall.record(&event);
    let status = work(hall, guest, wanted, inbox, voice).await;
    let mut event = guest.event("close");
    event.node = Some(wanted.node.clone());
    event.status = status.or(Some(FAILED));
    hall.record(&event);
    status
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn a_kind_of_terminal_is_a_name() {
        assert_eq!(kind("xterm-256color"), "xterm-256color");
        for odd in ["", "x;id", "../x", "x\n", &"x".repeat(41)] {
            assert_eq!(kind(odd), "xterm", "{odd:?}");
        }
    }
}
