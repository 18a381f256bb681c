//! The bottom of every page: the number to call is never further away.

use contract::front::Front;
use leptos::prelude::*;
use locale::{organisation_number, phone};

use crate::texts::frame as words;

#[component]
pub fn Footer(front: RwSignal<Front>) -> impl IntoView {
    let contents = move || {
        let municipality = front.get().municipality;
        let lines = municipality
            .postal_address
            .into_iter()
            .map(|line| view! { <span class="footer-line">{line}</span> });
        view! {
            <div class="site-footer__inner">
                <div>
                    <h2 class="ds-heading" data-size="2xs">{words::FOOTER_CONTACT.get()}</h2>
                    <a class="ds-link" href=["tel:", municipality.phone.as_str()].concat()>{phone(&municipality.phone)}</a>
                </div>
                <div>
                    <h2 class="ds-heading" data-size="2xs">{words::FOOTER_POST.get()}</h2>
                    <address>{lines.collect_view()}</address>
                </div>
                <p>
                    <strong>{municipality.name}</strong>
                    <span class="footer-line">
                        {words::footer_organisation(crate::platform::i18n::language(), &organisation_number(&municipality.organisation_number))}
                    </span>
                </p>
            </div>
        }
    };
    view! { <footer class="site-footer">{contents}</footer> }
}
