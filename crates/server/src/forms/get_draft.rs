//! `GET /forms/{form}/draft`: what the person has begun.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{forms_api::Draft, problem::Code};
use http::{HeaderMap, StatusCode};

use super::holder::Holder;
use crate::{
    answers::with_revision,
    extract::Id,
    openapi,
    problem::Answer,
    session::CookieUse,
    state::{App, AppState},
    storage::{AuditAction, NewEntry},
};

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
        openapi::Personal, openapi::Guarded,
        openapi::Named,
    )
)]
pub async fn get_draft(
    State(app): State<AppState>,
    holder: Holder,
    headers: HeaderMap,
    Id(form): Id,
) -> Answer<Response> {
    let answer = find(&app, &holder, &form).await;
    let kind = app.serving.cookies.kind(&headers);
    if matches!(holder, Holder::Person(_)) || kind.read(CookieUse::Session, &headers).is_none() {
        return answer;
    }
    // The session that the browser came with has ended, and from now on it goes on as nobody.
    Ok((kind.take_back(CookieUse::Session), answer).into_response())
}

async fn find(app: &App, holder: &Holder, form: &str) -> Answer<Response> {
    let person = holder.person().ok_or(Code::NotFound)?;
    let draft = app.store.draft(person, form, app.clock.now()).await?.ok_or(Code::NotFound)?;
    app.store.note(NewEntry::new(AuditAction::DraftRead, app.clock.now()).of(person).to(form))?;
    let is_accepted = app.pack.is_accepted(form, draft.content.version);
    let told = Draft {
        required_version: if is_accepted { None } else { app.pack.newest_version(form) },
        deleted_on: draft.head.deleted_on(),
        key: draft.head.key,
        revision: draft.head.revision,
        saved: draft.head.saved,
        code: holder.code(),
        content: draft.content,
    };
    Ok(with_revision(StatusCode::OK, told.revision, &told))
}
