//! `GET /cases/{reference}/receipt.pdf`: the copy of what was sent, to keep.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use locale::Language;

use crate::{
    copy,
    extract::{Id, Lang},
    openapi,
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::{AuditAction, NewEntry},
};

const PDF: &str = "application/pdf";

/// The person's copy as PDF/A-2a and PDF/UA-1. Somebody else's case is not found.
#[utoipa::path(
    get,
    path = "/cases/{reference}/receipt.pdf",
    tag = "minside",
    params(
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, description = "The copy, as an attachment", body = Vec<u8>,
            content_type = "application/pdf"),
        openapi::Always,
        openapi::Personal, openapi::Guarded,
        openapi::Named,
    )
)]
pub async fn get_case_copy(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    Id(reference): Id,
    lang: Option<Lang>,
) -> Answer<Response> {
    let (case, _) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    standing.check(app.pack.service_level(&case.head.service))?;
    let entry = NewEntry::new(AuditAction::CaseCopied, app.clock.now()).of(person.id);
    app.store.note(entry.to(case.head.id))?;
    let language = lang.map_or(case.language, |Lang(language)| language);
    let document = copy::document(&app.pack, case, language, app.clock.now());
    let file = format!("attachment; filename=\"{}-{}.pdf\"", file_word(language), document.reference);
    // Some milliseconds of work, more for the longest: not where other calls wait.
    let made = tokio::task::spawn_blocking(move || receipt::to_pdf(&document)).await;
    let pdf = made
        .map_err(|error| Failure::internal(&error.to_string()))?
        .map_err(|error| Failure::internal(&format!("{}: {error}", error.code())))?;
    Ok(([(CONTENT_TYPE, PDF.to_owned()), (CONTENT_DISPOSITION, file)], pdf).into_response())
}

/// Plain letters, which every system takes in the name of a file; references have no others either.
const fn file_word(language: Language) -> &'static str {
    match language {
        Language::Nb | Language::Nn => "kvittering",
        Language::En => "receipt",
    }
}
