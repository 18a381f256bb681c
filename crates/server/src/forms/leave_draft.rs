//! `DELETE /forms/{form}/draft-code`: this browser forgets the code of a draft, which stays.

use axum::{extract::State, response::IntoResponse};
use http::{HeaderMap, StatusCode};

use super::code::DraftCode;
use crate::{extract::Id, openapi, problem::Answer, state::AppState};

/// Forgets the code, as on a computer that others use; with the code, the draft goes on anywhere.
#[utoipa::path(
    delete,
    path = "/forms/{form}/draft-code",
    tag = "forms",
    params(("form" = String, Path)),
    responses((status = 204), openapi::Always, openapi::Changes, openapi::Named)
)]
pub async fn leave_draft(
    State(app): State<AppState>,
    headers: HeaderMap,
    Id(form): Id,
) -> Answer<impl IntoResponse> {
    Ok((StatusCode::NO_CONTENT, DraftCode::take_back(app.serving.cookies.kind(&headers), &form)))
}
