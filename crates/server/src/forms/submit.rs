//! `POST /forms/{form}/submissions`: makes a case of the answers, once.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use content::Pack;
use contract::{
    forms_api::{Receipt, Submission},
    paths::is_id,
    problem::Code,
};
use forms::{Access, Answers, Context, Issue, Way};
use http::{HeaderMap, StatusCode};
use locale::Timestamp;
use uuid::Uuid;

use super::{edition, holder::Holder, named};
use crate::{
    copy,
    extract::{Id, JsonBody, header_text},
    openapi,
    problem::{Answer, Failure},
    randomness::sha256,
    state::AppState,
    storage::{AuditAction, FilePlace, NamedFiles, NewCase, NewEntry, StoredCase, SubmissionKey, Submitted},
    uploads,
};

const KEY_HEADER: &str = "idempotency-key";

/// Sends a form. The same call with the same `Idempotency-Key` gives the same receipt and no second case.
#[utoipa::path(
    post,
    path = "/forms/{form}/submissions",
    tag = "forms",
    params(("form" = String, Path), ("idempotency-key" = String, Header, description = "1 to 64 letters, \
        digits, hyphens and underscores; the draft's key")),
    request_body = Submission,
    responses(
        (status = 200, description = "Received before", body = Receipt),
        (status = 201, description = "Received now", body = Receipt),
        (status = 409, description = "`uploads_pending`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`form_version_unknown`, `unknown_fields`, `hidden_fields`, \
            `invalid_answers`, `draft_code_unknown` or `idempotency_key_reused`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
        openapi::WithBody,
    )
)]
pub async fn submit(
    State(app): State<AppState>,
    holder: Holder,
    Id(form): Id,
    headers: HeaderMap,
    JsonBody(submission): JsonBody<Submission>,
) -> Answer<Response> {
    app.pack.newest_version(&form).ok_or(Code::NotFound)?;
    // Who is not signed in sends a draft: the code is what a try again is known by.
    let person = holder.person().ok_or(Code::DraftCodeUnknown)?;
    let key = submission_key(&headers, &form, &submission)?;
    // Looked up before the rules: a try again must succeed even where midnight or a new version came between.
    let submitted = match app.store.earlier_submission(person, &key).await? {
        Some(earlier) => earlier,
        None => {
            if matches!(holder, Holder::Open { .. }) {
                // The draft of the code, once: its key is the only one that sends.
                let draft = app.store.draft(person, &form, app.clock.now()).await?;
                draft.filter(|draft| draft.head.key == key.key).ok_or(Code::DraftCodeUnknown)?;
            }
            let access = holder.access();
            let case = new_case(&app.pack, person, access, &form, &submission, app.clock.now())?;
            app.store.submit(&case, &key).await?
        }
    };
    if matches!(submitted, Submitted::New(_)) {
        // Refused files, which do not follow to the case.
        uploads::remove_orphans(&app).await;
    }
    match submitted {
        Submitted::New(case) => Ok((StatusCode::CREATED, Json(receipt(case))).into_response()),
        Submitted::Again(case) => {
            let entry = NewEntry::new(AuditAction::CaseRead, app.clock.now()).of(person);
            app.store.note(entry.to(case.head.id))?;
            Ok(Json(receipt(case)).into_response())
        }
        Submitted::KeyReused => Err(Code::IdempotencyKeyReused.into()),
        Submitted::FilesPending(count) => Err(Code::UploadsPending { count }.into()),
        Submitted::WrongFiles(places) => {
            Err(Code::InvalidAnswers { issues: places.into_iter().map(wrong_file).collect() }.into())
        }
    }
}

/// The case that the answers make, by the same rules as the browser's.
pub(crate) fn new_case(
    pack: &Pack,
    person: Uuid,
    access: Access,
    form: &str,
    submission: &Submission,
    received: Timestamp,
) -> Answer<NewCase> {
    let edition = edition(pack, form, submission.version)?;
    let language = submission.language;
    let today = received.in_norway().date;
    let context = Context { access, ..Context::new(today, language) };
    let surplus = edition.form.surplus(&submission.answers, &context);
    if !surplus.unknown.is_empty() {
        return Err(Code::UnknownFields { fields: named(surplus.unknown) }.into());
    }
    if !surplus.hidden.is_empty() {
        return Err(Code::HiddenFields { fields: named(surplus.hidden) }.into());
    }
    let issues = edition.form.validate(&submission.answers, &context);
    if !issues.is_empty() {
        return Err(Code::InvalidAnswers { issues }.into());
    }
    let answers = edition.form.to_submit(&submission.answers, &context);
    let texts = edition.texts.get(&language).ok_or_else(|| Failure::internal("a form lacks a language"))?;
    let service = &edition.form.definition().service;
    let unknown_service = || Failure::internal("a form belongs to no service");
    let title = pack.service_title(service, language).ok_or_else(unknown_service)?;
    let summary = edition.form.summary(texts, &answers, &context);
    Ok(NewCase {
        person,
        title: title.to_owned(),
        next_steps: pack.next_steps(service, language).ok_or_else(unknown_service)?.to_vec(),
        answer_by: pack.answer_by(service, today).ok_or_else(unknown_service)?,
        service: service.clone(),
        form: form.to_owned(),
        version: submission.version,
        language,
        files: named_files(&answers),
        checksum: copy::checksum(&summary, form, submission.version, language),
        summary,
        answers,
        received,
    })
}

/// The files that the answers name.
fn named_files(answers: &Answers) -> Vec<NamedFiles> {
    let now = answers.attachments().filter(|(_, _, attachment)| attachment.how == Way::Now.key());
    now.map(|(field, row, attachment)| NamedFiles {
        place: (field.to_owned(), row.map(str::to_owned)),
        files: attachment.files.clone(),
    })
    .collect()
}

fn wrong_file((field, row): FilePlace) -> Issue {
    Issue { field, row, part: Some("files".to_owned()), code: forms::Code::WrongFile }
}

/// The key, and the hash by which the same submission is known again. Answers are kept in order of their
/// fields, so the same answers always have the same hash.
fn submission_key(headers: &HeaderMap, form: &str, submission: &Submission) -> Answer<SubmissionKey> {
    if !headers.contains_key(KEY_HEADER) {
        return Err(Code::IdempotencyKeyRequired.into());
    }
    let key = header_text(headers, KEY_HEADER).filter(|key| is_id(key));
    let key = key.ok_or_else(|| Failure::parameter(KEY_HEADER))?.to_owned();
    let sent =
        serde_json::to_vec(&(form, submission)).map_err(|error| Failure::internal(&error.to_string()))?;
    Ok(SubmissionKey { key, request_hash: sha256(&sent) })
}

fn receipt(case: StoredCase) -> Receipt {
    Receipt {
        reference: case.head.reference,
        received: case.head.received,
        answer_by: case.head.answer_by,
        summary: case.summary,
        next_steps: case.next_steps,
        checksum: case.checksum,
    }
}
