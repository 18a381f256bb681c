//! The front page.
//!
//! The server writes the same page into the shell before the app is there (`site/shell.rs`); a browser
//! test holds the two together.

use contract::front::Front;
use leptos::prelude::*;

use super::{contact::contact, notices::notices};
use crate::{
    platform::{
        i18n, page,
        router::{Visit, go},
    },
    routes,
    texts::home as words,
    ui::{HeadingLevel, LinkCard, SearchBox},
};

pub fn home_page() -> AnyView {
    let front = expect_context::<RwSignal<Front>>();
    page::title(|| Some(words::TITLE.get().to_owned()));
    let query = RwSignal::new(String::new());
    let search = Callback::new(move |()| {
        go(&routes::search(&query.get_untracked()), Visit::Next);
    });
    (move || {
        let language = i18n::language();
        let front = front.get();
        let popular = front.popular.into_iter().map(|card| {
            view! {
                <li><LinkCard href=routes::service(&card.id) level=HeadingLevel::H3 title=card.title description=card.summary/></li>
            }
        });
        view! {
            {notices(front.notices, language)}
            <section class="hero">
                <h1 class="ds-heading" data-size="xl">{words::TITLE.in_language(language)}</h1>
                <SearchBox
                    id="q" name="q" action=routes::SERVICES
                    label=words::SEARCH_LABEL.in_language(language)
                    button=words::SEARCH_BUTTON.in_language(language)
                    value=query on_submit=search
                />
            </section>
            <section aria-labelledby="popular">
                <h2 id="popular" class="ds-heading" data-size="md">{words::POPULAR.in_language(language)}</h2>
                <ul class="link-cards">{popular.collect_view()}</ul>
                <p><a class="ds-link" href=routes::SERVICES>{words::ALL_SERVICES.in_language(language)}</a></p>
            </section>
            {contact(front.contact, language)}
        }
    })
    .into_any()
}
