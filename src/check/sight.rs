//! What the network kinds have in common: is the looker itself able to look?
//!
//! The sensor is ours: when it lacks a tool, or the lab gave it no way to the target,
//! nothing can be concluded. A node of `from` is the student's: that it has no route or
//! resolves no name is an observation like another.

use std::time::Duration;

use crate::check::verdict::{excerpt, succeeded};
use crate::check::{Place, Verdict};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// What the prologue prints instead of anything else when the name has no address.
pub const UNRESOLVED: &str = "unresolved";
/// What it prints when there is no route to the address.
pub const NO_ROUTE: &str = "no-route";
/// What [`knock`] prints when the port is not open.
const CLOSED: &str = "closed";

/// How long a probe may take beyond the answer that it waits for.
pub const MARGIN: Duration = Duration::from_secs(5);

/// Returns the beginning of a script that uses `tools`: it ends with status 127 and the
/// name of the first that is missing.
pub fn need(tools: &[&str]) -> String {
    format!(
        "export LC_ALL=C.UTF-8\nfor tool in {}; do\n\
         command -v \"$tool\" >/dev/null 2>&1 || {{ echo \"$tool\" >&2; exit 127; }}\ndone\n",
        tools.join(" ")
    )
}

/// Returns the part that sets `at` to the address of `host`, or ends the script.
pub fn route_to(host: &str) -> String {
    format!(
        "at=$(getent ahosts {} | head -n 1 | cut -d' ' -f1)\n\
         [ -n \"$at\" ] || {{ echo {UNRESOLVED}; exit 0; }}\n\
         ip route get \"$at\" >/dev/null 2>&1 || {{ echo {NO_ROUTE}; exit 0; }}\n",
        quote(host)
    )
}

/// The schemes of the web, with their ports.
pub const WEB: &[(&str, u16)] = &[("http", 80), ("https", 443)];

/// Returns [`route_to`] for a sensor, whose lack of a way is ours; nothing on a node. What it
/// prints is for [`blind`].
pub fn way(place: &Place, host: Option<&str>) -> String {
    host.filter(|_| *place == Place::Sensor).map(route_to).unwrap_or_default()
}

/// Returns the tool that [`need`] did not find, as the verdict to return.
pub fn missing_tool(output: &ExecOutput) -> Option<Verdict> {
    let tool = output.stderr.lines().next().filter(|line| !line.is_empty())?;
    (output.status() == Some(127)).then(|| Verdict::Error(text!("error-no-tool", tool = tool)))
}

/// Returns what a client of ours said, once it is known that it could look: the tools of
/// [`need`] are there, the script ended well, and a sensor had a way to `host`.
///
/// # Errors
/// The verdict to return at once.
pub fn looked<'a>(
    tool: &str,
    outputs: &'a [ExecOutput],
    place: &Place,
    host: &str,
) -> Result<&'a ExecOutput, Verdict> {
    let [output] = outputs else { return Err(Verdict::Error(text!("error-no-output"))) };
    if let Some(verdict) = missing_tool(output) {
        return Err(verdict);
    }
    let first = succeeded(tool, output)?.lines().next().unwrap_or_default();
    match blind(place, first, host) {
        Some(verdict) => Err(verdict),
        None => Ok(output),
    }
}

/// Returns the error of a sensor that [`route_to`] stopped; nothing on a node.
pub fn blind(place: &Place, first_line: &str, host: &str) -> Option<Verdict> {
    if *place != Place::Sensor {
        return None;
    }
    match first_line {
        UNRESOLVED => Some(Verdict::Error(text!("error-sensor-name", host = host))),
        NO_ROUTE => Some(Verdict::Error(text!("error-sensor-route", host = host))),
        _ => None,
    }
}

/// Host and port of a URL of one of the `schemes`, each with its usual port; without the
/// user part, brackets of IPv6 left out.
pub fn authority<'a>(url: &'a str, schemes: &[(&str, u16)]) -> Option<(&'a str, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let usual = schemes.iter().find(|(known, _)| *known == scheme)?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match authority.strip_prefix('[') {
        Some(six) => six.split_once(']').map(|(host, port)| (host, port.strip_prefix(':')))?,
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let port = match port {
        Some(port) => port.parse().ok()?,
        None => usual,
    };
    (!host.is_empty()).then_some((host, port))
}

/// Returns the part that tries the TCP port of `$at`, or ends the script with the line that
/// [`closed`] reads. For clients that do not tell why they met nobody.
pub fn knock(port: u16, wait: Span) -> String {
    format!(
        "said=$(nc -z -v -n -w {} \"$at\" {port} 2>&1 </dev/null) || {{ echo \"{CLOSED} $said\" | tr '\\n' ' ' | cut -c 1-300; exit 0; }}\n",
        seconds(wait)
    )
}

/// Says what [`knock`] met, when it was not an open port.
pub fn closed(first_line: &str) -> Option<Text> {
    let said = first_line.strip_prefix(CLOSED)?.trim();
    Some(if said.contains("refused") {
        text!("reach-refused")
    } else if said.contains("timed out") {
        text!("http-late")
    } else {
        text!("http-no-connection", said = excerpt(said))
    })
}

/// Returns whole seconds, at least one: the unit of the clients' own time limits.
pub fn seconds(wait: Span) -> u64 {
    wait.0.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{authority, closed};
    use crate::text;

    #[test]
    fn a_url_names_a_host_and_a_port() {
        let http = |url| authority(url, &[("http", 80), ("https", 443)]);
        assert_eq!(http("http://a.test/x:1"), Some(("a.test", 80)));
        assert_eq!(http("https://u:p@a.test:8443?q"), Some(("a.test", 8443)));
        assert_eq!(http("http://[fd00::1]:8080/"), Some(("fd00::1", 8080)));
        assert_eq!(http("ftp://a.test/"), None);
        assert_eq!(http("http:///x"), None);
    }

    #[test]
    fn a_closed_port_is_told_as_the_other_kinds_tell_it() {
        let refused = "closed nc: connect to 10.77.1.2 port 389 (tcp) failed: Connection refused ";
        assert_eq!(closed(refused), Some(text!("reach-refused")));
        let late = "closed nc: connect to 10.77.1.2 port 389 (tcp) timed out: Operation now in progress ";
        assert_eq!(closed(late), Some(text!("http-late")));
        assert_eq!(closed("ldap 0"), None);
    }
}
