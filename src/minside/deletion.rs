//! The question before something is gone for good.

use leptos::prelude::*;
use locale::Language;

use crate::{
    platform::{failure::reason, http::Failure, i18n},
    texts::Text,
    ui::{Alert, AlertLevel, Busy, Button, ButtonVariant, Dialog},
};

/// How it is asked.
#[derive(Clone, Copy)]
pub struct Question {
    pub title: Text,
    /// Of the button that deletes.
    pub confirm: Text,
    /// While it is being done.
    pub deleting: Text,
    /// Of the button that does not.
    pub keep: Text,
}

/// Asks, and says why it was not done. Whether it is open, what is done and what came of it is the caller's.
#[component]
pub fn DeletionDialog(
    question: Question,
    open: Signal<bool>,
    /// What will be gone.
    body: Callback<Language, String>,
    on_delete: Callback<()>,
    on_close: Callback<()>,
    busy: RwSignal<Busy>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let Question { title, confirm, deleting, keep } = question;
    let title = Signal::derive(move || title.get().to_owned());
    view! {
        <Dialog title=title open=open on_close=on_close>
            {move || {
                let language = i18n::language();
                view! {
                    <p class="ds-paragraph">{body.run(language)}</p>
                    <div role="alert">
                        {move || failure.get().map(|failure| view! {
                            <Alert level=AlertLevel::Danger><p class="ds-paragraph">{reason(&failure).in_language(language)}</p></Alert>
                        })}
                    </div>
                    <div class="button-row">
                        <Button variant=ButtonVariant::Primary on_press=on_delete busy=busy busy_text=deleting.in_language(language)>
                            {confirm.in_language(language)}
                        </Button>
                        <Button variant=ButtonVariant::Secondary on_press=on_close>{keep.in_language(language)}</Button>
                    </div>
                }
            }}
        </Dialog>
    }
    .into_any()
}
