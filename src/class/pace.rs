//! How many benches to work on at the same time. Pure.
//!
//! What an engine takes depends on its processors, its disk and what else it does: the
//! number begins at what its processors suggest, and then follows what it shows. After each
//! round the rate is compared with that of the round before: better goes on in the same
//! direction, worse turns back, equal stays.

use std::time::Duration;

/// Rates closer than this count as equal: rounds are short and machines are not quiet.
const EQUAL: f64 = 0.1;

/// How many things to work on at the same time.
#[derive(Clone, Debug)]
pub struct Pace {
    limit: usize,
    most: usize,
    up: bool,
    /// How many were done in this round, and when it began.
    round: (usize, Duration),
    /// Things done a second in the round before.
    rate: Option<f64>,
}

impl Pace {
    /// Returns a pace that begins at `start` and never exceeds twice as much.
    pub fn new(start: usize) -> Self {
        let limit = start.max(1);
        Self { limit, most: limit * 2, up: true, round: (0, Duration::ZERO), rate: None }
    }

    /// Returns a pace that is never more than this.
    pub fn fixed(limit: usize) -> Self {
        Self { most: limit.max(1), ..Self::new(limit) }
    }

    /// Returns the pace at which benches of this many nodes are made on an engine of this
    /// many processors: four nodes a processor, the middle of what was measured as best.
    pub fn making(processors: u32, nodes: usize) -> Self {
        Self::new((processors as usize * 4).div_ceil(nodes.max(1)))
    }

    /// How many may be under way now.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Notes that one was done, so long after the beginning.
    pub fn done(&mut self, at: Duration) {
        let (done, since) = (self.round.0 + 1, self.round.1);
        self.round.0 = done;
        let passed = at.saturating_sub(since).as_secs_f64();
        // A round is as long as it takes to see each place change hands.
        if done < self.limit.max(2) || passed <= 0.0 {
            return;
        }
        let rate = done as f64 / passed;
        match self.rate {
            Some(before) if rate < before * (1.0 - EQUAL) => {
                self.up = !self.up;
                self.shift();
            }
            Some(before) if rate <= before * (1.0 + EQUAL) => {}
            _ => self.shift(),
        }
        self.rate = Some(rate);
        self.round = (0, at);
    }

    /// Notes that the engine did not answer in time: half as many from now on.
    pub fn overloaded(&mut self) {
        self.limit = (self.limit / 2).max(1);
        self.up = false;
        self.rate = None;
    }

    fn shift(&mut self) {
        let next = if self.up { self.limit + 1 } else { self.limit.saturating_sub(1) };
        self.limit = next.clamp(1, self.most);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Pace;

    /// Runs `count` things on an engine that does `rate(n)` a second when `n` are under way.
    fn run(mut pace: Pace, count: usize, rate: impl Fn(usize) -> f64) -> (Vec<usize>, Pace) {
        let (mut now, mut limits) = (0.0, Vec::new());
        for _ in 0..count {
            now += 1.0 / rate(pace.limit());
            pace.done(Duration::from_secs_f64(now));
            limits.push(pace.limit());
        }
        (limits, pace)
    }

    #[test]
    fn it_rises_while_that_helps_and_stays_within_bounds() {
        let (limits, pace) = run(Pace::new(2), 100, |n| n as f64);
        assert_eq!(pace.limit(), 4);
        assert!(limits.iter().all(|limit| (1..=4).contains(limit)));
    }

    #[test]
    fn it_falls_on_an_engine_that_slows_down() {
        // Best at three, ever worse beyond.
        let (limits, _) = run(Pace::new(8), 200, |n| if n <= 3 { 3.0 } else { 9.0 / n as f64 });
        assert!(limits[100..].iter().all(|limit| *limit <= 5), "{limits:?}");
        assert!(limits.iter().all(|limit| *limit >= 1));
    }

    #[test]
    fn it_stays_where_it_makes_no_difference() {
        let (limits, _) = run(Pace::new(4), 60, |_| 2.0);
        assert_eq!(limits.iter().skip(8).collect::<std::collections::BTreeSet<_>>().len(), 1, "{limits:?}");
    }

    #[test]
    fn an_engine_that_does_not_answer_gets_half() {
        let mut pace = Pace::making(2, 3);
        assert_eq!(pace.limit(), 3);
        pace.overloaded();
        pace.overloaded();
        assert_eq!(pace.limit(), 1);
        pace.overloaded();
        assert_eq!(pace.limit(), 1);
        assert_eq!(Pace::making(2, 0).limit(), 8, "a lab without nodes");
    }
}
