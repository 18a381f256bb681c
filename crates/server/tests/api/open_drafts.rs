//! Drafts of people who are not signed in: kept under a code, gone on with elsewhere, sent, forgotten.

use rstest::rstest;
use serde_json::{Value, json};

use super::support::{Answered, Call, DAY, Database, MINUTE, Setup, TestApp};

const DRAFT: &str = "/api/v1/forms/uten-innlogging/draft";
const ENTER: &str = "/api/v1/draft-code";
const HOUR: i64 = 60 * MINUTE;

fn answers() -> Value {
    json!({ "beskrivelse": "Et hull i veien", "kode_i_brev": "AB12" })
}

fn save(cookie: Option<&str>, condition: (&str, &str), answers: &Value) -> Call {
    let content = json!({ "version": 1, "page": "hva", "answers": answers });
    let call = Call::put(DRAFT).header(condition.0, condition.1).json(&content);
    cookie.map_or_else(
        || Call::put(DRAFT).header(condition.0, condition.1).json(&content),
        |cookie| call.cookie(cookie),
    )
}

fn send(cookie: &str, key: &str, answers: &Value) -> Call {
    Call::post("/api/v1/forms/uten-innlogging/submissions")
        .cookie(cookie)
        .header("idempotency-key", key)
        .json(&json!({ "version": 1, "language": "nb", "answers": answers }))
}

fn enter(code: &str) -> Call {
    Call::post(ENTER).json(&json!({ "code": code }))
}

/// The first answer of somebody who is not signed in: the draft, the cookie and the code.
async fn begin(app: &TestApp) -> (Answered, String, String) {
    let begun = app.send(save(None, ("if-none-match", "*"), &answers())).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let cookie = begun.cookie().unwrap();
    let code = begun.json()["code"].as_str().unwrap().to_owned();
    (begun, cookie, code)
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn begun_here_gone_on_with_there_and_sent_once(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    assert_eq!(app.send(Call::get(DRAFT)).await.problem(), "not_found", "nothing is begun");
    let (begun, here, code) = begin(&app).await;
    let set = begun.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-draft-uten-innlogging="), "{set}");
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Max-Age") && !set.contains("Expires"), "{set}");

    let read = app.send(Call::get(DRAFT).cookie(&here)).await;
    assert_eq!(
        (read.json()["content"]["answers"].clone(), read.json()["code"].clone()),
        (answers(), json!(code))
    );

    // Elsewhere: by the code, as a person types it.
    let opened = app.send(enter(&code.to_lowercase().replace('-', " "))).await;
    assert_eq!((opened.status.as_u16(), opened.json()), (200, json!({ "form": "uten-innlogging" })));
    let there = opened.cookie().unwrap();
    let changed = app.send(save(Some(&there), ("if-match", "\"1\""), &answers())).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, Some("\"2\"")));
    let late = app.send(save(Some(&here), ("if-match", "\"1\""), &answers())).await;
    assert_eq!(late.problem(), "draft_changed", "nothing is overwritten unseen");

    let key = changed.json()["key"].as_str().unwrap().to_owned();
    let made_up = app.send(send(&there, "another-key", &answers())).await;
    assert_eq!(made_up.problem(), "draft_code_unknown", "a code sends its own draft, and nothing more");
    let first = app.send(send(&there, &key, &answers())).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let again = app.send(send(&here, &key, &answers())).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, first.json()));

    let reference = first.json()["reference"].as_str().unwrap().to_owned();
    let receipt = format!("/api/v1/forms/uten-innlogging/submissions/{reference}?lang=en");
    let sent = app.send(Call::get(&receipt).cookie(&there)).await.json();
    assert_eq!(
        (sent["sender"].clone(), sent["case"]["card"]["reference"].clone()),
        (json!("unknown"), json!(reference))
    );
    assert_eq!(app.send(Call::get(&receipt)).await.problem(), "not_found");
    assert_eq!(
        app.send(enter(&code)).await.problem(),
        "draft_code_unknown",
        "what is sent is not begun again"
    );
    assert_eq!(app.send(Call::get(DRAFT).cookie(&there)).await.problem(), "not_found");

    // The next one is another draft with another code.
    let next = app.send(save(Some(&there), ("if-none-match", "*"), &answers())).await;
    assert_eq!(next.status, 201);
    assert_ne!(next.json()["code"], json!(code));
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_browser_left_alone_needs_the_code_again_and_a_draft_ends_on_its_day(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let (_, cookie, code) = begin(&app).await;
    app.clock.advance(2 * HOUR - 1);
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.status, 200);
    app.clock.advance(1);
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.problem(), "not_found");
    assert_eq!(app.send(enter(&code)).await.status, 200);
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.status, 200);

    app.clock.advance(8 * DAY);
    assert_eq!(app.send(enter(&code)).await.problem(), "draft_code_unknown");
    assert_eq!(app.app.store.sweep(app.app.clock.now()).await.unwrap().drafts, 1);
    assert_eq!(app.send(enter(&code)).await.problem(), "draft_code_unknown");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_is_sent_outlives_its_code(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let (begun, cookie, _) = begin(&app).await;
    let key = begun.json()["key"].as_str().unwrap().to_owned();
    let reference =
        app.send(send(&cookie, &key, &answers())).await.json()["reference"].as_str().unwrap().to_owned();
    let receipt = format!("/api/v1/forms/uten-innlogging/submissions/{reference}");
    app.clock.advance(2 * HOUR);
    assert_eq!(app.send(Call::get(&receipt).cookie(&cookie)).await.problem(), "not_found");
    app.app.store.sweep(app.app.clock.now()).await.unwrap();
    // Sweeping once more touches nothing: the case is there, and nobody's code leads to it.
    app.app.store.sweep(app.app.clock.now()).await.unwrap();
    assert_eq!(app.send(send(&cookie, &key, &answers())).await.problem(), "draft_code_unknown");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn given_up_it_is_gone_and_left_it_stays(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let (_, cookie, code) = begin(&app).await;
    let left = app.send(Call::delete("/api/v1/forms/uten-innlogging/draft-code").cookie(&cookie)).await;
    assert_eq!(left.status, 204);
    assert!(left.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(app.send(enter(&code)).await.status, 200);

    let given_up = app.send(Call::delete(DRAFT).cookie(&cookie)).await;
    assert_eq!(given_up.status, 204);
    assert!(given_up.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(app.send(enter(&code)).await.problem(), "draft_code_unknown");
    assert_eq!(app.send(Call::delete(DRAFT).cookie(&cookie)).await.status, 204);
    let late = app.send(save(Some(&cookie), ("if-match", "\"1\""), &answers())).await;
    assert_eq!(late.problem(), "not_found");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn who_signs_in_takes_the_draft_over_by_its_code(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let (_, open, code) = begin(&app).await;
    let ingrid = app.sign_in("ingrid").await;
    // Signing in alone takes nothing over: the browser may have been somebody else's.
    let both = format!("{open}; {ingrid}");
    assert_eq!(app.send(Call::get(DRAFT).cookie(&both)).await.problem(), "not_found");
    let taken = app.send(enter(&code).cookie(&ingrid)).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let draft = app.send(Call::get(DRAFT).cookie(&ingrid)).await.json();
    assert_eq!((draft["content"]["answers"].clone(), draft.get("code")), (answers(), None));
    assert_eq!(app.send(enter(&code)).await.problem(), "draft_code_unknown", "the code has ended");

    let (_, _, other) = begin(&app).await;
    assert_eq!(app.send(enter(&other).cookie(&ingrid)).await.problem(), "draft_exists");
    assert_eq!(app.send(enter(&other)).await.status, 200, "and stays as it was");

    // What only somebody unknown is asked is hidden from the person.
    let refused = app.send(send(&ingrid, "noekkel", &answers())).await;
    assert_eq!(refused.problem(), "hidden_fields");
    let key = draft["key"].as_str().unwrap();
    let sent = app.send(send(&ingrid, key, &json!({ "beskrivelse": "Et hull i veien" }))).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[tokio::test]
async fn a_form_for_those_signed_in_stays_theirs() {
    let app = TestApp::new().await;
    for call in [
        Call::get("/api/v1/forms/prove/draft"),
        Call::delete("/api/v1/forms/prove/draft"),
        Call::get("/api/v1/forms/prove/submissions/DRM-AAAA-BBBB"),
        Call::get("/api/v1/forms/finnes-ikke/draft"),
    ] {
        assert_eq!(app.send(call).await.problem(), "sign_in_required");
    }
    // A code belongs to its form.
    let (_, cookie, _) = begin(&app).await;
    let stolen = cookie.replace("uten-innlogging", "prove");
    assert_eq!(
        app.send(Call::get("/api/v1/forms/prove/draft").cookie(&stolen)).await.problem(),
        "sign_in_required"
    );
    let ended = "__Host-session=".to_owned() + &"0".repeat(64);
    let late = app.send(save(Some(&ended), ("if-none-match", "*"), &answers())).await;
    assert_eq!(late.problem(), "session_expired", "what was begun signed in is not kept as nobody's");
    let looked = app.send(Call::get(DRAFT).cookie(&ended)).await;
    assert_eq!(looked.problem(), "not_found");
    assert!(
        looked.header("set-cookie").unwrap().starts_with("__Host-session=; "),
        "from now on it is nobody"
    );
}

#[tokio::test]
async fn nobody_sends_without_a_draft() {
    let app = TestApp::new().await;
    for cookie in ["", "__Host-draft-uten-innlogging=C7KAQX4M3TRH9WNE", "__Host-draft-uten-innlogging=%00"] {
        let refused = app.send(send(cookie, "noekkel", &answers())).await;
        assert_eq!(refused.problem(), "draft_code_unknown", "{cookie}");
    }
}

#[tokio::test]
async fn guessing_is_stopped_for_the_one_who_guesses() {
    let app = Setup { proxies: "10.0.0.0/8".parse().unwrap(), ..Setup::default() }.start().await.unwrap();
    let (_, _, code) = begin(&app).await;
    let from = |address: &str, code: &str| enter(code).from("10.0.0.1").header("x-forwarded-for", address);
    for wrong in ["", "C7KA", "C7KA-QX4M-3TRH-9WNE", "0000-0000-0000-0000", "Ærlig talt"] {
        for _ in 0..2 {
            assert_eq!(app.send(from("192.0.2.1", wrong)).await.problem(), "draft_code_unknown");
        }
    }
    let refused = app.send(from("192.0.2.1", &code)).await;
    assert_eq!((refused.problem().as_str(), refused.status.as_u16()), ("too_many_tries", 429));
    assert_eq!(refused.header("retry-after").unwrap(), refused.json()["seconds"].to_string());
    assert_eq!(app.send(from("192.0.2.2, 192.0.2.1", &code)).await.problem(), "too_many_tries");
    assert_eq!(app.send(from("192.0.2.1, 192.0.2.2", &code)).await.status, 200);
    app.clock.advance(10 * MINUTE);
    assert_eq!(app.send(from("192.0.2.1", &code)).await.status, 200);
}

#[tokio::test]
async fn drafts_are_not_begun_without_end() {
    let app = TestApp::new().await;
    for _ in 0..100 {
        begin(&app).await;
    }
    let refused = app.send(save(None, ("if-none-match", "*"), &answers())).await;
    assert_eq!(refused.problem(), "too_many_tries");
}

#[tokio::test]
async fn the_code_is_nowhere_in_the_database() {
    let app = TestApp::new().await;
    let (_, _, code) = begin(&app).await;
    app.app.store.clone().close().await.unwrap();
    let file = std::fs::read(app.folder.path().join("test.db")).unwrap();
    let holds = |text: &str| file.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("uten-innlogging"), "the draft is in the file");
    assert!(!holds(&code) && !holds(&code.replace('-', "")));
}
