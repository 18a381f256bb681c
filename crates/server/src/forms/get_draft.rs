//! `GET /forms/{form}/draft`: what the person has begun.

use axum::{extract::State, response::Response};
use contract::{forms_api::Draft, problem::Code};
use http::StatusCode;

use super::holder::Holder;
use crate::{answers::with_revision, extract::Id, openapi, problem::Answer, state::AppState};

/// The draft of this form, the person's or that of the code which the browser carries; its revision is the
/// `ETag`.
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
pub async fn get_draft(State(app): State<AppState>, holder: Holder, Id(form): Id) -> Answer<Response> {
    let person = holder.person().ok_or(Code::NotFound)?;
    let draft = app.store.draft(person, &form, app.clock.now()).await?.ok_or(Code::NotFound)?;
    let told = Draft {
        deleted_on: draft.head.deleted_on(),
        key: draft.head.key,
        revision: draft.head.revision,
        saved: draft.head.saved,
        code: holder.code(),
        content: draft.content,
    };
    Ok(with_revision(StatusCode::OK, told.revision, &told))
}
