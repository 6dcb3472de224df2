//! `paillasse join`: work on a bench that stands on the teacher's machine.

use std::process::exit;

use bytes::Bytes;
use tokio::io::AsyncReadExt;
use tokio::signal::unix::{SignalKind, signal};

use crate::access::{Code, Conversation, Heard, JoinError, Joined, Session as Remote, Speaker};
use crate::cli::session::Session;
use crate::cli::terminal::{self, Raw, write};
use crate::cli::{Done, Failure, UsageError, settings};
use crate::error::Category;
use crate::name::NodeName;
use crate::text;
use crate::transport::Chunk;

/// How many characters a code has, see [`Code`].
const CODE: usize = 30;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code on the sheet, the first time; then the node.
    #[arg(value_name = "CODE|NODE")]
    words: Vec<String>,
    /// Where the server is, when the code does not say or says another place.
    #[arg(long, value_name = "HOST[:PORT]")]
    at: Option<String>,
    /// What to run: check, hint, brief, status, history, or a node and a command for it.
    #[arg(last = true, value_name = "VERB")]
    asked: Vec<String>,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let (mut code, node) = words(&args.words)?;
    let state = session.state()?;
    let known = Joined::load(&state)?;
    if code.is_none() && known.is_none() && session.console.can_ask() {
        // Typed here it shows in no list of processes.
        code = session.console.answer(&text!("join-ask"));
    }
    let at = args.at.as_deref().map(place).transpose()?;
    let (remote, joined) = match &code {
        Some(code) => {
            let code: Code = code.parse()?;
            let at = at.map(|(host, port)| (host, port.unwrap_or(code.port)));
            let (remote, joined) = Remote::first(&code, at, &state).await?;
            explain(&joined, session);
            (remote, joined)
        }
        None => {
            let known = known.ok_or(JoinError::Never)?;
            let at = at.map(|(host, port)| (host, port.unwrap_or(known.port)));
            Remote::again(at, &state).await?
        }
    };
    if let Some(node) = &node
        && !joined.seat.nodes.iter().any(|(known, _)| known == node)
    {
        let known: Vec<&str> = joined.seat.nodes.iter().map(|(known, _)| known.as_str()).collect();
        let said = text!("bench-no-node", node = node, known = known.join(", "));
        return Err(UsageError::unknown(said, node, known).into());
    }
    let line = match (node, args.asked.is_empty(), joined.seat.nodes.as_slice()) {
        (Some(node), true, _) => Some(node),
        (Some(node), false, _) => Some(format!("{node} {}", args.asked.join(" "))),
        (None, false, _) => Some(args.asked.join(" ")),
        (None, true, [(only, _)]) => Some(only.clone()),
        // The server shows what there is.
        (None, true, _) => None,
    };
    let kind = settings::terminal();
    let terminal = terminal::there().then(|| (kind.as_str(), terminal::size().unwrap_or((80, 24))));
    let conversation = remote.converse(line.as_deref(), terminal).await?;
    // The status of what ran is the status of this program, whatever it means.
    match attend(conversation, terminal.is_some()).await {
        Some(status) => exit(status.into()),
        None => {
            session.console.failure(&JoinError::Lost { reason: joined.host });
            exit(Category::Environment.exit_code().into())
        }
    }
}

/// Tells codes, which hyphens or spaces may cut in pieces, from the name of a node.
fn words(words: &[String]) -> Result<(Option<String>, Option<String>), Failure> {
    let length = |words: &[String]| {
        words.iter().flat_map(|word| word.chars()).filter(|c| *c != '-' && !c.is_whitespace()).count()
    };
    Ok(match words {
        [] => (None, None),
        _ if length(words) == CODE => (Some(words.concat()), None),
        [node] if node.parse::<NodeName>().is_ok() => (None, Some(node.clone())),
        [code @ .., node] if length(code) == CODE => (Some(code.join(" ")), Some(node.clone())),
        _ => (Some(words.join(" ")), None),
    })
}

/// Reads `HOST` or `HOST:PORT`.
fn place(given: &str) -> Result<(String, Option<u16>), Failure> {
    let wrong = || UsageError { said: text!("join-at", given = given), hint: None };
    match given.rsplit_once(':') {
        // An address of IPv6 has several, and brackets when a port follows.
        Some((host, _)) if host.contains(':') && !host.ends_with(']') => Ok((given.to_owned(), None)),
        Some((host, port)) => {
            let port = port.parse().map_err(|_| wrong())?;
            Ok((host.trim_matches(['[', ']']).to_owned(), Some(port)))
        }
        None => Ok((given.to_owned(), None)),
    }
}

/// Shows how other programs come to the same place.
fn explain(joined: &Joined, session: &Session) {
    let console = &session.console;
    let Joined { host, port, seat, .. } = joined;
    console.say(&text!("join-done", student = &seat.student, lab = &seat.lab));
    for (node, own) in &seat.nodes {
        let ssh = match own {
            Some(own) => format!("ssh -p {own} root@{host}"),
            None => format!("ssh -p {port} {}+{node}@{host}", seat.student),
        };
        let scp = match own {
            Some(own) => format!("scp -P {own} FILE root@{host}:"),
            None => format!("scp -P {port} FILE {}+{node}@{host}:", seat.student),
        };
        console.say(&text!("join-line", node = node, ssh = ssh, scp = scp));
    }
    console.say(&text!("join-leave"));
}

/// Carries both directions until the end; returns the status, nothing when the connection
/// broke.
async fn attend(mut conversation: Conversation, interactive: bool) -> Option<u8> {
    let raw = if interactive { Raw::enter() } else { None };
    let speaker = conversation.speaker();
    let (leave, mut left) = tokio::sync::oneshot::channel();
    let feeding = tokio::spawn(feed(conversation.speaker(), interactive, leave));
    let mut resized = signal(SignalKind::window_change()).ok().filter(|_| interactive);
    let mut status = None;
    loop {
        let change = async {
            match &mut resized {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            heard = conversation.next() => match heard {
                Some(Heard::Out(data)) => write(&Chunk::Out(data)),
                Some(Heard::Err(data)) => write(&Chunk::Err(data)),
                Some(Heard::Status(ended)) => status = Some(ended),
                None => break,
            },
            _ = change => {
                if let Some((columns, rows)) = terminal::size() {
                    // What has ended has no terminal.
                    let _ = speaker.resize(columns, rows).await;
                }
            }
            Ok(()) = &mut left => {
                status = Some(0);
                break;
            }
        }
    }
    feeding.abort();
    drop(raw);
    status
}

/// Sends what is typed; `~.` at the beginning of a line leaves.
async fn feed(speaker: Speaker, interactive: bool, leave: tokio::sync::oneshot::Sender<()>) {
    let mut stdin = tokio::io::stdin();
    let mut buffer = [0; 4096];
    let mut tilde = Tilde::default();
    while let Ok(count @ 1..) = stdin.read(&mut buffer).await {
        let typed = &buffer[..count];
        let sent = if interactive {
            let Some(keys) = tilde.pass(typed) else {
                // Whoever waits may have ended already.
                let _ = leave.send(());
                return;
            };
            keys
        } else {
            typed.to_vec()
        };
        if speaker.send(Bytes::from(sent)).await.is_err() {
            return;
        }
    }
    // It has ended by itself when this fails.
    let _ = speaker.end().await;
    // A closed standard input is no wish to leave: what runs may still have something to say.
    std::future::pending::<()>().await;
}

/// Watches for the keys that ssh(1) leaves by.
#[derive(Default)]
struct Tilde {
    /// Keys since the last end of line, of which only the first matters.
    inside: bool,
    held: bool,
}

impl Tilde {
    /// Returns what is to be sent; nothing when the person wants to leave.
    fn pass(&mut self, typed: &[u8]) -> Option<Vec<u8>> {
        let mut sent = Vec::with_capacity(typed.len() + 1);
        for key in typed {
            if std::mem::take(&mut self.held) {
                match key {
                    b'.' => return None,
                    b'~' => {}
                    _ => sent.push(b'~'),
                }
            } else if !self.inside && *key == b'~' {
                self.held = true;
                self.inside = true;
                continue;
            }
            sent.push(*key);
            self.inside = !matches!(key, b'\r' | b'\n');
        }
        Some(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tilde, place, words};

    fn passed(typed: &[&str]) -> Option<String> {
        let mut tilde = Tilde::default();
        let sent: Option<Vec<_>> = typed.iter().map(|keys| tilde.pass(keys.as_bytes())).collect();
        sent.map(|sent| String::from_utf8(sent.concat()).unwrap())
    }

    #[test]
    fn a_tilde_and_a_dot_leave_at_the_beginning_of_a_line_only() {
        assert_eq!(passed(&["~."]), None);
        assert_eq!(passed(&["ls\r~", "."]), None);
        assert_eq!(passed(&["cd ~.\r"]), Some("cd ~.\r".to_owned()));
        assert_eq!(passed(&["~~.\r"]), Some("~.\r".to_owned()));
        assert_eq!(passed(&["~", "/x\r"]), Some("~/x\r".to_owned()));
        assert_eq!(passed(&["a", "~."]), Some("a~.".to_owned()));
    }

    fn told(given: &[&str]) -> (Option<String>, Option<String>) {
        let given: Vec<String> = given.iter().map(|word| (*word).to_owned()).collect();
        words(&given).unwrap_or_else(|_| panic!("{given:?}"))
    }

    #[test]
    fn codes_and_nodes_are_told_apart() {
        let code = "abcde-fghjk-mnpqr-stvwx-yz012-34567";
        assert_eq!(told(&[]), (None, None));
        assert_eq!(told(&["alpha"]), (None, Some("alpha".to_owned())));
        assert_eq!(told(&[code]), (Some(code.to_owned()), None));
        assert_eq!(told(&[code, "alpha"]), (Some(code.to_owned()), Some("alpha".to_owned())));
        let groups: Vec<&str> = code.split('-').collect();
        assert_eq!(told(&groups).0.unwrap().len(), 30);
        assert_eq!(told(&groups).1, None);
        assert_eq!(told(&[&groups[..], &["alpha"]].concat()).1, Some("alpha".to_owned()));
        // Too short for a code, too long for a node: the mistake is in the code.
        assert_eq!(told(&[&code[..34]]), (Some(code[..34].to_owned()), None));
    }

    #[test]
    fn places_are_read() {
        let read = |given: &str| place(given).ok();
        assert_eq!(read("prof.local"), Some(("prof.local".to_owned(), None)));
        assert_eq!(read("10.0.0.1:20100"), Some(("10.0.0.1".to_owned(), Some(20100))));
        assert_eq!(read("2001:db8::1"), Some(("2001:db8::1".to_owned(), None)));
        assert_eq!(read("[2001:db8::1]:20100"), Some(("2001:db8::1".to_owned(), Some(20100))));
        assert_eq!(read("10.0.0.1:x"), None);
    }
}
