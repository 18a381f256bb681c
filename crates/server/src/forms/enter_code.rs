//! `POST /draft-code`: goes on with a draft that was begun elsewhere.

use axum::{Json, extract::State, response::IntoResponse};
use contract::{
    forms_api::{EnteredCode, OpenedDraft},
    problem::Code,
};
use http::request::Parts;

use super::code::DraftCode;
use crate::{
    extract::JsonBody,
    openapi,
    problem::{Answer, Failure},
    session::SignedInPerson,
    state::AppState,
    storage::Entered,
    tries::{Source, Tried},
};

/// Lets this browser go on with the draft of a code; where somebody is signed in, the draft becomes theirs and
/// the code ends. A wrong code, one that has expired and one whose draft has been sent have the same answer.
#[utoipa::path(
    post,
    path = "/draft-code",
    tag = "forms",
    request_body = EnteredCode,
    responses(
        (status = 200, body = OpenedDraft),
        (status = 409, description = "`draft_exists`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`draft_code_unknown`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Changes,
        openapi::WithBody,
    )
)]
pub async fn enter_code(
    State(app): State<AppState>,
    source: Source,
    signed_in: Result<SignedInPerson, Failure>,
    parts: Parts,
    JsonBody(entered): JsonBody<EnteredCode>,
) -> Answer<impl IntoResponse> {
    let now = app.clock.now();
    app.tries.check(Tried::Code, source, now)?;
    let signed_in = signed_in.ok().map(|SignedInPerson(person)| person.id);
    let found = match DraftCode::parse(&entered.code) {
        Some(code) => match app.store.enter_code(&code.hash(), signed_in, now).await? {
            Entered::Opened(form) => Some((code, form)),
            Entered::Unknown => None,
            Entered::Taken => return Err(Code::DraftExists.into()),
        },
        None => None,
    };
    let Some((code, form)) = found else {
        app.tries.count(Tried::Code, source, now);
        return Err(Code::DraftCodeUnknown.into());
    };
    let kind = app.serving.cookies.kind(&parts.headers);
    let cookie = match signed_in {
        Some(_) => DraftCode::take_back(kind, &form),
        None => code.give(kind, &form),
    };
    Ok((cookie, Json(OpenedDraft { form })))
}
