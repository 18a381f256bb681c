//! Room is used up and comes back, for each by itself; an address is whom our own proxies name.

use std::net::{IpAddr, Ipv4Addr};

use http::{HeaderMap, HeaderValue};
use locale::Timestamp;
use rstest::rstest;

use super::{CallRates, RULES, Source, TOLD_APART, Tried, Tries, TrustedProxies, Whose, network, reference};

const MINUTE: i64 = 60_000;

fn address(number: u32) -> Whose {
    Whose::Address(Ipv4Addr::from(number).into())
}

#[test]
fn who_has_tried_too_often_waits_for_one_place_and_others_do_not() {
    let tries = Tries::default();
    for _ in 0..10 {
        assert!(tries.take(Tried::Code, address(1), Timestamp(0)).is_ok());
    }
    assert!(tries.check(Tried::Code, address(1), Timestamp(MINUTE - 1)).is_err());
    assert!(tries.check(Tried::Code, address(2), Timestamp(0)).is_ok());
    assert!(tries.check(Tried::Draft, address(1), Timestamp(0)).is_ok());
    // One comes back each minute, and all ten after ten.
    assert!(tries.take(Tried::Code, address(1), Timestamp(MINUTE)).is_ok());
    assert!(tries.take(Tried::Code, address(1), Timestamp(MINUTE)).is_err());
    for _ in 0..10 {
        assert!(tries.take(Tried::Code, address(1), Timestamp(11 * MINUTE)).is_ok());
    }
    assert!(tries.take(Tried::Code, address(1), Timestamp(11 * MINUTE)).is_err());
}

#[test]
fn the_wait_that_is_told_is_the_wait() {
    let tries = Tries::default();
    for _ in 0..10 {
        tries.count(Tried::Code, address(1), Timestamp(0));
    }
    let failure = tries.check(Tried::Code, address(1), Timestamp(500)).unwrap_err();
    assert_eq!(*failure.code(), contract::problem::Code::TooManyTries { seconds: 60 });
    assert!(tries.check(Tried::Code, address(1), Timestamp(60_500)).is_ok());
}

#[test]
fn what_is_too_much_at_once_is_paid_back() {
    let tries = Tries::default();
    tries.count_many(Tried::PersonMegabyte, 2000, Whose::Others, Timestamp(0));
    let day = 24 * 60 * MINUTE;
    assert!(tries.check(Tried::PersonMegabyte, Whose::Others, Timestamp(day)).is_err());
    assert!(tries.check(Tried::PersonMegabyte, Whose::Others, Timestamp(2 * day)).is_ok());
}

#[test]
fn a_flood_shares_one_count_and_fills_no_memory() {
    let tries = Tries::default();
    let flood = u32::try_from(TOLD_APART).unwrap() + 100;
    for number in 0..flood {
        tries.count(Tried::Code, address(number), Timestamp(0));
    }
    assert!(tries.counts.lock().unwrap().full_at.len() <= TOLD_APART + 1);
    assert!(tries.check(Tried::Code, address(flood + 1), Timestamp(0)).is_err());
    tries.forget(Timestamp(100 * MINUTE));
    assert!(tries.counts.lock().unwrap().full_at.is_empty());
}

#[test]
fn rates_can_be_set() {
    let tries = Tries::new(CallRates { session: 1, ..CallRates::default() });
    assert!(tries.take(Tried::SessionCall, Whose::Others, Timestamp(0)).is_ok());
    assert!(tries.take(Tried::SessionCall, Whose::Others, Timestamp(0)).is_err());
}

#[test]
fn all_that_is_limited_has_a_row_and_the_reference_tells_of_it() {
    for rule in RULES {
        assert_eq!(rule.tried.rule().name, rule.name);
    }
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/limits.md");
    let written = std::fs::read_to_string(place).unwrap();
    assert!(written == reference(), "docs/limits.md is not of today: run `cargo xtask settings`");
}

#[rstest]
#[case::no_proxy("203.0.113.9", "", &["198.51.100.1"], "203.0.113.9")]
#[case::not_ours("203.0.113.9", "10.0.0.0/8", &["198.51.100.1"], "203.0.113.9")]
#[case::ours("10.0.0.1", "10.0.0.0/8", &["198.51.100.1"], "198.51.100.1")]
#[case::forged_before("10.0.0.1", "10.0.0.0/8", &["1.1.1.1, 198.51.100.1"], "198.51.100.1")]
#[case::forged_line_before("10.0.0.1", "10.0.0.0/8", &["1.1.1.1", "198.51.100.1"], "198.51.100.1")]
#[case::two_of_ours("10.0.0.1", "10.0.0.0/8", &["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1")]
#[case::two_of_ours_in_lines("10.0.0.1", "10.0.0.0/8", &["198.51.100.1", "10.0.0.2"], "198.51.100.1")]
#[case::only_ours("10.0.0.1", "10.0.0.0/8", &["10.0.0.3, 10.0.0.2"], "10.0.0.3")]
#[case::silent("10.0.0.1", "10.0.0.0/8", &[], "10.0.0.1")]
#[case::garbage("10.0.0.1", "10.0.0.0/8", &["198.51.100.1, unknown"], "10.0.0.1")]
#[case::empty("10.0.0.1", "10.0.0.0/8", &[""], "10.0.0.1")]
#[case::garbage_behind_ours("10.0.0.1", "10.0.0.0/8", &["<script>, 10.0.0.2"], "10.0.0.2")]
#[case::port("10.0.0.1", "10.0.0.0/8", &["198.51.100.1:4711"], "198.51.100.1")]
#[case::version_6("::1", "::1", &["[2001:db8:1:2::3]:4711"], "2001:db8:1:2::")]
#[case::brackets("::1", "::1", &["[2001:db8:1:2::3]"], "2001:db8:1:2::")]
#[case::mapped("::ffff:10.0.0.1", "10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1")]
#[case::household("2001:db8:1:2:ffff::4", "", &[], "2001:db8:1:2::")]
fn the_source_is_the_right_most_hop_that_is_not_ours(
    #[case] peer: &str,
    #[case] proxies: &str,
    #[case] lines: &[&str],
    #[case] source: &str,
) {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
    }
    let proxies: TrustedProxies = proxies.parse().unwrap();
    let found = Source::of(Some(peer.parse().unwrap()), &headers, &proxies);
    assert_eq!(found.0, Some(source.parse().unwrap()));
}

#[test]
fn bytes_that_are_no_text_are_the_proxys_own() {
    let mut headers = HeaderMap::new();
    headers.append("x-forwarded-for", HeaderValue::from_bytes(b"\xff\xfe").unwrap());
    let peer: IpAddr = "127.0.0.1".parse().unwrap();
    assert_eq!(Source::of(Some(peer), &headers, &"127.0.0.0/8".parse().unwrap()).0, Some(peer));
    assert_eq!(network(peer), peer);
}

#[test]
fn not_all_the_world_is_a_proxy_of_ours() {
    for wrong in ["0.0.0.0/0", "::/0", "proxy.example.no", "10.0.0.0/33", "10.0.0.1 10.0.0.2"] {
        assert!(wrong.parse::<TrustedProxies>().is_err(), "{wrong}");
    }
    assert_eq!("".parse(), Ok(TrustedProxies::default()));
}
