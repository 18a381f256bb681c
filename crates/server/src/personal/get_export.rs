//! `GET /me/export`: all that is kept of the person, to take along.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use futures_util::stream;
use http::{
    HeaderName,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};

use super::export::Export;
use crate::{
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::{AuditAction, NewEntry},
    tries::{Tried, Whose},
};

const HEADERS: [(HeaderName, &str); 2] = [
    (CONTENT_TYPE, "application/zip"),
    (CONTENT_DISPOSITION, "attachment; filename=\"servicetorg-mine-data.zip\""),
];

/// All that is kept of the person: a ZIP with `mine-data.json`, which is a `PersonalData`, each file, and the copy of
/// each case. It comes while it is made; one that is broken off does not open. Needs the highest level of sign-in that
/// anything in it needs.
#[utoipa::path(
    get,
    path = "/me/export",
    tag = "personal",
    responses(
        (status = 200, description = "The archive, as an attachment", body = Vec<u8>,
            content_type = "application/zip"),
        openapi::Always,
        openapi::Personal, openapi::Guarded,
    )
)]
pub async fn get_export(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
) -> Answer<Response> {
    let (whose, now) = (person.id, app.clock.now());
    let export = Export::of(&app, person, now).await?.ok_or(Code::SessionExpired)?;
    standing.check(export.level(&app.pack))?;
    app.tries.take(Tried::Export, Whose::Person(whose), now)?;
    app.store.note(NewEntry::new(AuditAction::PersonExported, now).of(whose))?;
    let pieces = stream::unfold(export.send(app), |mut pieces| async {
        let piece = pieces.recv().await?;
        Some((piece, pieces))
    });
    Ok((HEADERS, Body::from_stream(pieces)).into_response())
}
