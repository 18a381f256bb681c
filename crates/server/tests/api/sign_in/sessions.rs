//! The list of a person's sessions, their ends, and the change of their secrets.

use rstest::rstest;
use serde_json::json;
use tower::ServiceExt;

use super::{Browser, World};
use crate::support::{Call, Database, MINUTE};

const SESSIONS: &str = "/api/v1/sessions";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_person_sees_the_sessions_and_ends_one_of_them_everywhere_at_once(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let (mut here, mut phone) = (Browser::default(), Browser::default());
    world.sign_in(&mut here, "").await;
    world.app.clock.advance(5 * MINUTE);
    let location = world.leave(&mut phone, "").await;
    let back = world.back(&world.provider.parameter(&location, "state"), &world.provider.code(&location));
    phone.send(&world.app, Call::get(&back).header("user-agent", IPHONE)).await;
    let list = here.send(&world.app, Call::get(SESSIONS)).await.json();
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[0]["is_this"], true);
    assert_eq!((&sessions[1]["browser"], &sessions[1]["system"]), (&json!("safari"), &json!("iphone")));
    assert_eq!(sessions[1]["begun"], "2026-11-23T09:05:00.000Z");
    let second = world.app.another_instance().await;
    let ask = |cookie: String| {
        let request = http::Request::get("/api/v1/cases").header("cookie", cookie);
        second.clone().oneshot(request.body(axum::body::Body::empty()).unwrap())
    };
    assert_eq!(ask(phone.cookies()).await.unwrap().status(), 200);
    let id = sessions[1]["id"].as_str().unwrap();
    let ended = here.send(&world.app, Call::delete(&format!("{SESSIONS}/{id}"))).await;
    assert_eq!(ended.status, 204);
    assert_eq!(ask(phone.cookies()).await.unwrap().status(), 401);
    assert_eq!(here.send(&world.app, Call::delete(&format!("{SESSIONS}/{id}"))).await.problem(), "not_found");
    assert_eq!(here.send(&world.app, Call::delete(&format!("{SESSIONS}/x"))).await.problem(), "not_found");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_person_ends_all_others_and_nobody_elses(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let [mut here, mut there, mut another] = [(); 3].map(|()| Browser::default());
    world.sign_in(&mut here, "").await;
    world.sign_in(&mut there, "").await;
    world.provider.claims(json!({ "pid": "15859430179" }));
    world.sign_in(&mut another, "").await;
    let others = another.send(&world.app, Call::get(SESSIONS)).await.json();
    let id = others["sessions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(here.send(&world.app, Call::delete(&format!("{SESSIONS}/{id}"))).await.problem(), "not_found");
    assert_eq!(here.send(&world.app, Call::delete(SESSIONS)).await.status, 204);
    assert!(world.is_signed_in(&mut here).await);
    assert!(!world.is_signed_in(&mut there).await);
    assert!(world.is_signed_in(&mut another).await);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_secret_changes_and_the_one_before_ends_soon_after(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    let mut old = browser.clone();
    world.app.clock.advance(15 * MINUTE);
    let id = browser.send(&world.app, Call::get(SESSIONS)).await.json()["sessions"][0]["id"].clone();
    let new = browser.get("__Host-session").unwrap();
    assert_ne!(Some(&new), old.get("__Host-session").as_ref());
    // A call that was under way with the old one goes through, and does not change it again.
    let answer = old.send(&world.app, Call::get("/api/v1/cases")).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, None));
    // Once the new one has been seen, the old one has half a minute.
    let same = browser.send(&world.app, Call::get(SESSIONS)).await.json();
    assert_eq!(same["sessions"][0]["id"], id, "the same session");
    world.app.clock.advance(29_999);
    assert_eq!(old.send(&world.app, Call::get("/api/v1/cases")).await.status, 200);
    world.app.clock.advance(1);
    assert_eq!(old.send(&world.app, Call::get("/api/v1/cases")).await.problem(), "session_expired");
    assert_eq!(browser.send(&world.app, Call::get("/api/v1/cases")).await.status, 200);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn an_answer_with_a_new_secret_that_was_lost_signs_nobody_out(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    world.app.clock.advance(15 * MINUTE);
    // The answer never arrives.
    world.app.send(Call::get("/api/v1/cases").cookie(&browser.cookies())).await;
    world.app.clock.advance(2 * MINUTE);
    let before = browser.get("__Host-session").unwrap();
    assert!(world.is_signed_in(&mut browser).await);
    assert_ne!(browser.get("__Host-session").unwrap(), before, "another one is given");
    assert!(world.is_signed_in(&mut browser).await);
    let page = browser.send(&world.app, Call::post("/auth/logout")).await;
    assert_eq!(page.status, 200, "the token is lost, the way out is not");
}

#[tokio::test]
async fn signing_out_ends_it_under_the_secret_of_before_too() {
    let world = World::new().await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    let mut old = browser.clone();
    world.app.clock.advance(15 * MINUTE);
    assert!(world.is_signed_in(&mut browser).await);
    old.send(&world.app, Call::delete("/api/v1/session")).await;
    assert!(!world.is_signed_in(&mut browser).await);
}
