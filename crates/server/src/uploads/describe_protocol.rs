//! `OPTIONS /uploads` and `/uploads/{id}`: what the server speaks.

use axum::{extract::State, response::IntoResponse};
use http::StatusCode;

use crate::{openapi, state::AppState};

const EXTENSIONS: &str = "creation,creation-with-upload,termination,expiration,checksum";

/// Version and extensions of tus.
#[utoipa::path(
    options,
    path = "/uploads",
    tag = "uploads",
    responses(
        (status = 204, headers(
            ("tus-version" = String),
            ("tus-extension" = String),
            ("tus-max-size" = u64),
            ("tus-checksum-algorithm" = String),
        )),
        openapi::Always,
    )
)]
pub async fn describe_protocol(State(app): State<AppState>) -> impl IntoResponse {
    let largest = app.uploads.rules.file_bytes.to_string();
    (
        StatusCode::NO_CONTENT,
        [
            ("tus-extension", EXTENSIONS.to_owned()),
            ("tus-max-size", largest),
            ("tus-checksum-algorithm", "sha256".to_owned()),
        ],
    )
}
