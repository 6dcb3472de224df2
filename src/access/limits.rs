//! How much one person may ask of the server: attempts to log in, and connections.
//!
//! Pure: whoever asks says what time it is. Attempts are counted for an account and a source
//! together. So a neighbour who tries wrong passwords locks nobody out but themselves, and a
//! class behind one address is not locked out by one of its members.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Failures in a row that cost nothing: fingers slip.
const FREE: u32 = 5;
/// The first pause; each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// After this long without a failure everything is forgotten.
const MEMORY: Duration = Duration::from_secs(900);
/// The most that is remembered. Beyond it only known accounts could matter, and whoever
/// makes up names fills this without getting anywhere.
const MOST: usize = 10_000;

/// Who tried, and from where.
type Who = (String, IpAddr);

#[derive(Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// Failed attempts to log in.
#[derive(Debug, Default)]
pub struct Attempts(HashMap<Who, Failures>);

impl Attempts {
    /// Returns how long this account cannot be tried from there; nothing when it can.
    pub fn pause(&self, account: &str, from: IpAddr, now: Instant) -> Option<Duration> {
        let failures = self.0.get(&(account.to_owned(), network(from)))?;
        let surplus = failures.count.checked_sub(FREE)?;
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(surplus)).min(LONGEST_PAUSE);
        pause.checked_sub(now.duration_since(failures.last)).filter(|left| !left.is_zero())
    }

    /// Takes note of a failure.
    pub fn failed(&mut self, account: &str, from: IpAddr, now: Instant) {
        if self.0.len() >= MOST {
            self.0.retain(|_, failures| now.duration_since(failures.last) < MEMORY);
        }
        let who = (account.to_owned(), network(from));
        if self.0.len() >= MOST && !self.0.contains_key(&who) {
            return;
        }
        let failures = self.0.entry(who).or_insert(Failures { count: 0, last: now });
        if now.duration_since(failures.last) >= MEMORY {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    /// Takes note that the account was entered from there.
    pub fn succeeded(&mut self, account: &str, from: IpAddr) {
        self.0.remove(&(account.to_owned(), network(from)));
    }
}

/// One person has a /64 of IPv6 to come from (RFC 6177).
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
        other => other,
    }
}

/// How many of each there may be at a time.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Connections in all.
    pub all: usize,
    /// Connections from one source that have not logged in yet.
    pub strangers: usize,
    /// Connections of one student.
    pub student: usize,
}

/// The limits of a server: a class of sixty with editors and playbooks stays far below.
pub const MOST_CONNECTIONS: Most = Most { all: 1000, strangers: 40, student: 24 };

/// Connections that are open.
#[derive(Debug)]
pub struct Connections {
    most: Most,
    all: usize,
    strangers: HashMap<IpAddr, usize>,
    students: HashMap<String, usize>,
}

impl Connections {
    /// Returns the count of none.
    pub fn new(most: Most) -> Self {
        Self { most, all: 0, strangers: HashMap::new(), students: HashMap::new() }
    }

    /// Counts a connection; false when there are too many.
    #[must_use]
    pub fn arrive(&mut self, from: IpAddr) -> bool {
        let there = self.strangers.get(&network(from)).copied().unwrap_or(0);
        if self.all >= self.most.all || there >= self.most.strangers {
            return false;
        }
        self.all += 1;
        self.strangers.insert(network(from), there + 1);
        true
    }

    /// Counts a stranger as a student from now on; false when that student has too many.
    #[must_use]
    pub fn log_in(&mut self, from: IpAddr, student: &str) -> bool {
        let there = self.students.get(student).copied().unwrap_or(0);
        if there >= self.most.student {
            return false;
        }
        less(&mut self.strangers, &network(from));
        self.students.insert(student.to_owned(), there + 1);
        true
    }

    /// Counts a connection no more.
    pub fn leave(&mut self, from: IpAddr, student: Option<&str>) {
        self.all = self.all.saturating_sub(1);
        match student {
            Some(student) => less(&mut self.students, student),
            None => less(&mut self.strangers, &network(from)),
        }
    }
}

fn less<K, Q>(counts: &mut HashMap<K, usize>, key: &Q)
where
    K: std::borrow::Borrow<Q> + Eq + std::hash::Hash,
    Q: Eq + std::hash::Hash + ?Sized,
{
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::{Duration, Instant};

    use super::{Attempts, Connections, FREE, LONGEST_PAUSE, MEMORY, Most};

    fn from(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn the_first_failures_are_free_then_pauses_double() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for _ in 1..FREE {
            attempts.failed("lea", from(1), now);
            assert_eq!(attempts.pause("lea", from(1), now), None);
        }
        for seconds in [2, 4, 8, 16] {
            attempts.failed("lea", from(1), now);
            assert_eq!(attempts.pause("lea", from(1), now), Some(Duration::from_secs(seconds)));
        }
        let later = now + Duration::from_secs(15);
        assert_eq!(attempts.pause("lea", from(1), later), Some(Duration::from_secs(1)));
        assert_eq!(attempts.pause("lea", from(1), now + Duration::from_secs(16)), None);
        for _ in 0..100 {
            attempts.failed("lea", from(1), now);
        }
        assert_eq!(attempts.pause("lea", from(1), now), Some(LONGEST_PAUSE));
        attempts.succeeded("lea", from(1));
        assert_eq!(attempts.pause("lea", from(1), now), None);
    }

    #[test]
    fn nobody_is_locked_out_by_a_neighbour() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..50 {
            attempts.failed("lea", from(1), now);
        }
        assert!(attempts.pause("lea", from(1), now).is_some());
        assert_eq!(attempts.pause("lea", from(2), now), None, "the same account, elsewhere");
        assert_eq!(attempts.pause("zoe", from(1), now), None, "another account, from there");
    }

    #[test]
    fn time_heals_and_made_up_names_fill_nothing() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..20 {
            attempts.failed("lea", from(1), now);
        }
        attempts.failed("lea", from(1), now + MEMORY);
        assert_eq!(attempts.pause("lea", from(1), now + MEMORY), None);
        for name in 0..20_000 {
            attempts.failed(&format!("x{name}"), from(1), now);
        }
        assert!(attempts.0.len() <= super::MOST);
    }

    #[test]
    fn addresses_of_one_house_count_as_one() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for host in 0..10 {
            attempts.failed("lea", format!("2001:db8::{host}").parse().unwrap(), now);
        }
        assert!(attempts.pause("lea", "2001:db8::ffff".parse().unwrap(), now).is_some());
        assert!(attempts.pause("lea", "2001:db8:0:1::1".parse().unwrap(), now).is_none());
        assert!(attempts.pause("lea", "::ffff:192.0.2.1".parse().unwrap(), now).is_none());
    }

    #[test]
    fn connections_are_counted_for_each() {
        let mut open = Connections::new(Most { all: 5, strangers: 2, student: 2 });
        assert!(open.arrive(from(1)) && open.arrive(from(1)));
        assert!(!open.arrive(from(1)), "too many strangers from there");
        assert!(open.arrive(from(2)));
        assert!(open.log_in(from(1), "lea") && open.log_in(from(1), "lea"));
        assert!(open.arrive(from(1)));
        assert!(!open.log_in(from(1), "lea"), "too many of one student");
        assert!(open.log_in(from(1), "zoe"), "another one is not held up");
        assert!(open.arrive(from(3)));
        assert!(!open.arrive(from(4)), "too many in all");
        open.leave(from(1), Some("lea"));
        assert!(open.arrive(from(4)));
        open.leave(from(4), None);
        open.leave(from(3), None);
        assert_eq!(open.strangers.get(&from(4)), None);
    }
}
