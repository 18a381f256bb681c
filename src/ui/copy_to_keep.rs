//! A copy to download, and the number that proves what is in it.

use leptos::prelude::*;

use super::{
    Example,
    details::{Details, DetailsState},
};

/// A link that downloads.
#[component]
pub fn DownloadLink(
    /// Of the file.
    #[prop(into)]
    href: String,
    children: Children,
) -> impl IntoView {
    // The attribute keeps the router from taking the link for a page. The server names the file.
    view! {
        <a class="ds-button" data-variant="secondary" href=href download="">{children()}</a>
    }
    .into_any()
}

/// A checksum, and in plain words what it is good for.
#[component]
pub fn Checksum(
    #[prop(into)] summary: String,
    /// What it is, for who has never heard of one.
    #[prop(into)]
    explanation: String,
    /// The digits.
    #[prop(into)]
    checksum: String,
    #[prop(optional)] state: DetailsState,
) -> impl IntoView {
    view! {
        <Details summary=summary state=state>
            <p class="ds-paragraph">{explanation}</p>
            <p class="ds-paragraph checksum"><code>{checksum}</code></p>
        </Details>
    }
    .into_any()
}

/// The states of [`DownloadLink`] and [`Checksum`].
pub fn examples() -> Vec<Example> {
    const DIGITS: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let explanation = "Er et eneste tegn endret, blir tallet et annet.";
    vec![
        Example::new(
            "download",
            "Last ned",
            view! { <DownloadLink href="/robots.txt">"Last ned kopi (PDF)"</DownloadLink> },
        ),
        Example::new(
            "checksum",
            "Kontrollsum",
            view! { <Checksum summary="Kontrollsum" explanation=explanation checksum=DIGITS state=DetailsState::Open/> },
        ),
    ]
}
