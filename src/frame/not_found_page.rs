//! The page that is not there: what may have happened, and three ways on.

use leptos::prelude::*;

use crate::{
    platform::{i18n, page},
    routes,
    texts::frame as words,
    ui::{ButtonLink, ButtonVariant},
};

#[component]
pub fn NotFoundPage() -> impl IntoView {
    page::title(|| Some(words::NOT_FOUND_TITLE.get().to_owned()));
    move || {
        let language = i18n::language();
        view! {
            <div class="page__header">
                <h1 class="ds-heading" data-size="lg">{words::NOT_FOUND_TITLE.in_language(language)}</h1>
                <p class="lead">{words::NOT_FOUND_LEAD.in_language(language)}</p>
            </div>
            <div class="button-row">
                <ButtonLink href=routes::SERVICES variant=ButtonVariant::Primary>{words::NOT_FOUND_SEARCH.in_language(language)}</ButtonLink>
                <ButtonLink href=routes::HOME variant=ButtonVariant::Secondary>{words::NOT_FOUND_HOME.in_language(language)}</ButtonLink>
            </div>
        }
    }
}
