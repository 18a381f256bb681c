//! What somebody who is not logged in is told: that it is not needed, and the code to go on with elsewhere.

use forms::Access;
use leptos::{prelude::*, task::spawn_local};
use locale::{Language, long_date};

use super::{api, filling::Filling, memory::FormMemory, saving};
use crate::{
    platform::{
        announce::announce,
        clipboard::{Copied, copy},
        dom, i18n,
        router::{Visit, go},
    },
    routes,
    texts::{Text, forms as words},
    ui::{Alert, AlertLevel, Button, ButtonVariant, Details},
};

/// Where the form begins: that logging in is a choice, and where a code is entered.
pub fn not_signed_in(filling: Filling, language: Language) -> Option<AnyView> {
    if filling.access.get_untracked() == Access::SignedIn {
        return None;
    }
    let sign_in = routes::sign_in(&routes::form(&filling.id.get_value()));
    Some(
        view! {
            <Alert level=AlertLevel::Info>
                <p class="ds-paragraph">{words::OPEN_LEAD.in_language(language)}</p>
                <p class="ds-paragraph link-row">
                    <a class="ds-link" href=sign_in>{words::OPEN_SIGN_IN.in_language(language)}</a>
                    <a class="ds-link" href=routes::GO_ON>{words::OPEN_GO_ON.in_language(language)}</a>
                </p>
            </Alert>
        }
        .into_any(),
    )
}

/// The code, once there is one.
#[component]
pub fn DraftCode(filling: Filling) -> impl IntoView {
    // The draft changes with every answer, the code does not: what is open stays open.
    let code = Memo::new(move |_| filling.code.get());
    let memory = expect_context::<FormMemory>();
    move || code.get().map(|code| panel(filling, memory.clone(), code, i18n::language()))
}

fn panel(filling: Filling, memory: FormMemory, code: String, language: Language) -> AnyView {
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
