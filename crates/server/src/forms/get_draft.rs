//! `GET /forms/{form}/draft`: what the person has begun.

use axum::{extract::State, response::Response};
use contract::{forms_api::Draft, problem::Code};
use http::StatusCode;

use crate::{
    answers::with_revision, extract::Id, openapi, problem::Answer, session::SignedInPerson, state::AppState,
};

/// The person's draft of this form; its revision is the `ETag`.
#[utoipa::path(
    get,
    path = "/forms/{form}/draft",
    tag = "forms",
    params(("form" = String, Path)),
    responses(
        (status = 200, body = Draft, headers(("etag" = String))),
        openapi::Always,
        openapi::Personal,
        openapi::Named,
    )
)]
pub async fn get_draft(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    Id(form): Id,
) -> Answer<Response> {
    let draft = app.store.draft(person.id, &form, app.clock.now()).await?.ok_or(Code::NotFound)?;
    let is_accepted = app.pack.is_accepted(&form, draft.content.version);
    let told = Draft {
        required_version: if is_accepted { None } else { app.pack.newest_version(&form) },
        deleted_on: draft.head.deleted_on(),
        key: draft.head.key,
        revision: draft.head.revision,
        saved: draft.head.saved,
        content: draft.content,
    };
    Ok(with_revision(StatusCode::OK, told.revision, &told))
}
