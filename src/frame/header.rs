//! The top of every page.

use contract::front::Front;
use leptos::prelude::*;

use super::language_switch::LanguageSwitch;
use crate::{
    platform::{
        connection::{Connection, connection},
        router,
    },
    routes,
    texts::frame as words,
};

/// Name of the place, main menu, language, and `children`: who is logged in.
#[component]
pub fn Header(front: RwSignal<Front>, children: Children) -> impl IntoView {
    let current = |start: &'static str| router::path().starts_with(start).then_some("page");
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <a class="site-name" href=routes::HOME>
                    <span class="site-name__place">{move || front.with(|front| front.municipality.name.clone())}</span>
                    <span class="site-name__title">{move || words::SITE_NAME.get()}</span>
                </a>
                <nav class="site-nav" aria-label=move || words::MENU.get()>
                    <a href=routes::SERVICES aria-current=move || current(routes::SERVICES)>{move || words::SERVICES.get()}</a>
                    <a href=routes::MINSIDE aria-current=move || current(routes::MINSIDE)>{move || words::MINSIDE.get()}</a>
                    {children()}
                </nav>
                <LanguageSwitch/>
            </div>
            <div class="frame-messages">
                {move || front.with(|front| front.demo).then(|| view! { <p class="demo-banner">{words::DEMO.get()}</p> })}
                // The region stands from the start, so that what comes into it is read.
                <div role="status">
                    {move || (connection() == Connection::Offline).then(|| view! { <p class="offline-banner">{words::OFFLINE.get()}</p> })}
                </div>
            </div>
        </header>
    }
}
