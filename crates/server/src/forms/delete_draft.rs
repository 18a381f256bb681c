//! `DELETE /forms/{form}/draft`: the person gives up what is begun.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use http::{HeaderMap, StatusCode};

use super::{code::DraftCode, holder::Holder};
use crate::{extract::Id, openapi, problem::Answer, state::AppState, uploads};

/// Deletes the draft of this form with its files, and its code where it has one; none is fine too.
#[utoipa::path(
    delete,
    path = "/forms/{form}/draft",
    tag = "forms",
    params(("form" = String, Path)),
    responses((status = 204), openapi::Always, openapi::Personal, openapi::Changes, openapi::Named)
)]
pub async fn delete_draft(
    State(app): State<AppState>,
    holder: Holder,
    headers: HeaderMap,
    Id(form): Id,
) -> Answer<Response> {
    app.pack.newest_version(&form).ok_or(Code::NotFound)?;
    match holder {
        Holder::Person(person) => app.store.delete_draft(person.id, &form, app.clock.now()).await?,
        Holder::Nobody => {}
        Holder::Open { person, .. } => {
            app.store.end_open_draft(person, app.clock.now()).await?;
            uploads::remove_orphans(&app).await;
            let forget = DraftCode::take_back(app.serving.cookies.kind(&headers), &form);
            return Ok((StatusCode::NO_CONTENT, forget).into_response());
        }
    }
    uploads::remove_orphans(&app).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}
