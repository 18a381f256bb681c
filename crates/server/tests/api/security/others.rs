//! What belongs to somebody else is not there.

use rstest::rstest;

use super::walk::{Ids, World, routes};
use crate::support::{Call, Database};

/// An id that could be one, and some that could not.
const GUESSED: [&str; 4] = ["0192e8a0-0000-7000-8000-000000000000", "1", "..%2f1", "%00"];

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_is_another_persons_is_not_found_by_its_id(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let before = world.hers().await;
    let mut walked = 0;
    for route in routes() {
        let is_by_id = ["{reference}", "{id}"].iter().any(|id| route.template.contains(id));
        if !is_by_id || !route.needs_sign_in() {
            continue;
        }
        walked += 1;
        let answer = world.send(&route, &world.ids, &world.jonas).await;
        let refused = if route.is_for_staff() { 401 } else { 404 };
        assert_eq!(answer.status, refused, "{} {}: {:?}", route.method, route.template, answer);
        let guessed = Ids {
            reference: GUESSED[0].to_owned(),
            upload: GUESSED[0].to_owned(),
            session: GUESSED[0].to_owned(),
        };
        let guessed = world.send(&route, &guessed, &world.jonas).await;
        let told = |body: &[u8]| {
            let mut told: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
            told["request_id"] = serde_json::Value::Null;
            told
        };
        assert_eq!(guessed.status, refused, "{} {}", route.method, route.template);
        assert_eq!(told(&answer.body), told(&guessed.body), "another's and nobody's are told apart");
    }
    assert!(walked >= 10, "{walked}");
    assert_eq!(world.hers().await, before);
}

#[tokio::test]
async fn ids_that_cannot_be_are_not_found() {
    let world = World::new().await;
    for route in routes().into_iter().filter(super::walk::Route::needs_sign_in) {
        if !["{reference}", "{id}"].iter().any(|id| route.template.contains(id)) {
            continue;
        }
        for guess in GUESSED {
            let ids = Ids { reference: guess.into(), upload: guess.into(), session: guess.into() };
            let answer = world.send(&route, &ids, &world.ingrid).await;
            assert_eq!(
                answer.status,
                if route.is_for_staff() { 401 } else { 404 },
                "{} {} {guess}",
                route.method,
                route.template
            );
        }
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_draft_is_the_one_of_who_asks(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let before = world.hers().await;
    let draft = "/api/v1/forms/prove/draft";
    assert_eq!(world.app.send(Call::get(draft).cookie(&world.jonas)).await.status, 404);
    world.app.send(Call::delete(draft).cookie(&world.jonas)).await;
    let listed = world.app.send(Call::get("/api/v1/uploads?form=prove").cookie(&world.jonas)).await;
    assert!(!listed.text().contains(&world.ids.upload), "{}", listed.text());
    assert_eq!(world.hers().await, before);
}

#[tokio::test]
async fn who_is_not_signed_in_sees_nothing_personal() {
    let world = World::new().await;
    let before = world.hers().await;
    for route in routes().into_iter().filter(super::walk::Route::needs_sign_in) {
        for cookie in ["", "__Host-session=0", &format!("__Host-session={}", "0".repeat(64))] {
            let answer = world.send(&route, &world.ids, cookie).await;
            assert_eq!(answer.status, 401, "{} {}: {answer:?}", route.method, route.template);
        }
    }
    assert_eq!(world.hers().await, before);
}

#[rstest]
#[case("sec-fetch-site", "cross-site")]
#[case("sec-fetch-site", "same-site")]
#[case("origin", "https://ond.example")]
#[case("origin", "http://servicetorg.example:8081")]
#[case("origin", "null")]
#[tokio::test]
async fn another_site_changes_nothing_by_any_route(#[case] name: &str, #[case] value: &str) {
    let world = World::new().await;
    let before = world.hers().await;
    let mut walked = 0;
    for route in routes().into_iter().filter(super::walk::Route::changes) {
        walked += 1;
        let call = route.call(&world.ids).cookie(&world.ingrid).header(name, value);
        let answer = world.app.send(call).await;
        assert_eq!(answer.problem(), "cross_site", "{} {}", route.method, route.template);
    }
    assert!(walked >= 15, "{walked}");
    assert_eq!(world.hers().await, before);
}

#[tokio::test]
async fn a_session_that_somebody_has_planted_signs_nobody_in() {
    let world = World::new().await;
    let planted = format!("__Host-session={}", "ab".repeat(32));
    let signed_in = world.app.send(crate::support::sign_in("ingrid").cookie(&planted)).await;
    assert_eq!(signed_in.status, 200);
    assert_ne!(signed_in.cookie().unwrap(), planted, "a sign-in makes a secret of its own");
    let cases = Call::get("/api/v1/cases").cookie(&planted);
    assert_eq!(world.app.send(cases).await.problem(), "session_expired");
    // One that was real, and another's, is not taken over either, and is ended.
    let signed_in = world.app.send(crate::support::sign_in("ingrid").cookie(&world.jonas)).await;
    assert_ne!(signed_in.cookie().unwrap(), world.jonas);
    let jonas = world.app.send(Call::get("/api/v1/profile").cookie(&world.jonas)).await;
    assert_eq!(jonas.problem(), "session_expired");
}
