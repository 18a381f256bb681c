//! What is sealed comes out as it was, or not at all.

use proptest::prelude::*;

use super::*;
use crate::randomness::SystemRandomness;

const NAME: &str = "sealed/files/a";

fn key() -> FileKey {
    FileKey::new(&SystemRandomness).unwrap()
}

fn sealed(key: &FileKey, bytes: &[u8]) -> Vec<u8> {
    key.seal(NAME, bytes, &SystemRandomness).unwrap().into_bytes().to_vec()
}

/// As it is read from a store, in pieces of that size.
fn opened(key: &FileKey, name: &str, sealed: &[u8], piece: usize) -> Result<Vec<u8>, Damaged> {
    let mut opener = key.opener(name);
    let mut bytes = Vec::new();
    for piece in sealed.chunks(piece.max(1)) {
        opener.push(piece);
        while let Some(segment) = opener.next_segment()? {
            bytes.extend_from_slice(&segment);
        }
    }
    bytes.extend_from_slice(&opener.last_segment()?);
    Ok(bytes)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 7 % 251) as u8).collect()
}

#[test]
fn at_the_limits_of_segments_what_was_sealed_comes_out() {
    let key = key();
    for length in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 5] {
        let sealed = sealed(&key, &bytes(length));
        assert_eq!(sealed.len(), HEAD + length + length.div_ceil(SEGMENT).max(1) * TAG);
        for piece in [SEALED_SEGMENT, sealed.len(), 1000] {
            assert_eq!(opened(&key, NAME, &sealed, piece), Ok(bytes(length)), "{length} {piece}");
        }
    }
}

#[test]
fn segments_in_another_order_or_of_another_object_do_not_open() {
    let key = key();
    let whole = sealed(&key, &bytes(3 * SEGMENT));
    let part = |number: usize| {
        let from = HEAD + number * SEALED_SEGMENT;
        whole[from..from + SEALED_SEGMENT].to_vec()
    };
    let head = whole[..HEAD].to_vec();
    let swapped = [head.clone(), part(1), part(0), part(2)].concat();
    let cut = [head.clone(), part(0), part(1)].concat();
    let twice = [head.clone(), part(0), part(0), part(1), part(2)].concat();
    let longer = [whole.clone(), part(2)].concat();
    let other_salt = [sealed(&key, &[])[..HEAD].to_vec(), part(0), part(1), part(2)].concat();
    for wrong in [swapped, cut, twice, longer, other_salt, head, Vec::new()] {
        assert_eq!(opened(&key, NAME, &wrong, SEALED_SEGMENT), Err(Damaged));
    }
    assert_eq!(opened(&key, "sealed/files/b", &whole, 1000), Err(Damaged));
    assert_eq!(opened(&self::key(), NAME, &whole, 1000), Err(Damaged));
}

#[test]
fn a_key_is_read_as_it_was_kept_and_not_shown() {
    let key = key();
    assert_eq!(FileKey::read(&key.text()), Some(key.clone()));
    assert!(!format!("{key:?}").contains(&key.text()[2 * ID_BYTES..]));
    for wrong in ["", "00", &key.text()[1..], &format!("x{}", &key.text()[1..]), &"å".repeat(48)] {
        assert_eq!(FileKey::read(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn whatever_its_length_and_pieces_it_comes_out(length in 0..200_000_usize, piece in 1..100_000_usize) {
        let key = key();
        let sealed = sealed(&key, &bytes(length));
        prop_assert_eq!(opened(&key, NAME, &sealed, piece), Ok(bytes(length)));
    }

    #[test]
    fn what_is_changed_or_cut_anywhere_does_not_open(
        length in 0..140_000_usize,
        place in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let key = key();
        let whole = sealed(&key, &bytes(length));
        let place = place.index(whole.len());
        let mut changed = whole.clone();
        changed[place] ^= 1 << bit;
        prop_assert_eq!(opened(&key, NAME, &changed, 50_000), Err(Damaged));
        prop_assert_eq!(opened(&key, NAME, &whole[..place], 50_000), Err(Damaged));
    }
}
