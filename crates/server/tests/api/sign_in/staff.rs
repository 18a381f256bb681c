//! Staff sign in by a provider, a session and a cookie of their own, with the roles that the provider tells.

use rstest::rstest;
use serde_json::{Value, json};

use super::{Browser, World, message};
use crate::support::{Answered, Call, Database};

const SESSION: &str = "/api/v1/staff/session";

pub(super) async fn sign_in(world: &World, browser: &mut Browser) -> Answered {
    let answer = browser.send(&world.app, Call::get("/auth/staff/login")).await;
    let location = answer.header("location").unwrap().to_owned();
    assert_eq!(
        world.provider.parameter(&location, "redirect_uri"),
        "https://servicetorg.example/auth/staff/callback"
    );
    let (state, code) = (world.provider.parameter(&location, "state"), world.provider.code(&location));
    let back = world.back(&state, &code).replace("/auth/", "/auth/staff/");
    browser.send(&world.app, Call::get(&back)).await
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn staff_have_the_roles_that_the_settings_give(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    world.provider.claims(json!({
        "pid": Value::Null, "acr": Value::Null, "name": "Per <b>Ås</b>",
        "groups": ["S-Alle", "S-Servicetorg-administratorer", "S-Saksbehandlere"],
    }));
    let mut browser = Browser::default();
    let answer = sign_in(&world, &mut browser).await;
    assert_eq!(answer.header("location"), Some("/ansatt"));
    assert!(answer.header("set-cookie").unwrap().starts_with("__Host-staff="));
    let told = browser.send(&world.app, Call::get(SESSION)).await.json();
    assert_eq!(told["roles"], json!(["case_worker", "administrator"]));
    let page = browser.send(&world.app, Call::get("/ansatt")).await;
    assert!(
        page.text().contains("Per &lt;b&gt;Ås&lt;/b&gt;") && page.text().contains("Saksbehandler"),
        "{}",
        page.text()
    );
    assert_eq!(page.header("cache-control"), Some("no-store"));
    // They are nobody among the people, and a person is nobody among staff.
    assert!(!world.is_signed_in(&mut browser).await);
    let stolen = browser.get("__Host-staff").unwrap();
    let mut as_person = Browser(vec![("__Host-session".into(), stolen)]);
    assert_eq!(as_person.send(&world.app, Call::get("/api/v1/cases")).await.problem(), "sign_in_required");
    assert_eq!(as_person.send(&world.app, Call::get("/api/v1/session")).await.json()["person"], Value::Null);
}

#[tokio::test]
async fn a_session_of_a_person_opens_nothing_of_staff() {
    let world = World::new().await;
    let mut person = Browser::default();
    world.sign_in(&mut person, "").await;
    assert_eq!(person.send(&world.app, Call::get(SESSION)).await.problem(), "sign_in_required");
    let mut as_staff = Browser(vec![("__Host-staff".into(), person.get("__Host-session").unwrap())]);
    assert_eq!(as_staff.send(&world.app, Call::get(SESSION)).await.problem(), "sign_in_required");
}

#[rstest]
#[case::none(Value::Null)]
#[case::another(json!("S-Alle"))]
#[case::a_part(json!("S-Saksbehandlere2"))]
#[case::no_text(json!({ "S-Saksbehandlere": true }))]
#[tokio::test]
async fn without_a_role_there_is_no_access_and_a_way_out(#[case] groups: Value) {
    let world = World::new().await;
    world.provider.claims(json!({ "groups": groups }));
    let mut browser = Browser::default();
    sign_in(&world, &mut browser).await;
    assert_eq!(browser.send(&world.app, Call::get(SESSION)).await.problem(), "role_required");
    let page = browser.send(&world.app, Call::get("/ansatt")).await.text();
    assert!(page.contains("Du har ikke tilgang") && page.contains("/auth/staff/logout"), "{page}");
    let out = browser.send(&world.app, Call::post("/auth/staff/logout")).await;
    assert!(out.text().contains("id_token_hint") && out.text().contains("/auth/staff/logout/done"));
    assert_eq!(browser.get("__Host-staff"), None);
    assert_eq!(message(&browser.send(&world.app, Call::get("/auth/staff/logout/done")).await), "logget-ut");
}

#[tokio::test]
async fn one_role_may_come_as_a_text_of_its_own() {
    let world = World::new().await;
    world.provider.claims(json!({ "groups": "S-Saksbehandlere" }));
    let mut browser = Browser::default();
    sign_in(&world, &mut browser).await;
    assert_eq!(browser.send(&world.app, Call::get(SESSION)).await.json()["roles"], json!(["case_worker"]));
}
