//! One of many options.

use leptos::prelude::*;

use super::{
    Choice, Example,
    field::{Frame, left, single},
};

/// A list that opens; for few options, [`super::RadioGroup`] is easier.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    options: Vec<Choice>,
    /// The first line, which stands for no answer: such as "Velg bydel".
    #[prop(into)]
    placeholder: String,
    /// The value of the option chosen; empty for none.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let empty = Choice { label: placeholder, ..Choice::default() };
    let options = std::iter::once(empty).chain(options).map(|option| {
        let key = option.value.clone();
        view! { <option value=option.value prop:selected=move || value.with(|value| *value == key)>{option.label}</option> }
    });
    let control = view! {
        <select
            class="ds-input"
            id=frame.id.clone()
            name=frame.id.clone()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            on:change=move |event| on_change.run(event_target_value(&event))
            on:focusout=move |event| left(&event, on_blur)
        >
            {options.collect_view()}
        </select>
    };
    single(&frame, control.into_any())
}

/// The states of [`Select`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, chosen: &str, error: Option<&str>| {
        let value = RwSignal::new(chosen.to_owned());
        let options = ["Bragernes", "Strømsø", "Konnerud", "Mjøndalen", "Svelvik"];
        let options =
            options.map(|name| Choice { value: name.to_owned(), label: name.to_owned(), description: None });
        view! {
            <Select
                id=id label="Hvor i kommunen er det?" placeholder="Velg sted" options=options.to_vec()
                error=error.map(str::to_owned) value=value on_change=move |key| value.set(key)
            />
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-liste", "", None)),
        Example::new("chosen", "Valgt", field("eks-liste-valgt", "Konnerud", None)),
        Example::new("error", "Med feil", field("eks-liste-feil", "", Some("Velg hvor i kommunen det er."))),
    ]
}
