//! How alike two words are.

/// A word of the catalogue.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) trigrams: Vec<u64>,
    pub(crate) is_stopword: bool,
}

/// How alike a word of the query and one of the catalogue are, 0 to 1.
pub(crate) fn likeness(asked: &str, own: &[u64], known: &Word) -> f32 {
    if asked == known.text {
        return 1.0;
    }
    let shared = own.iter().filter(|trigram| known.trigrams.contains(trigram)).count() as f32;
    if shared == 0.0 {
        return 0.0;
    }
    let (asked_length, known_length) = (asked.chars().count(), known.text.chars().count());
    let longer = asked_length.max(known_length);
    let part = asked_length.min(known_length) as f32 / longer as f32;
    // An unfinished word, or a compound with this in front.
    if asked_length >= 3 && known.text.starts_with(asked) {
        return 0.8 + 0.2 * part;
    }
    if asked_length >= 5 && known_length >= 5 && is_one_slip(asked, &known.text) {
        return 0.9;
    }
    if known_length >= 4 && asked.starts_with(known.text.as_str()) {
        return 0.6 + 0.4 * part;
    }
    // The last part of a compound says what kind of thing it is.
    if known_length >= 4 && asked.ends_with(known.text.as_str()) {
        return 0.5 + 0.4 * part;
    }
    if asked_length >= 4 && known.text.ends_with(asked) {
        return 0.65 + 0.35 * part;
    }
    let of_asked = shared / own.len() as f32;
    let of_known = shared / known.trigrams.len() as f32;
    let by_trigram = 0.95 * (0.65 * of_asked + 0.35 * of_known);
    // Two forms of the same word: most of it in front is the same.
    let same = asked.chars().zip(known.text.chars()).take_while(|(one, other)| one == other).count();
    let stem = same as f32 / longer as f32;
    if same >= 4 && stem >= 0.6 { by_trigram.max(0.6 + 0.35 * stem) } else { by_trigram }
}

/// Whether one letter is wrong, missing, too many, or two beside each other have changed places.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let ahead = one.iter().zip(&other).take_while(|(left, right)| left == right).count();
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(left, right)| left == right).count();
    let (one, other) = (&one[ahead..], &other[ahead..]);
    let shorter = one.len().min(other.len());
    let swapped = matches!((one, other), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    match one.len() == other.len() {
        // What differs is one letter, or two that changed places.
        true => shorter <= behind + 1 || (swapped && shorter <= behind + 2),
        false => shorter <= behind,
    }
}

/// Each run of three letters once, with a mark before and after the word; three letters of 21 bits in one number.
pub(crate) fn trigrams(word: &str) -> Vec<u64> {
    let letters: Vec<u64> = std::iter::once('^').chain(word.chars()).chain(['$']).map(u64::from).collect();
    let mut trigrams = Vec::new();
    for three in letters.windows(3) {
        let trigram = (three[0] << 42) | (three[1] << 21) | three[2];
        if !trigrams.contains(&trigram) {
            trigrams.push(trigram);
        }
    }
    trigrams
}

#[cfg(test)]
mod tests {
    use super::{Word, is_one_slip, likeness, trigrams};

    fn alike(asked: &str, known: &str) -> f32 {
        let known = Word { text: known.to_owned(), trigrams: trigrams(known), is_stopword: false };
        likeness(asked, &trigrams(asked), &known)
    }

    #[test]
    fn one_slip_is_one_letter_or_two_that_changed_places() {
        for (one, other) in [("avfal", "avfall"), ("barnahage", "barnehage"), ("bilbiotek", "bibliotek")] {
            assert!(is_one_slip(one, other) && is_one_slip(other, one), "{one} {other}");
        }
        for (one, other) in [("avfa", "avfall"), ("barnehage", "barnevern"), ("aabb", "bbaa")] {
            assert!(!is_one_slip(one, other) && !is_one_slip(other, one), "{one} {other}");
        }
    }

    #[test]
    fn nearer_forms_are_more_alike() {
        assert_eq!(alike("barnehage", "barnehage"), 1.0);
        assert!(alike("barnehage", "barnehageplass") > alike("barnehage", "barnevern"));
        assert!(alike("brannvesen", "barnevern") < 0.5);
        assert_eq!(alike("pass", "xyz"), 0.0);
    }
}
