//! Too much of anything is refused with a code, and what was there before stays.

use serde_json::{Value, json};

use super::walk::{Ids, World, routes};
use crate::support::{Call, save_draft, sign_in, submission};

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[tokio::test]
async fn too_much_of_anything_is_refused_and_loses_nothing() {
    let world = World::new().await;
    let before = world.hers().await;
    let long = "x".repeat(20_000);
    let many: Value = (0..4000)
        .map(|number| (format!("felt_{number}"), json!("x")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let draft = |body: String| {
        Call::put("/api/v1/forms/prove/draft")
            .header("if-match", "\"1\"")
            .header("content-type", "application/json")
            .body(body)
    };
    let announce = |name: &str, value: &str| {
        Call::post("/api/v1/uploads")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", "10")
            .header("upload-metadata", "filename YS5wZGY=,form cHJvdmU=,field dmVkbGVnZw==")
            .header(name, value)
    };
    let metadata_of_many = (0..500).map(|number| format!("key{number} YQ==")).collect::<Vec<_>>().join(",");
    for (name, call, code) in [
        ("body", sign_in(&"x".repeat(70_000)), "body_too_large"),
        ("depth", draft(nested(10_000)), "malformed_json"),
        (
            "depth of an answer",
            draft(format!(r#"{{"version":2,"page":"hvem","answers":{{"navn":{}}}}}"#, nested(5000))),
            "malformed_json",
        ),
        ("fields", save_draft("", ("if-match", "\"1\""), &many), "unknown_fields"),
        ("fields that are sent", submission("b", "", &many), "unknown_fields"),
        ("key", submission(&long, "", &json!({})), "invalid_parameter"),
        (
            "condition",
            save_draft("", ("if-match", &format!("\"{}\"", "9".repeat(5000))), &json!({})),
            "invalid_parameter",
        ),
        ("language", Call::get(&format!("/api/v1/cases?lang={long}")), "invalid_parameter"),
        ("id", Call::get(&format!("/api/v1/cases/{long}")), "not_found"),
        ("number", Call::get(&format!("/api/v1/organisations/{long}")), "not_found"),
        ("code", Call::post("/api/v1/draft-code").json(&json!({ "code": long })), "draft_code_unknown"),
        ("metadata", announce("upload-metadata", &format!("filename {long}")), "invalid_parameter"),
        ("metadata of many", announce("upload-metadata", &metadata_of_many), "invalid_parameter"),
        ("file", announce("upload-length", &u64::MAX.to_string()), "file_too_large"),
        ("file past all numbers", announce("upload-length", &"9".repeat(100)), "invalid_parameter"),
        ("checksum", announce("upload-checksum", &format!("sha256 {long}")), "invalid_parameter"),
    ] {
        let answer = world.app.send(call.cookie(&world.ingrid)).await;
        assert!(answer.status.is_client_error(), "{name}: {answer:?}");
        assert_eq!(answer.problem(), code, "{name}");
        assert!(answer.body.len() < 2000, "{name}: what was too much is not sent back");
    }
    assert_eq!(world.hers().await, before);
}

#[tokio::test]
async fn an_id_may_be_as_long_as_anybody_likes() {
    let world = World::new().await;
    let long = "a".repeat(30_000);
    let ids = Ids { reference: long.clone(), upload: long.clone(), session: long };
    for route in routes() {
        let answer = world.send(&route, &ids, &world.app.sign_in("jonas").await).await;
        assert!(answer.status.as_u16() < 500, "{} {}: {}", route.method, route.template, answer.status);
    }
}

#[tokio::test]
async fn cookies_in_any_number_are_read_or_refused() {
    let world = World::new().await;
    let crumbs = |count: usize| (0..count).map(|number| format!("c{number}=x; ")).collect::<String>();
    for count in [1, 100, 5000] {
        let cookie = format!("{}{}", crumbs(count), world.ingrid);
        let answer = world.app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
        assert_eq!(answer.status, 200, "{count}");
    }
}
