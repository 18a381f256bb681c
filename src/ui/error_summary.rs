//! All that is wrong with a page, in one place, with links to where to mend it.

use leptos::prelude::*;

use super::{
    Example,
    focus::{Found, focus_field, focus_without_scroll},
};

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLink {
    /// The id of the field, or the address of the page and field where it is on another page.
    pub target: String,
    pub text: String,
}

/// Takes focus each time `trigger` changes and there are errors: once a press on Next, even where the errors
/// are the same as before. Focus reads it aloud, so it is not a live region.
#[component]
pub fn ErrorSummary(
    #[prop(into)] heading: Signal<String>,
    #[prop(into)] errors: Signal<Vec<ErrorLink>>,
    #[prop(optional, into)] trigger: Signal<u32>,
    #[prop(default = "error-summary".to_owned(), into)] id: String,
) -> impl IntoView {
    let own_id = id.clone();
    Effect::new(move |before: Option<u32>| {
        let now = trigger.get();
        if before.is_some_and(|before| before != now) {
            let id = own_id.clone();
            // The errors may come in the same round: they are on the page in the next frame.
            request_animation_frame(move || {
                if let Some(summary) = document().get_element_by_id(&id) {
                    summary.scroll_into_view();
                    focus_without_scroll(&summary);
                }
            });
        }
        now
    });
    let is_there = Memo::new(move |_| errors.with(|errors| !errors.is_empty()));
    (move || {
        is_there.get().then(|| {
            let title = [&id, "-heading"].concat();
            let labelled_by = title.clone();
            view! {
                <div class="ds-error-summary" id=id.clone() role="group" tabindex="-1" aria-labelledby=labelled_by>
                    <h2 class="ds-heading" data-size="xs" id=title>{heading}</h2>
                    <ul class="ds-list">{move || errors.get().into_iter().map(item).collect_view()}</ul>
                </div>
            }
        })
    })
    .into_any()
}

fn item(error: ErrorLink) -> AnyView {
    let ErrorLink { target, text } = error;
    if target.starts_with('/') {
        return view! { <li><a class="ds-link" href=target>{text}</a></li> }.into_any();
    }
    let href = ["#", &target].concat();
    let go = move |event: web_sys::MouseEvent| {
        // The router would follow the fragment without moving focus.
        if focus_field(&target) == Found::Yes {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    view! { <li><a class="ds-link" href=href on:click=go>{text}</a></li> }.into_any()
}

/// The states of [`ErrorSummary`].
pub fn examples() -> Vec<Example> {
    let link = |target: &str, text: &str| ErrorLink { target: target.to_owned(), text: text.to_owned() };
    let errors = vec![
        link("eks-valg-feil", "Velg hvem du søker for."),
        link("eks-tekst-feil", "Postnummer må ha fire siffer, for eksempel 3015."),
    ];
    let view = view! {
        <ErrorSummary id="eks-feil" heading="Du må rette 2 ting før du kan gå videre".to_owned() errors=errors/>
    };
    vec![Example::new("default", "To feil", view)]
}
