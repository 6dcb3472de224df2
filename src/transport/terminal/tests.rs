//! The driver against a device that is played: what it shows, byte for byte.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use super::{Secret, Talk, Terminal};
use crate::device::{Os, typed};
use crate::exec::{Command, Ended, ExecOutput, OUTPUT_LIMIT};
use crate::transport::{Chunk, Pipe, Shell, TransportError};

/// A switch named with characters that mean something in patterns.
const NAME: &str = "sw-(a+b)*[1]";

#[derive(Clone, Default)]
struct Played {
    /// Logins so far.
    logins: Arc<AtomicUsize>,
    /// Whether it echoes one byte at a time.
    slow: bool,
}

impl Terminal for Played {
    fn open(&self) -> BoxFuture<'_, Result<Pipe, TransportError>> {
        self.logins.fetch_add(1, Ordering::SeqCst);
        let (ours, its) = duplex(64 * 1024);
        tokio::spawn(play(its, self.slow));
        let (output, input) = tokio::io::split(ours);
        let output = stream::unfold(output, |mut output| async move {
            let mut buffer = vec![0; 4096];
            let count = output.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
            buffer.truncate(count);
            Some((Ok(Chunk::Out(Bytes::from(buffer))), output))
        });
        async move { Ok(Pipe { input: Box::pin(input), output: output.boxed() }) }.boxed()
    }
}

/// Reads what is typed up to Enter, echoing it when it may be seen.
async fn read(device: &mut DuplexStream, seen: bool, slow: bool) -> Option<String> {
    let mut line = Vec::new();
    loop {
        let byte = device.read_u8().await.ok()?;
        if byte == b'\r' {
            device.write_all(b"\r\n").await.ok()?;
            return String::from_utf8(line).ok();
        }
        line.push(byte);
        if seen {
            device.write_all(&[byte]).await.ok()?;
            if slow {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    }
}

async fn play(mut device: DuplexStream, slow: bool) -> Option<()> {
    device.write_all(b"\r\nAuthorised users only\r\nfake#").await.ok()?;
    device.write_all(b"\r\nsw>").await.ok()?;
    device.write_all(format!("\r\n\r\n{NAME}>").as_bytes()).await.ok()?;
    let (mut enabled, mut mode) = (false, "");
    loop {
        let line = read(&mut device, true, slow).await?;
        let more = b" --More-- ";
        let wipe =
            b"\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08";
        match (line.as_str(), mode) {
            ("enable", _) => {
                device.write_all(b"Password: ").await.ok()?;
                enabled = read(&mut device, false, false).await? == "en4ble";
                if !enabled {
                    device.write_all(b"% Bad secrets\r\n\r\n").await.ok()?;
                }
            }
            ("configure terminal", _) => mode = "(config)",
            ("end" | "exit", _) => mode = "",
            ("show pages", _) => {
                for page in ["one\r\n", "two\r\n", "three\r\n"] {
                    device.write_all(page.as_bytes()).await.ok()?;
                    device.write_all(more).await.ok()?;
                    device.read_u8().await.ok()?;
                    device.write_all(wipe).await.ok()?;
                }
            }
            ("show latin", _) => device.write_all(b"\xe9t\xe9\r\n").await.ok()?,
            ("show flood", _) => {
                for _ in 0..80_000 {
                    let line = b"sixty-four characters of a log that nobody wants to read again\r\n";
                    device.write_all(line).await.ok()?;
                }
            }
            ("reload", _) => {
                device.write_all(b"Proceed with reload? [confirm]").await.ok()?;
                read(&mut device, false, false).await?;
                device.write_all(b"done\r\n").await.ok()?;
            }
            ("hang up", _) => return None,
            ("username x secret hunter2", _) => std::future::pending().await,
            ("nonsense", _) => {
                device
                    .write_all(b"        ^\r\n% Invalid input detected at '^' marker.\r\n\r\n")
                    .await
                    .ok()?;
            }
            ("noisy", _) => {
                // After the prompt: it comes between two commands.
                let noise = format!("ok\r\n{NAME}#\r\n*Mar  1 00:00:01: %LINK-3-UPDOWN: Gi0/1, up\r\n");
                device.write_all(noise.as_bytes()).await.ok()?;
            }
            _ => {}
        }
        let end = if enabled { "#" } else { ">" };
        device.write_all(format!("{NAME}{mode}{end}").as_bytes()).await.ok()?;
    }
}

fn device(played: &Played, secret: Option<&str>) -> Shell {
    let manner = Os::CiscoIos.manner().unwrap();
    let talk = Talk { manner, enable: secret.map(Secret::new) };
    Shell::typed("sw1", Arc::new(played.clone()), talk)
}

async fn run(lines: &str) -> Result<ExecOutput, TransportError> {
    device(&Played::default(), Some("en4ble")).run(Command::new(typed(lines))).await
}

#[tokio::test]
async fn pages_are_turned_and_their_marks_wiped() {
    let output = run("show pages").await.unwrap();
    assert_eq!((output.ended, output.stdout.as_str()), (Ended::Status(0), "one\ntwo\nthree\n"));
}

#[tokio::test]
async fn a_refused_line_is_a_status_and_nothing_is_typed_after_it() {
    let output = run("configure terminal\nnonsense\nusername x secret hunter2").await.unwrap();
    assert_eq!(output.ended, Ended::Status(1));
    assert_eq!(output.stderr, "nonsense: % Invalid input detected at '^' marker.\n");
}

#[tokio::test]
async fn what_is_asked_back_is_answered() {
    assert!(run("reload").await.unwrap().stdout.ends_with("done\n"));
}

#[tokio::test]
async fn a_device_that_falls_silent_is_told_where_and_asked_anew() {
    let played = Played::default();
    let shell = device(&played, Some("en4ble"));
    let lines = typed("configure terminal\nusername x secret hunter2\nvlan 10");
    let silent = shell.run(Command::new(lines).within(Duration::from_millis(400))).await.unwrap_err();
    let line = "username x secret …".to_owned();
    assert_eq!(silent, TransportError::Silent { machine: "sw1".to_owned(), line });
    assert_eq!(shell.run(Command::new(typed("show latin"))).await.unwrap().stdout, "été\n");
    assert_eq!(played.logins.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_device_that_hangs_up_is_broken() {
    assert_eq!(run("hang up").await.unwrap_err(), TransportError::Broken { machine: "sw1".to_owned() });
}

#[tokio::test]
async fn a_wrong_secret_or_none_is_no_fault_of_a_student() {
    for secret in [Some("wrong"), None] {
        let refused = device(&Played::default(), secret).run(Command::new(typed("show pages"))).await;
        assert_eq!(refused.unwrap_err(), TransportError::Privilege { machine: "sw1".to_owned() });
    }
    assert_eq!(format!("{:?}", Secret::new("en4ble")), "***");
}

#[tokio::test]
async fn five_megabytes_are_bounded_and_the_next_command_runs() {
    let shell = device(&Played::default(), Some("en4ble"));
    let flood = shell.run(Command::new(typed("show flood")).within(Duration::from_secs(120))).await.unwrap();
    assert_eq!(flood.ended, Ended::Flood);
    assert!(flood.stdout.len() <= OUTPUT_LIMIT);
    assert_eq!(shell.run(Command::new(typed("show latin"))).await.unwrap().stdout, "été\n");
}

#[tokio::test]
async fn a_slow_echo_is_no_output() {
    let shell = device(&Played { slow: true, ..Played::default() }, Some("en4ble"));
    assert_eq!(shell.run(Command::new(typed("show latin"))).await.unwrap().stdout, "été\n");
}

#[tokio::test]
async fn what_a_device_says_between_two_commands_belongs_to_neither() {
    let shell = device(&Played::default(), Some("en4ble"));
    shell.run(Command::new(typed("noisy"))).await.unwrap();
    assert_eq!(shell.run(Command::new(typed("show latin"))).await.unwrap().stdout, "été\n");
}

#[tokio::test]
async fn a_script_for_a_shell_is_never_typed() {
    let shell = device(&Played::default(), Some("en4ble"));
    let refused = shell.run(Command::new("rm -rf /")).await.unwrap_err();
    assert_eq!(refused, TransportError::NoShell { machine: "sw1".to_owned() });
}
