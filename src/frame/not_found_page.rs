//! The pages that are shown where there is none: what may have happened, and the ways on.

use leptos::prelude::*;

use crate::{
    platform::{failure::failed, http::Failure, i18n, page},
    routes,
    texts::frame as words,
    ui::{ButtonLink, ButtonVariant},
};

/// No page has this address.
pub fn not_found_page() -> AnyView {
    page::title(|| Some(words::NOT_FOUND_TITLE.get().to_owned()));
    (move || {
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
    })
    .into_any()
}

/// The page is there, but its part of the app did not come: no network, or the app has been replaced since.
pub fn part_missing_page(again: Callback<()>) -> AnyView {
    page::title(|| Some(words::PART_MISSING_TITLE.get().to_owned()));
    (move || {
        let language = i18n::language();
        view! {
            <div class="page__header">
                <h1 class="ds-heading" data-size="lg">{words::PART_MISSING_TITLE.in_language(language)}</h1>
            </div>
            {failed(&Failure::Offline, language, again)}
        }
    })
    .into_any()
}
