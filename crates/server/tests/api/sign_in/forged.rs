//! Answers that are not the provider's, not for us, not of this sign-in, or not for the first time.

use rstest::rstest;
use serde_json::{Value, json};

use super::{
    Browser, World, keys, message,
    provider::{Alg, CLIENT, Token},
};
use crate::support::{Call, MINUTE};

#[rstest]
#[case::of_another_sign_in(json!({ "nonce": "0" }))]
#[case::of_none(json!({ "nonce": Value::Null }))]
#[case::of_another_provider(json!({ "iss": "https://ond.example" }))]
#[case::for_another(json!({ "aud": "another" }))]
#[case::for_another_as_well(json!({ "aud": [CLIENT, "another"] }))]
#[case::expired(json!({ "exp": 1_000_000 }))]
#[case::long_ago(json!({ "iat": 1_000_000 }))]
#[case::to_come(json!({ "iat": 4_000_000_000_u64 }))]
#[tokio::test]
async fn a_token_that_does_not_hold_signs_nobody_in(#[case] claims: Value) {
    let world = World::new().await;
    world.provider.claims(claims);
    let mut browser = Browser::default();
    assert_eq!(message(&world.sign_in(&mut browser, "").await), "avvist");
    assert_eq!(browser.get("__Host-session"), None);
}

#[rstest]
#[case::numbers_for_texts(json!({ "pid": 13_097_248_022_u64 }))]
#[case::no_subject(json!({ "sub": Value::Null }))]
#[case::no_end(json!({ "exp": Value::Null }))]
#[case::a_list(json!({ "sid": ["a"] }))]
#[tokio::test]
async fn a_token_that_cannot_be_read_signs_nobody_in(#[case] claims: Value) {
    let world = World::new().await;
    world.provider.claims(claims);
    let mut browser = Browser::default();
    assert_eq!(message(&world.sign_in(&mut browser, "").await), "utilgjengelig");
    assert_eq!(browser.get("__Host-session"), None);
}

#[rstest]
#[case::unsigned(Token { algorithm: Alg::None, ..Token::default() })]
#[case::with_what_we_know(Token { algorithm: Alg::Hs256, ..Token::default() })]
#[case::with_another_key(Token { key: &keys::OTHER, ..Token::default() })]
#[case::with_a_key_nobody_has(Token { key: &keys::OTHER, kid: "three", ..Token::default() })]
#[tokio::test]
async fn a_token_that_the_provider_has_not_signed_signs_nobody_in(#[case] token: Token) {
    let world = World::new().await;
    world.provider.set(|book| book.token = token);
    let mut browser = Browser::default();
    let told = world.sign_in(&mut browser, "").await;
    // The crate cannot even read what is unsigned; both end the same way.
    assert!(["avvist", "utilgjengelig"].contains(&message(&told)));
    assert_eq!(browser.get("__Host-session"), None);
}

#[tokio::test]
async fn a_state_counts_once_in_its_browser_and_its_realm() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "").await;
    let state = world.provider.parameter(&location, "state");
    let code = world.provider.code(&location);
    let back = world.back(&state, &code);
    // Somebody else's browser, with a cookie of its own and with none: session fixation.
    let mut other = Browser::default();
    assert_eq!(message(&other.send(&world.app, Call::get(&back)).await), "utlopt");
    world.leave(&mut other, "").await;
    assert_eq!(message(&other.send(&world.app, Call::get(&back)).await), "utlopt");
    assert_eq!(other.get("__Host-session"), None);
    // As staff, and guessed.
    let staff = back.replace("/auth/", "/auth/staff/");
    for wrong in
        [back.replace(&state, &"0".repeat(64)), back.replace("&state=", "&x="), staff.replace(&state, "")]
    {
        assert_eq!(message(&browser.send(&world.app, Call::get(&wrong)).await), "utlopt", "{wrong}");
    }
    // Where it belongs it still counts, and then no more.
    let first = browser.send(&world.app, Call::get(&back)).await;
    assert_eq!(first.header("location"), Some("/minside"));
    assert_eq!(message(&browser.send(&world.app, Call::get(&back)).await), "utlopt");
    assert_eq!(world.provider.book.lock().unwrap().redeemed.len(), 1, "the code was redeemed once");
}

#[tokio::test]
async fn the_state_of_a_person_is_none_for_staff() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "").await;
    let back = world.back(&world.provider.parameter(&location, "state"), &world.provider.code(&location));
    let staff = back.replace("/auth/callback", "/auth/staff/callback");
    assert_eq!(message(&browser.send(&world.app, Call::get(&staff)).await), "utlopt");
    assert!(world.provider.book.lock().unwrap().redeemed.is_empty());
}

#[tokio::test]
async fn a_code_that_was_used_before_signs_nobody_in() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let first = world.leave(&mut browser, "").await;
    let code = world.provider.code(&first);
    let used = world.back(&world.provider.parameter(&first, "state"), &code);
    browser.send(&world.app, Call::get(&used)).await;
    let mut thief = Browser::default();
    let second = world.leave(&mut thief, "").await;
    let again = world.back(&world.provider.parameter(&second, "state"), &code);
    assert_eq!(message(&thief.send(&world.app, Call::get(&again)).await), "avvist");
    // One that was given to another sign-in does not fit this one's PKCE.
    let (third, fourth) = (world.leave(&mut browser, "").await, world.leave(&mut thief, "").await);
    let stolen = world.back(&world.provider.parameter(&fourth, "state"), &world.provider.code(&third));
    assert_eq!(message(&thief.send(&world.app, Call::get(&stolen)).await), "avvist");
    assert_eq!(thief.get("__Host-session"), None);
}

#[rstest]
#[case::another("iss=https%3A%2F%2Fond.example")]
#[case::none("x=1")]
#[case::twice("iss=a&iss=b")]
#[tokio::test]
async fn an_answer_of_another_provider_is_not_redeemed(#[case] iss: &str) {
    let world = World::new().await;
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "").await;
    let back = world.back(&world.provider.parameter(&location, "state"), &world.provider.code(&location));
    let (start, _) = back.rsplit_once("iss=").unwrap();
    let answer = browser.send(&world.app, Call::get(&format!("{start}{iss}"))).await;
    assert!(["avvist", "utlopt"].contains(&message(&answer)));
    assert!(world.provider.book.lock().unwrap().redeemed.is_empty());
    // An error of another's is none of ours either.
    let location = world.leave(&mut browser, "").await;
    let state = world.provider.parameter(&location, "state");
    let error = format!("/auth/callback?error=access_denied&state={state}&{iss}");
    assert_ne!(message(&browser.send(&world.app, Call::get(&error)).await), "avbrutt");
}

#[tokio::test]
async fn a_session_that_the_browser_came_with_is_not_taken_over() {
    let world = World::new().await;
    let planted = "0".repeat(64);
    let mut browser = Browser(vec![("__Host-session".into(), planted.clone())]);
    world.sign_in(&mut browser, "").await;
    assert_ne!(browser.get("__Host-session").unwrap(), planted);
    let mut attacker = Browser(vec![("__Host-session".into(), planted)]);
    assert!(!world.is_signed_in(&mut attacker).await);
}

#[tokio::test]
async fn keys_that_are_changed_are_asked_for_and_not_for_each_forged_token() {
    let world = World::new().await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    assert_eq!(world.provider.book.lock().unwrap().key_calls, 1);
    world.provider.set(|book| {
        book.keys = vec!["one", "two"];
        book.token = Token { key: &keys::OTHER, kid: "two", ..Token::default() };
    });
    world.app.clock.advance(MINUTE);
    let answer = world.sign_in(&mut browser, "").await;
    assert_eq!(answer.header("location"), Some("/minside"));
    assert_eq!(world.provider.book.lock().unwrap().key_calls, 2);
    world.provider.set(|book| book.token.kid = "three");
    for _ in 0..3 {
        assert_eq!(message(&world.sign_in(&mut browser, "").await), "avvist");
    }
    assert_eq!(world.provider.book.lock().unwrap().key_calls, 2, "asked a moment ago");
}
