//! Crockford's base 32: digits and letters that a hand copies without mistakes.
//!
//! Reading takes `o` for zero and `i` and `l` for one, capitals or not; hyphens and spaces
//! are for the eye (<https://www.crockford.com/base32.html>).

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Returns the character of a value below 32.
pub(super) fn character(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// Returns the value of a character, when it is one of the alphabet.
pub(super) fn value(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == plain)?;
    u8::try_from(at).ok()
}

/// Whether a character is there for the eye only.
pub(super) fn is_filler(character: char) -> bool {
    character == '-' || character.is_whitespace()
}

/// Writes bytes, the first bit first; what is missing of the last character is zero.
pub(super) fn encode(bytes: impl IntoIterator<Item = u8>) -> String {
    let (mut characters, mut held, mut bits) = (String::new(), 0_u16, 0);
    for byte in bytes {
        held = held << 8 | u16::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            characters.push(character((held >> bits & 31) as u8));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        characters.push(character((held << (5 - bits) & 31) as u8));
    }
    characters
}

/// Reads what [`encode`] wrote; nothing when it did not write this.
pub(super) fn decode(characters: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u16, 0);
    for read in characters.chars().filter(|c| !is_filler(*c)) {
        held = held << 5 | u16::from(value(read)?);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    (held == 0 && bits < 5).then_some(bytes)
}

/// Joins characters to groups of `size`.
pub(super) fn grouped(characters: &str, size: usize) -> String {
    let all: Vec<char> = characters.chars().collect();
    let groups: Vec<String> = all.chunks(size).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::{character, grouped, value};

    #[test]
    fn look_alikes_are_one() {
        assert_eq!((value('o'), value('O'), value('0')), (Some(0), Some(0), Some(0)));
        assert_eq!((value('l'), value('I'), value('1')), (Some(1), Some(1), Some(1)));
        assert_eq!((value('u'), value('U'), value('é'), value('-')), (None, None, None, None));
        for each in 0..32 {
            assert_eq!(value(character(each)), Some(each));
            assert_eq!(value(character(each).to_ascii_lowercase()), Some(each));
        }
    }

    #[test]
    fn groups_are_for_the_eye() {
        assert_eq!(grouped("ABCDEFG", 4), "ABCD-EFG");
        assert_eq!(grouped("ABCD", 4), "ABCD");
    }
}
