//! The login page: to the provider, or to the made-up people of a demo; and what came of the last login.

use contract::{
    paths,
    session::{Device, Session, SignInLevel, SignInWay},
};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;

use super::test_people::TestPeople;
use crate::{
    platform::{
        failure::failed,
        i18n,
        load::{Load, Loader},
        page,
        router::{NotFetched, own_query},
    },
    routes,
    texts::{Text, session as words},
    ui::{Alert, AlertLevel, Checkbox, Skeleton},
};

/// The page, in one part with that of a service: who starts a form logs in next.
#[wasm_split(service, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn sign_in_part() -> Result<AnyView, NotFetched> {
    Ok(sign_in_page())
}

fn sign_in_page() -> AnyView {
    let level = own_query("niva");
    let message = own_query("melding");
    let title = move || match level.get() {
        Some(_) => words::LEVEL_TITLE,
        None => words::TITLE,
    };
    page::title(move || Some(title().get().to_owned()));
    let session = Loader::<Session>::new(|| paths::SESSION.to_owned());
    let body = move || {
        let language = i18n::language();
        match session.get() {
            Load::Waiting => view! { <Skeleton lines=4/> }.into_any(),
            Load::Failed(failure) => failed(&failure, language, Callback::new(move |()| session.again())),
            Load::Ready(session) => match session.way {
                SignInWay::Demo => view! { <TestPeople/> }.into_any(),
                SignInWay::Provider => {
                    let level = level.get().map(|_| SignInLevel::High);
                    view! { <ToProvider level=level language=language/> }.into_any()
                }
                SignInWay::Off => view! {
                    <Alert level=AlertLevel::Info heading=words::UNAVAILABLE_TITLE.in_language(language)>
                        <p class="ds-paragraph">{words::UNAVAILABLE_LEAD.in_language(language)}</p>
                    </Alert>
                }
                .into_any(),
            },
        }
    };
    view! {
        <div class="page__header"><h1 class="ds-heading" data-size="lg">{move || title().get()}</h1></div>
        {move || message.get().and_then(|message| said(&message, i18n::language()))}
        {body}
    }
    .into_any()
}

/// The way out to the provider. A link: the browser goes there in its own window.
#[component]
fn ToProvider(level: Option<SignInLevel>, language: Language) -> impl IntoView {
    let wanted = own_query("til");
    let is_shared = RwSignal::new(false);
    let href = move || {
        let then = wanted.get().filter(|path| routes::is_own_path(path));
        let device = if is_shared.get() { Device::Shared } else { Device::Own };
        routes::provider(then.as_deref().unwrap_or(routes::MINSIDE), language, level, device)
    };
    let (lead, button) = match level {
        Some(_) => (words::LEVEL_LEAD, words::LEVEL_SIGN_IN),
        None => (words::PROVIDER_LEAD, words::PROVIDER_SIGN_IN),
    };
    view! {
        <div class="sign-in">
            <p class="ds-paragraph">{lead.in_language(language)}</p>
            <Checkbox
                id="shared-device" label=words::SHARED_DEVICE.in_language(language)
                description=words::SHARED_DEVICE_WHY.in_language(language).to_owned()
                value=is_shared on_change=move |is_ticked| is_shared.set(is_ticked)
            />
            <p><a class="ds-button" data-variant="primary" rel="external" href=href>{button.in_language(language)}</a></p>
        </div>
    }
    .into_any()
}

/// What came of a login or logout, as the server names it in the address.
fn said(message: &str, language: Language) -> Option<AnyView> {
    let (level, text): (AlertLevel, Text) = match message {
        "avbrutt" => (AlertLevel::Info, words::MESSAGE_CANCELLED),
        "utlopt" => (AlertLevel::Warning, words::MESSAGE_EXPIRED),
        "utilgjengelig" => (AlertLevel::Warning, words::MESSAGE_UNAVAILABLE),
        "avvist" => (AlertLevel::Warning, words::MESSAGE_REFUSED),
        "uten-nummer" => (AlertLevel::Warning, words::MESSAGE_NO_NUMBER),
        "for-lavt" => (AlertLevel::Warning, words::MESSAGE_LEVEL_TOO_LOW),
        "logget-ut" => (AlertLevel::Success, words::MESSAGE_SIGNED_OUT),
        "logget-ut-her" => (AlertLevel::Warning, words::MESSAGE_SIGNED_OUT_HERE),
        _ => return None,
    };
    // Logged in there and not here: without a way out, the next login would be the same.
    let way_out = matches!(message, "uten-nummer" | "logget-ut-her").then(|| view! {
        <form method="post" action=paths::SIGN_OUT>
            <button type="submit" class="ds-button" data-variant="secondary">{words::SIGN_OUT_PROVIDER.in_language(language)}</button>
        </form>
    });
    Some(view! { <Alert level=level><p class="ds-paragraph">{text.in_language(language)}</p>{way_out}</Alert> }.into_any())
}
