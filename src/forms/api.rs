//! The calls of this slice.

use contract::{
    forms_api::{Draft, DraftContent, DraftSaved, EnteredCode, OpenedDraft, Receipt, Submission},
    minside::Profile,
    organisations::RegisteredOrganisation,
    paths,
    problem::Code,
    session::{DeviceKey, Session},
    uploads::{Upload, UploadList},
};

use crate::platform::http::{self, Failure, Headers, Method};

/// The person's draft of a form, or nothing.
pub async fn draft(form: &str) -> Result<Option<Draft>, Failure> {
    match http::get(&paths::draft(form)).await {
        Ok(draft) => Ok(Some(draft)),
        Err(failure) if matches!(failure.code(), Some(Code::NotFound)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Keeps a draft: the first one, or a change of the revision the person has seen.
pub async fn save_draft(
    form: &str,
    content: &DraftContent,
    revision: Option<u32>,
) -> Result<DraftSaved, Failure> {
    let condition = match revision {
        None => ("if-none-match", "*".to_owned()),
        Some(revision) => ("if-match", ["\"", &revision.to_string(), "\""].concat()),
    };
    http::send(Method::Put, &paths::draft(form), &Headers(vec![condition]), content).await
}

/// Sends; the same key again gives the same receipt.
pub async fn submit(form: &str, submission: &Submission, key: &str) -> Result<Receipt, Failure> {
    let headers = Headers(vec![("idempotency-key", key.to_owned())]);
    http::send(Method::Post, &paths::submissions(form), &headers, submission).await
}

/// What this device may seal unsent answers with.
pub async fn device_key() -> Result<DeviceKey, Failure> {
    http::get(paths::SESSION_DEVICE_KEY).await
}

/// What the registers can answer beforehand.
pub async fn profile() -> Result<Profile, Failure> {
    http::get(paths::PROFILE).await
}

/// Whether somebody is signed in.
pub async fn session() -> Result<Session, Failure> {
    http::get(paths::SESSION).await
}

/// Goes on with the draft of a code; tells the form.
pub async fn enter_code(code: &str) -> Result<String, Failure> {
    let entered = EnteredCode { code: code.to_owned() };
    let opened: OpenedDraft =
        http::send(Method::Post, paths::DRAFT_CODE, &Headers::default(), &entered).await?;
    Ok(opened.form)
}

/// Lets this browser forget the code of a draft.
pub async fn leave_draft(form: &str) -> Result<(), Failure> {
    http::tell(Method::Delete, &paths::leave_draft(form)).await
}

/// The organisation of a number. Asked once: the person can write the name.
pub async fn organisation(number: &str) -> Result<RegisteredOrganisation, Failure> {
    http::ask(Method::Get, &paths::organisation(number)).await
}

/// The files of a draft, and what is taken.
pub async fn uploads(form: &str) -> Result<UploadList, Failure> {
    http::get(&paths::uploads(form)).await
}

/// What has become of a file. Asked again and again by who wants to know, so not here.
pub async fn upload(id: &str) -> Result<Upload, Failure> {
    http::ask(Method::Get, &paths::upload(id)).await
}
