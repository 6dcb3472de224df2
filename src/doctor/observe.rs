//! What is looked at. Nothing here judges.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rustix::fs::{statfs, statvfs};

use crate::doctor::Class;
use crate::doctor::image::Stock;
use crate::doctor::kernel::Limit;
use crate::doctor::network::{Inside, Subnets};
use crate::doctor::room::Memory;
use crate::doctor::state::Seen;
use crate::error::Explain;
use crate::exec::{Command, quote};
use crate::provider::docker::bootstrap::{DEBIAN, SUITE, mirror, proxies};
use crate::provider::docker::image::{Sources, recipes};
use crate::provider::docker::inside::View;
use crate::provider::docker::{BENCH, DockerError, Engine, ROLE, ROLE_NETWORK, ROLE_NODE};
use crate::provision::kernel_limit;
use crate::state::{Environment, StateDir};
use crate::text;

/// How long a container gets to reach the mirror.
const REACH: Duration = Duration::from_secs(35);

/// `f_type` of file systems that several machines share (statfs(2)): NFS, CIFS, SMB 2.
const SHARED: [i128; 3] = [0x6969, 0xff53_4d42, 0xfe53_4d42];

/// Where Debian keeps the keys of its archive, under its former and its present name.
const KEYRINGS: [&str; 2] =
    ["/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp"];

/// Whether the engine's kernel is ours, so that `/proc` tells about it. An engine that is
/// reached through a local socket may still live in a virtual machine.
fn same_kernel(engine: &Engine) -> bool {
    let ours = std::fs::read_to_string("/proc/sys/kernel/osrelease");
    engine.facts.local() && ours.is_ok_and(|ours| ours.trim() == engine.facts.kernel)
}

/// Returns the value of a limit, when the engine's kernel is ours.
pub(super) fn limit(engine: &Engine, limit: &Limit) -> Option<u64> {
    // `net.ipv4` and its like hold no other dots.
    same_kernel(engine).then(|| kernel_limit(&limit.name.replace('.', "/"))).flatten()
}

/// Returns the memory of the engine's machine.
pub(super) fn memory(engine: &Engine) -> Memory {
    let read = || available(&std::fs::read_to_string("/proc/meminfo").ok()?);
    Memory { total: engine.facts.memory, available: same_kernel(engine).then(read).flatten() }
}

/// Reads `MemAvailable` of proc_meminfo(5), which is in KiB; returns bytes.
pub(super) fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// Returns how many nodes of any bench run.
pub(super) async fn running(engine: &Engine) -> Result<u64, DockerError> {
    let found = engine.containers(&[(BENCH, ""), (ROLE, ROLE_NODE)]).await?;
    Ok(found.iter().filter(|node| node.running).count() as u64)
}

/// Returns the free bytes where the engine keeps its data, when that is here.
pub(super) async fn disk(engine: &Engine) -> Option<u64> {
    if !same_kernel(engine) {
        return None;
    }
    let root = engine.facts.root.clone();
    // A file system that hangs must not take the runtime along.
    tokio::task::spawn_blocking(move || free(Path::new(&root))).await.ok().flatten()
}

/// Returns the bytes that an ordinary user may still write on the file system of a path.
fn free(path: &Path) -> Option<u64> {
    let told = statvfs(path).ok()?;
    told.f_bavail.checked_mul(told.f_frsize)
}

/// Returns when this program was made.
pub(super) fn built() -> Option<Timestamp> {
    let program = std::env::current_exe().ok()?;
    Timestamp::try_from(program.metadata().ok()?.modified().ok()?).ok()
}

/// Returns which subnets are in use.
pub(super) async fn subnets(engine: &Engine, class: &Class) -> Result<Subnets, DockerError> {
    let used = engine.used_subnets().await?;
    let ours = engine.count_networks(&[(ROLE, ROLE_NETWORK)]).await?;
    Ok(Subnets { used, ours: ours.min(class.students.saturating_mul(class.networks)) })
}

/// Returns which images there are, and what others would be made from.
pub(super) async fn images(engine: &Engine, sources: &Sources) -> Result<Stock, DockerError> {
    let mut stock = Stock { registry: sources.registry.clone(), ..Stock::default() };
    for recipe in recipes().values() {
        stock.all += 1;
        if !engine.has_image(&recipe.reference()).await? {
            stock.missing.push(recipe.name.clone());
        }
    }
    stock.debian = engine.has_image(&format!("paillasse/{DEBIAN}:{SUITE}")).await?;
    let version = tokio::process::Command::new("mmdebstrap").arg("--version").output().await;
    stock.mmdebstrap = version.is_ok_and(|output| output.status.success());
    stock.keyring = KEYRINGS.iter().any(|path| Path::new(path).exists());
    Ok(stock)
}

/// Returns how far a container gets on a network.
pub(super) async fn inside(engine: &Engine, view: View<'_>, sources: &Sources) -> Inside {
    let image = match image(engine).await {
        Ok(Some(image)) => image,
        Ok(None) => return Inside::NoImage,
        Err(error) => return Inside::Failed(error.text()),
    };
    let Some(mirror) = mirror(Path::new("/etc/apt")) else { return Inside::NoMirror };
    // Builds are given the proxies of this machine, nodes of a lab are not.
    let (variables, options) = match view {
        View::Build => (sources.proxies.clone().into_iter().collect(), proxies().await),
        View::Lab | View::Node { .. } => (Vec::new(), Vec::new()),
    };
    let script = script(&mirror, &variables, &options);
    match engine.look_inside(&image, view, Command::new(script).within(REACH)).await {
        Ok(output) => Inside::read(&mirror, &output),
        Err(cause) => Inside::Failed(cause),
    }
}

/// Returns an image that holds apt: the plain Debian, else any of ours.
async fn image(engine: &Engine) -> Result<Option<String>, DockerError> {
    let debian = format!("paillasse/{DEBIAN}:{SUITE}");
    if engine.has_image(&debian).await? {
        return Ok(Some(debian));
    }
    Ok(engine.held_images().await?.into_iter().find_map(|held| held.tags.into_iter().next()))
}

/// Returns a script that resolves the name of the mirror, and fetches from it as apt does
/// the file that every build begins with.
pub(super) fn script(mirror: &str, variables: &[(String, String)], options: &[String]) -> String {
    let authority = mirror.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let mut script = String::new();
    for (name, value) in variables {
        script.push_str(&format!("export {name}={}\n", quote(value)));
    }
    let options: String = options
        .iter()
        .filter_map(|line| assignment(line))
        .map(|option| format!(" -o {}", quote(&option)))
        .collect();
    // A firewall that drops everything is an answer too, so both have a time of their own,
    // shorter than that of the whole.
    script.push_str(&format!(
        "if timeout 10 getent ahosts {host} >/dev/null 2>&1; then echo name yes; else echo name no; fi\n\
         said=$(timeout 20 /usr/lib/apt/apt-helper -q -o APT::Sandbox::User=root -o Acquire::Retries=0 \
         -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10{options} \
         download-file {url} /tmp/InRelease 2>&1)\n\
         case $? in 0) echo mirror yes;; 124) echo mirror no; echo 'timeout (20 s)';;\n\
         *) echo mirror no; printf '%s\\n' \"$said\" | grep '^E:' | head -n 1;; esac\n",
        host = quote(host),
        url = quote(&format!("{mirror}/dists/{SUITE}/InRelease")),
    ));
    script
}

/// Turns `Name "value";` of apt.conf(5) into the `Name=value` that apt's `-o` takes.
fn assignment(line: &str) -> Option<String> {
    let (name, value) = line.trim().trim_end_matches(';').split_once(' ')?;
    Some(format!("{name}={}", value.trim().trim_matches('"')))
}

/// Tries the state directory.
pub(super) async fn state(environment: &Environment) -> Seen {
    let environment = environment.clone();
    let tried = tokio::task::spawn_blocking(move || try_state(&environment)).await;
    tried.unwrap_or_else(|error| Seen::Refused(text!("doctor-panic", reason = %error), text!("doctor-again")))
}

fn try_state(environment: &Environment) -> Seen {
    let refused = |error: &dyn Explain| {
        Seen::Refused(error.text(), error.hint().unwrap_or_else(|| text!("doctor-again")))
    };
    let state = match StateDir::open(environment) {
        Ok(state) => state,
        Err(error) => return refused(&error),
    };
    let path = state.path().to_owned();
    let written = write(&path);
    let mode = std::fs::metadata(&path).map(|metadata| metadata.permissions().mode() & 0o7777);
    let mode = match written.and(mode) {
        Ok(mode) => mode,
        Err(source) => return refused(&crate::state::StateError::Folder { path, source }),
    };
    if let Err(error) = state.made_secret() {
        return refused(&error);
    }
    let shared = statfs(&path).is_ok_and(|told| SHARED.contains(&(i128::from(told.f_type) & 0xffff_ffff)));
    Seen::Usable { mode, free: free(&path), shared, path }
}

/// Writes a file, forces it to the disk and removes it.
fn write(folder: &Path) -> std::io::Result<()> {
    let path = folder.join(format!("doctor.{}", std::process::id()));
    let written = std::fs::File::create(&path).and_then(|mut file| {
        std::io::Write::write_all(&mut file, &[0; 4096])?;
        file.sync_all()
    });
    let removed = std::fs::remove_file(&path);
    written.and(removed)
}
