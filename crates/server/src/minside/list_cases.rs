//! `GET /cases`: what the person has sent.

use axum::{Json, extract::State};
use contract::minside::CaseList;

use super::card;
use crate::{
    extract::Lang,
    openapi,
    problem::Answer,
    session::SignedInPerson,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// The person's cases, the newest first, 200 at the most.
#[utoipa::path(
    get,
    path = "/cases",
    tag = "minside",
    params(openapi::InLanguage),
    responses((status = 200, body = CaseList), openapi::Always, openapi::Personal)
)]
pub async fn list_cases(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    Lang(language): Lang,
) -> Answer<Json<CaseList>> {
    let cases = app.store.cases(person.id).await?;
    app.store.note(NewEntry::new(AuditAction::CasesListed, app.clock.now()).of(person.id))?;
    let cases = cases.into_iter().map(|case| card(&app, case, language)).collect();
    Ok(Json(CaseList { cases }))
}
