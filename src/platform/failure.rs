//! A failure in words: what happened, what to do, and whom to call.

use contract::problem::Code;
use leptos::prelude::*;
use locale::Language;

use super::http::Failure;
use crate::{
    texts::{Text, failure as words},
    ui::{Alert, AlertLevel, Button, ButtonVariant},
};

/// The phone number people may call when nothing else works, as it is read. Provided as context.
#[derive(Clone, Copy)]
pub struct HelpLine(pub Signal<String>);

/// What happened and what to do.
pub fn reason(failure: &Failure) -> Text {
    match failure {
        Failure::Offline => words::OFFLINE,
        Failure::Timeout => words::TIMEOUT,
        Failure::Garbled => words::GARBLED,
        Failure::Problem(problem) => problem_words(&problem.code),
    }
}

/// Every code has its words: a new one does not compile without.
fn problem_words(code: &Code) -> Text {
    match code {
        Code::NotFound => words::NOT_FOUND,
        Code::SignInRequired => words::SIGNED_OUT,
        Code::SessionExpired => words::SESSION_EXPIRED,
        Code::LevelRequired => words::LEVEL_REQUIRED,
        Code::RoleRequired => words::ROLE_REQUIRED,
        Code::FormVersionUnknown { .. } => words::FORM_VERSION_UNKNOWN,
        Code::UnknownFields { .. } | Code::HiddenFields { .. } => words::FIELDS_REFUSED,
        Code::InvalidAnswers { .. } => words::INVALID_ANSWERS,
        Code::DraftChanged { .. } => words::DRAFT_CHANGED,
        Code::BodyTooLarge { .. } => words::TOO_LARGE,
        Code::DraftCodeUnknown => words::CODE_UNKNOWN,
        Code::DraftExists => words::DRAFT_EXISTS,
        Code::TooManyTries { .. } => words::TOO_MANY_TRIES,
        Code::IdempotencyKeyReused => words::ALREADY_SENT,
        Code::FileTooLarge { .. } | Code::FilesTooLarge { .. } | Code::TooManyFiles { .. } => {
            words::FILES_TOO_MUCH
        }
        Code::UploadsPending { .. } => words::UPLOADS_PENDING,
        Code::DocumentReceived => words::DOCUMENT_RECEIVED,
        Code::EmailNotVerified => words::EMAIL_NOT_VERIFIED,
        Code::EmailNotSent => words::EMAIL_NOT_SENT,
        Code::Timeout => words::TIMEOUT,
        Code::Unavailable | Code::Internal => words::UNAVAILABLE,
        Code::MethodNotAllowed
        | Code::MalformedJson
        | Code::UnsupportedMediaType
        | Code::InvalidParameter { .. }
        | Code::CrossSite
        | Code::PreconditionRequired
        | Code::IdempotencyKeyRequired
        | Code::DraftRequired
        | Code::OffsetMismatch { .. }
        | Code::ChecksumMismatch
        | Code::TusVersionUnknown
        | Code::UploadKeyReused
        | Code::UploadNotReady => words::REFUSED,
    }
}

/// That something could not be fetched, with a button to try again and a number to call.
pub fn failed(failure: &Failure, language: Language, again: Callback<()>) -> AnyView {
    let phone =
        use_context::<HelpLine>().map(|line| line.0.get_untracked()).filter(|phone| !phone.is_empty());
    let reference = match failure {
        Failure::Problem(problem) => problem.request_id.clone(),
        Failure::Offline | Failure::Timeout | Failure::Garbled => None,
    };
    let why = reason(failure).in_language(language);
    view! {
        <Alert level=AlertLevel::Warning heading=words::TITLE.in_language(language)>
            <p class="ds-paragraph">{why}</p>
            {phone.map(|phone| view! { <p class="ds-paragraph">{words::call(language, &phone)}</p> })}
            {reference.map(|reference| view! {
                <p class="ds-paragraph failure-reference" data-size="sm">{words::reference(language, &reference)}</p>
            })}
            <Button variant=ButtonVariant::Secondary on_press=again>{words::AGAIN.in_language(language)}</Button>
        </Alert>
    }
    .into_any()
}
