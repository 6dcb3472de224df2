//! Incidents: which faults come, and when.
//!
//! Pure: the same seed draws the same faults at the same distances, so that an incident can
//! be given to another group, or told in a report.
//!
//! Rank 1: imports rank 0 only.

use std::time::Duration;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What is to happen: positions in the list of faults, each with its delay.
pub type Schedule = Vec<(usize, Duration)>;

/// Draws `pick` of `count` faults without repetition, and for each a moment within `within`;
/// in order of time. All of them when there are no more than `pick`.
pub fn schedule(seed: &str, count: usize, pick: usize, within: Duration) -> Schedule {
    let mut left: Vec<usize> = (0..count).collect();
    let mut drawn = Vec::new();
    for turn in 0..pick.min(count) {
        let position = number(seed, &format!("fault {turn}")) as usize % left.len();
        let millis = u64::try_from(within.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        let delay = Duration::from_millis(number(seed, &format!("time {turn}")) % millis);
        drawn.push((left.remove(position), delay));
    }
    drawn.sort_by_key(|(position, delay)| (*delay, *position));
    drawn
}

fn number(seed: &str, what: &str) -> u64 {
    let mut mac = Hmac::<Sha256>::new_from_slice(seed.as_bytes()).expect("a key may have any length");
    mac.update(what.as_bytes());
    let digest = mac.finalize().into_bytes();
    u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::schedule;

    #[test]
    fn a_seed_draws_the_same_again_and_another_does_not() {
        let window = Duration::from_secs(1200);
        assert_eq!(schedule("a", 9, 3, window), schedule("a", 9, 3, window));
        assert_ne!(schedule("a", 9, 3, window), schedule("b", 9, 3, window));
    }

    #[test]
    fn each_comes_once_in_order_and_in_time() {
        let window = Duration::from_secs(60);
        for seed in 0..50 {
            let drawn = schedule(&seed.to_string(), 5, 9, window);
            let faults: BTreeSet<usize> = drawn.iter().map(|(fault, _)| *fault).collect();
            assert_eq!(faults, (0..5).collect());
            assert!(drawn.is_sorted_by_key(|(_, delay)| *delay));
            assert!(drawn.iter().all(|(_, delay)| *delay <= window));
        }
        assert!(schedule("x", 0, 3, window).is_empty());
        assert_eq!(schedule("x", 2, 1, Duration::ZERO)[0].1, Duration::ZERO);
    }
}
