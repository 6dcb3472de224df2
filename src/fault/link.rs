//! The network interface that a fault is about, for the kinds that work on one.

use crate::exec::quote;
use crate::i18n::Text;
use crate::text;

/// The interface when a lab says nothing.
pub(super) fn first() -> String {
    "eth0".to_owned()
}

/// Returns the beginning of a script: sets `link` to the interface that is named, or that
/// holds the address that is given; refuses when there is none.
pub(super) fn find(interface: &str) -> String {
    let interface = quote(interface);
    format!(
        "command -v ip >/dev/null || refuse no-tool ip\nlink={interface}\ncase $link in *[.:]*)\n\
         link=$(ip -o addr show | awk -v at=\"$link\" '{{ split($4, a, \"/\"); if (a[1] == at) {{ print $2; exit }} }}')\n\
         esac\n[ -n \"$link\" ] && ip link show dev \"$link\" >/dev/null 2>&1 || refuse no-interface {interface}\n"
    )
}

/// Returns the beginning of an undo: as [`find`], but an interface that is gone, as after a
/// restart in between, has nothing to be undone.
pub(super) fn find_again(interface: &str) -> String {
    format!("refuse() {{ exit 0; }}\n{}", find(interface))
}

/// Says that an interface cannot be one.
pub(super) fn problems(interface: &str) -> Vec<Text> {
    let plausible = |c: char| c.is_ascii_alphanumeric() || "._:-@".contains(c);
    let sound = !interface.is_empty() && interface != "lo" && interface.chars().all(plausible);
    if sound { Vec::new() } else { vec![text!("problem-fault-interface", given = interface)] }
}
