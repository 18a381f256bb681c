//! How much one may ask for: by address, by session, by person.

use server::tries::CallRates;

use crate::{
    support::{Call, Setup, answers, save_draft, sign_in},
    uploads::Sender,
};

fn rates(change: impl FnOnce(&mut CallRates)) -> Setup {
    let mut rates = CallRates::default();
    change(&mut rates);
    Setup { rates, proxies: "10.0.0.0/8".parse().unwrap(), ..Setup::default() }
}

#[tokio::test]
async fn an_address_that_asks_for_too_much_waits_and_others_do_not() {
    let app = rates(|rates| rates.address = 3).start().await.unwrap();
    let front =
        |address: &str| Call::get("/api/v1/front").from("10.0.0.1").header("x-forwarded-for", address);
    for _ in 0..3 {
        assert_eq!(app.send(front("198.51.100.1")).await.status, 200);
    }
    let refused = app.send(front("198.51.100.1")).await;
    assert_eq!((refused.problem().as_str(), refused.status.as_u16()), ("too_many_tries", 429));
    assert_eq!(refused.header("retry-after"), Some("21"));
    // Whatever else it writes before it, it stays who it is; of version 6 it has one limit for its network.
    assert_eq!(app.send(front("203.0.113.7, 198.51.100.1")).await.status, 429);
    assert_eq!(app.send(front("198.51.100.2")).await.status, 200);
    for _ in 0..3 {
        app.send(front("2001:db8::1")).await;
    }
    assert_eq!(app.send(front("2001:db8::2")).await.status, 429);
    assert_eq!(app.send(front("2001:db8:0:1::2")).await.status, 200);
    // Pages count too; whoever watches the health of the server is not kept from it.
    let page = Call::get("/").from("10.0.0.1").header("x-forwarded-for", "198.51.100.1");
    assert_eq!(app.send(page).await.status, 429);
    let health = Call::get("/health/live").from("10.0.0.1").header("x-forwarded-for", "198.51.100.1");
    assert_eq!(app.send(health).await.status, 200);
    app.clock.advance(20_000);
    assert_eq!(app.send(front("198.51.100.1")).await.status, 200);
    assert_eq!(app.send(front("198.51.100.1")).await.status, 429);
}

#[tokio::test]
async fn a_header_that_our_proxies_have_not_written_is_not_believed() {
    let app = rates(|rates| rates.address = 2).start().await.unwrap();
    for spoken_for in ["198.51.100.1", "198.51.100.2"] {
        let call = Call::get("/api/v1/front").from("203.0.113.9").header("x-forwarded-for", spoken_for);
        assert_eq!(app.send(call).await.status, 200);
    }
    let call = Call::get("/api/v1/front").from("203.0.113.9").header("x-forwarded-for", "198.51.100.3");
    assert_eq!(app.send(call).await.status, 429);
}

#[tokio::test]
async fn a_session_that_asks_for_too_much_waits_and_loses_nothing() {
    let app = rates(|rates| rates.session = 4).start().await.unwrap();
    app.seed().await;
    let (cookie, other) = (app.sign_in("ingrid").await, app.sign_in("ingrid").await);
    assert_eq!(app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await.status, 201);
    let mut changed = answers();
    changed["beskrivelse"] = "Lyset er helt borte.".into();
    for _ in 0..3 {
        app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
    }
    let refused = app.send(save_draft(&cookie, ("if-match", "\"1\""), &changed)).await;
    assert_eq!(refused.problem(), "too_many_tries");
    let draft = || Call::get("/api/v1/forms/prove/draft");
    let kept = app.send(draft().cookie(&other)).await.json();
    assert_eq!(kept["content"]["answers"], answers(), "what was kept before is there");
    app.clock.advance(15_000);
    assert_eq!(app.send(save_draft(&cookie, ("if-match", "\"1\""), &changed)).await.status, 200);
    assert_eq!(app.send(draft().cookie(&other)).await.json()["content"]["answers"], changed);
}

#[tokio::test]
async fn more_sessions_give_a_person_no_more() {
    let app = rates(|rates| rates.person = 4).start().await.unwrap();
    app.seed().await;
    let profile = |cookie: &str| Call::get("/api/v1/profile").cookie(cookie);
    let (one, two, jonas) =
        (app.sign_in("ingrid").await, app.sign_in("ingrid").await, app.sign_in("jonas").await);
    for cookie in [&one, &two, &one, &two] {
        assert_eq!(app.send(profile(cookie)).await.status, 200);
    }
    for cookie in [&one, &two] {
        assert_eq!(app.send(profile(cookie)).await.problem(), "too_many_tries");
    }
    assert_eq!(app.send(profile(&jonas)).await.status, 200);
    // Who has used it up can still sign out, and in.
    assert_eq!(app.send(Call::delete("/api/v1/session").cookie(&one)).await.status, 204);
    assert_eq!(app.send(sign_in("ingrid")).await.status, 200);
}

#[tokio::test]
async fn a_code_has_the_limit_of_a_person() {
    let app = rates(|rates| rates.person = 2).start().await.unwrap();
    let content = serde_json::json!({ "version": 1, "page": "hva", "answers": {} });
    let call = Call::put("/api/v1/forms/uten-innlogging/draft").header("if-none-match", "*").json(&content);
    let cookie = app.send(call).await.cookie().unwrap();
    let read = || Call::get("/api/v1/forms/uten-innlogging/draft").cookie(&cookie);
    assert_eq!(app.send(read()).await.status, 200);
    assert_eq!(app.send(read()).await.status, 200);
    assert_eq!(app.send(read()).await.problem(), "too_many_tries");
}

#[tokio::test]
async fn files_of_a_person_have_room_for_so_much_a_day() {
    let sender = Sender::with(rates(|rates| rates.person_megabytes = 15)).await.unwrap();
    let about = [("filename", "a.pdf"), ("form", "prove"), ("field", "vedlegg")];
    for _ in 0..2 {
        let announced = sender.app.send(sender.announcement(9_000_000, &about)).await;
        assert_eq!(announced.status, 201, "{}", announced.text());
        let path = announced.header("location").unwrap().to_owned();
        // What is removed leaves room in the draft, and none in the day.
        assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 204);
    }
    let refused = sender.app.send(sender.announcement(9_000_000, &about)).await;
    assert_eq!(refused.problem(), "too_many_tries");
    sender.app.clock.advance(crate::support::DAY);
    let cookie = sender.app.sign_in("ingrid").await;
    let sender = Sender { cookie, ..sender };
    assert_eq!(sender.app.send(sender.announcement(9_000_000, &about)).await.status, 201);
}

#[tokio::test]
async fn a_call_is_counted_once_however_often_a_handler_asks() {
    let app = rates(|rates| rates.session = 1).start().await.unwrap();
    app.seed().await;
    let cookie = app.sign_in("ingrid").await;
    // This one asks for the person and for the session.
    assert_eq!(app.send(Call::get("/api/v1/sessions").cookie(&cookie)).await.status, 200);
    assert_eq!(app.send(Call::get("/api/v1/sessions").cookie(&cookie)).await.status, 429);
}
