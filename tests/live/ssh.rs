//! The SSH transport against real servers: OpenSSH in containers that stand for classroom
//! machines.

use std::net::TcpListener;
use std::process::Command as Process;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use paillasse::exec::{Command, Ended};
use paillasse::secret::Secret;
use paillasse::transport::ssh::known::{KnownHosts, Standing, line};
use paillasse::transport::ssh::{Credential, Elevation, Legacy, Peer, Ssh};
use paillasse::transport::{Shell, Transport, TransportError};

/// What a machine of the room is made of: accounts with and without rights, and a server.
const SETUP: &str = "
for u in alice bob carol; do useradd -m -s /bin/bash $u; echo $u:motdepasse | chpasswd; done
useradd -m -s /bin/bash dan; echo dan:motdepasse | chpasswd; usermod -L dan
echo root:rootpass | chpasswd
echo 'alice ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/alice
echo 'bob ALL=(ALL) ALL' > /etc/sudoers.d/bob
ssh-keygen -q -A
mkdir -p /run/sshd
printf '%s\\n' \"$EXTRA\" > /etc/ssh/sshd_config.d/00-test.conf
echo 'PermitRootLogin yes' >> /etc/ssh/sshd_config.d/00-test.conf
echo 'PerSourcePenalties no' >> /etc/ssh/sshd_config.d/00-test.conf
echo 'MaxStartups 100' >> /etc/ssh/sshd_config.d/00-test.conf
exec /usr/sbin/sshd -D -e
";

fn docker(arguments: &[&str]) -> String {
    let output = Process::new("docker").args(arguments).output().unwrap();
    assert!(output.status.success(), "docker {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A machine of the room, removed with its container.
struct Machine {
    id: String,
    host: String,
}

impl Machine {
    /// Starts one whose server is configured so.
    async fn start(extra: &str) -> Self {
        let image = Process::new(env!("CARGO_BIN_EXE_paillasse"))
            .args(["images", "build", "base", "--quiet"])
            .output()
            .unwrap();
        assert!(image.status.success(), "{}", String::from_utf8_lossy(&image.stderr));
        let image = String::from_utf8(image.stdout).unwrap();
        let image = image.split_whitespace().last().unwrap();
        let id = docker(&[
            "run",
            "-d",
            "--rm",
            "-e",
            &format!("EXTRA={extra}"),
            "--entrypoint",
            "/bin/sh",
            image,
            "-c",
            SETUP,
        ]);
        let host = docker(&["inspect", "-f", "{{.NetworkSettings.IPAddress}}", &id]);
        let machine = Self { id, host };
        machine.answers().await;
        machine
    }

    /// Waits until it shows a key.
    async fn answers(&self) {
        let ssh = Ssh::new(self.peer("root"));
        for _ in 0..600 {
            if ssh.host_key().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the machine does not answer: {}", docker(&["logs", &self.id]));
    }

    /// Someone's way to it, with nothing known and nothing to prove, by safe algorithms only.
    fn modern(&self, user: &str) -> Peer {
        Peer { patience: Duration::from_secs(60), ..Peer::new("salle-1", self.host.clone(), user) }
    }

    /// The same, by old algorithms as well.
    fn peer(&self, user: &str) -> Peer {
        let legacy = vec![Legacy::Group14Sha1, Legacy::Aes128Cbc, Legacy::SshRsa];
        Peer { legacy, ..self.modern(user) }
    }

    /// The same, once its key was trusted.
    async fn trusted(&self, user: &str) -> Peer {
        let (key, standing) = Ssh::new(self.peer(user)).host_key().await.unwrap();
        assert_eq!(standing, Standing::Unknown);
        let known = Arc::new(KnownHosts::read(&line(&self.host, 22, &key)));
        Peer { known, ..self.peer(user) }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        docker(&["rm", "-f", &self.id]);
    }
}

fn password(text: &str) -> Vec<Credential> {
    vec![Credential::Password(Secret::new(text))]
}

async fn says(peer: &Peer, script: &str) -> Result<String, TransportError> {
    let shell = Shell::new(peer.name.clone(), Arc::new(Ssh::new(peer.clone())));
    shell.run(Command::new(script).within(Duration::from_secs(60))).await.map(|output| output.stdout)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an engine"]
async fn who_is_let_in_and_becomes_root() {
    let machine = Machine::start("").await;
    let root = Peer { credentials: password("rootpass"), ..machine.trusted("root").await };
    assert_eq!(says(&root, "id -un").await.unwrap(), "root\n");

    let as_user = |user: &str, elevation| Peer {
        user: user.to_owned(),
        credentials: password("motdepasse"),
        elevation,
        ..root.clone()
    };
    assert_eq!(says(&as_user("carol", Elevation::None), "id -un").await.unwrap(), "carol\n");
    // A password that is not needed goes nowhere.
    for given in [None, Some(Secret::new("motdepasse"))] {
        assert_eq!(says(&as_user("alice", Elevation::Sudo(given)), "id -un").await.unwrap(), "root\n");
    }
    let bob = |given: Option<&str>| as_user("bob", Elevation::Sudo(given.map(Secret::new)));
    assert_eq!(says(&bob(Some("motdepasse")), "id -un; cat").await.unwrap(), "root\n");
    let refused = Err(TransportError::NotRoot { machine: "salle-1".to_owned() });
    assert_eq!(says(&bob(Some("autre")), "id -un").await, refused);
    assert_eq!(says(&bob(None), "id -un").await, refused);
    let su = |given: &str| as_user("carol", Elevation::Su(Secret::new(given)));
    assert_eq!(says(&su("rootpass"), "id -un").await.unwrap(), "root\n");
    assert_eq!(says(&su("autre"), "id -un").await, refused);

    let denied =
        |user: &str| Err(TransportError::Denied { machine: "salle-1".to_owned(), user: user.to_owned() });
    let wrong = Peer { credentials: password("autre"), ..root.clone() };
    assert_eq!(says(&wrong, "id").await, denied("root"));
    assert_eq!(says(&as_user("dan", Elevation::None), "id").await, denied("dan"), "a locked account");

    // By a key that it knows, and by one that it does not.
    let key = |name: &str| {
        let file = tempfile::tempdir().unwrap();
        let path = file.path().join(name);
        let made =
            Process::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&path).status();
        assert!(made.unwrap().success());
        let private = std::fs::read_to_string(&path).unwrap();
        let public = std::fs::read_to_string(path.with_extension("pub")).unwrap();
        (Credential::Key(Arc::new(russh::keys::PrivateKey::from_openssh(private).unwrap())), public)
    };
    let (good, public) = key("bonne");
    let (bad, _) = key("autre");
    says(&root, &format!("mkdir -p /root/.ssh && echo '{}' > /root/.ssh/authorized_keys", public.trim()))
        .await
        .unwrap();
    assert_eq!(
        says(&Peer { credentials: vec![bad.clone(), good], ..root.clone() }, "id -un").await.unwrap(),
        "root\n"
    );
    assert_eq!(says(&Peer { credentials: vec![bad], ..root.clone() }, "id").await, denied("root"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an engine"]
async fn a_host_that_is_not_known_or_changed_is_not_spoken_to() {
    let machine = Machine::start("").await;
    let stranger = Peer { credentials: password("rootpass"), ..machine.peer("root") };
    let error = says(&stranger, "id").await.unwrap_err();
    assert!(
        matches!(&error, TransportError::UnknownHost { print, .. } if print.starts_with("SHA256:")),
        "{error}"
    );
    let other = russh::keys::PublicKey::from_openssh(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC3k5arBiviCSBrvsrJjq6E/uNnrEjyXUmjKG9tgfUYZ",
    );
    let known = Arc::new(KnownHosts::read(&line(&machine.host, 22, &other.unwrap())));
    let error = says(&Peer { known, ..stranger }, "id").await.unwrap_err();
    assert!(matches!(error, TransportError::ChangedHost { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an engine"]
async fn a_server_with_little_room_a_flood_and_other_alphabets() {
    let machine = Machine::start("MaxSessions 2").await;
    let peer = Peer { credentials: password("rootpass"), ..machine.trusted("root").await };
    // Eight shells share a connection that takes two at a time.
    let ssh = Arc::new(Ssh::new(peer.clone()));
    let shells = (0..8).map(|number| {
        let ssh = ssh.clone();
        async move {
            let shell = Shell::new("salle-1", ssh);
            let output = shell.run(Command::new(format!("echo {number}"))).await;
            drop(shell);
            output.unwrap().stdout
        }
    });
    let said = join_all(shells).await;
    assert_eq!(said.concat(), "0\n1\n2\n3\n4\n5\n6\n7\n");

    let shell = Shell::new("salle-1", ssh.clone());
    let flood =
        shell.run(Command::new("head -c 5000000 /dev/zero | tr '\\0' x").within(Duration::from_secs(60)));
    assert_eq!(flood.await.unwrap().ended, Ended::Flood);
    let letters = shell.run(Command::new("printf 'été \\351'")).await.unwrap();
    assert_eq!(letters.stdout, "été \u{fffd}");
    let slow = shell.run(Command::new("sleep 300").within(Duration::from_secs(1))).await.unwrap();
    assert_eq!(slow.ended, Ended::Timeout);
    let left = shell.run(Command::new("pgrep -x sleep || echo none")).await.unwrap();
    assert_eq!(left.stdout, "none\n");

    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(5);
    header.set_mode(0o600);
    archive.append_data(&mut header, "srv/depot/bonjour", &b"salut"[..]).unwrap();
    ssh.upload(archive.into_inner().unwrap().into()).await.unwrap();
    assert_eq!(shell.run(Command::new("cat /srv/depot/bonjour")).await.unwrap().stdout, "salut");

    // It restarts under the eyes of who speaks to it: what is asked meanwhile is not answered,
    // and what is asked afterwards is.
    docker(&["exec", &machine.id, "pkill", "-f", "sshd-session"]);
    let mut answers = Vec::new();
    for _ in 0..100 {
        match shell.run(Command::new("echo back")).await {
            Ok(output) => {
                answers.push(output.stdout);
                break;
            }
            Err(error) => assert!(!matches!(error, TransportError::Denied { .. }), "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(answers, ["back\n"]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an engine"]
async fn old_algorithms_are_for_those_who_ask() {
    let machine = Machine::start(
        "KexAlgorithms diffie-hellman-group14-sha1\nCiphers aes128-cbc\nMACs hmac-sha1\nHostKeyAlgorithms ssh-rsa",
    )
    .await;
    let error = Ssh::new(machine.modern("root")).host_key().await.unwrap_err();
    assert!(matches!(error, TransportError::Connect { .. }), "{error}");
    let peer = Peer { credentials: password("rootpass"), ..machine.trusted("root").await };
    assert_eq!(says(&peer, "echo old").await.unwrap(), "old\n");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an engine"]
async fn behind_another_and_among_the_dead() {
    let (machine, behind) = tokio::join!(Machine::start(""), Machine::start(""));
    let front = Peer { credentials: password("rootpass"), ..machine.trusted("root").await };
    let jump = Arc::new(Ssh::new(front.clone()));
    let inner = Peer { credentials: password("rootpass"), jump: Some(jump), ..behind.trusted("root").await };
    let host = says(&inner, "hostname").await.unwrap();
    assert!(behind.id.starts_with(host.trim()), "{host}");

    // Of thirty, one refuses, one says nothing, and one is not there: they are told, and the
    // others are not held up.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut peers = vec![front.clone(); 27];
    let dead =
        |port| Peer { host: "127.0.0.1".to_owned(), port, patience: Duration::from_secs(2), ..front.clone() };
    peers.extend([
        dead(mute.local_addr().unwrap().port()),
        dead(closed),
        Peer { host: "192.0.2.1".to_owned(), patience: Duration::from_secs(2), ..front.clone() },
    ]);
    let answers = join_all(peers.iter().map(|peer| says(peer, "echo alive"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.as_deref() == Ok("alive\n")).count(), 27);
    assert!(matches!(&answers[27], Err(TransportError::Mute { .. })), "{:?}", answers[27]);
    assert!(matches!(&answers[28], Err(TransportError::Connect { .. })), "{:?}", answers[28]);
    assert!(answers[29].is_err());
}
