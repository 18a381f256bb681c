//! Icons of the sprite that the build makes of `style/icons.txt`.

use std::cell::OnceCell;

use leptos::prelude::*;

use super::Example;

thread_local! {
    /// The sprite's address, which has a hash in it: `<meta name="icons">` tells it.
    static SPRITE: OnceCell<String> = const { OnceCell::new() };
}

/// A decorative icon: what it means is said in text beside it.
#[component]
pub fn Icon(
    /// A name of `style/icons.txt`.
    name: &'static str,
) -> impl IntoView {
    let href = SPRITE.with(|sprite| [sprite.get_or_init(sprite_address), "#", name].concat());
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href=href></use></svg>
    }
    .into_any()
}

fn sprite_address() -> String {
    let meta = document().query_selector("meta[name=icons]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// The states of [`Icon`].
pub fn examples() -> Vec<Example> {
    const NAMES: [&str; 8] = [
        "ArrowRight",
        "CheckmarkCircle",
        "Clock",
        "EnvelopeClosed",
        "Hourglass",
        "Kroner",
        "Phone",
        "PrinterSmall",
    ];
    let icons = NAMES.map(|name| view! { <li><Icon name=name/> {name}</li> });
    vec![Example::new("default", "Ikoner ved siden av tekst", view! { <ul class="icon-list">{icons}</ul> })]
}
