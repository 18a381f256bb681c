//! `PUT /forms/{form}/draft`: keeps what the person has answered so far, right or wrong.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{
    forms_api::{DraftContent, DraftSaved},
    paths::is_id,
    problem::Code,
};
use forms::{Context, Form};
use http::{
    HeaderMap, StatusCode,
    header::{IF_MATCH, IF_NONE_MATCH},
};
use locale::{Date, Language};

use super::{code::DraftCode, deletes_at, edition, holder::Holder, named};
use crate::{
    answers::with_revision,
    extract::{Id, JsonBody, header_text},
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    storage::{DraftHead, Expected, OpenStage, SavedDraft},
    tries::{Source, Tried},
};

/// Keeps a draft: the first with `If-None-Match: *`, a change with `If-Match: "<revision>"`.
///
/// Where nobody is signed in and the form allows it, the first gives the browser a code as a cookie.
#[utoipa::path(
    put,
    path = "/forms/{form}/draft",
    tag = "forms",
    params(
        ("form" = String, Path),
        ("if-none-match" = Option<String>, Header, description = "`*` for the first"),
        ("if-match" = Option<String>, Header, description = "The revision in quotes, for a change"),
    ),
    request_body = DraftContent,
    responses(
        (status = 200, description = "Changed", body = DraftSaved, headers(("etag" = String))),
        (status = 201, description = "Created", body = DraftSaved, headers(("etag" = String))),
        (status = 412, description = "`draft_changed`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`form_version_unknown` or `unknown_fields`",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
        openapi::WithBody,
    )
)]
pub async fn save_draft(
    State(app): State<AppState>,
    holder: Holder,
    source: Source,
    Id(form): Id,
    headers: HeaderMap,
    JsonBody(content): JsonBody<DraftContent>,
) -> Answer<Response> {
    let now = app.clock.now();
    let edition = edition(&app.pack, &form, content.version)?;
    let expected = expected(&headers)?;
    check(&edition.form, &content, now.in_norway().date)?;
    let deletes_at = deletes_at(edition.form.definition(), now);
    let person = match (&holder, expected) {
        (Holder::Person(person), _) => person.id,
        (Holder::Open { person, stage: OpenStage::Draft, .. }, _) => *person,
        // What has been sent stays as it is: another one is begun.
        (Holder::Open { stage: OpenStage::Sent, .. } | Holder::Nobody, Expected::Nothing) => {
            app.tries.take(Tried::Draft, source, now)?;
            let code = DraftCode::new(app.randomness.as_ref())?;
            let head = app.store.begin_open_draft(&form, &content, &code.hash(), now, deletes_at).await?;
            let cookie = code.give(app.serving.cookies.kind(&headers), &form);
            return Ok((cookie, told(StatusCode::CREATED, head, Some(code.shown()))).into_response());
        }
        (Holder::Open { stage: OpenStage::Sent, .. } | Holder::Nobody, Expected::Revision(_)) => {
            return Err(Code::NotFound.into());
        }
    };
    let saved = app.store.save_draft(person, &form, &content, expected, now, deletes_at).await?;
    match saved {
        SavedDraft::Created(head) => Ok(told(StatusCode::CREATED, head, holder.code())),
        SavedDraft::Changed(head) => Ok(told(StatusCode::OK, head, holder.code())),
        SavedDraft::Conflict(revision) => Err(Code::DraftChanged { revision }.into()),
        // It was sent or deleted elsewhere.
        SavedDraft::Gone => Err(Code::NotFound.into()),
    }
}

fn told(status: StatusCode, head: DraftHead, code: Option<String>) -> Response {
    let told = DraftSaved {
        deleted_on: head.deleted_on(),
        key: head.key,
        revision: head.revision,
        saved: head.saved,
        code,
    };
    with_revision(status, told.revision, &told)
}

/// A draft may hold answers that are wrong or hidden, but none to questions that the form does not ask.
fn check(form: &Form, content: &DraftContent, today: Date) -> Answer<()> {
    if !is_id(&content.page) {
        return Err(Failure::parameter("page"));
    }
    let context = Context::new(today, Language::Nb);
    let unknown = form.surplus(&content.answers, &context).unknown;
    if unknown.is_empty() { Ok(()) } else { Err(Code::UnknownFields { fields: named(unknown) }.into()) }
}

fn expected(headers: &HeaderMap) -> Answer<Expected> {
    if headers.contains_key(IF_NONE_MATCH) {
        let is_any = header_text(headers, IF_NONE_MATCH.as_str()).is_some_and(|value| value.trim() == "*");
        return if is_any { Ok(Expected::Nothing) } else { Err(Failure::parameter("if-none-match")) };
    }
    if !headers.contains_key(IF_MATCH) {
        return Err(Code::PreconditionRequired.into());
    }
    let value = header_text(headers, IF_MATCH.as_str()).map(str::trim);
    let revision = value.and_then(|value| value.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    revision.map(Expected::Revision).ok_or_else(|| Failure::parameter("if-match"))
}
