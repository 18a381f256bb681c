//! `GET /forms/{form}/versions/{version}/schema`: the JSON Schema of what a version sends.

use axum::{
    extract::{Path, State},
    response::Response,
};
use contract::{paths::is_id, problem::Code};
use forms::author;
use http::{HeaderMap, HeaderValue};

use crate::{
    answers::unless_known,
    extract::Lang,
    openapi,
    problem::{Answer, Failure},
    state::AppState,
};

const MEDIA_TYPE: &str = "application/schema+json";

/// The JSON Schema (2020-12) of the answers of a version, for those who receive them. Its `$id` is the same in
/// every language; only titles differ.
#[utoipa::path(
    get,
    path = "/forms/{form}/versions/{version}/schema",
    tag = "forms",
    params(
        ("form" = String, Path),
        ("version" = u32, Path),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, body = serde_json::Value, content_type = "application/schema+json",
            headers(("etag" = String))),
        (status = 304, description = "As before"),
        openapi::Always,
        openapi::Named,
    )
)]
pub async fn get_schema(
    State(app): State<AppState>,
    headers: HeaderMap,
    Path(named): Path<(String, String)>,
    Lang(language): Lang,
) -> Answer<Response> {
    let (form, version) = named;
    let version = version.parse().map_err(|_| Code::NotFound)?;
    let edition = Some(form).filter(|form| is_id(form));
    let edition = edition.and_then(|form| app.pack.form(&form, Some(version))).ok_or(Code::NotFound)?;
    let texts = edition.texts.get(&language).ok_or_else(|| Failure::internal("a form lacks a language"))?;
    let schema = serde_json::to_vec(&author::json_schema(&edition.form, texts))
        .map_err(|error| Failure::internal(&error.to_string()))?;
    Ok(unless_known(&headers, HeaderValue::from_static(MEDIA_TYPE), schema))
}
