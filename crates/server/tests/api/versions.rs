//! A form gets a new version while people are filling in the old one.

use std::{fs, path::Path};

use content::Pack;
use rstest::rstest;
use serde_json::json;

use super::support::{Call, Database, TestApp, pack_folder, submission};

const DRAFT: &str = "/api/v1/forms/prove/draft";
const FORM: &str = "/api/v1/forms/prove";

/// The pack of the tests with a third version of its form, in which the e-mail is gone.
fn pack(draft_rules: &str) -> Pack {
    let folder = tempfile::tempdir().unwrap();
    copy(&pack_folder(), folder.path());
    let form = folder.path().join("forms/prove");
    fs::create_dir(form.join("v2")).unwrap();
    for name in ["form.toml", "texts.nb.toml", "texts.nn.toml", "texts.en.toml"] {
        let text = fs::read_to_string(form.join(name)).unwrap();
        fs::write(form.join("v2").join(name), &text).unwrap();
        let newer = text.split("[[pages.fields]]\nid = \"epost\"").next().unwrap();
        let newer = newer.split("[fields.epost]").next().unwrap();
        let newer = newer.replace("version = 2", "version = 3").replace("keep_days = 28", draft_rules);
        fs::write(form.join(name), newer).unwrap();
    }
    Pack::load(folder.path()).unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (entry, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        let target = to.join(name);
        if entry.is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry, &target);
        } else {
            fs::copy(&entry, &target).unwrap();
        }
    }
}

fn save(cookie: &str, version: u32, revision: &str, answers: &serde_json::Value) -> Call {
    Call::put(DRAFT)
        .cookie(cookie)
        .header("if-match", revision)
        .json(&json!({ "version": version, "page": "hvem", "answers": answers }))
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_draft_goes_on_in_its_version_until_a_newer_one_is_required(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let given = json!({
        "navn": "Ingrid Solbakken", "for_hvem": "meg", "beskrivelse": "Lyset er borte.", "epost": "i@example.no",
    });
    let first = Call::put(DRAFT).cookie(&cookie).header("if-none-match", "*");
    let begun = app.send(first.json(&json!({ "version": 2, "page": "hvem", "answers": given }))).await;
    assert_eq!(begun.status, 201, "{}", begun.text());

    // A new version is there: new drafts begin in it, this one goes on in its own.
    let app = app.restarted_with(pack("keep_days = 28"));
    assert_eq!(app.send(Call::get(FORM)).await.json()["definition"]["version"], 3);
    let own = app.send(Call::get(&format!("{FORM}?version=2&lang=nb"))).await.json();
    assert_eq!(own["definition"]["version"], 2);
    let draft = app.send(Call::get(DRAFT).cookie(&cookie)).await.json();
    assert_eq!((&draft["content"]["version"], draft.get("required_version")), (&json!(2), None));
    assert_eq!(app.send(save(&cookie, 2, "\"1\"", &given)).await.status, 200);

    // The new version is required: the draft tells so, is not touched, and neither changes nor is sent as it is.
    let app = app.restarted_with(pack("oldest_version = 3"));
    let draft = app.send(Call::get(DRAFT).cookie(&cookie)).await.json();
    assert_eq!((&draft["content"]["version"], &draft["required_version"]), (&json!(2), &json!(3)));
    assert_eq!(draft["content"]["answers"], given);
    let refused = app.send(save(&cookie, 2, "\"2\"", &given)).await;
    assert_eq!((refused.problem().as_str(), &refused.json()["latest"]), ("form_version_unknown", &json!(3)));
    let key = draft["key"].as_str().unwrap();
    assert_eq!(app.send(submission(key, &cookie, &given)).await.problem(), "form_version_unknown");
    assert_eq!(
        app.send(Call::get(&format!("{FORM}?version=2"))).await.status,
        200,
        "its questions are there to be shown"
    );

    // Taken over, it has no place for the e-mail, and is a draft like any other.
    assert_eq!(app.send(save(&cookie, 3, "\"2\"", &given)).await.problem(), "unknown_fields");
    let mut carried = given.clone();
    carried.as_object_mut().unwrap().remove("epost");
    assert_eq!(app.send(save(&cookie, 3, "\"2\"", &carried)).await.status, 200);
    let draft = app.send(Call::get(DRAFT).cookie(&cookie)).await.json();
    assert_eq!((&draft["content"]["version"], draft.get("required_version")), (&json!(3), None));
    let sent = Call::post("/api/v1/forms/prove/submissions").cookie(&cookie).header("idempotency-key", key);
    let sent = app.send(sent.json(&json!({ "version": 3, "language": "nb", "answers": carried }))).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}
