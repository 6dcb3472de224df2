//! Subnets, and the network as a container sees it. Pure.

use ipnet::Ipv4Net;

use crate::check::verdict::excerpt;
use crate::doctor::{Class, Conclusion};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::provider::docker::address::candidates;
use crate::text;

/// The prefix that networks of labs usually have.
const PREFIX: u8 = 24;

/// What of the subnets is in use.
#[derive(Clone, Debug, Default)]
pub(super) struct Subnets {
    /// Subnets that the engine or the host uses.
    pub(super) used: Vec<Ipv4Net>,
    /// Networks of benches among them.
    pub(super) ours: u64,
}

pub(super) fn subnets(class: &Class, range: Ipv4Net, seen: &Subnets) -> Conclusion {
    let needed = class.students.saturating_mul(class.networks).saturating_sub(seen.ours);
    let free = candidates(range, PREFIX, "", "", &seen.used).count() as u64;
    let detail =
        text!("doctor-subnets", free = free, needed = needed, range = %range, prefix = u32::from(PREFIX));
    if free >= needed {
        return Conclusion::ok(detail);
    }
    Conclusion::trouble(detail, text!("doctor-subnets-mend"))
}

/// What a container saw of the network.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inside {
    /// It looked.
    Looked(Look),
    /// There is no image of ours to start one from.
    NoImage,
    /// The host's apt knows no mirror of Debian.
    NoMirror,
    /// It could not be started or did not answer.
    Failed(Text),
}

/// How far a container gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// The mirror of packages.
    pub(super) mirror: String,
    /// Whether its name has an address.
    pub(super) resolves: bool,
    /// Why it cannot be reached; nothing when it can.
    pub(super) refused: Option<String>,
}

impl Inside {
    /// Reads what the script of `observe` printed.
    pub(super) fn read(mirror: &str, output: &ExecOutput) -> Self {
        let unreadable = || {
            let said = excerpt(&format!("{}{}", output.stdout, output.stderr));
            Self::Failed(text!("error-unreadable", tool = "apt-helper", said = said))
        };
        let mut lines = output.stdout.lines();
        let resolves = match lines.next() {
            Some("name yes") => true,
            Some("name no") => false,
            _ => return unreadable(),
        };
        let refused = match lines.next() {
            Some("mirror yes") => None,
            Some("mirror no") => Some(excerpt(&lines.collect::<Vec<_>>().join(" "))),
            _ => return unreadable(),
        };
        Self::Looked(Look { mirror: mirror.to_owned(), resolves, refused })
    }

    fn look(&self) -> Result<&Look, Conclusion> {
        match self {
            Self::Looked(look) => Ok(look),
            Self::NoMirror => Err(Conclusion::unknown(
                text!("doctor-network-no-mirror"),
                text!("doctor-network-no-mirror-mend"),
            )),
            Self::NoImage => Err(Conclusion::unknown(
                text!("doctor-network-no-image"),
                text!("doctor-network-no-image-mend"),
            )),
            Self::Failed(cause) => Err(Conclusion::unknown(cause.clone(), text!("doctor-again"))),
        }
    }
}

/// The builds of images: without packages there are none.
pub(super) fn build(inside: &Inside) -> Conclusion {
    let look = match inside.look() {
        Ok(look) => look,
        Err(conclusion) => return conclusion,
    };
    match (&look.refused, look.resolves) {
        (None, _) => Conclusion::ok(text!("doctor-network", mirror = &look.mirror)),
        // Behind a proxy names need not resolve, so a name that does not is only a cause
        // when nothing comes through.
        (Some(_), false) => Conclusion::trouble(
            text!("doctor-network-dns", mirror = &look.mirror),
            text!("doctor-network-dns-mend"),
        ),
        (Some(reason), true) => {
            let detail = text!("doctor-network-refused", mirror = &look.mirror, reason = reason);
            Conclusion::trouble(detail, text!("doctor-network-proxy-mend"))
        }
    }
}

/// Nodes that a lab lets out: the others have no way out anyway.
pub(super) fn lab(inside: &Inside) -> Conclusion {
    let look = match inside.look() {
        Ok(look) => look,
        Err(conclusion) => return conclusion,
    };
    match (&look.refused, look.resolves) {
        (None, _) => Conclusion::ok(text!("doctor-network", mirror = &look.mirror)),
        (Some(_), false) => Conclusion::warning(
            text!("doctor-network-lab-dns", mirror = &look.mirror),
            text!("doctor-network-dns-mend"),
        ),
        (Some(reason), true) => Conclusion::warning(
            text!("doctor-network-lab-refused", mirror = &look.mirror, reason = reason),
            text!("doctor-network-lab-mend"),
        ),
    }
}
