//! `GET /demo/people`: who one can be.

use axum::Json;
use contract::session::{DemoPeople, DemoPerson};

use super::{DemoOnly, PEOPLE};
use crate::openapi;

/// The made-up people. Not there where the server does not run as a demo.
#[utoipa::path(
    get,
    path = "/demo/people",
    tag = "demo",
    responses((status = 200, body = DemoPeople), openapi::Always, openapi::Named)
)]
pub async fn list_people(_: DemoOnly) -> Json<DemoPeople> {
    let people = PEOPLE
        .iter()
        .map(|person| DemoPerson {
            id: person.key.to_owned(),
            name: person.name.to_owned(),
            identity_number: person.identity_number.to_owned(),
            story: person.story,
        })
        .collect();
    Json(DemoPeople { people })
}
