//! A whole server with a clock that stands still, on a database of its own.

mod app;
mod call;
mod database;
mod setup;

use std::path::PathBuf;

use serde_json::{Value, json};

pub(crate) use self::{
    app::TestApp,
    call::{Answered, Call},
    database::{Database, database_url, keys, store_on},
    setup::{FilesIn, Setup},
};

/// Monday 23 November 2026, 10:00 in Norway.
pub(crate) const START: &str = "2026-11-23T09:00:00.000Z";

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

pub(crate) fn pack_folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "pack"].iter().collect()
}

pub(crate) fn sign_in(person: &str) -> Call {
    Call::post("/api/v1/demo/sign-in").json(&json!({ "person": person }))
}

/// Answers that the form `prove` accepts.
pub(crate) fn answers() -> Value {
    json!({ "navn": "Ingrid Solbakken", "for_hvem": "meg", "beskrivelse": "Lyset er borte." })
}

pub(crate) fn submission(key: &str, cookie: &str, answers: &Value) -> Call {
    Call::post("/api/v1/forms/prove/submissions")
        .cookie(cookie)
        .header("idempotency-key", key)
        .json(&json!({ "version": 2, "language": "nn", "answers": answers }))
}

pub(crate) fn save_draft(cookie: &str, condition: (&str, &str), answers: &Value) -> Call {
    Call::put("/api/v1/forms/prove/draft")
        .cookie(cookie)
        .header(condition.0, condition.1)
        .json(&json!({ "version": 2, "page": "hvem", "answers": answers }))
}

/// For a snapshot: without what differs between the databases of a story.
pub(crate) fn without(mut value: Value, random: &str) -> Value {
    let place = value.pointer_mut(random).unwrap();
    assert!(place.as_str().is_some_and(|text| !text.is_empty()));
    *place = json!("[random]");
    value
}
