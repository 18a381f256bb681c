//! `POST /cases/{reference}/email-receipt`: asks for an e-mail that tells that the case was received, once.

use axum::{Json, extract::State};
use contract::{
    minside::{EmailReceipt, EmailState},
    problem::Code,
};
use http::StatusCode;
use locale::{Date, Timestamp};

use crate::{
    extract::{Id, Lang},
    jobs, openapi,
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::{App, AppState},
    storage::{EmailStanding, Person, StoredCase},
};

/// For how many months the contact register's word on an address holds (eForvaltningsforskriften § 32).
const FRESH_MONTHS: i32 = 18;

/// The address is not told: the register may have another one by now.
const SENT_BEFORE: EmailReceipt = EmailReceipt { state: EmailState::Sent, address: None };

/// Asks for the e-mail to the person's verified address; it is sent after the answer. Asked again, no second one is
/// sent; one that could not be sent is tried again.
#[utoipa::path(
    post,
    path = "/cases/{reference}/email-receipt",
    tag = "minside",
    params(
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, description = "It has been sent before", body = EmailReceipt),
        (status = 202, description = "It will be sent", body = EmailReceipt),
        (status = 409, description = "`email_not_verified`: there is no address to send to",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 502, description = "`email_not_sent`: the server sends no e-mail",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
    )
)]
pub async fn send_email_receipt(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    Id(reference): Id,
    Lang(language): Lang,
) -> Answer<(StatusCode, Json<EmailReceipt>)> {
    let (case, _) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    standing.check(app.pack.service_level(&case.head.service))?;
    let now = app.clock.now();
    if app.store.email_is_sent(case.head.id).await? {
        return Ok((StatusCode::OK, Json(SENT_BEFORE)));
    }
    app.mail.mailer.as_ref().ok_or(Code::EmailNotSent)?;
    let to = verified(&person, now).map_err(|_| Code::EmailNotVerified)?;
    let job = jobs::ask(person.id, &case.head, language);
    let job = job.map_err(|error| Failure::internal(&error.to_string()))?;
    match app.store.ask_for_email((person.id, case.head.id), &job, now).await? {
        EmailStanding::Sent => Ok((StatusCode::OK, Json(SENT_BEFORE))),
        EmailStanding::NotAsked | EmailStanding::Waiting | EmailStanding::Failed => {
            let told = EmailReceipt { state: EmailState::Waiting, address: Some(to.to_owned()) };
            Ok((StatusCode::ACCEPTED, Json(told)))
        }
    }
}

/// How an e-mail for the case stands, or what can be done about one.
pub(crate) async fn email_receipt(app: &App, person: &Person, case: &StoredCase) -> Answer<EmailReceipt> {
    let told = |state, address: Option<&str>| EmailReceipt { state, address: address.map(str::to_owned) };
    let case = case.head.id;
    let standing = app.store.email_standing(case, &jobs::dedupe_key(case)).await?;
    if standing == EmailStanding::Sent {
        return Ok(SENT_BEFORE);
    }
    if app.mail.mailer.is_none() {
        return Ok(told(EmailState::Off, None));
    }
    let address = match verified(person, app.clock.now()) {
        Ok(address) => address,
        Err(state) => return Ok(told(state, None)),
    };
    let state = match standing {
        EmailStanding::NotAsked | EmailStanding::Sent => EmailState::Ready,
        EmailStanding::Waiting => EmailState::Waiting,
        EmailStanding::Failed => EmailState::Failed,
    };
    Ok(told(state, Some(address)))
}

/// The person's address where the register knows, not too long ago, that it is right; else why not.
pub(crate) fn verified(person: &Person, now: Timestamp) -> Result<&str, EmailState> {
    // A line end in an address would write headers of its own.
    let is_clean = |address: &&str| !address.chars().any(|each| each.is_whitespace() || each.is_control());
    let address = person.email.as_deref().filter(is_clean).ok_or(EmailState::NoAddress)?;
    let oldest: Date = now.in_norway().date.add_months(-FRESH_MONTHS);
    let is_fresh = person.email_verified.is_some_and(|at| at.in_norway().date >= oldest);
    if is_fresh { Ok(address) } else { Err(EmailState::TooOld) }
}
