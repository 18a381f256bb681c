//! `GET /forms/{form}/submissions/{reference}`: what was sent, for the receipt.

use axum::{
    Json,
    extract::{Path, State},
};
use contract::{
    forms_api::{Sender, Sent},
    minside::Case,
    paths::is_id,
    problem::Code,
};

use super::holder::Holder;
use crate::{
    extract::Lang,
    minside::{email_receipt, told_case},
    openapi,
    problem::Answer,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// The case that a submission made, for whoever sent it: for two hours where nobody was signed in.
#[utoipa::path(
    get,
    path = "/forms/{form}/submissions/{reference}",
    tag = "forms",
    params(
        ("form" = String, Path),
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    responses((status = 200, body = Sent), openapi::Always, openapi::Personal, openapi::Guarded, openapi::Named)
)]
pub async fn get_sent(
    State(app): State<AppState>,
    holder: Holder,
    Path(named): Path<(String, String)>,
    Lang(language): Lang,
) -> Answer<Json<Sent>> {
    let (_, reference) = named;
    let person = holder.person().filter(|_| is_id(&reference)).ok_or(Code::NotFound)?;
    let (case, events) = app.store.case(person, &reference).await?.ok_or(Code::NotFound)?;
    let entry = NewEntry::new(AuditAction::CaseRead, app.clock.now()).of(person);
    app.store.note(entry.to(case.head.id))?;
    let (sender, email) = match &holder {
        Holder::Person(person) => (Sender::Person, Some(email_receipt(&app, person, &case).await?)),
        Holder::Open { .. } | Holder::Nobody => (Sender::Unknown, None),
    };
    let told = told_case(&app, case, events, language).await?;
    let case = match email {
        Some(email) => Case { email, ..told },
        None => told,
    };
    Ok(Json(Sent { case, sender }))
}
