//! Three buttons, each in its own language; page and answers stay.

use leptos::prelude::*;
use locale::Language;

use crate::{platform::i18n, texts::frame as words};

#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let button = |language: Language| {
        let pressed = move || if i18n::language() == language { "true" } else { "false" };
        view! {
            <li>
                <button type="button" lang=language.code() aria-pressed=pressed on:click=move |_| i18n::set_language(language)>
                    {language.own_name()}
                </button>
            </li>
        }
    };
    view! {
        <div class="language-switch" role="group" aria-label=move || words::LANGUAGE.get()>
            <ul class="ds-list--unstyled">{Language::ALL.map(button)}</ul>
        </div>
    }
}
