//! Search, which works as a plain form before the app is there.

use leptos::prelude::*;

use super::Example;

/// A search field with its button.
#[component]
pub fn SearchBox(
    #[prop(into)] id: String,
    /// The name of the query parameter.
    #[prop(into)]
    name: String,
    /// Where the form goes without the app.
    #[prop(into)]
    action: String,
    #[prop(into)] label: String,
    /// What the button says.
    #[prop(into)]
    button: String,
    value: RwSignal<String>,
    #[prop(into)] on_submit: Callback<()>,
) -> impl IntoView {
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    let name_of_landmark = label.clone();
    view! {
        <form class="search-box" role="search" aria-label=name_of_landmark action=action method="get" on:submit=submit>
            <label class="ds-label" for=id.clone()>{label}</label>
            <div class="search-box__row">
                <input
                    class="ds-input" type="search" id=id name=name autocomplete="off" enterkeyhint="search"
                    prop:value=value on:input=move |event| value.set(event_target_value(&event))
                />
                <button class="ds-button" type="submit"><span>{button}</span></button>
            </div>
        </form>
    }
    .into_any()
}

/// The states of [`SearchBox`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, label: &'static str, text: &str| {
        let value = RwSignal::new(text.to_owned());
        let nothing = Callback::new(|()| ());
        view! { <SearchBox id=id name="q" action="/tjenester" label=label button="Søk" value=value on_submit=nothing/> }
    };
    vec![
        Example::new("default", "Tom", field("eks-sok", "Hva trenger du hjelp til?", "")),
        Example::new(
            "filled",
            "Utfylt",
            field("eks-sok-utfylt", "Søk i alle tjenester", "parkering for forflytningshemmede"),
        ),
    ]
}
