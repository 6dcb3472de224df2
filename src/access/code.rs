//! The code that a student types to join: thirty characters that say where the server is,
//! how it proves itself, and who comes.
//!
//! | bits | what |
//! |---|---|
//! | 32 | IPv4 address; `0.0.0.0` when it is to be given beside the code |
//! | 16 | port |
//! | 10 | number of the student |
//! | 42 | print of the server's key |
//! | 40 | secret of the student |
//! | 10 | check of the code itself |
//!
//! Forty-two bits of a key's digest could be met by trial. So the digest is a slow one,
//! PBKDF2 (RFC 8018) with 2^18 rounds, which costs whoever joins a fraction of a second and
//! whoever wants to stand in for the server 2^60 digests.
//!
//! The check is a Reed-Solomon code over GF(32): the sum of all characters is zero, and so
//! is the sum of each times a power of its own. One wrong character, and two neighbours that
//! changed places, are always noticed, and the code tells where to look (for the latter: one of
//! a few places).

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use sha2::Sha256;

use crate::access::base32;
use crate::access::secret::{LENGTH as SECRET, Secret};
use crate::error::{Category, Explain};
use crate::explained;
use crate::i18n::Text;
use crate::text;

/// How many characters a code has, those of the check included.
const LENGTH: usize = 30;
/// How many of them are before the secret.
const HEAD: usize = LENGTH - SECRET - 2;
/// How many stand together.
const GROUP: usize = 5;
/// Bits of the print.
const PRINT: u32 = 42;
/// Bits of the student's number.
const NUMBER: u32 = 10;
/// The highest number of a student.
pub const LAST_NUMBER: u16 = (1 << NUMBER) - 1;
/// Rounds of the digest.
const ROUNDS: u32 = 1 << 18;

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Where the server is; unspecified when the code does not tell.
    pub address: Ipv4Addr,
    /// On which port.
    pub port: u16,
    /// Which student.
    pub number: u16,
    /// How the server proves itself, see [`print`].
    pub print: u64,
    /// How the student does.
    pub secret: Secret,
}

/// Returns the print of a server's public key: 42 bits that are slow to compute.
pub fn print(key: &[u8]) -> u64 {
    let mut digest = [0; 8];
    pbkdf2::pbkdf2_hmac::<Sha256>(key, b"paillasse join 1", ROUNDS, &mut digest);
    u64::from_be_bytes(digest) >> (u64::BITS - PRINT)
}

/// What is wrong with a code that was typed.
#[derive(Debug, PartialEq, Eq)]
pub enum CodeError {
    /// It has another number of characters.
    Length {
        /// How many.
        found: usize,
        /// The first group that has not five, when hyphens or spaces tell the groups.
        group: Option<usize>,
    },
    /// A character is none of a code.
    Character {
        /// Which.
        found: char,
        /// In which group, from one.
        group: usize,
    },
    /// Two neighbours changed places.
    Swapped {
        /// Each two that it may be, as they were typed.
        pairs: Vec<String>,
    },
    /// One character is wrong.
    Mistyped {
        /// In which group.
        group: usize,
    },
    /// Several characters are wrong.
    Wrong,
}

impl Explain for CodeError {
    fn text(&self) -> Text {
        match self {
            Self::Length { found, .. } => text!("code-length", found = *found, expected = LENGTH),
            Self::Character { found, group } => {
                text!("code-character", found = %found, group = *group)
            }
            Self::Swapped { pairs } => text!("code-swapped", pairs = pairs.join(", ")),
            Self::Mistyped { group } => text!("code-mistyped", group = *group),
            Self::Wrong => text!("code-wrong"),
        }
    }

    fn hint(&self) -> Option<Text> {
        match self {
            Self::Length { group: Some(group), .. } => Some(text!("code-length-hint", group = *group)),
            Self::Length { .. } | Self::Wrong => Some(text!("code-hint")),
            _ => None,
        }
    }

    fn category(&self) -> Category {
        Category::Usage
    }
}

explained!(CodeError);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bits = u128::from(u32::from(self.address));
        bits = (bits << 16) | u128::from(self.port);
        bits = (bits << NUMBER) | u128::from(self.number & LAST_NUMBER);
        bits = (bits << PRINT) | u128::from(self.print & ((1 << PRINT) - 1));
        let mut all = [0; LENGTH];
        for (place, value) in all[..HEAD].iter_mut().rev().enumerate() {
            *value = (bits >> (5 * place)) as u8 & 31;
        }
        all[HEAD..LENGTH - 2].copy_from_slice(self.secret.values());
        complete(&mut all);
        let characters: String = all.iter().map(|value| base32::character(*value)).collect();
        f.write_str(&base32::grouped(&characters, GROUP))
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(typed: &str) -> Result<Self, CodeError> {
        let characters: Vec<char> = typed.chars().filter(|c| !base32::is_filler(*c)).collect();
        let group = |place: usize| place / GROUP + 1;
        if characters.len() != LENGTH {
            let groups: Vec<&str> = typed.split(base32::is_filler).filter(|part| !part.is_empty()).collect();
            let odd = groups.iter().position(|part| part.chars().count() != GROUP);
            let group = odd.filter(|_| groups.len() > 1).map(|at| at + 1);
            return Err(CodeError::Length { found: characters.len(), group });
        }
        let mut all = [0; LENGTH];
        for (place, (value, character)) in all.iter_mut().zip(&characters).enumerate() {
            let unknown = CodeError::Character { found: *character, group: group(place) };
            *value = base32::value(*character).ok_or(unknown)?;
        }
        if let Some(mistake) = mistake(&all) {
            return Err(match mistake {
                Mistake::Swapped(places) => {
                    let pair = |place: usize| -> String { characters[place..place + 2].iter().collect() };
                    CodeError::Swapped { pairs: places.into_iter().map(pair).collect() }
                }
                Mistake::One(place) => CodeError::Mistyped { group: group(place) },
                Mistake::Several => CodeError::Wrong,
            });
        }
        let bits = all[..HEAD].iter().fold(0_u128, |bits, value| (bits << 5) | u128::from(*value));
        let mut secret = [0; SECRET];
        secret.copy_from_slice(&all[HEAD..LENGTH - 2]);
        Ok(Self {
            address: Ipv4Addr::from((bits >> (16 + NUMBER + PRINT)) as u32),
            port: (bits >> (NUMBER + PRINT)) as u16,
            number: (bits >> PRINT) as u16 & LAST_NUMBER,
            print: bits as u64 & ((1 << PRINT) - 1),
            secret: Secret::of(secret),
        })
    }
}

enum Mistake {
    Swapped(Vec<usize>),
    One(usize),
    Several,
}

/// Multiplies in GF(32), modulo x^5 + x^2 + 1.
fn times(a: u8, b: u8) -> u8 {
    let mut product = 0;
    let mut shifted = a;
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted = (shifted << 1) ^ if shifted & 16 == 0 { 0 } else { 0b10_0101 };
    }
    product
}

/// The weight of a place: x to that power. x has order 31, so all weights differ.
fn weight(place: usize) -> u8 {
    (0..place).fold(1, |power, _| times(power, 2))
}

fn sums(all: &[u8; LENGTH]) -> (u8, u8) {
    let plain = all.iter().fold(0, |sum, value| sum ^ value);
    let weighted = all.iter().enumerate().fold(0, |sum, (place, value)| sum ^ times(*value, weight(place)));
    (plain, weighted)
}

/// Sets the last two characters so that both sums are zero.
fn complete(all: &mut [u8; LENGTH]) {
    let (left, right) = (LENGTH - 2, LENGTH - 1);
    for candidate in 0..32 {
        all[left] = candidate;
        all[right] = 0;
        all[right] = sums(all).0;
        if sums(all).1 == 0 {
            return;
        }
    }
    unreachable!("the two weights differ, so one of the 32 fits")
}

fn mistake(all: &[u8; LENGTH]) -> Option<Mistake> {
    let (plain, weighted) = sums(all);
    if (plain, weighted) == (0, 0) {
        return None;
    }
    if plain == 0 {
        let repairs = |place: &usize| {
            let mut swapped = *all;
            swapped.swap(*place, place + 1);
            sums(&swapped) == (0, 0)
        };
        // More than one exchange may explain the sums.
        let places: Vec<usize> = (0..LENGTH - 1).filter(repairs).collect();
        return Some(if places.is_empty() { Mistake::Several } else { Mistake::Swapped(places) });
    }
    let place = (0..LENGTH).find(|place| times(plain, weight(*place)) == weighted);
    Some(place.map_or(Mistake::Several, Mistake::One))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{Code, CodeError, LAST_NUMBER, print, times, weight};
    use crate::access::secret::Secret;

    fn code() -> Code {
        Code {
            address: Ipv4Addr::new(192, 168, 41, 7),
            port: 20000,
            number: 23,
            print: 0x212_3456_789a,
            secret: "7K3F-QX9W".parse().unwrap(),
        }
    }

    #[test]
    fn a_code_says_what_it_was_made_of() {
        for number in [1, 23, LAST_NUMBER] {
            let made = Code { number, secret: Secret::random(), ..code() };
            let typed = made.to_string();
            assert_eq!(typed.len(), 35, "{typed}");
            assert_eq!(typed.parse::<Code>().unwrap(), made);
            let sloppy = typed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(sloppy.parse::<Code>().unwrap(), made);
        }
        let extremes = Code { address: Ipv4Addr::BROADCAST, port: u16::MAX, print: (1 << 42) - 1, ..code() };
        assert_eq!(extremes.to_string().parse::<Code>().unwrap(), extremes);
    }

    #[test]
    fn this_code_never_changes() {
        // Codes that were printed must still be read by later versions. This one was computed
        // by another program.
        assert_eq!(code().to_string(), "R2M2J-1TE40-2Y28T-5CY4T-7K3FQ-X9W2F");
    }

    /// Each single mistake is found and its group named.
    #[test]
    fn one_wrong_character_is_always_located() {
        let typed = code().to_string().replace('-', "");
        for place in 0..30 {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
                let mut characters: Vec<char> = typed.chars().collect();
                if characters[place] == other {
                    continue;
                }
                characters[place] = other;
                let wrong: String = characters.into_iter().collect();
                let error = wrong.parse::<Code>().unwrap_err();
                assert_eq!(error, CodeError::Mistyped { group: place / 5 + 1 }, "{wrong}");
            }
        }
    }

    #[test]
    fn neighbours_that_changed_places_are_named() {
        let typed = code().to_string().replace('-', "");
        for place in 0..29 {
            let mut characters: Vec<char> = typed.chars().collect();
            if characters[place] == characters[place + 1] {
                continue;
            }
            characters.swap(place, place + 1);
            let pair: String = characters[place..place + 2].iter().collect();
            let wrong: String = characters.into_iter().collect();
            let error = wrong.parse::<Code>().unwrap_err();
            let CodeError::Swapped { pairs } = error else { panic!("{wrong}: {error}") };
            assert!(pairs.contains(&pair) && pairs.len() <= 4, "{wrong}: {pair} in {pairs:?}");
        }
    }

    #[test]
    fn other_mistakes_are_named_too() {
        let typed = code().to_string();
        let short = typed[..34].parse::<Code>().unwrap_err();
        assert_eq!(short, CodeError::Length { found: 29, group: Some(6) });
        let missing = format!("{}{}", &typed[..7], &typed[8..]).parse::<Code>().unwrap_err();
        assert_eq!(missing, CodeError::Length { found: 29, group: Some(2) });
        assert_eq!("".parse::<Code>().unwrap_err(), CodeError::Length { found: 0, group: None });
        let odd = format!("{}U{}", &typed[..14], &typed[15..]).parse::<Code>().unwrap_err();
        assert_eq!(odd, CodeError::Character { found: 'U', group: 3 });
        let swapped_groups = format!("{}{}", &typed[6..12], typed.replacen(&typed[6..12], "", 1));
        assert!(swapped_groups.parse::<Code>().is_err(), "{swapped_groups}");
    }

    #[test]
    fn the_field_is_one() {
        let weights: std::collections::BTreeSet<u8> = (0..30).map(weight).collect();
        assert_eq!(weights.len(), 30);
        for a in 1..32 {
            assert_eq!((1..32).filter(|b| times(a, *b) == 1).count(), 1, "{a} has one inverse");
        }
    }

    #[test]
    fn the_print_of_a_key_never_changes() {
        // Computed with Python: hashlib.pbkdf2_hmac("sha256", b"a key", b"paillasse join 1", 2**18, 8).
        assert_eq!(print(b"a key"), 0x3b4_d1d8_42d1);
        assert_ne!(print(b"another key"), print(b"a key"));
    }
}
