//! What was not sent goes, with its bytes; what was sent stays; and a submission at the same moment is whole or none.

use std::time::Duration;

use rstest::rstest;
use sea_orm::{ConnectionTrait, Database as Connect, Statement, TransactionTrait};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Place, Somebody, delete_unsent, named, pdf};
use crate::{
    audit::{last_number, logged_since},
    support::{Call, answers, save_draft, submission},
};

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn drafts_and_files_of_no_case_go_and_cases_stay(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let (app, cookie) = (somebody.app(), somebody.cookie());
    let get = |path: String| async move { app.send(Call::get(&path).cookie(cookie)).await };
    let secret = get("/api/v1/session/device-key".to_owned()).await.json()["secret"].clone();
    let case = get(format!("/api/v1/cases/{}", somebody.with_file)).await.json();
    let before = last_number(app).await;

    let deleted = delete_unsent(app, cookie).await;
    assert_eq!((deleted.status.as_u16(), deleted.json()), (200, json!({ "drafts": 1, "files": 2 })));
    assert_eq!(get("/api/v1/forms/prove/draft".to_owned()).await.problem(), "not_found");
    let waiting = get(format!("/api/v1/uploads?case={}&field=vedlegg", somebody.awaiting)).await.json();
    assert_eq!(waiting["uploads"], json!([]));
    assert_eq!(get(format!("/api/v1/cases/{}", somebody.with_file)).await.json(), case);
    let file = case["files"][0]["id"].as_str().unwrap();
    let content = get(format!("/api/v1/uploads/{file}/content")).await;
    assert_eq!((content.status.as_u16(), content.body), (200, pdf(3000)));
    let objects = somebody.sender.objects();
    assert!(objects.len() == 1 && objects[0].parent().unwrap().ends_with(file), "{objects:?}");
    // What lies in browsers opens no more.
    assert_ne!(get("/api/v1/session/device-key".to_owned()).await.json()["secret"], secret);

    let entries = logged_since(app, before).await;
    let told: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    for (action, times) in [("unsent_deleted", 1), ("draft_deleted", 1), ("file_deleted", 2)] {
        assert_eq!(told.iter().filter(|told| **told == action).count(), times, "{told:?}");
    }
    assert_eq!(delete_unsent(app, cookie).await.json(), json!({ "drafts": 0, "files": 0 }));
}

#[tokio::test]
async fn what_another_person_has_begun_stays() {
    let somebody = Somebody::on(Place::Sqlite).await.unwrap();
    let jonas = somebody.app().sign_in("jonas").await;
    assert_eq!(delete_unsent(somebody.app(), &jonas).await.json(), json!({ "drafts": 0, "files": 0 }));
    let draft = Call::get("/api/v1/forms/prove/draft").cookie(somebody.cookie());
    assert_eq!(somebody.app().send(draft).await.status, 200);
    assert_eq!(somebody.sender.objects().len(), 3);
}

/// Who comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Submission,
    Deletion,
}

/// Both wait for a lock that another program holds on the draft, in that order, and go on at once.
#[rstest]
#[case::submission(First::Submission)]
#[case::deletion(First::Deletion)]
#[tokio::test]
async fn a_submission_at_the_same_moment_is_whole_or_finds_its_draft_gone(#[case] first: First) {
    let Some(somebody) = Somebody::on(Place::Postgres).await else { return };
    let app = somebody.app();
    let other = Connect::connect(&app.url).await.unwrap();
    let held = other.begin().await.unwrap();
    held.execute_unprepared("SELECT id FROM draft FOR UPDATE").await.unwrap();

    let (submit, delete) = (submission_with_file(&somebody, "samtidig").await, unsent_call(&somebody));
    let calls = match first {
        First::Submission => [submit, delete],
        First::Deletion => [delete, submit],
    };
    let mut answers = Vec::new();
    for (index, call) in calls.into_iter().enumerate() {
        let router = app.another_instance().await;
        answers.push(tokio::spawn(async move { router.oneshot(call).await.unwrap().status().as_u16() }));
        until_waiting(&other, index + 1).await;
    }
    held.commit().await.unwrap();
    let mut statuses = Vec::new();
    for answer in answers {
        statuses.push(answer.await.unwrap());
    }
    other.close().await.unwrap();
    if first == First::Deletion {
        statuses.reverse();
    }
    let expected = if first == First::Submission { 201 } else { 422 };
    assert_eq!(statuses, [expected, 200]);
    is_whole_or_gone(&somebody, usize::from(statuses[0] == 201)).await;
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[tokio::test]
async fn many_submissions_and_deletions_at_once_never_stand_in_each_others_way(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let app = somebody.app();
    let other = app.another_instance().await;
    let mut cases = 0;
    for turn in 0..15 {
        let submit = submission_with_file(&somebody, &format!("tur-{turn}")).await;
        let (sent, deleted) = tokio::join!(
            app.router().oneshot(submit),
            // Which of them is first differs from turn to turn.
            async {
                for _ in 0..turn {
                    tokio::task::yield_now().await;
                }
                other.clone().oneshot(unsent_call(&somebody)).await
            }
        );
        let (sent, deleted) = (sent.unwrap().status().as_u16(), deleted.unwrap().status().as_u16());
        assert!(matches!(sent, 201 | 422) && deleted == 200, "{turn}: {sent} {deleted}");
        cases += usize::from(sent == 201);
        is_whole_or_gone(&somebody, cases).await;
        let again = save_draft(somebody.cookie(), ("if-none-match", "*"), &answers());
        assert_eq!(app.send(again).await.status, 201);
        somebody.sender.ready("Utkast.pdf", &pdf(1000)).await;
    }
}

/// What the person sees afterwards goes together: the file is that of a case, as often as one was sent with it, and
/// there is no draft.
async fn is_whole_or_gone(somebody: &Somebody, sent: usize) {
    let (app, cookie) = (somebody.app(), somebody.cookie());
    let listed = app.send(Call::get("/api/v1/cases").cookie(cookie)).await.json();
    let mut with_file = 0;
    for case in listed["cases"].as_array().unwrap() {
        let path = format!("/api/v1/cases/{}", case["reference"].as_str().unwrap());
        let case = app.send(Call::get(&path).cookie(cookie)).await.json();
        if case["files"][0]["name"] != "Utkast.pdf" {
            continue;
        }
        with_file += 1;
        let id = case["files"][0]["id"].as_str().unwrap();
        let content = Call::get(&format!("/api/v1/uploads/{id}/content")).cookie(cookie);
        assert_eq!(app.send(content).await.body, pdf(1000));
    }
    assert_eq!(with_file, sent);
    let draft = app.send(Call::get("/api/v1/forms/prove/draft").cookie(cookie)).await;
    assert_eq!(draft.problem(), "not_found");
}

fn unsent_call(somebody: &Somebody) -> http::Request<axum::body::Body> {
    Call::delete("/api/v1/me/unsent").cookie(somebody.cookie()).request()
}

/// Of the draft that there is, with its file.
async fn submission_with_file(somebody: &Somebody, key: &str) -> http::Request<axum::body::Body> {
    let listed = somebody.sender.get("/api/v1/uploads?form=prove").await.json();
    let file: &Value = listed["uploads"].as_array().unwrap().last().unwrap();
    let mut all = answers();
    all["vedlegg"] = json!({ "how": "now", "files": [named(file)] });
    submission(key, somebody.cookie(), &all).request()
}

/// Until so many transactions of this database wait for a lock.
async fn until_waiting(other: &sea_orm::DatabaseConnection, number: usize) {
    let waiting = "SELECT count(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..1000 {
        let statement = Statement::from_string(sea_orm::DbBackend::Postgres, waiting);
        let row = other.query_one_raw(statement).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() >= number as i64 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits for the draft");
}
