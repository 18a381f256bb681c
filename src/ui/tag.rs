//! A word or two that say where something stands.

use leptos::prelude::*;

use super::Example;

/// The colour says the same as the text, never more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColor {
    #[default]
    Neutral,
    Accent,
    Info,
    Success,
    Warning,
    Danger,
}

impl TagColor {
    fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A tag with its text.
#[component]
pub fn Tag(#[prop(optional)] color: TagColor, children: Children) -> impl IntoView {
    view! { <span class="ds-tag" data-color=color.name()>{children()}</span> }.into_any()
}

/// The states of [`Tag`].
pub fn examples() -> Vec<Example> {
    let tags = view! {
        <p class="button-row">
            <Tag>"Avsluttet"</Tag>
            <Tag color=TagColor::Accent>"På nett"</Tag>
            <Tag color=TagColor::Info>"Mottatt"</Tag>
            <Tag color=TagColor::Success>"Åpent til kl. 15.00"</Tag>
            <Tag color=TagColor::Warning>"Under behandling"</Tag>
            <Tag color=TagColor::Danger>"Mangler opplysninger"</Tag>
        </p>
    };
    let long = view! { <Tag color=TagColor::Info>"Parkeringstillatelse for forflytningshemmede under behandling"</Tag> };
    vec![Example::new("default", "Alle farger", tags), Example::new("long", "Lang tekst", long)]
}
