//! Buttons, and links that look like them. A button is never disabled: it says what is missing instead.

use leptos::prelude::*;

use super::{Example, Icon, Spinner};

/// How much a button matters: one primary a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    #[default]
    Primary,
    Secondary,
    Tertiary,
}

impl ButtonVariant {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Primary => None,
            Self::Secondary => Some("secondary"),
            Self::Tertiary => Some("tertiary"),
        }
    }
}

/// What a button does in a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Button,
    Submit,
}

/// Whether what a button started is still going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    #[default]
    Idle,
    Busy,
}

/// A button. While it is busy, presses do nothing, and it keeps its size.
#[component]
pub fn Button(
    #[prop(optional)] variant: ButtonVariant,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    #[prop(optional, into)] busy: Signal<Busy>,
    /// What the button says while it is busy.
    #[prop(optional, into)]
    busy_text: Option<String>,
    /// The name of the button where its text alone is not clear; begins with its text.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        ButtonKind::Button => "button",
        ButtonKind::Submit => "submit",
    };
    let press = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() == Busy::Busy {
            // Neither the press nor the submission of the form around it.
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let is_busy = move || (busy.get() == Busy::Busy).then_some("true");
    // Both texts lie in one place, and only one is to be seen or heard: the width does not change.
    let waiting =
        busy_text.map(|text| view! { <span class="button-text button-text--busy"><Spinner/>{text}</span> });
    view! {
        <button type=kind id=id class="ds-button" data-variant=variant.name() aria-busy=is_busy aria-label=label on:click=press>
            <span class="button-text">{icon.map(|name| view! { <Icon name=name/> })}{children()}</span>
            {waiting}
        </button>
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere and does nothing.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] variant: ButtonVariant,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <a class="ds-button" id=id data-variant=variant.name() href=href>
            {icon.map(|name| view! { <Icon name=name/> })}{children()}
        </a>
    }
    .into_any()
}

/// The states of [`Button`] and [`ButtonLink`].
pub fn examples() -> Vec<Example> {
    let nothing = Callback::new(|()| ());
    let variants = view! {
        <div class="button-row">
            <Button variant=ButtonVariant::Primary on_press=nothing>"Send søknaden"</Button>
            <Button variant=ButtonVariant::Secondary on_press=nothing>"Lagre og fortsett senere"</Button>
            <Button variant=ButtonVariant::Tertiary on_press=nothing icon="PrinterSmall">"Skriv ut"</Button>
        </div>
    };
    let busy = view! {
        <Button variant=ButtonVariant::Primary on_press=nothing busy=Signal::derive(|| Busy::Busy) busy_text="Sender …">
            "Send søknaden"
        </Button>
    };
    let long = view! {
        <Button variant=ButtonVariant::Secondary on_press=nothing>
            "Slett søknadsutkastet om parkeringstillatelse for forflytningshemmede"
        </Button>
    };
    let links = view! {
        <div class="button-row">
            <ButtonLink href="/komponenter">"Start søknaden"</ButtonLink>
            <ButtonLink href="/komponenter" variant=ButtonVariant::Secondary>"Se alle tjenester"</ButtonLink>
        </div>
    };
    vec![
        Example::new("variants", "Tre varianter", variants),
        Example::new("busy", "Opptatt", busy),
        Example::new("long", "Lang tekst", long),
        Example::new("link", "Lenker som ser ut som knapper", links),
    ]
}
