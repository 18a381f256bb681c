//! The jobs that were given up, as staff see them: administrators alone, and each run again by a press.

use rstest::rstest;
use serde_json::{Value, json};
use server::storage::NewJob;

use super::{Browser, World, staff::sign_in};
use crate::{
    audit::{last_number, logged_since},
    support::{Call, Database},
};

const JOBS: &str = "/api/v1/staff/jobs";

/// One that was given up.
async fn give_up(world: &World) -> String {
    let (store, now) = (&world.app.app.store, world.app.app.clock.now());
    let work = store.begin().await.unwrap();
    let job = NewJob {
        kind: "email_receipt",
        dedupe_key: "email_receipt:7".to_owned(),
        payload:
            json!({ "person": "0192c7a4-0000-7000-8000-000000000000", "reference": "X", "language": "nb" })
                .to_string(),
        max_attempts: 3,
    };
    work.enqueue(&job, now).await.unwrap();
    work.commit().await.unwrap();
    // Nobody has this case.
    assert_eq!(world.app.run_jobs().await, 1);
    store.dead_jobs().await.unwrap()[0].id.to_string()
}

async fn administrator(world: &World) -> Browser {
    staff(world, json!(["S-Servicetorg-administratorer"])).await
}

async fn staff(world: &World, groups: Value) -> Browser {
    world.provider.claims(json!({ "pid": Value::Null, "acr": Value::Null, "groups": groups }));
    let mut browser = Browser::default();
    sign_in(world, &mut browser).await;
    browser
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn an_administrator_sees_them_and_runs_one_again(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let mut browser = administrator(&world).await;
    assert_eq!(browser.send(&world.app, Call::get(JOBS)).await.json(), json!({ "jobs": [] }));
    let id = give_up(&world).await;
    let list = browser.send(&world.app, Call::get(JOBS)).await.json();
    let now = world.app.app.clock.now().to_string();
    assert_eq!(
        list,
        json!({ "jobs": [{ "id": id, "kind": "email_receipt", "state": "dead", "attempts": 1, "fault": "gone",
            "created": now, "ended": now }] })
    );
    let run = Call::post(&format!("{JOBS}/{id}/run"));
    let answer = browser.send(&world.app, run).await.json();
    assert_eq!((&answer["state"], &answer["attempts"]), (&json!("waiting"), &json!(0)));
    assert_eq!(browser.send(&world.app, Call::get(JOBS)).await.json(), json!({ "jobs": [] }));
    assert_eq!(world.app.run_jobs().await, 1);
    for unknown in ["x", "0192c7a4-0000-7000-8000-000000000000"] {
        let call = Call::post(&format!("{JOBS}/{unknown}/run"));
        assert_eq!(browser.send(&world.app, call).await.problem(), "not_found");
    }
}

#[tokio::test]
async fn nobody_else_does() {
    let world = World::new().await;
    let id = give_up(&world).await;
    let mut worker = staff(&world, json!(["S-Saksbehandlere"])).await;
    let mut person = Browser::default();
    world.provider.claims(json!({ "pid": "15859430179", "acr": "idporten-loa-substantial" }));
    world.sign_in(&mut person, "").await;
    for (browser, problem) in [
        (&mut worker, "role_required"),
        (&mut person, "sign_in_required"),
        (&mut Browser::default(), "sign_in_required"),
    ] {
        assert_eq!(browser.send(&world.app, Call::get(JOBS)).await.problem(), problem);
        let run = Call::post(&format!("{JOBS}/{id}/run"));
        assert_eq!(browser.send(&world.app, run).await.problem(), problem);
    }
    assert_eq!(world.app.app.store.dead_jobs().await.unwrap().len(), 1);
    // The page says it in words, and leads who is not signed in to where they are.
    let page = worker.send(&world.app, Call::get("/ansatt/jobber")).await;
    assert_eq!(page.status, 403);
    assert!(page.text().contains("Bare administratorer"), "{}", page.text());
    let away = Browser::default().send(&world.app, Call::get("/ansatt/jobber?lang=en")).await;
    assert_eq!(away.header("location"), Some("/ansatt?lang=en"));
    let start = worker.send(&world.app, Call::get("/ansatt")).await.text();
    assert!(!start.contains("/ansatt/jobber"));
}

#[tokio::test]
async fn the_page_lists_them_and_runs_one_again() {
    let world = World::new().await;
    let mut browser = administrator(&world).await;
    let empty = browser.send(&world.app, Call::get("/ansatt/jobber")).await;
    assert!(empty.text().contains("Ingen oppgaver har stoppet."), "{}", empty.text());
    assert_eq!(empty.header("cache-control"), Some("no-store"));
    let id = give_up(&world).await;
    assert!(browser.send(&world.app, Call::get("/ansatt")).await.text().contains("/ansatt/jobber"));
    let page = browser.send(&world.app, Call::get("/ansatt/jobber?lang=en")).await.text();
    for text in ["Receipt by e-mail", "no longer there", "<code>gone</code>", "Number of attempts: 1"] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let run = || Call::post(&format!("/ansatt/jobber/{id}/kjor?lang=en"));
    let answer = browser.send(&world.app, run()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, Some("/ansatt/jobber?lang=en&melding=kjores"))
    );
    let page = browser.send(&world.app, Call::get("/ansatt/jobber?lang=en&melding=kjores")).await.text();
    assert!(page.contains("The job runs again.") && page.contains("No job has stopped."), "{page}");
    // From another site it is refused, whoever is signed in.
    let foreign = run().header("sec-fetch-site", "cross-site").header("origin", "https://ond.example");
    assert_eq!(browser.send(&world.app, foreign).await.problem(), "cross_site");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_staff_do_is_logged_with_who_of_them(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let before = last_number(&world.app).await;
    let mut browser = administrator(&world).await;
    let id = give_up(&world).await;
    browser.send(&world.app, Call::get(JOBS)).await;
    browser.send(&world.app, Call::get("/ansatt/jobber")).await;
    browser.send(&world.app, Call::post(&format!("{JOBS}/{id}/run"))).await;
    browser.send(&world.app, Call::post(&format!("/ansatt/jobber/{id}/kjor"))).await;
    browser.send(&world.app, Call::post("/auth/staff/logout")).await;
    let entries = logged_since(&world.app, before).await;
    let told: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    let mut told_sorted = told.clone();
    told_sorted.sort_unstable();
    let expected =
        ["job_run_again", "job_run_again", "jobs_listed", "jobs_listed", "session_ended", "signed_in"];
    assert_eq!(told_sorted, expected);
    for entry in &entries {
        assert_eq!(entry.actor, "staff", "{entry:?}");
        assert!(entry.actor_id.as_ref().is_some_and(|id| !id.is_empty()), "{entry:?}");
    }
}
