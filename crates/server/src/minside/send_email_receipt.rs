//! `POST /cases/{reference}/email-receipt`: tells by e-mail that the case was received, once.

use axum::{Json, extract::State};
use contract::{
    minside::{EmailReceipt, EmailState},
    problem::Code,
};
use locale::{Date, Timestamp, phone};
use tracing::warn;

use crate::{
    extract::{Id, Lang},
    mail::{MailError, Received, received},
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::{App, AppState},
    storage::{EmailClaim, Person, StoredCase},
};

/// For how many months the contact register's word on an address holds (eForvaltningsforskriften § 32).
const FRESH_MONTHS: i32 = 18;

/// The address is not told: the register may have another one by now.
const SENT_BEFORE: EmailReceipt = EmailReceipt { state: EmailState::Sent, address: None };

/// Sends the e-mail to the person's verified address. Asked again, it sends no second one.
#[utoipa::path(
    post,
    path = "/cases/{reference}/email-receipt",
    tag = "minside",
    params(
        ("reference" = String, Path),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, description = "Sent, now or before", body = EmailReceipt),
        (status = 409, description = "`email_not_verified`: there is no address to send to",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 502, description = "`email_not_sent`: it may be tried again",
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
) -> Answer<Json<EmailReceipt>> {
    let (case, _) = app.store.case(person.id, &reference).await?.ok_or(Code::NotFound)?;
    standing.check(app.pack.service_level(&case.head.service))?;
    let now = app.clock.now();
    let id = case.head.id;
    if app.store.email_is_sent(id).await? {
        return Ok(Json(SENT_BEFORE));
    }
    let mailer = app.mail.mailer.clone().ok_or(Code::EmailNotSent)?;
    let to = verified(&person, now).map_err(|_| Code::EmailNotVerified)?;
    match app.store.claim_email(id, now).await? {
        EmailClaim::Claimed => {}
        EmailClaim::Sent => {
            return Ok(Json(SENT_BEFORE));
        }
        EmailClaim::UnderWay => return Err(Code::EmailNotSent.into()),
    }
    let municipality = app.pack.front(language, now, content::DemoMode::Off).municipality;
    let message = received(&Received {
        language,
        to,
        from: &app.mail.from,
        municipality: &municipality.name,
        phone: &phone(&municipality.phone),
        reference: &case.head.reference,
        received: case.head.received,
        answer_by: case.head.answer_by,
        now,
    });
    let sent = match message {
        Ok(message) => mailer.send(message).await,
        Err(error) => Err(error),
    };
    if let Err(MailError(cause)) = sent {
        // Neither address nor reference: who it was is not for the log.
        warn!(cause, "an e-mail was not sent");
        app.store.email_not_sent(id, now).await?;
        return Err(Code::EmailNotSent.into());
    }
    app.store.email_sent(id, app.clock.now()).await?;
    Ok(Json(EmailReceipt { state: EmailState::Sent, address: Some(to.to_owned()) }))
}

/// What can be done about an e-mail for the case.
pub(crate) async fn email_receipt(app: &App, person: &Person, case: &StoredCase) -> Answer<EmailReceipt> {
    let told = |state, address: Option<&str>| EmailReceipt { state, address: address.map(str::to_owned) };
    if app.store.email_is_sent(case.head.id).await? {
        return Ok(SENT_BEFORE);
    }
    if app.mail.mailer.is_none() {
        return Ok(told(EmailState::Off, None));
    }
    Ok(match verified(person, app.clock.now()) {
        Ok(address) => told(EmailState::Ready, Some(address)),
        Err(state) => told(state, None),
    })
}

/// The person's address where the register knows, not too long ago, that it is right; else why not.
fn verified(person: &Person, now: Timestamp) -> Result<&str, EmailState> {
    // A line end in an address would write headers of its own.
    let is_clean = |address: &&str| !address.chars().any(|each| each.is_whitespace() || each.is_control());
    let address = person.email.as_deref().filter(is_clean).ok_or(EmailState::NoAddress)?;
    let oldest: Date = now.in_norway().date.add_months(-FRESH_MONTHS);
    let is_fresh = person.email_verified.is_some_and(|at| at.in_norway().date >= oldest);
    if is_fresh { Ok(address) } else { Err(EmailState::TooOld) }
}
