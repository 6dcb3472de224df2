//! Family names and given names, as schools write them.

use super::column::Order;

/// Splits `MARTIN Léa`, `DE LA TOUR Jean-Marc` or `Léa Martin` into the family name and the
/// given name: words in capital letters are the family name; where these do not tell, the
/// order does. Returns nothing when neither tells.
pub(super) fn split(whole: &str, order: Order) -> Option<(String, String)> {
    let words: Vec<&str> = whole.split_whitespace().collect();
    if let Some((family, given)) = whole.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        return (!family.is_empty() && !given.is_empty()).then(|| (family.to_owned(), given.to_owned()));
    }
    let leading = words.iter().take_while(|word| is_capital(word)).count();
    let trailing = words.iter().rev().take_while(|word| is_capital(word)).count();
    let joined = |words: &[&str]| words.join(" ");
    let family_first = |count: usize| Some((joined(&words[..count]), joined(&words[count..])));
    let given_first = |count: usize| Some((joined(&words[count..]), joined(&words[..count])));
    match (leading, trailing, words.len()) {
        (_, _, 0 | 1) => None,
        // All in capitals, or none at all: only of two words the order can tell.
        (leading, _, 2) if leading == 2 || (leading, trailing) == (0, 0) => match order {
            Order::FamilyFirst => family_first(1),
            Order::GivenFirst => given_first(1),
            Order::Untold if leading == 2 => family_first(1),
            Order::Untold => None,
        },
        (leading, _, all) if leading == all => None,
        // `J. MARTIN`: an initial is in capitals as well.
        (leading, trailing, _) if leading > 0 && trailing > 0 => match order {
            Order::GivenFirst => given_first(words.len() - trailing),
            _ => family_first(leading),
        },
        (0, 0, _) => None,
        (0, trailing, all) => given_first(all - trailing),
        (leading, _, _) => family_first(leading),
    }
}

/// Whether a word is written in capital letters.
fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// Writes a name as people do: `DE LA TOUR` as `De La Tour`. What has small letters stays as
/// it was typed.
pub(super) fn written(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 || name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut first = true;
    let mut written = String::new();
    for c in name.chars() {
        match first {
            true => written.push(c),
            false => written.extend(c.to_lowercase()),
        }
        first = !c.is_alphabetic();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{Order, split, written};

    fn names(whole: &str, order: Order) -> Option<(String, String)> {
        split(whole, order)
    }

    #[test]
    fn capital_words_are_the_family_name() {
        for (whole, family, given) in [
            ("MARTIN Léa", "MARTIN", "Léa"),
            ("DE LA TOUR Jean-Marc", "DE LA TOUR", "Jean-Marc"),
            ("N'GUYEN Thi Mai", "N'GUYEN", "Thi Mai"),
            ("LE GOFF-MARTIN Zoé", "LE GOFF-MARTIN", "Zoé"),
            ("Léa MARTIN", "MARTIN", "Léa"),
            ("Jean Marc DE LA TOUR", "DE LA TOUR", "Jean Marc"),
            ("ÉTIENNE Éric", "ÉTIENNE", "Éric"),
            ("Martin, Léa", "Martin", "Léa"),
            ("MARTIN LEA", "MARTIN", "LEA"),
        ] {
            let expected = Some((family.to_owned(), given.to_owned()));
            assert_eq!(names(whole, Order::Untold), expected, "{whole}");
        }
    }

    #[test]
    fn without_capitals_the_order_tells_and_nothing_is_guessed() {
        let pair = |family: &str, given: &str| Some((family.to_owned(), given.to_owned()));
        assert_eq!(names("Martin Léa", Order::FamilyFirst), pair("Martin", "Léa"));
        assert_eq!(names("Léa Martin", Order::GivenFirst), pair("Martin", "Léa"));
        assert_eq!(names("J. MARTIN", Order::GivenFirst), pair("MARTIN", "J."));
        assert_eq!(names("Léa Martin", Order::Untold), None);
        assert_eq!(names("De La Tour Jean", Order::FamilyFirst), None);
        assert_eq!(names("DE LA TOUR JEAN", Order::FamilyFirst), None);
        assert_eq!(names("MARTIN", Order::FamilyFirst), None);
        assert_eq!(names(", Léa", Order::Untold), None);
    }

    #[test]
    fn capitals_are_toned_down() {
        assert_eq!(written("DE LA TOUR"), "De La Tour");
        assert_eq!(written("LE GOFF-D'ÉTÉ"), "Le Goff-D'Été");
        assert_eq!(written("  de  La Tour "), "de La Tour");
        assert_eq!(written("X"), "X");
    }
}
