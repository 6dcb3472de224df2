//! The plain Debian that all images build upon: pulled where a registry answers, else
//! made from Debian packages with mmdebstrap(1).
//!
//! The mirror and the proxy are those of the host's own apt configuration; on a host that
//! is not Debian, mmdebstrap's default serves.

use std::path::Path;
use std::process::Stdio;

use bollard::query_parameters::CreateImageOptionsBuilder;
use futures_util::StreamExt;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::provider::docker::Engine;
use crate::provider::docker::error::DockerError;
use crate::provider::docker::image::{Listener, Progress, chunks};
use crate::text;

/// The parent that recipes name for plain Debian.
pub const DEBIAN: &str = "debian";
/// The release of Debian: 13.
pub const SUITE: &str = "trixie";

/// Names that Debian gives its releases; a mirror that serves one of them serves ours.
const RELEASES: [&str; 9] =
    ["stable", "testing", "oldstable", "bullseye", "bookworm", "trixie", "forky", "sid", "unstable"];

/// Makes plain Debian available and returns its name.
pub(super) async fn debian(engine: &Engine, tell: Listener<'_>) -> Result<String, DockerError> {
    let reference = format!("paillasse/{DEBIAN}:{SUITE}");
    if engine.has_image(&reference).await? {
        return Ok(reference);
    }
    tell(Progress::Stage(text!("image-pulling-debian")));
    if engine.pull_quietly(DEBIAN, &format!("{SUITE}-slim")).await.is_ok()
        && engine.tag(&format!("{DEBIAN}:{SUITE}-slim"), &format!("paillasse/{DEBIAN}"), SUITE).await
    {
        return Ok(reference);
    }
    tell(Progress::Stage(text!("image-bootstrapping")));
    bootstrap(engine, tell).await?;
    Ok(reference)
}

async fn bootstrap(engine: &Engine, tell: Listener<'_>) -> Result<(), DockerError> {
    let failed = |reason| DockerError::Image { image: DEBIAN.to_owned(), reason };
    let mut command = Command::new("mmdebstrap");
    command.args(["--variant=minbase", "--format=tar"]);
    for option in proxies().await {
        command.arg(format!("--aptopt={option}"));
    }
    command.args([SUITE, "-"]);
    command.args(mirror(Path::new("/etc/apt")));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => failed(text!("image-no-mmdebstrap")),
            _ => failed(text!("image-mmdebstrap", reason = %error)),
        })?;
    let (Some(archive), Some(log)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(failed(text!("image-mmdebstrap", reason = "no pipe")));
    };
    let options = CreateImageOptionsBuilder::new()
        .from_src("-")
        .repo(&format!("paillasse/{DEBIAN}"))
        .tag(SUITE)
        .build();
    let import = async {
        let body = bollard::body_try_stream(chunks(archive));
        let mut stream = engine.docker.create_image(Some(options), Some(body), None).boxed();
        while let Some(event) = stream.next().await {
            event.map_err(DockerError::call(text!("doing-import-debian")))?;
        }
        Ok(())
    };
    let follow = async {
        let mut lines = BufReader::new(log).lines();
        let mut last = String::new();
        while let Ok(Some(line)) = lines.next_line().await {
            tell(Progress::Line(line.clone()));
            if line.starts_with("E:") || last.is_empty() || !last.starts_with("E:") {
                last = line;
            }
        }
        last
    };
    let (imported, last) = tokio::join!(import, follow);
    let ended = child.wait().await.map_err(|error| failed(text!("image-mmdebstrap", reason = %error)))?;
    if !ended.success() {
        // What was imported of a broken archive is no Debian.
        let _ = engine.remove_image(&format!("paillasse/{DEBIAN}:{SUITE}")).await;
        return Err(failed(text!("image-mmdebstrap", reason = last)));
    }
    imported
}

/// Returns the proxy settings of the host's apt, as apt options.
pub(crate) async fn proxies() -> Vec<String> {
    let output = Command::new("apt-config").args(["dump", "--format", "%f \"%v\";%n"]).output().await;
    let Ok(output) = output else { return Vec::new() };
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| {
            let line = line.to_lowercase();
            ["acquire::http::proxy", "acquire::https::proxy"].iter().any(|name| line.starts_with(name))
                && !line.contains("\"\"")
        })
        .map(str::to_owned)
        .collect()
}

/// Returns the first mirror of Debian that the host's apt knows.
pub(crate) fn mirror(apt: &Path) -> Option<String> {
    let mut files = vec![apt.join("sources.list")];
    if let Ok(entries) = std::fs::read_dir(apt.join("sources.list.d")) {
        let mut more: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        more.sort();
        files.extend(more);
    }
    files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).find_map(|text| find_mirror(&text))
}

/// Reads both formats of sources.list(5).
fn find_mirror(text: &str) -> Option<String> {
    let ours = |suites: &str| suites.split_whitespace().any(|suite| RELEASES.contains(&suite));
    let one_line = text.lines().find_map(|line| {
        let line = line.trim().strip_prefix("deb ")?;
        let line = match line.trim_start().strip_prefix('[') {
            Some(options) => options.split_once(']')?.1,
            None => line,
        };
        let mut words = line.split_whitespace();
        let (url, suite) = (words.next()?, words.next()?);
        ours(suite).then(|| url.to_owned())
    });
    one_line.or_else(|| {
        text.split("\n\n").find_map(|stanza| {
            let field = |name: &str| {
                stanza.lines().find_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
                })
            };
            let enabled = field("Enabled").is_none_or(|value| value != "no");
            if !enabled || !ours(&field("Suites")?) {
                return None;
            }
            field("URIs")?.split_whitespace().next().map(str::to_owned)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::find_mirror;

    #[test]
    fn the_mirror_is_that_of_the_host() {
        let one_line =
            "# comment\ndeb [signed-by=/k.gpg arch=amd64] http://mirror.test/debian bookworm main\n";
        assert_eq!(find_mirror(one_line).as_deref(), Some("http://mirror.test/debian"));
        let stanzas = "Types: deb\nURIs: http://other.test/x\nSuites: jammy\n\nTypes: deb\nURIs: http://mirror.test/debian\nSuites: trixie trixie-updates\nComponents: main\n";
        assert_eq!(find_mirror(stanzas).as_deref(), Some("http://mirror.test/debian"));
    }

    #[test]
    fn other_distributions_and_disabled_sources_are_left_alone() {
        assert_eq!(find_mirror("deb http://archive.test/ubuntu jammy main\n"), None);
        assert_eq!(find_mirror("deb http://security.test/ bookworm-security main\n"), None);
        assert_eq!(find_mirror("Enabled: no\nTypes: deb\nURIs: http://m.test\nSuites: trixie\n"), None);
    }
}
