//! Live events, on one server and across two: what is told, to whom, and that a session that ends ends its streams.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::BodyDataStream, response::Response};
use futures_util::StreamExt;
use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use server::{router::router, state::AppState, stopping::Phase, storage::Change};
use tower::ServiceExt;

use super::support::{Call, Database, MINUTE, TestApp, answers, save_draft, submission};

/// The longest a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser that listens.
struct Stream {
    bytes: BodyDataStream,
    text: String,
}

impl Stream {
    /// On the server; ready once the first sign of life has come.
    async fn open(router: &Router, cookie: &str) -> Self {
        let response = router.clone().oneshot(listen(cookie).request()).await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Self::of(response);
        assert_eq!(stream.block().await.as_deref(), Some(":"));
        stream
    }

    fn of(response: Response) -> Self {
        Self { bytes: response.into_body().into_data_stream(), text: String::new() }
    }

    /// All up to the next empty line; nothing at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = block.trim().to_owned();
                self.text = rest.to_owned();
                return Some(block);
            }
            let bytes = tokio::time::timeout(PATIENCE, self.bytes.next()).await.unwrap()?;
            self.text += std::str::from_utf8(&bytes.unwrap()).unwrap();
        }
    }

    /// The next event; nothing at the end.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let block = self.block().await?;
            if let Some(data) = block.lines().find_map(|line| line.strip_prefix("data: ")) {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

fn listen(cookie: &str) -> Call {
    Call::get("/api/v1/events").cookie(cookie)
}

/// Hears what others change, from now on.
async fn hears(app: &AppState) {
    if let Some(listening) = app.store.listen().await.unwrap() {
        let store = app.store.clone();
        tokio::spawn(async move { store.keep_listening(Some(listening)).await });
    }
}

/// Two servers on one PostgreSQL database.
async fn two_servers() -> Option<(TestApp, Router)> {
    let app = TestApp::people_on(Database::Postgres).await?;
    let other = app.another_app().await;
    hears(&app.app).await;
    hears(&other).await;
    let router = router(&other);
    Some((app, router))
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_person_hears_of_their_own_drafts_and_cases(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    hears(&app.app).await;
    let router = router(&app.app);
    let (ingrid, jonas) = (app.sign_in("ingrid").await, app.sign_in("jonas").await);
    let mut hers = Stream::open(&router, &ingrid).await;
    let mut his = Stream::open(&router, &jonas).await;
    app.send(save_draft(&ingrid, ("if-none-match", "*"), &answers())).await;
    assert_eq!(hers.next().await.unwrap(), json!({ "kind": "draft", "id": "prove" }));
    let receipt = app.send(submission("a", &ingrid, &answers())).await.json();
    assert_eq!(hers.next().await.unwrap(), json!({ "kind": "case", "id": receipt["reference"] }));
    assert_eq!(hers.next().await.unwrap(), json!({ "kind": "draft", "id": "prove" }));
    let path = format!("/api/v1/cases/{}/email-receipt", receipt["reference"].as_str().unwrap());
    app.send(Call::post(&path).cookie(&ingrid)).await;
    app.run_jobs().await;
    assert_eq!(hers.next().await.unwrap(), json!({ "kind": "case", "id": receipt["reference"] }));
    // Nothing of it was for him: his first is his own.
    app.send(Call::delete("/api/v1/forms/prove/draft").cookie(&jonas)).await;
    assert_eq!(his.next().await.unwrap(), json!({ "kind": "draft", "id": "prove" }));
}

#[tokio::test]
async fn a_stream_is_open_as_it_comes_and_as_it_is_and_for_who_is_signed_in() {
    let app = TestApp::with_people().await;
    assert_eq!(app.send(Call::get("/api/v1/events")).await.problem(), "sign_in_required");
    let cookie = app.sign_in("ingrid").await;
    let response = app.open(listen(&cookie).header("accept-encoding", "br, gzip")).await;
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("content-encoding"), None);
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("cache-control"), Some("no-store"));
    // Another that has listened before may have missed something.
    let mut back = Stream::of(app.open(listen(&cookie).header("last-event-id", "1")).await);
    assert_eq!(back.next().await.unwrap(), json!({ "kind": "missed" }));
    let more =
        [app.open(listen(&cookie)).await, app.open(listen(&cookie)).await, app.open(listen(&cookie)).await];
    let refused = app.send(listen(&cookie)).await;
    assert_eq!((refused.problem().as_str(), refused.status.as_u16()), ("too_many_tries", 429));
    drop(more);
    assert_eq!(app.open(listen(&cookie)).await.status(), 200, "the places are free again");
    // The server is about to stop: it goes on. It stops: the stream ends, and the browser comes back soon.
    app.app.stopping.advance(Phase::Leaving);
    assert_eq!(app.send(Call::get("/health/ready")).await.problem(), "unavailable");
    app.app.stopping.advance(Phase::Draining);
    let last = back.block().await.unwrap();
    assert!(last.starts_with(':') || last.starts_with("retry: "), "{last}");
    assert_eq!(back.next().await, None);
}

#[tokio::test]
async fn listening_keeps_no_session_alive() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    app.clock.advance(29 * MINUTE);
    drop(app.open(listen(&cookie)).await);
    app.clock.advance(2 * MINUTE);
    assert_eq!(app.send(listen(&cookie)).await.problem(), "session_expired");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_session_that_runs_out_ends_its_stream(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let mut other = Arc::into_inner(app.another_app().await).unwrap();
    other.streams.alive_every = Duration::from_millis(20);
    let mut stream = Stream::open(&router(&Arc::new(other)), &cookie).await;
    app.clock.advance(31 * MINUTE);
    assert_eq!(stream.next().await.unwrap(), json!({ "kind": "session_ended" }));
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn what_changes_on_one_server_is_told_on_the_other_and_answers_are_the_same() {
    let Some((app, other)) = two_servers().await else { return };
    let cookie = app.sign_in("ingrid").await;
    let mut there = Stream::open(&other, &cookie).await;
    let on_other = async |call: Call| other.clone().oneshot(call.request()).await.unwrap();
    let saved = app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await;
    assert_eq!(saved.status, 201, "{}", saved.text());
    assert_eq!(there.next().await.unwrap(), json!({ "kind": "draft", "id": "prove" }));
    // Each call goes to the server that the one before did not go to.
    let mut bodies = Vec::new();
    for turn in 0..6 {
        let call = |path: &str| Call::get(path).cookie(&cookie);
        for path in ["/api/v1/drafts", "/api/v1/cases", "/api/v1/forms/prove/draft"] {
            let body = if turn % 2 == 0 {
                app.send(call(path)).await.text()
            } else {
                let answer = on_other(call(path)).await;
                let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                String::from_utf8(bytes.to_vec()).unwrap()
            };
            bodies.push((path, body));
        }
    }
    for (path, body) in &bodies {
        let first = bodies.iter().find(|(known, _)| known == path).unwrap();
        assert_eq!(body, &first.1, "{path}");
    }
    // The same submission to both at once is one case.
    let (one, two) = tokio::join!(
        app.send(submission("a", &cookie, &answers())),
        on_other(submission("a", &cookie, &answers()))
    );
    let mut statuses = [one.status.as_u16(), two.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    assert_eq!(there.next().await.unwrap()["kind"], "case");
}

#[rstest]
#[case::by_its_person(true)]
#[case::by_signing_out(false)]
#[tokio::test]
async fn a_session_ended_on_one_server_ends_stream_and_calls_on_the_other(#[case] by_list: bool) {
    let Some((app, other)) = two_servers().await else { return };
    let (here, phone) = (app.sign_in("ingrid").await, app.sign_in("ingrid").await);
    let mut stream = Stream::open(&other, &phone).await;
    let mut kept = Stream::open(&other, &here).await;
    let ended = if by_list {
        app.send(Call::delete("/api/v1/sessions").cookie(&here)).await
    } else {
        app.send(Call::delete("/api/v1/session").cookie(&phone)).await
    };
    assert_eq!(ended.status, 204);
    // No call in between: it is told, not found out.
    assert_eq!(stream.next().await.unwrap(), json!({ "kind": "session_ended" }));
    assert_eq!(stream.next().await, None);
    for path in ["/api/v1/cases", "/api/v1/events"] {
        let answer = other.clone().oneshot(Call::get(path).cookie(&phone).request()).await.unwrap();
        assert_eq!(answer.status(), 401, "{path}");
    }
    app.send(Call::delete("/api/v1/forms/prove/draft").cookie(&here)).await;
    assert_eq!(kept.next().await.unwrap()["kind"], "draft", "the other session goes on");
}

#[tokio::test]
async fn a_connection_that_is_lost_is_made_anew_and_everybody_looks_again() {
    let Some(app) = TestApp::people_on(Database::Postgres).await else { return };
    hears(&app.app).await;
    let cookie = app.sign_in("ingrid").await;
    let mut stream = Stream::open(&router(&app.app), &cookie).await;
    let mut changes = app.app.store.changes();
    let admin = sea_orm::Database::connect(&app.url).await.unwrap();
    let killed = admin
        .execute_unprepared(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND query LIKE 'LISTEN %'",
        )
        .await
        .unwrap();
    assert_eq!(killed.rows_affected(), 1);
    assert_eq!(tokio::time::timeout(PATIENCE, changes.recv()).await.unwrap(), Ok(Change::Missed));
    assert_eq!(stream.next().await.unwrap(), json!({ "kind": "missed" }));
    // And hears again.
    app.send(Call::delete("/api/v1/forms/prove/draft").cookie(&cookie)).await;
    assert_eq!(stream.next().await.unwrap(), json!({ "kind": "draft", "id": "prove" }));
}
