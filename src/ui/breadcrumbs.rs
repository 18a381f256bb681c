//! Where the page is.

use leptos::prelude::*;

use super::Example;

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    pub href: String,
    pub text: String,
}

/// The way down to the page; on a narrow screen only the step back.
#[component]
pub fn Breadcrumbs(
    /// What the list is, for those who cannot see it.
    #[prop(into)]
    label: String,
    trail: Vec<Crumb>,
    /// The title of the page itself.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let back =
        trail.last().cloned().map(|crumb| view! { <a class="ds-link" href=crumb.href>{crumb.text}</a> });
    let steps =
        trail.into_iter().map(|crumb| view! { <li><a class="ds-link" href=crumb.href>{crumb.text}</a></li> });
    view! {
        <nav class="ds-breadcrumbs" aria-label=label>
            {back}
            <ol>
                {steps.collect_view()}
                <li><span aria-current="page">{current}</span></li>
            </ol>
        </nav>
    }
    .into_any()
}

/// The states of [`Breadcrumbs`].
pub fn examples() -> Vec<Example> {
    let crumb = |text: &str| Crumb { href: "/komponenter".to_owned(), text: text.to_owned() };
    let trail = vec![crumb("Forside"), crumb("Tjenester"), crumb("Helse og omsorg")];
    let long = vec![crumb("Forside"), crumb("Parkeringstillatelse for forflytningshemmede")];
    vec![
        Example::new(
            "default",
            "Tre nivåer",
            view! { <Breadcrumbs label="Brødsmuler, eksempel 1" trail=trail current="Støttekontakt"/> },
        ),
        Example::new(
            "long",
            "Lange ord",
            view! { <Breadcrumbs label="Brødsmuler, eksempel 2" trail=long current="Saksbehandlingstidsoverskridelse"/> },
        ),
    ]
}
