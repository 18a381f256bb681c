//! Nobody learns who or what there is by what is refused.

use serde_json::{Value, json};

use super::walk::World;
use crate::support::{Answered, Call, DAY, Setup};

/// All of an answer but what differs with each call.
fn told(answer: &Answered) -> (u16, Vec<(String, String)>, Value) {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    let mut body = answer.json();
    body["request_id"] = Value::Null;
    (answer.status.as_u16(), headers, body)
}

fn enter(code: &str) -> Call {
    Call::post("/api/v1/draft-code").json(&json!({ "code": code }))
}

/// A code of a draft without sign-in, the cookie and the key for sending it.
async fn begin(app: &crate::support::TestApp) -> (String, String, String) {
    let content = json!({ "version": 1, "page": "hva",
        "answers": { "beskrivelse": "Et hull i veien", "kode_i_brev": "AB12" } });
    let call = Call::put("/api/v1/forms/uten-innlogging/draft").header("if-none-match", "*").json(&content);
    let begun = app.send(call).await;
    let told = |name: &str| begun.json()[name].as_str().unwrap().to_owned();
    (told("code"), begun.cookie().unwrap(), told("key"))
}

#[tokio::test]
async fn a_code_that_never_was_one_that_is_over_and_one_that_is_sent_are_told_alike() {
    let app = Setup::default().start().await.unwrap();
    let (sent, cookie, key) = begin(&app).await;
    let submission = Call::post("/api/v1/forms/uten-innlogging/submissions")
        .cookie(&cookie)
        .header("idempotency-key", &key)
        .json(&json!({ "version": 1, "language": "nb",
            "answers": { "beskrivelse": "Et hull i veien", "kode_i_brev": "AB12" } }));
    let done = app.send(submission).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let (over, ..) = begin(&app).await;
    app.clock.advance(100 * DAY);
    let never = told(&app.send(enter("C7KA-QX4M-3TRH-9WNE")).await);
    assert_eq!((never.0, &never.2["code"]), (422, &json!("draft_code_unknown")));
    for code in [over.as_str(), sent.as_str(), "0", "", "Ærlig talt"] {
        assert_eq!(told(&app.send(enter(code)).await), never, "{code}");
    }
}

#[tokio::test]
async fn a_session_that_is_over_and_one_that_never_was_are_told_alike() {
    let world = World::new().await;
    let cases = |cookie: &str| Call::get("/api/v1/cases").cookie(cookie);
    let made_up = format!("__Host-session={}", "ab".repeat(32));
    let never = told(&world.app.send(cases(&made_up)).await);
    world.app.send(Call::delete("/api/v1/session").cookie(&world.jonas)).await;
    assert_eq!(told(&world.app.send(cases(&world.jonas)).await), never);
    world.app.clock.advance(DAY);
    assert_eq!(told(&world.app.send(cases(&world.ingrid)).await), never);
}

/// Who guesses is stopped as an address. No draft and no person is locked by it, so that nobody can lock another out.
#[tokio::test]
async fn guessing_locks_nobody_else_out_and_tells_nothing() {
    let app = Setup::default().start().await.unwrap();
    let (code, ..) = begin(&app).await;
    for _ in 0..10 {
        app.send(enter("C7KA-QX4M-3TRH-9WNE").from("192.0.2.1")).await;
    }
    let right = told(&app.send(enter(&code).from("192.0.2.1")).await);
    let wrong = told(&app.send(enter("C7KA-QX4M-3TRH-9WNE").from("192.0.2.1")).await);
    assert_eq!(right, wrong, "who is stopped does not learn whether a code is right");
    assert_eq!(right.2["code"], "too_many_tries");
    assert_eq!(app.send(enter(&code).from("192.0.2.2")).await.status, 200);
}
