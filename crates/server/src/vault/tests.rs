//! What is sealed comes back, where it was put and as it was, and nowhere else.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Keys, Place, Vault, VaultError, WrongKeys, add_key, create, file::KeysFileError, read, use_key};
use crate::randomness::{SeededRandomness, SystemRandomness};

fn keys() -> Keys {
    Keys::new(&SeededRandomness::new("keys")).unwrap()
}

fn vault(keys: &Keys) -> Vault {
    Vault::new(keys, Arc::new(SystemRandomness)).unwrap()
}

const PLACE: Place<'static> = Place { table: "draft", column: "answers", row: Uuid::from_u128(7) };

proptest! {
    #[test]
    fn what_is_sealed_comes_back(text in any::<String>(), row in any::<u128>()) {
        let vault = vault(&keys());
        let place = Place { row: Uuid::from_u128(row), ..PLACE };
        let sealed = vault.seal(place, &text).unwrap();
        prop_assert_eq!(vault.open(place, &sealed), Ok(text.clone()));
        prop_assert!(text.len() < 4 || !sealed.contains(&text));
    }

    #[test]
    fn moved_to_another_place_it_is_refused(
        text in ".{0,40}", table in "[a-z]{1,8}", column in "[a-z]{1,8}", row in any::<u128>(),
    ) {
        let vault = vault(&keys());
        let sealed = vault.seal(PLACE, &text).unwrap();
        let others = [
            Place { table: &table, ..PLACE },
            Place { column: &column, ..PLACE },
            Place { row: Uuid::from_u128(row), ..PLACE },
        ];
        for other in others.into_iter().filter(|other| *other != PLACE) {
            prop_assert_eq!(vault.open(other, &sealed), Err(VaultError::Damaged(other.to_string())));
        }
    }

    #[test]
    fn with_one_bit_changed_it_is_refused(text in ".{0,40}", bit in any::<prop::sample::Index>()) {
        let vault = vault(&keys());
        let mut bytes = BASE64_STANDARD_NO_PAD.decode(vault.seal(PLACE, &text).unwrap()).unwrap();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let changed = BASE64_STANDARD_NO_PAD.encode(&bytes);
        // In the id of the key, one bit makes another id.
        let refused = vault.open(PLACE, &changed).unwrap_err();
        prop_assert!(matches!(refused, VaultError::Damaged(_) | VaultError::UnknownKey(..)), "{}", refused);
    }

    #[test]
    fn whatever_stands_there_is_no_panic(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        let vault = vault(&keys());
        prop_assert!(vault.open(PLACE, &text).is_err());
        prop_assert!(vault.open(PLACE, &BASE64_STANDARD_NO_PAD.encode(bytes)).is_err());
        prop_assert!(text.parse::<Keys>().is_err());
    }
}

#[test]
fn the_same_sealed_twice_looks_different() {
    let vault = vault(&keys());
    assert_ne!(vault.seal(PLACE, "svar"), vault.seal(PLACE, "svar"));
}

#[test]
fn older_keys_open_and_newer_ones_are_named() {
    let mut both = keys();
    let old = vault(&both);
    let second = both.add(&SystemRandomness).unwrap();
    let before = old.seal(PLACE, "før").unwrap();
    both.choose(&second).unwrap();
    let new = vault(&both);
    assert_eq!(new.open(PLACE, &before).unwrap(), "før");
    let after = new.seal(PLACE, "etter").unwrap();
    let refused = old.open(PLACE, &after).unwrap_err();
    assert_eq!(refused, VaultError::UnknownKey(PLACE.to_string(), second.clone()));
    assert!(refused.to_string().contains(second.as_str()));
}

#[test]
fn another_key_of_the_same_name_opens_nothing() {
    let sealed = vault(&keys()).seal(PLACE, "svar").unwrap();
    let text = keys().to_text();
    let id = keys().active().clone();
    let other = Keys::new(&SystemRandomness).unwrap();
    let secret = other.to_text();
    let [mine, theirs] = [&text, &secret].map(|text| text.rsplit('"').nth(1).unwrap().to_owned());
    let forged: Keys = text.replace(&mine, &theirs).parse().unwrap();
    assert_eq!(*forged.active(), id);
    assert_eq!(vault(&forged).open(PLACE, &sealed), Err(VaultError::Damaged(PLACE.to_string())));
}

#[test]
fn a_hash_tells_nothing_without_the_key_and_finds_under_each() {
    let mut keys = keys();
    let before = vault(&keys).hashes("person", "15859430179").unwrap();
    let other = Keys::new(&SystemRandomness).unwrap();
    assert_ne!(vault(&other).hashes("person", "15859430179").unwrap().active, before.active);
    assert_ne!(vault(&keys).hashes("case", "15859430179").unwrap(), before);
    let second = keys.add(&SystemRandomness).unwrap();
    keys.choose(&second).unwrap();
    let after = vault(&keys).hashes("person", "15859430179").unwrap();
    assert!(after.all.contains(&before.active) && after.all.contains(&after.active));
    assert_ne!(after.active, before.active);
}

#[test]
fn without_keys_nothing_is_sealed_or_opened() {
    let sealed = vault(&keys()).seal(PLACE, "svar").unwrap();
    let none = Vault::without_keys(Arc::new(SystemRandomness));
    assert_eq!(none.seal(PLACE, "svar"), Err(VaultError::NoKeys));
    assert_eq!(none.open(PLACE, &sealed), Err(VaultError::NoKeys));
}

#[test]
fn a_file_is_made_once_for_its_owner_and_changed_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hemmelig/keys.toml");
    assert!(matches!(read(&path), Err(KeysFileError::Missing(_))));
    let made = create(&path, &SystemRandomness).unwrap();
    assert!(matches!(create(&path, &SystemRandomness), Err(KeysFileError::Taken(_))));
    let second = add_key(&path, &SystemRandomness).unwrap();
    let found = read(&path).unwrap();
    assert_eq!((found.active(), found.ids().count()), (made.active(), 2));
    use_key(&path, &second).unwrap();
    assert_eq!(*read(&path).unwrap().active(), second);
    let sealed = vault(&made).seal(PLACE, "svar").unwrap();
    assert_eq!(vault(&read(&path).unwrap()).open(PLACE, &sealed).unwrap(), "svar");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let names = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(names, 1, "nothing is left beside it");
}

#[test]
fn what_is_wrong_in_a_file_is_told_without_a_secret() {
    let good = keys().to_text();
    let secret = good.rsplit('"').nth(1).unwrap();
    let id = keys().active().to_string();
    let wrong = [
        ("active = ".to_owned(), WrongKeys::Shape),
        (good.replace("[keys]", "[nøkler]"), WrongKeys::Shape),
        (good.replace(secret, &secret[..20]), WrongKeys::Secret(id.parse().unwrap())),
        (
            good.replace(&format!("active = \"{id}\""), "active = \"other\""),
            WrongKeys::Unknown("other".parse().unwrap()),
        ),
        (good.replace(&id, &"k".repeat(33)), WrongKeys::Id),
    ];
    for (text, fault) in wrong {
        assert_eq!(text.parse::<Keys>().map(|_| ()), Err(fault.clone()), "{fault}");
        assert!(!fault.to_string().contains(&secret[..8]));
    }
    assert!(!format!("{:?}", keys()).contains(&secret[..8]));
}
