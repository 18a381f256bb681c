//! A map from text to anything, kept in order of its keys.
//!
//! A form has hundreds of entries at most: a sorted list is as fast as a tree, and a tenth of the code in the
//! browser.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
};

/// Values by key, in order of the keys; on the wire an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed<V>(Vec<(String, V)>);

impl<V> Default for Keyed<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Keyed<V> {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&V> {
        self.place(key).ok().map(|index| &self.0[index].1)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.place(key).ok().map(|index| &mut self.0[index].1)
    }

    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// Puts a value in, and hands back the one that stood there.
    pub fn insert(&mut self, key: impl Into<String>, value: V) -> Option<V> {
        let key = key.into();
        match self.place(&key) {
            Ok(index) => Some(std::mem::replace(&mut self.0[index].1, value)),
            Err(index) => {
                self.0.insert(index, (key, value));
                None
            }
        }
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.place(key).ok().map(|index| self.0.remove(index).1)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&String, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn keys(&self) -> impl ExactSizeIterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Where a key stands in the order.
    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.place(key).ok()
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(key))
    }

    /// In order; of equal keys the last stands, as in every map.
    fn sorted(mut entries: Vec<(String, V)>) -> Self {
        if entries.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            heap_sort(&mut entries);
            entries.dedup_by(|later, earlier| {
                let is_same = later.0 == earlier.0;
                if is_same {
                    std::mem::swap(later, earlier);
                }
                is_same
            });
        }
        Self(entries)
    }
}

/// The library's sorts are fast and large; this one is small, and bounded whatever comes.
fn heap_sort<V>(entries: &mut [(String, V)]) {
    let length = entries.len();
    for start in (0..length / 2).rev() {
        sift(entries, start, length);
    }
    for end in (1..length).rev() {
        entries.swap(0, end);
        sift(entries, 0, end);
    }
}

fn sift<V>(entries: &mut [(String, V)], mut root: usize, end: usize) {
    while 2 * root + 1 < end {
        let mut child = 2 * root + 1;
        if child + 1 < end && entries[child].0 < entries[child + 1].0 {
            child += 1;
        }
        if entries[root].0 >= entries[child].0 {
            return;
        }
        entries.swap(root, child);
        root = child;
    }
}

impl<V> FromIterator<(String, V)> for Keyed<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(entries: T) -> Self {
        Self::sorted(entries.into_iter().collect())
    }
}

impl<V> IntoIterator for Keyed<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for Keyed<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Keyed<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
    type Value = Keyed<V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keyed<V>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry::<String, V>()? {
            entries.push(entry);
        }
        let count = entries.len();
        let keyed = Keyed::sorted(entries);
        // Nothing is dropped silently.
        if keyed.len() == count { Ok(keyed) } else { Err(de::Error::custom("a key comes twice")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Keyed;

    proptest! {
        #[test]
        fn it_is_a_map(entries in prop::collection::vec(("[a-c]{0,2}", any::<u8>()), 0..30), key in "[a-c]{0,2}") {
            let mut map = std::collections::BTreeMap::new();
            let mut keyed = Keyed::default();
            for (key, value) in entries {
                prop_assert_eq!(keyed.insert(key.clone(), value), map.insert(key, value));
            }
            prop_assert_eq!(keyed.get(&key), map.get(&key));
            prop_assert_eq!(keyed.remove(&key), map.remove(&key));
            prop_assert!(keyed.iter().eq(map.iter()));
            let reversed: Keyed<u8> = keyed.clone().into_iter().rev().collect();
            prop_assert_eq!(&reversed, &keyed);
            let json = serde_json::to_string(&keyed).unwrap();
            prop_assert_eq!(serde_json::from_str::<Keyed<u8>>(&json).unwrap(), keyed);
        }
    }

    #[test]
    fn a_key_that_comes_twice_is_refused() {
        assert!(serde_json::from_str::<Keyed<u8>>(r#"{"b":1,"a":2,"b":3}"#).is_err());
    }
}
