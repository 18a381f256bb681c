//! What somebody who is not logged in is told: that it is not needed, and the code to go on with elsewhere.

use leptos::{prelude::*, task::spawn_local};
use locale::{Language, long_date};

use super::super::{api, filling::Filling, memory::FormMemory, saving};
use crate::{
    platform::{
        announce::announce,
        clipboard::{Copied, copy},
        dom,
        router::{Visit, go},
    },
    routes,
    texts::{Text, forms as words},
    ui::{Alert, AlertLevel, Button, ButtonVariant, Details},
};

/// Where the form begins: that logging in is a choice, and where a code is entered.
pub fn not_signed_in(filling: Filling, language: Language) -> AnyView {
    let sign_in = routes::sign_in(&routes::form(&filling.id.get_value()));
    view! {
        <Alert level=AlertLevel::Info>
            <p class="ds-paragraph">{words::OPEN_LEAD.in_language(language)}</p>
            <p class="ds-paragraph link-row">
                <a class="ds-link" href=sign_in>{words::OPEN_SIGN_IN.in_language(language)}</a>
                <a class="ds-link" href=routes::GO_ON>{words::OPEN_GO_ON.in_language(language)}</a>
            </p>
        </Alert>
    }
    .into_any()
}

/// The code, and what to do with it.
pub fn panel(filling: Filling, memory: FormMemory, code: String, language: Language) -> AnyView {
    let told = RwSignal::new(None::<Text>);
    let shown = code.clone();
    let on_copy = Callback::new(move |()| {
        let code = code.clone();
        spawn_local(async move {
            let outcome = match copy(&code).await {
                Copied::Yes => words::CODE_COPIED,
                Copied::No => words::CODE_NOT_COPIED,
            };
            _ = told.try_set(Some(outcome));
            announce(outcome.get());
        });
    });
    let on_print = Callback::new(|()| _ = dom::window().print());
    let on_leave = Callback::new(move |()| {
        let memory = memory.clone();
        spawn_local(async move {
            if !saving::save(filling).await {
                return;
            }
            let form = filling.id.get_value();
            match api::leave_draft(&form).await {
                Ok(()) => {
                    memory.forget(&form);
                    go(routes::HOME, Visit::Instead);
                    announce(words::LEFT.get());
                }
                Err(_) => _ = told.try_set(Some(words::NOT_LEFT)),
            }
        });
    });
    let until =
        move || filling.deleted_on.get().map(|date| words::code_until(language, &long_date(date, language)));
    view! {
        <Details summary=words::CODE_HEADING.in_language(language)>
            <p class="ds-paragraph">{words::CODE_LEAD.in_language(language)} " " {until}</p>
            <p class="draft-code" translate="no">{shown}</p>
            <p class="ds-paragraph" data-size="sm">{words::CODE_SECRET.in_language(language)}</p>
            <div class="button-row">
                <Button variant=ButtonVariant::Secondary on_press=on_copy>{words::CODE_COPY.in_language(language)}</Button>
                <Button variant=ButtonVariant::Secondary on_press=on_print>{words::CODE_PRINT.in_language(language)}</Button>
                <Button variant=ButtonVariant::Tertiary on_press=on_leave>{words::LEAVE.in_language(language)}</Button>
            </div>
            <p class="ds-paragraph draft-code__told">{move || told.get().map(|told| told.in_language(language))}</p>
        </Details>
    }
    .into_any()
}
