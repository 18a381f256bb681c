//! Every route of the server writes its entry, or is excused with a reason. A new one fails here until it is listed.

use std::{collections::BTreeSet, path::Path};

use serde_json::json;

use super::{last_number, logged_since};
use crate::{
    security::walk::{Ids, Route, World, routes},
    support::{Call, sign_in},
};

/// What a route has to do with the log.
enum Duty {
    /// It writes an entry of this action, which the walk sees.
    Writes(&'static str),
    /// It writes one, which the named test sees: the walk lacks what the call needs.
    WritesIn(&'static str, &'static str),
    /// It writes none, and why.
    Excused(&'static str),
}

use Duty::{Excused, Writes, WritesIn};

const OWN_SESSION: &str = "tells a browser of its own session, whose beginning and end are logged";
const STAFF: &str = "sign_in/jobs.rs";
const SIGN_IN: &str = "sign_in/journey.rs";

/// Routes of the API that are not alike for everybody, in the order of the walk.
const API: [(&str, &str, Duty); 38] = [
    ("GET", "session", Excused(OWN_SESSION)),
    ("POST", "session/extend", Excused("moves the end of a session; nothing is told or read")),
    ("GET", "session/device-key", Writes("device_key_read")),
    ("GET", "sessions", Writes("sessions_listed")),
    ("GET", "staff/session", Excused(OWN_SESSION)),
    ("GET", "staff/jobs", WritesIn(STAFF, "jobs_listed")),
    ("POST", "staff/jobs/{id}/run", WritesIn(STAFF, "job_run_again")),
    ("GET", "events", Excused("tells that something has changed, never what it is; reading that is logged")),
    ("GET", "profile", Writes("profile_read")),
    ("GET", "me", Writes("kept_counted")),
    ("GET", "me/export", Writes("person_exported")),
    ("GET", "drafts", Writes("drafts_listed")),
    ("GET", "forms/{form}/draft", Writes("draft_read")),
    ("GET", "forms/{form}/submissions/{reference}", Writes("case_read")),
    ("GET", "cases", Writes("cases_listed")),
    ("GET", "cases/{reference}", Writes("case_read")),
    ("GET", "cases/{reference}/receipt.pdf", Writes("case_copied")),
    ("GET", "uploads", Writes("files_listed")),
    ("GET", "uploads/{id}", Writes("file_seen")),
    ("HEAD", "uploads/{id}", Writes("file_seen")),
    ("GET", "uploads/{id}/content", Writes("file_read")),
    ("OPTIONS", "uploads", Excused("describes the protocol")),
    (
        "PATCH",
        "uploads/{id}",
        Excused("bytes of a file that was logged as announced, and is logged when looked at"),
    ),
    ("POST", "uploads", Writes("file_announced")),
    ("POST", "cases/{reference}/documents", WritesIn("uploads/later.rs", "case_document_sent")),
    ("POST", "cases/{reference}/email-receipt", Writes("email_asked")),
    ("PUT", "forms/{form}/draft", Writes("draft_saved")),
    ("DELETE", "uploads/{id}", Writes("file_deleted")),
    ("DELETE", "forms/{form}/draft", Writes("draft_deleted")),
    ("POST", "forms/{form}/submissions", Writes("case_sent")),
    ("DELETE", "me/unsent", Writes("unsent_deleted")),
    ("POST", "draft-code", Writes("code_entered")),
    ("DELETE", "forms/{form}/draft-code", Excused("the browser forgets a cookie")),
    ("DELETE", "sessions/{id}", Writes("session_ended")),
    ("DELETE", "sessions", Writes("session_ended")),
    ("DELETE", "session", Writes("session_ended")),
    ("POST", "demo/sign-in", Writes("signed_in")),
    ("GET", "demo/people", Excused("the made-up people of a demo")),
];

/// The other routes.
const OTHERS: [(&str, Duty); 16] = [
    ("/ansatt/jobber", WritesIn(STAFF, "jobs_listed")),
    ("/ansatt/jobber/{id}/kjor", WritesIn(STAFF, "job_run_again")),
    ("/health/live", Excused("nothing of a person")),
    ("/health/ready", Excused("nothing of a person")),
    ("/metrics", Excused("numbers that tell of nobody, on a listener of their own")),
    ("/auth/login", Excused("nobody is known yet")),
    ("/auth/callback", WritesIn(SIGN_IN, "signed_in")),
    ("/auth/logout", WritesIn(SIGN_IN, "session_ended")),
    ("/auth/logout/done", Excused("leads on; the session has been ended")),
    ("/auth/logout/frontchannel", WritesIn(SIGN_IN, "session_ended")),
    ("/auth/staff/login", Excused("nobody is known yet")),
    ("/auth/staff/callback", WritesIn(STAFF, "signed_in")),
    ("/auth/staff/logout", WritesIn(STAFF, "session_ended")),
    ("/auth/staff/logout/done", Excused("leads on; the session has been ended")),
    ("/auth/continue.js", Excused("a script, alike for everybody")),
    ("/ansatt", Excused(OWN_SESSION)),
];

fn tests() -> std::path::PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "api"].iter().collect()
}

/// The entry that is seen elsewhere is at least spoken of there.
fn is_seen(file: &str, action: &str) {
    let text = std::fs::read_to_string(tests().join(file)).unwrap();
    assert!(text.contains(action), "{file} looks for no entry of {action}");
}

/// The paths in calls of `.route(` anywhere in the server.
fn plain_routes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            plain_routes(&path, found);
        } else if !path.ends_with("middleware/tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(
                text.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()),
            );
        }
    }
}

#[test]
fn every_route_beside_the_api_is_listed() {
    let mut found = BTreeSet::new();
    plain_routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let listed: BTreeSet<String> = OTHERS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, listed, "say what the route has to do with the audit log");
    for (path, duty) in OTHERS {
        match duty {
            WritesIn(file, action) => is_seen(file, action),
            Excused(why) => assert!(!why.is_empty(), "{path}"),
            Writes(_) => panic!("{path}: say which test sees it"),
        }
    }
}

#[tokio::test]
async fn every_route_of_the_api_writes_its_entry_or_is_excused() {
    let all = routes();
    let name = |route: &Route| format!("{} {}", route.method, route.template);
    let listed: BTreeSet<String> =
        API.iter().map(|(method, path, _)| format!("{method} /api/v1/{path}")).collect();
    let personal: BTreeSet<String> = all
        .iter()
        .filter(|route| !route.is_public() || route.template.ends_with("/demo/people"))
        .map(name)
        .collect();
    assert_eq!(personal, listed, "say what the route has to do with the audit log");

    let world = World::new().await;
    for (method, path, duty) in API {
        let template = format!("/api/v1/{path}");
        let action = match duty {
            Writes(action) => action,
            WritesIn(file, action) => {
                is_seen(file, action);
                continue;
            }
            Excused(_) => continue,
        };
        let route = all.iter().find(|route| route.method == method && route.template == template).unwrap();
        let call = call(&world, route, &world.ids).await;
        let before = last_number(&world.app).await;
        let answer = world.app.send(call.cookie(&world.ingrid)).await;
        assert!(answer.status.is_success(), "{method} {path}: {answer:?}");
        let request = answer.header("x-request-id").unwrap().to_owned();
        let entries = logged_since(&world.app, before).await;
        let found = entries.iter().find(|entry| entry.action == action);
        let found = found.unwrap_or_else(|| panic!("{method} {path}: {entries:?}"));
        assert_eq!((found.actor.as_str(), found.request.unwrap().to_string()), ("person", request));
    }
}

/// The call, with what it needs to succeed.
async fn call(world: &World, route: &Route, ids: &Ids) -> Call {
    match (route.method.as_str(), route.template.as_str()) {
        ("POST", "/api/v1/draft-code") => {
            let content = json!({ "version": 1, "page": "hva", "answers": {} });
            let begin = Call::put("/api/v1/forms/uten-innlogging/draft");
            let begun = world.app.send(begin.header("if-none-match", "*").json(&content)).await;
            assert_eq!(begun.status, 201, "{}", begun.text());
            Call::post("/api/v1/draft-code").json(&json!({ "code": begun.json()["code"] }))
        }
        ("DELETE", "/api/v1/sessions") => {
            world.app.sign_in("ingrid").await;
            route.call(ids)
        }
        ("POST", "/api/v1/demo/sign-in") => sign_in("ingrid"),
        _ => route.call(ids),
    }
}
