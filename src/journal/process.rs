//! Which process writes a run, so that one that was killed is told from one that works.
//!
//! A process number alone comes back; together with the time at which the process started
//! and the boot of the machine it does not.

/// Returns the identity of this process: boot, number, start time. Where `/proc` does not
/// tell, an identity that counts as gone.
pub(super) fn identity() -> String {
    of(std::process::id()).unwrap_or_else(|| "?".to_owned())
}

/// Whether the process of this identity still runs on this machine.
pub(super) fn lives(identity: &str) -> bool {
    let number = identity.split(' ').nth(1).and_then(|pid| pid.parse().ok());
    number.and_then(of).is_some_and(|current| current == identity)
}

fn of(pid: u32) -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(format!("{} {pid} {}", boot.trim(), started(&stat)?))
}

/// Reads the start time, in clock ticks since the boot (field 22, proc_pid_stat(5)); a
/// process that has ended and is not yet waited for counts as gone. The second field is
/// the program's name in parentheses and may hold anything.
fn started(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") { None } else { fields.nth(18)?.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::{identity, lives, started};

    #[test]
    fn this_process_lives_and_others_of_its_number_do_not() {
        let ours = identity();
        assert!(lives(&ours), "{ours}");
        assert!(!lives(&format!("{ours}1")), "another start time");
        assert!(!lives(&ours.replacen(|c: char| c.is_ascii_hexdigit(), "g", 1)), "another boot");
        assert!(!lives("?") && !lives(""));
    }

    #[test]
    fn the_start_time_is_found_behind_any_name() {
        let stat = "7 (a) b) c) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4242 9 9";
        assert_eq!(started(stat), Some(4242));
        assert_eq!(started(&stat.replace(" S ", " Z ")), None);
        assert_eq!(started(""), None);
    }
}
