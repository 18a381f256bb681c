//! A message that stands out. It is not a live region: put it into one where it comes while people read.

use leptos::prelude::*;

use super::{
    Example,
    heading::{HeadingLevel, heading as heading_of},
};

/// How much the message matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertLevel {
    #[default]
    Info,
    Success,
    Warning,
    Danger,
}

/// A message with an icon, and a heading where it has more than a sentence.
#[component]
pub fn Alert(
    level: AlertLevel,
    #[prop(optional, into)] heading: Option<String>,
    #[prop(optional)] heading_level: HeadingLevel,
    children: Children,
) -> impl IntoView {
    let color = match level {
        AlertLevel::Info => "info",
        AlertLevel::Success => "success",
        AlertLevel::Warning => "warning",
        AlertLevel::Danger => "danger",
    };
    let heading = heading.map(|heading| heading_of(heading_level, "xs", heading.into_any()));
    view! { <div class="ds-alert" data-color=color>{heading}{children()}</div> }.into_any()
}

/// The states of [`Alert`].
pub fn examples() -> Vec<Example> {
    let text = |text: &'static str| view! { <p class="ds-paragraph">{text}</p> };
    vec![
        Example::new(
            "info",
            "Opplysning",
            view! { <Alert level=AlertLevel::Info>{text("Servicetorget er stengt 17. mai. Skjemaene er åpne hele døgnet.")}</Alert> },
        ),
        Example::new(
            "success",
            "Bekreftelse",
            view! {
                <Alert level=AlertLevel::Success heading="Vi har fått søknaden din" heading_level=HeadingLevel::H4>
                    {text("Du får svar senest fredag 12. juni.")}
                </Alert>
            },
        ),
        Example::new(
            "warning",
            "Advarsel",
            view! {
                <Alert level=AlertLevel::Warning heading="Vannet stenges i kveld" heading_level=HeadingLevel::H4>
                    {text("Vi skifter ventiler i Konnerudgata. Vannet er borte fra kl. 18.00 til kl. 22.00. Tapp det du trenger før det.")}
                </Alert>
            },
        ),
        Example::new(
            "danger",
            "Noe er galt",
            view! {
                <Alert level=AlertLevel::Danger heading="Søknaden er ikke sendt" heading_level=HeadingLevel::H4>
                    {text("Vi fikk ikke kontakt med kommunen. Svarene dine er lagret. Prøv igjen om litt.")}
                </Alert>
            },
        ),
    ]
}
