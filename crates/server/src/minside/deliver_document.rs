//! `POST /cases/{reference}/documents`: hands in a document that was to come after the form.

use std::collections::BTreeSet;

use axum::{Json, extract::State};
use contract::{
    minside::{Case, DeliveredDocument},
    problem::Code,
};
use forms::Issue;
use uuid::Uuid;

use super::{awaited::is_awaited, email_receipt, told_case};
use crate::{
    extract::{Id, JsonBody, Lang},
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::Delivered,
    uploads,
};

/// Gives the person's case the files that were sent for the document, once; the same call again changes nothing.
/// The day that the person had said stays.
#[utoipa::path(
    post,
    path = "/cases/{reference}/documents",
    tag = "minside",
    params(
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    request_body = DeliveredDocument,
    responses(
        (status = 200, description = "The case has it, now or before", body = Case),
        (status = 409, description = "`uploads_pending` or `document_received`",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_answers`: the files are not there", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
        openapi::WithBody,
    )
)]
pub async fn deliver_document(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    Id(reference): Id,
    Lang(language): Lang,
    JsonBody(document): JsonBody<DeliveredDocument>,
) -> Answer<Json<Case>> {
    let (case, _) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    standing.check(app.pack.service_level(&case.head.service))?;
    if !is_awaited(&case, &document.field, document.row.as_deref()) {
        return Err(Code::NotFound.into());
    }
    let issue = Issue {
        field: document.field.clone(),
        row: document.row.clone(),
        part: Some("files".to_owned()),
        code: forms::Code::WrongFile,
    };
    let wrong = || Code::InvalidAnswers { issues: vec![issue.clone()] };
    let files: Result<BTreeSet<Uuid>, _> = document.files.iter().map(|id| Uuid::try_parse(id)).collect();
    let files = files.map_err(|_| wrong())?;
    let place = (document.field, document.row);
    let now = app.clock.now();
    match app.store.deliver_document(person.id, case.head.id, &place, &files, now).await? {
        Delivered::Here => {}
        Delivered::Otherwise => return Err(Code::DocumentReceived.into()),
        Delivered::Pending(count) => return Err(Code::UploadsPending { count }.into()),
        Delivered::Wrong => return Err(wrong().into()),
        Delivered::NoCase => return Err(Code::NotFound.into()),
    }
    uploads::remove_orphans(&app).await;
    let (case, events) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    let email = email_receipt(&app, &person, &case).await?;
    Ok(Json(Case { email, ..told_case(&app, case, events, language).await? }))
}
