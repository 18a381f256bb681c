//! Names of organisations: from the register where it answers, and nothing waits for it where it does not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, extract::Path, http::StatusCode, response::IntoResponse, routing::get};
use rstest::rstest;
use serde_json::{Value, json};
use server::organisations::RegisterSource;

use super::support::{Call, MINUTE, Setup, TestApp};

const CLUB: &str = "899900006";
const BANKRUPT: &str = "899900146";
const DELETED: &str = "899900219";

fn look_up(number: &str) -> Call {
    Call::get(&format!("/api/v1/organisations/{number}"))
}

#[tokio::test]
async fn a_demo_has_organisations_of_its_own() {
    let app = TestApp::new().await;
    let club = app.send(look_up(CLUB)).await;
    assert_eq!(
        club.json(),
        json!({
            "number": CLUB, "name": "OPPDIKTET IDRETTSLAG", "legal_form": "FLI",
            "address": ["Prøveveien 3", "3015 DRAMMEN"], "standing": "active",
        })
    );
    assert_eq!(app.send(look_up(BANKRUPT)).await.json()["standing"], "bankrupt");
    assert_eq!(app.send(look_up(DELETED)).await.json()["standing"], "deleted");
    assert_eq!(app.send(look_up("974760673")).await.problem(), "not_found");
    for wrong in ["974760674", "97476067", "abcdefghi", "123456785"] {
        assert_eq!(app.send(look_up(wrong)).await.problem(), "invalid_parameter", "{wrong}");
    }
}

#[tokio::test]
async fn without_a_register_the_person_writes_the_name() {
    let app = Setup { organisations: RegisterSource::Off, ..Setup::default() }.start().await.unwrap();
    let answer = app.send(look_up(CLUB)).await;
    assert_eq!((answer.problem().as_str(), answer.status.as_u16()), ("unavailable", 503));
}

/// A register that tells of each number what its second digit says, and counts how often it is asked.
async fn register(asked: Arc<AtomicUsize>) -> RegisterSource {
    let answer = move |kind: &'static str| {
        let asked = asked.clone();
        get(move |Path(number): Path<String>| {
            asked.fetch_add(1, Ordering::SeqCst);
            async move { told(kind, &number).await }
        })
    };
    let routes = Router::new()
        .route("/api/enheter/{number}", answer("enheter"))
        .route("/api/underenheter/{number}", answer("underenheter"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    RegisterSource::register(format!("http://{address}/api/").parse().unwrap()).unwrap()
}

fn record(number: &str) -> Value {
    // As the register answers, with more than we read.
    json!({
        "organisasjonsnummer": number,
        "navn": "DRAMMEN PRØVELAG",
        "organisasjonsform": { "kode": "FLI", "beskrivelse": "Forening/lag/innretning", "_links": {} },
        "forretningsadresse": {
            "land": "Norge", "landkode": "NO", "postnummer": "3015", "poststed": "DRAMMEN",
            "adresse": ["c/o Leder", "Engene 1"], "kommune": "DRAMMEN", "kommunenummer": "3301",
        },
        "registrertIMvaregisteret": false, "konkurs": false, "underAvvikling": false,
        "_links": { "self": { "href": "https://data.brreg.no/" } },
    })
}

async fn told(kind: &str, number: &str) -> axum::response::Response {
    match (number, kind) {
        ("974760673", "enheter") | ("810000007", "underenheter") => Json(record(number)).into_response(),
        ("810000015", _) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        ("810000023", _) => "no JSON".into_response(),
        ("810000031", _) => Json(json!({ "navn": "uten nummer" })).into_response(),
        ("810000058", _) => Json(record("974760673")).into_response(),
        ("810000066", _) => Json(json!({ "navn": "x".repeat(100_000) })).into_response(),
        ("810000074", _) => std::future::pending().await,
        ("810000082", _) => StatusCode::GONE.into_response(),
        ("810000090", _) => (StatusCode::FOUND, [("location", "/api/enheter/974760673")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[tokio::test]
async fn the_register_is_asked_once_an_hour() {
    let asked = Arc::new(AtomicUsize::new(0));
    let app =
        Setup { organisations: register(asked.clone()).await, ..Setup::default() }.start().await.unwrap();
    let found = app.send(look_up("974760673")).await;
    assert_eq!(found.json()["name"], "DRAMMEN PRØVELAG");
    assert_eq!(found.json()["address"], json!(["c/o Leder", "Engene 1", "3015 DRAMMEN"]));
    assert_eq!(app.send(look_up("974760673")).await.status, 200);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    app.clock.advance(60 * MINUTE);
    assert_eq!(app.send(look_up("974760673")).await.status, 200);
    assert_eq!(asked.load(Ordering::SeqCst), 2);

    let branch = app.send(look_up("810000007")).await;
    assert_eq!(branch.status, 200, "the number of a branch is found as well");
    for missing in ["810000082", "810000082", CLUB] {
        assert_eq!(app.send(look_up(missing)).await.problem(), "not_found");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 8, "that there is none is remembered too");
}

#[rstest]
#[case::error("810000015")]
#[case::not_json("810000023")]
#[case::no_number("810000031")]
#[case::another_number("810000058")]
#[case::too_large("810000066")]
#[case::leads_elsewhere("810000090")]
#[case::never("810000074")]
#[tokio::test]
async fn a_register_that_fails_is_unavailable(#[case] number: &str) {
    let organisations = register(Arc::default()).await;
    let app = Setup { organisations, ..Setup::default() }.start().await.unwrap();
    assert_eq!(app.send(look_up(number)).await.problem(), "unavailable");
    assert_eq!(app.send(look_up("974760673")).await.status, 200, "and the next one is asked for");
}

#[tokio::test]
async fn the_register_is_not_asked_without_end() {
    let app = TestApp::new().await;
    let numbers = (81_000_000..).map(|first: u32| first.to_string()).flat_map(|first| {
        (0..=9).map(move |last| format!("{first}{last}")).find(|number| forms::is_organisation_number(number))
    });
    for number in numbers.take(100) {
        assert_eq!(app.send(look_up(&number)).await.problem(), "not_found");
    }
    assert_eq!(app.send(look_up(CLUB)).await.problem(), "too_many_tries");
}
