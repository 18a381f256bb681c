//! What this crate writes and reads is what `serde_json` reads and writes.

use std::collections::BTreeMap;

use proptest::{collection, option, prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Thing {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    offset: i64,
    flags: Vec<bool>,
    by_key: BTreeMap<String, String>,
    #[serde(flatten)]
    more: More,
    state: State,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct More {
    inner: Option<Box<Thing>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum State {
    #[default]
    Closed,
    Open {
        until: u16,
        kind: Kind,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Phone,
    Counter,
}

fn thing() -> impl Strategy<Value = Thing> {
    let flat = (
        any::<String>(),
        option::of(any::<u32>()),
        any::<i64>(),
        collection::vec(any::<bool>(), 0..3),
        collection::btree_map(any::<String>(), any::<String>(), 0..3),
        option::of((any::<u16>(), any::<bool>())),
    )
        .prop_map(|(name, count, offset, flags, by_key, open)| Thing {
            name,
            count,
            offset,
            flags,
            by_key,
            more: More::default(),
            state: open.map_or(State::Closed, |(until, phone)| State::Open {
                until,
                kind: if phone { Kind::Phone } else { Kind::Counter },
            }),
        });
    (flat.clone(), option::of(flat)).prop_map(|(mut thing, inner)| {
        thing.more.inner = inner.map(Box::new);
        thing
    })
}

proptest! {
    #[test]
    fn both_ways_agree_with_serde_json(thing in thing()) {
        let ours = json::write(&thing).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Thing>(&ours).unwrap(), &thing);
        let pretty = serde_json::to_string_pretty(&thing).unwrap();
        prop_assert_eq!(json::read::<Thing>(&pretty).unwrap(), thing);
    }

    /// Any text at all, and JSON with a piece cut out: the same verdict, and no panic.
    #[test]
    fn what_is_not_json_is_refused_alike(thing in thing(), from in any::<prop::sample::Index>(), length in 0..6_usize, put in "[\\\\\"{}\\[\\],:0-9a-z ]{0,3}") {
        let text = serde_json::to_string(&thing).unwrap();
        let signs: Vec<char> = text.chars().collect();
        let start = from.index(signs.len());
        let end = (start + length).min(signs.len());
        let broken: String = signs[..start].iter().copied().chain(put.chars()).chain(signs[end..].iter().copied()).collect();
        prop_assert_eq!(json::read::<Thing>(&broken).ok(), serde_json::from_str::<Thing>(&broken).ok());
        _ = json::read::<Thing>(&put);
    }
}

#[test]
fn a_field_that_nobody_knows_is_passed_over() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Known {
        a: u8,
    }
    let text = r#" {"x": [1.5e-3, {"y": null, "z": [true, false]}, "a\"b"], "a": 7, "u": {} } "#;
    assert_eq!(json::read::<Known>(text), Ok(Known { a: 7 }));
}

#[test]
fn what_is_wrong_is_refused() {
    for text in [
        "",
        "nul",
        "\"a",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "1.5",
        "[1 2]",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "1 1",
        "{1:2}",
    ] {
        assert!(json::read::<Vec<u8>>(text).is_err(), "{text}");
        assert!(json::read::<String>(text).is_err(), "{text}");
        assert!(json::read::<u8>(text).is_err(), "{text}");
        assert!(json::read::<BTreeMap<String, u8>>(text).is_err(), "{text}");
    }
    assert!(json::read::<u8>("256").is_err());
    assert!(json::read::<u64>("18446744073709551616").is_err());
    assert_eq!(json::read::<String>("\"\\ud83d\\ude00\\n\""), Ok("😀\n".to_owned()));
    assert!(json::write(&1.5).is_err());
    assert!(json::write(&BTreeMap::from([(1, 2)])).is_err());
}

#[test]
fn depth_has_an_end() {
    #[derive(Debug, Deserialize)]
    struct Deep {
        #[expect(dead_code, reason = "only read")]
        next: Option<Box<Deep>>,
    }
    let text = |depth: usize| ["{\"next\":".repeat(depth), "null".to_owned(), "}".repeat(depth)].concat();
    assert!(json::read::<Deep>(&text(90)).is_ok());
    assert!(json::read::<Deep>(&text(100_000)).is_err());
    let unknown = format!("{{\"next\":null,\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(json::read::<Deep>(&unknown).is_err());
}
