//! Drawing from a seed, without bias and the same on every machine.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::i18n::Text;
use crate::text;

/// Letters and digits that are not mistaken for one another when read aloud or copied.
pub(super) const CLEAR: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// What all values of a student are drawn from. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(***)")
    }
}

impl Seed {
    /// Returns a seed of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to derive from or to hand to their student.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns HMAC-SHA256 (RFC 2104) of `message` under `key`.
    pub fn derive(key: &[u8], message: &[u8]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        mac.update(message);
        Self(mac.finalize().into_bytes().into())
    }

    /// Returns what draws one value of one lab.
    pub fn draw(&self, lab: &str, parameter: &str) -> Draw {
        Draw { seed: self.clone(), label: format!("{lab}\0{parameter}\0"), block: 0, bytes: Vec::new() }
    }

    /// Returns eight hexadecimal digits that stand for a secret value of the student: the
    /// same for the same value, and of no use to whoever has neither seed nor value.
    pub fn tag(&self, secret: &str) -> String {
        Self::derive(&self.0, format!("secret:{secret}").as_bytes()).fingerprint()
    }

    /// Returns eight hexadecimal digits that tell two seeds apart and reveal neither.
    pub fn fingerprint(&self) -> String {
        let Self(bytes) = Self::derive(&self.0, b"fingerprint");
        bytes[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A stream of values for one parameter.
#[derive(Debug)]
pub struct Draw {
    seed: Seed,
    label: String,
    block: u64,
    bytes: Vec<u8>,
}

impl Draw {
    fn next(&mut self) -> u64 {
        if self.bytes.len() < 8 {
            let Seed(block) = Seed::derive(&self.seed.0, format!("{}{}", self.label, self.block).as_bytes());
            self.block += 1;
            self.bytes = block.to_vec();
        }
        self.bytes.drain(..8).fold(0, |number, byte| number << 8 | u64::from(byte))
    }

    /// Returns a number below `limit`, each with the same probability; 0 for a limit of 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 {
            return 0;
        }
        let complete = u64::MAX - u64::MAX % limit;
        loop {
            let number = self.next();
            if number < complete {
                return number % limit;
            }
        }
    }

    /// Returns a number between two bounds, both included, in steps from the first.
    pub fn integer(&mut self, min: i64, max: i64, step: i64) -> i64 {
        let steps = max.abs_diff(min) / step.unsigned_abs().max(1);
        min + self.below(steps + 1) as i64 * step
    }

    /// Returns one of the items; nothing when there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }

    /// Returns `length` characters of an alphabet.
    pub fn characters(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len() as u64) as usize])).collect()
    }

    /// Returns a password.
    pub fn password(&mut self, length: usize) -> String {
        self.characters(CLEAR, length)
    }

    /// Fills in a pattern such as `/srv/depot-{hex:4}`.
    pub fn pattern(&mut self, pattern: &str) -> String {
        let mut filled = String::new();
        for piece in pieces(pattern) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Drawn(alphabet, length) => filled.push_str(&self.characters(alphabet, length)),
                Piece::Wrong(_) => {}
            }
        }
        filled
    }
}

pub(super) enum Piece<'a> {
    Words(&'a str),
    Drawn(&'static [u8], usize),
    Wrong(&'a str),
}

pub(super) fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        pieces.push(Piece::Words(&rest[..start]));
        let Some(end) = rest[start..].find('}') else {
            pieces.push(Piece::Wrong(&rest[start..]));
            return pieces;
        };
        let token = &rest[start + 1..start + end];
        pieces.push(drawn(token).unwrap_or(Piece::Wrong(token)));
        rest = &rest[start + end + 1..];
    }
    pieces.push(Piece::Words(rest));
    pieces
}

fn drawn(token: &str) -> Option<Piece<'_>> {
    let (name, length) = token.split_once(':')?;
    let alphabet: &[u8] = match name {
        "hex" => b"0123456789abcdef",
        "digits" => b"0123456789",
        "letters" => b"abcdefghijklmnopqrstuvwxyz",
        _ => return None,
    };
    let length = length.parse().ok().filter(|length| (1..=64).contains(length))?;
    Some(Piece::Drawn(alphabet, length))
}

/// Returns what is wrong with a pattern.
pub(super) fn pattern_problem(pattern: &str) -> Option<Text> {
    pieces(pattern).into_iter().find_map(|piece| match piece {
        Piece::Wrong(token) => Some(text!("parameter-pattern", token = token)),
        Piece::Words(_) | Piece::Drawn(..) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn a_draw_covers_its_range_evenly() {
        let mut draw = Seed::new([1; 32]).draw("A1.1.1", "n");
        let mut counts = [0_u32; 6];
        for _ in 0..6000 {
            counts[draw.below(6) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
        let steps: Vec<i64> = (0..50).map(|_| draw.integer(10, 20, 5)).collect();
        assert!(steps.iter().all(|n| [10, 15, 20].contains(n)), "{steps:?}");
    }

    #[test]
    fn a_seed_is_never_printed() {
        assert_eq!(format!("{:?}", Seed::new([9; 32])), "Seed(***)");
    }
}
