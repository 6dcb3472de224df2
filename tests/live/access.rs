//! Students who come over the network: with stock clients, and with `join`.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::trial::{Ran, Trial, docker, mini, until};

/// A class of two, and its server.
struct Class {
    lea: Trial,
    zoe: Trial,
    port: u16,
    server: Child,
    codes: Value,
}

impl Class {
    fn new(class: &str, port: u16) -> Self {
        let lea = Trial::new(&format!("lea-{class}"));
        let state = lea.state.path().display().to_string();
        let zoe = Trial::new(&format!("zoe-{class}")).with("XDG_STATE_HOME", &state);
        std::fs::write(
            lea.state.path().join("roster.csv"),
            format!("Nom;Prénom\n{class};Lea\n{class};Zoe\n"),
        )
        .unwrap();
        let askpass = lea.state.path().join("askpass");
        std::fs::write(&askpass, "#!/bin/sh\necho \"$PASSWORD\"\n").unwrap();
        std::fs::set_permissions(&askpass, std::fs::Permissions::from_mode(0o700)).unwrap();
        lea.up();
        zoe.up();
        let server = serve(&lea, port);
        let codes = lea.run(&["class", "codes", "--json"]).ends(0).out;
        Self { server, port, codes: serde_json::from_str(&codes).unwrap(), lea, zoe }
    }

    /// What a student got on paper: `code`, `password`.
    fn paper(&self, student: &Trial, what: &str) -> String {
        let lines = self.codes["students"].as_array().unwrap();
        let line = lines.iter().find(|line| line["student"] == student.student.as_str()).unwrap();
        line[what].as_str().unwrap().to_owned()
    }

    /// The port of a node, counted from zero, of the student of a number.
    fn door(&self, number: u16, node: u16) -> String {
        (self.port + 10 * number + 1 + node).to_string()
    }

    /// A client of OpenSSH that gives a password.
    fn client(&self, program: &str, password: &str) -> Command {
        let mut command = Command::new(program);
        for option in ["PreferredAuthentications=password", "NumberOfPasswordPrompts=1"] {
            command.args(["-o", option]);
        }
        self.plain(&mut command);
        command.env("PASSWORD", password);
        command
    }

    fn plain(&self, command: &mut Command) {
        let known = format!("UserKnownHostsFile={}", self.lea.state.path().join("known").display());
        for option in
            [known.as_str(), "StrictHostKeyChecking=accept-new", "LogLevel=ERROR", "ConnectTimeout=30"]
        {
            command.args(["-o", option]);
        }
        command
            .args(["-F", "none"])
            .env("SSH_ASKPASS", self.lea.state.path().join("askpass"))
            .env("SSH_ASKPASS_REQUIRE", "force")
            .env_remove("SSH_AUTH_SOCK")
            .env("LANG", "en_GB.UTF-8")
            .stdin(Stdio::null());
    }

    fn ssh(&self, user: &str, port: &str, password: &str, more: &[&str]) -> Ran {
        let mut command = self.client("ssh", password);
        command.args(["-o", "SendEnv=LANG", "-p", port, &format!("{user}@127.0.0.1")]).args(more);
        Trial::wait(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    fn shared(&self) -> String {
        self.port.to_string()
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        // It may have been killed by the test.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn serve(lea: &Trial, port: u16) -> Child {
    let roster = lea.state.path().join("roster.csv").display().to_string();
    let (lab, port) = (mini().display().to_string(), port.to_string());
    let arguments = ["class", "serve", &lab, "--roster", &roster, "--port", &port, "--listen", "127.0.0.1"];
    let mut server = lea.command(&arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("Ctrl-C") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the server ended");
    }
    // Somebody has to read what it says.
    std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
    server
}

fn address(student: &Trial, node: &str) -> String {
    let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    docker(&["inspect", "-f", format, &student.container(node)]).trim().to_owned()
}

#[test]
#[ignore = "needs a container engine"]
fn stock_clients_reach_their_own_bench_and_nothing_else() {
    let class = Class::new("acces", 21500);
    let (lea, zoe) = (&class.lea, &class.zoe);
    let (password, other) = (class.paper(lea, "password"), class.paper(zoe, "password"));
    let (alpha, beta, shared) = (class.door(1, 0), class.door(1, 1), class.shared());

    works_as_over_ssh(&class, &password);
    let verb = class.ssh("lea-acces", &shared, &password, &["check"]).ends(1);
    assert!(verb.out.contains("bench a332-lea-acces"), "{}", verb.out);
    let seen = class.ssh("lea-acces", &shared, &password, &["status"]).ends(0).out;
    assert!(seen.contains("a332-lea-acces") && !seen.contains("zoe"), "{seen}");
    let seen = class.ssh("zoe-acces", &shared, &other, &["history"]).ends(0);
    assert!(!seen.out.contains("lea"), "{}", seen.out);

    // Another's credentials open nothing, whatever the name; one's own open one's own.
    for user in ["root", "zoe-acces", "lea-acces", "=1", "=2", "eleve"] {
        class.ssh(user, &alpha, &other, &["true"]).ends(255);
    }
    for user in ["lea-acces", "lea-acces+alpha", "=1", "=1+alpha", "root", "zoe-acces+gamma"] {
        class.ssh(user, &shared, &other, &["alpha true"]).ends(255);
    }
    class.ssh("zoe-acces+alpha", &shared, &other, &["true"]).ends(0);

    // Neither do tricks: of a verb, a node, a path.
    for line in [
        "up",
        "down --all",
        "check --save /tmp/x",
        "check a332-zoe-acces",
        "status a332-zoe-acces",
        "history 1",
        "hint -s zoe-acces",
        "../alpha id",
        "pa-a332-zoe-acces-alpha id",
        "alpha;id",
        "class codes",
    ] {
        let ran = class.ssh("lea-acces", &shared, &password, &[line]).ends(2);
        assert_eq!(ran.out, "", "{line}");
    }

    // Forwarding ends at the walls of the bench.
    let to = |user: &str, port: &str, target: &str| class.ssh(user, port, &password, &["-W", target]);
    for target in ["localhost:22", "beta:22", &format!("{}:22", address(lea, "alpha"))] {
        let ran = to("root", &beta, target).ends(0);
        assert!(ran.out.starts_with("SSH-2.0-OpenSSH"), "{target}: {}", ran.out);
    }
    // The engine keeps the first address of each subnet for itself, and alpha has the second.
    let first = u32::from(address(lea, "alpha").parse::<std::net::Ipv4Addr>().unwrap()) - 1;
    let gateway = format!("{}:22", std::net::Ipv4Addr::from(first));
    let neighbour = format!("{}:22", address(zoe, "alpha"));
    for target in [neighbour.as_str(), &gateway, "172.17.0.1:22", "192.0.2.1:22", "alpha:9"] {
        let ran = to("root", &alpha, target).ends(255);
        assert_eq!(ran.out, "", "{target}");
    }
    for target in ["localhost:22", "127.0.0.1:22", neighbour.as_str()] {
        assert_eq!(to("lea-acces", &shared, target).ends(255).out, "", "{target} of the teacher");
    }
    let remote = ["-o", "ExitOnForwardFailure=yes", "-R", "0:localhost:22", "true"];
    class.ssh("root", &alpha, &password, &remote).ends(255);

    pauses_after_mistakes(&class, &password, &other);

    // What is written down names people and places, and nothing that was typed.
    let log = std::fs::read_to_string(lea.state.path().join("paillasse/access.log")).unwrap();
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    assert!(
        log.contains(r#""event":"open","student":"lea-acces""#) && log.contains(r#""node":"alpha""#),
        "{log}"
    );
    for secret in [&password, &other, &password.replace('-', ""), "typed-word", "exit 7"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

fn works_as_over_ssh(class: &Class, password: &str) {
    let (alpha, beta, shared) = (class.door(1, 0), class.door(1, 1), class.shared());
    let ran = class.ssh("root", &alpha, password, &["hostname; echo typed-word >&2; exit 7"]).ends(7);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("alpha\n", "typed-word\n"));
    assert_eq!(class.ssh("eleve", &alpha, password, &["id -un; pwd"]).ends(0).out, "eleve\n/home/eleve\n");
    assert_eq!(class.ssh("lea-acces", &shared, password, &["beta hostname"]).ends(0).out, "beta\n");
    assert_eq!(class.ssh("lea-acces+beta", &shared, password, &["hostname"]).ends(0).out, "beta\n");
    // A terminal of the usual size where the client has none.
    let ran = class.ssh("root", &alpha, password, &["-tt", "tty; stty size; echo $TERM"]).ends(0);
    assert!(ran.out.contains("/dev/pts/") && ran.out.contains("24 80"), "{}", ran.out);
    // Everything that goes in comes out, and neither direction waits for the other for ever.
    let big: Vec<u8> = (0..24_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut command = class.client("ssh", password);
    command.args(["-p", &beta, "root@127.0.0.1", "cat"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut echo = command.spawn().unwrap();
    let mut typing = echo.stdin.take().unwrap();
    let sent = big.clone();
    let typing = std::thread::spawn(move || typing.write_all(&sent));
    let mut back = Vec::new();
    echo.stdout.take().unwrap().read_to_end(&mut back).unwrap();
    typing.join().unwrap().unwrap();
    assert!(echo.wait().unwrap().success() && back == big, "{} bytes came back", back.len());
    // Files, by the protocol of today and that of yesterday; with a key of the student's own.
    let folder = class.lea.state.path();
    let key = folder.join("key");
    let made =
        Command::new("ssh-keygen").args(["-qt", "ed25519", "-N", "", "-f"]).arg(&key).status().unwrap();
    assert!(made.success());
    let public = std::fs::read_to_string(folder.join("key.pub")).unwrap();
    class.ssh("lea-acces", &shared, password, &[&format!("register {}", public.trim())]).ends(0);
    std::fs::write(folder.join("big"), &big[..3_000_000]).unwrap();
    for (number, protocol) in ["-s", "-O"].into_iter().enumerate() {
        let back = folder.join(format!("back{number}"));
        let there = "root@127.0.0.1:/root/big";
        for (from, to) in [(folder.join("big"), there.into()), (there.into(), back.clone())] {
            let mut scp = Command::new("scp");
            scp.arg(protocol);
            class.plain(&mut scp);
            scp.args(["-o", "BatchMode=yes", "-P", &alpha, "-i"]).arg(&key).arg(from).arg(to);
            assert!(scp.status().unwrap().success(), "scp {protocol}");
        }
        assert!(std::fs::read(back).unwrap() == big[..3_000_000], "scp {protocol}");
    }
    let mut sftp = Command::new("sftp");
    class.plain(&mut sftp);
    sftp.args(["-P", &alpha, "-b", "-", "-i"]).arg(&key).arg("root@127.0.0.1");
    let mut sftp = sftp.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sftp.stdin.take().unwrap().write_all(b"ls -l /root\n").unwrap();
    assert!(Trial::wait(sftp).ends(0).out.contains("big"));
    // The same key does not open a neighbour's door.
    let mut stranger = Command::new("ssh");
    class.plain(&mut stranger);
    stranger.args(["-o", "BatchMode=yes", "-i"]).arg(&key).args([
        "-p",
        &class.door(2, 0),
        "root@127.0.0.1",
        "id",
    ]);
    assert_eq!(stranger.status().unwrap().code(), Some(255));
    // What a client that went away left running is told so.
    let mut client = class.client("ssh", password);
    client.args(["-p", &alpha, "root@127.0.0.1", "echo there; exec sleep 4711"]).stdout(Stdio::piped());
    let mut client = client.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(client.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "there\n");
    client.kill().unwrap();
    client.wait().unwrap();
    let sleeps = || docker(&["exec", &class.lea.container("alpha"), "pgrep", "-fx", "sleep 4711"]);
    until("the command has ended", || sleeps().is_empty());
}

fn pauses_after_mistakes(class: &Class, password: &str, other: &str) {
    let shared = class.shared();
    for _ in 0..6 {
        class.ssh("lea-acces", &shared, "0000-0000", &["help"]).ends(255);
    }
    // The pause is longer than what follows takes only at first: enough mistakes for a minute.
    for _ in 0..6 {
        class.ssh("lea-acces", &shared, "0000-0000", &["help"]).ends(255);
    }
    class.ssh("lea-acces", &shared, password, &["help"]).ends(255);
    class.ssh("zoe-acces", &shared, other, &["help"]).ends(0);
}

#[test]
#[ignore = "needs a container engine"]
fn a_code_is_typed_once_and_outlives_kills_and_resets() {
    let mut class = Class::new("code", 21700);
    let code = class.paper(&class.lea, "code");
    let home = tempfile::tempdir().unwrap();
    let student = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paillasse"));
        command.args(arguments).env("XDG_STATE_HOME", home.path()).env("LC_ALL", "en_GB.UTF-8");
        // Where no engine is.
        command.env("DOCKER_HOST", "unix:///nonexistent").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let join = |arguments: &[&str]| Trial::wait(student(&[&["join"], arguments].concat()).spawn().unwrap());
    assert!(join(&[]).ends(2).err.contains("no class was joined"));
    let mut swapped: Vec<char> = code.chars().collect();
    let at = (0..4).find(|at| swapped[*at] != swapped[at + 1]).unwrap();
    swapped.swap(at, at + 1);
    assert!(join(&[&swapped.iter().collect::<String>()]).ends(2).err.contains("changed places"));

    let first = join(&[&code.to_lowercase(), "--", "check"]).ends(1);
    assert!(first.out.contains("bench a332-lea-code") && first.err.contains("scp -P 21711"), "{}", first.err);
    let ran = join(&["alpha", "--", "hostname; exit 9"]).ends(9);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("alpha\n", ""));
    assert!(join(&["gamma"]).ends(2).err.contains("alpha, beta"));
    for file in ["joined.json", "join-key"] {
        let mode = std::fs::metadata(home.path().join("paillasse").join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }

    // A killed server leaves nothing to be done by students.
    class.server.kill().unwrap();
    class.server.wait().unwrap();
    assert!(join(&["--", "status"]).ends(5).err.contains("no server answers"));
    class.server = serve(&class.lea, class.port);
    join(&["--", "status"]).ends(0);

    // A node that is made anew under a session ends it with a reason; the next one works.
    let mut session = student(&["join", "alpha", "--", "echo there; sleep 1000"]).spawn().unwrap();
    let mut said = BufReader::new(session.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "there\n");
    let lab = mini().display().to_string();
    class.lea.run(&["reset", "alpha", "-y", "-l", &lab]).ends(0);
    let cut = Trial::wait(session).ends(255);
    assert!(cut.err.contains("connect again"), "{}", cut.err);
    join(&["alpha", "--", "true"]).ends(0);

    // One who answers in the server's place is found out, with the code and without.
    let other = class.lea.state.path().join("paillasse/host-key");
    std::fs::rename(&other, other.with_extension("kept")).unwrap();
    class.server.kill().unwrap();
    class.server.wait().unwrap();
    class.server = serve(&class.lea, class.port);
    assert!(join(&["--", "status"]).ends(5).err.contains("not the server"));
    assert!(join(&[&code, "--", "status"]).ends(5).err.contains("not the server"));
    std::fs::rename(other.with_extension("kept"), &other).unwrap();
    class.server.kill().unwrap();
    class.server.wait().unwrap();
    class.server = serve(&class.lea, class.port);
    join(&["--", "status"]).ends(0);

    // Another code ends the one before, and what came of it.
    class.lea.run(&["class", "codes", "--renew", "lea-code"]).ends(0);
    assert!(join(&["--", "status"]).ends(2).err.contains("does not know this machine"));
    assert!(join(&[&code, "--", "status"]).ends(2).err.contains("does not accept this code"));
}
