//! `DELETE /forms/{form}/draft`: the person gives up what is begun.

use axum::extract::State;
use contract::problem::Code;
use http::StatusCode;

use crate::{extract::Id, openapi, problem::Answer, session::SignedInPerson, state::AppState, uploads};

/// Deletes the person's draft of this form with its files; none is fine too.
#[utoipa::path(
    delete,
    path = "/forms/{form}/draft",
    tag = "forms",
    params(("form" = String, Path)),
    responses((status = 204), openapi::Always, openapi::Personal, openapi::Changes, openapi::Named)
)]
pub async fn delete_draft(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    Id(form): Id,
) -> Answer<StatusCode> {
    app.pack.newest_version(&form).ok_or(Code::NotFound)?;
    app.store.delete_draft(person.id, &form).await?;
    uploads::remove_orphans(&app).await;
    Ok(StatusCode::NO_CONTENT)
}
