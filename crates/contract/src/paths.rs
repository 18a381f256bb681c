//! The addresses of the API, each built in one place. Ids must be path-safe; see [`is_id`].

use locale::Language;

use crate::session::{Device, SignInLevel};

/// Everything the API answers starts with this.
pub const API: &str = "/api/v1";

/// GET: [`crate::front::Front`].
#[must_use]
pub fn front(language: Language) -> String {
    format!("{API}/front?lang={language}")
}

/// GET: [`crate::services::Catalogue`].
#[must_use]
pub fn services(language: Language) -> String {
    format!("{API}/services?lang={language}")
}

/// GET: [`crate::services::Service`].
#[must_use]
pub fn service(id: &str, language: Language) -> String {
    format!("{API}/services/{id}?lang={language}")
}

/// GET: [`crate::session::Session`], whoever asks. DELETE: sign out, 204.
pub const SESSION: &str = "/api/v1/session";

/// POST, no body: the session goes on for another idle period; [`crate::session::Session`].
pub const SESSION_EXTEND: &str = "/api/v1/session/extend";

/// GET: [`crate::session::DeviceKey`].
pub const SESSION_DEVICE_KEY: &str = "/api/v1/session/device-key";

/// GET: [`crate::session::SessionList`], the person's own. DELETE: ends all of them but this one, 204.
pub const SESSIONS: &str = "/api/v1/sessions";

/// DELETE: ends one of the person's sessions, 204.
#[must_use]
pub fn session(id: &str) -> String {
    format!("{SESSIONS}/{id}")
}

/// GET, in the browser's own window: sign-in by the provider. Then the person comes back to `then`, a path of this site.
#[must_use]
pub fn sign_in(then: &str, language: Language, level: Option<SignInLevel>, device: Device) -> String {
    let level = level.map_or("", |level| match level {
        SignInLevel::Substantial => "&level=substantial",
        SignInLevel::High => "&level=high",
    });
    let device = match device {
        Device::Own => "",
        Device::Shared => "&shared=true",
    };
    format!("/auth/login?lang={}{level}{device}&then={then}", language.code())
}

/// POST, in the browser's own window: sign-out here and at the provider.
pub const SIGN_OUT: &str = "/auth/logout";

/// GET: [`crate::session::StaffSession`].
pub const STAFF_SESSION: &str = "/api/v1/staff/session";

/// GET: [`crate::jobs::JobList`]; for administrators.
pub const STAFF_JOBS: &str = "/api/v1/staff/jobs";

/// POST, no body: a job that was given up runs again; [`crate::jobs::JobCard`].
#[must_use]
pub fn run_job(id: &str) -> String {
    format!("{STAFF_JOBS}/{id}/run")
}

/// GET, a stream that stays open: [`crate::events::LiveEvent`], each as the data of a server-sent event.
pub const EVENTS: &str = "/api/v1/events";

/// GET: [`crate::session::DemoPeople`]; 404 where the server does not run as a demo.
pub const DEMO_PEOPLE: &str = "/api/v1/demo/people";

/// POST [`crate::session::DemoSignIn`]: [`crate::session::Session`]; 404 where the server does not run as a demo.
pub const DEMO_SIGN_IN: &str = "/api/v1/demo/sign-in";

/// GET: [`crate::minside::Profile`].
pub const PROFILE: &str = "/api/v1/profile";

/// `GET`: how much is kept of the person.
pub const ME: &str = "/api/v1/me";

/// GET, to be saved: all that is kept of the person, a ZIP with [`crate::personal::PersonalData`] in `mine-data.json`.
pub const EXPORT: &str = "/api/v1/me/export";

/// DELETE: all that the person has begun and not sent; [`crate::personal::UnsentDeleted`].
pub const UNSENT: &str = "/api/v1/me/unsent";

/// GET: [`crate::forms_api::FormBundle`], the newest version.
#[must_use]
pub fn form(id: &str, language: Language) -> String {
    format!("{API}/forms/{id}?lang={language}")
}

/// GET: [`crate::forms_api::FormBundle`], a certain version.
#[must_use]
pub fn form_version(id: &str, version: u32, language: Language) -> String {
    format!("{API}/forms/{id}?lang={language}&version={version}")
}

/// GET, PUT (`If-Match` or `If-None-Match: *`), DELETE: the person's draft of this form.
#[must_use]
pub fn draft(form: &str) -> String {
    format!("{API}/forms/{form}/draft")
}

/// POST [`crate::forms_api::Submission`] with `Idempotency-Key`: [`crate::forms_api::Receipt`].
#[must_use]
pub fn submissions(form: &str) -> String {
    format!("{API}/forms/{form}/submissions")
}

/// GET: [`crate::forms_api::Sent`].
#[must_use]
pub fn sent(form: &str, reference: &str, language: Language) -> String {
    format!("{API}/forms/{form}/submissions/{reference}?lang={language}")
}

/// POST [`crate::forms_api::EnteredCode`]: [`crate::forms_api::OpenedDraft`].
pub const DRAFT_CODE: &str = "/api/v1/draft-code";

/// DELETE: this browser forgets the code of the draft, which stays.
#[must_use]
pub fn leave_draft(form: &str) -> String {
    format!("{API}/forms/{form}/draft-code")
}

/// GET: [`crate::minside::DraftList`].
#[must_use]
pub fn drafts(language: Language) -> String {
    format!("{API}/drafts?lang={language}")
}

/// GET: [`crate::minside::CaseList`].
#[must_use]
pub fn cases(language: Language) -> String {
    format!("{API}/cases?lang={language}")
}

/// GET: [`crate::minside::Case`].
#[must_use]
pub fn case(reference: &str, language: Language) -> String {
    format!("{API}/cases/{reference}?lang={language}")
}

/// POST [`crate::figures::Steps`]: 204.
#[must_use]
pub fn steps(form: &str) -> String {
    format!("{API}/forms/{form}/steps")
}

/// GET: [`crate::organisations::RegisteredOrganisation`]; 404 where the register has none of that number.
#[must_use]
pub fn organisation(number: &str) -> String {
    format!("{API}/organisations/{number}")
}

/// POST: [`crate::minside::EmailReceipt`], tells by e-mail that the case was received.
#[must_use]
pub fn email_receipt(reference: &str, language: Language) -> String {
    format!("{API}/cases/{reference}/email-receipt?lang={language}")
}

/// OPTIONS and POST as tus has them: a file is announced. Its address is in `Location`.
pub const UPLOADS: &str = "/api/v1/uploads";

/// GET: [`crate::uploads::UploadList`], the files of the person's draft of this form.
#[must_use]
pub fn uploads(form: &str) -> String {
    format!("{API}/uploads?form={form}")
}

/// GET: [`crate::uploads::UploadList`], what has been chosen for a document that the case awaits.
#[must_use]
pub fn case_uploads(reference: &str, field: &str, row: Option<&str>) -> String {
    let row = row.map(|row| format!("&row={row}")).unwrap_or_default();
    format!("{API}/uploads?case={reference}&field={field}{row}")
}

/// POST [`crate::minside::DeliveredDocument`]: [`crate::minside::Case`].
#[must_use]
pub fn case_documents(reference: &str, language: Language) -> String {
    format!("{API}/cases/{reference}/documents?lang={language}")
}

/// HEAD, PATCH and DELETE as tus has them. GET: [`crate::uploads::Upload`].
#[must_use]
pub fn upload(id: &str) -> String {
    format!("{API}/uploads/{id}")
}

/// GET: the file itself, once it is ready.
#[must_use]
pub fn upload_content(id: &str) -> String {
    format!("{API}/uploads/{id}/content")
}

/// GET: the copy of what was sent, a PDF to keep.
#[must_use]
pub fn case_copy(reference: &str, language: Language) -> String {
    format!("{API}/cases/{reference}/receipt.pdf?lang={language}")
}

/// Whether a text can be an id in an address: 1 to 64 letters, digits, hyphens and underscores.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
