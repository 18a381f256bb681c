//! Sends the e-mail that says that a case was received.

use contract::jobs::{JobFault, JobKind};
use locale::{Language, phone};
use serde::{Deserialize, Serialize};
use tracing::warn;
use uuid::Uuid;

use super::Failed;
use crate::{
    mail::{MailError, Received, received},
    minside::verified,
    state::AppState,
    storage::{CaseHead, Change, ClaimedJob, NewJob, StorageError},
};

/// Over four hours: as long as mail is down at the worst.
const ATTEMPTS: u32 = 12;

/// What the job is about: ids alone. Address and dates are looked up when it is sent.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    person: Uuid,
    reference: String,
    language: Language,
}

/// One e-mail a case.
pub(crate) fn dedupe_key(case: Uuid) -> String {
    format!("{}:{case}", JobKind::EmailReceipt.name())
}

/// The job that sends it.
pub(crate) fn ask(person: Uuid, case: &CaseHead, language: Language) -> Result<NewJob, serde_json::Error> {
    let payload = Payload { person, reference: case.reference.clone(), language };
    Ok(NewJob {
        kind: JobKind::EmailReceipt.name(),
        dedupe_key: dedupe_key(case.id),
        payload: serde_json::to_string(&payload)?,
        max_attempts: ATTEMPTS,
    })
}

/// Sends it, unless it has been sent. A worker that is lost between sending and saying so is the one way to two: they
/// are the same message, with the same Message-ID.
pub(super) async fn send(app: &AppState, job: &ClaimedJob) -> Result<(), Failed> {
    let gone = Failed::ForGood(JobFault::Gone);
    let payload: Payload = serde_json::from_str(&job.payload).map_err(|_| gone)?;
    let person = app.store.person(payload.person).await?.ok_or(gone)?;
    let (case, _) = app.store.case(person.id, &payload.reference).await?.ok_or(gone)?;
    let case = case.head;
    if app.store.email_is_sent(case.id).await? {
        return Ok(());
    }
    let mailer = app.mail.mailer.clone().ok_or(Failed::Again(JobFault::MailOff))?;
    let now = app.clock.now();
    let to = verified(&person, now).map_err(|_| Failed::ForGood(JobFault::AddressNotVerified))?;
    let municipality = app.pack.front(payload.language, now, content::DemoMode::Off).municipality;
    let message = received(&Received {
        language: payload.language,
        to,
        from: &app.mail.from,
        municipality: &municipality.name,
        phone: &phone(&municipality.phone),
        reference: &case.reference,
        received: case.received,
        answer_by: case.answer_by,
        // Not the time of the attempt: each sends the same bytes.
        now: job.created,
    });
    let sent = match message {
        Ok(message) => mailer.send(message).await,
        Err(error) => Err(error),
    };
    if let Err(MailError(cause)) = sent {
        // Neither address nor reference: who it was is not for the log.
        warn!(cause, "an e-mail was not sent");
        return Err(Failed::Again(JobFault::MailRefused));
    }
    Ok(app.store.email_sent(case.id, (person.id, &case.reference), app.clock.now()).await?)
}

/// The page of the case says that it could not be sent.
pub(super) async fn given_up(app: &AppState, job: &ClaimedJob) -> Result<(), StorageError> {
    let Ok(Payload { person, reference, .. }) = serde_json::from_str(&job.payload) else { return Ok(()) };
    app.store.tell(Change::Case { person, reference }).await
}
