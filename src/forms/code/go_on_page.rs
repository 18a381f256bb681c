//! Going on with a form that was begun elsewhere, by its code.

use leptos::{prelude::*, task::spawn_local};

use super::super::{api, memory::FormMemory};
use crate::{
    platform::{
        dom,
        failure::reason,
        i18n, page,
        router::{Visit, go},
    },
    routes,
    texts::{Text, forms as words},
    ui::{Busy, Button, ButtonKind, ButtonVariant, TextField},
};

/// The id of the field.
const FIELD: &str = "code";

/// The page where a code is entered.
pub fn go_on_page() -> AnyView {
    page::title(|| Some(words::GO_ON_TITLE.get().to_owned()));
    let code = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<Text>);
    let busy = RwSignal::new(Busy::Idle);
    let submit = enter_action(code, fault, busy);
    let error =
        Signal::derive(move || fault.get().map(|fault| fault.in_language(i18n::language()).to_owned()));
    let form = move || {
        let language = i18n::language();
        view! {
            <div class="page__header">
                <h1 class="ds-heading" data-size="lg">{words::GO_ON_TITLE.in_language(language)}</h1>
                <p class="lead">{words::GO_ON_LEAD.in_language(language)}</p>
            </div>
            <form novalidate class="go-on" on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }>
                <TextField
                    id=FIELD label=words::GO_ON_FIELD.in_language(language)
                    description=words::GO_ON_HELP.in_language(language).to_owned()
                    autocomplete="off" error=error value=code
                    on_change=move |text| code.set(text)
                />
                <Button variant=ButtonVariant::Primary kind=ButtonKind::Submit busy=busy busy_text=words::GOING_ON.in_language(language)>
                    {words::GO_ON.in_language(language)}
                </Button>
            </form>
        }
    };
    form.into_any()
}

/// Enters the code; what is wrong is told at the field, which gets focus.
fn enter_action(code: RwSignal<String>, fault: RwSignal<Option<Text>>, busy: RwSignal<Busy>) -> Callback<()> {
    let memory = expect_context::<FormMemory>();
    let tell = move |told: Text| {
        _ = fault.try_set(Some(told));
        dom::after_render(|| dom::focus(FIELD));
    };
    Callback::new(move |()| {
        let typed = code.get_untracked();
        if typed.trim().is_empty() {
            tell(words::GO_ON_EMPTY);
            return;
        }
        busy.set(Busy::Busy);
        let memory = memory.clone();
        spawn_local(async move {
            let outcome = api::enter_code(&typed).await;
            _ = busy.try_set(Busy::Idle);
            match outcome {
                Ok(form) => {
                    // What was begun here of the same form stays with its own code.
                    memory.forget(&form);
                    go(&routes::form(&form), Visit::Next);
                }
                Err(failure) => tell(reason(&failure)),
            }
        });
    })
}
