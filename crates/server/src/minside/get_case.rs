//! `GET /cases/{reference}`: a case in full.

use axum::{Json, extract::State};
use contract::{
    minside::{Case, CaseEvent, CaseStatus, EmailReceipt, EmailState},
    problem::Code,
};
use locale::Language;

use super::{awaited::awaited, card, send_email_receipt::email_receipt};
use crate::{
    extract::{Id, Lang},
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::{App, AppState},
    storage::{AuditAction, NewEntry, StoredCase},
    uploads,
};

/// The person's case of that reference. Somebody else's is not found.
#[utoipa::path(
    get,
    path = "/cases/{reference}",
    tag = "minside",
    params(
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    responses((status = 200, body = Case), openapi::Always, openapi::Personal, openapi::Guarded, openapi::Named)
)]
pub async fn get_case(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    Id(reference): Id,
    Lang(language): Lang,
) -> Answer<Json<Case>> {
    let (case, events) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    standing.check(app.pack.service_level(&case.head.service))?;
    let entry = NewEntry::new(AuditAction::CaseRead, app.clock.now()).of(person.id);
    app.store.note(entry.to(case.head.id))?;
    let email = email_receipt(&app, &person, &case).await?;
    Ok(Json(Case { email, ..told_case(&app, case, events, language).await? }))
}

/// A case as the client is told, its next steps in the language asked for; without e-mail, which goes to people.
pub(crate) async fn told_case(
    app: &App,
    case: StoredCase,
    events: Vec<CaseEvent>,
    language: Language,
) -> Answer<Case> {
    let files = app.store.case_attachments(case.head.id).await?;
    let awaited = awaited(app, &case, &files, language);
    let service = case.head.service.clone();
    let next_steps = match case.head.status {
        CaseStatus::Closed => Vec::new(),
        CaseStatus::Received | CaseStatus::InProgress => {
            app.pack.next_steps(&service, language).map_or(case.next_steps, <[String]>::to_vec)
        }
    };
    Ok(Case {
        awaited,
        card: card(app, case.head, language),
        service,
        events,
        next_steps,
        summary: case.summary,
        summary_language: case.language,
        files: files.into_iter().filter_map(uploads::case_file).collect(),
        checksum: case.checksum,
        email: EmailReceipt { state: EmailState::Off, address: None },
    })
}
