//! How far people come in a form: counted at once, told in fives, of days that are over.

use rstest::rstest;
use serde_json::{Value, json};

use super::support::{Call, DAY, Database, Setup, TestApp};

const STEPS: &str = "/api/v1/forms/prove/steps";
const FIGURES: &str = "/api/v1/forms/prove/figures";

fn tell(steps: &Value) -> Call {
    Call::post(STEPS).json(&json!({ "version": 2, "steps": steps }))
}

async fn page(app: &TestApp, path: &str, page: &str) -> Value {
    let figures = app.send(Call::get(path)).await.json();
    let found = figures["pages"].as_array().unwrap().iter().find(|figures| figures["page"] == page);
    found.unwrap().clone()
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_happens_is_counted_and_told_in_fives_the_day_after(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    for turn in 0..23 {
        let mut steps = vec![json!({ "page": "hvem", "what": "reached" })];
        if turn < 9 {
            let error = json!({ "field": "navn", "kind": "missing" });
            steps.push(json!({ "page": "hvem", "what": "refused", "errors": [error] }));
        }
        if turn < 3 {
            let error = json!({ "field": "navn", "kind": "out_of_bounds" });
            steps.push(json!({ "page": "hvem", "what": "refused", "errors": [error] }));
        }
        if turn < 17 {
            let seconds = if turn < 8 { 10 } else { 40 };
            steps.push(json!({ "page": "hvem", "what": "done", "seconds": seconds }));
            steps.push(json!({ "page": "hva", "what": "reached" }));
        }
        if turn < 13 {
            steps.push(json!({ "page": "hva", "what": "done", "seconds": 5 }));
        }
        let answer = app.send(tell(&json!(steps))).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(page(&app, FIGURES, "hvem").await.get("reached"), None, "a day is told of when it is over");

    app.clock.advance(DAY);
    let told = app.send(Call::get(FIGURES)).await;
    assert_eq!(told.header("cache-control"), Some("no-cache"));
    insta::allow_duplicates! { insta::assert_json_snapshot!("figures", told.json()) };

    // The same month named, an empty one, and one to come.
    assert_eq!(app.send(Call::get(&format!("{FIGURES}?month=2026-11"))).await.json(), told.json());
    for month in ["2026-10", "2027-01", "0001-01", "9999-12"] {
        let empty = page(&app, &format!("{FIGURES}?month={month}"), "hvem").await;
        assert_eq!(empty.get("reached"), None, "{month}");
    }
    for wrong in ["2026", "2026-13", "november", ""] {
        let answer = app.send(Call::get(&format!("{FIGURES}?month={wrong}"))).await;
        assert_eq!(answer.problem(), "invalid_parameter", "{wrong}");
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn counts_at_the_same_moment_all_count(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let app = std::sync::Arc::new(app);
    let steps = json!([{ "page": "hva", "what": "reached" }, { "page": "hvem", "what": "reached" }]);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (app, steps) = (app.clone(), steps.clone());
            tokio::spawn(async move { app.send(tell(&steps)).await.status.as_u16() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 204);
    }
    app.clock.advance(DAY);
    assert_eq!(page(&app, FIGURES, "hva").await["reached"], 20);
    assert_eq!(page(&app, FIGURES, "hvem").await["reached"], 20);
}

#[rstest]
#[case::page("page", json!({ "page": "finnes-ikke", "what": "reached" }))]
#[case::field("errors", json!({ "page": "hvem", "what": "refused", "errors": [{ "field": "x", "kind": "missing" }] }))]
#[case::field_elsewhere("errors", json!({ "page": "hva", "what": "refused", "errors": [{ "field": "navn", "kind": "missing" }] }))]
#[case::errors("errors", json!({ "page": "hvem", "what": "done", "errors": [{ "field": "navn", "kind": "missing" }] }))]
#[case::seconds("seconds", json!({ "page": "hvem", "what": "done", "seconds": 7 }))]
#[case::seconds_reached("seconds", json!({ "page": "hvem", "what": "reached", "seconds": 5 }))]
#[tokio::test]
async fn only_what_the_form_has_is_counted(#[case] name: &str, #[case] wrong: Value) {
    let app = TestApp::new().await;
    let refused = app.send(tell(&json!([{ "page": "hva", "what": "reached" }, wrong]))).await;
    assert_eq!(
        (refused.problem().as_str(), refused.json()["name"].as_str()),
        ("invalid_parameter", Some(name))
    );
}

#[tokio::test]
async fn bounds_hold() {
    let app = TestApp::new().await;
    let step = json!({ "page": "hva", "what": "reached" });
    assert_eq!(app.send(tell(&json!(vec![step.clone(); 50]))).await.status, 204);
    assert_eq!(app.send(tell(&json!(vec![step.clone(); 51]))).await.problem(), "invalid_parameter");
    assert_eq!(app.send(tell(&json!([]))).await.status, 204);
    for (body, code) in [
        (json!({ "version": 9, "steps": [] }), "form_version_unknown"),
        (json!({ "version": 2, "steps": [], "person": "Kari" }), "malformed_json"),
        (json!({ "version": 2, "steps": [{ "page": "hva", "what": "seen" }] }), "malformed_json"),
    ] {
        assert_eq!(app.send(Call::post(STEPS).json(&body)).await.problem(), code);
    }
    let missing = Call::post("/api/v1/forms/finnes-ikke/steps").json(&json!({ "version": 1, "steps": [] }));
    assert_eq!(app.send(missing).await.problem(), "not_found");
    assert_eq!(app.send(Call::get("/api/v1/forms/finnes-ikke/figures")).await.problem(), "not_found");
    let foreign =
        tell(&json!([step])).header("sec-fetch-site", "cross-site").header("origin", "https://ond.example");
    assert_eq!(app.send(foreign).await.problem(), "cross_site");
    for _ in 0..600 {
        app.send(tell(&json!([]))).await;
    }
    assert_eq!(app.send(tell(&json!([]))).await.problem(), "too_many_tries");
}
