//! Network devices at their own prompt, over SSH: switches that are played by a simulator,
//! and FRRouting behind an SSH server.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use paillasse::device::{Os, typed};
use paillasse::exec::{Command as Typed, Ended, ExecOutput};
use paillasse::secret::Secret;
use paillasse::transport::terminal::{Talk, Terminal};
use paillasse::transport::{Chunk, Pipe, Shell, TransportError};
use tokio::io::AsyncReadExt;

/// An account on a device, reached by the stock client.
struct Client {
    askpass: PathBuf,
    arguments: Vec<String>,
}

impl Client {
    fn new(folder: &Path, user: &str, password: &str, port: u16, more: &[&str]) -> Self {
        let askpass = folder.join(format!("askpass-{port}"));
        std::fs::write(&askpass, format!("#!/bin/sh\necho '{password}'\n")).unwrap();
        std::fs::set_permissions(&askpass, std::fs::Permissions::from_mode(0o700)).unwrap();
        let mut arguments = vec!["-tt".to_owned(), format!("-p{port}"), format!("{user}@127.0.0.1")];
        let always = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
        for option in always.iter().chain(["PubkeyAuthentication=no"].iter()).chain(more) {
            arguments.extend(["-o".to_owned(), (*option).to_owned()]);
        }
        Self { askpass, arguments }
    }
}

impl Terminal for Client {
    fn open(&self) -> BoxFuture<'_, Result<Pipe, TransportError>> {
        let mut child = tokio::process::Command::new("ssh")
            .args(&self.arguments)
            .env("SSH_ASKPASS", &self.askpass)
            .env("SSH_ASKPASS_REQUIRE", "force")
            .env("TERM", "dumb")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = Box::pin(child.stdin.take().unwrap());
        let output = child.stdout.take().unwrap();
        // The client lives as long as somebody reads what it prints.
        let output = stream::unfold((output, child), |(mut output, child)| async move {
            let mut buffer = vec![0; 16384];
            let count = output.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
            buffer.truncate(count);
            Some((Ok(Chunk::Out(Bytes::from(buffer))), (output, child)))
        });
        async move { Ok(Pipe { input, output: output.boxed() }) }.boxed()
    }
}

/// Processes that end with the test.
struct Switches(Child);

impl Drop for Switches {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns a Python that has the simulator; the first test of a tree installs it.
fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("switches");
    let python = folder.join("bin/python");
    let ready = folder.join("ready");
    static ONCE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONCE.lock();
    if !ready.exists() {
        let run = |program: &Path, arguments: &[&str]| {
            let status = Command::new(program).args(arguments).status().unwrap();
            assert!(status.success(), "{} {arguments:?}", program.display());
        };
        run(Path::new("python3"), &["-m", "venv", folder.to_str().unwrap()]);
        // What it asks for of Twisted cannot be built any more, and is not needed.
        run(&python, &["-m", "pip", "install", "-q", "--no-deps", "fake-switches==1.5.0"]);
        run(&python, &["-m", "pip", "install", "-q", "Twisted[conch]==26.*", "lxml", "netaddr", "tftpy"]);
        std::fs::write(ready, "").unwrap();
    }
    python
}

fn switches(arguments: &[&str]) -> Switches {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/switches.py");
    let mut child = Command::new(python())
        .arg(script)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let switches = Switches(child);
    assert_eq!(first.trim(), "ready");
    switches
}

fn shell(os: Os, client: Client, enable: Option<&str>) -> Shell {
    let talk = Talk { manner: os.manner().unwrap(), enable: enable.map(Secret::new) };
    Shell::typed("sw1", Arc::new(client), talk)
}

async fn run(shell: &Shell, lines: &str) -> ExecOutput {
    shell.run(Typed::new(typed(lines)).within(std::time::Duration::from_secs(60))).await.unwrap()
}

/// What old switches speak, and no client offers by itself.
const OLD: [&str; 4] = [
    "KexAlgorithms=+diffie-hellman-group14-sha1",
    "HostKeyAlgorithms=+ssh-rsa",
    "Ciphers=+aes128-cbc",
    "MACs=+hmac-sha1",
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a simulator of switches"]
async fn a_switch_is_configured_read_and_saved_at_its_prompt() {
    let folder = tempfile::tempdir().unwrap();
    for (port, arguments, options) in [
        (3141, vec!["cisco_2960_48TT_L:sw1:3141"], vec![]),
        (3142, vec!["--legacy", "cisco_2960_48TT_L:sw1:3142"], OLD.to_vec()),
    ] {
        let _switches = switches(&arguments);
        let client = Client::new(folder.path(), "admin", "s3cret", port, &options);
        let shell = shell(Os::CiscoIos, client, Some("en4ble"));
        let platform = Os::CiscoIos.platform();
        let lines = "configure terminal\nvlan 20\nname compta\nexit\ninterface FastEthernet0/3\n\
                     switchport mode access\nswitchport access vlan 20\nexit\n\
                     interface GigabitEthernet0/1\nswitchport mode trunk\nswitchport trunk allowed vlan 1,20\nend";
        let done = run(&shell, lines).await;
        assert_eq!((done.ended, done.stderr.as_str()), (Ended::Status(0), ""));

        let vlans = platform.vlans.as_ref().unwrap();
        let read = (vlans.read)(&run(&shell, vlans.command).await.stdout).unwrap();
        let compta = read.iter().find(|vlan| vlan.id == 20).unwrap();
        assert_eq!(
            (compta.name.as_str(), compta.ports.as_slice()),
            ("compta", ["Fa0/3".to_owned()].as_slice())
        );
        assert_eq!(
            (platform.version.read)(&run(&shell, "show version").await.stdout).unwrap(),
            "12.2(58)SE2"
        );

        let shown = run(&shell, "show running-config").await.stdout;
        let tree = (platform.running.as_ref().unwrap().read)(&shown).unwrap();
        let uplink: Vec<&str> = tree.lines(&["interface GigabitEthernet0/1".to_owned()]).collect();
        assert_eq!(uplink, ["switchport mode trunk", "switchport trunk allowed vlan 1,20"]);
        assert_eq!(run(&shell, platform.manner.unwrap().save).await.ended, Ended::Status(0));

        // What is refused is told, nothing is typed after it, and the mode is left.
        let refused = run(&shell, "configure terminal\ninterface Nothing9/9\nvlan 30").await;
        assert_eq!(refused.ended, Ended::Status(1), "{}", refused.stdout);
        assert!(refused.stderr.starts_with("interface Nothing9/9: % "), "{}", refused.stderr);
        let read = (vlans.read)(&run(&shell, vlans.command).await.stdout).unwrap();
        assert!(read.iter().all(|vlan| vlan.id != 30));
        // The simulator knows no such table: nothing is read out of that.
        let startup = run(&shell, "show startup-config").await.stdout;
        assert!((platform.startup.as_ref().unwrap().read)(&startup).is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a simulator of switches"]
async fn a_wrong_enable_secret_and_a_wrong_password_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let _switches = switches(&["cisco_2960_48TT_L:sw1:3143"]);
    let show = || Typed::new(typed("show vlan brief"));
    let client = Client::new(folder.path(), "admin", "s3cret", 3143, &[]);
    let refused = shell(Os::CiscoIos, client, Some("wrong")).run(show()).await.unwrap_err();
    assert_eq!(refused, TransportError::Privilege { machine: "sw1".to_owned() });
    let client = Client::new(folder.path(), "admin", "wrong", 3143, &["NumberOfPasswordPrompts=1"]);
    let refused = shell(Os::CiscoIos, client, None).run(show()).await.unwrap_err();
    assert_eq!(refused, TransportError::Broken { machine: "sw1".to_owned() });
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a simulator of switches"]
async fn arista_is_asked_at_its_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let _switches = switches(&["arista_generic:ar1:3144"]);
    let client = Client::new(folder.path(), "admin", "s3cret", 3144, &[]);
    let shell = shell(Os::AristaEos, client, None);
    let done = run(&shell, "configure\nvlan 20\nname compta\nend").await;
    assert_eq!((done.ended, done.stderr.as_str()), (Ended::Status(0), ""));
    let vlans = Os::AristaEos.platform().vlans.as_ref().unwrap();
    let read = (vlans.read)(&run(&shell, vlans.command).await.stdout).unwrap();
    assert!(read.iter().any(|vlan| vlan.id == 20 && vlan.name == "compta"));
}
