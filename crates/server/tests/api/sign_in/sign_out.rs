//! Signing out, here and at the provider, from either side.

use rstest::rstest;

use super::{Browser, World, message, provider::Trouble};
use crate::support::{Call, Database, MINUTE};

/// The value of a hidden field of the form.
fn hidden(page: &str, name: &str) -> Option<String> {
    let start = format!(r#"name="{name}" value=""#);
    Some(page.split_once(&start)?.1.split_once('"')?.0.to_owned())
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn signing_out_ends_the_session_and_goes_on_to_the_provider(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    let mut copy = browser.clone();
    let answer = browser.send(&world.app, Call::post("/auth/logout")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("clear-site-data"), Some("\"storage\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let page = answer.text();
    assert!(
        page.contains(&format!(r#"<form method="post" action="{}/logout">"#, world.provider.issuer)),
        "{page}"
    );
    assert_eq!(hidden(&page, "client_id").as_deref(), Some("servicetorg"));
    assert_eq!(
        hidden(&page, "post_logout_redirect_uri").as_deref(),
        Some("https://servicetorg.example/auth/logout/done")
    );
    assert_eq!(hidden(&page, "id_token_hint").map(|token| token.split('.').count()), Some(3));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains(&world.provider.issuer) && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!world.is_signed_in(&mut copy).await, "ended for whoever has the cookie");
    let done = browser.send(&world.app, Call::get("/auth/logout/done?state=x")).await;
    assert_eq!(message(&done), "logget-ut");
}

#[tokio::test]
async fn who_is_not_signed_in_here_can_sign_out_there() {
    let world = World::new().await;
    let page = world.app.send(Call::post("/auth/logout")).await.text();
    assert_eq!(hidden(&page, "client_id").as_deref(), Some("servicetorg"));
    assert_eq!(hidden(&page, "id_token_hint"), None);
}

#[tokio::test]
async fn the_session_ends_here_also_while_the_provider_is_down() {
    let world = World::new().await;
    let answer = {
        world.provider.set(|book| book.trouble = Trouble::Status(503));
        world.app.send(Call::post("/auth/logout")).await
    };
    assert_eq!(message(&answer), "logget-ut-her");
}

#[tokio::test]
async fn the_id_token_cannot_be_read_in_the_database_and_outlives_a_change_of_the_secret() {
    let world = World::new().await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    let before = browser.get("__Host-session").unwrap();
    world.app.clock.advance(16 * MINUTE);
    assert!(world.is_signed_in(&mut browser).await);
    assert_ne!(browser.get("__Host-session").unwrap(), before);
    for entry in std::fs::read_dir(world.app.folder.path()).unwrap().flatten() {
        if entry.path().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            // The start of every JSON object in base64url, as tokens have it.
            let found = bytes.windows(6).any(|window| window == b"eyJ0eX" || window == b"eyJhbG");
            assert!(!found, "{}", entry.path().display());
        }
    }
    let page = browser.send(&world.app, Call::post("/auth/logout")).await.text();
    assert!(hidden(&page, "id_token_hint").is_some_and(|token| token.starts_with("eyJ")));
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_provider_signs_out_by_its_own_name_of_the_session_and_without_cookies(
    #[case] database: Database,
) {
    let Some(world) = World::on(database).await else { return };
    let (mut phone, mut library) = (Browser::default(), Browser::default());
    world.sign_in(&mut phone, "").await;
    world.provider.claims(serde_json::json!({ "sid": "session-2" }));
    world.sign_in(&mut library, "").await;
    let iss = world.provider.issuer.replace(':', "%3A").replace('/', "%2F");
    let frame = format!("/auth/logout/frontchannel?iss={iss}&sid=session-2");
    let answer = world
        .app
        .send(Call::get(&frame).header("sec-fetch-dest", "iframe").header("sec-fetch-site", "cross-site"))
        .await;
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy").unwrap();
    assert_eq!(policy, format!("default-src 'none'; frame-ancestors {}", world.provider.issuer));
    assert_eq!(answer.header("x-frame-options"), None);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(!world.is_signed_in(&mut library).await);
    assert!(world.is_signed_in(&mut phone).await, "another session of the provider's");
    for wrong in [
        "?iss=https%3A%2F%2Fond.example&sid=session-1".to_owned(),
        format!("?iss={iss}"),
        "?sid=session-1".into(),
        String::new(),
    ] {
        let answer = world.app.send(Call::get(&format!("/auth/logout/frontchannel{wrong}"))).await;
        assert_eq!(answer.problem(), "invalid_parameter");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    }
    assert!(world.is_signed_in(&mut phone).await);
}
