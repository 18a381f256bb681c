//! All the way to the provider and back.

use rstest::rstest;
use serde_json::{Value, json};

use super::{Browser, World, message, provider::PID};
use crate::support::{Call, Database, MINUTE};

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_person_signs_in_and_is_back_on_the_page_and_field(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "then=%2Fskjema%2Fprove%2Fhvem%23felt-navn&lang=nn").await;
    // The browser carries the number of the request, and nothing of it.
    let expected =
        format!("{}/authorize?client_id=servicetorg&request_uri=urn%3Aidporten%3A0", world.provider.issuer);
    assert_eq!(location, expected);
    for (name, value) in [
        ("scope", "openid profile"),
        ("response_type", "code"),
        ("code_challenge_method", "S256"),
        ("acr_values", "idporten-loa-substantial"),
        ("ui_locales", "nn"),
        ("redirect_uri", "https://servicetorg.example/auth/callback"),
    ] {
        assert_eq!(world.provider.parameter(&location, name), value);
    }
    let answer = world.come_back(&mut browser, &location).await;
    assert_eq!(answer.header("location"), Some("/skjema/prove/hvem#felt-navn"));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Host-session=") && cookie.ends_with("HttpOnly; SameSite=Lax; Secure; Path=/")
    );
    let session = browser.send(&world.app, Call::get("/api/v1/session")).await.json();
    assert_eq!(session["way"], "provider");
    assert_eq!(session["person"]["level"], "idporten-loa-substantial");
    let profile = browser.send(&world.app, Call::get("/api/v1/profile")).await.json();
    assert!(
        profile["identity_number"].as_str().is_some_and(|shown| PID.starts_with(&shown[..6])),
        "{profile}"
    );
    // The same person again is the same person.
    let again = world.sign_in(&mut Browser::default(), "").await;
    assert_eq!(again.header("location"), Some("/minside"));
    let other = browser.send(&world.app, Call::get("/api/v1/session")).await.json();
    assert_eq!(other["person"]["subject"], session["person"]["subject"]);
}

#[tokio::test]
async fn a_name_that_the_provider_tells_is_taken_over() {
    let world = World::new().await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    world.provider.claims(json!({ "name": "Kari Nordmann" }));
    world.sign_in(&mut browser, "").await;
    let session = browser.send(&world.app, Call::get("/api/v1/session")).await.json();
    assert_eq!(session["person"]["name"], "Kari Nordmann");
}

#[tokio::test]
async fn two_tabs_may_be_on_their_way_at_once() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let first = world.leave(&mut browser, "then=/tjenester").await;
    let second = world.leave(&mut browser, "then=/minside").await;
    assert_eq!(world.come_back(&mut browser, &first).await.header("location"), Some("/tjenester"));
    assert_eq!(world.come_back(&mut browser, &second).await.header("location"), Some("/minside"));
}

#[tokio::test]
async fn who_has_no_number_is_told_and_not_signed_in() {
    let world = World::new().await;
    world.provider.claims(json!({ "pid": Value::Null }));
    let mut browser = Browser::default();
    let answer = world.sign_in(&mut browser, "then=/minside%23saker").await;
    assert_eq!(answer.header("location"), Some("/logg-inn?melding=uten-nummer&til=%2Fminside%23saker"));
    assert_eq!(browser.get("__Host-session"), None);
    world.provider.claims(json!({ "pid": "1234" }));
    assert_eq!(message(&world.sign_in(&mut browser, "").await), "avvist");
}

#[rstest]
#[case::cancelled("access_denied", "avbrutt")]
#[case::given_up("login_required", "avbrutt")]
#[case::busy("temporarily_unavailable", "utilgjengelig")]
#[case::wrong("invalid_request", "avvist")]
#[case::unheard_of("%3Cscript%3E", "avvist")]
#[tokio::test]
async fn what_the_provider_says_instead_of_a_code_is_told(#[case] error: &str, #[case] told: &str) {
    let world = World::new().await;
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "then=/minside").await;
    let back = world.back(&world.provider.parameter(&location, "state"), "");
    let answer = browser
        .send(
            &world.app,
            Call::get(&format!("{back}&error={error}&error_description=secret").replace("code=&", "")),
        )
        .await;
    assert_eq!(answer.header("location").unwrap(), format!("/logg-inn?melding={told}&til=%2Fminside"));
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_service_may_need_a_higher_level_and_the_person_comes_back_with_it(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    let before = browser.get("__Host-session").unwrap();
    for call in [
        Call::get("/api/v1/forms/sikker/draft"),
        Call::get("/api/v1/uploads?form=sikker"),
        Call::post("/api/v1/forms/sikker/submissions").header("idempotency-key", "k").json(&json!({
            "version": 1, "language": "nb", "answers": {} })),
    ] {
        let answer = browser.send(&world.app, call).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "level_required"));
    }
    let answer = world.sign_in(&mut browser, "level=high&then=/skjema/sikker%23felt-navn").await;
    assert_eq!(answer.header("location"), Some("/skjema/sikker#felt-navn"));
    assert_eq!(
        browser.send(&world.app, Call::get("/api/v1/forms/sikker/draft")).await.problem(),
        "not_found"
    );
    // The session of before has ended.
    assert_ne!(browser.get("__Host-session").unwrap(), before);
    let mut old = Browser(vec![("__Host-session".into(), before)]);
    assert!(!world.is_signed_in(&mut old).await);
}

#[tokio::test]
async fn all_that_is_kept_needs_the_highest_level_of_what_is_in_it() {
    let world = World::new().await;
    let export = || Call::get("/api/v1/me/export");
    let unsent = || Call::delete("/api/v1/me/unsent");
    let mut low = Browser::default();
    world.sign_in(&mut low, "").await;
    assert_eq!(low.send(&world.app, export()).await.status, 200, "there is nothing yet");
    assert_eq!(low.send(&world.app, unsent()).await.status, 200);
    let mut high = Browser::default();
    world.sign_in(&mut high, "level=high").await;
    let draft = Call::put("/api/v1/forms/sikker/draft").header("if-none-match", "*");
    let draft = draft.json(&json!({ "version": 1, "page": "hva", "answers": {} }));
    let saved = high.send(&world.app, draft).await;
    assert_eq!(saved.status, 201, "{}", saved.text());
    for call in [export(), unsent()] {
        let refused = low.send(&world.app, call).await;
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (403, "level_required"));
    }
    assert_eq!(high.send(&world.app, export()).await.status, 200);
    let deleted = high.send(&world.app, unsent()).await;
    assert_eq!(deleted.json(), json!({ "drafts": 1, "files": 0 }));
    assert_eq!(low.send(&world.app, export()).await.status, 200);
}

#[tokio::test]
async fn a_level_that_is_too_low_signs_nobody_in() {
    let world = World::new().await;
    let mut browser = Browser::default();
    for (asked, told) in [
        ("level=high", json!("idporten-loa-substantial")),
        ("", json!("idporten-loa-low")),
        ("", Value::Null),
        ("level=high", json!("Level3")),
    ] {
        world.provider.claims(json!({ "acr": told }));
        assert_eq!(message(&world.sign_in(&mut browser, asked).await), "for-lavt");
    }
    world.provider.claims(json!({ "acr": "Level4" }));
    world.sign_in(&mut browser, "level=high").await;
    assert!(world.is_signed_in(&mut browser).await);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_sign_in_that_nobody_comes_back_from_is_swept(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "").await;
    world.app.clock.advance(15 * MINUTE);
    assert_eq!(message(&world.come_back(&mut browser, &location).await), "utlopt");
    assert_eq!(world.app.app.store.sweep(world.app.app.clock.now()).await.unwrap().sign_ins, 1);
}

#[tokio::test]
async fn a_sign_in_and_its_end_are_logged() {
    let world = World::new().await;
    world.provider.claims(json!({ "sid": "session-1" }));
    let before = crate::audit::last_number(&world.app).await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    browser.send(&world.app, Call::post("/auth/logout")).await;
    world.sign_in(&mut browser, "").await;
    let token = world.provider.issuer.replace(':', "%3A").replace('/', "%2F");
    let ended = Call::get(&format!("/auth/logout/frontchannel?iss={token}&sid=session-1"));
    assert_eq!(world.app.send(ended).await.status, 200);
    let entries = crate::audit::logged_since(&world.app, before).await;
    let told: Vec<_> = entries.iter().map(|entry| (entry.actor.as_str(), entry.action.as_str())).collect();
    let expected = [
        ("person", "person_known"),
        ("person", "signed_in"),
        ("person", "session_ended"),
        ("person", "signed_in"),
        // Nobody of ours has asked.
        ("server", "session_ended"),
    ];
    assert_eq!(told, expected);
}
