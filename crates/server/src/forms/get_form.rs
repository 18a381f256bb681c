//! `GET /forms/{form}`: the newest version of a form with its words.

use axum::{extract::State, response::Response};
use contract::{forms_api::FormBundle, problem::Code};
use http::HeaderMap;

use crate::{
    answers::public_json,
    extract::{Id, Lang, query_value},
    openapi,
    problem::{Answer, Failure},
    state::AppState,
};

/// A form, the newest version unless another is asked for: a draft goes on in the version it was begun in.
#[utoipa::path(
    get,
    path = "/forms/{form}",
    tag = "forms",
    params(
        ("form" = String, Path),
        ("version" = Option<u32>, Query, description = "The newest where none is given"),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, body = FormBundle),
        (status = 304, description = "As before"),
        openapi::Always,
        openapi::Named,
    )
)]
pub async fn get_form(
    State(app): State<AppState>,
    headers: HeaderMap,
    Id(form): Id,
    Lang(language): Lang,
    uri: http::Uri,
) -> Answer<Response> {
    let version = query_value(uri.query(), "version").map(str::parse).transpose();
    let version = version.map_err(|_| Failure::parameter("version"))?;
    let bundle = app.pack.form_bundle(&form, version, language, app.clock.today()).ok_or(Code::NotFound)?;
    public_json(&headers, &bundle)
}
