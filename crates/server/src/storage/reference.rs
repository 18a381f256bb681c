//! References that people can read aloud: `DRM-7K4M-2QXA`.

use crate::randomness::{NoRandomness, Randomness};

/// Digits and capital letters that are not mistaken for each other: no 0, O, 1 or I. Exactly 32, so that
/// five random bits choose each without favour.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A new one. Forty random bits: uniqueness is the database's to keep.
pub(super) fn new(randomness: &dyn Randomness) -> Result<String, NoRandomness> {
    let mut bytes = [0; 8];
    randomness.fill(&mut bytes)?;
    let mut reference = String::from("DRM");
    for (index, byte) in bytes.into_iter().enumerate() {
        if index.is_multiple_of(4) {
            reference.push('-');
        }
        reference.push(char::from(LETTERS[usize::from(byte & 31)]));
    }
    Ok(reference)
}

#[cfg(test)]
mod tests {
    use super::new;
    use crate::randomness::SystemRandomness;

    #[test]
    fn read_aloud_without_mistakes() {
        for _ in 0..200 {
            let reference = new(&SystemRandomness).unwrap();
            assert_eq!(reference.len(), 13);
            assert!(reference.starts_with("DRM-") && reference.as_bytes()[8] == b'-', "{reference}");
            assert!(!reference[4..].contains(['0', 'O', '1', 'I']), "{reference}");
            assert!(contract::paths::is_id(&reference));
        }
    }
}
