//! Things that belong together, and links to pages with a few words about them.

use leptos::prelude::*;

use super::{
    Example, HeadingLevel,
    heading::heading,
    tag::{Tag, TagColor},
};

/// A frame around things that belong together.
#[component]
pub fn Card(children: Children) -> impl IntoView {
    view! { <div class="ds-card">{children()}</div> }.into_any()
}

/// A card that leads somewhere: one real link, which the whole card takes part in.
#[component]
pub fn LinkCard(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    #[prop(optional)] level: HeadingLevel,
    #[prop(optional, into)] description: String,
    #[prop(optional_no_strip, into)] tag: Option<String>,
) -> impl IntoView {
    let link = view! { <a class="link-card__link" href=href>{title}</a> }.into_any();
    let description =
        (!description.is_empty()).then(|| view! { <p class="link-card__description">{description}</p> });
    let tag = tag.map(|tag| view! { <p class="link-card__tag"><Tag color=TagColor::Accent>{tag}</Tag></p> });
    view! { <div class="ds-card link-card">{heading(level, "2xs", link)}{description}{tag}</div> }.into_any()
}

/// The states of [`Card`] and [`LinkCard`].
pub fn examples() -> Vec<Example> {
    let card = view! {
        <Card>
            <p class="ds-paragraph"><strong>"Kari Nordmann"</strong></p>
            <p class="ds-paragraph">"Har to saker og et utkast."</p>
        </Card>
    };
    let link = view! {
        <LinkCard
            href="/komponenter" level=HeadingLevel::H4 title="Støttekontakt"
            description="Hjelp til en aktiv fritid for deg som trenger noen å være sammen med."
        />
    };
    let tagged = view! {
        <LinkCard
            href="/komponenter" level=HeadingLevel::H4 title="Parkeringstillatelse for forflytningshemmede"
            description="For deg som ikke kan gå, eller har store vansker med å bevege deg over noe lengde."
            tag="Søk på nett".to_owned()
        />
    };
    vec![
        Example::new("default", "Kort", card),
        Example::new("link", "Kort som er en lenke", link),
        Example::new("tag", "Med etikett og lange ord", tagged),
    ]
}
