//! Log in, or who is logged in and log out, in the main menu.

use contract::{paths, session::SignInWay};
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use super::{
    account::{Account, Leaving},
    api,
};
use crate::{
    platform::{
        announce::announce,
        i18n,
        router::{self, Visit, go},
    },
    routes,
    texts::{frame as words, session as session_words},
};

#[component]
pub fn AccountMenu() -> impl IntoView {
    let account = expect_context::<Account>();
    let leave = move |_| {
        account.leaving(Leaving::Now);
        spawn_local(async move {
            // Without an answer the session may still be there: say so by staying logged in.
            if api::sign_out().await.is_ok() {
                account.leave();
                go(routes::HOME, Visit::Next);
                announce(words::SIGNED_OUT.get());
            } else {
                account.leaving(Leaving::Not);
            }
        });
    };
    // A page to log in from is a page to come back to; the login page itself is not.
    let here = || {
        let path = router::path();
        if path.starts_with("/logg-inn") { routes::MINSIDE.to_owned() } else { path }
    };
    move || {
        let language = i18n::language();
        if !account.is_known() {
            // Keeps the place, so that nothing moves when the answer comes.
            return view! { <span class="account-menu account-menu--waiting" aria-hidden="true"></span> }
                .into_any();
        }
        match account.person() {
            None => view! { <a class="account-menu" href=move || routes::sign_in(&here())>{words::SIGN_IN.in_language(language)}</a> }.into_any(),
            Some(person) => view! {
                <span class="account-menu account-menu--name">
                    <span class="ds-sr-only">{who(language, &person.name)}</span>
                    <span aria-hidden="true">{initials(&person.name)}</span>
                </span>
                {match account.way_now() {
                    // The provider is told in the browser's own window.
                    SignInWay::Provider => view! {
                        <form class="account-menu__form" method="post" action=paths::SIGN_OUT on:submit=move |_| account.leaving(Leaving::Now)>
                            <button type="submit" class="account-menu">{words::SIGN_OUT.in_language(language)}</button>
                        </form>
                    }
                    .into_any(),
                    SignInWay::Demo | SignInWay::Off => view! {
                        <button type="button" class="account-menu" on:click=leave>{words::SIGN_OUT.in_language(language)}</button>
                    }
                    .into_any(),
                }}
            }
            .into_any(),
        }
    }
}

/// That somebody is logged in; some providers tell no name.
fn who(language: Language, name: &str) -> String {
    if name.is_empty() {
        session_words::SIGNED_IN.in_language(language).to_owned()
    } else {
        words::signed_in_as(language, name)
    }
}

/// The first letters of first and last name, a mark where there is none: enough to see who, little to read over a shoulder.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.or(Some('✓')).into_iter().chain(words.next_back()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_are_first_and_last() {
        assert_eq!(super::initials("Åse Marie Ødegård"), "ÅØ");
        assert_eq!(super::initials("Kim"), "K");
        assert_eq!(super::initials(" "), "✓");
    }
}
