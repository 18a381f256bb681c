//! Signing in, staying, and leaving.

use rstest::rstest;
use serde_json::{Value, json};
use server::session::CookiePolicy;

use super::support::{Call, Database, MINUTE, Setup, TestApp, sign_in};

const SESSION: &str = "/api/v1/session";
const EXTEND: &str = "/api/v1/session/extend";
const DEVICE_KEY: &str = "/api/v1/session/device-key";
const CASES: &str = "/api/v1/cases";

#[tokio::test]
async fn nobody_is_signed_in_at_first() {
    let app = TestApp::new().await;
    let answer = app.send(Call::get(SESSION)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["person"], Value::Null);
    assert_eq!(app.send(Call::get(CASES)).await.problem(), "sign_in_required");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn signing_in_tells_who_and_until_when(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let answer = app.send(sign_in("ingrid")).await;
    insta::allow_duplicates! { insta::assert_json_snapshot!("signed_in", answer.json()) };
    let looked = app.send(Call::get(SESSION).cookie(&answer.cookie().unwrap())).await;
    assert_eq!(looked.json(), answer.json());
}

#[tokio::test]
async fn the_cookie_is_for_this_host_alone_and_hidden_from_scripts() {
    let app = TestApp::with_people().await;
    let answer = app.send(sign_in("ingrid")).await;
    let cookie = answer.header("set-cookie").unwrap();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(value.strip_prefix("__Host-session=").map(str::len), Some(64));
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Secure; Path=/");
}

#[tokio::test]
async fn the_cookie_is_plain_only_for_a_browser_on_this_computer() {
    let setup = Setup { cookies: CookiePolicy::PlainForThisComputer, ..Setup::default() };
    let app = setup.start().await.unwrap();
    app.seed().await;
    let here = app.send(sign_in("ingrid").header("host", "localhost:8080")).await;
    let cookie = here.header("set-cookie").unwrap();
    assert!(cookie.starts_with("session=") && !cookie.contains("Secure"), "{cookie}");
    let behind_proxy = app.send(sign_in("ingrid")).await;
    assert!(behind_proxy.header("set-cookie").unwrap().starts_with("__Host-session="));
    // A plain cookie counts for nothing where a secure one belongs.
    let smuggled = app.send(Call::get(CASES).cookie(&here.cookie().unwrap())).await;
    assert_eq!(smuggled.problem(), "sign_in_required");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn signing_in_again_gives_a_new_secret_and_ends_the_old(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let first = app.sign_in("ingrid").await;
    let second = app.send(sign_in("amir").cookie(&first)).await.cookie().unwrap();
    assert_ne!(first, second);
    assert_eq!(app.send(Call::get(CASES).cookie(&first)).await.problem(), "session_expired");
    assert_eq!(app.send(Call::get(CASES).cookie(&second)).await.status, 200);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_sign_of_life(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    app.clock.advance(30 * MINUTE - 1);
    assert_eq!(
        app.send(Call::get(SESSION).cookie(&cookie)).await.json()["person"]["name"],
        "Ingrid Solbakken"
    );
    app.clock.advance(1);
    assert_eq!(app.send(Call::get(CASES).cookie(&cookie)).await.problem(), "session_expired");
    assert_eq!(app.send(Call::get(SESSION).cookie(&cookie)).await.json()["person"], Value::Null);
    assert_eq!(app.send(Call::post(EXTEND).cookie(&cookie)).await.problem(), "session_expired");
}

#[tokio::test]
async fn looking_at_the_session_does_not_prolong_it() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let before = app.send(Call::get(SESSION).cookie(&cookie)).await.json();
    app.clock.advance(20 * MINUTE);
    let after = app.send(Call::get(SESSION).cookie(&cookie)).await.json();
    assert_eq!(before["person"]["idle_deadline"], after["person"]["idle_deadline"]);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_the_person_does_prolongs_it_and_what_is_told_is_kept(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    app.clock.advance(20 * MINUTE);
    assert_eq!(app.send(Call::get(CASES).cookie(&cookie)).await.status, 200);
    let told = app.send(Call::get(SESSION).cookie(&cookie)).await.json();
    assert_eq!(told["person"]["idle_deadline"], "2026-11-23T09:50:00.000Z");
    // Within the minute nothing is written; the deadline that was told still holds to the millisecond.
    app.clock.advance(MINUTE - 1);
    assert_eq!(app.send(Call::get(CASES).cookie(&cookie)).await.status, 200);
    let still = app.send(Call::get(SESSION).cookie(&cookie)).await.json();
    assert_eq!(still["person"]["idle_deadline"], "2026-11-23T09:50:00.000Z");
    app.clock.advance(29 * MINUTE);
    assert_ne!(app.send(Call::get(SESSION).cookie(&cookie)).await.json()["person"], Value::Null);
    app.clock.advance(1);
    assert_eq!(app.send(Call::get(CASES).cookie(&cookie)).await.problem(), "session_expired");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_session_can_be_extended_but_not_past_eight_hours(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    for _ in 0..23 {
        app.clock.advance(20 * MINUTE);
        assert_eq!(app.send(Call::post(EXTEND).cookie(&cookie)).await.status, 200);
    }
    let last = app.send(Call::post(EXTEND).cookie(&cookie)).await.json();
    assert_eq!(last["person"]["idle_deadline"], "2026-11-23T17:00:00.000Z");
    assert_eq!(last["person"]["absolute_deadline"], "2026-11-23T17:00:00.000Z");
    app.clock.advance(20 * MINUTE);
    assert_eq!(app.send(Call::post(EXTEND).cookie(&cookie)).await.problem(), "session_expired");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn signing_out_ends_the_session_everywhere(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let answer = app.send(Call::delete(SESSION).cookie(&cookie)).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("clear-site-data"), Some("\"storage\""));
    let removal = answer.header("set-cookie").unwrap();
    assert!(removal.starts_with("__Host-session=;") && removal.contains("Max-Age=0"), "{removal}");
    assert!(removal.contains("Secure") && removal.contains("Path=/"), "{removal}");
    assert_eq!(app.send(Call::get(CASES).cookie(&cookie)).await.problem(), "session_expired");
    assert_eq!(app.send(Call::delete(SESSION)).await.status, 204, "nobody is fine too");
}

#[tokio::test]
async fn a_forged_cookie_is_nobody() {
    let app = TestApp::with_people().await;
    let real = app.sign_in("ingrid").await;
    let secret = real.strip_prefix("__Host-session=").unwrap();
    for forged in [
        "",
        "1",
        "' OR 1=1 --",
        &secret[..63],
        &secret.to_uppercase(),
        &format!("{secret}0"),
        &"å".repeat(32),
    ] {
        let answer = app.send(Call::get(CASES).cookie(&format!("__Host-session={forged}"))).await;
        assert_eq!(answer.problem(), "sign_in_required", "{forged}");
    }
    let guessed = format!("__Host-session={}", "0".repeat(64));
    assert_eq!(app.send(Call::get(CASES).cookie(&guessed)).await.problem(), "session_expired");
    // What the database keeps does not sign anybody in.
    let hash = server::randomness::sha256(secret.as_bytes());
    let answer = app.send(Call::get(CASES).cookie(&format!("__Host-session={hash}"))).await;
    assert_eq!(answer.problem(), "session_expired");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn ended_sessions_are_swept_and_running_ones_stay(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    app.sign_in("ingrid").await;
    app.clock.advance(10 * MINUTE);
    let running = app.sign_in("ingrid").await;
    app.clock.advance(20 * MINUTE);
    let swept = app.app.store.sweep(app.app.clock.now()).await.unwrap();
    assert_eq!(swept.sessions, 1);
    assert_eq!(app.send(Call::get(CASES).cookie(&running)).await.status, 200);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_persons_own_devices_have_one_secret_and_shared_ones_none(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    assert_eq!(app.send(Call::get(DEVICE_KEY)).await.problem(), "sign_in_required");
    let secret = async |cookie: &str| {
        let answer = app.send(Call::get(DEVICE_KEY).cookie(cookie)).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        answer.json()["secret"].clone()
    };
    let (phone, computer) = (app.sign_in("ingrid").await, app.sign_in("ingrid").await);
    let (first, second) = tokio::join!(secret(&phone), secret(&computer));
    assert_eq!(first, second);
    assert_eq!(first.as_str().map(str::len), Some(64));
    assert_ne!(first, secret(&app.sign_in("amir").await).await);
    let shared = Call::post("/api/v1/demo/sign-in").json(&json!({"person": "ingrid", "shared_device": true}));
    let library = app.send(shared).await.cookie().unwrap();
    assert_eq!(secret(&library).await, Value::Null);
}
