//! An e-mail that says that the form has been received: the button, what came of it, or why there is none.

use contract::{
    minside::{Case, EmailReceipt, EmailState},
    paths,
};
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use crate::{
    platform::{
        failure::reason,
        http::{self, Failure, Method},
        time,
    },
    texts::forms as words,
    ui::{Alert, AlertLevel, Busy, Button, ButtonVariant},
};

/// Pauses between askings, in milliseconds: most e-mails go at once.
const PAUSES: [i32; 7] = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/// Sends once, to the address that the contact register vouches for.
#[component]
pub fn EmailSection(reference: String, email: EmailReceipt, language: Language) -> impl IntoView {
    if email.state == EmailState::Off {
        return ().into_any();
    }
    let email = RwSignal::new(email);
    let busy = RwSignal::new(Busy::Idle);
    let failure = RwSignal::new(None::<Failure>);
    let reference = StoredValue::new(reference);
    if email.with_untracked(|email| email.state == EmailState::Waiting) {
        spawn_local(follow(email, reference.get_value(), language));
    }
    let send = Callback::new(move |()| {
        busy.set(Busy::Busy);
        failure.set(None);
        let path = paths::email_receipt(&reference.get_value(), language);
        spawn_local(async move {
            let outcome = http::ask::<EmailReceipt>(Method::Post, &path).await;
            // The person may have gone on.
            busy.try_set(Busy::Idle);
            match outcome {
                Ok(told) => {
                    drop(email.try_set(told));
                    follow(email, reference.get_value(), language).await;
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm">{words::EMAIL_HEADING.in_language(language)}</h2>
            <div role="status">{move || said(&email.get(), language)}</div>
            <div role="alert">{move || failure.get().map(|failure| view! {
                <Alert level=AlertLevel::Warning>
                    <p class="ds-paragraph">{reason(&failure).in_language(language)}</p>
                </Alert>
            })}</div>
            {move || {
                let EmailReceipt { state, address } = email.get();
                let address = address.filter(|_| matches!(state, EmailState::Ready | EmailState::Failed))?;
                Some(view! {
                    <div class="button-row">
                        <Button variant=ButtonVariant::Secondary on_press=send busy=busy busy_text=words::EMAIL_SENDING.in_language(language)>
                            {words::email_send(language, &address)}
                        </Button>
                    </div>
                })
            }}
        </section>
    }
    .into_any()
}

/// Asks how it goes for as long as it is on its way, and less and less often.
async fn follow(email: RwSignal<EmailReceipt>, reference: String, language: Language) {
    for pause in PAUSES {
        time::sleep(pause).await;
        let Some(EmailReceipt { state: EmailState::Waiting, address }) = email.try_get_untracked() else {
            return;
        };
        if let Ok(case) = http::get::<Case>(&paths::case(&reference, language)).await {
            let state = case.email.state;
            // Where it has gone is not told again.
            let address = case.email.address.or(address);
            _ = email.try_set(EmailReceipt { state, address });
        }
    }
}

/// What will be in it, that it has gone, or why it cannot.
fn said(email: &EmailReceipt, language: Language) -> AnyView {
    let text = match (email.state, &email.address) {
        (EmailState::Ready | EmailState::Off, _) => words::EMAIL_ABOUT.in_language(language).to_owned(),
        (EmailState::Waiting, address) => {
            words::email_waiting(language, address.as_deref().unwrap_or_default())
        }
        (EmailState::Failed, _) => words::EMAIL_FAILED.in_language(language).to_owned(),
        (EmailState::Sent, Some(address)) => words::email_sent_to(language, address),
        (EmailState::Sent, None) => words::EMAIL_SENT.in_language(language).to_owned(),
        (EmailState::TooOld, _) => words::EMAIL_TOO_OLD.in_language(language).to_owned(),
        (EmailState::NoAddress, _) => words::EMAIL_NO_ADDRESS.in_language(language).to_owned(),
    };
    view! { <p class="ds-paragraph">{text}</p> }.into_any()
}
